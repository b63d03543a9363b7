/** Bringing files in, hostile ones too. */
import { assert, describe, it } from "vitest"
import { readFileSync } from "node:fs"
import { bringUp, go, mustBeAccessible } from "./browser.ts"
import type { Visit } from "./browser.ts"
import { as, ask, picture } from "./desk.ts"

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
      await page.getByRole("status").getByText("3 archivos listos para importar; indique qué contiene el otro.").waitFor()
      await page.getByRole("button", { name: "Importar 3 archivos" }).waitFor()
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
