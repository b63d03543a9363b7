/** The policy: the assistant changes it with the effect beside, the general manager approves it from a month on, and the others don't see it. */
import { assert, describe, it } from "vitest"
import { go, mustBeAccessible, mustFit } from "./browser.ts"
import { as, ask, keys, picture, server } from "./desk.ts"

interface Listed {
  readonly inForce: string | null
  readonly items: ReadonlyArray<{ readonly id: string; readonly state: string; readonly approval?: { readonly from: string } }>
}

describe("the policy", () => {
  it("is changed by the assistant: faults beside their fields, the effect before the draft is saved, and nobody approves an own draft", () =>
    as("crm-assistant", { at: "#/politica" }, async (own) => {
      const { page } = own
      await page.getByText("la política configurada en el servidor").waitFor()
      await page.getByRole("link", { name: "Redactar un cambio" }).click()
      await page.getByLabel("Prospección: amarillo desde (%)").fill("1000")
      await page.getByText("Leads", { exact: true }).last().click()
      await page.getByLabel("Rojo desde (días)").fill("cinco")
      await page.getByRole("button", { name: /^Ver el efecto en/ }).click()
      await page.locator(".fault").first().waitFor()
      assert.deepEqual(await page.locator(".policy-field .fault").allTextContents(), ["Se esperaba 0 < yellow < green. ", "Se esperaba 0 < yellow < green. ", "Se esperaba un número entero de 0 a 36500. "])
      await mustBeAccessible(own, "un cambio de la política")
      await page.getByLabel("Prospección: amarillo desde (%)").fill("20")
      await page.getByLabel("Prospección: verde desde (%)").fill("30,5")
      await page.getByLabel("Rojo desde (días)").fill("5")
      await page.getByRole("button", { name: /^Ver el efecto en/ }).click()
      await page.getByRole("status").getByText(/^Comparado con marzo de 2024: .* de color/).waitFor()
      await page.getByRole("table", { name: "Indicadores que cambiarían" }).waitFor()
      await page.getByRole("heading", { level: 1 }).scrollIntoViewIfNeeded()
      await picture(own, "politica")
      await page.getByLabel("Por qué cambia").fill("Acuerdo con la marca")
      await page.getByRole("button", { name: "Guardar el borrador: 3 cambios" }).click()
      await page.getByRole("heading", { level: 1, name: "Acuerdo con la marca" }).waitFor()
      const table = page.getByRole("table", { name: "Valores que cambian" })
      assert.include(await table.textContent(), "Prospección: verde desde Umbrales de los semáforos100 %30,5 %")
      assert.equal(await page.getByRole("button", { name: "Aprobar" }).count(), 0)
      await mustBeAccessible(own, "un borrador")
      await mustFit(own, "un borrador")
      assert.deepEqual((await ask<Listed>("/v1/policies")).items.map(({ state }) => state), ["draft"])
    }))

  it("is approved by the general manager from a month on that is not over, and the month's colour follows", () =>
    as("general-manager", {}, async (own) => {
      const { page } = own
      const goals = [{ advisorId: "A-001", branchId: "S-01", brandId: "M-01", prospects: 5, activities: 0 }]
      assert.equal((await server.send("PUT", "/v1/goals/2024-04", keys["crm-assistant"], JSON.stringify({ goals }))).status, 200)
      const prospect = { createdAt: "2024-04-01T09:00:00-05:00", advisorId: "A-001", branchId: "S-01", brandId: "M-01", fullName: "Delia Marcela Roa Pinto", phone: "3157712904", source: "walk-in", interest: "Moto", consentAt: "2024-04-01" }
      assert.equal((await server.send("PUT", "/v1/prospects/POL-1", keys["crm-assistant"], JSON.stringify(prospect))).status, 201)
      const word = page.getByRole("region", { name: "Prospección" }).locator(".panel-word")
      await go(own, "#/mes?mes=2024-04")
      assert.equal(await word.textContent(), "Rojo")
      await go(own, "#/politica")
      await page.getByRole("region", { name: "Borradores que esperan aprobación" }).getByRole("link", { name: "Acuerdo con la marca" }).click()
      const from = page.getByLabel("Aprobar desde")
      assert.equal(await from.inputValue(), "2024-04")
      await from.fill("2024-03")
      await page.getByRole("button", { name: "Aprobar", exact: true }).click()
      await page.getByRole("alert").getByText(/Se esperaba un mes desde 2024-04/).waitFor()
      await page.getByRole("button", { name: "Devolver" }).click()
      await page.getByRole("alert").getByText("Escriba por qué no se aprueba.").waitFor()
      await from.fill("2024-04")
      await page.getByRole("button", { name: "Aprobar", exact: true }).click()
      await page.getByText(/Aprobada el .* desde abril de 2024/).waitFor()
      const { inForce, items } = await ask<Listed>("/v1/policies")
      assert.deepEqual([inForce, items.map(({ approval, state }) => [state, approval?.from])], [items[0]!.id, [["approved", "2024-04"]]])
      await go(own, "#/mes?mes=2024-04")
      // From 20 % it is yellow and from 30,5 % green, where it was red below 80 %.
      assert.notEqual(await word.textContent(), "Rojo")
      await go(own, "#/politica")
      await mustBeAccessible(own, "política")
    }))

  it("has no door for other roles", () =>
    as("commercial-manager", {}, async ({ page }) => {
      assert.equal(await page.getByRole("link", { name: "Política" }).count(), 0)
    }))
})
