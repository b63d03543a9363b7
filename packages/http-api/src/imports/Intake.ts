/** The port that reads files: bytes of a media type become records and rejected rows. A server provides it, mostly with `@crm-procedure/intake`. */
import type { ImportKind } from "@crm-procedure/core/records/Access"
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Instant, Zone } from "@crm-procedure/core/calendar/Calendar"
import type { Branch, Brand, Employee } from "@crm-procedure/core/records/Directory"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import type { Fault } from "@crm-procedure/core/records/Field"
import type { Reading as FileReading } from "@crm-procedure/core/records/Reading"
import type { Goal } from "@crm-procedure/core/records/Goal"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { PhoneLogEntry } from "@crm-procedure/core/records/PhoneLogEntry"
import type { Waiver } from "@crm-procedure/core/records/Waiver"
import type { RecordsError } from "@crm-procedure/core/register/Records"
import type { VerificationCall } from "@crm-procedure/core/records/VerificationCall"
import * as Context from "effect/Context"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"

/** The record that a kind of file holds. */
export interface RecordByKind {
  readonly employees: Employee
  readonly branches: Branch
  readonly brands: Brand
  readonly prospects: Prospect
  readonly activities: Activity
  readonly goals: Goal
  readonly "verification-calls": VerificationCall
  readonly "phone-log": PhoneLogEntry
  readonly waivers: Waiver
}

/** The file can't be read at all: its line and column, and what was expected. It holds no personal data. */
export class FileUnusable extends Schema.TaggedError<FileUnusable>()("FileUnusable", {
  line: Schema.Int,
  column: Schema.String,
  expected: Schema.Struct({ es: Schema.String, en: Schema.String })
}) {
  override get message() {
    return `The file can't be used: expected ${this.expected.en}${this.line > 0 ? ` on line ${this.line}` : ""}.`
  }
}

/** The media type is none that this kind of file may have. */
export class MediaTypeUnknown extends Schema.TaggedError<MediaTypeUnknown>()("MediaTypeUnknown", { expected: Schema.Array(Schema.String) }) {
  override get message() {
    return `The file comes in a media type that is not read here, expected one of ${this.expected.join(", ")}.`
  }
}

/** The rows of a piece of a file. Rows with an id that was in the file before are among the rejections. */
export interface Batch<R> {
  readonly records: ReadonlyArray<R>
  /** The physical line of each record. */
  readonly lines: ReadonlyArray<number>
  readonly rejections: ReadonlyArray<{ readonly line: number; readonly faults: ReadonlyArray<Fault> }>
  readonly repairs?: ReadonlyArray<{ readonly line: number; readonly text: Bilingual }> | undefined
  /** What is known of the whole file. It comes with the last batch. */
  readonly whole?: Whole | undefined
}

/** What is known of a whole file. */
export interface Whole {
  /** Columns or keys that no field has. */
  readonly unknownColumns: ReadonlyArray<string>
  /** `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, or `xlsx`. */
  readonly encoding?: string | undefined
  /** Lines above the header, and rows below it with a single cell. */
  readonly skipped?: number | undefined
  /** Dates that name the day first, in rows that were read. */
  readonly dayFirst?: number | undefined
}

/** What the reader must know of a file. */
export interface Reading<Kind extends ImportKind> {
  readonly kind: Kind
  /** Without parameters, lower case. */
  readonly mediaType: string
  readonly dealership: string
  readonly zone: Zone
  /** How the dealership's policy wants dates and words to be read. */
  readonly reading: FileReading
  readonly receivedAt: Instant
}

/**
 * The port. It reads piece by piece; of a file it remembers only the ids. A reader that looks stored records up (for the owner of a
 * lead) fails as the storage does.
 */
export class Intake extends Context.Service<Intake, {
  readonly read: <Kind extends ImportKind, E>(
    reading: Reading<Kind>,
    bytes: Stream.Stream<Uint8Array, E>
  ) => Stream.Stream<Batch<RecordByKind[Kind]>, E | FileUnusable | MediaTypeUnknown | RecordsError>
}>()("@crm-procedure/http-api/imports/Intake") {}
