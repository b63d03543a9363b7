/**
 * What the dealership would say of a lead before it is sent: whether it would count, and if not, what the brand can do about
 * it. Asking stores nothing.
 */
import * as Client from "@crm-procedure/http-api/Client"
import type { ValidationResult } from "@crm-procedure/http-api/validations/Judged"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Lead from "./Lead.ts"

/** A lead and what was said of it. `faults`: codes of rules, or where the record could not be read. */
export interface Opinion {
  readonly lead: Lead.BrandLead
  readonly verdict: ValidationResult["verdict"]
  readonly faults: ReadonlyArray<string>
}

const opinionOf = (lead: Lead.BrandLead, { faults = [], reasons, verdict }: ValidationResult): Opinion => ({
  lead,
  verdict,
  faults: verdict === "unreadable" ? faults.map(({ expected, pointer }) => `${pointer}: expected ${expected.en}`) : reasons.map(({ code }) => code)
})

/** Asks about one lead, beside everything that the dealership has: a customer who is there already is found. */
export const one = Effect.fn("Opinion.one")(function*(client: Client.Client, lead: Lead.BrandLead, place: Lead.Place) {
  const answer = yield* client.validations.prospects({ query: {}, payload: { records: [Lead.toProspect(lead, place)] } })
  if (!("results" in answer)) return yield* Effect.die("a batch is answered with a batch")
  return opinionOf(lead, answer.results[0]!)
})

/**
 * Asks about any number of leads in one request. They are drawn as the server takes them, and the answers come in their order
 * while it reads on: only the leads between the two are held. An unreadable one has its answer in its place like any other.
 */
export const stream = (options: Client.Options, leads: Iterable<Lead.BrandLead>, place: Lead.Place) =>
  Stream.suspend(() => {
    const underway: Array<Lead.BrandLead> = []
    const records = Stream.map(Stream.fromIterable(leads, { chunkSize: 500 }), (lead) => {
      underway.push(lead)
      return Lead.toProspect(lead, place)
    })
    return Stream.map(Client.validations(options, { kind: "prospects", context: "none" }, records), (result) => opinionOf(underway.shift()!, result))
  })

/** What a backlog comes to. */
export interface Counts {
  readonly asked: number
  readonly valid: number
  readonly invalid: number
  readonly unreadable: number
  /** The first few records that need a correction. */
  readonly toCorrect: ReadonlyArray<Opinion>
}

const none: Counts = { asked: 0, valid: 0, invalid: 0, unreadable: 0, toCorrect: [] }

const SHOWN = 3

const counted = (counts: Counts, opinion: Opinion): Counts => ({
  asked: counts.asked + 1,
  valid: counts.valid + (opinion.verdict === "valid" ? 1 : 0),
  invalid: counts.invalid + (opinion.verdict === "invalid" ? 1 : 0),
  unreadable: counts.unreadable + (opinion.verdict === "unreadable" ? 1 : 0),
  toCorrect: opinion.verdict === "valid" || counts.toCorrect.length === SHOWN ? counts.toCorrect : [...counts.toCorrect, opinion]
})

/** Asks about a backlog and counts what is said, whatever its length. */
export const counts = (options: Client.Options, leads: Iterable<Lead.BrandLead>, place: Lead.Place) =>
  Stream.runFold(stream(options, leads, place), () => none, counted)
