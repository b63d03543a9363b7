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
    dealership, prospect_id, advisor_id, branch_id, terms, facts_until, derived_at, red_from, manager_from, general_manager_from, stage_at, due_keys, lead
  )
  SELECT $1, lead->>'prospectId', lead->>'advisorId', lead->>'branchId', lead->>'terms', (lead->>'factsUntil')::bigint, (lead->>'derivedAt')::bigint,
    (lead->>'redFrom')::bigint, (lead->>'managerFrom')::bigint, (lead->>'generalManagerFrom')::bigint, (lead->>'stageAt')::bigint,
    ARRAY(SELECT $1 || ' ' || month FROM json_array_elements_text(lead->'dueMonths') AS due(month)), lead
  FROM (SELECT text::json AS lead FROM unnest($2::text[]) AS one(text)) AS given
  ON CONFLICT (dealership, prospect_id) DO UPDATE SET
    advisor_id = excluded.advisor_id, branch_id = excluded.branch_id, terms = excluded.terms, facts_until = excluded.facts_until,
    derived_at = excluded.derived_at, red_from = excluded.red_from, manager_from = excluded.manager_from,
    general_manager_from = excluded.general_manager_from, stage_at = excluded.stage_at, due_keys = excluded.due_keys, lead = excluded.lead`

const remove = "DELETE FROM crm_procedure.leads WHERE dealership = $1 AND prospect_id = ANY ($2::text[])"

interface Row {
  readonly lead: StoredLead
  readonly verdict: JudgedLead["verdict"]
  readonly since: number
  readonly until: number | null
}

/** The places of a query's values among the parameters of its question. */
const place = { terms: 2, dueIn: 3, redAt: 4, calmAt: 5, closedAt: 6, escalatedAfter: 7, escalatedUntil: 8, advisorId: 9, branchId: 10, after: 11, limit: 12 }

const goneOn = ["red_from", "manager_from", "general_manager_from"]
  .map((column) => `(${column} > $${place.escalatedAfter}::bigint AND ${column} <= $${place.escalatedUntil}::bigint)`)

/** The conditions as the indexes answer them. A value that is absent makes its condition unknown, which finds nothing. */
const conditions = (dealership: string): ReadonlyArray<string> => [
  `terms < $${place.terms}`,
  `terms > $${place.terms}`,
  `due_keys && ARRAY(SELECT ${dealership} || ' ' || month FROM unnest($${place.dueIn}::text[]) AS due(month))`,
  ...["redAt", "calmAt", "escalatedUntil"].map((name) => `facts_until > $${place[name as "redAt"]}::bigint`),
  `red_from <= $${place.redAt}::bigint`,
  `red_from > $${place.calmAt}::bigint`,
  `stage_at <= $${place.closedAt}::bigint`,
  `derived_at > $${place.escalatedAfter}::bigint`,
  ...goneOn
]

const find = question((dealership) => `
  SELECT found.lead, prospect.verdict, prospect.since::float8 AS since, prospect.until::float8 AS until
  FROM (
    SELECT prospect_id, lead FROM crm_procedure.leads AS one
    WHERE one.dealership = ${dealership} AND (${conditions(dealership).join(" OR ")})
      AND ($${place.advisorId}::text IS NULL OR advisor_id = $${place.advisorId}) AND ($${place.branchId}::text IS NULL OR branch_id = $${place.branchId})
      AND ($${place.after}::text IS NULL OR prospect_id > $${place.after})
  ) AS found
  JOIN crm_procedure.prospects AS prospect ON prospect.dealership = ${dealership} AND prospect.prospect_id = found.prospect_id
  ORDER BY found.prospect_id LIMIT $${place.limit}::bigint`)

export interface LeadTable {
  readonly putLeads: (dealership: string, leads: ReadonlyArray<StoredLead>, removed: ReadonlyArray<string>) => Effect.Effect<void, Unavailable>
  readonly leads: (dealership: string, query: LeadQuery) => Effect.Effect<ReadonlyArray<JudgedLead>, Unavailable>
}

export const make = (database: Database): LeadTable => ({
  putLeads: (dealership, leads, removed) => {
    if (leads.length + removed.length === 0) return Effect.void
    // A statement can't change the same row twice: of two leads of one prospect the last one is put.
    const texts = [...new Map(leads.map((lead) => [lead.prospectId, JSON.stringify(toJson(lead))])).values()]
    return database.change(dealership, Effect.gen(function*() {
      for (let from = 0; from < texts.length; from += BATCH) yield* database.write(dealership, put, [Parameter.texts(texts.slice(from, from + BATCH))])
      if (removed.length > 0) yield* database.write(dealership, remove, [Parameter.texts(removed)])
    }))
  },
  leads: (dealership, { advisorId, after, branchId, calmAt, closedAt, dueIn, escalated, limit, redAt, terms }) =>
    Effect.map(
      database.read<Row>(dealership, find, [
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
        Parameter.bigint(limit)
      ]),
      (rows) => rows.map(({ lead, since, until, verdict }): JudgedLead => ({ lead, verdict, since, until: until ?? undefined }))
    )
})
