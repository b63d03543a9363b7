/**
 * Every write with a body goes through here, in these steps: whether the caller may, the media type, reading and decoding the
 * body, and doing it once under its `Idempotency-Key`.
 */
import { Authorship } from "@crm-procedure/core/records/Authorship"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import type { HttpServerResponse } from "effect/http/HttpServerResponse"
import * as Stream from "effect/Stream"
import type { Caller } from "../access/Gate.ts"
import type { BodyUnreadable, MediaTypeUnsupported } from "../Problem.ts"
import * as Body from "./Body.ts"
import type { Failure, RefusalOf } from "./Failure.ts"
import * as HandlerContext from "./HandlerContext.ts"
import * as Idempotency from "./Idempotency.ts"

/** What a handler gets of a request. */
export interface Given {
  readonly request: HttpServerRequest
}

/**
 * Handles a write whose body is JSON. `read` holds the body to its shape. `write` does it: what it stores and the answer kept under
 * the key are one change. `allow` refuses, before the body is read, what the gate can't decide from the role alone.
 */
export const json = <G extends Given, Asked, E1 extends Failure, E2 extends Failure, E3 extends Failure = never>(
  context: HandlerContext.HandlerContext,
  given: G,
  read: (body: unknown, visit: HandlerContext.Visit, given: G) => Effect.Effect<Asked, E1>,
  write: (asked: Asked, visit: HandlerContext.Visit, given: G) => Effect.Effect<Idempotency.Answer, E2>,
  allow?: (visit: HandlerContext.Visit, given: G) => Effect.Effect<void, E3>
): Effect.Effect<HttpServerResponse, RefusalOf<NoInfer<E1 | E2 | E3 | Body.JsonRefusal | Idempotency.Failure>>, Caller> =>
  HandlerContext.serve(Effect.gen(function*() {
    const visit = yield* HandlerContext.visit(context)
    if (allow !== undefined) yield* allow(visit, given)
    const { bytes, value } = yield* Body.json(given.request, context.limits)
    const asked = yield* read(value, visit, given)
    return yield* Idempotency.once(context, visit, given.request, bytes, write(asked, visit, given))
  }))

/**
 * Handles a write whose body is a stream of any length. `write` takes the bytes in. It may store them in many changes, each of which
 * can be done again.
 */
export const stream = <G extends Given, E1 extends Failure, E2 extends Failure>(
  context: HandlerContext.HandlerContext,
  given: G,
  allow: (visit: HandlerContext.Visit, given: G) => Effect.Effect<void, E1>,
  write: (
    bytes: Stream.Stream<Uint8Array, BodyUnreadable>,
    mediaType: string,
    visit: HandlerContext.Visit,
    given: G
  ) => Effect.Effect<Idempotency.Answer, E2>
): Effect.Effect<HttpServerResponse, RefusalOf<NoInfer<E1 | E2 | BodyUnreadable | MediaTypeUnsupported | Idempotency.StreamFailure>>, Caller> =>
  HandlerContext.serve(Effect.gen(function*() {
    const visit = yield* HandlerContext.visit(context)
    yield* allow(visit, given)
    const mediaType = yield* Body.fileMediaType(given.request)
    const bytes = (passing: Idempotency.PassingDigest) => Stream.tap(Body.bytesOf(given.request), (piece) => Effect.sync(() => passing.update(piece)))
    return yield* Idempotency.onceStreamed(
      context,
      visit,
      given.request,
      (passing) => write(bytes(passing), mediaType, visit, given),
      (passing) => Stream.runDrain(bytes(passing))
    ).pipe(Effect.updateService(Authorship, (author) => ({ ...author, means: "import" as const })))
  }))
