/** Requests that send a body and store nothing: what the body must be, and the answer. */
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Body from "./Body.ts"
import type { Failure } from "./Failure.ts"
import * as HandlerContext from "./HandlerContext.ts"

/** A question of an endpoint. */
export interface Question<Given, Asked, A, E1, E2> {
  /** Holds the JSON of the body to its shape. */
  readonly read: (body: unknown) => Effect.Effect<Asked, E1>
  readonly answer: (asked: Asked, visit: HandlerContext.Visit, given: Given) => Effect.Effect<A, E2>
}

/** Handles a question that comes as JSON. */
export const json = <Given extends { readonly request: HttpServerRequest }, Asked, A extends object, E1 extends Failure, E2 extends Failure>(
  context: HandlerContext.HandlerContext,
  { answer, read }: Question<Given, Asked, A, E1, E2>
) =>
(given: Given) =>
  HandlerContext.serve(Effect.gen(function*() {
    const visit = yield* HandlerContext.visit(context)
    const { value } = yield* Body.json(given.request, context.limits)
    const answered = yield* answer(yield* read(value), visit, given)
    return HttpServerResponse.text(JSON.stringify(answered), { contentType: "application/json" })
  }))
