import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import * as fc from "fast-check"
import * as CanonicalFile from "../src/CanonicalFile.ts"
import * as Ndjson from "../src/Ndjson.ts"

const zone = Calendar.bogota
const prospect = { prospectId: "P1", createdAt: "2024-03-05T18:00:00-05:00", advisorId: "A", branchId: "B", brandId: "M" }

const readBytes = <R>(kind: CanonicalFile.Kind<R>, pieces: ReadonlyArray<Uint8Array>, options?: Ndjson.Options) => {
  const records: Array<R> = []
  const lines: Array<number> = []
  const rejections: Array<Ndjson.Rejection> = []
  const reader = Ndjson.reader(kind, zone, {
    onRecord: (record, line) => {
      records.push(record)
      lines.push(line)
    },
    onRejected: (rejection) => rejections.push(rejection)
  }, options)
  for (const piece of pieces) reader.push(piece)
  return { records, lines, rejections, summary: reader.end() }
}
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = <R>(kind: CanonicalFile.Kind<R>, text: string, options?: Ndjson.Options) => readBytes(kind, [bytesOf(text)], options)
const one = (changes: object) => read(CanonicalFile.prospects, JSON.stringify({ ...prospect, ...changes }))
const places = (outcome: { readonly rejections: ReadonlyArray<Ndjson.Rejection> }) =>
  outcome.rejections.flatMap(({ faults, line }) => faults.map(({ column, found, pointer }) => `${line} ${pointer} ${column} ${found}`))

describe("an array of objects", () => {
  it("is read as its elements, however it is laid out, at the lines where they begin", () => {
    const items = [prospect, { ...prospect, prospectId: "P-2" }, { ...prospect, prospectId: "P-3", createdAt: "ayer" }]
    for (const [text, lines] of [[JSON.stringify(items, null, 2), [2, 9, 16]], [`\uFEFF \n${JSON.stringify(items)}`, [2, 2, 2]]] as const) {
      for (const pieces of [[bytesOf(text)], Array.from(bytesOf(text), (byte) => Uint8Array.of(byte))]) {
        const outcome = readBytes(CanonicalFile.prospects, pieces)
        assert.deepEqual([outcome.lines, outcome.rejections.map(({ line }) => line)], [lines.slice(0, 2), lines.slice(2)])
        assert.deepEqual([outcome.summary.rows, outcome.summary.read], [3, 2])
      }
    }
  })
  it("may be empty", () => {
    assert.deepInclude(read(CanonicalFile.prospects, " [ ]\n").summary, { rows: 0, rejected: 0 })
  })
})

