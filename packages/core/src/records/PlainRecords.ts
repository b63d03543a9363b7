/**
 * Records as a program has them: plain objects, with instants as epoch milliseconds, ISO text or `Date`, and days and periods
 * as text. They are read by the same descriptions of fields as files and requests. Every fault is reported at once, each with
 * its JSON pointer.
 */
import { anObject, oneOf, oneOfKeys } from "../identity/Bilingual.ts"
import type { Bilingual } from "../identity/Bilingual.ts"
import * as JsonPointer from "../identity/JsonPointer.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as Activity from "./Activity.ts"
import * as Directory from "./Directory.ts"
import * as Field from "./Field.ts"
import * as Goal from "./Goal.ts"
import * as Prospect from "./Prospect.ts"
import * as RecordReader from "./RecordReader.ts"
import * as VerificationCall from "./VerificationCall.ts"

// ---------------------------------------------------------------------------------------------------------------------
// Types
// ---------------------------------------------------------------------------------------------------------------------

/** An instant: epoch milliseconds, ISO 8601 text (without an offset: local time of the policy's zone), or a `Date`. */
export type PlainInstant = number | string | Date

/** One of some texts. Any text compiles, so that rows of a database need no cast; it is checked when it is read. */
type Choice<Text> = Text | (string & {})

type PlainValue<Value, IsInstant> = IsInstant extends true ? PlainInstant : string extends Value ? string : Value extends string ? Choice<Value> : Value

type PlainFields<R, Instants extends keyof R> = {
  readonly [Name in keyof R]: undefined extends R[Name]
    ? PlainValue<NonNullable<R[Name]>, Name extends Instants ? true : false> | null | undefined
    : PlainValue<R[Name], Name extends Instants ? true : false>
}

type Erased = "erasedAt" | "frozenFindings" | "keyHashes" | "noteHash"

/** A prospect. `stage` is `open` where it is absent. */
export type PlainProspect =
  & PlainFields<Omit<Prospect.Prospect, Erased | "stage">, "createdAt" | "consentAt" | "excludedAt" | "assignedAt" | "recordedAt" | "stageAt">
  & { readonly stage?: Choice<Prospect.Stage> | null | undefined }

/** An activity. `direction` is `outbound` where it is absent. */
export type PlainActivity =
  & PlainFields<Omit<Activity.Activity, Erased | "direction">, "plannedFor" | "performedAt" | "recordedAt" | "nextActionAt">
  & { readonly direction?: Choice<Activity.Direction> | null | undefined }

/** A goal of an advisor at a branch with a brand. `period` is a month as text, `2024-03`. */
export type PlainGoal = PlainFields<Goal.Goal, never>

/** A verification call. */
export type PlainCall = PlainFields<VerificationCall.VerificationCall, "attemptedAt">

/** An employee's assignment. Days are text, `2024-01-31`. */
export type PlainEmployee = PlainFields<Omit<Directory.Employee, "activeFrom" | "activeTo" | "erasedAt" | "keyHashes">, never> & {
  readonly activeFrom: string
  readonly activeTo?: string | null | undefined
}

/** A directory: employees, branches and brands. */
export interface PlainDirectory {
  readonly employees: ReadonlyArray<PlainEmployee>
  readonly branches: ReadonlyArray<PlainFields<Directory.Branch, never>>
  readonly brands: ReadonlyArray<PlainFields<Directory.Brand, never>>
}

// ---------------------------------------------------------------------------------------------------------------------
// Reading
// ---------------------------------------------------------------------------------------------------------------------

/** A value that could not be read: where it is (a JSON pointer), what was found there, and what was expected. */
export interface Fault {
  readonly pointer: string
  readonly found: string
  readonly expected: Bilingual
}

/** A kind of record: its fields, and what identifies one among the others. */
interface Kind<R> {
  readonly fields: ReadonlyArray<Field.Field>
  readonly faults?: RecordReader.CrossFaults<R>
  readonly idOf: (record: R) => string
  /** The field that holds the id; empty where several fields together identify the record. */
  readonly idField: string
}

/** The kinds of records that {@link Reader.records} reads. */
export const prospects: Kind<Prospect.Prospect> = { fields: Prospect.fields, faults: Prospect.faults, idOf: ({ prospectId }) => prospectId, idField: "/prospectId" }
export const activities: Kind<Activity.Activity> = { fields: Activity.fields, faults: Activity.faults, idOf: ({ activityId }) => activityId, idField: "/activityId" }
export const calls: Kind<VerificationCall.VerificationCall> = { fields: VerificationCall.fields, idOf: ({ callId }) => callId, idField: "/callId" }
export const goals: Kind<Goal.Goal> = { fields: Goal.fields, idOf: Goal.key, idField: "" }
const branches: Kind<Directory.Branch> = { fields: Directory.branchFields, idOf: ({ branchId }) => branchId, idField: "/branchId" }
const brands: Kind<Directory.Brand> = { fields: Directory.brandFields, idOf: ({ brandId }) => brandId, idField: "/brandId" }
const employees: Kind<Directory.Employee> = {
  fields: Directory.employeeFields,
  faults: Directory.employeeFaults,
  idOf: ({ activeFrom, employeeId }) => JSON.stringify([employeeId, activeFrom]),
  idField: "/employeeId"
}

const aList: Bilingual = { es: "una lista", en: "an array" }
const aText: Bilingual = { es: "un texto", en: "a string" }
const aMonth: Bilingual = { es: "un mes, como 2024-03", en: "a month, like 2024-03" }
const aDirectory: Bilingual = { es: "un objeto con employees, branches y brands", en: "an object with employees, branches and brands" }

