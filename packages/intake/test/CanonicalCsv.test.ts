import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as WrittenText from "@crm-procedure/core/identity/WrittenText"
import * as Reading from "@crm-procedure/core/records/Reading"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import * as fc from "fast-check"
import * as CanonicalCsv from "../src/CanonicalCsv.ts"
import * as CanonicalFile from "../src/CanonicalFile.ts"
import * as FastRows from "../src/internal/FastRows.ts"
import { instantInPlace, RowCells } from "../src/internal/RowCells.ts"

const zone = Calendar.bogota
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

interface Outcome<R> {
  readonly records: Array<R>
  readonly lines: Array<number>
  readonly rejections: Array<CanonicalFile.Rejection>
  readonly unknown: Array<CanonicalCsv.UnknownCells>
  summary: CanonicalCsv.Summary | undefined
  unusable: CanonicalFile.UnusableFile | undefined
}

/** What is counted of a file in which nothing is odd. */
const clean = { rejected: 0, skipped: 0, repairs: 0, dayFirst: 0, bothWays: 0, encoding: "utf-8", unknownColumns: [] } as const

const readPieces = <R>(
  kind: CanonicalFile.Kind<R>,
  pieces: ReadonlyArray<Uint8Array>,
  options?: CanonicalCsv.Options
): Outcome<R> => {
  const outcome: Outcome<R> = { records: [], lines: [], rejections: [], unknown: [], summary: undefined, unusable: undefined }
  const reader = CanonicalCsv.reader(kind, zone, {
    onRecord: (record, line, unknown) => {
      outcome.records.push(record)
      outcome.lines.push(line)
      outcome.unknown.push(unknown)
    },
    onRejected: (rejection) => outcome.rejections.push(rejection)
  }, options)
  try {
    for (const piece of pieces) reader.push(piece)
    outcome.summary = reader.end()
  } catch (error) {
    if (!(error instanceof CanonicalFile.UnusableFile)) throw error
    outcome.unusable = error
  }
  return outcome
}

const read = <R>(kind: CanonicalFile.Kind<R>, text: string | Uint8Array, options?: CanonicalCsv.Options): Outcome<R> =>
  readPieces(kind, [typeof text === "string" ? bytesOf(text) : text], options)

const branches = (rows: string, options?: CanonicalCsv.Options) => read(CanonicalFile.branches, `branch_id,name,city\n${rows}`, options)

const prospectHeader = "prospect_id,created_at,advisor_id,branch_id,brand_id"
const prospects = (columns: string, rows: string) => read(CanonicalFile.prospects, `${prospectHeader}${columns}\n${rows}`)
const activities = (columns: string, rows: string) =>
  read(CanonicalFile.activities, `activity_id,prospect_id,advisor_id,type,status${columns}\n${rows}`)

/** `line column found` of each fault. */
const faults = (outcome: Outcome<unknown>): Array<string> =>
  outcome.rejections.flatMap(({ faults, line }) => faults.map(({ column, found }) => `${line} ${column} ${found}`))

const unusable = (outcome: Outcome<unknown>): string =>
  outcome.unusable === undefined ? "usable" : `${outcome.unusable.line} ${outcome.unusable.column} ${outcome.unusable.found}`

