/** A closed month's scorecard: the frozen figures, in every grouping and scope, also after later changes. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import type { Place } from "../src/records/Access.ts"
import type { Activity } from "../src/records/Activity.ts"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as CanonicalJson from "../src/identity/CanonicalJson.ts"
import * as ClosedPeriod from "../src/close/ClosedPeriod.ts"
import { CrmProcedure, gcPro05 } from "../src/service/CrmProcedure.ts"
import type { Directory } from "../src/records/Directory.ts"
import * as FrozenMonth from "../src/close/FrozenMonth.ts"
import * as FrozenCounts from "../src/close/FrozenCounts.ts"
import * as GcPro05 from "../src/policy/GcPro05.ts"
import type { Goal } from "../src/records/Goal.ts"
import * as PeriodClose from "../src/close/PeriodClose.ts"
import * as Policy from "../src/policy/Policy.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import { Records } from "../src/register/Records.ts"
import type { OwnProspectRule } from "../src/policy/Rule.ts"
import * as Scorecard from "../src/results/Scorecard.ts"
import * as Counts from "../src/results/Counts.ts"
import * as exampleRecords from "./exampleRecords.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!
const day = (text: string): number => Calendar.parseDay(text)!
const dealership = "carrazos"
const period = "2024-03"
const end = at("2024-04-01")
const closedAt = at("2024-04-03T09:00:00")
const later = at("2024-04-20T10:00:00")

const advisor = (employeeId: string, branchId: string) => ({ employeeId, name: `Asesora ${employeeId}`, role: "advisor", branchId, activeFrom: day("2024-01-01") }) as const
const directory: Directory = {
  branches: [{ branchId: "S1", name: "Sede Norte" }, { branchId: "S2", name: "Sede Sur" }],
  brands: [{ brandId: "C", name: "Carros", line: "cars" }, { brandId: "M", name: "Motos", line: "motorcycles" }, { brandId: "X", name: "Sin línea" }],
  employees: [advisor("A1", "S1"), advisor("A2", "S2")]
}

let phones = 0
const prospect = (prospectId: string, more: Partial<Prospect> = {}): Prospect =>
  exampleRecords.prospect(prospectId, { brandId: "C", phone: `30045${String(60_000 + ++phones)}`, consentAt: at("2024-03-05T09:00:00"), ...more })

const activity = (activityId: string, prospectId: string, more: Partial<Activity> = {}): Activity =>
  exampleRecords.activity(activityId, prospectId, { note: `Pidió cotización del sedán ${activityId}`, ...more })

const goal = (advisorId: string, branchId: string, brandId: string, month = period): Goal => ({ period: month, advisorId, branchId, brandId, prospects: 3, activities: 2 })
const goals = [goal("A1", "S1", "C"), goal("A2", "S2", "M")]

const layer = CrmProcedure.layer().pipe(Layer.provideMerge(Records.layerMemory))

/** February and March of two advisors, two branches, three brands, and an activity of an unknown prospect. */
const register = Effect.gen(function*() {
  const crm = yield* CrmProcedure
  yield* crm.registerDirectory(dealership, directory, end)
  yield* crm.setGoals(dealership, period, goals)
  yield* crm.setGoals(dealership, "2024-02", [goal("A1", "S1", "C", "2024-02")])
  yield* crm.registerProspects(dealership, [
    prospect("F1", { createdAt: at("2024-02-20T10:00:00") }),
    prospect("P1"),
    prospect("P2", { createdAt: at("2024-03-09T10:00:00"), brandId: "M" }),
    prospect("P3", { fullName: "prueba", phone: "123" }),
    prospect("P4", { advisorId: "A2", branchId: "S2", brandId: "M" }),
    prospect("P5", { advisorId: "A2", branchId: "S2", brandId: "X" })
  ], end)
  yield* crm.registerActivities(dealership, [
    activity("C1", "P1"),
    activity("C2", "P4", { advisorId: "A2" }),
    activity("C3", "unknown"),
    activity("C4", "P2", { status: "planned", performedAt: undefined, plannedFor: at("2024-03-20T10:00:00"), outcome: undefined })
  ], end)
  yield* crm.drawSample({ dealership, period, now: end })
})

const close = Effect.gen(function*() {
  return yield* (yield* CrmProcedure).closePeriod({ dealership, period, asOf: end, closedAt, by: { role: "crm-assistant", name: "E7" } })
})

