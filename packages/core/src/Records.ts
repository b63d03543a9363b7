/**
 * What a dealership keeps: the storage port, its one error, and its in-memory layer. Everything is kept under the
 * dealership's id; nobody reads another's. `CrmProcedure` is the only writer.
 *
 * Adapters answer exactly as {@link Records.layerMemory} does; the contract suite of the testing kit compares them.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import type { Activity } from "./Activity.ts"
import type { Instant, Period } from "./Calendar.ts"
import type { Directory } from "./Directory.ts"
import type { Goal } from "./Goal.ts"
import type { Prospect } from "./Prospect.ts"
import type { Subject } from "./Rule.ts"
import type { SampleKind } from "./Verification.ts"
import type { VerificationCall } from "./VerificationCall.ts"

/** The storage can't be reached or does not answer; trying again may help. `detail` holds no personal data. */
export class RecordsUnavailable extends Schema.TaggedError<RecordsUnavailable>()("RecordsUnavailable", { detail: Schema.String }) {
  override get message() {
    return `The records can't be reached: ${this.detail}. Try again in a moment.`
  }
}

/** Somebody else changed what this change was built on; reading again and deciding anew helps. */
export class RecordsChanged extends Schema.TaggedError<RecordsChanged>()("RecordsChanged", {
  what: Schema.String,
  expected: Schema.String,
  found: Schema.String
}) {
  override get message() {
    return `${this.what} has changed meanwhile: expected ${this.expected}, found ${this.found}. Read it again and decide anew.`
  }
}

/** The one error of the port. */
export class RecordsError extends Schema.TaggedError<RecordsError>()("RecordsError", {
  operation: Schema.String,
  reason: Schema.Union([RecordsUnavailable, RecordsChanged])
}) {
  override get message() {
    return `${this.operation}: ${this.reason.message}`
  }
}

/** A record with when it first arrived and how often it has changed since (0: never). */
export interface Stored<R> {
  readonly record: R
  readonly receivedAt: Instant
  readonly revision: number
}

/** What putting a record did. Putting the same again leaves it `unchanged`. */
export type Put = "added" | "changed" | "unchanged"

/** A subject of verification. */
export interface SubjectKey {
  readonly type: Subject
  readonly id: string
}

/** A drawn sample, kept with its seed: what was drawn stays drawn. */
export interface DrawnSample {
  readonly period: Period
  readonly seed: string
  readonly drawnAt: Instant
  readonly selected: ReadonlyArray<SubjectKey & { readonly advisorId: string; readonly kind: SampleKind }>
}

/** A supervisor's decision that a verification's attempts up to then conclude nothing any more. */
export interface Reopening {
  readonly subject: SubjectKey
  readonly at: Instant
  readonly by: string
  readonly reason: string
}

/** A closed period's frozen result: its canonical text, the digest of that text, and the one before it in the chain. */
export interface Snapshot {
  readonly period: Period
  /** Its place in the dealership's chain, from 0. */
  readonly sequence: number
  /** The digest of the snapshot before it; empty for the first. */
  readonly previousDigest: string
  readonly digest: string
  readonly content: string
  readonly closedAt: Instant
  readonly closedBy: string
}

/** A closed period was opened again; its snapshot stays in the chain. */
export interface PeriodReopening {
  readonly period: Period
  /** The sequence of the snapshot that it reopened. */
  readonly sequence: number
  readonly at: Instant
  readonly by: string
  readonly reason: string
}

/** An event that was raised, by a key that it is raised under only once. */
export interface RaisedEvent {
  readonly key: string
  readonly type: string
  readonly at: Instant
  readonly data: unknown
}

const noDirectory: Directory = { employees: [], branches: [], brands: [] }

/** The storage port. Every method takes the dealership first. */
export class Records extends Context.Service<Records, {
  readonly putDirectory: (dealership: string, directory: Directory) => Effect.Effect<void, RecordsError>
  readonly directory: (dealership: string) => Effect.Effect<Directory, RecordsError>
  /** Replaces a period's goals. */
  readonly putGoals: (dealership: string, period: Period, goals: ReadonlyArray<Goal>) => Effect.Effect<void, RecordsError>
  readonly goals: (dealership: string, period: Period) => Effect.Effect<ReadonlyArray<Goal>, RecordsError>

