/**
 * The procedure told as stories: both controls, both indicators, and each rule by itself. The end of a test's title names
 * what it verifies, a rule (`prospect/duplicate`) or a clause (`GC-PRO-05/control/verification-call`), for the traceability.
 */
import { describe, it } from "@effect/vitest"
import * as Month from "../src/Month.ts"
import {
  activityCancelled,
  activityPerformed,
  activityPlanned,
  callAnswered,
  callLogged,
  callsBegin,
  colorOf,
  compliance,
  conclusionOf,
  evidenceOf,
  given,
  indicator,
  leadAssigned,
  leadClosed,
  leadColorOf,
  obligationsOf,
  prospectRegistered,
  reasonWaived,
  repeated,
  selectionOf,
  verdictOf,
  waivedOf,
  warningsOf
} from "../src/Scenario.ts"
import type { ToldActivity, ToldProspect } from "../src/Scenario.ts"

/** Two sedes with an advisor each, and a brand of motorcycles. The fifth of March 2024 is a Tuesday. */
const dealership = Month.empty("2024-03").brand("M1").branch("S2").advisor("A2").branch("S1").advisor("A1")
const withAnna = Month.empty("2024-03").brand("M1").branch("S1").advisor("A1", { phone: "310 765 4320", email: "anna@concesionario.example" })

/** The code of the rule that a test's title ends with. */
const ruleOf = (title: string): string => /\[verifies: \w+\/([a-z-]+)\]$/.exec(title)?.[1] ?? title

const march = () => given(dealership)
const registered = (prospect: ToldProspect = {}) => march().when(prospectRegistered({ advisorId: "A1", ...prospect }))
const performed = (activity: ToldActivity = {}) => registered().when(activityPerformed(activity))