describe("a canonical file", () => {
  it("has columns in any order, unknown ones kept and reported, and a byte-order mark", () => {
    const outcome = read(CanonicalFile.branches, "\uFEFFcity,color,branch_id,name\nCali,rojo,B1,Norte\n,,B2,Sur\n", { unknownCells: true })
    assert.deepEqual(outcome.records, [{ branchId: "B1", name: "Norte", city: "Cali" }, { branchId: "B2", name: "Sur", city: undefined }])
    assert.deepEqual(outcome.unknown, [{ color: "rojo" }, {}])
    assert.deepEqual(outcome.summary, { ...clean, rows: 2, read: 2, unknownColumns: ["color"] })
    assert.deepEqual(branches("B1,Norte,\n").unknown, [{}])
    assert.equal(read(CanonicalFile.branches, "\uFEFF\"branch_id\",name\nB1,a").summary?.read, 1)
  })
  it("is separated by the most frequent of , ; tab and | in the header, outside quotes", () => {
    for (const delimiter of [",", ";", "\t", "|"]) {
      const rows = ["branch_id", "name", "\"city\"", "\",;\t,;\t,;\t,;\t\""].join(delimiter) + "\n" + ["B1", "A", "\"C,;\t\"", ""].join(delimiter)
      assert.deepEqual(read(CanonicalFile.branches, rows).records, [{ branchId: "B1", name: "A", city: "C,;" }], JSON.stringify(delimiter))
    }
    assert.deepEqual(read(CanonicalFile.branches, "branch_id;name;city,town\nB1;A;x").summary?.unknownColumns, ["city,town"])
  })
  it("may be UTF-16 without a byte-order mark, whose letters have a zero beside them", () => {
    const text = Buffer.from("branch_id;name\r\nB1;Ñáñez\r\n", "utf16le")
    for (const [bytes, encoding] of [[text, "utf-16le"], [Buffer.from(text).swap16(), "utf-16be"]] as const) {
      const outcome = read(CanonicalFile.branches, bytes)
      assert.deepEqual([outcome.records[0]?.name, outcome.summary?.encoding], ["Ñáñez", encoding])
    }
  })
  it("quotes as RFC 4180 does: delimiters, line ends and doubled quotes inside; a quote within an unquoted cell is itself", () => {
    assert.deepEqual(branches("B1,\"a,\"\"b\"\"\nc\",5\"\nB2,\"\"\"\",\"\"\n").records, [
      { branchId: "B1", name: "a,\"b\"\nc", city: "5\"" },
      { branchId: "B2", name: "\"", city: undefined }
    ])
  })
  it("has lines that end with LF, CRLF or CR; blank lines are no rows, and every physical line is counted", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const text = ["", "branch_id,\"na", "me\",name", "", "B1,\"x", "", "y\",a", "  ", "", "B2,,b", "B3,,", "B4,,c"].join(end)
      const outcome = read(CanonicalFile.branches, text)
      assert.deepEqual(outcome.lines, [5, 10, 12], JSON.stringify(end))
      assert.deepEqual(faults(outcome), ["11 name "])
      assert.deepEqual(outcome.summary?.rows, 4)
    }
  })
  it("needs no line end at its end, and a header alone will do", () => {
    assert.equal(read(CanonicalFile.branches, "branch_id,name").summary?.rows, 0)
    assert.equal(branches("B1,a,b").summary?.read, 1)
    assert.deepEqual(branches("B1,a,").records[0]?.city, undefined)
  })
})

