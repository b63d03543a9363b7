import { NodeHttpClient } from "@effect/platform-node"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SecureRandom from "effect/crypto/SecureRandom"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Lead from "../src/Lead.ts"
import * as Receiver from "../src/Receiver.ts"
import * as Week from "../src/Week.ts"
import { serve } from "./serverProcess.ts"
import type { Served } from "./serverProcess.ts"

const directory = mkdtempSync(join(tmpdir(), "brand-crm-client-"))
const place: Lead.Place = { advisorId: "A-001", branchId: "S-01", brandId: "M-01" }
let server: Served
let key: string
let assistantKey: string

beforeAll(async () => {
  server = await serve(directory)
  key = server.keys["integration"]!
  assistantKey = server.keys["crm-assistant"]!
})
afterAll(async () => {
  await server.kill("SIGTERM")
  rmSync(directory, { recursive: true, force: true })
})

const run = <A, E>(effect: Effect.Effect<A, E, Layer.Success<typeof NodeHttpClient.layerUndici> | SecureRandom.SecureRandom>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, Layer.merge(NodeHttpClient.layerUndici, SecureRandom.layerWebCrypto)))

const options = () => ({ baseUrl: server.url, key, language: "en" as const })

const until = async (found: () => boolean): Promise<void> => {
  for (let patience = 0; patience < 300 && !found(); patience++) await new Promise((resolve) => setTimeout(resolve, 50))
}

describe("an integrator's week", () => {
  it("asks about one lead, and is told why another would not count", async () => {
    const [good, bad] = [...Lead.inventedLeads(8, 2)]
    assert.deepStrictEqual(await run(Week.askOne(options(), good!, place)), { valid: ["BRAND-8"], refused: [] })
    assert.deepStrictEqual(await run(Week.askOne(options(), bad!, place)), { valid: [], refused: [{ id: "BRAND-9", codes: ["phone-invalid"] }] })
    const unreadable = { ...good!, agreedAt: "ayer" }
    const { refused } = await run(Week.askOne(options(), unreadable, place))
    assert.deepStrictEqual(refused, [{ id: "BRAND-8", codes: ["unreadable /createdAt", "unreadable /consentAt"] }])
  })

  it("asks about a backlog in one stream", async () => {
    // Two thousand mobiles that nobody has, and one whose last digits are all equal.
    assert.deepStrictEqual(await run(Week.askBacklog(options(), Lead.inventedLeads(10_000, 20_000), place)), { asked: 20_000, valid: 17_999 })
  })

  it("sends a lead, and again through a server that died before it could answer: one record, one answer", async () => {
    const [lead] = [...Lead.inventedLeads(20, 1)]
    const first = await run(Week.send(options(), lead!, place))
    const port = Number(new URL(server.url).port)
    await server.kill("SIGKILL")
    const [again, restarted] = await Promise.all([run(Week.send(options(), lead!, place)), serve(directory, port)])
    server = restarted
    assert.deepStrictEqual(again.body, first.body)
    assert.strictEqual(again.body.revision, 0)
  })

  it("is told, signed, when a verdict changes", async () => {
    const receiver = await Receiver.listen()
    try {
      const { secret } = await run(Week.subscribe({ ...options(), key: assistantKey }, receiver.url, [place.brandId]))
      receiver.trust(secret)
      const [lead] = [...Lead.inventedLeads(40, 1)]
      await run(Week.send(options(), { ...lead!, agreedAt: "2024-03-12T10:00:00-05:00" }, place))
      // The same customer comes to light with an earlier registration: the lead that was sent is now the second.
      await run(Week.send(options(), { ...lead!, number: 39, agreedAt: "2024-03-11T10:00:00-05:00" }, place))
      await until(() => receiver.told().length > 0)
      const [told] = receiver.told()
      assert.deepInclude(told!.data, { subjectType: "prospect", subjectId: "BRAND-40", before: "valid", verdict: "invalid", reasons: ["duplicate"] })
      assert.strictEqual(told!.type, "verdict.changed")
      const forged = await fetch(receiver.url, { method: "POST", body: JSON.stringify(told), headers: { "webhook-id": told!.id, "webhook-timestamp": "1", "webhook-signature": "v1,AAAA" } })
      assert.strictEqual(forged.status, 401)
    } finally {
      await receiver.close()
    }
  })
})
