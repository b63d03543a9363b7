/** Reads a folder of canonical files. Every row is accepted, rejected or skipped. See docs/guides/importing.md. */
import * as fs from "node:fs"
import * as path from "node:path"
import { type Cell, type Encoding, readTable, UnusableFile } from "./csv.ts"
import { columnNamed, dayFirst, fileNamed, readDay, readEnumeration, readOpenWord, readPeriod, readWholeNumber, readWrittenInstant } from "./written.ts"

export interface Assignment {
  readonly line: number
  readonly employeeId: string
  readonly role: string
  readonly branchId: string | undefined
  readonly phone: string | undefined
  readonly email: string | undefined
  readonly documentType: string | undefined
  readonly documentNumber: string | undefined
  /** Local days. */
  readonly activeFrom: number
  readonly activeTo: number | undefined
}

export interface Prospect {
  readonly line: number
  readonly id: string
  readonly createdAt: number
  readonly advisorId: string
  readonly branchId: string
  readonly brandId: string
  readonly fullName: string | undefined
  readonly documentType: string | undefined
  readonly documentNumber: string | undefined
  readonly phone: string | undefined
  readonly email: string | undefined
  readonly source: string | undefined
  readonly interest: string | undefined
  readonly consentAt: number | undefined
  readonly excludedAt: number | undefined
  readonly assignedAt: number | undefined
  readonly recordedAt: number | undefined
  readonly stage: string
  readonly stageAt: number | undefined
}

export interface Activity {
  readonly line: number
  readonly id: string
  readonly prospectId: string
  readonly advisorId: string
  readonly type: string
  readonly status: string
  readonly direction: string
  readonly plannedFor: number | undefined
  readonly performedAt: number | undefined
  readonly recordedAt: number | undefined
  readonly outcome: string | undefined
  readonly note: string | undefined
  readonly nextActionAt: number | undefined
  readonly durationSeconds: number | undefined
  readonly requestedByCustomer: boolean
}

export interface Goal {
  readonly period: string
  readonly advisorId: string
  readonly branchId: string
  readonly brandId: string
  readonly prospects: number
  readonly activities: number
}

export interface VerificationCall {
  readonly id: string
  readonly subjectType: string
  readonly subjectId: string
  readonly agentId: string
  readonly attemptedAt: number
  readonly outcome: string
}

export interface LoggedCall {
  readonly id: string
  readonly startedAt: number
  readonly advisorId: string
  readonly number: string
}

export interface Waiver {
  readonly id: string
  readonly subjectType: string
  readonly subjectId: string
  readonly code: string
  readonly grantedAt: number
}

export interface Fault {
  readonly line: number
  readonly column: string
  readonly found: string
  readonly expected: string
}

export interface FileSummary {
  readonly rows: number
  readonly read: number
  readonly rejected: number
  readonly skipped: number
  readonly repairs: number
  readonly dayFirst: number
  readonly encoding: Encoding
  readonly unknownColumns: ReadonlyArray<string>
}

export interface Folder {
  readonly assignments: ReadonlyArray<Assignment>
  readonly branchIds: ReadonlySet<string>
  readonly brandIds: ReadonlySet<string>
  readonly prospects: ReadonlyArray<Prospect>
  readonly activities: ReadonlyArray<Activity>
  readonly goals: ReadonlyArray<Goal>
  readonly calls: ReadonlyArray<VerificationCall>
  /** Whether a `verification-calls.csv` is there, if only its header. */
  readonly callsGiven: boolean
  /** The telephone system's log. */
  readonly loggedCalls: ReadonlyArray<LoggedCall>
  readonly loggedCallsGiven: boolean
  readonly waivers: ReadonlyArray<Waiver>
  /** Whether a `waivers.csv` is there, if only its header. */
  readonly waiversGiven: boolean
  /** By file name without `.csv`. */
  readonly faults: ReadonlyMap<string, ReadonlyArray<Fault>>
  readonly summaries: ReadonlyMap<string, FileSummary>
}

