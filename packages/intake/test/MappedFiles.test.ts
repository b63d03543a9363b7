import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"

const prospects = (fields: object = {}, source: object = {}, rule: object = {}) => ({
  name: "prospectos de otro sistema",
  sources: {
    "p.csv": {
      ...source,
      records: [{
        kind: "prospects",
        fields: { prospectId: { column: "Código" }, createdAt: { column: "Fecha", date: "dd/MM/yyyy" }, advisorId: { constant: "A1" }, branchId: { constant: "S1" }, brandId: { constant: "M1" }, ...fields },
        ...rule
      }]
    }
  }
})

const read = (mapping: unknown, text: string | Uint8Array, options: ColumnMapping.Options = {}) => {
  const records: Array<Readonly<Record<string, unknown>>> = []
  const faults: Array<string> = []
  const reader = ColumnMapping.reader(Result.getOrThrow(ColumnMapping.read(mapping)), "p.csv", Calendar.bogota, {
    onRecord: ({ record }) => {
      records.push(record as unknown as Readonly<Record<string, unknown>>)
    },
    onRejected: ({ faults: found, line }) => {
      for (const { column, expected, found: text } of found) faults.push(`${line} ${column}: ${text}; ${expected.es}`)
    }
  }, options)
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += 7) reader.push(bytes.subarray(at, at + 7))
  const summary = reader.end()
  return { records, faults, summary, ids: records.map(({ prospectId }) => prospectId), dates: records.map(({ createdAt }) => Calendar.formatInstant(Calendar.bogota, createdAt as number)) }
}
const pointers = (mapping: unknown): ReadonlyArray<string> => {
  const result = ColumnMapping.read(mapping)
  return Result.isFailure(result) ? result.failure.faults.map(({ pointer }) => pointer) : []
}

describe("dates of a mapped column", () => {
  it("may be written in Excel's short forms", () => {
    const rows = "Código;Fecha\n1;5/03/24 2:30 p. m.\n2;5/03/24 2:30 p.\u00a0m.\n"
    assert.deepEqual(read(prospects({ createdAt: { column: "Fecha", date: "d/MM/yy h:mm a" } }), rows).dates, ["2024-03-05T14:30:00-05:00", "2024-03-05T14:30:00-05:00"])
    assert.deepEqual(read(prospects({ createdAt: { column: "Fecha", date: "d-MMM-yy" } }), "Código;Fecha\n1;5-mar-24\n").dates, ["2024-03-05T00:00:00-05:00"])
  })
  it("may have several patterns, tried in turn", () => {
    const createdAt = { column: "Fecha", date: ["MM/dd/yyyy", "yyyyMMdd"] }
    const { dates, faults } = read(prospects({ createdAt }), "Código;Fecha\n1;03/25/2024\n2;20240325\n3;25/03/2024\n")
    assert.deepEqual(dates, ["2024-03-25T00:00:00-05:00", "2024-03-25T00:00:00-05:00"])
    assert.deepEqual(faults, ["4 Fecha → created_at: 25/03/2024; una fecha escrita como MM/dd/yyyy o yyyyMMdd"])
  })
  it("are read without their time, or as ISO 8601, where that is the only way to read them", () => {
    const createdAt = { column: "Fecha", date: "d/MM/yyyy h:mm a" }
    assert.deepEqual(read(prospects({ createdAt }), "Código;Fecha\n1;5/03/2024 2:30 p. m.\n2;13/03/2024\n3;2024-03-05T14:30:00\n").dates, [
      "2024-03-05T14:30:00-05:00",
      "2024-03-13T00:00:00-05:00",
      "2024-03-05T14:30:00-05:00"
    ])
  })
  it("are rejected as they stand in the file, with the pattern in use, where month and day are exchanged", () => {
    assert.deepEqual(read(prospects(), "Código;Fecha\n1;03/25/2024\n").faults, ["2 Fecha → created_at: 03/25/2024; una fecha escrita como dd/MM/yyyy"])
  })
})

