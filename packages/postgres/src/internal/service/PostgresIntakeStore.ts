/** The port of what a service keeps of files and leads that come from outside. */
import {
  type Changed, type ImportState, type InboxToken, IntakeStore, IntakeStoreError, IntakeStoreUnavailable, type KeptImport, refusingNotStorable, type WaitingLead
} from "@crm-procedure/core/service/IntakeStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Database, question, type Unavailable } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"
import type { Handles } from "./Handles.ts"
import { KnownHashes } from "./KnownHashes.ts"

const putMapping = `
  INSERT INTO crm_procedure.mappings (dealership, name, content, changed_at, changed_by) VALUES ($1, $2, $3::text::json, $4, $5)
  ON CONFLICT (dealership, name) DO UPDATE SET content = excluded.content, changed_at = excluded.changed_at, changed_by = excluded.changed_by`
const mappingsOf = question((dealership) => `
  SELECT name, content, changed_at::float8, changed_by FROM crm_procedure.mappings WHERE dealership = ${dealership} ORDER BY name`)
const removeMapping = "DELETE FROM crm_procedure.mappings WHERE dealership = $1 AND name = $2 RETURNING name"

interface MappingRow {
  readonly name: string
  readonly content: unknown
  readonly changed_at: number
  readonly changed_by: string
}

interface ImportRow {
  readonly id: string
  readonly at: number
  readonly by: string
  readonly key_id: string
  readonly file: string | null
  readonly kind: string
  readonly mapping: string | null
  readonly state: ImportState
  readonly report: unknown
  readonly rejected?: unknown
  readonly undone_at: number | null
  readonly undone_by: string | null
}

const importColumns = "id, at::float8, by, key_id, file, kind, mapping, state, report, undone_at::float8, undone_by"
const putImport = `
  INSERT INTO crm_procedure.imports (dealership, id, at, by, key_id, file, kind, mapping, state, report, rejected, undone_at, undone_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::json, $11::text::json, $12, $13)
  ON CONFLICT (dealership, id) DO UPDATE SET at = excluded.at, by = excluded.by, key_id = excluded.key_id, file = excluded.file, kind = excluded.kind,
    mapping = excluded.mapping, state = excluded.state, report = excluded.report, rejected = excluded.rejected,
    undone_at = excluded.undone_at, undone_by = excluded.undone_by`
const importOf = question((dealership) => `SELECT ${importColumns}, rejected FROM crm_procedure.imports WHERE dealership = ${dealership} AND id = $2`)
const importsOf = question((dealership) => `
  SELECT ${importColumns} FROM crm_procedure.imports WHERE dealership = ${dealership} AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`)

const addBatch = `
  INSERT INTO crm_procedure.import_batches (dealership, import_id, sequence, kind, added) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (dealership, import_id, sequence) DO UPDATE SET kind = excluded.kind, added = excluded.added`
const addChanges = `
  INSERT INTO crm_procedure.import_changes (dealership, import_id, sequence, kind, record_id, before, mark)
  SELECT batch.dealership, batch.import_id, batch.sequence, $4, one.id, one.before::json, one.mark
  FROM crm_procedure.import_batches AS batch CROSS JOIN unnest($5::text[], $6::text[], $7::text[]) AS one(id, before, mark)
  WHERE batch.dealership = $1 AND batch.import_id = $2 AND batch.sequence = $3`
const batchesOf = question((dealership) => `
  SELECT sequence, kind FROM crm_procedure.import_batches WHERE dealership = ${dealership} AND import_id = $2 ORDER BY sequence`)
const batchOf = question((dealership) => `
  SELECT sequence, kind, added FROM crm_procedure.import_batches WHERE dealership = ${dealership} AND import_id = $2 AND sequence = $3`)
const changesOf = question((dealership) => `
  SELECT record_id, before, mark FROM crm_procedure.import_changes WHERE dealership = ${dealership} AND import_id = $2 AND sequence = $3 ORDER BY record_id`)
const removeBatch = "DELETE FROM crm_procedure.import_batches WHERE dealership = $1 AND import_id = $2 AND sequence = $3"
const removeChanges = "DELETE FROM crm_procedure.import_changes WHERE dealership = $1 AND import_id = $2 AND sequence = $3"

