/** Facts computed by hand from the procedure. The reference implementation must find the same. */
import { assert, describe, it } from "@effect/vitest"
import DateHolidays from "date-holidays"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { addBusinessMillis, dayOfDate, holidaysOfYear, hourMillis, isWithinContactHours, printDay, printInstant, readInstant } from "./calendar.ts"
import { colorOf, concludeAttempts, shownPercent } from "./controls.ts"
import { compareCodePoints, readCell, readTable, writeCell } from "./csv.ts"
import { comparisonForm, nitCheckDigit, validDocument, validEmail, validPhone } from "./normalisation.ts"
import { unusableKinds, writeRandomFolder, writeUnusableFolder } from "./randomFolder.ts"
import { makeReport } from "./report.ts"
import { readPeriod, readWholeNumber, readWrittenInstant } from "./written.ts"

const at = (text: string): number => {
  const instant = readInstant(text)
  assert.isDefined(instant, text)
  return instant!
}

const inTemporaryFolder = <A>(use: (directory: string) => A): A => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "oracle-"))
  try {
    return use(directory)
  } finally {
    fs.rmSync(directory, { recursive: true })
  }
}

/** A folder in which everything is in order but for what `files` replaces or adds. */
const reportOf = (files: Record<string, string>, options: { readonly asOf?: string; readonly seed?: string } = {}) =>
  inTemporaryFolder((directory) => {
    const all: Record<string, string> = {
      employees: "employee_id,name,role,branch_id,phone,active_from,active_to\nA1,Ana Ruiz,advisor,S1,3005550101,2023-01-01,\nA2,Luz Paz,advisor,S1,,2024-03-10,2024-03-20\n",
      branches: "branch_id,name\nS1,Centro\n",
      brands: "brand_id,name\nY,Yamaha\n",
      prospects: "prospect_id,created_at\n",
      activities: "activity_id,prospect_id,advisor_id,type,status,performed_at,outcome,note,next_action_at\n",
      goals: "period,advisor_id,branch_id,brand_id,prospects,activities\n",
      ...files
    }
    for (const [name, content] of Object.entries(all)) fs.writeFileSync(path.join(directory, `${name}.csv`), content)
    return makeReport(directory, { period: "2024-03", ...options })
  })

const prospectHeader = "prospect_id,created_at,advisor_id,branch_id,brand_id,full_name,phone,source,interest,consent_at"
const goodProspect = (id: string, createdAt: string, phone: string): string => `${id},${createdAt},A1,S1,Y,Ana Gómez,${phone},web,moto,2023-01-01`
const prospectsFile = (...rows: ReadonlyArray<string>): string => [prospectHeader, ...rows, ""].join("\n")
const file = (report: ReturnType<typeof reportOf>, name: string): ReadonlyArray<string> => report.files.get(name)!.trimEnd().split("\n").slice(1)

describe("calendar", () => {
  it("reads the forms of an instant that files may have, and nothing else", () => {
    assert.strictEqual(at("2024-03-05"), Date.UTC(2024, 2, 5, 5))
    assert.strictEqual(at("2024-03-05 18:00"), Date.UTC(2024, 2, 5, 23))
    assert.strictEqual(at("2024-02-29T23:59:59.999+0530"), Date.UTC(2024, 1, 29, 18, 29, 59, 999))
    for (const text of ["2023-02-29", "2024-03-05T24:00", "2024-03-05T10", "2024-3-05", "2024-03-05T10:00 Z"]) assert.isUndefined(readInstant(text), text)
    assert.strictEqual(printInstant(at("2024-03-05T23:00:00Z")), "2024-03-05T18:00:00-05:00")
  })

  it("knows Colombia's holidays as date-holidays does, Easter Sunday aside", () => {
    const calendar = new DateHolidays("CO")
    for (let year = 2020; year <= 2035; year++) {
      const expected = new Set(calendar.getHolidays(year).filter((holiday) => holiday.type === "public" && !/Pascua/.test(holiday.name)).map((holiday) => holiday.date.slice(0, 10)))
      assert.deepStrictEqual([...holidaysOfYear(year)].map(printDay).sort(), [...expected].sort(), String(year))
    }
    assert.isFalse(holidaysOfYear(2025).has(dayOfDate(2025, 7, 14)))
    assert.isTrue(holidaysOfYear(2026).has(dayOfDate(2026, 7, 13)))
  })

  it("adds business hours over Holy Week", () => {
    const due = (text: string): string => printInstant(addBusinessMillis(at(text), 2 * hourMillis))
    assert.strictEqual(due("2024-03-05T16:00"), "2024-03-05T18:00:00-05:00")
    assert.strictEqual(due("2024-03-05T18:00"), "2024-03-06T10:00:00-05:00")
    assert.strictEqual(due("2024-03-27T17:00"), "2024-03-30T09:00:00-05:00")
    assert.strictEqual(due("2024-03-23T12:00"), "2024-03-26T09:00:00-05:00")
  })

  it("has half-open contact hours", () => {
    assert.isTrue(isWithinContactHours(at("2024-03-05T18:59:59.999")))
    assert.isFalse(isWithinContactHours(at("2024-03-05T19:00")))
    assert.isTrue(isWithinContactHours(at("2024-03-02T08:00")))
    assert.isFalse(isWithinContactHours(at("2024-03-25T10:00")))
  })
})

