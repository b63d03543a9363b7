/**
 * A browser's session: it begins with an e-mail and a password, with the dealership's identity provider, or with a key. Its cookie is
 * read by no script and sent by no other site. It is stored, so that signing out ends it on every server. A request that changes
 * something must also come from the page itself.
 */
import type { Instant } from "@crm-procedure/core/calendar/Calendar"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as User from "@crm-procedure/core/service/User"
import { Authenticator } from "@crm-procedure/http-api/access/Authenticator"
import type { Caller } from "@crm-procedure/http-api/access/Gate"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { randomBytes } from "node:crypto"
import * as Device from "./Device.ts"
import * as PageRequest from "./PageRequest.ts"
import * as SessionToken from "./SessionToken.ts"
import * as Telemetry from "../serving/Telemetry.ts"

export interface Options {
  readonly secret: Buffer
  /** Seals the secrets of second factors. */
  readonly sealingKey: Buffer
  /** A proxy in front speaks TLS. */
  readonly behindTls: boolean
  /** Whether a dealership's records are invented ones. */
  readonly isDemonstration: (dealership: string) => boolean
  /** The month that a demonstration's page opens at; otherwise it is the current one. */
  readonly demonstrationPeriod?: string | undefined
  /** The identity provider by which people may sign in, as the page calls it. */
  readonly provider?: { readonly name: string } | undefined
}

export const SESSION_MILLIS = 12 * 3_600_000
const ID_BYTES = 16
/** How exact the time of a session's last use is. */
const USE_NOTED_MILLIS = 600_000

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

const isRead = (method: string): boolean => method === "GET" || method === "HEAD"

/** A session that has neither ended nor expired, and whose it is. */
export interface Open {
  readonly id: string
  readonly caller: Caller["Service"]
  /** Absent where it began with a key. */
  readonly user?: User.User
}

const noteUse = Effect.fnUntraced(function*(dealership: string, { createdAt, id, seenAt }: ServiceStore.Session, now: Instant) {
  if (now - (seenAt ?? createdAt) < USE_NOTED_MILLIS) return
  const serviceStore = yield* ServiceStore.ServiceStore
  yield* Effect.forkDetach(Effect.ignore(serviceStore.noteSession(dealership, id, now)))
})

/** The open session of a request's cookie, if there is one. */
export const openOf = Effect.fnUntraced(function*(request: HttpServerRequest.HttpServerRequest, options: Options): Effect.fn.Return<
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
  const { holder, id } = token
  if (holder.kind === "key") {
    const key = Option.getOrUndefined(yield* serviceStore.keyOfHash(holder.hash))
    if (key === undefined || !ServiceStore.isInForce(key, now)) return undefined
    const { dealership } = key.identity
    const stored = Option.getOrUndefined(yield* serviceStore.session(dealership, id, now))
    if (stored === undefined || stored.holderId !== key.id) return undefined
    yield* noteUse(dealership, stored, now)
    return { id, caller: { keyId: key.id, identity: key.identity, sessionId: id } }
  }
  const stored = Option.getOrUndefined(yield* serviceStore.session(holder.dealership, id, now))
  if (stored === undefined) return undefined
  const user = Option.getOrUndefined(yield* serviceStore.user(holder.dealership, stored.holderId))
  if (user === undefined || !User.isActive(user)) return undefined
  yield* noteUse(holder.dealership, stored, now)
  return { id, user, caller: { keyId: user.id, identity: user.identity, sessionId: id } }
})

/** Notes for the log whose request it is. */
export const noted = (request: HttpServerRequest.HttpServerRequest, { identity, keyId }: Caller["Service"]): void => {
  const facts = Telemetry.factsOf(request)
  facts.dealership = identity.dealership
  facts.role = identity.role
  facts.keyId = keyId
}

/** The caller of a request's cookie. A request that changes something must come from the page. */
export const callerOf = (request: HttpServerRequest.HttpServerRequest, options: Options) =>
  !isRead(request.method) && !PageRequest.isOwnPage(request, options.behindTls)
    ? Effect.succeedNone
    : Effect.map(openOf(request, options), (open) => Option.fromUndefinedOr(open?.caller))

/** Accepts bearer keys, and a browser by its session. */
export const layerAuthenticator = (options: Options): Layer.Layer<Authenticator, never, ServiceStore.ServiceStore> =>
  Layer.effect(Authenticator, Effect.gen(function*() {
    const serviceStore = yield* Effect.context<ServiceStore.ServiceStore>()
    const both = Authenticator.layerOr((request) => Effect.provideContext(callerOf(request, options), serviceStore))
    const { authenticate } = Context.get(yield* Layer.build(both), Authenticator)
    return Authenticator.of({
      authenticate: (request, bearer) => Effect.tap(authenticate(request, bearer), (found) => Effect.sync(() => Option.isSome(found) && noted(request, found.value)))
    })
  }))

/**
 * Begins a session under a new id, and ends the one of the cookie that came along: an id that was known before the sign-in is worth
 * nothing after it.
 */
export const begin = Effect.fnUntraced(function*(
  request: HttpServerRequest.HttpServerRequest,
  options: Options,
  caller: Caller["Service"],
  holder: SessionToken.Holder,
  response: HttpServerResponse.HttpServerResponse
): Effect.fn.Return<HttpServerResponse.HttpServerResponse, ServiceStore.ServiceStoreError, ServiceStore.ServiceStore> {
  const serviceStore = yield* ServiceStore.ServiceStore
  const before = yield* openOf(request, options)
  if (before !== undefined) yield* serviceStore.endSession(before.caller.identity.dealership, before.id)
  const now: Instant = yield* Clock.currentTimeMillis
  const { identity: { dealership }, keyId } = caller
  const session = { id: randomBytes(ID_BYTES).toString("hex"), expiresAt: now + SESSION_MILLIS }
  const device = Device.of(request.headers["user-agent"])
  yield* serviceStore.beginSession(dealership, { ...session, holderId: keyId, createdAt: now, ...(device === undefined ? {} : { device }) })
  noted(request, caller)
  return cookieOf(options, SessionToken.write(options.secret, { ...session, holder }), SESSION_MILLIS)(response)
})

/** Begins a session of a user. */
export const beginOfUser = (request: HttpServerRequest.HttpServerRequest, options: Options, { id, identity }: User.User, response: HttpServerResponse.HttpServerResponse) =>
  begin(request, options, { keyId: id, identity }, { kind: "user", dealership: identity.dealership }, response)

/** The answer that also takes the cookie away. */
export const withoutCookie = (options: Options) => cookieOf(options, "", 0)
