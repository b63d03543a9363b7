/** Every view under hard conditions: without a server, at twice the size, by keyboard alone, for a role that may not enter it. */
import { assert, describe, it } from "vitest"
import type { Locator, Page, Request } from "playwright-core"
import { go, mustBeAccessible, mustFit, settled } from "./browser.ts"
import { as, ask } from "./desk.ts"
import { places } from "./places.ts"

/** Places that ask nothing of the server until something is sent. */
const silent: ReadonlySet<string> = new Set(["formularios", "que-pasaria-si"])

const NO_SERVER = "No hay conexión con el servidor. Revise la red e intente de nuevo."

/** A switch that cuts the page off from the server. */
const cutOff = async (page: Page) => {
  let isCut = false
  await page.route("**/v1/**", (route) => isCut ? route.abort() : route.continue())
  return { cut: () => void (isCut = true), join: () => void (isCut = false) }
}

describe("without a server", () => {
  it("every view says so, and shows all of it once it is asked again", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      await settled(page)
      const line = await cutOff(page)
      for (const place of [...Object.keys(places), "mi-cuenta"].filter((one) => !silent.has(one) && one !== "hoy")) {
        line.cut()
        await go(own, `#/${place}`)
        const retry = page.getByRole("main").getByRole("button", { name: "Intentar de nuevo" })
        await page.getByRole("main").getByText(NO_SERVER).first().waitFor()
        if (place === "mes") await mustBeAccessible(own, "no server")
        line.join()
        // A part that is shown late may have asked while there was no server.
        for (let turn = 0; await page.getByText(NO_SERVER).filter({ visible: true }).count() > 0; turn++) {
          assert.isBelow(turn, 8, place)
          await retry.first().click()
          await settled(page)
        }
        assert.isAbove((await page.getByRole("main").textContent() ?? "").length, 60, place)
      }
    }))

  it("a part of the program that could not be loaded is loaded once the server answers again", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      let isDown = true
      await page.route("**/*", (route) => isDown ? route.abort() : route.continue())
      await go(own, "#/metas")
      await page.getByRole("alert").getByText("No se pudo abrir esta vista.").waitFor()
      isDown = false
      await page.getByRole("button", { name: "Intentar de nuevo" }).click()
      await page.getByRole("heading", { name: "Metas de marzo de 2024" }).waitFor()
    }))

  it("what was typed stays, and is sent once the server answers again", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      const line = await cutOff(page)
      const refusedThenSent = async (what: string, field: Locator, value: string, send: Locator) => {
        line.cut()
        await send.click()
        await page.getByText(NO_SERVER).first().waitFor()
        assert.equal(await field.inputValue(), value, what)
        line.join()
      }
      await go(own, "#/detalle?registro=prospectos")
      await page.getByRole("link", { name: "Nuevo prospecto" }).click()
      const name = page.getByLabel("Nombre completo")
      await name.fill("Sin Conexión Ruiz")
      await page.getByLabel(/^Asesor/).selectOption("A-001")
      await page.getByLabel(/^Sede/).selectOption("S-01")
      await page.getByLabel(/^Marca/).selectOption({ index: 1 })
      await refusedThenSent("un prospecto", name, "Sin Conexión Ruiz", page.getByRole("button", { name: "Crear" }))
      await page.getByRole("button", { name: "Crear" }).click()
      await page.getByRole("heading", { level: 1, name: "Sin Conexión Ruiz" }).waitFor()
      await go(own, "#/metas")
      const goal = page.getByRole("textbox", { name: /^Prospectos de/ }).first()
      const before = await goal.inputValue()
      await goal.fill("77")
      await refusedThenSent("una meta", goal, "77", page.getByRole("button", { name: /^Guardar/ }))
      await goal.fill(before)
      await go(own, "#/directorio")
      await page.getByRole("button", { name: "Agregar una sede" }).click()
      await page.getByLabel(/^Código/).fill("S-99")
      const branch = page.getByLabel(/^Nombre/)
      await branch.fill("Sede de prueba")
      await refusedThenSent("una sede", branch, "Sede de prueba", page.getByRole("button", { name: "Guardar", exact: true }))
      await go(own, "#/datos-personales")
      await page.getByText("Registrar una solicitud").click()
      const email = page.getByRole("textbox", { name: "Correo" }).first()
      await email.fill("alguien@correo.test")
      await refusedThenSent("una solicitud", email, "alguien@correo.test", page.getByRole("button", { name: "Registrar", exact: true }))
    }))
})

