/**
 * What the controls keep beside the records, as a part of the storage port: the telephone system's log, waivers,
 * appeals, and the editions of the policy. Here is also how the in-memory layer keeps them.
 */
import type * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Instant } from "../calendar/Calendar.ts"
import * as FindingText from "../identity/FindingText.ts"
import { compareIds } from "../judging/Verification.ts"
import type { Appeal } from "../records/Appeal.ts"
import * as PolicyEdition from "../policy/PolicyEdition.ts"
import type { Field } from "../records/Field.ts"
import * as PhoneLogEntry from "../records/PhoneLogEntry.ts"
import * as Waiver from "../records/Waiver.ts"
import type { Put, RecordsError, SubjectKey } from "./Records.ts"

/**
 * Where to look in the telephone system's log: the entries that start from `since` to `until`, both included. With an advisor, only
 * the advisor's; with `limit`, only so many, the earliest first (by their start, then id).
 */
export interface PhoneLogClue {
  readonly advisorId?: string | undefined
  readonly since: Instant
  readonly until: Instant
  readonly limit?: number | undefined
}

/** Which appeals are looked for: those that fit all that is given. */
export interface AppealQuery {
  readonly subjects?: ReadonlyArray<SubjectKey> | undefined
  readonly appealId?: string | undefined
  readonly advisorId?: string | undefined
  readonly isDecided?: boolean | undefined
  /** Those that were decided at or after this instant. */
  readonly decidedSince?: Instant | undefined
  /** Those that were raised from one instant to another, both included. */
  readonly raisedSince?: Instant | undefined
  readonly raisedUntil?: Instant | undefined
  /** Only appeals behind this one, at most so many. */
  readonly after?: Pick<Appeal, "raisedAt" | "appealId"> | undefined
  readonly limit?: number | undefined
}

