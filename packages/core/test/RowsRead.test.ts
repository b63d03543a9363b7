/** What a question reads depends on its month, not on the length of the history. */
import { assert, describe, it } from "@effect/vitest"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import * as Access from "@crm-procedure/core/records/Access"
import type { Directory } from "@crm-procedure/core/records/Directory"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import * as Policy from "@crm-procedure/core/policy/Policy"
import { Records } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { activity, prospect } from "./exampleRecords.ts"

const dealership = "Carrazos"
const LAST = Calendar.monthOfPeriod("2024-06")
const period = Calendar.periodOfMonth(LAST)
const asOf = Calendar.periodBounds(Calendar.bogota, period).end
const by = { role: "crm-assistant", name: "R1" }

const directory: Directory = {
  employees: [{ employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", brandIds: [], activeFrom: Calendar.parseDay("2010-01-01")! }],
  branches: [{ branchId: "S1", name: "Centro" }],
  brands: [{ brandId: "B1", name: "Andina" }]
}

/** The storage, with a count of the rows that its reads answer. */
const counted = (records: Records["Service"]) => {
  const counts = { rows: 0 }
  const all = <A, E>(read: Effect.Effect<ReadonlyArray<A>, E>) => Effect.tap(read, (rows) => Effect.sync(() => counts.rows += rows.length))
  const each = <A, E>(read: Stream.Stream<A, E>) => Stream.tap(read, () => Effect.sync(() => counts.rows++))
  const counting: Records["Service"] = {
    ...records,
    prospects: (...asked) => each(records.prospects(...asked)),
    activities: (...asked) => each(records.activities(...asked)),
    phoneLog: (...asked) => each(records.phoneLog(...asked)),
    phoneLogOf: (...asked) => all(records.phoneLogOf(...asked)),
    versions: (...asked) => each(records.versions(...asked)),
    versionsLike: (...asked) => all(records.versionsLike(...asked)),
    prospectsById: (...asked) => all(records.prospectsById(...asked)),
    activitiesById: (...asked) => all(records.activitiesById(...asked)),
    prospectsLike: (...asked) => all(records.prospectsLike(...asked)),
    activitiesLike: (...asked) => all(records.activitiesLike(...asked)),
    leads: (...asked) => all(records.leads(...asked)),
    monthRecords: (...asked) =>
      Effect.tap(records.monthRecords(...asked), (month) => Effect.sync(() => counts.rows += Object.values(month).reduce((sum, part: ReadonlyArray<unknown>) => sum + part.length, 0))),
    calls: (...asked) => all(records.calls(...asked)),
    verified: (...asked) => all(records.verified(...asked)),
    callsSince: (...asked) => all(records.callsSince(...asked)),
    verificationsLeft: (...asked) => all(records.verificationsLeft(...asked)),
    appeals: (...asked) => all(records.appeals(...asked)),
    reopenings: (...asked) => all(records.reopenings(...asked)),
    selections: (...asked) => all(records.selections(...asked)),
    waivers: (...asked) => all(records.waivers(...asked))
  }
  return { counting, counts }
}

const phoneOf = (month: number): string => `310${String(month * 7_919 % 10_000_000).padStart(7, "0")}`

/** Registers so many months up to the last one. Each has a lead that was contacted and lost, a drawn sample with the lead in it, a verification call and a decided appeal about it. No month is closed. */
const registerMonths = Effect.fnUntraced(function*(months: number) {
  const crm = yield* CrmProcedure
  const records = yield* Records
  yield* crm.registerDirectory(dealership, directory, asOf)
  for (let month = LAST - months + 1; month <= LAST; month++) {
    const { end, start } = Calendar.periodBounds(Calendar.bogota, Calendar.periodOfMonth(month))
    const at = (day: number) => start + day * 86_400_000 + 15 * 3_600_000
    const id = `P${month}`
    const lead = { createdAt: at(3), assignedAt: at(3), consentAt: at(3), phone: phoneOf(month), source: "web", stage: "lost", stageAt: at(12) } as const
    yield* crm.registerProspects(dealership, [prospect(id, lead)], end)
    yield* crm.registerActivities(dealership, [activity(`K${month}`, id, { performedAt: at(4), recordedAt: at(4), nextActionAt: at(6), note: `Quiere la moto del mes ${month}` })], end)
    yield* crm.registerCalls(dealership, [{ callId: `V${month}`, subjectType: "prospect", subjectId: id, agentId: "G1", attemptedAt: at(10), outcome: "attended" }], end)
    yield* crm.registerProspects(dealership, [prospect(id, { ...lead, interest: "Otra" })], end)
    yield* crm.drawSample({ dealership, period: Calendar.periodOfMonth(month), now: end })
    yield* crm.registerPhoneLog(dealership, [{ entryId: `T${month}`, startedAt: at(4), advisorId: "A1", number: phoneOf(month) }], end)
    const decision = { outcome: "refused", at: at(13), by: "R1", reason: "No contestó" } as const
    yield* records.putAppeal(dealership, { appealId: `Q${month}`, subjectType: "prospect", subjectId: id, code: "duplicate", text: "Es otra persona", advisorId: "A1", raisedAt: at(11), dueAt: at(14), decision })
  }
})

/** How many rows each question reads with so many months of history. */
const rowsRead = (months: number) =>
  Effect.gen(function*() {
    const records = yield* Records
    const { counting, counts } = counted(records)
    const key = Result.getOrThrow(ErasureKey.key(new Uint8Array(32).fill(7)))
    const layer = CrmProcedure.layer().pipe(Layer.provide(Layer.succeed(Records, counting)))
    const run = Effect.gen(function*() {
      const crm = yield* CrmProcedure
      yield* registerMonths(months)
      const question = { dealership, period, asOf }
      const questions: Readonly<Record<string, Effect.Effect<unknown, unknown>>> = {
        "scorecard as of a past instant": crm.scorecard({ ...question, asOf: asOf - 86_400_000 }, ["advisor"]),
        "compliance": crm.compliance(question),
        "verification results": crm.verificationResults(question),
        "next call": crm.nextCall({ dealership, periods: [period], agentId: "G1", now: asOf - 10 * 3_600_000 }),
        "next call of any open month": crm.nextCall({ dealership, agentId: "G1", now: asOf - 10 * 3_600_000 }),
        "an agent's day": crm.today({ dealership, identity: { role: "crm-agent", employeeId: "G1" }, now: asOf - 10 * 3_600_000 }),
        "answered appeals": crm.appeals(dealership, { advisorId: "A1", state: "decided", decidedSince: asOf - 86_400_000 }, asOf),
        "a person": crm.findPerson({ dealership, person: { phone: phoneOf(LAST) } }),
        "a directory with another name": crm.registerDirectory(dealership, { ...directory, branches: [{ branchId: "S1", name: "Centro Mayor", city: "Tunja" }] }, asOf),
        "what-if": crm.whatIf(question, Result.getOrThrow(Policy.make({ parameters: { duplicateWindowDays: 60 } }))),
        "what-if with other terms of leads": crm.whatIf(question, Result.getOrThrow(Policy.make({ parameters: { firstContactMinutes: 600, leadRedDays: 9 } }))),
        "what-if with fewer lead sources": crm.whatIf(question, Result.getOrThrow(Policy.make({ parameters: { leadSources: ["social"] } }))),
        "GC-FOR-21": crm.judge({ ...question, leads: "shown" }),
        "closing preview": crm.closingPreview(question),
        "close": crm.closePeriod({ ...question, closedAt: asOf, by }),
        "amendment": crm.amendment({ dealership, period }),
        "escalations since a moment ago": crm.raiseEscalations({ dealership, period, asOf, since: asOf - 60_000 }),
        "erasure of a person with logged calls": crm.erasePerson({ dealership, person: { phone: phoneOf(LAST) }, erasureKey: key, at: asOf, by: "R1" })
      }
      const rows: Record<string, number> = {}
      for (const [name, ask] of Object.entries(questions)) {
        counts.rows = 0
        yield* ask
        rows[name] = counts.rows
      }
      return rows
    })
    return yield* Effect.provide(Effect.provideService(run, ErasureKey.KeyRing, () => key), layer)
  }).pipe(Effect.provide(Layer.fresh(Records.layerMemory)))

describe("rows read", () => {
  it.effect("are as many with 36 months behind a question as with 9", () =>
    Effect.gen(function*() {
      const few = yield* rowsRead(9)
      const { close, ...others } = yield* rowsRead(36)
      const { close: closeOfFew, ...othersOfFew } = few
      assert.deepStrictEqual(others, othersOfFew)
      assert.isAbove(others["closing preview"]!, 0)
      assert.strictEqual(others["a directory with another name"], 0)
      // A close lists the colour of every lead of the dealership.
      assert.strictEqual(close! - closeOfFew!, 27)
    }))

  it.effect("of what changed are no records of the month, until the next change", () =>
    Effect.gen(function*() {
      const records = yield* Records
      const { counting, counts } = counted(records)
      yield* Effect.gen(function*() {
        const crm = yield* CrmProcedure
        yield* registerMonths(2)
        const ask = Effect.gen(function*() {
          counts.rows = 0
          const { colors } = yield* crm.changes({ dealership, asOf: asOf - 1, since: asOf - 9 * 86_400_000 }, undefined)
          return { rows: counts.rows, colors }
        })
        const first = yield* ask
        const again = yield* ask
        assert.deepStrictEqual(again.colors, first.colors)
        assert.isBelow(again.rows, first.rows)
        yield* crm.registerProspects(dealership, [prospect("Q1", { createdAt: asOf - 20 * 86_400_000, recordedAt: asOf - 20 * 86_400_000, phone: phoneOf(3) })], asOf)
        assert.isAbove((yield* ask).rows, again.rows)
      }).pipe(Effect.provide(CrmProcedure.layer().pipe(Layer.provide(Layer.succeed(Records, counting)))))
    }).pipe(Effect.provide(Layer.fresh(Records.layerMemory))))

  it.effect("are an advisor's own leads where an advisor asks, however many leads the others have", () =>
    Effect.gen(function*() {
      const records = yield* Records
      const { counting, counts } = counted(records)
      yield* Effect.gen(function*() {
        const crm = yield* CrmProcedure
        const leads = Array.from({ length: 9 }, (_, number) =>
          prospect(`P${number}`, { advisorId: number < 2 ? "A1" : "A2", createdAt: asOf - 9 * 86_400_000, assignedAt: asOf - 9 * 86_400_000, consentAt: asOf - 9 * 86_400_000, phone: phoneOf(number), source: "web", stage: "open" }))
        yield* crm.registerDirectory(dealership, { ...directory, employees: ["A1", "A2"].map((employeeId) => ({ ...directory.employees[0]!, employeeId })) }, asOf)
        yield* crm.registerProspects(dealership, leads, asOf)
        const view = Access.viewOf(Access.scopeOf({ role: "advisor", employeeId: "A1" }, directory, 0), () => undefined)
        const question = { dealership, period, asOf }
        for (const ask of [crm.leads({ ...question, color: "red", limit: 1 }, view), crm.compliance(question, view)]) {
          counts.rows = 0
          yield* ask
          assert.strictEqual(counts.rows, 2)
        }
        // Who asks for a colleague's leads gets none.
        assert.deepStrictEqual((yield* crm.leads({ ...question, advisorId: "A2", limit: 9 }, view)).items, [])
      }).pipe(Effect.provide(CrmProcedure.layer().pipe(Layer.provide(Layer.succeed(Records, counting)))))
    }).pipe(Effect.provide(Layer.fresh(Records.layerMemory))))
})
