/**
 * An integrator's week: asks whether leads would count before they are sent, sends those that would, sends again what got no
 * answer, and is told when a verdict changes.
 */
import * as Client from "@crm-procedure/http-api/Client"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Lead from "./Lead.ts"

/** What became of leads that were asked about. */
export interface Asked {
  readonly valid: ReadonlyArray<string>
  readonly refused: ReadonlyArray<{ readonly id: string | null; readonly codes: ReadonlyArray<string> }>
}

type Result = { readonly id: string | null; readonly verdict: string; readonly reasons: ReadonlyArray<{ readonly code: string }>; readonly faults?: ReadonlyArray<{ readonly pointer: string }> | undefined }

const sorted = (results: ReadonlyArray<Result>): Asked => ({
  valid: results.flatMap(({ id, verdict }) => verdict === "valid" && id !== null ? [id] : []),
  refused: results.flatMap(({ faults = [], id, reasons, verdict }) =>
    verdict === "valid" ? [] : [{ id, codes: [...reasons.map(({ code }) => code), ...faults.map(({ pointer }) => `unreadable ${pointer}`)] }])
})

/** Monday: one lead, as the advisor types it, beside what the dealership has. */
export const askOne = (options: Client.Options, lead: Lead.BrandLead, place: Lead.Place) =>
  Client.validations(options, { kind: "prospects", context: "stored" }, Stream.make(Lead.toProspect(lead, place))).pipe(
    Stream.runCollect,
    Effect.map(sorted)
  )

/** Tuesday: the whole backlog as a stream, however long it is; only the ids that would count are kept. */
export const askBacklog = (options: Client.Options, leads: Iterable<Lead.BrandLead>, place: Lead.Place) =>
  Client.validations(options, { kind: "prospects", context: "none" }, Stream.map(Stream.fromIterable(leads), (lead) => Lead.toProspect(lead, place))).pipe(
    Stream.runFold(() => ({ asked: 0, valid: 0 }), ({ asked, valid }, { verdict }) => ({ asked: asked + 1, valid: valid + (verdict === "valid" ? 1 : 0) }))
  )

/** Wednesday: sends a lead. The key stays the lead's own, so that sending it again after a lost answer gets the first answer. */
export const send = Effect.fn("Week.send")(function*(options: Client.Options, lead: Lead.BrandLead, place: Lead.Place) {
  const client = yield* Client.make(options)
  const { prospectId: id, ...record } = Lead.toProspect(lead, place)
  const answer = yield* client.records.putProspect({ params: { id }, headers: { "idempotency-key": `lead-${lead.number}` }, payload: record })
  return { id, ...answer }
})

/**
 * Thursday: wants to be told when a verdict of its brands changes. The dealership's CRM assistant subscribes for it, with her key, and hands the
 * secret over, which is shown this once.
 */
export const subscribe = Effect.fn("Week.subscribe")(function*(options: Client.Options, url: string, brandIds: ReadonlyArray<string>) {
  const client = yield* Client.make(options)
  return yield* client.webhooks.subscribe({ headers: {}, payload: { url, events: ["verdict.changed"], brandIds } })
})