describe("a cell", () => {
  it("is trimmed, absent where nothing is left, and loses one apostrophe", () => {
    assert.deepEqual(branches("  B1 ,\u00a0'=1+1\t,\" \t\"\nB2,'+57,''-1\nB3,'@,'a\nB4,\"'\tx\",\"'\rx\"\nB5,a,'\nB6,a,\u200b\n").records, [
      { branchId: "B1", name: "=1+1", city: undefined },
      { branchId: "B2", name: "+57", city: "'-1" },
      { branchId: "B3", name: "@", city: "a" },
      { branchId: "B4", name: "x", city: "x" },
      { branchId: "B5", name: "a", city: undefined },
      { branchId: "B6", name: "a", city: undefined }
    ])
  })
  it("that is missing at the end of a row is absent; one too many is ignored where blank, and else rejects the row", () => {
    assert.deepEqual(branches("B1,a\nB2,a,b,, ,\n").records, [{ branchId: "B1", name: "a", city: undefined }, { branchId: "B2", name: "a", city: "b" }])
    assert.deepEqual(faults(branches("B1,a\nB2,a,b,,x\nB3,,b,c\n")), ["3  5", "4  4", "4 name "])
  })
  it("of an id has at most 64 characters, counted as code points", () => {
    const long = "𝒜".repeat(64)
    assert.equal(branches(`${long},a`).records[0]?.branchId, long)
    assert.equal(prospects("", `${long},2024-03-01,A,B,M\n`).records[0]?.prospectId, long)
    assert.deepEqual(faults(branches(`${long}x,a`)), [`2 branch_id ${long}x`])
    assert.deepEqual(faults(prospects("", `${"x".repeat(65)},2024-03-01,A,B,M`)), [`2 prospect_id ${"x".repeat(65)}`])
  })
  it("of an enumeration matches in English or Spanish, an integer is a whole number, a boolean yes or no", () => {
    assert.deepEqual(faults(prospects(",stage", "P1,2024-03-01,A,B,M,Opened")), ["2 stage Opened"])
    assert.deepEqual(prospects(",stage,source", "P1,2024-03-01,A,B,M,OPEN,Vitrina\nP2,2024-03-01,A,B,M,abierto,Otra\n").records.map(({ source, stage }) => [stage, source]), [["open", "walk-in"], ["open", "Otra"]])
    const spanish = activities(",recorded_at,outcome,duration_seconds,requested_by_customer", "T1,P1,A,Prueba de manejo,planned,2024-03-01,Reprogramada,\"1.200,0\",Sí\nT2,P1,A,x,Realizada,2024-03-01,quedó de llamar,,NO")
    assert.deepEqual(spanish.records.map(({ durationSeconds, outcome, requestedByCustomer, status, type }) => [type, status, outcome, durationSeconds, requestedByCustomer]), [
      ["test-ride", "planned", "rescheduled", 1200, true],
      ["x", "performed", "quedó de llamar", undefined, false]
    ])
    for (const [columns, cell] of [[",duration_seconds", "-1"], [",duration_seconds", "1.5"], [",duration_seconds", "9007199254740993"], [",requested_by_customer", "1"]]) {
      assert.equal(activities(`,recorded_at${columns}`, `T1,P1,A,call,planned,2024-03-01,${cell}`).rejections.length, 1, cell)
    }
    const row = activities(",recorded_at,duration_seconds,requested_by_customer", "T1,P1,A,call,planned,2024-03-01,007,false").records[0]
    assert.deepEqual([row?.durationSeconds, row?.requestedByCustomer, row?.direction], [7, false, "outbound"])
  })
  it("of an instant alone is the start of that local day; without an offset it is local; no other calendar is read", () => {
    const at = (text: string) => prospects("", `P1,${text},A,B,M`).records[0]?.createdAt
    assert.equal(at("2024-03-05"), Date.UTC(2024, 2, 5, 5))
    assert.equal(at("2024-03-05T18:00"), Date.UTC(2024, 2, 5, 23))
    assert.equal(at("2024-03-05 18:00:00-05:00"), Date.UTC(2024, 2, 5, 23))
    assert.equal(at("2024-03-05T18:00:00.250Z"), Date.UTC(2024, 2, 5, 18, 0, 0, 250))
    assert.equal(at("2024-03-05T18:00:00Z"), Date.UTC(2024, 2, 5, 18))
    assert.equal(at("05/03/2024 6:00 p. m."), Date.UTC(2024, 2, 5, 23))
    for (const text of ["2023-02-29", "2024-03-05T24:00:00Z", "03/25/2024", "2024-03-05T18:00:00-0500Z", "2024-3-5"]) assert.equal(at(text), undefined, text)
  })
})

