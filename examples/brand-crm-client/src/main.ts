/** `CRM_URL=http://127.0.0.1:3000 CRM_KEY=crm_… node examples/brand-crm-client/src/main.ts`: the week, told in English. */
import { NodeHttpClient } from "@effect/platform-node"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Lead from "./Lead.ts"
import * as Receiver from "./Receiver.ts"
import * as Week from "./Week.ts"

const options = { baseUrl: process.env["CRM_URL"] ?? "http://127.0.0.1:3000", key: process.env["CRM_KEY"] ?? "", language: "en" as const }
const place: Lead.Place = {
  advisorId: process.env["CRM_ADVISOR"] ?? "A-001",
  branchId: process.env["CRM_BRANCH"] ?? "S-01",
  brandId: process.env["CRM_BRAND"] ?? "M-01"
}
const say = (text: string) => Effect.sync(() => process.stdout.write(`${text}\n`))

const week = Effect.gen(function*() {
  const [first, second] = [...Lead.inventedLeads(8, 2)]
  for (const lead of [first!, second!]) {
    const { refused, valid } = yield* Week.askOne(options, lead, place)
    yield* say(valid.length === 1 ? `Monday: ${valid[0]} would count.` : `Monday: ${refused[0]!.id} would not count: ${refused[0]!.codes.join(", ")}.`)
  }
  const { asked, valid } = yield* Week.askBacklog(options, Lead.inventedLeads(1_000, 10_000), place)
  yield* say(`Tuesday: of ${asked} leads ${valid} would count.`)
  const sent = yield* Week.send(options, first!, place)
  yield* say(`Wednesday: ${sent.id} is stored, ${sent.body.verdict}, revision ${sent.body.revision}.`)
  const assistantKey = process.env["CRM_ASSISTANT_KEY"]
  if (assistantKey === undefined) return yield* say("Thursday: set CRM_ASSISTANT_KEY to subscribe to verdicts.")
  const receiver = yield* Effect.acquireRelease(Effect.promise(() => Receiver.listen()), (listening) => Effect.promise(listening.close))
  const { secret } = yield* Week.subscribe({ ...options, key: assistantKey }, receiver.url, [place.brandId])
  receiver.trust(secret)
  // The same customer comes to light with an earlier registration: what was sent before is now the second.
  yield* Week.send(options, { ...first!, number: 1, agreedAt: "2024-03-11T10:00:00-05:00" }, place)
  yield* Effect.sleep("3 seconds")
  for (const { data } of receiver.told()) yield* say(`Thursday: told that ${String(data["subjectId"])} became ${String(data["verdict"])}.`)
})

await Effect.runPromise(Effect.scoped(week).pipe(Effect.provide(Layer.merge(NodeHttpClient.layerUndici, SecureRandom.layerWebCrypto))))
