/** Erasing a person changes nothing that was judged, counted, coloured or closed, as of any instant. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CanonicalJson from "@crm-procedure/core/identity/CanonicalJson"
import * as ClosedPeriod from "@crm-procedure/core/close/ClosedPeriod"
import * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import * as ErasedRecord from "@crm-procedure/core/judging/ErasedRecord"
import type { JudgedMonth } from "@crm-procedure/core/judging/JudgedMonth"
import * as FrozenLists from "@crm-procedure/core/close/FrozenLists"
import * as GcPro05 from "@crm-procedure/core/policy/GcPro05"
import * as PersonalData from "@crm-procedure/core/service/PersonalData"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as Records from "@crm-procedure/core/register/Records"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"
import * as StoredMonth from "@crm-procedure/core/register/StoredMonth"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option, Result, Stream } from "effect"
import * as fc from "fast-check"
import * as Arbitraries from "../src/Arbitraries.ts"
import { difference } from "../src/Judged.ts"
import type { Month } from "../src/Month.ts"
import * as Months from "../src/Month.ts"

const dealership = "carrazos"
const erasureKey = Result.getOrThrow(ErasureKey.key("un secreto de treinta y dos bytes o más"))
const DAY = 86_400_000

const situations = Arbitraries.situation(fc.oneof(fc.constant(Policy.gcPro05), Arbitraries.policy()), {
  prospects: { min: 1, max: 12 },
  activities: { max: 16 }
})

const register: VerdictUpkeep.VerdictUpkeep = { dealership, policyOf: () => Policy.gcPro05 }

const store = Effect.fnUntraced(function*(month: Month) {
  const records = yield* Records.Records
  yield* records.putDirectory(dealership, month.directory)
  for (const [period, goals] of Map.groupBy(month.goals, (goal) => goal.period)) yield* records.putGoals(dealership, period, goals)
  yield* VerdictUpkeep.put(register, month, month.asOf)
  yield* records.putCalls(dealership, month.calls ?? [], month.asOf)
})

const explained = (judgedMonth: JudgedMonth) => {
  const { activities, prospects } = judgedMonth
  const codes = (id: string, { reasons, verdict, warnings }: ReturnType<JudgedMonth["explainProspect"]>) => ({
    id,
    verdict,
    reasons: reasons.map(({ code, evidence, outcome }) => `${outcome} ${code} ${evidence.otherRecordId ?? ""}`),
    warnings: warnings.map(({ code }) => code)
  })
  return {
    prospects: Array.from({ length: prospects.count }, (_, index) => codes(prospects.idOf(index), judgedMonth.explainProspect(index))),
    activities: Array.from({ length: activities.count }, (_, index) => codes(activities.idOf(index), judgedMonth.explainActivity(index)))
  }
}

/** Everything that is shown of a month, and the text that its snapshot's digest is taken of. */
const resultOf = Effect.fnUntraced(function*({ month, policy }: Arbitraries.Situation, asOf: Calendar.Instant) {
  const stored = yield* StoredMonth.judgeEverything({ dealership, period: month.period, asOf, policy, seed: month.seed, erasureKey })
  const { judgedMonth } = stored
  const compliance = stored.compliance()
  const files = FrozenLists.texts(judgedMonth, compliance)
  const closed = ClosedPeriod.result({ judgedMonth, counts: stored.counts, compliance, policy, procedure: GcPro05.version02 }, files)
  return {
    ...explained(judgedMonth),
    scorecard: stored.scorecard(["advisor"]),
    colors: Array.from({ length: compliance.leads.count }, (_, number) => `${compliance.leads.idOf(number)} ${compliance.colorOf(number)}`),
    closed: CanonicalJson.text(closed),
    files
  }
})

const erase = ({ policy }: Arbitraries.Situation, person: PersonalData.Person, at: Calendar.Instant) =>
  PersonalData.erase({ dealership, person, erasureKey, at, by: "asistente", policyOf: () => policy })

const personOf = ({ documentNumber, documentType, email, phone }: Prospect): PersonalData.Person => ({ phone, email, documentType, documentNumber })

/** Runs a property over situations, each on records of its own; `false` from the effect leaves the situation out. */
const check = (property: (situation: Arbitraries.Situation, number: number, days: number) => Effect.Effect<boolean, unknown, Records.Records>, numRuns = 300) =>
  fc.assert(
    fc.asyncProperty(situations, fc.nat(), fc.integer({ min: -40, max: 40 }), async (situation, number, days) => {
      const given = { ...situation, month: Months.imported(situation.month) }
      fc.pre(await Effect.runPromise(property(given, number, days).pipe(Effect.provide(Records.Records.layerMemory))))
    }),
    { seed: 20240331, numRuns }
  )

const isRecognisable = ({ policy: { parameters: { phoneCountry } } }: Arbitraries.Situation) => (person: Partial<Prospect>): boolean =>
  ErasedRecord.ofProspect({ ...person } as Prospect, { erasedAt: 0, key: erasureKey, frozenFindings: "", phoneCountry }).keyHashes !== "1:::"