describe("one row after another", () => {
  it("leaves nothing behind: each is read as if it stood alone", () => {
    const cells = ["2024-03-05T18:00:00-05:00", "2024-03-06", "", "2024-03-05T18:00:00Z", "2024-03-07 10:00", "x", "\"2024-03-08\"", "2024-03-05T18:00:00-05:00"]
    const rowOf = (cell: string, i: number) => `T${i},P,A,call,planned,${cell},2024-01-01,${cell}\n`
    const columns = ",planned_for,recorded_at,next_action_at"
    const alone = cells.flatMap((cell, i) => activities(columns, rowOf(cell, i)).records)
    assert.deepEqual(activities(columns, cells.map(rowOf).join("")).records, alone)
    assert.equal(alone.length, cells.length - 1)
  })
  it("tells texts apart that come again and again, thousands of them", () => {
    const advisors = Array.from({ length: 4000 }, (_, i) => `A${(i * 7919) % 2000}`.padEnd(i % 2 === 0 ? 6 : 30, "x"))
    const { records } = prospects("", advisors.map((advisor, i) => `P${i},2024-03-01,${advisor},B,M\n`).join(""))
    assert.deepEqual(records.map(({ advisorId }) => advisorId), advisors)
  })
  it("may come in a buffer that is used again", () => {
    const bytes = bytesOf("branch_id,name\nB1,é\nB2,b\n")
    const buffer = new Uint8Array(5)
    const names: Array<string> = []
    const reader = CanonicalCsv.branches(zone, { onRecord: ({ name }) => void names.push(name), onRejected: () => assert.fail() })
    for (let at = 0; at < bytes.length; at += buffer.length) {
      const piece = bytes.subarray(at, at + buffer.length)
      buffer.set(piece)
      reader.push(buffer.subarray(0, piece.length))
      buffer.fill(0)
    }
    assert.equal(reader.end().read, 2)
    assert.deepEqual(names, ["é", "b"])
  })
})

describe("a row", () => {
  it("that can't be read is rejected with every fault in it, cells and across cells", () => {
    const outcome = prospects(",stage,consent_at", ",nunca,A,,M,won,ayer\nP2,2024-03-01,A,B,M,open,\n")
    assert.deepEqual(faults(outcome), ["2 prospect_id ", "2 created_at nunca", "2 branch_id ", "2 consent_at ayer", "2 stage_at "])
    assert.deepEqual(outcome.summary, { ...clean, rows: 2, read: 1, rejected: 1 })
    assert.isTrue(outcome.rejections[0]!.faults.every(({ expected }) => expected.es !== "" && expected.en !== ""))
  })
  it("of an open prospect may have anything in stage_at: it is not looked at", () => {
    const { records, rejections } = prospects(",stage,stage_at", "P1,2024-03-01,A,B,M,open,mañana\nP2,2024-03-01,A,B,M,,2024-02-30\nP3,2024-03-01,A,B,M,won,mañana\nP4,2024-03-01,A,B,M,lost,2024-03-02\n")
    assert.deepEqual(records.map(({ prospectId, stageAt }) => [prospectId, stageAt]), [["P1", undefined], ["P2", undefined], ["P4", Date.UTC(2024, 2, 2, 5)]])
    assert.deepEqual(rejections.map(({ line }) => line), [4])
  })
  it("is an activity only with one of performed_at, planned_for and recorded_at", () => {
    assert.deepEqual(faults(activities(",planned_for", "T1,P1,A,call,performed,\nT2,P1,A,call,performed,x")), ["2 performed_at ", "3 planned_for x"])
  })
  it("is an advisor's assignment only with a branch", () => {
    const text = "employee_id,name,role,active_from,branch_id\nE1,Ana,advisor,2024-01-01,\nE2,Luz,crm-agent,2024-01-01,\n"
    assert.deepEqual(faults(read(CanonicalFile.employees, text)), ["2 branch_id "])
  })
  it("repeats an id only if the earlier row was accepted, and is told its line", () => {
    const outcome = branches("B1,\nB1,a\nB2,b\nB1,c\n")
    assert.deepEqual(outcome.lines, [3, 4])
    assert.deepEqual(faults(outcome), ["2 name ", "5 branch_id B1"])
    assert.include(outcome.rejections[1]!.faults[0]!.expected.es, "línea 3")
  })
  it("is told a repetition by the caller where the caller keeps the ids", () => {
    const rejected: Array<CanonicalFile.Rejection> = []
    const reader = CanonicalCsv.branches(zone, { onRecord: ({ name }) => name === "b" ? 2 : 0, onRejected: (one) => rejected.push(one) }, { identity: "caller" })
    reader.push(bytesOf("branch_id,name\nB1,a\nB1,a\nB9,b\n"))
    assert.deepEqual(reader.end(), { ...clean, rows: 3, read: 2, rejected: 1 })
    assert.deepEqual(rejected.map(({ line }) => line), [4])
  })
  it("of a goal is identified by period, advisor, branch and brand", () => {
    const rows = "2024-03,A,B,M,1,2\n2024-03,A,B,N,1,2\n2024-04,A,B,M,1,2\n2024-03,A,B,M,9,9\n2024-13,A,B,M,1,2"
    const outcome = read(CanonicalFile.goals, `period,advisor_id,branch_id,brand_id,prospects,activities\n${rows}`)
    assert.deepEqual(faults(outcome), ["5 period 2024-03 A B M", "6 period 2024-13"])
    const other = read(CanonicalFile.goals, "advisor_id;period;branch_id;brand_id;prospects;activities\nA;2024-03;B;M;1;2\nA; mar-24;B;M;1;2\nA;\"03/2024\";B;M;1;2\n")
    assert.deepEqual(faults(other), ["3 period  mar-24 A B M", "4 period 03/2024 A B M"], "as it stands in the file")
  })
  it("of an employee may not overlap an accepted assignment; both rows are named; an assignment that ends before it begins is read", () => {
    const rows = "E1,2024-01-01,2024-01-31\nE1,2024-01-31,\nE1,2024-02-01,\nE1,2024-06-01,2024-05-01\nE2,2024-01-01,\n"
    const text = "employee_id,active_from,active_to,name,role\n" + rows.replaceAll("\n", ",Ana,crm-agent\n")
    const outcome = read(CanonicalFile.employees, text)
    assert.deepEqual(outcome.lines, [2, 4, 5, 6])
    assert.equal(outcome.rejections[0]!.line, 3)
    assert.include(outcome.rejections[0]!.faults[0]!.expected.en, "line 2")
    assert.deepEqual(faults(outcome), ["3 active_from 2024-01-31"])
    assert.deepEqual(faults(read(CanonicalFile.employees, text.replace("E1,2024-01-31,,", "E1,31/01/2024,,"))), ["3 active_from 31/01/2024"], "as it stands in the file")
    assert.deepEqual(read(CanonicalFile.employees, "employee_id,active_from,name,role,brand_ids\nE1,2024-01-01,Ana,crm-agent, M1 | M2|\n").records[0]?.brandIds, ["M1", "M2"])
  })
})

