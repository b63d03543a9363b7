/** `CRM_KEY=crm_… node examples/brand-crm-client/src/main.ts`: the week against a running server, told in English. */
import * as Problem from "@crm-procedure/http-api/Problem"
import { NodeHttpClient } from "@effect/platform-node"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Week from "./Week.ts"

const { CRM_ADVISOR, CRM_ASSISTANT_KEY, CRM_BRANCH, CRM_BRAND, CRM_KEY, CRM_URL } = process.env

if (CRM_KEY === undefined || CRM_KEY === "") {
  process.stderr.write("CRM_KEY: found nothing, expected a key of the role `integration`. The server's demonstration prints one at its start.\n")
  process.exit(2)
}

const week = Week.whole({
  // A server that is started again takes some seconds: what got no answer is sent again for half a minute.
  options: { baseUrl: CRM_URL || "http://127.0.0.1:3000", key: CRM_KEY, language: "en", retries: 8 },
  place: { advisorId: CRM_ADVISOR || "A-001", branchId: CRM_BRANCH || "S-01", brandId: CRM_BRAND || "M-01" },
  assistantKey: CRM_ASSISTANT_KEY || undefined,
  backlog: 10_000,
  say: (line) => Effect.sync(() => void process.stdout.write(`${line}\n`))
})

const isRefusal = (failure: unknown): failure is Problem.Problem => Object.values(Problem.problems).some((Kind) => failure instanceof Kind)

/** What a failure says of itself: a refusal what is to be corrected and where, anything else its message. */
const toldOf = (failure: unknown): string => {
  if (!isRefusal(failure)) return failure instanceof Error ? failure.message : String(failure)
  const { detail, errors = [] } = failure
  return [detail, ...errors.map(({ detail, pointer }) => `${pointer}: ${detail}`)].join(" ")
}

const exit = await Effect.runPromiseExit(week.pipe(Effect.provide(Layer.merge(NodeHttpClient.layerUndici, SecureRandom.layerWebCrypto))))
if (Exit.isFailure(exit)) {
  process.stderr.write(`The week ended early: ${toldOf(Cause.squash(exit.cause))}\n`)
  process.exitCode = 1
}
