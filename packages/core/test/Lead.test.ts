/** What is owed to a lead, its colour, and to whom it is escalated; each boundary by itself. */
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as Policy from "../src/policy/Policy.ts"
import * as Lead from "../src/results/Lead.ts"

const zone = Calendar.bogota
const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, zone)!
const day = (text: string): Calendar.LocalDay => Calendar.parseDay(text)!
const text = (instant: Calendar.Instant): string => Calendar.formatInstant(zone, instant).slice(0, 16)

const watchAt = (asOf: string): Lead.Watch => Lead.watch(Policy.gcPro05, at(asOf))

/** Assigned on Tuesday 5 March 2024 at 9:00; its first contact is due at 11:00. */
const facts = (more: Partial<Lead.Facts> = {}): Lead.Facts => ({ assignedAt: at("2024-03-05 09:00"), stage: "open", stageAt: Number.POSITIVE_INFINITY, contacts: [], ...more })

const contact = (when: string, promised?: string): Lead.Contact => ({ at: at(when), promisedDay: promised === undefined ? undefined : day(promised) })

const owed = (lead: Lead.Facts, asOf: string) => Lead.obligations(lead, watchAt(asOf)).map(({ due, kind, state }) => [kind, text(due), state])

const colorAt = (lead: Lead.Facts, asOf: string) => Lead.follow(lead, watchAt(asOf)).color

describe("the first contact", () => {
  it("is due two business hours after the assignment", () => {
    assert.deepStrictEqual(owed(facts(), "2024-03-05 09:00"), [["first-contact", "2024-03-05T11:00", "upcoming"]])
  })

  it("waits for business hours: overnight, over Sunday, over a holiday", () => {
    const dueOf = (assigned: string) => text(Lead.obligations(facts({ assignedAt: at(assigned) }), watchAt(assigned))[0]!.due)
    assert.strictEqual(dueOf("2024-03-05 17:30"), "2024-03-06T09:30")
    assert.strictEqual(dueOf("2024-03-09 12:00"), "2024-03-11T09:00")
    // Monday 25 March 2024 is a holiday.
    assert.strictEqual(dueOf("2024-03-23 13:00"), "2024-03-26T10:00")
  })

  it("is met up to the instant at which it is due, late after it, missed while there is none", () => {
    assert.deepStrictEqual(owed(facts({ contacts: [contact("2024-03-05 11:00")] }), "2024-03-05 12:00")[0]![2], "met")
    assert.deepStrictEqual(owed(facts({ contacts: [contact("2024-03-05 11:01")] }), "2024-03-05 12:00")[0]![2], "late")
    assert.deepStrictEqual(owed(facts(), "2024-03-05 11:00")[0]![2], "upcoming")
    assert.deepStrictEqual(owed(facts(), "2024-03-05 11:01")[0]![2], "missed")
  })

  it("is cancelled by a sale up to the instant at which it is due, seen from that instant on", () => {
    const won = facts({ stage: "won", stageAt: at("2024-03-05 11:00") })
    assert.strictEqual(owed({ ...won, stageAt: at("2024-03-05 11:01") }, "2024-03-05 12:00")[0]![2], "missed")
    assert.strictEqual(owed(won, "2024-03-05 12:00")[0]![2], "cancelled")
    assert.strictEqual(owed(won, "2024-03-05 11:00")[0]![2], "cancelled")
    assert.strictEqual(owed(won, "2024-03-05 10:59")[0]![2], "upcoming")
  })

  it("is made by a contact at the instant of the assignment", () => {
    const atOnce = Lead.follow(facts({ contacts: [contact("2024-03-05 09:00", "2024-03-08")] }), watchAt("2024-03-05 12:00"))
    assert.deepStrictEqual(atOnce.obligations.map(({ state }) => state), ["met", "upcoming"])
    assert.strictEqual(atOnce.firstContactMillis, 0)
  })

  it("is lacking where a lead is lost before it, from the instant of the loss on", () => {
    const isLost = (lead: Partial<Lead.Facts>, asOf: string) => Lead.follow(facts({ stage: "lost", stageAt: at("2024-03-06 10:00"), ...lead }), watchAt(asOf)).isLostWithoutContact
    assert.deepStrictEqual(["2024-03-06 09:59", "2024-03-06 10:00", "2024-03-07"].map((asOf) => isLost({}, asOf)), [false, true, true])
    assert.deepStrictEqual(["2024-03-06 09:59", "2024-03-06 10:00", "2024-03-06 10:01"].map((when) => isLost({ contacts: [contact(when)] }, "2024-03-07")), [false, false, true])
    assert.isFalse(isLost({ stage: "won" }, "2024-03-07"))
  })

  it("is not made by a contact before the assignment", () => {
    const before = facts({ contacts: [contact("2024-03-04 10:00", "2024-03-06")] })
    assert.deepStrictEqual(owed(before, "2024-03-05 12:00"), [["first-contact", "2024-03-05T11:00", "missed"]])
    assert.isUndefined(Lead.follow(before, watchAt("2024-03-05 12:00")).firstContactMillis)
  })

  it("is timed in business hours", () => {
    assert.strictEqual(Lead.follow(facts({ contacts: [contact("2024-03-06 08:30")] }), watchAt("2024-03-07")).firstContactMillis, 9.5 * 3_600_000)
  })
})

