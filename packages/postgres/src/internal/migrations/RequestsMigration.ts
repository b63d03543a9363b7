/**
 * Migration 21: requests of people about their own data.
 *
 * A released migration stays as it is: another release adds another one.
 */
import * as Isolation from "./Isolation.ts"

export const statements: ReadonlyArray<string> = [
  `CREATE TABLE crm_procedure.person_requests (
    dealership text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    received_at bigint NOT NULL,
    revision integer NOT NULL,
    content json NOT NULL,
    PRIMARY KEY (dealership, id)
  )`,
  ...Isolation.statements("person_requests")
]
