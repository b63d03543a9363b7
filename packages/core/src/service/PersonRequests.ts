/**
 * Requests of people about their own data: registering, extending and answering them within the terms of the law. A term counts
 * business days from the day after the request arrived, and can be extended once, before it ends, with a reason.
 *
 * @see Ley 1581 de 2012, arts. 14 and 15; docs/decisions/0076-requests-about-personal-data.md
 *
 * @example
 * ```ts run
 * import { Calendar, PersonRequests } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const received = { kind: "consulta", receivedAt: Date.parse("2024-03-18T15:00:00Z") } as const
 * // The end of the tenth business day after it: Monday 25 March and the Thursday and Friday after it are holidays in 2024.
 * assert.equal(Calendar.formatInstant(Calendar.bogota, PersonRequests.dueAt(received, Calendar.bogota)), "2024-04-04T23:59:59.999-05:00")
 * ```
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Calendar from "../calendar/Calendar.ts"
import * as Keys from "../identity/internal/IdentityKeys.ts"
import * as PersonalData from "./PersonalData.ts"
import * as PersonRequest from "./PersonRequest.ts"
import * as ServiceStore from "./ServiceStore.ts"

/** What of a request can't stand: the field, and what was expected there. Nothing was stored. */
export class PersonRequestRefused extends Schema.TaggedError<PersonRequestRefused>()("PersonRequestRefused", {
  field: Schema.Literals(["person", "receivedAt", "reason", "done"]),
  expected: Schema.Struct({ es: Schema.String, en: Schema.String })
}) {
  override get message() {
    return `The request can't be taken: expected in ${this.field} ${this.expected.en}.`
  }
}

/** No request has this id. */
export class PersonRequestUnknown extends Schema.TaggedError<PersonRequestUnknown>()("PersonRequestUnknown", { requestId: Schema.String }) {
  override get message() {
    return `There is no request ${this.requestId} about personal data.`
  }
}

/** The request was answered before. An answer stays. */
export class PersonRequestAnswered extends Schema.TaggedError<PersonRequestAnswered>()("PersonRequestAnswered", { requestId: Schema.String }) {
  override get message() {
    return `The request ${this.requestId} was answered before. An answer stays; register another request for what is asked now.`
  }
}

/** The term can't be extended: it was extended once, or it is over. */
export class TermNotExtendable extends Schema.TaggedError<TermNotExtendable>()("TermNotExtendable", {
  requestId: Schema.String,
  cause: Schema.Literals(["extended", "over"])
}) {
  override get message() {
    const found = this.cause === "extended" ? "an earlier extension" : "a term that is over"
    return `The term of the request ${this.requestId} can't be extended: found ${found}, expected a first extension before the last day. Answer the request.`
  }
}

/** Another change of the request came first. */
export class PersonRequestChanged extends Schema.TaggedError<PersonRequestChanged>()("PersonRequestChanged", { requestId: Schema.String }) {
  override get message() {
    return `The request ${this.requestId} changed meanwhile. Read it again and repeat the change.`
  }
}

/** What its registration says of a request. */
export type Received = Pick<PersonRequest.PersonRequest, "id" | "kind" | "channel" | "text" | "receivedAt" | "registeredBy"> & { readonly person: PersonalData.Person }

type Termed = Pick<PersonRequest.PersonRequest, "kind" | "receivedAt" | "extension">

/** The last instant of the last day to answer, by the law's business days. */
export const dueAt = ({ extension, kind, receivedAt }: Termed, zone: Calendar.Zone): Calendar.Instant => {
  const last = (kind === "consulta" ? PersonalData.consultaDue : PersonalData.reclamoDue)(Calendar.localDayOf(zone, receivedAt), extension !== undefined)
  return Calendar.startOfDay(zone, last + 1) - 1
}

/** `overdue`: open, and its last day has passed. */
export type State = "open" | "overdue" | "answered"

/** The state of a request as of an instant. */
export const stateOf = (request: PersonRequest.PersonRequest, zone: Calendar.Zone, asOf: Calendar.Instant): State =>
  request.answer !== undefined ? "answered" : asOf > dueAt(request, zone) ? "overdue" : "open"

const refused = (field: PersonRequestRefused["field"], es: string, en: string) => new PersonRequestRefused({ field, expected: { es, en } })

