/** Reads a demonstration month without the intake package, and has the core judge it. */
import * as Activity from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Directory from "@crm-procedure/core/records/Directory"
import type * as Field from "@crm-procedure/core/records/Field"
import * as Goal from "@crm-procedure/core/records/Goal"
import * as JudgingContext from "@crm-procedure/core/judging/JudgingContext"
import { MonthBuilder } from "@crm-procedure/core/judging/MonthBuilder"
import type * as Policy from "@crm-procedure/core/policy/Policy"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import * as DemonstrationMonth from "../../src/DemonstrationMonth.ts"

/** The rows of a text of comma-separated values, header first. */
export const parse = (text: string): ReadonlyArray<ReadonlyArray<string>> => {
  const rows: Array<ReadonlyArray<string>> = []
  let row: Array<string> = []
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    row.push(match[1] === undefined ? match[2] as string : match[1].replaceAll("\"\"", "\""))
    if (match[3] === "\n") {
      rows.push(row)
      row = []
    }
  }
  return rows
}

/** The text of every file by its name. */
export const texts = (options: DemonstrationMonth.DemonstrationOptions): Readonly<Record<DemonstrationMonth.FileName, string>> =>
  Object.fromEntries([...DemonstrationMonth.files(options)].map(({ chunks, name }) => [name, [...chunks].join("")])) as Record<
    DemonstrationMonth.FileName,
    string
  >

export interface File<R> {
  readonly records: ReadonlyArray<R>
  readonly rejectedColumns: ReadonlyArray<string | undefined>
}

/** Reads a file's records; `conflict` says whether a record can't stand beside those before. */
const read = <R>(
  text: string,
  fields: ReadonlyArray<Field.Field>,
  crossFaults: RecordReader.CrossFaults<R> | undefined,
  idOf: (record: R) => string,
  idColumn: string | undefined,
  conflict: (record: R, earlier: ReadonlyArray<R>) => boolean = () => false
): File<R> => {
  const [header, ...rows] = parse(text) as [ReadonlyArray<string>, ...ReadonlyArray<ReadonlyArray<string>>]
  const places = fields.map(({ column }) => header.indexOf(column))
  const records: Array<R> = []
  const rejectedColumns: Array<string | undefined> = []
  const ids = new Set<string>()
  for (const row of rows) {
    if (row.length > header.length) {
      rejectedColumns.push(undefined)
      continue
    }
    const cells = places.map((place) => place < 0 ? undefined : (row[place] ?? "").trim() || undefined)
    const { faults, record } = RecordReader.readCells<R>(fields, cells, Calendar.bogota, crossFaults)
    if (record === undefined) rejectedColumns.push((faults as ReadonlyArray<RecordReader.PointedFault>)[0]?.column)
    else if (idColumn !== "" && ids.has(idOf(record))) rejectedColumns.push(idColumn)
    else if (conflict(record, records)) rejectedColumns.push(undefined)
    else {
      ids.add(idOf(record))
      records.push(record)
    }
  }
  return { records, rejectedColumns }
}

export const readAll = (options: DemonstrationMonth.DemonstrationOptions) => {
  const text = texts(options)
  return {
    text,
    employees: read<Directory.Employee>(text["employees.csv"], Directory.employeeFields, Directory.employeeFaults, ({ employeeId }) => employeeId, "", (one, others) =>
      others.some((other) => other.employeeId === one.employeeId && Directory.overlaps(one, other))),
    branches: read<Directory.Branch>(text["branches.csv"], Directory.branchFields, undefined, ({ branchId }) => branchId, "branch_id"),
    brands: read<Directory.Brand>(text["brands.csv"], Directory.brandFields, undefined, ({ brandId }) => brandId, "brand_id"),
    prospects: read<Prospect.Prospect>(text["prospects.csv"], Prospect.fields, Prospect.faults, ({ prospectId }) => prospectId, "prospect_id"),
    activities: read<Activity.Activity>(text["activities.csv"], Activity.fields, Activity.faults, ({ activityId }) => activityId, "activity_id"),
    goals: read<Goal.Goal>(text["goals.csv"], Goal.fields, undefined, Goal.key, undefined),
    calls: read<VerificationCall.VerificationCall>(text["verification-calls.csv"], VerificationCall.fields, undefined, ({ callId }) => callId, "call_id")
  }
}

/** The month judged at its end. */
export const judge = (options: DemonstrationMonth.DemonstrationOptions, policy: Policy.Policy) => {
  const month = readAll(options)
  const { end } = Calendar.periodBounds(Calendar.bogota, options.period)
  const directory = { employees: month.employees.records, branches: month.branches.records, brands: month.brands.records }
  const judging = JudgingContext.make({ policy, directory, asOf: end })
  const builder = new MonthBuilder(judging)
  for (const prospect of month.prospects.records) builder.addProspect(prospect)
  for (const activity of month.activities.records) builder.addActivity(activity)
  builder.addGoals(month.goals.records)
  for (const call of month.calls.records) builder.addCall(call)
  const judgedMonth = builder.judge({ period: options.period })
  const { activities, prospects } = judgedMonth
  return { month, judging, prospects, activities, judgedMonth }
}
