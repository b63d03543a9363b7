/** What verification keeps: attempts, drawn samples, leased calls and reopenings. */
import type { DrawnSample, KeptCall, LeftVerification, Put, Records, Reopening, Selection, SubjectKey, VerifiedRecord } from "@crm-procedure/core/register/Records"
import * as RecordContent from "@crm-procedure/core/records/RecordContent"
import * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Database, Unavailable } from "../connection/Database.ts"
import { question } from "../connection/Database.ts"
import { eraseTexts } from "./ControlTables.ts"
import * as Parameter from "../connection/Parameter.ts"

/** The subjects that a question is about, each once: a table of their types and ids. */
const asked = "(SELECT DISTINCT type, id FROM unnest($2::text[], $3::text[]) AS one(type, id)) AS asked"

const about = (subjects: ReadonlyArray<SubjectKey>) => [Parameter.texts(subjects.map(({ type }) => type)), Parameter.texts(subjects.map(({ id }) => id))]

interface CallRow {
  readonly record: VerificationCall.VerificationCall
  readonly received_at: number
  readonly revision: number
}

const callColumns = "one.record, one.received_at::float8, one.revision"
const callsById = question((dealership) => `
  SELECT ${callColumns} FROM crm_procedure.verification_calls AS one WHERE dealership = ${dealership} AND call_id = ANY ($2::text[])`)
const allCalls = question((dealership) => `SELECT ${callColumns} FROM crm_procedure.verification_calls AS one WHERE dealership = ${dealership}`)
const callsAbout = question((dealership) => `
  SELECT ${callColumns} FROM ${asked} JOIN crm_procedure.verification_calls AS one
    ON one.dealership = ${dealership} AND one.subject_type = asked.type AND one.subject_id = asked.id`)
const callsSince = question((dealership) => `SELECT ${callColumns} FROM crm_procedure.verification_calls AS one WHERE dealership = ${dealership} AND attempted_at >= $2::bigint`)
const putCalls = `
  INSERT INTO crm_procedure.verification_calls (dealership, call_id, subject_type, subject_id, received_at, revision, record)
  SELECT $1, one.* FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[]::json[]) AS one
  ON CONFLICT (dealership, call_id) DO UPDATE
  SET subject_type = excluded.subject_type, subject_id = excluded.subject_id, revision = excluded.revision, record = excluded.record`

interface SampleRow {
  readonly seed: string
  readonly drawn_at: number
  readonly selected: DrawnSample["selected"]
}

const sampleOf = question((dealership) => `
  SELECT seed, drawn_at::float8, (
    SELECT coalesce(json_agg(json_build_object('type', subject_type, 'id', subject_id, 'advisorId', advisor_id, 'kind', kind) ORDER BY place), '[]')
    FROM crm_procedure.selections AS one WHERE one.dealership = ${dealership} AND one.period = $2
  ) AS selected
  FROM crm_procedure.samples WHERE dealership = ${dealership} AND period = $2`)
const addSample = `
  INSERT INTO crm_procedure.samples (dealership, period, seed, drawn_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (dealership, period) DO UPDATE SET seed = excluded.seed, drawn_at = excluded.drawn_at`
const addSelections = `
  INSERT INTO crm_procedure.selections (dealership, period, place, subject_type, subject_id, advisor_id, kind)
  SELECT here.dealership, $2, one.place + $7, one.type, one.id, one.advisor, one.kind
  FROM crm_procedure.dealerships AS here CROSS JOIN unnest($3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY AS one(type, id, advisor, kind, place)
  WHERE here.dealership = $1`

interface SelectionRow {
  readonly period: string
  readonly subject_type: Selection["type"]
  readonly subject_id: string
  readonly advisor_id: string
  readonly kind: Selection["kind"]
}

