/**
 * Signing in through the dealership's identity provider (OpenID Connect): the authorization code flow with PKCE, state and nonce, by
 * `openid-client`. What must be remembered meanwhile is in a signed cookie of ten minutes. Only a person whom an administrator added
 * gets in: known by the provider's subject, or the first time by a verified e-mail.
 */
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as User from "@crm-procedure/core/service/User"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { createHmac, timingSafeEqual } from "node:crypto"
import type * as OpenId from "openid-client"
import * as PresentedUser from "./PresentedUser.ts"
import * as Session from "./Session.ts"

export interface Provider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: Redacted.Redacted | undefined
  /** What the page calls it. */
  readonly name: string
  /** Where people reach the page. */
  readonly publicUrl: string
}

/** Why a sign-in by the provider came to nothing. The page has the words. */
type Refusal = "unreachable" | "answer" | "audience" | "unverified" | "unknown"

const PATH = "/v1/session/provider"
const ANSWER_PATH = `${PATH}/answer`
const MEMORY_MILLIS = 600_000

const Memory = Schema.fromJsonString(Schema.Struct({ state: Schema.String, nonce: Schema.String, verifier: Schema.String, expiresAt: Schema.Number, view: Schema.optionalKey(Schema.String) }))

/** A view of the page, as its address names it behind `#`: short, and of characters that an address has. The answer leads to it at `/`, and nowhere else. */
const VIEW = /^#\/[A-Za-z0-9\-._~%!$&'()*+,;=:@/?]{1,500}$/

const cookieName = ({ behindTls }: Session.Options): string => behindTls ? "__Secure-crm-provider" : "crm-provider"

const signatureOf = (secret: Buffer, text: string): Buffer => createHmac("sha256", secret).update(`provider 1 ${text}`).digest()

const remembered = (options: Session.Options, value: string, maxAge: number) => (response: HttpServerResponse.HttpServerResponse) =>
  HttpServerResponse.setCookieUnsafe(response, cookieName(options), value, {
    httpOnly: true,
    // The provider's answer comes from its site: a stricter cookie would not come along.
    sameSite: "lax",
    secure: options.behindTls,
    path: PATH,
    maxAge: `${maxAge} millis`
  })

const memoryOf = (options: Session.Options, request: HttpServerRequest.HttpServerRequest, now: number) => {
  const [content = "", signature = ""] = (request.cookies[cookieName(options)] ?? "").split(".")
  const expected = signatureOf(options.secret, content)
  const found = Buffer.from(signature, "base64url")
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) return undefined
  const memory = Option.getOrUndefined(Schema.decodeUnknownOption(Memory)(Buffer.from(content, "base64url").toString()))
  return memory !== undefined && memory.expiresAt > now ? memory : undefined
}

const toPage = (hash: string): HttpServerResponse.HttpServerResponse => HttpServerResponse.redirect(`/${hash}`, { status: 303 })

/** Back to the sign-in, which says why, and keeps the view that was asked for. */
const refusedWith = (refusal: Refusal, view?: string) =>
  Effect.as(Effect.logWarning("a sign-in by the identity provider was refused").pipe(Effect.annotateLogs({ refusal })), toPage(`#/ingresar?${new URLSearchParams({ motivo: refusal, ...(view === undefined ? {} : { vista: view }) })}`))

/** The library and what the provider publishes of itself, read at the first sign-in. A provider that was away is asked again. */
const connection = ({ clientId, clientSecret, issuer }: Provider) => {
  let known: Promise<{ readonly openid: typeof OpenId; readonly configuration: OpenId.Configuration }> | undefined
  const connect = async () => {
    const openid = await import("openid-client")
    const isPlain = issuer.startsWith("http://")
    const configuration = await openid.discovery(new URL(issuer), clientId, clientSecret === undefined ? undefined : Redacted.value(clientSecret), undefined, {
      timeout: 10,
      ...(isPlain ? { execute: [openid.allowInsecureRequests] } : {})
    })
    return { openid, configuration }
  }
  return Effect.tryPromise({
    try: () => {
      known ??= connect().catch((cause: unknown) => {
        known = undefined
        throw cause
      })
      return known
    },
    catch: () => "unreachable" as const
  })
}

/** Whether a failure of the library says that the token is for another program. */
const isOfAnotherAudience = (cause: unknown): boolean => {
  for (let one = cause; one instanceof Error; one = one.cause) {
    const inner: unknown = one.cause
    if (typeof inner === "object" && inner !== null && "claim" in inner && inner.claim === "aud") return true
  }
  return false
}

