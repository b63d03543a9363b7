/** The port that reads files: bytes become records and rejected rows. A server provides it, mostly with `@crm-procedure/intake`. */
import type { ImportKind } from "@crm-procedure/core/records/Access"
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Instant, Zone } from "@crm-procedure/core/calendar/Calendar"
import type { Branch, Brand, Directory, Employee } from "@crm-procedure/core/records/Directory"
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
import type * as Effect from "effect/Effect"
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

/** The cells of a row that no field takes, by column. */
export type UnknownCells = Readonly<Record<string, string>>

/** The rows of a piece of a file. Rows with an id that was in the file before are among the rejections. */
export interface Batch<R> {
  readonly records: ReadonlyArray<R>
  /** The physical line of each record. */
  readonly lines: ReadonlyArray<number>
  /** What no field takes, of the records that have such cells, by their place among the records. */
  readonly unknownCells?: ReadonlyMap<number, UnknownCells> | undefined
  readonly rejections: ReadonlyArray<{ readonly line: number; readonly faults: ReadonlyArray<Fault> }>
  readonly repairs?: ReadonlyArray<{ readonly line: number; readonly text: Bilingual }> | undefined
  /** What is known of the whole file. It comes with the last batch. */
  readonly whole?: Whole | undefined
}

/** A record of a kind that a file of several kinds holds. */
export type Mixed = { readonly [K in ImportKind]: { readonly kind: K; readonly record: RecordByKind[K] } }[ImportKind]

