/** What comes of a source read with a mapping: records, rejections, and a summary. */
import type { PhoneLogEntry } from "@crm-procedure/core/records/PhoneLogEntry"
import type { Waiver } from "@crm-procedure/core/records/Waiver"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as TextEncoding from "../TextEncoding.ts"
import type * as Activity from "@crm-procedure/core/records/Activity"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as Goal from "@crm-procedure/core/records/Goal"
import type * as Prospect from "@crm-procedure/core/records/Prospect"
import type * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import * as CanonicalFile from "../CanonicalFile.ts"

interface Records {
  readonly employees: Directory.Employee
  readonly branches: Directory.Branch
  readonly brands: Directory.Brand
  readonly prospects: Prospect.Prospect
  readonly activities: Activity.Activity
  readonly goals: Goal.Goal
  readonly "verification-calls": VerificationCall.VerificationCall
  readonly "phone-log": PhoneLogEntry
  readonly waivers: Waiver
}

/** A record that a mapping made, with its kind. */
export type Mapped = { readonly [K in CanonicalFile.Name]: { readonly kind: K; readonly record: Records[K] } }[CanonicalFile.Name]

/** A record that could not be made; `kind` is absent where the row itself is wrong. Lines are the source file's. */
export interface Rejection extends CanonicalFile.Rejection {
  readonly kind: CanonicalFile.Name | undefined
}

/** `onRecord` may answer with the line of the earlier record with the same id, which rejects this one. */
export interface Handler {
  readonly onRecord: (mapped: Mapped, line: number, unknown?: Readonly<Record<string, string>>) => number | void
  readonly onRejected: (rejection: Rejection) => void
  /** As in `CanonicalCsv.Handler`. */
  readonly onRepaired?: (line: number, cells: number) => void
}

/**
 * What a source held, by kind: `rows` = `read` + `rejected` records. Of the source's own rows some were rejected (they could not be read, or
 * a record of theirs could not) and some skipped (lines above the header, rows of one cell). `unusedColumns` feed nothing.
 */
export interface Summary {
  readonly sourceRows: number
  readonly sourceRejected: number
  readonly sourceSkipped: number
  /** Cells that were UTF-8 read as Windows-1252, and were set right. */
  readonly repairs: number
  /** Dates that name the day first, in records that were read; of these, how many could be read month first as well. */
  readonly dayFirst: number
  readonly bothWays: number
  readonly encoding: TextEncoding.Encoding
  readonly kinds: { readonly [K in CanonicalFile.Name]?: { readonly rows: number; readonly read: number; readonly rejected: number } }
  readonly unusedColumns: ReadonlyArray<string>
}

export interface Options {
  readonly identity?: "reader" | "caller"
  readonly maximumRowBytes?: number
  /** Whether `onRecord` gets the cells of the columns that feed nothing, or such plain values of a JSON object, with the first record of a row. Default: no. */
  readonly unknownCells?: boolean
  /** As `CanonicalCsv.Options.encoding`. */
  readonly encoding?: TextEncoding.Encoding
  /** When the file came, for expressions that ask. */
  readonly receivedAt?: Calendar.Instant
}

/** A source file being read; both methods throw `UnusableFile`, also where a column of the mapping is not in the header. */
export interface Reader {
  readonly push: (bytes: Uint8Array) => void
  readonly end: () => Summary
}
