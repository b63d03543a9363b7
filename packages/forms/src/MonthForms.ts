/**
 * The four forms of a judged month: what core counted, laid out for the renderers. Everybody who prints a form (the
 * month report, a server) comes through here, so that no two of them show different numbers.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Compliance, ComplianceReport } from "@crm-procedure/core/results/ComplianceReport"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type { JudgedMonth } from "@crm-procedure/core/judging/JudgedMonth"
import type { FormClosure } from "@crm-procedure/core/close/FrozenMonth"
import * as Lead from "@crm-procedure/core/results/Lead"
import type { Policy } from "@crm-procedure/core/policy/Policy"
import * as Procedure from "@crm-procedure/core/policy/Procedure"
import type { Rule } from "@crm-procedure/core/policy/Rule"
import * as Scorecard from "@crm-procedure/core/results/Scorecard"
import type { Counts } from "@crm-procedure/core/results/Counts"
import * as Verdict from "@crm-procedure/core/judging/Verdict"
import * as ActivityValidityReport from "./ActivityValidityReport.ts"
import * as ComplianceForm from "./ComplianceForm.ts"
import * as FollowUpSemaphore from "./FollowUpSemaphore.ts"
import type * as FormData from "./FormData.ts"
import { dayText } from "./internal/Spanish.ts"
import * as ProspectValidityReport from "./ProspectValidityReport.ts"

/** What the two validity reports of a month are made of. */
export interface FormMonth {
  readonly procedure: Procedure.Procedure
  readonly directory: Directory.Directory
  readonly judgedMonth: JudgedMonth
  readonly counts: Counts
  readonly previous: Counts | undefined
  /** The digest printed in the footer: of the closed period, or of the policy; empty if there is none. */
  readonly digest: string
  /** By which the tally is coloured; by default the one that the records were judged by. */
  readonly policy?: Policy | undefined
  /** What the forms say of the close; by default nothing. */
  readonly closed?: FormClosure | undefined
}

/** What the forms about leads are made of. */
export interface FollowedMonth extends FormMonth {
  readonly compliance: ComplianceReport
}

/** The names of people and places by id; one that the directory does not know is its id, and says so. */
const namesOf = (directory: Directory.Directory) => {
  const advisors = new Map(directory.employees.map(({ employeeId, name }) => [employeeId, name]))
  const branches = new Map(directory.branches.map(({ branchId, name }) => [branchId, name]))
  const brands = new Map(directory.brands.map(({ brandId, name }) => [brandId, name]))
  return {
    advisor: (id: string) => advisors.get(id) ?? `${id} (asesor desconocido)`,
    branch: (id: string) => branches.get(id) ?? `${id} (sede desconocida)`,
    brand: (id: string) => brands.get(id) ?? `${id} (marca desconocida)`,
    knowsAdvisor: (id: string) => advisors.has(id),
    knowsBranch: (id: string) => branches.has(id)
  }
}

/** Those that the directory knows first: a form does not begin with a slip of the keyboard. */
const unknownLast = <A>(all: ReadonlyArray<A>, isKnown: (one: A) => boolean): ReadonlyArray<A> => [...all.filter(isKnown), ...all.filter((one) => !isKnown(one))]

const policyOf = ({ judgedMonth, policy }: FormMonth): Policy => policy ?? judgedMonth.judging.policy

const closureOf = ({ closedAt: at, figures, isAmended }: FormClosure, zone: Calendar.Zone): FormData.Closure => {
  const closedAt = Calendar.formatInstant(zone, at)
  const what = figures === "current"
    ? "este formulario muestra los registros como están, no las cifras congeladas."
    : "el resumen es el congelado. El detalle incluye lo que llegó o cambió después y no cuenta."
  return { closedAt, figures, note: figures === "current" || isAmended ? `Mes cerrado el ${dayText(closedAt)}: ${what}` : "" }
}

const headerOf = (month: FormMonth, formCode: string, formName: string): FormData.Header => {
  const { closed, digest, judgedMonth, procedure } = month
  const { judging, period } = judgedMonth
  return {
    company: procedure.company,
    procedureCode: procedure.code,
    procedureName: procedure.headerName.es,
    procedureVersion: procedure.version,
    effectiveFrom: Procedure.effectiveDate(procedure),
    formCode,
    formName,
    period,
    asOf: Calendar.formatInstant(judging.zone, judging.asOf),
    zone: judging.zone.name,
    policy: policyOf(month).name,
    digest,
    ...(closed === undefined ? {} : { closed: closureOf(closed, judging.zone) })
  }
}

