import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result, Stream } from "effect"
import * as fc from "fast-check"
import { existsSync, readFileSync } from "node:fs"
import { UnusableFile } from "../src/CanonicalFile.ts"
import * as ColumnMapping from "../src/ColumnMapping.ts"
import * as DatePattern from "../src/internal/DatePattern.ts"

const root = new URL("../../../", import.meta.url)
const helpDeskFile = "helpdesk-log.csv"
const helpDesk = Result.getOrThrow(ColumnMapping.parse(readFileSync(new URL("examples/month-report/mappings/helpdesk-log.json", root), "utf8")))

const run = (mapping: ColumnMapping.Mapping, file: string, bytes: Uint8Array, pieceBytes = bytes.length + 1) => {
  const mapped: Array<ColumnMapping.Mapped> = []
  const lines: Array<number> = []
  const rejections: Array<ColumnMapping.Rejection> = []
  const reader = ColumnMapping.reader(mapping, file, Calendar.bogota, {
    onRecord: (one, line) => {
      mapped.push(one)
      lines.push(line)
    },
    onRejected: (rejection) => rejections.push(rejection)
  })
  for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes))
  const summary = reader.end()
  const records = <K extends ColumnMapping.Mapped["kind"]>(kind: K) =>
    mapped.flatMap((one) => one.kind === kind ? [one.record as Extract<ColumnMapping.Mapped, { kind: K }>["record"]] : [])
  return { mapped, lines, rejections, summary, records }
}
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const leads = (fields: object = {}, more: object = {}) => ({
  name: "leads of a brand",
  sources: {
    "leads.csv": {
      records: [{
        kind: "prospects",
        fields: {
          prospectId: { column: "id" },
          createdAt: { column: "when", date: "dd/MM/yyyy hh:mm a" },
          advisorId: { column: "who", translate: { Ana: "A1" } },
          branchId: { constant: "B1" },
          brandId: { column: "brand", translate: { mz: "mazda" }, otherwise: "other", default: "none" },
          ...fields
        },
        ...more
      }]
    }
  }
})
const readLeads = (rows: string, fields?: object, more?: object, header = "id;when;who;brand;first;last") =>
  run(Result.getOrThrow(ColumnMapping.read(leads(fields, more))), "leads.csv", bytesOf(`${header}\n${rows}`))
const faultsOf = (value: unknown): ReadonlyArray<string> => {
  const read = ColumnMapping.read(value)
  return Result.isFailure(read) ? read.failure.faults.map(({ pointer }) => pointer) : []
}

