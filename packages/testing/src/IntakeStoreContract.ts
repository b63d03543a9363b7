/**
 * What every storage of files and leads from outside owes (mappings, imports, unknown cells, tokens, waiting leads): to answer exactly
 * as the in-memory one does. Run by whatever test runner you use; see {@link suite}.
 *
 * Every case takes dealerships of its own, so that one storage serves all cases, one after another, and keeps what it had.
 */
import * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as Records from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { expectSame, freshDealership } from "./contract/Contract.ts"
import type { Runner } from "./RecordsContract.ts"

type Port = IntakeStore.IntakeStore["Service"]

/** A storage under test, as its layer. */
export type Storage = Layer.Layer<IntakeStore.IntakeStore, unknown>

/** A storage of records and of this, in one: what is kept inside a change goes with it. */
export type JointStorage = Layer.Layer<IntakeStore.IntakeStore | Records.Records, unknown>

/** One promise, with the check of it. It rejects with `ContractBroken`, or with what the storage itself failed with. */
export interface Case<S = Storage> {
  readonly capability: "mappings" | "imports" | "cells" | "inbox" | "erasure"
  readonly name: string
  readonly check: (storage: S) => Promise<void>
}

const declare = (capability: Case["capability"], name: string, body: (port: Port, dealership: string) => Effect.Effect<void, unknown>): Case => ({
  capability,
  name,
  check: (storage) =>
    Effect.runPromise(
      Effect.gen(function*() {
        yield* body(yield* IntakeStore.IntakeStore, freshDealership("intake"))
      }).pipe(Effect.provide(storage), Effect.orDie)
    )
})

const mappingOf = (name: string, version = 1): IntakeStore.KeptMapping =>
  ({ name, content: { name, sources: { "leads.csv": { records: [version] } } }, changedAt: version, changedBy: "R1" })

const importOf = (id: string, more: Partial<IntakeStore.KeptImport> = {}): IntakeStore.KeptImport => ({
  id,
  at: 10,
  by: "R1",
  keyId: "llave",
  file: "prospectos de marzo.xlsx",
  kind: "prospects",
  mapping: "Excel",
  state: "done",
  report: { rows: 2, read: 1 },
  rejected: [{ line: 3, column: "phone", found: "310 482 9175 ñ" }],
  ...more
})

const withoutRejected = ({ rejected: _rejected, ...one }: IntakeStore.KeptImport) => one

const batchOf = (sequence: number, more: Partial<IntakeStore.ImportBatch> = {}): IntakeStore.ImportBatch => ({
  sequence,
  kind: "prospects",
  added: ["P1", "P,2", "P\"3"],
  changed: [{ id: "P4", before: { fullName: "Ana Ñáñez" }, mark: "2" }, { id: "P5", mark: "" }],
  ...more
})

const tokenOf = (id: string, hash: string): IntakeStore.InboxToken =>
  ({ id, hash, name: "Formulario de la página", settings: { source: "meta", brandId: "B1" }, createdAt: 5 })

const leadOf = (id: string, content: unknown = { fields: { phone: "3104829175" } }): IntakeStore.WaitingLead => ({ id, receivedAt: 7, tokenId: "t1", content })

let salts = 0
/** Sixty-four hexadecimal digits that no other case has used, in this process. */
const freshHash = (): string => `${process.pid.toString(16)}${(++salts).toString(16).padStart(4, "0")}`.padEnd(64, "0")

