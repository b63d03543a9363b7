/**
 * Migration 5: what the controls keep beside the records: the telephone system's log, waivers and appeals; and the waived codes of a
 * stored verdict.
 *
 * A released migration stays as it is: another release adds another one.
 */
import * as Isolation from "./Isolation.ts"

export const statements: ReadonlyArray<string> = [
  `CREATE TABLE crm_procedure.phone_log (
    started_at bigint NOT NULL,
    received_at bigint NOT NULL,
    revision integer NOT NULL,
    dealership text COLLATE "C" NOT NULL,
    entry_id text COLLATE "C" NOT NULL,
    advisor_id text COLLATE "C" NOT NULL,
    record json NOT NULL,
    PRIMARY KEY (dealership, entry_id)
  )`,
  `CREATE INDEX phone_log_by_start ON crm_procedure.phone_log (dealership, started_at, entry_id)`,
  `CREATE INDEX phone_log_by_advisor ON crm_procedure.phone_log (dealership, advisor_id, started_at, entry_id)`,
  `CREATE TABLE crm_procedure.waivers (
    granted_at bigint NOT NULL,
    received_at bigint NOT NULL,
    revision integer NOT NULL,
    dealership text COLLATE "C" NOT NULL,
    waiver_id text COLLATE "C" NOT NULL,
    subject_type text COLLATE "C" NOT NULL,
    subject_id text COLLATE "C" NOT NULL,
    record json NOT NULL,
    PRIMARY KEY (dealership, waiver_id)
  )`,
  `CREATE INDEX waivers_by_subject ON crm_procedure.waivers (dealership, subject_type, subject_id)`,
  `CREATE TABLE crm_procedure.appeals (
    raised_at bigint NOT NULL,
    dealership text COLLATE "C" NOT NULL,
    appeal_id text COLLATE "C" NOT NULL,
    subject_type text COLLATE "C" NOT NULL,
    subject_id text COLLATE "C" NOT NULL,
    appeal json NOT NULL,
    PRIMARY KEY (dealership, appeal_id)
  )`,
  `CREATE INDEX appeals_by_subject ON crm_procedure.appeals (dealership, subject_type, subject_id)`,
  `ALTER TABLE crm_procedure.prospects ADD COLUMN waived text[]`,
  `ALTER TABLE crm_procedure.activities ADD COLUMN waived text[]`,
  `ALTER TYPE crm_procedure.prospect_entry ADD ATTRIBUTE waived text[]`,
  `ALTER TYPE crm_procedure.activity_entry ADD ATTRIBUTE waived text[]`,
  ...["phone_log", "waivers", "appeals"].flatMap(Isolation.statements)
]