export const columnsOfFile = {
  employees: {
    required: ["employee_id", "name", "role", "active_from"],
    optional: ["branch_id", "line", "brand_ids", "phone", "email", "document_type", "document_number", "active_to"]
  },
  branches: { required: ["branch_id", "name"], optional: ["city"] },
  brands: { required: ["brand_id", "name"], optional: ["line"] },
  prospects: {
    required: ["prospect_id", "created_at", "advisor_id", "branch_id", "brand_id"],
    optional: ["full_name", "document_type", "document_number", "phone", "email", "source", "interest", "consent_at", "excluded_at",
      "assigned_at", "recorded_at", "stage", "stage_at", "consent_purpose", "consent_channel"]
  },
  activities: {
    required: ["activity_id", "prospect_id", "advisor_id", "type", "status"],
    optional: ["direction", "planned_for", "performed_at", "recorded_at", "outcome", "note", "next_action_at", "duration_seconds",
      "requested_by_customer"]
  },
  goals: { required: ["period", "advisor_id", "branch_id", "brand_id", "prospects", "activities"], optional: [] },
  "verification-calls": {
    required: ["call_id", "subject_type", "subject_id", "agent_id", "attempted_at", "outcome"],
    optional: ["comment"]
  },
  "phone-log": { required: ["entry_id", "started_at", "advisor_id", "number"], optional: ["direction", "duration_seconds"] },
  waivers: { required: ["waiver_id", "subject_type", "subject_id", "code", "granted_at", "granted_by", "reason"], optional: [] }
} satisfies Record<string, { required: ReadonlyArray<string>; optional: ReadonlyArray<string> }>

export type FileName = keyof typeof columnsOfFile
/** The files that a folder can do without. */
export const optionalFiles: ReadonlyArray<FileName> = ["verification-calls", "phone-log", "waivers"]
export const fileNames = Object.keys(columnsOfFile) as ReadonlyArray<FileName>

/** Reads one row's cells and gathers its faults: every fault of the row, a line a fault. */
class Row {
  readonly line: number
  readonly faults: Array<Fault> = []
  /** Dates of the row that name the day first. */
  dayFirst = 0
  private readonly cells: ReadonlyMap<string, Cell>

  constructor(line: number, cells: ReadonlyMap<string, Cell>) {
    this.line = line
    this.cells = cells
  }

  /** A fault quotes the cell as it stands in the file. */
  fault(column: string, found: string, expected: string): undefined {
    this.faults.push({ line: this.line, column, found: this.cells.get(column)?.written ?? found, expected })
  }

  text(column: string): string | undefined {
    return this.cells.get(column)?.value
  }

  required(column: string): string {
    const value = this.text(column)
    if (value === undefined) this.fault(column, "", "a value")
    return value ?? ""
  }

  /** Ids are 1 to 64 characters; a character is a code point. */
  id(column: string): string {
    return this.checkId(column, this.required(column))
  }

  optionalId(column: string): string | undefined {
    const value = this.text(column)
    return value === undefined ? undefined : this.checkId(column, value)
  }

  checkId(column: string, value: string): string {
    if (Array.from(value).length > 64) this.fault(column, value, "an id of at most 64 characters")
    return value
  }

  optionalOneOf(column: string, values: ReadonlyArray<string>): string | undefined {
    const value = this.text(column)
    if (value === undefined) return undefined
    return readEnumeration(value, values) ?? this.fault(column, value, values.join(" | "))
  }

  oneOf(column: string, values: ReadonlyArray<string>): string {
    this.required(column)
    return this.optionalOneOf(column, values) ?? ""
  }

  /** A word of a list that the policy may change. */
  word(column: string): string | undefined {
    const value = this.text(column)
    return value === undefined ? undefined : readOpenWord(column, value)
  }

  private dated<A>(column: string, read: (text: string) => A | undefined, expected: string): A | undefined {
    const value = this.text(column)
    if (value === undefined) return undefined
    const found = read(value)
    if (found !== undefined && dayFirst(value) !== undefined) this.dayFirst++
    return found ?? this.fault(column, value, expected)
  }

  optionalInstant(column: string): number | undefined {
    return this.dated(column, readWrittenInstant, "an instant")
  }

  instant(column: string): number {
    this.required(column)
    return this.optionalInstant(column) ?? Number.NaN
  }

  optionalDay(column: string): number | undefined {
    return this.dated(column, readDay, "a day")
  }

  day(column: string): number {
    this.required(column)
    return this.optionalDay(column) ?? Number.NaN
  }

  period(column: string): string {
    this.required(column)
    return this.dated(column, readPeriod, "a month") ?? ""
  }

