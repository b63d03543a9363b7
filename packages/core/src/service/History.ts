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

/** A version of a record. The last one is the present. */
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

const verdictsOf = (receivedAt: Instant, { reasons, verdict }: { readonly verdict: Verdict; readonly reasons: ReadonlyArray<string> }, events: ReadonlyArray<Records.KeptEvent>): ReadonlyArray<PastVerdict> => {
  const changes = events.map(({ at, data }) => ({ at, ...data as VerdictUpkeep.VerdictChanged }))
  const [first] = changes
  return [
    first === undefined ? { at: receivedAt, verdict, reasons } : { at: receivedAt, verdict: first.before, reasons: undefined },
    ...changes.map(({ at, reasons, verdict }) => ({ at, verdict, reasons }))
  ]
}

/** The history of a stored record; none where it is not stored. */
export const of = Effect.fn("History.of")(function*(
  dealership: string,
  type: Subject,
  id: string
): Effect.fn.Return<Option.Option<History>, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  return yield* records.atOneMoment(dealership, Effect.gen(function*() {
    const stored: Option.Option<Records.Stored<object>> = type === "prospect" ? yield* records.prospect(dealership, id) : yield* records.activity(dealership, id)
    if (Option.isNone(stored)) return Option.none()
    const { auditEntry, receivedAt, record, revision, storedVerdict } = stored.value
    const earlier = yield* Stream.runCollect(records.versions(dealership, [{ type, id }]))
    const all: ReadonlyArray<Bare> = [...earlier.filter((one) => one.revision < revision), { revision, auditEntry, content: record }]
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
          at: entry?.at ?? (version.revision === 0 ? receivedAt : undefined),
          author: entry,
          changes: place === 0 ? [] : AuditEntry.changesOf(RecordVersion.fieldsOf[type], all[place - 1]!.content, version.content)
        }
      }),
      verdicts: verdictsOf(receivedAt, storedVerdict, events)
    })
  }))
})
