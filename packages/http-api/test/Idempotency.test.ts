/** Writes that are sent again: twice, while the first is in progress, after a lost answer, and with another body. */
import * as Records from "@crm-procedure/core/register/Records"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { DEALERSHIP, serve, type Server } from "./serving.ts"

const record = { createdAt: "2024-03-11T09:00:00-05:00", advisorId: "A1", branchId: "S1", brandId: "B1", fullName: "Dora Elena Ruiz", phone: "3152483917" }
const key = (value: string) => ({ "idempotency-key": value })

/** How many records, events and calls are stored. */
const stored = (server: Server) =>
  server.runtime.runPromise(Effect.gen(function*() {
    const records = yield* Records.Records
    const all = yield* Stream.runCollect(records.prospects(DEALERSHIP))
    return { prospects: all.length, events: (yield* records.events(DEALERSHIP)).length, calls: (yield* records.calls(DEALERSHIP)).length }
  }))

describe("a write with an Idempotency-Key", () => {
  it("gets the first answer again, and is done once", async () => {
    const server = await serve()
    await server.lease("G1", "prospect:P1")
    const attempt = () => server.call("POST", "/v1/verifications/P1/attempts", { role: "crm-agent", body: { outcome: "no-answer" }, headers: key("a") })
    const first = await attempt()
    server.wait(3_600_000)
    const again = await attempt()
    assert.deepStrictEqual([first.status, first.text], [again.status, again.text])
    assert.deepStrictEqual([first.headers.get("idempotent-replayed"), again.headers.get("idempotent-replayed")], [null, "true"])
    assert.strictEqual((await stored(server)).calls, 1)
    await server.stop()
  })

  it("gets the headers of the first answer too, until the answer expires", async () => {
    const server = await serve({ limits: { answerSeconds: 60 } })
    const put = (interest: string) => server.call("PUT", "/v1/prospects/N1", { body: { ...record, interest }, headers: key("a") })
    const first = await put("A")
    const again = await put("A")
    assert.deepStrictEqual([first.status, first.headers.get("etag"), again.status, again.headers.get("etag")], [201, "\"0\"", 201, "\"0\""])
    server.wait(61_000)
    assert.strictEqual((await put("B")).status, 200)
    await server.stop()
  })

  it("whose answer holds a secret keeps no answer: a token of the inbox, like an access key, is made once for each request", async () => {
    const server = await serve()
    const make = () => server.call("POST", "/v1/inbox-tokens", { body: { name: "Correo", source: "adf" }, headers: key("a") })
    const first = await make()
    const again = await make()
    assert.deepStrictEqual([first.status, again.status, again.headers.get("idempotent-replayed")], [201, 201, null])
    assert.notStrictEqual(first.json.token, again.json.token)
    await server.stop()
  })

  it("with another body, path or precondition is refused", async () => {
    const server = await serve()
    await server.call("PUT", "/v1/prospects/N1", { body: record, headers: key("a") })
    const others = [
      server.call("PUT", "/v1/prospects/N1", { body: { ...record, interest: "x" }, headers: key("a") }),
      server.call("PUT", "/v1/prospects/N2", { body: record, headers: key("a") }),
      server.call("PUT", "/v1/prospects/N1", { body: record, headers: { ...key("a"), "if-match": "\"0\"" } })
    ]
    for (const { json, status } of await Promise.all(others)) assert.deepStrictEqual([status, json.type], [422, "urn:crm-procedure:problem:idempotency-key-reused"])
    const stranger = await server.call("PUT", "/v1/prospects/N2", { body: { ...record, phone: "3152483999" }, headers: key("a"), role: "integration" })
    assert.strictEqual(stranger.status, 201, "another sender's key is another one")
    await server.stop()
  })

  it("that was refused stores nothing: its key is free for the corrected request", async () => {
    const server = await serve()
    const refused = await server.call("PUT", "/v1/prospects/N1", { body: record, headers: { ...key("a"), "if-match": "*" } })
    assert.strictEqual(refused.status, 412)
    assert.strictEqual((await server.call("PUT", "/v1/prospects/N1", { body: record, headers: key("a") })).status, 201)
    await server.stop()
  })

  it("is told to wait while the first is in progress, and is done once for any number of requests", async () => {
    const reached = Promise.withResolvers<void>()
    const gate = Deferred.makeUnsafe<void>()
    const hold = Effect.andThen(Effect.sync(reached.resolve), Deferred.await(gate))
    const slow = Layer.effect(Records.Records, Effect.map(Records.Records, (port) =>
      Records.Records.of({ ...port, putProspects: (...given) => Effect.andThen(hold, port.putProspects(...given)) }))).pipe(
        Layer.provide(Records.Records.layerMemory)
      )
    const server = await serve({ records: slow, empty: true })
    const put = () => server.call("PUT", "/v1/prospects/N1", { body: record, headers: key("a") })
    const first = put()
    await reached.promise
    const meanwhile = await Promise.all(Array.from({ length: 8 }, put))
    for (const { headers, json, status } of meanwhile) {
      // The time limit of a request and five seconds.
      assert.deepStrictEqual([status, json.type, headers.get("retry-after")], [409, "urn:crm-procedure:problem:in-flight", "35"])
    }
    Deferred.doneUnsafe(gate, Effect.void)
    assert.strictEqual((await first).status, 201)
    assert.strictEqual((await put()).headers.get("idempotent-replayed"), "true")
    assert.strictEqual((await stored(server)).prospects, 1)
    await server.stop()
  })

  it("whose answer was lost gets it when it is sent again", async () => {
    const reached = Promise.withResolvers<void>()
    const serviceStore = Layer.effect(ServiceStore.ServiceStore, Effect.map(ServiceStore.ServiceStore, (port) =>
      ServiceStore.ServiceStore.of({ ...port, keepAnswer: (...given) => Effect.tap(port.keepAnswer(...given), () => Effect.sync(reached.resolve)) }))).pipe(
        Layer.provide(ServiceStore.ServiceStore.layerMemory)
      )
    const server = await serve({ serviceStore })
    const controller = new AbortController()
    const lost = fetch(`${server.url}/v1/prospects/N1`, {
      method: "PUT",
      headers: { authorization: `Bearer ${server.keys[DEALERSHIP]!["crm-assistant"]}`, "content-type": "application/json", ...key("a") },
      body: JSON.stringify(record),
      signal: controller.signal
    })
    await reached.promise
    controller.abort()
    await lost.catch(() => undefined)
    let answer = await server.call("PUT", "/v1/prospects/N1", { body: record, headers: key("a") })
    while (answer.status === 409) answer = await server.call("PUT", "/v1/prospects/N1", { body: record, headers: key("a") })
    assert.strictEqual(answer.status, 201)
    assert.strictEqual((await server.call("GET", "/v1/prospects/N1")).json.revision, 0)
    await server.stop()
  })

  it("whose change or answer can't be stored leaves neither, and can be sent again", async () => {
    for (const place of ["work", "answer"] as const) {
      let fails = true
      const away = <A>(effect: Effect.Effect<A, Records.RecordsError>) =>
        fails && place === "work"
          ? Effect.fail(new Records.RecordsError({ operation: "put", reason: new Records.RecordsUnavailable({ detail: "gone" }) }))
          : effect
      const records = Layer.effect(Records.Records, Effect.map(Records.Records, (port) =>
        Records.Records.of({ ...port, addToStoredCounts: (...given) => away(port.addToStoredCounts(...given)) }))).pipe(Layer.provide(Records.Records.layerMemory))
      const serviceStore = Layer.effect(ServiceStore.ServiceStore, Effect.map(ServiceStore.ServiceStore, (port) =>
        ServiceStore.ServiceStore.of({
          ...port,
          keepAnswer: (...given) =>
            fails && place === "answer"
              ? Effect.fail(new ServiceStore.ServiceStoreError({ operation: "keepAnswer", reason: new ServiceStore.ServiceStoreUnavailable({ detail: "gone" }) }))
              : port.keepAnswer(...given)
        }))).pipe(Layer.provide(ServiceStore.ServiceStore.layerMemory))
      const server = await serve({ records, serviceStore, empty: true })
      const put = () => server.call("PUT", "/v1/prospects/N1", { body: record, headers: key("a") })
      const failed = await put()
      assert.deepStrictEqual([failed.status, failed.headers.get("retry-after")], [503, "5"], place)
      assert.deepStrictEqual(await stored(server), { prospects: 0, events: 0, calls: 0 }, place)
      fails = false
      assert.strictEqual((await put()).status, 201, place)
      await server.stop()
    }
  })
})