const put = Effect.fnUntraced(function*(dealership: string, request: PersonRequest.PersonRequest) {
  const store = yield* ServiceStore.ServiceStore
  if (!(yield* store.putPersonRequest(dealership, request))) return yield* new PersonRequestChanged({ requestId: request.id })
  return request
})

/** Registers a request. Registering the same id again changes nothing. */
export const register = Effect.fn("PersonRequests.register")(function*(
  dealership: string,
  received: Received,
  { now, phoneCountry }: { readonly now: Calendar.Instant; readonly phoneCountry?: string | undefined }
) {
  const store = yield* ServiceStore.ServiceStore
  const [same] = yield* store.personRequests(dealership, { id: received.id })
  if (same !== undefined) return same
  if (Keys.of(received.person, phoneCountry).every((lane) => lane === 0)) {
    return yield* refused("person", "un teléfono válido, un correo, o un documento con su tipo", "a valid phone, an e-mail, or a document with its type")
  }
  if (received.receivedAt > now) return yield* refused("receivedAt", "un momento que ya pasó", "a moment that has passed")
  return yield* put(dealership, { ...received, text: received.text.trim(), revision: 1 })
})

const openOf = Effect.fnUntraced(function*(dealership: string, requestId: string) {
  const store = yield* ServiceStore.ServiceStore
  const [request] = yield* store.personRequests(dealership, { id: requestId })
  if (request === undefined) return yield* new PersonRequestUnknown({ requestId })
  if (request.answer !== undefined) return yield* new PersonRequestAnswered({ requestId })
  return request
})

/** Extends the term of an open request, once and before it ends, with the reason that the person is told. */
export const extend = Effect.fn("PersonRequests.extend")(function*(dealership: string, requestId: string, step: PersonRequest.Step, zone: Calendar.Zone) {
  const request = yield* openOf(dealership, requestId)
  if (step.text.trim() === "") return yield* refused("reason", "el motivo de la demora, en palabras", "the reason of the delay, in words")
  if (request.extension !== undefined) return yield* new TermNotExtendable({ requestId, cause: "extended" })
  if (step.at > dueAt(request, zone)) return yield* new TermNotExtendable({ requestId, cause: "over" })
  return yield* put(dealership, { ...request, extension: { ...step, text: step.text.trim() }, revision: request.revision + 1 })
})

/** Answers an open request, once. Of an erased person the contact and the texts go with the answer. */
export const answer = Effect.fn("PersonRequests.answer")(function*(dealership: string, requestId: string, step: PersonRequest.Step) {
  const request = yield* openOf(dealership, requestId)
  if (step.text.trim() === "") return yield* refused("done", "lo que se hizo, en palabras", "what was done, in words")
  const answered: PersonRequest.PersonRequest = { ...request, answer: { ...step, text: step.text.trim() }, revision: request.revision + 1 }
  return yield* put(dealership, request.erasedAt === undefined ? answered : PersonRequest.withoutIdentity(answered, request.erasedAt))
})

/** How long after the answer what identifies the person is kept, to prove whom it was given to. */
export const IDENTITY_KEPT = 365 * Calendar.DAY

/** Removes what identifies the person from requests that were answered {@link IDENTITY_KEPT} ago. To be run every day. */
export const forget = Effect.fn("PersonRequests.forget")(function*(dealership: string, now: Calendar.Instant) {
  const store = yield* ServiceStore.ServiceStore
  const old = (yield* store.personRequests(dealership, { isAnswered: true, isIdentified: true })).filter(({ answer }) => answer!.at <= now - IDENTITY_KEPT)
  yield* Effect.forEach(old, (request) => store.putPersonRequest(dealership, { ...PersonRequest.withoutIdentity(request, now), revision: request.revision + 1 }), { discard: true })
  return old.length
})

/** The requests that are not answered, the first due first. None where the service stores nothing beside the records. */
export const open = Effect.fnUntraced(function*(dealership: string, zone: Calendar.Zone): Effect.fn.Return<ReadonlyArray<PersonRequest.PersonRequest>, ServiceStore.ServiceStoreError> {
  const store = Option.getOrUndefined(yield* Effect.serviceOption(ServiceStore.ServiceStore))
  const all = store === undefined ? [] : yield* store.personRequests(dealership, { isAnswered: false })
  return all.toSorted((one, other) => dueAt(one, zone) - dueAt(other, zone))
})