describe("files and values", () => {
  it("reads quotes, blank lines, titles and physical lines", () => {
    const table = readTable("f", new TextEncoder().encode("Título\r\na;b\r\n\r\n\"x\n\"\"y\";2\n3"), ([first]) => first?.value === "a")
    assert.deepStrictEqual(table.rows.map(({ cells, line }) => [line, cells.map(({ value }) => value)]), [[4, ["x\n\"y", "2"]], [6, ["3"]]])
    assert.strictEqual(table.skipped, 1)
    assert.deepStrictEqual(["'=x ", "'x", "=\"'x\"", "\u00A0", "MarÃ\u00ADa"].map((text) => readCell(text).value), ["=x", "x", "x", undefined, "María"])
    assert.strictEqual(writeCell("+1,2"), "\"'+1,2\"")
    const [belowByCodePoint, aboveByCodePoint]: ReadonlyArray<string> = ["\uFF21", "😀"]
    assert.isTrue(compareCodePoints(belowByCodePoint!, aboveByCodePoint!) < 0)
    assert.isTrue(belowByCodePoint! > aboveByCodePoint!, "UTF-16 order is another")
  })

  it("reads dates, months and numbers as they are written", () => {
    assert.deepStrictEqual(["2024-03-05 9:05", "2024-03-05T19:30:00.123456Z", "2024-03-05T19:30:00+00", "5/03/2024 2:30 p. m.", "5-mar-24"].map((text) => printInstant(readWrittenInstant(text)!)), [
      "2024-03-05T09:05:00-05:00", "2024-03-05T14:30:00-05:00", "2024-03-05T14:30:00-05:00", "2024-03-05T14:30:00-05:00", "2024-03-05T00:00:00-05:00"
    ])
    for (const text of ["03/25/2024", "5 mar 2024", "2024-3-05", "5/03/2024 13:00 pm"]) assert.isUndefined(readWrittenInstant(text), text)
    for (const text of ["mar-24", "03/2024", "marzo de 2024", "1/03/2024"]) assert.strictEqual(readPeriod(text), "2024-03", text)
    for (const text of ["mar 24", "marzo/24", "2/03/2024"]) assert.isUndefined(readPeriod(text), text)
    assert.deepStrictEqual(["1.200", "12,00", "12.000", "1.200,00", "1.5"].map(readWholeNumber), [1200, 12, 12_000, 1200, undefined])
  })

  it("normalises and checks", () => {
    assert.strictEqual(nitCheckDigit("800197268"), 4) // the DIAN's own NIT, 800.197.268-4
    assert.strictEqual(validDocument("NIT", "800.197.268\u20114"), "NIT 8001972684")
    assert.isUndefined(validDocument("CC", "0123456"))
    assert.isUndefined(validDocument(undefined, "123456"))
    assert.strictEqual(validPhone("(300) 555-0101 ext 3"), "+573005550101")
    for (const text of ["Cel: 3005550101", "(+57) 300 555 0101", "0057 300 555 0101", "3005550101 (mamá)", "3005550101.0", "300555010 / 3005550101 ext 9", "=\"3005550101\""]) assert.strictEqual(validPhone(text), "+573005550101", text)
    for (const text of ["no tiene", "3005550101cel", "3005550101 3005550102"]) assert.isUndefined(validPhone(text), text)
    assert.strictEqual(validEmail("Gómez, Ana <mailto:ANA@x.co>; b@x.co"), "ana@x.co")
    assert.strictEqual(validDocument("Cédula", "1,020,345,678"), "CC 1020345678")
    assert.strictEqual(validEmail(" ANA@X.Co "), "ana@x.co")
    assert.isUndefined(validEmail("a..b@x.co"))
    assert.strictEqual(comparisonForm(" ¿Cotizacio\u0301n, ﬁja? "), "cotizacion fija")
  })

  it("compares exactly and shows rounded half up", () => {
    assert.strictEqual(shownPercent(2, 3), 66.7)
    assert.strictEqual(shownPercent(1, 2000), 0.1)
    assert.strictEqual(shownPercent(3, 0), null)
    assert.deepStrictEqual([colorOf(4, 5, 100, 80), colorOf(799, 1000, 100, 80), colorOf(5, 5, 100, 80), colorOf(1, 0, 100, 80)], ["yellow", "red", "green", "none"])
  })
})

