/**
 * Around every request: an id, a span, a line in the log, the counts, and the headers that keep a browser safe. A route is
 * named by its pattern and a query not at all, since both could hold what a client should not have put there.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import { HttpRouter, HttpServerError, HttpServerRequest, HttpServerResponse, HttpTraceContext } from "effect/http"
import { randomUUID } from "node:crypto"
import * as PagePolicy from "./PagePolicy.ts"
import * as Telemetry from "./Telemetry.ts"

/** What a browser may do with an answer that is no page: nothing. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

const safety: Readonly<Record<string, string>> = {
  "content-security-policy": NOTHING,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "cache-control": "no-store"
}

const SECURE_TRANSPORT = "max-age=31536000; includeSubDomains"

/** Sets the headers that an answer does not have yet: a page has a policy of its own. */
const withHeaders = (response: HttpServerResponse.HttpServerResponse, headers: Readonly<Record<string, string>>): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.setHeaders(response, Object.fromEntries(Object.entries(headers).filter(([name]) => response.headers[name] === undefined)))

const isPage = ({ headers }: HttpServerResponse.HttpServerResponse): boolean =>
  headers["content-security-policy"] === undefined && (headers["content-type"] ?? "").startsWith("text/html")

/** The pattern of the route that was taken; nothing else of the address is told. */
const routeTaken = Effect.withFiber<string>((fiber) => {
  const taken = Context.getOrUndefined(fiber.context, HttpRouter.RouteContext)
  return Effect.succeed(taken === undefined ? "(none)" : taken.route.path)
})

const problem = (status: number, title: string): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe({ type: "about:blank", title, status }, { status, contentType: "application/problem+json" })

/** What nobody behind answered: no such route, a client that went away, or a fault of ours, told to the log and not to the client. */
const answerOf = Effect.fnUntraced(function*(cause: Cause.Cause<unknown>) {
  const [{ status }] = yield* HttpServerError.causeResponse(cause)
  if (status === 404) return problem(404, "Not Found")
  if (status < 500) return problem(status, "Bad Request")
  if (!Cause.hasInterruptsOnly(cause)) yield* Effect.logError("a request failed", Telemetry.kindOf(cause))
  return problem(status, "Internal Server Error")
})

/** The app, observed; `secure` where a proxy in front speaks TLS. It answers every request itself, whatever goes wrong. */
export const observed = (secure: boolean) => <E, R>(app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) =>
  Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    const began = yield* Clock.currentTimeNanos
    const requestId = randomUUID()
    const facts: Telemetry.RequestFacts = { dealership: undefined, role: undefined, keyId: undefined }
    const headers = { ...safety, "x-request-id": requestId, ...(secure ? { "strict-transport-security": SECURE_TRANSPORT } : {}) }
    const told = Effect.fnUntraced(function*(status: number) {
      const route = yield* routeTaken
      const seconds = Number((yield* Clock.currentTimeNanos) - began) / 1e9
      const labels = { method: request.method, route, role: facts.role ?? "none" }
      yield* Telemetry.count(Telemetry.requests, { ...labels, status: String(status) })
      yield* Metric.update(Telemetry.labelled(Telemetry.requestSeconds, labels), seconds)
      yield* Effect.annotateCurrentSpan({ "http.request.method": request.method, "http.route": route, "http.response.status_code": status })
      yield* Effect.logInfo("request answered").pipe(Effect.annotateLogs({
        requestId,
        ...labels,
        status,
        milliseconds: Math.round(seconds * 1e4) / 10,
        ...(facts.dealership === undefined ? {} : { dealership: facts.dealership }),
        ...(facts.keyId === undefined ? {} : { keyId: facts.keyId })
      }))
    })
    return yield* app.pipe(
      Effect.catchCause(answerOf),
      Effect.tap(({ status }) => told(status)),
      Effect.map((response) => withHeaders(response, isPage(response) ? { ...headers, "content-security-policy": PagePolicy.of(response) } : headers)),
      Effect.provideService(Telemetry.CurrentRequest, facts),
      Effect.annotateLogs({ requestId }),
      // The library's own span would hold the whole address.
      Effect.withSpan("http.request", { kind: "server", parent: Option.getOrUndefined(HttpTraceContext.fromHeaders(request.headers)), attributes: { requestId } })
    )
  })
