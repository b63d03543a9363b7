/** Finding: the day's tasks, the search, lists that are sorted, chosen and exported, going back, and addresses that lead nowhere. */
import { assert, describe, it } from "vitest"
import { go, mustBeAccessible, mustFit, settled } from "./browser.ts"
import { as, ask, keys, picture, server } from "./desk.ts"

interface Task {
  readonly kind: string
  readonly count: number
  readonly items: ReadonlyArray<{ readonly id: string; readonly customerName?: string }>
}

describe("the day", () => {
  it("is the first view of everyone who has one, with the counts of the API, each leading to what it names", async () => {
    for (const role of ["crm-assistant", "advisor", "commercial-manager", "general-manager", "marketing-coordinator", "crm-agent"]) {
      await as(role, {}, async (own) => {
        const { page } = own
        await settled(page)
        await page.getByRole("heading", { level: 1, name: /^Mi día/ }).waitFor()
        const { tasks } = await ask<{ readonly tasks: ReadonlyArray<Task> }>("/v1/today", role)
        const shown = await page.locator(".task h2 strong").allTextContents()
        assert.deepEqual(shown, tasks.filter(({ count, kind }) => count > 0 && !["call-done", "sample-not-drawn", "period-not-closed"].includes(kind)).map(({ count }) => String(count)), role)
        if (role !== "crm-assistant") await mustBeAccessible(own, role)
        if (role === "advisor") {
          const [first] = tasks.flatMap(({ items }) => items).filter(({ customerName }) => customerName !== undefined)
          await picture(own, "mi-dia")
          await page.getByRole("link", { name: first!.customerName! }).first().click()
          await page.getByText(new RegExp(`^(Prospecto|Actividad) ${first!.id}$`)).waitFor()
        }
      })
    }
  })
})

describe("the search", () => {
  it("opens with /, finds by the beginnings of a name, and goes there by keyboard alone", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      const { items: [one] } = await ask<{ readonly items: ReadonlyArray<{ readonly id: string; readonly fullName: string }> }>("/v1/prospects?period=2024-03&verdict=valid&limit=1")
      await page.keyboard.press("/")
      const beginnings = one!.fullName.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().split(" ").map((word) => word.slice(0, 4)).join(" ")
      await page.keyboard.type(beginnings)
      await page.getByRole("option").filter({ hasText: one!.id }).waitFor()
      await mustBeAccessible(own, "search")
      await picture(own, "buscar")
      const place = (await page.getByRole("option").allTextContents()).findIndex((text) => text.includes(one!.id))
      for (let step = 0; step < place; step++) await page.keyboard.press("ArrowDown")
      await page.keyboard.press("Enter")
      await page.getByText(`Prospecto ${one!.id}`).waitFor()
      assert.notInclude(page.url().toLowerCase(), beginnings.split(" ")[0]!)
    }))

  it("finds an advisor nothing of others, and is not offered to an agent", async () => {
    const others = await ask<{ readonly items: ReadonlyArray<{ readonly id: string; readonly advisorId: string }> }>("/v1/prospects?period=2024-03&limit=50")
    const { employeeId } = await ask<{ readonly employeeId: string }>("/v1/me", "advisor")
    const foreign = others.items.find(({ advisorId }) => advisorId !== employeeId)!
    await as("advisor", {}, async ({ page }) => {
      await page.getByRole("button", { name: "Buscar" }).click()
      await page.keyboard.type(foreign.id)
      await page.getByText("Nada se encontró a su alcance.").waitFor()
    })
    await as("crm-agent", {}, async ({ page }) => {
      assert.equal(await page.getByRole("button", { name: "Buscar" }).count(), 0)
    })
  })
})

