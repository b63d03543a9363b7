/** The report of the controls of a judged month. */
import * as ControlFindings from "@crm-procedure/core/results/ControlFindings"
import type { Rule } from "@crm-procedure/core/policy/Rule"
import type * as FormData from "../data/FormData.ts"
import * as FormMonth from "../month/FormMonth.ts"
import * as ControlsReport from "./ControlsReport.ts"

/** A followed month, and what the controls found in it; by default what the judged month itself says. */
export interface ControlledMonth extends FormMonth.FollowedMonth {
  readonly controls?: ControlFindings.ControlFindings | undefined
}

const findingWords: Readonly<Record<ControlFindings.Kind, string>> = {
  "verification-failed": "Verificación fallida de un asesor señalado",
  "registration-burst": "Registrado en ráfaga",
  "activity-burst": "Realizada en ráfaga",
  "identity-replaced": "Identidad reemplazada",
  "lost-without-contact": "Perdido sin contacto",
  "note-repeated": "Nota repetida",
  "call-not-in-log": "Llamada fuera del registro",
  appeal: "Apelación",
  waiver: "Excusa"
}

const stateWords: Readonly<Record<NonNullable<ControlFindings.Finding["state"]>, string>> = { open: "abierta", overdue: "vencida", granted: "concedida", refused: "negada" }

type Finding = ControlFindings.Finding

/** The findings of a group, counted. */
class Tally {
  private readonly kinds = new Map<ControlFindings.Kind, number>()
  private readonly states = new Map<Finding["state"], number>()
  private readonly flagged = new Set<string>()

  add({ advisorId, kind, state }: Finding, isFlagged: boolean): void {
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1)
    if (state !== undefined) this.states.set(state, (this.states.get(state) ?? 0) + 1)
    if (isFlagged) this.flagged.add(advisorId)
  }

  row(id: string, name: string): FormData.ControlsRow {
    const of = (...kinds: ReadonlyArray<ControlFindings.Kind>): number => kinds.reduce((sum, kind) => sum + (this.kinds.get(kind) ?? 0), 0)
    const inState = (...states: ReadonlyArray<Finding["state"]>): number => states.reduce((sum, state) => sum + (this.states.get(state) ?? 0), 0)
    return {
      id,
      name,
      flagged: this.flagged.size,
      failedVerifications: of("verification-failed"),
      bursts: of("registration-burst", "activity-burst"),
      replacedIdentities: of("identity-replaced"),
      lostWithoutContact: of("lost-without-contact"),
      repeatedNotes: of("note-repeated"),
      callsNotInLog: of("call-not-in-log"),
      appealsOpen: inState("open", "overdue"),
      appealsOverdue: inState("overdue"),
      appealsDecided: inState("granted", "refused"),
      waivers: of("waiver")
    }
  }
}

/** The findings of a branch: all of them, and by advisor. */
interface BranchTally {
  readonly all: Tally
  readonly byAdvisor: Map<string, Tally>
}

const made = <Value>(map: Map<string, Value>, key: string, make: () => Value): Value => {
  let value = map.get(key)
  if (value === undefined) map.set(key, value = make())
  return value
}

/** The findings of the company and of its branches. */
const tallied = ({ findings, flagged }: ControlFindings.ControlFindings) => {
  const company = new Tally()
  const branches = new Map<string, BranchTally>()
  for (const finding of findings) {
    const branch = made(branches, finding.branchId ?? FormMonth.NO_BRANCH, (): BranchTally => ({ all: new Tally(), byAdvisor: new Map() }))
    for (const tally of [company, branch.all, made(branch.byAdvisor, finding.advisorId, () => new Tally())]) tally.add(finding, flagged.has(finding.advisorId))
  }
  return { company, branches: sorted(branches) }
}

const sorted = <Value>(map: ReadonlyMap<string, Value>): ReadonlyArray<readonly [string, Value]> => [...map].sort(([one], [other]) => one < other ? -1 : 1)

/** Informe de controles. */
export const controlsReport = (month: ControlledMonth): FormData.ControlsData => {
  const { compliance, judgedMonth } = month
  const found = month.controls ?? ControlFindings.of({ judgedMonth, compliance })
  const { branches, company } = tallied(found)
  const names = FormMonth.namesOf(month.directory)
  const nameOf = titlesOf([...judgedMonth.judging.policy.prospectRules, ...judgedMonth.judging.policy.activityRules])
  return {
    header: FormMonth.headerOf(month, "controls", ControlsReport.formName),
    offsetMinutes: FormMonth.offsetMinutesOf(month),
    branches: FormMonth.unknownLast(branches, ([branchId]) => names.knowsBranch(branchId)).map(([branchId, { all, byAdvisor }]) => ({
      subtotal: all.row(branchId, branchId === FormMonth.NO_BRANCH ? branchId : names.branch(branchId)),
      advisors: FormMonth.unknownLast(sorted(byAdvisor), ([advisorId]) => names.knowsAdvisor(advisorId))
        .map(([advisorId, tally]) => tally.row(advisorId, names.advisor(advisorId)))
    })),
    company: company.row("", "Toda la empresa"),
    detail: {
      count: found.findings.length,
      line: (place, into) => {
        const finding = found.findings.at(place)!
        into.kind = finding.kind
        into.finding = findingWords[finding.kind]
        into.subjectType = finding.subjectType
        into.subjectId = finding.subjectId
        into.at = finding.at
        into.advisorId = finding.advisorId
        into.advisor = names.advisor(finding.advisorId)
        into.branch = finding.branchId === undefined ? FormMonth.NO_BRANCH : names.branch(finding.branchId)
        into.brand = finding.brandId === undefined ? FormMonth.NO_BRANCH : names.brand(finding.brandId)
        into.about = [finding.code === undefined ? "" : nameOf(finding.code), finding.state === undefined ? "" : stateWords[finding.state]].filter((text) => text !== "").join(", ")
        into.by = finding.by ?? ""
      }
    }
  }
}

const titlesOf = (rules: ReadonlyArray<Rule>) => {
  const titles = new Map(rules.map(({ code, title }) => [code, title.es]))
  return (code: string): string => titles.get(code) ?? code
}
