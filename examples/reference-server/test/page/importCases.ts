/** Bringing files in, hostile ones too. */
import * as Template from "@crm-procedure/intake/Template"
import { assert, describe, it } from "vitest"
import { readFileSync } from "node:fs"
import { bringUp, go, mustBeAccessible, mustFit } from "./browser.ts"
import type { Visit } from "./browser.ts"
import { workbook } from "../workbookFile.ts"
import { as, ask, keys, picture, server } from "./desk.ts"
import type { Scorecard } from "./desk.ts"

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
    as("crm-assistant", { at: "#/importar" }, async (own) => {
      const { page } = own
      await drop(own, files)
      // The name of the last file says nothing: its columns do.
      await page.getByRole("status").getByText("4 archivos listos para importar.").waitFor()
      const kinds = await page.locator(".import-line select").evaluateAll((all) => all.map((one) => (one as unknown as { readonly value: string }).value))
      assert.deepEqual(kinds, ["branches", "employees", "prospects", "goals"])
      await page.getByRole("button", { name: "Importar 4 archivos" }).click()
      await page.getByRole("status").getByText("4 archivos importados, 2 filas rechazadas.").waitFor()
      const rejected = page.getByRole("table", { name: "Filas rechazadas de prospectos marzo.csv" })
      assert.deepEqual(await rejected.getByRole("rowheader").allTextContents(), ["Línea 3", "Línea 4"])
      assert.include(await rejected.textContent(), "created_at")
      await page.getByRole("button", { name: "Cerrar aviso" }).click()
      await bringUp(page.locator(".import-name").getByText("prospectos marzo.csv"))
      await picture(own, "importar")
      await mustBeAccessible(own, "importado")
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Descargar rechazadas-prospectos marzo.csv" }).click()])
      const text = readFileSync(await download.path(), "utf8")
      assert.match(text, /^\ufefflínea;columna;encontrado;esperado\r\n3;created_at;2024-13-05 10:12;/)
      assert.notMatch(text, /(^|[;"])=/m, "no formula")
      const stored = await ask<{ readonly fullName: string; readonly advisorId: string }>("/v1/prospects/PX-1")
      assert.deepEqual([stored.fullName, stored.advisorId], [hostile, "A-X"])
      // What no field takes is kept with the record, and the new names are known at once.
      await go(own, "#/prospecto/PX-1")
      const main = await page.locator("main").textContent()
      assert.include(main, "rojo")
      assert.notInclude(main, "Desconocido")
      const goals = await ask<{ readonly goals: ReadonlyArray<{ readonly advisorId: string; readonly prospects: number }> }>("/v1/goals/2024-03")
      assert.deepEqual(goals.goals.filter(({ advisorId }) => advisorId === "A-X").map(({ prospects }) => prospects), [4])
    }))

  it("takes an Excel list with columns of its own: shows how it would be read, is corrected, and keeps the mapping", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      const rows = ["Código;Fecha;Vendedor;Cliente;Celular;Origen;Moto", "E1;5/03/2024;Asesora Nueva;Luz Marina Peña;3104567812;Vitrina;Moto 150", "E2;nunca;Asesora Nueva;José Ñáñez;3158901234;Vitrina;Moto 200"]
      await go(own, "#/importar")
      await page.locator(".file-input").setInputFiles([{ name: "mi lista.csv", mimeType: "text/csv", buffer: Buffer.from(`Concesionario\r\n${rows.join("\r\n")}\r\n`, "latin1") }])
      await page.getByText("en Windows-1252, separada por punto y coma, encabezado en la línea 2").waitFor()
      // The advisor's name is not in the directory: a person says who is meant. Branch and brand are the same for all rows.
      await page.getByLabel("«Asesora Nueva» es el asesor").selectOption({ index: 1 })
      await page.getByLabel("Sede (obligatorio)").selectOption({ index: rows[0]!.split(";").length + 1 })
      await page.getByLabel("Marca (obligatorio)").selectOption({ index: rows[0]!.split(";").length + 1 })
      // Half of its values are no dates: a person says that it is one.
      await page.getByLabel("Creado (obligatorio)").selectOption({ label: "Fecha" })
      const first = page.getByRole("table", { name: "Primeras filas de mi lista.csv" })
      await first.getByText("Luz Marina Peña").waitFor()
      await first.getByText("No: Fecha: «nunca»").waitFor()
      await bringUp(page.locator(".import-name").getByText("mi lista.csv"))
      await picture(own, "importar-columnas")
      await mustBeAccessible(own, "columnas")
      await page.getByLabel("Guardar esta correspondencia como").fill("Lista del asesor")
      await page.getByRole("button", { name: "Importar prospectos" }).click()
      await page.getByRole("status").getByText("1 archivo importado, 1 fila rechazada.").waitFor()
      // A rejected row is corrected in place, and sent again.
      await page.getByLabel("Fecha", { exact: true }).fill("6/03/2024")
      await picture(own, "importar-corregir")
      await page.getByRole("button", { name: "Enviar 1 fila corregida" }).click()
      await page.getByRole("status").getByText("1 fila corregida, sin filas rechazadas.").waitFor()
      const stored = await ask<{ readonly createdAt: string; readonly fullName: string }>("/v1/prospects/E2")
      assert.deepEqual([stored.fullName, stored.createdAt], ["José Ñáñez", "2024-03-06T00:00:00-05:00"])
      // The next file of the kind is read with the kept mapping at once.
      await page.getByRole("button", { name: "Quitar mi lista.csv" }).click()
      await page.locator(".file-input").setInputFiles([{ name: "abril.csv", mimeType: "text/csv", buffer: Buffer.from(`${rows.slice(0, 2).join("\r\n").replace("E1", "E9")}\r\n`, "latin1") }])
      await page.getByText("Se lee con la correspondencia «Lista del asesor»").waitFor()
      // The history tells both, and takes the first one back.
      const history = page.getByRole("table", { name: "Archivos importados" })
      await history.getByRole("cell").filter({ hasText: "Prospectos con «Lista del asesor»" }).first().waitFor()
      await bringUp(page.getByRole("heading", { name: "Importaciones anteriores" }))
      await picture(own, "importar-historia")
      await history.getByRole("button", { name: "Deshacer mi lista.csv" }).first().click()
      await page.getByRole("button", { name: "Sí, deshacer" }).click()
      await page.getByRole("status").getByText("Importación deshecha: 1 registro quitado").waitFor()
      assert.equal((await server.get("/v1/prospects/E2", keys["crm-assistant"])).status, 404)
    }))

  it("takes one workbook of a dealership's own lists: reads each sheet, adds the names that are new, and corrects a rejected row in place", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      const book = workbook({
        "PROSPECTOS MARZO": [
          ["MOTOS DEL CARIBE S.A.S."],
          ["No.", "FECHA INGRESO", "ASESOR COMERCIAL", "PUNTO DE VENTA", "MARCA", "NOMBRES Y APELLIDOS", "CELULAR"],
          ["L1", { date: 45356.5 }, "IRENE SOLANO", "Caribe", "Zarandeo", "Luz Marina Peña", 3104567812],
          ["L2", "31/02/2024", "Irene Solano", "CARIBE", "Zarandeo", "José Ñáñez Ortiz", 3158901234],
          ["L6", { date: 45358.4 }, "I. Solano", "Caribe", "Zarandeo", "Raúl Darío Ortiz", 3104567899],
          ...["L3", "L4", "L5"].map((id, at) => [id, { date: 45358 + at }, "Irene Solano", "Caribe", "Zarandeo", "Dora Elena Ríos", 3101230001 + at])
        ],
        SEGUIMIENTO: [["No. prospecto", "Asesor", "Fecha", "Tipo de contacto", "Comentario"], ["L1", "Irene Solano", { date: 45357.5 }, "Llamada", "Pidió cotización del modelo 150"]],
        METAS: [["Mes", "Asesor", "Sede", "Marca", "Meta prospectos", "Meta actividades"], ["mar-24", "Irene Solano", "Caribe", "Zarandeo", 8, 6]],
        Listas: [["Cargos", "Colores"], ["Asesor", "Rojo"]]
      })
      await go(own, "#/importar")
      await page.locator(".file-input").setInputFiles([{ name: "marzo.xlsx", mimeType: "", buffer: Buffer.from(book) }])
      await page.getByRole("status").getByText("3 archivos listos para importar.").waitFor()
      for (const name of ["«IRENE SOLANO» es el asesor", "«Caribe» es la sede", "«Zarandeo» es la marca"]) await page.getByLabel(name).selectOption({ label: "Agregar al directorio" })
      assert.equal(await page.getByLabel("de la sede de IRENE SOLANO").inputValue(), "Caribe")
      await page.getByLabel("«I. Solano» es el asesor").selectOption({ label: "IRENE SOLANO, que se agrega" })
      // Without a line, a manager of motorcycles would not see the brand's records.
      await page.getByText("Falta la línea de Zarandeo.").waitFor()
      await page.getByLabel("de la línea de Zarandeo").selectOption({ label: "Motos" })
      await bringUp(page.getByText("Nombres que no están en el directorio"))
      await picture(own, "importar-nombres")
      await mustBeAccessible(own, "nombres nuevos")
      await page.getByRole("button", { name: "Agregar 3 nombres e importar 3 archivos" }).click()
      await page.getByRole("status").getByText("3 archivos importados, 1 fila rechazada.").waitFor()
      assert.equal(await page.locator(".row-line .below").textContent(), "L2 · Irene Solano · CARIBE · Zarandeo")
      // The files and what is typed are there again after looking at another view.
      await page.getByLabel("FECHA INGRESO", { exact: true }).fill("28/02/2024")
      await go(own, "#/metas")
      await page.goBack()
      assert.equal(await page.getByLabel("FECHA INGRESO", { exact: true }).inputValue(), "28/02/2024")
      await page.getByRole("button", { name: "Enviar 1 fila corregida" }).click()
      await page.getByRole("status").getByText("1 fila corregida, sin filas rechazadas.").waitFor()
      const stored = await ask<{ readonly createdAt: string; readonly advisorId: string; readonly branchId: string }>("/v1/prospects/L2")
      assert.deepEqual([stored.createdAt, stored.advisorId, stored.branchId], ["2024-02-28T00:00:00-05:00", "IS", "Caribe"])
      assert.equal((await ask<{ readonly advisorId: string }>("/v1/prospects/L6")).advisorId, "IS")
      const { brands } = await ask<{ readonly brands: ReadonlyArray<{ readonly brandId: string; readonly line?: string }> }>("/v1/directory")
      assert.equal(brands.find(({ brandId }) => brandId === "Zarandeo")?.line, "motorcycles")
      await page.getByRole("link", { name: "Ver marzo de 2024" }).click()
      await page.getByRole("heading", { name: "Marzo de 2024" }).waitFor()
      const { groups } = await ask<Scorecard>("/v1/scorecards/2024-03?by=advisor")
      assert.deepEqual(groups.filter(({ keys: { advisor } }) => advisor === "IS").map(({ prospecting: { goal } }) => goal), [8])
    }))

  it("says beside each template what goes in its columns", () =>
    as("crm-assistant", { width: 360, height: 740, at: "#/importar" }, async (own) => {
      const { page } = own
      await page.getByText("Plantillas para llenar en Excel").click()
      for (const template of Template.all) {
        await page.locator("summary").getByText(`Columnas de ${template.title}`, { exact: true }).click()
        const table = page.getByRole("table", { name: `Columnas de ${template.title}` })
        await table.waitFor()
        assert.deepEqual(await table.getByRole("rowheader").allTextContents(), template.columns.map(({ title }) => title))
        const text = await table.textContent() ?? ""
        for (const { example, explanation } of template.columns) assert.include(text, explanation, example)
      }
      await mustFit(own, "plantillas")
      await mustBeAccessible(own, "plantillas")
    }))

  it("says before replacing what that would remove", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      const { branches } = await ask<{ readonly branches: ReadonlyArray<{ readonly branchId: string; readonly name: string }> }>("/v1/directory")
      const left = branches.filter(({ branchId }) => branchId !== "S-X")
      await go(own, "#/importar")
      await page.locator(".file-input").setInputFiles([{ name: "sedes.csv", mimeType: "text/csv", buffer: Buffer.from(`branch_id,name\n${left.map(({ branchId, name }) => `${branchId},${name}`).join("\n")}\n`) }])
      await page.getByLabel(/Reemplazar del todo/).check()
      await page.getByRole("button", { name: "Importar sedes" }).click()
      await page.getByRole("alert").getByText("Reemplazar quita 1 fila que los archivos no traen:").waitFor()
      await picture(own, "importar-reemplazar")
      await page.getByRole("button", { name: "No", exact: true }).click()
      assert.equal((await ask<{ readonly branches: ReadonlyArray<unknown> }>("/v1/directory")).branches.length, branches.length)
    }))

  it("says how to save a file that only Excel reads", () =>
    as("crm-assistant", { at: "#/importar" }, async (own) => {
      const { page } = own
      await page.locator(".file-input").setInputFiles([{ name: "viejo.xls", mimeType: "application/vnd.ms-excel", buffer: Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)]) }])
      await page.getByText(/Guardar como → Libro de Excel/).waitFor()
      const template = await page.request.get(`${server.url}/plantillas/prospects.csv`)
      assert.match(await template.text(), /^\ufeffid_prospecto;fecha_creacion;/)
    }))

  it("shows the leads that wait, and places one by hand", () =>
    as("marketing-coordinator", { width: 360, height: 740, colorScheme: "dark" }, async (own) => {
      const { page } = own
      const made = await (await server.send("POST", "/v1/inbox-tokens", keys["crm-assistant"], JSON.stringify({ name: "Google", source: "google", googleKey: "una-clave-larga" }))).json() as { readonly path: string }
      await server.send("POST", made.path, undefined, JSON.stringify({ lead_id: "G-9", google_key: "una-clave-larga", user_column_data: [{ column_id: "FULL_NAME", string_value: "Dora Elena Ruiz" }, { column_id: "PHONE_NUMBER", string_value: "3152483917" }] }))
      await go(own, "#/importar")
      const lead = page.locator(".waiting-lead").filter({ hasText: "Dora Elena Ruiz" })
      await lead.waitFor()
      await mustFit(own, "por ubicar")
      await mustBeAccessible(own, "por ubicar")
      await picture(own, "por-ubicar")
      for (const label of ["Sede", "Marca", "Asesor"]) await lead.getByLabel(label).selectOption({ index: 1 })
      await lead.getByRole("button", { name: "Ubicar" }).click()
      await page.getByRole("status").getByText("El lead G-9 quedó ubicado.").waitFor()
      assert.equal((await ask<{ readonly fullName: string }>("/v1/prospects/G-9")).fullName, "Dora Elena Ruiz")
    }))

  it("makes an inbox for another system's leads, replaces it with an overlap, and ends it", () =>
    as("crm-assistant", { at: "#/importar" }, async (own) => {
      const { page } = own
      await page.getByText("Buzones: leads que llegan solos").click()
      await page.getByLabel("Nombre del buzón").fill("Formulario de motos")
      await page.getByLabel("Quién entrega").selectOption({ label: "Google Ads" })
      await page.getByLabel("Clave del formulario de Google").fill("clave-de-prueba")
      await page.getByRole("button", { name: "Crear el buzón" }).click()
      const secret = page.locator("code.secret")
      const first = await secret.innerText()
      await page.getByRole("button", { name: "Reemplazar el buzón Formulario de motos" }).click()
      await page.getByLabel("Clave del formulario de Google (vacío: el mismo)").fill("clave-que-sigue")
      await page.getByRole("button", { name: "Crear la dirección nueva" }).click()
      await secret.filter({ hasNotText: first }).waitFor()
      const second = await secret.innerText()
      await page.getByText(/Recibe hasta el/).waitFor()
      await mustBeAccessible(own, "buzones")
      // The picture of the guide shows no token.
      await page.getByRole("button", { name: "Ocultar" }).click()
      await bringUp(page.getByText("Buzones: leads que llegan solos"))
      await picture(own, "importar-buzones")
      const deliver = async (path: string, id: string, google_key: string) =>
        (await server.send("POST", new URL(path).pathname, undefined, JSON.stringify({ lead_id: id, google_key, user_column_data: [{ column_id: "FULL_NAME", string_value: "Ana Sol Ruiz" }] }))).status
      assert.deepEqual([await deliver(first, "B-1", "clave-de-prueba"), await deliver(second, "B-2", "clave-que-sigue")], [200, 200])
      await page.getByRole("button", { name: "Terminar el buzón Formulario de motos" }).first().click()
      await page.getByRole("status").getByText("ya no recibe leads").waitFor()
      assert.deepEqual((await Promise.all([deliver(first, "B-3", "clave-de-prueba"), deliver(second, "B-3", "clave-que-sigue")])).toSorted(), [200, 404])
    }))

  it("says why a file can't be used, and goes on with the others", () =>
    as("crm-assistant", { at: "#/importar" }, async (own) => {
      const { page } = own
      await page.locator(".file-input").setInputFiles([
        { name: "prospects.csv", mimeType: "text/csv", buffer: Buffer.from("prospect_id,created_at,advisor_id,branch_id,brand_id\n\"P,2024-03-05,A-X,S-X,M-01\n") },
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
