/**
 * Runs the gate: who sent the request, whether the role may do it, whether the key sent too many, how long it may take. It writes
 * every refusal in one way. Logs and metrics name endpoints and statuses, never a URL, a body or a key.
 */
import { type Author, Authorship } from "@crm-procedure/core/records/Authorship"
import * as Access from "@crm-procedure/core/records/Access"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiError from "effect/http-api/HttpApiError"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as RateLimiter from "effect/persistence/RateLimiter"
import { randomUUID } from "node:crypto"
import { Authenticator } from "./Authenticator.ts"
import { bearer, Caller, Gate, Permission, Streaming } from "./Gate.ts"
import * as Expectation from "../request/Expectation.ts"
import * as Refusing from "../request/Refusing.ts"
import * as RequestMetrics from "../request/RequestMetrics.ts"
import { AdmittedCaller, Heavy, HeavyWork, KeptAnswers, Repeated } from "./HeavyWork.ts"
import { Limits } from "./Limits.ts"
import * as ClientAddress from "./ClientAddress.ts"
import { FailedAttempts } from "./FailedAttempts.ts"
import * as MonotonicClock from "./MonotonicClock.ts"
import { Preparation } from "./Preparation.ts"
import * as TimeLimit from "./TimeLimit.ts"
import type { FaultPlace, Problem, TooManyRequests } from "../Problem.ts"

/** What a log may say of a defect: its name and its place in the code. Its message may quote what a client sent. */
const placeOf = (defect: unknown): string =>
  defect instanceof Error ? [defect.name, ...(defect.stack ?? "").split("\n").filter((line) => line.startsWith("    at ")).slice(0, 12)].join("\n") : typeof defect

/** Logs an unexpected error without its message. */
export const logDefects = (endpoint: string, cause: Cause.Cause<unknown>): Effect.Effect<void> =>
  Effect.annotateLogs(Effect.logError("Unexpected error while handling a request"), {
    endpoint,
    defects: cause.reasons.map((reason) => reason._tag === "Interrupt" ? "interrupted" : placeOf(reason._tag === "Die" ? reason.defect : reason.error)).join("\n")
  })

const places: Readonly<Record<string, FaultPlace>> = { Params: "path", Query: "query", Headers: "header", Payload: "body" }

/** The refusal of a request that does not fit the contract. A path with an unknown word does not exist. */
const ofSchemaError = (error: HttpApiError.HttpApiSchemaError): Problem | undefined => {
  const place = places[error.kind]
  if (place === undefined) return undefined
  const faults = Expectation.faultsOf(error.cause, place)
  return place === "path" && faults.some(({ isWord }) => isWord)
    ? Refusing.refuse("NotFound", { es: "No existe esa ruta.", en: "There is no such path." }, { faults })
    : Refusing.invalid(...faults)
}

/** The refusal of a request that failed. Undefined: it was interrupted, and no client waits for an answer. */
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

const tooManyWrongKeys = (millis: number) => {
  const wait = Math.max(1, Math.ceil(millis / 1000))
  return Refusing.refuse("TooManyRequests", {
    es: `Demasiadas llaves que no están vigentes, desde esta dirección. Vuelva a intentarlo en ${wait} s.`,
    en: `Too many keys from this address that are not in force. Try again in ${wait} s.`
  }, { headers: { "retry-after": String(wait) } })
}

const NUL_IN_QUERY = /\?.*%00/

const nulInQuery = () => Refusing.invalid({ in: "query", pointer: "", expected: { es: "texto sin el carácter NUL", en: "text without the character NUL" } })

/** Adds the headers that every answer has. */
const withHeaders = (response: HttpServerResponse.HttpServerResponse): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.setHeaders(response, {
    "cache-control": response.headers["cache-control"] ?? "no-store",
    "x-content-type-options": "nosniff"
  })

/** Whom the audit names for what a request does. The page sends no key: its requests carry the session's cookie. Each request has a new id. */
const authorOf = ({ identity: { employeeId, role }, keyId }: Caller["Service"], { headers }: HttpServerRequest): Author => ({
  by: keyId,
  role,
  employeeId,
  means: headers["authorization"] === undefined ? "page" : "request",
  reference: randomUUID()
})

/** The name of an endpoint in logs. */
const nameOf = (group: HttpApiGroup.Top, endpoint: HttpApiEndpoint.Top): string => `${group.identifier}.${endpoint.identifier}`

/** What is the same for all requests of an endpoint. */
const ofEndpoint = (group: HttpApiGroup.Top, endpoint: HttpApiEndpoint.Top) => {
  const name = nameOf(group, endpoint)
  return {
    action: Option.getOrUndefined(Context.getOption(endpoint.annotations, Permission)),
    isStreaming: Context.get(endpoint.annotations, Streaming),
    isHeavy: Context.get(endpoint.annotations, Heavy),
    isRepeated: Context.get(endpoint.annotations, Repeated),
    /** The answer to a request that failed. */
    answerRefused: <E>(request: HttpServerRequest, cause: Cause.Cause<E>) =>
      Effect.flatMap(refusalOf(name, cause), (refusal) =>
        refusal === undefined
          ? Effect.failCause(cause)
          : Effect.succeed(Refusing.toResponse(refusal, Refusing.languageOf(request.headers["accept-language"]))))
  }
}

