/**
 * Finding records, advisors and branches by what a person types: an id, a name, a phone, an e-mail or a document. Everything is found by an
 * index. What is typed may be personal data: never put it into a URL or a log.
 */
import * as Effect from "effect/Effect"
import * as Calendar from "../calendar/Calendar.ts"
import * as Document from "../identity/Document.ts"
import * as PersonName from "../identity/PersonName.ts"
import type { Activity } from "../records/Activity.ts"
import * as Access from "../records/Access.ts"
import * as Directory from "../records/Directory.ts"
import type { Prospect } from "../records/Prospect.ts"
import * as MatchKeys from "../register/internal/MatchKeys.ts"
import * as Records from "../register/Records.ts"
import * as VerdictUpkeep from "../register/VerdictUpkeep.ts"
import type * as Policy from "../policy/Policy.ts"

export interface Options {
  readonly dealership: string
  readonly identity: Omit<Access.Identity, "dealership">
  readonly now: Calendar.Instant
  /** What was typed. */
  readonly text: string
  /** Finds no customer by what is personal: records by their ids only. */
  readonly byId?: boolean | undefined
  /** How many of each kind at most. */
  readonly limit: number
  readonly policyOf: (period: Calendar.Period) => Policy.Policy
}

/** What was found within the person's view, the latest prospects first. */
export interface Found {
  readonly prospects: ReadonlyArray<Records.Stored<Prospect>>
  readonly activities: ReadonlyArray<Records.Stored<Activity>>
  readonly advisors: ReadonlyArray<Directory.Employee>
  readonly branches: ReadonlyArray<Directory.Branch>
}

/** A beginning of fewer characters finds too much. */
export const SHORTEST = 2

/** How many prospects of a name are looked at. */
const MAXIMUM_NAMED = 500

const nothing: Found = { prospects: [], activities: [], advisors: [], branches: [] }

/** All instants that a record can have. */
const always = { since: Number.MIN_SAFE_INTEGER, until: Number.MAX_SAFE_INTEGER }

/** Finds what a text names. A shorter text than {@link SHORTEST} finds nothing. */
export const find = Effect.fn("Search.find")(function*(options: Options): Effect.fn.Return<Found, Records.RecordsError, Records.Records> {
  const { dealership, identity, limit, now, policyOf } = options
  const text = options.text.trim()
  if (text.length < SHORTEST) return nothing
  const records = yield* Records.Records
  const basis = yield* VerdictUpkeep.basisOf({ dealership, policyOf }, now)
  const { directory } = basis
  const scope = Access.scopeOf(identity, directory, Calendar.localDayOf(basis.zone, now))
  const lineOfBrand = Directory.lineOfBrand(directory)
  const isSeen = <R extends object>({ record, storedVerdict }: Records.Stored<R>): boolean =>
    Access.isWithin(scope, storedVerdict, lineOfBrand) && !("erasedAt" in record && record.erasedAt !== undefined)
  const ids = [...new Set([text, text.toLocaleUpperCase("es-CO")])]
  const words = PersonName.words(text).filter((word) => word.length >= SHORTEST)
  const found = yield* Effect.all({
    byId: records.prospectsById(dealership, ids),
    byKey: options.byId === true ? Effect.succeed([]) : records.prospectsLike(dealership, cluesOf(basis, text)),
    byName: options.byId === true || words.length === 0 ? Effect.succeed([]) : records.prospectsNamed(dealership, { words, ...narrowed(scope) }, MAXIMUM_NAMED),
    activities: records.activitiesById(dealership, ids)
  })
  const prospects = new Map([...found.byId, ...found.byKey, ...found.byName].filter(isSeen).map((stored) => [stored.record.prospectId, stored]))
  const isCalled = (name: string, id: string): boolean => ids.includes(id) || words.length > 0 && PersonName.isFoundBy(name, words)
  // An advisor and a queue see no colleagues here: their own view has none.
  const seesPeople = scope.kind === "dealership" || scope.kind === "places"
  const advisors = seesPeople ? directory.employees.filter(({ employeeId, name, role }) => role === "advisor" && isCalled(name, employeeId)) : []
  return {
    prospects: [...prospects.values()].toSorted((one, other) => other.record.createdAt - one.record.createdAt).slice(0, limit),
    activities: found.activities.filter(isSeen).slice(0, limit),
    advisors: [...new Map(advisors.map((one) => [one.employeeId, one])).values()].slice(0, limit),
    branches: seesPeople ? directory.branches.filter(({ branchId, name }) => isCalled(name, branchId)).slice(0, limit) : []
  }
})

/** What narrows a search by name to the records that a person sees. */
const narrowed = (scope: Access.Scope): Omit<Records.NameClue, "words"> => {
  if (scope.kind === "advisor") return { advisorId: scope.advisorId }
  if (scope.kind !== "places") return {}
  const branchIds = scope.areas.map(({ branchId }) => branchId)
  return branchIds.includes(undefined) ? {} : { branchIds: branchIds.filter((id) => id !== undefined) }
}

/** Leads to prospects with a phone, an e-mail or a document like the text, of any brand of the directory: a key holds its brand. */
const cluesOf = (basis: Parameters<typeof MatchKeys.ofProspect>[0] & { readonly directory: Directory.Directory }, text: string): ReadonlyArray<Records.ProspectClue> => {
  const digits = text.replaceAll(/[\s().+-]/g, "")
  const isNumber = /^[0-9]{5,15}$/.test(digits)
  const given: ReadonlyArray<Partial<Prospect>> = text.includes("@")
    ? [{ email: text }]
    : isNumber || /^[0-9A-Za-z]{5,20}$/.test(digits)
    ? [...isNumber ? [{ phone: text }] : [], ...Document.types.map((documentType) => ({ documentType, documentNumber: digits }))]
    : []
  return given.flatMap((one) => directoryBrands(basis.directory).flatMap((brandId): ReadonlyArray<Records.ProspectClue> => {
    const prospect = { prospectId: "", createdAt: 0, advisorId: "", branchId: "", brandId, stage: "open", ...one } as Prospect
    return Object.entries(MatchKeys.ofProspect(basis, prospect)).map(([matchKey, value]) => ({ matchKey: matchKey as "phone", value: value as string, ...always }))
  }))
}

const directoryBrands = ({ brands }: Directory.Directory): ReadonlyArray<string> => brands.map(({ brandId }) => brandId)
