/** Reads a table of another system, CSV or a sheet, into canonical records, as a mapping that was found good says. */
import type { Reading } from "@crm-procedure/core/records/Reading"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import * as CanonicalFile from "../CanonicalFile.ts"
import type { Handler, Options, Reader } from "./MappedRecord.ts"
import type { Source } from "./Mapping.ts"
import { BLOCK_BYTES, Blocks, longRowFault } from "./Blocks.ts"
import { CsvRows, HEADER_LINES, PLAIN, split, UNCLEAN } from "./CsvRows.ts"
import type { HeaderLine } from "./CsvRows.ts"
import type { PositionOf } from "./Expressions.ts"
import { lacking, Mapper, nameColumns } from "./Mapper.ts"
import { RowCells } from "./RowCells.ts"
import * as TableCell from "./TableCell.ts"

const positionIn = (columns: ReadonlyArray<string>) => {
  const exact = Map.groupBy(columns.keys(), (position) => columns[position]!)
  const alike = Map.groupBy(columns.keys(), (position) => SpanishWords.nameForm(columns[position]!))
  /** The columns of this very name, else those whose names compare alike. */
  return (column: string): ReadonlyArray<number> => exact.get(column) ?? alike.get(SpanishWords.nameForm(column)) ?? []
}

/** The positions of the columns that a mapping names; every name that is missing or ambiguous is told at once. */
const locate = (columns: ReadonlyArray<string>) => {
  const used = new Set<number>()
  const missing = new Set<string>()
  const ambiguous = new Set<string>()
  const positionsOf = positionIn(columns)
  const positionOf: PositionOf = (column, isOptional) => {
    const positions = typeof column === "number" ? column <= columns.length ? [column - 1] : [] : positionsOf(column)
    if (positions.length === 0 && isOptional) return -1
    if (positions.length === 0) missing.add(String(column))
    else if (positions.length > 1) ambiguous.add(String(column))
    const position = positions[0] ?? -1
    used.add(position)
    return position
  }
  const has = (column: string | number): boolean => typeof column === "number" ? column <= columns.length : positionsOf(column).length > 0
  return { positionOf, has, missing, ambiguous, used, unused: () => columns.filter((column, position) => column !== "" && !used.has(position)) }
}

/** Whether a row of cells has every column that the source's expressions name. */
export const isHeader = (source: Source, cells: ReadonlyArray<string>): boolean => {
  const { has, missing, positionOf } = locate(cells)
  nameColumns(source, positionOf)
  return missing.size === 0 && lacking(source, has).length === 0
}

const ambiguousHeader = (file: string, { columns, line }: HeaderLine, ambiguous: ReadonlySet<string>): CanonicalFile.UnusableFile => {
  const listed = [...ambiguous].join(", ")
  return new CanonicalFile.UnusableFile({
    file,
    line,
    column: listed,
    found: RecordReader.shown(columns.join(", ")),
    expected: {
      es: `que la correspondencia nombre por su posición ${listed}, que está dos veces`,
      en: `the mapping to name by position ${listed}, which is there twice`
    }
  })
}

const missingHeader = (file: string, likeliest: HeaderLine & { readonly missing: ReadonlyArray<string> }): CanonicalFile.UnusableFile => {
  const listed = likeliest.missing.join(", ")
  return new CanonicalFile.UnusableFile({
    file,
    line: likeliest.line,
    column: listed,
    found: RecordReader.shown(likeliest.columns.join(", ")),
    expected: {
      es: `en una de las primeras ${HEADER_LINES} líneas un encabezado con ${listed}`,
      en: `a header with ${listed} in one of the first ${HEADER_LINES} lines`
    }
  })
}

/** A table of so many columns that the mapping names may have rows of one cell below it, which are no records. */
const FOOTERS_FROM_COLUMNS = 3