const scorecardOptions = (month: FormMonth): Scorecard.Options => ({
  policy: policyOf(month),
  asOf: month.judgedMonth.judging.asOf,
  counts: month.counts,
  previous: month.previous,
  lineOfBrand: month.judgedMonth.judging.directory.lineOfBrand
})

/** Activities whose prospect is unknown belong to no branch: on a form they stand under this one. */
const NO_BRANCH = "—"

/** Groups by branch and advisor, each with its row; subtotals and the total are groups of their own. */
const summaryOf = <Row>(
  month: FormMonth,
  isListed: (group: Scorecard.Group) => boolean,
  rowOf: (group: Scorecard.Group, id: string, name: string, keys: { readonly advisorId?: string; readonly branchId?: string }) => Row
): FormData.Summary<Row> => {
  const options = scorecardOptions(month)
  const names = namesOf(month.directory)
  const company = Scorecard.make(options, []).groups[0]!
  const pairs = Map.groupBy(Scorecard.make(options, ["branch", "advisor"]).groups.filter(isListed), (group) => group.keys.branch!)
  const groups = Scorecard.make(options, ["branch"]).groups.filter(isListed)
  const branches = unknownLast(groups, ({ keys }) => names.knowsBranch(keys.branch!)).map((group) => {
    const branchId = group.keys.branch!
    return {
      subtotal: rowOf(group, branchId, names.branch(branchId), { branchId }),
      advisors: unknownLast(pairs.get(branchId) ?? [], ({ keys }) => names.knowsAdvisor(keys.advisor!)).map((pair) => {
        const advisorId = pair.keys.advisor!
        return rowOf(pair, advisorId, names.advisor(advisorId), { advisorId, branchId })
      })
    }
  })
  return { branches, company: rowOf(company, "", "Toda la empresa", {}) }
}

/** Whether a group has records or a goal of one indicator: on that indicator's form it stands then. */
const has = (line: Scorecard.Line): boolean => line.registered > 0 || line.goal > 0

const indicatorRow = (line: Scorecard.Line, id: string, name: string): FormData.IndicatorRow => ({
  id,
  name,
  registered: line.registered,
  valid: line.valid,
  invalid: line.invalid,
  pending: line.pending,
  goal: line.goal,
  percent: line.percent,
  color: line.color,
  reasons: line.reasons
})

/** The rules that judged the detail, then those that only the summary was counted by. */
const ruleNames = (rules: ReadonlyArray<Rule>, counted: ReadonlyArray<Rule>): ReadonlyArray<FormData.RuleName> => {
  const judged = new Set(rules.map(({ code }) => code))
  return [...rules, ...counted.filter(({ code }) => !judged.has(code))].map(({ code, title }) => ({ code, name: title.es }))
}

/** The month's cumulative course against its pace, day by day; nothing for a day after `asOf`. */
const courseOf = (days: ReadonlyArray<Scorecard.CourseDay>): ReadonlyArray<FormData.CourseDay> =>
  days.map(({ day, pace, valid }) => ({ day, valid, pace: pace.numerator / pace.denominator }))

const thresholdsOf = ({ green, yellow }: { readonly green: number; readonly yellow: number }): FormData.Thresholds => ({
  yellowPercent: yellow / 100,
  greenPercent: green / 100
})

const offsetMinutesOf = ({ judgedMonth }: FormMonth): FormData.OffsetMinutes => (at) => Calendar.offsetAt(judgedMonth.judging.zone, at) / 60_000

/** The places of the period's records in their book's time order. */
const periodRange = (order: Uint32Array, at: (index: number) => Calendar.Instant, bounds: JudgedMonth["bounds"]) => {
  const firstFrom = (instant: Calendar.Instant): number => {
    let low = 0
    let high = order.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (at(order[middle]!) < instant) low = middle + 1
      else high = middle
    }
    return low
  }
  const from = firstFrom(bounds.start)
  return { from, count: firstFrom(bounds.end) - from }
}

/** Fields that are alike in all lines of one advisor at one branch with one brand, and in all lines of one outcome. */
const placeFields = ["advisorId", "advisor", "branch", "brand"] as const
const outcomeFields = ["verdict", "reasons", "warnings"] as const

