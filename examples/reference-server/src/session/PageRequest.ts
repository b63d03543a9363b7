/** Requests that only the page sends: where they come from, their bodies, and how they are refused. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { HttpServerRequest, HttpServerResponse } from "effect/http"

type Response = HttpServerResponse.HttpServerResponse

const BODY_BYTES = 4096
const BODY_TIME = "5 seconds"

/** Whether a request comes from a page of this server: with its header, which no form of another site can send, and its origin. */
export const isOwnPage = ({ headers }: HttpServerRequest.HttpServerRequest, behindTls: boolean): boolean =>
  headers["x-crm-procedure"] === "page" && headers["origin"] === `${behindTls ? "https" : "http"}://${headers["host"] ?? ""}`

/** A refusal, in Spanish as the page shows it. `kind` names it for programs; by default the status does. */
export const problem = (status: number, title: string, detail: string, kind: string = `session-${status}`, faults: ReadonlyArray<{ readonly pointer: string; readonly expected: Bilingual }> = []): Response =>
  HttpServerResponse.jsonUnsafe({
    type: `urn:crm-procedure:problem:${kind}`,
    title,
    status,
    detail,
    ...(faults.length === 0 ? {} : { errors: faults.map(({ expected, pointer }) => ({ in: "body", pointer, detail: `Se esperaba ${expected.es}.`, expected })) })
  }, { status, contentType: "application/problem+json" })

const notOwnPage = problem(403, "Not from the page", "Una sesión empieza y termina en la página.")

const unreadable = problem(400, "The body can't be read", "Se esperaba un objeto JSON con los datos de la página.")

const unavailable = HttpServerResponse.setHeader(
  problem(503, "The service is not available", "No se puede responder ahora; inténtelo de nuevo en unos segundos."),
  "retry-after",
  "5"
)

const tooSlow = HttpServerResponse.setHeader(
  problem(408, "The body did not come in time", "El cuerpo no llegó completo a tiempo."),
  "connection",
  "close"
)

/** Too many attempts: how long to wait. */
export const tooMany = (millis: number): Response => {
  const seconds = Math.max(1, Math.ceil(millis / 1000))
  return HttpServerResponse.setHeader(
    problem(429, "Too many requests", `Demasiados intentos. Espere ${seconds < 90 ? `${seconds} segundos` : `${Math.ceil(seconds / 60)} minutos`} e inténtelo de nuevo.`),
    "retry-after",
    String(seconds)
  )
}

/** Reports a storage that does not answer, as every other route does. */
export const orUnavailable = <E, R>(answer: Effect.Effect<Response, E | ServiceStore.ServiceStoreError, R>) =>
  Effect.catchIf(answer, (error) => error instanceof ServiceStore.ServiceStoreError, () => Effect.succeed(unavailable))

/**
 * The body of a request, if it can be read; fails when it does not come in time. The reading is left to itself then: to stop it would
 * close the connection before the answer. The door closes it after that.
 */
const bodyOf = Effect.fnUntraced(function*<S extends Schema.ConstraintDecoder<unknown>>(request: HttpServerRequest.HttpServerRequest, schema: S) {
  const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(schema))
  const reading = yield* Effect.forkDetach(Effect.option(Effect.flatMap(request.text, decode)))
  return yield* Effect.timeoutOrElse(Fiber.join(reading), { duration: BODY_TIME, orElse: () => Effect.fail("too slow" as const) })
})

/** Handles a request of the page with a JSON body. */
export const withBody = <S extends Schema.ConstraintDecoder<unknown>, E, R>(
  behindTls: boolean,
  schema: S,
  handle: (body: S["Type"], request: HttpServerRequest.HttpServerRequest) => Effect.Effect<Response, E, R>
) =>
  orUnavailable(Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    if (!isOwnPage(request, behindTls)) return notOwnPage
    if (!(Number(request.headers["content-length"]) <= BODY_BYTES)) return unreadable
    const read = yield* Effect.result(bodyOf(request, schema))
    if (Result.isFailure(read)) return tooSlow
    return Option.isNone(read.success) ? unreadable : yield* handle(read.success.value, request)
  }))

/** Handles a request of the page without a body. */
export const withoutBody = <E, R>(behindTls: boolean, handle: (request: HttpServerRequest.HttpServerRequest) => Effect.Effect<Response, E, R>) =>
  orUnavailable(Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    return isOwnPage(request, behindTls) ? yield* handle(request) : notOwnPage
  }))
