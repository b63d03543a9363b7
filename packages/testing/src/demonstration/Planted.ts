/** The records that are put into the month on purpose, so that each rule fails, and each state occurs, somewhere. */
import * as ActivityRows from "./ActivityRows.ts"
import * as Contacts from "./Contacts.ts"
import * as Draw from "./Draw.ts"
import * as Notes from "./Notes.ts"
import * as Organisation from "./Organisation.ts"
import type * as Plan from "./Plan.ts"
import { type Ids, Planting } from "./Planting.ts"
import * as ProspectRows from "./ProspectRows.ts"

const { ABSENT } = ProspectRows
const DAY = 86_400
const HOUR = 3_600

/** Faults that stand in the row itself: the rule, and what is changed in a prospect without fault. */
const ownFaults = (planting: Planting, number: number, createdAt: number): ReadonlyArray<readonly [string, Partial<ProspectRows.Draft>]> => [
  ["name-incomplete", { fullName: "Carlos", documentType: "", documentNumber: "" }],
  ["name-incomplete", { fullName: "Cliente Prueba", documentType: "", documentNumber: "" }],
  ["name-incomplete", { fullName: "Aaaa Gómez López", documentType: "", documentNumber: "" }],
  ["contact-missing", { phone: "", email: "" }],
  ["phone-invalid", { phone: "310 45 67" }],
  ["phone-implausible", { phone: "311 555 5555" }],
  ["phone-implausible", { phone: "3127654321" }],
  ["email-invalid", { email: "sin-correo@" }],
  ["email-disposable", { email: "compras.urgentes@mailinator.com" }],
  ["document-invalid", { documentType: "NIT", documentNumber: Contacts.nit(number, true, 3), fullName: "Maderas El Ocobo S.A.S." }],
  ["document-invalid", { documentType: "CC", documentNumber: "0301234567" }],
  ["document-invalid", { documentType: "", documentNumber: "52.345.678" }],
  ["advisor-unknown", { advisorId: "A-0000" }],
  ["branch-unknown", { branchId: "S-000" }],
  ["brand-unknown", { brandId: "M-77" }],
  ["source-unknown", { source: "volante" }],
  ["source-unknown", { source: "" }],
  ["interest-missing", { interest: "" }],
  ["consent-missing", { consentAt: ABSENT }],
  ["consent-revoked", { excludedAt: createdAt + 2 * DAY, consentAt: createdAt }],
  ["registered-late", { recordedAt: createdAt + 80 * HOUR }],
  ["staff-contact", { phone: Contacts.mobile(60_000_000 + planting.plan.organisation.advisors.length, 0) }]
]

const plantOwnFaults = (planting: Planting): void => {
  const size = ownFaults(planting, 0, 0).length
  for (let number = 0; number < size; number++) {
    const createdAt = planting.at(1 + (number % 9), 9, (number * 7) % 60)
    const contact = ProspectRows.contactNumber(planting.plan, planting.plan.regular + 50_000 + number)
    const [rule, changes] = ownFaults(planting, contact, createdAt)[number] as readonly [string, Partial<ProspectRows.Draft>]
    const prospect = planting.prospect(createdAt, changes)
    planting.rule(rule, "prospect", prospect)
    // what only warns is verified besides: a confirmed one stays valid
    if (rule === "email-disposable" || rule === "registered-late") planting.verify("prospect", prospect.id, [["attended", planting.at(11, 9, number)]])
    if (rule === "contact-missing") planting.state("verdict-invalid", "prospect", prospect)
  }
  planting.rule("created-in-future", "prospect", planting.prospect(planting.workday(1) + HOUR, { consentAt: planting.workday(-1) }))
  const left = planting.plan.organisation.advisors[Organisation.parts.leaves] as Organisation.Advisor
  const day = planting.plan.month.workdays.find((workday) => workday > left.activeTo) as number
  planting.rule("advisor-unknown", "prospect", planting.prospect(day * DAY + 10 * HOUR, {}, left))
}

