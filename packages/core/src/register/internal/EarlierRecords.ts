/**
 * The records of a request that came before others: remembered up to a number and a size, and found by what other records look for.
 * A record is found under names: the customer's phone, the advisor, the week of a contact.
 */
import * as Calendar from "../../calendar/Calendar.ts"
import * as Activity from "../../records/Activity.ts"
import type { Prospect } from "../../records/Prospect.ts"
import type { Subject } from "../../policy/Rule.ts"
import { compareIds } from "../../judging/Verification.ts"
import * as RelatedRecords from "./RelatedRecords.ts"
import type { MatchKeys } from "../StoredVerdict.ts"

/** How many of the records that came are remembered, and how many characters of their texts. */
export interface Memory {
  readonly records: number
  readonly characters: number
}

/** What is remembered by default. */
export const defaultMemory: Memory = { records: 25_000, characters: 8_000_000 }

/** What a kind of record needs to be judged in order. */
export interface Kind<R extends object> {
  readonly subject: Subject
  readonly idOf: (record: R) => string
  readonly placedAt: (record: R) => Calendar.Instant
  readonly matchKeysOf: (basis: RelatedRecords.JudgingBasis, record: R) => MatchKeys
  /** Under which names other records look for this one. */
  readonly namesOf: (basis: RelatedRecords.JudgingBasis, record: R, matchKeys: MatchKeys) => ReadonlyArray<string>
  /** Where the other records that bear on this one are found. */
  readonly cluesOf: (basis: RelatedRecords.JudgingBasis, record: R, matchKeys: MatchKeys) => ReadonlyArray<Clue>
  /** What later records need of it. */
  readonly remembered: (record: R) => R
  /** The rules that fail for another record. They fail for any that bears on it: the more of them, the more often. */
  readonly codes: ReadonlySet<string>
}

/** The last records under a name, placed before a record and not before `since`: so many of them bear on it at most. */
interface Clue {
  readonly name: string
  readonly since: Calendar.Instant
  readonly most: number
}

const nameOf = (matchKey: string, value: string): string => `${matchKey} ${value}`

export const prospects: Kind<Prospect> = {
  subject: "prospect",
  idOf: ({ prospectId }) => prospectId,
  placedAt: ({ createdAt }) => createdAt,
  matchKeysOf: RelatedRecords.matchKeysOfProspect,
  namesOf: (_terms, { advisorId }, matchKeys) => [
    nameOf("advisor", advisorId),
    ...Object.entries(matchKeys).map(([matchKey, value]) => nameOf(matchKey, value))
  ],
  // A duplicate is one of the last record with its key, and a burst needs so many records of the advisor.
  cluesOf: (basis, record, matchKeys) =>
    RelatedRecords.cluesOfProspect(basis, { record, matchKeys }).map(({ matchKey, since, value }) => ({
      name: nameOf(matchKey, value),
      since,
      most: matchKey === "advisor" ? RelatedRecords.policyOfProspect(basis, record).parameters.burstProspects : 1
    })),
  remembered: ({ advisorId, branchId, brandId, createdAt, documentNumber, documentType, email, phone, prospectId }) =>
    ({ prospectId, createdAt, advisorId, branchId, brandId, documentType, documentNumber, phone, email, stage: "open" }),
  codes: new Set(["duplicate", "registration-burst"])
}

/** How many contacts with a prospect in one week are looked at. No advisor makes more. */
const CONTACTS_OF_A_WEEK = 200

/** Contacts bear on others of their prospect in the same week. */
const contactName = ({ zone }: RelatedRecords.JudgingBasis, record: Activity.Activity): string =>
  nameOf(`contact ${Calendar.weekOf(Calendar.localDayOf(zone, Activity.placedAt(record)))}`, record.prospectId)

export const activities: Kind<Activity.Activity> = {
  subject: "activity",
  idOf: ({ activityId }) => activityId,
  placedAt: Activity.placedAt,
  matchKeysOf: RelatedRecords.matchKeysOfActivity,
  namesOf: (basis, record, { note }) => [
    contactName(basis, record),
    ...(note === undefined ? [] : [nameOf("note", note)]),
    ...(Activity.isPerformed(record) ? [nameOf("performer", record.advisorId)] : [])
  ],
  cluesOf: (basis, record, { note }) => {
    const since = Number.NEGATIVE_INFINITY
    const contacts = { name: contactName(basis, record), since, most: CONTACTS_OF_A_WEEK }
    const notes = note === undefined ? [] : [{ name: nameOf("note", note), since, most: RelatedRecords.noteRepetitionsOf(basis, record) }]
    const { activityBurst, activityBurstMinutes } = RelatedRecords.policyOfActivity(basis, record).parameters
    const burst = { name: nameOf("performer", record.advisorId), since: Activity.placedAt(record) - activityBurstMinutes * 60_000, most: activityBurst }
    return [contacts, ...notes, ...(Activity.isPerformed(record) ? [burst] : [])]
  },
  remembered: (record) => record,
  codes: new Set(["note-repeated", "duplicate-contact", "contact-too-frequent", "activity-burst"])
}

/** A record in its place in time. */
export interface Placed<R> {
  readonly at: Calendar.Instant
  readonly id: string
  readonly record: R
}

