import { Records } from "@crm-procedure/core/register/Records"
import { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Postgres from "../src/Postgres.ts"
import * as EveryRow from "./EveryRow.ts"
import { fill } from "./FilledDealership.ts"
import { Interruptor } from "./Interruptor.ts"
import { PostgresServer } from "./PostgresServer.ts"
import { reads } from "./Reads.ts"
import { type Ports, type Write, writes } from "./Writes.ts"

let server: PostgresServer
let interruptor: Interruptor
let ports: Ports
let rowsOf: EveryRow.EveryRow
const scope = Scope.makeUnsafe()

beforeAll(async () => {
  server = await PostgresServer.start()
  const url = await server.createDatabase("faults")
  interruptor = await Interruptor.start(server.port)
  const through = url.replace(String(server.port), String(interruptor.ownPort))
  const services = await Effect.runPromise(Layer.buildWithScope(Postgres.layer({ url: Redacted.make(through), maxConnections: 2 }), scope))
  ports = { records: Context.get(services, Records), serviceStore: Context.get(services, ServiceStore), intakeStore: Context.get(services, IntakeStore) }
  rowsOf = await Effect.runPromise(Scope.provide(EveryRow.make(url), scope))
})
afterAll(async () => {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  await interruptor.stop()
  await server.stop()
})

let dealerships = 0
const filled = async (): Promise<string> => {
  const dealership = `faults ${++dealerships}`
  await Effect.runPromise(fill(dealership).pipe(Effect.provideService(Records, ports.records), Effect.provideService(ServiceStore, ports.serviceStore), Effect.provideService(IntakeStore, ports.intakeStore)))
  return dealership
}

/** What is in every table after something was done to a new dealership, or not. */
const after = async (dealership: string): Promise<string> => JSON.stringify(await Effect.runPromise(rowsOf(dealership)))
const run = (write: Write, dealership: string) => Effect.runPromise(Effect.exit(write(ports, dealership, 2)))

describe("a broken connection", () => {
  it("is tried with every method of the ports that writes", () => {
    const methods = new Set([...Object.keys(ports.records), ...Object.keys(ports.serviceStore), ...Object.keys(ports.intakeStore)])
    for (const method of Object.keys(reads)) methods.delete(method)
    // It rewrites files of this process, and does nothing on a server.
    methods.delete("purge")
    assert.deepStrictEqual([...methods].filter((method) => !(method in writes)), [])
  })

  it.each(Object.keys(writes))("at any statement of %s leaves all of it or nothing, and says so", async (name) => {
    const write = writes[name]!
    const untouched = await filled()
    const nothing = (await after(untouched)).replaceAll(untouched, "")
    const whole = await filled()
    interruptor.cut("before", Number.POSITIVE_INFINITY)
    assert.isTrue(Exit.isSuccess(await run(write, whole)))
    const { statements } = interruptor
    const all = (await after(whole)).replaceAll(whole, "")
    const outcomes = new Set<string>()
    for (const mode of ["before", "after"] as const) {
      for (let statement = 1; statement <= statements; statement++) {
        const dealership = await filled()
        interruptor.cut(mode, statement)
        const exit = await run(write, dealership)
        assert.isTrue(interruptor.hasCut, `${mode} statement ${statement} of ${statements}`)
        const found = (await after(dealership)).replaceAll(dealership, "")
        const where = `${mode} statement ${statement} of ${statements}`
        if (Exit.isSuccess(exit)) {
          assert.strictEqual(found, all, where)
          outcomes.add("tried again")
        } else {
          assert.match(JSON.stringify(exit.cause), /while the change was being committed/, where)
          // Only of a commit that was not answered one can't know.
          assert.strictEqual(statement, statements, where)
          assert.strictEqual(found, mode === "before" ? nothing : all, where)
          outcomes.add("told that it is unknown")
        }
      }
    }
    assert.deepStrictEqual([...outcomes].sort(), ["told that it is unknown", "tried again"])
  })
})
