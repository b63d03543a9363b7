import { NodeHttpClient } from "@effect/platform-node"
import * as Client from "@crm-procedure/http-api/Client"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as SecureRandom from "effect/crypto/SecureRandom"
import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { Webhook } from "standardwebhooks"
import * as Lead from "../src/Lead.ts"
import * as Opinion from "../src/Opinion.ts"
import * as Registration from "../src/Registration.ts"
import * as Week from "../src/Week.ts"
import { relay } from "./relay.ts"
import { serve } from "./serverProcess.ts"
import type { Served } from "./serverProcess.ts"

const directory = mkdtempSync(join(tmpdir(), "brand-crm-client-"))
const place: Lead.Place = { advisorId: "A-001", branchId: "S-01", brandId: "M-01" }
let server: Served

beforeAll(async () => {
  server = await serve(directory)
})
afterAll(async () => {
  await server.kill("SIGTERM")
  rmSync(directory, { recursive: true, force: true })
})

const services = Layer.merge(NodeHttpClient.layerUndici, SecureRandom.layerWebCrypto)

const run = <A, E>(effect: Effect.Effect<A, E, Layer.Success<typeof services> | Scope.Scope>): Promise<A> =>
  Effect.runPromise(Effect.provide(Effect.scoped(effect), services))

const optionsOf = (role: "integration" | "crm-assistant", baseUrl = server.url): Client.Options => ({ baseUrl, key: server.keys[role]!, language: "en", retries: 12 })
const brand = () => Client.make(optionsOf("integration"))
const office = () => Client.make(optionsOf("crm-assistant"))

const leadOf = (number: number, changes: Partial<Lead.BrandLead> = {}): Lead.BrandLead => ({ ...[...Lead.inventedLeads(number, 1)][0]!, ...changes })

/** Again every 50 ms, for three minutes: on a slow machine a delivery takes its time. */
const soon = { times: 3_600, schedule: Schedule.spaced("50 millis") }

/** How many prospects of the place's advisor are stored. */
const countOf = (client: Client.Client) =>
  Effect.map(
    client.scorecards.scorecard({ params: { period: "2024-03" }, query: { by: "advisor" } }),
    ({ groups }) => groups.find(({ id }) => id === place.advisorId)!.prospecting.registered
  )

describe("asking", () => {
  it("says of one lead whether it would count, and what is wrong with another", () =>
    run(Effect.gen(function*() {
      const client = yield* brand()
      const asked = (lead: Lead.BrandLead) => Effect.map(Opinion.one(client, lead, place), ({ faults, verdict }) => ({ verdict, faults }))
      assert.deepStrictEqual(yield* asked(leadOf(1)), { verdict: "valid", faults: [] })
      assert.deepStrictEqual(yield* asked(leadOf(9)), { verdict: "invalid", faults: ["phone-invalid"] })
      assert.deepStrictEqual(yield* asked(leadOf(1, { name: "Prueba", mobile: "3001111111" })), { verdict: "invalid", faults: ["name-incomplete", "phone-implausible"] })
      const { faults, verdict } = yield* asked(leadOf(7))
      assert.strictEqual(verdict, "unreadable")
      assert.match(faults.join(), /^\/createdAt: expected .*,\/consentAt: expected /)
    })))

  it("about thousands answers each in its place, and holds only those underway", () =>
    run(Effect.gen(function*() {
      const count = 100_000
      let drawn = 0
      let answered = 0
      let mostUnderway = 0
      const leads = function*() {
        for (const lead of Lead.inventedLeads(0, count)) {
          drawn++
          mostUnderway = Math.max(mostUnderway, drawn - answered)
          yield lead
        }
      }
      yield* Stream.runForEach(Opinion.stream(optionsOf("integration"), leads(), place), ({ lead, verdict }) =>
        Effect.sync(() => {
          const expected = Lead.isMisdated(lead.number) ? "unreadable" : Lead.isCutShort(lead.number) ? "invalid" : "valid"
          if (lead.number !== answered || verdict !== expected) assert.fail(`place ${answered}: lead ${lead.number} is ${verdict}, expected ${expected}`)
          answered++
        }))
      assert.strictEqual(answered, count)
      // The leads between the two ends are those in the sockets' buffers, of some megabytes whatever the count, and in the server's group.
      assert.isBelow(mostUnderway, count * 3 / 4)
    })))

  it("counts a backlog and keeps the first leads to correct", async () => {
    const { toCorrect, ...counts } = await run(Opinion.counts(optionsOf("integration"), Lead.inventedLeads(0, 2_000), place))
    assert.deepStrictEqual(counts, { asked: 2_000, valid: 1_720, invalid: 200, unreadable: 80 })
    assert.deepStrictEqual(toCorrect.map(({ lead }) => lead.number), [7, 9, 19])
  })
})