  optionalInteger(column: string): number | undefined {
    const value = this.text(column)
    if (value === undefined) return undefined
    return readWholeNumber(value) ?? this.fault(column, value, "a whole number")
  }

  integer(column: string): number {
    this.required(column)
    return this.optionalInteger(column) ?? Number.NaN
  }
}

/** Where the records of a file are: its canonical or its Spanish name, compared as header names are. */
const locate = (directory: string, name: FileName): string | undefined => {
  const found = fs.readdirSync(directory).filter((file) => !/^(?:~\$|\.)/.test(file) && /\.csv$/i.test(file) && fileNamed(file.slice(0, -4)) === name)
  if (found.length > 1) throw new UnusableFile(`${name}.csv`, `there are ${found.join(" and ")}`)
  return found[0]
}

/** Splits a file into accepted records and faults. `admit` sees the records accepted before and may add faults. */
const readRecords = <A>(
  directory: string,
  name: FileName,
  decode: (row: Row) => A,
  admit: (record: A, accepted: ReadonlyArray<A>, row: Row) => void
): { readonly records: ReadonlyArray<A>; readonly faults: ReadonlyArray<Fault>; readonly summary: FileSummary; readonly given: boolean } => {
  const file = locate(directory, name)
  if (file === undefined) {
    if (!optionalFiles.includes(name)) throw new UnusableFile(`${name}.csv`, "the file is missing")
    const summary: FileSummary = { rows: 0, read: 0, rejected: 0, skipped: 0, repairs: 0, dayFirst: 0, encoding: "utf-8", unknownColumns: [] }
    return { records: [], faults: [], summary, given: false }
  }
  const { required, optional }: { required: ReadonlyArray<string>; optional: ReadonlyArray<string> } = columnsOfFile[name]
  const known = [...required, ...optional]
  const columnOf = (cell: Cell): string | undefined => cell.value === undefined ? undefined : columnNamed(cell.value, known)
  const table = readTable(file, fs.readFileSync(path.join(directory, file)), (cells) => required.every((column) => cells.some((cell) => columnOf(cell) === column)))
  const columns = table.header.map(columnOf)
  for (const [index, column] of columns.entries()) {
    if (column !== undefined && columns.indexOf(column) !== index) throw new UnusableFile(file, "a column stands twice in the header", column)
  }

  const records: Array<A> = []
  const faults: Array<Fault> = []
  let [rejected, skipped, dayFirstCount] = [0, table.skipped, 0]
  let repairs = table.header.filter(({ isRepaired }) => isRepaired).length
  for (const { line, cells } of table.rows) {
    if (required.length >= 3 && cells.filter(({ value }) => value !== undefined).length === 1) {
      skipped++
      continue
    }
    repairs += cells.filter(({ isRepaired }) => isRepaired).length
    const row = new Row(line, new Map(cells.flatMap((cell, index) => columns[index] === undefined ? [] : [[columns[index], cell] as const])))
    if (cells.slice(columns.length).some(({ value }) => value !== undefined)) row.fault("", `${cells.length} cells`, `${columns.length} cells`)
    const record = decode(row)
    if (row.faults.length === 0) admit(record, records, row)
    if (row.faults.length === 0) {
      records.push(record)
      dayFirstCount += row.dayFirst
    } else {
      faults.push(...row.faults)
      rejected++
    }
  }
  const unknownColumns = [...new Set(table.header.flatMap((cell, index) => columns[index] === undefined && cell.value !== undefined ? [cell.value] : []))]
  const rows = records.length + rejected + skipped
  const summary: FileSummary = { rows, read: records.length, rejected, skipped, repairs, dayFirst: dayFirstCount, encoding: table.encoding, unknownColumns }
  return { records, faults, summary, given: true }
}

const admitFirst = <A>(column: string, keyOf: (record: A) => string) => (record: A, accepted: ReadonlyArray<A>, row: Row): void => {
  if (accepted.some((other) => keyOf(other) === keyOf(record))) row.fault(column, keyOf(record), "an id not used before in the file")
}