/** Runs a server that dies during a write, beside one with the same storage. */
const withDying = async (path: string, headers: Readonly<Record<string, string>>, method: string, body: string, then: (again: () => ReturnType<Server["call"]>, server: Server) => Promise<void>) => {
  const server = await serve()
  const serviceStore = await server.runtime.runPromise(ServiceStore.ServiceStore)
  const claimed = Promise.withResolvers<void>()
  const watched = Layer.succeed(ServiceStore.ServiceStore, {
    ...serviceStore,
    claim: (_, claim) => Effect.tap(serviceStore.claim(DEALERSHIP, claim), () => Effect.sync(claimed.resolve)),
    keepAnswer: () => Effect.never
  })
  const dying = await serve({ serviceStore: watched, empty: true })
  // Both servers store their keys in one place: those made last are valid.
  const ownKey = dying.keys[DEALERSHIP]!["crm-assistant"]!
  const controller = new AbortController()
  void fetch(`${dying.url}${path}`, { method, headers: { authorization: `Bearer ${ownKey}`, ...headers }, body, signal: controller.signal }).catch(() => undefined)
  await claimed.promise
  await then(() => server.call(method, path, { body, headers, key: ownKey }), server)
  controller.abort()
  await Promise.all([server.stop(), dying.stop()])
}