/** The same customer twice, with one brand and with two; and the registers of the do-not-contact list. */
const plantPairs = (planting: Planting): void => {
  const { month } = planting.plan
  const [owner, other] = planting.hosts.filter(({ brands }) => brands[0] === 0)
  const first = planting.prospect(planting.at(1, 11), {}, owner)
  planting.rule("duplicate", "prospect", planting.prospect(planting.at(4, 11, 20), { phone: first.phone }, other ?? owner))
  const motorcyclist = planting.hosts.find(({ brands }) => brands[0] === 2)
  planting.prospect(planting.at(5, 11, 20), { phone: first.phone }, motorcyclist)
  const again = planting.at(6, 11)
  planting.prospect(again, { excludedAt: again - 3 * DAY, consentAt: again })
  if (!month.isHoliday(month.end - 1)) planting.prospect(month.end * DAY - 1, { source: "web", recordedAt: ABSENT, consentAt: month.end * DAY - 1 })
}

/** Inventors register many customers within minutes, and note the same about all of them. */
const plantBursts = (planting: Planting): void => {
  const { plan } = planting
  const draw = new Draw.Draw()
  for (const advisor of plan.organisation.advisors) {
    if (advisor.conduct !== "inventor") continue
    for (const weekday of [5 + (advisor.index % 3), 11 + (advisor.index % 2)]) {
      const from = planting.at(weekday, 15, (advisor.index * 7) % 60)
      for (let place = 0; place < 12; place++) {
        const core = planting.core(from + place * 43, "walk-in", advisor)
        const prospect = ProspectRows.make(plan, core, planting.ids.prospect(core.index))
        planting.prospects.push(prospect)
        if (place === 9 && advisor.index === Organisation.parts.inventor) planting.rule("registration-burst", "prospect", prospect)
        draw.restart(plan.seed, 201, core.index)
        planting.activity(prospect, from + HOUR + place * 65, { type: "whatsapp", note: draw.pick(Notes.invented), nextActionAt: ABSENT })
      }
    }
  }
}

const plantVerifications = (planting: Planting): void => {
  const visit = (weekday: number, minute: number): ProspectRows.Draft => planting.prospect(planting.at(weekday, 10, minute))
  const cases: ReadonlyArray<readonly [state: string, rule: string | undefined, attempts: ReadonlyArray<readonly [string, number]>]> = [
    ["conclusion-confirmed", undefined, [["call-back", planting.at(3, 9)], ["attended", planting.at(3, 15)], ["not-attended", planting.at(4, 9)]]],
    ["conclusion-failed", "verification-failed", [["no-answer", planting.at(3, 9, 10)], ["not-attended", planting.at(4, 9, 10)]]],
    ["conclusion-failed", "verification-failed", [["wrong-number", planting.at(4, 9, 20)]]],
    ["conclusion-inconclusive", undefined, [["refused", planting.at(4, 9, 30)]]],
    [
      "conclusion-unreachable",
      "verification-unreachable",
      [["no-answer", planting.at(3, 9, 40)], ["no-answer", planting.at(3, 16)], ["no-answer", planting.at(4, 9, 40)]]
    ],
    ["conclusion-open", "verification-pending", [["no-answer", planting.at(3, 9, 50)], ["no-answer", planting.at(3, 12)], ["no-answer", planting.at(3, 16, 30)]]]
  ]
  for (const [number, [state, rule, attempts]] of cases.entries()) {
    const prospect = visit(2, number * 5)
    planting.verify("prospect", prospect.id, attempts)
    planting.state(state, "prospect", prospect)
    if (rule !== undefined) planting.rule(rule, "prospect", prospect)
    if (state === "conclusion-confirmed") planting.state("verdict-valid", "prospect", prospect)
    if (state === "conclusion-open") planting.state("verdict-pending", "prospect", prospect)
  }
  const own = visit(3, 40)
  planting.verify("prospect", own.id, [["attended", planting.at(5, 9)]], own.advisorId)
  planting.verify("prospect", planting.ids.prospect(99_999_999), [["attended", planting.at(5, 9, 30)]])
}

