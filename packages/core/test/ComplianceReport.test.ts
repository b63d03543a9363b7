/** What the compliance report counts, of which leads, in which period, and how it names the groups. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as Policy from "../src/policy/Policy.ts"
import { type Compliance, ComplianceReport } from "../src/results/ComplianceReport.ts"
import type * as Lead from "../src/results/Lead.ts"
import type { LeadSource } from "../src/results/LeadSource.ts"

const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!
const day = (text: string): Calendar.LocalDay => Calendar.parseDay(text)!

interface TestLead extends Partial<Lead.Facts> {
  readonly advisorId?: string
  readonly branchId?: string
  readonly brandId?: string
}

/** Assigned on Tuesday 5 March 2024 at 9:00, so the first contact is due at 11:00. */
const sourceOf = (leads: ReadonlyArray<TestLead>): LeadSource => {
  const places = leads.map(({ advisorId = "A1", branchId = "S1", brandId = "M1" }) => ({ advisorId, branchId, brandId }))
  return {
    count: leads.length,
    idOf: (number) => `P${number}`,
    placeOf: (number) => places[number]!,
    groupOf: (number) => places.findIndex((place) => JSON.stringify(place) === JSON.stringify(places[number])),
    brandNumberOf: () => 0,
    brandCount: 1,
    isErased: () => false,
    factsOf: (number) => ({ assignedAt: at("2024-03-05 09:00"), stage: "open", stageAt: Number.POSITIVE_INFINITY, contacts: [], ...leads[number] }),
    copyIdInto: (_, __, position) => position
  }
}

const reportOf = (leads: ReadonlyArray<TestLead>, asOf = "2024-03-20 12:00", { period = "2024-03", policy = Policy.gcPro05 } = {}): ComplianceReport =>
  new ComplianceReport({ leads: sourceOf(leads), policy, period, asOf: at(asOf) })

const contacted = (when: string, promised?: string): TestLead => ({ contacts: [{ at: at(when), promisedDay: promised === undefined ? undefined : day(promised) }] })
const met = contacted("2024-03-05 10:00")
const late = contacted("2024-03-05 13:00")
const missed: TestLead = {}
const won: TestLead = { stage: "won", stageAt: at("2024-03-05 10:00") }
const lost: TestLead = { stage: "lost", stageAt: at("2024-03-06 10:00") }

const none: Compliance = { leads: 0, met: 0, late: 0, missed: 0, upcoming: 0, cancelled: 0, lostWithoutContact: 0, percent: null, color: "none", medianMinutes: null, ninetiethPercentileMinutes: null }