describe("a list", () => {
  it("is sorted by its columns, shows the columns that were chosen, and says both in the address or remembers it", () =>
    as("crm-assistant", { at: "#/detalle?registro=prospectos" }, async (own) => {
      const { page } = own
      const table = page.getByRole("table", { name: "Prospectos" })
      const firstId = async (sort: string) => (await ask<{ readonly items: ReadonlyArray<{ readonly id: string }> }>(`/v1/prospects?period=2024-03&limit=1&sort=${sort}`)).items[0]!.id
      const shownId = async () => await table.getByRole("rowheader").first().getByRole("link").getAttribute("href")
      assert.include(await shownId(), await firstId("-date"))
      await table.getByRole("link", { name: /^Prospecto/ }).click()
      await settled(page)
      assert.include(await shownId(), await firstId("name"))
      assert.equal(await table.getByRole("columnheader", { name: /^Prospecto/ }).getAttribute("aria-sort"), "ascending")
      await table.getByRole("link", { name: /^Prospecto/ }).click()
      await settled(page)
      assert.include(await shownId(), await firstId("-name"))
      await page.waitForURL(/orden=-name/)
      await page.getByText("Columnas", { exact: true }).click()
      await page.getByRole("checkbox", { name: "Teléfono" }).check()
      await table.getByRole("columnheader", { name: "Teléfono" }).waitFor()
      assert.match(await table.locator('a[href^="tel:"]').first().getAttribute("href") ?? "", /^tel:\+57[0-9]{10}$/)
      assert.match(await table.locator('a[href^="tel:"]').first().textContent() ?? "", /^[0-9]{3} [0-9]{3} [0-9]{4}$/)
      await page.reload()
      await settled(page)
      await table.getByRole("columnheader", { name: "Teléfono" }).waitFor()
      await mustFit(own, "with one more column")
    }))

  it("has the counts of the filters that it leaves, and everything that it lists in a workbook", () =>
    as("commercial-manager", { at: "#/detalle?registro=actividades&veredicto=invalid" }, async (own) => {
      const { page } = own
      const { total } = await ask<{ readonly total: number }>("/v1/activities?period=2024-03&verdict=invalid&limit=1", "commercial-manager")
      assert.match(await page.getByRole("navigation", { name: "Filtrar los registros" }).getByRole("link", { name: /^No válidas/ }).textContent() ?? "", new RegExp(`${String(total).replace(/(?=(...)+$)/, "\\.?")}$`))
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^Exportar esta lista/ }).click()])
      assert.equal(download.suggestedFilename(), "actividades-2024-03.xlsx")
      const answer = await server.get("/v1/activities?period=2024-03&verdict=invalid&format=csv", keys["commercial-manager"])
      assert.equal((await answer.text()).trimEnd().split("\r\n").length, total + 1)
      // Activities say whom they were with.
      assert.match(await page.getByRole("table", { name: "Actividades" }).locator('td[data-label="Cliente"]').first().textContent() ?? "", /[a-záéíóúñ]{2}/i)
    }))

  it("is as it was after going back: its pages, what was chosen, and how far it was scrolled", () =>
    as("crm-assistant", { at: "#/detalle?registro=prospectos&veredicto=valid" }, async (own) => {
      const { page } = own
      await page.getByRole("button", { name: "Ver más prospectos" }).click()
      const rows = page.getByRole("table", { name: "Prospectos" }).getByRole("rowheader")
      await rows.nth(150).waitFor()
      const count = await rows.count()
      await rows.nth(150).getByRole("link").scrollIntoViewIfNeeded()
      const before = await page.evaluate("scrollY") as number
      assert.isAbove(before, 1_000)
      await rows.nth(150).getByRole("link").click()
      await page.getByText("Sus actividades de seguimiento").waitFor()
      await page.goBack()
      await rows.nth(150).waitFor()
      assert.equal(await rows.count(), count)
      await page.waitForFunction(`Math.abs(scrollY - ${before}) < 60`)
      await go(own, "#/mes")
      await page.getByRole("button", { name: "Sede Cali Pasoancho" }).click()
      await page.locator('a.figure[href*="asesor="]').first().click()
      await page.getByRole("table", { name: "Prospectos" }).waitFor()
      await page.goBack()
      assert.equal(await page.getByRole("button", { name: "Sede Cali Pasoancho" }).getAttribute("aria-expanded"), "true")
    }))

  it("shows what stands behind a compliance, as many obligations as it counts", () =>
    as("general-manager", {}, async (own) => {
      const { page } = own
      const { company } = await ask<{ readonly company: { readonly missed: number; readonly met: number; readonly lostWithoutContact: number } }>("/v1/compliance/2024-03")
      await go(own, "#/mes")
      await page.getByText("sin ningún contacto").click()
      assert.isAbove(company.lostWithoutContact, 0)
      assert.equal(await page.locator(".lost-leads").getByRole("link").count(), company.lostWithoutContact)
      await page.getByRole("region", { name: "Cumplimiento CRM" }).getByRole("link", { name: /incumplidas/ }).click()
      await settled(page)
      while (await page.getByRole("button", { name: "Ver más leads" }).count() > 0) {
        await page.getByRole("button", { name: "Ver más leads" }).click()
        await settled(page)
      }
      assert.equal(await page.locator(".owed .is-missed").count(), company.missed)
    }))
})

describe("an address", () => {
  it("that leads nowhere says so, and one beyond the role says that", async () => {
    await as("advisor", { at: "#/nada-de-esto" }, async (own) => {
      const { page } = own
      await page.getByRole("heading", { name: "Esta dirección no existe" }).waitFor()
      await go(own, "#/cierre")
      await page.getByRole("heading", { name: "Su rol no puede ver esto" }).waitFor()
      await mustBeAccessible(own, "barred")
      await page.getByRole("link", { name: "Ir al inicio" }).click()
      await page.getByRole("heading", { name: /^Mi día/ }).waitFor()
    })
    const unknown = await server.get("/algo-que-no-existe", undefined, { accept: "text/html,application/xhtml+xml" })
    assert.equal(unknown.status, 404)
    assert.match(unknown.headers.get("content-type")!, /^text\/html/)
    assert.match((await server.get("/algo-que-no-existe")).headers.get("content-type")!, /problem\+json/)
  })
})