describe("a prospect is valid when no rule speaks against it", () => {
  it("a prospect with everything that is asked for [verifies: GC-PRO-05/annex/GC-FOR-06]", () => {
    registered().then(verdictOf("P1", "valid"), warningsOf("P1"))
  })

  const faults: ReadonlyArray<readonly [title: string, prospect: ToldProspect]> = [
    ["a name of one word [verifies: prospect/name-incomplete]", { fullName: "Ana" }],
    ["neither phone nor e-mail [verifies: prospect/contact-missing]", { phone: undefined }],
    ["a number that no phone can have [verifies: prospect/phone-invalid]", { phone: "310 12" }],
    ["a number of seven equal digits [verifies: prospect/phone-implausible]", { phone: "300 555 5555" }],
    ["an address without a domain [verifies: prospect/email-invalid]", { email: "ana@correo" }],
    ["a cédula that begins with zero [verifies: prospect/document-invalid]", { documentType: "CC", documentNumber: "0123456" }],
    ["a person who is no advisor [verifies: prospect/advisor-unknown]", { advisorId: "A9", branchId: "S1" }],
    ["a sede that there is not [verifies: prospect/branch-unknown]", { branchId: "S9" }],
    ["a brand that is not sold [verifies: prospect/brand-unknown]", { brandId: "M9" }],
    ["a source that is not listed [verifies: prospect/source-unknown]", { source: "billboard" }],
    ["no vehicle of interest [verifies: prospect/interest-missing]", { interest: undefined }],
    ["no consent [verifies: prospect/consent-missing]", { consentAt: undefined }],
    ["an entry in the RNE after the consent [verifies: prospect/consent-revoked]", { excludedAt: "2024-03-06" }]
  ]
  for (const [title, prospect] of faults) {
    it(title, () => {
      registered(prospect).then(verdictOf("P1", "invalid", ruleOf(title)))
    })
  }

  it("a prospect of tomorrow [verifies: prospect/created-in-future]", () => {
    registered({ consentAt: "2024-03-01" }).asOf("2024-03-04 18:00").then(verdictOf("P1", "invalid", "created-in-future"))
      .asOf("2024-03-05 09:00").then(verdictOf("P1", "valid"))
  })

  it("the phone of an employee, written differently [verifies: prospect/staff-contact]", () => {
    given(withAnna).when(prospectRegistered({ phone: "+57 3107654320" })).then(verdictOf("P1", "invalid", "staff-contact"))
  })

  it("the same customer again within 90 days; the first registration wins [verifies: prospect/duplicate]", () => {
    registered({ phone: "310 200 0001" })
      .when(prospectRegistered({ advisorId: "A2", phone: "+57 310-2000001", at: "2024-03-20 09:00" }))
      .then(verdictOf("P1", "valid"), verdictOf("P2", "invalid", "duplicate"), evidenceOf("P2", "duplicate", "P1"))
  })

  it("a disposable address is pointed out [verifies: prospect/email-disposable]", () => {
    registered({ email: "ana@mailinator.com" }).then(verdictOf("P1", "valid"), warningsOf("P1", "email-disposable"))
  })

  it("recorded a second after 72 hours, not at 72 hours [verifies: prospect/registered-late]", () => {
    registered({ recordedAt: "2024-03-08 09:00:01" }).when(prospectRegistered({ recordedAt: "2024-03-08 09:00:00" }))
      .then(verdictOf("P1", "valid"), warningsOf("P1", "registered-late"), warningsOf("P2"))
  })

  it("the tenth prospect within ten minutes [verifies: prospect/registration-burst]", () => {
    march().when(repeated(10, (number) => prospectRegistered({ advisorId: "A1", at: `2024-03-05 09:0${number - 1}` })))
      .then(warningsOf("P9"), warningsOf("P10", "registration-burst"), verdictOf("P10", "valid"))
  })

  it("the tenth activity performed within ten minutes [verifies: activity/activity-burst]", () => {
    march().when(repeated(10, (number) => prospectRegistered({ advisorId: "A1", at: `2024-03-05 1${Math.floor(number / 2)}:00` })))
      .when(repeated(10, (number) => activityPerformed({ of: `P${number}`, advisorId: "A1", type: "visit", at: `2024-03-06 10:0${number - 1}`, nextActionAt: "2024-03-08 10:00", note: `Visita número ${number} en la sala de ventas` })))
      .then(warningsOf("AC9"), warningsOf("AC10", "activity-burst"), verdictOf("AC10", "valid"))
  })

  it("the customer says that the number is wrong [verifies: prospect/verification-failed]", () => {
    registered().when(callAnswered("wrong-number")).then(verdictOf("P1", "invalid", "verification-failed"))
  })

  it("the customer never answers [verifies: prospect/verification-unreachable]", () => {
    registered().when(repeated(3, (number) => callAnswered("no-answer", { at: `2024-03-0${number + 5} 11:00` })))
      .then(verdictOf("P1", "invalid", "verification-unreachable"))
  })

  it("selected and not called yet [verifies: prospect/verification-pending]", () => {
    registered().then(verdictOf("P1", "valid")).when(callsBegin).then(verdictOf("P1", "pending", "verification-pending"))
  })
})