describe("registering", () => {
  it("stores a lead once, and leaves alone what is there", () =>
    run(Effect.gen(function*() {
      const client = yield* brand()
      const first = yield* Registration.register(client, leadOf(100), place)
      assert.deepInclude(first, { id: "BRAND-100", verdict: "valid", revision: 0, etag: "\"0\"", isNew: true })
      yield* Registration.amend(client, first.id, { interest: "Motocicleta 250" })
      // The same number with another body: not the same request, and the key says so before anything is overwritten.
      const other = yield* Effect.flip(Registration.register(client, leadOf(100, { model: "Camioneta" }), place))
      assert.strictEqual(other._tag, "KeyReused")
      // As a sender who never sent it: without the key, If-None-Match decides.
      const stranger = yield* Registration.register(yield* office(), leadOf(100, { model: "Camioneta" }), place)
      assert.deepInclude(stranger, { revision: 1, isNew: false })
      assert.strictEqual((yield* client.records.prospect({ params: { id: first.id } })).body.interest, "Motocicleta 250")
    })))

  it("changes a lead only as it was read: a stale change is refused, two at once both hold", () =>
    run(Effect.gen(function*() {
      const client = yield* brand()
      const { etag, id } = yield* Registration.register(client, leadOf(101), place)
      const { prospectId: _, ...record } = Lead.toProspect(leadOf(101), place)
      yield* Registration.amend(client, id, { interest: "Motocicleta 250" })
      const stale = yield* Effect.flip(client.records.putProspect({ params: { id }, headers: { "if-match": etag }, payload: record }))
      assert.strictEqual(stale._tag, "PreconditionFailed")
      const changes: ReadonlyArray<Registration.Change> = [{ interest: "Motocicleta 400" }, { email: "ana@correo.com.co" }, { fullName: "Ana María Gil" }]
      yield* Effect.forEach(changes, (change) => Registration.amend(client, id, change), { concurrency: 3 })
      const { body } = yield* client.records.prospect({ params: { id } })
      assert.deepInclude(body, { interest: "Motocicleta 400", email: "ana@correo.com.co", fullName: "Ana María Gil", revision: 4 })
    })))

  it("through a server that is killed before its answer arrives: the second answer is the first one's, and one record is stored", async () => {
    const before = await run(Effect.flatMap(office(), countOf))
    const between = await relay(server.url)
    const port = Number(new URL(server.url).port)
    let restarting: Promise<Served> | undefined
    between.loseNext(async () => {
      await server.kill("SIGKILL")
      restarting = serve(directory, port)
    })
    try {
      const lead = leadOf(102)
      const answer = await run(Effect.flatMap(Client.make(optionsOf("integration", between.url)), (client) => Registration.register(client, lead, place)))
      server = await restarting!
      const answers = between.answers.filter(({ status }) => status !== 503)
      assert.deepStrictEqual(answers.map(({ replayed, status }) => [status, replayed]), [[201, false], [201, true]])
      assert.strictEqual(answers[1]!.body, answers[0]!.body)
      assert.deepInclude(answer, { id: "BRAND-102", revision: 0, isNew: true })
      assert.strictEqual(await run(Effect.flatMap(office(), countOf)), before + 1)
    } finally {
      await between.close()
    }
  })
})