describe("a file that can't be used", () => {
  it("has no header, a required column missing, or a column twice", () => {
    assert.equal(unusable(read(CanonicalFile.branches, "")), "1  ")
    assert.equal(unusable(read(CanonicalFile.branches, "\n \r\n")), "1  ")
    assert.equal(unusable(read(CanonicalFile.branches, "\nname,city\n")), "2 branch_id name, city")
    assert.equal(unusable(read(CanonicalFile.branches, "branch_id,name,name\n")), "1 name name 2×")
    assert.equal(unusable(read(CanonicalFile.branches, "branch_id,name,Nombre\n")), "1 name name, Nombre")
    assert.deepEqual(read(CanonicalFile.branches, "branch_id,name,x,,x,\nB1,a,1,2,3,\n").summary?.unknownColumns, ["x"])
    assert.equal(unusable(read(CanonicalFile.goals, "period\n")).startsWith("1 advisor_id, branch_id, brand_id, prospects, activities "), true)
  })
  it("has an unclosed quote, text after a closing quote, or bytes that do not fit its byte-order mark, whose place is named", () => {
    assert.equal(unusable(branches("B1,a,b\nB2,\"a\"\"\n,b\nB3,c,d\n")), "3 name \"")
    assert.equal(unusable(branches("B1,a,b\nB2,\"a\n\"x,b\n")), "4 name x")
    assert.equal(unusable(branches("B1,\"a\" ,b\n")), "2 name  ")
    assert.equal(unusable(read(CanonicalFile.branches, "branch_id,\"name\nB1,a")), "1 2 \"")
    const broken = bytesOf("\ufeffbranch_id,name\nB1,a\nB2,é\nB3,c\n")
    assert.equal(unusable(read(CanonicalFile.branches, broken.filter((byte) => byte !== 0xc3))), "3  A9 0A 42 33")
    assert.equal(unusable(read(CanonicalFile.branches, Uint8Array.of(0xff, 0xfe, 0x62, 0x00, 0x63))), "1  ")
    assert.equal(unusable(read(CanonicalFile.branches, Uint8Array.of(0xfe, 0xff, 0xd8, 0x00, 0x00, 0x63))), "1  ")
  })
  it("has a row longer than the caller's bound", () => {
    const text = `B1,a,b\nB2,"${"x".repeat(500)}`
    assert.equal(unusable(branches(text, { maximumRowBytes: 400, blockBytes: 64 })).startsWith("3  "), true)
    assert.equal(unusable(branches(`${text}",c`, { maximumRowBytes: 600, blockBytes: 64 })), "usable")
    for (const [open, line] of [[`B2,${"x".repeat(500)}\nB3,"a`, 4], [`B2,"${"x".repeat(500)}"x\nB3,a\n`, 3]] as const) {
      assert.equal(branches(`B1,a\n${open}`, { maximumRowBytes: 400, blockBytes: 64 }).unusable?.line, line)
    }
    assert.equal(read(CanonicalFile.branches, `${"x".repeat(500)}\nbranch_id,name\n`, { maximumRowBytes: 400, blockBytes: 64 }).unusable?.line, 1)
  })
  it("says so in both languages, with the file, the line and the column", () => {
    const error = branches("B1,\"a\"x", { file: "sedes.csv" }).unusable!
    assert.include(error.message, "sedes.csv, line 2, column name: found x")
    assert.include(error.messageEs, "sedes.csv, línea 2, columna name")
  })
})

