/** A judged month as the forms need it: names instead of ids, the header, and the summary by branch and advisor. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { FormClosure } from "@crm-procedure/core/close/FrozenMonth"
import type { JudgedMonth } from "@crm-procedure/core/judging/JudgedMonth"
import type { Policy } from "@crm-procedure/core/policy/Policy"
import * as Procedure from "@crm-procedure/core/policy/Procedure"
import type { Rule, Subject } from "@crm-procedure/core/policy/Rule"
import * as ControlFindings from "@crm-procedure/core/results/ControlFindings"
import type * as Directory from "@crm-procedure/core/records/Directory"
import * as ReadScope from "@crm-procedure/core/records/ReadScope"
import type { ComplianceReport } from "@crm-procedure/core/results/ComplianceReport"
import type { Counts } from "@crm-procedure/core/results/Counts"
import type * as Lead from "@crm-procedure/core/results/Lead"
import * as Scorecard from "@crm-procedure/core/results/Scorecard"
import type * as FormData from "../data/FormData.ts"
import * as Letterhead from "../data/Letterhead.ts"
import { dayText } from "../wording/Spanish.ts"

/** What the two validity reports of a month are made of. */
export interface FormMonth {
  readonly procedure: Procedure.Procedure
  readonly directory: Directory.Directory
  readonly judgedMonth: JudgedMonth
  readonly counts: Counts
  readonly previous: Counts | undefined
  /** The digest printed in the footer: of the closed period, or of the policy; empty if there is none. */
  readonly digest: string
  /** The policy that colours the counts; by default the one that judged the records. */
  readonly policy?: Policy | undefined
  /** What the dealership calls otherwise than the procedure does; by default nothing. */
  readonly letterhead?: Letterhead.Changes | undefined
  /** The waivers of the month's records by kind; by default those that the judged month knows. */
  readonly waivers?: Readonly<Partial<Record<Subject, ControlFindings.WaiverCount | undefined>>> | undefined
  /** What the forms cover of the dealership, by their reader; by default they don't say. */
  readonly scope?: ReadScope.ReadScope | undefined
  /** What the forms say of the close; by default nothing. */
  readonly closed?: FormClosure | undefined
}

/** What the forms about leads are made of. */
export interface FollowedMonth extends FormMonth {
  readonly compliance: ComplianceReport
}

