/**
 * Migration 13: messages to the people of a dealership, until they are sent and seen.
 *
 * A released migration stays as it is: another release adds another one.
 */
import * as Isolation from "./Isolation.ts"

export const statements: ReadonlyArray<string> = [
  `CREATE TABLE crm_procedure.messages (
    dealership text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    created_at bigint NOT NULL,
    content json NOT NULL,
    state text COLLATE "C" NOT NULL,
    attempts integer NOT NULL,
    due_at bigint NOT NULL,
    last_failure text,
    read_at bigint,
    held_until bigint,
    PRIMARY KEY (dealership, id)
  )`,
  `CREATE INDEX messages_pending ON crm_procedure.messages (dealership, due_at, id) WHERE state = 'pending'`,
  `CREATE INDEX messages_by_user ON crm_procedure.messages (dealership, user_id, created_at DESC, id DESC)`,
  ...Isolation.statements("messages")
]
