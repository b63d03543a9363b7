/**
 * Migration 14: the editions of a dealership's policy.
 *
 * A released migration stays as it is: another release adds another one.
 */
import * as Isolation from "./Isolation.ts"

export const statements: ReadonlyArray<string> = [
  `CREATE TABLE crm_procedure.policy_editions (
    drafted_at bigint NOT NULL,
    dealership text COLLATE "C" NOT NULL,
    edition_id text COLLATE "C" NOT NULL,
    edition json NOT NULL,
    PRIMARY KEY (dealership, edition_id)
  )`,
  ...Isolation.statements("policy_editions")
]
