/** Who did what, on the page: the audit, a record's history, and the last call corrected. */
import { assert, describe, it } from "vitest"
import { go, mustBeAccessible, settled } from "./browser.ts"
import { as, ask } from "./desk.ts"

interface Entries {
  readonly items: ReadonlyArray<{ readonly action: string; readonly author: { readonly means: string }; readonly changes: ReadonlyArray<{ readonly field: string; readonly from?: unknown; readonly to?: unknown }> }>
}

describe("the audit on the page", () => {
  it("shows who did what, and narrows it to one kind of action", () =>
    as("general-manager", { at: "#/auditoria" }, async (own) => {
      const { page } = own
      await page.getByText("Fijó metas").last().waitFor()
      await mustBeAccessible(own, "auditoría")
      await page.getByLabel("Mostrar").selectOption({ label: "Sorteó la muestra" })
      await settled(page)
      const { items } = await ask<Entries>("/v1/audit?action=sample.drawn")
      assert.equal(await page.locator("main .audit-list > li").count(), items.length)
      await page.getByLabel("Mostrar").selectOption("")
      await page.getByLabel("Sobre").selectOption({ label: "Una actividad" })
      await page.getByLabel("Código").fill("AC-2024-03-0000001")
      await page.keyboard.press("Enter")
      await page.waitForURL(/sobre=activity%3AAC-2024-03-0000001/)
      await page.getByLabel("Desde").fill("2099-01-01")
      await page.getByText("No hay entradas aquí.").waitFor()
      await mustBeAccessible(own, "auditoría filtrada")
    }))

  it("is reached from the goals that it tells of", () =>
    as("crm-assistant", { at: "#/metas" }, async (own) => {
      const { page } = own
      await page.getByRole("link", { name: /Ver quién cambió las metas/ }).click()
      await page.getByText("Fijó metas").last().waitFor()
      assert.equal(await page.locator("main .audit-list > li").count(), (await ask<Entries>("/v1/audit?subject=goals:2024-03")).items.length)
    }))

  it("tells of a record who brought it, and its verdicts", () =>
    as("crm-assistant", { width: 360 }, async (own) => {
      const { page } = own
      const { items: [first] } = await ask<{ readonly items: ReadonlyArray<{ readonly id: string }> }>("/v1/prospects?period=2024-03&limit=1")
      await go(own, `#/prospecto/${first!.id}`)
      await page.getByRole("button", { name: "Ver quién lo cambió y cuándo" }).click()
      await page.getByRole("heading", { name: "Sus veredictos" }).waitFor()
      await page.getByText(/^Llegó/).first().waitFor()
      await mustBeAccessible(own, "historial")
      // The list behind it is that of the record's own month, whatever month is looked at.
      await go(own, `#/prospecto/${first!.id}?mes=2024-04`)
      await page.getByRole("link", { name: "Prospectos de marzo de 2024" }).click()
      await page.waitForURL(/mes=2024-03/)
    }))

  it("keeps both versions of a call that an agent corrects", () =>
    as("crm-agent", { at: "#/llamadas" }, async (own) => {
      const { page } = own
      await page.getByRole("button", { name: "Tomar la siguiente llamada" }).click()
      await page.locator(".call").waitFor()
      await page.keyboard.press("2")
      await page.keyboard.press("Enter")
      await page.getByRole("heading", { name: "Corregir la última llamada" }).waitFor()
      await page.getByLabel("Resultado correcto").selectOption({ label: "Sí lo atendieron" })
      await page.getByRole("button", { name: "Corregir", exact: true }).click()
      await page.getByRole("status").getByText(/^Corregido: sí lo atendieron/).waitFor()
      const { items: [corrected] } = await ask<Entries>("/v1/audit?action=attempt.corrected&limit=1")
      assert.equal(corrected?.author.means, "page")
      assert.deepInclude(corrected!.changes, { field: "outcome", from: "not-attended", to: "attended" })
      await as("crm-assistant", { at: "#/auditoria?accion=attempt.corrected" }, ({ page }) => page.getByText("resultado: de No lo atendieron a Sí lo atendieron").first().waitFor())
      await page.getByRole("button", { name: "Dejarla por ahora" }).click()
    }))
})