/** The names of people and places by id. An id that the directory does not know is shown with a word that says so. */
export const namesOf = (directory: Directory.Directory) => {
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

/** The groups that the directory knows, then the unknown ones: a form does not begin with a mistyped id. */
export const unknownLast = <A>(all: ReadonlyArray<A>, isKnown: (one: A) => boolean): ReadonlyArray<A> => [...all.filter(isKnown), ...all.filter((one) => !isKnown(one))]

export const policyOf = ({ judgedMonth, policy }: FormMonth): Policy => policy ?? judgedMonth.judging.policy

const closureOf = ({ closedAt: at, figures, isAmended }: FormClosure, zone: Calendar.Zone): FormData.Closure => {
  const closedAt = Calendar.formatInstant(zone, at)
  const what = figures === "current"
    ? "este formulario muestra los registros como están, no las cifras congeladas."
    : "el resumen es el congelado. El detalle incluye lo que llegó o cambió después y no cuenta."
  return { closedAt, figures, note: figures === "current" || isAmended ? `Mes cerrado el ${dayText(closedAt)}: ${what}` : "" }
}

/** Which records' waivers a form shows. */
const subjectsOf: Readonly<Record<Letterhead.Form, ReadonlyArray<Subject>>> = {
  "GC-FOR-05": ["activity"],
  "GC-FOR-06": ["prospect"],
  "GC-FOR-21": ["prospect", "activity"],
  compliance: ["prospect", "activity"],
  controls: ["prospect", "activity"]
}

const waiversOf = ({ judgedMonth, waivers }: FormMonth, form: Letterhead.Form): Pick<FormData.Header, "waivers"> => {
  if (!judgedMonth.hasWaivers) return {}
  const counts = subjectsOf[form].flatMap((subject) => waivers?.[subject] ?? ControlFindings.waiversOf(judgedMonth, subject) ?? [])
  const by = new Map<string, number>()
  for (const one of counts) for (const { count, grantedBy } of one.by) by.set(grantedBy, (by.get(grantedBy) ?? 0) + count)
  return {
    waivers: {
      count: counts.reduce((sum, { count }) => sum + count, 0),
      by: [...by].map(([grantedBy, count]) => ({ grantedBy, count })).sort((one, other) => other.count - one.count || (one.grantedBy < other.grantedBy ? -1 : 1))
    }
  }
}

/** The scope as the contract writes it, and the sentence that is printed. */
const scopeOf = (scope: ReadScope.ReadScope, directory: Directory.Directory): FormData.HeaderScope => {
  const { advisorId = null, branches = null, brands = null, kind, lines = null, partial } = scope
  return { kind, advisorId, branches, lines, brands, partial, text: ReadScope.text(scope, namesOf(directory).branch) }
}

export const headerOf = (month: FormMonth, form: Letterhead.Form, formName: string): FormData.Header => {
  const { closed, digest, judgedMonth, procedure } = month
  const { judging, period } = judgedMonth
  const policy = policyOf(month)
  const { company, formCodes, procedureCode, procedureName } = Letterhead.make(procedure, month.letterhead)
  const details = policy.company === undefined ? "" : Letterhead.detailsOf(policy.company)
  return {
    company: policy.company?.name ?? company,
    ...(details === "" ? {} : { companyDetails: details }),
    procedureCode,
    procedureName,
    procedureVersion: procedure.version,
    effectiveFrom: Procedure.effectiveDate(procedure),
    formCode: formCodes[form],
    formName,
    period,
    asOf: Calendar.formatInstant(judging.zone, judging.asOf),
    zone: judging.zone.name,
    policy: policy.name,
    digest,
    ...(month.scope === undefined ? {} : { scope: scopeOf(month.scope, month.directory) }),
    ...waiversOf(month, form),
    ...(closed === undefined ? {} : { closed: closureOf(closed, judging.zone) })
  }
}

export const scorecardOptions = (month: FormMonth): Scorecard.Options => ({
  policy: policyOf(month),
  asOf: month.judgedMonth.judging.asOf,
  counts: month.counts,
  previous: month.previous,
  lineOfBrand: month.judgedMonth.judging.directory.lineOfBrand
})

/** The branch that a form shows for activities whose prospect is unknown. */
export const NO_BRANCH = "—"

/** The rows of a summary: each advisor of each branch, the branch's subtotal, the company's total. */
export const summaryOf = <Row>(
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

/** Whether a group has records or a goal of one indicator. Only then does it appear on that indicator's form. */
export const has = (line: Scorecard.Line): boolean => line.registered > 0 || line.goal > 0

export const indicatorRow = (line: Scorecard.Line, id: string, name: string): FormData.IndicatorRow => ({
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

/** The names of the rules that judged the detail, then of those that only the counts know. */
export const ruleNames = (rules: ReadonlyArray<Rule>, counted: ReadonlyArray<Rule>): ReadonlyArray<FormData.RuleName> => {
  const judged = new Set(rules.map(({ code }) => code))
  return [...rules, ...counted.filter(({ code }) => !judged.has(code))].map(({ code, title }) => ({ code, name: title.es }))
}

/** The month's cumulative course against its pace, day by day; nothing for a day after `asOf`. */
export const courseOf = (days: ReadonlyArray<Scorecard.CourseDay>): ReadonlyArray<FormData.CourseDay> =>
  days.map(({ day, pace, valid }) => ({ day, valid, pace: pace.numerator / pace.denominator }))

export const thresholdsOf = ({ green, yellow }: { readonly green: number; readonly yellow: number }): FormData.Thresholds => ({
  yellowPercent: yellow / 100,
  greenPercent: green / 100
})

export const offsetMinutesOf = ({ judgedMonth }: FormMonth): FormData.OffsetMinutes => (at) => Calendar.offsetAt(judgedMonth.judging.zone, at) / 60_000

/** Where the period's records begin in the order of time, and how many they are. */
export const periodRange = (order: Uint32Array, at: (index: number) => Calendar.Instant, bounds: JudgedMonth["bounds"]) => {
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

/** Fields that all lines of one advisor, branch and brand share, and fields that all lines of one outcome share. */
export const placeFields = ["advisorId", "advisor", "branch", "brand"] as const
export const outcomeFields = ["verdict", "reasons", "warnings"] as const

/** The role that takes over a red lead, in the procedure's words. The manager is the one of the brand's line. */
export const escalationName = (to: Lead.Escalation, line: Directory.BusinessLine | undefined): string =>
  to === "advisor" ? "Asesor comercial" : to === "general-manager" ? "Gerente General" : line === "motorcycles" ? "Gerente Motos" : "Gerente comercial"

