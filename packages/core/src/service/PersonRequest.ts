/**
 * A request of a person about their own data (*habeas data*): what the service store keeps of it. {@link PersonRequests} decides.
 *
 * @see Ley 1581 de 2012, arts. 14 and 15; docs/decisions/0076-requests-about-personal-data.md
 */
import * as Effect from "effect/Effect"
import type { Instant } from "../calendar/Calendar.ts"
import * as Verification from "../judging/Verification.ts"

/** Who is searched for: at least one valid phone, e-mail or document. Personal data: never put it into a URL or a log. */
export interface Person {
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly documentType?: string | undefined
  readonly documentNumber?: string | undefined
}

/** A *consulta* asks what is kept; a *reclamo* asks to correct, update or erase it, or complains. */
export const kinds = ["consulta", "reclamo"] as const

/** How a request arrived. */
export const channels = ["in-person", "phone", "email", "whatsapp", "letter", "web", "other"] as const

/** What a person did about a request, when and who. The text is empty once the person was erased. */
export interface Step {
  readonly at: Instant
  readonly by: string
  readonly text: string
}

export interface PersonRequest {
  /** Unique in the dealership. It reveals nothing about the person. */
  readonly id: string
  readonly kind: typeof kinds[number]
  readonly channel: typeof channels[number]
  /** By what the person is known: a phone, an e-mail or a document. Undefined once it was erased. */
  readonly person?: Person | undefined
  /** What is asked, in words. Empty where nothing was written, or once it was erased. */
  readonly text: string
  /** When the dealership received it. A *reclamo*: when it was complete. */
  readonly receivedAt: Instant
  readonly registeredBy: string
  /** The only extension of the term, with its reason. */
  readonly extension?: Step | undefined
  /** What was done. */
  readonly answer?: Step | undefined
  /** When the person was erased. What identifies them in an open request goes with its answer. */
  readonly erasedAt?: Instant | undefined
  /** Rises by one with each change, from 1. */
  readonly revision: number
}

/** The request without what identifies its person: the texts and the contact. Its dates and authors stay as the proof of the answer. */
export const withoutIdentity = ({ answer, extension, person: _person, ...request }: PersonRequest, at: Instant): PersonRequest => ({
  ...request,
  text: "",
  ...(extension === undefined ? {} : { extension: { ...extension, text: "" } }),
  ...(answer === undefined ? {} : { answer: { ...answer, text: "" } }),
  erasedAt: request.erasedAt ?? at
})

/** What the service store keeps of requests. */
export interface RequestBook<E> {
  /** Stores a request over the revision before it and no other; the first is 1. Answers whether it was stored. */
  readonly putPersonRequest: (dealership: string, request: PersonRequest) => Effect.Effect<boolean, E>
  /** The requests that a query looks for, by default all, by the time when they were received and their ids. */
  readonly personRequests: (dealership: string, query?: RequestQuery) => Effect.Effect<ReadonlyArray<PersonRequest>, E>
  /** Answered requests, the last answered first, then by their ids; those behind one where one is given, at most `limit`. */
  readonly answeredRequests: (dealership: string, limit: number, behind?: AnsweredPlace) => Effect.Effect<ReadonlyArray<PersonRequest>, E>
}

/** Which requests are looked for: those that fit all that is given. */
export interface RequestQuery {
  readonly id?: string | undefined
  readonly isAnswered?: boolean | undefined
  /** Whether they still name their person. Those that were answered long ago do not. */
  readonly isIdentified?: boolean | undefined
}

/** The place of a request among the answered ones. */
export interface AnsweredPlace {
  readonly answeredAt: Instant
  readonly id: string
}

/** Whether a request is one of those looked for. */
export const matches = ({ answer, id, person }: PersonRequest, query: RequestQuery = {}): boolean =>
  (query.id ?? id) === id && (query.isAnswered ?? answer !== undefined) === (answer !== undefined) && (query.isIdentified ?? person !== undefined) === (person !== undefined)

const compareAnswered = (one: AnsweredPlace, other: AnsweredPlace): number => other.answeredAt - one.answeredAt || Verification.compareIds(one.id, other.id)

/** The requests of one dealership in memory. */
export class MemoryRequests {
  private readonly requests = new Map<string, PersonRequest>()

  put(request: PersonRequest): boolean {
    if ((this.requests.get(request.id)?.revision ?? 0) !== request.revision - 1) return false
    this.requests.set(request.id, request)
    return true
  }

  get all(): ReadonlyArray<PersonRequest> {
    return [...this.requests.values()].sort((one, other) => one.receivedAt - other.receivedAt || Verification.compareIds(one.id, other.id))
  }
}

/** The requests of dealerships in memory. */
export const memory = (requestsOf: (dealership: string) => MemoryRequests): RequestBook<never> => ({
  putPersonRequest: (dealership, request) => Effect.sync(() => requestsOf(dealership).put(request)),
  personRequests: (dealership, query) => Effect.sync(() => requestsOf(dealership).all.filter((request) => matches(request, query))),
  answeredRequests: (dealership, limit, behind) =>
    Effect.sync(() =>
      requestsOf(dealership).all.flatMap((request) => request.answer === undefined ? [] : [{ request, place: { answeredAt: request.answer.at, id: request.id } }])
        .filter(({ place }) => behind === undefined || compareAnswered(place, behind) > 0)
        .sort((one, other) => compareAnswered(one.place, other.place)).slice(0, limit).map(({ request }) => request))
})
