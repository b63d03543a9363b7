/** The rules that look at one activity, the directory and its prospect: each by itself, on both sides of its boundary. */
import { assert, describe, it } from "@effect/vitest"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as ActivityRules from "../src/judging/ActivityRules.ts"
import * as Policy from "../src/policy/Policy.ts"
import type { Activity } from "../src/records/Activity.ts"
import { activity } from "./exampleRecords.ts"

const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!
const asOf = at("2024-03-31T12:00:00")
const performed = at("2024-03-06T10:00:00")
const parameters = Policy.profiles(Policy.gcPro05).base.activityParameters
const goodNote = { characters: parameters.noteMinimumCharacters, words: parameters.noteMinimumWords }

const codesOf = (bits: number): ReadonlyArray<string> => ActivityRules.codes.filter((code) => (bits & ActivityRules.bit[code]) !== 0)
const bitsOf = (more: Partial<Activity>, advisorIsActive = true, note = goodNote): number => ActivityRules.judge(activity("X1", "P1", more), parameters, advisorIsActive, asOf, note)

describe("the rules about one activity", () => {
  // 6 March 2024 is a Wednesday.
  const cases: ReadonlyArray<readonly [what: string, activity: Partial<Activity>, codes: ReadonlyArray<string>]> = [
    ["an ordinary one", {}, []],
    ["planned", { status: "planned", performedAt: undefined, plannedFor: performed, outcome: undefined, nextActionAt: undefined }, ["not-performed"]],
    ["planned, of an unknown type", { status: "planned", performedAt: undefined, plannedFor: performed, type: "fax" }, ["not-performed", "type-unknown"]],
    ["performed at the instant asked", { performedAt: asOf, direction: "inbound" }, []],
    ["performed after the instant asked", { performedAt: asOf + 1, direction: "inbound" }, ["performed-in-future"]],
    ["an unknown type", { type: "fax" }, ["type-unknown"]],
    ["no outcome", { outcome: undefined }, ["outcome-missing"]],
    ["nothing but a new date", { outcome: "rescheduled" }, ["rescheduled-only"]],
    ["recorded within the hours that the policy gives", { recordedAt: performed + parameters.registrationMillis }, []],
    ["recorded later than that", { recordedAt: performed + parameters.registrationMillis + 1 }, ["registered-late"]],
    ["no next step", { nextActionAt: undefined }, ["next-step-missing"]],
    ["no next step after a sale", { nextActionAt: undefined, outcome: "won" }, []],
    ["neither next step nor outcome", { nextActionAt: undefined, outcome: undefined }, ["outcome-missing", "next-step-missing"]],
    ["a call that is long enough", { durationSeconds: parameters.shortCallSeconds }, []],
    ["a call that is too short", { durationSeconds: parameters.shortCallSeconds - 1 }, ["call-too-short"]],
    ["a visit that is as short", { type: "visit", durationSeconds: parameters.shortCallSeconds - 1 }, []],
    ["a call on a Sunday", { performedAt: at("2024-03-10T10:00:00") }, ["outside-contact-hours"]],
    ["a call on a Sunday that the customer made", { performedAt: at("2024-03-10T10:00:00"), direction: "inbound" }, []],
    ["a call on a Sunday that the customer asked for", { performedAt: at("2024-03-10T10:00:00"), requestedByCustomer: true }, []],
    ["a visit on a Sunday", { type: "visit", performedAt: at("2024-03-10T10:00:00") }, parameters.regulatedTypes.has("visit") ? ["outside-contact-hours"] : []]
  ]
  for (const [what, more, codes] of cases) it(`${what}: ${codes.join(", ") || "nothing"}`, () => assert.deepStrictEqual(codesOf(bitsOf(more)), codes))

  it("an advisor who was not active: advisor-unknown, planned or performed", () => {
    assert.deepStrictEqual(codesOf(bitsOf({}, false)), ["advisor-unknown"])
    assert.deepStrictEqual(codesOf(bitsOf({ status: "planned", performedAt: undefined, plannedFor: performed }, false)), ["not-performed", "advisor-unknown"])
  })

  it("a note with fewer characters or fewer words than the policy asks for: note-insufficient", () => {
    assert.deepStrictEqual(codesOf(bitsOf({}, true, { ...goodNote, characters: goodNote.characters - 1 })), ["note-insufficient"])
    assert.deepStrictEqual(codesOf(bitsOf({}, true, { ...goodNote, words: goodNote.words - 1 })), ["note-insufficient"])
  })

  it("are regulated by Ley 2300 where the advisor begins, by a listed channel, unasked", () => {
    const isRegulated = (more: Partial<Activity>) => ActivityRules.isRegulated(activity("X1", "P1", more), parameters)
    assert.deepStrictEqual([{}, { direction: "inbound" as const }, { requestedByCustomer: true }, { requestedByCustomer: false }, { type: "fax" }].map(isRegulated), [true, false, false, true, false])
  })

  it("have a bit each, in the order of the table, which is the order of reasons", () => {
    assert.deepStrictEqual([...ActivityRules.codes], [
      "not-performed", "performed-in-future", "prospect-unknown", "prospect-invalid", "before-prospect", "advisor-unknown", "advisor-mismatch", "type-unknown", "outcome-missing",
      "rescheduled-only", "note-insufficient", "note-repeated", "duplicate-contact", "registered-late", "next-step-missing", "call-too-short", "outside-contact-hours",
      "contact-too-frequent", "attention-denied", "verification-pending", "activity-burst", "call-not-in-log"
    ])
    assert.deepStrictEqual(ActivityRules.codes.map((code) => ActivityRules.bit[code]), ActivityRules.codes.map((_, place) => 2 ** place))
    assert.strictEqual(ActivityRules.VERIFICATION_BITS, 2 ** 18 + 2 ** 19)
    assert.strictEqual(ActivityRules.PROSPECT_PENDING, 2 ** 30)
  })
})

