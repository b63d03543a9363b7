/** The history of a record: its versions with who made each, when and by what, and its verdicts in time. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Instant } from "../calendar/Calendar.ts"
import type { Verdict } from "../judging/Verdict.ts"
import type { Subject } from "../policy/Rule.ts"
import type { Author } from "../records/Authorship.ts"
import * as AuditEntry from "../register/AuditEntry.ts"
import * as Records from "../register/Records.ts"
import * as RecordVersion from "../register/RecordVersion.ts"
import * as VerdictUpkeep from "../register/VerdictUpkeep.ts"

/** A version of a record. The last one is the present, or what a removed record was. */
export interface Version {
  readonly revision: number
  /** When it came. Of a first version from before the audit, when the record arrived; of a later one undefined. */
  readonly at: Instant | undefined
  /** Who brought it; undefined where the audit began later. */
  readonly author: Author | undefined
  /** The place of the audit's entry that tells of it. */
  readonly auditEntry: number | undefined
  readonly content: object
  /** In what it differs from the version before it. Values that identify a person are in the contents only. */
  readonly changes: ReadonlyArray<AuditEntry.AuditChange>
}

/** A verdict that the record had from an instant on. */
export interface PastVerdict {
  readonly at: Instant
  readonly verdict: Verdict
  /** The codes of its reasons; undefined where they were not kept. */
  readonly reasons: ReadonlyArray<string> | undefined
}

/** What a record was. */
export interface History {
  readonly versions: ReadonlyArray<Version>
  readonly verdicts: ReadonlyArray<PastVerdict>
}

interface Bare {
  readonly revision: number
  readonly auditEntry?: number | undefined
  readonly content: object
}

const verdictsOf = (present: Records.Stored<object> | undefined, events: ReadonlyArray<Records.KeptEvent>): ReadonlyArray<PastVerdict> => {
  const changes = events.map(({ at, data }) => ({ at, ...data as VerdictUpkeep.VerdictChanged }))
  const later = changes.map(({ at, reasons, verdict }) => ({ at, verdict, reasons }))
  if (present === undefined) return later
  const { receivedAt: at, storedVerdict: { reasons, verdict } } = present
  const [first] = changes
  return [first === undefined ? { at, verdict, reasons } : { at, verdict: first.before, reasons: undefined }, ...later]
}

/** The history of a record. Of a removed one its versions stay, without what identified a person; none where the id was never registered. */
export const of = Effect.fn("History.of")(function*(
  dealership: string,
  type: Subject,
  id: string
): Effect.fn.Return<Option.Option<History>, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  return yield* records.atOneMoment(dealership, Effect.gen(function*() {
    const stored: Option.Option<Records.Stored<object>> = type === "prospect" ? yield* records.prospect(dealership, id) : yield* records.activity(dealership, id)
    const earlier = yield* Stream.runCollect(records.versions(dealership, [{ type, id }]))
    const present = Option.getOrUndefined(stored)
    const all: ReadonlyArray<Bare> = present === undefined
      ? earlier
      : [...earlier.filter((one) => one.revision < present.revision), { revision: present.revision, auditEntry: present.auditEntry, content: present.record }]
    if (all.length === 0) return Option.none()
    const places = all.flatMap((version) => version.auditEntry ?? [])
    const entries = places.length === 0 ? [] : yield* records.auditEntries(dealership, { sequences: places })
    const entryAt = new Map(entries.map((entry) => [entry.sequence, entry]))
    const events = yield* records.eventsKeyed(dealership, VerdictUpkeep.verdictEventKeys(type, id))
    return Option.some({
      versions: all.map((version, place): Version => {
        const entry = version.auditEntry === undefined ? undefined : entryAt.get(version.auditEntry)
        return {
          ...version,
          auditEntry: version.auditEntry,
          at: entry?.at ?? (version.revision === 0 ? present?.receivedAt : undefined),
          author: entry,
          changes: place === 0 ? [] : AuditEntry.changesOf(RecordVersion.fieldsOf[type], all[place - 1]!.content, version.content)
        }
      }),
      verdicts: verdictsOf(present, events)
    })
  }))
})
