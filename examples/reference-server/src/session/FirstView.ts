/**
 * `GET /v1/session/view`: the session and what a view shows first, in one request. The answers are those of the contract's own paths,
 * asked for as the browser would, so that the same gate and limits hold; they come a line each, in the order in which they are shown.
 *
 * @see docs/decisions/0074-the-first-view-in-one-request.md
 */
import type * as Records from "@crm-procedure/core/register/Records"
import type * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { constants, createGzip } from "node:zlib"
import * as FirstPaths from "../page/browser/frame/FirstPaths.ts"
import type { Me } from "../page/browser/frame/Contract.ts"
import * as PageRequest from "./PageRequest.ts"
import * as Session from "./Session.ts"
import * as SessionRoutes from "./SessionRoutes.ts"

/** All routes of the server. */
export type Routes = Effect.Effect<HttpServerResponse.HttpServerResponse, unknown, HttpServerRequest.HttpServerRequest | Scope.Scope | ServiceStore.ServiceStore | Records.Records>

const PATH = "/v1/session/view"
const ME = "/v1/me"

interface Line {
  readonly path: string
  readonly status: number
  /** JSON. */
  readonly body: string
}

const decoder = new TextDecoder()

const textOf = Effect.fnUntraced(function*({ body }: HttpServerResponse.HttpServerResponse) {
  if (body._tag === "Uint8Array") return decoder.decode(body.body)
  if (body._tag === "Stream") return yield* Stream.mkString(Stream.decodeText(body.stream))
  return "null"
})

/** What the server answers at a path to the one who sent the request. */
const answerAt = (routes: Routes, request: HttpServerRequest.HttpServerRequest, path: string): Effect.Effect<Line, never, Scope.Scope | ServiceStore.ServiceStore | Records.Records> =>
  Effect.provideService(routes, HttpServerRequest.HttpServerRequest, request.modify({ url: path })).pipe(
    Effect.flatMap((response) => Effect.map(textOf(response), (body): Line => ({ path, status: response.status, body }))),
    // The page asks for this one by itself, and then tells the person what the refusal says.
    Effect.catchCause(() => Effect.succeed({ path, status: 503, body: "{}" }))
  )

const written = ({ body, path, status }: Line): string => `{"path":${JSON.stringify(path)},"status":${status},"body":${body}}\n`

const encoder = new TextEncoder()

/** Compresses each line as it comes, so that the browser can read it before the next one is there. */
const zipped = <E, R>(lines: Stream.Stream<string, E, R>): Stream.Stream<Uint8Array, E, R> => {
  const gzip = createGzip()
  const pieces: Array<Buffer> = []
  gzip.on("data", (piece: Buffer) => void pieces.push(piece))
  const taken = (): Uint8Array => Buffer.concat(pieces.splice(0))
  const push = (line: string): Effect.Effect<Uint8Array> =>
    Effect.callback((resume) => {
      gzip.write(line)
      gzip.flush(constants.Z_SYNC_FLUSH, () => resume(Effect.sync(taken)))
    })
  const end = Effect.callback<Uint8Array>((resume) => {
    gzip.once("end", () => resume(Effect.sync(taken)))
    gzip.end()
  })
  return Stream.concat(Stream.mapEffect(lines, push), Stream.fromEffect(end))
}

const decodeMe = Schema.decodeUnknownEffect(Schema.fromJsonString(Schema.Unknown))

const answer = (options: Session.Options, routes: Routes) =>
  Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    const open = yield* Session.openOf(request, options)
    if (open === undefined) return SessionRoutes.strangerOf(options)
    const session = yield* SessionRoutes.told(open, options, request)
    const me = yield* answerAt(routes, request, ME)
    const first: ReadonlyArray<Line> = [{ path: "/v1/session", status: 200, body: JSON.stringify(session) }, me]
    const query = Object.fromEntries(new URL(request.url, "http://localhost").searchParams)
    const paths = me.status === 200 ? FirstPaths.of(query, session.period, (yield* Effect.orDie(decodeMe(me.body))) as Me) : []
    const context = yield* Effect.context<Scope.Scope | ServiceStore.ServiceStore | Records.Records>()
    const lines = Stream.fromIterable(paths).pipe(
      Stream.mapEffect((path) => answerAt(routes, request, path), { concurrency: "unbounded" }),
      Stream.map(written),
      (rest) => Stream.concat(Stream.make(`${JSON.stringify({ coming: [...first.map(({ path }) => path), ...paths] })}\n${first.map(written).join("")}`), rest),
      Stream.provideContext(context)
    )
    const takesGzip = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")
    return HttpServerResponse.stream(takesGzip ? zipped(lines) : Stream.map(lines, (line) => encoder.encode(line)), {
      contentType: "application/x-ndjson",
      headers: { vary: "accept-encoding", ...takesGzip ? { "content-encoding": "gzip" } : {} }
    })
  })

/** The route. `routes` are all routes, this one among them: they are there when the first request comes. */
export const layer = (options: Session.Options, routes: Deferred.Deferred<Routes>) =>
  HttpRouter.add("GET", PATH, PageRequest.orUnavailable(Effect.flatMap(Deferred.await(routes), (all) => answer(options, all))))
