/** The audit's entries, and earlier versions of records. */
import type { AuditEntry, AuditLink, AuditQuery } from "@crm-procedure/core/register/AuditEntry"
import { RecordsChanged } from "@crm-procedure/core/register/Records"
import { keyOf, type PersonTexts, type RecordVersion, type VersionSubject } from "@crm-procedure/core/register/RecordVersion"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Database, Question, Unavailable } from "../connection/Database.ts"
import { question } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"

/** How many versions one statement writes, and one page of a reading holds. */
const BATCH = 1_000

const lastEntry = question((dealership) => `
  SELECT sequence::float8, digest FROM crm_procedure.audit_entries WHERE dealership = ${dealership} ORDER BY sequence DESC LIMIT 1`)

/** Adds the entry if it follows the last one. */
const addEntry = `
  INSERT INTO crm_procedure.audit_entries (dealership, sequence, at, digest, author, employee_id, action, subject_type, subject_id, entry)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::json
  WHERE coalesce((SELECT sequence || ' ' || digest FROM crm_procedure.audit_entries WHERE dealership = $1 ORDER BY sequence DESC LIMIT 1), '0 ') = $11
  RETURNING sequence::float8`

/** The conditions that no index answers beside the one of the places. */
const filter = `
  ($5::text IS NULL OR author = $5 OR employee_id = $5)
  AND ($6::text IS NULL OR action = $6)
  AND ($7::bigint IS NULL OR at >= $7)
  AND ($8::bigint IS NULL OR sequence < $8)
  AND ($9::bigint IS NULL OR sequence > $9)`

const columns = "sequence, at, author, employee_id, action, entry"

/** About any subject, about those of a type, or in some places. */
const entries = (order: string) => question((dealership) => `
  SELECT entry FROM crm_procedure.audit_entries
  WHERE dealership = ${dealership} AND ${filter}
    AND ($3::text IS NULL AND (($2::text IS NULL AND $4::bigint[] IS NULL) OR subject_type = $2 OR sequence = ANY ($4::bigint[])))
  ORDER BY sequence ${order} LIMIT $10`)

/** About one subject, or in some places: each by its own index. */
const entriesAbout = (order: string) => question((dealership) => `
  SELECT entry FROM (
    SELECT ${columns} FROM crm_procedure.audit_entries WHERE dealership = ${dealership} AND subject_type = $2 AND subject_id = $3
    UNION ALL
    SELECT ${columns} FROM crm_procedure.audit_entries
    WHERE dealership = ${dealership} AND sequence = ANY ($4::bigint[]) AND (subject_type, subject_id) IS DISTINCT FROM ($2::text, $3::text)
  ) AS one WHERE ${filter} ORDER BY sequence ${order} LIMIT $10`)

const ordered = (of: (order: string) => Question) => ({ oldestFirst: of("ASC"), newestFirst: of("DESC") })
const ofAny = ordered(entries)
const ofOne = ordered(entriesAbout)

const putVersions = `
  INSERT INTO crm_procedure.record_versions (dealership, subject_type, subject_id, revision, audit_entry, content)
  SELECT $1, one.type, one.id, one.revision, one.entry, one.content::json
  FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[]) AS one(type, id, revision, entry, content)
  ON CONFLICT (dealership, subject_type, subject_id, revision) DO UPDATE SET audit_entry = excluded.audit_entry, content = excluded.content`

interface VersionRow {
  readonly type: VersionSubject["type"]
  readonly id: string
  readonly revision: number
  readonly audit_entry: number | null
  readonly content: object
}

const versionColumns = "one.subject_type AS type, one.subject_id AS id, one.revision, one.audit_entry::float8, one.content"
const allVersions = question((dealership) => `
  SELECT ${versionColumns} FROM crm_procedure.record_versions AS one
  WHERE dealership = ${dealership} AND (subject_type, subject_id, revision) > ($2::text, $3::text, $4::bigint)
  ORDER BY subject_type, subject_id, revision LIMIT ${BATCH}`)
const versionsAbout = question((dealership) => `
  SELECT ${versionColumns} FROM (SELECT DISTINCT type, id FROM unnest($2::text[], $3::text[]) AS given(type, id)) AS asked
  JOIN crm_procedure.record_versions AS one ON one.dealership = ${dealership} AND one.subject_type = asked.type AND one.subject_id = asked.id
  ORDER BY one.subject_type, one.subject_id, one.revision`)

const versionsLike = question((dealership) => `
  SELECT ${versionColumns} FROM (
    ${[["phone_text", 2], ["email_text", 3], ["document_text", 4]].map(([column, place]) =>
      `SELECT subject_type, subject_id, revision FROM crm_procedure.record_versions WHERE dealership = ${dealership} AND ${column} = ANY ($${place}::text[])`).join(" UNION ")}
  ) AS found JOIN crm_procedure.record_versions AS one
    ON one.dealership = ${dealership} AND one.subject_type = found.subject_type AND one.subject_id = found.subject_id AND one.revision = found.revision
  ORDER BY one.subject_type, one.subject_id, one.revision`)