/** Every kind of later change: a late record, a record that moved to another month, an erased goal, a brand of another line. */
const comeLate = Effect.gen(function*() {
  const crm = yield* CrmProcedure
  yield* crm.registerProspects(dealership, [
    prospect("L1", { createdAt: at("2024-03-11T10:00:00") }),
    prospect("P1", { phone: "123", advisorId: "A2", branchId: "S2" }),
    prospect("F2", { createdAt: at("2024-02-21T10:00:00") })
  ], closedAt + 1)
  yield* crm.registerActivities(dealership, [activity("L2", "P2", { performedAt: at("2024-03-12T10:00:00") })], closedAt + 1)
  yield* crm.setGoals(dealership, period, [goal("A1", "S1", "C")])
  yield* crm.registerDirectory(dealership, { ...directory, brands: [{ brandId: "C", name: "Carros", line: "motorcycles" }] }, closedAt + 1)
})

const groupings: ReadonlyArray<ReadonlyArray<Scorecard.Dimension>> = [[], ["advisor"], ["branch"], ["brand"], ["line"], ["branch", "advisor"], ["brand", "line"]]
const views: ReadonlyArray<((place: Place) => boolean) | undefined> = [undefined, ({ branchId }) => branchId === "S1", ({ advisorId }) => advisorId === "A2", () => false]

/** The scorecards of every grouping and scope, without their note about the close. */
const scorecards = (asOf: number, of = period) => Effect.gen(function*() {
  const crm = yield* CrmProcedure
  return yield* Effect.forEach(groupings, (by) =>
    Effect.forEach(views, (view) => Effect.map(crm.scorecard({ dealership, period: of, asOf }, by, view), ({ closed, ...scorecard }) => ({ closed, scorecard }))))
})
const figures = (asOf: number, of = period) => Effect.map(scorecards(asOf, of), (all) => all.flat().map(({ scorecard }) => scorecard))
const periodState = (asOf: number) => Effect.map(scorecards(asOf), (all) => [...new Set(all.flat().map(({ closed }) => closed?.figures))])