describe("a mapped file", () => {
  it("feeds fields from columns, constants, translations, defaults and dates in their own format", () => {
    const { lines, records, summary } = readLeads("1;05/03/2024 02:15 p. m.;Ana;mz;x;y\n\n2;05/03/2024 12:00 AM;Luz;;x;y\n3;06/03/2024 12:30 PM;Luz;q;;")
    const prospects = records("prospects")
    assert.deepEqual(lines, [2, 4, 5])
    assert.deepEqual(prospects.map(({ advisorId, branchId, brandId }) => `${advisorId} ${branchId} ${brandId}`), ["A1 B1 mazda", "Luz B1 none", "Luz B1 other"])
    assert.deepEqual(prospects.map(({ createdAt }) => Calendar.formatInstant(Calendar.bogota, createdAt)), ["2024-03-05T14:15:00-05:00", "2024-03-05T00:00:00-05:00", "2024-03-06T12:30:00-05:00"])
    const asWritten = { sourceSkipped: 0, repairs: 0, dayFirst: 0, bothWays: 0, encoding: "utf-8" } as const
    assert.deepEqual(summary, { ...asWritten, sourceRows: 3, sourceRejected: 0, kinds: { prospects: { rows: 3, read: 3, rejected: 0 } }, unusedColumns: ["first", "last"] })
  })
  it("joins what is there", () => {
    const fullName = { concat: [{ column: "first" }, { column: "last" }], separator: " " }
    const rows = ["Ana;Paz", "Ana;", ";"].map((names, i) => `${i};05/03/2024 02:15 PM;Ana;mz;${names}`).join("\n")
    assert.deepEqual(readLeads(rows, { fullName }).records("prospects").map((one) => one.fullName), ["Ana Paz", "Ana", undefined])
  })
  it("is filtered by conditions on values", () => {
    const rows = ["a", "b", ""].map((brand) => `${brand}1;05/03/2024 02:15 PM;Ana;${brand};;`).join("\n")
    const kept = (condition: object) => readLeads(rows, {}, { when: [condition] }).records("prospects").map((one) => one.prospectId)
    assert.deepEqual(kept({ value: { column: "brand" }, in: ["a", "x"] }), ["a1"])
    assert.deepEqual(kept({ value: { column: "brand" }, notIn: ["a"] }), ["b1", "1"])
    assert.deepEqual(kept({ value: { column: "brand" }, present: false }), ["1"])
  })
  it("looks at the first or the last row of the group that a condition holds for", () => {
    const mapping = (row: string) => ({
      name: "log",
      sources: {
        "leads.csv": {
          groupBy: [{ column: "id" }],
          records: [{
            ...leads().sources["leads.csv"].records[0],
            when: [{ row: "first" }],
            fields: {
              ...leads().sources["leads.csv"].records[0]!.fields,
              interest: { column: "first", from: { row, when: [{ value: { column: "last" }, in: ["yes"] }] }, default: "none" }
            }
          }]
        }
      }
    })
    const rows = ["1;a;no", "2;b;no", "1;c;yes", "1;d;yes", "1;e;no"].map((row) => row.replace(";", ";05/03/2024 02:15 PM;Ana;mz;")).join("\n")
    const interests = (row: string) =>
      run(Result.getOrThrow(ColumnMapping.read(mapping(row))), "leads.csv", bytesOf(`id;when;who;brand;first;last\n${rows}`)).records("prospects").map((one) => one.interest)
    assert.deepEqual([interests("first"), interests("last")], [["c", "none"], ["d", "none"]])
  })
  it("rejects what can't be made a record at the source's line, in the source's words", () => {
    const { rejections, summary } = readLeads("1;05.03.2024;Ana;mz;;\n;05/03/2024 02:15 PM;Ana;mz;;\n9;05/03/2024 02:15 PM;;mz;;\n8;31/02/2024 02:15 PM;Ana;mz;;\n8;1;2;3;4;5;6\n7;05/03/2024 02:15 PM;Ana;;;\n7;05/03/2024 02:15 PM;Ana;;;")
    assert.deepEqual(rejections.map(({ faults, kind, line }) => `${line} ${kind} ${faults.map(({ column, found }) => `${column} ${found}`).join()}`), [
      "2 prospects when → created_at 05.03.2024",
      "3 prospects id → prospect_id ",
      "4 prospects who → advisor_id ",
      "5 prospects when → created_at 31/02/2024 02:15 PM",
      "6 undefined  7",
      "8 prospects prospect_id 7"
    ])
    assert.include(rejections[0]!.faults[0]!.expected.en, "dd/MM/yyyy hh:mm a")
    assert.deepEqual(summary.kinds.prospects, { rows: 6, read: 1, rejected: 5 })
    assert.deepEqual([summary.sourceRows, summary.sourceRejected], [7, 6])
  })
  it("does not look at the stage's instant of an open prospect", () => {
    const stage = { stage: { column: "first" }, stageAt: { column: "last", date: "dd/MM/yyyy" } }
    const { records, rejections } = readLeads("1;05/03/2024 02:15 PM;Ana;mz;open;ayer\n2;05/03/2024 02:15 PM;Ana;mz;;ayer\n3;05/03/2024 02:15 PM;Ana;mz;won;ayer", stage)
    assert.deepEqual(records("prospects").map(({ prospectId, stageAt }) => [prospectId, stageAt]), [["1", undefined], ["2", undefined]])
    assert.deepEqual(rejections.map(({ faults, line }) => `${line} ${faults.map(({ column, found }) => `${column} ${found}`).join()}`), ["4 last → stage_at ayer"])
  })
  it("may have a header name twice if the mapping ignores it or names it by position", () => {
    const header = "id;when;who;brand;who"
    const row = "1;05/03/2024 02:15 PM;Ana;mz;Luz"
    assert.deepEqual(readLeads(row, { advisorId: { column: 5 } }, {}, header).records("prospects")[0]?.advisorId, "Luz")
    assert.throws(() => readLeads(row, {}, {}, header), /by position who, which is there twice/)
    assert.throws(() => readLeads(row, { phone: { column: "tel" }, email: { column: 6 } }, {}, header), /tel, 6/)
    assert.throws(() => readLeads("", {}, {}, ""), UnusableFile)
    assert.throws(() => ColumnMapping.reader(helpDesk, "other.csv", Calendar.bogota, { onRecord: () => 0, onRejected: () => {} }), RangeError)
  })
})