const putCells = `
  INSERT INTO crm_procedure.unknown_cells (dealership, kind, record_id, cells)
  SELECT $1, $2, one.id, one.cells::json FROM unnest($3::text[], $4::text[]) AS one(id, cells)
  ON CONFLICT (dealership, kind, record_id) DO UPDATE SET cells = excluded.cells`
const cellsOf = question((dealership) => `SELECT cells FROM crm_procedure.unknown_cells WHERE dealership = ${dealership} AND kind = $2 AND record_id = $3`)

interface TokenRow {
  readonly dealership: string
  readonly id: string
  readonly hash: string
  readonly name: string
  readonly settings: unknown
  readonly created_at: number
  readonly revoked_at: number | null
}

const tokenColumns = "dealership, id, hash, name, settings, created_at::float8, revoked_at::float8"
const putToken = `
  INSERT INTO crm_procedure.inbox_tokens (dealership, id, hash, name, settings, created_at, revoked_at) VALUES ($1, $2, $3, $4, $5::text::json, $6, $7)
  ON CONFLICT (dealership, id) DO UPDATE
  SET hash = excluded.hash, name = excluded.name, settings = excluded.settings, created_at = excluded.created_at, revoked_at = excluded.revoked_at`
const tokensOf = question((dealership) => `SELECT ${tokenColumns} FROM crm_procedure.inbox_tokens WHERE dealership = ${dealership} ORDER BY id`)

interface LeadRow {
  readonly id: string
  readonly received_at: number
  readonly token_id: string
  readonly content: unknown
}

const addLead = `
  INSERT INTO crm_procedure.waiting_leads (dealership, id, received_at, token_id, content) VALUES ($1, $2, $3, $4, $5::text::json)
  ON CONFLICT DO NOTHING RETURNING id`
const leadColumns = "id, received_at::float8, token_id, content"
const leadOf = question((dealership) => `SELECT ${leadColumns} FROM crm_procedure.waiting_leads WHERE dealership = ${dealership} AND id = $2`)
const leadsOf = question((dealership) => `
  SELECT ${leadColumns} FROM crm_procedure.waiting_leads WHERE dealership = ${dealership} AND ($2::text IS NULL OR id > $2) ORDER BY id LIMIT $3`)
const removeLead = "DELETE FROM crm_procedure.waiting_leads WHERE dealership = $1 AND id = $2 RETURNING id"

const quotes = (column: string): string => `EXISTS (SELECT FROM unnest($2::text[]) AS one(text) WHERE strpos(${column}::text, one.text) > 0)`
const erasedRecords = (table: string): string => `
  DELETE FROM crm_procedure.${table} AS kept USING unnest($2::text[], $3::text[]) AS gone(kind, id)
  WHERE kept.dealership = $1 AND kept.kind = gone.kind AND kept.record_id = gone.id`
const eraseLeads = "DELETE FROM crm_procedure.waiting_leads WHERE dealership = $1 AND id = ANY ($2::text[])"
const eraseQuotes = [
  `DELETE FROM crm_procedure.import_changes WHERE dealership = $1 AND ${quotes("before")}`,
  `DELETE FROM crm_procedure.waiting_leads WHERE dealership = $1 AND ${quotes("content")}`,
  `UPDATE crm_procedure.imports SET rejected = NULL WHERE dealership = $1 AND ${quotes("rejected")}`
]

const forgetRejected = "UPDATE crm_procedure.imports SET rejected = NULL WHERE dealership = $1 AND at < $2 AND rejected IS NOT NULL"
const forgetOf = (table: string): string => `
  DELETE FROM crm_procedure.${table} AS kept USING crm_procedure.imports AS one
  WHERE kept.dealership = $1 AND one.dealership = $1 AND one.id = kept.import_id AND one.at < $2`

/** JSON as Postgres keeps it, compact as it was written: what a text is looked for in. */
const toImport = ({ at, by, file, id, key_id, kind, mapping, rejected, report, state, undone_at, undone_by }: ImportRow): KeptImport => ({
  id,
  at,
  by,
  keyId: key_id,
  ...(file === null ? {} : { file }),
  kind,
  ...(mapping === null ? {} : { mapping }),
  state,
  report,
  ...(rejected === undefined || rejected === null ? {} : { rejected }),
  ...(undone_at === null ? {} : { undoneAt: undone_at }),
  ...(undone_by === null ? {} : { undoneBy: undone_by })
})

