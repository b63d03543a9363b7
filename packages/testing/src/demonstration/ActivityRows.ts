/** Rows of `activities.csv`: the contacts of each prospect as its advisor made, planned, forgot or made up. */
import * as CsvText from "./CsvText.ts"
import * as Draw from "./Draw.ts"
import * as Month from "./Month.ts"
import * as Notes from "./Notes.ts"
import * as Organisation from "./Organisation.ts"
import * as Plan from "./Plan.ts"
import * as ProspectRows from "./ProspectRows.ts"

export const header = CsvText.line([
  "activity_id", "prospect_id", "advisor_id", "type", "status", "direction", "planned_for", "performed_at", "recorded_at", "outcome", "note",
  "next_action_at", "duration_seconds", "requested_by_customer"
])

/** A row before it is written; instants in local seconds, `ABSENT` where there is none. */
export interface Draft {
  id: string
  prospectId: string
  advisorId: string
  type: string
  status: string
  direction: string
  plannedFor: number
  performedAt: number
  recordedAt: number
  outcome: string
  note: string
  nextActionAt: number
  durationSeconds: number
  requestedByCustomer: string
}

const { ABSENT } = ProspectRows

const later: ReadonlyArray<readonly [string, number]> = [
  ["call", 0.36], ["whatsapp", 0.3], ["email", 0.07], ["visit", 0.08], ["quote", 0.07], ["test-ride", 0.05], ["sms", 0.03], ["meeting", 0.02], ["home-visit", 0.02]
]

const typeOf = (core: Plan.Core, contact: number, draw: Draw.Draw): string => {
  let luck = draw.fraction()
  if (contact === 0) {
    if (!Plan.isLeadSource(core.source)) return luck < 0.75 ? "visit" : luck < 0.92 ? "quote" : "call"
    return luck < 0.6 ? "call" : luck < 0.94 ? "whatsapp" : "email"
  }
  for (const [type, share] of later) if ((luck -= share) < 0) return type
  return "call"
}

const answered = ["interested", "quote-delivered", "thinking", "appointment-set", "documents-requested", "credit-in-study", "comparing"]

/** The advisor of a contact: the prospect's; a colleague of the sede when that one has left, and sometimes otherwise. */
const advisorOf = (plan: Plan.Plan, core: Plan.Core, day: number, draw: Draw.Draw): Organisation.Advisor => {
  const { advisors, branches } = plan.organisation
  const own = core.advisor
  if (Organisation.isActive(own, day) && !draw.chance(0.02)) return own
  for (let index = own.index + branches.length, turn = 0; turn < 2; index += branches.length) {
    if (index >= advisors.length) {
      index = own.index % branches.length
      turn++
    }
    const colleague = advisors[index] as Organisation.Advisor
    if (colleague !== own && Organisation.isActive(colleague, day) && Organisation.branchOn(colleague, day) === core.branch) return colleague
  }
  return own
}

/** The working day so many after an instant's, at nine. */
const workdayAfter = (month: Month.Month, instant: number, days: number): number =>
  (month.workdays[month.workdayIndex(Math.floor(instant / 86400)) + days] as number) * 86400 + 32_400

/** What the advisor promised as the next step: kept when the next contact comes in time, broken when it does not. */
const nextActionOf = (plan: Plan.Plan, core: Plan.Core, contact: number, performedAt: number, draw: Draw.Draw): number => {
  const { month } = plan
  const { conduct } = core.advisor
  const luck = draw.fraction()
  if (luck < (conduct === "good" ? 0.03 : conduct === "average" ? 0.15 : 0.45)) return ABSENT
  if (contact + 1 < core.contacts) {
    const day = Math.floor(plan.contactAt(core, contact + 1) / 86400)
    const kept = conduct === "good" ? 0.97 : conduct === "average" ? 0.8 : 0.6
    return draw.chance(kept) ? day * 86400 + draw.between(8, 17) * 3600 : workdayAfter(month, performedAt, 1)
  }
  const beyond = conduct === "good" ? 0.97 : conduct === "average" ? 0.7 : 0.3
  return draw.chance(beyond) ? workdayAfter(month, month.end * 86400, draw.between(0, 6)) : workdayAfter(month, performedAt, 3)
}

const noteOf = (plan: Plan.Plan, core: Plan.Core, spoke: boolean, draw: Draw.Draw): string => {
  const { conduct } = core.advisor
  const luck = draw.fraction()
  if (conduct === "inventor" && luck < 0.65) return draw.pick(Notes.invented)
  if (luck < (conduct === "good" ? 0.015 : conduct === "neglectful" ? 0.22 : 0.05)) return luck < 0.004 ? "" : draw.pick(Notes.careless)
  if (!spoke && conduct !== "good" && draw.chance(0.2)) return draw.pick(Notes.routine)
  const name = ProspectRows.nameOf(plan, core.index)
  const space = name.indexOf(" ")
  const city = (plan.organisation.branches[core.branch] as Organisation.Branch).city
  const firstName = ProspectRows.isFirm(plan, core.index) || space < 0 ? "el gerente" : name.slice(0, space)
  return Notes.honest(firstName, ProspectRows.interestOf(plan, core), `de ${city}`, spoke, draw)
}

