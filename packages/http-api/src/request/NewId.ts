/** The id of something that a request makes: random, and the same again when the request is sent again under its key. */
import type * as SecureRandom from "effect/crypto/SecureRandom"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import { createHash } from "node:crypto"
import type { Visit } from "./HandlerContext.ts"

export const of = (random: SecureRandom.SecureRandom["Service"], { caller }: Visit, request: HttpServerRequest): Effect.Effect<string> => {
  const key = request.headers["idempotency-key"]
  return key === undefined
    ? random.uuidV4()
    : Effect.succeed(createHash("sha256").update(JSON.stringify([caller.keyId, key])).digest("hex").slice(0, 32))
}