const decodeAssignment = (row: Row): Assignment => {
  const employeeId = row.id("employee_id")
  row.required("name")
  const role = row.oneOf("role", [
    "advisor", "crm-assistant", "crm-agent", "marketing-coordinator", "motorcycle-manager", "commercial-manager", "general-manager"
  ])
  const branchId = row.optionalId("branch_id")
  if (role === "advisor" && branchId === undefined) row.fault("branch_id", "", "a branch: an advisor has one")
  row.optionalOneOf("line", ["cars", "motorcycles"])
  for (const brandId of (row.text("brand_ids") ?? "").split("|")) row.checkId("brand_ids", brandId.trim())
  return {
    line: row.line,
    employeeId,
    role,
    branchId,
    phone: row.text("phone"),
    email: row.text("email"),
    documentType: row.text("document_type"),
    documentNumber: row.text("document_number"),
    activeFrom: row.day("active_from"),
    activeTo: row.optionalDay("active_to")
  }
}

/** The first and last day are both active; an assignment that ends before it begins is never active, so overlaps nothing. */
export const isActiveOn = (assignment: Assignment, localDay: number): boolean =>
  assignment.activeFrom <= localDay && (assignment.activeTo === undefined || localDay <= assignment.activeTo)

const isEverActive = (a: Assignment): boolean => a.activeTo === undefined || a.activeFrom <= a.activeTo

const overlap = (a: Assignment, b: Assignment): boolean =>
  isEverActive(a) && isEverActive(b) &&
  (a.activeTo === undefined || b.activeFrom <= a.activeTo) && (b.activeTo === undefined || a.activeFrom <= b.activeTo)

const admitAssignment = (record: Assignment, accepted: ReadonlyArray<Assignment>, row: Row): void => {
  const other = accepted.find((earlier) => earlier.employeeId === record.employeeId && overlap(earlier, record))
  if (other !== undefined) row.fault("active_from", `lines ${other.line} and ${record.line} overlap`, "assignments that do not overlap")
}

const decodeProspect = (row: Row): Prospect => {
  const stage = row.optionalOneOf("stage", ["open", "won", "lost"]) ?? "open"
  const closed = stage === "won" || stage === "lost"
  if (closed) row.required("stage_at")
  return {
    line: row.line,
    id: row.id("prospect_id"),
    createdAt: row.instant("created_at"),
    advisorId: row.id("advisor_id"),
    branchId: row.id("branch_id"),
    brandId: row.id("brand_id"),
    fullName: row.text("full_name"),
    documentType: row.text("document_type"),
    documentNumber: row.text("document_number"),
    phone: row.text("phone"),
    email: row.text("email"),
    source: row.word("source"),
    interest: row.text("interest"),
    consentAt: row.optionalInstant("consent_at"),
    excludedAt: row.optionalInstant("excluded_at"),
    assignedAt: row.optionalInstant("assigned_at"),
    recordedAt: row.optionalInstant("recorded_at"),
    stage,
    // `stage_at` of an open prospect is ignored.
    stageAt: closed ? row.optionalInstant("stage_at") : undefined
  }
}

const decodeActivity = (row: Row): Activity => {
  if (["performed_at", "planned_for", "recorded_at"].every((column) => row.text(column) === undefined)) {
    row.fault("performed_at", "", "one of performed_at, planned_for and recorded_at")
  }
  return {
    line: row.line,
    id: row.id("activity_id"),
    prospectId: row.id("prospect_id"),
    advisorId: row.id("advisor_id"),
    type: readOpenWord("type", row.required("type")),
    status: row.oneOf("status", ["planned", "performed", "cancelled"]),
    direction: row.optionalOneOf("direction", ["outbound", "inbound"]) ?? "outbound",
    plannedFor: row.optionalInstant("planned_for"),
    performedAt: row.optionalInstant("performed_at"),
    recordedAt: row.optionalInstant("recorded_at"),
    outcome: row.word("outcome"),
    note: row.text("note"),
    nextActionAt: row.optionalInstant("next_action_at"),
    durationSeconds: row.optionalInteger("duration_seconds"),
    requestedByCustomer: row.optionalOneOf("requested_by_customer", ["true", "false"]) === "true"
  }
}

const decodeGoal = (row: Row): Goal => {
  return {
    period: row.period("period"),
    advisorId: row.id("advisor_id"),
    branchId: row.id("branch_id"),
    brandId: row.id("brand_id"),
    prospects: row.integer("prospects"),
    activities: row.integer("activities")
  }
}

