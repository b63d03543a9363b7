/**
 * What a service stores about files and leads that come from outside: mappings, the history of imports with what each one changed,
 * cells that no field takes, and leads that wait to be placed. This is the third storage port, with its one error and its in-memory layer.
 *
 * Rejected rows, earlier contents, cells and waiting leads are personal data: {@link IntakeStore} erases them by record and by text.
 * Adapters answer exactly as {@link IntakeStore.layerMemory} does: the contract suite of the testing kit compares them.
 *
 * @see docs/decisions/0050-what-an-import-leaves-behind.md
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Instant } from "../calendar/Calendar.ts"
import * as StorableText from "../identity/StorableText.ts"
import * as Verification from "../judging/Verification.ts"

/** The storage can't be reached or does not answer; trying again may help. */
export class IntakeStoreUnavailable extends Schema.TaggedError<IntakeStoreUnavailable>()("IntakeStoreUnavailable", { detail: Schema.String }) {
  override get message() {
    return `The intake store can't be reached: ${this.detail}. Try again in a moment.`
  }
}

/** The one error of the port. */
export class IntakeStoreError extends Schema.TaggedError<IntakeStoreError>()("IntakeStoreError", {
  operation: Schema.String,
  reason: Schema.Union([IntakeStoreUnavailable, StorableText.TextNotStorable])
}) {
  override get message() {
    return `${this.operation}: ${this.reason.message}`
  }
}

/** A JSON value. The storage keeps it and does not look into it. */
export type Json = unknown

/** A dealership's own mapping, or its settings for leads, under a name. */
export interface KeptMapping {
  readonly name: string
  readonly content: Json
  readonly changedAt: Instant
  readonly changedBy: string
}

/** How an import stands: rows come in, all is stored, it was refused on the way, or it was taken back. */
export type ImportState = "running" | "done" | "refused" | "undone"

/** An import in the history. Its ids rise with time. */
export interface KeptImport {
  readonly id: string
  readonly at: Instant
  /** The employee or the role that sent it, and the id of the key. */
  readonly by: string
  readonly keyId: string
  readonly file?: string | undefined
  /** A kind of record, or `any`. */
  readonly kind: string
  readonly mapping?: string | undefined
  readonly state: ImportState
  /** The counts, as they were answered. */
  readonly report: Json
  /** The rejected rows, as they were answered; undefined once they are forgotten. */
  readonly rejected?: Json
  readonly undoneAt?: Instant | undefined
  readonly undoneBy?: string | undefined
}

/** A record that an import changed: its content before (absent: it was not there), and a mark of how the import left it. */
export interface Changed {
  readonly id: string
  readonly before?: Json
  /** A revision or a digest; empty: the import removed it. */
  readonly mark: string
}

/** Some of what an import did to records of one kind. `added` ids were not there before, and stand at revision 0. */
export interface ImportBatch {
  readonly sequence: number
  readonly kind: string
  readonly added: ReadonlyArray<string>
  readonly changed: ReadonlyArray<Changed>
}

/** The cells of a record's row that no field takes, by column. */
export interface KeptCells {
  readonly id: string
  readonly cells: Readonly<Record<string, string>>
}

/** A token that lets another system deliver leads. Only its SHA-256 is stored. */
export interface InboxToken {
  readonly id: string
  readonly hash: string
  readonly name: string
  /** How its leads come and where they go. */
  readonly settings: Json
  readonly createdAt: Instant
  readonly revokedAt?: Instant | undefined
}

/** A lead that waits to be placed. */
export interface WaitingLead {
  /** The id of the prospect that it becomes. */
  readonly id: string
  readonly receivedAt: Instant
  readonly tokenId: string
  /** What is known of it, and what is missing. */
  readonly content: Json
}

