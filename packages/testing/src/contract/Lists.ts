/** Lists of records: sorted by anything, either way, filtered and a page at a time, with the counts of the filters. */
import * as RecordList from "@crm-procedure/core/register/RecordList"
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { RecordsError } from "@crm-procedure/core/register/Records"
import type { StoredVerdict } from "@crm-procedure/core/register/StoredVerdict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Case, ContractBroken } from "./Contract.ts"
import { declare, expectSame } from "./Contract.ts"
import { activityOf, entryOf, prospectOf } from "./SampleRecords.ts"

const names = ["Álvaro Ruiz", "andrés díaz", "ANDRES DIAZ", "Ñañez", "nanez", "Zoe", undefined, "\u{1f697} Carro", "\uff21ncho", "Jose\u0301", "Jos\u00e9", " ana"]

/** What is found of the record in a place: each record another. */
const foundAt = (place: number): Partial<StoredVerdict> => ({
  advisorId: `A${place % 3}`,
  branchId: place % 4 === 0 ? undefined : `S${place % 2}`,
  brandId: [undefined, "B1", "B2", "B3"][place % 4],
  verdict: (["valid", "invalid", "pending"] as const)[place % 3]!,
  reasons: place % 3 === 0 ? [] : ["duplicate", ...(place % 2 === 0 ? ["phone-invalid"] : [])],
  warnings: place % 4 === 1 ? ["registered-late"] : [],
  period: place % 6 === 5 ? "2024-02" : "2024-03"
})

/** Ten minutes of any record lie before and behind 1970. */
const instantAt = (place: number): number => (place % 5 - 1) * 600_000

const prospectAt = (place: number): Prospect => ({
  ...prospectOf(`P${place}`),
  createdAt: instantAt(place),
  ...(names[place] === undefined ? {} : { fullName: names[place] }),
  ...(place % 3 === 0 ? {} : { source: ["web", "Vitrina"][place % 2]! }),
  stage: (["open", "won", "lost"] as const)[place % 3]!
})

const activityAt = (place: number): Activity => {
  const { performedAt: _, ...activity } = activityOf(`C${place}`)
  return {
    ...activity,
    prospectId: `P${place % 3}`,
    type: ["call", "visit", "Llamada"][place % 3]!,
    status: (["performed", "planned", "cancelled", "performed"] as const)[place % 4]!,
    ...(place % 4 === 3 ? {} : { performedAt: instantAt(place) }),
    ...(place % 3 === 0 ? {} : { plannedFor: instantAt(place + 1) }),
    ...(place % 2 === 0 ? {} : { recordedAt: instantAt(place + 2) })
  }
}

const conditions: ReadonlyArray<Omit<RecordList.ListQuery<never>, "sort">> = [
  { period: "2024-03" },
  { period: "2024-03", verdict: "invalid" },
  { period: "2024-03", reason: "registered-late" },
  { period: "2024-03", reason: "duplicate", advisor: "A1" },
  { period: "2024-03", branch: "S1", brand: "B1", verdict: "valid" },
  { period: "2024-03", branch: "" },
  { period: "2024-03", within: [] },
  { period: "2024-03", within: [{ advisorId: "A2" }, { branchId: "S1", otherBrandIds: ["B1"] }] },
  { period: "2024-03", within: [{ brandIds: ["B1", "B2"] }], advisor: "A1" },
  { period: "2024-03", within: [{ otherBrandIds: [] }] },
  { period: "2024-07" },
  {}
]

/** Every page of a list, by what it has to hold. */
const expectList = <R extends object, Sort extends string>(
  kind: RecordList.Kind<R, Sort>,
  ask: (query: RecordList.ListQuery<Sort>) => Effect.Effect<RecordList.ListPage<R>, RecordsError>,
  all: Parameters<typeof RecordList.of<R, Sort>>[2],
  query: RecordList.ListQuery<Sort>
): Effect.Effect<void, ContractBroken | RecordsError> => Effect.gen(function*() {
  let after: RecordList.ListQuery<Sort>["after"]
  for (let hasMore = true; hasMore;) {
    const asked = { ...query, after }
    const page = yield* ask(asked)
    yield* expectSame(`the list of ${JSON.stringify(asked)}`, page, RecordList.of(kind, asked, all))
    const last = page.items.at(-1)
    hasMore = page.hasMore && last !== undefined
    if (last !== undefined) after = { key: kind.keyOf[query.sort](last), id: kind.idOf(last.record) }
  }
})

export const cases: ReadonlyArray<Case> = [
  declare("verdicts", "lists records sorted by anything, either way, filtered and a page at a time, with the counts of the filters", (records, dealership) =>
    Effect.gen(function*() {
      const places = names.map((_, place) => place)
      yield* records.putProspects(dealership, places.map((place) => entryOf(prospectAt(place), foundAt(place))), 1)
      yield* records.putActivities(dealership, places.map((place) => entryOf(activityAt(place), foundAt(place))), 1)
      const prospects = yield* Stream.runCollect(records.prospects(dealership))
      const activities = yield* Stream.runCollect(records.activities(dealership))
      const ofProspects = (query: RecordList.ListQuery<RecordList.ProspectSort>) => expectList(RecordList.prospects, (asked) => records.prospectList(dealership, asked), prospects, query)
      const ofActivities = (query: RecordList.ListQuery<RecordList.ActivitySort>) => expectList(RecordList.activities, (asked) => records.activityList(dealership, asked), activities, query)
      for (const isDescending of [false, true]) {
        for (const sort of RecordList.prospectSorts) yield* ofProspects({ period: "2024-03", sort, isDescending, limit: 4 })
        for (const sort of RecordList.activitySorts) yield* ofActivities({ period: "2024-03", sort, isDescending, limit: 4 })
      }
      for (const condition of conditions) {
        yield* ofProspects({ ...condition, sort: "name" })
        yield* ofActivities({ ...condition, sort: "date", isDescending: true })
        yield* ofActivities({ ...condition, prospectId: "P1", sort: "type", limit: 2 })
      }
    }))
]
