/**
 * The canonical files: what each holds, when a row of it repeats an earlier one, and the two ways in which
 * reading fails: a row is rejected, or the file can't be used.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Activity from "@crm-procedure/core/records/Activity"
import * as Directory from "@crm-procedure/core/records/Directory"
import type * as Field from "@crm-procedure/core/records/Field"
import * as Goal from "@crm-procedure/core/records/Goal"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import * as PhoneLogEntry from "@crm-procedure/core/records/PhoneLogEntry"
import * as Waiver from "@crm-procedure/core/records/Waiver"
import * as Waivers from "@crm-procedure/core/judging/Waivers"
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import * as Schema from "effect/Schema"
import * as IdIndex from "./internal/IdIndex.ts"

export type Name = "employees" | "branches" | "brands" | "prospects" | "activities" | "goals" | "verification-calls" | "phone-log" | "waivers"

/** A row that was not read, with every fault in it. `line` is the physical line where the row begins, from 1. */
export interface Rejection {
  readonly line: number
  readonly faults: ReadonlyArray<Field.Fault>
}

/**
 * Says whether a record may stand: 0 when it may (and then its id is taken), else the line of the row that was accepted
 * with the same id (of an employee: whose days overlap).
 */
export type Acceptance<R> = (record: R, line: number) => number

/** One of the files. `optional`: a folder without it is complete. */
export interface Kind<R> {
  readonly name: Name
  /** What files and sheets of this kind are called in Spanish. */
  readonly spanishName: string
  readonly file: string
  readonly optional: boolean
  readonly fields: ReadonlyArray<Field.Field>
  /** Faults across the fields of a record. */
  readonly faults: (record: R) => ReadonlyArray<Field.Fault>
  /** A fresh acceptance that remembers, in memory, every id it has accepted. */
  readonly acceptance: () => Acceptance<R>
  /** The fault of a row that repeats the one of line `firstLine`. `written`: a cell of the row, by its column, as it stands in the file. */
  readonly repeated: (record: R, firstLine: number, written?: (column: string) => string | undefined) => Field.Fault
}

/**
 * The file can't be used at all: no header, a required column missing or a known column twice, an unclosed quote, text after a
 * closing quote, bytes that do not fit the byte-order mark. `line` is 0 for a fault of the whole file, `column` is empty for a
 * fault of no column, and `found` is empty when there is nothing to quote.
 */
export class UnusableFile extends Schema.TaggedError<UnusableFile>()("UnusableFile", {
  file: Schema.String,
  line: Schema.Int,
  column: Schema.String,
  found: Schema.String,
  expected: Schema.Struct({ es: Schema.String, en: Schema.String })
}) {
  /** The message for the people of the dealership, in Spanish. */
  get messageEs(): string {
    const where = [this.line > 0 ? `línea ${this.line}` : "", this.column === "" ? "" : `columna ${this.column}`]
    return `No se puede usar ${[this.file, ...where.filter((part) => part !== "")].join(", ")}: ` +
      `${this.found === "" ? "" : `se encontró ${this.found}; `}se esperaba ${this.expected.es}.`
  }
  override get message(): string {
    const where = [this.line > 0 ? `line ${this.line}` : "", this.column === "" ? "" : `column ${this.column}`]
    return `Cannot use ${[this.file, ...where.filter((part) => part !== "")].join(", ")}: ` +
      `${this.found === "" ? "" : `found ${this.found}; `}expected ${this.expected.en}.`
  }
}

const noFaults = (): ReadonlyArray<Field.Fault> => []

/** Where the earlier row is. The line is negative if the caller detects repeated ids and does not keep their lines. */
const earlier = (line: number): Bilingual => line < 0
  ? { es: "una línea anterior", en: "an earlier line" }
  : { es: `la línea ${line}`, en: `line ${line}` }

const expectedUnique = (firstLine: number): Bilingual => ({
  es: `un identificador que no esté ya en ${earlier(firstLine).es}`,
  en: `an id that is not already on ${earlier(firstLine).en}`
})

const byId = <R>(
  column: string,
  idOf: (record: R) => string
): Pick<Kind<R>, "acceptance" | "repeated"> => ({
  acceptance: () => {
    const index = IdIndex.make()
    return (record, line) => index.firstLine(idOf(record), line)
  },
  repeated: (record, firstLine) => ({ column, found: idOf(record), expected: expectedUnique(firstLine) })
})

/** `prospects.csv` */
export const prospects: Kind<Prospect.Prospect> = {
  name: "prospects",
  spanishName: "prospectos",
  file: "prospects.csv",
  optional: false,
  fields: Prospect.fields,
  faults: Prospect.faults,
  ...byId("prospect_id", (prospect: Prospect.Prospect) => prospect.prospectId)
}

/** `activities.csv` */
export const activities: Kind<Activity.Activity> = {
  name: "activities",
  spanishName: "actividades",
  file: "activities.csv",
  optional: false,
  fields: Activity.fields,
  faults: Activity.faults,
  ...byId("activity_id", (activity: Activity.Activity) => activity.activityId)
}

