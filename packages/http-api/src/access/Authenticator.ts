/**
 * Who sent a request. By default the bearer key says it. A server with a page may also read a session cookie.
 *
 * A key is `crm_` and 43 characters of base64url: 256 random bits. Only its SHA-256 is stored.
 */
import * as Access from "@crm-procedure/core/records/Access"
import type { Instant } from "@crm-procedure/core/calendar/Calendar"
import * as SharedRead from "@crm-procedure/core/register/SharedRead"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import { hash, timingSafeEqual } from "node:crypto"
import type { Caller } from "./Gate.ts"
import * as MonotonicClock from "./MonotonicClock.ts"

/** The beginning of every key, by which secret scanners recognise a leaked one. */
export const PREFIX = "crm_"

const KEY = /^crm_[A-Za-z0-9_-]{43}$/

/** How many random bytes a key has. */
export const KEY_BYTES = 32

/** The key of 32 random bytes. */
export const keyOfBytes = (bytes: Uint8Array): string => `${PREFIX}${Buffer.from(bytes).toString("base64url")}`

/** The hash of a key: all that is stored of it. */
export const hashOfKey = (key: string): string => hash("sha256", key)

/** Makes a key for an identity, and the row to store. Fails where the identity lacks what its role needs. */
export const makeKey = (options: {
  /** 32 random bytes. */
  readonly bytes: Uint8Array
  readonly id: string
  readonly name: string
  readonly identity: Access.Identity
  readonly createdAt: Instant
  /** From this instant it is refused. */
  readonly expiresAt?: Instant | undefined
}): Effect.Effect<{ readonly key: string; readonly kept: ServiceStore.AccessKey }, Access.IdentityRefused> => {
  const { bytes, createdAt, expiresAt, id, identity, name } = options
  const faults = Access.faultsOf(identity)
  if (faults.length > 0) return Effect.fail(new Access.IdentityRefused({ faults }))
  const key = keyOfBytes(bytes)
  return Effect.succeed({ key, kept: { id, hash: hashOfKey(key), name, identity, createdAt, ...(expiresAt === undefined ? {} : { expiresAt }) } })
}

const isSameHash = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one, "latin1"), Buffer.from(other, "latin1"))

/** The caller that a key stands for; none for a key that is unknown, revoked or expired. */
export const callerOfKey = (key: string): Effect.Effect<Option.Option<Caller["Service"]>, ServiceStore.ServiceStoreError, ServiceStore.ServiceStore> =>
  KEY.test(key) ? callerOfHash(hashOfKey(key)) : Effect.succeedNone

/** How exact the time of a key's last use is. */
const USE_NOTED_MILLIS = 600_000

const callerOfHash = Effect.fnUntraced(function*(
  hash: string
): Effect.fn.Return<Option.Option<Caller["Service"]>, ServiceStore.ServiceStoreError, ServiceStore.ServiceStore> {
  const found = Option.getOrUndefined(yield* (yield* ServiceStore.ServiceStore).keyOfHash(hash))
  const now = yield* Clock.currentTimeMillis
  return found === undefined || !isSameHash(found.hash, hash) || !ServiceStore.isInForce(found, now)
    ? Option.none()
    : Option.some({ keyId: found.id, identity: found.identity })
})

/** How long a looked-up key is reused. A revoked key is refused after this time at the latest. */
export const KNOWN_MILLIS = 200

const CALLERS_KNOWN = 10_000

/** Says who sent a request. */
export class Authenticator extends Context.Service<Authenticator, {
  /** `bearer`: the text after `Authorization: Bearer`, empty without that header. */
  readonly authenticate: (request: HttpServerRequest, bearer: string) => Effect.Effect<Option.Option<Caller["Service"]>, ServiceStore.ServiceStoreError>
}>()("@crm-procedure/http-api/access/Authenticator") {
  /** Reads bearer keys only. */
  static readonly layerKeys: Layer.Layer<Authenticator, never, ServiceStore.ServiceStore> = Authenticator.layerOr(() => Effect.succeedNone)

  /** Reads bearer keys; where a request has none, asks `otherwise`, which may read a session cookie. */
  static layerOr(
    otherwise: (request: HttpServerRequest) => Effect.Effect<Option.Option<Caller["Service"]>, ServiceStore.ServiceStoreError>
  ): Layer.Layer<Authenticator, never, ServiceStore.ServiceStore> {
    return Layer.effect(Authenticator, Effect.gen(function*() {
      const serviceStore = yield* ServiceStore.ServiceStore
      // When a key's time is over, all requests that are under way look it up together.
      const lookUp = SharedRead.of((hash: string) => Effect.provideService(callerOfHash(hash), ServiceStore.ServiceStore, serviceStore))
      const known = new Map<string, { readonly caller: Option.Option<Caller["Service"]>; readonly until: number }>()
      const noted = new Map<string, number>()
      /** Notes the use of a key now and then. A request does not wait for it, and does not fail with it. */
      const noteUse = Effect.fnUntraced(function*({ identity: { dealership }, keyId }: Caller["Service"], steadily: number) {
        const key = JSON.stringify([dealership, keyId])
        if (steadily - (noted.get(key) ?? Number.NEGATIVE_INFINITY) < USE_NOTED_MILLIS) return
        if (noted.size >= CALLERS_KNOWN) noted.clear()
        noted.set(key, steadily)
        const at = yield* Clock.currentTimeMillis
        yield* Effect.forkDetach(Effect.ignore(serviceStore.noteKeyUse(dealership, keyId, at)))
      })
      const callerOf = Effect.fnUntraced(function*(bearer: string) {
        if (!KEY.test(bearer)) return Option.none()
        // A clock that is set back must not keep a revoked key known.
        const now = yield* MonotonicClock.millis
        const hash = hashOfKey(bearer)
        const kept = known.get(hash)
        if (kept !== undefined && now < kept.until) return kept.caller
        const caller = yield* lookUp(hash)
        if (known.size >= CALLERS_KNOWN) known.clear()
        // Unknown keys are not remembered: a client may send any number of them.
        if (Option.isSome(caller)) {
          known.set(hash, { caller, until: now + KNOWN_MILLIS })
          yield* noteUse(caller.value, now)
        }
        return caller
      })
      return Authenticator.of({ authenticate: (request, bearer) => bearer === "" ? otherwise(request) : callerOf(bearer) })
    }))
  }
}