/** Whether a place in time comes before another one. */
export const isBefore = (one: Omit<Placed<unknown>, "record">, other: Omit<Placed<unknown>, "record">): boolean =>
  one.at < other.at || one.at === other.at && compareIds(one.id, other.id) < 0

/** Records in time order under each of their names. */
export class Index<R> {
  private readonly byName = new Map<string, Array<Placed<R>>>()

  add(names: ReadonlyArray<string>, placed: Placed<R>): void {
    for (const name of names) {
      const named = this.byName.get(name)
      if (named === undefined) this.byName.set(name, [placed])
      else named.splice(placeOf(named, placed), 0, placed)
    }
  }

  /** Removes records from all of some names. */
  remove(names: ReadonlySet<string>, removed: ReadonlySet<Placed<R>>): void {
    for (const name of names) {
      const left = this.byName.get(name)!.filter((one) => !removed.has(one))
      if (left.length === 0) this.byName.delete(name)
      else this.byName.set(name, left)
    }
  }

  /** The last records under a name before one, not before an instant, the last first. */
  *before(name: string, placed: Omit<Placed<unknown>, "record">, since: Calendar.Instant): Generator<R> {
    const named = this.byName.get(name) ?? []
    for (let place = placeOf(named, placed) - 1; place >= 0; place--) {
      const { at, record } = named[place]!
      if (at < since) return
      yield record
    }
  }
}

/** How many records of a list in time order come before one. */
const placeOf = (named: ReadonlyArray<Placed<unknown>>, placed: Omit<Placed<unknown>, "record">): number => {
  if (named.length === 0 || isBefore(named.at(-1)!, placed)) return named.length
  let low = 0
  let high = named.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(named[middle]!, placed)) low = middle + 1
    else high = middle
  }
  return low
}

const charactersOf = (record: object): number => {
  let characters = 0
  for (const value of Object.values(record)) if (typeof value === "string") characters += value.length
  return characters
}

/** A record to be judged, with where other records look for it, and where it looks for others. */
export interface Coming<R> extends Placed<R> {
  readonly names: ReadonlyArray<string>
  readonly clues: ReadonlyArray<Clue>
}

/** The records of a group as {@link Coming}: each is made when it is first asked for, since most requests need none. */
export class Group<R extends object> {
  readonly records: ReadonlyArray<R>
  private readonly made: Array<Coming<R> | undefined> = []
  private readonly keys = new Map<R, MatchKeys>()
  private readonly kind: Kind<R>
  private readonly basis: RelatedRecords.JudgingBasis

  constructor(kind: Kind<R>, basis: RelatedRecords.JudgingBasis, records: ReadonlyArray<R>) {
    this.kind = kind
    this.basis = basis
    this.records = records
  }

  /** The match keys of a record of the group. */
  readonly matchKeysOf = (record: R): MatchKeys => {
    let keys = this.keys.get(record)
    if (keys === undefined) this.keys.set(record, keys = this.kind.matchKeysOf(this.basis, record))
    return keys
  }

  at(place: number): Coming<R> {
    const { kind, basis } = this
    const made = this.made[place]
    if (made !== undefined) return made
    const record = this.records[place]!
    const matchKeys = this.matchKeysOf(record)
    return this.made[place] = {
      at: kind.placedAt(record),
      id: kind.idOf(record),
      record,
      names: kind.namesOf(basis, record, matchKeys),
      clues: kind.cluesOf(basis, record, matchKeys)
    }
  }
}

/** The records that came before. Those of the last group are indexed only when another group comes: most requests have one. */
export class Earlier<R extends object> {
  forgotten = 0
  private readonly indexed = new Index<R>()
  private readonly byId = new Map<string, { readonly placed: Placed<R>; readonly names: ReadonlyArray<string>; readonly characters: number }>()
  private characters = 0
  private last: Group<R> | undefined
  private mustForget = false
  private readonly kind: Kind<R>
  private readonly memory: Memory

  constructor(kind: Kind<R>, memory: Memory) {
    this.kind = kind
    this.memory = memory
  }

  /** Takes a group in; with `mustForget` the first records go until the others fit. */
  add(group: Group<R>, mustForget: boolean): void {
    this.settle()
    this.last = group
    this.mustForget = mustForget
  }

  has(id: string): boolean {
    this.settle()
    return this.byId.has(id)
  }

  get isEmpty(): boolean {
    return this.last === undefined && this.byId.size === 0
  }

  get index(): Index<R> {
    this.settle()
    return this.indexed
  }

  private settle(): void {
    const { kind, last } = this
    if (last === undefined) return
    this.last = undefined
    for (let place = 0; place < last.records.length; place++) {
      const { at, id, names, record: given } = last.at(place)
      const record = kind.remembered(given)
      const placed = { at, id, record }
      const characters = charactersOf(record)
      this.indexed.add(names, placed)
      this.byId.set(id, { placed, names, characters })
      this.characters += characters
    }
    if (this.mustForget) this.forget()
  }

  private forget(): void {
    const removed = new Set<Placed<R>>()
    const touched = new Set<string>()
    for (const [id, { characters, names, placed }] of this.byId) {
      if (this.byId.size <= this.memory.records && this.characters <= this.memory.characters) break
      this.byId.delete(id)
      removed.add(placed)
      for (const name of names) touched.add(name)
      this.characters -= characters
    }
    this.indexed.remove(touched, removed)
    this.forgotten += removed.size
  }
}
