/**
 * Migration 3: what is kept of each lead's follow-up, and the indexes by which a question finds the leads and the month that it is about.
 *
 * A released migration stays as it is; a later release adds another one.
 */
import * as Isolation from "./Isolation.ts"

export const statements: ReadonlyArray<string> = [
  // A due key is the dealership, a space and a month in which an obligation is due. Eight-byte columns first.
  `CREATE TABLE crm_procedure.leads (
    facts_until bigint NOT NULL,
    derived_at bigint NOT NULL,
    red_from bigint,
    manager_from bigint,
    general_manager_from bigint,
    stage_at bigint,
    dealership text COLLATE "C" NOT NULL,
    prospect_id text COLLATE "C" NOT NULL,
    advisor_id text COLLATE "C" NOT NULL,
    branch_id text COLLATE "C" NOT NULL,
    terms text COLLATE "C" NOT NULL,
    due_keys text[] COLLATE "C" NOT NULL,
    lead json NOT NULL,
    PRIMARY KEY (dealership, prospect_id)
  )`,
  `CREATE INDEX leads_by_facts ON crm_procedure.leads (dealership, facts_until)`,
  `CREATE INDEX leads_by_derivation ON crm_procedure.leads (dealership, derived_at)`,
  `CREATE INDEX leads_by_red ON crm_procedure.leads (dealership, red_from) WHERE red_from IS NOT NULL`,
  `CREATE INDEX leads_by_manager ON crm_procedure.leads (dealership, manager_from) WHERE manager_from IS NOT NULL`,
  `CREATE INDEX leads_by_general_manager ON crm_procedure.leads (dealership, general_manager_from) WHERE general_manager_from IS NOT NULL`,
  `CREATE INDEX leads_by_stage ON crm_procedure.leads (dealership, stage_at) WHERE stage_at IS NOT NULL`,
  `CREATE INDEX leads_by_terms ON crm_procedure.leads (dealership, terms)`,
  `CREATE INDEX leads_by_due ON crm_procedure.leads USING gin (due_keys)`,
  // The advisor and the ten minutes in which an activity was performed: a burst is looked for there.
  `ALTER TABLE crm_procedure.activities ADD COLUMN moment bigint`,
  `ALTER TYPE crm_procedure.activity_entry ADD ATTRIBUTE moment bigint`,
  `CREATE INDEX activities_by_moment ON crm_procedure.activities (dealership, moment) WHERE moment IS NOT NULL`,
  // A month's records page by page, however many other months there are.
  `CREATE INDEX prospects_by_period ON crm_procedure.prospects (dealership, period, prospect_id)`,
  `CREATE INDEX activities_by_period ON crm_procedure.activities (dealership, period, activity_id)`,
  ...Isolation.firstStatements("leads")
]
