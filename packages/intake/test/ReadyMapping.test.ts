import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as Prospect from "@crm-procedure/core/records/Prospect"
import * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import * as ReadyMapping from "@crm-procedure/intake/ReadyMapping"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"

const employee = (employeeId: string, name: string): Directory.Employee => ({
  employeeId, name, role: "advisor", branchId: "S1", line: undefined, brandIds: undefined, phone: undefined, email: undefined, documentType: undefined, documentNumber: undefined,
  activeFrom: 0, activeTo: undefined
})
const directory = {
  branches: [{ branchId: "S1", name: "Norte", city: undefined }, { branchId: "S2", name: "Sur", city: undefined }],
  brands: [{ brandId: "M1", name: "Zarak", line: "motorcycles" as const }],
  employees: [employee("A1", "Ana Ruiz"), employee("A2", "Carlos Peña"), employee("A3", "Sofía Núñez"), employee("A4", "Sofia Nunez")]
}

const read = (name: ReadyMapping.Name, text: string | Uint8Array, more: Partial<ReadyMapping.Given> = {}, receivedAt = 0) => {
  const mapping = Result.getOrThrow(ColumnMapping.read(ReadyMapping.make(name, { file: "f", directory, branchId: "S1", advisorId: "A1", ...more })))
  const read: Array<Prospect.Prospect> = []
  const faults: Array<string> = []
  const reader = ColumnMapping.reader(mapping, "f", Calendar.bogota, {
    onRecord: ({ kind, record }) => {
      if (kind === "prospects") read.push(record)
    },
    onRejected: ({ faults: found, line }) => {
      for (const { column, found: cell } of found) faults.push(`${line} ${column} ${cell}`)
    }
  }, { receivedAt })
  reader.push(Buffer.from(text))
  const summary = reader.end()
  assert.deepEqual(faults, [])
  return { read, summary }
}
const shown = ({ advisorId, branchId, brandId, createdAt, email, fullName, interest, phone, prospectId, source }: Prospect.Prospect) =>
  [prospectId, Calendar.formatInstant(Calendar.bogota, createdAt), advisorId, branchId, brandId, fullName, phone, email, source, interest]
/** The cells of the line above the record's. */
const header = (text: string, id: unknown): ReadonlyArray<string> => {
  const lines = text.split("\n")
  return lines[lines.findIndex((line) => line.includes(String(id))) - 1]!.split(/[,;\t]/).map((cell) => cell.replaceAll("\"", ""))
}

const exports: ReadonlyArray<{ readonly name: ReadyMapping.Name; readonly text: string; readonly expected: ReadonlyArray<unknown> }> = [
  {
    name: "meta-lead-ads",
    text: "id\tcreated_time\tad_id\tad_name\tadset_id\tadset_name\tcampaign_id\tcampaign_name\tform_id\tform_name\tis_organic\tplatform\t¿qué_moto_te_interesa?\tfull_name\tphone_number\temail\tlead_status\n" +
      "l:4444\t2024-03-05T14:21:33-05:00\tag:1\tAnuncio\tas:1\tGrupo\tc:1\tMarzo\tf:1\tFormulario\tfalse\tfb\tZarak 150\tLuz Marina Peña\tp:+573104567812\tluz.pena@correo.co\tcomplete\n",
    expected: ["4444", "2024-03-05T14:21:33-05:00", "A1", "S1", "M1", "Luz Marina Peña", "+573104567812", "luz.pena@correo.co", "social", "Zarak 150"]
  },
  {
    name: "google-lead-forms",
    text: "Lead ID,Lead Submit Time,Full Name,Phone Number,User Email,Campaign Name,Google Click ID\nTeSter-1,2024-03-05 14:21:33,Luz Marina Peña,+573104567812,luz.pena@correo.co,Zarak 150,abc\n",
    expected: ["TeSter-1", "2024-03-05T14:21:33-05:00", "A1", "S1", "M1", "Luz Marina Peña", "+573104567812", "luz.pena@correo.co", "web", "Zarak 150"]
  },
  {
    name: "hubspot",
    text: "\"ID de registro\",\"Nombre\",\"Apellidos\",\"Correo\",\"Número de teléfono\",\"Propietario del contacto\",\"Fecha de creación\",\"Fuente original\",\"Modelo de interés\",\"Sede\"\n" +
      "\"101\",\"Luz Marina\",\"Peña\",\"luz.pena@correo.co;otra@correo.co\",\"310 456 7812\",\"Carlos Peña\",\"2024-03-05 14:21\",\"Organic Search\",\"Zarak 150\",\"Sur\"\n",
    expected: ["101", "2024-03-05T14:21:00-05:00", "A2", "S2", "M1", "Luz Marina Peña", "310 456 7812", "luz.pena@correo.co", "web", "Zarak 150"]
  },
  {
    name: "salesforce-report",
    text: "Informe de candidatos de marzo\nA fecha de 05/03/2024\n\nLead ID,Lead Owner,First Name,Last Name,Mobile,Email,Lead Source,Create Date,Product Interest\n" +
      "00Q1,ANA RUIZ,Luz Marina,Peña,3104567812,luz.pena@correo.co,Phone Inquiry,5/03/2024,Zarak 150\n\"Copyright (c) 2000-2024 salesforce.com, inc. All rights reserved.\"\n\"Confidential Information - Do Not Distribute\"\n",
    expected: ["00Q1", "2024-03-05T00:00:00-05:00", "A1", "S1", "M1", "Luz Marina Peña", "3104567812", "luz.pena@correo.co", "phone-lead", "Zarak 150"]
  },
  {
    name: "zoho",
    text: "Record Id,Lead Owner,First Name,Last Name,Email,Phone,Mobile,Lead Source,Created Time,Model,Branch\nzcrm_55,Carlos Peña,Luz Marina,Peña,luz.pena@correo.co,6014567890,3104567812,Facebook,2024-03-05 14:21:33,Zarak 150,Norte\n",
    expected: ["55", "2024-03-05T14:21:33-05:00", "A2", "S1", "M1", "Luz Marina Peña", "3104567812", "luz.pena@correo.co", "social", "Zarak 150"]
  },
  {
    name: "pipedrive",
    text: "Deal - ID,Deal - Title,Deal - Owner,Deal - Deal created,Person - Name,Person - Phone - Work,Person - Email - Work,Deal - Source channel\n77,Zarak 150,Ana Ruiz,2024-03-05 14:21:33,Luz Marina Peña,\"3104567812, 3151234567\",luz.pena@correo.co,Referral\n",
    expected: ["77", "2024-03-05T14:21:33-05:00", "A1", "S1", "M1", "Luz Marina Peña", "3104567812", "luz.pena@correo.co", "referral", "Zarak 150"]
  },
  {
    name: "odoo",
    text: "ID externo,Oportunidad,Nombre de contacto,Correo electrónico,Móvil,Comercial,Creado el,Fuente,Equipo de ventas\n__export__.crm_lead_9,Zarak 150,Luz Marina Peña,luz.pena@correo.co,3104567812,Ana Ruiz,2024-03-05 14:21:33,Vitrina,Sur\n",
    expected: ["__export__.crm_lead_9", "2024-03-05T14:21:33-05:00", "A1", "S2", "M1", "Luz Marina Peña", "3104567812", "luz.pena@correo.co", "walk-in", "Zarak 150"]
  },
  {
    name: "excel-es",
    text: "PROSPECTOS MARZO;;;\nCódigo;Fecha;Asesor;Sede;Cliente;Celular;Correo;Origen;Moto\n1001;5/03/2024 2:21 p. m.;sofía núñez;SUR;Luz Marina Peña;3104567812;luz.pena@correo.co;FACEBOOK;Zarak 150\n",
    expected: ["1001", "2024-03-05T14:21:00-05:00", "sofía núñez", "S2", "M1", "Luz Marina Peña", "3104567812", "luz.pena@correo.co", "social", "Zarak 150"]
  }
]