describe("a line of NDJSON", () => {
  it("is read as the same record as a canonical row, every key present", () => {
    const { records } = one({ consentAt: null, fullName: " Ana ", email: "  ", stage: "won", stageAt: "2024-03-06" })
    assert.deepEqual(Object.keys(records[0]!), CanonicalFile.prospects.fields.map(({ name }) => name))
    assert.deepEqual([records[0]!.createdAt, records[0]!.fullName, records[0]!.email, records[0]!.stageAt], [Date.UTC(2024, 2, 5, 23), "Ana", undefined, Date.UTC(2024, 2, 6, 5)])
  })
  it("takes no number for a text, so that no phone loses its zero, and names the place by pointer and column", () => {
    assert.deepEqual(places(one({ phone: 301234567, documentNumber: 12, stage: true, createdAt: 1709679600000 })), [
      "1 /createdAt created_at 1709679600000",
      "1 /documentNumber document_number 12",
      "1 /phone phone 301234567",
      "1 /stage stage true"
    ])
    assert.equal(one({ phone: "0301234567" }).records[0]?.phone, "0301234567")
  })
  it("takes whole numbers and booleans where they are meant, and lists", () => {
    const activity = { activityId: "T", prospectId: "P", advisorId: "A", type: "call", status: "planned", recordedAt: "2024-03-01" }
    const read1 = (changes: object) => read(CanonicalFile.activities, JSON.stringify({ ...activity, ...changes }))
    assert.deepEqual([read1({ durationSeconds: 60, requestedByCustomer: true }).records[0]?.durationSeconds, read1({ durationSeconds: "60" }).records[0]?.durationSeconds], [60, 60])
    assert.deepEqual([1.5, -1, 1e300, false, {}].map((durationSeconds) => read1({ durationSeconds }).rejections.length), [1, 1, 1, 1, 1])
    assert.deepEqual([1, "yes", []].map((requestedByCustomer) => read1({ requestedByCustomer }).rejections.length), [1, 1, 1])
    const employee = { employeeId: "E", name: "Ana", role: "crm-agent", activeFrom: "2024-01-01" }
    const brandsOf = (brandIds: unknown) => read(CanonicalFile.employees, JSON.stringify({ ...employee, brandIds })).records[0]?.brandIds
    assert.deepEqual([brandsOf(["M1", " M2 ", ""]), brandsOf("M1|M2"), brandsOf([1])], [["M1", "M2"], ["M1", "M2"], undefined])
  })
  it("has every fault in it told, across the fields too", () => {
    assert.deepEqual(places(one({ prospectId: undefined, createdAt: "ayer", stage: "lost" })), ["1 /prospectId prospect_id ", "1 /createdAt created_at ayer", "1 /stageAt stage_at "])
  })
  it("that is no object, no JSON or too long is rejected, and the next one read", () => {
    const good = JSON.stringify(prospect)
    const outcome = readBytes(CanonicalFile.prospects, [bytesOf(`[1]\nnull\n"x"\n{"a":\n`), Uint8Array.of(0xff, 10), bytesOf(`${" ".repeat(400)}\n\n  \n${good}\n${good}`)], { maximumLineBytes: 300 })
    assert.deepEqual(outcome.rejections.map(({ line }) => line), [1, 2, 3, 4, 5, 6, 10])
    assert.deepEqual(outcome.lines, [9])
    assert.deepEqual([outcome.summary.rows, outcome.summary.read, outcome.summary.rejected], [8, 1, 7])
    assert.include(outcome.rejections.at(-1)!.faults[0]!.expected.en, "line 9")
    assert.equal(outcome.rejections.at(-1)!.faults[0]!.pointer, "/prospectId")
  })
  it("may be laid out over lines, one object or several", () => {
    const text = [prospect, { ...prospect, prospectId: "P-2" }, { ...prospect, prospectId: "P-3", createdAt: "ayer" }].map((one) => JSON.stringify(one, null, 2)).join("\r\n").replaceAll("\n", "\r\n").replaceAll("\r\r", "\r")
    for (const pieces of [[bytesOf(text)], Array.from(bytesOf(text), (byte) => Uint8Array.of(byte))]) {
      const outcome = readBytes(CanonicalFile.prospects, pieces)
      assert.deepEqual([outcome.lines, outcome.rejections.map(({ line }) => line), outcome.summary.rows], [[1, 8], [15], 3])
    }
  })
  it("that is a webhook's lead is rejected with the mapping that reads it", () => {
    for (const [lead, name] of [[{ lead_id: "1", user_column_data: [] }, "google-webhook"], [{ id: "1", field_data: [] }, "meta-webhook"]] as const) {
      const [rejection] = read(CanonicalFile.prospects, JSON.stringify(lead)).rejections
      assert.lengthOf(rejection!.faults, 1)
      assert.include(rejection!.faults[0]!.expected.es, name)
    }
  })
  it("may be in any encoding of a table, which is told", () => {
    const text = `${JSON.stringify({ ...prospect, fullName: "Ñáñez" })}\n`
    const wide = Buffer.from(text, "utf16le")
    const encodings: ReadonlyArray<readonly [Uint8Array, string]> = [
      [bytesOf(text), "utf-8"],
      [Buffer.from(text, "latin1"), "windows-1252"],
      [Buffer.from(`[${text}]`, "latin1"), "windows-1252"],
      [wide, "utf-16le"],
      [Buffer.from(`\ufeff[${text}]`, "utf16le"), "utf-16le"],
      [Buffer.from(wide).swap16(), "utf-16be"]
    ]
    for (const [bytes, encoding] of encodings) {
      for (const pieces of [[bytes], Array.from(bytes, (byte) => Uint8Array.of(byte))]) {
        const { records, summary } = readBytes(CanonicalFile.prospects, pieces)
        assert.deepEqual([records[0]?.fullName, summary.encoding], ["Ñáñez", encoding])
      }
    }
  })
  it("that can't be read as a whole is not quoted: it may be anybody's name and number", () => {
    const lines = ["Ana Ruiz,3104829175", "\"Ana Ruiz\"", "3104829175", "[\"Ana Ruiz\"]", "{\"fullName\": \"Ana Ruiz\"", "null"]
    const outcome = readBytes(CanonicalFile.prospects, [bytesOf(`${lines.join("\n")}\n{"fullName": "Ana `), Uint8Array.of(0xff, 10), bytesOf(`${"Ana Ruiz".repeat(50)}\n`)], { maximumLineBytes: 300 })
    assert.deepEqual(outcome.rejections.map(({ faults }) => faults.map(({ found, pointer }) => pointer + found)), Array.from({ length: 8 }, () => [""]))
  })
  it("may be hostile: deep, with NUL, lone surrogates, odd keys", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000)
    const line = (phone: string) => `{"prospectId":"P","createdAt":"2024-03-05","advisorId":"A","branchId":"B","brandId":"M","__proto__":{"phone":"x"},"constructor":1,"phone":${phone}}`
    const outcome = read(CanonicalFile.prospects, [line(deep), line("\"a\\u0000b\""), line("\"\\ud800\""), line("null")].join("\n"))
    assert.deepEqual(places(outcome), ["1 /phone phone […]", "2 /phone phone a\u2400b", "3 /phone phone \ufffd"])
    assert.equal(outcome.records[0]?.phone, undefined)
    assert.deepEqual(outcome.summary.unknownNames, ["__proto__", "constructor"])
  })
  it("that repeats another is told so in words that name no column of a file", () => {
    const goal = JSON.stringify({ period: "2024-03", advisorId: "A", branchId: "B", brandId: "M", prospects: 1, activities: 1 })
    const [rejection] = read(CanonicalFile.goals, `${goal}\n${goal}`).rejections
    assert.deepEqual(rejection!.faults.map(({ expected, pointer }) => [pointer, expected]), [["/period", {
      es: "una meta (mes, asesor, sede y marca) que no esté ya en la línea 1",
      en: "a goal (month, advisor, branch and brand) that is not already on line 1"
    }]])
  })
  it("may follow a byte-order mark and end with CRLF", () => {
    assert.equal(read(CanonicalFile.prospects, `\uFEFF${JSON.stringify(prospect)}\r\n`).summary.read, 1)
  })
})