describe("at twice the size", () => {
  it("every view fits, scrolls in one direction only, and cuts nothing", () =>
    as("crm-assistant", { width: 640, height: 450 }, async (own) => {
      for (const place of [...Object.keys(places), "mi-cuenta"]) {
        await go(own, `#/${place}`)
        await mustFit(own, place)
        const cut = await own.page.evaluate(`[...document.querySelectorAll("main *")].filter((one) => {
          const { overflowX, overflowY } = getComputedStyle(one)
          return one.children.length === 0 && one.clientWidth > 1 && one.textContent.trim() !== "" && ["hidden", "clip"].includes(overflowX) && (one.scrollWidth > one.clientWidth + 1 || ["hidden", "clip"].includes(overflowY) && one.scrollHeight > one.clientHeight + 1)
        }).map((one) => one.tagName + "." + one.className + " " + one.textContent)`)
        assert.deepEqual(cut, [], place)
      }
    }))
})

const hasFocus = (what: Locator): Promise<boolean> => what.evaluate((element) => element === (globalThis as unknown as { readonly document: { readonly activeElement: unknown } }).document.activeElement)

/** Presses Tab until something has the focus. */
const tabTo = async (page: Page, what: Locator, key = "Tab"): Promise<void> => {
  await what.waitFor()
  for (let presses = 0; presses < 250; presses++) {
    if (await hasFocus(what)) return
    await page.keyboard.press(key)
  }
  assert.fail(`not reached by keyboard: ${String(what)}`)
}

describe("on a slow network", () => {
  /** Holds what the page asks of a path until it is let go; the requests that came. */
  const held = async (page: Page, path: string) => {
    const gate = Promise.withResolvers<void>()
    const came: Array<Request> = []
    await page.route(path, async (route) => {
      came.push(route.request())
      await gate.promise
      // The page may have given up asking.
      await route.continue().catch(() => {})
    })
    return { came, letGo: gate.resolve }
  }

  it("what is typed while an answer is on its way stays, and what was chosen keeps the focus", () =>
    as("crm-assistant", { at: "#/metas" }, async (own) => {
      const { page } = own
      const before = await held(page, "**/v1/goals/2024-02")
      await page.getByRole("button", { name: "Copiar las de febrero de 2024" }).click()
      const goal = page.getByRole("textbox", { name: /^Prospectos de/ }).first()
      await goal.fill("123")
      before.letGo()
      await page.getByRole("status").getByText(/febrero de 2024/).waitFor()
      assert.equal(await goal.inputValue(), "123")
      await go(own, "#/detalle?registro=prospectos")
      const list = await held(page, "**/v1/prospects?*advisor=*")
      const choice = page.getByRole("combobox", { name: /^Asesor/ })
      await choice.focus()
      await choice.selectOption({ index: 1 })
      await page.locator(".behind").last().waitFor({ state: "attached" })
      assert.isTrue(await hasFocus(choice))
      list.letGo()
      await settled(page)
      assert.isTrue(await hasFocus(choice))
      const advisor = await choice.inputValue()
      const { total } = await ask<{ readonly total: number }>(`/v1/prospects?period=2024-03&limit=1&advisor=${advisor}`)
      assert.equal(await page.getByRole("table", { name: "Prospectos" }).getByRole("rowheader").count(), Math.min(total, 100))
    }))

  it("a second click sends nothing more, and an erasure is of who was found, whatever is typed meanwhile", () =>
    as("crm-assistant", { at: "#/llaves" }, async (own) => {
      const { page } = own
      const keys = await held(page, "**/v1/keys")
      await page.getByRole("button", { name: "Crear la llave" }).dblclick()
      keys.letGo()
      // Without a name the key is refused.
      await page.getByRole("alert").getByText(/./).first().waitFor()
      assert.deepEqual(keys.came.map((request) => request.method()), ["POST"])
      await go(own, "#/datos-personales")
      const { items: [one] } = await ask<{ readonly items: ReadonlyArray<{ readonly phone: string }> }>("/v1/prospects?period=2024-03&verdict=valid&limit=1")
      await page.getByRole("textbox", { name: "Teléfono" }).last().fill(one!.phone)
      await page.getByRole("button", { name: "Buscar sus datos" }).click()
      await page.getByRole("button", { name: "Suprimir sus datos…" }).waitFor()
      await page.getByRole("textbox", { name: "Teléfono" }).last().fill("3000000000")
      const erasure = page.waitForRequest("**/v1/people/erasure")
      await page.route("**/v1/people/erasure", (route) => route.abort())
      await page.getByRole("button", { name: "Suprimir sus datos…" }).click()
      await page.getByRole("button", { name: "Sí, suprimir" }).click()
      assert.deepEqual((await erasure).postDataJSON(), { phone: one!.phone })
      await page.getByText(NO_SERVER).waitFor()
    }))
})

