/** Requests that send a body and whose answer is not stored: questions, and writes whose answer holds a secret. */
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import type { Caller } from "../access/Gate.ts"
import * as Body from "./Body.ts"
import type { Failure, RefusalOf } from "./Failure.ts"
import * as HandlerContext from "./HandlerContext.ts"

/** Handles such a request that comes as JSON: `read` holds the body to its shape, `answer` answers it. */
export const json = <Given extends { readonly request: HttpServerRequest }, Asked, A extends object, E1 extends Failure, E2 extends Failure>(
  context: HandlerContext.HandlerContext,
  given: Given,
  read: (body: unknown) => Effect.Effect<Asked, E1>,
  answer: (asked: Asked, visit: HandlerContext.Visit, given: Given) => Effect.Effect<A, E2>
): Effect.Effect<HttpServerResponse.HttpServerResponse, RefusalOf<NoInfer<E1 | E2 | Body.JsonRefusal>>, Caller> =>
  HandlerContext.serve(Effect.gen(function*() {
    const visit = yield* HandlerContext.visit(context)
    const { value } = yield* Body.json(given.request, context.limits)
    const answered = yield* answer(yield* read(value), visit, given)
    return HttpServerResponse.text(JSON.stringify(answered), { contentType: "application/json" })
  }))