const toToken = ({ created_at, hash, id, name, revoked_at, settings }: TokenRow): InboxToken =>
  ({ id, hash, name, settings, createdAt: created_at, ...(revoked_at === null ? {} : { revokedAt: revoked_at }) })

const toLead = ({ content, id, received_at, token_id }: LeadRow): WaitingLead => ({ id, receivedAt: received_at, tokenId: token_id, content })

const method = <Args extends ReadonlyArray<unknown>, A>(operation: string, run: (...args: Args) => Effect.Effect<A, Unavailable>) => (...args: Args) =>
  run(...args).pipe(
    Effect.mapError(({ detail }) => new IntakeStoreError({ operation, reason: new IntakeStoreUnavailable({ detail }) })),
    Effect.withSpan(`IntakeStore.${operation}`)
  )

export const make = (database: Database, handles: Handles): IntakeStore["Service"] => {
  const tokensByHash = new KnownHashes<TokenRow>(database, handles, "inbox-token", "inbox_tokens", tokenColumns)
  const write = (dealership: string, text: string, values: ReadonlyArray<unknown>) => database.beside(dealership, database.write(dealership, text, values))
  const isThere = (dealership: string, text: string, values: ReadonlyArray<unknown>) => Effect.map(write(dealership, text, values), (rows) => rows.length > 0)
  return refusingNotStorable({
    putMapping: method("putMapping", (dealership, { changedAt, changedBy, content, name }) =>
      Effect.asVoid(write(dealership, putMapping, [name, Parameter.json(content), Parameter.bigint(changedAt), changedBy]))),
    mappings: method("mappings", (dealership) =>
      Effect.map(database.read<MappingRow>(dealership, mappingsOf), (rows) =>
        rows.map(({ changed_at, changed_by, content, name }) => ({ name, content, changedAt: changed_at, changedBy: changed_by })))),
    removeMapping: method("removeMapping", (dealership, name) => isThere(dealership, removeMapping, [name])),

    putImport: method("putImport", (dealership, { at, by, file, id, keyId, kind, mapping, rejected, report, state, undoneAt, undoneBy }) =>
      Effect.asVoid(write(dealership, putImport, [
        id, Parameter.bigint(at), by, keyId, Parameter.text(file), kind, Parameter.text(mapping), state, Parameter.json(report), Parameter.json(rejected),
        Parameter.bigint(undoneAt), Parameter.text(undoneBy)
      ]))),
    importOf: method("importOf", (dealership, id) =>
      Effect.map(database.read<ImportRow>(dealership, importOf, [id]), ([row]) => Option.map(Option.fromUndefinedOr(row), toImport))),
    imports: method("imports", (dealership, before, limit) =>
      Effect.map(database.read<ImportRow>(dealership, importsOf, [Parameter.text(before), Parameter.bigint(limit)]), (rows) => rows.map(toImport))),
    addBatch: method("addBatch", (dealership, importId, { added, changed, kind, sequence }) =>
      database.beside(dealership, Effect.gen(function*() {
        yield* database.write(dealership, addBatch, [importId, sequence, kind, Parameter.texts(added)])
        yield* database.write(dealership, removeChanges, [importId, sequence])
        if (changed.length === 0) return
        yield* database.write(dealership, addChanges, [
          importId,
          sequence,
          kind,
          Parameter.texts(changed.map(({ id }) => id)),
          Parameter.texts(changed.map(({ before }) => JSON.stringify(before) as string | undefined)),
          Parameter.texts(changed.map(({ mark }) => mark))
        ])
      }))),
    batches: method("batches", (dealership, importId) => database.read<{ readonly sequence: number; readonly kind: string }>(dealership, batchesOf, [importId])),
    batch: method("batch", (dealership, importId, sequence) =>
      database.atOneMoment(dealership, Effect.gen(function*() {
        const [head] = yield* database.read<{ readonly sequence: number; readonly kind: string; readonly added: ReadonlyArray<string> }>(dealership, batchOf, [importId, sequence])
        if (head === undefined) return Option.none()
        const rows = yield* database.read<{ readonly record_id: string; readonly before: unknown; readonly mark: string }>(dealership, changesOf, [importId, sequence])
        const changed = rows.map(({ before, mark, record_id }): Changed => ({ id: record_id, ...(before === null ? {} : { before }), mark }))
        return Option.some({ ...head, changed })
      }))),
    removeBatch: method("removeBatch", (dealership, importId, sequence) =>
      database.beside(dealership, Effect.gen(function*() {
        yield* database.write(dealership, removeChanges, [importId, sequence])
        yield* database.write(dealership, removeBatch, [importId, sequence])
      }))),

    putCells: method("putCells", (dealership, kind, kept) => {
      // A statement can't change the same row twice: of two rows of one record the last one is put.
      const cells = new Map(kept.map((one) => [one.id, JSON.stringify(one.cells)]))
      return cells.size === 0 ? Effect.void : Effect.asVoid(write(dealership, putCells, [kind, Parameter.texts([...cells.keys()]), Parameter.texts([...cells.values()])]))
    }),
    cellsOf: method("cellsOf", (dealership, kind, id) =>
      Effect.map(database.read<{ readonly cells: Readonly<Record<string, string>> }>(dealership, cellsOf, [kind, id]), ([row]) => row?.cells ?? {})),

    putInboxToken: method("putInboxToken", (dealership, { createdAt, hash, id, name, revokedAt, settings }) =>
      database.beside(dealership, Effect.andThen(
        database.write(dealership, putToken, [id, hash, name, Parameter.json(settings), Parameter.bigint(createdAt), Parameter.bigint(revokedAt)]),
        handles.put(dealership, "inbox-token", id, [hash])
      ))),
    inboxTokens: method("inboxTokens", (dealership) => Effect.map(database.read<TokenRow>(dealership, tokensOf), (rows) => rows.map(toToken))),
    inboxTokenOfHash: method("inboxTokenOfHash", (hash) =>
      Effect.map(tokensByHash.find(hash), (row) => Option.map(Option.fromUndefinedOr(row), (found) => ({ dealership: found.dealership, token: toToken(found) })))),
    addWaitingLead: method("addWaitingLead", (dealership, { content, id, receivedAt, tokenId }) =>
      isThere(dealership, addLead, [id, Parameter.bigint(receivedAt), tokenId, Parameter.json(content)])),
    waitingLead: method("waitingLead", (dealership, id) =>
      Effect.map(database.read<LeadRow>(dealership, leadOf, [id]), ([row]) => Option.map(Option.fromUndefinedOr(row), toLead))),
    waitingLeads: method("waitingLeads", (dealership, after, limit) =>
      Effect.map(database.read<LeadRow>(dealership, leadsOf, [Parameter.text(after), Parameter.bigint(limit)]), (rows) => rows.map(toLead))),
    removeWaitingLead: method("removeWaitingLead", (dealership, id) => isThere(dealership, removeLead, [id])),

    erase: method("erase", (dealership, { ids, texts }) =>
      database.beside(dealership, Effect.gen(function*() {
        const gone = [Parameter.texts(ids.map(({ kind }) => kind)), Parameter.texts(ids.map(({ id }) => id))]
        for (const table of ["import_changes", "unknown_cells"]) yield* database.write(dealership, erasedRecords(table), gone)
        yield* database.write(dealership, eraseLeads, [Parameter.texts(ids.flatMap(({ id, kind }) => kind === "prospects" ? [id] : []))])
        for (const statement of eraseQuotes) yield* database.write(dealership, statement, [Parameter.texts(texts)])
      }))),
    forget: method("forget", (dealership, rejectedBefore, changesBefore) =>
      database.beside(dealership, Effect.gen(function*() {
        yield* database.write(dealership, forgetRejected, [Parameter.bigint(rejectedBefore)])
        for (const table of ["import_changes", "import_batches"]) yield* database.write(dealership, forgetOf(table), [Parameter.bigint(changesBefore)])
      })))
  })
}
