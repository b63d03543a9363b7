/**
 * Migration 8: what a service keeps of files and leads that come from outside: mappings, the history of imports with what each one
 * changed, cells that no field takes, the tokens of other systems, and leads that wait to be placed.
 *
 * A released migration stays as it is: another release adds another one.
 */
import * as Isolation from "./Isolation.ts"

const tables = ["mappings", "imports", "import_batches", "import_changes", "unknown_cells", "inbox_tokens", "waiting_leads"]

export const statements: ReadonlyArray<string> = [
  `CREATE TABLE crm_procedure.mappings (
    dealership text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    content json NOT NULL,
    changed_at bigint NOT NULL,
    changed_by text NOT NULL,
    PRIMARY KEY (dealership, name)
  )`,
  `CREATE TABLE crm_procedure.imports (
    dealership text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    by text NOT NULL,
    key_id text NOT NULL,
    file text,
    kind text NOT NULL,
    mapping text,
    state text COLLATE "C" NOT NULL,
    report json NOT NULL,
    rejected json,
    undone_at bigint,
    undone_by text,
    PRIMARY KEY (dealership, id)
  )`,
  `CREATE INDEX imports_by_instant ON crm_procedure.imports (dealership, at)`,
  // The ids that were added tell nothing of a person. What was changed is kept row by row, so that an erasure finds it.
  `CREATE TABLE crm_procedure.import_batches (
    dealership text COLLATE "C" NOT NULL,
    import_id text COLLATE "C" NOT NULL,
    sequence integer NOT NULL,
    kind text COLLATE "C" NOT NULL,
    added text[] COLLATE "C" NOT NULL,
    PRIMARY KEY (dealership, import_id, sequence)
  )`,
  `CREATE TABLE crm_procedure.import_changes (
    dealership text COLLATE "C" NOT NULL,
    import_id text COLLATE "C" NOT NULL,
    sequence integer NOT NULL,
    kind text COLLATE "C" NOT NULL,
    record_id text COLLATE "C" NOT NULL,
    before json,
    mark text NOT NULL,
    PRIMARY KEY (dealership, import_id, sequence, record_id)
  )`,
  `CREATE INDEX import_changes_by_record ON crm_procedure.import_changes (dealership, kind, record_id)`,
  `CREATE TABLE crm_procedure.unknown_cells (
    dealership text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    record_id text COLLATE "C" NOT NULL,
    cells json NOT NULL,
    PRIMARY KEY (dealership, kind, record_id)
  )`,
  `CREATE TABLE crm_procedure.inbox_tokens (
    dealership text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL,
    name text NOT NULL,
    settings json NOT NULL,
    created_at bigint NOT NULL,
    revoked_at bigint,
    PRIMARY KEY (dealership, id)
  )`,
  `CREATE INDEX inbox_tokens_by_hash ON crm_procedure.inbox_tokens (hash)`,
  `CREATE TABLE crm_procedure.waiting_leads (
    dealership text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    received_at bigint NOT NULL,
    token_id text COLLATE "C" NOT NULL,
    content json NOT NULL,
    PRIMARY KEY (dealership, id)
  )`,
  ...tables.flatMap(Isolation.statements),
  // Read before the dealership is known: the token whose hash is presented, and no other.
  `CREATE POLICY presented_token ON crm_procedure.inbox_tokens FOR SELECT
    USING (hash = (SELECT nullif(current_setting('crm_procedure.key_hash', true), '')))`
]
