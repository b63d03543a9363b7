/** Leads that are stored with the dealership: sent once whatever happens on the way, changed without undoing another person's change. */
import type * as Client from "@crm-procedure/http-api/Client"
import type * as Shape from "@crm-procedure/http-api/Shape"
import * as Effect from "effect/Effect"
import * as Lead from "./Lead.ts"

/** A stored lead. `isNew`: this call stored it, or an earlier one whose answer is given again. */
export interface Registered {
  readonly id: string
  readonly verdict: string
  readonly reasons: ReadonlyArray<string>
  readonly revision: number
  readonly etag: string
  readonly isNew: boolean
}

const registered = (
  { body, headers }: {
    readonly body: { readonly id: string; readonly verdict: string; readonly reasons: ReadonlyArray<{ readonly code: string }>; readonly revision: number }
    readonly headers: { readonly etag: string }
  },
  isNew: boolean
): Registered => ({ id: body.id, verdict: body.verdict, reasons: body.reasons.map(({ code }) => code), revision: body.revision, etag: headers.etag, isNew })

/**
 * Stores a lead. The key is the lead's own and the client sends again what got no answer, so that an answer that was lost with
 * the server comes a second time; `If-None-Match` leaves alone what was stored before, however long ago.
 */
export const register = Effect.fn("Registration.register")(function*(client: Client.Client, lead: Lead.BrandLead, place: Lead.Place) {
  const { prospectId: id, ...record } = Lead.toProspect(lead, place)
  return yield* client.records.putProspect({
    params: { id },
    headers: { "idempotency-key": `lead-${lead.number}`, "if-none-match": "*" },
    payload: record
  }).pipe(
    Effect.map((answer) => registered(answer, true)),
    Effect.catchTag("PreconditionFailed", () => Effect.map(client.records.prospect({ params: { id } }), (stored) => registered(stored, false)))
  )
})

/** What may be changed of a lead. */
export type Change = Partial<Pick<typeof Shape.Prospect.Type, "interest" | "phone" | "email" | "fullName">>

const TRIES = 10

/**
 * Changes a stored lead: reads it, and stores the change only if the record still has the ETag that was read. When another person
 * was quicker (412) it reads again, so that neither change undoes the other. What was read can be sent back as it is.
 */
export const amend = Effect.fn("Registration.amend")(function*(client: Client.Client, id: string, change: Change) {
  const attempt = Effect.gen(function*() {
    const { body, headers } = yield* client.records.prospect({ params: { id } })
    const answer = yield* client.records.putProspect({ params: { id }, headers: { "if-match": headers.etag }, payload: { ...body, ...change } })
    return registered(answer, false)
  })
  return yield* Effect.retry(attempt, { times: TRIES, while: ({ _tag }) => _tag === "PreconditionFailed" })
})
