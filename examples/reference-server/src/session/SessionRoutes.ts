/** `POST`, `GET` and `DELETE /v1/session`: signing in by key or by e-mail and password, who is signed in, and signing out. */
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as User from "@crm-procedure/core/service/User"
import { callerOfKey, hashOfKey } from "@crm-procedure/http-api/access/Authenticator"
import * as ClientAddress from "@crm-procedure/http-api/access/ClientAddress"
import { FailedAttempts } from "@crm-procedure/http-api/access/FailedAttempts"
import { Limits } from "@crm-procedure/http-api/access/Limits"
import * as MonotonicClock from "@crm-procedure/http-api/access/MonotonicClock"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import * as ExampleCookie from "./ExampleCookie.ts"
import * as PageRequest from "./PageRequest.ts"
import * as Session from "./Session.ts"
import * as SignIn from "./SignIn.ts"

const Body = Schema.Union([
  Schema.Struct({ key: Schema.String }),
  Schema.Struct({ email: Schema.String, password: Schema.String, code: Schema.optionalKey(Schema.String) })
])

const unknownKey = PageRequest.problem(401, "A valid key is needed", "La llave no existe o ya no está vigente.")

const wrong = PageRequest.problem(401, "E-mail or password wrong", "El correo o la contraseña no son correctos.", "sign-in-wrong")

const codeNeeded = PageRequest.problem(401, "A code is needed", "Escriba el código de su aplicación de autenticación.", "code-needed")

const codeWrong = PageRequest.problem(401, "The code is wrong", "El código no es correcto o ya se usó. Espere el siguiente, o use un código de recuperación.", "code-wrong")

export const noSession = PageRequest.problem(401, "No session", "No hay una sesión abierta.")

const done = HttpServerResponse.empty({ status: 204 })

const networkOf = Effect.fnUntraced(function*(request: HttpServerRequest.HttpServerRequest) {
  return ClientAddress.networkOf((yield* ClientAddress.ClientAddress)(request))
})

const byKey = Effect.fnUntraced(function*(options: Session.Options, wrongKeys: FailedAttempts, text: string, request: HttpServerRequest.HttpServerRequest) {
  const key = text.trim()
  const found = yield* callerOfKey(key)
  if (Option.isNone(found)) {
    const wait = wrongKeys.take(yield* networkOf(request), yield* MonotonicClock.millis)
    return wait === 0 ? unknownKey : PageRequest.tooMany(wait)
  }
  return yield* Session.begin(request, options, found.value, { kind: "key", hash: hashOfKey(key) }, done)
})

const byPassword = Effect.fnUntraced(function*(
  options: Session.Options,
  attempts: SignIn.Attempts,
  { code, email: text, password }: { readonly email: string; readonly password: string; readonly code?: string },
  request: HttpServerRequest.HttpServerRequest
) {
  const email = User.emailOf(text) ?? text.trim().toLowerCase()
  const account = SignIn.accountOf(email)
  const network = yield* networkOf(request)
  const wait = SignIn.take(attempts, account, network, yield* MonotonicClock.millis)
  if (wait > 0) return PageRequest.tooMany(wait)
  const outcome = yield* SignIn.judge(SignIn.judgingWith(options.sealingKey), email, password, code, yield* Clock.currentTimeMillis)
  switch (outcome.kind) {
    case "wrong":
      return wrong
    case "code-wrong":
      return codeWrong
    case "code-needed":
      SignIn.giveBack(attempts, account, network, yield* MonotonicClock.millis)
      return codeNeeded
    case "signed-in":
      SignIn.giveBack(attempts, account, network, yield* MonotonicClock.millis)
      return yield* Session.beginOfUser(request, options, outcome.user, done)
  }
})

/** What the page knows of its session. */
export const told = Effect.fnUntraced(function*({ caller: { identity }, user }: Session.Open, options: Session.Options, request: HttpServerRequest.HttpServerRequest) {
  const isExample = ExampleCookie.isLooking(request, options.behindTls, identity)
  const isDemonstration = options.isDemonstration(identity.dealership)
  const period = isExample ? ExampleCookie.periodAt(yield* Clock.currentTimeMillis) : isDemonstration ? options.demonstrationPeriod : undefined
  return {
    dealership: identity.dealership,
    role: identity.role,
    ...(identity.employeeId === undefined ? {} : { employeeId: identity.employeeId }),
    ...(user === undefined ? {} : { user: { id: user.id, name: user.name, email: user.email, secondFactor: User.hasSecondFactor(user), hasPassword: user.password !== undefined } }),
    demonstration: isDemonstration,
    ...(isExample ? { example: true } : {}),
    ...(period === undefined ? {} : { period })
  }
})

/** What a page without a session may know: how people sign in here. A demonstration prints keys. */
export const strangerOf = ({ demonstrationPeriod, provider }: Session.Options) =>
  HttpServerResponse.jsonUnsafe({
    type: "urn:crm-procedure:problem:session-401",
    title: "No session",
    status: 401,
    detail: "No hay una sesión abierta.",
    signIn: demonstrationPeriod === undefined ? "person" : "key",
    ...(provider === undefined ? {} : { provider: provider.name })
  }, { status: 401, contentType: "application/problem+json" })

const tell = (options: Session.Options) =>
  Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    const open = yield* Session.openOf(request, options)
    if (open === undefined) return strangerOf(options)
    Session.noted(request, open.caller)
    return HttpServerResponse.jsonUnsafe(yield* told(open, options, request))
  })

const end = (options: Session.Options) =>
  PageRequest.withoutBody(options.behindTls, Effect.fnUntraced(function*(request) {
    const open = yield* Session.openOf(request, options)
    if (open !== undefined) yield* ServiceStore.ServiceStore.use((serviceStore) => serviceStore.endSession(open.caller.identity.dealership, open.id))
    return Session.withoutCookie(options)(done)
  }))

export const layer = (options: Session.Options, attempts: SignIn.Attempts) =>
  Layer.unwrap(Effect.map(Limits, ({ requestWindowSeconds, wrongKeys }) => {
    const failedKeys = new FailedAttempts(wrongKeys, requestWindowSeconds)
    const begin = PageRequest.withBody(options.behindTls, Body, (body, request) =>
      "key" in body ? byKey(options, failedKeys, body.key, request) : byPassword(options, attempts, body, request))
    return Layer.mergeAll(
      HttpRouter.add("POST", "/v1/session", begin),
      HttpRouter.add("GET", "/v1/session", PageRequest.orUnavailable(tell(options))),
      HttpRouter.add("DELETE", "/v1/session", end(options))
    )
  }))
