import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import type { Activity } from "../src/records/Activity.ts"
import { ActivityBook } from "../src/judging/columns/ActivityBook.ts"
import * as ActivityRules from "../src/judging/ActivityRules.ts"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as ContactLaw from "../src/judging/ContactLaw.ts"
import * as JudgingContext from "../src/judging/JudgingContext.ts"
import * as Policy from "../src/policy/Policy.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!
const MINUTE = 60_000

const policyOf = (directContact: "attempt" | "two-way", more: Policy.PolicySpec["parameters"] = {}): Policy.Policy =>
  Result.getOrThrow(Policy.make({ rules: { activity: { "contact-too-frequent": "warns" } }, parameters: { directContact, ...more } }))

const attempt = policyOf("attempt")
const twoWay = policyOf("two-way")
const allDay = ["00:00-24:00"]
/** Open day and night but on Thursdays, in a zone that puts its clocks back at midnight. */
const elsewhere = policyOf("attempt", {
  timeZone: "America/Havana",
  contactHours: { monday: allDay, tuesday: allDay, wednesday: allDay, friday: allDay, saturday: allDay, sunday: allDay }
})

const consented = { consentAt: at("2024-01-01") }

const contact = (instant: number, more: Partial<Activity> = {}): Activity => ({
  activityId: "K",
  prospectId: "P1",
  advisorId: "A1",
  type: "call",
  status: "performed",
  direction: "outbound",
  performedAt: instant,
  outcome: "interested",
  ...more
})

const next = (channel: string, from: string, contacts: ReadonlyArray<Activity> = [], policy = attempt, more: Partial<Parameters<typeof ContactLaw.nextLawfulMoment>[0]> = {}) =>
  ContactLaw.nextLawfulMoment({ policy, facts: { prospect: consented, contacts }, channel, from: at(from), ...more })

const local = (moment: ContactLaw.LawfulMoment): string =>
  moment.kind === "at" ? Calendar.formatInstant(Calendar.bogota, moment.instant).slice(0, 16) : moment.law

const LAW = ActivityRules.bit["outside-contact-hours"] | ActivityRules.bit["contact-too-frequent"]

/** Whether the rules, as the book of activities judges them, find nothing in a contact made at an instant. */
const isLawful = (policy: Policy.Policy, contacts: ReadonlyArray<Activity>, channel: string, instant: number): boolean => {
  const judging = JudgingContext.make({ policy, directory: { employees: [], branches: [], brands: [] }, asOf: instant })
  const book = new ActivityBook(judging)
  contacts.forEach((one, index) => book.add({ ...one, activityId: `a${index}` }))
  const planned = book.add({ ...contact(instant, { type: channel }), activityId: "z" })
  book.settle()
  return (book.failedByProfile[0]!.array[planned]! & LAW) === 0
}

const channels = ["call", "whatsapp", "sms", "email", "visit"]

/** Around Holy Week of 2024: holidays on 25 March, 28, 29 March and 1 May; Havana's clocks went forward on 10 March at 0:00, and back on 3 November at 1:00. */
const instants = fc.oneof(
  fc.integer({ min: at("2024-03-06") / MINUTE, max: at("2024-04-10") / MINUTE }),
  fc.integer({ min: at("2024-10-30") / MINUTE, max: at("2024-11-08") / MINUTE })
).map((minutes) => minutes * MINUTE)

const contacts = fc.array(
  fc.record({
    at: instants,
    type: fc.constantFrom(...channels),
    outcome: fc.constantFrom("interested", "no-answer", "voicemail", undefined),
    direction: fc.constantFrom<Activity["direction"]>("outbound", "outbound", "inbound"),
    status: fc.constantFrom<Activity["status"]>("performed", "performed", "performed", "planned"),
    requestedByCustomer: fc.constantFrom(undefined, undefined, true)
  }).map(({ at: instant, ...more }) => contact(instant, more)),
  { maxLength: 8 }
)