describe("a row longer than the caller's bound", () => {
  const long = "x".repeat(500)
  it("is rejected in its place and the others are read, wherever its bytes are cut", () => {
    for (const row of [`B2,${long}`, `B2,"${long}\n""${long}"" , \r\n",c`, `B2,${long}"y`, `"${long}",b`, `B2,${long},""`]) {
      const lineEnds = row.includes("\n") ? 2 : 0
      for (const ending of ["\n", "\r\n", ...(lineEnds === 0 ? ["\r"] : [])]) {
        const bytes = bytesOf(["branch_id,name,city", "B1,a,", row, "B3,c,", ""].join(ending))
        for (const size of [1, 3, 64, 400, bytes.length]) {
          const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
          const { lines, rejections, summary } = readPieces(CanonicalFile.branches, pieces, { maximumRowBytes: 400, blockBytes: 64 })
          assert.deepEqual([lines, rejections.map(({ faults, line }) => [line, faults[0]!.found]), summary?.rows], [[2, 4 + lineEnds], [[3, "> 400 bytes"]], 3], JSON.stringify([row.slice(-20), ending, size]))
        }
      }
    }
    assert.deepEqual(branches(`B1,a\nB2,${long}`, { maximumRowBytes: 400, blockBytes: 64 }).rejections.map(({ line }) => line), [3])
  })
})

// ------------------------------------------------------------------------------------------------------------------ laws

const fragment = fc.constantFrom(
  ",", "\"", "\"\"", "\n", "\r\n", "\r", "a", "B1", " ", "'", "=", "é", "😀", "2024-03-05T18:00:00-05:00", "2024-02-30", ";", "\t",
  "won", "\n\n", "\u200b", "\u00a0", "Ã±", "5/03/2024", ",\"x\ny\",", "P1,2024-03-01,A,B,M\n"
)
const anyText = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(""))
const anyFile = fc.tuple(fc.constantFrom("", "\uFEFF", "\n"), fc.constantFrom(`${prospectHeader},stage,stage_at,x`, prospectHeader, "\"prospect_id\",x"), anyText)
  .map(([before, header, rows]) => `${before}${header}\n${rows}`)