/** An activity of a confirmed customer, so that nothing but the activity's own fault speaks. */
const confirmed = (planting: Planting, weekday: number, minute: number): ProspectRows.Draft => {
  const prospect = planting.prospect(planting.at(weekday, 8, minute))
  planting.verify("prospect", prospect.id, [["attended", planting.at(weekday + 1, 8, minute)]])
  return prospect
}

const plantActivityFaults = (planting: Planting): void => {
  const { organisation } = planting.plan
  const after = planting.workday(1) + HOUR
  const cases: ReadonlyArray<readonly [rule: string, performedAt: number, changes: Partial<ActivityRows.Draft>]> = [
    ["not-performed", ABSENT, { status: "planned", plannedFor: planting.at(8, 10), outcome: "", note: "", nextActionAt: ABSENT }],
    ["not-performed", ABSENT, { status: "cancelled", plannedFor: planting.at(8, 11), outcome: "", note: "", nextActionAt: ABSENT }],
    ["performed-in-future", after, { nextActionAt: after + 3 * DAY }],
    ["prospect-unknown", planting.at(8, 9), { prospectId: planting.ids.prospect(88_888_888) }],
    ["before-prospect", planting.at(0, 9), {}],
    ["advisor-unknown", planting.at(8, 9, 5), { advisorId: "A-0000" }],
    ["type-unknown", planting.at(8, 9, 15), { type: "fax" }],
    ["outcome-missing", planting.at(8, 9, 20), { outcome: "" }],
    ["rescheduled-only", planting.at(8, 9, 25), { outcome: "rescheduled" }],
    ["note-insufficient", planting.at(8, 9, 30), { note: "ok, listo" }],
    ["note-insufficient", planting.at(8, 9, 35), { note: "" }],
    ["registered-late", planting.at(8, 9, 40), { recordedAt: planting.at(8, 9, 40) + 49 * HOUR }],
    ["next-step-missing", planting.at(8, 9, 45), { nextActionAt: ABSENT }],
    ["call-too-short", planting.at(8, 9, 50), { durationSeconds: 12 }],
    ["outside-contact-hours", planting.at(8, 20, 15), {}]
  ]
  for (const [number, [rule, performedAt, changes]] of cases.entries()) {
    planting.rule(rule, "activity", planting.activity(confirmed(planting, 3, number * 3), performedAt, changes))
  }
  const foreign = confirmed(planting, 4, 2)
  const owner = organisation.advisors.find(({ id }) => id === foreign.advisorId) as Organisation.Advisor
  const stranger = planting.hosts.find(({ branch }) => branch !== owner.branch) as Organisation.Advisor
  planting.rule("advisor-mismatch", "activity", planting.activity(foreign, planting.at(8, 10), { advisorId: stranger.id }))
  planting.rule("prospect-invalid", "activity", planting.activity(planting.prospect(planting.at(2, 8, 50), { interest: "" }), planting.at(8, 10, 5)))
}

const plantRepetitions = (planting: Planting): void => {
  const { organisation } = planting.plan
  const inventor = organisation.advisors[Organisation.parts.inventor] as Organisation.Advisor
  for (let use = 0; use < 5; use++) {
    const prospect = planting.prospect(planting.at(6, 9, use * 11), {}, inventor)
    planting.verify("prospect", prospect.id, [["attended", planting.at(7, 9, use * 11)]])
    const note = use % 2 === 0 ? "Cliente muy contento, vuelve el próximo mes con el señor Ñáñez" : "CLIENTE MUY CONTENTO vuelve el proximo mes con el señor Nañez."
    const activity = planting.activity(prospect, planting.at(7 + use, 10, use), { note })
    if (use === 3) planting.rule("note-repeated", "activity", activity)
  }
  const twice = confirmed(planting, 4, 10)
  planting.activity(twice, planting.at(9, 9))
  planting.rule("duplicate-contact", "activity", planting.activity(twice, planting.at(9, 15)))
  const often = confirmed(planting, 4, 14)
  planting.activity(often, planting.at(9, 9, 30))
  planting.rule("contact-too-frequent", "activity", planting.activity(often, planting.at(9, 16), { type: "whatsapp" }))
}