/** Whose data is erased: records of a kind by their ids, and texts that stand in stored JSON. */
export interface Erased {
  readonly ids: ReadonlyArray<{ readonly kind: string; readonly id: string }>
  /** As JSON quotes them, without the quotes. */
  readonly texts: ReadonlyArray<string>
}

/** The storage port. Every write fails with `TextNotStorable` where it is given a text that not every storage can keep. */
export class IntakeStore extends Context.Service<IntakeStore, {
  /** Stores a mapping. It replaces the dealership's mapping of that name. */
  readonly putMapping: (dealership: string, mapping: KeptMapping) => Effect.Effect<void, IntakeStoreError>
  /** By their names in code point order. */
  readonly mappings: (dealership: string) => Effect.Effect<ReadonlyArray<KeptMapping>, IntakeStoreError>
  /** Removes a mapping; answers whether there was one. */
  readonly removeMapping: (dealership: string, name: string) => Effect.Effect<boolean, IntakeStoreError>

  /** Stores an import. It replaces the one with its id. */
  readonly putImport: (dealership: string, kept: KeptImport) => Effect.Effect<void, IntakeStoreError>
  readonly importOf: (dealership: string, id: string) => Effect.Effect<Option.Option<KeptImport>, IntakeStoreError>
  /** By id, the last first, without their rejected rows; those before an id where one is given. */
  readonly imports: (dealership: string, before: string | undefined, limit: number) => Effect.Effect<ReadonlyArray<KeptImport>, IntakeStoreError>
  /** Stores what an import did. Inside a change of the records it is stored if and only if the change is. */
  readonly addBatch: (dealership: string, importId: string, batch: ImportBatch) => Effect.Effect<void, IntakeStoreError>
  /** The sequences and kinds of an import's batches, in order. */
  readonly batches: (dealership: string, importId: string) => Effect.Effect<ReadonlyArray<Pick<ImportBatch, "sequence" | "kind">>, IntakeStoreError>
  /** A batch with its changes by their ids in code point order. */
  readonly batch: (dealership: string, importId: string, sequence: number) => Effect.Effect<Option.Option<ImportBatch>, IntakeStoreError>
  readonly removeBatch: (dealership: string, importId: string, sequence: number) => Effect.Effect<void, IntakeStoreError>

  /** Stores cells of records of a kind. They replace those stored for each. */
  readonly putCells: (dealership: string, kind: string, kept: ReadonlyArray<KeptCells>) => Effect.Effect<void, IntakeStoreError>
  readonly cellsOf: (dealership: string, kind: string, id: string) => Effect.Effect<Readonly<Record<string, string>>, IntakeStoreError>

  /** Stores a token. It replaces the dealership's token with its id. */
  readonly putInboxToken: (dealership: string, token: InboxToken) => Effect.Effect<void, IntakeStoreError>
  /** By their ids in code point order, also revoked ones. */
  readonly inboxTokens: (dealership: string) => Effect.Effect<ReadonlyArray<InboxToken>, IntakeStoreError>
  /** The token with a hash, also a revoked one, and its dealership. This question is asked before the dealership is known. */
  readonly inboxTokenOfHash: (hash: string) => Effect.Effect<Option.Option<{ readonly dealership: string; readonly token: InboxToken }>, IntakeStoreError>
  /** Stores a lead that waits, unless one with its id waits already. Answers whether it was stored. */
  readonly addWaitingLead: (dealership: string, lead: WaitingLead) => Effect.Effect<boolean, IntakeStoreError>
  readonly waitingLead: (dealership: string, id: string) => Effect.Effect<Option.Option<WaitingLead>, IntakeStoreError>
  /** By their ids in code point order, those after an id where one is given. */
  readonly waitingLeads: (dealership: string, after: string | undefined, limit: number) => Effect.Effect<ReadonlyArray<WaitingLead>, IntakeStoreError>
  /** Removes a lead that waits; answers whether there was one. */
  readonly removeWaitingLead: (dealership: string, id: string) => Effect.Effect<boolean, IntakeStoreError>