describe("rules and controls", () => {
  it("counts ninety days to the second", () => {
    const report = reportOf({
      prospects: prospectsFile(
        goodProspect("P0", "2023-12-02T10:00:00", "3005550102"), goodProspect("P1", "2024-03-01T10:00:00", "3005550102"),
        goodProspect("Q0", "2023-12-02T10:00:00", "3005550103"), goodProspect("Q1", "2024-03-01T10:00:01", "3005550103")
      )
    })
    assert.deepStrictEqual(file(report, "prospect-verdicts.csv"), ["P1,invalid,duplicate,", "Q1,valid,,"])
  })

  it("knows staff, and the day of active_to as still active", () => {
    const report = reportOf({
      prospects: prospectsFile(
        goodProspect("P1", "2024-03-05T10:00", "+57 300 5550101"),
        goodProspect("P2", "2024-03-20T23:59:59", "3005550104").replace("A1", "A2"), goodProspect("P3", "2024-03-21T00:00", "3005550105").replace("A1", "A2")
      )
    })
    assert.deepStrictEqual(file(report, "prospect-verdicts.csv"), ["P1,invalid,staff-contact,", "P2,valid,,", "P3,invalid,advisor-unknown,"])
  })

  it("warns from the tenth registration within ten minutes", () => {
    const minute = (index: number): string => `2024-03-05T10:0${index}:00`
    const rows = Array.from({ length: 9 }, (_, index) => goodProspect(`P${index}`, minute(index), `30055502${index}0`))
    const report = reportOf({ prospects: prospectsFile(...rows, goodProspect("P9", "2024-03-05T10:10:00", "3005550299"), goodProspect("Q", "2024-03-05T10:10:00.001", "3005550298")) })
    assert.deepStrictEqual(file(report, "prospect-verdicts.csv").slice(-2), ["P9,valid,,registration-burst", "Q,valid,,registration-burst"])
    assert.deepStrictEqual(file(reportOf({ prospects: prospectsFile(...rows, goodProspect("P9", "2024-03-05T10:10:00.001", "3005550299")) }), "prospect-verdicts.csv").at(-1), "P9,valid,,")
  })

  it("fails the fourth use of a note, and a second contact of a day", () => {
    const header = "activity_id,prospect_id,advisor_id,type,status,performed_at,outcome,note,next_action_at"
    const rows = [1, 2, 3, 4].map((use) => `V${use},P1,A1,visit,performed,2024-03-0${use + 4}T10:00,visto,${use === 4 ? "VISITÓ la sala de ventas" : "visito la sala de ventas"},2024-03-20`)
    const report = reportOf({
      prospects: prospectsFile(goodProspect("P1", "2024-03-05T08:00", "3005550106")),
      activities: [header, ...rows, "V5,P1,A1,visit,performed,2024-03-08T23:59:59,visto,otra nota bien distinta,", ""].join("\n")
    })
    assert.deepStrictEqual(file(report, "activity-verdicts.csv"), ["V1,valid,,", "V2,valid,,", "V3,valid,,", "V4,invalid,note-repeated,", "V5,invalid,duplicate-contact,next-step-missing"])
  })

  it("selects by hash, and is undecided only once calls are given", () => {
    const rows = Array.from({ length: 8 }, (_, index) => goodProspect(`P${index}`, `2024-03-0${index + 1}T10:00`, `300555${index}3${index}7`))
    const hash = (id: string): string => createHash("sha256").update(`s|2024-03|${id}`).digest("hex")
    const expected = rows.map((row) => row.slice(0, 2)).sort((a, b) => (hash(a) < hash(b) ? -1 : 1)).slice(0, 5)
    const without = reportOf({ prospects: prospectsFile(...rows) }, { seed: "s" })
    assert.deepStrictEqual(file(without, "sample.csv"), expected.map((id) => `${id},A1,random`))
    assert.isTrue(file(without, "prospect-verdicts.csv").every((line) => line.endsWith(",valid,,")))
    const given = reportOf({ prospects: prospectsFile(...rows), "verification-calls": "call_id,subject_type,subject_id,agent_id,attempted_at,outcome\n" }, { seed: "s" })
    assert.deepStrictEqual(file(given, "prospect-verdicts.csv").filter((line) => line.includes("verification-pending")).map((line) => line.slice(0, 2)).sort(), [...expected].sort())
  })

  it("concludes by the first concluding attempt", () => {
    const subject = { id: "P1", advisorId: "A1", createdAt: 0 } as Parameters<typeof concludeAttempts>[0]
    const conclude = (...attempts: ReadonlyArray<readonly [string, string, string?]>) =>
      concludeAttempts(subject, attempts.map(([text, outcome, agentId = "C1"], index) => ({ id: String(index), subjectType: "prospect", subjectId: "P1", agentId, attemptedAt: at(text), outcome })))
    assert.strictEqual(conclude(["2024-03-05", "no-answer"], ["2024-03-05", "no-answer"], ["2024-03-05", "no-answer"]), "open")
    assert.strictEqual(conclude(["2024-03-05", "no-answer"], ["2024-03-05", "no-answer"], ["2024-03-06", "no-answer"], ["2024-03-07", "attended"]), "unreachable")
    assert.strictEqual(conclude(["2024-03-05", "attended", "A1"], ["2024-03-06", "refused"], ["2024-03-07", "not-attended"]), "inconclusive")
  })

  it("derives obligations, compliance and colours", () => {
    const report = reportOf({
      prospects: prospectsFile(goodProspect("P1", "2024-03-05T10:00", "3005550107"), goodProspect("P2", "2024-03-27T17:00", "3005550108")),
      activities: "activity_id,prospect_id,advisor_id,type,status,performed_at,outcome,note,next_action_at\nV1,P1,A1,visit,performed,2024-03-05T12:00,visto,visitó la sala de ventas,2024-03-08T09:00\nV2,P1,A1,visit,performed,2024-03-09,visto,visitó la sala otra vez,\n"
    }, { asOf: "2024-03-30T09:00:00" })
    assert.deepStrictEqual(report.compliance.company, { leads: 2, met: 1, late: 1, missed: 0, upcoming: 1, cancelled: 0, percent: 50, color: "red", lostWithoutContact: 0 })
    assert.deepStrictEqual(file(report, "lead-colors.csv"), ["P1,red,21,", "P2,yellow,3,2024-03-30T09:00:00-05:00"])
  })
})

