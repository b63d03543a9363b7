/** Years of judged activities made inside the database, so that loading them is quick, with the stored counts that they come to. */
import type { Client } from "pg"

/** Months of the history; the last one is that which is asked about. */
export const MONTHS = 36
export const PERIOD = "2024-03"
export const PERIOD_BEFORE = "2024-02"

const period = "to_char(date '2024-03-01' - make_interval(months => (one / 180 % $3::int)::int), 'YYYY-MM')"
const instant = "(extract(epoch FROM date '2024-03-01' - make_interval(months => (one / 180 % $3::int)::int)) * 1000)::bigint + (one % 2400000) * 1000"
const storedVerdict = `
  CASE WHEN one % 5 = 0 THEN 'invalid' ELSE 'valid' END, CASE WHEN one % 5 = 0 THEN '{phone-invalid}'::text[] ELSE '{}' END, '{}',
  ${period}, 'A-' || one % 60, 'S-' || one % 60 % 6, 'B-' || one % 3, -8640000000000000, CASE WHEN one % 15 = 0 THEN 4102444800000 END, 1 + one % 28, 1, 0`
const storedVerdictColumns = "verdict, reasons, warnings, period, group_advisor_id, group_branch_id, group_brand_id, since, until, day, received_at, revision"

const addProspects = `
  INSERT INTO crm_procedure.prospects (dealership, prospect_id, advisor_id, created_at, phone, record, ${storedVerdictColumns})
  SELECT $1, 'P-' || lpad(one::text, 9, '0'), 'A-' || one % 60, ${instant}, hashint8(one)::bigint * 4294967296 + one,
    json_build_object('prospectId', 'P-' || lpad(one::text, 9, '0'), 'createdAt', ${instant}, 'advisorId', 'A-' || one % 60,
      'branchId', 'S-' || one % 60 % 6, 'brandId', 'B-' || one % 3, 'stage', 'open'), ${storedVerdict}
  FROM generate_series(0, $2::bigint - 1) AS one`
const addActivities = `
  INSERT INTO crm_procedure.activities (dealership, activity_id, prospect_id, note, state, record, ${storedVerdictColumns})
  SELECT $1, 'A-' || lpad(one::text, 9, '0'), 'P-' || lpad((one / 3)::text, 9, '0'), hashint8(one)::bigint * 4294967296 + one, 'performed',
    json_build_object('activityId', 'A-' || lpad(one::text, 9, '0'), 'prospectId', 'P-' || lpad((one / 3)::text, 9, '0'), 'advisorId', 'A-' || one % 60,
      'type', 'call', 'status', 'performed', 'direction', 'outbound', 'performedAt', ${instant}), ${storedVerdict}
  FROM generate_series(0, $2::bigint - 1) AS one`
const addStoredCounts = (table: string, subject: string): string => `
  INSERT INTO crm_procedure.roll_ups (dealership, period, subject, advisor_id, branch_id, brand_id, counts)
  SELECT $1, period, '${subject}', group_advisor_id, group_branch_id, group_brand_id, jsonb_strip_nulls(jsonb_build_object(
    'registered', count(*), 'valid', nullif(count(*) FILTER (WHERE verdict = 'valid'), 0), 'invalid', nullif(count(*) FILTER (WHERE verdict = 'invalid'), 0),
    'reason phone-invalid', nullif(count(*) FILTER (WHERE verdict = 'invalid'), 0)${subject === "activity" ? ", 'performed', count(*)" : ""}))
  FROM crm_procedure.${table} WHERE dealership = $1 GROUP BY period, group_advisor_id, group_branch_id, group_brand_id
  UNION ALL
  SELECT $1, period, '${subject}', NULL, NULL, NULL, jsonb_object_agg('day ' || day, count)
  FROM (SELECT period, day, count(*) FROM crm_procedure.${table} WHERE dealership = $1 AND verdict = 'valid' GROUP BY period, day) AS one(period, day, count)
  GROUP BY period`

/** Fills a dealership with so many activities and a third as many prospects. */
export const fill = async (client: Client, dealership: string, activities: number): Promise<void> => {
  const run = (text: string, values: ReadonlyArray<unknown>) => client.query({ name: "", text, values })
  await run(addProspects, [dealership, Math.ceil(activities / 3), MONTHS])
  await run(addActivities, [dealership, activities, MONTHS])
  await run(addStoredCounts("prospects", "prospect"), [dealership])
  await run(addStoredCounts("activities", "activity"), [dealership])
}

/** The reference that counts: the best index for it, and the month's rows by it. */
export const countIndex = `
  CREATE INDEX IF NOT EXISTS bench_month ON crm_procedure.activities (dealership, period) INCLUDE (group_advisor_id, group_branch_id, group_brand_id, verdict, state)`
export const countMonth = `
  SELECT group_advisor_id, group_branch_id, group_brand_id, verdict, state, count(*) FROM crm_procedure.activities
  WHERE dealership = $1 AND period = $2 GROUP BY 1, 2, 3, 4, 5`
