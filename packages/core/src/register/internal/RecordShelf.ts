/** What the in-memory storage keeps of one dealership, and how an unfinished change is taken back. */
import * as Semaphore from "effect/Semaphore"
import type * as Activity from "../../records/Activity.ts"
import type { Instant, Period } from "../../calendar/Calendar.ts"
import type { Directory } from "../../records/Directory.ts"
import type { Field } from "../../records/Field.ts"
import type { Goal } from "../../records/Goal.ts"
import type * as Prospect from "../../records/Prospect.ts"
import * as RecordContent from "../../records/RecordContent.ts"
import type { VerificationCall } from "../../records/VerificationCall.ts"
import { ControlShelf } from "../ControlRecords.ts"
import type { AuditEntry } from "../AuditEntry.ts"
import type { DrawnSample, KeptEvent, Lease, PeriodReopening, Put, Reopening, Snapshot, Stored } from "../Records.ts"
import type { RecordVersion } from "../RecordVersion.ts"
import type { StoredCounts } from "../StoredCounts.ts"
import type { StoredLead } from "../StoredLead.ts"
import type { StoredVerdict } from "../StoredVerdict.ts"

/** Everything that one dealership keeps, and how to take back what an unfinished change did. */
export class RecordShelf {
  readonly lock = Semaphore.makeUnsafe(1)
  readonly directory = new Map<"", Directory>()
  readonly goals = new Map<Period, ReadonlyArray<Goal>>()
  readonly prospects = new Map<string, Stored<Prospect.Prospect>>()
  readonly activities = new Map<string, Stored<Activity.Activity>>()
  readonly calls = new Map<string, Omit<Stored<VerificationCall>, "storedVerdict">>()
  readonly storedCounts = new Map<string, StoredCounts>()
  readonly judged = new Map<Period, { readonly policy: string; readonly since: Instant }>()
  readonly leads = new Map<string, StoredLead>()
  readonly samples = new Map<Period, DrawnSample>()
  readonly leases = new Map<string, Lease>()
  readonly reopenings: Array<Reopening> = []
  readonly snapshots: Array<Snapshot> = []
  readonly periodReopenings: Array<PeriodReopening> = []
  readonly events = new Map<string, KeptEvent>()
  readonly controls = new ControlShelf()
  readonly auditEntries: Array<AuditEntry> = []
  readonly versions = new Map<string, RecordVersion>()
  /** Ids by the name of a match key and its value. */
  private readonly ids = new Map<string, Set<string>>()
  undo: Array<() => void> = []

  /** Ends a change: what an unsuccessful one did is taken back, the last first. */
  end(succeeded: boolean): void {
    if (!succeeded) for (const takeBack of this.undo.reverse()) takeBack()
    this.undo = []
  }

  replace<K, V>(map: Map<K, V>, key: K, value: V): void {
    const before = map.get(key)
    this.undo.push(before === undefined ? () => map.delete(key) : () => map.set(key, before))
    map.set(key, value)
  }

  remove<K, V>(map: Map<K, V>, key: K): void {
    const before = map.get(key)
    if (before !== undefined) this.undo.push(() => map.set(key, before))
    map.delete(key)
  }

  append<V>(list: Array<V>, value: V): void {
    this.undo.push(() => list.pop())
    list.push(value)
  }

  rewrite<V>(list: Array<V>, change: (value: V) => V): void {
    const before = [...list]
    this.undo.push(() => list.splice(0, list.length, ...before))
    list.splice(0, list.length, ...before.map(change))
  }

  put<R extends object, S extends { readonly record: R; readonly storedVerdict?: StoredVerdict }>(
    fields: ReadonlyArray<Field>,
    map: Map<string, S & { readonly receivedAt: Instant; readonly revision: number }>,
    id: string,
    entry: S,
    receivedAt: Instant
  ): Put {
    const before = map.get(id)
    const unchanged = before !== undefined && RecordContent.isSame(fields, before.record, entry.record)
    const revision = before === undefined ? 0 : unchanged ? before.revision : before.revision + 1
    this.replace(map, id, { ...entry, receivedAt: before?.receivedAt ?? receivedAt, revision })
    this.reindex(id, before, entry)
    return before === undefined ? "added" : unchanged ? "unchanged" : "changed"
  }

  /** Removes a judged record, which no clue leads to afterwards. */
  drop<S extends object>(map: Map<string, S>, id: string): void {
    const before = map.get(id)
    if (before === undefined) return
    this.remove(map, id)
    this.reindex(id, before, undefined)
  }

  idsOf(matchKey: string, value: string): ReadonlyArray<string> {
    return [...this.ids.get(`${matchKey} ${value}`) ?? []]
  }

  private reindex(id: string, before: object | undefined, after: object | undefined): void {
    const old = matchKeysOf(before)
    const now = matchKeysOf(after)
    const add = (keys: ReadonlyArray<string>) => {
      for (const key of keys) this.ids.set(key, (this.ids.get(key) ?? new Set()).add(id))
    }
    const drop = (keys: ReadonlyArray<string>) => {
      for (const key of keys) this.ids.get(key)?.delete(id)
    }
    this.undo.push(() => {
      drop(now)
      add(old)
    })
    drop(old)
    add(now)
  }
}

/** The local day of a stored verdict, as clues name it. */
const dayOf = ({ day, period }: Pick<StoredVerdict, "day" | "period">): string => `${period}-${String(day).padStart(2, "0")}`

/** The match keys by which clues find a prospect or an activity. */
const matchKeysOf = (entry: object | undefined): ReadonlyArray<string> => {
  const { storedVerdict, record } = (entry ?? {}) as { readonly record?: Partial<Prospect.Prospect & Activity.Activity>; readonly storedVerdict?: StoredVerdict }
  if (record === undefined || storedVerdict === undefined) return []
  const own = record.activityId === undefined ? ["advisor", record.advisorId] : ["prospect", record.prospectId]
  const day = storedVerdict.state === "performed" ? [["day", dayOf(storedVerdict)]] : []
  return [own, ...day, ...Object.entries(storedVerdict.matchKeys)].flatMap(([matchKey, value]) => value === undefined ? [] : [`${matchKey} ${value}`])
}
