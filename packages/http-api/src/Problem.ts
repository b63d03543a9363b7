/**
 * How a request is refused: `application/problem+json` (RFC 9457). Each kind has a stable `type`. `detail` comes in the language
 * that the request asks for, Spanish by default. `errors` lists each fault with a JSON pointer. No refusal holds personal data:
 * it never quotes what was sent.
 *
 * @see docs/decisions/0013-http-contract.md
 */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Schema from "effect/Schema"
import * as HttpApiError from "effect/http-api/HttpApiError"

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

/** A fault in both languages, before one of them is chosen. */
export interface Fault {
  readonly in: FaultPlace
  readonly pointer: string
  readonly expected: Bilingual
}

/** What the server that refuses says, in both languages, and the headers of its answer. */
export interface Words {
  readonly detail: Bilingual
  readonly faults: ReadonlyArray<Fault>
  readonly headers: Readonly<Record<string, string>>
}

/** A refusal on the server has words. The typed client's copy has none: its `detail` is in one language already. */
interface Worded {
  readonly words?: Words
}

const PREFIX = "urn:crm-procedure:problem:"

/** The media type of every refusal. */
export const MEDIA_TYPE = "application/problem+json"

const declare = <const Name extends string, const Status extends number>(name: Name, status: Status, es: string, en: string) => ({
  type: `${PREFIX}${name}` as const,
  status,
  title: { es, en }
})

/** The stable type, the status and the title of each kind. */
export const declarations = {
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
} as const

export type Kind = keyof typeof declarations

const onTheWire = <K extends Kind>(kind: K): { readonly type: typeof declarations[K]["type"]; readonly status: typeof declarations[K]["status"]; readonly title: string } => {
  const { status, title, type } = declarations[kind]
  return { type, status, title: title.en }
}

const fields = { errors: Schema.optionalKey(Schema.Array(RequestFault)), stored: Schema.optionalKey(StoredRows) }

/** 400: the body is no JSON, no UTF-8, or empty where one is needed. */
export class BodyUnreadable extends HttpApiError.Problem<BodyUnreadable, Worded>()("BodyUnreadable", onTheWire("BodyUnreadable"), fields) {}

/** 401: no key, an unknown one or a revoked one. */
export class KeyMissing extends HttpApiError.Problem<KeyMissing, Worded>()("KeyMissing", onTheWire("KeyMissing"), fields) {}

/** 403: the key's role may not do this. */
export class BeyondRole extends HttpApiError.Problem<BeyondRole, Worded>()("BeyondRole", onTheWire("BeyondRole"), fields) {}

/** 404: there is no such thing, or it belongs to another dealership. The two look the same. */
export class NotFound extends HttpApiError.Problem<NotFound, Worded>()("NotFound", onTheWire("NotFound"), fields) {}

/** 405: the path exists, but not with this method. `Allow` names the methods that it has. */
export class MethodNotAllowed extends HttpApiError.Problem<MethodNotAllowed, Worded>()("MethodNotAllowed", onTheWire("MethodNotAllowed"), fields) {}

/** 406: none of the formats asked for is available. */
export class NotAcceptable extends HttpApiError.Problem<NotAcceptable, Worded>()("NotAcceptable", onTheWire("NotAcceptable"), fields) {}

/** 408: the body did not come within the time allowed. */
export class BodyTooSlow extends HttpApiError.Problem<BodyTooSlow, Worded>()("BodyTooSlow", onTheWire("BodyTooSlow"), fields) {}

/** 409: the request contradicts the present state. */
export class Conflict extends HttpApiError.Problem<Conflict, Worded>()("Conflict", onTheWire("Conflict"), fields) {}

/** 409: a request with this `Idempotency-Key` is in progress. */
export class InFlight extends HttpApiError.Problem<InFlight, Worded>()("InFlight", onTheWire("InFlight"), fields) {}

/** 412: the record is not at the revision that `If-Match` or `If-None-Match` names. */
export class PreconditionFailed extends HttpApiError.Problem<PreconditionFailed, Worded>()("PreconditionFailed", onTheWire("PreconditionFailed"), fields) {}

/** 413: the body, a line of it, or its number of records is over the limit. */
export class BodyTooLarge extends HttpApiError.Problem<BodyTooLarge, Worded>()("BodyTooLarge", onTheWire("BodyTooLarge"), fields) {}

/** 415: this endpoint does not take the body's media type or coding. */
export class MediaTypeUnsupported extends HttpApiError.Problem<MediaTypeUnsupported, Worded>()("MediaTypeUnsupported", onTheWire("MediaTypeUnsupported"), fields) {}

/** 422: the request can be read, and is not what the contract says. */
export class Invalid extends HttpApiError.Problem<Invalid, Worded>()("Invalid", onTheWire("Invalid"), fields) {}

/** 422: the `Idempotency-Key` stands for another request. */
export class KeyReused extends HttpApiError.Problem<KeyReused, Worded>()("KeyReused", onTheWire("KeyReused"), fields) {}

/** 429: too many requests with this key. `Retry-After` says when to send the next one. */
export class TooManyRequests extends HttpApiError.Problem<TooManyRequests, Worded>()("TooManyRequests", onTheWire("TooManyRequests"), fields) {}

/** 500: a fault of the server. No request is meant to lead here. */
export class InternalFault extends HttpApiError.Problem<InternalFault, Worded>()("InternalFault", onTheWire("InternalFault"), fields) {}

/** 503: the records can't be reached, or the request took too long. `Retry-After` says when to try again. */
export class Unavailable extends HttpApiError.Problem<Unavailable, Worded>()("Unavailable", onTheWire("Unavailable"), fields) {}

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

/** Any refusal. */
export type Problem = InstanceType<typeof problems[Kind]>

/** What every request under `/v1` may be refused with. */
export const ofGate = [KeyMissing, BeyondRole, Invalid, TooManyRequests, InternalFault, Unavailable] as const

/** What a request with a body may be refused with besides. */
export const ofBody = [BodyUnreadable, BodyTooSlow, BodyTooLarge, MediaTypeUnsupported] as const

/** What a write with a body and an `Idempotency-Key` may be refused with besides. */
export const ofWrite = [...ofBody, InFlight, KeyReused] as const
