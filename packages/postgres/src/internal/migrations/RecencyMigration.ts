/**
 * Migration 19: attempts and reopenings by their instants, and appeals by their advisors, their decisions and their instants, so that
 * the queue of calls and the lists of appeals read the recent ones.
 *
 * A released migration stays as it is: another release adds another one.
 *
 * @see docs/decisions/0069-no-request-reads-a-whole-history.md
 */
export const statements: ReadonlyArray<string> = [
  `ALTER TABLE crm_procedure.verification_calls ADD COLUMN attempted_at bigint GENERATED ALWAYS AS ((record->>'attemptedAt')::bigint) STORED`,
  `CREATE INDEX verification_calls_by_instant ON crm_procedure.verification_calls (dealership, attempted_at)`,
  `CREATE INDEX verification_reopenings_by_instant ON crm_procedure.verification_reopenings (dealership, at)`,
  `ALTER TABLE crm_procedure.appeals ADD COLUMN advisor_id text COLLATE "C" GENERATED ALWAYS AS (appeal->>'advisorId') STORED`,
  `ALTER TABLE crm_procedure.appeals ADD COLUMN decided_at bigint GENERATED ALWAYS AS ((appeal->'decision'->>'at')::bigint) STORED`,
  `CREATE INDEX appeals_by_instant ON crm_procedure.appeals (dealership, raised_at, appeal_id)`,
  `CREATE INDEX appeals_by_advisor ON crm_procedure.appeals (dealership, advisor_id, decided_at)`,
  `CREATE INDEX appeals_by_decision ON crm_procedure.appeals (dealership, decided_at)`
]
