/**
 * A browser's session: it begins with a key, and its cookie is read by no script and sent by no other site. It is stored, so that
 * signing out ends it on every server. A request that changes something must also come from the page itself: with its header, which
 * no form of another site can send, and its origin.
 */
import type { Identity } from "@crm-procedure/core/records/Access"
import type { Instant } from "@crm-procedure/core/calendar/Calendar"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import { Authenticator, callerOfKey, hashOfKey } from "@crm-procedure/http-api/access/Authenticator"
import * as ClientAddress from "@crm-procedure/http-api/access/ClientAddress"
import { FailedAttempts } from "@crm-procedure/http-api/access/FailedAttempts"
import type { Caller } from "@crm-procedure/http-api/access/Gate"
import { Limits } from "@crm-procedure/http-api/access/Limits"
import * as MonotonicClock from "@crm-procedure/http-api/access/MonotonicClock"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { randomBytes } from "node:crypto"
import * as SessionToken from "./SessionToken.ts"
import * as Telemetry from "../serving/Telemetry.ts"

export interface Options {
  readonly secret: Buffer
  /** A proxy in front speaks TLS. */
  readonly behindTls: boolean
  /** Whether a dealership's records are invented ones. */
  readonly isDemonstration: (dealership: string) => boolean
  /** The month that a demonstration's page opens at; otherwise it is the current one. */
  readonly demonstrationPeriod?: string | undefined
}

const SESSION_MILLIS = 12 * 3_600_000
const BODY_BYTES = 1024
const BODY_TIME = "5 seconds"
const ID_BYTES = 16

/** `__Host-`: a browser accepts it over TLS only, and only from this host. */
const cookieName = ({ behindTls }: Options): string => behindTls ? "__Host-crm-session" : "crm-session"

const cookieOf = (options: Options, value: string, maxAge: number) => (response: HttpServerResponse.HttpServerResponse) =>
  HttpServerResponse.setCookieUnsafe(response, cookieName(options), value, {
    httpOnly: true,
    sameSite: "strict",
    secure: options.behindTls,
    path: "/",
    maxAge: `${maxAge} millis`
  })

/** Whether a request comes from a page of this server. */
const isOwnPage = ({ headers }: HttpServerRequest.HttpServerRequest, { behindTls }: Options): boolean =>
  headers["x-crm-procedure"] === "page" && headers["origin"] === `${behindTls ? "https" : "http"}://${headers["host"] ?? ""}`

const isRead = (method: string): boolean => method === "GET" || method === "HEAD"

type Found = Option.Option<Caller["Service"]>

/** A session that has neither ended nor expired, and whose it is. */
interface Open {
  readonly id: string
  readonly caller: Caller["Service"]
}

type Asking<A> = Effect.Effect<A, ServiceStore.ServiceStoreError, ServiceStore.ServiceStore>

/** The open session of a request's cookie, if there is one. */
const openOf = Effect.fnUntraced(function*(request: HttpServerRequest.HttpServerRequest, options: Options): Effect.fn.Return<
  Open | undefined,
  ServiceStore.ServiceStoreError,
  ServiceStore.ServiceStore
> {
  const cookie = request.cookies[cookieName(options)]
  if (cookie === undefined) return undefined
  const now: Instant = yield* Clock.currentTimeMillis
  const token = SessionToken.read(options.secret, cookie, now)
  if (token === undefined) return undefined
  const serviceStore = yield* ServiceStore.ServiceStore
  const key = Option.getOrUndefined(yield* serviceStore.keyOfHash(token.keyHash))
  if (key === undefined || !ServiceStore.isInForce(key, now)) return undefined
  const stored = Option.getOrUndefined(yield* serviceStore.session(key.identity.dealership, token.id, now))
  return stored === undefined || stored.holderId !== key.id ? undefined : { id: token.id, caller: { keyId: key.id, identity: key.identity } }
})

/** The caller of a request's cookie. A request that changes something must come from the page. */
const callerOf = (request: HttpServerRequest.HttpServerRequest, options: Options): Asking<Found> =>
  !isRead(request.method) && !isOwnPage(request, options)
    ? Effect.succeedNone
    : Effect.map(openOf(request, options), (open) => Option.fromUndefinedOr(open?.caller))

/** Notes for the log whose request it is. */
const noted = (request: HttpServerRequest.HttpServerRequest) => (found: Found): Found => {
  if (Option.isSome(found)) {
    const facts = Telemetry.factsOf(request)
    facts.dealership = found.value.identity.dealership
    facts.role = found.value.identity.role
    facts.keyId = found.value.keyId
  }
  return found
}

/** Accepts bearer keys, and a browser by its session. */
export const layerAuthenticator = (options: Options): Layer.Layer<Authenticator, never, ServiceStore.ServiceStore> =>
  Layer.effect(Authenticator, Effect.gen(function*() {
    const serviceStore = yield* Effect.context<ServiceStore.ServiceStore>()
    const both = Authenticator.layerOr((request) => Effect.provideContext(callerOf(request, options), serviceStore))
    const { authenticate } = Context.get(yield* Layer.build(both), Authenticator)
    return Authenticator.of({ authenticate: (request, bearer) => Effect.map(authenticate(request, bearer), noted(request)) })
  }))

