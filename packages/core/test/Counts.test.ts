/** What is counted of a judged month, from its first instant up to its end, and which of its prospects are leads that count. */
import { assert, describe, it } from "@effect/vitest"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as JudgingContext from "../src/judging/JudgingContext.ts"
import { MonthBuilder } from "../src/judging/MonthBuilder.ts"
import * as Policy from "../src/policy/Policy.ts"
import type { Activity } from "../src/records/Activity.ts"
import type { Goal } from "../src/records/Goal.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import * as Counts from "../src/results/Counts.ts"
import * as LeadSource from "../src/results/LeadSource.ts"
import { activity, prospect } from "./exampleRecords.ts"

const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!
const asOf = at("2024-04-10")
const start = at("2024-03-01")
const end = at("2024-04-01")

const directory = {
  employees: ["A1", "A2"].map((employeeId) => ({ employeeId, name: "Ana Ruiz", role: "advisor" as const, branchId: "S1", activeFrom: Calendar.parseDay("2023-01-01")! })),
  branches: [{ branchId: "S1", name: "Centro" }],
  brands: [{ brandId: "B1", name: "Andina" }, { brandId: "B2", name: "Boreal" }]
}

const judge = ({ activities = [], goals = [], prospects = [] }: { prospects?: ReadonlyArray<Prospect>; activities?: ReadonlyArray<Activity>; goals?: ReadonlyArray<Goal> }) => {
  const builder = new MonthBuilder(JudgingContext.make({ policy: Policy.gcPro05, directory, asOf }))
  for (const one of prospects) builder.addProspect(one)
  for (const one of activities) builder.addActivity(one)
  builder.addGoals(goals)
  return builder.judge({ period: "2024-03" })
}

const people = (...instants: ReadonlyArray<number>): ReadonlyArray<Prospect> =>
  instants.map((createdAt, place) => prospect(`P${place}`, { createdAt, consentAt: createdAt, phone: `30045678${10 + place}` }))

describe("what is counted of a month", () => {
  it("are the prospects from its first instant up to its end, the valid ones by their day", () => {
    const counts = Counts.of(judge({ prospects: people(start - 1, start, end - 1, end) }))
    assert.deepStrictEqual(counts.places.map(({ prospects }) => prospects.registered), [2])
    assert.lengthOf(counts.validProspectsByDay, 31)
    assert.deepStrictEqual([counts.validProspectsByDay[0], counts.validProspectsByDay[30]], [1, 1])
    assert.strictEqual(counts.validProspectsByDay.reduce((sum, one) => sum + one), 2)
  })

  it("are the activities likewise, planned and performed by themselves, cancelled ones registered only", () => {
    const visit = (id: string, performedAt: number, more: Partial<Activity> = {}) => activity(id, "P0", { type: "visit", performedAt, note: `Vino a ver el sedán gris, ${id}`, ...more })
    const planned = (id: string, status: Activity["status"]) => visit(id, start, { status, performedAt: undefined, plannedFor: at("2024-03-12 10:00"), outcome: undefined })
    const month = judge({
      prospects: people(at("2024-01-05")),
      activities: [visit("V1", start - 1), visit("V2", start), visit("V3", end - 1), visit("V4", end), planned("V5", "planned"), planned("V6", "cancelled")]
    })
    const { places, validActivitiesByDay } = Counts.of(month)
    assert.deepStrictEqual(places.map(({ activities: { performed, planned: still, registered, valid } }) => [registered, performed, still, valid]), [[4, 2, 1, 2]])
    assert.deepStrictEqual([validActivitiesByDay[0], validActivitiesByDay[30]], [1, 1])
    const notPerformed = Policy.gcPro05.activityRules.findIndex(({ code }) => code === "not-performed")
    assert.strictEqual(places[0]!.activities.reasons[notPerformed], 2)
    assert.strictEqual(places[0]!.activities.reasons.length, Policy.gcPro05.activityRules.length)
  })

  it("of the month before serves colours: neither reasons nor days are counted, and it is undefined where nothing was", () => {
    const before = people(at("2024-02-10"), at("2024-02-20"))
    const invalid = prospect("P9", { createdAt: at("2024-02-21"), fullName: "x", phone: "3004567899" })
    const { period, places, validProspectsByDay } = Counts.before(judge({ prospects: [...before, invalid, ...people(start).map((one) => ({ ...one, prospectId: "P7" }))] }))!
    assert.strictEqual(period, "2024-02")
    assert.deepStrictEqual(places.map(({ prospects }) => prospects), [{ registered: 3, valid: 2, invalid: 1, pending: 0, reasons: [], validByDay: [] }])
    assert.deepStrictEqual(validProspectsByDay, [])
    assert.isUndefined(Counts.before(judge({ prospects: people(start) })))
  })

  it("is counted for each place by itself, though places share what is zero", () => {
    const [first, second] = Counts.of(judge({ prospects: [...people(start), prospect("Q1", { advisorId: "A2", createdAt: start + 86_400_000, consentAt: start + 86_400_000, fullName: "x", phone: "3004567899" })] })).places
    assert.deepStrictEqual([first, second].map((place) => place!.prospects.validByDay.reduce((sum, one) => sum + one)), [1, 0])
    assert.isTrue(first!.prospects.reasons.every((one) => one === 0))
    assert.isTrue(second!.prospects.reasons.some((one) => one === 1))
    assert.strictEqual(first!.activities.validByDay, second!.activities.validByDay)
  })

  it("has no branch and no brand where an activity's prospect is unknown", () => {
    const { places } = Counts.of(judge({ activities: [activity("V1", "P9")] }))
    assert.deepStrictEqual(places.map(({ advisorId, branchId, brandId }) => ({ advisorId, branchId, brandId })), [{ advisorId: "A1", branchId: undefined, brandId: undefined }])
  })

  it("are the period's goals, added at their place, also where nothing was registered", () => {
    const goal = (period: string, prospects: number, more: Partial<Goal> = {}): Goal => ({ period, advisorId: "A1", branchId: "S1", brandId: "B1", prospects, activities: 2 * prospects, ...more })
    const { places } = Counts.of(judge({ prospects: people(start), goals: [goal("2024-03", 3), goal("2024-03", 4), goal("2024-02", 50), goal("2024-03", 5, { brandId: "B2" })] }))
    assert.deepStrictEqual(places.map(({ brandId, goals, hasGoal, prospects }) => [brandId, prospects.registered, hasGoal, goals]), [
      ["B1", 1, true, { prospects: 7, activities: 14 }],
      ["B2", 0, true, { prospects: 5, activities: 10 }]
    ])
    assert.isFalse(Counts.of(judge({ prospects: people(start) })).places[0]!.hasGoal)
  })

  it("is seen within a person's view by its places and their days", () => {
    const counts = Counts.of(judge({ prospects: [...people(start), prospect("Q1", { advisorId: "A2", phone: "3004567899" })] }))
    assert.strictEqual(Counts.within(counts, undefined), counts)
    const seen = Counts.within(counts, ({ advisorId }) => advisorId === "A2")
    assert.deepStrictEqual(seen.places.map(({ advisorId }) => advisorId), ["A2"])
    assert.strictEqual(seen.validProspectsByDay.length, counts.validProspectsByDay.length)
    const [all, part, rest] = [counts, seen, Counts.within(counts, ({ advisorId }) => advisorId !== "A2")].map(({ validProspectsByDay }) => validProspectsByDay)
    assert.deepStrictEqual(all, part!.map((count, day) => count + rest![day]!), "the parts make the whole")
  })
})

