import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Directory from "@crm-procedure/core/records/Directory"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import * as MappingProposal from "@crm-procedure/intake/MappingProposal"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as fc from "fast-check"

const employee = (employeeId: string, name: string): Directory.Employee => ({
  employeeId, name, role: "advisor", branchId: "S1", line: undefined, brandIds: undefined, phone: undefined, email: undefined, documentType: undefined, documentNumber: undefined,
  activeFrom: 0, activeTo: undefined
})
const known: MappingProposal.Known = {
  branches: [{ branchId: "S1", name: "Norte", city: undefined }, { branchId: "S2", name: "Sur", city: undefined }],
  brands: [{ brandId: "M1", name: "Zarak", line: "motorcycles" }],
  employees: [employee("A1", "Ana Ruiz"), employee("A2", "Carlos Peña")]
}
const empty: MappingProposal.Known = { branches: [], brands: [], employees: [] }

const table = (file: string, text: string): MappingProposal.Table => {
  const [columns, ...rows] = text.split("\n").map((line) => line.split(";")) as [Array<string>, ...Array<Array<string>>]
  return { file, columns, rows }
}
const proposed = (one: MappingProposal.Table, whom = known): MappingProposal.Proposal => MappingProposal.propose(one, whom) ?? assert.fail("nothing is proposed")
const fields = ({ matches }: MappingProposal.Proposal) => Object.fromEntries(matches.map(({ columns, field }) => [field, columns.join("+")]))

/** Reads the table by the mapping that is proposed. */
const readBy = (one: MappingProposal.Table, whom = known) => {
  const { mapping } = proposed(one, whom)
  const records: Array<Readonly<Record<string, unknown>>> = []
  const reader = ColumnMapping.reader(Result.getOrThrow(ColumnMapping.read(mapping)), one.file, Calendar.bogota, {
    onRecord: ({ record }) => {
      records.push(record as unknown as Readonly<Record<string, unknown>>)
    },
    onRejected: ({ faults }) => assert.fail(JSON.stringify(faults))
  })
  reader.push(Buffer.from([one.columns, ...one.rows].map((row) => row.join(";")).join("\n")))
  reader.end()
  return records
}

