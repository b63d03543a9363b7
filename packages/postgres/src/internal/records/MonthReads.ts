/**
 * What the verdicts of some months depend on, as `MonthRecords.of` of core says. Records come as JSON that Postgres has put together:
 * a row for each record with a column for each of its facts costs several times as much on both sides.
 *
 * Related records are looked up one by one in the indexes, by a subquery that Postgres can't merge with the others (`OFFSET 0`). The embedded
 * database has no statistics: its planner would read all of a dealership's attempts and samples, which grow with its history.
 *
 * @see docs/decisions/0088-a-month-is-read-at-once.md
 */
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { VerificationCall } from "@crm-procedure/core/records/VerificationCall"
import type { Waiver } from "@crm-procedure/core/records/Waiver"
import type { MonthQuery, MonthRecords, OlderProspect } from "@crm-procedure/core/register/MonthRecords"
import type { Reopening, Selection, SubjectKey } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import type { Database, Question, Unavailable } from "../connection/Database.ts"
import { question } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"

/** How many records one statement brings together: some 2 MB of JSON. */
const PAGE = 5_000

/** Several pages are asked for at once, so that the database reads on while what it answered is decoded. */
const asked = { concurrency: 4 } as const

interface Page<R> {
  readonly records: ReadonlyArray<R> | null
  readonly last: string | null
}

const pageOf = (table: "prospects" | "activities", id: string): Question =>
  question((dealership) => `
    SELECT json_agg(page.record) AS records, CASE WHEN count(*) = ${PAGE} THEN max(page.id) END AS last FROM (
      SELECT record, ${id} AS id FROM crm_procedure.${table} WHERE dealership = ${dealership} AND period = $2 AND ${id} > $3 ORDER BY ${id} LIMIT ${PAGE}
    ) AS page`)

const prospectsOf = pageOf("prospects", "prospect_id")
const activitiesOf = pageOf("activities", "activity_id")

const earlierActivities = question((dealership) => `
  SELECT json_agg(record) AS records FROM crm_procedure.activities WHERE dealership = ${dealership} AND period = $2 AND day >= $3::bigint AND period <> ALL ($4::text[])`)

const withKey = (key: string, dealership: string): string => `
    SELECT found.prospect_id FROM crm_procedure.prospects AS one
    CROSS JOIN LATERAL (
      SELECT prospect_id FROM crm_procedure.prospects AS earlier
      WHERE earlier.dealership = ${dealership} AND earlier.${key} = one.${key} AND earlier.created_at >= $3::bigint AND earlier.created_at < $5::bigint OFFSET 0
    ) AS found
    WHERE one.dealership = ${dealership} AND one.period = ANY ($2::text[]) AND one.${key} IS NOT NULL`

const earlierProspects = question((dealership) => `
  SELECT json_agg(record) AS records FROM crm_procedure.prospects
  WHERE dealership = ${dealership} AND period <> ALL ($2::text[]) AND prospect_id = ANY (ARRAY(
    ${["phone", "email", "document"].map((key) => withKey(key, dealership)).join(" UNION ")}
    UNION
    SELECT found.prospect_id FROM (
      SELECT DISTINCT advisor_id FROM crm_procedure.prospects AS one WHERE one.dealership = ${dealership} AND one.period = ANY ($2::text[])
    ) AS advisors
    CROSS JOIN LATERAL (
      SELECT prospect_id FROM crm_procedure.prospects AS earlier
      WHERE earlier.dealership = ${dealership} AND earlier.advisor_id = advisors.advisor_id AND earlier.created_at >= $4::bigint AND earlier.created_at < $5::bigint OFFSET 0
    ) AS found
  ))`)

const olderProspects = question((dealership) => `
  SELECT json_agg(json_build_array(found.record, found.verdict, found.period, found.since, found.until)) AS records FROM unnest($2::text[]) AS wanted(id)
  CROSS JOIN LATERAL (
    SELECT record, verdict, period, since, until FROM crm_procedure.prospects AS older
    WHERE older.dealership = ${dealership} AND older.prospect_id = wanted.id AND older.period <> ALL ($3::text[]) OFFSET 0
  ) AS found`)

/** Up to so many rows about one kind of record are looked through, instead of looking each of the months' records up among them. */
const FEW = 1_000

/** What a control keeps about one kind of the months' records: by index from the records, or from the control's own rows where these are few. */
const aboutKind = (dealership: string, table: string, columns: string, type: SubjectKey["type"], records: string, id: string): string => {
  const ofKind = `crm_procedure.${table} AS one WHERE one.dealership = ${dealership} AND one.subject_type = '${type}'`
  const areMany = `EXISTS (SELECT FROM ${ofKind} OFFSET ${FEW})`
  return `
      SELECT found.* FROM crm_procedure.${records} AS subject
      CROSS JOIN LATERAL (SELECT ${columns} FROM ${ofKind} AND one.subject_id = subject.${id} OFFSET 0) AS found
      WHERE subject.dealership = ${dealership} AND subject.period = ANY ($2::text[]) AND ${areMany}
      UNION ALL
      SELECT ${columns} FROM (SELECT * FROM ${ofKind} OFFSET 0) AS one
      CROSS JOIN LATERAL (
        SELECT FROM crm_procedure.${records} AS subject WHERE subject.dealership = ${dealership} AND subject.${id} = one.subject_id AND subject.period = ANY ($2::text[]) OFFSET 0
      ) AS found
      WHERE NOT ${areMany}`
}