  /** Puts records by their ids, all or none of them; answers in their order. */
  readonly putProspects: (dealership: string, records: ReadonlyArray<Prospect>, receivedAt: Instant) => Effect.Effect<ReadonlyArray<Put>, RecordsError>
  readonly putActivities: (dealership: string, records: ReadonlyArray<Activity>, receivedAt: Instant) => Effect.Effect<ReadonlyArray<Put>, RecordsError>
  readonly putCalls: (dealership: string, records: ReadonlyArray<VerificationCall>, receivedAt: Instant) => Effect.Effect<ReadonlyArray<Put>, RecordsError>
  readonly prospect: (dealership: string, id: string) => Effect.Effect<Option.Option<Stored<Prospect>>, RecordsError>
  readonly activity: (dealership: string, id: string) => Effect.Effect<Option.Option<Stored<Activity>>, RecordsError>
  /** All of them, in no particular order. */
  readonly prospects: (dealership: string) => Stream.Stream<Stored<Prospect>, RecordsError>
  readonly activities: (dealership: string) => Stream.Stream<Stored<Activity>, RecordsError>
  readonly calls: (dealership: string) => Effect.Effect<ReadonlyArray<VerificationCall>, RecordsError>

  /** Keeps a period's sample unless one is kept; answers the one that is. */
  readonly keepSample: (dealership: string, sample: DrawnSample) => Effect.Effect<DrawnSample, RecordsError>
  readonly sample: (dealership: string, period: Period) => Effect.Effect<Option.Option<DrawnSample>, RecordsError>
  /** Leases the first of the subjects that nobody else holds at `now`; whoever holds one already gets it again. */
  readonly lease: (
    dealership: string,
    subjects: ReadonlyArray<SubjectKey>,
    agentId: string,
    now: Instant,
    until: Instant
  ) => Effect.Effect<Option.Option<SubjectKey>, RecordsError>
  /** Gives a lease back; nothing happens when the agent does not hold it. */
  readonly release: (dealership: string, subject: SubjectKey, agentId: string) => Effect.Effect<void, RecordsError>
  readonly addReopening: (dealership: string, reopening: Reopening) => Effect.Effect<void, RecordsError>
  readonly reopenings: (dealership: string) => Effect.Effect<ReadonlyArray<Reopening>, RecordsError>

  /** Appends to the chain of snapshots; fails with `RecordsChanged` unless it follows the last one. */
  readonly appendSnapshot: (dealership: string, snapshot: Snapshot) => Effect.Effect<void, RecordsError>
  /** The chain, in order. */
  readonly snapshots: (dealership: string) => Effect.Effect<ReadonlyArray<Snapshot>, RecordsError>
  readonly addPeriodReopening: (dealership: string, reopening: PeriodReopening) => Effect.Effect<void, RecordsError>
  readonly periodReopenings: (dealership: string) => Effect.Effect<ReadonlyArray<PeriodReopening>, RecordsError>

