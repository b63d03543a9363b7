/** What the controls keep beside the records: the telephone system's log, waivers, appeals, and the editions of the policy. */
import type { AppealQuery, ControlRecords, KeptWaiver, PhoneLogClue } from "@crm-procedure/core/register/ControlRecords"
import type { Put, SubjectKey } from "@crm-procedure/core/register/Records"
import type { Appeal } from "@crm-procedure/core/records/Appeal"
import type { Field } from "@crm-procedure/core/records/Field"
import type { PolicyEdition } from "@crm-procedure/core/policy/PolicyEdition"
import * as PhoneLogEntry from "@crm-procedure/core/records/PhoneLogEntry"
import * as RecordContent from "@crm-procedure/core/records/RecordContent"
import * as Waiver from "@crm-procedure/core/records/Waiver"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Database, Question, Unavailable } from "../connection/Database.ts"
import { question } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"

/** How many entries of the log one page of a reading holds. */
const PAGE = 5_000

interface Row<R> {
  readonly record: R
  readonly received_at: number
  readonly revision: number
}

const columns = "one.record, one.received_at::float8, one.revision"
const entriesById = question((dealership) => `SELECT ${columns} FROM crm_procedure.phone_log AS one WHERE dealership = ${dealership} AND entry_id = ANY ($2::text[])`)
const entriesOf = question((dealership) => `SELECT ${columns} FROM crm_procedure.phone_log AS one WHERE dealership = ${dealership} AND phone_text = ANY ($2::text[])`)
const entriesAfter = question((dealership) =>
  `SELECT ${columns} FROM crm_procedure.phone_log AS one WHERE dealership = ${dealership} AND entry_id > $2 ORDER BY entry_id LIMIT ${PAGE}`)
/** The windows of advisors, and those of any advisor. A limit of 0 is none. */
const entriesLike = question((dealership) => `
  SELECT DISTINCT ON (seen.entry_id) seen.record FROM (
    SELECT found.entry_id, found.record FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[]) AS clue(advisor, since, until, most)
    CROSS JOIN LATERAL (
      SELECT entry_id, record FROM crm_procedure.phone_log
      WHERE dealership = ${dealership} AND advisor_id = clue.advisor AND started_at BETWEEN clue.since AND clue.until
      ORDER BY started_at, entry_id LIMIT nullif(clue.most, 0)
    ) AS found
    UNION ALL
    SELECT found.entry_id, found.record FROM unnest($6::bigint[], $7::bigint[], $8::bigint[]) AS clue(since, until, most)
    CROSS JOIN LATERAL (
      SELECT entry_id, record FROM crm_procedure.phone_log
      WHERE dealership = ${dealership} AND started_at BETWEEN clue.since AND clue.until
      ORDER BY started_at, entry_id LIMIT nullif(clue.most, 0)
    ) AS found
  ) AS seen ORDER BY seen.entry_id`)
const putEntries = `
  INSERT INTO crm_procedure.phone_log (dealership, entry_id, advisor_id, started_at, received_at, revision, record)
  SELECT $1, one.* FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[]::json[]) AS one
  ON CONFLICT (dealership, entry_id) DO UPDATE
  SET advisor_id = excluded.advisor_id, started_at = excluded.started_at, revision = excluded.revision, record = excluded.record`

const asked = "(SELECT DISTINCT type, id FROM unnest($2::text[], $3::text[]) AS one(type, id)) AS asked"
const about = (subjects: ReadonlyArray<SubjectKey>) => [Parameter.texts(subjects.map(({ type }) => type)), Parameter.texts(subjects.map(({ id }) => id))]
const ofSubjects = (table: string, dealership: string): string =>
  `${asked} JOIN crm_procedure.${table} AS one ON one.dealership = ${dealership} AND one.subject_type = asked.type AND one.subject_id = asked.id`