describe("the compliance report", () => {
  it("counts the obligations by state, and shares out met among those that were due [verifies: GC-PRO-05/control/compliance-report]", () => {
    assert.deepStrictEqual(reportOf([met, met, late, missed, won, lost]).company(), {
      leads: 6, met: 2, late: 1, missed: 2, upcoming: 0, cancelled: 1, lostWithoutContact: 1, percent: 40, color: "red", medianMinutes: 60, ninetiethPercentileMinutes: 240
    })
    assert.deepStrictEqual(reportOf([]).company(), none)
    assert.deepInclude(reportOf([missed], "2024-03-05 10:00").company(), { leads: 1, upcoming: 1, percent: null, color: "none" })
  })

  it("is coloured by its own thresholds", () => {
    const share = (good: number, bad: number) => reportOf([...Array.from({ length: good }, () => met), ...Array.from({ length: bad }, () => missed)]).company().color
    assert.deepStrictEqual([share(19, 1), share(18, 2), share(4, 1), share(3, 1)], ["green", "yellow", "yellow", "red"])
  })

  it("counts what was due from the period's first instant up to its end", () => {
    const promising = contacted("2024-02-28 10:00", "2024-02-29")
    const onTheLastDay = { ...contacted("2024-03-04 10:00", "2024-03-31"), assignedAt: at("2024-03-04 10:00") }
    const early = { ...promising, assignedAt: at("2024-02-28 10:00") }
    assert.deepInclude(reportOf([early, onTheLastDay], "2024-05-01").company(), { leads: 1, met: 1, missed: 1 })
    assert.deepInclude(reportOf([early, onTheLastDay], "2024-05-01", { period: "2024-02" }).company(), { leads: 1, met: 1, missed: 1 })
    assert.deepStrictEqual(reportOf([early, onTheLastDay], "2024-05-01", { period: "2024-04" }).company(), none)
    // With no time for the first contact, it is due at the assignment: the first instant of March is March's, that of April is not.
    const policy = Result.getOrThrow(Policy.make({ parameters: { firstContactMinutes: 0, businessHours: Object.fromEntries(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map((weekday) => [weekday, ["00:00-24:00"]])) } }))
    const assigned = (when: string) => reportOf([{ assignedAt: at(when) }], "2024-05-01", { policy }).company().leads
    const instants = ["2024-02-29 23:59", "2024-03-01 00:00", "2024-03-31 23:59", "2024-04-01 00:00"]
    assert.deepStrictEqual(instants.map(assigned), [0, 1, 1, 0])
    const timed = (when: string) => reportOf([{ assignedAt: at(when), ...contacted(when) }], "2024-05-01", { policy }).company().medianMinutes
    assert.deepStrictEqual(instants.map(timed), [null, 0, 0, null])
  })

  it("times the first contacts that were due in the period, in whole business minutes, by nearest rank", () => {
    const after = (minutes: number): TestLead => ({ contacts: [{ at: at("2024-03-05 09:00") + minutes * 60_000 + 59_000, promisedDay: undefined }] })
    const timesOf = (...minutes: ReadonlyArray<number>) => {
      const { medianMinutes, ninetiethPercentileMinutes } = reportOf(minutes.map(after)).company()
      return [medianMinutes, ninetiethPercentileMinutes]
    }
    assert.deepStrictEqual(timesOf(7), [7, 7])
    assert.deepStrictEqual(timesOf(40, 10), [10, 40])
    assert.deepStrictEqual(timesOf(100, 20, 30, 40, 50, 60, 70, 80, 90, 10), [50, 90])
    assert.deepStrictEqual(timesOf(100, 20, 30, 40, 50, 60, 70, 80, 90, 10, 110), [60, 100])
    const twoBranches = reportOf([after(10), { ...after(30), branchId: "S2" }, { ...after(20), advisorId: "A2" }])
    assert.strictEqual(twoBranches.company().medianMinutes, 20)
    assert.strictEqual(reportOf([after(10)], "2024-05-01", { period: "2024-04" }).company().medianMinutes, null)
    assert.strictEqual(reportOf([after(10)], "2024-05-01", { period: "2024-02" }).company().medianMinutes, null)
    assert.strictEqual(reportOf([missed]).company().medianMinutes, null)
  })

  it("groups by advisor, by branch and by both, in code point order, those with something due", () => {
    const report = reportOf([{ ...met, advisorId: "b", branchId: "S2" }, { ...missed, advisorId: "a", branchId: "S2" }, { ...missed, advisorId: "b", branchId: "S1" }, { ...met, advisorId: "c", branchId: "S1", assignedAt: at("2024-04-10 09:00") }], "2024-04-20")
    const percents = (groups: ReadonlyArray<{ readonly id: string; readonly compliance: { readonly percent: number | null } }>) => groups.map(({ compliance, id }) => [id, compliance.percent])
    assert.deepStrictEqual(percents(report.by("advisor")), [["a", 0], ["b", 50]])
    assert.deepStrictEqual(percents(report.by("branch")), [["S1", 0], ["S2", 50]])
    assert.deepStrictEqual(report.pairs().map(({ advisorId, branchId, compliance }) => [branchId, advisorId, compliance.percent]), [["S1", "b", 0], ["S2", "a", 0], ["S2", "b", 100]])
    assert.deepStrictEqual([report.of("b", undefined), report.of("b", "S2"), report.of(undefined, "S1"), report.of(undefined, undefined)].map(({ percent }) => percent), [50, 100, 0, 33.3])
    assert.deepStrictEqual([report.of("z", undefined), report.of("z", "S1"), report.of(undefined, "S9"), report.of("a", "S1")], [none, none, none, none])
  })

  it("counts an advisor's leads of several brands at a branch together", () => {
    const report = reportOf([met, { ...missed, brandId: "M2" }])
    assert.deepStrictEqual(report.pairs().map(({ compliance }) => compliance.percent), [50])
  })

  it("names the neglected leads and those lost without a contact, the latter where something was due in the period", () => {
    const report = reportOf([met, missed, lost, late, won])
    assert.deepStrictEqual(report.neglected, [0, 1, 3])
    assert.deepStrictEqual(report.lostWithoutContact, [2])
    assert.deepStrictEqual(reportOf([lost, met], "2024-05-01", { period: "2024-04" }).lostWithoutContact, [])
    assert.deepStrictEqual(report.leadsByColor(undefined, undefined), { green: 0, yellow: 0, red: 3, none: 2 })
    assert.deepStrictEqual(reportOf([met, { ...missed, branchId: "S2" }], "2024-03-06 12:00").leadsByColor("A1", "S1"), { green: 1, yellow: 0, red: 0, none: 0 })
  })

  it("has as leads of the period those that were open in it, and those that owe something in it [verifies: GC-PRO-05/annex/GC-FOR-21]", () => {
    const promising = { ...contacted("2024-03-05 10:00", "2024-04-10"), stage: "won" } as const
    const leads = [{ ...met, ...won }, { ...met, stage: "won", stageAt: at("2024-04-01 00:00") }, { ...promising, stageAt: at("2024-03-31 23:59") }, missed] as const
    const ofPeriod = (period: string) => {
      const report = reportOf(leads, "2024-05-02", { period })
      return [[0, 1, 2, 3].filter((number) => report.isOfPeriod(number)), report.leadsByColor(undefined, undefined)]
    }
    assert.deepStrictEqual(ofPeriod("2024-03"), [[0, 1, 2, 3], { green: 0, yellow: 0, red: 1, none: 3 }])
    assert.deepStrictEqual(ofPeriod("2024-04"), [[1, 2, 3], { green: 0, yellow: 0, red: 1, none: 2 }])
    assert.deepStrictEqual(ofPeriod("2024-05"), [[3], { green: 0, yellow: 0, red: 1, none: 0 }])
  })

  it("tells each lead's colour, escalation, days and what is due next", () => {
    const report = reportOf([contacted("2024-03-05 10:00", "2024-03-20"), missed, won], "2024-03-07 12:00")
    assert.deepStrictEqual([0, 1, 2].map((number) => report.colorOf(number)), ["green", "red", "none"])
    assert.deepStrictEqual([0, 1, 2].map((number) => report.escalationOf(number)), [undefined, "advisor", undefined])
    assert.deepStrictEqual(["2024-03-08 12:00", "2024-03-13 12:00"].map((asOf) => reportOf([missed], asOf).escalationOf(0)), ["manager", "general-manager"])
    assert.deepStrictEqual([0, 1, 2].map((number) => report.daysSinceLastOf(number)), [2, 2, 2])
    assert.deepStrictEqual([0, 1, 2].map((number) => report.nextDueOf(number)), [at("2024-03-21 00:00") - 1, at("2024-03-05 11:00"), Number.NaN])
    assert.deepStrictEqual([0, 1, 2].map((number) => report.follow(number).color), ["green", "red", "none"])
    const escalated = [reportOf([missed], "2024-03-08 12:00"), reportOf([missed], "2024-03-13 12:00")].map((one) => one.stateOf(0))
    assert.deepStrictEqual([...[0, 1, 2].map((number) => report.stateOf(number)), ...escalated], [0, 9, 12, 10, 11])
  })

  it("compares with what was due in the period before, as it stands now", () => {
    const before = (lead: TestLead): TestLead => ({ ...lead, assignedAt: at("2024-02-06 09:00") })
    const february = { ...before(contacted("2024-02-06 10:00")), advisorId: "A2" }
    const report = reportOf([met, february, before(missed), before(contacted("2024-02-07 10:00")), { ...met, advisorId: "A3" }])
    assert.strictEqual(report.previousColor("A2", undefined), "green")
    assert.strictEqual(report.previousColor("A1", "S1"), "red")
    assert.strictEqual(report.previousColor(undefined, undefined), "red")
    assert.isNull(report.previousColor("A3", undefined))
    assert.isNull(reportOf([before({ ...won, stageAt: at("2024-02-06 10:00") })]).previousColor(undefined, undefined))
  })

  it("is written for the contract without the times", () => {
    const { byAdvisor, company } = reportOf([met, { ...missed, advisorId: "A0" }, lost]).toContract()
    assert.deepStrictEqual(company, { leads: 3, met: 1, late: 0, missed: 2, upcoming: 0, cancelled: 0, percent: 33.3, color: "red", lostWithoutContact: 1 })
    assert.deepStrictEqual(byAdvisor, [
      { id: "A0", leads: 1, met: 0, late: 0, missed: 1, upcoming: 0, cancelled: 0, percent: 0, color: "red", lostWithoutContact: 0 },
      { id: "A1", leads: 2, met: 1, late: 0, missed: 1, upcoming: 0, cancelled: 0, percent: 50, color: "red", lostWithoutContact: 1 }
    ])
  })
})