describe("a promised step", () => {
  const promised = (...more: ReadonlyArray<Lead.Contact>) => facts({ contacts: [contact("2024-03-05 10:00", "2024-03-08"), ...more] })

  it("is due by the end of its day, and met by the next contact", () => {
    assert.deepStrictEqual(owed(promised(), "2024-03-08 23:59")[1], ["promised-step", "2024-03-08T23:59", "upcoming"])
    assert.strictEqual(owed(promised(), "2024-03-09 00:00")[1]![2], "missed")
    assert.strictEqual(owed(promised(contact("2024-03-08 23:59")), "2024-03-10")[1]![2], "met")
    assert.strictEqual(owed(promised(contact("2024-03-09 00:00")), "2024-03-10")[1]![2], "late")
  })

  it("is owed once for each contact that promises one", () => {
    const two = promised(contact("2024-03-08 10:00", "2024-03-12"), contact("2024-03-12 10:00"))
    assert.deepStrictEqual(owed(two, "2024-03-13").map(([kind, , state]) => [kind, state]), [["first-contact", "met"], ["promised-step", "met"], ["promised-step", "met"]])
  })

  it("is cancelled by a sale before it is due, and not by one after it or after the instant asked", () => {
    const won = (stageAt: string) => ({ ...promised(), stage: "won" as const, stageAt: at(stageAt) })
    assert.strictEqual(owed(won("2024-03-08 12:00"), "2024-03-10")[1]![2], "cancelled")
    assert.strictEqual(owed(won("2024-03-09 12:00"), "2024-03-10")[1]![2], "missed")
    assert.strictEqual(owed(won("2024-03-08 12:00"), "2024-03-08 11:00")[1]![2], "upcoming")
  })
})