const selectionColumns = "one.period, one.subject_type, one.subject_id, one.advisor_id, one.kind"
const allSelections = question((dealership) => `SELECT ${selectionColumns} FROM crm_procedure.selections AS one WHERE dealership = ${dealership}`)
const selectionsAbout = question((dealership) => `
  SELECT ${selectionColumns} FROM ${asked} JOIN crm_procedure.selections AS one
    ON one.dealership = ${dealership} AND one.subject_type = asked.type AND one.subject_id = asked.id`)

/**
 * Looks each of the period's records up in both indexes. A limit keeps the planner from reading all selections and attempts of the
 * dealership instead, which grow with its history.
 */
const verifiedOf = (type: SubjectKey["type"], table: string, id: string, dealership: string): string => {
  const found = (where: string) => `(SELECT true FROM crm_procedure.${where} AS about WHERE about.dealership = ${dealership} AND about.subject_type = '${type}' AND about.subject_id = one.${id} LIMIT 1)`
  return `
    SELECT '${type}' AS type, one.${id} AS id, one.group_advisor_id AS advisor_id, ${found("selections")} IS TRUE AS is_selected FROM crm_procedure.${table} AS one
    WHERE one.dealership = ${dealership} AND one.period = $2 AND (${found("selections")} OR ${found("verification_calls")})`
}
const verified = question((dealership) =>
  `${verifiedOf("prospect", "prospects", "prospect_id", dealership)} UNION ALL ${verifiedOf("activity", "activities", "activity_id", dealership)}`)

/** A value of a verification's record, looked up by its key. A limit keeps the planner from reading all records of the dealership instead. */
const ofRecord = (what: string, dealership: string): string => `CASE one.type
    WHEN 'prospect' THEN (SELECT ${what} FROM crm_procedure.prospects AS about WHERE about.dealership = ${dealership} AND about.prospect_id = one.id LIMIT 1)
    ELSE (SELECT ${what} FROM crm_procedure.activities AS about WHERE about.dealership = ${dealership} AND about.activity_id = one.id LIMIT 1) END`

/** The attempts that count for a verification: not by the record's advisor, and after the last reopening. */
const attemptsOf = (dealership: string): string => `FROM crm_procedure.verification_calls AS called
        WHERE called.dealership = ${dealership} AND called.subject_type = one.type AND called.subject_id = one.id AND called.attempted_at + 0 <= $4::bigint
          AND (one.reopened_at IS NULL OR called.attempted_at > one.reopened_at) AND called.record->>'agentId' <> one.advisor_id`

/**
 * `Verification.isSurelyConcluded` of each verification that is asked about, from the index of attempts by subject. Records are opened
 * only for those that are left. The sums with 0 keep the planner from looking for a subject's attempts and reopenings by their instants,
 * among all that the dealership has. A record that moved to another month may be in the samples of both: it counts once.
 */
const verificationsLeft = question((dealership) => `
  WITH wanted AS MATERIALIZED (
    SELECT DISTINCT ON (subject_type, subject_id) subject_type AS type, subject_id AS id, period, kind, array_position($2::text[], period::text) AS turn, place
    FROM crm_procedure.selections WHERE dealership = ${dealership} AND period = ANY ($2::text[])
    ORDER BY subject_type, subject_id, turn, place
  ), since AS MATERIALIZED (
    SELECT subject_type AS type, subject_id AS id FROM crm_procedure.verification_calls WHERE dealership = ${dealership} AND attempted_at >= $3::bigint
    UNION SELECT subject_type, subject_id FROM crm_procedure.verification_reopenings WHERE dealership = ${dealership} AND at >= $3::bigint
  ), asked AS (
    SELECT type, id, period, kind, turn, place FROM wanted
    UNION ALL SELECT since.type, since.id, NULL, NULL, NULL, NULL FROM since WHERE NOT EXISTS (SELECT 1 FROM wanted WHERE wanted.type = since.type AND wanted.id = since.id)
  ), placed AS MATERIALIZED (
    SELECT one.*, ${ofRecord("about.group_advisor_id", dealership)} AS advisor_id, (
      SELECT max(reopened.at) FROM crm_procedure.verification_reopenings AS reopened
      WHERE reopened.dealership = ${dealership} AND reopened.subject_type = one.type AND reopened.subject_id = one.id AND reopened.at + 0 <= $4::bigint
    ) AS reopened_at
    FROM asked AS one
  ), unconcluded AS MATERIALIZED (
    SELECT one.* FROM placed AS one WHERE advisor_id IS NOT NULL
      AND (SELECT true ${attemptsOf(dealership)} AND called.record->>'outcome' NOT IN ('no-answer', 'call-back') LIMIT 1) IS NULL
      AND NOT (SELECT count(*) >= $5::bigint AND coalesce(max(called.attempted_at) - min(called.attempted_at), 0) >= $6::bigint ${attemptsOf(dealership)} AND called.record->>'outcome' = 'no-answer')
  )
  SELECT one.type, one.id, one.period, one.kind, one.advisor_id FROM unconcluded AS one
  WHERE ${ofRecord("about.record->>'erasedAt'", dealership)} IS NULL
  ORDER BY one.turn NULLS LAST, one.place, one.type DESC, one.id`)