describe("leads lost without contact", () => {
  it("owe their first contact, unless a contact came at the instant of the loss or before", () => {
    const row = (id: string, phone: string, stageAt: string) => `${goodProspect(id, "2024-03-05T10:00", phone)},lost,${stageAt}`
    const report = reportOf({
      prospects: `${prospectHeader},stage,stage_at\n${[row("P1", "3005550107", "2024-03-05T11:00"), row("P2", "3005550108", "2024-03-05T11:00"), row("P3", "3005550109", "2024-03-05T11:00"), row("P4", "3005550110", "2024-03-06T11:00")].join("\n")}\n`,
      activities: "activity_id,prospect_id,advisor_id,type,status,performed_at,outcome,note,next_action_at\nV2,P2,A1,visit,performed,2024-03-05T11:00,visto,,\nV3,P3,A1,visit,performed,2024-03-05T11:30,visto,,\n"
    }, { asOf: "2024-03-05T15:00:00" })
    assert.deepStrictEqual(report.compliance.company, { leads: 4, met: 2, late: 0, missed: 2, upcoming: 0, cancelled: 0, percent: 50, color: "red", lostWithoutContact: 2 })
    assert.deepStrictEqual(file(report, "lead-colors.csv"), ["P1,none,0,2024-03-05T12:00:00-05:00", "P2,none,0,", "P3,none,0,", "P4,red,0,2024-03-05T12:00:00-05:00"])
  })
})

