/**
 * Verdicts that are asked for before registering, many at once: each is what is said of the record once it is registered alone, and
 * the storage is asked as often for many as for one.
 */
import type * as Activity from "@crm-procedure/core/records/Activity"
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type * as Prospect from "@crm-procedure/core/records/Prospect"
import * as Records from "@crm-procedure/core/register/Records"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fc from "fast-check"
import * as Arbitraries from "../src/Arbitraries.ts"
import type { Month } from "../src/Month.ts"

const DEALERSHIP = "carrazos"

/** How often the storage was asked for records by something. */
class Asked {
  times = 0
  readonly layer = Layer.effect(Records.Records, Effect.map(Records.Records, (records) => {
    const counted = <Args extends ReadonlyArray<unknown>, A>(read: (...args: Args) => A) => (...args: Args): A => {
      this.times++
      return read(...args)
    }
    return {
      ...records,
      prospectsById: counted(records.prospectsById),
      activitiesById: counted(records.activitiesById),
      prospectsLike: counted(records.prospectsLike),
      activitiesLike: counted(records.activitiesLike)
    }
  })).pipe(Layer.provide(Records.Records.layerMemory))
}

const within = <A, E>(effect: Effect.Effect<A, E, CrmProcedure.CrmProcedure | Records.Records>, asked = new Asked()): Promise<A> =>
  Effect.runPromise(Effect.orDie(Effect.provide(effect, CrmProcedure.CrmProcedure.layer().pipe(Layer.provideMerge(asked.layer)))))

const distinct = <R>(records: ReadonlyArray<R>, idOf: (record: R) => string): ReadonlyArray<R> => [...new Map(records.map((record) => [idOf(record), record])).values()]

const register = Effect.fnUntraced(function*({ activities, directory, prospects }: Pick<Month, "directory" | "prospects" | "activities">, asOf: number) {
  const crm = yield* CrmProcedure.CrmProcedure
  yield* crm.registerDirectory(DEALERSHIP, directory, asOf)
  yield* crm.registerProspects(DEALERSHIP, prospects, asOf)
  yield* crm.registerActivities(DEALERSHIP, activities, asOf)
})

const month = Arbitraries.month({ prospects: { min: 2, max: 10 }, activities: { min: 1, max: 12 } })

