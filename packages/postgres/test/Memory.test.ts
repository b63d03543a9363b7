import { Records } from "@crm-procedure/core/register/Records"
import { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Pglite from "../src/Pglite.ts"
import * as Postgres from "../src/Postgres.ts"
import { fill, prospect, storedVerdict } from "./FilledDealership.ts"
import { PostgresServer } from "./PostgresServer.ts"
import { reads } from "./Reads.ts"
import type { Ports } from "./Writes.ts"

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

/** Rounds over every kind of read; `READS=20000 npx pnpm@12 exec vitest run packages/postgres/test/Memory.test.ts` does so many reads. */
const ROUNDS = Math.ceil(Number(process.env["READS"] ?? 6_000) / Object.keys(reads).length)
const FIRST = Math.ceil(ROUNDS / 2)
/** What caches and compiled code may still take. Kept answers would take three times as much. */
const MOST_MEBIBYTES = 20
const MEBIBYTE = 1_048_576

/** Enough records that what one round answers is a megabyte: an answer that is kept shows. */
const RECORDS = 500

const dealership = "D1"
const scope = Scope.makeUnsafe()
let server: PostgresServer
const storages = new Map<string, Ports>()

beforeAll(async () => {
  server = await PostgresServer.start()
  const layers = { PGlite: Pglite.layer(), Postgres: Postgres.layer({ url: Redacted.make(await server.createDatabase("memory")) }) }
  for (const [name, layer] of Object.entries(layers)) {
    const services = await Effect.runPromise(Layer.buildWithScope(layer, scope))
    const ports: Ports = { records: Context.get(services, Records), serviceStore: Context.get(services, ServiceStore), intakeStore: Context.get(services, IntakeStore) }
    const entries = Array.from({ length: RECORDS }, (_, number) => ({ record: prospect(`M${number}`, { interest: "Sedán ".repeat(100) }), storedVerdict: storedVerdict() }))
    await Effect.runPromise(Effect.provideContext(Effect.andThen(fill(dealership), ports.records.putProspects(dealership, entries, 1)), services))
    storages.set(name, ports)
  }
})
afterAll(async () => {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  await server.stop()
})

/** What is in use after the rubbish is gone: of objects, and of what they keep outside of the heap. */
const used = (): number => {
  collect()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

describe("memory", () => {
  it("is tried with every method of the ports that reads", () => {
    const { intakeStore, records, serviceStore } = storages.get("PGlite")!
    assert.includeMembers([...Object.keys(records), ...Object.keys(serviceStore), ...Object.keys(intakeStore)], Object.keys(reads))
  })

  it.each(["PGlite", "Postgres"])("does not grow with the number of reads: %s", async (name) => {
    const ports = storages.get(name)!
    const rounds = (count: number) =>
      Effect.runPromise(Effect.forEach(Array.from({ length: count }), () => Effect.forEach(Object.values(reads), (read) => read(ports, dealership), { discard: true }), { discard: true }))
    await rounds(FIRST)
    const before = used()
    const residentBefore = process.memoryUsage().rss
    await rounds(ROUNDS - FIRST)
    const grown = (used() - before) / MEBIBYTE
    assert.isBelow(grown, MOST_MEBIBYTES, `${grown.toFixed(1)} MiB more after ${ROUNDS - FIRST} rounds`)
    const resident = (process.memoryUsage().rss - residentBefore) / MEBIBYTE
    assert.isBelow(resident, 150, `${resident.toFixed(0)} MiB more resident`)
  })
})
