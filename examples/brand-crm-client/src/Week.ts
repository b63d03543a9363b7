/** The week of a brand's CRM that hands leads to a dealership, day by day. Each day says in English what it did. */
import * as Client from "@crm-procedure/http-api/Client"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Lead from "./Lead.ts"
import * as Opinion from "./Opinion.ts"
import * as Receiver from "./Receiver.ts"
import * as Registration from "./Registration.ts"

export interface Settings {
  /** The dealership's service, with the brand's own key (role `integration`). */
  readonly options: Client.Options
  readonly place: Lead.Place
  /** The key of the dealership's CRM assistant, who subscribes for the brand. Without it there is no subscription. */
  readonly assistantKey: string | undefined
  readonly backlog: number
  readonly say: (line: string) => Effect.Effect<void>
}

/** Numbers of invented leads: a correct lead, a lead that was cut short and a lead with a wrong date. The backlog begins after them. */
const RIGHT = 28
const CUT_SHORT = 29
const MISDATED = 32
const BACKLOG = 1_000

const leadOf = (number: number): Lead.BrandLead => Lead.inventedLeads(number, 1).next().value as Lead.BrandLead

/** Asks about single leads, as they come in. */
const monday = Effect.fn("Week.monday")(function*({ place, say }: Settings, client: Client.Client) {
  for (const number of [RIGHT, CUT_SHORT, MISDATED]) {
    const { faults, lead, verdict } = yield* Opinion.one(client, leadOf(number), place)
    const id = Lead.idOf(lead)
    yield* say(verdict === "valid" ? `Monday: ${id} would count.` : `Monday: ${id} would not count, it is ${verdict}: ${faults.join("; ")}.`)
  }
})

/** Asks about the backlog, all in one request. */
const tuesday = Effect.fn("Week.tuesday")(function*({ backlog, options, place, say }: Settings) {
  const { asked, invalid, toCorrect, unreadable, valid } = yield* Opinion.counts(options, Lead.inventedLeads(BACKLOG, backlog), place)
  yield* say(`Tuesday: of ${asked} leads ${valid} would count, ${invalid} would not, and ${unreadable} can't be read.`)
  for (const { faults, lead } of toCorrect) yield* say(`Tuesday: to correct: ${Lead.idOf(lead)}: ${faults.join("; ")}.`)
})

/** Sends the lead that would count. */
const wednesday = Effect.fn("Week.wednesday")(function*({ place, say }: Settings, client: Client.Client) {
  const { id, isNew, revision, verdict } = yield* Registration.register(client, leadOf(RIGHT), place)
  yield* say(isNew ? `Wednesday: ${id} is stored, ${verdict}.` : `Wednesday: ${id} was stored before, ${verdict}, at revision ${revision}.`)
})

/** The customer wants another model. */
const thursday = Effect.fn("Week.thursday")(function*({ say }: Settings, client: Client.Client) {
  const before = yield* client.records.prospect({ params: { id: Lead.idOf(leadOf(RIGHT)) } })
  const { id, revision } = yield* Registration.amend(client, before.body.prospectId, { interest: before.body.interest === "Motocicleta 250" ? "Motocicleta 160" : "Motocicleta 250" })
  yield* say(`Thursday: ${id} is changed, from revision ${before.body.revision} to ${revision}.`)
})

/** How long an event may take: the server looks for new ones every few seconds. */
const PATIENCE = Duration.seconds(30)

/** Waits until so many events were told; fails when none comes any more. */
export const untilTold = ({ told }: Pick<Receiver.Receiver, "told">, count: number) =>
  Effect.suspend(() => told().length >= count ? Effect.succeed(told()) : Effect.fail("not yet")).pipe(
    Effect.retry(Schedule.spaced("50 millis")),
    Effect.timeout(PATIENCE)
  )

/** Subscribes a receiver for as long as the scope is open. The secret is shown only now, and the receiver verifies messages with it. */
export const subscribed = Effect.fn("Week.subscribed")(function*(office: Client.Client, receiver: Receiver.Receiver, brandId: string) {
  const made = yield* Effect.acquireRelease(
    office.webhooks.subscribe({ headers: {}, payload: { url: receiver.url, events: ["verdict.changed"], brandIds: [brandId] } }),
    ({ id }) => Effect.ignore(office.webhooks.unsubscribe({ params: { id } }))
  )
  receiver.trust(made.secret)
  return made
})

/** A listening receiver for as long as the scope is open. */
export const receiving = Effect.acquireRelease(Effect.promise(() => Receiver.listen()), ({ close }) => Effect.promise(close))

/** Receives what becomes of the lead when its phone is mistyped, then corrected. */
const friday = Effect.fn("Week.friday")(function*({ assistantKey, options, place, say }: Settings, client: Client.Client) {
  if (assistantKey === undefined) return yield* say("Friday: set CRM_ASSISTANT_KEY to be told when verdicts change.")
  const receiver = yield* receiving
  yield* subscribed(yield* Client.make({ ...options, key: assistantKey }), receiver, place.brandId)
  const { mobile, number } = leadOf(RIGHT)
  yield* Registration.amend(client, Lead.idOf({ number }), { phone: "300 12" })
  yield* Registration.amend(client, Lead.idOf({ number }), { phone: mobile })
  for (const { data } of yield* untilTold(receiver, 2)) {
    yield* say(`Friday: told that ${String(data["subjectId"])} is ${String(data["verdict"])} now, and was ${String(data["before"])}.`)
  }
})

/** The whole week. */
export const whole = Effect.fn("Week.whole")(function*(settings: Settings) {
  const client = yield* Client.make(settings.options)
  yield* monday(settings, client)
  yield* tuesday(settings)
  yield* wednesday(settings, client)
  yield* thursday(settings, client)
  yield* Effect.scoped(friday(settings, client))
})