describe("a bad mapping", () => {
  it("is told all its faults at once, before anything is read", () => {
    assert.deepEqual(faultsOf(leads()), [])
    const faults = faultsOf(JSON.parse(JSON.stringify({
      ...leads({
        createdAt: { column: "when", date: "dd/MM/y" },
        colour: { column: "x" },
        stage: { column: "s", translate: { A: "gone" }, otherwise: "open" },
        consentAt: { constant: "ayer" },
        phone: { column: "p", constant: "1" },
        email: {},
        interest: { number: "row-of-group" },
        fullName: { column: "n", separator: " ", otherwise: "x", from: { row: "last" } },
        branchId: undefined
      }, { when: [{ row: "first" }, {}, { in: ["x"] }] }),
      zone: "Mars/Base"
    })))
    const at = "/sources/leads.csv/records/0"
    assert.deepEqual(faults.toSorted(), [
      `${at}/fields`, `${at}/fields/colour`, `${at}/fields/consentAt/constant`, `${at}/fields/createdAt/date`, `${at}/fields/email`,
      `${at}/fields/fullName/from`, `${at}/fields/fullName/otherwise`, `${at}/fields/fullName/separator`, `${at}/fields/interest/number`,
      `${at}/fields/phone`, `${at}/fields/stage/translate/A`, `${at}/when/0/row`, `${at}/when/1`, `${at}/when/2`, "/zone"
    ].toSorted())
  })
  it("with an unknown key, a wrong type or no JSON says where", () => {
    assert.deepEqual(faultsOf({ name: "", sources: { f: { records: [{ kind: "x", fields: {}, whenn: 1 }] } }, zonne: 1 }).toSorted(), ["/name", "/sources/f/records/0/kind", "/sources/f/records/0/whenn", "/zonne"])
    const read = ColumnMapping.parse("{")
    assert.isTrue(Result.isFailure(read) && read.failure.message.includes("no JSON"))
    assert.deepEqual(faultsOf({ name: "x", sources: {} }), ["/sources"])
  })
})

