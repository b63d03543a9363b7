/** The dashboard in a real browser over the real server, each flow through to the database. Verifies: 7-http-api, The page */
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Browser } from "playwright-core"
import { begin, freshDirectory, remove } from "../serverProcess.ts"
import type { ServerProcess } from "../serverProcess.ts"
import * as Page from "../../src/page/Page.ts"
import { bringUp, go, launch, mustBeAccessible, mustFit, settled, signIn, visit } from "./browser.ts"
import type { Visit, VisitOptions } from "./browser.ts"

/** The Tuesday after the demonstration month: it has just ended, and customers may be called. */
const NOW = "2024-04-02T10:00:00-05:00"

const directory = freshDirectory()
let server: ServerProcess
let browser: Browser
let keys: Readonly<Record<string, string>>

beforeAll(async () => {
  const preload = new URL("./shiftedClock.ts", import.meta.url).href
  const starting = begin(directory, { NODE_OPTIONS: `--import ${preload}`, CLOCK_STARTS_AT: NOW, LOG_LEVEL: "warn" })
  browser = await launch()
  server = await starting
  await server.ready()
  keys = server.keys()
})

afterAll(async () => {
  await browser?.close()
  await server?.end()
  remove(directory)
})

/** What the API says, to whoever may see everything. */
const ask = async <A>(path: string, role = "crm-assistant"): Promise<A> => await (await server.get(path, keys[role])).json() as A

/** A visit of somebody, which ends without a complaint. */
const as = async (role: string, options: Partial<VisitOptions>, use: (visit: Visit) => Promise<void>): Promise<void> => {
  const own = await visit(browser, { url: server.url, ...options })
  try {
    await signIn(own, keys[role]!)
    await use(own)
    assert.deepEqual(own.complaints, [])
  } finally {
    await own.close()
  }
}

const images = fileURLToPath(new URL("../../../../docs/images/", import.meta.url))

/** Takes a picture for the guide, when asked to by SCREENSHOTS=1. */
const picture = async ({ page }: Visit, name: string): Promise<void> => {
  if (process.env["SCREENSHOTS"] === "1") await page.screenshot({ path: `${images}pagina-${name}.png` })
}

const places = ["mes", "detalle?registro=prospectos", "detalle?registro=actividades&veredicto=invalid", "leads", "llamadas", "importar", "que-pasaria-si", "formularios", "cierre"]

interface Scorecard {
  readonly groups: ReadonlyArray<{
    readonly keys: { readonly advisor?: string; readonly branch?: string }
    readonly prospecting: { readonly valid: number; readonly goal: number; readonly percent: number; readonly pending: number; readonly invalid: number }
  }>
}
const company = async (): Promise<Scorecard["groups"][number]> => (await ask<Scorecard>("/v1/scorecards/2024-03?by=company")).groups[0]!

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
    assert.equal(await page.evaluate("localStorage.length + sessionStorage.length"), 0)
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
  })

  it("offers each role what it may do, and nothing else", async () => {
    const all = ["El mes", "Leads", "Llamadas", "Importar", "¿Qué pasaría si…?", "Formularios", "Cierre"]
    const doors: Readonly<Record<string, ReadonlyArray<string>>> = {
      "crm-assistant": all,
      "crm-agent": ["Llamadas"],
      "marketing-coordinator": ["El mes", "Leads", "Formularios"],
      "commercial-manager": ["El mes", "Leads", "Llamadas", "Formularios"],
      "motorcycle-manager": ["El mes", "Leads", "Llamadas", "Formularios"],
      "general-manager": ["El mes", "Leads", "Llamadas", "¿Qué pasaría si…?", "Formularios", "Cierre"],
      "advisor": ["El mes", "Leads"],
      "integration": ["Importar"]
    }
    for (const [role, expected] of Object.entries(doors)) {
      await as(role, {}, async ({ page }) => {
        assert.deepEqual(await page.getByRole("navigation", { name: "Principal" }).getByRole("link").allTextContents(), expected, role)
        if (role === "advisor") assert.equal(await page.getByRole("table", { name: "Semáforos por sede y asesor" }).count(), 0)
        if (role.endsWith("manager")) assert.equal(await page.getByRole("button", { name: "Tomar la siguiente llamada" }).count(), 0)
      })
    }
  })
})