describe("an activity is valid when it is follow-up that was done", () => {
  it("a call with an outcome, a note and a next step [verifies: GC-PRO-05/annex/GC-FOR-05]", () => {
    performed({ nextActionAt: "2024-03-08 10:00" }).then(verdictOf("AC1", "valid"), warningsOf("AC1"))
  })

  const faults: ReadonlyArray<readonly [title: string, activity: ToldActivity]> = [
    ["of a prospect that was not registered [verifies: activity/prospect-unknown]", { of: "P9", advisorId: "A1" }],
    ["performed before there was a prospect [verifies: activity/before-prospect]", { at: "2024-03-05 08:00" }],
    ["by a person who is no advisor [verifies: activity/advisor-unknown]", { advisorId: "A9" }],
    ["by an advisor of another sede [verifies: activity/advisor-mismatch]", { advisorId: "A2" }],
    ["of a type that is not listed [verifies: activity/type-unknown]", { type: "pigeon" }],
    ["without an outcome [verifies: activity/outcome-missing]", { outcome: undefined }],
    ["that only got a new date [verifies: activity/rescheduled-only]", { outcome: "rescheduled" }],
    ["with a note that says nothing [verifies: activity/note-insufficient]", { note: "ok" }],
    ["recorded a second after 48 hours [verifies: activity/registered-late]", { recordedAt: "2024-03-07 10:00:01" }]
  ]
  for (const [title, activity] of faults) {
    it(title, () => {
      performed(activity).then(verdictOf("AC1", "invalid", ruleOf(title)))
    })
  }

  it("planned, or called off: of the rules about the performance only this one speaks [verifies: activity/not-performed]", () => {
    registered().when(activityPlanned({ note: undefined }), activityCancelled({ at: "2024-03-06 10:00" }))
      .then(verdictOf("AC1", "invalid", "not-performed"), verdictOf("AC2", "invalid", "not-performed"))
  })

  it("performed tomorrow [verifies: activity/performed-in-future]", () => {
    performed({ at: "2024-03-20 10:00" }).asOf("2024-03-19 18:00").then(verdictOf("AC1", "invalid", "performed-in-future"))
      .asOf("2024-03-20 10:00").then(verdictOf("AC1", "valid"))
  })

  it("of a prospect that is invalid, or waits for a call [verifies: activity/prospect-invalid]", () => {
    registered({ fullName: "Prueba" }).when(activityPerformed()).then(verdictOf("AC1", "invalid", "prospect-invalid"))
    performed().when(callsBegin).then(verdictOf("AC1", "pending", "prospect-invalid"))
  })

  it("the same note for the fourth time in a month [verifies: activity/note-repeated]", () => {
    registered().when(repeated(4, (number) => activityPerformed({ at: `2024-03-1${number} 10:00`, note: number % 2 === 0 ? "Sigue interesada en la moto" : "¡SIGUE interesada, en la moto!" })))
      .then(verdictOf("AC3", "valid"), verdictOf("AC4", "invalid", "note-repeated"), evidenceOf("AC4", "note-repeated", "AC3"))
  })

  it("the same contact twice a day [verifies: activity/duplicate-contact]", () => {
    performed().when(activityPerformed({ at: "2024-03-05 16:00" }), activityPerformed({ at: "2024-03-06 16:00" }))
      .then(verdictOf("AC1", "valid"), verdictOf("AC2", "invalid", "duplicate-contact"), evidenceOf("AC2", "duplicate-contact", "AC1"), verdictOf("AC3", "valid"))
  })

  it("an open prospect without a next step [verifies: activity/next-step-missing]", () => {
    performed().then(verdictOf("AC1", "valid"), warningsOf("AC1", "next-step-missing"))
    performed({ outcome: "lost" }).then(warningsOf("AC1"))
  })

  it("a call of 29 seconds [verifies: activity/call-too-short]", () => {
    performed({ durationSeconds: 29, outcome: "won" }).then(verdictOf("AC1", "valid"), warningsOf("AC1", "call-too-short"))
  })

  it("on a Sunday, on a holiday, at seven in the evening, unless the customer asked [verifies: activity/outside-contact-hours]", () => {
    for (const at of ["2024-03-10 10:00", "2024-03-25 10:00", "2024-03-05 19:00"]) {
      performed({ at, outcome: "won" }).then(verdictOf("AC1", "valid"), warningsOf("AC1", "outside-contact-hours"))
      performed({ at, outcome: "won", requestedByCustomer: true }).then(warningsOf("AC1"))
    }
    performed({ at: "2024-03-05 18:59:59", outcome: "won" }).then(warningsOf("AC1"))
  })

  describe("contacts as often as Ley 2300 allows, where the policy asks", () => {
    const frequent = (directContact: "attempt" | "two-way", outcome: string) =>
      march().under({ rules: { activity: { "contact-too-frequent": "invalidates" } }, parameters: { directContact } })
        .when(prospectRegistered({ advisorId: "A1" }), activityPerformed({ outcome }))

    it("a second channel in the week is too much where an attempt is a contact [verifies: activity/contact-too-frequent]", () => {
      frequent("attempt", "no-answer").when(activityPerformed({ type: "whatsapp", at: "2024-03-07 10:00" })).then(verdictOf("AC2", "invalid", "contact-too-frequent"))
    })

    it("and allowed where only an answered one is [verifies: activity/contact-too-frequent]", () => {
      frequent("two-way", "no-answer").when(activityPerformed({ type: "whatsapp", at: "2024-03-07 10:00" })).then(verdictOf("AC2", "valid"))
      frequent("two-way", "interested").when(activityPerformed({ type: "whatsapp", at: "2024-03-07 10:00" })).then(verdictOf("AC2", "invalid", "contact-too-frequent"))
    })

    it("the same channel may come again on another day, any on another week [verifies: activity/contact-too-frequent]", () => {
      frequent("attempt", "interested")
        .when(activityPerformed({ at: "2024-03-07 10:00" }), activityPerformed({ type: "whatsapp", at: "2024-03-11 10:00" }))
        .then(verdictOf("AC2", "valid"), verdictOf("AC3", "valid"))
    })

    it("and by default the rule is off [verifies: activity/contact-too-frequent]", () => {
      performed().when(activityPerformed({ type: "whatsapp" })).then(verdictOf("AC2", "valid"), warningsOf("AC2", "next-step-missing"))
    })
  })

  const attended = () => performed().when(callAnswered("attended"))

  it("the customer denies that it took place [verifies: activity/attention-denied]", () => {
    attended().when(callAnswered("not-attended", { about: "activity" })).then(verdictOf("AC1", "invalid", "attention-denied"), conclusionOf("AC1", "failed"))
  })

  it("the customer asks to be called back about it [verifies: activity/verification-pending]", () => {
    attended().when(callAnswered("call-back", { about: "activity" })).then(verdictOf("AC1", "pending", "verification-pending"))
  })
})

