/**
 * Migration 1: a dealership's records, their verdicts and stored counts, and what its controls keep.
 *
 * Once released, its statements stay as they are: another release adds another migration.
 */
import * as Isolation from "./Isolation.ts"

/** What is found of a record, the same for both kinds. Eight-byte columns first: nothing is lost between them. */
const storedVerdict = `
  verdict text NOT NULL,
  reasons text[] NOT NULL,
  warnings text[] NOT NULL,
  period text COLLATE "C" NOT NULL,
  state text,
  group_advisor_id text COLLATE "C" NOT NULL,
  group_branch_id text COLLATE "C",
  group_brand_id text COLLATE "C"`

const tables = [
  "dealerships", "directories", "goals", "prospects", "activities", "verification_calls", "roll_ups", "judged_periods", "samples",
  "selections", "leases", "verification_reopenings", "snapshots", "period_reopenings", "events"
]

export const statements: ReadonlyArray<string> = [
  // Whose row it is that a change locks; `last_event` is the position of the event raised last.
  `CREATE TABLE crm_procedure.dealerships (
    dealership text COLLATE "C" PRIMARY KEY CHECK (dealership <> ''),
    last_event bigint NOT NULL DEFAULT 0
  )`,
  `CREATE TABLE crm_procedure.directories (
    dealership text COLLATE "C" PRIMARY KEY,
    directory json NOT NULL
  )`,
  `CREATE TABLE crm_procedure.goals (
    dealership text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    goals json NOT NULL,
    PRIMARY KEY (dealership, period)
  )`,
  `CREATE TABLE crm_procedure.prospects (
    created_at bigint NOT NULL,
    received_at bigint NOT NULL,
    since bigint NOT NULL,
    until bigint,
    phone bigint,
    email bigint,
    document bigint,
    revision integer NOT NULL,
    day smallint NOT NULL,
    dealership text COLLATE "C" NOT NULL,
    prospect_id text COLLATE "C" NOT NULL,
    advisor_id text COLLATE "C" NOT NULL,${storedVerdict},
    record json NOT NULL,
    PRIMARY KEY (dealership, prospect_id)
  )`,
  `CREATE INDEX prospects_by_phone ON crm_procedure.prospects (dealership, phone, created_at) WHERE phone IS NOT NULL`,
  `CREATE INDEX prospects_by_email ON crm_procedure.prospects (dealership, email, created_at) WHERE email IS NOT NULL`,
  `CREATE INDEX prospects_by_document ON crm_procedure.prospects (dealership, document, created_at) WHERE document IS NOT NULL`,
  `CREATE INDEX prospects_by_advisor ON crm_procedure.prospects (dealership, advisor_id, created_at)`,
  `CREATE INDEX prospects_by_until ON crm_procedure.prospects (dealership, period, until) WHERE until IS NOT NULL`,
  `CREATE TABLE crm_procedure.activities (
    received_at bigint NOT NULL,
    since bigint NOT NULL,
    until bigint,
    note bigint,
    revision integer NOT NULL,
    day smallint NOT NULL,
    dealership text COLLATE "C" NOT NULL,
    activity_id text COLLATE "C" NOT NULL,
    prospect_id text COLLATE "C" NOT NULL,${storedVerdict},
    record json NOT NULL,
    PRIMARY KEY (dealership, activity_id)
  )`,
  `CREATE INDEX activities_by_prospect ON crm_procedure.activities (dealership, prospect_id)`,
  `CREATE INDEX activities_by_note ON crm_procedure.activities (dealership, note) WHERE note IS NOT NULL`,
  `CREATE INDEX activities_by_until ON crm_procedure.activities (dealership, period, until) WHERE until IS NOT NULL`,
  // How many records are written by one statement: an array of these is one parameter, and far cheaper than an array a column.
  `CREATE TYPE crm_procedure.prospect_entry AS (
    created_at bigint, received_at bigint, since bigint, until bigint, phone bigint, email bigint, document bigint, revision integer, day smallint,
    prospect_id text, advisor_id text, verdict text, reasons text[], warnings text[], period text, state text,
    group_advisor_id text, group_branch_id text, group_brand_id text, record json
  )`,
  `CREATE TYPE crm_procedure.activity_entry AS (
    received_at bigint, since bigint, until bigint, note bigint, revision integer, day smallint,
    activity_id text, prospect_id text, verdict text, reasons text[], warnings text[], period text, state text,
    group_advisor_id text, group_branch_id text, group_brand_id text, record json
  )`,
  `CREATE TABLE crm_procedure.verification_calls (
    dealership text COLLATE "C" NOT NULL,
    call_id text COLLATE "C" NOT NULL,
    subject_type text COLLATE "C" NOT NULL,
    subject_id text COLLATE "C" NOT NULL,
    received_at bigint NOT NULL,
    revision integer NOT NULL,
    record json NOT NULL,
    PRIMARY KEY (dealership, call_id)
  )`,
  `CREATE INDEX verification_calls_by_subject ON crm_procedure.verification_calls (dealership, subject_type, subject_id)`,
  // Without an advisor: of the whole dealership. Room on the pages, so that adding to counts moves no row to another one.
  `CREATE TABLE crm_procedure.roll_ups (
    dealership text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    advisor_id text COLLATE "C",
    branch_id text COLLATE "C",
    brand_id text COLLATE "C",
    counts jsonb NOT NULL
  ) WITH (fillfactor = 60)`,
  `CREATE UNIQUE INDEX roll_ups_identity ON crm_procedure.roll_ups (dealership, period, subject, advisor_id, branch_id, brand_id) NULLS NOT DISTINCT`,
  `CREATE FUNCTION crm_procedure.sum_of_counts(one jsonb, other jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(jsonb_object_agg(measure, total), '{}') FROM (
      SELECT measure, sum(count::bigint) AS total
      FROM (SELECT * FROM jsonb_each_text(one) UNION ALL SELECT * FROM jsonb_each_text(other)) AS counted(measure, count)
      GROUP BY measure
      HAVING sum(count::bigint) <> 0
    ) AS totals
  $$`,
  `CREATE TABLE crm_procedure.judged_periods (
    dealership text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    policy text NOT NULL,
    since bigint NOT NULL,
    PRIMARY KEY (dealership, period)
  )`,
  `CREATE TABLE crm_procedure.samples (
    dealership text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    seed text NOT NULL,
    drawn_at bigint NOT NULL,
    PRIMARY KEY (dealership, period)
  )`,
  `CREATE TABLE crm_procedure.selections (
    dealership text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    place integer NOT NULL,
    subject_type text COLLATE "C" NOT NULL,
    subject_id text COLLATE "C" NOT NULL,
    advisor_id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    PRIMARY KEY (dealership, period, place)
  )`,
  `CREATE INDEX selections_by_subject ON crm_procedure.selections (dealership, subject_type, subject_id)`,
  `CREATE TABLE crm_procedure.leases (
    dealership text COLLATE "C" NOT NULL,
    subject_type text COLLATE "C" NOT NULL,
    subject_id text COLLATE "C" NOT NULL,
    agent_id text COLLATE "C" NOT NULL,
    until bigint NOT NULL,
    PRIMARY KEY (dealership, subject_type, subject_id)
  )`,
  `CREATE TABLE crm_procedure.verification_reopenings (
    dealership text COLLATE "C" NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    subject_type text COLLATE "C" NOT NULL,
    subject_id text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    by text NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (dealership, number)
  )`,
  `CREATE INDEX verification_reopenings_by_subject ON crm_procedure.verification_reopenings (dealership, subject_type, subject_id)`,
  `CREATE TABLE crm_procedure.snapshots (
    dealership text COLLATE "C" NOT NULL,
    sequence integer NOT NULL,
    period text COLLATE "C" NOT NULL,
    previous_digest text NOT NULL,
    digest text NOT NULL,
    content text NOT NULL,
    closed_at bigint NOT NULL,
    closed_by text NOT NULL,
    PRIMARY KEY (dealership, sequence)
  )`,
  `CREATE TABLE crm_procedure.period_reopenings (
    dealership text COLLATE "C" NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    period text COLLATE "C" NOT NULL,
    sequence integer NOT NULL,
    at bigint NOT NULL,
    by text NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (dealership, number)
  )`,
  `CREATE TABLE crm_procedure.events (
    dealership text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    key text COLLATE "C" NOT NULL,
    type text NOT NULL,
    at bigint NOT NULL,
    data json,
    PRIMARY KEY (dealership, position),
    UNIQUE (dealership, key)
  )`,
  // Begins a change: its statements see this dealership's rows, and no other change runs on them before it ends.
  `CREATE FUNCTION crm_procedure.enter(entered text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM set_config('crm_procedure.dealership', entered, true);
      LOOP
        PERFORM 1 FROM crm_procedure.dealerships AS one WHERE one.dealership = entered FOR NO KEY UPDATE;
        EXIT WHEN FOUND;
        INSERT INTO crm_procedure.dealerships (dealership) VALUES (entered) ON CONFLICT DO NOTHING;
      END LOOP;
    END
  $$`,
  ...tables.flatMap(Isolation.firstStatements)
]