const waiversById = question((dealership) => `SELECT ${columns} FROM crm_procedure.waivers AS one WHERE dealership = ${dealership} AND waiver_id = ANY ($2::text[])`)
const allWaivers = question((dealership) => `SELECT ${columns} FROM crm_procedure.waivers AS one WHERE dealership = ${dealership} ORDER BY waiver_id`)
const waiversAbout = question((dealership) => `SELECT ${columns} FROM ${ofSubjects("waivers", dealership)} ORDER BY waiver_id`)
const putWaivers = `
  INSERT INTO crm_procedure.waivers (dealership, waiver_id, subject_type, subject_id, granted_at, received_at, revision, record)
  SELECT $1, one.* FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[]::json[]) AS one
  ON CONFLICT (dealership, waiver_id) DO UPDATE
  SET subject_type = excluded.subject_type, subject_id = excluded.subject_id, granted_at = excluded.granted_at, revision = excluded.revision, record = excluded.record`

/** All that a query of appeals can ask. An index answers the condition in front. */
const appealsAsked = `
  ($4::text IS NULL OR one.appeal_id = $4) AND ($5::text IS NULL OR one.advisor_id = $5) AND ($6::text IS NULL OR (one.decided_at IS NOT NULL)::text = $6)
  AND ($7::bigint IS NULL OR one.decided_at >= $7) AND ($8::bigint IS NULL OR one.raised_at >= $8) AND ($9::bigint IS NULL OR one.raised_at <= $9)
  AND ($10::bigint IS NULL OR (one.raised_at, one.appeal_id) > ($10, $11)) ORDER BY one.raised_at, one.appeal_id LIMIT $12::bigint`
const appealsWhere = (condition: string) => question((dealership) =>
  `SELECT one.appeal FROM crm_procedure.appeals AS one WHERE one.dealership = ${dealership} AND ${condition} AND $2::text[] IS NULL AND $3::text[] IS NULL AND ${appealsAsked}`)
const appealsBy = {
  subject: question((dealership) => `SELECT one.appeal FROM ${ofSubjects("appeals", dealership)} WHERE ${appealsAsked}`),
  id: appealsWhere("one.appeal_id = $4"),
  decision: appealsWhere("one.decided_at >= $7"),
  advisorAndDecision: appealsWhere("one.advisor_id = $5 AND one.decided_at >= $7"),
  advisor: appealsWhere("one.advisor_id = $5"),
  waiting: appealsWhere("one.decided_at IS NULL"),
  place: appealsWhere(`one.raised_at >= coalesce($10, $8, ${Number.MIN_SAFE_INTEGER})`)
}

/** The question whose index finds the fewest appeals. */
const appealsOf = ({ advisorId, appealId, decidedSince, isDecided, subjects }: AppealQuery): Question => {
  if (subjects !== undefined) return appealsBy.subject
  if (appealId !== undefined) return appealsBy.id
  if (decidedSince !== undefined) return advisorId === undefined ? appealsBy.decision : appealsBy.advisorAndDecision
  return isDecided === false ? appealsBy.waiting : advisorId === undefined ? appealsBy.place : appealsBy.advisor
}
const putAppeal = `
  INSERT INTO crm_procedure.appeals (dealership, appeal_id, subject_type, subject_id, raised_at, appeal) VALUES ($1, $2, $3, $4, $5, $6::text::json)
  ON CONFLICT (dealership, appeal_id) DO UPDATE
  SET subject_type = excluded.subject_type, subject_id = excluded.subject_id, raised_at = excluded.raised_at, appeal = excluded.appeal`

const allEditions = question((dealership) => `SELECT edition FROM crm_procedure.policy_editions WHERE dealership = ${dealership} ORDER BY drafted_at, edition_id`)
const putEdition = `
  INSERT INTO crm_procedure.policy_editions (dealership, edition_id, drafted_at, edition) VALUES ($1, $2, $3, $4::text::json)
  ON CONFLICT (dealership, edition_id) DO UPDATE SET drafted_at = excluded.drafted_at, edition = excluded.edition`