describe("by keyboard alone", () => {
  it("one skips to the content, opens a view, sorts a list, opens a record, and leaves a question with Escape", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      await page.reload()
      await settled(page)
      await tabTo(page, page.getByRole("link", { name: "Saltar al contenido" }))
      await page.keyboard.press("Enter")
      assert.equal(await page.evaluate("document.activeElement.tagName"), "MAIN")
      await page.reload()
      await settled(page)
      await tabTo(page, page.getByRole("link", { name: "Leads", exact: true }))
      await page.keyboard.press("Enter")
      await settled(page)
      assert.equal(await page.evaluate("document.activeElement.tagName"), "H1", "a new view begins at its heading")
      const table = page.getByRole("table", { name: "Leads" })
      const mark = table.getByRole("checkbox").nth(1)
      await tabTo(page, mark)
      await page.keyboard.press("Space")
      const choice = page.getByRole("combobox", { name: /^Reasignar a/ })
      await tabTo(page, choice, "Shift+Tab")
      await page.keyboard.press("ArrowDown")
      const assign = page.getByRole("button", { name: "Asignar…" })
      await tabTo(page, assign)
      await page.keyboard.press("Enter")
      await page.getByRole("dialog").getByText(/^¿Reasignar 1 lead\?$/).waitFor()
      await page.keyboard.press("Escape")
      await page.getByRole("dialog").waitFor({ state: "hidden" })
      assert.isTrue(await hasFocus(assign), "the focus is where it was")
      await go(own, "#/detalle?registro=prospectos")
      const sort = page.getByRole("table", { name: "Prospectos" }).getByRole("link", { name: /^Prospecto/ })
      await tabTo(page, sort)
      await page.keyboard.press("Enter")
      await settled(page)
      assert.equal(await page.getByRole("columnheader", { name: /^Prospecto/ }).getAttribute("aria-sort"), "ascending")
      const { items: [first] } = await ask<{ readonly items: ReadonlyArray<{ readonly id: string; readonly fullName: string }> }>("/v1/prospects?period=2024-03&sort=name&limit=1")
      await tabTo(page, page.getByRole("table", { name: "Prospectos" }).getByRole("rowheader").first().getByRole("link"))
      await page.keyboard.press("Enter")
      await page.getByText(`Prospecto ${first!.id}`).waitFor()
    }))
})