/** The promises, one by one. */
export const cases: ReadonlyArray<Case> = [
  declare("mappings", "gives mappings by their names, the last one of each", (port, dealership) =>
    Effect.gen(function*() {
      for (const name of ["b", "Á", "a"]) yield* port.putMapping(dealership, mappingOf(name))
      yield* port.putMapping(dealership, mappingOf("a", 2))
      yield* port.putMapping(`${dealership}-2`, mappingOf("otra"))
      yield* expectSame("the mappings", yield* port.mappings(dealership), [mappingOf("a", 2), mappingOf("b"), mappingOf("Á")])
      yield* expectSame("removing one twice", [yield* port.removeMapping(dealership, "b"), yield* port.removeMapping(dealership, "b")], [true, false])
      yield* expectSame("the names afterwards", (yield* port.mappings(dealership)).map(({ name }) => name), ["a", "Á"])
    })),
  declare("imports", "lists imports from the last to the first, a page at a time", (port, dealership) =>
    Effect.gen(function*() {
      for (const id of ["i2", "i1", "i3"]) yield* port.putImport(dealership, importOf(id, { state: "running", rejected: undefined }))
      const undone = importOf("i2", { state: "undone", undoneAt: 20, undoneBy: "R2" })
      yield* port.putImport(dealership, undone)
      const running = (id: string) => withoutRejected(importOf(id, { state: "running" }))
      yield* expectSame("the first page", yield* port.imports(dealership, undefined, 2), [running("i3"), withoutRejected(undone)])
      yield* expectSame("the second page", yield* port.imports(dealership, "i2", 2), [running("i1")])
      yield* expectSame("one with its rejected rows", Option.getOrNull(yield* port.importOf(dealership, "i2")), undone)
      yield* expectSame("one of another dealership", Option.isNone(yield* port.importOf(`${dealership}-2`, "i2")), true)
    })),
  declare("imports", "gives what an import did, batch by batch, until the batch is removed", (port, dealership) =>
    Effect.gen(function*() {
      yield* port.putImport(dealership, importOf("i1"))
      yield* port.addBatch(dealership, "i1", batchOf(2, { changed: [{ id: "b", mark: "1" }, { id: "a", before: 0, mark: "1" }] }))
      yield* port.addBatch(dealership, "i1", batchOf(1))
      yield* port.addBatch(dealership, "i1", batchOf(1, { kind: "activities" }))
      yield* port.addBatch(dealership, "i10", batchOf(3))
      yield* expectSame("the batches", yield* port.batches(dealership, "i1"), [{ sequence: 1, kind: "activities" }, { sequence: 2, kind: "prospects" }])
      yield* expectSame("the first one", Option.getOrNull(yield* port.batch(dealership, "i1", 1)), batchOf(1, { kind: "activities" }))
      yield* expectSame("changes by id", Option.getOrNull(yield* port.batch(dealership, "i1", 2))?.changed, [{ id: "a", before: 0, mark: "1" }, { id: "b", mark: "1" }])
      yield* port.removeBatch(dealership, "i1", 1)
      yield* expectSame("once it is removed", Option.isNone(yield* port.batch(dealership, "i1", 1)), true)
      yield* expectSame("the other one", (yield* port.batches(dealership, "i1")).map(({ sequence }) => sequence), [2])
    })),
  declare("imports", "forgets rejected rows and changes, each from an instant of its own", (port, dealership) =>
    Effect.gen(function*() {
      for (const [id, at] of [["i1", 10], ["i2", 20], ["i3", 30]] as const) {
        yield* port.putImport(dealership, importOf(id, { at }))
        yield* port.addBatch(dealership, id, batchOf(1))
      }
      yield* port.forget(dealership, 30, 20)
      const state = yield* Effect.forEach(["i1", "i2", "i3"], (id) =>
        Effect.gen(function*() {
          return [Option.getOrNull(yield* port.importOf(dealership, id))?.rejected !== undefined, (yield* port.batches(dealership, id)).length]
        }))
      yield* expectSame("rejected rows and batches", state, [[false, 0], [false, 1], [true, 1]])
    })),
  declare("cells", "gives the last cells of each record", (port, dealership) =>
    Effect.gen(function*() {
      yield* port.putCells(dealership, "prospects", [{ id: "P1", cells: { "Ciudad, barrio": "Cali" } }, { id: "P2", cells: { a: "1" } }])
      yield* port.putCells(dealership, "prospects", [{ id: "P1", cells: { a: "1" } }, { id: "P1", cells: { Año: "2024", b: "\"" } }])
      yield* expectSame("the last ones", yield* port.cellsOf(dealership, "prospects", "P1"), { Año: "2024", b: "\"" })
      yield* expectSame("the others", yield* port.cellsOf(dealership, "prospects", "P2"), { a: "1" })
      yield* expectSame("of another kind", yield* port.cellsOf(dealership, "activities", "P1"), {})
    })),
  declare("inbox", "finds a token by its hash alone, with its dealership", (port, dealership) =>
    Effect.gen(function*() {
      const hash = freshHash()
      yield* port.putInboxToken(dealership, tokenOf("b", hash))
      yield* port.putInboxToken(dealership, tokenOf("a", freshHash()))
      yield* expectSame("by its hash", Option.getOrNull(yield* port.inboxTokenOfHash(hash)), { dealership, token: tokenOf("b", hash) })
      yield* expectSame("by another hash", Option.isNone(yield* port.inboxTokenOfHash(freshHash())), true)
      const revoked = { ...tokenOf("b", hash), revokedAt: 9 }
      yield* port.putInboxToken(dealership, revoked)
      yield* expectSame("once it is revoked", Option.getOrNull(yield* port.inboxTokenOfHash(hash))?.token, revoked)
      yield* expectSame("all of them", (yield* port.inboxTokens(dealership)).map(({ id }) => id), ["a", "b"])
    })),
  declare("inbox", "keeps the first of several deliveries of a lead until it is placed", (port, dealership) =>
    Effect.gen(function*() {
      const added = yield* Effect.all(Array.from({ length: 8 }, () => port.addWaitingLead(dealership, leadOf("meta-1"))), { concurrency: "unbounded" })
      yield* expectSame("how many were stored", added.filter((one) => one).length, 1)
      yield* port.addWaitingLead(dealership, leadOf("meta-1", { fields: { phone: "other" } }))
      yield* port.addWaitingLead(dealership, leadOf("meta-2"))
      yield* port.addWaitingLead(`${dealership}-2`, leadOf("meta-3"))
      yield* expectSame("the first page", yield* port.waitingLeads(dealership, undefined, 1), [leadOf("meta-1")])
      yield* expectSame("the second page", yield* port.waitingLeads(dealership, "meta-1", 5), [leadOf("meta-2")])
      yield* expectSame("placing it twice", [yield* port.removeWaitingLead(dealership, "meta-1"), yield* port.removeWaitingLead(dealership, "meta-1")], [true, false])
      yield* expectSame("once it is placed", Option.isNone(yield* port.waitingLead(dealership, "meta-1")), true)
      yield* expectSame("the other one", Option.getOrNull(yield* port.waitingLead(dealership, "meta-2")), leadOf("meta-2"))
    })),
  declare("erasure", "removes what it holds of erased records and what quotes them, and nothing else", (port, dealership) =>
    Effect.gen(function*() {
      yield* port.putImport(dealership, importOf("i1"))
      yield* port.putImport(dealership, importOf("i2", { rejected: [{ found: "otra cosa" }] }))
      const changed = [{ id: "P1", before: { a: 1 }, mark: "1" }, { id: "P2", before: { phone: "310 482 9175 ñ" }, mark: "1" }, { id: "P3", before: { b: 2 }, mark: "1" }]
      yield* port.addBatch(dealership, "i1", batchOf(1, { changed }))
      yield* port.putCells(dealership, "prospects", [{ id: "P1", cells: { a: "1" } }, { id: "P3", cells: { a: "1" } }])
      yield* port.putCells(dealership, "activities", [{ id: "P1", cells: { a: "1" } }])
      for (const [id, content] of [["P1", {}], ["meta-1", { name: "310 482 9175 ñ" }], ["meta-2", {}]] as const) yield* port.addWaitingLead(dealership, leadOf(id, content))
      yield* port.erase(dealership, { ids: [{ kind: "prospects", id: "P1" }], texts: ["482 9175 ñ"] })
      const left = {
        changes: Option.getOrNull(yield* port.batch(dealership, "i1", 1))?.changed.map(({ id }) => id),
        rejected: [Option.getOrNull(yield* port.importOf(dealership, "i1"))?.rejected ?? null, Option.getOrNull(yield* port.importOf(dealership, "i2"))?.rejected],
        cells: [yield* port.cellsOf(dealership, "prospects", "P1"), yield* port.cellsOf(dealership, "prospects", "P3"), yield* port.cellsOf(dealership, "activities", "P1")],
        leads: (yield* port.waitingLeads(dealership, undefined, 9)).map(({ id }) => id)
      }
      yield* expectSame("what is left", left, { changes: ["P3"], rejected: [null, [{ found: "otra cosa" }]], cells: [{}, { a: "1" }, { a: "1" }], leads: ["meta-2"] })
    })),
  declare("mappings", "refuses texts that not every storage can keep", (port, dealership) =>
    Effect.gen(function*() {
      const refused = yield* Effect.flip(port.putMapping(dealership, { ...mappingOf("a"), content: { name: "\0" } }))
      yield* expectSame("the reason", (refused as { readonly reason?: { readonly _tag: string } }).reason?._tag, "TextNotStorable")
    }))
]

