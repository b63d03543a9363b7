/**
 * An earlier version of a record: what it said before a change. The present version is the record itself. Of both the audit's entry
 * says who made it, when, and by what.
 */
import * as FindingText from "../identity/FindingText.ts"
import * as Verification from "../judging/Verification.ts"
import type { Subject } from "../policy/Rule.ts"
import type { Field } from "../records/Field.ts"
import * as Activity from "../records/Activity.ts"
import * as Prospect from "../records/Prospect.ts"
import * as RecordContent from "../records/RecordContent.ts"
import * as VerificationCall from "../records/VerificationCall.ts"

/** What has versions: records, and attempts of verification calls. */
export interface VersionSubject {
  readonly type: Subject | "verification-call"
  readonly id: string
}

/** An earlier version. */
export interface RecordVersion {
  readonly subject: VersionSubject
  /** How often the record had changed before; 0: as it first came. */
  readonly revision: number
  /** The place of the audit's entry that brought it; undefined where the record came before the audit began. */
  readonly auditEntry?: number | undefined
  readonly content: object
}

/** The fields of what has versions. */
export const fieldsOf: Readonly<Record<VersionSubject["type"], ReadonlyArray<Field>>> = {
  "prospect": Prospect.fields,
  "activity": Activity.fields,
  "verification-call": VerificationCall.fields
}

/** A version without what identifies a person. */
export const withoutIdentity = (version: RecordVersion): RecordVersion => ({
  ...version,
  content: RecordContent.withoutIdentity(fieldsOf[version.subject.type], version.content)
})

/** Whether a version holds what identifies a person. */
export const hasIdentity = ({ content, subject }: RecordVersion): boolean =>
  fieldsOf[subject.type].some(({ identifies, name }) => identifies === true && (content as Readonly<Record<string, unknown>>)[name] !== undefined)

/** Where to look for earlier versions of prospects: by the texts of `FindingText` for their phones, e-mails and documents. */
export interface PersonTexts {
  readonly phones: ReadonlyArray<string>
  readonly emails: ReadonlyArray<string>
  readonly documents: ReadonlyArray<string>
}

/** Whether a version is one of a prospect with one of the texts. */
export const isFoundBy = ({ content, subject }: RecordVersion, { documents, emails, phones }: PersonTexts): boolean => {
  const { documentNumber, email, phone } = content as Partial<Prospect.Prospect>
  const has = (texts: ReadonlyArray<string>, written: string | undefined, textOf: (written: string) => string | undefined): boolean =>
    written !== undefined && FindingText.isOneOf(texts, textOf(written))
  return subject.type === "prospect" &&
    (has(phones, phone, FindingText.ofPhone) || has(emails, email, FindingText.ofEmail) || has(documents, documentNumber, FindingText.ofDocument))
}

/** One text for a subject. */
export const keyOf = ({ id, type }: VersionSubject): string => `${type} ${id}`

/** The order in which a storage gives versions: by type, id and revision. */
export const compare = (one: RecordVersion, other: RecordVersion): number => {
  const byType = Verification.compareIds(one.subject.type, other.subject.type)
  const byId = byType === 0 ? Verification.compareIds(one.subject.id, other.subject.id) : byType
  return byId === 0 ? one.revision - other.revision : byId
}
