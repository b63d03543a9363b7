/**
 * Which stored verdicts a change of the directory can reach. The rules read of it which branches and brands there are, at which branches
 * each advisor is active on the day of a record, and the contacts of the staff. A dealership's own rules may ask about any day.
 */
import * as Effect from "effect/Effect"
import * as Calendar from "../../calendar/Calendar.ts"
import type { Branch, Brand, Directory, Employee } from "../../records/Directory.ts"
import type { Prospect } from "../../records/Prospect.ts"
import * as Records from "../Records.ts"
import { ALWAYS } from "../StoredVerdict.ts"
import * as MatchKeys from "./MatchKeys.ts"
import type { JudgingBasis } from "./RelatedRecords.ts"

/** The months whose records are all reached, and prospects of other months. */
export interface Reach {
  readonly periods: ReadonlyArray<Calendar.Period>
  readonly prospects: ReadonlyArray<string>
}

/** More clues than this are not looked up: then all records are judged. */
const MOST_CLUES = 600

/** Days from a first one up to, but not at, the end. */
interface Days {
  readonly start: Calendar.LocalDay
  readonly end: Calendar.LocalDay
}

/** What only one of the two sides has. */
const differing = <A>(before: ReadonlyArray<A>, after: ReadonlyArray<A>, textOf: (one: A) => string): ReadonlyArray<A> => {
  const [earlier, later] = [new Set(before.map(textOf)), new Set(after.map(textOf))]
  return [...before.filter((one) => !later.has(textOf(one))), ...after.filter((one) => !earlier.has(textOf(one)))]
}

/** The branches at which assignments are active on a day, as one text. */
const placesOn = (assignments: ReadonlyArray<Employee>, day: Calendar.LocalDay): string =>
  JSON.stringify([...new Set(assignments.flatMap(({ activeFrom, activeTo, branchId }) => day >= activeFrom && (activeTo === undefined || day <= activeTo) ? [branchId ?? null] : []))].sort())

/** The days on which an advisor is active at other branches than before, or begins or ends to be active. */
const movedDays = (before: ReadonlyArray<Employee> = [], after: ReadonlyArray<Employee> = []): ReadonlyArray<Days> => {
  const turns = [...new Set([...before, ...after].flatMap(({ activeFrom, activeTo }) => activeTo === undefined ? [activeFrom] : [activeFrom, activeTo + 1]))].sort((one, other) => one - other)
  return turns.flatMap((start, place) => placesOn(before, start) === placesOn(after, start) ? [] : [{ start, end: turns[place + 1] ?? Number.POSITIVE_INFINITY }])
}

const advisorsOf = ({ employees }: Directory) => Map.groupBy(employees.filter(({ role }) => role === "advisor"), ({ employeeId }) => employeeId)

const contactOf = ({ documentNumber, documentType, email, erasedAt, keyHashes, phone }: Employee): string => JSON.stringify([phone, email, documentType, documentNumber, erasedAt, keyHashes])

const branchOf = ({ branchId }: Branch): string => branchId
const brandOf = ({ brandId }: Brand): string => brandId

/** What a change of the directory reaches of a dealership's judged periods; undefined where that can't be told. */
export const of = Effect.fnUntraced(function*(
  basis: JudgingBasis,
  judged: ReadonlyArray<Calendar.Period>,
  before: Directory,
  after: Directory
): Effect.fn.Return<Reach | undefined, Records.RecordsError, Records.Records> {
  const { dealership, leadPolicies, policyOf } = basis
  if ([...leadPolicies, ...judged.map(policyOf)].some(({ ownActivityRules, ownProspectRules }) => ownActivityRules.length + ownProspectRules.length > 0)) return undefined
  const [one, other] = [advisorsOf(before), advisorsOf(after)]
  const moved = [...new Set([...one.keys(), ...other.keys()])].flatMap((id) => movedDays(one.get(id), other.get(id)))
  const periods = new Set(judged.filter((period) => {
    const month = Calendar.monthOfPeriod(period)
    return moved.some(({ end, start }) => start < Calendar.firstDayOfMonth(month + 1) && end > Calendar.firstDayOfMonth(month))
  }))
  const branches = new Set(differing(before.branches, after.branches, branchOf).map(branchOf))
  const brands = new Set(differing(before.brands, after.brands, brandOf).map(brandOf))
  const contacts = differing(before.employees, after.employees, contactOf)
  if (contacts.some(({ erasedAt }) => erasedAt !== undefined)) return undefined
  const brandIds = new Set<string>()
  const records = yield* Records.Records
  // The counts of a month tell of every prospect at which branch and brand it is, also of those that the directory does not know.
  if (branches.size + brands.size + contacts.length > 0) {
    for (const period of judged) {
      const { storedCounts } = yield* records.monthState(dealership, period)
      for (const { group, subject } of storedCounts) {
        if (subject !== "prospect" || group === undefined) continue
        if (group.brandId !== undefined) brandIds.add(group.brandId)
        if (group.branchId !== undefined && branches.has(group.branchId) || group.brandId !== undefined && brands.has(group.brandId)) periods.add(period)
      }
    }
  }
  const clues = contacts.flatMap(({ documentNumber, documentType, email, phone }) =>
    [...brandIds].flatMap((brandId): ReadonlyArray<Records.ProspectClue> => {
      const keys = MatchKeys.ofProspect(basis, { brandId, phone, email, documentType, documentNumber } as Prospect)
      return (["phone", "email", "document"] as const).flatMap((matchKey) => {
        const value = keys[matchKey]
        return value === undefined ? [] : [{ matchKey, value, since: ALWAYS, until: -ALWAYS }]
      })
    }))
  // Where more than half of the months are reached, judging all of them at once is cheaper.
  if (clues.length > MOST_CLUES || periods.size * 2 > judged.length + 2) return undefined
  const found = clues.length === 0 ? [] : yield* records.prospectsLike(dealership, clues)
  return { periods: [...periods].sort(), prospects: found.map(({ record }) => record.prospectId) }
})