/** `verification-calls.csv`, optional. */
export const verificationCalls: Kind<VerificationCall.VerificationCall> = {
  name: "verification-calls",
  spanishName: "llamadas-de-verificacion",
  file: "verification-calls.csv",
  optional: true,
  fields: VerificationCall.fields,
  faults: noFaults,
  ...byId("call_id", (call: VerificationCall.VerificationCall) => call.callId)
}

/** `phone-log.csv`, optional: the telephone system's log. */
export const phoneLog: Kind<PhoneLogEntry.PhoneLogEntry> = {
  name: "phone-log",
  spanishName: "registro-de-llamadas",
  file: "phone-log.csv",
  optional: true,
  fields: PhoneLogEntry.fields,
  faults: noFaults,
  ...byId("entry_id", (entry: PhoneLogEntry.PhoneLogEntry) => entry.entryId)
}

/** `waivers.csv`, optional: a row with a code that can't be waived is rejected. */
export const waivers: Kind<Waiver.Waiver> = {
  name: "waivers",
  spanishName: "excusas",
  file: "waivers.csv",
  optional: true,
  fields: Waiver.fields,
  // A row with an unreadable subject type or code is rejected for that.
  faults: ({ code, subjectType }: Partial<Waiver.Waiver>) =>
    subjectType === undefined || typeof code !== "string" || code === "" || Waivers.isWaivable(subjectType, code)
      ? []
      : [{ column: "code", found: code, expected: Waivers.expectedCode(subjectType) }],
  ...byId("waiver_id", (waiver: Waiver.Waiver) => waiver.waiverId)
}

/** `branches.csv` */
export const branches: Kind<Directory.Branch> = {
  name: "branches",
  spanishName: "sedes",
  file: "branches.csv",
  optional: false,
  fields: Directory.branchFields,
  faults: noFaults,
  ...byId("branch_id", (branch: Directory.Branch) => branch.branchId)
}

/** `brands.csv` */
export const brands: Kind<Directory.Brand> = {
  name: "brands",
  spanishName: "marcas",
  file: "brands.csv",
  optional: false,
  fields: Directory.brandFields,
  faults: noFaults,
  ...byId("brand_id", (brand: Directory.Brand) => brand.brandId)
}

/** `goals.csv`: the id of a goal is period, advisor, branch and brand together. */
export const goals: Kind<Goal.Goal> = {
  name: "goals",
  spanishName: "metas",
  file: "goals.csv",
  optional: false,
  fields: Goal.fields,
  faults: noFaults,
  acceptance: byId("period", Goal.key).acceptance,
  repeated: (goal, firstLine, written) => ({
    column: "period",
    found: `${written?.("period") ?? goal.period} ${goal.advisorId} ${goal.branchId} ${goal.brandId}`,
    expected: {
      es: `una meta (mes, asesor, sede y marca) que no esté ya en ${earlier(firstLine).es}`,
      en: `a goal (month, advisor, branch and brand) that is not already on ${earlier(firstLine).en}`
    }
  })
}

/** `employees.csv`: a row for each assignment. A row that shares a day with an accepted one is refused. */
export const employees: Kind<Directory.Employee> = {
  name: "employees",
  spanishName: "empleados",
  file: "employees.csv",
  optional: false,
  fields: Directory.employeeFields,
  faults: Directory.employeeFaults,
  acceptance: () => {
    const accepted = new Map<string, Array<{ readonly employee: Directory.Employee; readonly line: number }>>()
    return (employee, line) => {
      const assignments = accepted.get(employee.employeeId)
      if (assignments === undefined) accepted.set(employee.employeeId, [{ employee, line }])
      else {
        const overlapping = assignments.find((one) => Directory.overlaps(one.employee, employee))
        if (overlapping !== undefined) return overlapping.line
        assignments.push({ employee, line })
      }
      return 0
    }
  },
  repeated: (employee, firstLine, written) => ({
    column: "active_from",
    found: written?.("active_from") ?? Calendar.formatDay(employee.activeFrom),
    expected: {
      es: `días que no se crucen con la asignación de ${employee.employeeId} en ${earlier(firstLine).es}`,
      en: `days that do not overlap the assignment of ${employee.employeeId} on ${earlier(firstLine).en}`
    }
  })
}

/** The files by name. */
export const all = {
  employees,
  branches,
  brands,
  prospects,
  activities,
  goals,
  "verification-calls": verificationCalls,
  "phone-log": phoneLog,
  waivers
} as const

const kindsByName: ReadonlyMap<string, Name> = new Map(
  Object.values(all).flatMap(({ name, spanishName }) => [[SpanishWords.nameForm(name), name], [SpanishWords.nameForm(spanishName), name]] as const)
)

/**
 * The kind that the name of a file (without its ending) or of a sheet names, in English or Spanish, whatever its case, accents and
 * joints; `undefined` where it names none.
 */
export const kindNamed = (name: string): Name | undefined => kindsByName.get(SpanishWords.nameForm(name))