interface LeftRow {
  readonly type: SubjectKey["type"]
  readonly id: string
  readonly period: string | null
  readonly kind: Selection["kind"] | null
  readonly advisor_id: string
}

interface VerifiedRow {
  readonly type: SubjectKey["type"]
  readonly id: string
  readonly advisor_id: string
  readonly is_selected: boolean
}

/** The first call that the agent holds already, else the first that no agent holds. */
const lease = `
  WITH wanted AS (
    SELECT * FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS one(type, id, place)
  ), chosen AS (
    SELECT wanted.type, wanted.id
    FROM wanted LEFT JOIN crm_procedure.leases AS held
      ON held.dealership = $1 AND held.subject_type = wanted.type AND held.subject_id = wanted.id AND held.until > $5
    WHERE held.agent_id IS NULL OR held.agent_id = $4
    ORDER BY held.agent_id IS NULL, wanted.place LIMIT 1
  )
  INSERT INTO crm_procedure.leases AS kept (dealership, subject_type, subject_id, agent_id, until)
  SELECT $1, type, id, $4, $6 FROM chosen
  ON CONFLICT (dealership, subject_type, subject_id) DO UPDATE SET agent_id = excluded.agent_id, until = excluded.until
  RETURNING subject_type, subject_id`
interface LeaseRow {
  readonly agent_id: string
  readonly until: number
}

const leaseOf = question((dealership) => `
  SELECT one.agent_id, one.until::float8 FROM ${asked} JOIN crm_procedure.leases AS one
    ON one.dealership = ${dealership} AND one.subject_type = asked.type AND one.subject_id = asked.id`)
const release = `
  DELETE FROM crm_procedure.leases WHERE dealership = $1 AND subject_type = $2 AND subject_id = $3 AND agent_id = $4`

interface ReopeningRow {
  readonly subject_type: SubjectKey["type"]
  readonly subject_id: string
  readonly at: number
  readonly by: string
  readonly reason: string
}

const reopeningColumns = "one.subject_type, one.subject_id, one.at::float8, one.by, one.reason"
const allReopenings = question((dealership) => `
  SELECT ${reopeningColumns} FROM crm_procedure.verification_reopenings AS one WHERE dealership = ${dealership} ORDER BY number`)
const reopeningsAbout = question((dealership) => `
  SELECT ${reopeningColumns} FROM ${asked} JOIN crm_procedure.verification_reopenings AS one
    ON one.dealership = ${dealership} AND one.subject_type = asked.type AND one.subject_id = asked.id ORDER BY one.number`)
const addReopening = `
  INSERT INTO crm_procedure.verification_reopenings (dealership, subject_type, subject_id, at, by, reason) VALUES ($1, $2, $3, $4, $5, $6)`

const removeCalls = "DELETE FROM crm_procedure.verification_calls WHERE dealership = $1 AND call_id = ANY ($2::text[])"