/** The rows of a piece of a file that may hold several kinds. A rejection without a kind is of a row that made no record. */
export interface MixedBatch extends Omit<Batch<Mixed>, "rejections"> {
  readonly rejections: ReadonlyArray<{ readonly kind?: ImportKind | undefined; readonly line: number; readonly faults: ReadonlyArray<Fault> }>
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

/** What the reader must know of any file. */
export interface Given {
  /** Without parameters, lower case. */
  readonly mediaType: string
  /** The file's name, where the sender tells it. */
  readonly file?: string | undefined
  /** Of a workbook: the sheet to read, in the place of the one that a mapping names or that has the columns. */
  readonly sheet?: string | undefined
  readonly dealership: string
  readonly zone: Zone
  /** How the dealership's policy wants dates and words to be read. */
  readonly reading: FileReading
  readonly receivedAt: Instant
  /** The dealership's settings for leads, as they were put; undefined where it has none. */
  readonly leadSettings?: unknown
}

/** What the reader must know of a file of one kind. */
export interface Reading<Kind extends ImportKind> extends Given {
  readonly kind: Kind
}

/** A mapping: a dealership's own, or one that comes with the reader. */
export type Mapping = { readonly own: unknown } | { readonly ready: string }

/** What the reader must know of a file that may hold several kinds. Without a mapping its columns, or its sheets, are the templates'. */
export interface MixedReading extends Given {
  readonly mapping: Mapping | undefined
}

/** A fault of a mapping or of settings, with its JSON pointer. */
export interface SettingFault {
  readonly pointer: string
  readonly expected: Bilingual
}

/** A mapping that comes with the reader. */
export interface ReadyMapping {
  readonly name: string
  readonly title: Bilingual
}

// ---------------------------------------------------------------------------------------------------------------------
// A first look
// ---------------------------------------------------------------------------------------------------------------------

/** A file to be looked at. `mapping`: how its rows are to be read, in the place of what is proposed. */
export interface Looking extends Given {
  readonly mapping?: Mapping | undefined
  /** What a person says that the file holds. */
  readonly kind?: ImportKind | undefined
  /** The lines whose cells are asked for, as they stand in the file. */
  readonly lines?: ReadonlyArray<number> | undefined
}

/** A word of a file that names no advisor, branch or brand of the dealership. */
export interface UnknownName {
  readonly field: "advisorId" | "branchId" | "brandId"
  readonly word: string
  /** Of an advisor: the branch of most rows, as the file or the directory calls it. */
  readonly branch?: string | undefined
}

/** Why a field would be fed as it is. */
export interface Match {
  readonly field: string
  readonly columns: ReadonlyArray<string>
  readonly reason: Bilingual
  readonly certainty: "certain" | "likely"
}

/** How a file would be read. */
export interface Proposal {
  readonly kind: ImportKind
  /** The template's columns are all there: no mapping is needed. */
  readonly isCanonical: boolean
  readonly ready?: string | undefined
  readonly mapping?: unknown
  readonly reason: Bilingual
  readonly matches: ReadonlyArray<Match>
  /** Required fields that no column feeds. */
  readonly missing: ReadonlyArray<string>
  /** By field: words of the file that name no advisor, branch or brand of the dealership. */
  readonly unknownWords: Readonly<Record<string, ReadonlyArray<string>>>
}

/** A field of a kind, for people. */
export interface FieldTitle {
  readonly name: string
  readonly title: string
  readonly isRequired: boolean
  readonly explanation: string
}

/** A row as it would be read: the record's fields as texts, or the faults. */
export interface PreviewRow {
  readonly line: number
  readonly kind?: ImportKind | undefined
  readonly record?: Readonly<Record<string, unknown>> | undefined
  readonly faults: ReadonlyArray<Fault>
}

/** What a file is, and how it would be read. */
export interface Preview {
  readonly format: "table" | "workbook" | "json" | "adf"
  readonly encoding: string
  readonly delimiter?: string | undefined
  readonly sheet?: string | undefined
  readonly sheets: ReadonlyArray<string>
  /** Of a workbook: the sheets that look like lists of the dealership. */
  readonly lists: ReadonlyArray<{ readonly sheet: string; readonly kind: ImportKind; readonly isTemplate: boolean }>
  readonly headerRow: number
  readonly columns: ReadonlyArray<{ readonly name: string; readonly samples: ReadonlyArray<string> }>
  readonly proposal?: Proposal | undefined
  readonly fields: ReadonlyArray<FieldTitle>
  /** The first rows. */
  readonly rows: ReadonlyArray<PreviewRow>
  /** Words of all its rows that name no advisor, branch or brand of the dealership. */
  readonly unknownNames: ReadonlyArray<UnknownName>
  /** The cells of the lines that were asked for. */
  readonly cells: ReadonlyArray<{ readonly line: number; readonly cells: ReadonlyArray<string> }>
}

// ---------------------------------------------------------------------------------------------------------------------
// Leads of other systems
// ---------------------------------------------------------------------------------------------------------------------

/** How an inbox's leads come and where they go. */
export interface InboxSettings {
  readonly source: "meta" | "google" | "adf"
  readonly advisorId?: string | undefined
  readonly branchId?: string | undefined
  readonly brandId?: string | undefined
  readonly consent?: { readonly purpose: string; readonly channel: string } | undefined
}

/** What another system delivered. */
export interface Delivery extends Omit<Given, "mediaType" | "file" | "sheet"> {
  readonly inbox: InboxSettings
  readonly body: Uint8Array
}

/** A lead of a delivery. `missing`: why it can't be a prospect yet; `fields`: what is known of it, as texts by field. */
export interface ReceivedLead {
  /** The id of the prospect that it becomes: the same at every delivery. */
  readonly id: string
  readonly prospect?: Prospect | undefined
  readonly missing: ReadonlyArray<Fault>
  readonly fields: Readonly<Record<string, string>>
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
  /** Reads a file that may hold several kinds. */
  readonly readMixed: <E>(reading: MixedReading, bytes: Stream.Stream<Uint8Array, E>) => Stream.Stream<MixedBatch, E | FileUnusable | MediaTypeUnknown | RecordsError>
  /** Looks at a file, and reads its first rows. */
  readonly preview: (looking: Looking, bytes: Uint8Array) => Effect.Effect<Preview, FileUnusable | MediaTypeUnknown | RecordsError>
  /** The mappings that come with the reader. */
  readonly readyMappings: ReadonlyArray<ReadyMapping>
  /** The faults of a mapping, none where it can be used. */
  readonly mappingFaults: (mapping: unknown) => ReadonlyArray<SettingFault>
  /** The faults of a dealership's settings for leads. */
  readonly leadSettingsFaults: (settings: unknown, directory: Directory) => ReadonlyArray<SettingFault>
  /** The rejected rows of a file as a file, for a spreadsheet in a language. */
  readonly rejectedFile: (rows: ReadonlyArray<{ readonly line: number } & Fault>, language: keyof Bilingual) => string
  /** Reads the leads of a delivery. It fails where the delivery is none of the inbox's kind. */
  readonly leads: (delivery: Delivery) => Effect.Effect<ReadonlyArray<ReceivedLead>, FileUnusable | RecordsError>
}>()("@crm-procedure/http-api/imports/Intake") {}
