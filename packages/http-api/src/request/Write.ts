/**
 * Every write with a body goes through here, in these steps: whether the caller may, the media type, reading and decoding the
 * body, and doing it once under its `Idempotency-Key`.
 */
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Stream from "effect/Stream"
import type { BodyUnreadable } from "../Problem.ts"
import * as Body from "./Body.ts"
import type { Failure } from "./Failure.ts"
import * as HandlerContext from "./HandlerContext.ts"
import * as Idempotency from "./Idempotency.ts"

/** What a handler gets of a request. */
export interface Given {
  readonly request: HttpServerRequest
}

/** A write of an endpoint whose body is JSON. */
export interface JsonWrite<G, Asked, E1, E2, E3> {
  /** Refuses, before the body is read, what the gate could not decide from the role alone. */
  readonly allow?: ((visit: HandlerContext.Visit, given: G) => Effect.Effect<void, E1>) | undefined
  /** Holds the JSON of the body to its shape. */
  readonly read: (body: unknown, visit: HandlerContext.Visit, given: G) => Effect.Effect<Asked, E2>
  /** Does it. What it stores and the answer kept under the key are one change. */
  readonly write: (asked: Asked, visit: HandlerContext.Visit, given: G) => Effect.Effect<Idempotency.Answer, E3>
}

/** Handles a write whose body is JSON. */
export const json = <G extends Given, Asked, E1 extends Failure, E2 extends Failure, E3 extends Failure>(
  context: HandlerContext.HandlerContext,
  { allow, read, write }: JsonWrite<G, Asked, E1, E2, E3>
) =>
(given: G) =>
  HandlerContext.serve(Effect.gen(function*() {
    const visit = yield* HandlerContext.visit(context)
    if (allow !== undefined) yield* allow(visit, given)
    const { bytes, value } = yield* Body.json(given.request, context.limits)
    const asked = yield* read(value, visit, given)
    return yield* Idempotency.once(context, visit, given.request, bytes, write(asked, visit, given))
  }))

/** A write of an endpoint whose body is a stream of any length. */
export interface StreamWrite<G, E1, E2> {
  readonly allow: (visit: HandlerContext.Visit, given: G) => Effect.Effect<void, E1>
  /** Takes the bytes in. It may store them in many changes, each of which can be done again. */
  readonly write: (
    bytes: Stream.Stream<Uint8Array, BodyUnreadable>,
    mediaType: string,
    visit: HandlerContext.Visit,
    given: G
  ) => Effect.Effect<Idempotency.Answer, E2>
}

/** Handles a write whose body is a stream. */
export const stream = <G extends Given, E1 extends Failure, E2 extends Failure>(
  context: HandlerContext.HandlerContext,
  { allow, write }: StreamWrite<G, E1, E2>
) =>
(given: G) =>
  HandlerContext.serve(Effect.gen(function*() {
    const visit = yield* HandlerContext.visit(context)
    yield* allow(visit, given)
    const mediaType = yield* Body.plainMediaType(given.request)
    const bytes = (passing: Idempotency.PassingDigest) => Stream.tap(Body.bytesOf(given.request), (piece) => Effect.sync(() => passing.update(piece)))
    return yield* Idempotency.onceStreamed(
      context,
      visit,
      given.request,
      (passing) => write(bytes(passing), mediaType, visit, given),
      (passing) => Stream.runDrain(bytes(passing))
    )
  }))