  /** Raises events whose keys were never raised; answers those that now were, in their order. */
  readonly raise: (dealership: string, events: ReadonlyArray<RaisedEvent>) => Effect.Effect<ReadonlyArray<RaisedEvent>, RecordsError>
  readonly events: (dealership: string) => Effect.Effect<ReadonlyArray<RaisedEvent>, RecordsError>
}>()("@crm-procedure/core/Records") {
  /** Keeps everything in memory, for as long as the layer lives. */
  static readonly layerMemory: Layer.Layer<Records> = Layer.effect(Records, Effect.gen(function*() {
    const lock = yield* Semaphore.make(1)
    const shelves = new Map<string, Shelf>()
    const shelfOf = (dealership: string): Shelf => {
      let shelf = shelves.get(dealership)
      if (shelf === undefined) shelves.set(dealership, shelf = emptyShelf())
      return shelf
    }
    const read = <A>(dealership: string, look: (shelf: Shelf) => A): Effect.Effect<A> => Effect.sync(() => look(shelfOf(dealership)))
    const change = <A>(dealership: string, act: (shelf: Shelf) => A): Effect.Effect<A> =>
      lock.withPermits(1)(Effect.sync(() => act(shelfOf(dealership))))
    const all = <R>(dealership: string, of: (shelf: Shelf) => Map<string, Stored<R>>) =>
      Stream.unwrap(read(dealership, (shelf) => Stream.fromIterable([...of(shelf).values()])))
    return Records.of({
      putDirectory: (dealership, directory) => change(dealership, (shelf) => { shelf.directory = directory }),
      directory: (dealership) => read(dealership, (shelf) => shelf.directory),
      putGoals: (dealership, period, goals) => change(dealership, (shelf) => { shelf.goals.set(period, goals) }),
      goals: (dealership, period) => read(dealership, (shelf) => shelf.goals.get(period) ?? []),
      putProspects: (dealership, records, receivedAt) =>
        change(dealership, (shelf) => records.map((record) => put(shelf.prospects, record.prospectId, record, receivedAt))),
      putActivities: (dealership, records, receivedAt) =>
        change(dealership, (shelf) => records.map((record) => put(shelf.activities, record.activityId, record, receivedAt))),
      putCalls: (dealership, records, receivedAt) =>
        change(dealership, (shelf) => records.map((record) => put(shelf.calls, record.callId, record, receivedAt))),
      prospect: (dealership, id) => read(dealership, (shelf) => Option.fromUndefinedOr(shelf.prospects.get(id))),
      activity: (dealership, id) => read(dealership, (shelf) => Option.fromUndefinedOr(shelf.activities.get(id))),
      prospects: (dealership) => all(dealership, (shelf) => shelf.prospects),
      activities: (dealership) => all(dealership, (shelf) => shelf.activities),
      calls: (dealership) => read(dealership, (shelf) => [...shelf.calls.values()].map(({ record }) => record)),
      keepSample: (dealership, sample) =>
        change(dealership, (shelf) => {
          const kept = shelf.samples.get(sample.period)
          if (kept === undefined) shelf.samples.set(sample.period, sample)
          return kept ?? sample
        }),
      sample: (dealership, period) => read(dealership, (shelf) => Option.fromUndefinedOr(shelf.samples.get(period))),
      lease: (dealership, subjects, agentId, now, until) =>
        change(dealership, ({ leases }) => {
          const isHeldBy = (subject: SubjectKey, agent: (holder: string) => boolean): boolean => {
            const lease = leases.get(keyOf(subject))
            return lease !== undefined && lease.until > now && agent(lease.agentId)
          }
          const subject = subjects.find((one) => isHeldBy(one, (holder) => holder === agentId)) ?? subjects.find((one) => !isHeldBy(one, () => true))
          if (subject === undefined) return Option.none()
          leases.set(keyOf(subject), { agentId, until })
          return Option.some(subject)
        }),
      release: (dealership, subject, agentId) =>
        change(dealership, ({ leases }) => {
          if (leases.get(keyOf(subject))?.agentId === agentId) leases.delete(keyOf(subject))
        }),
      addReopening: (dealership, reopening) => change(dealership, (shelf) => { shelf.reopenings.push(reopening) }),
      reopenings: (dealership) => read(dealership, (shelf) => [...shelf.reopenings]),
      appendSnapshot: (dealership, snapshot) =>
        Effect.flatten(change(dealership, (shelf): Effect.Effect<void, RecordsError> => {
          const last = shelf.snapshots.at(-1)
          const expected = `${last === undefined ? 0 : last.sequence + 1} after ${last?.digest || "nothing"}`
          const found = `${snapshot.sequence} after ${snapshot.previousDigest || "nothing"}`
          if (expected !== found) {
            return Effect.fail(new RecordsError({
              operation: "appendSnapshot",
              reason: new RecordsChanged({ what: "The chain of snapshots", expected: found, found: expected })
            }))
          }
          shelf.snapshots.push(snapshot)
          return Effect.void
        })),
      snapshots: (dealership) => read(dealership, (shelf) => [...shelf.snapshots]),
      addPeriodReopening: (dealership, reopening) => change(dealership, (shelf) => { shelf.periodReopenings.push(reopening) }),
      periodReopenings: (dealership) => read(dealership, (shelf) => [...shelf.periodReopenings]),
      raise: (dealership, events) =>
        change(dealership, (shelf) =>
          events.filter((event) => {
            if (shelf.events.has(event.key)) return false
            shelf.events.set(event.key, event)
            return true
          })),
      events: (dealership) => read(dealership, (shelf) => [...shelf.events.values()])
    })
  }))
}

/** Everything that one dealership keeps. */
interface Shelf {
  directory: Directory
  readonly goals: Map<Period, ReadonlyArray<Goal>>
  readonly prospects: Map<string, Stored<Prospect>>
  readonly activities: Map<string, Stored<Activity>>
  readonly calls: Map<string, Stored<VerificationCall>>
  readonly samples: Map<Period, DrawnSample>
  readonly leases: Map<string, { readonly agentId: string; readonly until: Instant }>
  readonly reopenings: Array<Reopening>
  readonly snapshots: Array<Snapshot>
  readonly periodReopenings: Array<PeriodReopening>
  readonly events: Map<string, RaisedEvent>
}

const emptyShelf = (): Shelf => ({
  directory: noDirectory,
  goals: new Map(),
  prospects: new Map(),
  activities: new Map(),
  calls: new Map(),
  samples: new Map(),
  leases: new Map(),
  reopenings: [],
  snapshots: [],
  periodReopenings: [],
  events: new Map()
})

const keyOf = ({ id, type }: SubjectKey): string => `${type} ${id}`

/** Two records are the same when every field is: absent and undefined are one. */
const isSame = (one: object, other: object): boolean => {
  const before = one as Readonly<Record<string, unknown>>
  const after = other as Readonly<Record<string, unknown>>
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].every((field) => before[field] === after[field])
}

const put = <R extends object>(shelf: Map<string, Stored<R>>, id: string, record: R, receivedAt: Instant): Put => {
  const known = shelf.get(id)
  if (known === undefined) {
    shelf.set(id, { record, receivedAt, revision: 0 })
    return "added"
  }
  if (isSame(known.record, record)) return "unchanged"
  shelf.set(id, { record, receivedAt: known.receivedAt, revision: known.revision + 1 })
  return "changed"
}