describe("the leads that count", () => {
  const lead = (id: string, place: number, more: Partial<Prospect> = {}): Prospect => {
    const assignedAt = at("2024-03-05 09:00")
    return prospect(id, { source: "web", assignedAt, createdAt: assignedAt, consentAt: assignedAt, phone: `30045678${20 + place}`, ...more })
  }
  const idsOf = (source: LeadSource.LeadSource) => Array.from({ length: source.count }, (_, number) => source.idOf(number))

  it("are of a lead source, assigned by the instant asked, not invalid, in code point order of their ids", () => {
    const source = LeadSource.ofJudgedMonth(judge({
      prospects: [lead("b", 1), lead("B", 2), lead("a", 3, { source: "walk-in" }), lead("c", 4, { assignedAt: asOf }), lead("d", 5, { assignedAt: asOf + 1 }), lead("e", 6, { fullName: "x" })]
    }))
    assert.deepStrictEqual(idsOf(source), ["B", "b", "c"])
  })

  it("are those within a person's view, by place and brand", () => {
    const month = judge({ prospects: [lead("L1", 1), lead("L2", 2, { advisorId: "A2" }), lead("L3", 3, { brandId: "B2" })] })
    assert.deepStrictEqual(idsOf(LeadSource.ofJudgedMonth(month, ({ advisorId }) => advisorId === "A2")), ["L2"])
    const all = LeadSource.ofJudgedMonth(month)
    assert.deepStrictEqual([0, 1, 2].map((number) => all.placeOf(number)), [
      { advisorId: "A1", branchId: "S1", brandId: "B1" }, { advisorId: "A2", branchId: "S1", brandId: "B1" }, { advisorId: "A1", branchId: "S1", brandId: "B2" }
    ])
    const [one, two, three] = [0, 1, 2].map((number) => all.brandNumberOf(number))
    assert.strictEqual(one, two)
    assert.notStrictEqual(one, three)
    assert.strictEqual(all.brandCount, 2)
    assert.isTrue([one!, three!].every((number) => number < all.brandCount))
    assert.isFalse(all.isErased(0))
    const bytes = new Uint8Array(8)
    assert.strictEqual(all.copyIdInto(2, bytes, 1), 3)
    assert.strictEqual(new TextDecoder().decode(bytes.subarray(1, 3)), "L3")
  })

  it("have their contacts in the order of time, then id, and no activity of unknown prospects or others", () => {
    const visit = (id: string, of: string, when: string) => activity(id, of, { type: "visit", performedAt: at(when), note: `Vino a ver el sedán gris, ${id}` })
    const source = LeadSource.ofJudgedMonth(judge({
      prospects: [lead("L1", 1), lead("L2", 2), prospect("P1")],
      activities: [visit("b", "L1", "2024-03-07 10:00"), visit("a", "L1", "2024-03-07 10:00"), visit("c", "L1", "2024-03-06 10:00"), visit("d", "L2", "2024-03-08 10:00"), visit("e", "P9", "2024-03-06 10:00"), visit("f", "P1", "2024-03-06 10:00")]
    }))
    assert.deepStrictEqual([0, 1].map((number) => source.factsOf(number).contacts.map((one) => one.at)), [
      [at("2024-03-06 10:00"), at("2024-03-07 10:00"), at("2024-03-07 10:00")],
      [at("2024-03-08 10:00")]
    ])
  })
})
