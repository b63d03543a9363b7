/** Where the planted records of {@link Planted} are put together: hosts without a fault, into which one is then put. */
import * as ActivityRows from "./ActivityRows.ts"
import type * as CallRows from "./CallRows.ts"
import * as Draw from "./Draw.ts"
import * as Notes from "./Notes.ts"
import * as Organisation from "./Organisation.ts"
import type * as Plan from "./Plan.ts"
import * as ProspectRows from "./ProspectRows.ts"

/** The ids of records, by number. */
export interface Ids {
  readonly prospect: (number: number) => string
  readonly activity: (number: number) => string
  readonly call: (number: number) => string
}

/** A record put into the month so that a rule fails (or, for `verification-pending`, is undecided) for it. */
export interface Planted {
  readonly rule: string
  readonly subject: "prospect" | "activity"
  readonly id: string
}

/**
 * A record put into the month so that a state occurs by the end of it: `verdict-…`, `conclusion-…` of a verification,
 * `obligation-…` and `color-…` of a lead.
 */
export interface PlantedState {
  readonly state: string
  readonly subject: "prospect" | "activity"
  readonly id: string
}

export class Planting {
  readonly prospects: Array<ProspectRows.Draft> = []
  readonly activities: Array<ActivityRows.Draft> = []
  readonly calls: Array<CallRows.Draft> = []
  readonly rules: Array<Planted> = []
  readonly states: Array<PlantedState> = []
  readonly plan: Plan.Plan
  readonly ids: Ids
  /** Advisors without a part of their own who work properly. */
  readonly hosts: ReadonlyArray<Organisation.Advisor>
  private readonly draw = new Draw.Draw()

  constructor(plan: Plan.Plan, ids: Ids) {
    this.plan = plan
    this.ids = ids
    const special = new Set(Object.values(Organisation.parts))
    this.hosts = plan.organisation.advisors.filter(({ conduct, index }) => !special.has(index) && (conduct === "good" || conduct === "average"))
  }

  /** An instant of the month's weekday of a number (from 0). */
  at(weekday: number, hour: number, minute = 0): number {
    return (this.plan.month.weekdays[weekday] as number) * 86400 + hour * 3600 + minute * 60
  }

  /** The bones of one more prospect; an advisor of good conduct in turn, where none is given. */
  core(createdAt: number, source: string, advisor?: Organisation.Advisor): Plan.Core {
    const number = this.prospects.length
    const owner = advisor ?? (this.hosts[number % this.hosts.length] as Organisation.Advisor)
    const day = Math.floor(createdAt / 86400)
    return {
      index: this.plan.regular + number,
      createdAt,
      day,
      advisor: owner,
      branch: Organisation.branchOn(owner, day),
      brand: owner.brands[0] as number,
      source,
      assignedAt: createdAt,
      contacts: 0
    }
  }

  /** A prospect without a fault, but for what is changed. Prospects of neighbouring calls have different advisors. */
  prospect(createdAt: number, changes: Partial<ProspectRows.Draft> = {}, advisor?: Organisation.Advisor): ProspectRows.Draft {
    const core = this.core(createdAt, changes.source ?? "walk-in", advisor)
    const draft = { ...ProspectRows.clean(this.plan, core, this.ids.prospect(core.index)), ...changes }
    this.prospects.push(draft)
    return draft
  }

  /** A contact without a fault with a prospect, by its advisor, but for what is changed. */
  activity(prospect: ProspectRows.Draft, performedAt: number, changes: Partial<ActivityRows.Draft> = {}): ActivityRows.Draft {
    const { month, seed } = this.plan
    const number = this.activities.length
    this.draw.restart(seed, 200, number)
    const draft: ActivityRows.Draft = {
      id: this.ids.activity(number),
      prospectId: prospect.id,
      advisorId: prospect.advisorId,
      type: "call",
      status: "performed",
      direction: "outbound",
      plannedFor: ProspectRows.ABSENT,
      performedAt,
      recordedAt: performedAt === ProspectRows.ABSENT ? ProspectRows.ABSENT : performedAt + 1200,
      outcome: "interested",
      note: Notes.honest(prospect.fullName.split(" ")[0] ?? "", prospect.interest, "vecina", true, this.draw),
      nextActionAt: this.workday(3),
      durationSeconds: 150,
      requestedByCustomer: "",
      ...changes
    }
    if (draft.type !== "call") draft.durationSeconds = ProspectRows.ABSENT
    if (draft.recordedAt < month.previousStart * 86400) draft.recordedAt = ProspectRows.ABSENT
    this.activities.push(draft)
    return draft
  }

  /** Nine o'clock of the working day of a number counted from the end of the month: 0 is the first one after it. */
  workday(number: number): number {
    const { month } = this.plan
    return (month.workdays[month.workdayIndex(month.end) + number] as number) * 86400 + 32_400
  }

  /** Attempts to verify a record: outcomes at instants, by the CRM agents. */
  verify(subject: "prospect" | "activity", subjectId: string, attempts: ReadonlyArray<readonly [outcome: string, attemptedAt: number]>, agentId?: string): void {
    const { agentIds } = this.plan.organisation
    for (const [outcome, attemptedAt] of attempts) {
      const number = this.calls.length
      this.calls.push({
        id: this.ids.call(number),
        subjectType: subject,
        subjectId,
        agentId: agentId ?? (agentIds[number % agentIds.length] as string),
        attemptedAt,
        outcome,
        comment: ""
      })
    }
  }

  rule(rule: string, subject: "prospect" | "activity", record: { readonly id: string }): void {
    this.rules.push({ rule, subject, id: record.id })
  }

  state(state: string, subject: "prospect" | "activity", record: { readonly id: string }): void {
    this.states.push({ state, subject, id: record.id })
  }
}