const problem = (status: number, title: string, detail: string): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe({ type: `urn:crm-procedure:problem:session-${status}`, title, status, detail }, { status, contentType: "application/problem+json" })

const notOwnPage = problem(403, "Not from the page", "A session begins and ends on the page itself.")
const unknownKey = problem(401, "A valid key is needed", "La llave no existe o fue revocada. / The key is unknown or was revoked.")
const noSession = problem(401, "No session", "No hay una sesión abierta. / No session is open.")
const unreadable = problem(400, "The body can't be read", "Se esperaba un objeto JSON con key. / Expected a JSON object with key.")

const unavailable = HttpServerResponse.setHeader(
  problem(503, "The service is not available", "No se puede responder ahora; inténtelo de nuevo en unos segundos. / It can't be answered now; try again in a few seconds."),
  "retry-after",
  "5"
)

const tooSlow = HttpServerResponse.setHeader(
  problem(408, "The body did not come in time", "El cuerpo no llegó completo a tiempo. / The body did not come whole in time."),
  "connection",
  "close"
)

const tooMany = (millis: number) =>
  HttpServerResponse.setHeader(
    problem(429, "Too many requests", "Demasiados intentos desde esta dirección; espere un momento. / Too many attempts from this address; wait a moment."),
    "retry-after",
    String(Math.ceil(millis / 1000))
  )

/** Reports a storage that does not answer, as every other route does. */
const orUnavailable = <R>(answer: Effect.Effect<HttpServerResponse.HttpServerResponse, ServiceStore.ServiceStoreError, R>) =>
  Effect.catchTag(answer, "ServiceStoreError", () => Effect.succeed(unavailable))

const Body = Schema.fromJsonString(Schema.Struct({ key: Schema.String }))

const told = (identity: Identity, options: Options) => ({
  dealership: identity.dealership,
  role: identity.role,
  ...(identity.employeeId === undefined ? {} : { employeeId: identity.employeeId }),
  demonstration: options.isDemonstration(identity.dealership),
  ...(options.isDemonstration(identity.dealership) && options.demonstrationPeriod !== undefined ? { period: options.demonstrationPeriod } : {})
})

/**
 * The body of a sign-in, if it can be read; fails when it does not come in time. The reading is left to itself then: to stop it would
 * close the connection before the answer. The door closes it after that.
 */
const bodyOf = Effect.fnUntraced(function*(request: HttpServerRequest.HttpServerRequest) {
  const reading = yield* Effect.forkDetach(Effect.option(Effect.flatMap(request.text, Schema.decodeUnknownEffect(Body))))
  return yield* Effect.timeoutOrElse(Fiber.join(reading), { duration: BODY_TIME, orElse: () => Effect.fail("too slow" as const) })
})

const begin = (options: Options, attempts: FailedAttempts) =>
  Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    if (!isOwnPage(request, options)) return notOwnPage
    if (!(Number(request.headers["content-length"]) <= BODY_BYTES)) return unreadable
    const read = yield* Effect.result(bodyOf(request))
    if (Result.isFailure(read)) return tooSlow
    if (Option.isNone(read.success)) return unreadable
    const key = read.success.value.key.trim()
    const found = yield* Effect.map(callerOfKey(key), noted(request))
    if (Option.isNone(found)) {
      const wait = attempts.take(ClientAddress.networkOf((yield* ClientAddress.ClientAddress)(request)), yield* MonotonicClock.millis)
      return wait === 0 ? unknownKey : tooMany(wait)
    }
    const now: Instant = yield* Clock.currentTimeMillis
    const { identity: { dealership }, keyId } = found.value
    const session = { id: randomBytes(ID_BYTES).toString("hex"), expiresAt: now + SESSION_MILLIS }
    yield* ServiceStore.ServiceStore.use((serviceStore) => serviceStore.beginSession(dealership, { ...session, holderId: keyId, createdAt: now }))
    const token = SessionToken.write(options.secret, { ...session, keyHash: hashOfKey(key) })
    return cookieOf(options, token, SESSION_MILLIS)(HttpServerResponse.empty({ status: 204 }))
  })

const end = (options: Options) =>
  Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    if (!isOwnPage(request, options)) return notOwnPage
    const open = yield* openOf(request, options)
    if (open !== undefined) yield* ServiceStore.ServiceStore.use((serviceStore) => serviceStore.endSession(open.caller.identity.dealership, open.id))
    return cookieOf(options, "", 0)(HttpServerResponse.empty({ status: 204 }))
  })

const tell = (options: Options) =>
  Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    const found = yield* Effect.map(callerOf(request, options), noted(request))
    return Option.isNone(found) ? noSession : HttpServerResponse.jsonUnsafe(told(found.value.identity, options))
  })

/** `POST /session`, `GET /session`, `DELETE /session`. */
export const layerRoutes = (options: Options) =>
  Layer.unwrap(Effect.map(Limits, ({ requestWindowSeconds, wrongKeys }) =>
    Layer.mergeAll(
      HttpRouter.add("POST", "/session", orUnavailable(begin(options, new FailedAttempts(wrongKeys, requestWindowSeconds)))),
      HttpRouter.add("GET", "/session", orUnavailable(tell(options))),
      HttpRouter.add("DELETE", "/session", orUnavailable(end(options)))
    )))
