/**
 * The month report as it is usually written: a CSV library into objects, the plain loop over arrays of them, files out.
 * `node monthObjects.ts <folder> 2024-03 <out>`. It knows no sample and reads every row that csv-parse does.
 */
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Employee } from "@crm-procedure/core/records/Directory"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { VerificationCall } from "@crm-procedure/core/records/VerificationCall"
import { parse } from "csv-parse"
import { createReadStream, createWriteStream } from "node:fs"
import { join } from "node:path"
import { judge } from "./judgingLoop.ts"

const [folder, period, out] = process.argv.slice(2) as [string, string, string]
const [year, month] = period.split("-").map(Number) as [number, number]
const start = Date.UTC(year, month - 1, 1, 5)
const end = Date.UTC(year, month, 1, 5)

type Row = Record<string, string>

const rowsOf = async <R>(name: string, read: (row: Row) => R | undefined): Promise<Array<R>> => {
  const records: Array<R> = []
  const seen = new Set<string>()
  const parser = createReadStream(join(folder, `${name}.csv`)).pipe(parse({ columns: true, relax_column_count: true, trim: true }))
  for await (const row of parser as AsyncIterable<Row>) {
    const record = read(row)
    const id = Object.values(row)[0]!
    if (record === undefined || (name !== "employees" && seen.has(id))) continue
    seen.add(id)
    records.push(record)
  }
  return records
}

const text = (cell: string | undefined): string | undefined => cell === "" ? undefined : cell
const instant = (cell: string | undefined): number | undefined => cell === "" || cell === undefined ? undefined : Date.parse(/[Z+]|-\d\d:?\d\d$/.test(cell.slice(10)) ? cell : `${cell}-05:00`)
const isInstant = (value: number | undefined): boolean => value === undefined || !Number.isNaN(value)
const day = (cell: string): number => Date.parse(cell) / 86_400_000

const prospect = (row: Row): Prospect | undefined => {
  const createdAt = instant(row.created_at)
  const stage = (row.stage || "open") as Prospect["stage"]
  if (createdAt === undefined || !isInstant(createdAt) || !row.prospect_id || !row.advisor_id || !row.branch_id || !row.brand_id) return undefined
  if (!["open", "won", "lost"].includes(stage) || (stage !== "open" && !row.stage_at)) return undefined
  return {
    prospectId: row.prospect_id, createdAt, advisorId: row.advisor_id, branchId: row.branch_id, brandId: row.brand_id,
    fullName: text(row.full_name), documentType: text(row.document_type), documentNumber: text(row.document_number),
    phone: text(row.phone), email: text(row.email), source: text(row.source), interest: text(row.interest),
    consentAt: instant(row.consent_at), excludedAt: instant(row.excluded_at), recordedAt: instant(row.recorded_at), stage, stageAt: instant(row.stage_at)
  }
}

const activity = (row: Row): Activity | undefined => {
  const { activity_id: activityId, advisor_id: advisorId, prospect_id: prospectId, status, type } = row
  const [plannedFor, performedAt, recordedAt] = [instant(row.planned_for), instant(row.performed_at), instant(row.recorded_at)]
  if (!activityId || !advisorId || !prospectId || !type || !["planned", "performed", "cancelled"].includes(status!)) return undefined
  if (plannedFor === undefined && performedAt === undefined && recordedAt === undefined) return undefined
  if (!isInstant(plannedFor) || !isInstant(performedAt) || !isInstant(recordedAt)) return undefined
  if (!/^\d*$/.test(row.duration_seconds!) || !["", "true", "false"].includes(row.requested_by_customer!)) return undefined
  return {
    activityId, prospectId, advisorId, type, status: status as Activity["status"], direction: (row.direction || "outbound") as Activity["direction"],
    plannedFor, performedAt, recordedAt, outcome: text(row.outcome), note: text(row.note), nextActionAt: instant(row.next_action_at),
    durationSeconds: row.duration_seconds === "" ? undefined : Number(row.duration_seconds), requestedByCustomer: row.requested_by_customer === "true"
  }
}

const prospects = await rowsOf("prospects", prospect)
const activities = await rowsOf("activities", activity)
const judged = judge({
  prospects,
  activities,
  calls: await rowsOf("verification-calls", (row) =>
    ({ callId: row.call_id, subjectType: row.subject_type, subjectId: row.subject_id, agentId: row.agent_id, attemptedAt: instant(row.attempted_at), outcome: row.outcome }) as VerificationCall),
  employees: await rowsOf("employees", (row): Employee | undefined =>
    row.role === "advisor" && !row.branch_id ? undefined : ({
      employeeId: row.employee_id!, name: row.name!, role: row.role as Employee["role"], branchId: text(row.branch_id), phone: text(row.phone), email: text(row.email),
      documentType: text(row.document_type), documentNumber: text(row.document_number), activeFrom: day(row.active_from!), activeTo: row.active_to === "" ? undefined : day(row.active_to!)
    })),
  branchIds: await rowsOf("branches", (row) => row.branch_id),
  brandIds: await rowsOf("brands", (row) => row.brand_id),
  asOf: end
})

const write = async (name: string, ids: ReadonlyArray<string>, at: (index: number) => number, verdicts: Uint8Array, failed: Uint32Array): Promise<void> => {
  const file = createWriteStream(join(out, name))
  const order = [...ids.keys()].filter((i) => at(i) >= start && at(i) < end).sort((a, b) => at(a) - at(b) || (ids[a]! < ids[b]! ? -1 : 1))
  for (const i of order) file.write(`${ids[i]},${["valid", "invalid", "pending"][verdicts[i]!]},${failed[i]}\n`)
  await new Promise((resolve) => file.end(resolve))
}
await write("prospect-verdicts.csv", prospects.map(({ prospectId }) => prospectId), (i) => prospects[i]!.createdAt, judged.prospectVerdicts, judged.prospectFailed)
await write(
  "activity-verdicts.csv",
  activities.map(({ activityId }) => activityId),
  (i) => {
    const { performedAt, plannedFor, recordedAt, status } = activities[i]!
    return (status === "performed" ? performedAt ?? plannedFor ?? recordedAt : plannedFor ?? recordedAt ?? performedAt)!
  },
  judged.activityVerdicts,
  judged.activityFailed
)
