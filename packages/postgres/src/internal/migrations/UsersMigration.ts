/**
 * Migration 7: people who sign in, what their sessions show of themselves, and when keys end and were used.
 *
 * A released migration stays as it is: another release adds another one.
 */
import * as Isolation from "./Isolation.ts"

export const statements: ReadonlyArray<string> = [
  // `handles` finds a user before the dealership is known: by the e-mail, an open invitation, or the identity provider's name.
  `CREATE TABLE crm_procedure.users (
    dealership text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    email text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    handles text[] COLLATE "C" NOT NULL,
    content json NOT NULL,
    PRIMARY KEY (dealership, id)
  )`,
  `CREATE UNIQUE INDEX users_by_email ON crm_procedure.users (dealership, email)`,
  `CREATE INDEX users_by_handle ON crm_procedure.users USING gin (handles)`,
  ...Isolation.statements("users"),
  // The only read before the dealership is known: it sees the user whose handle is presented, and no other.
  `CREATE POLICY presented_handle ON crm_procedure.users FOR SELECT
    USING (handles @> ARRAY[(SELECT nullif(current_setting('crm_procedure.user_handle', true), ''))])`,
  `ALTER TABLE crm_procedure.sessions ADD COLUMN device text, ADD COLUMN seen_at bigint`,
  // A session's holder is a key or a user.
  `CREATE INDEX sessions_by_holder ON crm_procedure.sessions (dealership, key_id)`,
  `ALTER TABLE crm_procedure.access_keys ADD COLUMN expires_at bigint, ADD COLUMN used_at bigint`
]