describe("A ready-made mapping", () => {
  for (const { expected, name, text } of exports) {
    it(`reads an invented export: ${name}`, () => {
      const { read: [record, ...more] } = read(name, text)
      assert.deepEqual([shown(record!), more.length], [expected, 0])
      assert.equal(ReadyMapping.recognised(header(text, expected[0])), name)
    })
  }
  it("reads Google's and Meta's webhooks, with the instant when they came where they say none", () => {
    const google = { lead_id: "T1", user_column_data: [{ string_value: "Luz Marina Peña", column_id: "FULL_NAME" }, { string_value: "+573104567812", column_id: "PHONE_NUMBER" }], google_key: "x" }
    assert.deepEqual(shown(read("google-webhook", JSON.stringify(google), {}, Date.UTC(2024, 2, 5, 19)).read[0]!).slice(0, 7), ["T1", "2024-03-05T14:00:00-05:00", "A1", "S1", "M1", "Luz Marina Peña", "+573104567812"])
    const meta = { id: "44", created_time: "2024-03-05T19:21:33+0000", field_data: [{ name: "full_name", values: ["Luz Marina Peña"] }, { name: "email", values: ["luz.pena@correo.co"] }] }
    assert.deepEqual(shown(read("meta-webhook", JSON.stringify(meta)).read[0]!).slice(0, 3), ["44", "2024-03-05T14:21:33-05:00", "A1"])
    assert.equal(shown(read("meta-webhook", JSON.stringify({ leadgen_id: "45", created_time: 1709666493 })).read[0]!)[1], "2024-03-05T14:21:33-05:00")
  })
  it("gives the authorization that the form asked for, from the day of the lead", () => {
    const { read: [record] } = read("meta-lead-ads", exports[0]!.text, { consent: { purpose: "contacto comercial", channel: "redes" } })
    assert.deepEqual([record!.consentAt, record!.consentPurpose, record!.consentChannel], [record!.createdAt, "contacto comercial", "redes"])
  })
  it("is good whatever the directory holds", () => {
    const empty = { branches: [], brands: [], employees: [] }
    for (const { name } of ReadyMapping.all) assert.isTrue(Result.isSuccess(ColumnMapping.read(ReadyMapping.make(name, { file: "f", directory: empty }))), name)
  })
  it("is recognised by its columns alone", () => {
    assert.equal(ReadyMapping.recognised(["prospect_id", "created_at"]), undefined)
    assert.equal(ReadyMapping.recognised(["ID", "CREATED TIME", "form-name", "Platform"]), "meta-lead-ads")
  })
})
