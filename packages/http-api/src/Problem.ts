/**
 * How a request is refused: `application/problem+json` (RFC 9457), each kind with its own stable `type`. `detail` comes in the
 * language that was asked for, Spanish first; `errors` lists each fault with a JSON pointer. None holds personal data: what was
 * found is never quoted.
 *
 * @see 7-http-api, Errors
 */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Schema from "effect/Schema"
import { HttpApiError } from "effect/http-api"

/** A text in the two languages of the product. */
export const BilingualText = Schema.Struct({ es: Schema.String, en: Schema.String }).annotate({
  identifier: "BilingualText",
  description: "A text in Spanish (es-CO) and in English."
})

/** Where a fault lies: in the body, in the path, in the query or in a header. */
export type FaultPlace = "body" | "path" | "query" | "header"

/** One fault of a request. */
export const RequestFault = Schema.Struct({
  in: Schema.Literals(["body", "path", "query", "header"]),
  pointer: Schema.String.annotate({ description: "A JSON pointer (RFC 6901) into the body, or `/name` of a parameter or header. Empty: the whole.", examples: ["/records/3/createdAt"] }),
  detail: Schema.String.annotate({ description: "What was expected there, in the language of the answer." }),
  expected: BilingualText
}).annotate({ identifier: "RequestFault", description: "One fault of a request: where it lies and what was expected there." })
export type RequestFault = typeof RequestFault.Type

/** The rows of an import that had been stored before it was refused, and stay so: `read` = `added` + `changed` + `unchanged`. */
export const StoredRows = Schema.Struct({ read: Schema.Natural, added: Schema.Natural, changed: Schema.Natural, unchanged: Schema.Natural }).annotate({
  identifier: "StoredRows",
  description: "The rows of an import that had been stored before it was refused, counted as in its report; they stay, and the whole file can be sent again."
})
export type StoredRows = typeof StoredRows.Type

const fields = { errors: Schema.optionalKey(Schema.Array(RequestFault)), stored: Schema.optionalKey(StoredRows) }

const PREFIX = "urn:crm-procedure:problem:"

/** The media type of every refusal. */
export const MEDIA_TYPE = "application/problem+json"

/** 400: the body is no JSON, no UTF-8, or empty where one is needed. */
export class BodyUnreadable extends HttpApiError.Problem<BodyUnreadable>()("BodyUnreadable", {
  type: `${PREFIX}body-unreadable`,
  status: 400,
  title: "The body can't be read"
}, fields) {}

/** 401: no key, an unknown one or a revoked one. */
export class KeyMissing extends HttpApiError.Problem<KeyMissing>()("KeyMissing", {
  type: `${PREFIX}key-missing`,
  status: 401,
  title: "A valid key is needed"
}, fields) {}

/** 403: the key's role may not do this. */
export class BeyondRole extends HttpApiError.Problem<BeyondRole>()("BeyondRole", {
  type: `${PREFIX}beyond-role`,
  status: 403,
  title: "The role may not do this"
}, fields) {}

/** 404: there is no such thing, or it belongs to somebody else: the two can't be told apart. */
export class NotFound extends HttpApiError.Problem<NotFound>()("NotFound", {
  type: `${PREFIX}not-found`,
  status: 404,
  title: "Not found"
}, fields) {}

/** 405: the path exists, but not with this method. `Allow` names the methods that it has. */
export class MethodNotAllowed extends HttpApiError.Problem<MethodNotAllowed>()("MethodNotAllowed", {
  type: `${PREFIX}method-not-allowed`,
  status: 405,
  title: "The path does not take this method"
}, fields) {}

/** 406: none of the formats asked for is to be had. */
export class NotAcceptable extends HttpApiError.Problem<NotAcceptable>()("NotAcceptable", {
  type: `${PREFIX}not-acceptable`,
  status: 406,
  title: "The format is not to be had"
}, fields) {}

/** 408: the body did not come within the time allowed. */
export class BodyTooSlow extends HttpApiError.Problem<BodyTooSlow>()("BodyTooSlow", {
  type: `${PREFIX}body-too-slow`,
  status: 408,
  title: "The body did not come in time"
}, fields) {}

/** 409: it contradicts how things stand. */
export class Conflict extends HttpApiError.Problem<Conflict>()("Conflict", {
  type: `${PREFIX}conflict`,
  status: 409,
  title: "It contradicts how things stand"
}, fields) {}

/** 409: a request with this `Idempotency-Key` is being done. */
export class InFlight extends HttpApiError.Problem<InFlight>()("InFlight", {
  type: `${PREFIX}in-flight`,
  status: 409,
  title: "The same request is being done"
}, fields) {}

/** 412: the record is not at the revision that `If-Match` or `If-None-Match` names. */
export class PreconditionFailed extends HttpApiError.Problem<PreconditionFailed>()("PreconditionFailed", {
  type: `${PREFIX}precondition-failed`,
  status: 412,
  title: "The record has changed meanwhile"
}, fields) {}