/** A reader of one source of a mapping. */
export const open = (
  file: string,
  source: Source,
  reading: Reading,
  handler: Handler,
  options: Options
): Reader => {
  const { headerRow } = source
  const maximumRowBytes = options.maximumRowBytes ?? 16 * 1024 * 1024
  let mapper: Mapper | undefined
  let cells: RowCells
  let columnCount = 0
  let mayHaveFooters = false
  let unusedColumns: ReadonlyArray<string> = []
  let skipped = 0
  let repairs = 0
  let filling: ReadonlyArray<number> = []
  const above: Array<string | undefined> = []
  /** A row whose blank cells take the value above, in the columns that the mapping names. */
  const filledDown = (row: ReadonlyArray<string | undefined>): ReadonlyArray<string | undefined> => {
    if (filling.length === 0) return row
    const cells = [...row]
    for (const position of filling) cells[position] = above[position] = cells[position] ?? above[position]
    return cells
  }
  let unknown: ReadonlyArray<readonly [string, number]> = []
  const unknownOf = (row: ReadonlyArray<string | undefined>): Readonly<Record<string, string>> | undefined => {
    if (unknown.length === 0) return undefined
    const entries = unknown.flatMap(([column, position]) => row[position] === undefined ? [] : [[column, row[position]] as const])
    return entries.length === 0 ? undefined : Object.fromEntries(entries)
  }
  const refused: Array<HeaderLine & { readonly missing: ReadonlyArray<string> }> = []
  const rows = new CsvRows(file, {
    header: (candidate) => {
      if (headerRow !== undefined && candidate.line !== headerRow) return undefined
      const { ambiguous, has, missing, positionOf, unused, used } = locate(candidate.columns)
      const found = new Mapper(source, positionOf, reading, handler, options)
      const filled = (source.fillDown ?? []).map((column) => positionOf(column, false))
      for (const one of lacking(source, has)) missing.add(one)
      if (missing.size > 0) {
        refused.push({ ...candidate, missing: [...missing] })
        return undefined
      }
      if (ambiguous.size > 0) throw ambiguousHeader(file, candidate, ambiguous)
      mapper = found
      filling = filled
      // A row that takes its cells from above may have one of its own.
      mayHaveFooters = used.size >= FOOTERS_FROM_COLUMNS && filled.length === 0
      unusedColumns = unused()
      if (options.unknownCells === true) unknown = candidate.columns.flatMap((column, position) => column !== "" && !used.has(position) ? [[column, position] as const] : [])
      columnCount = candidate.columns.length
      cells = new RowCells(columnCount, reading)
      return { slots: Int32Array.from(candidate.columns, (_, i) => i), instants: new Uint8Array(columnCount), cells }
    },
    noHeader: ([first]) => {
      throw missingHeader(file, refused.toSorted((one, other) => one.missing.length - other.missing.length)[0] ?? { ...first!, missing: [] })
    },
    row: (line, cellCount, form, from, to) => {
      const isUnclean = form === UNCLEAN || cellCount > columnCount
      const row = isUnclean || form !== PLAIN
        ? TableCell.readRow(split(cells.text, from, to, rows.delimiter), isUnclean)
        : { cells: Array.from({ length: columnCount }, (_, i) => cells.optionalText(i)), repairs: 0 }
      const filled = TableCell.filled(row)
      if (filled === 0) return
      mapper!.sourceRows++
      if (filled === 1 && mayHaveFooters) {
        skipped++
        return
      }
      repairs += row.repairs
      if (row.repairs > 0) handler.onRepaired?.(line, row.repairs)
      if (row.cells.findLastIndex((cell) => cell !== undefined) >= columnCount) {
        const expected = { es: `${columnCount} celdas o menos, como el encabezado`, en: `${columnCount} cells or fewer, like the header` }
        return mapper!.reject(undefined, line, [{ column: "", found: String(cellCount), expected }])
      }
      mapper!.row(line, filledDown(row.cells), unknownOf(row.cells))
    },
    longRow: (line) => {
      mapper!.sourceRows++
      mapper!.reject(undefined, line, [longRowFault(maximumRowBytes)])
    }
  }, options.encoding === "xlsx")
  const blocks = new Blocks({
    file,
    blockBytes: BLOCK_BYTES,
    maximumRowBytes,
    line: () => rows.line,
    longRows: rows.longRows,
    encoding: options.encoding
  }, (text, codes, length, isLast) => rows.consume(text, codes, length, isLast))
  return {
    push: (bytes) => blocks.push(bytes),
    end: () => {
      blocks.end()
      if (mapper === undefined) {
        const expected = { es: "un encabezado", en: "a header" }
        throw new CanonicalFile.UnusableFile({ file, line: 1, column: "", found: "", expected })
      }
      mapper.end()
      if (rows.headerRepairs > 0) handler.onRepaired?.(rows.headerLine, rows.headerRepairs)
      return {
        sourceRows: mapper.sourceRows + rows.skipped,
        sourceRejected: mapper.sourceRejected,
        sourceSkipped: skipped + rows.skipped,
        repairs: repairs + rows.headerRepairs,
        dayFirst: mapper.dayFirst,
        bothWays: mapper.bothWays,
        encoding: blocks.encoding,
        kinds: mapper.counts,
        unusedColumns
      }
    }
  }
}