/** A contact of a prospect, as chance has it. */
export const make = (plan: Plan.Plan, core: Plan.Core, contact: number, at: number, id: string, prospectId: string, draw: Draw.Draw): Draft => {
  draw.restart(plan.seed, Plan.purposes.activity, core.index * Plan.PLACES + contact)
  const { conduct } = core.advisor
  const day = Math.floor(at / 86400)
  const type = typeOf(core, contact, draw)
  const end = plan.month.end * 86400
  const undone = contact > 0 && draw.chance(conduct === "good" ? 0.01 : conduct === "neglectful" ? 0.12 : 0.04)
  const draft: Draft = {
    id,
    prospectId,
    advisorId: advisorOf(plan, core, day, draw).id,
    type,
    status: "performed",
    direction: "",
    plannedFor: ABSENT,
    performedAt: at,
    recordedAt: ABSENT,
    outcome: "",
    note: "",
    nextActionAt: ABSENT,
    durationSeconds: ABSENT,
    requestedByCustomer: ""
  }
  // some enter next month's contacts as made already
  const ahead = at >= end && draw.chance(conduct === "inventor" ? 0.1 : 0.01)
  if ((at >= end && !ahead) || undone) {
    draft.status = draw.chance(0.12) ? "cancelled" : "planned"
    draft.plannedFor = at
    draft.performedAt = ABSENT
    draft.recordedAt = Math.min(end - 1, core.createdAt + 3600)
    return draft
  }
  perform(plan, core, contact, draft, draw)
  misdirect(plan, draft, draw)
  return draft
}

/** Now and then something is entered under another type, another advisor or a prospect that is not there. */
const misdirect = (plan: Plan.Plan, draft: Draft, draw: Draw.Draw): void => {
  const luck = draw.fraction()
  if (luck < 0.002) draft.type = draw.pick(["llamada", "visita", "fax"])
  else if (luck < 0.005) draft.advisorId = draw.pick(plan.organisation.advisors).id
  else if (luck < 0.0055) draft.advisorId = ProspectRows.unknownIds.advisorId
  else if (luck < 0.006) draft.prospectId = `${draft.prospectId.slice(0, -1)}X`
}

const perform = (plan: Plan.Plan, core: Plan.Core, contact: number, draft: Draft, draw: Draw.Draw): void => {
  const { conduct } = core.advisor
  const at = draft.performedAt
  const ending = ProspectRows.stageOf(plan, core)
  const closes = ending.stage !== "open" && contact >= ending.lastContact
  const direct = draft.type === "call" || draft.type === "whatsapp" || draft.type === "email" || draft.type === "sms"
  const spoke = closes || !direct || draw.chance(0.72)
  if (direct && draw.chance(0.1)) draft.direction = "inbound"
  else if (draw.chance(0.5)) draft.direction = "outbound"
  if (direct && draw.chance(0.06)) draft.requestedByCustomer = "true"
  else if (draw.chance(0.1)) draft.requestedByCustomer = "false"
  if (draw.chance(contact === 0 ? 0.1 : 0.6)) draft.plannedFor = at - draw.between(0, 8) * 900
  const late = draw.chance(conduct === "good" ? 0.01 : conduct === "neglectful" ? 0.1 : 0.03)
  if (late || draw.chance(0.85)) draft.recordedAt = at + (late ? draw.between(175_000, 500_000) : draw.between(1, 90) * 60)
  draft.outcome = closes ? ending.stage : !spoke ? "no-answer" : draw.pick(answered)
  const luck = draw.fraction()
  if (!closes && luck < 0.02) draft.outcome = "rescheduled"
  else if (luck > (conduct === "good" ? 0.996 : 0.98)) draft.outcome = ""
  draft.note = noteOf(plan, core, spoke, draw)
  if (!closes) draft.nextActionAt = nextActionOf(plan, core, contact, at, draw)
  if (draft.type !== "call") return
  const hurried = draw.chance(conduct === "good" ? 0.01 : conduct === "inventor" ? 0.3 : 0.05)
  draft.durationSeconds = hurried ? draw.between(4, 29) : spoke ? draw.between(45, 620) : draw.between(30, 48)
}

/** An entry of the agenda that came to nothing, or has not come yet. */
export const agenda = (plan: Plan.Plan, core: Plan.Core, id: string, prospectId: string, draw: Draw.Draw): Draft => {
  draw.restart(plan.seed, Plan.purposes.activity, core.index * Plan.PLACES + Plan.PLACES - 1)
  const at = agendaAt(plan, core)
  return {
    id,
    prospectId,
    advisorId: advisorOf(plan, core, Math.floor(at / 86400), draw).id,
    type: typeOf(core, 1, draw),
    status: draw.chance(0.6) ? "cancelled" : "planned",
    direction: "",
    plannedFor: at,
    performedAt: ABSENT,
    recordedAt: draw.chance(0.5) ? core.createdAt + 5400 : ABSENT,
    outcome: "",
    note: "",
    nextActionAt: ABSENT,
    durationSeconds: ABSENT,
    requestedByCustomer: ""
  }
}

export const agendaAt = (plan: Plan.Plan, core: Plan.Core): number =>
  workdayAfter(plan.month, core.createdAt, 2) + (core.index % 16) * 1800

export const line = (plan: Plan.Plan, draft: Draft): string => {
  const { month } = plan
  const instant = (value: number): string => value === ABSENT ? "" : Month.instantText(month, value)
  return `${draft.id},${draft.prospectId},${draft.advisorId},${draft.type},${draft.status},${draft.direction},${instant(draft.plannedFor)},` +
    `${instant(draft.performedAt)},${instant(draft.recordedAt)},${draft.outcome},${CsvText.cell(draft.note)},${instant(draft.nextActionAt)},` +
    `${draft.durationSeconds === ABSENT ? "" : draft.durationSeconds},${draft.requestedByCustomer}\n`
}