/** 413: the body, a line of it, or its number of records is beyond the limit. */
export class BodyTooLarge extends HttpApiError.Problem<BodyTooLarge>()("BodyTooLarge", {
  type: `${PREFIX}body-too-large`,
  status: 413,
  title: "The body is too large"
}, fields) {}

/** 415: the body's media type or coding is not taken here. */
export class MediaTypeUnsupported extends HttpApiError.Problem<MediaTypeUnsupported>()("MediaTypeUnsupported", {
  type: `${PREFIX}media-type-unsupported`,
  status: 415,
  title: "The media type is not taken here"
}, fields) {}

/** 422: it can be read, and is not what the contract says. */
export class Invalid extends HttpApiError.Problem<Invalid>()("Invalid", {
  type: `${PREFIX}invalid`,
  status: 422,
  title: "The request is not what the contract says"
}, fields) {}

/** 422: the `Idempotency-Key` stands for another request. */
export class KeyReused extends HttpApiError.Problem<KeyReused>()("KeyReused", {
  type: `${PREFIX}idempotency-key-reused`,
  status: 422,
  title: "The Idempotency-Key stands for another request"
}, fields) {}

/** 429: too many requests with this key. `Retry-After` says when. */
export class TooManyRequests extends HttpApiError.Problem<TooManyRequests>()("TooManyRequests", {
  type: `${PREFIX}too-many-requests`,
  status: 429,
  title: "Too many requests"
}, fields) {}

/** 500: a fault of ours. Nothing that a client sends is meant to lead here. */
export class InternalFault extends HttpApiError.Problem<InternalFault>()("InternalFault", {
  type: `${PREFIX}internal-fault`,
  status: 500,
  title: "A fault of the server"
}, fields) {}

/** 503: the records can't be reached, or it took too long. `Retry-After` says when to try again. */
export class Unavailable extends HttpApiError.Problem<Unavailable>()("Unavailable", {
  type: `${PREFIX}unavailable`,
  status: 503,
  title: "The service is not available"
}, fields) {}

/** Every kind of refusal, by its name. */
export const problems = {
  BodyUnreadable,
  KeyMissing,
  BeyondRole,
  NotFound,
  MethodNotAllowed,
  NotAcceptable,
  BodyTooSlow,
  Conflict,
  InFlight,
  PreconditionFailed,
  BodyTooLarge,
  MediaTypeUnsupported,
  Invalid,
  KeyReused,
  TooManyRequests,
  InternalFault,
  Unavailable
} as const

export type Kind = keyof typeof problems

/** Any refusal, as the typed client gives it. */
export type Problem = InstanceType<typeof problems[Kind]>

/** What a kind of refusal is called: its stable type, its status and its title in both languages. */
export interface Declaration {
  readonly type: string
  readonly status: number
  readonly title: Bilingual
}

const declare = (name: string, status: number, es: string, en: string): Declaration => ({ type: `${PREFIX}${name}`, status, title: { es, en } })

/** How each kind is written. */
export const declarations: Readonly<Record<Kind, Declaration>> = {
  BodyUnreadable: declare("body-unreadable", 400, "No se puede leer el cuerpo", "The body can't be read"),
  KeyMissing: declare("key-missing", 401, "Hace falta una llave válida", "A valid key is needed"),
  BeyondRole: declare("beyond-role", 403, "El rol no lo permite", "The role may not do this"),
  NotFound: declare("not-found", 404, "No se encontró", "Not found"),
  MethodNotAllowed: declare("method-not-allowed", 405, "La ruta no admite ese método", "The path does not take this method"),
  NotAcceptable: declare("not-acceptable", 406, "Ese formato no está disponible", "The format is not to be had"),
  BodyTooSlow: declare("body-too-slow", 408, "El cuerpo no llegó a tiempo", "The body did not come in time"),
  Conflict: declare("conflict", 409, "Contradice el estado actual", "It contradicts how things stand"),
  InFlight: declare("in-flight", 409, "La misma solicitud está en curso", "The same request is being done"),
  PreconditionFailed: declare("precondition-failed", 412, "El registro cambió entretanto", "The record has changed meanwhile"),
  BodyTooLarge: declare("body-too-large", 413, "El cuerpo es demasiado grande", "The body is too large"),
  MediaTypeUnsupported: declare("media-type-unsupported", 415, "No se admite ese tipo de contenido", "The media type is not taken here"),
  Invalid: declare("invalid", 422, "La solicitud no es lo que dice el contrato", "The request is not what the contract says"),
  KeyReused: declare("idempotency-key-reused", 422, "La Idempotency-Key corresponde a otra solicitud", "The Idempotency-Key stands for another request"),
  TooManyRequests: declare("too-many-requests", 429, "Demasiadas solicitudes", "Too many requests"),
  InternalFault: declare("internal-fault", 500, "Falla del servidor", "A fault of the server"),
  Unavailable: declare("unavailable", 503, "El servicio no está disponible", "The service is not available")
}
