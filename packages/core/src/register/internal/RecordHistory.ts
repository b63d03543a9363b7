/** What a change of records adds to their history: one entry of the audit, and the versions that it replaced. */
import type { Instant } from "../../calendar/Calendar.ts"
import * as Activity from "../../records/Activity.ts"
import type { Author } from "../../records/Authorship.ts"
import type { Field } from "../../records/Field.ts"
import * as Prospect from "../../records/Prospect.ts"
import * as RecordContent from "../../records/RecordContent.ts"
import * as AuditEntry from "../AuditEntry.ts"
import type { Entry, Stored } from "../Records.ts"
import * as RecordVersion from "../RecordVersion.ts"

/** A record with its new verdict, and how it is stored if it is. */
export interface Judged<R> {
  readonly entry: Entry<R>
  readonly stored: Stored<R> | undefined
}

/** What one change of records adds. */
export interface RecordHistory {
  readonly entry: AuditEntry.AuditEntry
  readonly versions: ReadonlyArray<RecordVersion.RecordVersion>
  /** The records whose content the change brought. */
  readonly changed: ReadonlySet<object>
}

/**
 * Why records change, where no sender registered them. `person.erased`: no earlier version keeps what identifies the person.
 * `hashes.renewed`: erased records get the hashes of a new secret, and no earlier version keeps the former ones.
 */
export type Occasion = "person.erased" | "hashes.renewed"

/** The author of a change, when it happens, and the last entry before it. */
export interface Circumstances {
  readonly last: AuditEntry.AuditLink | undefined
  readonly author: Author
  readonly at: Instant
  readonly occasion: Occasion | undefined
}

interface Kind<R extends object> {
  readonly type: "prospect" | "activity"
  readonly fields: ReadonlyArray<Field>
  readonly idOf: (record: R) => string
  readonly changed: ReadonlyArray<Judged<R>>
}

const changedOf = <R extends object>(storedFields: ReadonlyArray<Field>, judged: ReadonlyArray<Judged<R>>): ReadonlyArray<Judged<R>> =>
  judged.filter(({ entry, stored }) => stored === undefined || entry.record !== stored.record && !RecordContent.isSame(storedFields, entry.record, stored.record))

const versionsOf = <R extends object>({ changed, idOf, type }: Kind<R>, occasion: Occasion | undefined): ReadonlyArray<RecordVersion.RecordVersion> =>
  changed.flatMap(({ entry, stored }): ReadonlyArray<RecordVersion.RecordVersion> => {
    if (stored === undefined) return []
    const { auditEntry, record, revision } = stored
    const version = { subject: { type, id: idOf(record) }, revision, auditEntry, content: occasion === "hashes.renewed" ? entry.record : record }
    return [occasion === "person.erased" ? RecordVersion.withoutIdentity(version) : version]
  })

const countsOf = <R extends object>({ changed }: Kind<R>, added: string, altered: string): Readonly<Record<string, number>> => {
  const additions = changed.filter(({ stored }) => stored === undefined).length
  return { ...(additions === 0 ? {} : { [added]: additions }), ...(additions === changed.length ? {} : { [altered]: changed.length - additions }) }
}

/** What a single record's change says beside the counts. */
const oneOf = <R extends object>({ changed: [one], fields, idOf, type }: Kind<R>): Pick<AuditEntry.Happening, "subject" | "changes"> => ({
  subject: { type, id: idOf(one!.entry.record) },
  changes: one!.stored === undefined ? [] : AuditEntry.changesOf(fields, one!.stored.record, one!.entry.record)
})

/** What written records add to the history. Undefined where only verdicts are new. */
export const of = (
  written: { readonly prospects: ReadonlyArray<Judged<Prospect.Prospect>>; readonly activities: ReadonlyArray<Judged<Activity.Activity>> },
  { at, author, last, occasion }: Circumstances
): RecordHistory | undefined => {
  const prospects: Kind<Prospect.Prospect> = { type: "prospect", fields: Prospect.fields, idOf: ({ prospectId }) => prospectId, changed: changedOf(Prospect.storedFields, written.prospects) }
  const activities: Kind<Activity.Activity> = { type: "activity", fields: Activity.fields, idOf: ({ activityId }) => activityId, changed: changedOf(Activity.storedFields, written.activities) }
  const count = prospects.changed.length + activities.changed.length
  if (count === 0) return undefined
  const about = count === 1
    ? prospects.changed.length === 1 ? oneOf(prospects) : oneOf(activities)
    : { subject: { type: activities.changed.length === 0 ? "prospect" : prospects.changed.length === 0 ? "activity" : "record" } }
  const entry = AuditEntry.after(last, author, {
    at,
    action: occasion ?? "records.registered",
    ...about,
    counts: { ...countsOf(prospects, "prospectsAdded", "prospectsChanged"), ...countsOf(activities, "activitiesAdded", "activitiesChanged") },
    contentDigest: AuditEntry.contentDigest([prospects, activities].map(({ changed, fields }) => ({ fields, records: changed.map(({ entry }) => entry.record) })))
  })
  return {
    entry,
    versions: [...versionsOf(prospects, occasion), ...versionsOf(activities, occasion)],
    changed: new Set([...prospects.changed, ...activities.changed].map((one) => one.entry.record))
  }
}

/** A judged record's entry with the place of the audit's entry that brought its content. */
export const entryIn = (history: RecordHistory | undefined) => <R extends object>({ entry, stored }: Judged<R>): Entry<R> => {
  const auditEntry = history?.changed.has(entry.record) === true ? history.entry.sequence : stored?.auditEntry
  return auditEntry === undefined ? entry : { ...entry, auditEntry }
}