/** The port's methods for what the controls keep. */
export interface ControlRecords {
  /** Puts entries of the telephone system's log by their ids, all or none of them; answers in their order what became of them. */
  readonly putPhoneLog: (dealership: string, entries: ReadonlyArray<PhoneLogEntry.PhoneLogEntry>, receivedAt: Instant) => Effect.Effect<ReadonlyArray<Put>, RecordsError>
  /** Those of the ids that are known, in no particular order. */
  readonly phoneLogById: (dealership: string, entryIds: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<PhoneLogEntry.PhoneLogEntry>, RecordsError>
  /** Those that one of the clues leads to, each once, in no particular order. */
  readonly phoneLogLike: (dealership: string, clues: ReadonlyArray<PhoneLogClue>) => Effect.Effect<ReadonlyArray<PhoneLogEntry.PhoneLogEntry>, RecordsError>
  /** Those whose number has one of the texts of `FindingText.ofPhone`, each once, in no particular order. */
  readonly phoneLogOf: (dealership: string, texts: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<PhoneLogEntry.PhoneLogEntry>, RecordsError>
  /** All entries, in no particular order. Inside a change entries may be put meanwhile. */
  readonly phoneLog: (dealership: string) => Stream.Stream<PhoneLogEntry.PhoneLogEntry, RecordsError>
  /** Puts waivers by their ids, all or none of them; answers in their order what became of them. */
  readonly putWaivers: (dealership: string, waivers: ReadonlyArray<Waiver.Waiver>, receivedAt: Instant) => Effect.Effect<ReadonlyArray<Put>, RecordsError>
  /** All waivers, or those of the subjects, in code point order of their ids. */
  readonly waivers: (dealership: string, subjects?: ReadonlyArray<SubjectKey>) => Effect.Effect<ReadonlyArray<KeptWaiver>, RecordsError>
  /** Those of the ids that are known, in no particular order. */
  readonly waiversById: (dealership: string, waiverIds: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<Waiver.Waiver>, RecordsError>
  /** Puts an appeal by its id, in the place of the one that is stored under it. */
  readonly putAppeal: (dealership: string, appeal: Appeal) => Effect.Effect<void, RecordsError>
  /** The appeals that a query looks for, by default all, in the order in which they were raised, then by code point order of their ids. */
  readonly appeals: (dealership: string, query?: AppealQuery) => Effect.Effect<ReadonlyArray<Appeal>, RecordsError>
  /** Puts an edition of the policy by its id, in the place of the one that is stored under it. */
  readonly putPolicyEdition: (dealership: string, edition: PolicyEdition.PolicyEdition) => Effect.Effect<void, RecordsError>
  /** All editions of the policy, drafts too, in the order of `PolicyEdition.compare`. */
  readonly policyEditions: (dealership: string) => Effect.Effect<ReadonlyArray<PolicyEdition.PolicyEdition>, RecordsError>
}

/** A waiver with the instant at which it first arrived. */
export interface KeptWaiver extends Waiver.Waiver {
  readonly receivedAt: Instant
}

/** The subject of a waiver or an appeal. */
export const subjectOf = ({ subjectId: id, subjectType: type }: Pick<Waiver.Waiver, "subjectId" | "subjectType">): SubjectKey => ({ type, id })

/** The order of waivers in {@link ControlRecords.waivers}. */
export const compareWaivers = (one: Waiver.Waiver, other: Waiver.Waiver): number => compareIds(one.waiverId, other.waiverId)

/** The order of appeals in {@link ControlRecords.appeals}. */
export const compareAppeals = (one: Pick<Appeal, "raisedAt" | "appealId">, other: Pick<Appeal, "raisedAt" | "appealId">): number => one.raisedAt - other.raisedAt || compareIds(one.appealId, other.appealId)

/** The appeals that a query looks for, of all of a dealership's: what {@link ControlRecords.appeals} answers. */
export const appealsLike = (
  all: Iterable<Appeal>,
  { advisorId, after, appealId, decidedSince, isDecided, limit, raisedSince, raisedUntil, subjects }: AppealQuery = {}
): ReadonlyArray<Appeal> => {
  const isWanted = isAbout(subjects)
  const isAsked = (appeal: Appeal): boolean =>
    isWanted(appeal) && (appealId ?? appeal.appealId) === appeal.appealId && (advisorId ?? appeal.advisorId) === appeal.advisorId &&
    (isDecided ?? appeal.decision !== undefined) === (appeal.decision !== undefined) &&
    (decidedSince === undefined || appeal.decision !== undefined && appeal.decision.at >= decidedSince) &&
    (raisedSince === undefined || appeal.raisedAt >= raisedSince) && (raisedUntil === undefined || appeal.raisedAt <= raisedUntil) &&
    (after === undefined || compareAppeals(appeal, after) > 0)
  return [...all].filter(isAsked).sort(compareAppeals).slice(0, limit)
}

/** A waiver without its reason, which can name a person. */
export const withoutReason = <W extends Waiver.Waiver>(waiver: W): W => ({ ...waiver, reason: "" })

/** An appeal without the texts that people wrote, which can name a person. */
export const withoutTexts = (appeal: Appeal): Appeal =>
  ({ ...appeal, text: "", ...(appeal.decision === undefined ? {} : { decision: { ...appeal.decision, reason: "" } }) })

// ---------------------------------------------------------------------------------------------------------------------
// In memory
// ---------------------------------------------------------------------------------------------------------------------

interface Kept<R> {
  readonly record: R
  readonly receivedAt: Instant
  readonly revision: number
}

/** What one dealership's controls keep in memory. */
export class ControlShelf {
  readonly phoneLog = new Map<string, Kept<PhoneLogEntry.PhoneLogEntry>>()
  readonly waivers = new Map<string, Kept<Waiver.Waiver>>()
  readonly appeals = new Map<string, Appeal>()
  readonly policyEditions = new Map<string, PolicyEdition.PolicyEdition>()
}

/** A shelf in memory, and how it puts and replaces so that a failed change can be taken back. */
export interface Shelf {
  readonly controls: ControlShelf
  put<R extends object>(fields: ReadonlyArray<Field>, map: Map<string, Kept<R>>, id: string, entry: { readonly record: R }, receivedAt: Instant): Put
  replace<K, V>(map: Map<K, V>, key: K, value: V): void
}

const ofIds = <R>(map: ReadonlyMap<string, Kept<R>>, ids: ReadonlyArray<string>): ReadonlyArray<R> => [...new Set(ids)].flatMap((id) => map.get(id)?.record ?? [])

const isIn = ({ advisorId, since, until }: PhoneLogClue, entry: PhoneLogEntry.PhoneLogEntry): boolean =>
  entry.startedAt >= since && entry.startedAt <= until && (advisorId === undefined || advisorId === entry.advisorId)

const isAbout = (subjects: ReadonlyArray<SubjectKey> | undefined) => {
  const wanted = subjects === undefined ? undefined : new Set(subjects.map(({ id, type }) => `${type} ${id}`))
  return ({ subjectId, subjectType }: Pick<Waiver.Waiver, "subjectId" | "subjectType">): boolean => wanted === undefined || wanted.has(`${subjectType} ${subjectId}`)
}

/** The methods over a shelf in memory. `look` reads of a dealership's shelf, `write` changes it. */
export const inMemory = (
  look: <A>(dealership: string, answer: (shelf: Shelf) => A) => Effect.Effect<A>,
  write: <A>(dealership: string, act: (shelf: Shelf) => A) => Effect.Effect<A>
): ControlRecords => ({
  putPhoneLog: (dealership, entries, receivedAt) =>
    write(dealership, (shelf) => entries.map((record) => shelf.put(PhoneLogEntry.fields, shelf.controls.phoneLog, record.entryId, { record }, receivedAt))),
  phoneLogById: (dealership, entryIds) => look(dealership, ({ controls }) => ofIds(controls.phoneLog, entryIds)),
  phoneLogLike: (dealership, clues) =>
    look(dealership, ({ controls }) => {
      const all = [...controls.phoneLog.values()].map(({ record }) => record)
        .sort((one, other) => one.startedAt - other.startedAt || compareIds(one.entryId, other.entryId))
      return [...new Set(clues.flatMap((clue) => all.filter((entry) => isIn(clue, entry)).slice(0, clue.limit)))]
    }),
  phoneLogOf: (dealership, texts) =>
    look(dealership, ({ controls }) => [...controls.phoneLog.values()].flatMap(({ record }) => FindingText.isOneOf(texts, FindingText.ofPhone(record.number)) ? [record] : [])),
  phoneLog: (dealership) => Stream.unwrap(look(dealership, ({ controls }) => Stream.fromIterable([...controls.phoneLog.values()].map(({ record }) => record)))),
  putWaivers: (dealership, waivers, receivedAt) =>
    write(dealership, (shelf) => waivers.map((record) => shelf.put(Waiver.fields, shelf.controls.waivers, record.waiverId, { record }, receivedAt))),
  waivers: (dealership, subjects) =>
    look(dealership, ({ controls }) =>
      [...controls.waivers.values()].map(({ receivedAt, record }): KeptWaiver => ({ ...record, receivedAt })).filter(isAbout(subjects)).sort(compareWaivers)),
  waiversById: (dealership, waiverIds) => look(dealership, ({ controls }) => ofIds(controls.waivers, waiverIds)),
  putAppeal: (dealership, appeal) => write(dealership, (shelf) => shelf.replace(shelf.controls.appeals, appeal.appealId, appeal)),
  appeals: (dealership, query) => look(dealership, ({ controls }) => appealsLike(controls.appeals.values(), query)),
  putPolicyEdition: (dealership, edition) => write(dealership, (shelf) => shelf.replace(shelf.controls.policyEditions, edition.editionId, edition)),
  policyEditions: (dealership) => look(dealership, ({ controls }) => [...controls.policyEditions.values()].sort(PolicyEdition.compare))
})

/** Empties what people wrote in the waivers and appeals of some subjects. */
export const eraseTexts = (shelf: Shelf, subjects: ReadonlyArray<SubjectKey>): void => {
  const isErased = isAbout(subjects)
  const { appeals, waivers } = shelf.controls
  for (const [id, kept] of waivers) if (isErased(kept.record)) shelf.replace(waivers, id, { ...kept, record: withoutReason(kept.record) })
  for (const [id, appeal] of appeals) if (isErased(appeal)) shelf.replace(appeals, id, withoutTexts(appeal))
}
