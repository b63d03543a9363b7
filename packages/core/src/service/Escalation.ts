/**
 * Escalation of red leads: to the advisor, to the branch's manager of the line, to the general manager (*Responsable: Asesor,
 * Gerente*). Each step is an event that is raised once.
 *
 * @see GC-PRO-05, Riesgos y controles
 *
 * @example
 * ```ts run
 * import { CrmProcedure, Escalation, Records } from "@crm-procedure/core"
 * import { Effect, Layer } from "effect"
 * import * as assert from "node:assert/strict"
 *
 * const raised = CrmProcedure.CrmProcedure.use((crm) => crm.raiseEscalations({ dealership: "norte", period: "2024-03", asOf: Date.parse("2024-03-06T15:00:00Z") }))
 * const service = CrmProcedure.CrmProcedure.layer().pipe(Layer.provide(Records.Records.layerMemory))
 * // Without red leads no event is raised.
 * assert.deepEqual(await Effect.runPromise(Effect.provide(raised, service)), [])
 * assert.deepEqual(Escalation.levels, ["advisor", "manager", "general-manager"])
 * ```
 */
import * as Effect from "effect/Effect"
import * as Calendar from "../calendar/Calendar.ts"
import type { ComplianceReport } from "../results/ComplianceReport.ts"
import * as Directory from "../records/Directory.ts"
import * as Lead from "../results/Lead.ts"
import type * as Policy from "../policy/Policy.ts"
import * as Records from "../register/Records.ts"
import * as StoredFollowUp from "../register/StoredFollowUp.ts"
import * as StoredMonth from "../register/StoredMonth.ts"

/** The type of the event. */
export const EVENT_TYPE = "lead.escalated"

/** The levels of an escalation, the lowest first. */
export const levels: ReadonlyArray<Lead.Escalation> = ["advisor", "manager", "general-manager"]

/** The data of the event: ids and instants, no personal data. Instants are local texts with their offset. */
export interface EscalatedLead {
  readonly leadId: string
  readonly level: Lead.Escalation
  /** The employees to whom it goes; empty where the directory has no employee in that post. */
  readonly addresseeIds: ReadonlyArray<string>
  readonly advisorId: string
  readonly branchId: string
  readonly brandId: string
  readonly redSince: string
  readonly redBusinessDays: number
  readonly daysSinceLastContact: number
}

/** The advisor, branch and brand of a lead. */
interface Place {
  readonly advisorId: string
  readonly branchId: string
  readonly brandId: string
}

/**
 * The ids of the employees in charge of a lead at a level on a day, in the order of the directory. Managers of the lead's branch
 * come first; where there are none, managers without a branch are in charge. A brand without a line is one of cars.
 */
export const addresseesOf = (
  directory: Directory.Directory,
  level: Lead.Escalation,
  { advisorId, branchId, brandId }: Place,
  day: Calendar.LocalDay
): ReadonlyArray<string> => {
  if (level === "advisor") return [advisorId]
  const active = directory.employees.filter((employee) => Directory.isActiveOn(employee, day))
  const idsOf = (employees: ReadonlyArray<Directory.Employee>) => [...new Set(employees.map(({ employeeId }) => employeeId))]
  if (level === "general-manager") return idsOf(active.filter(({ role }) => role === "general-manager"))
  const line = directory.brands.find((brand) => brand.brandId === brandId)?.line ?? "cars"
  const role: Directory.Role = line === "motorcycles" ? "motorcycle-manager" : "commercial-manager"
  const managers = active.filter((employee) => employee.role === role && (employee.line ?? line) === line)
  const ofBranch = managers.filter((employee) => employee.branchId === branchId)
  return idsOf(ofBranch.length > 0 ? ofBranch : managers.filter((employee) => employee.branchId === undefined))
}

/**
 * The events of every red lead, one for each level that it has reached. The event's key holds the lead, the level and since when
 * it is red, so a lead that was green meanwhile is escalated again. Erased leads are not escalated: there is no person to contact.
 */
export const events = (report: ComplianceReport, directory: Directory.Directory): ReadonlyArray<Records.RaisedEvent> => {
  const { leads, watch } = report
  return report.neglected.flatMap((number) => {
    const { daysSinceLast, redSince } = report.follow(number)
    if (redSince === undefined || leads.isErased(number)) return []
    const place = leads.placeOf(number)
    const leadId = leads.idOf(number)
    const reached = levels.indexOf(Lead.escalationOf(redSince, watch))
    return levels.slice(0, reached + 1).map((level): Records.RaisedEvent => {
      const data: EscalatedLead = {
        leadId,
        level,
        addresseeIds: addresseesOf(directory, level, place, watch.today),
        ...place,
        redSince: Calendar.formatToSecond(watch.zone, redSince),
        redBusinessDays: Lead.redBusinessDays(redSince, watch),
        daysSinceLastContact: daysSinceLast
      }
      return { key: `${EVENT_TYPE} ${JSON.stringify([leadId, level, redSince])}`, type: EVENT_TYPE, at: watch.asOf, data }
    })
  })
}

/**
 * Raises what has to be escalated as of an instant, and answers the events that were new. Each event is raised once, however
 * often this runs. With `since`, the instant of an earlier run, only leads that changed or went on since then are looked at.
 */
export const raiseEscalations = Effect.fn("Escalation.raiseEscalations")(function*(options: {
  readonly dealership: string
  readonly policyOf: (period: Calendar.Period) => Policy.Policy
  /** The period whose policy says when a lead is red. Leads of all months are followed up. */
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
  readonly since?: Calendar.Instant | undefined
}): Effect.fn.Return<ReadonlyArray<Records.RaisedEvent>, Records.RecordsError, Records.Records> {
  const { asOf, dealership, period, policyOf, since } = options
  const records = yield* Records.Records
  const query = since === undefined ? { redAt: asOf } : { escalated: { after: since, until: asOf } }
  const found = yield* StoredFollowUp.report({ dealership, policyOf }, { period, asOf, query })
  const raised = found === undefined
    ? yield* Effect.map(StoredMonth.judge({ dealership, period, asOf, policy: policyOf(period), policyOf }), (month) => events(month.compliance(), month.directory))
    : found.neglected.length === 0
    ? []
    : events(found, yield* records.directory(dealership))
  return raised.length === 0 ? [] : yield* records.raise(dealership, raised)
})