describe("verdicts before registering", () => {
  it("are what is said of each record once it is registered beside what is stored", () =>
    fc.assert(fc.asyncProperty(month, fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), async (given, isStored) => {
      const prospects = distinct(given.prospects, ({ prospectId }) => prospectId).filter(({ erasedAt }) => erasedAt === undefined)
      const activities = distinct(given.activities, ({ activityId }) => activityId).filter(({ erasedAt }) => erasedAt === undefined)
      const { asOf, directory } = given
      const stored = {
        directory,
        prospects: prospects.filter((_, place) => isStored[place]),
        activities: activities.filter((_, place) => isStored[15 + place])
      }
      const together = await within(Effect.gen(function*() {
        yield* register(stored, asOf)
        const crm = yield* CrmProcedure.CrmProcedure
        const ask = (more: { readonly prospects?: ReadonlyArray<Prospect.Prospect>; readonly activities?: ReadonlyArray<Activity.Activity> }) =>
          crm.validate({ dealership: DEALERSHIP, asOf, context: "stored", ...more })
        return yield* Effect.all({
          prospects: Effect.all(prospects.map((record) => ask({ prospects: [record] })), { concurrency: "unbounded" }),
          activities: Effect.all(activities.map((record) => ask({ activities: [record] })), { concurrency: "unbounded" })
        }, { concurrency: "unbounded" })
      }))
      for (const [place, record] of prospects.entries()) {
        const alone = await within(Effect.gen(function*() {
          yield* register(stored, asOf)
          const crm = yield* CrmProcedure.CrmProcedure
          yield* crm.registerProspects(DEALERSHIP, [record], asOf)
          return yield* crm.verdict(DEALERSHIP, "prospect", record.prospectId, asOf)
        }))
        assert.deepStrictEqual(together.prospects[place]!.prospects, [{ id: record.prospectId, ...alone }])
      }
      for (const [place, record] of activities.entries()) {
        const alone = await within(Effect.gen(function*() {
          yield* register(stored, asOf)
          const crm = yield* CrmProcedure.CrmProcedure
          yield* crm.registerActivities(DEALERSHIP, [record], asOf)
          return yield* crm.verdict(DEALERSHIP, "activity", record.activityId, asOf)
        }))
        assert.deepStrictEqual(together.activities[place]!.activities, [{ id: record.activityId, ...alone }])
      }
    }), { numRuns: 60 }))

  it("see each that it is one too many of its advisor", async () => {
    const { burstMinutes, burstProspects } = Policy.gcPro05.parameters
    const [given] = fc.sample(Arbitraries.month({ prospects: { min: 1, max: 1 }, activities: { min: 0, max: 0 } }), 1)
    const { documentNumber: _number, documentType: _type, email: _email, ...like } = given!.prospects[0]!
    // Nothing but the advisor leads from one to another.
    const numbered = (number: number): Prospect.Prospect =>
      ({ ...like, prospectId: `burst-${number}`, phone: `3004567${800 + number}`, createdAt: given!.asOf - 3_600_000 + number })
    const asked = await within(Effect.gen(function*() {
      const crm = yield* CrmProcedure.CrmProcedure
      yield* crm.registerProspects(DEALERSHIP, Array.from({ length: burstProspects - 1 }, (_, number) => numbered(number)), given!.asOf)
      const ask = (prospect: Prospect.Prospect) => crm.validate({ dealership: DEALERSHIP, asOf: given!.asOf, context: "stored", prospects: [prospect] })
      return yield* Effect.all([
        ask(numbered(burstProspects)),
        ask({ ...numbered(burstProspects + 1), advisorId: "somebody-else" }),
        ask({ ...numbered(burstProspects + 2), createdAt: given!.asOf - 3_600_000 + burstMinutes * 60_000 + burstProspects }),
        ask(numbered(burstProspects + 3))
      ], { concurrency: "unbounded" })
    }))
    const codes = asked.map(({ prospects: [judged] }) => [...judged!.reasons, ...judged!.warnings].some(({ code }) => code === "registration-burst"))
    assert.deepStrictEqual(codes, [true, false, false, true])
  })

  it("cost the storage no more questions for many records than for one", async () => {
    const [given] = fc.sample(Arbitraries.month({ prospects: { min: 10, max: 10 }, activities: { min: 10, max: 10 } }), 1)
    const records = distinct(given!.prospects, ({ prospectId }) => prospectId)
    const asking = async (count: number, kind: "prospect" | "activity") => {
      const asked = new Asked()
      return within(Effect.gen(function*() {
        yield* register(given!, given!.asOf)
        const crm = yield* CrmProcedure.CrmProcedure
        const before = asked.times
        yield* Effect.all(
          Array.from({ length: count }, (_, number) =>
            crm.validate({
              dealership: DEALERSHIP,
              asOf: given!.asOf,
              context: "stored",
              ...(kind === "prospect"
                ? { prospects: [{ ...records[number % records.length]!, prospectId: `new-${number}` }] }
                : { activities: [{ ...given!.activities[number % given!.activities.length]!, activityId: `new-${number}`, prospectId: `unknown-${number}` }] })
            })),
          { concurrency: "unbounded" }
        )
        return asked.times - before
      }), asked)
    }
    assert.deepStrictEqual(await Promise.all([asking(1, "prospect"), asking(100, "prospect")]), [2, 2])
    assert.deepStrictEqual(await Promise.all([asking(1, "activity"), asking(100, "activity")]), [3, 3])
  })

  it("fail together when the storage is away, and each is asked again afterwards", async () => {
    let isAway = false
    const flaky = Layer.effect(Records.Records, Effect.map(Records.Records, (records): Records.Records["Service"] => ({
      ...records,
      prospectsLike: (dealership, clues) =>
        isAway
          ? Effect.fail(new Records.RecordsError({ operation: "prospectsLike", reason: new Records.RecordsUnavailable({ detail: "away" }) }))
          : records.prospectsLike(dealership, clues)
    }))).pipe(Layer.provide(Records.Records.layerMemory))
    const [given] = fc.sample(month, 1)
    const ask = Effect.gen(function*() {
      const crm = yield* CrmProcedure.CrmProcedure
      return yield* Effect.all(
        given!.prospects.map((record) => Effect.exit(crm.validate({ dealership: DEALERSHIP, asOf: given!.asOf, context: "stored", prospects: [record] }))),
        { concurrency: "unbounded" }
      )
    })
    const [away, back] = await Effect.runPromise(Effect.orDie(Effect.provide(Effect.gen(function*() {
      isAway = true
      const first = yield* ask
      isAway = false
      return [first, yield* ask] as const
    }), CrmProcedure.CrmProcedure.layer().pipe(Layer.provideMerge(flaky)))))
    assert.deepStrictEqual(away.map(({ _tag }) => _tag), given!.prospects.map(() => "Failure"))
    assert.deepStrictEqual(back.map(({ _tag }) => _tag), given!.prospects.map(() => "Success"))
  })
})
