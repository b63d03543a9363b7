/** Rows that can't be read: they end in `rejected-….csv`, and stand last in their files. */
import * as ActivityRows from "./ActivityRows.ts"
import * as CallRows from "./CallRows.ts"
import * as CsvText from "./CsvText.ts"
import type * as Organisation from "./Organisation.ts"
import type * as Plan from "./Plan.ts"
import type { Planting } from "./Planting.ts"
import * as ProspectRows from "./ProspectRows.ts"

/** A line to be rejected, and the column of its fault (`undefined` where the row as a whole is at fault). */
export interface Rejected {
  readonly column: string | undefined
  readonly line: string
}

/** A line with its first cell of a text replaced by another. */
const altered = (line: string, cell: string, replacement: string): string => line.replace(`,${cell},`, `,${replacement},`)

export const prospects = (plan: Plan.Plan, planting: Planting): ReadonlyArray<Rejected> => {
  const base = planting.prospects.at(-1) as ProspectRows.Draft
  const draft = { ...base, stage: "open", stageAt: ProspectRows.ABSENT, source: "walk-in" }
  const line = (changes: Partial<ProspectRows.Draft>, number: number): string =>
    ProspectRows.line(plan, { ...draft, id: planting.ids.prospect(77_000_000 + number), ...changes })
  const created = line({}, 0).split(",")[1] as string
  const { period } = plan.month
  return [
    { column: "created_at", line: altered(line({}, 1), created, `${period}-32T10:00:00-05:00`) },
    { column: "created_at", line: altered(line({}, 2), created, `32/${period.slice(5)}/${period.slice(0, 4)}`) },
    { column: "advisor_id", line: line({ advisorId: "" }, 3) },
    { column: "stage", line: line({ stage: "casi ganado", stageAt: draft.createdAt + 86_400 }, 4) },
    { column: "stage_at", line: line({ stage: "won" }, 5) },
    { column: undefined, line: line({ campaign: "feria-local,sobra una celda" }, 6) },
    { column: "prospect_id", line: line({ id: base.id, fullName: "Marta Lucía Repetida Gómez" }, 7) }
  ]
}

export const activities = (plan: Plan.Plan, planting: Planting): ReadonlyArray<Rejected> => {
  const base = planting.activities.at(-1) as ActivityRows.Draft
  const draft = { ...base, type: "call", requestedByCustomer: "false", durationSeconds: 77_777 }
  const line = (changes: Partial<ActivityRows.Draft>, number: number): string =>
    ActivityRows.line(plan, { ...draft, id: planting.ids.activity(770_000 + number), ...changes })
  const absent = { plannedFor: ProspectRows.ABSENT, performedAt: ProspectRows.ABSENT, recordedAt: ProspectRows.ABSENT }
  const performed = line({ plannedFor: ProspectRows.ABSENT }, 0).split(",")[7] as string
  return [
    { column: "status", line: line({ status: "a medias" }, 1) },
    { column: "performed_at", line: altered(line({ plannedFor: ProspectRows.ABSENT }, 2), performed, "ayer en la tarde") },
    { column: "performed_at", line: line({ ...absent, status: "planned" }, 3) },
    { column: "duration_seconds", line: altered(line({}, 4), "77777", "3 min") },
    { column: "requested_by_customer", line: line({ requestedByCustomer: "quizás" }, 5) },
    { column: "type", line: line({ type: "" }, 6) },
    { column: "activity_id", line: line({ id: base.id }, 7) }
  ]
}

export const calls = (plan: Plan.Plan, planting: Planting): ReadonlyArray<Rejected> => {
  const base = planting.calls.at(-1) as CallRows.Draft
  const line = (changes: Partial<CallRows.Draft>, number: number): string =>
    CallRows.line(plan, { ...base, id: planting.ids.call(7_700_000 + number), ...changes })
  const attempted = line({}, 0).split(",")[4] as string
  return [
    { column: "outcome", line: line({ outcome: "contestó otra persona" }, 1) },
    { column: "subject_type", line: line({ subjectType: "cliente" as "prospect" }, 2) },
    { column: "attempted_at", line: altered(line({}, 3), attempted, "") },
    { column: "call_id", line: line({ id: base.id }, 4) }
  ]
}

export const goals = (plan: Plan.Plan, rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<Rejected> => {
  const first = rows[0] as ReadonlyArray<string>
  const other = ["A-901", "S-01", "M-01"]
  return [
    { column: "prospects", line: CsvText.line([plan.month.period, ...other, "-5", "40"]) },
    { column: "activities", line: CsvText.line([plan.month.period, ...other, "5", "12,5"]) },
    { column: "period", line: CsvText.line(["marzo", ...other, "5", "40"]) },
    { column: undefined, line: CsvText.line([...first.slice(0, 4), "9", "9"]) }
  ]
}

/** Columns as in `employees.csv`. */
export const employees = (plan: Plan.Plan): ReadonlyArray<Rejected> => {
  const { dateText, start } = plan.month
  const advisor = plan.organisation.advisors[0] as Organisation.Advisor
  return [
    { column: undefined, line: CsvText.line([advisor.id, advisor.name, "advisor", "S-02", "cars", "M-01", "", "", "", "", dateText(start + 3), ""]) },
    { column: "role", line: CsvText.line(["A-902", "Rosa Elvira Mina Caicedo", "portero", "S-02", "cars", "M-01", "", "", "", "", dateText(start), ""]) },
    { column: "branch_id", line: CsvText.line(["A-903", "Óscar Iván Daza Polo", "advisor", "", "cars", "M-01", "", "", "", "", dateText(start), ""]) }
  ]
}

export const branches: ReadonlyArray<Rejected> = [{ column: "branch_id", line: CsvText.line(["S-01", "Sede Repetida", "Bogotá"]) }]

export const brands: ReadonlyArray<Rejected> = [{ column: "line", line: CsvText.line(["M-98", "Buses Invisibles", "buses"]) }]