/** The promises of a storage that keeps both: what is kept inside a change is kept if and only if the change is. */
export const jointCases: ReadonlyArray<Case<JointStorage>> = [true, false].map((succeeds) => ({
  capability: "imports",
  name: succeeds ? "keeps a batch together with the change that it tells" : "keeps no batch of a change that came to nothing",
  check: (storage) =>
    Effect.runPromise(
      Effect.gen(function*() {
        const dealership = freshDealership("intake")
        const records = yield* Records.Records
        const port = yield* IntakeStore.IntakeStore
        const change = Effect.gen(function*() {
          yield* records.putGoals(dealership, "2024-03", [])
          yield* port.addBatch(dealership, "i1", batchOf(1))
          if (!succeeds) return yield* Effect.fail("given up" as const)
        })
        yield* Effect.ignore(records.change(dealership, change))
        yield* expectSame("the batches", (yield* port.batches(dealership, "i1")).length, succeeds ? 1 : 0)
      }).pipe(Effect.provide(storage), Effect.orDie)
    )
}))

/** Declares every case for a storage: `suite("Postgres", layer, { describe, it })`. */
export const suite = (name: string, storage: Storage, { describe, it }: Runner): void => {
  describe(`what the storage of an intake owes: ${name}`, () => {
    for (const one of cases) it(`${one.capability}: ${one.name}`, () => one.check(storage))
  })
}

/** Declares the cases of a storage that keeps records and this in one database. */
export const jointSuite = (name: string, storage: JointStorage, { describe, it }: Runner): void => {
  describe(`what the storage of an intake owes inside a change: ${name}`, () => {
    for (const one of jointCases) it(`${one.capability}: ${one.name}`, () => one.check(storage))
  })
}