  /** Removes what is stored of erased records and what quotes the texts: earlier contents, cells, rejected rows, waiting leads. */
  readonly erase: (dealership: string, erased: Erased) => Effect.Effect<void, IntakeStoreError>
  /** Forgets the rejected rows of imports before one instant, and what imports before another one changed. */
  readonly forget: (dealership: string, rejectedBefore: Instant, changesBefore: Instant) => Effect.Effect<void, IntakeStoreError>
}>()("@crm-procedure/core/service/IntakeStore") {
  /** Keeps everything in memory, for as long as the layer lives. */
  static readonly layerMemory: Layer.Layer<IntakeStore> = Layer.sync(IntakeStore, () => {
    const boxes = new Map<string, Box>()
    const act = <A>(dealership: string, on: (box: Box) => A): Effect.Effect<A> =>
      Effect.sync(() => {
        let box = boxes.get(dealership)
        if (box === undefined) boxes.set(dealership, box = new Box())
        return on(box)
      })
    return refusingNotStorable({
      putMapping: (dealership, mapping) => act(dealership, (box) => void box.mappings.set(mapping.name, mapping)),
      mappings: (dealership) => act(dealership, (box) => sorted([...box.mappings.values()], ({ name }) => name)),
      removeMapping: (dealership, name) => act(dealership, (box) => box.mappings.delete(name)),
      putImport: (dealership, kept) => act(dealership, (box) => void box.imports.set(kept.id, kept)),
      importOf: (dealership, id) => act(dealership, (box) => Option.fromUndefinedOr(box.imports.get(id))),
      imports: (dealership, before, limit) =>
        act(dealership, (box) =>
          sorted([...box.imports.values()], ({ id }) => id).toReversed()
            .filter(({ id }) => before === undefined || Verification.compareIds(id, before) < 0)
            .slice(0, limit)
            .map(({ rejected: _rejected, ...one }) => one)),
      addBatch: (dealership, importId, batch) => act(dealership, (box) => void box.batches.set(keyOf(importId, batch.sequence), { importId, batch })),
      batches: (dealership, importId) =>
        act(dealership, (box) =>
          [...box.batches.values()].filter((one) => one.importId === importId)
            .map(({ batch: { kind, sequence } }) => ({ sequence, kind }))
            .sort((one, other) => one.sequence - other.sequence)),
      batch: (dealership, importId, sequence) =>
        act(dealership, (box) =>
          Option.map(Option.fromUndefinedOr(box.batches.get(keyOf(importId, sequence))), ({ batch }) => ({ ...batch, changed: sorted(batch.changed, ({ id }) => id) }))),
      removeBatch: (dealership, importId, sequence) => act(dealership, (box) => void box.batches.delete(keyOf(importId, sequence))),
      putCells: (dealership, kind, kept) =>
        act(dealership, (box) => {
          for (const { cells, id } of kept) box.cells.set(keyOf(kind, id), cells)
        }),
      cellsOf: (dealership, kind, id) => act(dealership, (box) => box.cells.get(keyOf(kind, id)) ?? {}),
      putInboxToken: (dealership, token) => act(dealership, (box) => void box.tokens.set(token.id, token)),
      inboxTokens: (dealership) => act(dealership, (box) => sorted([...box.tokens.values()], ({ id }) => id)),
      inboxTokenOfHash: (hash) =>
        Effect.sync(() => {
          for (const [dealership, { tokens }] of boxes) for (const token of tokens.values()) if (token.hash === hash) return Option.some({ dealership, token })
          return Option.none()
        }),
      addWaitingLead: (dealership, lead) =>
        act(dealership, ({ leads }) => {
          const isNew = !leads.has(lead.id)
          if (isNew) leads.set(lead.id, lead)
          return isNew
        }),
      waitingLead: (dealership, id) => act(dealership, ({ leads }) => Option.fromUndefinedOr(leads.get(id))),
      waitingLeads: (dealership, after, limit) =>
        act(dealership, ({ leads }) =>
          sorted([...leads.values()], ({ id }) => id).filter(({ id }) => after === undefined || Verification.compareIds(id, after) > 0).slice(0, limit)),
      removeWaitingLead: (dealership, id) => act(dealership, ({ leads }) => leads.delete(id)),
      erase: (dealership, erased) => act(dealership, (box) => box.erase(erased)),
      forget: (dealership, rejectedBefore, changesBefore) => act(dealership, (box) => box.forget(rejectedBefore, changesBefore))
    })
  })
}

