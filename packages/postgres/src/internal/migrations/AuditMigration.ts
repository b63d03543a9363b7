/**
 * Migration 6: the audit, and earlier versions of records.
 *
 * A released migration stays as it is; a later release adds another one.
 */
import * as Isolation from "./Isolation.ts"

export const statements: ReadonlyArray<string> = [
  // The entry is kept as it was given. The columns beside it are copies for the indexes.
  `CREATE TABLE crm_procedure.audit_entries (
    sequence bigint NOT NULL,
    at bigint NOT NULL,
    dealership text COLLATE "C" NOT NULL,
    digest text NOT NULL,
    author text COLLATE "C" NOT NULL,
    employee_id text COLLATE "C",
    action text COLLATE "C" NOT NULL,
    subject_type text COLLATE "C" NOT NULL,
    subject_id text COLLATE "C",
    entry json NOT NULL,
    PRIMARY KEY (dealership, sequence)
  )`,
  `CREATE INDEX audit_entries_by_subject ON crm_procedure.audit_entries (dealership, subject_type, subject_id, sequence)`,
  `CREATE TABLE crm_procedure.record_versions (
    audit_entry bigint,
    revision integer NOT NULL,
    dealership text COLLATE "C" NOT NULL,
    subject_type text COLLATE "C" NOT NULL,
    subject_id text COLLATE "C" NOT NULL,
    content json NOT NULL,
    PRIMARY KEY (dealership, subject_type, subject_id, revision)
  )`,
  // The entry of the audit that brought a record's present content.
  `ALTER TABLE crm_procedure.prospects ADD COLUMN audit_entry bigint`,
  `ALTER TABLE crm_procedure.activities ADD COLUMN audit_entry bigint`,
  `ALTER TYPE crm_procedure.prospect_entry ADD ATTRIBUTE audit_entry bigint`,
  `ALTER TYPE crm_procedure.activity_entry ADD ATTRIBUTE audit_entry bigint`,
  ...["audit_entries", "record_versions"].flatMap(Isolation.statements)
]