const decodeCall = (row: Row): VerificationCall => ({
  id: row.id("call_id"),
  subjectType: row.oneOf("subject_type", ["prospect", "activity"]),
  subjectId: row.id("subject_id"),
  agentId: row.id("agent_id"),
  attemptedAt: row.instant("attempted_at"),
  outcome: row.oneOf("outcome", ["attended", "not-attended", "wrong-number", "no-answer", "refused", "call-back"])
})

const decodeLoggedCall = (row: Row): LoggedCall => {
  row.optionalOneOf("direction", ["outbound", "inbound"])
  row.optionalInteger("duration_seconds")
  return { id: row.id("entry_id"), startedAt: row.instant("started_at"), advisorId: row.id("advisor_id"), number: row.required("number") }
}

/** Consent is the law's, and the others say that something did not take place or was not confirmed. */
const neverWaived = [
  "consent-missing", "consent-revoked", "not-performed", "prospect-unknown", "attention-denied", "verification-failed", "verification-unreachable", "verification-pending"
]

const decodeWaiver = (codesOf: Readonly<Record<string, ReadonlyArray<string>>>) => (row: Row): Waiver => {
  const subjectType = row.oneOf("subject_type", ["prospect", "activity"])
  const code = row.required("code")
  // Whose code it should be is not known where the subject type can't be read.
  const codes = codesOf[subjectType]
  if (code !== "" && codes !== undefined && (!codes.includes(code) || neverWaived.includes(code))) row.fault("code", code, "the code of a rule that can be waived")
  row.id("granted_by")
  row.required("reason")
  return { id: row.id("waiver_id"), subjectType, subjectId: row.id("subject_id"), code, grantedAt: row.instant("granted_at") }
}

const decodeNamed = (idColumn: string) => (row: Row): string => {
  const id = row.id(idColumn)
  row.required("name")
  if (idColumn === "brand_id") row.optionalOneOf("line", ["cars", "motorcycles"])
  return id
}

/** Reads the folder; throws `UnusableFile` where the input can't be used at all (exit 2), also where nothing of the directory or the goals was read. */
export const readFolder = (directory: string, codesOf: Readonly<Record<string, ReadonlyArray<string>>>): Folder => {
  const employees = readRecords(directory, "employees", decodeAssignment, admitAssignment)
  const branches = readRecords(directory, "branches", decodeNamed("branch_id"), admitFirst("branch_id", (id) => id))
  const brands = readRecords(directory, "brands", decodeNamed("brand_id"), admitFirst("brand_id", (id) => id))
  const prospects = readRecords(directory, "prospects", decodeProspect, admitFirst("prospect_id", (prospect) => prospect.id))
  const activities = readRecords(directory, "activities", decodeActivity, admitFirst("activity_id", (activity) => activity.id))
  const goalKey = (goal: Goal): string => JSON.stringify([goal.period, goal.advisorId, goal.branchId, goal.brandId])
  const goals = readRecords(directory, "goals", decodeGoal, admitFirst("period", goalKey))
  const calls = readRecords(directory, "verification-calls", decodeCall, admitFirst("call_id", (call) => call.id))
  const loggedCalls = readRecords(directory, "phone-log", decodeLoggedCall, admitFirst("entry_id", (entry) => entry.id))
  const waivers = readRecords(directory, "waivers", decodeWaiver(codesOf), admitFirst("waiver_id", (waiver) => waiver.id))
  for (const [name, { faults, summary }] of Object.entries({ employees, branches, brands, goals })) {
    if (summary.rejected > 0 && summary.read === 0) throw new UnusableFile(`${name}.csv`, `no row of it could be read: ${JSON.stringify(faults[0])}`)
  }
  const files = { employees, branches, brands, prospects, activities, goals, "verification-calls": calls, "phone-log": loggedCalls, waivers }
  return {
    assignments: employees.records,
    branchIds: new Set(branches.records),
    brandIds: new Set(brands.records),
    prospects: prospects.records,
    activities: activities.records,
    goals: goals.records,
    calls: calls.records,
    callsGiven: calls.given,
    loggedCalls: loggedCalls.records,
    loggedCallsGiven: loggedCalls.given,
    waivers: waivers.records,
    waiversGiven: waivers.given,
    faults: new Map(fileNames.map((name) => [name, files[name].faults])),
    summaries: new Map(fileNames.map((name) => [name, files[name].summary]))
  }
}