describe("A proposal", () => {
  it("is that a table with the template's columns needs no mapping, in either language", () => {
    const { isCanonical, kind, mapping, matches } = proposed(table("hoja.csv", "ID Prospecto;fecha_creacion;advisor_id;id sede;ID_MARCA;Teléfono;otra\n1;2024-03-05;A1;S1;M1;310;x"))
    assert.deepEqual([kind, isCanonical, mapping, matches.length], ["prospects", true, undefined, 6])
    for (const kind of Object.values(CanonicalFile.all)) {
      const columns = (CanonicalCsv.header(kind as CanonicalFile.Kind<unknown>)).trim().split(",")
      assert.deepEqual([proposed({ file: "x", columns, rows: [] }).kind, proposed({ file: "x", columns, rows: [] }).isCanonical], [kind.name, true])
    }
  })
  it("names the export that it recognises", () => {
    const { kind, mapping, ready, reason } = proposed(table("leads.csv", "id;created_time;form_name;platform;full_name;phone_number\nl:1;2024-03-05T10:00:00-05:00;f;fb;Luz;p:+573104567812"), { ...known, branches: [known.branches[0]!], employees: [known.employees[0]!] })
    assert.deepEqual([kind, ready, reason.es], ["prospects", "meta-lead-ads", "es una exportación de Meta Lead Ads (Facebook e Instagram)"])
    assert.isTrue(Result.isSuccess(ColumnMapping.read(mapping)))
  })
  it("says what an export lacks that the dealership has several of", () => {
    const { mapping, missing } = proposed(table("leads.csv", "id;created_time;form_name;platform\nl:1;2024-03-05T10:00:00-05:00;f;fb"))
    assert.deepEqual(missing, ["advisorId", "branchId"])
    // The rest stands, so that a person completes it.
    assert.deepEqual(mapping?.sources["leads.csv"]?.records[0]?.fields["createdAt"], { column: "created_time" })
  })
  it("matches a list of prospects by what its columns are called", () => {
    const list = table("lista.xlsx", "Código;Fecha;Asesor;Sede;Cliente;Celular;Correo;Origen;Moto\n1001;13/03/2024;ANA RUIZ;norte;Luz Marina Peña;310 456 7812;luz.pena@correo.co;Facebook;Zarak 150")
    const proposal = proposed(list)
    assert.deepEqual(fields(proposal), {
      prospectId: "Código", createdAt: "Fecha", advisorId: "Asesor", branchId: "Sede", brandId: "", fullName: "Cliente", phone: "Celular", email: "Correo", source: "Origen", interest: "Moto"
    })
    assert.equal(proposal.matches.find(({ field }) => field === "phone")?.reason.es, "la columna se llama «Celular»")
    assert.deepEqual(proposal.unknownWords, {})
    const [record] = readBy(list)
    assert.deepEqual([record?.prospectId, record?.advisorId, record?.branchId, record?.brandId, record?.source], ["1001", "A1", "S1", "M1", "social"])
  })
  it("matches columns by what stands in them where their names say nothing", () => {
    const list = table("x.csv", "Col1;Col2;Col3;Col4;Col5\n13/03/2024;Carlos Peña;Sur;3104567812;luz@correo.co\n14/03/2024;ANA RUIZ;Norte;3151234567;")
    const proposal = proposed(list)
    assert.deepEqual(fields(proposal), { createdAt: "Col1", advisorId: "Col2", branchId: "Col3", brandId: "", phone: "Col4", email: "Col5", prospectId: "Col4+Col1" })
    assert.isTrue(proposal.matches.every(({ certainty }) => certainty === "likely"))
    assert.deepEqual(readBy(list).map(({ prospectId }) => prospectId), ["3104567812-13032024", "3151234567-14032024"])
  })
  it("names a column by its position where its name is there twice", () => {
    const list = table("x.csv", "Código;Fecha;Asesor;Sede;Celular;celular\n1;5/03/2024;Ana Ruiz;Norte;3104567812;")
    assert.equal(readBy(list)[0]?.phone, "3104567812")
  })
  it("finds the pattern of dates that are not read as they are", () => {
    const dates = (first: string, second: string) => proposed(table("x.csv", `Código;Fecha;Asesor;Sede\n1;${first};A1;S1\n2;${second};A1;S1`)).mapping?.sources["x.csv"]!.records[0]!.fields["createdAt"]?.date
    assert.deepEqual([dates("03/25/2024", "03/05/2024"), dates("2024/03/25", "2024/03/05"), dates("5/03/2024", "25/03/2024"), dates("20240325", "20240305")], ["MM/dd/yyyy", "yyyy/MM/dd", undefined, "yyyyMMdd"])
  })
  it("tells the words that name no person of the directory", () => {
    assert.deepEqual(proposed(table("x.csv", "Código;Fecha;Asesor;Sede\n1;5/03/2024;Pedro;Norte\n2;5/03/2024;ana ruiz;Centro")).unknownWords, { advisorId: ["Pedro"], branchId: ["Centro"] })
  })
  it("reads lists of employees, branches, brands, goals and activities of one's own from an empty system", () => {
    assert.deepEqual(readBy(table("sedes.xlsx", "Sede;Ciudad\nNorte;Bogotá"), empty)[0], { branchId: "Norte", name: "Norte", city: "Bogotá" })
    assert.deepEqual(readBy(table("marcas.xlsx", "Marca;Línea\nZarak;Motos"), empty)[0], { brandId: "Zarak", name: "Zarak", line: "motorcycles" })
    const staff = readBy(table("empleados.xlsx", "Nombre;Cargo;Sede;Fecha de ingreso\nAna Ruiz;Asesor comercial;Norte;1/02/2023"))[0]
    assert.deepEqual([staff?.employeeId, staff?.role, staff?.branchId, staff?.activeFrom], ["Ana Ruiz", "advisor", "S1", Calendar.parseDay("2023-02-01")])
    const goal = readBy(table("metas.xlsx", "Mes;Asesor;Sede;Marca;Meta prospectos;Meta actividades\nmarzo 2024;Ana Ruiz;Norte;Zarak;1.200;60"))[0]
    assert.deepEqual(goal, { period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "M1", prospects: 1200, activities: 60 })
    const activity = readBy(table("gestiones.xlsx", "Código actividad;Código prospecto;Asesor;Tipo de actividad;Fecha;Observaciones\n9;1001;Carlos Peña;Llamada telefónica;5/03/2024 10:00;Quiere cotización"))[0]
    assert.deepEqual([activity?.activityId, activity?.prospectId, activity?.advisorId, activity?.type, activity?.status, activity?.note], ["9", "1001", "A2", "call", "performed", "Quiere cotización"])
  })
  it("is nothing where nothing is known", () => {
    assert.equal(MappingProposal.propose(table("x.csv", "alfa;beta;gama\n1;2;3"), known), undefined)
    assert.equal(MappingProposal.propose({ file: "x", columns: [], rows: [] }, known), undefined)
  })
  it("understands the columns of a dealership's own workbook: words around the names, dates by their values, no codes of activities", () => {
    const list = proposed(table("PROSPECTOS MARZO", "No.;FECHA INGRESO;ASESOR COMERCIAL;PUNTO DE VENTA;MARCA;NOMBRES Y APELLIDOS;CÉDULA;CELULAR CLIENTE;E-MAIL;CÓMO SE ENTERÓ;VEHÍCULO DE INTERÉS;AUTORIZA DATOS;OBSERVACIONES\n1;5/03/2024;ANA RUIZ;Norte;Zarak;Luz Peña;1020345678;3104567812;l@c.co;Facebook;Zarak 150;5/03/2024;"))
    assert.deepEqual([list.kind, list.missing, fields(list)], ["prospects", [], {
      prospectId: "No.", createdAt: "FECHA INGRESO", advisorId: "ASESOR COMERCIAL", branchId: "PUNTO DE VENTA", brandId: "MARCA", fullName: "NOMBRES Y APELLIDOS", documentNumber: "CÉDULA",
      documentType: "", phone: "CELULAR CLIENTE", email: "E-MAIL", source: "CÓMO SE ENTERÓ", interest: "VEHÍCULO DE INTERÉS", consentAt: "AUTORIZA DATOS"
    }])
    // A column that may hold two types of document says none; a stage without its day can't be read.
    const other = table("PROSPECTOS", "No.;FECHA;ASESOR;SEDE;MARCA;CLIENTE;TIPO DOC.;No. DOCUMENTO;ESTADO DEL NEGOCIO\n1;5/03/2024;Ana Ruiz;Norte;Zarak;Luz Peña;C.C.;1020345678;Vendido")
    assert.deepInclude(fields(proposed(other)), { documentType: "TIPO DOC.", documentNumber: "No. DOCUMENTO", stage: "" })
    assert.deepEqual([readBy(other)[0]?.documentType, readBy(other)[0]?.stage], ["C.C.", "open"])
    const dated = table("PROSPECTOS", "No.;FECHA;ASESOR;SEDE;MARCA;C.C. / NIT;ESTADO;FECHA DE CIERRE\n1;5/03/2024;Ana Ruiz;Norte;Zarak;1020345678;Vendido;9/03/2024")
    assert.deepEqual([readBy(dated)[0]?.documentType, readBy(dated)[0]?.stage], [undefined, "won"])
    // Dates in shapes that no cell is read by need a pattern.
    for (const [date, iso] of [["marzo 5 de 2024", "2024-03-05"], ["5 de marzo de 2024", "2024-03-05"], ["Mar 5, 2024", "2024-03-05"], ["45356.604166667", "2024-03-05T14:30:00"], ["03/25/2024", "2024-03-25"]]) {
      const rows = table("PROSPECTOS", `No.;FECHA;ASESOR;SEDE;MARCA;CLIENTE\n1;${date};Ana Ruiz;Norte;Zarak;Luz Peña`)
      assert.equal(readBy(rows)[0]?.createdAt, Calendar.parseInstant(iso!, Calendar.bogota), date)
    }
    const followUp = table("SEGUIMIENTO", "No. prospecto;Cliente;Asesor;Fecha seguimiento;Tipo de contacto;Resultado;Comentario;Próximo contacto\n1;Luz Peña;Ana Ruiz;5/03/2024 10:05;Llamada;Interesado;Se habló del plan;8/03/2024")
    const activity = readBy(followUp)[0]
    assert.deepEqual([activity?.activityId, activity?.prospectId, activity?.type, activity?.status, activity?.note], ["1-50320241005-Llamada", "1", "call", "performed", "Se habló del plan"])
    assert.equal(proposed(table("METAS", "Mes;Asesor;Sede;Marca;Prospectos mes;Seguimientos mes\nmar-24;Ana Ruiz;Norte;Zarak;8;6")).kind, "goals")
  })
  it("is a good mapping, a mapping that lacks what it says, or none, whatever the table", () => {
    const word = fc.constantFrom("Código", "Fecha", "Asesor", "Sede", "Cliente", "Nombre", "Marca", "id", "__proto__", "created_time", "", "Celular", "Meta prospectos", "Mes", "constructor")
    const cell = fc.constantFrom("1", "5/03/2024", "Ana Ruiz", "Norte", "", "luz@correo.co", "3104567812", "mar-24", "\u0000")
    fc.assert(fc.property(fc.array(word, { maxLength: 8 }), fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 5 }), fc.boolean(), (columns, rows, isEmpty) => {
      const { mapping, missing = [] } = MappingProposal.propose({ file: "x.csv", columns, rows }, isEmpty ? empty : known) ?? {}
      if (mapping === undefined) return
      const read = ColumnMapping.read(mapping)
      const faults = Result.isFailure(read) ? read.failure.faults : []
      assert.isTrue(faults.every(({ pointer, problem }) => pointer.endsWith("/fields") && missing.some((field) => problem.en.includes(field))), JSON.stringify([mapping, faults]))
    }), { numRuns: 500 })
  })
})