const eraseReasons = `
  UPDATE crm_procedure.verification_reopenings AS one SET reason = '' FROM ${asked}
  WHERE one.dealership = $1 AND one.subject_type = asked.type AND one.subject_id = asked.id`

const keptCallOf = ({ received_at, record }: CallRow): KeptCall => ({ ...record, receivedAt: received_at })

type Methods = "putCalls" | "calls" | "callsSince" | "callsById" | "leaseOf" | "keepSample" | "extendSample" | "sample" | "selections" | "verified" | "verificationsLeft" | "lease" | "release" | "addReopening" | "eraseReasons" | "reopenings"
type Port = Records["Service"]
/** Methods of the port that fail as the database does. */
export type VerificationTables = {
  readonly [M in Methods]: (...args: Parameters<Port[M]>) => Effect.Effect<Effect.Success<ReturnType<Port[M]>>, Unavailable>
} & { readonly removeCalls: (dealership: string, callIds: ReadonlyArray<string>) => Effect.Effect<void, Unavailable> }

export const make = (database: Database): VerificationTables => {
  const sample = (dealership: string, period: string) =>
    Effect.map(database.read<SampleRow>(dealership, sampleOf, [period]), ([row]): Option.Option<DrawnSample> =>
      row === undefined ? Option.none() : Option.some({ period, seed: row.seed, drawnAt: row.drawn_at, selected: row.selected }))
  /** Adds selections after the first `behind` ones of the period. */
  const select = (dealership: string, period: string, selected: DrawnSample["selected"], behind: number) =>
    database.write(dealership, addSelections, [
      period,
      ...about(selected),
      Parameter.texts(selected.map(({ advisorId }) => advisorId)),
      Parameter.texts(selected.map(({ kind }) => kind)),
      Parameter.bigint(behind)
    ])
  return {
    putCalls: (dealership, records, receivedAt) =>
      records.length === 0 ? Effect.succeed([]) : database.change(dealership, Effect.gen(function*() {
        const rows = yield* database.read<CallRow>(dealership, callsById, [Parameter.texts(records.map(({ callId }) => callId))])
        const now = new Map(rows.map(({ received_at, record, revision }) => [record.callId, { record, receivedAt: received_at, revision }]))
        const touched = new Set<string>()
        const puts = records.map((record): Put => {
          const before = now.get(record.callId)
          if (before !== undefined && RecordContent.isSame(VerificationCall.fields, before.record, record)) return "unchanged"
          touched.add(record.callId)
          now.set(record.callId, { record, receivedAt: before?.receivedAt ?? receivedAt, revision: before === undefined ? 0 : before.revision + 1 })
          return before === undefined ? "added" : "changed"
        })
        const written = [...touched].map((id) => now.get(id)!)
        if (written.length > 0) {
          yield* database.write(dealership, putCalls, [
            Parameter.texts(written.map(({ record }) => record.callId)),
            Parameter.texts(written.map(({ record }) => record.subjectType)),
            Parameter.texts(written.map(({ record }) => record.subjectId)),
            Parameter.bigints(written.map((one) => one.receivedAt)),
            Parameter.bigints(written.map(({ revision }) => revision)),
            Parameter.texts(written.map(({ record }) => JSON.stringify(record)))
          ])
        }
        return puts
      })),
    removeCalls: (dealership, callIds) =>
      callIds.length === 0 ? Effect.void : Effect.asVoid(database.write(dealership, removeCalls, [Parameter.texts(callIds)])),
    calls: (dealership, subjects) =>
      Effect.map(
        subjects === undefined ? database.read<CallRow>(dealership, allCalls) : database.read<CallRow>(dealership, callsAbout, about(subjects)),
        (rows) => rows.map(keptCallOf)
      ),
    callsSince: (dealership, since) => Effect.map(database.read<CallRow>(dealership, callsSince, [Parameter.bigint(since)]), (rows) => rows.map(keptCallOf)),
    callsById: (dealership, callIds) =>
      Effect.map(database.read<CallRow>(dealership, callsById, [Parameter.texts(callIds)]), (rows) => rows.map(({ record }) => record)),
    keepSample: (dealership, drawn) =>
      database.change(dealership, Effect.gen(function*() {
        const kept = yield* sample(dealership, drawn.period)
        if (Option.isSome(kept) && kept.value.selected.length > 0) return kept.value
        const { drawnAt, period, seed, selected } = drawn
        yield* database.write(dealership, addSample, [period, seed, Parameter.bigint(drawnAt)])
        yield* select(dealership, period, selected, 0)
        return drawn
      })),
    extendSample: (dealership, period, selected) =>
      database.change(dealership, Effect.gen(function*() {
        const kept = Option.getOrUndefined(yield* sample(dealership, period))
        if (kept !== undefined) yield* select(dealership, period, selected, kept.selected.length)
      })),
    sample,
    selections: (dealership, subjects) =>
      Effect.map(
        subjects === undefined ? database.read<SelectionRow>(dealership, allSelections) : database.read<SelectionRow>(dealership, selectionsAbout, about(subjects)),
        (rows) => rows.map(({ advisor_id, kind, period, subject_id, subject_type }): Selection =>
          ({ period, type: subject_type, id: subject_id, advisorId: advisor_id, kind }))
      ),
    verified: (dealership, period) =>
      Effect.map(database.read<VerifiedRow>(dealership, verified, [period]), (rows) =>
        rows.map(({ advisor_id: advisorId, id, is_selected: isSelected, type }): VerifiedRecord => ({ type, id, advisorId, isSelected }))),
    verificationsLeft: (dealership, { asOf, periods, since, unanswered }) =>
      Effect.map(
        database.read<LeftRow>(dealership, verificationsLeft, [
          Parameter.texts(periods),
          Parameter.bigint(since),
          Parameter.bigint(asOf),
          Parameter.bigint(unanswered.attempts),
          Parameter.bigint(unanswered.spanMillis)
        ]),
        (rows) => rows.map(({ advisor_id: advisorId, id, kind, period, type }): LeftVerification => ({ type, id, advisorId, ...(period === null ? {} : { selected: { period, kind: kind! } }) }))
      ),
    lease: (dealership, subjects, agentId, now, until) =>
      database.change(dealership, database.write<Pick<SelectionRow, "subject_type" | "subject_id">>(dealership, lease, [
        ...about(subjects),
        agentId,
        Parameter.bigint(now),
        Parameter.bigint(until)
      ])).pipe(Effect.map(([row]) => row === undefined ? Option.none() : Option.some({ type: row.subject_type, id: row.subject_id }))),
    leaseOf: (dealership, subject) =>
      Effect.map(database.read<LeaseRow>(dealership, leaseOf, about([subject])), ([row]) =>
        row === undefined ? Option.none() : Option.some({ agentId: row.agent_id, until: row.until })),
    release: (dealership, { id, type }, agentId) => Effect.asVoid(database.change(dealership, database.write(dealership, release, [type, id, agentId]))),
    addReopening: (dealership, { at, by, reason, subject: { id, type } }) =>
      Effect.asVoid(database.change(dealership, database.write(dealership, addReopening, [type, id, Parameter.bigint(at), by, reason]))),
    eraseReasons: (dealership, subjects) =>
      database.change(dealership, Effect.forEach([eraseReasons, ...eraseTexts], (statement) => database.write(dealership, statement, about(subjects)), { discard: true })),
    reopenings: (dealership, subjects) =>
      Effect.map(
        subjects === undefined ? database.read<ReopeningRow>(dealership, allReopenings) : database.read<ReopeningRow>(dealership, reopeningsAbout, about(subjects)),
        (rows) => rows.map(({ at, by, reason, subject_id: id, subject_type: type }): Reopening => ({ subject: { type, id }, at, by, reason }))
      )
  }
}