describe("fake customers are found out by calling", () => {
  it("who invents customers falls below the goal [verifies: GC-PRO-05/risk/fake-customers] [verifies: GC-PRO-05/risks]", () => {
    given(dealership.goal("A1", { prospects: 2 }))
      .when(prospectRegistered({ advisorId: "A1" }), prospectRegistered({ advisorId: "A1" }))
      .then(colorOf(["advisor", "A1"], "prospecting", "green"))
      .when(callAnswered("attended", { of: "P1" }), callAnswered("not-attended", { of: "P2" }))
      .then(verdictOf("P1", "valid"), verdictOf("P2", "invalid", "verification-failed"), colorOf(["advisor", "A1"], "prospecting", "red"))
  })

  it("the CRM agent calls, and what the customer says decides [verifies: GC-PRO-05/control/verification-call]", () => {
    registered().when(callsBegin).then(conclusionOf("P1", "open"), verdictOf("P1", "pending", "verification-pending"))
      .when(callAnswered("call-back"), callAnswered("no-answer", { at: "2024-03-07 11:00" })).then(conclusionOf("P1", "open"))
      .when(callAnswered("attended", { at: "2024-03-08 11:00" })).then(conclusionOf("P1", "confirmed"), verdictOf("P1", "valid"))
      .when(callAnswered("not-attended", { at: "2024-03-09 11:00" })).then(conclusionOf("P1", "confirmed"))
  })

  it("who was not attended, or never had the number, fails [verifies: GC-PRO-05/control/verification-call]", () => {
    registered().when(callAnswered("not-attended")).then(conclusionOf("P1", "failed"), verdictOf("P1", "invalid", "verification-failed"))
    registered().when(callAnswered("wrong-number")).then(conclusionOf("P1", "failed"))
  })

  it("who refuses to say is left alone [verifies: GC-PRO-05/control/verification-call]", () => {
    registered().when(callAnswered("refused")).then(conclusionOf("P1", "inconclusive"), verdictOf("P1", "valid"))
  })

  it("three unanswered calls on one day are not enough, on two days they are [verifies: GC-PRO-05/control/verification-call]", () => {
    registered().when(repeated(3, (number) => callAnswered("no-answer", { at: `2024-03-06 1${number}:00` }))).then(conclusionOf("P1", "open"))
      .when(callAnswered("no-answer", { at: "2024-03-07 11:00" })).then(conclusionOf("P1", "unreachable"), verdictOf("P1", "invalid", "verification-unreachable"))
  })

  it("an advisor's call about his own customer concludes nothing [verifies: GC-PRO-05/control/verification-call]", () => {
    registered().when(callAnswered("attended", { by: "A1" })).then(conclusionOf("P1", "open"))
  })

  it("five of each advisor are drawn by lot, and who looks risky besides [verifies: GC-PRO-05/control/verification-call]", () => {
    // The largest of the six digests: printf '2024-03|2024-03|P2' | sha256sum
    const six = (emailOfSecond?: string) =>
      march().when(repeated(6, (number) => prospectRegistered({ advisorId: "A1", email: number === 2 ? emailOfSecond : undefined })))
    six().then(selectionOf("P2", "none"), ...["P1", "P3", "P4", "P5", "P6"].map((id) => selectionOf(id, "random")))
    six("ana@mailinator.com").then(selectionOf("P2", "risk"))
  })
})