/** A port whose writes refuse, before they begin, text that not every storage can keep ({@link StorableText}). */
export const refusingNotStorable = (port: IntakeStore["Service"]): IntakeStore["Service"] => {
  const write = <Args extends ReadonlyArray<unknown>, A>(operation: string, method: (...args: Args) => Effect.Effect<A, IntakeStoreError>) =>
    StorableText.refusing(method, (reason) => new IntakeStoreError({ operation, reason }))
  return IntakeStore.of({
    ...port,
    putMapping: write("putMapping", port.putMapping),
    removeMapping: write("removeMapping", port.removeMapping),
    putImport: write("putImport", port.putImport),
    addBatch: write("addBatch", port.addBatch),
    removeBatch: write("removeBatch", port.removeBatch),
    putCells: write("putCells", port.putCells),
    putInboxToken: write("putInboxToken", port.putInboxToken),
    addWaitingLead: write("addWaitingLead", port.addWaitingLead),
    removeWaitingLead: write("removeWaitingLead", port.removeWaitingLead),
    erase: write("erase", port.erase),
    forget: write("forget", port.forget)
  })
}

const keyOf = (...parts: ReadonlyArray<string | number>): string => JSON.stringify(parts)

const sorted = <A>(all: ReadonlyArray<A>, idOf: (one: A) => string): ReadonlyArray<A> => all.toSorted((one, other) => Verification.compareIds(idOf(one), idOf(other)))

/** What is stored for one dealership. */
class Box {
  readonly mappings = new Map<string, KeptMapping>()
  readonly imports = new Map<string, KeptImport>()
  readonly batches = new Map<string, { readonly importId: string; readonly batch: ImportBatch }>()
  readonly cells = new Map<string, Readonly<Record<string, string>>>()
  readonly tokens = new Map<string, InboxToken>()
  readonly leads = new Map<string, WaitingLead>()

  erase({ ids, texts }: Erased): void {
    const isQuoted = (value: Json): boolean => {
      const text = (JSON.stringify(value) as string | undefined) ?? ""
      return texts.some((one) => text.includes(one))
    }
    const isErased = (kind: string, id: string): boolean => ids.some((one) => one.kind === kind && one.id === id)
    for (const { id, kind } of ids) {
      this.cells.delete(keyOf(kind, id))
      if (kind === "prospects") this.leads.delete(id)
    }
    for (const [key, { batch, importId }] of this.batches) {
      this.batches.set(key, { importId, batch: { ...batch, changed: batch.changed.filter(({ before, id }) => !isErased(batch.kind, id) && !isQuoted(before)) } })
    }
    for (const [id, one] of this.imports) if (isQuoted(one.rejected)) this.imports.set(id, withoutRejected(one))
    for (const [id, { content }] of this.leads) if (isQuoted(content)) this.leads.delete(id)
  }

  forget(rejectedBefore: Instant, changesBefore: Instant): void {
    for (const [id, one] of this.imports) if (one.at < rejectedBefore) this.imports.set(id, withoutRejected(one))
    for (const [key, { importId }] of this.batches) if ((this.imports.get(importId)?.at ?? changesBefore) < changesBefore) this.batches.delete(key)
  }
}

const withoutRejected = ({ rejected: _rejected, ...kept }: KeptImport): KeptImport => kept