/** Empties what people wrote in the waivers and the appeals of some subjects. */
export const eraseTexts: ReadonlyArray<string> = [
  `UPDATE crm_procedure.waivers AS one SET record = jsonb_set(one.record::jsonb, '{reason}', '""')::json FROM ${asked}
   WHERE one.dealership = $1 AND one.subject_type = asked.type AND one.subject_id = asked.id`,
  `UPDATE crm_procedure.appeals AS one
   SET appeal = jsonb_set(jsonb_set(one.appeal::jsonb, '{text}', '""'), '{decision,reason}', '""')::json FROM ${asked}
   WHERE one.dealership = $1 AND one.subject_type = asked.type AND one.subject_id = asked.id`
]

/** Methods of the port that fail as the database does. */
export type ControlTables = {
  readonly [M in Exclude<keyof ControlRecords, "phoneLog">]: (...args: Parameters<ControlRecords[M]>) => Effect.Effect<Effect.Success<ReturnType<ControlRecords[M]>>, Unavailable>
} & { readonly phoneLog: (dealership: string) => Stream.Stream<PhoneLogEntry.PhoneLogEntry, Unavailable> }

interface Kept<R> {
  readonly record: R
  readonly receivedAt: number
  readonly revision: number
}

/** What putting records does to the known ones: the answers, and what is to be written. */
const merge = <R extends object>(
  fields: ReadonlyArray<Field>,
  idOf: (record: R) => string,
  rows: ReadonlyArray<Row<R>>,
  records: ReadonlyArray<R>,
  receivedAt: number
): { readonly puts: ReadonlyArray<Put>; readonly written: ReadonlyArray<Kept<R>> } => {
  const now = new Map(rows.map(({ received_at, record, revision }): [string, Kept<R>] => [idOf(record), { record, receivedAt: received_at, revision }]))
  const touched = new Set<string>()
  const puts = records.map((record): Put => {
    const id = idOf(record)
    const before = now.get(id)
    if (before !== undefined && RecordContent.isSame(fields, before.record, record)) return "unchanged"
    touched.add(id)
    now.set(id, { record, receivedAt: before?.receivedAt ?? receivedAt, revision: before === undefined ? 0 : before.revision + 1 })
    return before === undefined ? "added" : "changed"
  })
  return { puts, written: [...touched].map((id) => now.get(id)!) }
}