/** What a control keeps about the months' records, as one JSON array. */
const about = (dealership: string, table: string, columns: ReadonlyArray<string>, order?: string): string => {
  const selected = [...columns, ...(order === undefined ? [] : [order])].map((column) => `one.${column}`).join(", ")
  return `(
    SELECT json_agg(json_build_array(${columns.map((column) => `kept.${column}`).join(", ")})${order === undefined ? "" : ` ORDER BY kept.${order}`}) FROM (${
    aboutKind(dealership, table, selected, "prospect", "prospects", "prospect_id")} UNION ALL ${aboutKind(dealership, table, selected, "activity", "activities", "activity_id")}
    ) AS kept
  )`
}

const controls = question((dealership) => `
  SELECT ${about(dealership, "verification_calls", ["record", "received_at"])} AS calls,
    ${about(dealership, "verification_reopenings", ["subject_type", "subject_id", "at", "by", "reason"], "number")} AS reopenings,
    ${about(dealership, "selections", ["subject_type", "subject_id", "period", "advisor_id", "kind"])} AS selections,
    ${about(dealership, "waivers", ["record", "received_at"])} AS waivers`)

type Kept<R> = readonly [record: R, receivedAt: number]

interface ControlsRow {
  readonly calls: ReadonlyArray<Kept<VerificationCall>> | null
  readonly reopenings: ReadonlyArray<readonly [type: SubjectKey["type"], id: string, at: number, by: string, reason: string]> | null
  readonly selections: ReadonlyArray<readonly [type: SubjectKey["type"], id: string, period: string, advisorId: string, kind: Selection["kind"]]> | null
  readonly waivers: ReadonlyArray<Kept<Waiver>> | null
}

type Older = readonly [record: Prospect, verdict: OlderProspect["storedVerdict"]["verdict"], period: string, since: number, until: number | null]

const toOlder = ([record, verdict, period, since, until]: Older): OlderProspect => ({ record, storedVerdict: { verdict, period, since, ...(until === null ? {} : { until }) } })

const withArrival = <R extends object>(kept: ReadonlyArray<Kept<R>> | null): ReadonlyArray<R & { readonly receivedAt: number }> =>
  kept?.map(([record, receivedAt]) => ({ ...record, receivedAt })) ?? []

export const make = (database: Database) => {
  const pages = Effect.fnUntraced(function*<R>(dealership: string, page: Question, period: string) {
    const records: Array<ReadonlyArray<R>> = []
    for (let last: string | null = ""; last !== null;) {
      const [row]: ReadonlyArray<Page<R>> = yield* database.read<Page<R>>(dealership, page, [period, last])
      records.push(row?.records ?? [])
      last = row?.last ?? null
    }
    return records.flat()
  })
  const months = <R>(dealership: string, page: Question, periods: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<R>, Unavailable> =>
    Effect.map(Effect.forEach(periods, (period) => pages<R>(dealership, page, period), asked), (all) => all.flat())
  const whole = <R>(dealership: string, one: Question, values: ReadonlyArray<unknown>): Effect.Effect<ReadonlyArray<R>, Unavailable> =>
    Effect.map(database.read<Pick<Page<R>, "records">>(dealership, one, values), ([row]) => row?.records ?? [])
  return {
    monthRecords: (dealership: string, query: MonthQuery): Effect.Effect<MonthRecords, Unavailable> => {
      const { burstsSince, duplicatesSince, earlierActivities: { fromDay, period }, start } = query
      const periods = Parameter.texts(query.periods)
      const records = Effect.gen(function*() {
        const [prospects, activities] = yield* Effect.all([months<Prospect>(dealership, prospectsOf, query.periods), months<Activity>(dealership, activitiesOf, query.periods)], { concurrency: "unbounded" })
        const own = new Set(prospects.map(({ prospectId }) => prospectId))
        const others = [...new Set(activities.map(({ prospectId }) => prospectId))].filter((id) => !own.has(id))
        const olders = others.length === 0 ? [] : yield* whole<Older>(dealership, olderProspects, [Parameter.texts(others), periods])
        return { prospects, activities, olderProspects: olders.map(toOlder) }
      })
      const read = Effect.all({
        records,
        earlierProspects: whole<Prospect>(dealership, earlierProspects, [periods, ...[duplicatesSince, burstsSince, start].map(Parameter.bigint)]),
        earlierActivities: whole<Activity>(dealership, earlierActivities, [period, Parameter.bigint(fromDay), periods]),
        controls: database.read<ControlsRow>(dealership, controls, [periods])
      }, { concurrency: "unbounded" })
      return Effect.map(database.atOneMoment(dealership, read), ({ controls: [found], records: ofMonths, ...earlier }): MonthRecords => ({
        ...ofMonths,
        ...earlier,
        calls: withArrival(found?.calls ?? null),
        reopenings: found?.reopenings?.map(([type, id, at, by, reason]): Reopening => ({ subject: { type, id }, at, by, reason })) ?? [],
        selections: found?.selections?.map(([type, id, of, advisorId, kind]): Selection => ({ type, id, period: of, advisorId, kind })) ?? [],
        waivers: withArrival(found?.waivers ?? null)
      }))
    }
  }
}
