/** Doing without files: records by hand, goals, the directory and the rights of a person, each through to the database. */
import { assert, describe, it } from "vitest"
import { go, mustBeAccessible, mustFit, settled } from "./browser.ts"
import { as, ask, picture, server, keys } from "./desk.ts"

interface Stored {
  readonly fullName: string
  readonly verdict: string
  readonly revision: number
  readonly createdAt: string
  readonly advisorId: string
}

describe("a record by hand", () => {
  it("is created with its verdict, corrected, and refused where another has changed it meanwhile", () =>
    as("crm-assistant", { at: "#/detalle?registro=prospectos" }, async (own) => {
      const { page } = own
      await page.getByRole("link", { name: "Nuevo prospecto" }).click()
      await page.getByRole("heading", { name: "Un prospecto a mano" }).waitFor()
      await mustBeAccessible(own, "un prospecto a mano")
      const id = await page.getByRole("textbox", { name: /^Código/ }).inputValue()
      await page.getByLabel("Nombre completo").fill("Yamile Andrea Rincón Peña")
      await page.getByLabel("Teléfono", { exact: true }).fill("3127654321")
      await page.getByLabel(/^Asesor/).selectOption("A-001")
      await page.getByLabel(/^Sede/).selectOption("S-01")
      await page.getByLabel(/^Marca/).selectOption({ index: 1 })
      await page.getByLabel(/^Fuente/).selectOption("walk-in")
      await page.getByLabel("Vehículo de interés").fill("Sedán")
      await page.getByRole("button", { name: "Crear" }).click()
      await page.getByRole("status").getByText(/^Guardado\. Queda/).waitFor()
      await page.getByText(`Prospecto ${id}`).waitFor()
      const stored = await ask<Stored>(`/v1/prospects/${id}`)
      assert.deepInclude(stored, { fullName: "Yamile Andrea Rincón Peña", advisorId: "A-001", revision: 0 })
      await page.getByRole("button", { name: "Corregir el prospecto" }).click()
      await page.getByLabel("Nombre completo").fill("Yamile Rincón")
      await page.getByRole("button", { name: "Guardar la corrección" }).click()
      await page.getByRole("heading", { level: 1, name: "Yamile Rincón" }).waitFor()
      const corrected = await ask<Stored>(`/v1/prospects/${id}`)
      // Only what was touched has changed.
      assert.deepEqual([corrected.fullName, corrected.revision, corrected.createdAt], ["Yamile Rincón", 1, stored.createdAt])
      await page.getByRole("button", { name: "Corregir el prospecto" }).click()
      await page.getByLabel("Nombre completo").fill("Otra persona")
      const { verdict: _verdict, revision: _revision, ...record } = corrected
      assert.equal((await server.send("PUT", `/v1/prospects/${id}`, keys["crm-assistant"], JSON.stringify({ ...record, fullName: "Yamile A. Rincón" }))).status, 200)
      await page.getByRole("button", { name: "Guardar la corrección" }).click()
      await page.getByRole("alert").getByText(/Alguien más cambió este registro/).waitFor()
      assert.equal(await page.getByRole("textbox", { name: "Nombre completo" }).inputValue(), "Otra persona")
      assert.equal((await ask<Stored>(`/v1/prospects/${id}`)).fullName, "Yamile A. Rincón")
    }))
})