const plantActivityVerifications = (planting: Planting): void => {
  const first = [["no-answer", planting.at(9, 9)], ["no-answer", planting.at(9, 16)], ["no-answer", planting.at(10, 9)]] as const
  const cases: ReadonlyArray<readonly [state: string, rule: string | undefined, attempts: ReadonlyArray<readonly [string, number]>]> = [
    ["conclusion-failed", "attention-denied", [["not-attended", planting.at(9, 10)]]],
    ["conclusion-open", "verification-pending", [["call-back", planting.at(9, 11)]]],
    ["conclusion-confirmed", undefined, [["attended", planting.at(9, 11, 30)]]],
    ["conclusion-unreachable", undefined, first]
  ]
  for (const [number, [state, rule, attempts]] of cases.entries()) {
    const activity = planting.activity(confirmed(planting, 5, number * 4), planting.at(8, 11, number * 6))
    planting.verify("activity", activity.id, attempts)
    planting.state(state, "activity", activity)
    if (rule !== undefined) planting.rule(rule, "activity", activity)
    if (state === "conclusion-confirmed") planting.state("verdict-valid", "activity", activity)
    if (state === "conclusion-open") planting.state("verdict-pending", "activity", activity)
    if (state === "conclusion-failed") planting.state("verdict-invalid", "activity", activity)
  }
}

/** Leads whose obligations and colours at the end of the month cover all there are. */
const plantLeads = (planting: Planting): void => {
  const { month } = planting.plan
  const lead = (assignedAt: number, changes: Partial<ProspectRows.Draft> = {}): ProspectRows.Draft => {
    const prospect = planting.prospect(assignedAt, { source: "web", assignedAt, ...changes })
    planting.verify("prospect", prospect.id, [["attended", assignedAt + 30 * HOUR]])
    return prospect
  }
  const last = planting.workday(-1)
  const green = lead(planting.at(2, 9))
  planting.activity(green, planting.at(2, 9, 40), { nextActionAt: planting.at(4, 10) })
  planting.activity(green, planting.at(4, 10, 30), { nextActionAt: last })
  planting.activity(green, last + HOUR, { nextActionAt: planting.workday(3) })
  for (const state of ["obligation-met", "obligation-upcoming", "color-green"]) planting.state(state, "prospect", green)

  const day = month.workdays.findLast((workday) => workday <= month.end - 5) as number
  const yellow = lead(day * DAY + 9 * HOUR)
  planting.activity(yellow, day * DAY + 9 * HOUR + 1800, { nextActionAt: planting.workday(4) })
  planting.state("color-yellow", "prospect", yellow)

  const red = lead(planting.at(6, 9))
  for (const state of ["obligation-missed", "color-red"]) planting.state(state, "prospect", red)

  const won = lead(planting.at(3, 9), { stage: "won", stageAt: planting.at(5, 16) })
  planting.activity(won, planting.at(3, 9, 20), { nextActionAt: planting.at(5, 10) })
  planting.activity(won, planting.at(5, 15), { type: "visit", outcome: "won", nextActionAt: ABSENT })
  planting.state("color-none", "prospect", won)

  const late = lead(planting.at(4, 9))
  planting.activity(late, planting.at(6, 10))
  planting.state("obligation-late", "prospect", late)

  const lost = lead(planting.at(2, 9, 10), { stage: "lost", stageAt: planting.at(5, 11) })
  planting.activity(lost, planting.at(2, 9, 50), { nextActionAt: planting.at(9, 10) })
  planting.state("obligation-cancelled", "prospect", lost)
}

/** Everything that is planted, the same for the same plan. */
export const make = (plan: Plan.Plan, ids: Ids): Planting => {
  const planting = new Planting(plan, ids)
  plantOwnFaults(planting)
  plantPairs(planting)
  plantVerifications(planting)
  plantActivityFaults(planting)
  plantRepetitions(planting)
  plantActivityVerifications(planting)
  plantLeads(planting)
  plantBursts(planting)
  return planting
}
