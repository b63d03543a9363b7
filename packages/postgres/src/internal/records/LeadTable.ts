/** Stored leads: put by their prospects' ids, and found by the conditions of a query. */
import type { JudgedLead, LeadQuery, StoredLead } from "@crm-procedure/core/register/StoredLead"
import { toJson } from "@crm-procedure/core/register/StoredLead"
import * as Effect from "effect/Effect"
import type { Database, Unavailable } from "../connection/Database.ts"
import { question } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"

/** How many leads one statement writes. */
const BATCH = 1_000

const put = `
  INSERT INTO crm_procedure.leads AS kept (
    dealership, prospect_id, advisor_id, branch_id, terms, facts_until, derived_at, red_from, manager_from, general_manager_from, stage_at, lead
  )
  SELECT $1, lead->>'prospectId', lead->>'advisorId', lead->>'branchId', lead->>'terms', (lead->>'factsUntil')::bigint, (lead->>'derivedAt')::bigint,
    (lead->>'redFrom')::bigint, (lead->>'managerFrom')::bigint, (lead->>'generalManagerFrom')::bigint, (lead->>'stageAt')::bigint, lead
  FROM (SELECT text::json AS lead FROM unnest($2::text[]) AS one(text)) AS given
  ON CONFLICT (dealership, prospect_id) DO UPDATE SET
    advisor_id = excluded.advisor_id, branch_id = excluded.branch_id, terms = excluded.terms, facts_until = excluded.facts_until,
    derived_at = excluded.derived_at, red_from = excluded.red_from, manager_from = excluded.manager_from,
    general_manager_from = excluded.general_manager_from, stage_at = excluded.stage_at, lead = excluded.lead`

/** The months in which leads owe something: those that went go, and those that came come. */
const dropMonths = `
  DELETE FROM crm_procedure.lead_months AS kept WHERE kept.dealership = $1 AND kept.prospect_id = ANY ($2::text[])
    AND NOT EXISTS (SELECT FROM unnest($3::text[], $4::text[]) AS one(id, month) WHERE one.id = kept.prospect_id AND one.month = kept.month)`
const addMonths = `
  INSERT INTO crm_procedure.lead_months (dealership, prospect_id, month) SELECT here.dealership, one.id, one.month
  FROM crm_procedure.dealerships AS here CROSS JOIN unnest($2::text[], $3::text[]) AS one(id, month) WHERE here.dealership = $1 ON CONFLICT DO NOTHING`

const remove = "DELETE FROM crm_procedure.leads WHERE dealership = $1 AND prospect_id = ANY ($2::text[])"

interface Row {
  readonly lead: StoredLead
  readonly verdict: JudgedLead["verdict"]
  readonly since: number
  readonly until: number | null
}

/** The places of a query's values among the parameters of its question. */
const place = { terms: 2, dueIn: 3, redAt: 4, calmAt: 5, closedAt: 6, escalatedAfter: 7, escalatedUntil: 8, advisorId: 9, branchId: 10, after: 11, limit: 12, changedSince: 13 }

const goneOn = ["red_from", "manager_from", "general_manager_from"]
  .map((column) => `(${column} > $${place.escalatedAfter}::bigint AND ${column} <= $${place.escalatedUntil}::bigint)`)

/** The conditions, each as an index answers it. A value that is absent makes its condition unknown, which finds nothing. */
const conditions = (dealership: string): ReadonlyArray<string> => [
  `terms < $${place.terms}`,
  `terms > $${place.terms}`,
  `prospect_id = ANY (ARRAY(SELECT due.prospect_id FROM crm_procedure.lead_months AS due WHERE due.dealership = ${dealership} AND due.month = ANY ($${place.dueIn}::text[])))`,
  ...["redAt", "calmAt", "escalatedUntil"].map((name) => `facts_until > $${place[name as "redAt"]}::bigint`),
  `facts_until >= $${place.changedSince}::bigint`,
  `red_from <= $${place.redAt}::bigint`,
  `red_from > $${place.calmAt}::bigint`,
  `stage_at <= $${place.closedAt}::bigint`,
  `derived_at > $${place.escalatedAfter}::bigint`,
  ...goneOn
]

const narrowed = `($${place.advisorId}::text IS NULL OR advisor_id = $${place.advisorId}) AND ($${place.branchId}::text IS NULL OR branch_id = $${place.branchId})
      AND ($${place.after}::text IS NULL OR prospect_id > $${place.after})`

/**
 * Open leads and those of some months are few beside a long history. Each condition is looked up by its own index, and then each lead
 * and its prospect by their keys. In one condition with OR the planner may read all leads, and with a join all prospects.
 */
const findFew = question((dealership) => `
  SELECT lead.lead, prospect.verdict, prospect.since::float8 AS since, prospect.until::float8 AS until
  FROM (
    ${conditions(dealership).map((condition) => `SELECT prospect_id FROM crm_procedure.leads AS one WHERE one.dealership = ${dealership} AND ${condition} AND ${narrowed}`).join(`
    UNION `)}
    ORDER BY prospect_id
  ) AS found
  CROSS JOIN LATERAL (SELECT one.lead FROM crm_procedure.leads AS one WHERE one.dealership = ${dealership} AND one.prospect_id = found.prospect_id OFFSET 0) AS lead
  CROSS JOIN LATERAL (
    SELECT one.verdict, one.since, one.until FROM crm_procedure.prospects AS one WHERE one.dealership = ${dealership} AND one.prospect_id = found.prospect_id OFFSET 0
  ) AS prospect
  ORDER BY found.prospect_id LIMIT $${place.limit}::bigint`)