describe("a value of a mapped row", () => {
  const row = (fields: object, cells: string, header = "Código;Fecha;a;b;c") => read(prospects(fields), `${header}\n1;05/03/2024;${cells}\n`).records[0]
  it("is the first column that is not empty", () => {
    const phone = { firstOf: [{ column: "a" }, { column: "b" }, { constant: "ninguno" }] }
    assert.deepEqual([row({ phone }, "1;2;")?.phone, row({ phone }, ";2;")?.phone, row({ phone }, ";;")?.phone], ["1", "2", "ninguno"])
  })
  it("loses a prefix, a suffix or everything but digits", () => {
    assert.equal(row({ phone: { column: "a", strip: { prefix: ["p:", "tel:"] } } }, "P:+573104567812;;")?.phone, "+573104567812")
    assert.equal(row({ interest: { column: "a", strip: { prefix: "moto", suffix: "(nueva)" } } }, "Moto Zarak 150 (NUEVA);;")?.interest, "Zarak 150")
    assert.equal(row({ documentNumber: { column: "a", strip: "non-digits" } }, "CC 1.020.345.678;;")?.documentNumber, "1020345678")
  })
  it("is split, and its first part taken", () => {
    assert.equal(row({ phone: { column: "a", split: ["/", ","] } }, " / 3104567812, 3151234567;;")?.phone, "3104567812")
  })
  it("is translated whatever its case and accents, and exactly where it can be", () => {
    const source = { column: "a", translate: { Facebook: "social", "Página web": "web" } }
    assert.deepEqual(["FACEBOOK", "pagina WEB", "Facebook", "Otra"].map((text) => row({ source }, `${text};;`)?.source), ["social", "web", "social", "Otra"])
    assert.deepEqual(pointers(prospects({ source: { column: "a", translate: { Web: "web", WEB: "social" } } })), ["/sources/p.csv/records/0/fields/source/translate/WEB"])
  })
  it("is the instant when the file came, where the reader is told", () => {
    const mapping = prospects({ createdAt: { received: true } })
    assert.deepEqual(read(mapping, "Código\n1\n", { receivedAt: Date.UTC(2024, 2, 5, 19, 30) }).dates, ["2024-03-05T14:30:00-05:00"])
    assert.deepEqual(read(mapping, "Código\n1\n").faults, ["2 created_at: ; un valor (es obligatorio)"])
  })
})

describe("rows of a mapped file", () => {
  it("are kept or left out by an empty cell", () => {
    const rows = "Código;Fecha;a\n1;05/03/2024;x\n2;05/03/2024;\n"
    const kept = (condition: object) => read(prospects({}, {}, { when: [{ value: { column: "a" }, ...condition }] }), rows).ids
    assert.deepEqual([kept({ notIn: [""] }), kept({ in: [""] }), kept({ notIn: ["x"] }), kept({ present: true })], [["1"], ["2"], ["2"], ["1"]])
  })
  it("begin below the header that the mapping says, or the first line that has its columns", () => {
    const rows = "Informe;de;leads\nCódigo;Fecha\nCódigo;Fecha\n1;05/03/2024\n"
    assert.deepEqual(read(prospects({}, { headerRow: 3 }), rows).ids, ["1"])
    assert.deepEqual(read(prospects(), rows).faults.length, 1)
    assert.throws(() => read(prospects({}, { headerRow: 1 }), rows), /Código, Fecha/)
  })
  it("take what they leave out from the row above, in the columns that the mapping says", () => {
    const rows = "Código;Fecha;a;b\n1;05/03/2024;Norte;x\n2;;;\n3;06/03/2024;Sur;\n4;;;\n"
    const { records } = read(prospects({ interest: { column: "a" }, fullName: { column: "b" } }, { fillDown: ["Fecha", "a"] }), rows)
    assert.deepEqual(records.map(({ fullName, interest, prospectId }) => [prospectId, interest, fullName]), [["1", "Norte", "x"], ["2", "Norte", undefined], ["3", "Sur", undefined], ["4", "Sur", undefined]])
  })
})