describe("a lead's colour", () => {
  const contacted = facts({ contacts: [contact("2024-03-05 10:00")] })

  it("is green for three days after a contact, yellow up to seven, then red [verifies: GC-PRO-05/annex/GC-FOR-21]", () => {
    assert.deepStrictEqual(["2024-03-08", "2024-03-09", "2024-03-12", "2024-03-13"].map((asOf) => colorAt(contacted, `${asOf} 12:00`)), ["green", "yellow", "yellow", "red"])
  })

  it("is yellow on the day on which something is due, and red when it is missed", () => {
    const promised = facts({ contacts: [contact("2024-03-05 10:00", "2024-03-07")] })
    assert.deepStrictEqual(["2024-03-06 12:00", "2024-03-07 00:00", "2024-03-08 00:00"].map((asOf) => colorAt(promised, asOf)), ["green", "yellow", "red"])
    assert.deepStrictEqual(["2024-03-05 10:00", "2024-03-05 11:01"].map((asOf) => colorAt(facts(), asOf)), ["yellow", "red"])
  })

  it("is none once it is won or lost, from that instant on", () => {
    const lost = facts({ stage: "lost", stageAt: at("2024-03-06 10:00") })
    assert.deepStrictEqual([colorAt(lost, "2024-03-06 09:59"), colorAt(lost, "2024-03-06 10:00")], ["red", "none"])
    assert.isUndefined(Lead.follow(lost, watchAt("2024-03-06 10:00")).redSince)
  })

  it("is red since the first that was missed, or since the day on which it was neglected", () => {
    const redSince = (lead: Lead.Facts, asOf: string) => text(Lead.follow(lead, watchAt(asOf)).redSince!)
    assert.strictEqual(redSince(facts(), "2024-03-20"), "2024-03-05T11:00")
    assert.strictEqual(redSince(contacted, "2024-03-20"), "2024-03-13T00:00")
    const late = facts({ contacts: [contact("2024-03-05 10:00", "2024-03-15")] })
    assert.strictEqual(redSince(late, "2024-03-20"), "2024-03-13T00:00")
  })

  it("counts its days from the last contact, else from the assignment, and names what is due next", () => {
    assert.strictEqual(Lead.follow(facts(), watchAt("2024-03-09 00:30")).daysSinceLast, 4)
    const followUp = Lead.follow(facts({ contacts: [contact("2024-03-07 10:00", "2024-03-20")] }), watchAt("2024-03-09 12:00"))
    assert.strictEqual(followUp.daysSinceLast, 2)
    assert.deepInclude(followUp.next!, { kind: "promised-step", state: "upcoming" })
    // What is missed and due earlier comes first.
    const two = facts({ contacts: [contact("2024-03-05 10:00", "2024-03-20"), contact("2024-03-06 10:00", "2024-03-08"), contact("2024-03-07 10:00", "2024-03-10")] })
    assert.strictEqual(text(Lead.follow(two, watchAt("2024-03-12")).next!.due), "2024-03-10T23:59")
  })
})

describe("the escalation of a red lead", () => {
  const redSince = at("2024-03-05 11:00")

  it("goes to the advisor, after two business days to the manager, after five to the general manager [verifies: GC-PRO-05/control/compliance-report]", () => {
    const to = (asOf: string) => Lead.escalationOf(redSince, watchAt(asOf))
    assert.deepStrictEqual(["2024-03-05 12:00", "2024-03-07 23:59", "2024-03-08 00:00", "2024-03-11 23:59", "2024-03-12 00:00"].map(to), ["advisor", "advisor", "manager", "manager", "general-manager"])
  })

  it("comes next at the start of the business day on which the level is reached", () => {
    const next = (asOf: string) => {
      const found = Lead.nextEscalation(redSince, watchAt(asOf))
      return found === undefined ? undefined : [found.to, text(found.at)]
    }
    assert.deepStrictEqual(next("2024-03-05 12:00"), ["manager", "2024-03-08T00:00"])
    assert.deepStrictEqual(next("2024-03-08 12:00"), ["general-manager", "2024-03-12T00:00"])
    assert.isUndefined(next("2024-03-12 12:00"))
  })

  it("comes true exactly when it is foretold", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 60 * 24 }), fc.integer({ min: 0, max: 20 * 24 }), (redHours, laterHours) => {
      const red = at("2024-03-01") + redHours * 3_600_000
      const watch = Lead.watch(Policy.gcPro05, red + laterHours * 3_600_000)
      const next = Lead.nextEscalation(red, watch)
      if (next === undefined) return assert.strictEqual(Lead.escalationOf(red, watch), "general-manager")
      assert.isAbove(next.at, watch.asOf)
      assert.strictEqual(Lead.escalationOf(red, Lead.watch(Policy.gcPro05, next.at)), next.to)
      assert.strictEqual(Lead.escalationOf(red, Lead.watch(Policy.gcPro05, next.at - 1)), Lead.escalationOf(red, watch))
    }))
  })
})
