/**
 * The keys by which a storage finds records that bear on each other: the same customer at the same brand, the same note of an
 * advisor in a month, the same advisor or prospect. Equal where the books would find them equal, and never otherwise.
 */
import * as Activity from "../../records/Activity.ts"
import * as Calendar from "../../calendar/Calendar.ts"
import * as ErasureKey from "../../identity/ErasureKey.ts"
import * as Hash from "../../identity/internal/Hash.ts"
import * as Keys from "../../identity/internal/IdentityKeys.ts"
import type { MatchKeys } from "../StoredVerdict.ts"
import type { JudgingContext } from "../../judging/JudgingContext.ts"
import * as Note from "../../identity/Note.ts"
import type { Prospect } from "../../records/Prospect.ts"
import type { ActivityClue, ProspectClue } from "../Records.ts"

const kinds = ["phone", "email", "document"] as const
const out = new Uint32Array(2)

const hex = (lanes: Uint32Array, at: number): string =>
  lanes[at]!.toString(16).padStart(8, "0") + lanes[at + 1]!.toString(16).padStart(8, "0")

/**
 * A key together with its scope, a brand or a month: the same value in another scope is another key. Undefined where there is no
 * key.
 */
const within = (scope: string, lanes: Uint32Array, at: number): string | undefined => {
  if ((lanes[at]! | lanes[at + 1]!) === 0) return undefined
  Hash.hashInto(`${hex(lanes, at)} ${scope}`, out)
  return hex(out, 0)
}

/** The keys of a prospect's customer within its brand. */
export const ofProspect = ({ erasureKey, phoneCountry }: Pick<JudgingContext, "erasureKey" | "phoneCountry">, prospect: Prospect): MatchKeys => {
  const keys = prospect.erasedAt === undefined ? Keys.of(prospect, phoneCountry) : ErasureKey.keysOf(prospect, erasureKey)
  if (prospect.erasedAt === undefined && erasureKey !== undefined) ErasureKey.hashKeys(erasureKey, keys)
  return Object.fromEntries(kinds.flatMap((kind, place) => {
    const key = within(`${kind} ${prospect.brandId}`, keys, place * 2)
    return key === undefined ? [] : [[kind, key]]
  }))
}

/** Leads to the prospects of some brands with a phone, whenever they were created. A text that is no phone leads to none. */
export const phoneClues = (context: Parameters<typeof ofProspect>[0], phone: string, brandIds: ReadonlyArray<string>): ReadonlyArray<ProspectClue> =>
  brandIds.flatMap((brandId): ReadonlyArray<ProspectClue> => {
    const { phone: value } = ofProspect(context, { prospectId: "", createdAt: 0, advisorId: "", branchId: "", brandId, stage: "open", phone })
    return value === undefined ? [] : [{ matchKey: "phone", value, since: Number.MIN_SAFE_INTEGER, until: Number.MAX_SAFE_INTEGER }]
  })

const fingerprint = new Uint32Array(4)

/** How long the moments are that bursts of activities are looked for in. */
const MOMENT_MILLIS = 600_000

/** The key of an advisor's moment; moments are numbered from 1970. */
const momentKey = (advisorId: string, moment: number): string => {
  Hash.hashInto(`moment ${moment} ${advisorId}`, out)
  return hex(out, 0)
}

const momentOf = (instant: Calendar.Instant): number => Math.floor(instant / MOMENT_MILLIS)

/** Leads to the performed activities of an advisor's moments from so long before an instant to so long after it. */
export const momentsAround = (advisorId: string, instant: Calendar.Instant, millis: number): ReadonlyArray<ActivityClue> => {
  const first = momentOf(instant - millis)
  return Array.from({ length: momentOf(instant + millis) - first + 1 }, (_, place) => ({ matchKey: "moment" as const, value: momentKey(advisorId, first + place) }))
}

/** Leads to the advisor's performed activities within a time before an instant, and with `after` behind it too. */
export const momentClues = (activity: Activity.Activity, millis: number, after: boolean): ReadonlyArray<ActivityClue> => {
  if (!Activity.isPerformed(activity)) return []
  const at = Activity.placedAt(activity)
  const first = momentOf(at - millis)
  const last = momentOf(after ? at + millis : at)
  return Array.from({ length: last - first + 1 }, (_, place) => ({ matchKey: "moment" as const, value: momentKey(activity.advisorId, first + place) }))
}

/** The keys of a performed activity: its advisor's moment, and its note within the advisor's local month. */
export const ofActivity = (context: Pick<JudgingContext, "erasureKey" | "zone">, activity: Activity.Activity): MatchKeys =>
  Activity.isPerformed(activity) ? { ...noteKey(context, activity), moment: momentKey(activity.advisorId, momentOf(Activity.placedAt(activity))) } : {}

const noteKey = ({ erasureKey, zone }: Pick<JudgingContext, "erasureKey" | "zone">, activity: Activity.Activity): MatchKeys => {
  let note: Uint32Array
  if (activity.erasedAt === undefined) {
    Note.fingerprintInto(activity.note, fingerprint)
    if (fingerprint[2] === 0) return {}
    note = fingerprint
    if (erasureKey !== undefined) ErasureKey.hashNote(erasureKey, note)
  } else note = ErasureKey.noteOf(activity, erasureKey)
  const month = Calendar.monthOf(Calendar.localDayOf(zone, Activity.placedAt(activity)))
  const key = within(`note ${month} ${activity.advisorId}`, note, 0)
  return key === undefined ? {} : { note: key }
}

/** A prospect as it is or was, with its match keys. */
export interface Version {
  readonly record: Pick<Prospect, "advisorId" | "createdAt">
  readonly matchKeys: MatchKeys
}

/** How near two records must be to bear on each other, in milliseconds. */
export interface Reach {
  readonly duplicateMillis: number
  readonly burstMillis: number
  readonly activityBurstMillis: number
}

/** Leads to the prospects that bear on a version, and with `after` also to those that it bears on. */
export const prospectClues = ({ record: { advisorId, createdAt }, matchKeys }: Version, reach: Reach, after: boolean): ReadonlyArray<ProspectClue> => {
  const clue = (matchKey: ProspectClue["matchKey"], value: string, millis: number): ProspectClue => ({
    matchKey,
    value,
    since: createdAt - millis,
    until: after ? createdAt + millis : createdAt
  })
  return [
    ...kinds.flatMap((kind) => matchKeys[kind] === undefined ? [] : [clue(kind, matchKeys[kind], reach.duplicateMillis)]),
    clue("advisor", advisorId, reach.burstMillis)
  ]
}

/** The same prospects by fewer clues: those of one key whose times overlap become one. Records that come together share most of theirs. */
export const merged = (clues: ReadonlyArray<ProspectClue>): ReadonlyArray<ProspectClue> => {
  const last = new Map<string, number>()
  const kept: Array<ProspectClue> = []
  for (const clue of clues.toSorted((one, other) => one.since - other.since)) {
    const name = `${clue.matchKey} ${clue.value}`
    const place = last.get(name)
    const before = place === undefined ? undefined : kept[place]!
    if (before !== undefined && clue.since <= before.until) kept[place!] = { ...before, until: Math.max(before.until, clue.until) }
    else last.set(name, kept.push(clue) - 1)
  }
  return kept
}

/** Leads to the activities with the same note. */
export const noteClues = ({ note }: MatchKeys): ReadonlyArray<ActivityClue> => note === undefined ? [] : [{ matchKey: "note", value: note }]