describe("laws of NDJSON", () => {
  const line = fc.oneof(
    fc.json({ maxDepth: 2 }),
    fc.record({ prospectId: fc.constantFrom("P1", "P2", 3), createdAt: fc.constantFrom("2024-03-05", "x"), advisorId: fc.constant("é"), branchId: fc.constant("B"), brandId: fc.constant("M") }).map((one) => JSON.stringify(one)),
    fc.constantFrom("", " ", "{", "\r")
  )
  const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n"))
  it("any cut of the bytes gives the same, and read and rejected are the rows", () => {
    fc.assert(fc.property(text, fc.integer({ min: 1, max: 20 }), (text, size) => {
      const whole = read(CanonicalFile.prospects, text, { maximumLineBytes: 90 })
      const bytes = bytesOf(text)
      const buffer = new Uint8Array(size)
      const reused: Array<number> = []
      const reader = Ndjson.reader(CanonicalFile.prospects, zone, { onRecord: (_, line) => void reused.push(line), onRejected: () => {} }, { maximumLineBytes: 90 })
      for (let at = 0; at < bytes.length; at += size) {
        buffer.set(bytes.subarray(at, at + size))
        reader.push(buffer.subarray(0, Math.min(size, bytes.length - at)))
        buffer.fill(0)
      }
      reader.end()
      assert.deepEqual(reused, whole.lines)
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.slice(i * size, (i + 1) * size))
      assert.deepEqual(readBytes(CanonicalFile.prospects, pieces, { maximumLineBytes: 90 }), whole)
      assert.equal(whole.summary.read + whole.summary.rejected, whole.summary.rows)
      assert.equal(whole.summary.rejected, whole.rejections.length)
    }), { numRuns: 1000 })
  })
  it("a stream reads the same", async () => {
    const text = `${JSON.stringify(prospect)}\n{}\n`
    const batches = await Effect.runPromise(Stream.make(bytesOf(text.slice(0, 30)), bytesOf(text.slice(30))).pipe(Ndjson.stream(CanonicalFile.prospects, zone), Stream.runCollect))
    assert.deepEqual(batches.flatMap(({ lines }) => lines), [1])
    assert.deepEqual(batches.flatMap(({ rejections }) => rejections.map(({ line }) => line)), [2])
    assert.equal(batches.at(-1)?.summary?.rows, 2)
  })
})