export const make = (database: Database): ControlTables => {
  const windows = (clues: ReadonlyArray<PhoneLogClue>) => [
    Parameter.bigints(clues.map(({ since }) => since)),
    Parameter.bigints(clues.map(({ until }) => until)),
    Parameter.bigints(clues.map(({ limit = 0 }) => limit))
  ]
  return {
    putPhoneLog: (dealership, entries, receivedAt) =>
      entries.length === 0 ? Effect.succeed([]) : database.change(dealership, Effect.gen(function*() {
        const rows = yield* database.read<Row<PhoneLogEntry.PhoneLogEntry>>(dealership, entriesById, [Parameter.texts(entries.map(({ entryId }) => entryId))])
        const { puts, written } = merge(PhoneLogEntry.fields, ({ entryId }) => entryId, rows, entries, receivedAt)
        if (written.length > 0) {
          yield* database.write(dealership, putEntries, [
            Parameter.texts(written.map(({ record }) => record.entryId)),
            Parameter.texts(written.map(({ record }) => record.advisorId)),
            Parameter.bigints(written.map(({ record }) => record.startedAt)),
            Parameter.bigints(written.map((one) => one.receivedAt)),
            Parameter.bigints(written.map(({ revision }) => revision)),
            Parameter.texts(written.map(({ record }) => JSON.stringify(record)))
          ])
        }
        return puts
      })),
    phoneLogById: (dealership, entryIds) =>
      Effect.map(database.read<Row<PhoneLogEntry.PhoneLogEntry>>(dealership, entriesById, [Parameter.texts(entryIds)]), (rows) => rows.map(({ record }) => record)),
    phoneLogLike: (dealership, clues) => {
      if (clues.length === 0) return Effect.succeed([])
      const ofAdvisors = clues.filter(({ advisorId }) => advisorId !== undefined)
      const ofAny = clues.filter(({ advisorId }) => advisorId === undefined)
      const values = [Parameter.texts(ofAdvisors.map(({ advisorId }) => advisorId!)), ...windows(ofAdvisors), ...windows(ofAny)]
      return Effect.map(database.read<Pick<Row<PhoneLogEntry.PhoneLogEntry>, "record">>(dealership, entriesLike, values), (rows) => rows.map(({ record }) => record))
    },
    phoneLogOf: (dealership, texts) =>
      Effect.map(database.read<Row<PhoneLogEntry.PhoneLogEntry>>(dealership, entriesOf, [Parameter.texts(texts)]), (rows) => rows.map(({ record }) => record)),
    phoneLog: (dealership) =>
      Stream.paginate("", (after) =>
        Effect.map(database.read<Row<PhoneLogEntry.PhoneLogEntry>>(dealership, entriesAfter, [after]), (rows) =>
          [rows.map(({ record }) => record), rows.length < PAGE ? Option.none() : Option.some(rows.at(-1)!.record.entryId)] as const)),
    putWaivers: (dealership, waivers, receivedAt) =>
      waivers.length === 0 ? Effect.succeed([]) : database.change(dealership, Effect.gen(function*() {
        const rows = yield* database.read<Row<Waiver.Waiver>>(dealership, waiversById, [Parameter.texts(waivers.map(({ waiverId }) => waiverId))])
        const { puts, written } = merge(Waiver.fields, ({ waiverId }) => waiverId, rows, waivers, receivedAt)
        if (written.length > 0) {
          yield* database.write(dealership, putWaivers, [
            Parameter.texts(written.map(({ record }) => record.waiverId)),
            Parameter.texts(written.map(({ record }) => record.subjectType)),
            Parameter.texts(written.map(({ record }) => record.subjectId)),
            Parameter.bigints(written.map(({ record }) => record.grantedAt)),
            Parameter.bigints(written.map((one) => one.receivedAt)),
            Parameter.bigints(written.map(({ revision }) => revision)),
            Parameter.texts(written.map(({ record }) => JSON.stringify(record)))
          ])
        }
        return puts
      })),
    waivers: (dealership, subjects) =>
      Effect.map(
        subjects === undefined ? database.read<Row<Waiver.Waiver>>(dealership, allWaivers) : database.read<Row<Waiver.Waiver>>(dealership, waiversAbout, about(subjects)),
        (rows) => rows.map(({ received_at, record }): KeptWaiver => ({ ...record, receivedAt: received_at }))
      ),
    waiversById: (dealership, waiverIds) =>
      Effect.map(database.read<Row<Waiver.Waiver>>(dealership, waiversById, [Parameter.texts(waiverIds)]), (rows) => rows.map(({ record }) => record)),
    putAppeal: (dealership, appeal) =>
      Effect.asVoid(database.change(dealership, database.write(dealership, putAppeal, [
        appeal.appealId,
        appeal.subjectType,
        appeal.subjectId,
        Parameter.bigint(appeal.raisedAt),
        JSON.stringify(appeal)
      ]))),
    appeals: (dealership, query = {}) => {
      const { advisorId, after, appealId, decidedSince, isDecided, limit, raisedSince, raisedUntil, subjects } = query
      const values = [
        ...subjects === undefined ? [Parameter.texts(undefined), Parameter.texts(undefined)] : about(subjects),
        Parameter.text(appealId),
        Parameter.text(advisorId),
        Parameter.text(isDecided === undefined ? undefined : String(isDecided)),
        Parameter.bigint(decidedSince),
        Parameter.bigint(raisedSince),
        Parameter.bigint(raisedUntil),
        Parameter.bigint(after?.raisedAt),
        Parameter.text(after?.appealId),
        Parameter.bigint(limit)
      ]
      return Effect.map(database.read<{ readonly appeal: Appeal }>(dealership, appealsOf(query), values), (rows) => rows.map(({ appeal }) => appeal))
    },
    putPolicyEdition: (dealership, edition) =>
      Effect.asVoid(database.change(dealership, database.write(dealership, putEdition, [edition.editionId, Parameter.bigint(edition.draftedAt), JSON.stringify(edition)]))),
    policyEditions: (dealership) =>
      Effect.map(database.read<{ readonly edition: PolicyEdition }>(dealership, allEditions, []), (rows) => rows.map(({ edition }) => edition))
  }
}