describe("leads are followed up in time", () => {
  // Tuesday at nine: the first contact is due at eleven.
  const lead = () => march().when(leadAssigned({ advisorId: "A1" }))
  const contact = (at: string, activity: ToldActivity = {}) => activityPerformed({ at: `2024-03-${at}`, ...activity })

  it("a lead without a call is named until an advisor calls it [verifies: GC-PRO-05/risk/leads-not-followed-up]", () => {
    lead().asOf("2024-03-05 10:30").then(obligationsOf("P1", "upcoming"), leadColorOf("P1", "yellow"))
      .asOf("2024-03-05 11:00").then(obligationsOf("P1", "upcoming"))
      .asOf("2024-03-05 11:01").then(obligationsOf("P1", "missed"), leadColorOf("P1", "red", "advisor"))
      .when(contact("05 12:00")).asOf("2024-03-05 18:00").then(obligationsOf("P1", "late"), leadColorOf("P1", "green"))
  })

  it("a first contact within two business hours is met [verifies: GC-PRO-05/control/compliance-report]", () => {
    lead().when(contact("05 11:00")).then(obligationsOf("P1", "met"))
  })

  it("a new date is no contact [verifies: GC-PRO-05/control/compliance-report]", () => {
    lead().when(contact("05 10:00", { outcome: "rescheduled" })).then(obligationsOf("P1", "missed"))
  })

  it("what was promised is owed until the end of its day [verifies: GC-PRO-05/control/compliance-report]", () => {
    const promised = () => lead().when(contact("05 10:00", { nextActionAt: "2024-03-07 10:00" }))
    promised().asOf("2024-03-07 09:00").then(obligationsOf("P1", "met", "upcoming"), leadColorOf("P1", "yellow"))
      .asOf("2024-03-08").then(obligationsOf("P1", "met", "missed"), leadColorOf("P1", "red"))
    promised().when(contact("07 23:59")).then(obligationsOf("P1", "met", "met"))
    promised().when(contact("08 00:00")).then(obligationsOf("P1", "met", "late"))
  })

  it("a lead that was won before owes nothing more [verifies: GC-PRO-05/control/compliance-report]", () => {
    lead().when(leadClosed("P1", "won", "2024-03-05 10:00")).then(obligationsOf("P1", "cancelled"), leadColorOf("P1", "none"))
  })

  it("a lead set to lost just before its deadline still owes its first contact, and is counted [verifies: GC-PRO-05/control/compliance-report]", () => {
    const lost = () => lead().when(leadClosed("P1", "lost", "2024-03-05 10:59"))
    lost().asOf("2024-03-05 11:00").then(obligationsOf("P1", "upcoming"), leadColorOf("P1", "none"))
      .asOf("2024-03-05 11:01").then(obligationsOf("P1", "missed"), leadColorOf("P1", "none"), compliance("company", { leads: 1, missed: 1, percent: 0, lostWithoutContact: 1 }))
    lost().when(contact("05 12:00")).then(obligationsOf("P1", "late"), compliance("company", { late: 1, lostWithoutContact: 1 }))
    lost().when(contact("05 11:00")).then(obligationsOf("P1", "met"), compliance("company", { met: 1, percent: 100, lostWithoutContact: 1 }))
    lost().under({ parameters: { lostWithoutContact: "cancels" } }).then(obligationsOf("P1", "cancelled"), compliance("company", { cancelled: 1, percent: null, lostWithoutContact: 1 }))
  })

  it("a loss excuses from contacts with an attended customer, also when both are at one instant [verifies: GC-PRO-05/control/compliance-report]", () => {
    lead().when(contact("05 10:00", { nextActionAt: "2024-03-07 10:00" }), leadClosed("P1", "lost", "2024-03-05 10:00"))
      .then(obligationsOf("P1", "met", "cancelled"), compliance("company", { met: 1, cancelled: 1, lostWithoutContact: 0 }))
  })

  it("the report counts met, late and missed of each advisor [verifies: GC-PRO-05/control/compliance-report]", () => {
    lead().when(contact("05 10:00"), leadAssigned({ advisorId: "A1" }), contact("05 16:00"), leadAssigned({ advisorId: "A1" }), leadAssigned({ advisorId: "A2" }), contact("05 10:00"))
      .then(
        compliance("company", { leads: 4, met: 2, late: 1, missed: 1, upcoming: 0, cancelled: 0, percent: 50, color: "red" }),
        compliance(["advisor", "A1"], { leads: 3, met: 1, late: 1, missed: 1, percent: 33.3, color: "red" }),
        compliance(["advisor", "A2"], { leads: 1, met: 1, percent: 100, color: "green" }),
        compliance(["branch", "S1"], { leads: 3 })
      )
  })

  it("a neglected lead goes up from the advisor to the managers [verifies: GC-PRO-05/control/compliance-report]", () => {
    lead().asOf("2024-03-07 18:00").then(leadColorOf("P1", "red", "advisor"))
      .asOf("2024-03-08 08:00").then(leadColorOf("P1", "red", "manager"))
      .asOf("2024-03-11 18:00").then(leadColorOf("P1", "red", "manager"))
      .asOf("2024-03-12 08:00").then(leadColorOf("P1", "red", "general-manager"))
  })

  it("a lead's colour pales with the days: green, yellow after three, red after seven, none when won [verifies: GC-PRO-05/annex/GC-FOR-21]", () => {
    lead().when(contact("05 10:00"))
      .asOf("2024-03-08 23:59").then(leadColorOf("P1", "green"))
      .asOf("2024-03-09 00:00").then(leadColorOf("P1", "yellow"))
      .asOf("2024-03-12 23:59").then(leadColorOf("P1", "yellow"))
      .asOf("2024-03-13 00:00").then(leadColorOf("P1", "red"))
      .when(leadClosed("P1", "won", "2024-03-12 12:00")).then(leadColorOf("P1", "none"))
  })

  it("the annexes stand on verdicts and colours of the same records [verifies: GC-PRO-05/annexes]", () => {
    lead().when(contact("05 10:00", { outcome: "won" })).asOf("2024-03-05 18:00")
      .then(verdictOf("P1", "valid"), verdictOf("AC1", "valid"), leadColorOf("P1", "green"))
  })
})