describe("a closed month's scorecard", () => {
  it.effect("is the frozen one in every grouping and scope, also after later changes, and says so", () => Effect.gen(function*() {
    yield* register
    const before = yield* figures(end)
    assert.deepStrictEqual(yield* periodState(end), [undefined])
    const { digest, sequence } = yield* close
    yield* comeLate
    for (const asOf of [end, closedAt, later]) {
      assert.deepStrictEqual(yield* figures(asOf), before)
      assert.deepStrictEqual(yield* periodState(asOf), ["frozen"])
    }
    const { closed } = yield* (yield* CrmProcedure).scorecard({ dealership, period, asOf: later }, [])
    assert.deepStrictEqual(closed, { sequence, digest, closedAt, figures: "frozen" })
    const amended = yield* (yield* CrmProcedure).amendment({ dealership, period })
    assert.deepStrictEqual(amended.late.map(({ id }) => id).sort(), ["L1", "L2"])
    assert.isNotEmpty(amended.indicators)
  }).pipe(Effect.provide(layer)))

  it.effect("is as of the close, also when asked as of the month's end", () => Effect.gen(function*() {
    const crm = yield* CrmProcedure
    yield* register
    yield* crm.registerCalls(dealership, [{ callId: "K1", subjectType: "prospect", subjectId: "P4", agentId: "G1", attemptedAt: end + 1, outcome: "attended" }], closedAt)
    const [before, atEnd] = [yield* figures(closedAt - 1), yield* figures(end)]
    assert.notDeepEqual(before.map(({ groups }) => groups), atEnd.map(({ groups }) => groups))
    yield* crm.closePeriod({ dealership, period, asOf: closedAt - 1, closedAt, by: { role: "crm-assistant", name: "E7" } })
    for (const asOf of [end, closedAt - 1, later]) assert.deepStrictEqual(yield* figures(asOf), before)
  }).pipe(Effect.provide(layer)))

  it.effect("as of an instant within the month is made of the current records", () => Effect.gen(function*() {
    yield* register
    yield* close
    yield* comeLate
    const crm = yield* CrmProcedure
    const { closed, groups } = yield* crm.scorecard({ dealership, period, asOf: end - 1 }, [])
    assert.strictEqual(closed?.figures, "current")
    assert.strictEqual(groups[0]?.prospecting.registered, 6)
  }).pipe(Effect.provide(layer)))

  it.effect("changes again while the month is reopened, and is frozen again", () => Effect.gen(function*() {
    yield* register
    const before = yield* figures(end)
    yield* close
    yield* comeLate
    yield* (yield* CrmProcedure).reopenPeriod({ dealership, period, at: closedAt + 2, by: { role: "general-manager", name: "E1" }, reason: "Faltaba la feria" })
    const reopened = yield* figures(end)
    assert.notDeepEqual(reopened, before)
    assert.deepStrictEqual(yield* periodState(end), [undefined])
    yield* close
    assert.deepStrictEqual(yield* periodState(later), ["frozen"])
    assert.deepStrictEqual(yield* figures(later), reopened)
  }).pipe(Effect.provide(layer)))

  it.effect("gives the next month's scorecard its frozen colours of the previous period", () => Effect.gen(function*() {
    const crm = yield* CrmProcedure
    yield* register
    yield* crm.setGoals(dealership, "2024-04", [goal("A1", "S1", "C", "2024-04")])
    const colours = (of: string, asOf = later) => Effect.map(crm.scorecard({ dealership, period: of, asOf }, ["advisor"]), ({ groups }) => groups.map(({ followUp, keys, prospecting }) => [keys.advisor, prospecting.previousColor, followUp.previousColor]))
    const before = yield* colours("2024-04")
    yield* crm.closePeriod({ dealership, period: "2024-02", asOf: at("2024-03-01"), closedAt, by: { role: "crm-assistant", name: "E7" } })
    yield* crm.registerProspects(dealership, ["F3", "F4", "F5"].map((id) => prospect(id, { createdAt: at("2024-02-21T10:00:00") })), closedAt + 1)
    yield* close
    assert.deepStrictEqual(yield* colours(period), [["A1", "red", "red"], ["A2", null, null]])
    yield* crm.registerProspects(dealership, ["L3", "L4", "L5"].map((id) => prospect(id)), closedAt + 1)
    assert.deepStrictEqual(yield* colours("2024-04"), before)
    yield* crm.registerCalls(dealership, [{ callId: "K1", subjectType: "prospect", subjectId: "P4", agentId: "G1", attemptedAt: later - 1, outcome: "attended" }], later)
    assert.deepStrictEqual(yield* colours("2024-04", closedAt), before, "judged again, as of an instant before the stored verdicts")
  }).pipe(Effect.provide(layer)))

  it.effect("reads a snapshot's text once", () => Effect.gen(function*() {
    const records = yield* Records
    let texts = 0
    const counted = Records.of({
      ...records,
      snapshots: () => Effect.die("the whole chain is not asked for"),
      snapshot: (...given) => Effect.suspend(() => {
        texts++
        return records.snapshot(...given)
      })
    })
    yield* Effect.gen(function*() {
      yield* register
      yield* close
      yield* Effect.all([periodState(later), periodState(later)], { concurrency: 2 })
    }).pipe(Effect.provide(CrmProcedure.layer().pipe(Layer.provide(Layer.succeed(Records, counted)))))
    assert.strictEqual(texts, 1)
  }).pipe(Effect.provide(Records.layerMemory)))
})

/** What the form of counts or of leads prints, and the scorecard's groups of the same figures. */
const printed = (asOf: number, shown: "counts" | "leads") => Effect.gen(function*() {
  const crm = yield* CrmProcedure
  const { closed, digest, ...options } = yield* crm.formFigures(dealership, yield* crm.judge({ dealership, period, asOf }), shown)
  return { closed, digest, groups: Scorecard.make(options, ["branch", "advisor"]).groups }
})

describe("a form of a closed month", () => {
  it.effect("counts the frozen records as of any instant from the month's end, under the snapshot's digest, and says when they were amended", () => Effect.gen(function*() {
    yield* register
    const before = yield* printed(end, "counts")
    assert.isUndefined(before.closed)
    const { digest } = yield* close
    const frozen = { closedAt, figures: "frozen", isAmended: false } as const
    for (const asOf of [end, later]) assert.deepStrictEqual(yield* printed(asOf, "counts"), { ...before, digest, closed: frozen })
    yield* comeLate
    for (const asOf of [end, later]) assert.deepStrictEqual(yield* printed(asOf, "counts"), { ...before, digest, closed: { ...frozen, isAmended: true } })
    const within = yield* printed(end - 1, "counts")
    assert.deepStrictEqual([within.closed, within.digest], [undefined, before.digest])
  }).pipe(Effect.provide(layer)))

  it.effect("shows the leads of the current records, which are the frozen ones only as of the instant of the close", () => Effect.gen(function*() {
    yield* register
    const before = yield* printed(end, "leads")
    const { digest } = yield* close
    assert.deepStrictEqual(yield* printed(end, "leads"), { ...before, digest, closed: { closedAt, figures: "frozen", isAmended: false } })
    assert.deepStrictEqual((yield* printed(later, "leads")).closed, { closedAt, figures: "current", isAmended: false })
    yield* comeLate
    const amended = yield* printed(end, "leads")
    assert.deepStrictEqual([amended.closed, amended.digest], [{ closedAt, figures: "current", isAmended: true }, before.digest])
    assert.notDeepEqual(amended.groups, before.groups)
  }).pipe(Effect.provide(layer)))
})