describe("ContactLaw: the next lawful moment", () => {
  it("is lawful by the rules, and no earlier one is", () =>
    fc.assert(
      fc.property(fc.constantFrom(attempt, twoWay, elsewhere), contacts, fc.constantFrom(...channels), instants, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
        (policy, made, channel, from, shares) => {
          const moment = ContactLaw.nextLawfulMoment({ policy, facts: { prospect: consented, contacts: made }, channel, from })
          if (moment.kind !== "at") return assert.fail("never")
          assert.isAtLeast(moment.instant, from)
          assert.isTrue(isLawful(policy, made, channel, moment.instant), "the moment itself")
          const earlier = [from, moment.instant - 1, moment.instant - MINUTE, ...shares.map((share) => Math.floor(from + share * (moment.instant - from)))]
          for (const instant of earlier) {
            if (instant >= from && instant < moment.instant) assert.isFalse(isLawful(policy, made, channel, instant), Calendar.formatInstant(Calendar.bogota, instant))
          }
        }),
      { numRuns: 400 }
    ))

  it("waits for the hours of weekdays and Saturdays, over Sundays and holidays", () => {
    assert.strictEqual(local(next("call", "2024-03-05T10:00:00")), "2024-03-05T10:00")
    assert.strictEqual(local(next("call", "2024-03-05T06:59:59")), "2024-03-05T07:00")
    assert.strictEqual(local(next("call", "2024-03-08T19:00:00")), "2024-03-09T08:00")
    assert.strictEqual(local(next("email", "2024-03-09T15:00:00")), "2024-03-11T07:00")
    // Holy Week: Thursday and Friday are holidays, Saturday is not.
    assert.strictEqual(local(next("sms", "2024-03-27T19:00:00")), "2024-03-30T08:00")
    assert.strictEqual(local(next("visit", "2024-03-10T22:00:00")), "2024-03-10T22:00")
  })

  it("waits for the next day after a direct contact, for the next week after one by another channel", () => {
    const monday = contact(at("2024-03-04T10:00:00"))
    assert.strictEqual(local(next("call", "2024-03-04T11:00:00", [monday])), "2024-03-05T07:00")
    assert.strictEqual(local(next("call", "2024-03-04T10:00:00", [monday])), "2024-03-05T07:00")
    assert.strictEqual(local(next("call", "2024-03-04T09:59:59", [monday])), "2024-03-04T09:59")
    assert.strictEqual(local(next("whatsapp", "2024-03-04T11:00:00", [monday])), "2024-03-11T07:00")
    assert.strictEqual(local(next("visit", "2024-03-04T11:00:00", [monday])), "2024-03-04T11:00")
    for (const free of [{ direction: "inbound" }, { requestedByCustomer: true }, { status: "planned" }, { type: "visit" }] as const) {
      assert.strictEqual(local(next("call", "2024-03-04T11:00:00", [{ ...monday, ...free }])), "2024-03-04T11:00")
    }
  })

  it("reads an unanswered attempt as the policy says: authorities have said both", () => {
    const unanswered = [contact(at("2024-03-04T10:00:00"), { outcome: "no-answer" })]
    assert.strictEqual(local(next("call", "2024-03-04T11:00:00", unanswered, attempt)), "2024-03-05T07:00")
    assert.strictEqual(local(next("call", "2024-03-04T11:00:00", unanswered, twoWay)), "2024-03-04T11:00")
  })

  it("plans for the frequency though the policy's rule is off", () => {
    assert.strictEqual(Policy.gcPro05.effects.activity["contact-too-frequent"], "off")
    assert.strictEqual(local(next("call", "2024-03-04T11:00:00", [contact(at("2024-03-04T10:00:00"))], Policy.gcPro05)), "2024-03-05T07:00")
  })

  it("knows no moment without consent, nor after the register, unless a later consent counts again", () => {
    const from = "2024-03-05T10:00:00"
    const of = (prospect: ContactLaw.Facts["prospect"], channel = "call") => local(next(channel, from, [], attempt, { facts: { prospect, contacts: [] } }))
    const [early, late] = [at("2024-02-01"), at("2024-03-01")]
    assert.strictEqual(of({}), "Ley 1581 de 2012, art. 9")
    assert.strictEqual(of({}, "visit"), "Ley 1581 de 2012, art. 9")
    assert.strictEqual(of({ consentAt: at(from) + 1 }), "Ley 1581 de 2012, art. 9")
    assert.strictEqual(of({ consentAt: at(from) }), "2024-03-05T10:00")
    assert.strictEqual(of({ consentAt: early, excludedAt: late }), "Ley 2300 de 2023, art. 5")
    assert.strictEqual(of({ consentAt: late, excludedAt: late }), "Ley 2300 de 2023, art. 5")
    assert.strictEqual(of({ consentAt: late, excludedAt: early }), "2024-03-05T10:00")
    assert.strictEqual(of({ consentAt: early, excludedAt: at(from) + 1 }), "2024-03-05T10:00")
    assert.strictEqual(of({ consentAt: early, excludedAt: late }, "visit"), "2024-03-05T10:00")
    assert.strictEqual(of({ consentAt: early, erasedAt: late }), "Ley 1581 de 2012, art. 8")
  })

  it("lets a customer have the contact that he asked for at once", () => {
    const asked = { requestedByCustomer: true, facts: { prospect: {}, contacts: [contact(at("2024-03-10T20:00:00"))] } }
    assert.strictEqual(local(next("call", "2024-03-10T22:00:00", [], attempt, asked)), "2024-03-10T22:00")
    const erased = next("call", "2024-03-10T22:00:00", [], attempt, { ...asked, facts: { prospect: { erasedAt: 0 }, contacts: [] } })
    assert.strictEqual(erased.kind, "never")
  })
})