describe("a date pattern", () => {
  it("reads its own format and no other", () => {
    const at = (pattern: string, text: string) => DatePattern.compile(pattern)?.(text)
    assert.equal(at("yyyy/MM/dd HH:mm:ss.SSS", "2012/10/09 14:50:17.000"), "2012-10-09T14:50:17.000")
    assert.equal(at("d/M/yyyy", "5/3/2024"), "2024-03-05")
    assert.equal(at("yyyy-MM-dd'T'HH:mmXXX", "2024-03-05T18:00+02:00"), "2024-03-05T18:00+02:00")
    assert.equal(at("dd.MM.yyyy", "05x03x2024"), undefined)
    assert.equal(at("yyyyMMdd", "2024030"), undefined)
    assert.deepEqual([at("d/M/yyyy h:mm a", "5/3/2024 12:05 a.m."), at("d/M/yyyy h:mm a", "5/3/2024 1:05 p.\u00a0m.")], ["2024-03-05T00:05", "2024-03-05T13:05"])
    for (const [pattern, text] of [["d/M/yyyy h:mm a", "5/3/2024 13:05 PM"], ["dd/MM/yyyy", "03/25/2024"], ["d/M/yyyy", "30/2/2024"], ["d/M/yyyy HH:mm", "5/3/2024 24:00"], ["d MMM yyyy", "5 foo 2024"]] as const) {
      assert.equal(at(pattern, text), undefined, text)
    }
    assert.deepEqual(["5-mar-24", "5-MAR-24", "5-sept.-24", "5-jan-24"].map((text) => at("d-MMM-yy", text)), ["2024-03-05", "2024-03-05", "2024-09-05", "2024-01-05"])
    assert.equal(at("d 'de' MMMM 'de' yyyy", "5 de marzo de 2024"), "2024-03-05")
    assert.deepEqual([at("unix-seconds", "1709666493"), at("unix-milliseconds", "1709666493123"), at("unix-seconds", "ayer")], ["2024-03-05T19:21:33+00:00", "2024-03-05T19:21:33.123+00:00", undefined])
    assert.deepEqual(["45356", "45356.604166666664", "45356,25", "2024", "145356", "45356."].map((text) => at("excel-serial", text)), ["2024-03-05T00:00:00", "2024-03-05T14:30:00", "2024-03-05T06:00:00", undefined, undefined, undefined])
  })
  it("that is none is refused", () => {
    // The last one has an offset (XXX) and no time.
    for (const pattern of ["yyyy-MM", "yyyy-MM-dd-dd", "yyyy-MM-dd hh:mm", "yyyy-MM-dd HH:mm a", "yyyy-MM-dd mm", "yyyy-MM-dd HH:mm SSS", "YYYY-MM-DD", "yyyy-MM-dd '", "yyyy-MM-dd HH:mm hh a", "yyyy-MM-dd XXX"]) {
      assert.equal(DatePattern.compile(pattern), undefined, pattern)
    }
  })
  it("reads back what is written in it", () => {
    const date = fc.date({ min: new Date("1971-01-01T00:00:00Z"), max: new Date("2199-01-01T00:00:00Z"), noInvalidDate: true })
    fc.assert(fc.property(date, (date) => {
      const iso = date.toISOString().slice(0, 23)
      const [day, time] = iso.split("T") as [string, string]
      assert.equal(DatePattern.compile("'on' MM/dd/yyyy, HH:mm:ss.SSS")!(`on ${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}, ${time}`), iso)
    }))
  })
})

// --------------------------------------------------------------------------------------------------- the help desk's log

/** A log in the shape of the help desk's, made up: a case with a wait and an end, one without an end, one invalid. */
const madeUpLog = [
  "Case ID,Activity,Resource,Complete Timestamp,Variant,Variant index,Variant,seriousness,customer,product,responsible_section,seriousness_2,service_level,service_type,support_section,workgroup",
  "K1,Insert ticket,R1,2013/01/31 23:30:00.000,V,1,V,s,c,P1,S1,s,l,t,u,w",
  "K1,Wait,R2,2013/02/01 09:00:00.000,V,1,V,s,c,P1,S2,s,l,t,u,w",
  "K1,Closed,R1,2013/02/04 10:00:00.500,V,1,V,s,c,P1,S1,s,l,t,u,w",
  "K2,Assign seriousness,R2,2013/07/01 00:10:00.000,V,2,V,s,c,P2,S1,s,l,t,u,w",
  "K3,Take in charge ticket,R1,2013/02/03 08:00:00.000,V,3,V,s,c,P1,S1,s,l,t,u,w",
  "K3,INVALID,R1,2013/02/03 08:30:00.000,V,3,V,s,c,P1,S1,s,l,t,u,w",
  "K4,Insert ticket,R1,2013/02/05 08:00:00.000,V,3,V,s,c,P1,S1,s,l,t,u,w"
].join("\r\n")