const cut = (bytes: Uint8Array, sizes: ReadonlyArray<number>): Array<Uint8Array> => {
  const pieces: Array<Uint8Array> = []
  let at = 0
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!
    pieces.push(bytes.slice(at, at + size))
    at += size
  }
  return pieces
}

describe("laws of reading", () => {
  it("any cut of the bytes, and any size of block, gives the same", () => {
    fc.assert(fc.property(anyFile, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 60 }), (text, sizes, blockBytes) => {
      const whole = read(CanonicalFile.prospects, text)
      const { unusable, ...inPieces } = readPieces(CanonicalFile.prospects, cut(bytesOf(text), sizes), { blockBytes })
      assert.equal(unusable?.message, whole.unusable?.message)
      if (unusable === undefined) assert.deepEqual({ ...inPieces, unusable }, whole)
    }), { numRuns: 1000 })
  })
  it("a stream reads the same as the reader", async () => {
    await fc.assert(fc.asyncProperty(anyFile, fc.integer({ min: 1, max: 50 }), async (text, size) => {
      const whole = read(CanonicalFile.prospects, text)
      const batches = await Effect.runPromise(Stream.fromIterable(cut(bytesOf(text), [size])).pipe(
        CanonicalCsv.stream(CanonicalFile.prospects, zone, { blockBytes: 32 }),
        Stream.runCollect,
        Effect.catch((error) => Effect.succeed(error))
      ))
      if (batches instanceof CanonicalFile.UnusableFile) return assert.equal(batches.message, whole.unusable?.message)
      assert.deepEqual(batches.flatMap(({ records }) => records), whole.records)
      assert.deepEqual(batches.flatMap(({ lines }) => lines), whole.lines)
      assert.deepEqual(batches.flatMap(({ rejections }) => rejections), whole.rejections)
      assert.deepEqual(batches.map(({ summary }) => summary), [...batches.slice(1).map(() => undefined), whole.summary])
    }), { numRuns: 300 })
  })
  it("rows read and rows rejected are the rows, and every row has its own line", () => {
    fc.assert(fc.property(anyFile, (text) => {
      const { lines, records, rejections, summary } = read(CanonicalFile.prospects, text)
      if (summary === undefined) return
      assert.equal(summary.read + summary.rejected + summary.skipped, summary.rows)
      assert.deepEqual([summary.read, summary.rejected], [records.length, rejections.length])
      assert.equal(new Set([...lines, ...rejections.map(({ line }) => line)]).size, summary.rows - summary.skipped)
      assert.isTrue(rejections.every(({ faults }) => faults.length > 0))
    }), { numRuns: 1000 })
  })
  it("a prospect is read in place exactly as cell by cell", () => {
    // The same row with two more cells of doubled quotes goes the slow way.
    const cell = fc.constantFrom("", " ", "x", " won", "lost", "'+57", "2024-03-05", "2024-03-05T18:00:00-05:00", "2024-03-05T18:00:00Z", "2024-02-30T18:00:00-05:00", "2024-03-05 18:00", "y".repeat(65), "é ", "Won", "vitrina", "=\"x\"", "\u00a0", "5/03/2024", "\"a \"\"b\"\"\"", "\" \"\" \"", "\"\"\"\"")
    fc.assert(fc.property(fc.array(cell, { minLength: 20, maxLength: 20 }), (cells) => {
      const columns = CanonicalFile.prospects.fields.map(({ column }) => column)
      const fast = read(CanonicalFile.prospects, `${columns.join(",")},y,z\n${cells.join(",")},a,a\n`)
      const slow = read(CanonicalFile.prospects, `${columns.join(",")},y,z\n${cells.join(",")},"""",""""\n`)
      assert.deepEqual(slow, { ...fast, summary: slow.summary })
      assert.deepEqual(slow.records.map((record) => Object.keys(record)), fast.records.map((record) => Object.keys(record)))
    }), { numRuns: 1000 })
  })
  it("an instant read in place is the calendar's", () => {
    const two = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, "0"))
    const shaped = fc.tuple(fc.integer({ min: 1960, max: 2300 }), two, two, fc.constantFrom("T", " ", "t"), two, two, two, fc.constantFrom("Z", "-05:00", "+14:59", "+23:59", "-05:60", "-0500", "z"))
      .map(([year, month, day, separator, hours, minutes, seconds, offset]) => `${year}-${month}-${day}${separator}${hours}:${minutes}:${seconds}${offset}`)
    const real = fc.date({ min: new Date("1970-01-02T00:00:00Z"), max: new Date("2199-12-30T00:00:00Z"), noInvalidDate: true })
      .map((date) => `${date.toISOString().slice(0, 19)}-05:00`)
    let readInPlace = 0
    fc.assert(fc.property(fc.oneof(shaped, real), (text) => {
      const value = instantInPlace(Uint16Array.from(text, (letter) => letter.charCodeAt(0)), 0, text.length)
      if (value < 0) return
      readInPlace++
      assert.equal(value, Calendar.parseInstant(text, zone))
    }), { numRuns: 2000 })
    assert.isAbove(readInPlace, 500)
  })
  it("the records of the fast kinds have the keys of their fields, in their order", () => {
    for (const kind of [CanonicalFile.prospects, CanonicalFile.activities] as ReadonlyArray<CanonicalFile.Kind<unknown>>) {
      const reading = Reading.of(zone)
      const build = FastRows.builds[kind.name]!(reading) as FastRows.Build<object>
      assert.deepEqual(Object.keys(build(new RowCells(kind.fields.length, reading))), kind.fields.map(({ name }) => name))
    }
  })
})

