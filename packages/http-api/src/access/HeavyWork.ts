/**
 * The ports for requests that cost much: those that judge a month or more of records, and those that many people repeat.
 *
 * Heavy requests judge a month or more of records. A server may answer them in other threads, so that its main thread
 * stays free for the others. Without the ports all requests are answered alike.
 *
 * @see docs/decisions/0044-heavy-requests-in-worker-threads.md, docs/decisions/0071-answers-as-of-now.md
 */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import type { HttpServerResponse } from "effect/http/HttpServerResponse"
import type { Caller } from "./Gate.ts"

/** Whether a request of an endpoint is heavy. */
export type IsHeavy = (request: HttpServerRequest) => boolean

/** Which requests of an endpoint are heavy; by default none. */
export const Heavy = Context.Reference<IsHeavy>("@crm-procedure/http-api/Heavy", { defaultValue: () => () => false })

/** Every request of the endpoint. */
export const always: IsHeavy = () => true

/** A question as of an instant that the request names: it may lie before what is stored derived data. */
export const asOfAnInstant: IsHeavy = ({ url }) => /[?&]asOf=/.test(url)

/** A request that passed the gate. */
export interface Admitted {
  readonly caller: Caller["Service"]
  readonly request: HttpServerRequest
  /** Whether it reads or writes a stream of any length. */
  readonly isStreaming: boolean
  /** Whether its answer as of now may be one of a moment ago; see {@link Repeated}. */
  readonly isRepeated: boolean
}

/** The request gets no answer now: too many wait already, or what worked on it broke down. */
export class NotAnswered extends Data.TaggedError("NotAnswered")<{ readonly retryAfterSeconds: number }> {}

/** Answers an admitted request, also a request that is refused behind the gate. The scope is the request's: it closes behind the last byte. */
export type Answer = (admitted: Admitted) => Effect.Effect<HttpServerResponse, NotAnswered, Scope.Scope>

/** The port. */
export const HeavyWork = Context.Reference<Answer | undefined>("@crm-procedure/http-api/HeavyWork", { defaultValue: () => undefined })

/** Who sent the request that a thread answers. The thread gives it with each request. */
export const AdmittedCaller = Context.Reference<Caller["Service"] | undefined>("@crm-procedure/http-api/AdmittedCaller", { defaultValue: () => undefined })

/** Whether many people ask an endpoint the same at once. Its answers follow from what is stored and from the reader's role and view. By default not. */
export const Repeated = Context.Reference<boolean>("@crm-procedure/http-api/Repeated", { defaultValue: () => false })

/** Answers a repeated request with what `answer` gives, or gave a moment ago while nothing has been written since. */
export type Keep = <E, R>(admitted: Admitted, answer: Effect.Effect<HttpServerResponse, E, R>) => Effect.Effect<HttpServerResponse, E, R>

/** The port for repeated requests that are not heavy. */
export const KeptAnswers = Context.Reference<Keep | undefined>("@crm-procedure/http-api/KeptAnswers", { defaultValue: () => undefined })
