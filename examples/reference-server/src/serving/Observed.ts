/**
 * Around every request: an id, a span, a line in the log, and the headers that keep a browser safe. A route is named by its pattern,
 * and a query is not named at all: both may hold personal data that a client should not have put there.
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { HttpRouter, HttpServerError, HttpServerRequest, HttpServerResponse, HttpTraceContext } from "effect/http"
import { randomUUID } from "node:crypto"
import * as PagePolicy from "../page/PagePolicy.ts"
import * as Telemetry from "./Telemetry.ts"

/** What a browser may do with an answer that is no page: nothing. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

const safety: Readonly<Record<string, string>> = {
  "content-security-policy": NOTHING,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store"
}

/** Headers that matter for a page only: no window of another site, no camera. */
const safetyOfPages: Readonly<Record<string, string>> = {
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
}

const SECURE_TRANSPORT = "max-age=31536000; includeSubDomains"

/** The answer with the headers that it does not have yet. A page keeps its own policy. */
const withHeaders = (response: HttpServerResponse.HttpServerResponse, headers: Readonly<Record<string, string>>): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.setHeaders(response, { ...headers, ...response.headers })

const isPage = ({ headers }: HttpServerResponse.HttpServerResponse): boolean => (headers["content-type"] ?? "").startsWith("text/html")

/** The headers that a page's answer has besides those of every answer. Its own policy stays. */
const headersOfPage = (response: HttpServerResponse.HttpServerResponse): Readonly<Record<string, string>> =>
  response.headers["content-security-policy"] === undefined ? { ...safetyOfPages, "content-security-policy": PagePolicy.of(response) } : safetyOfPages

/** The pattern of the route. Nothing else of the address is logged. */
const routeTaken = Effect.withFiber<string>((fiber) => {
  const taken = Context.getOrUndefined(fiber.context, HttpRouter.RouteContext)
  return Effect.succeed(taken === undefined ? "(none)" : taken.route.path)
})

const problem = (status: number, title: string): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe({ type: "about:blank", title, status }, { status, contentType: "application/problem+json" })

/** The answer where no handler gave one: no such route, a client that went away, or an unexpected error, which goes to the log and not to the client. */
const answerOf = Effect.fnUntraced(function*(cause: Cause.Cause<unknown>) {
  const [{ status }] = yield* HttpServerError.causeResponse(cause)
  if (status === 404) return problem(404, "Not Found")
  if (status < 500) return problem(status, "Bad Request")
  if (!Cause.hasInterruptsOnly(cause)) yield* Effect.logError("a request failed", Telemetry.kindOf(cause))
  return problem(status, "Internal Server Error")
})

export interface Options {
  /** A proxy in front speaks TLS. */
  readonly secure: boolean
  /** Spans are collected. */
  readonly traced: boolean
}

/** The app, observed. Every request gets an answer, even when a handler fails. */
export const observed = ({ secure, traced }: Options) => <E, R>(app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) => {
  const shared = secure ? { ...safety, "strict-transport-security": SECURE_TRANSPORT } : safety
  const tell = Effect.fnUntraced(function*(request: HttpServerRequest.HttpServerRequest, requestId: string, status: number, began: number) {
    const route = yield* routeTaken
    const facts = Telemetry.factsOf(request)
    const method = request.method
    if (traced) yield* Effect.annotateCurrentSpan({ "http.request.method": method, "http.route": route, "http.response.status_code": status })
    yield* Effect.annotateLogs(Effect.logInfo("request answered"), {
      requestId,
      method,
      route,
      role: facts.role ?? "none",
      status,
      milliseconds: Math.round((performance.now() - began) * 10) / 10,
      ...(facts.dealership === undefined ? {} : { dealership: facts.dealership }),
      ...(facts.keyId === undefined ? {} : { keyId: facts.keyId })
    })
  })
  const answering = Effect.catchCause(app, answerOf)
  return Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    const began = performance.now()
    const requestId = randomUUID()
    const answered = Effect.map(
      Effect.tap(answering, ({ status }) => tell(request, requestId, status, began)),
      (response) => withHeaders(response, { ...shared, "x-request-id": requestId, ...(isPage(response) ? headersOfPage(response) : {}) })
    )
    const logged = Effect.annotateLogs(answered, { requestId })
    return yield* traced
      // The library's own span would hold the whole address.
      ? Effect.withSpan(logged, "http.request", { kind: "server", parent: Option.getOrUndefined(HttpTraceContext.fromHeaders(request.headers)), attributes: { requestId } })
      : logged
  })
}
