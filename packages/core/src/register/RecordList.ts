/**
 * Lists of stored prospects and activities: which records a list has, in which order, a page of it, and how many records each value of
 * a filter would leave. A storage answers with its own indexes what {@link of} says.
 *
 * @see docs/decisions/0079-lists-are-sorted-where-they-are-stored.md
 */
import type { Period } from "../calendar/Calendar.ts"
import * as PersonName from "../identity/PersonName.ts"
import * as Verification from "../judging/Verification.ts"
import type { Verdict } from "../judging/Verdict.ts"
import * as Access from "../records/Access.ts"
import * as Activity from "../records/Activity.ts"
import type * as Prospect from "../records/Prospect.ts"
import type { Stored } from "./Records.ts"
import type { StoredVerdict } from "./StoredVerdict.ts"

/** By what prospects and activities can be sorted. */
export const prospectSorts = ["id", "date", "name", "source", "stage", "advisor", "branch", "brand", "verdict"] as const
export const activitySorts = ["id", "date", "type", "status", "prospect", "advisor", "branch", "brand", "verdict"] as const
export type ProspectSort = typeof prospectSorts[number]
export type ActivitySort = typeof activitySorts[number]

/** By what a record is sorted: an instant for `date`, a text for everything else. Texts are in code point order. */
export type SortKey = string | number

/** The filters of a list, each by its counts. */
const filters = ["advisor", "branch", "brand", "verdict", "reason"] as const
export type Filter = typeof filters[number]

/** What a list shows. A condition that is left out takes any record. */
export interface ListQuery<Sort extends string> {
  readonly period?: Period | undefined
  /** Of activities: those of this prospect. */
  readonly prospectId?: string | undefined
  /** What the reader sees: records of one of these places. */
  readonly within?: ReadonlyArray<Access.Places> | undefined
  readonly advisor?: string | undefined
  readonly branch?: string | undefined
  readonly brand?: string | undefined
  readonly verdict?: Verdict | undefined
  /** The code of a rule among the reasons or warnings. */
  readonly reason?: string | undefined
  readonly sort: Sort
  /** The greatest first. Records with the same key stand in the order of their ids, either way. */
  readonly isDescending?: boolean | undefined
  /** The last record of the page before. */
  readonly after?: { readonly key: SortKey; readonly id: string } | undefined
  /** At most so many records; without it all of them. */
  readonly limit?: number | undefined
}

/** How many records a value of a filter would leave, with the other filters as they are. */
export interface FilterCount {
  readonly id: string
  readonly count: number
}

/** A page of a list. */
export interface ListPage<R> {
  readonly items: ReadonlyArray<Stored<R>>
  /** Whether more records follow. */
  readonly hasMore: boolean
  /** How many records all pages have. */
  readonly total: number
  /** Of each filter, the greatest count first, then in the order of the values. */
  readonly counts: Readonly<Record<Filter, ReadonlyArray<FilterCount>>>
}

/** One of the two kinds of records, as a list has it. */
export interface Kind<R extends object, Sort extends string> {
  readonly idOf: (record: R) => string
  readonly keyOf: Readonly<Record<Sort, (stored: Stored<R>) => SortKey>>
  readonly prospectIdOf: (record: R) => string
}

const placeKeys = {
  advisor: ({ storedVerdict }: Stored<object>) => storedVerdict.advisorId,
  branch: ({ storedVerdict }: Stored<object>) => storedVerdict.branchId ?? "",
  brand: ({ storedVerdict }: Stored<object>) => storedVerdict.brandId ?? "",
  verdict: ({ storedVerdict }: Stored<object>) => storedVerdict.verdict
}

export const prospects: Kind<Prospect.Prospect, ProspectSort> = {
  idOf: ({ prospectId }) => prospectId,
  prospectIdOf: ({ prospectId }) => prospectId,
  keyOf: {
    ...placeKeys,
    id: ({ record }) => record.prospectId,
    date: ({ record }) => record.createdAt,
    name: ({ record }) => PersonName.sortKey(record.fullName ?? ""),
    source: ({ record }) => record.source ?? "",
    stage: ({ record }) => record.stage
  }
}

export const activities: Kind<Activity.Activity, ActivitySort> = {
  idOf: ({ activityId }) => activityId,
  prospectIdOf: ({ prospectId }) => prospectId,
  keyOf: {
    ...placeKeys,
    id: ({ record }) => record.activityId,
    date: ({ record }) => Activity.placedAt(record),
    type: ({ record }) => record.type,
    status: ({ record }) => record.status,
    prospect: ({ record }) => record.prospectId
  }
}

