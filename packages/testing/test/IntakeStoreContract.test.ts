import * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as Records from "@crm-procedure/core/register/Records"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as IntakeStoreContract from "../src/IntakeStoreContract.ts"

const runner = { describe, it: (name: string, body: () => Promise<void>) => it(name, body) }

IntakeStoreContract.suite("in memory", IntakeStore.IntakeStore.layerMemory, runner)

type Port = IntakeStore.IntakeStore["Service"]

/** A storage that is the in-memory one but for what is broken on purpose. */
const broken = (change: (port: Port) => Partial<Port>): IntakeStoreContract.Storage =>
  Layer.effect(IntakeStore.IntakeStore, Effect.map(IntakeStore.IntakeStore, (port) => IntakeStore.IntakeStore.of({ ...port, ...change(port) }))).pipe(
    Layer.provide(IntakeStore.IntakeStore.layerMemory)
  )

const failed = async <S>(cases: ReadonlyArray<IntakeStoreContract.Case<S>>, storage: S): Promise<ReadonlyArray<string>> => {
  const names: Array<string> = []
  for (const { check, name } of cases) await check(storage).catch(() => names.push(name))
  return names
}

describe("the contract", () => {
  const faults: ReadonlyArray<readonly [string, (port: Port) => Partial<Port>]> = [
    ["mixes the mappings of dealerships", (port) => ({ putMapping: (_, mapping) => port.putMapping("all", mapping), mappings: () => port.mappings("all") })],
    ["keeps a mapping that was removed", () => ({ removeMapping: () => Effect.succeed(true) })],
    ["lists imports in another order", (port) => ({ imports: (...args) => Effect.map(port.imports(...args), (all) => all.toReversed()) })],
    ["forgets who took an import back", (port) => ({ putImport: (dealership, { undoneBy: _by, ...kept }) => port.putImport(dealership, kept) })],
    ["forgets what stood there before", (port) => ({ addBatch: (dealership, id, batch) => port.addBatch(dealership, id, { ...batch, changed: batch.changed.map(({ id, mark }) => ({ id, mark })) }) })],
    ["keeps a batch that was removed", () => ({ removeBatch: () => Effect.void })],
    ["mixes the cells of kinds", (port) => ({ putCells: (dealership, _, kept) => port.putCells(dealership, "all", kept), cellsOf: (dealership, _, id) => port.cellsOf(dealership, "all", id) })],
    ["finds any token", (port) => ({ inboxTokenOfHash: (hash) => port.inboxTokenOfHash(`${hash.slice(1)}0`) })],
    ["keeps the last delivery of a lead", (port) => ({
      addWaitingLead: (dealership, lead) => Effect.andThen(port.removeWaitingLead(dealership, lead.id), port.addWaitingLead(dealership, lead))
    })],
    ["keeps a lead that was placed", (port) => ({ waitingLead: (dealership, id) => Effect.map(port.waitingLead(dealership, id), Option.orElse(() => Option.some({ id, receivedAt: 7, tokenId: "t1", content: {} }))) })],
    ["keeps erased data", () => ({ erase: () => Effect.void })],
    ["erases what it quotes only", (port) => ({ erase: (dealership, { texts }) => port.erase(dealership, { ids: [], texts }) })],
    ["erases by ids only", (port) => ({ erase: (dealership, { ids }) => port.erase(dealership, { ids, texts: [] }) })],
    ["forgets nothing", () => ({ forget: () => Effect.void })],
    ["forgets everything", (port) => ({ forget: (dealership) => port.forget(dealership, 100, 100) })],
    ["takes any text", (port) => ({ putMapping: () => Effect.void, mappings: port.mappings })]
  ]
  for (const [name, change] of faults) {
    it(`catches a storage that ${name}`, async () => {
      assert.isNotEmpty(await failed(IntakeStoreContract.cases, broken(change)))
    })
  }

  it("has nothing against a storage that only passes on", async () => {
    assert.isEmpty(await failed(IntakeStoreContract.cases, broken(() => ({}))))
  })

  it("catches a storage whose batches outlive the change that they tell", async () => {
    const apart = Layer.mergeAll(Records.Records.layerMemory, IntakeStore.IntakeStore.layerMemory)
    assert.deepStrictEqual(await failed(IntakeStoreContract.jointCases, apart), ["keeps no batch of a change that came to nothing"])
  })
})
