import { Records } from "@crm-procedure/core/register/Records"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Pglite from "../../src/Pglite.ts"

const goal = (period: string, prospects: number) => ({ period, advisorId: "A1", branchId: "S1", brandId: "M1", prospects, activities: 1 })
const folder = mkdtempSync(join(tmpdir(), "crm-procedure-thread-"))
const dataDir = join(folder, "pglite")
const scope = Scope.makeUnsafe()
const thread = () => new Worker(new URL("./databaseThread.ts", import.meta.url))

let first: Records["Service"]
let connections: Pglite.Connections["Service"]

const opened = (within: Scope.Scope = scope): Promise<Records["Service"]> =>
  Effect.runPromise(Layer.buildWithScope(Pglite.layerConnection(connections.open()), within)).then((context) => Context.get(context, Records))

beforeAll(async () => {
  const services = await Effect.runPromise(Layer.buildWithScope(Pglite.layerThread({ dataDir, thread }), scope))
  first = Context.get(services, Records)
  connections = Context.get(services, Pglite.Connections)
})
afterAll(async () => {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  rmSync(folder, { recursive: true, force: true })
})

describe("an embedded database in a thread of its own", () => {
  it("answers a second connection with what the first one wrote", async () => {
    const second = await opened()
    await Effect.runPromise(first.putGoals("norte", "2024-03", [goal("2024-03", 40)]))
    expect(await Effect.runPromise(second.goals("norte", "2024-03"))).toEqual([goal("2024-03", 40)])
    await Effect.runPromise(second.putGoals("norte", "2024-04", [goal("2024-04", 5)]))
    expect(await Effect.runPromise(first.goals("norte", "2024-04"))).toEqual([goal("2024-04", 5)])
  })

  it("keeps a change of one connection from the others until it is done", async () => {
    const second = await opened()
    const held = Deferred.makeUnsafe<void>()
    const written = Deferred.makeUnsafe<void>()
    const change = Effect.runFork(second.change("sur", Effect.gen(function*() {
      yield* second.putGoals("sur", "2024-03", [goal("2024-03", 1)])
      yield* Deferred.succeed(written, undefined)
      yield* Deferred.await(held)
      yield* second.putGoals("sur", "2024-04", [goal("2024-04", 2)])
    })))
    await Effect.runPromise(Deferred.await(written))
    const read = Effect.runFork(Effect.all([first.goals("sur", "2024-03"), first.goals("sur", "2024-04")]))
    await Effect.runPromise(Deferred.succeed(held, undefined))
    await Effect.runPromise(Fiber.join(change))
    expect(await Effect.runPromise(Fiber.join(read))).toEqual([[goal("2024-03", 1)], [goal("2024-04", 2)]])
  })

  it("serves changes and reads of several connections at once, each to its end", async () => {
    const all = [first, await opened(), await opened()]
    const changes = all.flatMap((records, number) =>
      Array.from({ length: 15 }, (_, round) => {
        const period = `20${10 + number}-0${1 + round % 9}`
        return Effect.andThen(records.change(`c${round % 3}`, Effect.all([
          records.putGoals(`c${round % 3}`, period, [goal(period, round)]),
          records.goals(`c${round % 3}`, period)
        ], { concurrency: 2 })), records.goals(`c${number}`, period))
      }))
    const answers = await Effect.runPromise(Effect.all(changes, { concurrency: "unbounded" }))
    expect(answers.length).toBe(45)
  })

  it("takes back the change of a thread that ends, and answers the others", async () => {
    const connection = connections.open()
    const changing = new Worker(new URL("./changingThread.ts", import.meta.url), { workerData: connection, transferList: [connection.port] })
    await once(changing, "message")
    await changing.terminate()
    expect(await Effect.runPromise(first.goals("oeste", "2024-03"))).toEqual([])
  })

  it("goes on with a connection whose statement was interrupted", async () => {
    const second = await opened()
    for (let round = 0; round < 20; round++) {
      const change = Effect.runFork(second.change("este", Effect.forEach(Array.from({ length: 20 }), () => second.goals("este", "2024-03"))))
      await new Promise((resolve) => setImmediate(resolve))
      await Effect.runPromise(Fiber.interrupt(change))
    }
    expect(await Effect.runPromise(second.goals("este", "2024-03"))).toEqual([])
  })

  it("says why a directory can't be opened", async () => {
    const exit = await Effect.runPromiseExit(Effect.scoped(Layer.build(Pglite.layerThread({ dataDir, thread }))))
    expect(String(Exit.isFailure(exit) ? exit.cause : "")).toContain("another process has it open")
    const refused = await Effect.runPromiseExit(Effect.scoped(Layer.build(Pglite.layerThread({ dataDir: "/proc/nowhere", thread }))))
    expect(Exit.isFailure(refused)).toBe(true)
  })
})