describe("laws of writing", () => {
  const text = fc.oneof(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), fc.constantFrom("=1", "+57 300", "-", "@x", "'x", "''", "=\"x\"", "a\"b", "a,b;c", "x\ny"))
    .filter((one) => WrittenText.clean(`'${one}`) === one && WrittenText.withoutMojibake(one) === undefined && one.isWellFormed())
  const id = text.filter((one) => [...one].length <= 64)
  const instant = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2090, 0) }).map((millis) => millis - (millis % 1000))
  const optional = <A>(one: fc.Arbitrary<A>): fc.Arbitrary<A | undefined> => fc.option(one, { nil: undefined })
  const valueOf = (field: (typeof CanonicalFile.prospects.fields)[number]): fc.Arbitrary<unknown> => {
    const value: fc.Arbitrary<unknown> = field.kind === "id" ? id : field.kind === "instant" ? instant : field.kind === "enumeration"
      ? fc.constantFrom(...field.values!) : field.kind === "integer" ? fc.nat() : field.kind === "boolean" ? fc.boolean() : text
    return field.required || field.defaultValue !== undefined ? value : optional(value)
  }
  it("what is written is read again, columns in any order", () => {
    for (const kind of [CanonicalFile.prospects, CanonicalFile.activities] as ReadonlyArray<CanonicalFile.Kind<unknown>>) {
      const record = fc.record(Object.fromEntries(kind.fields.map((field) => [field.name, valueOf(field)])))
        .filter((one) => kind.faults(one).length === 0)
      const idField = kind.fields[0]!.name
      fc.assert(fc.property(fc.uniqueArray(record, { maxLength: 4, selector: (one) => one[idField] }), fc.infiniteStream(fc.nat()), (records, order) => {
        const written = CanonicalCsv.write(kind, zone, records)
        const outcome = read(kind, written)
        assert.deepEqual(outcome.rejections, [])
        assert.deepEqual(outcome.records, records)
        const shuffled = { ...kind, fields: kind.fields.map((field) => [order.next().value!, field] as const).sort((a, b) => a[0] - b[0]).map(([, field]) => field) }
        assert.deepEqual(read(kind, CanonicalCsv.write(shuffled, zone, records)).records, records)
      }), { numRuns: 200 })
    }
  })
})
