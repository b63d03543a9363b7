/**
 * Migration 2: what a service over the records keeps: access keys by their hashes, answers by idempotency keys, subscriptions
 * and what is delivered to them.
 *
 * Once released, its statements stay as they are: another release adds another migration.
 */
import * as Isolation from "./Isolation.ts"

const tables = ["access_keys", "claims", "subscriptions", "deliveries"]

export const statements: ReadonlyArray<string> = [
  // Who is to be asked for when work is done for every dealership.
  `ALTER TABLE crm_procedure.dealerships
    ADD COLUMN has_key boolean NOT NULL DEFAULT false,
    ADD COLUMN has_subscription boolean NOT NULL DEFAULT false`,
  `CREATE POLICY listing ON crm_procedure.dealerships FOR SELECT USING ((SELECT current_setting('crm_procedure.listing', true) = 'on'))`,
  `CREATE TABLE crm_procedure.access_keys (
    dealership text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL,
    name text NOT NULL,
    identity json NOT NULL,
    created_at bigint NOT NULL,
    revoked_at bigint,
    PRIMARY KEY (dealership, id)
  )`,
  `CREATE INDEX access_keys_by_hash ON crm_procedure.access_keys (hash)`,
  `CREATE TABLE crm_procedure.claims (
    dealership text COLLATE "C" NOT NULL,
    sender text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    request text NOT NULL,
    attempt integer NOT NULL,
    held_until bigint NOT NULL,
    expires_at bigint NOT NULL,
    is_released boolean NOT NULL,
    answer json,
    PRIMARY KEY (dealership, sender, key)
  )`,
  `CREATE INDEX claims_by_expiry ON crm_procedure.claims (dealership, expires_at)`,
  `CREATE TABLE crm_procedure.subscriptions (
    dealership text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    url text NOT NULL,
    events text[] NOT NULL,
    brand_ids text[],
    secret text NOT NULL,
    created_at bigint NOT NULL,
    cursor bigint NOT NULL,
    PRIMARY KEY (dealership, id)
  )`,
  `CREATE TABLE crm_procedure.deliveries (
    dealership text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    record text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    attempts integer NOT NULL,
    due_at bigint NOT NULL,
    last_attempt_at bigint,
    last_failure text,
    held_until bigint,
    PRIMARY KEY (dealership, subscription_id, position)
  )`,
  // What is still to be told, the first of each record: what was told long ago is not looked through.
  `CREATE INDEX deliveries_pending ON crm_procedure.deliveries (dealership, subscription_id, record, position) WHERE state = 'pending'`,
  ...tables.flatMap(Isolation.firstStatements),
  // The only read before the dealership is known: it sees the key whose hash is presented, and no other.
  `CREATE POLICY presented_key ON crm_procedure.access_keys FOR SELECT
    USING (hash = (SELECT nullif(current_setting('crm_procedure.key_hash', true), '')))`
]