describe("Erasing a person", () => {
  it("changes no verdict, reason, count, duplicate, colour or closed content, as of any instant", () =>
    check(Effect.fnUntraced(function*(situation, number, days) {
      const { month } = situation
      const someone = month.prospects.filter(isRecognisable(situation))
      if (someone.length === 0) return false
      yield* store(month)
      const instants = [month.asOf, month.asOf + days * DAY]
      const before = yield* Effect.forEach(instants, (asOf) => resultOf(situation, asOf))
      const erased = yield* erase(situation, personOf(someone[number % someone.length]!), month.asOf)
      assert.isAbove(erased.prospects.length, 0)
      const after = yield* Effect.forEach(instants, (asOf) => resultOf(situation, asOf))
      assert.strictEqual(difference(after, before), undefined)
      return true
    })))

  it("changes no verdict, reason or closed content when the person is an employee, for records before and after", () =>
    check(Effect.fnUntraced(function*(situation, number) {
      const { month } = situation
      const staff = month.directory.employees.filter(({ email, phone }) => isRecognisable(situation)({ phone, email }))
      if (staff.length === 0) return false
      const { email, employeeId, name, phone } = staff[number % staff.length]!
      const records = yield* Records.Records
      yield* records.putDirectory(dealership, month.directory)
      const early = number % (month.prospects.length + 1)
      const later = { prospects: month.prospects.slice(early), activities: month.activities }
      yield* store({ ...month, prospects: month.prospects.slice(0, early), activities: [] })
      const erased = yield* erase(situation, { phone, email }, month.asOf)
      assert.include(erased.employees, employeeId)
      const left = (yield* records.directory(dealership)).employees.filter((one) => one.employeeId === employeeId)
      for (const one of left) assert.deepStrictEqual([one.name, one.phone, one.email], [employeeId, undefined, undefined])
      assert.notStrictEqual(name, employeeId)
      yield* VerdictUpkeep.put({ ...register, erasureKey }, later, month.asOf)
      const found = yield* resultOf(situation, month.asOf)
      const expected = yield* Effect.provide(Effect.andThen(store(month), resultOf(situation, month.asOf)), Records.Records.layerMemory)
      const known = (result: typeof found) =>
        result.prospects.map(({ id, reasons, warnings }) => [id, [...reasons, ...warnings].filter((code) => code.includes("staff-contact")).length])
      assert.deepStrictEqual(known(found), known(expected))
      // Who was no customer too leaves every verdict as it was.
      if (erased.prospects.length === 0) assert.strictEqual(difference(found, expected), undefined)
      return true
    }), 100))

  it("changes nothing for records that come later: the same phone, e-mail, document or note is still recognised", () =>
    check(Effect.fnUntraced(function*(situation, number) {
      const { month } = situation
      const half = Math.ceil(month.prospects.length / 2)
      const early: Month = { ...month, prospects: month.prospects.slice(0, half), activities: month.activities.slice(0, Math.ceil(month.activities.length / 2)) }
      const someone = early.prospects.filter(isRecognisable(situation))
      if (someone.length === 0) return false
      yield* store(early)
      const erased = yield* erase(situation, personOf(someone[number % someone.length]!), month.asOf)
      yield* VerdictUpkeep.put(register, { prospects: month.prospects.slice(half), activities: month.activities.slice(early.activities.length) }, month.asOf)
      const found = yield* resultOf(situation, month.asOf)
      const expected = yield* Effect.provide(Effect.andThen(store(month), resultOf(situation, month.asOf)), Records.Records.layerMemory)
      // A verdict that is frozen may differ: an earlier record may have come to light later. Duplicates of it may not.
      const duplicates = (result: typeof found) =>
        result.prospects.filter(({ id }) => !erased.prospects.includes(id)).map(({ id, reasons }) => [id, reasons.filter((reason) => / duplicate /.test(reason)).join()])
      const repeated = (result: typeof found) =>
        result.activities.filter(({ id }) => !erased.activities.includes(id)).map(({ id, reasons }) => [id, reasons.filter((reason) => / note-repeated /.test(reason)).join()])
      assert.deepStrictEqual(Object.fromEntries(duplicates(found)), Object.fromEntries(duplicates(expected)))
      assert.deepStrictEqual(Object.fromEntries(repeated(found)), Object.fromEntries(repeated(expected)))
      return true
    })))

  it("removes what identifies them, and changes no record of another person", () =>
    check(Effect.fnUntraced(function*(situation, number) {
      const { month } = situation
      const someone = month.prospects.filter(isRecognisable(situation))
      if (someone.length === 0) return false
      const person = personOf(someone[number % someone.length]!)
      yield* store(month)
      const records = yield* Records.Records
      const erased = yield* erase(situation, person, month.asOf)
      for (const id of erased.prospects) {
        const { record } = Option.getOrThrow(yield* records.prospect(dealership, id))
        assert.deepStrictEqual([record.fullName, record.phone, record.email, record.documentType, record.documentNumber], Array.from({ length: 5 }))
      }
      for (const id of erased.activities) assert.isUndefined(Option.getOrThrow(yield* records.activity(dealership, id)).record.note)
      for (const original of month.prospects) {
        if (erased.prospects.includes(original.prospectId)) continue
        assert.deepStrictEqual(Option.getOrThrow(yield* records.prospect(dealership, original.prospectId)).record, original)
      }
      const left = yield* Stream.runCollect(records.prospects(dealership))
      assert.strictEqual(left.length, month.prospects.length)
      // The key still finds the erased records, and a second erasure has nothing to erase.
      assert.isAtLeast((yield* PersonalData.find({ dealership, person, erasureKey, phoneCountry: situation.policy.parameters.phoneCountry })).prospects.length, erased.prospects.length)
      assert.deepStrictEqual(yield* erase(situation, person, month.asOf + 1), { prospects: [], activities: [], calls: [], employees: [], users: [] })
      return true
    })))
})