describe("a snapshot that holds no figures for this server", () => {
  const current = Effect.gen(function*() {
    const before = yield* figures(later)
    yield* comeLate
    const { closed, digest } = yield* printed(later, "counts")
    assert.deepStrictEqual([closed, digest], [{ closedAt, figures: "current", isAmended: false }, Policy.digest(gcPro05.policy)])
    assert.deepStrictEqual(yield* periodState(later), ["current"])
    assert.notDeepEqual(yield* figures(later), before)
  })

  it.effect("was made by an early version: the scorecard is of the current records, and says so", () => Effect.gen(function*() {
    yield* register
    const records = yield* Records
    const { counts: _, ...older } = yield* Effect.gen(function*() {
      return ClosedPeriod.parse((yield* close).content)!
    }).pipe(Effect.provide(CrmProcedure.layer().pipe(Layer.provide(Layer.succeed(Records, Records.of({ ...records, appendSnapshot: () => Effect.void }))))))
    const content = CanonicalJson.text(older)
    yield* records.appendSnapshot(dealership, { period, sequence: 0, previousDigest: "", digest: CanonicalJson.digestOfText(content), content, closedAt, closedBy: "E7" })
    assert.isUndefined((yield* PeriodClose.verify(dealership)).firstBreak)
    yield* current
  }).pipe(Effect.provide(layer)))

  it.effect("was closed with own rules that are not given any more", () => Effect.gen(function*() {
    const rule: OwnProspectRule = {
      code: "interest-vague",
      subject: "prospect",
      serves: "Q",
      effect: "invalidates",
      field: "interest",
      title: { es: "Interés vago", en: "Vague interest" },
      message: () => ({ es: "Diga el modelo.", en: "Say the model." }),
      provenance: { kind: "assumption", reference: "GC-PRO-05/requirements" },
      verifies: "GC-PRO-05/requirements",
      test: ({ interest }) => interest === "Sedán" ? "fails" : "holds"
    }
    const policy = Result.getOrThrow(Policy.make({ ownRules: [rule] }))
    const records = yield* Records
    const own = CrmProcedure.layer([{ ...gcPro05, policy }]).pipe(Layer.provide(Layer.succeed(Records, records)))
    yield* Effect.gen(function*() {
      yield* register
      const before = yield* figures(end)
      yield* close
      assert.deepStrictEqual(yield* periodState(later), ["frozen"])
      assert.deepStrictEqual(yield* figures(later), before)
      assert.include(JSON.stringify(before), "interest-vague")
    }).pipe(Effect.provide(own))
    yield* current.pipe(Effect.provide(CrmProcedure.layer().pipe(Layer.provide(Layer.succeed(Records, records)))))
  }).pipe(Effect.provide(Records.layerMemory)))
})

describe("the month before, as a close counts it", () => {
  it.effect("is the frozen one with its own rules, and the current one where its snapshot can't be read", () => Effect.gen(function*() {
    yield* register
    const closing = { dealership, closedAt, by: { role: "crm-assistant", name: "E7" }, procedure: GcPro05.version02 }
    const policy = Result.getOrThrow(Policy.make({ ownRules: [exampleRecords.ownProspectRule("without-engine")] }))
    yield* PeriodClose.close({ ...closing, period: "2024-02", asOf: at("2024-03-01"), policy })
    yield* (yield* CrmProcedure).registerProspects(dealership, [prospect("F2", { createdAt: at("2024-02-21T10:00:00") })], closedAt + 1)
    const records = yield* Records
    const registeredBefore = (by: Policy.Policy, snapshot = records.snapshot) => Effect.gen(function*() {
      const unkept = Records.of({ ...records, snapshot, appendSnapshot: () => Effect.void, raise: () => Effect.succeed([]) })
      const { content } = yield* Effect.provideService(PeriodClose.close({ ...closing, period, asOf: end, policy: by }), Records, unkept)
      return ClosedPeriod.parse(content)!.counts!.previous!.map(({ prospects: { registered } }) => registered)
    })
    assert.deepStrictEqual(yield* registeredBefore(policy), [1])
    assert.deepStrictEqual(yield* registeredBefore(gcPro05.policy), [2])
    assert.deepStrictEqual(yield* registeredBefore(policy, () => Effect.succeed(Option.none())), [2])
    assert.deepStrictEqual(yield* registeredBefore(policy, (...asked) => Effect.map(records.snapshot(...asked), Option.map((one) => ({ ...one, content: "{" })))), [2])
  }).pipe(Effect.provide(layer)))
})

