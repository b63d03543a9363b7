/**
 * Verdicts of records that come one after another: each is what is said of the record beside everything stored and everything that
 * came before it, however the records are cut into groups.
 */
import * as Activity from "@crm-procedure/core/records/Activity"
import type * as Prospect from "@crm-procedure/core/records/Prospect"
import type * as OrderedValidation from "@crm-procedure/core/register/OrderedValidation"
import * as Records from "@crm-procedure/core/register/Records"
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fc from "fast-check"
import * as Arbitraries from "../src/Arbitraries.ts"

const DEALERSHIP = "carrazos"

const within = <A, E>(effect: Effect.Effect<A, E, CrmProcedure.CrmProcedure>): Promise<A> =>
  Effect.runPromise(Effect.orDie(Effect.provide(effect, CrmProcedure.CrmProcedure.layer().pipe(Layer.provide(Records.Records.layerMemory)))))

const distinct = <R>(records: ReadonlyArray<R>, idOf: (record: R) => string): ReadonlyArray<R> => [...new Map(records.map((record) => [idOf(record), record])).values()]

/** Cuts records into groups at some places. */
const cut = <R>(records: ReadonlyArray<R>, isCut: ReadonlyArray<boolean>): ReadonlyArray<ReadonlyArray<R>> => {
  const groups: Array<Array<R>> = [[]]
  for (const [place, record] of records.entries()) {
    if (isCut[place] === true) groups.push([])
    groups.at(-1)!.push(record)
  }
  return groups.filter((group) => group.length > 0)
}

const inGroups = <R>({ next }: OrderedValidation.OrderedValidation<R>, groups: ReadonlyArray<ReadonlyArray<R>>) =>
  Effect.map(Effect.forEach(groups, (group) => next(group)), (judged) => judged.flat())

const month = Arbitraries.month({ prospects: { min: 3, max: 12 }, activities: { min: 3, max: 14 } })
const flags = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 })

describe("verdicts of records in the order in which they come", () => {
  it("are those beside what came before, however they are cut", () =>
    fc.assert(fc.asyncProperty(month, flags, flags, fc.constantFrom("stored", "none"), fc.integer({ min: 0, max: 11 }), async (given, isStored, isCut, context, near) => {
      const { asOf, directory } = given
      const unerased = <R extends { readonly erasedAt?: number | undefined }>(records: ReadonlyArray<R>) => records.filter(({ erasedAt }) => erasedAt === undefined)
      const prospects = unerased(distinct(given.prospects, ({ prospectId }) => prospectId))
        // Many of one moment and one customer, so that they bear on each other in both directions.
        .map((one, place) => place % 3 === near % 3 ? { ...one, createdAt: given.prospects[0]!.createdAt + place % 2, phone: given.prospects[0]!.phone } : one)
      const activities = unerased(distinct(given.activities, ({ activityId }) => activityId))
        .map((one, place): Activity.Activity => place % 3 === near % 3
          ? { ...one, prospectId: prospects[0]!.prospectId, note: given.activities[0]!.note, status: "performed", performedAt: Activity.placedAt(given.activities[0]!) + place % 2 }
          : one)
      await within(Effect.gen(function*() {
        const crm = yield* CrmProcedure.CrmProcedure
        yield* crm.registerDirectory(DEALERSHIP, directory, asOf)
        // What comes may be stored already, with other words.
        yield* crm.registerProspects(DEALERSHIP, prospects.filter((_, place) => isStored[place]).map((one, place) => isStored[20 + place] ? { ...one, phone: prospects.at(-1)!.phone } : one), asOf)
        yield* crm.registerActivities(DEALERSHIP, activities.filter((_, place) => isStored[place]), asOf)
        const terms = { asOf, context }
        const ofProspects = yield* inGroups(yield* crm.validateProspectsInOrder(DEALERSHIP, terms), cut(prospects, isCut))
        for (const [place, record] of prospects.entries()) {
          const { prospects: beside } = yield* crm.validate({ dealership: DEALERSHIP, asOf, context, prospects: prospects.slice(0, place + 1) })
          assert.deepStrictEqual(ofProspects[place], { ...beside[place]!, forgotten: 0 }, record.prospectId)
        }
        const ofActivities = yield* inGroups(yield* crm.validateActivitiesInOrder(DEALERSHIP, terms), cut(activities, isCut))
        for (const [place, record] of activities.entries()) {
          const { activities: beside } = yield* crm.validate({ dealership: DEALERSHIP, asOf, context, activities: activities.slice(0, place + 1) })
          assert.deepStrictEqual(ofActivities[place], { ...beside[place]!, forgotten: 0 }, record.activityId)
        }
      }))
    }), { numRuns: 200 }))

  it("find what they repeat among all that are remembered, and say how many are forgotten", async () => {
    const [given] = fc.sample(Arbitraries.month({ prospects: { min: 1, max: 1 }, activities: { min: 0, max: 0 } }), 1)
    const like = given!.prospects[0]!
    const record = (number: number): Prospect.Prospect => ({
      ...like,
      prospectId: `N${number}`,
      createdAt: given!.asOf - 40_000 + number,
      advisorId: `A${number}`,
      phone: `300${4_000_000 + number % 25_000 * 97}`,
      email: undefined,
      documentNumber: undefined,
      documentType: undefined
    })
    const judged = await within(Effect.gen(function*() {
      const crm = yield* CrmProcedure.CrmProcedure
      const sequence = yield* crm.validateProspectsInOrder(DEALERSHIP, { asOf: given!.asOf, context: "none", memory: { records: 25_000, characters: 1_000_000_000 } })
      const records = Array.from({ length: 40_000 }, (_, number) => record(number))
      return yield* inGroups(sequence, [records.slice(0, 7_000), records.slice(7_000, 31_000), records.slice(31_000)])
    }))
    const repeats = judged.map(({ reasons, warnings }) => [...reasons, ...warnings].find(({ code }) => code === "duplicate")?.evidence.otherRecordId)
    assert.deepStrictEqual(repeats, judged.map((_, number) => number < 25_000 ? undefined : `N${number - 25_000}`))
    assert.deepStrictEqual([0, 29_999, 30_000, 39_999].map((place) => judged[place]!.forgotten), [0, 0, 5_000, 5_000])
  })
})
