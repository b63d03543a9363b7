/** Coming in, and looking: sessions, every view, and from the month's cells down to a record's reasons. */
import { assert, describe, it } from "vitest"
import * as Page from "../../src/page/Page.ts"
import { bringUp, go, mustBeAccessible, mustFit, settled, signIn, visit } from "./browser.ts"
import type { Visit } from "./browser.ts"
import { as, ask, browser, company, keys, picture, server } from "./desk.ts"
import type { Scorecard } from "./desk.ts"
import { mustBarOthers } from "./places.ts"

const places = ["hoy", "metas", "directorio", "datos-personales", "prospecto", "tendencias", "tendencias?por=advisor", "cambios?desde=mes", "nada", "leads?obligacion=met", "mes", "detalle?registro=prospectos", "detalle?registro=actividades&veredicto=invalid", "leads", "llamadas", "importar", "que-pasaria-si", "formularios", "cierre"]

const percentOf = (percent: number): string => `${percent.toFixed(1).replace(".", ",")}\u00a0%`

describe("the session", () => {
  it("refuses a wrong key, keeps the right one in a cookie that no script reads, and ends", async () => {
    const own = await visit(browser, { url: server.url })
    const { context, page } = own
    await page.getByLabel("Llave de acceso").fill(`crm_${"A".repeat(43)}`)
    await page.getByRole("button", { name: "Ingresar" }).click()
    await page.getByRole("alert").getByText(/llave/i).waitFor()
    await mustBeAccessible(own, "ingresar")
    await picture(own, "ingresar")
    await signIn(own, keys["crm-assistant"]!)
    const [cookie, ...others] = await context.cookies()
    assert.deepEqual(others, [])
    assert.deepEqual([cookie!.httpOnly, cookie!.sameSite, cookie!.path], [true, "Strict", "/"])
    assert.equal(await page.evaluate("document.cookie"), "")
    // The browser keeps when one was here, and nothing that opens a session.
    const stored = await page.evaluate("JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])") as string
    assert.match(stored, /^\[\[\["visita [^"]*","\{[^}]*\}"\]\],\[\]\]$/)
    assert.notInclude(stored, keys["crm-assistant"]!)
    await page.getByRole("button", { name: "Salir" }).click()
    await page.getByLabel("Llave de acceso").waitFor()
    assert.equal((await context.cookies()).length, 0)
    assert.deepEqual(own.complaints, [])
    await own.close()
  })

  it("is of no use to another site: a write needs the page's header and origin", async () => {
    const own = await visit(browser, { url: server.url })
    await signIn(own, keys["crm-assistant"]!)
    const [cookie] = await own.context.cookies()
    const close = (headers: Readonly<Record<string, string>>) =>
      fetch(`${server.url}/v1/periods/2024-03/close`, { method: "POST", body: "{}", headers: { cookie: `${cookie!.name}=${cookie!.value}`, "content-type": "application/json", ...headers } })
    assert.equal((await close({})).status, 401)
    assert.equal((await close({ origin: server.url })).status, 401)
    assert.equal((await close({ "x-crm-procedure": "page", origin: "https://example.com" })).status, 401)
    assert.equal((await server.get("/v1/periods/2024-03/snapshot", keys["crm-assistant"])).status, 404)
    await own.close()
  })

  it("comes with a policy that allows nothing inline and nothing from elsewhere, and files that stay for good", async () => {
    const response = await server.get("/", undefined, { accept: "text/html" })
    assert.equal(response.headers.get("content-security-policy"), (await Page.load()).csp)
    assert.deepEqual(["cache-control", "x-content-type-options"].map((name) => response.headers.get(name)), ["no-cache", "nosniff"])
    const [script] = /\/page\/Main-\w+\.js/.exec(await response.text())!
    assert.match((await server.get(script)).headers.get("cache-control")!, /immutable/)
    const small = await server.get(script, undefined, { "accept-encoding": "br, gzip" })
    assert.deepEqual([small.headers.get("content-encoding"), await small.text()], ["br", await (await server.get(script, undefined, { "accept-encoding": "identity" })).text()])
  })

  it("brings the first view in one request: the answers of the contract's own paths, each role's own, in the order in which they are shown", async () => {
    for (const [role, place] of [["crm-assistant", "hoy"], ["advisor", "mes"], ["crm-agent", "mes"]] as const) {
      await as(role, {}, async ({ page }) => {
        const lines = (await page.evaluate(`fetch("/v1/session/view?place=${place}&corte=end").then((answer) => answer.text())`) as string).trimEnd().split("\n").map((line) => JSON.parse(line) as { readonly coming?: ReadonlyArray<string>; readonly path: string; readonly status: number; readonly body: unknown })
        const [{ coming }, ...brought] = lines as [{ readonly coming: ReadonlyArray<string> }, ...typeof lines]
        assert.deepEqual(brought.map(({ path }) => path), [...coming])
        assert.deepEqual(coming.slice(0, 2), ["/v1/session", "/v1/me"])
        assert.equal(coming.filter((path) => path.startsWith("/v1/scorecards/")).length, role === "crm-agent" ? 0 : 1, role)
        for (const { body, path, status } of brought.filter(({ path }) => path !== "/v1/session")) {
          assert.equal(status, 200, path)
          if (path.includes("asOf=") || path.startsWith("/v1/directory")) assert.deepEqual(body, await ask(path, role), path)
        }
      })
    }
    assert.equal((await server.get("/v1/session/view?place=mes")).status, 401)
  })

  it("offers each role what it may do, and nothing else", async () => {
    const all = ["Mi día", "Leads", "Registros", "Llamadas", "Apelaciones", "El mes", "Tendencias", "Qué cambió", "Formularios", "¿Qué pasaría si…?", "Importar", "Metas", "Asesores y sedes", "Política", "Cierre", "Auditoría", "Datos personales", "Cuentas", "Llaves"]
    const doors: Readonly<Record<string, ReadonlyArray<string>>> = {
      "crm-assistant": all,
      "crm-agent": ["Mi día", "Llamadas"],
      "marketing-coordinator": ["Mi día", "Leads", "Registros", "Apelaciones", "El mes", "Tendencias", "Qué cambió", "Formularios", "Importar"],
      "commercial-manager": ["Mi día", "Leads", "Registros", "Llamadas", "Apelaciones", "El mes", "Tendencias", "Qué cambió", "Formularios"],
      "motorcycle-manager": ["Mi día", "Leads", "Registros", "Llamadas", "Apelaciones", "El mes", "Tendencias", "Qué cambió", "Formularios"],
      "general-manager": ["Mi día", "Leads", "Registros", "Llamadas", "Apelaciones", "El mes", "Tendencias", "Qué cambió", "Formularios", "¿Qué pasaría si…?", "Política", "Cierre", "Auditoría", "Datos personales"],
      "advisor": ["Mi día", "Leads", "Registros", "Apelaciones", "El mes", "Tendencias"],
      "integration": ["Importar"]
    }
    for (const [role, expected] of Object.entries(doors)) {
      await as(role, {}, async (own) => {
        const { page } = own
        assert.deepEqual(await page.getByRole("navigation", { name: "Principal" }).getByRole("link").allTextContents(), expected, role)
        if (role === "advisor") {
          await go(own, "#/mes")
          assert.equal(await page.getByRole("table", { name: "Semáforos por sede y asesor" }).count(), 0)
        }
        if (role.endsWith("manager")) {
          await go(own, "#/llamadas")
          assert.equal(await page.getByRole("button", { name: "Tomar la siguiente llamada" }).count(), 0)
        }
        await mustBarOthers(page, role)
      })
    }
  })
})

describe("every view", () => {
  it("is accessible, keeps to its origin and policy, and fits a desktop", () =>
    as("crm-assistant", {}, async (own) => {
      for (const place of places) {
        await go(own, `#/${place}`)
        // What axe looks at is alike in both themes, but for the colours: the dark one is looked at below.
        if (place === "hoy" || place === "mes" || place === "leads") await mustBeAccessible(own, place)
        await mustFit(own, place)
        if (place === "leads") await picture(own, place)
      }
    }))

  it("moves nothing that is shown while the rest comes over a slow network", async () => {
    for (const [width, places] of [[360, ["hoy", "mes", "detalle"]], [1280, ["mes", "cierre"]]] as const) {
      await as("crm-assistant", { width, height: 760 }, async ({ context }) => {
        for (const place of places) {
          const page = await context.newPage()
          await page.addInitScript({ content: `globalThis.shifts = []; new PerformanceObserver((list) => { for (const { sources, value } of list.getEntries()) shifts.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 80))].join(" ")) }).observe({ type: "layout-shift", buffered: true })` })
          const network = await context.newCDPSession(page)
          await network.send("Network.enable")
          await network.send("Network.emulateNetworkConditions", { offline: false, latency: 60, downloadThroughput: 400_000, uploadThroughput: 400_000 })
          await page.goto(`${server.url}/#/${place}`)
          await page.locator(".desk h1").waitFor()
          await settled(page)
          assert.deepEqual(await page.evaluate("shifts"), [], `${place} at ${width}`)
          await page.close()
        }
      })
    }
  })

  it("shows all columns of the calls' results on laptops, and all of the advisors' chart on a phone", async () => {
    const hidden = (page: Visit["page"], what: string): Promise<unknown> => page.evaluate(`(({ clientWidth, scrollWidth }) => scrollWidth - clientWidth)(document.querySelector("${what}"))`)
    await as("crm-assistant", { at: "#/llamadas" }, async ({ page }) => {
      for (const width of [1280, 1265, 1240, 1200, 1024, 800]) {
        await page.setViewportSize({ width, height: 900 })
        assert.equal(await hidden(page, ".table-scroll"), 0, `${width}`)
      }
    })
    await as("crm-assistant", { width: 390, at: "#/mes" }, async (own) => {
      assert.equal(await hidden(own.page, ".chart"), 0)
      const bars = own.page.locator(".chart rect")
      assert.isAbove(await bars.count(), 0)
      const outside = await own.page.evaluate(`(() => {
        const { left, right } = document.querySelector(".chart svg").getBoundingClientRect()
        return [...document.querySelectorAll(".chart text")].filter((text) => text.getBoundingClientRect().right > right + 1 || text.getBoundingClientRect().left < left - 1).map((text) => text.textContent)
      })()`)
      assert.deepEqual(outside, [])
      assert.match(await own.page.locator(".chart svg").textContent() ?? "", /[0-9],[0-9]\s%(Rojo|Amarillo|Verde) · [0-9]+\/[0-9]+/)
    })
  })

  it("is accessible in the dark", () =>
    as("crm-assistant", { colorScheme: "dark" }, async (own) => {
      for (const place of places) {
        await go(own, `#/${place}`)
        // Only its colours differ from the light one's.
        await mustBeAccessible(own, `${place}, dark`, ["color-contrast"])
      }
    }))

  it("fits a phone of 360 pixels, where the menu opens and closes", () =>
    as("crm-assistant", { width: 360, height: 760 }, async (own) => {
      const { page } = own
      for (const place of places) {
        await go(own, `#/${place}`)
        await mustFit(own, place)
        await mustBeAccessible(own, `${place}, phone`)
      }
      await go(own, "#/mes")
      await picture(own, "celular")
      assert.isFalse(await page.getByRole("link", { name: "Leads", exact: true }).isVisible())
      await page.getByRole("button", { name: "Menú" }).click()
      await page.getByRole("link", { name: "Leads", exact: true }).click()
      await page.getByRole("heading", { name: "Seguimiento de leads" }).waitFor()
      assert.isFalse(await page.getByRole("link", { name: "Cierre" }).isVisible())
    }))
})

describe("the month", () => {
  it("shows the scorecard's numbers, and leads from a cell down to a record's reasons and their clause", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      const { prospecting } = await company()
      await go(own, "#/mes")
      const panel = page.getByRole("region", { name: "Prospección" })
      assert.equal(await panel.locator(".panel-percent").textContent(), percentOf(prospecting.percent))
      assert.include(await panel.textContent(), `${prospecting.valid} prospectos válidos de una meta de ${prospecting.goal}`)
      await picture(own, "mes")
      await page.getByRole("button", { name: "Sede Cali Pasoancho" }).click()
      const { groups } = await ask<Scorecard>("/v1/scorecards/2024-03?by=branch,advisor")
      const { keys: { advisor }, prospecting: own1 } = groups.find(({ keys: { branch }, prospecting: { goal, invalid } }) => branch === "S-03" && goal > 0 && invalid > 0)!
      const cell = page.locator(`a[href*="registro=prospectos"][href*="asesor=${advisor}"]`).first()
      assert.include(await cell.textContent(), `${own1.valid}/${own1.goal}`)
      await bringUp(page.getByRole("button", { name: "Sede Cali Pasoancho" }))
      await picture(own, "sede")
      await cell.click()
      await page.getByRole("heading", { level: 1 }).getByText("Sede Cali Pasoancho").waitFor()
      await page.getByRole("link", { name: `No válidos ${own1.invalid}` }).click()
      await settled(page)
      const rows = page.getByRole("table", { name: "Prospectos" }).getByRole("row")
      assert.equal(await rows.count(), own1.invalid + 1)
      const { items } = await ask<{ readonly items: ReadonlyArray<{ readonly id: string }> }>("/v1/prospects?period=2024-03&reason=duplicate&limit=1")
      await go(own, "#/detalle?registro=prospectos&motivo=duplicate")
      await picture(own, "motivos")
      await page.locator(`a[href*="${items[0]!.id}"]`).click()
      await settled(page)
      const record = await ask<{ readonly reasons: ReadonlyArray<{ readonly code: string; readonly message: { readonly es: string }; readonly evidence: { readonly otherRecordId: string } }> }>(`/v1/prospects/${items[0]!.id}`)
      const reason = record.reasons.find(({ code }) => code === "duplicate")!
      const card = page.getByRole("article").filter({ has: page.getByRole("heading", { name: "Prospecto duplicado" }) })
      assert.include(await card.textContent(), reason.message.es)
      assert.include(await card.textContent(), "«Creación de clientes falsos»".slice(1, -1))
      assert.include(await card.textContent(), "Supuesto del programa")
      await mustBeAccessible(own, "prospecto")
      await picture(own, "prospecto")
      await card.getByRole("link", { name: reason.evidence.otherRecordId }).click()
      await page.getByText(`Prospecto ${reason.evidence.otherRecordId}`).waitFor()
      await page.goBack()
      await page.getByText(`Prospecto ${items[0]!.id}`).waitFor()
    }))

  it("says the same of the month in the trend", () =>
    as("general-manager", { at: "#/tendencias" }, async ({ page }) => {
      const prospecting = page.getByRole("region", { name: "Prospección" })
      await prospecting.getByText("marzo de 2024").waitFor()
      assert.include(await prospecting.textContent(), percentOf((await company()).prospecting.percent))
    }))

  it("draws the advisors against the goal, with the thresholds, and says it in words", () =>
    as("general-manager", { at: "#/mes" }, async (own) => {
      const chart = own.page.locator(".chart svg")
      assert.match(await chart.getAttribute("aria-label") ?? "", /Prospección: porcentaje de la meta por asesor\. .*: [0-9,]+\s%, (Rojo|Amarillo|Verde)/)
      assert.deepEqual(await chart.locator(".chart-threshold").count(), 2)
      await own.page.getByRole("button", { name: "Seguimiento" }).click()
      assert.match(await chart.getAttribute("aria-label") ?? "", /^Seguimiento/)
      await bringUp(own.page.getByRole("heading", { name: "Asesores frente a la meta" }))
    }))

  it("draws the month's course as the scorecard tells it, of all that the reader sees, and of one branch or advisor that is chosen", async () => {
    const { course } = await ask<{ readonly course: { readonly prospecting: ReadonlyArray<{ readonly valid: number; readonly pace: { readonly numerator: number; readonly denominator: number } }> } }>("/v1/scorecards/2024-03")
    const { pace, valid } = course.prospecting.at(-1)!
    await as("marketing-coordinator", { at: "#/mes" }, async (own) => {
      const { page } = own
      const chart = page.getByRole("img", { name: /^Prospectos válidos acumulados/ })
      assert.equal(await chart.getAttribute("aria-label"), `Prospectos válidos acumulados: hasta el día 31 hay ${valid} válidos; la meta del mes es ${pace.numerator / pace.denominator}.`)
      assert.equal((await chart.locator(".chart-course").getAttribute("points"))!.split(" ").length, 31)
      await bringUp(page.getByRole("heading", { name: "El curso del mes" }))
      await picture(own, "curso")
    })
    await as("commercial-manager", {}, async ({ page, ...own }) => {
      const { course: all, groups } = await ask<{ readonly course: typeof course; readonly groups: ReadonlyArray<object> }>("/v1/scorecards/2024-03", "commercial-manager")
      await go({ page, ...own }, "#/mes")
      const chart = page.getByRole("img", { name: /^Prospectos válidos acumulados/ })
      assert.include(await chart.getAttribute("aria-label"), `hasta el día 31 hay ${all.prospecting.at(-1)!.valid} válidos`)
      assert.equal(groups.length, 1)
      const choice = page.getByRole("combobox", { name: /^El curso de/ })
      const advisor = await choice.locator("option[value^='advisor=']").first().getAttribute("value")
      const one = await ask<{ readonly course: typeof course }>(`/v1/scorecards/2024-03?by=company&${advisor}`, "commercial-manager")
      await choice.selectOption(advisor)
      await page.getByRole("img", { name: new RegExp(`^Prospectos válidos acumulados: hasta el día 31 hay ${one.course.prospecting.at(-1)!.valid} válidos`) }).waitFor()
    })
  })

  it("shows an advisor himself only", () =>
    as("advisor", {}, async (own) => {
      const me = await ask<{ readonly employeeId: string; readonly name: string }>("/v1/me", "advisor")
      await go(own, "#/mes")
      await own.page.getByRole("link", { name: "Ver los registros de Prospección" }).click()
      await settled(own.page)
      const names = await own.page.getByRole("table", { name: "Prospectos" }).locator("td:nth-child(3)").allTextContents()
      assert.deepEqual([...new Set(names)], [me.name])
      await mustBeAccessible(own, "advisor")
    }))
})