describe("a write of a server that died", () => {
  const json = JSON.stringify(record)
  const rows = "prospect_id,created_at,advisor_id,branch_id,brand_id\nN1,2024-03-10,A1,S1,B1\n"
  it.each([
    ["PUT", "/v1/prospects/N1", "application/json", json, 35, 201],
    ["POST", "/v1/imports/prospects", "text/csv", rows, 15, 200]
  ] as const)("holds its key for a time that the answer tells; then another server may take over: %s %s", (method, path, type, body, heldSeconds, status) =>
    withDying(path, { ...key("a"), "content-type": type }, method, body, async (again, server) => {
      const told = await again()
      const heldFor = Number(told.headers.get("retry-after"))
      assert.strictEqual(told.status, 409)
      // The other server's clock began a moment later.
      assert.isTrue(heldFor <= heldSeconds && heldFor > heldSeconds - 5, `${heldFor} s`)
      server.wait((heldFor - 3) * 1_000)
      const later = await again()
      assert.strictEqual(later.status, 409)
      assert.oneOf(later.headers.get("retry-after"), ["1", "2", "3"])
      server.wait(Number(later.headers.get("retry-after")) * 1_000)
      assert.strictEqual((await again()).status, status)
      assert.strictEqual((await again()).headers.get("idempotent-replayed"), "true")
    }))
})

describe("an import with an Idempotency-Key", () => {
  const csv = (rows: string) => `prospect_id,created_at,advisor_id,branch_id,brand_id\n${rows}`
  const send = (server: Server, rows: string) =>
    server.call("POST", "/v1/imports/prospects", { body: csv(rows), headers: { ...key("a"), "content-type": "text/csv" } })

  it("gets the first answer again, and is refused with another body", async () => {
    const server = await serve()
    const first = await send(server, "N1,2024-03-10,A1,S1,B1\n,x,A1,S1,B1\n")
    const again = await send(server, "N1,2024-03-10,A1,S1,B1\n,x,A1,S1,B1\n")
    assert.deepStrictEqual([first.status, first.json.added, first.json.rejected], [200, 1, 1])
    assert.deepStrictEqual([again.text, again.headers.get("idempotent-replayed"), again.headers.get("x-request-body")], [first.text, "true", null])
    const other = await send(server, "N2,2024-03-10,A1,S1,B1\n,x,A1,S1,B1\n")
    assert.deepStrictEqual([other.status, other.json.type], [422, "urn:crm-procedure:problem:idempotency-key-reused"])
    assert.strictEqual((await server.call("GET", "/v1/prospects/N2")).status, 404)
    await server.stop()
  })
})