describe("being told", () => {
  it("of verdicts, signed and in order; a message that comes again tells nothing new", () =>
    run(Effect.gen(function*() {
      const [client, assistant, receiver] = [yield* brand(), yield* office(), yield* Week.receiving]
      const { id } = yield* Week.subscribed(assistant, receiver, place.brandId)
      const lead = leadOf(103)
      const { id: subjectId } = yield* Registration.register(client, lead, place)
      yield* Registration.amend(client, subjectId, { phone: "300 12" })
      yield* Registration.amend(client, subjectId, { phone: lead.mobile })
      const [first, second] = yield* Week.untilTold(receiver, 2)
      const { asOf, ...data } = first!.data
      assert.deepStrictEqual(data, {
        subjectType: "prospect", subjectId, period: "2024-03", ...place, before: "valid", verdict: "invalid", reasons: ["phone-invalid"]
      })
      assert.match(String(asOf), /^\d{4}-\d\d-\d\dT[\d:.]+-05:00$/)
      assert.deepInclude(first, { type: "verdict.changed", subject: `prospect:${subjectId}` })
      assert.deepInclude(second!.data, { subjectId, before: "invalid", verdict: "valid", reasons: [] })
      const { items } = yield* assistant.webhooks.deliveries({ params: { id }, query: { state: "delivered" } }).pipe(
        Effect.filterOrFail(({ items }) => items.length === 2, () => "not yet"),
        Effect.retry(soon)
      )
      assert.deepStrictEqual(items.map(({ attempts, event }) => [attempts, event]), [[1, first!.id], [1, second!.id]])
      yield* assistant.webhooks.redeliver({ params: { id, position: items[0]!.position } })
      yield* Effect.suspend(() => receiver.repeated() === 1 ? Effect.void : Effect.fail("not yet")).pipe(Effect.retry(soon))
      assert.strictEqual(receiver.told().length, 2)
    })))

  it("and forged, altered, old and endless messages are refused at once", () =>
    run(Effect.gen(function*() {
      const receiver = yield* Week.receiving
      const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`
      const signed = new Webhook(secret)
      const body = JSON.stringify({ id: "evt_1", type: "verdict.changed", data: {} })
      const post = (text: string, sentAt: Date, id = "evt_1") =>
        Effect.promise(() =>
          fetch(receiver.url, {
            method: "POST",
            body: text,
            headers: { "webhook-id": id, "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)), "webhook-signature": signed.sign(id, sentAt, body) }
          }).then(({ status }) => status, () => "broken off")
        )
      const now = new Date()
      assert.strictEqual(yield* post(body, now), 503, "no secret is known yet: come again")
      receiver.trust(secret)
      assert.strictEqual(yield* post(body.replace("{}", "{\"verdict\":\"valid\"}"), now), 401)
      assert.strictEqual(yield* post(body, new Date(now.getTime() - 3_600_000)), 401)
      assert.strictEqual(yield* post("x".repeat(1_000_000), now), "broken off")
      assert.strictEqual(receiver.told().length, 0)
      assert.strictEqual(yield* post(body, now), 204)
      assert.strictEqual(yield* post(body, now), 204)
      assert.deepStrictEqual([receiver.told().length, receiver.repeated()], [1, 1])
    })))
})

describe("the command", () => {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
  const told = (environment: Readonly<Record<string, string>>) =>
    promisify(execFile)(process.execPath, [main], { env: { PATH: process.env["PATH"], ...environment } }).catch((error: { readonly code: number; readonly stderr: string }) => error)

  it("says what is missing, and what the service refused", async () => {
    assert.deepInclude(await told({ CRM_URL: server.url }), { code: 2 })
    const refused = await told({ CRM_URL: server.url, CRM_KEY: "crm_unknown" })
    assert.deepInclude(refused, { code: 1, stderr: "The week ended early: Send a key that is in force in Authorization: Bearer.\n" })
    // Before the week is run: its keys belong to its requests then.
    const misplaced = await told({ CRM_URL: server.url, CRM_KEY: server.keys["integration"]!, CRM_BRANCH: "S".repeat(65) })
    assert.deepInclude(misplaced, { code: 1, stderr: "The week ended early: See errors for what is to be corrected. /branchId: Expected an id of 1 to 64 characters.\n" })
  })

  it("runs the week and tells it", async () => {
    const { stderr, stdout } = (await told({ CRM_URL: server.url, CRM_KEY: server.keys["integration"]!, CRM_ASSISTANT_KEY: server.keys["crm-assistant"]! })) as { readonly stdout: string; readonly stderr: string }
    assert.strictEqual(stderr, "")
    const readme = readFileSync(fileURLToPath(new URL("../README.md", import.meta.url)), "utf8")
    const shown = [...readme.matchAll(/^ {4}(\w+day: .*)$/gm)].map(([, line]) => line!)
    assert.isAtLeast(shown.length, 6)
    for (const line of shown) assert.include(stdout, `${line}\n`, "as the README shows it")
    assert.deepStrictEqual(stdout.trimEnd().split("\n").map((line) => line.replaceAll(/: expected [^;]*?(?=;|\.$)/g, ": …")), [
      "Monday: BRAND-28 would count.",
      "Monday: BRAND-29 would not count, it is invalid: phone-invalid.",
      "Monday: BRAND-32 would not count, it is unreadable: /createdAt: …; /consentAt: ….",
      "Tuesday: of 10000 leads 8600 would count, 1000 would not, and 400 can't be read.",
      "Tuesday: to correct: BRAND-1007: /createdAt: …; /consentAt: ….",
      "Tuesday: to correct: BRAND-1009: phone-invalid.",
      "Tuesday: to correct: BRAND-1019: phone-invalid.",
      "Wednesday: BRAND-28 is stored, valid.",
      "Thursday: BRAND-28 is changed, from revision 0 to 1.",
      "Friday: told that BRAND-28 is invalid now, and was valid.",
      "Friday: told that BRAND-28 is valid now, and was invalid."
    ])
  })
})
