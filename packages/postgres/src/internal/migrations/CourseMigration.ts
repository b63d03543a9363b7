/**
 * Migration 24: the valid records of each day are counted by group, so that every reader sees the course of a month. What releases
 * before counted for the whole dealership is the sum of the groups, and goes. While a server of such a release still writes, days are
 * missing; a recount adds them.
 *
 * A released migration stays as it is: another release adds another one.
 */

const valid = (table: string, subject: string): string =>
  `SELECT dealership, period, '${subject}' AS subject, group_advisor_id AS advisor_id, group_branch_id AS branch_id, group_brand_id AS brand_id, day, count(*) AS count
    FROM crm_procedure.${table} WHERE verdict = 'valid' GROUP BY dealership, period, group_advisor_id, group_branch_id, group_brand_id, day`

export const statements: ReadonlyArray<string> = [
  "SELECT set_config('crm_procedure.maintenance', 'on', true)",
  `UPDATE crm_procedure.roll_ups AS kept SET counts = kept.counts || days.counts FROM (
    SELECT dealership, period, subject, advisor_id, branch_id, brand_id, jsonb_object_agg('day ' || day, count) AS counts
    FROM (${valid("prospects", "prospect")} UNION ALL ${valid("activities", "activity")}) AS one
    GROUP BY dealership, period, subject, advisor_id, branch_id, brand_id
  ) AS days WHERE kept.dealership = days.dealership AND kept.period = days.period AND kept.subject = days.subject AND kept.advisor_id = days.advisor_id
    AND kept.branch_id IS NOT DISTINCT FROM days.branch_id AND kept.brand_id IS NOT DISTINCT FROM days.brand_id`,
  "DELETE FROM crm_procedure.roll_ups WHERE advisor_id IS NULL",
  "SELECT set_config('crm_procedure.maintenance', '', true)"
]