/** With closed leads most leads are looked for: they are read in their order. */
const findMany = question((dealership) => `
  SELECT found.lead, prospect.verdict, prospect.since::float8 AS since, prospect.until::float8 AS until
  FROM (
    SELECT prospect_id, lead FROM crm_procedure.leads AS one
    WHERE one.dealership = ${dealership} AND (${conditions(dealership).join(" OR ")}) AND ${narrowed}
  ) AS found
  JOIN crm_procedure.prospects AS prospect ON prospect.dealership = ${dealership} AND prospect.prospect_id = found.prospect_id
  ORDER BY found.prospect_id LIMIT $${place.limit}::bigint`)

/** Compares what the columns and the rows of months repeat with what each lead says. Only a recount asks: it reads every lead. */
const misfiled = question((dealership) => `
  SELECT one.prospect_id FROM crm_procedure.leads AS one
  WHERE one.dealership = ${dealership} AND (
    (one.advisor_id, one.branch_id, one.terms, one.facts_until, one.derived_at, one.red_from, one.manager_from, one.general_manager_from, one.stage_at) IS DISTINCT FROM (
      one.lead->>'advisorId', one.lead->>'branchId', one.lead->>'terms', (one.lead->>'factsUntil')::bigint, (one.lead->>'derivedAt')::bigint,
      (one.lead->>'redFrom')::bigint, (one.lead->>'managerFrom')::bigint, (one.lead->>'generalManagerFrom')::bigint, (one.lead->>'stageAt')::bigint
    )
    OR ARRAY(SELECT due.month FROM crm_procedure.lead_months AS due WHERE due.dealership = ${dealership} AND due.prospect_id = one.prospect_id ORDER BY due.month)
      IS DISTINCT FROM ARRAY(SELECT due.month COLLATE "C" FROM json_array_elements_text(one.lead->'dueMonths') AS due(month) ORDER BY due.month COLLATE "C")
  )`)

export interface LeadTable {
  readonly putLeads: (dealership: string, leads: ReadonlyArray<StoredLead>, removed: ReadonlyArray<string>) => Effect.Effect<void, Unavailable>
  readonly misfiledLeads: (dealership: string) => Effect.Effect<ReadonlyArray<string>, Unavailable>
  readonly leads: (dealership: string, query: LeadQuery) => Effect.Effect<ReadonlyArray<JudgedLead>, Unavailable>
}

export const make = (database: Database): LeadTable => ({
  putLeads: (dealership, leads, removed) => {
    if (leads.length + removed.length === 0) return Effect.void
    // A statement can't change the same row twice: of two leads of one prospect the last one is put.
    const last = [...new Map(leads.map((lead) => [lead.prospectId, lead])).values()]
    const putBatch = (batch: ReadonlyArray<StoredLead>) => {
      const due = batch.flatMap(({ dueMonths, prospectId }) => dueMonths.map((month) => [prospectId, month] as const))
      const [ids, months] = [Parameter.texts(due.map(([id]) => id)), Parameter.texts(due.map(([, month]) => month))]
      return Effect.all([
        database.write(dealership, put, [Parameter.texts(batch.map((lead) => JSON.stringify(toJson(lead))))]),
        database.write(dealership, dropMonths, [Parameter.texts(batch.map(({ prospectId }) => prospectId)), ids, months]),
        database.write(dealership, addMonths, [ids, months])
      ], { concurrency: "unbounded", discard: true })
    }
    return database.change(dealership, Effect.gen(function*() {
      for (let from = 0; from < last.length; from += BATCH) yield* putBatch(last.slice(from, from + BATCH))
      if (removed.length === 0) return
      yield* database.write(dealership, remove, [Parameter.texts(removed)])
      yield* database.write(dealership, dropMonths, [Parameter.texts(removed), Parameter.texts([]), Parameter.texts([])])
    }))
  },
  misfiledLeads: (dealership) =>
    Effect.map(database.read<{ readonly prospect_id: string }>(dealership, misfiled), (rows) => rows.map(({ prospect_id }) => prospect_id)),
  leads: (dealership, { advisorId, after, branchId, calmAt, changedSince, closedAt, dueIn, escalated, limit, redAt, terms }) =>
    Effect.map(
      database.read<Row>(dealership, closedAt === undefined ? findFew : findMany, [
        Parameter.text(terms),
        Parameter.texts(dueIn),
        Parameter.bigint(redAt),
        Parameter.bigint(calmAt),
        Parameter.bigint(closedAt),
        Parameter.bigint(escalated?.after),
        Parameter.bigint(escalated?.until),
        Parameter.text(advisorId),
        Parameter.text(branchId),
        Parameter.text(after),
        Parameter.bigint(limit),
        Parameter.bigint(changedSince)
      ]),
      (rows) => rows.map(({ lead, since, until, verdict }): JudgedLead => ({ lead, verdict, since, until: until ?? undefined }))
    )
})