describe("the goals", () => {
  it("are edited in place, with what is wrong said beside them", () =>
    as("crm-assistant", {}, async (own) => {
      const { page } = own
      const stored = () => ask<{ readonly goals: ReadonlyArray<{ readonly advisorId: string; readonly prospects: number }> }>("/v1/goals/2024-03")
      await go(own, "#/metas")
      await mustBeAccessible(own, "metas")
      await picture(own, "metas")
      const field = page.getByRole("textbox", { name: /^Prospectos de/ }).first()
      const before = Number(await field.inputValue())
      await field.fill("doce")
      await page.getByRole("button", { name: "Guardar 1 cambio" }).click()
      await page.getByRole("alert").getByText(/Cada meta es un número entero/).waitFor()
      await field.fill(String(before + 3))
      // What is not saved yet is there again after looking at another view.
      await page.getByRole("link", { name: "El mes", exact: true }).click()
      await settled(page)
      await page.goBack()
      await page.getByRole("button", { name: "Guardar 1 cambio" }).waitFor()
      assert.equal(await field.inputValue(), String(before + 3))
      const total = (await stored()).goals.reduce((sum, { prospects }) => sum + prospects, 0)
      await page.getByRole("button", { name: "Guardar 1 cambio" }).click()
      await page.getByRole("status").getByText("Metas guardadas: 1 fila cambió.").waitFor()
      assert.equal((await stored()).goals.reduce((sum, { prospects }) => sum + prospects, 0), total + 3)
      await field.fill(String(before))
      await page.getByRole("button", { name: "Guardar 1 cambio" }).click()
      await page.getByRole("button", { name: "Nada que guardar" }).waitFor()
      // The button that can't be used any more keeps the focus, and does nothing.
      assert.equal(await page.evaluate("document.activeElement.textContent"), "Nada que guardar")
      let sent = 0
      page.on("request", (request) => sent += request.method() === "PUT" ? 1 : 0)
      await page.keyboard.press("Enter")
      await field.press("Enter")
      await settled(page)
      assert.equal(sent, 0)
    }))
})

describe("goals of a month that has none", () => {
  it("begin with a row for each advisor who works in it", () =>
    as("crm-assistant", { at: "#/metas?mes=2024-05" }, async (own) => {
      const { page } = own
      await page.getByText("Este mes no tiene metas.").waitFor()
      await page.getByRole("button", { name: "Agregar sus filas" }).click()
      await page.getByRole("status").getByText(/^Se agreg/).waitFor()
      const rows = await page.getByRole("table", { name: "Metas" }).getByRole("rowheader").count() - 1
      assert.isAbove(rows, 10)
      await page.getByRole("button", { name: `Guardar ${rows} cambios` }).waitFor()
      await page.getByRole("button", { name: "Deshacer" }).click()
      await page.getByText("Este mes no tiene metas.").waitFor()
    }))
})

describe("the directory", () => {
  it("takes a branch and a person, whose name is known at once, and keeps what a correction does not touch", () =>
    as("crm-assistant", { at: "#/directorio" }, async (own) => {
      const { page } = own
      await mustBeAccessible(own, "directorio")
      await page.getByRole("button", { name: "Agregar una sede" }).click()
      await page.getByLabel(/^Código/).fill("S-99")
      await page.getByLabel(/^Nombre/).fill("Sede Manizales")
      await page.getByRole("button", { name: "Guardar", exact: true }).click()
      await page.getByRole("table", { name: "Sedes" }).getByText("Sede Manizales").waitFor()
      await page.getByRole("button", { name: "Agregar una persona" }).click()
      await page.getByLabel(/^Código/).fill("A-777")
      await page.getByLabel(/^Nombre/).fill("Nidia Esperanza Gil")
      await page.getByRole("combobox", { name: /^Sede/ }).selectOption("S-99")
      await page.getByRole("textbox", { name: /^Teléfono/ }).fill("3101112233")
      await page.getByRole("button", { name: "Guardar", exact: true }).click()
      await page.getByRole("table", { name: "Personas" }).getByText("Nidia Esperanza Gil").waitFor()
      await page.getByRole("button", { name: "Corregir Nidia Esperanza Gil" }).click()
      await page.getByLabel(/^Nombre/).fill("Nidia Gil")
      await page.getByRole("button", { name: "Guardar", exact: true }).click()
      await page.getByRole("table", { name: "Personas" }).getByText("Nidia Gil", { exact: true }).waitFor()
      const { employees } = await ask<{ readonly employees: ReadonlyArray<{ readonly employeeId: string; readonly phone?: string; readonly branchId?: string }> }>("/v1/directory?details=true")
      assert.deepInclude(employees.find(({ employeeId }) => employeeId === "A-777")!, { phone: "3101112233", branchId: "S-99" })
      assert.equal((await server.get("/v1/directory?details=true", keys["general-manager"])).status, 403)
      await page.getByRole("link", { name: "Ver quién cambió el directorio, cuándo y de qué a qué" }).click()
      // The audit holds no names of people: it says that a name changed, and the directory says whose.
      await page.getByText(/^Nidia Gil, desde el .* · nombre: cambió$/).first().waitFor()
      await go(own, "#/leads?color=todos&asesor=A-777")
      await page.getByLabel("Asesor").getByText("Nidia Gil").waitFor({ state: "attached" })
    }))
})