describe("the indicators", () => {
  const goals = dealership.goal("A1", { prospects: 5, activities: 5 })
  const prospects = (count: number) => given(goals).when(repeated(count, () => prospectRegistered({ advisorId: "A1" })))

  it("valid prospects of the goal: green from 100 %, yellow from 80 %, red below [verifies: GC-PRO-05/indicator/prospecting]", () => {
    prospects(6).then(indicator("prospecting", ["advisor", "A1"], { valid: 6, goal: 5, percent: 120, color: "green" }))
    prospects(5).then(indicator("prospecting", ["branch", "S1"], { percent: 100, color: "green" }))
    prospects(4).then(indicator("prospecting", ["brand", "M1"], { percent: 80, color: "yellow" }))
    prospects(3).then(indicator("prospecting", ["company"], { percent: 60, color: "red" }))
    prospects(4).when(prospectRegistered({ advisorId: "A1", interest: undefined }))
      .then(indicator("prospecting", ["line", "motorcycles"], { valid: 4, percent: 80, color: "yellow" }))
  })

  it("without a goal there is a count and no colour [verifies: GC-PRO-05/indicator/prospecting]", () => {
    march().when(prospectRegistered({ advisorId: "A2" })).then(indicator("prospecting", ["advisor", "A2"], { valid: 1, goal: 0, percent: null, color: "none" }))
  })

  it("valid performed activities of the goal, not the planned and the repeated ones [verifies: GC-PRO-05/indicator/follow-up]", () => {
    const activities = (count: number) =>
      given(goals).when(prospectRegistered({ advisorId: "A1" }), repeated(count, (number) => activityPerformed({ at: `2024-03-1${number} 10:00` })))
    activities(5).then(indicator("follow-up", ["advisor", "A1"], { valid: 5, goal: 5, percent: 100, color: "green" }))
    activities(4).when(activityPlanned({ at: "2024-03-16 10:00" }), activityPerformed({ at: "2024-03-14 17:00" }))
      .then(indicator("follow-up", ["branch", "S1"], { valid: 4, percent: 80, color: "yellow" }))
    activities(3).then(indicator("follow-up", ["company"], { percent: 60, color: "red" }))
    performed().then(indicator("follow-up", ["advisor", "A1"], { valid: 1, percent: null, color: "none" }))
  })

  it("a sede's value is the sum of valid of the sum of goals, not a mean [verifies: GC-PRO-05/indicators]", () => {
    given(Month.empty("2024-03").brand("M1").branch("S1").advisor("A1").advisor("A2").goal("A1", { prospects: 1 }).goal("A2", { prospects: 4 }))
      .when(repeated(2, () => prospectRegistered({ advisorId: "A1" })), repeated(2, () => prospectRegistered({ advisorId: "A2" })))
      .then(indicator("prospecting", ["branch", "S1"], { valid: 4, goal: 5, percent: 80, color: "yellow" }))
  })
})

