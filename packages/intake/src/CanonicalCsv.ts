/**
 * Reads the canonical CSV files: bytes go in as they come, typed records and rejected rows come out as they are found.
 *
 * At its heart is a synchronous reader (`prospects(zone, handler)`, then `push`, `push`, …, `end`), and over it a
 * `Stream`. Memory: one block of about a megabyte, whatever the file's size, and the ids (see {@link Options}).
 *
 * @see 2-records: canonical CSV and its fine print
 */
import type * as Activity from "@crm-procedure/core/Activity"
import type { Zone } from "@crm-procedure/core/Calendar"
import type * as Directory from "@crm-procedure/core/Directory"
import type * as Goal from "@crm-procedure/core/Goal"
import type * as Prospect from "@crm-procedure/core/Prospect"
import type * as VerificationCall from "@crm-procedure/core/VerificationCall"
import * as CanonicalFile from "./CanonicalFile.ts"

/**
 * What is done with what was read.
 *
 * `onRecord` gets a new object for each row, with every key of the record present (`undefined` where absent) and always
 * in the same order. It may answer with the line of the row that was accepted earlier with the same id: then the row
 * is rejected as a repetition of that line. Nothing, or 0: the row stands.
 *
 * Gotcha: its longer texts may be slices of the block that was read; to keep one for long, copy it (into bytes or a
 * table of your own), or the whole block stays in memory with it.
 */
export interface Handler<R> {
  readonly onRecord: (record: R, line: number, unknown: UnknownCells) => number | void
  readonly onRejected: (rejection: CanonicalFile.Rejection) => void
}

/** The cells of a row's unknown columns by column name, absent ones left out. Empty unless asked for in {@link Options}. */
export type UnknownCells = Readonly<Record<string, string>>

export interface Options {
  /** The file's name for messages; by default the canonical one. */
  readonly file?: string
  /**
   * Who detects repeated ids: `reader` (default), which keeps every accepted id in memory (some 30 bytes each), or
   * `caller`, whose `onRecord` then answers with the earlier line.
   */
  readonly identity?: "reader" | "caller"
  /** Whether `onRecord` gets the cells of unknown columns. Default: no, only their names are reported. */
  readonly unknownCells?: boolean
  /** The longest row accepted, in bytes; a longer one (an unclosed quote, mostly) makes the file unusable. Default 16 MiB. */
  readonly maximumRowBytes?: number
  /** How many bytes are read at once. Default 1 MiB. */
  readonly blockBytes?: number
}

/** What a file held: `rows` = `read` + `rejected`. */
export interface Summary {
  readonly rows: number
  readonly read: number
  readonly rejected: number
  readonly unknownColumns: ReadonlyArray<string>
}

/** A file being read. Both methods throw {@link CanonicalFile.UnusableFile}; the bytes pushed may be reused after `push`. */
export interface Reader {
  readonly push: (bytes: Uint8Array) => void
  readonly end: () => Summary
}

/** A reader of any of the seven files. */
export declare const reader: <R>(kind: CanonicalFile.Kind<R>, zone: Zone, handler: Handler<R>, options?: Options) => Reader

/** A reader of one file: the zone reads the instants without offset. */
export type Open<R> = (zone: Zone, handler: Handler<R>, options?: Options) => Reader

export const prospects: Open<Prospect.Prospect> = (zone, handler, options) =>
  reader(CanonicalFile.prospects, zone, handler, options)
export const activities: Open<Activity.Activity> = (zone, handler, options) =>
  reader(CanonicalFile.activities, zone, handler, options)
export const goals: Open<Goal.Goal> = (zone, handler, options) => reader(CanonicalFile.goals, zone, handler, options)
export const verificationCalls: Open<VerificationCall.VerificationCall> = (zone, handler, options) =>
  reader(CanonicalFile.verificationCalls, zone, handler, options)
export const employees: Open<Directory.Employee> = (zone, handler, options) =>
  reader(CanonicalFile.employees, zone, handler, options)
export const branches: Open<Directory.Branch> = (zone, handler, options) =>
  reader(CanonicalFile.branches, zone, handler, options)
export const brands: Open<Directory.Brand> = (zone, handler, options) =>
  reader(CanonicalFile.brands, zone, handler, options)