describe("JSON", () => {
  const json = (fields: object, source: object = {}) => prospects(fields, { json: {}, ...source })
  const flat = { prospectId: { column: "id" }, createdAt: { column: "when" }, fullName: { column: "person.name" } }
  const item = (id: string) => ({ id, when: "2024-03-05T14:30:00-05:00", person: { name: "Luz Marina Peña" }, more: [1] })

  it("is an array, one object after another, or a list inside an object, however it is laid out", () => {
    const items = [item("1"), item("2")]
    for (const text of [JSON.stringify(items, null, 2), JSON.stringify(items), items.map((one) => JSON.stringify(one)).join("\n"), items.map((one) => JSON.stringify(one, null, 2)).join(" ")]) {
      const { records, summary } = read(json(flat), text)
      assert.deepEqual(records.map(({ fullName, prospectId }) => [prospectId, fullName]), [["1", "Luz Marina Peña"], ["2", "Luz Marina Peña"]], text)
      assert.deepEqual(summary.unusedColumns, ["more"])
    }
    assert.deepEqual(read(json(flat, { json: { list: "data.leads" } }), JSON.stringify({ data: { leads: items } })).ids, ["1", "2"])
    assert.deepEqual(read(json(flat), Buffer.from(`\uFEFF${JSON.stringify(items)}`, "utf16le")).summary.encoding, "utf-16le")
    assert.equal(read(json(flat), Buffer.from(JSON.stringify([item("1")]), "latin1")).records[0]?.fullName, "Luz Marina Peña")
  })
  it("keeps the plain values that feed nothing, if asked to, but never the key that Google sends along", () => {
    const text = JSON.stringify([{ ...item("1"), campaign: " Marzo ", budget: 12, organic: false, empty: "  ", google_key: "x" }, item("2")])
    const keptBy = (options: ColumnMapping.Options) => {
      const kept: Array<unknown> = []
      const reader = ColumnMapping.reader(Result.getOrThrow(ColumnMapping.read(json(flat))), "p.csv", Calendar.bogota, {
        onRecord: (_, __, unknown) => void kept.push(unknown),
        onRejected: () => {}
      }, options)
      reader.push(Buffer.from(text))
      reader.end()
      return kept
    }
    assert.deepEqual(keptBy({ unknownCells: true }), [{ campaign: "Marzo", budget: "12", organic: "false" }, undefined])
    assert.deepEqual(keptBy({}), [undefined, undefined])
  })
  it("of Google's lead forms is read by its paths", () => {
    const google = (id: string) => ({ column: `user_column_data[column_id=${id}].string_value` })
    const fields = { prospectId: { column: "lead_id" }, createdAt: { received: true }, fullName: google("FULL_NAME"), phone: google("PHONE_NUMBER"), email: google("EMAIL") }
    const lead = {
      lead_id: "TeSter-123-ABCDEFGH",
      user_column_data: [
        { column_name: "Nombre completo", string_value: "Luz Marina Peña", column_id: "FULL_NAME" },
        { column_name: "Número de teléfono", string_value: "+573104567812", column_id: "PHONE_NUMBER" },
        { column_name: "Correo", string_value: "luz.pena@correo.co", column_id: "EMAIL" }
      ],
      api_version: "1.0", form_id: 40000000001, google_key: "x", is_test: true
    }
    const [record] = read(json(fields), JSON.stringify(lead), { receivedAt: 0 }).records
    assert.deepEqual([record?.prospectId, record?.fullName, record?.phone, record?.email], ["TeSter-123-ABCDEFGH", "Luz Marina Peña", "+573104567812", "luz.pena@correo.co"])
  })
  it("of Meta's leads is read by its paths, from its API and in its webhook", () => {
    const meta = (name: string) => ({ column: `field_data[name=${name}].values[0]` })
    const fields = { prospectId: { column: "id" }, createdAt: { column: "created_time" }, fullName: meta("full_name"), phone: meta("phone_number") }
    const lead = { created_time: "2024-03-05T19:21:33+0000", id: "444444444444", field_data: [{ name: "full_name", values: ["Luz Marina Peña"] }, { name: "phone_number", values: ["+573104567812"] }] }
    const { dates, records } = read(json(fields), JSON.stringify(lead))
    assert.deepEqual([dates, records[0]?.fullName, records[0]?.phone], [["2024-03-05T14:21:33-05:00"], "Luz Marina Peña", "+573104567812"])
    const webhook = { object: "page", entry: [{ id: "1", changes: [{ field: "leadgen", value: { leadgen_id: "7", created_time: 1709666493 } }, { field: "leadgen", value: { leadgen_id: "8", created_time: 1709666494 } }] }] }
    const called = { prospectId: { column: "leadgen_id" }, createdAt: { column: "created_time", date: "unix-seconds" } }
    assert.deepEqual(read(json(called, { json: { list: "entry[].changes[].value" } }), JSON.stringify(webhook)).dates, ["2024-03-05T14:21:33-05:00", "2024-03-05T14:21:34-05:00"])
  })
  it("that is broken costs the items that are, and no others", () => {
    const { faults, ids } = read(json(flat), `[${JSON.stringify(item("1"))}, {"id": x}, 7, "a]", ${JSON.stringify(item("2"))}, {"id": "3"`)
    assert.deepEqual(ids, ["1", "2"])
    assert.deepEqual(faults.map((fault) => fault.slice(0, 30)), ["2 : ; un objeto JSON completo", "3 : ; un objeto JSON completo", "4 : ; un objeto JSON completo", "6 : ; un objeto JSON completo"])
    assert.throws(() => read(json(flat), "id,when\n1,2"), /arreglo JSON|JSON array/)
    assert.throws(() => read(json(flat), ""), /JSON array/)
  })
  it("nested a million levels deep, or an item of megabytes, costs that item and little memory", () => {
    const deep = `{"id": ${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`
    const { faults, ids } = read(json(flat), `[${deep}, {"id": "${"x".repeat(2_000_000)}"}, ${JSON.stringify(item("1"))}]`)
    assert.deepEqual([ids, faults], [["1"], ["1 : ; un objeto JSON de hasta 100 niveles", "2 : ; un objeto JSON de 1048576 bytes o menos"]])
  })
  it("has paths that are told where they are none", () => {
    const bad = json({ prospectId: { column: "a..b" }, phone: { column: 3 }, email: { column: "['a.b'][0].c" } }, { json: { list: "[" }, headerRow: 2 })
    assert.deepEqual(pointers(bad).toSorted(), [
      "/sources/p.csv/headerRow", "/sources/p.csv/json/list", "/sources/p.csv/records/0/fields/phone/column", "/sources/p.csv/records/0/fields/prospectId/column"
    ])
  })
})