describe("the rights of a person", () => {
  it("are answered on the page: a request with its last day, what is kept, an erasure after its consequences were told, and the answer", () =>
    as("crm-assistant", { width: 360, height: 760 }, async (own) => {
      const { page } = own
      const body = { createdAt: "2024-03-11T09:00:00-05:00", advisorId: "A-001", branchId: "S-01", brandId: "M-01", fullName: "Persona Que Se Va", phone: "3159990011", source: "walk-in", interest: "Moto", consentAt: "2024-03-11" }
      assert.equal((await server.send("PUT", "/v1/prospects/IRSE-1", keys["crm-assistant"], JSON.stringify(body))).status, 201)
      await go(own, "#/datos-personales")
      await mustBeAccessible(own, "datos personales")
      await page.getByText("Registrar una solicitud").click()
      await page.getByLabel(/^Qué pide(?!,)/).selectOption("reclamo")
      await page.getByRole("textbox", { name: "Teléfono" }).first().fill("315 999 0011")
      await page.getByLabel("Recibida el").fill("2024-03-01")
      await page.getByRole("button", { name: "Registrar", exact: true }).click()
      await page.getByRole("status").getByText("responda a más tardar el 22 mar 2024").waitFor()
      const requests = () => ask<{ readonly items: ReadonlyArray<{ readonly state: string; readonly person?: object; readonly answer?: { readonly late: boolean } }> }>("/v1/people/requests")
      assert.deepInclude((await requests()).items[0], { state: "overdue", person: { phone: "315 999 0011" } })
      const card = page.getByRole("article").filter({ hasText: "Reclamo: 315 999 0011" })
      await card.getByText(/^Vencida: venció el 22 mar 2024/).waitFor()
      await mustBeAccessible(own, "una solicitud")
      await card.getByRole("button", { name: "Buscar a esta persona" }).click()
      await page.getByRole("heading", { name: /^Se guarda: 1 prospecto/ }).waitFor()
      await page.getByText("Consulta (ver o copiar)").waitFor()
      await mustFit(own, "datos personales")
      assert.notInclude(page.url(), "315")
      await page.getByRole("button", { name: "Suprimir sus datos…" }).click()
      await page.getByText("No se puede deshacer.").waitFor()
      await page.getByRole("button", { name: "Sí, suprimir" }).click()
      await page.getByRole("status").getByText("Se suprimieron los datos de 1 prospecto").waitFor()
      assert.isUndefined((await ask<Stored>("/v1/prospects/IRSE-1")).fullName)
      await settled(page)
      await card.getByRole("textbox").fill("Se suprimieron sus datos y se le llamó")
      await card.getByRole("button", { name: "Responder" }).click()
      await page.getByText("Ninguna solicitud espera respuesta.").waitFor()
      const [answered] = (await requests()).items
      assert.isUndefined(answered!.person)
      assert.deepInclude(answered!.answer, { late: true })
      await settled(page)
    }))
})