/** GC-FOR-06, Informe Validez de Prospectos. */
export const prospectValidity = (month: FormMonth): FormData.ProspectValidity => {
  const { judgedMonth } = month
  const { judging, prospects } = judgedMonth
  const names = namesOf(month.directory)
  const summary = summaryOf(month, (group) => has(group.prospecting), (group, id, name) => indicatorRow(group.prospecting, id, name))
  const order = prospects.inTimeOrder()
  const { count, from } = periodRange(order, (index) => prospects.createdAtOf(index), judgedMonth.bounds)
  const advisors = prospects.advisors.names.map(names.advisor)
  const branches = prospects.branches.names.map(names.branch)
  const brands = prospects.brands.names.map(names.brand)
  return {
    header: headerOf(month, ProspectValidityReport.formCode, ProspectValidityReport.formName),
    offsetMinutes: offsetMinutesOf(month),
    thresholds: thresholdsOf(policyOf(month).thresholds.prospecting),
    rules: ruleNames(judging.policy.prospectRules, policyOf(month).prospectRules),
    codes: (key) => Verdict.codesOf(key, judging.policy.prospectRules),
    course: courseOf(Scorecard.course(scorecardOptions(month)).prospecting),
    ...summary,
    detail: {
      count,
      line: (place, into) => {
        const index = order[from + place]!
        into.prospectId = prospects.idOf(index)
        into.createdAt = prospects.createdAtOf(index)
        into.advisorId = prospects.advisors.names[prospects.advisorOf(index)]!
        into.advisor = advisors[prospects.advisorOf(index)]!
        into.branch = branches[prospects.branchOf(index)]!
        into.brand = brands[prospects.brandOf(index)]!
        const outcome = judgedMonth.prospectOutcome(index)
        into.verdict = Verdict.verdicts[outcome.verdict]!
        into.reasons = outcome.reasons
        into.warnings = outcome.warnings
      },
      parts: {
        ids: { prospectId: (place, into, position) => prospects.ids.copyInto(order[from + place]!, into, position) },
        numbers: { createdAt: (place) => prospects.createdAtOf(order[from + place]!) },
        groups: [
          { fields: placeFields, numberOf: (place) => judgedMonth.prospectGroup(order[from + place]!) },
          { fields: outcomeFields, numberOf: (place) => judgedMonth.prospectOutcome(order[from + place]!).number }
        ]
      }
    }
  }
}

/** GC-FOR-05, Informe Validez de Actividades de Seguimiento. */
export const activityValidity = (month: FormMonth): FormData.ActivityValidity => {
  const { judgedMonth } = month
  const { activities, judging, prospects } = judgedMonth
  const names = namesOf(month.directory)
  const summary = withUnplaced(
    month,
    summaryOf(month, (group) => has(group.followUp), (group, id, name): FormData.ActivityRow => ({
      ...indicatorRow(group.followUp, id, name),
      planned: group.followUp.planned,
      performed: group.followUp.performed
    }))
  )
  const order = activities.inTimeOrder()
  const { count, from } = periodRange(order, (index) => activities.placedAtOf(index), judgedMonth.bounds)
  const advisors = activities.advisors.names.map(names.advisor)
  const branches = prospects.branches.names.map(names.branch)
  const brands = prospects.brands.names.map(names.brand)
  return {
    header: headerOf(month, ActivityValidityReport.formCode, ActivityValidityReport.formName),
    offsetMinutes: offsetMinutesOf(month),
    thresholds: thresholdsOf(policyOf(month).thresholds.followUp),
    rules: ruleNames(judging.policy.activityRules, policyOf(month).activityRules),
    codes: (key) => Verdict.codesOf(key, judging.policy.activityRules),
    course: courseOf(Scorecard.course(scorecardOptions(month)).followUp),
    ...summary,
    detail: {
      count,
      line: (place, into) => {
        const index = order[from + place]!
        const prospect = judgedMonth.prospectOfActivity(index)
        into.activityId = activities.idOf(index)
        into.at = activities.placedAtOf(index)
        into.type = activities.types.names[activities.typeOf(index)]!
        into.status = activities.statusOf(index)
        into.prospectId = activities.prospectIds.text(activities.prospectOf(index))
        into.advisorId = activities.advisors.names[activities.advisorOf(index)]!
        into.advisor = advisors[activities.advisorOf(index)]!
        into.branch = prospect < 0 ? NO_BRANCH : branches[prospects.branchOf(prospect)]!
        into.brand = prospect < 0 ? NO_BRANCH : brands[prospects.brandOf(prospect)]!
        const outcome = judgedMonth.activityOutcome(index)
        into.verdict = Verdict.verdicts[outcome.verdict]!
        into.reasons = outcome.reasons
        into.warnings = outcome.warnings
      },
      parts: {
        ids: {
          activityId: (place, into, position) => activities.ids.copyInto(order[from + place]!, into, position),
          prospectId: (place, into, position) => activities.prospectIds.copyInto(activities.prospectOf(order[from + place]!), into, position)
        },
        numbers: { at: (place) => activities.placedAtOf(order[from + place]!) },
        groups: [
          {
            fields: ["type", "status"],
            numberOf: (place) => activities.typeOf(order[from + place]!) * 3 + activities.statusNumberOf(order[from + place]!)
          },
          { fields: placeFields, numberOf: (place) => judgedMonth.activityGroup(order[from + place]!) },
          { fields: outcomeFields, numberOf: (place) => judgedMonth.activityOutcome(order[from + place]!).number }
        ]
      }
    }
  }
}

