import { assert, describe, it } from "@effect/vitest"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as JudgingContext from "@crm-procedure/core/judging/JudgingContext"
import { MonthBuilder } from "@crm-procedure/core/judging/MonthBuilder"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { PhoneLogEntry } from "@crm-procedure/core/records/PhoneLogEntry"
import type { Waiver } from "@crm-procedure/core/records/Waiver"
import type { Activity } from "@crm-procedure/core/records/Activity"
import * as Contact from "@crm-procedure/core/identity/Contact"
import { PhoneLog } from "@crm-procedure/core/judging/PhoneLog"
import * as Verdict from "@crm-procedure/core/judging/Verdict"
import { activity, prospect } from "./exampleRecords.ts"

const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!

const directory = {
  employees: ["A1", "A2"].map((employeeId) => ({ employeeId, name: "Ana Ruiz", role: "advisor" as const, branchId: "S1", brandIds: [], activeFrom: Calendar.parseDay("2023-01-01")! })),
  branches: [{ branchId: "S1", name: "Centro" }],
  brands: [{ brandId: "B1", name: "Andina" }]
}

const judged = (activities: ReadonlyArray<Activity>, controls: { readonly phoneLog?: ReadonlyArray<PhoneLogEntry>; readonly waivers?: ReadonlyArray<Waiver> }) => {
  const judging = JudgingContext.make({ policy: Policy.gcPro05, directory, asOf: at("2024-04-01"), ...controls })
  const builder = new MonthBuilder(judging)
  builder.addProspect(prospect("P1"))
  builder.addProspect(prospect("P2", { phone: undefined, email: "ana@correo.co" }))
  for (const one of activities) builder.addActivity(one)
  return builder.judge({ period: "2024-03" })
}

const codesOf = (month: ReturnType<typeof judged>, id: string) => {
  const index = month.activities.ids.find(id)
  const { activityRules } = month.judging.policy
  return [...Verdict.codesOf(month.activityReasonKey(index), activityRules), ...Verdict.codesOf(month.activityWarningKey(index), activityRules)]
}

const entry = (startedAt: string, more: Partial<PhoneLogEntry> = {}): PhoneLogEntry => ({ entryId: startedAt, startedAt: at(startedAt), advisorId: "A1", number: "(+57) 300 456 7890", ...more })

describe("the telephone log", () => {
  const call = activity("K1", "P1", { performedAt: at("2024-03-06T10:00:00") })

  it("has a call of the advisor with the customer's number up to an hour before or after [verifies: activity/call-not-in-log]", () => {
    const fails = (log: ReadonlyArray<PhoneLogEntry>, one: Activity = call) => codesOf(judged([one], { phoneLog: log }), one.activityId).includes("call-not-in-log")
    assert.isFalse(fails([entry("2024-03-06T09:00:00")]))
    assert.isFalse(fails([entry("2024-03-06T11:00:00", { direction: "inbound" })]))
    assert.isTrue(fails([entry("2024-03-06T08:59:59")]))
    assert.isTrue(fails([entry("2024-03-06T11:00:01")]))
    assert.isTrue(fails([entry("2024-03-06T10:00:00", { advisorId: "A2" })]))
    assert.isTrue(fails([entry("2024-03-06T10:00:00", { number: "3101234567" })]))
    // An unreadable number makes its day one of the log's.
    assert.isTrue(fails([entry("2024-03-06T10:00:00", { number: "anónimo" })]))
  })

  it("says nothing on a day that the log does not have, of other contacts, and of a customer without a valid phone", () => {
    const fails = (one: Activity, log = [entry("2024-03-06T08:00:00")]) => codesOf(judged([one], { phoneLog: log }), one.activityId).includes("call-not-in-log")
    assert.isFalse(fails(call, [entry("2024-03-05T10:00:00")]))
    assert.isFalse(fails(call, []))
    assert.isFalse(fails({ ...call, type: "visit" }))
    assert.isFalse(fails({ ...call, prospectId: "P2" }))
    assert.isFalse(fails({ ...call, prospectId: "P9" }))
    assert.isFalse(fails({ ...call, status: "planned", performedAt: undefined, plannedFor: at("2024-03-06T10:00:00") }))
    assert.isFalse(codesOf(judged([call], {}), "K1").includes("call-not-in-log"))
  })
})

describe("a waiver", () => {
  const short = activity("K1", "P1", { note: "corta" })
  const waiver = (more: Partial<Waiver> = {}): Waiver =>
    ({ waiverId: "W1", subjectType: "activity", subjectId: "K1", code: "note-insufficient", grantedAt: at("2024-03-20"), grantedBy: "E9", reason: "El cliente pidió no anotar", ...more })

  it("takes its code out of the reasons from the instant on that it is granted, and is listed", () => {
    const month = judged([short], { waivers: [waiver()] })
    assert.deepStrictEqual(codesOf(month, "K1"), [])
    assert.deepStrictEqual(month.waivedOf("activity", month.activities.ids.find("K1")), ["note-insufficient"])
    for (const other of [waiver({ grantedAt: at("2024-04-02") }), waiver({ subjectId: "K2" }), waiver({ subjectType: "prospect" })]) {
      assert.deepStrictEqual(codesOf(judged([short], { waivers: [other] }), "K1"), ["note-insufficient"])
    }
  })

  it("lists only codes that the record would have", () => {
    const month = judged([short], { waivers: [waiver({ code: "outcome-missing" })] })
    assert.deepStrictEqual(month.waivedOf("activity", month.activities.ids.find("K1")), [])
  })
})

describe("a telephone log by itself", () => {
  const log = (...entries: ReadonlyArray<PhoneLogEntry>) => new PhoneLog(entries, Calendar.bogota, "CO")
  const noon = at("2024-03-06T12:00:00")
  const hour = 3_600_000

  it("has any of an advisor's calls with a number, up to the time allowed before and after", () => {
    const several = log(entry("2024-03-06T08:00:00"), entry("2024-03-06T12:30:00"), entry("2024-03-06T17:00:00"))
    assert.isTrue(several.hasCall("A1", 573004567890, noon, hour))
    assert.isTrue(several.hasCall("A1", 573004567890, noon + hour * 1.5, hour))
    assert.isFalse(several.hasCall("A1", 573004567890, noon + hour * 1.5 + 1, hour))
    assert.isFalse(several.hasCall("A2", 573004567890, noon, hour))
    assert.isFalse(several.hasCall("A1", 573004567891, noon, hour))
  })

  it("has the day of a call whose number is hidden or wrong, and no call with such a number", () => {
    const unreadable = log(entry("2024-03-06T12:00:00", { number: "anónimo" }), entry("2024-03-07T12:00:00", { number: "" }))
    assert.deepStrictEqual([noon, noon + 24 * hour, noon + 48 * hour].map((instant) => unreadable.hasDayOf(instant)), [true, true, false])
    for (const digits of [Contact.PHONE_ABSENT, Contact.PHONE_INVALID]) for (const days of [0, 1]) assert.isFalse(unreadable.hasCall("A1", digits, noon + days * 24 * hour, hour))
  })

  it("has a number of any advisor and day, and entries even where it can read none", () => {
    const one = log(entry("2024-03-06T12:00:00"))
    assert.deepStrictEqual([573004567890, 573004567891].map((digits) => one.hasNumber(digits)), [true, false])
    assert.deepStrictEqual([one, log(entry("2024-03-06T12:00:00", { number: "anónimo" })), log()].map(({ hasEntries }) => hasEntries), [true, true, false])
  })
})