interface Person {
  readonly issuer: string
  readonly subject: string
  /** Verified by the provider; undefined where it is not. */
  readonly email: string | undefined
}

/** The user whom the provider names. The first time a verified e-mail finds the user, who is known by the subject from then on. */
const userOf = Effect.fnUntraced(function*({ email, issuer, subject }: Person, now: number): Effect.fn.Return<User.User, ServiceStore.ServiceStoreError | Refusal, ServiceStore.ServiceStore> {
  const serviceStore = yield* ServiceStore.ServiceStore
  const known = yield* PresentedUser.find(User.handleOfProvider({ issuer, subject }), () => Effect.succeed(true))
  const found = known ?? (email === undefined ? undefined : yield* PresentedUser.find(User.handleOfEmail(email), ({ provider }) => Effect.succeed(provider === undefined)))
  if (found === undefined) return yield* Effect.fail(email === undefined ? "unverified" as const : "unknown" as const)
  const { invitation, ...rest } = found
  const signedIn: User.User = {
    ...rest,
    // An open invitation is not needed any more; one for a new password of a known user stays.
    ...(known === undefined || invitation === undefined ? {} : { invitation }),
    provider: { issuer, subject },
    lastSignInAt: now,
    revision: found.revision + 1
  }
  const isStored = yield* serviceStore.putUser(signedIn)
  if (!isStored && known === undefined) return yield* Effect.fail("answer" as const)
  return signedIn
})

const begin = (options: Session.Options, provider: Provider, connect: ReturnType<typeof connection>) =>
  Effect.gen(function*() {
    const { configuration, openid } = yield* connect
    const { url } = yield* HttpServerRequest.HttpServerRequest
    const view = new URLSearchParams(url.split("?")[1] ?? "").get("vista") ?? ""
    const verifier = openid.randomPKCECodeVerifier()
    const memory = { state: openid.randomState(), nonce: openid.randomNonce(), verifier, expiresAt: (yield* Clock.currentTimeMillis) + MEMORY_MILLIS, ...(VIEW.test(view) ? { view } : {}) }
    const challenge = yield* Effect.promise(() => openid.calculatePKCECodeChallenge(verifier))
    const to = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: provider.publicUrl + ANSWER_PATH,
      scope: "openid email",
      code_challenge: challenge,
      code_challenge_method: "S256",
      state: memory.state,
      nonce: memory.nonce
    })
    const content = Buffer.from(JSON.stringify(memory)).toString("base64url")
    return remembered(options, `${content}.${signatureOf(options.secret, content).toString("base64url")}`, MEMORY_MILLIS)(HttpServerResponse.redirect(to, { status: 303 }))
  }).pipe(Effect.catch((refusal) => refusedWith(refusal)))

const answer = (options: Session.Options, provider: Provider, connect: ReturnType<typeof connection>) => Effect.suspend(() => {
  let view: string | undefined
  return Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    const now = yield* Clock.currentTimeMillis
    const memory = memoryOf(options, request, now)
    view = memory?.view
    if (memory === undefined) return yield* Effect.fail("answer" as const)
    const { configuration, openid } = yield* connect
    const person = yield* Effect.tryPromise({
      try: async (): Promise<Person> => {
        const tokens = await openid.authorizationCodeGrant(configuration, new URL(request.url, provider.publicUrl), {
          pkceCodeVerifier: memory.verifier,
          expectedState: memory.state,
          expectedNonce: memory.nonce,
          idTokenExpected: true
        })
        const claims = tokens.claims()!
        const told = claims["email"] === undefined ? await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub) : claims
        const email = typeof told["email"] === "string" && told["email_verified"] === true ? User.emailOf(told["email"]) : undefined
        return { issuer: claims.iss, subject: claims.sub, email }
      },
      catch: (cause) => isOfAnotherAudience(cause) ? "audience" as const : "answer" as const
    })
    const user = yield* userOf(person, now)
    return yield* Session.beginOfUser(request, options, user, toPage(memory.view ?? ""))
  }).pipe(
    Effect.catchIf((error) => typeof error === "string", (refusal) => refusedWith(refusal, view)),
    Effect.map(remembered(options, "", 0))
  )
})

export const layer = (options: Session.Options, provider: Provider) => {
  const connect = connection(provider)
  return Layer.mergeAll(
    HttpRouter.add("GET", PATH, begin(options, provider, connect)),
    HttpRouter.add("GET", ANSWER_PATH, Effect.catch(answer(options, provider, connect), () => refusedWith("unreachable")))
  )
}