describe("when the server can't be reached", () => {
  it("says so, and asks again when told to", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      let isDown = true
      await page.route("**/v1/leads*", (route) => isDown ? route.fulfill({ status: 503, contentType: "application/problem+json", body: "{}" }) : route.continue())
      await go(own, "#/leads")
      await page.getByRole("alert").getByText("El servidor no está disponible en este momento.").waitFor()
      isDown = false
      await page.getByRole("button", { name: "Intentar de nuevo" }).click()
      await page.getByRole("table", { name: "Leads" }).waitFor()
    }))
})

describe("when the session ends elsewhere", () => {
  it("asks for the key again, and keeps what the same person was writing", () =>
    as("crm-assistant", { at: "#/prospecto?mes=2024-03" }, async (own) => {
      const { page } = own
      await page.getByLabel("Nombre completo").fill("Prueba Sesión Pérez")
      for (const place of [0, 1, 2]) await page.locator("select[required]").nth(place).selectOption({ index: 1 })
      await own.context.clearCookies()
      await page.getByRole("button", { name: "Crear" }).click()
      await page.getByText("Su sesión terminó. Ingrese de nuevo para continuar.").waitFor()
      await signIn(own, keys["crm-assistant"]!)
      await page.getByRole("status").getByText("Ingresó de nuevo.").waitFor()
      assert.equal(await page.getByLabel("Nombre completo").inputValue(), "Prueba Sesión Pérez")
      assert.equal(await page.locator("main").count(), 1)
      // Another person finds a desk of their own.
      await own.context.clearCookies()
      await page.getByRole("button", { name: "Crear" }).click()
      await signIn(own, keys["general-manager"]!)
      assert.notInclude(await page.locator("main input").evaluateAll((fields) => (fields as unknown as ReadonlyArray<{ readonly value: string }>).map(({ value }) => value)), "Prueba Sesión Pérez")
    }))
})
