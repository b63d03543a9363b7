/** Subscriptions and deliveries, verified by the reference libraries of both standards. */
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as Records from "@crm-procedure/core/register/Records"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Subscription from "@crm-procedure/core/service/Subscription"
import { assert, describe, it } from "@effect/vitest"
import { type CloudEvent, HTTP } from "cloudevents"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { createServer, type IncomingHttpHeaders } from "node:http"
import { Webhook } from "standardwebhooks"
import * as WebhookDelivery from "../src/webhooks/WebhookDelivery.ts"
import * as WebhookMessage from "../src/webhooks/WebhookMessage.ts"
import * as WebhookSecret from "../src/webhooks/WebhookSecret.ts"
import * as WebhookTarget from "../src/webhooks/WebhookTarget.ts"
import { DEALERSHIP, NOW, OTHER, serve, type Server } from "./serving.ts"

interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A subscriber that answers with what `answer` says of each message. */
const receiver = async (answer: (received: Received, count: number) => number | { readonly status: number; readonly headers: Record<string, string> } = () => 204) => {
  const received: Array<Received> = []
  const server = createServer((request, response) => {
    const pieces: Array<Buffer> = []
    request.on("data", (piece: Buffer) => pieces.push(piece))
    request.on("end", () => {
      const one = { path: request.url ?? "", headers: request.headers, body: Buffer.concat(pieces).toString("utf8") }
      received.push(one)
      const answered = answer(one, received.length)
      const { headers, status } = typeof answered === "number" ? { status: answered, headers: {} } : answered
      response.writeHead(status, headers).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const { port } = server.address() as { readonly port: number }
  return { url: `http://127.0.0.1:${port}/hook`, received, stop: () => new Promise((done) => server.close(done).closeAllConnections()) }
}

const subscribe = async (server: Server, url: string, events: ReadonlyArray<string>, more: object = {}) =>
  (await server.call("POST", "/v1/webhooks", { body: { url, events, ...more } })).json as { readonly id: string; readonly secret: string }

const pass = (server: Server, options: Partial<WebhookDelivery.Options> = {}) =>
  server.runtime.runPromise(WebhookDelivery.pass({ ...WebhookDelivery.defaults, ...options }))

/** Raises two events: P1's phone becomes an invalid one, and then the former again. */
const change = async (server: Server, phone: string) => {
  const { json } = await server.call("GET", "/v1/prospects/P1")
  await server.call("PUT", "/v1/prospects/P1", { body: { ...json, phone } })
}

const raise = (server: Server, events: ReadonlyArray<{ readonly key: string; readonly type: string; readonly data: object }>) =>
  server.runtime.runPromise(Records.Records.use((records) => records.raise(DEALERSHIP, events.map((event) => ({ ...event, at: NOW })))))

describe("a webhook", () => {
  it("is a CloudEvent with a Standard Webhooks signature, as the libraries of both read it", async () => {
    const server = await serve()
    const hook = await receiver()
    const { secret } = await subscribe(server, hook.url, ["verdict.changed"])
    await change(server, "123")
    assert.isAtLeast(await pass(server), 1)
    const message = hook.received.find(({ body }) => JSON.parse(body).data.subjectType === "prospect")!
    // The library looks at its own clock; the server's is another one.
    const seconds = Number(message.headers["webhook-timestamp"])
    assert.closeTo(seconds, NOW / 1000, 30)
    const webhook = new Webhook(secret)
    const stamped = { ...message.headers, "webhook-timestamp": String(Math.floor(Date.now() / 1000)) } as unknown as Record<string, string>
    assert.throws(() => webhook.verify(message.body, stamped), /signature/i)
    assert.strictEqual(webhook.sign(String(message.headers["webhook-id"]), new Date(seconds * 1000), message.body), message.headers["webhook-signature"])
    assert.throws(() => webhook.verify(message.body.replace("valid", "pending"), { ...stamped, "webhook-signature": String(message.headers["webhook-signature"]) }))

    const event = HTTP.toEvent({ headers: message.headers as Record<string, string>, body: message.body }) as CloudEvent<object>
    assert.isTrue(event.validate())
    assert.deepInclude(event.toJSON(), { specversion: "1.0", type: "verdict.changed", subject: "prospect:P1", id: message.headers["webhook-id"] })
    assert.deepInclude(event.data ?? {}, { subjectId: "P1", before: "valid", verdict: "invalid", reasons: ["phone-invalid"] })
    assert.notMatch(message.body, /Ana|3104829175/)
    assert.notProperty(message.headers, "traceparent")
    await Promise.all([server.stop(), hook.stop()])
  })

  it("signed now is verified by the library as it stands", () => {
    const secret = WebhookMessage.secretOfBytes(new Uint8Array(32).fill(7))
    const seconds = Math.floor(Date.now() / 1000)
    const body = "{\"ñ\":1}"
    const headers = { "webhook-id": "evt_1", "webhook-timestamp": String(seconds), "webhook-signature": WebhookMessage.signatureOf(secret, "evt_1", seconds, body) }
    assert.deepStrictEqual(new Webhook(secret).verify(body, headers), { ñ: 1 })
  })

  it("comes for what was subscribed to from then on, and of the brands asked for", async () => {
    const server = await serve()
    const all = await receiver()
    const brand = await receiver()
    await raise(server, [{ key: "before", type: "verdict.changed", data: { subjectType: "prospect", subjectId: "P1", brandId: "B1" } }])
    await subscribe(server, all.url, ["verdict.changed", "period.closed"])
    await subscribe(server, brand.url, ["verdict.changed", "period.closed"], { brandIds: ["B2"] })
    await raise(server, [
      { key: "a", type: "verdict.changed", data: { subjectType: "prospect", subjectId: "P1", brandId: "B1" } },
      { key: "b", type: "verdict.changed", data: { subjectType: "prospect", subjectId: "P2", brandId: "B2" } },
      { key: "c", type: "lead.escalated", data: { leadId: "P2", brandId: "B2" } },
      { key: "d", type: "period.closed", data: { period: "2024-02" } }
    ])
    await pass(server)
    await pass(server)
    const subjects = ({ received }: typeof all) => received.map(({ body }) => JSON.parse(body).subject).toSorted()
    assert.deepStrictEqual(subjects(all), ["period:2024-02", "prospect:P1", "prospect:P2"])
    assert.deepStrictEqual(subjects(brand), ["prospect:P2"])
    await Promise.all([server.stop(), all.stop(), brand.stop()])
  })

  it("that fails is tried again with growing pauses, those of its record wait, and others don't", async () => {
    const server = await serve()
    const hook = await receiver(({ body }, count) => JSON.parse(body).data.subjectId === "P1" && count < 6 ? 500 : 200)
    const { id } = await subscribe(server, hook.url, ["verdict.changed"])
    const of = (subjectId: string, key: string) => ({ key, type: "verdict.changed", data: { subjectType: "prospect", subjectId, step: key } })
    await raise(server, [of("P1", "1"), of("P1", "2"), of("P2", "3")])
    const steps = () => hook.received.map(({ body }) => JSON.parse(body).data.step)
    await pass(server)
    assert.sameMembers(steps(), ["1", "3"])
    await pass(server)
    assert.strictEqual(hook.received.length, 2, "not before its time")
    server.wait(5_000)
    await pass(server)
    server.wait(5_000)
    await pass(server)
    assert.strictEqual(steps().filter((step) => step === "1").length, 2, "the second pause is longer")
    for (const seconds of [60, 300, 1_800, 7_200]) {
      server.wait(seconds * 1000)
      await pass(server)
    }
    assert.deepStrictEqual(steps().filter((step) => step !== "3"), ["1", "1", "1", "1", "1", "2"])
    const ids = new Set(hook.received.filter(({ body }) => JSON.parse(body).data.step === "1").map(({ headers }) => headers["webhook-id"]))
    assert.strictEqual(ids.size, 1, "every attempt of an event has its id")
    const { json } = await server.call("GET", `/v1/webhooks/${id}/deliveries`)
    assert.deepStrictEqual(json.items.map(({ attempts, state }: { readonly attempts: number; readonly state: string }) => [state, attempts]), [["delivered", 5], ["delivered", 1], ["delivered", 1]])
    await Promise.all([server.stop(), hook.stop()])
  })

  it("that no receiver takes is given up and stays visible, and can be tried again", async () => {
    const server = await serve()
    let status = 503
    const hook = await receiver(() => status)
    const { id } = await subscribe(server, hook.url, ["verdict.changed"])
    await raise(server, [{ key: "1", type: "verdict.changed", data: { subjectType: "prospect", subjectId: "P1" } }])
    const options = { pausesSeconds: [1, 1] }
    for (let attempt = 0; attempt < 6; attempt++) {
      await pass(server, options)
      server.wait(1_000)
    }
    assert.strictEqual(hook.received.length, 3)
    const dead = await server.call("GET", `/v1/webhooks/${id}/deliveries?state=dead`)
    assert.deepStrictEqual(dead.json.items.map(({ attempts, lastFailure, record }: Record<string, unknown>) => [record, attempts, lastFailure]), [["prospect:P1", 3, "503"]])
    status = 200
    const again = await server.call("POST", `/v1/webhooks/${id}/deliveries/${dead.json.items[0].position}/retry`)
    assert.deepStrictEqual([again.status, again.json.state], [200, "pending"])
    await pass(server, options)
    assert.strictEqual((await server.call("GET", `/v1/webhooks/${id}/deliveries?state=delivered`)).json.items.length, 1)
    await Promise.all([server.stop(), hook.stop()])
  })

  it("heeds Retry-After, and ends the subscription of an endpoint that answers 410", async () => {
    const server = await serve()
    const busy = await receiver((_, count) => count === 1 ? { status: 429, headers: { "retry-after": "600" } } : 200)
    const gone = await receiver(() => 410)
    await subscribe(server, busy.url, ["period.closed"])
    const { id } = await subscribe(server, gone.url, ["period.closed"])
    await raise(server, [{ key: "1", type: "period.closed", data: { period: "2024-02" } }])
    await pass(server)
    server.wait(300_000)
    await pass(server)
    assert.deepStrictEqual([busy.received.length, gone.received.length], [1, 1])
    server.wait(301_000)
    await pass(server)
    assert.strictEqual(busy.received.length, 2)
    assert.strictEqual((await server.call("GET", `/v1/webhooks/${id}`)).status, 404)
    await Promise.all([server.stop(), busy.stop(), gone.stop()])
  })

  it("waits for no other subscription: a silent endpoint costs a round one timeout, and others nothing", async () => {
    const server = await serve()
    const silent = createServer(() => {
      silentCount++
    })
    let silentCount = 0
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done))
    const neighbour = Promise.withResolvers<void>()
    const stranger = Promise.withResolvers<void>()
    const hooks = [await receiver((_, count) => (count === 40 ? neighbour.resolve() : undefined, 204)), await receiver(() => (stranger.resolve(), 204))]
    await subscribe(server, `http://127.0.0.1:${(silent.address() as { readonly port: number }).port}/`, ["verdict.changed"])
    await subscribe(server, hooks[0]!.url, ["verdict.changed"])
    await server.call("POST", "/v1/webhooks", { body: { url: hooks[1]!.url, events: ["period.closed"] }, dealership: OTHER })
    await raise(server, Array.from({ length: 40 }, (_, place) => ({ key: `${place}`, type: "verdict.changed", data: { subjectType: "prospect", subjectId: `P${place}` } })))
    await server.runtime.runPromise(Records.Records.use((records) => records.raise(OTHER, [{ key: "1", type: "period.closed", at: NOW, data: { period: "2024-02" } }])))
    let isOver = false
    const passing = pass(server, { timeoutSeconds: 3 }).then((attempts) => {
      isOver = true
      return attempts
    })
    await Promise.all([neighbour.promise, stranger.promise])
    assert.isFalse(isOver, "the silent endpoint is still waited for")
    assert.strictEqual(await passing, 40 + 1 + 8)
    assert.strictEqual(silentCount, 8)
    await Promise.all([server.stop(), ...hooks.map(({ stop }) => stop()), new Promise((done) => silent.close(done).closeAllConnections())])
  })

  it("whose endpoint takes nothing for too long is paused, which is seen, and sends what it missed when it is resumed", async () => {
    const server = await serve()
    let status = 500
    const hook = await receiver(() => status)
    const { id } = await subscribe(server, hook.url, ["verdict.changed"])
    const told = (key: string) => raise(server, [{ key, type: "verdict.changed", data: { subjectType: "prospect", subjectId: key } }])
    const options = { pausesSeconds: [1, 1, 1, 1, 1, 1], pauseAfterSeconds: 3 }
    await told("P1")
    await pass(server, options)
    const failing = (await server.call("GET", `/v1/webhooks/${id}`)).json
    assert.isString(failing.failingSince)
    assert.notProperty(failing, "pausedAt")
    server.wait(3_000)
    await pass(server, options)
    assert.isString((await server.call("GET", `/v1/webhooks/${id}`)).json.pausedAt)
    const pausedToday = async () => (await server.call("GET", "/v1/today")).json.tasks.find(({ kind }: { readonly kind: string }) => kind === "webhook-paused").items.map((item: { readonly id: string }) => item.id)
    assert.deepStrictEqual(await pausedToday(), [id])
    const pauses = await server.runtime.runPromise(Records.Records.use((records) => records.latestEvents(DEALERSHIP, Subscription.PAUSED_EVENT_TYPE, 0, 9)))
    assert.deepStrictEqual(pauses.map(({ data }) => (data as Subscription.SubscriptionPaused).subscriptionId), [id])
    assert.strictEqual(Date.parse((pauses[0]!.data as Subscription.SubscriptionPaused).failingSince), Math.floor(Date.parse(failing.failingSince) / 1000) * 1000)
    await told("P2")
    server.wait(60_000)
    await pass(server, options)
    assert.strictEqual(hook.received.length, 2)
    status = 204
    const resumed = await server.call("POST", `/v1/webhooks/${id}/resume`)
    assert.strictEqual(resumed.status, 200)
    assert.notProperty(resumed.json, "pausedAt")
    assert.deepStrictEqual(await pausedToday(), [])
    await pass(server, options)
    assert.deepStrictEqual(hook.received.slice(2).map(({ body }) => JSON.parse(body).subject), ["prospect:P1", "prospect:P2"])
    await Promise.all([server.stop(), hook.stop()])
  })

  it("is signed with the former secret too after a rotation, for as long as was said, however often that was asked", async () => {
    const server = await serve()
    const hook = await receiver()
    const { id, secret: former } = await subscribe(server, hook.url, ["verdict.changed"])
    const rotate = () => server.call("POST", `/v1/webhooks/${id}/secret`, { body: { overlapHours: 1 }, headers: { "idempotency-key": "rotation-1" } })
    const { json: { secret } } = await rotate()
    assert.strictEqual((await rotate()).json.secret, secret)
    const signaturesOf = async (key: string) => {
      await raise(server, [{ key, type: "verdict.changed", data: { subjectType: "prospect", subjectId: key } }])
      await pass(server)
      const { body, headers } = hook.received.at(-1)!
      const expected = [secret, former].map((one) => WebhookMessage.signatureOf(one, String(headers["webhook-id"]), Number(headers["webhook-timestamp"]), body))
      return String(headers["webhook-signature"]).split(" ").map((one) => expected.indexOf(one))
    }
    assert.deepStrictEqual(await signaturesOf("P1"), [0, 1])
    server.wait(3_600_000)
    assert.deepStrictEqual(await signaturesOf("P2"), [0])
    assert.strictEqual((await server.call("POST", `/v1/webhooks/${id}/secret`, { body: { overlapHours: 999 } })).status, 422)
    await Promise.all([server.stop(), hook.stop()])
  })

  it("has its secret sealed in the storage, also one that was stored as text, and is not sent where the key is another one", async () => {
    const server = await serve()
    const hook = await receiver()
    const { id, secret } = await subscribe(server, hook.url, ["verdict.changed"])
    const stored = () => server.runtime.runPromise(ServiceStore.ServiceStore.use((store) => Effect.map(store.subscriptions(DEALERSHIP), ([one]) => one!.secret)))
    assert.match(await stored(), /^sealed:/)
    await server.runtime.runPromise(ServiceStore.ServiceStore.use((store) => store.changeSubscription(DEALERSHIP, id, { secret })))
    assert.strictEqual(await stored(), secret)
    await raise(server, [{ key: "1", type: "verdict.changed", data: { subjectType: "prospect", subjectId: "P1" } }])
    await pass(server)
    assert.match(await stored(), /^sealed:/)
    const { body, headers } = hook.received[0]!
    assert.strictEqual(WebhookMessage.signatureOf(secret, String(headers["webhook-id"]), Number(headers["webhook-timestamp"]), body), headers["webhook-signature"])
    await raise(server, [{ key: "2", type: "verdict.changed", data: { subjectType: "prospect", subjectId: "P1" } }])
    await server.runtime.runPromise(Effect.provideService(WebhookDelivery.pass(), WebhookSecret.SealingKey, Redacted.make(new Uint8Array(32))))
    assert.strictEqual(hook.received.length, 1)
    const { json } = await server.call("GET", `/v1/webhooks/${id}/deliveries?state=pending`)
    assert.strictEqual(json.items[0].lastFailure, "secret sealed with another key")
    assert.isUndefined(WebhookSecret.open(Redacted.make(new Uint8Array(32).fill(7)), OTHER, { id }, await stored()))
    await Promise.all([server.stop(), hook.stop()])
  })

  it("waits for a place among its dealership's deliveries", async () => {
    const server = await serve()
    let open = 0
    let most = 0
    const slow = createServer((request, response) => {
      most = Math.max(most, ++open)
      request.resume().on("end", () => setImmediate(() => {
        open--
        response.writeHead(204).end()
      }))
    })
    await new Promise<void>((done) => slow.listen(0, "127.0.0.1", done))
    const url = `http://127.0.0.1:${(slow.address() as { readonly port: number }).port}/`
    for (let place = 0; place < 3; place++) await subscribe(server, url, ["verdict.changed"])
    await raise(server, Array.from({ length: 8 }, (_, place) => ({ key: `${place}`, type: "verdict.changed", data: { subjectType: "prospect", subjectId: `P${place}` } })))
    assert.strictEqual(await pass(server, { dealershipAtOnce: 2 }), 24)
    assert.isAtMost(most, 2)
    await Promise.all([server.stop(), new Promise((done) => slow.close(done).closeAllConnections())])
  })

  it("follows no redirect", async () => {
    const server = await serve()
    const inside = await receiver()
    const hook = await receiver(() => ({ status: 302, headers: { location: inside.url } }))
    const { id } = await subscribe(server, hook.url, ["period.closed"])
    await raise(server, [{ key: "1", type: "period.closed", data: { period: "2024-02" } }])
    await pass(server)
    assert.deepStrictEqual([hook.received.length, inside.received.length], [1, 0])
    assert.strictEqual((await server.call("GET", `/v1/webhooks/${id}/deliveries`)).json.items[0].lastFailure, "302")
    await Promise.all([server.stop(), hook.stop(), inside.stop()])
  })

  it("is delivered once by two that deliver at once", async () => {
    const server = await serve()
    const hook = await receiver()
    await subscribe(server, hook.url, ["verdict.changed"])
    await raise(server, Array.from({ length: 40 }, (_, place) => ({ key: `${place}`, type: "verdict.changed", data: { subjectType: "prospect", subjectId: `P${place % 5}`, step: place } })))
    await Promise.all([pass(server), pass(server), pass(server)])
    await pass(server)
    const steps = hook.received.map(({ body }) => JSON.parse(body).data)
    assert.strictEqual(steps.length, 40)
    for (let record = 0; record < 5; record++) {
      const own = steps.filter(({ subjectId }) => subjectId === `P${record}`).map(({ step }) => step)
      assert.deepStrictEqual(own, own.toSorted((one, other) => one - other), "in order per record")
    }
    const sent = hook.received.map(({ body }) => JSON.parse(body) as { readonly sequence: string; readonly data: { readonly step: number } })
    const bySequence = sent.toSorted((one, other) => one.sequence < other.sequence ? -1 : 1)
    assert.deepStrictEqual(bySequence.map(({ data }) => data.step), Array.from({ length: 40 }, (_, step) => step), "the sequence is the order of raising")
    await Promise.all([server.stop(), hook.stop()])
  })

  it("of what the procedure raises comes with the type of each event", async () => {
    const server = await serve()
    const hook = await receiver()
    await subscribe(server, hook.url, ["verdict.changed", "lead.escalated", "verification.failed", "period.closed"])
    await change(server, "123")
    await server.call("POST", "/v1/periods/2024-02/close", { body: {} })
    await server.lease("G1", "prospect:P2")
    await server.call("POST", "/v1/verifications/P2/attempts", { role: "crm-agent", body: { outcome: "not-attended" } })
    await server.runtime.runPromise(CrmProcedure.CrmProcedure.use((crm) => crm.raiseEscalations({ dealership: DEALERSHIP, period: "2024-03", asOf: NOW })))
    await pass(server)
    const types = new Set(hook.received.map(({ body }) => JSON.parse(body).type))
    assert.sameMembers([...types], ["verdict.changed", "lead.escalated", "verification.failed", "period.closed"])
    await Promise.all([server.stop(), hook.stop()])
  })
})

describe("a subscription", () => {
  it("shows its secret once, and is gone with its deliveries when it is removed", async () => {
    const server = await serve()
    const { id, secret } = await subscribe(server, "https://crm.example.com/hook", ["verdict.changed"])
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
    const list = await server.call("GET", "/v1/webhooks")
    assert.strictEqual(list.json.items.length, 1)
    assert.notInclude(list.text + (await server.call("GET", `/v1/webhooks/${id}`)).text, secret)
    assert.strictEqual((await server.call("DELETE", `/v1/webhooks/${id}`)).status, 204)
    assert.strictEqual((await server.call("DELETE", `/v1/webhooks/${id}`)).status, 404)
    await server.stop()
  })

  it("is refused where it leads into the server's own network, to nothing, or for no event", async () => {
    const inward = [
      "http://crm.example.com/", "https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://10.1.2.3/", "https://192.168.0.1/", "https://172.16.5.4/", "https://169.254.169.254/latest",
      "https://[fd00::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1]/", "https://0x7f000001/", "https://2130706433/", "https://127.1/", "https://intranet/", "https://db.internal/", "https://x.localhost/",
      "https://user:pass@crm.example.com/", "ftp://crm.example.com/", "javascript:alert(1)", "nonsense", "", "https://", "https://0.0.0.0/", "https://[64:ff9b::7f00:1]/", `https://crm.example.com/${"x".repeat(3_000)}`
    ]
    for (const url of inward) assert.isDefined(WebhookTarget.faultOf(url, WebhookTarget.strict), url)
    for (const url of ["https://crm.example.com/hook", "https://203.0.114.7/", "https://[2606:4700::1111]/", "https://crm.example.com:8443/a?b=c", "https://ñandú.example.co/"]) assert.isUndefined(WebhookTarget.faultOf(url, WebhookTarget.strict), url)
    const server = await serve()
    for (const [body, pointers] of [
      [{ url: "ftp://a.example.com", events: ["verdict.changed"] }, ["/url"]],
      [{ url: "https://a.example.com", events: [] }, ["/events"]],
      [{ url: "https://a.example.com", events: ["nothing"] }, ["/events/0"]],
      [{ url: "https://a.example.com", events: ["verdict.changed"], brandIds: [] }, ["/brandIds"]],
      [{ events: ["verdict.changed"] }, ["/url"]],
      [{ url: "ftp://a.example.com", events: [], brandIds: [] }, ["/brandIds", "/events", "/url"]],
      [{ url: "nonsense", events: ["verdict.changed"], brandIds: ["B1", "", "B\u0000", "x".repeat(65)] }, ["/brandIds/1", "/brandIds/2", "/brandIds/3", "/url"]],
      [{ url: "nonsense", events: ["nothing", "verdict.changed", "never"], brandIds: [1, ""] }, ["/brandIds/0", "/brandIds/1", "/events/0", "/events/2", "/url"]],
      [{ url: 7, events: "verdict.changed" }, ["/events", "/url"]],
      [[], [""]]
    ] as const) {
      const { json, status } = await server.call("POST", "/v1/webhooks", { body })
      assert.deepStrictEqual([status, json.errors?.map(({ pointer }: Record<string, unknown>) => pointer).sort()], [422, pointers], JSON.stringify(body))
    }
    await server.stop()
  })

  it("whose name leads into a private network when it is resolved is not connected to", async () => {
    const resolved = await new Promise((done) => WebhookTarget.lookup(WebhookTarget.strict)("localhost", {}, (error) => done(error)))
    assert.instanceOf(resolved, Error)
    const allowed = await new Promise((done) => WebhookTarget.lookup({ http: true, privateAddresses: true })("localhost", {}, (error, address) => done(error ?? address)))
    assert.match(String(allowed), /^(127\.0\.0\.1|::1)$/)
  })

  it("begins at the dealership's last event", async () => {
    const server = await serve()
    const last = () => server.runtime.runPromise(WebhookDelivery.lastPosition(DEALERSHIP))
    const kept = await server.runtime.runPromise(Records.Records.use((records) => records.events(DEALERSHIP)))
    assert.strictEqual(await last(), kept.at(-1)?.position ?? 0)
    for (const count of [1, 2, 5, 30]) {
      await raise(server, Array.from({ length: count }, (_, place) => ({ key: `${count} ${place}`, type: "x", data: {} })))
      const all = await server.runtime.runPromise(Records.Records.use((records) => records.events(DEALERSHIP)))
      assert.strictEqual(await last(), all.at(-1)!.position)
    }
    assert.strictEqual(await server.runtime.runPromise(WebhookDelivery.lastPosition("nobody")), 0)
    const serviceStore = await server.runtime.runPromise(ServiceStore.ServiceStore)
    assert.deepStrictEqual(await Effect.runPromise(serviceStore.subscribedDealerships), [])
    await server.stop()
  })
})