describe("two tabs", () => {
  it("do not overwrite each other's correction, and each shows what the other wrote when it is looked at again", () =>
    as("crm-assistant", {}, async (own) => {
      const { context, page } = own
      const other = await context.newPage()
      const { items: [one] } = await ask<{ readonly items: ReadonlyArray<{ readonly id: string }> }>("/v1/prospects?period=2024-03&verdict=valid&limit=1&sort=-date")
      await go(own, `#/prospecto/${one!.id}`)
      await other.goto(`${server.url}/#/prospecto/${one!.id}`)
      await other.getByRole("button", { name: "Corregir el prospecto" }).click()
      await page.getByRole("button", { name: "Corregir el prospecto" }).click()
      await page.getByLabel("Vehículo de interés").fill("Camioneta")
      await page.getByRole("button", { name: "Guardar la corrección" }).click()
      await page.getByRole("status").getByText(/^Guardado/).waitFor()
      await other.getByLabel("Vehículo de interés").fill("Bicicleta")
      await other.getByLabel("Correo").fill("bicicleta@correo.co")
      await other.getByRole("button", { name: "Guardar la corrección" }).click()
      await other.getByRole("alert").getByText(/Alguien más cambió este registro/).waitFor()
      await settled(other)
      // What was typed is there, and what both changed has both values.
      assert.deepEqual([await other.getByRole("textbox", { name: "Vehículo de interés" }).inputValue(), await other.getByLabel("Correo").inputValue()], ["Bicicleta", "bicicleta@correo.co"])
      assert.deepEqual(await other.locator(".overtaken li").allTextContents(), ["Vehículo de interés: usted escribió «Bicicleta»; está guardado «Camioneta». Usar lo guardado"])
      await mustBeAccessible({ ...own, page: other }, "una corrección que otra adelantó")
      // It is there after looking at another view, too.
      await other.evaluate("location.hash = '#/mes'")
      await other.getByRole("heading", { level: 1, name: /de 2024/ }).waitFor()
      await other.goBack()
      await other.getByRole("button", { name: "Corregir el prospecto" }).click()
      await other.getByRole("button", { name: "Vehículo de interés: usar lo guardado" }).click()
      assert.equal(await other.getByRole("textbox", { name: "Vehículo de interés" }).inputValue(), "Camioneta")
      assert.equal(await other.evaluate("document.activeElement.textContent"), "Volver a lo mío")
      await other.getByRole("button", { name: "Guardar la corrección" }).click()
      await other.getByRole("status").getByText(/^Guardado/).waitFor()
      assert.deepInclude(await ask<object>(`/v1/prospects/${one!.id}`), { interest: "Camioneta", email: "bicicleta@correo.co" })
      await other.close()
    }))

  it("do not overwrite each other's goals: the later one is told, and keeps what it wrote", () =>
    as("crm-assistant", { at: "#/metas" }, async (own) => {
      const { page } = own
      const field = page.getByRole("textbox", { name: /^Prospectos de/ }).first()
      const before = await field.inputValue()
      await field.fill("31")
      const { goals } = await ask<{ readonly goals: ReadonlyArray<{ readonly advisorId: string; readonly branchId: string; readonly brandId: string; readonly prospects: number }> }>("/v1/goals/2024-03")
      const put = async (all: typeof goals) => assert.equal((await server.send("PUT", "/v1/goals/2024-03", keys["crm-assistant"], JSON.stringify({ goals: all }))).status, 200)
      // Another person raises each goal by one.
      await put(goals.map((goal) => ({ ...goal, prospects: goal.prospects + 1 })))
      await page.getByRole("button", { name: /^Guardar/ }).click()
      await page.getByRole("alert").getByText(/Alguien más cambió las metas/).waitFor()
      await settled(page)
      assert.equal(await field.inputValue(), "31")
      // What this person did not touch is as it is stored now.
      const total = goals.reduce((sum, { prospects }) => sum + prospects + 1, 0) - (Number(before) + 1) + 31
      assert.include(await page.locator(".total-row").textContent(), String(total))
      const both = page.locator(".overtaken li")
      assert.match(await both.textContent() ?? "", new RegExp(`usted escribió «31 prospectos, .*»; está guardado «${Number(before) + 1} prospectos`))
      await page.getByRole("button", { name: "Guardar 1 cambio" }).waitFor()
      await both.getByRole("button").click()
      await page.getByRole("button", { name: "Nada que guardar" }).waitFor()
      assert.equal(await field.inputValue(), String(Number(before) + 1))
      await both.getByRole("button").click()
      await page.getByRole("button", { name: "Guardar 1 cambio" }).click()
      await page.getByRole("status").getByText("Metas guardadas: 1 fila cambió.").waitFor()
      await settled(page)
      assert.equal(await page.locator(".overtaken").count(), 0)
      assert.equal((await ask<{ readonly goals: typeof goals }>("/v1/goals/2024-03")).goals.reduce((sum, { prospects }) => sum + prospects, 0), total)
      await put(goals)
    }))
})