const isListed = <R extends object>({ prospectIdOf }: Kind<R, never>, { period, prospectId, within }: ListQuery<string>, { record, storedVerdict }: Stored<R>): boolean =>
  (period === undefined || storedVerdict.period === period) &&
  (prospectId === undefined || prospectIdOf(record) === prospectId) &&
  (within === undefined || within.some((places) => Access.isOneOf(places, storedVerdict)))

/** The values of a record for a filter. */
const valuesOf = (filter: Filter, { advisorId, branchId, brandId, reasons, verdict, warnings }: AlikeRecords["storedVerdict"]): ReadonlyArray<string> => {
  switch (filter) {
    case "advisor":
      return [advisorId]
    case "branch":
      return branchId === undefined ? [] : [branchId]
    case "brand":
      return brandId === undefined ? [] : [brandId]
    case "verdict":
      return [verdict]
    case "reason":
      return [...new Set([...reasons, ...warnings])]
  }
}

const compareKeys = (one: SortKey, other: SortKey): number =>
  typeof one === "number" && typeof other === "number" ? one - other : Verification.compareIds(String(one), String(other))

/** Counts of a filter in their order. */
const inOrder = (counts: Iterable<readonly [string, number]>): ReadonlyArray<FilterCount> =>
  [...counts].map(([id, count]) => ({ id, count })).sort((one, other) => other.count - one.count || Verification.compareIds(one.id, other.id))

/** Stored verdicts that are alike for the filters, and how many records have them. */
export interface AlikeRecords {
  readonly storedVerdict: Pick<StoredVerdict, "advisorId" | "branchId" | "brandId" | "verdict" | "reasons" | "warnings">
  readonly count: number
}

/** The filters of a query that a record does not meet. */
const failingOf = (query: Pick<ListQuery<never>, Filter>, storedVerdict: AlikeRecords["storedVerdict"]): ReadonlyArray<Filter> =>
  filters.filter((filter) => query[filter] !== undefined && !valuesOf(filter, storedVerdict).includes(query[filter]))

/** How many records a query finds, and the counts of its filters, over records that meet its other conditions. */
export const countsOf = (query: Pick<ListQuery<never>, Filter>, all: Iterable<AlikeRecords>): Pick<ListPage<never>, "total" | "counts"> => {
  const counts: Record<Filter, Map<string, number>> = { advisor: new Map(), branch: new Map(), brand: new Map(), verdict: new Map(), reason: new Map() }
  let total = 0
  for (const { count, storedVerdict } of all) {
    const failing = failingOf(query, storedVerdict)
    if (failing.length === 0) total += count
    for (const filter of filters) {
      if (failing.some((other) => other !== filter)) continue
      for (const value of valuesOf(filter, storedVerdict)) counts[filter].set(value, (counts[filter].get(value) ?? 0) + count)
    }
  }
  return { total, counts: { advisor: inOrder(counts.advisor), branch: inOrder(counts.branch), brand: inOrder(counts.brand), verdict: inOrder(counts.verdict), reason: inOrder(counts.reason) } }
}

/** A page of a list over records in any order: what every storage has to answer. */
export const of = <R extends object, Sort extends string>(kind: Kind<R, Sort>, query: ListQuery<Sort>, records: Iterable<Stored<R>>): ListPage<R> => {
  const { after, isDescending, limit, sort } = query
  const listed = [...records].filter((stored) => isListed(kind, query, stored))
  const matching = listed.filter(({ storedVerdict }) => failingOf(query, storedVerdict).length === 0)
    .map((stored) => ({ key: kind.keyOf[sort](stored), id: kind.idOf(stored.record), stored }))
  const compare = (one: { readonly key: SortKey; readonly id: string }, other: { readonly key: SortKey; readonly id: string }): number =>
    (isDescending === true ? compareKeys(other.key, one.key) : compareKeys(one.key, other.key)) || Verification.compareIds(one.id, other.id)
  const behind = after === undefined ? matching : matching.filter((one) => compare(one, after) > 0)
  return {
    items: behind.sort(compare).slice(0, limit).map(({ stored }) => stored),
    hasMore: limit !== undefined && behind.length > limit,
    ...countsOf(query, listed.map(({ storedVerdict }) => ({ storedVerdict, count: 1 })))
  }
}
