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

const rowOf = (id: string, name: string, findings: ReadonlyArray<Finding>, flagged: number): FormData.ControlsRow => {
  const count = (isCounted: (finding: Finding) => boolean): number => findings.filter(isCounted).length
  const of = (...kinds: ReadonlyArray<ControlFindings.Kind>): number => count(({ kind }) => kinds.includes(kind))
  return {
    id,
    name,
    flagged,
    failedVerifications: of("verification-failed"),
    bursts: of("registration-burst", "activity-burst"),
    replacedIdentities: of("identity-replaced"),
    lostWithoutContact: of("lost-without-contact"),
    repeatedNotes: of("note-repeated"),
    callsNotInLog: of("call-not-in-log"),
    appealsOpen: count(({ state }) => state === "open" || state === "overdue"),
    appealsOverdue: count(({ state }) => state === "overdue"),
    appealsDecided: count(({ state }) => state === "granted" || state === "refused"),
    waivers: of("waiver")
  }
}

/** Informe de controles. */
export const controlsReport = (month: ControlledMonth): FormData.ControlsData => {
  const { compliance, judgedMonth } = month
  const { findings, flagged } = month.controls ?? ControlFindings.of({ judgedMonth, compliance })
  const names = FormMonth.namesOf(month.directory)
  const branchOf = ({ branchId }: Finding): string => branchId ?? FormMonth.NO_BRANCH
  const flaggedOf = (some: ReadonlyArray<Finding>): number => new Set(some.flatMap(({ advisorId }) => flagged.has(advisorId) ? [advisorId] : [])).size
  const byBranch = [...Map.groupBy(findings, branchOf)].sort(([one], [other]) => one < other ? -1 : 1)
  const nameOf = titlesOf([...judgedMonth.judging.policy.prospectRules, ...judgedMonth.judging.policy.activityRules])
  return {
    header: FormMonth.headerOf(month, "controls", ControlsReport.formName),
    offsetMinutes: FormMonth.offsetMinutesOf(month),
    branches: FormMonth.unknownLast(byBranch, ([branchId]) => names.knowsBranch(branchId)).map(([branchId, ofBranch]) => {
      const byAdvisor = [...Map.groupBy(ofBranch, ({ advisorId }) => advisorId)].sort(([one], [other]) => one < other ? -1 : 1)
      return {
        subtotal: rowOf(branchId, branchId === FormMonth.NO_BRANCH ? branchId : names.branch(branchId), ofBranch, flaggedOf(ofBranch)),
        advisors: FormMonth.unknownLast(byAdvisor, ([advisorId]) => names.knowsAdvisor(advisorId))
          .map(([advisorId, ofAdvisor]) => rowOf(advisorId, names.advisor(advisorId), ofAdvisor, flaggedOf(ofAdvisor)))
      }
    }),
    company: rowOf("", "Toda la empresa", findings, flaggedOf(findings)),
    detail: {
      count: findings.length,
      line: (place, into) => {
        const finding = findings[place]!
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