/** Adds the activities whose prospect is unknown, so that the rows of the form sum up to its total. */
const withUnplaced = (month: FormMonth, summary: FormData.Summary<FormData.ActivityRow>): FormData.Summary<FormData.ActivityRow> => {
  const cells = month.counts.cells.filter(({ activities, branchId }) => branchId === undefined && activities.registered > 0)
  if (cells.length === 0) return summary
  const names = namesOf(month.directory)
  const options = scorecardOptions(month)
  const rowOf = (group: Scorecard.Group, id: string, name: string): FormData.ActivityRow => ({
    ...indicatorRow(group.followUp, id, name),
    planned: group.followUp.planned,
    performed: group.followUp.performed
  })
  const unplaced = { ...options, previous: undefined, counts: { ...month.counts, cells } }
  return {
    ...summary,
    branches: [...summary.branches, {
      subtotal: rowOf(Scorecard.make(unplaced, []).groups[0]!, NO_BRANCH, "Sin sede (prospecto desconocido)"),
      advisors: Scorecard.make(unplaced, ["advisor"]).groups.map((group) => rowOf(group, group.keys.advisor!, names.advisor(group.keys.advisor!)))
    }]
  }
}

const lightOf = (line: Scorecard.Line): FormData.Light => ({
  numerator: line.valid,
  denominator: line.goal,
  percent: line.percent,
  color: line.color,
  previousColor: line.previousColor
})

const complianceLight = (compliance: Compliance, previousColor: FormData.Color | null): FormData.Light => ({
  numerator: compliance.met,
  denominator: compliance.met + compliance.late + compliance.missed,
  percent: compliance.percent,
  color: compliance.color,
  previousColor
})

/** Who takes over a red lead, as the dealership says it; the manager is that of the brand's line. */
const escalationName = (to: Lead.Escalation, line: Directory.BusinessLine | undefined): string =>
  to === "advisor" ? "Asesor comercial" : to === "general-manager" ? "Gerente General" : line === "motorcycles" ? "Gerente Motos" : "Gerente comercial"

/** Whether a row of GC-FOR-21 would show a light or a lead: one contact for a colleague makes nobody a row of dashes. */
const hasLight = ({ compliance, followUp, leads, prospecting }: FormData.SemaphoreRow): boolean =>
  [prospecting, followUp, compliance].some(({ color, previousColor }) => color !== "none" || (previousColor ?? "none") !== "none") ||
  leads.red + leads.yellow + leads.green + leads.none > 0

/** The numbers of the leads, red ones first, then yellow, green and closed; within a colour by id. */
const byUrgency = (compliance: ComplianceReport): Uint32Array => {
  const order = new Uint32Array(compliance.leads.length)
  let place = 0
  for (const color of ["red", "yellow", "green", "none"] as const) {
    for (let number = 0; number < order.length; number++) if (compliance.colorOf(number) === color) order[place++] = number
  }
  return order
}

