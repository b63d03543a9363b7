/**
 * What a dealership writes once for another system's export: which column of which file feeds which field of which
 * record, with translations, a date format, a time zone, constants and filters. One source row may feed several records.
 *
 * @see docs/guides/importing.md
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Reading from "@crm-procedure/core/records/Reading"
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import type * as Stream from "effect/Stream"
import * as CanonicalFile from "./CanonicalFile.ts"
import * as Batches from "./internal/Batches.ts"
import * as MappedJson from "./internal/MappedJson.ts"
import * as MappedRows from "./internal/MappedRows.ts"
import type { Handler, Mapped, Options, Reader, Rejection, Summary } from "./internal/MappedRecord.ts"
import type { Mapping, Source } from "./internal/Mapping.ts"

export { BadMapping, MappingFault, MappingSchema, parse, read } from "./internal/Mapping.ts"
export type { Condition, Expression, Mapping, RecordRule, Source, Strip } from "./internal/Mapping.ts"
export type { Handler, Mapped, Options, Reader, Rejection, Summary } from "./internal/MappedRecord.ts"

/** Whether a row of cells is the header of a source: it has every column that the mapping names. */
export const isHeader = (source: Source): (cells: ReadonlyArray<string>) => boolean => (cells) => MappedRows.isHeader(source, cells)

/** The source that a file is: of its name, however it is written, or the only one. */
export const sourceNamed = (mapping: Mapping, file: string): string | undefined => {
  const names = Object.keys(mapping.sources)
  const form = SpanishWords.nameForm(file)
  return names.find((name) => name === file) ?? names.find((name) => SpanishWords.nameForm(name) === form) ?? (names.length === 1 ? names[0] : undefined)
}

/**
 * A reader of one of the mapping's files. Throws a `RangeError` for a file that the mapping does not know. Records that
 * look at later rows of their group come at the end, the others at once. Memory: the groups' keys, and those records.
 */
export const reader = (
  mapping: Mapping,
  file: string,
  given: Reading.Given,
  handler: Handler,
  options: Options = {}
): Reader => {
  const reading = Reading.of(given)
  const source = Object.hasOwn(mapping.sources, file) ? mapping.sources[file] : undefined
  if (source === undefined) throw new RangeError(`Found the file ${file}, expected one of ${Object.keys(mapping.sources).join(", ")}.`)
  const open = source.json === undefined ? MappedRows.open : MappedJson.open
  return open(file, source, mapping.zone === undefined ? reading : { ...reading, zone: Calendar.zoneUnsafe(mapping.zone) }, handler, options)
}

/** What a piece of the file held; the last batch, always there, has the summary. */
export type Batch = Batches.Batch<Mapped, Rejection, Summary>

/** Reads a stream of the bytes of one of the mapping's files. */
export const stream = (
  mapping: Mapping,
  file: string,
  given: Reading.Given,
  options?: Options
): <E, RE>(bytes: Stream.Stream<Uint8Array, E, RE>) => Stream.Stream<Batch, E | CanonicalFile.UnusableFile, RE> =>
  Batches.stream((handler: Handler) => reader(mapping, file, given, handler, options))