/** What must hold of any log that the mapping reads: recomputed from its lines, without the reader. */
const checkLog = (bytes: Uint8Array) => {
  const rows = new TextDecoder().decode(bytes).split(/\r?\n/).slice(1).filter((row) => row !== "").map((row) => row.split(","))
  const cases = Map.groupBy(rows, (row) => row[0]!)
  const { records, rejections, summary } = run(helpDesk, helpDeskFile, bytes, 65536)
  assert.deepEqual(rejections, [])
  assert.deepEqual([summary.sourceRows, summary.kinds.prospects?.read, summary.kinds.activities?.read], [rows.length, cases.size, rows.length - cases.size])
  const distinct = (column: number): Array<string> => [...new Set(rows.map((row) => row[column]!))]
  assert.deepEqual(records("employees").map((one) => one.employeeId), distinct(2))
  assert.deepEqual(records("branches").map((one) => one.branchId), distinct(10))
  assert.deepEqual(records("brands").map((one) => one.brandId), distinct(9))
  const local = (instant: number | undefined) => instant === undefined ? "" : Calendar.formatInstant(Calendar.zoneUnsafe("Europe/Rome"), instant).slice(0, 19)
  const written = (row: ReadonlyArray<string>) => row[3]!.slice(0, 19).replaceAll("/", "-").replace(" ", "T")
  const ends: Record<string, string> = { Closed: "won", INVALID: "lost", DUPLICATE: "lost" }
  for (const prospect of records("prospects")) {
    const events = cases.get(prospect.prospectId)!
    const end = events.findLast((row) => Object.hasOwn(ends, row[1]!))
    assert.deepEqual(
      [local(prospect.createdAt), prospect.advisorId, prospect.branchId, prospect.brandId, prospect.stage, local(prospect.stageAt)],
      [written(events[0]!), events[0]![2], events[0]![10], events[0]![9], end === undefined ? "open" : ends[end[1]!]!, end === undefined ? "" : written(end)]
    )
  }
  const later = rows.filter((row) => cases.get(row[0]!)![0] !== row)
  records("activities").forEach((activity, i) => {
    assert.deepEqual([activity.prospectId, activity.advisorId, local(activity.performedAt), activity.outcome === "rescheduled"], [later[i]![0], later[i]![2], written(later[i]!), later[i]![1] === "Wait"])
  })
  return { rows: rows.length, cases: cases.size, goals: records("goals") }
}

describe("the help desk's log, mapped by examples/month-report/mappings/helpdesk-log.json", () => {
  const real = `${process.env["HELPDESK_LOG"] ?? ""}/helpdesk-log.csv`
  it("is read whole: a made-up log of its shape", () => {
    const { goals } = checkLog(bytesOf(madeUpLog))
    assert.deepEqual(goals.map(({ advisorId, brandId, period }) => `${period} ${advisorId} ${brandId}`), ["2013-01 R1 P1", "2013-07 R2 P2", "2013-02 R1 P1"])
  })
  it(existsSync(real) ? "is read whole: the real one" : "is read whole (the made-up one again; HELPDESK_LOG names the folder of the real one)", () => {
    const { cases, rows } = checkLog(existsSync(real) ? readFileSync(real) : bytesOf(madeUpLog))
    assert.deepEqual([rows, cases], existsSync(real) ? [21348, 4580] : [7, 4])
  })
  it("streams the same, however it is cut", async () => {
    const bytes = bytesOf(madeUpLog)
    const whole = run(helpDesk, helpDeskFile, bytes)
    for (const size of [1, 7, 100]) assert.deepEqual(run(helpDesk, helpDeskFile, bytes, size).mapped, whole.mapped)
    const batches = await Effect.runPromise(Stream.make(bytes.subarray(0, 300), bytes.subarray(300)).pipe(ColumnMapping.stream(helpDesk, helpDeskFile, Calendar.bogota), Stream.runCollect))
    assert.deepEqual(batches.flatMap(({ records }) => records), whole.mapped)
    assert.deepEqual(batches.at(-1)?.summary, whole.summary)
  })
})