describe("frozen counts", () => {
  const { policy } = gcPro05
  const id = fc.constantFrom("A", "__proto__", "constructor", "ñ", "1", "")
  const cell = fc.record({ advisorId: id, branchId: fc.option(id, { nil: undefined }), brandId: fc.option(id, { nil: undefined }), numbers: fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }), rule: fc.nat(9), hasGoal: fc.boolean() })
  const counts = fc.record({ cells: fc.array(cell, { maxLength: 8 }), days: fc.array(fc.nat(9), { minLength: 31, maxLength: 31 }) }).map(({ cells: drawn, days }): Counts.Counts => {
    const places = new Counts.CountsByPlace(policy)
    for (const { advisorId, branchId, brandId, hasGoal, numbers, rule } of drawn) {
      const made = places.of(advisorId, branchId, brandId)
      const [pv = 0, pi = 0, pp = 0, av = 0, ai = 0, ap = 0, planned = 0, performed = 0, pr = 0, ar = 0, gp = 0, ga = 0] = numbers
      Object.assign(made.prospects, { registered: pv + pi + pp, valid: pv, invalid: pi, pending: pp })
      Object.assign(made.activities, { registered: av + ai + ap, valid: av, invalid: ai, pending: ap, planned, performed })
      made.prospects.reasons = made.prospects.reasons.with(rule, pr)
      made.activities.reasons = made.activities.reasons.with(rule, ar)
      Object.assign(made.goals, hasGoal ? { prospects: gp, activities: ga } : {})
      made.hasGoal = hasGoal
    }
    return { period, places: places.all, validProspectsByDay: days, validActivitiesByDay: days.toReversed() }
  })
  const brands = [{ brandId: "A", name: "", line: "cars" }, { brandId: "__proto__", name: "", line: "motorcycles" }, { brandId: "1", name: "" }] as const
  const lines = new Map<string, "cars" | "motorcycles">([["A", "cars"], ["__proto__", "motorcycles"]])

  it("give back the counts through canonical JSON, in an order that does not depend on the records", () => {
    fc.assert(fc.property(counts, fc.option(counts, { nil: undefined }), fc.constantFrom(...groupings), (one, before, by) => {
      const frozen = FrozenCounts.of(one, before, policy, { brands })
      const read = JSON.parse(CanonicalJson.text(frozen)) as FrozenCounts.FrozenCounts
      assert.strictEqual(CanonicalJson.text(FrozenCounts.of({ ...one, places: one.places.toReversed() }, before, policy, { brands: brands.toReversed() })), CanonicalJson.text(frozen))
      const scorecard = (options: Pick<Scorecard.Options, "counts" | "previous" | "lineOfBrand">) => Scorecard.seen({ policy, asOf: end, ...options }, by, undefined)
      assert.deepStrictEqual(
        scorecard({ counts: FrozenCounts.toCounts(read, period, policy), previous: FrozenCounts.toPrevious(read, "2024-02", policy), lineOfBrand: FrozenCounts.lineOfBrand(read) }),
        scorecard({ counts: one, previous: before, lineOfBrand: (brandId) => lines.get(brandId) })
      )
    }))
  })

  it.effect("are those of the frozen scorecard", () => Effect.gen(function*() {
    yield* register
    const snapshot = ClosedPeriod.parse((yield* close).content)!
    const month = FrozenMonth.of(snapshot, [])!
    assert.deepStrictEqual(Scorecard.toContract(month), snapshot.result.scorecard)
    assert.strictEqual(month.asOf, end)
  }).pipe(Effect.provide(layer)))
})