/** A gate for requests that passed the other gate in another thread, which says who sent them. */
export const layerAdmitted: Layer.Layer<Gate> = Layer.succeed(Gate, Gate.of((handled, { endpoint, group }) => {
  const { answerRefused } = ofEndpoint(group, endpoint)
  return Effect.gen(function*() {
    const request = yield* HttpServerRequest
    const caller = yield* AdmittedCaller
    if (caller === undefined) return yield* Effect.die(new Error("A request without a caller: it did not come through the gate."))
    const authored = handled.pipe(Effect.provideService(Caller, caller), Effect.provideService(Authorship, authorOf(caller, request)))
    return yield* Effect.catchCause(authored, (cause) => answerRefused(request, cause))
  })
}))

/** The gate over an authenticator and the limits. */
export const layer: Layer.Layer<Gate, never, Authenticator | RateLimiter.RateLimiter> = Layer.effect(Gate, Effect.gen(function*() {
  const { authenticate } = yield* Authenticator
  const limiter = yield* RateLimiter.RateLimiter
  const limits = yield* Limits
  const window = Duration.seconds(limits.requestWindowSeconds)
  const addressOf = yield* ClientAddress.ClientAddress
  const failedAttempts = new FailedAttempts(limits.wrongKeys, limits.requestWindowSeconds)

  /** Refuses a request without a caller. A wrong key counts for its address; a missing one is no attempt at anything. */
  const refuseUnknown = Effect.fnUntraced(function*(request: HttpServerRequest, bearer: string) {
    if (bearer === "") return yield* keyMissing()
    const wait = failedAttempts.take(ClientAddress.networkOf(addressOf(request)), yield* MonotonicClock.millis)
    return yield* wait === 0 ? keyMissing() : tooManyWrongKeys(wait)
  })

  const mustNotBeTooMany = ({ identity, keyId }: Caller["Service"]): Effect.Effect<unknown, TooManyRequests> =>
    Effect.catch(
      limiter.consume({ key: JSON.stringify([identity.dealership, keyId]), limit: limits.requests, window, algorithm: "token-bucket" }),
      // When the limiter does not answer, requests pass.
      ({ reason }) => reason._tag === "RateLimitExceeded" ? Effect.fail(tooMany(reason.retryAfter)) : Effect.void
    )

  const credential = HttpApiBuilder.securityDecode(bearer)
  const answerElsewhere = yield* HeavyWork
  const keep = yield* KeptAnswers
  const secondsOfPreparation = yield* Preparation

  // Everything that is the same for all requests of an endpoint is made once.
  return Gate.of((handled, { endpoint, group }) => {
    const { action, answerRefused, isHeavy, isRepeated, isStreaming } = ofEndpoint(group, endpoint)
    const count = RequestMetrics.ofRoute(endpoint.method, endpoint.path)
    const inTime = TimeLimit.within(Duration.seconds(isStreaming ? limits.streamSeconds : limits.requestSeconds), Refusing.unavailable)
    const handledInTime = inTime(handled)

    return Effect.gen(function*() {
      const request = yield* HttpServerRequest
      const began = yield* Clock.monotonicTimeNanos
      let role: string = RequestMetrics.NO_ROLE
      const passed = Effect.gen(function*() {
        if (NUL_IN_QUERY.test(request.url)) return yield* nulInQuery()
        const bearer = Redacted.value(yield* credential)
        const found = yield* Effect.mapError(authenticate(request, bearer), () => Refusing.unavailable())
        if (Option.isNone(found)) return yield* refuseUnknown(request, bearer)
        const caller = found.value
        role = caller.identity.role
        yield* mustNotBeTooMany(caller)
        // An endpoint without a permission is closed.
        if (action === undefined || !Access.may(caller.identity, action)) return yield* Refusing.beyondRole()
        const seconds = yield* secondsOfPreparation(caller.identity.dealership)
        if (seconds > 0) return yield* Refusing.preparing(seconds)
        const admitted = { caller, request, isStreaming, isRepeated }
        if (answerElsewhere !== undefined && isHeavy(request)) {
          return yield* inTime(Effect.mapError(answerElsewhere(admitted), ({ retryAfterSeconds }) => Refusing.unavailable(retryAfterSeconds)))
        }
        const answerHere = handledInTime.pipe(Effect.provideService(Caller, caller), Effect.provideService(Authorship, authorOf(caller, request)))
        return yield* keep !== undefined && isRepeated ? keep(admitted, answerHere) : answerHere
      })
      const response = yield* Effect.catchCause(passed, (cause) => answerRefused(request, cause))
      yield* count(role, response.status, began)
      return withHeaders(response)
    })
  })
}))
