/**
 * Migration 4: people's sessions on a page. Every server refuses a session that was ended.
 *
 * A released migration stays as it is: another release adds another one.
 */
import * as Isolation from "./Isolation.ts"

export const statements: ReadonlyArray<string> = [
  `CREATE TABLE crm_procedure.sessions (
    dealership text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    key_id text COLLATE "C" NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (dealership, id)
  )`,
  `CREATE INDEX sessions_by_expiry ON crm_procedure.sessions (dealership, expires_at)`,
  ...Isolation.firstStatements("sessions")
]