describe("every view", () => {
  it("is accessible, keeps to its origin and policy, and fits a desktop", () =>
    as("crm-assistant", {}, async (own) => {
      for (const place of places) {
        await go(own, `#/${place}`)
        await mustBeAccessible(own, place)
        await mustFit(own, place)
        if (place === "leads") await picture(own, place)
      }
    }))

  it("is accessible in the dark", () =>
    as("crm-assistant", { colorScheme: "dark" }, async (own) => {
      for (const place of places) {
        await go(own, `#/${place}`)
        await mustBeAccessible(own, `${place}, dark`)
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
      await settled(page)
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

  it("draws the advisors against the goal, with the thresholds, and says it in words", () =>
    as("general-manager", {}, async (own) => {
      const chart = own.page.locator(".chart svg")
      assert.match(await chart.getAttribute("aria-label") ?? "", /Prospección: porcentaje de la meta por asesor\. .*: [0-9,]+\s%, (Rojo|Amarillo|Verde)/)
      assert.deepEqual(await chart.locator(".chart-threshold").count(), 2)
      await own.page.getByRole("button", { name: "Seguimiento" }).click()
      assert.match(await chart.getAttribute("aria-label") ?? "", /^Seguimiento/)
      await bringUp(own.page.getByRole("heading", { name: "Asesores frente a la meta" }))
      await picture(own, "asesores")
    }))

  it("draws the month's course as the scorecard tells it, to whoever sees all of it", async () => {
    const { course } = await ask<{ readonly course: { readonly prospecting: ReadonlyArray<{ readonly valid: number; readonly pace: { readonly numerator: number; readonly denominator: number } }> } }>("/v1/scorecards/2024-03")
    const { pace, valid } = course.prospecting.at(-1)!
    await as("marketing-coordinator", {}, async (own) => {
      const { page } = own
      const chart = page.getByRole("img", { name: /^Prospectos válidos por día/ })
      assert.equal(await chart.getAttribute("aria-label"), `Prospectos válidos por día: hasta el día 31 hay ${valid} válidos; la meta del mes es ${pace.numerator / pace.denominator}.`)
      assert.equal((await chart.locator(".chart-course").getAttribute("points"))!.split(" ").length, 31)
      await bringUp(page.getByRole("heading", { name: "El curso del mes" }))
      await picture(own, "curso")
    })
    await as("commercial-manager", {}, async ({ page }) => assert.equal(await page.locator(".course").count(), 0))
  })

  it("shows an advisor himself only", () =>
    as("advisor", {}, async (own) => {
      const me = await ask<{ readonly employeeId: string; readonly name: string }>("/v1/me", "advisor")
      await own.page.getByRole("link", { name: "Ver los registros de Prospección" }).click()
      await settled(own.page)
      const names = await own.page.getByRole("table", { name: "Prospectos" }).locator("td:nth-child(3)").allTextContents()
      assert.deepEqual([...new Set(names)], [me.name])
      await mustBeAccessible(own, "advisor")
    }))
})

describe("leads", () => {
  it("shows the neglected ones, filters them by advisor, and gives one to somebody else", () =>
    as("marketing-coordinator", {}, async (own) => {
      const { page } = own
      await go(own, "#/leads")
      const [first] = (await ask<{ readonly items: ReadonlyArray<{ readonly prospectId: string; readonly advisorId: string; readonly daysSinceLast: number }> }>("/v1/leads?color=red&limit=1")).items
      const card = page.getByRole("listitem").filter({ has: page.locator(`a[href*="${first!.prospectId}"]`) })
      assert.include(await card.textContent(), `${first!.daysSinceLast} día`)
      assert.include(await card.textContent(), "Rojo")
      await page.locator(".filter-form").getByLabel("Asesor").selectOption(first!.advisorId)
      await settled(page)
      const ofAdvisor = await ask<{ readonly items: ReadonlyArray<unknown> }>(`/v1/leads?color=red&limit=1000&advisor=${first!.advisorId}`)
      assert.equal(await page.locator(".lead").count(), ofAdvisor.items.length)
      await card.locator("summary").click()
      await card.getByLabel("Reasignar a").selectOption({ index: 1 })
      const chosen = await card.getByLabel("Reasignar a").inputValue()
      await card.getByRole("button", { name: "Asignar" }).click()
      await page.getByRole("status").getByText(/quedó asignado a/).waitFor()
      assert.equal((await ask<{ readonly advisorId: string }>(`/v1/prospects/${first!.prospectId}`)).advisorId, chosen)
    }))
})

interface Results {
  readonly results: ReadonlyArray<{ readonly advisorId: string; readonly confirmed: number; readonly failed: number; readonly inconclusive: number; readonly open: number }>
}

describe("verification calls", () => {
  it("are made by keyboard alone, and their attempts are recorded", async () => {
    const own = await visit(browser, { url: server.url })
    const { page } = own
    const focused = (): Promise<unknown> => page.evaluate("document.activeElement.textContent || document.activeElement.value")
    const tabTo = async (text: string): Promise<void> => {
      for (let steps = 0; steps < 60; steps++) {
        if (String(await focused()).includes(text) && await page.evaluate("document.activeElement.matches('a, button')")) return
        await page.keyboard.press("Tab")
      }
      assert.fail(`Tab never came to ${text}`)
    }
    // The field is ready for the key, without a click.
    await page.getByLabel("Llave de acceso").waitFor()
    await page.keyboard.insertText(keys["crm-agent"]!)
    await page.keyboard.press("Enter")
    await page.getByRole("heading", { name: "Llamadas de marzo de 2024" }).waitFor()
    await page.keyboard.press("Tab")
    assert.equal(await focused(), "Saltar al contenido")
    await page.keyboard.press("Enter")
    await tabTo("Tomar la siguiente llamada")
    assert.notEqual(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"), "none", "the focus is seen")
    const before = await ask<Results>("/v1/verifications/2024-03/results")
    await page.keyboard.press("Enter")
    await page.getByRole("heading", { level: 2 }).first().waitFor()
    await page.locator(".call").waitFor()
    await mustBeAccessible(own, "llamada")
    const advisor = await page.locator(".call-facts dd").first().textContent()
    const href = await page.locator(".call-phone a").getAttribute("href")
    assert.match(href!, /^tel:\+?[0-9]+$/)
    assert.isNotEmpty(await page.locator(".call-question").textContent())
    const question = await page.locator(".call-question").textContent()
    await page.keyboard.press("2")
    assert.isTrue(await page.getByRole("radio", { name: /No lo atendieron/ }).isChecked())
    await page.keyboard.press("1")
    assert.isTrue(await page.getByRole("radio", { name: /Sí lo atendieron/ }).isChecked())
    await page.keyboard.press("Enter")
    await page.getByRole("status").getByText("Guardado: sí lo atendieron. La verificación queda confirmada.").waitFor()
    await page.locator(".call-question").filter({ hasNotText: question! }).waitFor()
    const { employees } = await ask<{ readonly employees: ReadonlyArray<{ readonly employeeId: string; readonly name: string }> }>("/v1/directory")
    const { employeeId } = employees.find(({ name }) => name === advisor)!
    const of = ({ results }: Results) => results.find(({ advisorId }) => advisorId === employeeId)!
    const after = await ask<Results>("/v1/verifications/2024-03/results")
    assert.deepEqual([of(after).confirmed, of(after).open], [of(before).confirmed + 1, of(before).open - 1])
    assert.deepEqual(own.complaints, [])
    await own.close()
  })

  it("tell a failed one with its comment, and the results by advisor with their interval", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      await go(own, "#/llamadas")
      const rows = page.getByRole("table", { name: "Resultados de las llamadas por asesor" }).getByRole("row")
      const { results } = await ask<Results>("/v1/verifications/2024-03/results")
      assert.equal(await rows.count(), results.length + 1)
      assert.match(await rows.nth(1).textContent() ?? "", /[0-9]+,[0-9]\s%\s*\([0-9]+,[0-9]\s% a [0-9]+,[0-9]\s%\)/)
      const failed = (all: Results): number => all.results.reduce((sum, one) => sum + one.failed, 0)
      await page.getByRole("button", { name: "Tomar la siguiente llamada" }).click()
      await page.getByLabel("Comentario").fill("1 dice que nadie lo llamó")
      await page.getByRole("radio", { name: /No lo atendieron/ }).check()
      await picture(own, "llamada")
      await page.getByRole("button", { name: /Guardar y seguir/ }).click()
      await page.getByRole("status").getByText("La verificación queda fallida.").waitFor()
      assert.equal(failed(await ask<Results>("/v1/verifications/2024-03/results")), failed({ results }) + 1)
      await page.getByRole("button", { name: "Dejarla por ahora" }).click()
      await page.getByRole("button", { name: "Sortear la muestra de marzo de 2024" }).click()
      await page.getByRole("status").getByText(/La muestra quedó sorteada: [0-9]+ prospectos por verificar/).waitFor()
    }))

  it("wait for the hours in which customers may be called, and for what customers asked for", () =>
    as("crm-agent", {}, async ({ page }) => {
      const answers = [{ kind: "closed", opensAt: "2024-04-03T07:00:00-05:00" }, { kind: "empty", nextCallBackAt: "2024-04-02T16:30:00-05:00" }]
      await page.route("**/v1/verifications/next", (route) => route.fulfill({ json: answers.shift() }))
      await page.getByRole("button", { name: "Tomar la siguiente llamada" }).click()
      await page.getByText("la ley lo permite de nuevo el 3 abr 2024, 07:00").waitFor()
      await page.getByRole("button", { name: "Buscar otra vez" }).click()
      await page.getByText("La próxima que un cliente pidió es el 2 abr 2024, 16:30").waitFor()
    }))

  it("are recorded once, though the first answer is lost", () =>
    as("crm-agent", {}, async ({ page }) => {
      await page.getByRole("button", { name: "Tomar la siguiente llamada" }).click()
      await page.locator(".call").waitFor()
      const sent: Array<string | undefined> = []
      await page.route("**/attempts", async (route) => {
        sent.push(route.request().headers()["idempotency-key"])
        const response = await route.fetch()
        if (sent.length === 1) await route.abort()
        else await route.fulfill({ response })
      })
      const before = await ask<Results>("/v1/verifications/2024-03/results")
      await page.keyboard.press("5")
      await page.keyboard.press("Enter")
      await page.getByRole("alert").getByText("No hay conexión con el servidor.").waitFor()
      await page.keyboard.press("Enter")
      await page.getByRole("status").getByText("La verificación queda sin conclusión.").waitFor()
      assert.deepEqual([sent.length, sent[0]], [2, sent[1]])
      const inconclusive = ({ results }: Results): number => results.reduce((sum, one) => sum + one.inconclusive, 0)
      assert.equal(inconclusive(await ask<Results>("/v1/verifications/2024-03/results")), inconclusive(before) + 1)
    }))

  it("are reopened by a manager, with a reason", () =>
    as("motorcycle-manager", {}, async (own) => {
      const { page } = own
      const { items } = await ask<{ readonly items: ReadonlyArray<{ readonly id: string }> }>("/v1/prospects?period=2024-03&reason=verification-failed&limit=1", "motorcycle-manager")
      await go(own, `#/prospecto/${items[0]!.id}`)
      await page.getByRole("button", { name: "Reabrir" }).click()
      await page.getByRole("alert").getByText("Escriba el motivo").waitFor()
      await page.getByLabel("Motivo").fill("El cliente llamó y confirmó la visita")
      await page.getByRole("button", { name: "Reabrir" }).click()
      await page.getByRole("status").getByText("La verificación se reabrió").waitFor()
      assert.equal((await ask<{ readonly verdict: string }>(`/v1/prospects/${items[0]!.id}`)).verdict, "pending")
    }))
})

const hostile = "<img src=x onerror=\"globalThis.attacked=1\"> <script>globalThis.attacked=2</script> Pérez"
const quoted = (text: string): string => `"${text.replaceAll("\"", "\"\"")}"`

const files = {
  "sedes.csv": `branch_id,name\nS-X,${quoted(`Sede ${hostile}`)}\n`,
  "asesores nuevos.csv": `employee_id,name,role,branch_id,active_from\nA-X,${quoted(`Asesora ${hostile}`)},advisor,S-X,2023-01-01\n`,
  "prospectos marzo.csv": [
    "prospect_id,created_at,advisor_id,branch_id,brand_id,full_name,phone,source,interest,consent_at,color",
    `PX-1,2024-03-05 10:12,A-X,S-X,M-01,${quoted(hostile)},3004561237,web,Moto,2024-03-05 10:00,rojo`,
    "PX-2,2024-13-05 10:12,A-X,S-X,M-01,Ana Ruiz,3004561238,web,Moto,2024-03-05 10:00,azul",
    `PX-3,${quoted("=HYPERLINK(\"\"http://x\"\")")},A-X,S-X,M-01,Luis Ruiz,3004561239,web,Moto,2024-03-05 10:00,azul`,
    ""
  ].join("\n"),
  "datos.csv": "period,advisor_id,branch_id,brand_id,prospects,activities\n2024-03,A-X,S-X,M-01,4,8\n"
}

/** Drops files onto the page, as a hand with a mouse does. */
const drop = async ({ page }: Visit, dropped: Readonly<Record<string, string>>): Promise<void> => {
  const transfer = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer()
    for (const [name, text] of Object.entries(${JSON.stringify(dropped)})) transfer.items.add(new File([text], name))
    return transfer
  })()`)
  await page.locator(".drop").dispatchEvent("dragover", { dataTransfer: transfer })
  await page.locator(".drop").dispatchEvent("drop", { dataTransfer: transfer })
}

describe("an import", () => {
  it("takes dropped files, knows their kinds by their names, and shows the rejected rows, in a table and as a download", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      await go(own, "#/importar")
      await drop(own, files)
      const kinds = await page.locator(".import-file select").evaluateAll((all) => all.map((one) => (one as unknown as { readonly value: string }).value))
      assert.deepEqual(kinds, ["branches", "employees", "prospects", ""])
      await page.getByLabel("Qué contiene datos.csv").selectOption({ label: "Metas" })
      await page.getByRole("button", { name: "Importar 4 archivos" }).click()
      await page.getByRole("status").getByText("4 archivos importados, 2 filas rechazadas.").waitFor()
      const rejected = page.getByRole("table", { name: "Filas rechazadas de prospectos marzo.csv" })
      assert.deepEqual(await rejected.getByRole("rowheader").allTextContents(), ["Línea 3", "Línea 4"])
      assert.include(await rejected.textContent(), "created_at")
      await page.getByRole("button", { name: "Cerrar aviso" }).click()
      await bringUp(page.locator(".import-name").getByText("prospectos marzo.csv"))
      await picture(own, "importar")
      await mustBeAccessible(own, "importado")
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Descargar rejected-prospectos marzo.csv" }).click()])
      const text = readFileSync(await download.path(), "utf8")
      assert.match(text, /^line,column,found,expected\r\n3,created_at,2024-13-05 10:12,/)
      assert.notMatch(text, /(^|[,"])=/m, "no formula")
      const stored = await ask<{ readonly fullName: string; readonly advisorId: string }>("/v1/prospects/PX-1")
      assert.deepEqual([stored.fullName, stored.advisorId], [hostile, "A-X"])
      const goals = await ask<{ readonly goals: ReadonlyArray<{ readonly advisorId: string; readonly prospects: number }> }>("/v1/goals/2024-03")
      assert.deepEqual(goals.goals.filter(({ advisorId }) => advisorId === "A-X").map(({ prospects }) => prospects), [4])
    }))

  it("says why a file can't be used, and goes on with the others", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      await go(own, "#/importar")
      await page.locator(".file-input").setInputFiles([
        { name: "prospects.csv", mimeType: "text/csv", buffer: Buffer.from("prospect_id,prospect_id\nP,P\n") },
        { name: "marcas.csv", mimeType: "text/csv", buffer: Buffer.from("brand_id,name\nM-X,Marca X\n") }
      ])
      await page.getByRole("button", { name: "Importar 2 archivos" }).click()
      await page.getByRole("alert").getByText("1 archivo importado, sin filas rechazadas; 1 archivo no se pudo usar.").waitFor()
      assert.equal(await page.locator(".import-file.is-refused").count(), 1)
      await mustBeAccessible(own, "rechazado")
    }))

  it("brings nothing into the page but text: whatever a name holds", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      for (const hash of ["#/mes", "#/detalle?registro=prospectos&asesor=A-X&sede=S-X", "#/prospecto/PX-1", "#/leads?asesor=A-X&color=todos", "#/que-pasaria-si", "#/cierre"]) {
        await go(own, hash)
        if (hash === "#/mes") await page.getByRole("button", { name: "Abrir todas las sedes" }).click()
        if (["#/mes", "#/detalle?registro=prospectos&asesor=A-X&sede=S-X", "#/prospecto/PX-1"].includes(hash)) {
          assert.include(await page.locator("main").textContent(), "<img src=x onerror=\"globalThis.attacked=1\">", hash)
        }
        assert.equal(await page.evaluate("document.querySelectorAll('main img, main script').length"), 0, hash)
        assert.equal(await page.evaluate("typeof globalThis.attacked"), "undefined", hash)
      }
    }))
})

describe("what if", () => {
  it("compares other thresholds and rules with those in force, and stores nothing", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      const before = await company()
      await go(own, "#/que-pasaria-si")
      const thresholds = page.getByRole("group", { name: "Prospección" })
      await thresholds.getByLabel("Amarillo desde (%)").fill("70")
      await thresholds.getByLabel("Verde desde (%)").fill("90,5")
      await page.getByText("Reglas", { exact: true }).click()
      await page.getByLabel("Prospecto duplicado").selectOption({ label: "Solo avisa" })
      await page.getByRole("button", { name: "Comparar" }).click()
      await page.getByRole("status").getByText(/semáforos cambian de color/).waitFor()
      const table = page.getByRole("table", { name: "Indicadores que cambiarían" })
      assert.include(await table.getByRole("row").nth(1).textContent(), "La empresa")
      assert.match(await page.locator(".rule-differences").textContent() ?? "", /Prospecto duplicado.*dejaría de hablar en [0-9]+ registros/)
      await mustBeAccessible(own, "comparación")
      await picture(own, "que-pasaria-si")
      assert.deepEqual(await company(), before)
    }))

  it("says what is wrong with thresholds out of order", () =>
    as("general-manager", {}, async (own) => {
      const { page } = own
      await go(own, "#/que-pasaria-si")
      await page.getByRole("group", { name: "Prospección" }).getByLabel("Amarillo desde (%)").fill("120")
      await page.getByRole("button", { name: "Comparar" }).click()
      await page.getByRole("alert").getByText(/./).first().waitFor()
      assert.equal(await page.getByRole("table").count(), 0)
    }))
})

describe("the forms", () => {
  it("come as a workbook, as CSV, and as a page to print in another tab", () =>
    as("motorcycle-manager", {}, async (own) => {
      const { context, page } = own
      await go(own, "#/formularios")
      await picture(own, "formularios")
      const download = async (name: string) => {
        const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()])
        return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
      }
      const workbook = await download("Excel: Registro Semáforo de Seguimiento")
      assert.deepEqual([workbook.name, workbook.bytes.subarray(0, 2).toString("latin1")], ["GC-FOR-21-2024-03.xlsx", "PK"])
      const csv = await download("CSV: Informe Validez de Prospectos")
      assert.equal(csv.name, "GC-FOR-06-2024-03.csv")
      assert.match(csv.bytes.toString("utf8"), /^\ufeffProspecto,Creado,Asesor,/)
      const [printed] = await Promise.all([context.waitForEvent("page"), page.getByRole("link", { name: /^Para imprimir: Reporte de cumplimiento CRM/ }).click()])
      await printed.waitForLoadState()
      assert.include(await printed.locator("body").textContent(), "Reporte de cumplimiento CRM")
      const [document] = await Promise.all([context.waitForEvent("page"), page.getByRole("link", { name: /^Para imprimir: Procedimiento de CRM/ }).click()])
      await document.waitForLoadState()
      assert.include(await document.locator("body").textContent(), "Creación de clientes falsos")
    }))
})

describe("the close", () => {
  it("shows what is open, freezes the month after asking, and shows its digest to copy and its snapshot to download", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      await go(own, "#/cierre")
      const { prospecting: { pending } } = await company()
      assert.include(await page.locator(".checklist").textContent(), `${pending} prospectos pendientes`)
      await picture(own, "cierre")
      await page.getByRole("button", { name: "Cerrar marzo de 2024…" }).click()
      await mustBeAccessible(own, "confirmación")
      await page.getByRole("button", { name: "No cerrar" }).click()
      assert.equal((await server.get("/v1/periods/2024-03/snapshot", keys["crm-assistant"])).status, 404)
      await page.getByRole("button", { name: "Cerrar marzo de 2024…" }).click()
      await page.getByRole("button", { name: "Sí, cerrar el mes" }).click()
      await page.getByRole("heading", { name: "Mes cerrado" }).waitFor()
      const snapshot = await ask<{ readonly digest: string; readonly content: string }>("/v1/periods/2024-03/snapshot")
      assert.equal(await page.locator(".digest").textContent(), snapshot.digest)
      await own.context.grantPermissions(["clipboard-read", "clipboard-write"])
      await page.getByRole("button", { name: "Copiar la huella" }).click()
      await page.getByRole("status").getByText("Huella copiada.").waitFor()
      assert.equal(await page.evaluate("navigator.clipboard.readText()"), snapshot.digest)
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Descargar la instantánea" }).click()])
      const bytes = readFileSync(await download.path())
      assert.equal(createHash("sha256").update(bytes).digest("hex"), snapshot.digest)
      await settled(page)
      assert.include(await page.locator(".frozen").textContent(), "por Blanca Nieves González")
      await mustBeAccessible(own, "cerrado")
      await picture(own, "cerrado")
    }))

  it("is undone by the general manager alone, with a reason, and the snapshot stays", () =>
    as("general-manager", {}, async (own) => {
      const { page } = own
      await go(own, "#/cierre")
      await page.getByLabel("Motivo").fill("Faltó el archivo de una sede")
      await page.getByRole("button", { name: "Reabrir" }).click()
      await page.getByRole("heading", { name: "Mes reabierto" }).waitFor()
      assert.include(await page.locator(".frozen").textContent(), "Faltó el archivo de una sede")
      const chain = await ask<{ readonly items: ReadonlyArray<{ readonly reopening: { readonly reason: string } | null }> }>("/v1/periods")
      assert.deepEqual(chain.items.map(({ reopening }) => reopening?.reason), ["Faltó el archivo de una sede"])
      await mustBeAccessible(own, "reabierto")
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
      await page.locator(".lead").first().waitFor()
    }))
})

describe("when the session ends elsewhere", () => {
  it("asks for the key again", () =>
    as("crm-assistant", {}, async (own) => {
      await own.context.clearCookies()
      await own.page.getByRole("link", { name: "Leads", exact: true }).click()
      await own.page.getByText("Su sesión terminó. Ingrese de nuevo para continuar.").waitFor()
    }))
})