/**
 * Reads plain values and collects their faults. A value with a fault gives a stand-in, so that reading goes on to the end;
 * look at {@link Reader.faults} before you use what was read.
 */
export class Reader {
  readonly faults: Array<Fault> = []
  readonly zone: Calendar.Zone

  constructor(zone: Calendar.Zone) {
    this.zone = zone
  }

  /** Notes a fault. */
  fault(pointer: string, found: unknown, expected: Bilingual): void {
    this.faults.push({ pointer, found: RecordReader.described(found), expected })
  }

  /** Notes faults of a part, each below the part's pointer. */
  faultsAt(pointer: string, faults: ReadonlyArray<Fault>): void {
    for (const fault of faults) this.faults.push({ ...fault, pointer: pointer + fault.pointer })
  }

  /** Reads an instant; NaN where it can't be read. */
  instant(pointer: string, value: unknown): Calendar.Instant {
    const read = RecordReader.readInstant(value, this.zone)
    if (!(read instanceof Field.Unreadable)) return read
    this.fault(pointer, value, read.expected)
    return Number.NaN
  }

  /** Reads a month, `2024-03`. */
  period(pointer: string, value: unknown): Calendar.Period {
    const read = typeof value === "string" ? Calendar.parsePeriod(value.trim()) : undefined
    if (read === undefined) this.fault(pointer, value, aMonth)
    return read ?? ""
  }

  /** Looks whether a value is an object of named parts. A name that is none of `keys` is a fault: it is likely a misspelt part. */
  named(pointer: string, value: unknown, keys: ReadonlyArray<string>): void {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return this.fault(pointer, value, anObject)
    for (const key of Object.keys(value)) {
      if (!keys.includes(key)) this.fault(`${pointer}/${JsonPointer.step(key)}`, key, oneOfKeys(keys))
    }
  }

  /** Reads one of some texts. The first stands in for another value. */
  choice<Text extends string>(pointer: string, value: unknown, choices: readonly [Text, ...ReadonlyArray<Text>]): Text {
    const chosen = choices.find((choice) => choice === value)
    if (chosen === undefined) this.fault(pointer, value, oneOf(choices))
    return chosen ?? choices[0]
  }

  /** Reads a text that is not blank. */
  text(pointer: string, value: unknown, expected: Bilingual = aText): string {
    if (typeof value === "string" && value.trim() !== "") return value
    this.fault(pointer, value, expected)
    return ""
  }

  /** Reads one record. */
  record<R>({ faults, fields }: Kind<R>, pointer: string, value: unknown): R | undefined {
    const read = RecordReader.readPlain(fields, value, this.zone, faults)
    for (const fault of read.faults ?? []) {
      const identifies = fields.some((field) => field.identifies === true && `/${field.name}` === fault.pointer)
      // What may name a person is not repeated: faults end in logs.
      this.faults.push({ pointer: pointer + fault.pointer, found: identifies ? "" : fault.found, expected: fault.expected })
    }
    return read.record
  }

  /** Reads the records of a list. Two of them with one id are a fault of the second. `pointers`, where given, receives where each record is. */
  records<R>(kind: Kind<R>, pointer: string, values: unknown, pointers?: Map<R, string>): ReadonlyArray<R> {
    if (!Array.isArray(values)) {
      this.fault(pointer, values, aList)
      return []
    }
    const records: Array<R> = []
    const places = new Map<string, number>()
    values.forEach((value: unknown, place) => {
      const record = this.record(kind, `${pointer}/${place}`, value)
      if (record === undefined) return
      const id = kind.idOf(record)
      const earlier = places.get(id)
      if (earlier === undefined) places.set(id, place)
      else {
        const at = `${pointer}/${earlier}`
        this.fault(`${pointer}/${place}${kind.idField}`, id, { es: `un identificador que no esté ya en ${at}`, en: `an id that is not already at ${at}` })
      }
      records.push(record)
      pointers?.set(record, `${pointer}/${place}`)
    })
    return records
  }

  /** Reads a directory. Assignments of one employee that share a day are a fault. */
  directory(pointer: string, value: unknown): Directory.Directory {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.fault(pointer, value, aDirectory)
      return { employees: [], branches: [], brands: [] }
    }
    const given = value as Readonly<Record<string, unknown>>
    const pointers = new Map<Directory.Employee, string>()
    const directory = {
      employees: this.records(employees, `${pointer}/employees`, given.employees, pointers),
      branches: this.records(branches, `${pointer}/branches`, given.branches),
      brands: this.records(brands, `${pointer}/brands`, given.brands)
    }
    for (const [one, other] of Directory.overlappingAssignments(directory.employees)) {
      // These two have one id: that is a fault already.
      if (one.activeFrom === other.activeFrom) continue
      const at = pointers.get(one)!
      this.fault(`${pointers.get(other)!}/activeFrom`, Calendar.formatDay(other.activeFrom), {
        es: `días que no se crucen con la asignación de ${at}`,
        en: `days that do not overlap the assignment at ${at}`
      })
    }
    return directory
  }
}

const MOST_LINES = 20

/** The faults as lines of a message in English, the first twenty of them. */
export const lines = (faults: ReadonlyArray<Fault>): string => {
  const shown = faults.slice(0, MOST_LINES).map(({ expected, found, pointer }) =>
    `  at ${pointer === "" ? "/" : pointer}: ${found === "" ? "" : `found ${found}, `}expected ${expected.en}`)
  return [...shown, ...(faults.length > MOST_LINES ? [`  and ${faults.length - MOST_LINES} more`] : [])].join("\n")
}