describe("the telephone log and waivers", () => {
  const activities = "activity_id,prospect_id,advisor_id,type,status,performed_at,outcome,note,next_action_at\n" +
    ["V1,P1,2024-03-05T12:00", "V2,P1,2024-03-06T12:00", "V3,P1,2024-03-07T12:00"].map((text) => {
      const [id, prospect, at] = text.split(",")
      return `${id},${prospect},A1,call,performed,${at},visto,habló de la moto ${id},2024-04-01\n`
    }).join("")

  it("misses calls of the days that the log has, an hour before or after", () => {
    const report = reportOf({
      prospects: prospectsFile(goodProspect("P1", "2024-03-05T10:00", "3005550107")),
      activities,
      "phone-log": "entry_id,started_at,advisor_id,number\nL1,2024-03-05T11:00,A1,+57 300 555 0107\nL2,2024-03-06T10:59:59,A1,3005550107\n"
    })
    assert.deepStrictEqual(file(report, "activity-verdicts.csv"), ["V1,valid,,", "V2,valid,,call-not-in-log", "V3,valid,,"])
  })

  it("takes waived reasons and warnings out from the instant at which they were granted, and names them", () => {
    const waivers = (grantedAt: string): string =>
      `waiver_id,subject_type,subject_id,code,granted_at,granted_by,reason\nW1,prospect,P1,source-unknown,${grantedAt},G,acta\nW2,prospect,P1,consent-missing,${grantedAt},G,acta\n`
    const verdicts = (grantedAt: string) => {
      const report = reportOf({ prospects: prospectsFile(goodProspect("P1", "2024-03-05T10:00", "3005550107").replace("web", "cine")), activities, waivers: waivers(grantedAt) }, { asOf: "2024-03-20T10:00" })
      assert.deepStrictEqual(report.folder.faults.get("waivers")!.map(({ column, line }) => [line, column]), [[3, "code"]])
      return [file(report, "prospect-verdicts.csv")[0], file(report, "activity-verdicts.csv")[0]]
    }
    assert.deepStrictEqual(verdicts("2024-03-20T10:00"), ["P1,valid,,,source-unknown", "V1,valid,,,"])
    assert.deepStrictEqual(verdicts("2024-03-20T10:00:01"), ["P1,invalid,source-unknown,,", "V1,invalid,prospect-invalid,,"])
  })
})

describe("generator", () => {
  it("writes the same folder for the same seed, and keeps rows read + rejected = rows", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const once = (): string => inTemporaryFolder((directory) => {
        const options = writeRandomFolder(directory, seed, { prospects: 40, activities: 80 })
        const report = makeReport(directory, options)
        for (const { rows, read, rejected, skipped } of report.folder.summaries.values()) assert.strictEqual(read + rejected + skipped, rows)
        return JSON.stringify([...report.files, options])
      })
      assert.strictEqual(once(), once())
    }
  })

  it("makes folders that can't be used", () => {
    for (const kind of unusableKinds) {
      inTemporaryFolder((directory) => {
        const name = writeUnusableFolder(directory, 7, kind)
        assert.throws(() => makeReport(directory, { period: "2024-03" }), new RegExp(`^${name}\\.csv: `), kind)
      })
    }
  })
})
