/**
 * Migration 27: what is looked up before the dealership is known, in two small tables: where a key, an inbox token or a user is found, and
 * for which dealerships work is done in the background. The policies that searched the rows themselves stay for servers of the release
 * before, which may still run.
 *
 * A released migration stays as it is: another release adds another one.
 *
 * @see docs/decisions/0092-found-without-the-workers.md
 */
import * as Isolation from "./Isolation.ts"

/** Fills the tables from the rows that they lead to. What stands in them stays. */
export const filling: ReadonlyArray<string> = [
  "SET LOCAL crm_procedure.maintenance = 'on'",
  ...[["key", "access_keys"], ["inbox-token", "inbox_tokens"]].map(([kind, table]) =>
    `INSERT INTO crm_procedure.handles (dealership, kind, holder, hash) SELECT dealership, '${kind}', id, hash FROM crm_procedure.${table} ON CONFLICT DO NOTHING`),
  `INSERT INTO crm_procedure.handles (dealership, kind, holder, hash)
    SELECT dealership, 'user', id, encode(sha256(convert_to(handle, 'UTF8')), 'hex') FROM crm_procedure.users CROSS JOIN LATERAL unnest(handles) AS one(handle)
    ON CONFLICT DO NOTHING`,
  ...[["known", "has_key"], ["subscribed", "has_subscription"]].map(([list, column]) =>
    `INSERT INTO crm_procedure.listings (dealership, list) SELECT dealership, '${list}' FROM crm_procedure.dealerships WHERE ${column} ON CONFLICT DO NOTHING`),
  "SET LOCAL crm_procedure.maintenance = ''"
]

export const statements: ReadonlyArray<string> = [
  // Of a user the hash of each handle: no e-mail stands here.
  `CREATE TABLE crm_procedure.handles (
    dealership text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    holder text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL,
    PRIMARY KEY (dealership, kind, holder, hash)
  )`,
  "CREATE INDEX handles_by_hash ON crm_procedure.handles (hash)",
  `CREATE TABLE crm_procedure.listings (
    dealership text COLLATE "C" NOT NULL,
    list text COLLATE "C" NOT NULL,
    PRIMARY KEY (dealership, list)
  )`,
  ...filling,
  ...["handles", "listings"].flatMap(Isolation.statements),
  // Read before the dealership is known: the rows whose hash is presented, and no other.
  "CREATE POLICY presented ON crm_procedure.handles FOR SELECT USING (hash = nullif(current_setting('crm_procedure.handle', true), ''))",
  "CREATE POLICY listing ON crm_procedure.listings FOR SELECT USING (current_setting('crm_procedure.listing', true) = 'on')"
]