describe("the loopholes", () => {
  it("ten activities of an advisor within ten minutes are a burst: the tenth is warned of [verifies: activity/activity-burst]", () => {
    const visits = (minutes: (number: number) => number) =>
      registered({ id: "P1" }).when(repeated(10, (number) => prospectRegistered({ id: `B${number}`, advisorId: "A1", at: `2024-03-04 ${10 + number}:00` })))
        .when(repeated(10, (number) => activityPerformed({ id: `V${number}`, of: `B${number}`, type: "visit", at: `2024-03-11 10:${String(minutes(number)).padStart(2, "0")}` })))
    visits((number) => number - 1).then(warningsOf("V9", "next-step-missing"), warningsOf("V10", "next-step-missing", "activity-burst"))
    visits((number) => number * 2).then(warningsOf("V10", "next-step-missing"))
  })

  it("an invented customer who becomes a real buyer keeps the date and a warning [verifies: prospect/identity-replaced]", () => {
    registered({ identityReplacedAt: "2024-03-20 17:00" }).then(verdictOf("P1", "valid"), warningsOf("P1", "identity-replaced"))
  })

  it("a call that the telephone system never saw is warned of, on days that its log has [verifies: activity/call-not-in-log]", () => {
    const called = registered({ phone: "310 200 0001" }).when(activityPerformed({ nextActionAt: "2024-03-08" }))
    called.then(warningsOf("AC1"))
    called.when(callLogged({ at: "2024-03-06 10:00" })).then(warningsOf("AC1"))
    called.when(callLogged({ at: "2024-03-05 08:00", by: "A2", number: "601 123 4567" })).then(warningsOf("AC1", "call-not-in-log"))
      .when(callLogged({ at: "2024-03-05 11:00" })).then(warningsOf("AC1"))
    called.when(callLogged({ at: "2024-03-05 11:00:01" })).then(warningsOf("AC1", "call-not-in-log"))
  })

  it("a reason is excused in the open: it counts from its instant on, and is listed [verifies: GC-PRO-05/requirements]", () => {
    registered({ interest: undefined }).when(activityPerformed(), reasonWaived("P1", "interest-missing", "2024-03-20 12:00"))
      .asOf("2024-03-20 11:59").then(verdictOf("P1", "invalid", "interest-missing"), verdictOf("AC1", "invalid", "prospect-invalid"), waivedOf("P1"))
      .asOf("2024-03-20 12:00").then(verdictOf("P1", "valid"), verdictOf("AC1", "valid"), waivedOf("P1", "interest-missing"))
  })

  it("a waiver of what a record does not have, or of what can't be waived, changes nothing", () => {
    registered({ consentAt: undefined }).when(reasonWaived("P1", "consent-missing"), reasonWaived("P1", "duplicate"))
      .then(verdictOf("P1", "invalid", "consent-missing"), waivedOf("P1"))
  })
})