describe("what an activity's prospect says", () => {
  const { bit } = ActivityRules
  const against = (failed: number, { isOpen = true, mayAttend = true, since = performed } = {}) => codesOf(ActivityRules.againstProspect(failed, performed, since, isOpen, mayAttend))

  it("performed before it: before-prospect, unless it was not performed", () => {
    assert.deepStrictEqual(against(0), [])
    assert.deepStrictEqual(against(0, { since: performed + 1 }), ["before-prospect"])
    assert.deepStrictEqual(against(bit["not-performed"], { since: performed + 1 }), ["not-performed"])
  })

  it("no next step is missing where it is closed or unknown", () => {
    const failed = bit["next-step-missing"] | bit["outcome-missing"]
    assert.deepStrictEqual(against(failed), ["outcome-missing", "next-step-missing"])
    assert.deepStrictEqual(against(failed, { isOpen: false }), ["outcome-missing"])
    assert.deepStrictEqual(codesOf(ActivityRules.withoutProspect(failed)), ["prospect-unknown", "outcome-missing"])
  })

  it("another's advisor: advisor-mismatch, unless the advisor is unknown anyway", () => {
    assert.deepStrictEqual(against(0, { mayAttend: false }), ["advisor-mismatch"])
    assert.deepStrictEqual(against(bit["advisor-unknown"], { mayAttend: false }), ["advisor-unknown"])
    assert.deepStrictEqual(against(bit["advisor-unknown"]), ["advisor-unknown"])
  })

  it("its verdict: invalid fails, pending leaves undecided, valid says nothing", () => {
    assert.deepStrictEqual([0, 1, 2].map(ActivityRules.ofProspectVerdict), [0, bit["prospect-invalid"], ActivityRules.PROSPECT_PENDING])
    assert.strictEqual(ActivityRules.withUndecided(bit["type-unknown"]), bit["type-unknown"])
    assert.strictEqual(ActivityRules.withUndecided(bit["prospect-invalid"]), bit["prospect-invalid"] | ActivityRules.PROSPECT_PENDING)
  })
})