const toVersion = ({ audit_entry, content, id, revision, type }: VersionRow): RecordVersion => ({
  subject: { type, id },
  revision,
  ...(audit_entry === null ? {} : { auditEntry: audit_entry }),
  content
})

export interface AuditTables {
  readonly lastAuditEntry: (dealership: string) => Effect.Effect<Option.Option<AuditLink>, Unavailable>
  readonly addAuditEntry: (dealership: string, entry: AuditEntry) => Effect.Effect<void, Unavailable | RecordsChanged>
  readonly auditEntries: (dealership: string, query: AuditQuery) => Effect.Effect<ReadonlyArray<AuditEntry>, Unavailable>
  readonly putVersions: (dealership: string, versions: ReadonlyArray<RecordVersion>) => Effect.Effect<void, Unavailable>
  readonly versionsLike: (dealership: string, texts: PersonTexts) => Effect.Effect<ReadonlyArray<RecordVersion>, Unavailable>
  readonly versions: (dealership: string, subjects?: ReadonlyArray<VersionSubject>) => Stream.Stream<RecordVersion, Unavailable>
}

export const make = (database: Database): AuditTables => ({
  lastAuditEntry: (dealership) => Effect.map(database.read<AuditLink>(dealership, lastEntry), ([row]) => Option.fromUndefinedOr(row)),
  addAuditEntry: (dealership, entry) =>
    database.change(dealership, Effect.gen(function*() {
      const { action, at, by, digest, employeeId, previousDigest, sequence, subject } = entry
      const added = yield* database.write(dealership, addEntry, [
        Parameter.bigint(sequence),
        Parameter.bigint(at),
        digest,
        by,
        Parameter.text(employeeId),
        action,
        subject.type,
        Parameter.text(subject.id),
        JSON.stringify(entry),
        `${sequence - 1} ${previousDigest}`
      ])
      if (added.length === 0) {
        return yield* new RecordsChanged({ what: "The audit", expected: `${sequence - 1} ${previousDigest || "nothing"}`, found: "another last entry" })
      }
    })),
  auditEntries: (dealership, { action, actor, after, before, limit, newestFirst: isReversed, sequences, since, subject }) =>
    Effect.map(
      database.read<{ readonly entry: AuditEntry }>(dealership, (subject?.id === undefined ? ofAny : ofOne)[isReversed === true ? "newestFirst" : "oldestFirst"], [
        Parameter.text(subject?.type),
        Parameter.text(subject?.id),
        Parameter.bigints(sequences),
        Parameter.text(actor),
        Parameter.text(action),
        Parameter.bigint(since),
        Parameter.bigint(before),
        Parameter.bigint(after),
        Parameter.bigint(limit)
      ]),
      (rows) => rows.map(({ entry }) => entry)
    ),
  putVersions: (dealership, versions) => {
    // A statement can't change the same row twice: of two versions with one revision the last one is put.
    const fresh = [...new Map(versions.map((version) => [`${keyOf(version.subject)} ${version.revision}`, version])).values()]
    if (fresh.length === 0) return Effect.void
    return database.change(dealership, Effect.gen(function*() {
      for (let from = 0; from < fresh.length; from += BATCH) {
        const batch = fresh.slice(from, from + BATCH)
        yield* database.write(dealership, putVersions, [
          Parameter.texts(batch.map(({ subject }) => subject.type)),
          Parameter.texts(batch.map(({ subject }) => subject.id)),
          Parameter.bigints(batch.map(({ revision }) => revision)),
          Parameter.bigints(batch.map(({ auditEntry }) => auditEntry)),
          Parameter.texts(batch.map(({ content }) => JSON.stringify(content)))
        ])
      }
    }))
  },
  versionsLike: (dealership, { documents, emails, phones }) =>
    Effect.map(database.read<VersionRow>(dealership, versionsLike, [Parameter.texts(phones), Parameter.texts(emails), Parameter.texts(documents)]), (rows) => rows.map(toVersion)),
  versions: (dealership, subjects) => {
    if (subjects !== undefined) {
      if (subjects.length === 0) return Stream.empty
      const asked = [Parameter.texts(subjects.map(({ type }) => type)), Parameter.texts(subjects.map(({ id }) => id))]
      return Stream.unwrap(Effect.map(database.read<VersionRow>(dealership, versionsAbout, asked), (rows) => Stream.fromIterable(rows.map(toVersion))))
    }
    const first: Pick<VersionRow, "type" | "id" | "revision"> = { type: "" as VersionSubject["type"], id: "", revision: -1 }
    return Stream.paginate(first, ({ id, revision, type }) =>
      Effect.map(database.read<VersionRow>(dealership, allVersions, [type, id, Parameter.bigint(revision)]), (page) =>
        [page.map(toVersion), page.length < BATCH ? Option.none() : Option.some(page.at(-1)!)] as const))
  }
})