/** GC-FOR-21, Registro Semáforo de Seguimiento. */
export const followUpSemaphore = (month: FollowedMonth): FormData.FollowUpSemaphoreData => {
  const { compliance, judgedMonth } = month
  const { judging, prospects } = judgedMonth
  const names = namesOf(month.directory)
  const order = byUrgency(compliance)
  const summary = summaryOf(month, () => true, (group, id, name, { advisorId, branchId }): FormData.SemaphoreRow => ({
    id,
    name,
    prospecting: lightOf(group.prospecting),
    followUp: lightOf(group.followUp),
    compliance: complianceLight(compliance.of(advisorId, branchId), compliance.previousColor(advisorId, branchId)),
    leads: compliance.leadsByColor(advisorId, branchId)
  }))
  return {
    header: headerOf(month, FollowUpSemaphore.formCode, FollowUpSemaphore.formName),
    offsetMinutes: offsetMinutesOf(month),
    company: summary.company,
    branches: summary.branches.filter(({ subtotal }) => hasLight(subtotal)).map(({ advisors, subtotal }) => ({ subtotal, advisors: advisors.filter(hasLight) })),
    detail: {
      count: compliance.leads.length,
      line: (place, into) => {
        const number = order[place]!
        const index = compliance.leads[number]!
        const brandId = prospects.brands.names[prospects.brandOf(index)]!
        into.prospectId = prospects.idOf(index)
        into.advisorId = prospects.advisors.names[prospects.advisorOf(index)]!
        into.advisor = names.advisor(into.advisorId)
        into.branch = names.branch(prospects.branches.names[prospects.branchOf(index)]!)
        into.brand = names.brand(brandId)
        into.daysSinceLast = compliance.daysSinceLastOf(number)
        into.nextDue = compliance.nextDueOf(number)
        into.color = compliance.colorOf(number)
        const escalation = compliance.escalationOf(number)
        into.escalation = escalation === undefined ? "" : escalationName(escalation, judging.directory.lineOfBrand(brandId))
      },
      parts: {
        ids: { prospectId: (place, into, position) => prospects.ids.copyInto(compliance.leads[order[place]!]!, into, position) },
        numbers: { daysSinceLast: (place) => compliance.daysSinceLastOf(order[place]!), nextDue: (place) => compliance.nextDueOf(order[place]!) },
        groups: [
          { fields: placeFields, numberOf: (place) => judgedMonth.prospectGroup(compliance.leads[order[place]!]!) },
          {
            fields: ["color", "escalation"],
            numberOf: (place) => compliance.stateOf(order[place]!) * prospects.brands.size + prospects.brandOf(compliance.leads[order[place]!]!)
          }
        ]
      }
    }
  }
}

const complianceRow = (id: string, name: string, compliance: Compliance): FormData.ComplianceRow => ({
  id,
  name,
  leads: compliance.leads,
  met: compliance.met,
  late: compliance.late,
  missed: compliance.missed,
  upcoming: compliance.upcoming,
  cancelled: compliance.cancelled,
  percent: compliance.percent,
  color: compliance.color,
  medianMinutes: compliance.medianMinutes,
  ninetiethPercentileMinutes: compliance.ninetiethPercentileMinutes
})

/** Reporte de cumplimiento CRM. */
export const complianceReport = (month: FollowedMonth): FormData.ComplianceData => {
  const { compliance, judgedMonth } = month
  const { judging, prospects } = judgedMonth
  const names = namesOf(month.directory)
  const pairs = Map.groupBy(compliance.pairs(), ({ branchId }) => branchId)
  return {
    header: headerOf(month, ComplianceForm.formCode, ComplianceForm.formName),
    offsetMinutes: offsetMinutesOf(month),
    thresholds: thresholdsOf(judging.policy.thresholds.compliance),
    branches: unknownLast(compliance.by("branch"), ({ id }) => names.knowsBranch(id)).map(({ compliance: subtotal, id }) => ({
      subtotal: complianceRow(id, names.branch(id), subtotal),
      advisors: unknownLast(pairs.get(id) ?? [], ({ advisorId }) => names.knowsAdvisor(advisorId)).map((pair) => complianceRow(pair.advisorId, names.advisor(pair.advisorId), pair.compliance))
    })),
    company: complianceRow("", "Toda la empresa", compliance.company()),
    detail: {
      count: compliance.neglected.length,
      line: (place, into) => {
        const number = compliance.neglected[place]!
        const index = compliance.leads[number]!
        const followUp = compliance.follow(number)
        const missed = followUp.obligations.filter(({ state }) => state === "missed")
        const brandId = prospects.brands.names[prospects.brandOf(index)]!
        const next = Lead.nextEscalation(followUp.redSince!, compliance.watch)
        into.prospectId = prospects.idOf(index)
        into.advisorId = prospects.advisors.names[prospects.advisorOf(index)]!
        into.advisor = names.advisor(into.advisorId)
        into.branch = names.branch(prospects.branches.names[prospects.branchOf(index)]!)
        into.brand = names.brand(brandId)
        into.dueAt = missed.length === 0 ? Number.NaN : Math.min(...missed.map(({ due }) => due))
        into.missed = missed.length
        into.daysSinceLast = followUp.daysSinceLast
        into.color = followUp.color
        into.escalation = next === undefined ? "" : escalationName(next.to, judging.directory.lineOfBrand(brandId))
        into.escalationAt = next?.at ?? Number.NaN
      }
    }
  }
}
