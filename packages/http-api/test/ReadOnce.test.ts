/** How often a write reads and judges: a storage that counts its calls stands in the place of the memory. */
import * as Records from "@crm-procedure/core/register/Records"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { prospectBody, serve, type Server } from "./serving.ts"

type Counted = Map<string, number>

/** The memory, with every call counted by the method's name. */
const counting = (counted: Counted): Layer.Layer<Records.Records> =>
  Layer.effect(Records.Records, Effect.map(Records.Records, (records) =>
    Records.Records.of(Object.fromEntries(Object.entries(records).map(([name, method]) => [name, (...given: ReadonlyArray<never>) => {
      counted.set(name, (counted.get(name) ?? 0) + 1)
      return (method as (...all: ReadonlyArray<never>) => unknown)(...given)
    }])) as unknown as Records.Records["Service"]))).pipe(Layer.provide(Records.Records.layerMemory))

/** What an action reads of single rows, and of calls: each judging reads the calls once. */
const reads = ["prospect", "activity", "prospectsById", "activitiesById", "calls"] as const
const readsOf = async (counted: Counted, action: () => Promise<{ readonly status: number }>, status: number) => {
  counted.clear()
  assert.strictEqual((await action()).status, status)
  return Object.fromEntries(reads.flatMap((name) => counted.has(name) ? [[name, counted.get(name)]] : []))
}

it("a write reads its row once and judges once", async () => {
  const counted: Counted = new Map()
  const server: Server = await serve({ records: counting(counted) })
  const prospect = (interest: string) => () => server.call("PUT", "/v1/prospects/N1", { body: prospectBody("N1", { interest }), headers: { "idempotency-key": interest.replace(" ", "-") } })
  const once = { prospectsById: 1, calls: 1 }
  assert.deepStrictEqual(await readsOf(counted, prospect("Moto 125"), 201), once)
  assert.deepStrictEqual(await readsOf(counted, prospect("Moto 160"), 200), once)
  assert.deepStrictEqual(await readsOf(counted, () => server.call("PUT", "/v1/leads/P1/assignment", { body: { advisorId: "A2" } }), 200), once)
  const activity = { prospectId: "N1", advisorId: "A1", type: "call", status: "performed", performedAt: "2024-03-15T10:00:00-05:00", outcome: "interested", note: "Llamada sobre la moto y su precio final" }
  // An activity is judged by its prospect: that is the other row.
  assert.deepStrictEqual(await readsOf(counted, () => server.call("PUT", "/v1/activities/N2", { body: activity }), 201), { prospectsById: 1, activitiesById: 1, calls: 1 })
  await server.stop()
})
