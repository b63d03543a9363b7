/**
 * Writes that can be sent again. The first answer is kept under the request's `Idempotency-Key`, in the change that it answers
 * for: either both are stored or neither.
 *
 * @see docs/decisions/0013-http-contract.md
 */
import type { RecordsError } from "@crm-procedure/core/register/Records"
import type * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { createHash } from "node:crypto"
import type { InFlight, KeyReused } from "../Problem.ts"
import type { HandlerContext, Visit } from "./HandlerContext.ts"
import * as Refusing from "./Refusing.ts"

/** The answer to a write. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body: unknown
}

/** Why a streamed write was not done, besides its own failures. */
export type StreamFailure = InFlight | KeyReused | ServiceStore.ServiceStoreError

/** Why a write was not done, besides its own failures. */
export type Failure = StreamFailure | RecordsError

/** After a request's time limit and this, its process must have died: another attempt may take over its key. */
const GRACE_MILLIS = 5_000

/** How long a streamed write holds its key. After that another attempt may take over: both do the same, and only one answers. */
const STREAM_HELD_MILLIS = 15_000

const KEY = "idempotency-key"

/** Headers that make it another request. */
const distinguishing = ["content-type", "if-match", "if-none-match"] as const

/** A digest of the request but for its body. */
const digestOfHead = (request: HttpServerRequest) =>
  createHash("sha256").update(JSON.stringify([request.method, request.url, ...distinguishing.map((name) => request.headers[name] ?? null)]))

const written = ({ body, headers, status }: Answer): ServiceStore.Answer => ({ status, headers: headers ?? {}, body: JSON.stringify(body) })

const toResponse = ({ body, headers, status }: ServiceStore.Answer): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.text(body, { status, headers, contentType: "application/json" })

/** The process that holds the key may have died: after `retry-after` the key has an answer, or is free. */
const inFlight = (heldMillis: number) =>
  Refusing.refuse("InFlight", {
    es: "Una solicitud con esta Idempotency-Key está en curso. Espere y repita la solicitud.",
    en: "A request with this Idempotency-Key is being done. Wait, and send it again."
  }, { headers: { "retry-after": String(Math.max(1, Math.ceil(heldMillis / 1000))) } })

/** Another attempt took over the key while this one worked. */
const takenOver = () =>
  Refusing.refuse("InFlight", {
    es: "Otra solicitud con la misma Idempotency-Key tomó el trabajo. Espere y repita la solicitud.",
    en: "Another request with the same Idempotency-Key has taken over. Wait, and send it again."
  }, { headers: { "retry-after": "1" } })

const keepAnswer = ({ serviceStore }: HandlerContext, dealership: string, holding: ServiceStore.Holding, answer: ServiceStore.Answer) =>
  Effect.catchIf(
    serviceStore.keepAnswer(dealership, holding, answer),
    ({ reason }) => reason._tag === "ClaimLost",
    () => Effect.fail(takenOver())
  )

const keyReused = () =>
  Refusing.refuse("KeyReused", {
    es: "Esta Idempotency-Key ya se usó con otra solicitud. Use una nueva para cada solicitud.",
    en: "This Idempotency-Key was used with another request. Use a new one for each request."
  }, { faults: [{ in: "header", pointer: `/${KEY}`, expected: { es: "una llave que no se haya usado con otra solicitud", en: "a key that was not used with another request" } }] })

const claim = ({ limits, serviceStore }: HandlerContext, { caller, dealership, now }: Visit, key: string, request: string, heldMillis: number) =>
  serviceStore.claim(dealership, {
    sender: caller.keyId,
    key,
    request,
    now,
    heldUntil: now + heldMillis,
    expiresAt: now + limits.answerSeconds * 1000
  })

/**
 * Does a write once. The change and the answer kept under the request's key are stored together; a request with the same key
 * gets that answer. A refused write stores nothing, and its key is free again.
 */
export const once = <E, R>(
  context: HandlerContext,
  visit: Visit,
  request: HttpServerRequest,
  body: Uint8Array,
  write: Effect.Effect<Answer, E, R>
): Effect.Effect<HttpServerResponse.HttpServerResponse, E | Failure, R> =>
  Effect.gen(function*() {
    const { records, serviceStore } = context
    const { caller: { keyId: sender }, dealership } = visit
    const key = request.headers[KEY]
    if (key === undefined) return toResponse(written(yield* records.change(dealership, write)))
    const claimed = yield* claim(context, visit, key, digestOfHead(request).update(body).digest("hex"), context.limits.requestSeconds * 1000 + GRACE_MILLIS)
    if (claimed.kind === "in-flight") return yield* inFlight(claimed.heldUntil - visit.now)
    if (claimed.kind === "different") return yield* keyReused()
    if (claimed.kind === "answered") return HttpServerResponse.setHeader(toResponse(claimed.answer), "idempotent-replayed", "true")
    const holding = { sender, key, attempt: claimed.attempt }
    const answered = Effect.tap(Effect.map(write, written), (answer) => keepAnswer(context, dealership, holding, answer))
    return toResponse(yield* Effect.onError(records.change(dealership, answered), () => Effect.ignore(serviceStore.release(dealership, holding))))
  })

/** A digest that is made while a stream passes. */
export interface PassingDigest {
  readonly update: (bytes: Uint8Array) => void
  readonly hex: () => string
}

/** The header of a kept answer that holds the digest of the streamed body. It is never sent. */
const BODY_DIGEST = "x-request-body"

/**
 * Does a write whose body is a stream, in many changes, each of which can be done again. The digest of the body is known only at
 * its end. So a second request with the key is compared by reading its whole body: `drain` does that.
 */
export const onceStreamed = <E, E2, R>(
  context: HandlerContext,
  visit: Visit,
  request: HttpServerRequest,
  write: (passing: PassingDigest) => Effect.Effect<Answer, E, R>,
  drain: (passing: PassingDigest) => Effect.Effect<void, E2, R>
): Effect.Effect<HttpServerResponse.HttpServerResponse, E | E2 | StreamFailure, R> =>
  Effect.gen(function*() {
    const { serviceStore } = context
    const { caller: { keyId: sender }, dealership } = visit
    const hash = createHash("sha256")
    let size = 0
    const passing: PassingDigest = {
      update: (bytes) => {
        size += bytes.length
        hash.update(bytes)
      },
      hex: () => `${hash.copy().digest("hex")}-${size}`
    }
    const key = request.headers[KEY]
    if (key === undefined) return toResponse(written(yield* write(passing)))
    const claimed = yield* claim(context, visit, key, digestOfHead(request).digest("hex"), STREAM_HELD_MILLIS)
    if (claimed.kind === "in-flight") return yield* inFlight(claimed.heldUntil - visit.now)
    if (claimed.kind === "different") return yield* keyReused()
    if (claimed.kind === "answered") {
      yield* drain(passing)
      const { [BODY_DIGEST]: digest, ...headers } = claimed.answer.headers
      if (digest !== passing.hex()) return yield* keyReused()
      return HttpServerResponse.setHeader(toResponse({ ...claimed.answer, headers }), "idempotent-replayed", "true")
    }
    const holding = { sender, key, attempt: claimed.attempt }
    const done = Effect.gen(function*() {
      const answer = written(yield* write(passing))
      yield* keepAnswer(context, dealership, holding, { ...answer, headers: { ...answer.headers, [BODY_DIGEST]: passing.hex() } })
      return answer
    })
    return toResponse(yield* Effect.onError(done, () => Effect.ignore(serviceStore.release(dealership, holding))))
  })
