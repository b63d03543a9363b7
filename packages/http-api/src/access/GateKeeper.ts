/**
 * The gate as it is kept: who sent the request, whether the role may, whether there were too many, how long it may take; and
 * every refusal written in one way. Logs and metrics name endpoints and statuses, never a URL, a body or a key.
 *
 * @see 7-http-api; 8-quality, Security
 */
import * as Access from "@crm-procedure/core/records/Access"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { HttpApiBuilder, HttpApiEndpoint, HttpApiError, HttpApiGroup } from "effect/http-api"
import { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as RateLimiter from "effect/persistence/RateLimiter"
import { Authenticator } from "./Authenticator.ts"
import { bearer, Caller, Gate, Permission, Streaming } from "./Gate.ts"
import * as Expectation from "../request/Expectation.ts"
import * as Refusing from "../request/Refusing.ts"
import * as RequestMetrics from "../request/RequestMetrics.ts"
import { Limits } from "./Limits.ts"
import type { FaultPlace, Problem } from "../Problem.ts"

/** What may be said of a defect: its name and where it came from. Its message may quote what somebody sent. */
const placeOf = (defect: unknown): string =>
  defect instanceof Error ? [defect.name, ...(defect.stack ?? "").split("\n").filter((line) => line.startsWith("    at ")).slice(0, 12)].join("\n") : typeof defect

/** Logs what nobody was prepared for, without its message. */
export const logDefects = (endpoint: string, cause: Cause.Cause<unknown>): Effect.Effect<void> =>
  Effect.annotateLogs(Effect.logError("A request failed for which nobody was prepared"), {
    endpoint,
    defects: cause.reasons.map((reason) => reason._tag === "Interrupt" ? "interrupted" : placeOf(reason._tag === "Die" ? reason.defect : reason.error)).join("\n")
  })

const places: Readonly<Record<string, FaultPlace>> = { Params: "path", Query: "query", Headers: "header", Payload: "body" }

/** A request that does not fit the contract, before any handler saw it. A path that names nothing is not found. */
const ofSchemaError = (error: HttpApiError.HttpApiSchemaError): Problem | undefined => {
  const place = places[error.kind]
  if (place === undefined) return undefined
  const faults = Expectation.faultsOf(error.cause, place)
  return place === "path" && faults.some(({ expected }) => expected.en.startsWith("one of:"))
    ? Refusing.refuse("NotFound", { es: "No existe esa ruta.", en: "There is no such path." }, { faults })
    : Refusing.invalid(...faults)
}

/** What a request came to that did not come to a response. Undefined: it was broken off, and nobody waits for an answer. */
const refusalOf = (endpoint: string, cause: Cause.Cause<unknown>): Effect.Effect<Problem | undefined> => {
  for (const reason of cause.reasons) {
    if (reason._tag === "Interrupt") continue
    const error = reason._tag === "Fail" ? reason.error : reason.defect
    if (Refusing.isRefusal(error)) return Effect.succeed(error)
    const refusal = HttpApiError.HttpApiSchemaError.is(error) ? ofSchemaError(error) : undefined
    if (refusal !== undefined) return Effect.succeed(refusal)
  }
  if (cause.reasons.every((reason) => reason._tag === "Interrupt")) return Effect.succeed(undefined)
  return Effect.as(logDefects(endpoint, cause), Refusing.internalFault())
}

const keyMissing = () =>
  Refusing.refuse("KeyMissing", {
    es: "Envíe una llave vigente en Authorization: Bearer.",
    en: "Send a key that is in force in Authorization: Bearer."
  }, { headers: { "www-authenticate": "Bearer realm=\"crm-procedure\"" } })

const tooMany = (retryAfter: Duration.Duration) => {
  const wait = Math.max(1, Math.ceil(Duration.toSeconds(retryAfter)))
  return Refusing.refuse("TooManyRequests", {
    es: `Demasiadas solicitudes con esta llave. Vuelva a intentarlo en ${wait} s.`,
    en: `Too many requests with this key. Try again in ${wait} s.`
  }, { headers: { "retry-after": String(wait) } })
}

const NUL_IN_QUERY = /\?.*%00/

const nulInQuery = () => Refusing.invalid({ in: "query", pointer: "", expected: { es: "texto sin el carácter NUL", en: "text without the character NUL" } })

/** The headers that every answer has. */
const withHeaders = (response: HttpServerResponse.HttpServerResponse): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.setHeaders(response, {
    "cache-control": response.headers["cache-control"] ?? "no-store",
    "x-content-type-options": "nosniff"
  })

/** The name of an endpoint in logs. */
const nameOf = (group: HttpApiGroup.Top, endpoint: HttpApiEndpoint.Top): string => `${group.identifier}.${endpoint.identifier}`

/** The gate, kept by an authenticator and the limits. */
export const layer: Layer.Layer<Gate, never, Authenticator | RateLimiter.RateLimiter> = Layer.effect(Gate, Effect.gen(function*() {
  const { authenticate } = yield* Authenticator
  const limiter = yield* RateLimiter.RateLimiter
  const limits = yield* Limits
  const window = Duration.seconds(limits.requestWindowSeconds)

  const mustNotBeTooMany = ({ identity, keyId }: Caller["Service"]): Effect.Effect<unknown, Problem> =>
    Effect.catch(
      limiter.consume({ key: JSON.stringify([identity.dealership, keyId]), limit: limits.requests, window, algorithm: "token-bucket" }),
      // A limiter that can't be asked stops nobody.
      ({ reason }) => reason._tag === "RateLimitExceeded" ? Effect.fail(tooMany(reason.retryAfter)) : Effect.void
    )

  const credential = HttpApiBuilder.securityDecode(bearer)

  // What does not change from request to request is made once for each endpoint.
  return Gate.of((handled, { endpoint, group }) => {
    const name = nameOf(group, endpoint)
    const count = RequestMetrics.ofRoute(endpoint.method, endpoint.path)
    const action = Option.getOrUndefined(Context.getOption(endpoint.annotations, Permission))
    const inTime = Effect.timeoutOrElse(handled, {
      duration: Duration.seconds(Context.get(endpoint.annotations, Streaming) ? limits.streamSeconds : limits.requestSeconds),
      orElse: () => Effect.fail(Refusing.unavailable())
    })
    const answerRefused = <E>(request: HttpServerRequest, cause: Cause.Cause<E>) =>
      Effect.flatMap(refusalOf(name, cause), (refusal) =>
        refusal === undefined
          ? Effect.failCause(cause)
          : Effect.succeed(Refusing.toResponse(refusal, Refusing.languageOf(request.headers["accept-language"]))))

    return Effect.gen(function*() {
      const request = yield* HttpServerRequest
      const began = yield* Clock.currentTimeNanos
      let role: string = RequestMetrics.NOBODY
      const passed = Effect.gen(function*() {
        if (NUL_IN_QUERY.test(request.url)) return yield* nulInQuery()
        const found = yield* Effect.mapError(authenticate(request, Redacted.value(yield* credential)), () => Refusing.unavailable())
        if (Option.isNone(found)) return yield* keyMissing()
        const caller = found.value
        role = caller.identity.role
        yield* mustNotBeTooMany(caller)
        // An endpoint that does not say what it takes lets nobody in.
        if (action === undefined || !Access.may(caller.identity, action)) return yield* Refusing.beyondRole()
        return yield* Effect.provideService(inTime, Caller, caller)
      })
      const response = yield* Effect.catchCause(passed, (cause) => answerRefused(request, cause))
      yield* count(role, response.status, began)
      return withHeaders(response)
    })
  })
}))
