/** Turns the rows of another system's file into canonical records, as a mapping that was found good says. */
import * as Field from "@crm-procedure/core/records/Field"
import type { Reading } from "@crm-procedure/core/records/Reading"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import * as CanonicalFile from "../CanonicalFile.ts"
import type * as ColumnMapping from "../ColumnMapping.ts"
import { Blocks } from "./Blocks.ts"
import { CsvRows, HEADER_LINES, PLAIN, split, UNCLEAN } from "./CsvRows.ts"
import type { HeaderLine } from "./CsvRows.ts"
import * as DatePattern from "./DatePattern.ts"
import { RowCells } from "./RowCells.ts"
import * as TableCell from "./TableCell.ts"

/** A source row as the expressions see it. */
interface Row {
  readonly line: number
  readonly cells: ReadonlyArray<string | undefined>
  /** Its number within its group, from 1. */
  readonly ordinal: number
}

/** A text that does not fit its date pattern. */
class Misfit {
  readonly found: string
  readonly pattern: string
  constructor(found: string, pattern: string) {
    this.found = found
    this.pattern = pattern
  }
}

type Value = string | undefined | Misfit
type Evaluate = (row: Row) => Value
type Holds = (row: Row) => boolean

/** Where a column stands, from 0. */
type PositionOf = (column: string | number) => number

const origin = (one: ColumnMapping.Expression, positionOf: PositionOf): Evaluate => {
  if (one.constant !== undefined) return () => one.constant
  if (one.number !== undefined) return one.number === "line" ? (row) => String(row.line) : (row) => String(row.ordinal)
  if (one.column !== undefined) {
    const position = positionOf(one.column)
    return (row) => row.cells[position]
  }
  const parts = (one.concat ?? []).map((part) => compile(part, positionOf))
  return (row) => {
    const texts: Array<string> = []
    for (const part of parts) {
      const value = part(row)
      if (value instanceof Misfit) return value
      if (value !== undefined) texts.push(value)
    }
    return texts.length === 0 ? undefined : texts.join(one.separator ?? "")
  }
}

const compile = (one: ColumnMapping.Expression, positionOf: PositionOf): Evaluate => {
  const take = origin(one, positionOf)
  const date = one.date === undefined ? undefined : DatePattern.compile(one.date)
  const translations = one.translate === undefined ? undefined : new Map(Object.entries(one.translate))
  return (row) => {
    let value = take(row)
    if (date !== undefined && typeof value === "string") value = date(value) ?? new Misfit(value, one.date!)
    if (value instanceof Misfit) return value
    if (translations !== undefined && value !== undefined) value = translations.get(value) ?? one.otherwise ?? value
    value = value?.trim()
    return value === undefined || value === "" ? one.default : value
  }
}

const condition = (one: ColumnMapping.Condition, positionOf: PositionOf): Holds => {
  const value = one.value === undefined ? undefined : compile(one.value, positionOf)
  const among = one.in === undefined ? undefined : new Set(one.in)
  const notAmong = one.notIn === undefined ? undefined : new Set(one.notIn)
  return (row) => {
    if (one.row !== undefined && (one.row === "first") !== (row.ordinal === 1)) return false
    if (value === undefined) return true
    const read = value(row)
    const found = read instanceof Misfit ? read.found : read
    return (one.present === undefined || one.present === (found !== undefined)) &&
      (among === undefined || (found !== undefined && among.has(found))) &&
      (notAmong === undefined || found === undefined || !notAmong.has(found))
  }
}

const conditions = (all: ReadonlyArray<ColumnMapping.Condition> | undefined, positionOf: PositionOf): Holds => {
  const compiled = (all ?? []).map((one) => condition(one, positionOf))
  return (row) => compiled.every((holds) => holds(row))
}

/** A field whose value comes from another row of the group. */
interface Aside {
  readonly slot: number
  readonly evaluate: Evaluate
  readonly holds: Holds
  readonly takesFirst: boolean
  readonly absent: string | undefined
}

interface Rule {
  readonly kind: CanonicalFile.Kind<unknown>
  readonly isDistinct: boolean
  readonly holds: Holds
  /** By the kind's fields, in their order; `undefined` where the mapping says nothing or looks aside. */
  readonly fields: ReadonlyArray<Evaluate | undefined>
  readonly asides: ReadonlyArray<Aside>
  /** The columns named in the rejections, by field. */
  readonly sourceNames: ReadonlyArray<string>
  /** The fields that make two records the same one, for `distinct`. */
  readonly identity: ReadonlyArray<number>
  readonly accept: CanonicalFile.Acceptance<unknown> | undefined
  readonly seen: Set<string>
}

const identityOf = (kind: CanonicalFile.Kind<unknown>): ReadonlyArray<number> => kind.name === "goals" ? [0, 1, 2, 3] : [0]

const compileRule = (rule: ColumnMapping.RecordRule, positionOf: PositionOf, accept: CanonicalFile.Acceptance<unknown> | undefined): Rule => {
  const kind = CanonicalFile.all[rule.kind] as CanonicalFile.Kind<unknown>
  const expressions = kind.fields.map((field) => Object.hasOwn(rule.fields, field.name) ? rule.fields[field.name] : undefined)
  return {
    kind,
    isDistinct: rule.distinct ?? false,
    holds: conditions(rule.when, positionOf),
    fields: expressions.map((one) => one === undefined || one.from !== undefined ? undefined : compile(one, positionOf)),
    asides: expressions.flatMap((one, slot) =>
      one?.from === undefined ? [] : [{
        slot,
        evaluate: compile(one, positionOf),
        holds: conditions(one.from.when, positionOf),
        takesFirst: one.from.row === "first",
        absent: one.default
      }]
    ),
    sourceNames: expressions.map((one) => one?.column === undefined ? "" : String(one.column)),
    identity: identityOf(kind),
    accept,
    seen: new Set()
  }
}

/** A group of rows: how many came, and by rule and aside the value found so far (absent: none yet). */
interface Group {
  rows: number
  readonly found: Array<Map<number, Value>>
}

interface Draft {
  readonly rule: Rule
  readonly ruleIndex: number
  readonly line: number
  readonly values: Array<Value>
  readonly group: Group
}

const misfitFault = (misfit: Misfit): Pick<Field.Fault, "found" | "expected"> => ({
  found: RecordReader.shown(misfit.found),
  expected: { es: `una fecha escrita como ${misfit.pattern}`, en: `a date written as ${misfit.pattern}` }
})

/** A date as a field of its kind writes it: a period is a month, a day has no time. */
const fitted = (field: Field.Field, value: string): string =>
  /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) && (field.kind === "period" || field.kind === "day")
    ? value.slice(0, field.kind === "period" ? 7 : 10)
    : value

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
  const positionOf: PositionOf = (column) => {
    const positions = typeof column === "number" ? column <= columns.length ? [column - 1] : [] : positionsOf(column)
    if (positions.length === 0) missing.add(String(column))
    else if (positions.length > 1) ambiguous.add(String(column))
    const position = positions[0] ?? -1
    used.add(position)
    return position
  }
  return { positionOf, missing, ambiguous, used, unused: () => columns.filter((column, position) => column !== "" && !used.has(position)) }
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

interface Counts {
  rows: number
  read: number
  rejected: number
}

/** The records of one source, row by row. */
class Mapper {
  sourceRows = 0
  sourceRejected = 0
  dayFirst = 0
  bothWays = 0
  readonly counts: { [K in CanonicalFile.Name]?: Counts } = {}
  private readonly rules: ReadonlyArray<Rule>
  private readonly key: ((row: Row) => string) | undefined
  private readonly reading: Reading
  private readonly handler: ColumnMapping.Handler
  private readonly groups = new Map<string, Group>()
  private readonly waiting: Array<Draft> = []

  constructor(source: ColumnMapping.Source, positionOf: PositionOf, reading: Reading, handler: ColumnMapping.Handler, options: ColumnMapping.Options) {
    // Two rules that make records of one kind share its ids.
    const acceptances = new Map<CanonicalFile.Name, CanonicalFile.Acceptance<unknown>>()
    this.rules = source.records.map((rule) => {
      if (options.identity !== "caller" && !acceptances.has(rule.kind)) {
        acceptances.set(rule.kind, (CanonicalFile.all[rule.kind] as CanonicalFile.Kind<unknown>).acceptance())
      }
      this.counts[rule.kind] ??= { rows: 0, read: 0, rejected: 0 }
      return compileRule(rule, positionOf, acceptances.get(rule.kind))
    })
    const keys = source.groupBy?.map((one) => compile(one, positionOf))
    this.key = keys === undefined ? undefined : (row) =>
      JSON.stringify(keys.map((key) => {
        const value = key(row)
        return value instanceof Misfit ? value.found : value ?? null
      }))
    this.reading = reading
    this.handler = handler
  }

  reject(kind: CanonicalFile.Name | undefined, line: number, faults: ReadonlyArray<Field.Fault>): void {
    if (kind === undefined) this.sourceRejected++
    else this.counts[kind]!.rejected++
    this.handler.onRejected({ kind, line, faults })
  }

  row(line: number, cells: ReadonlyArray<string | undefined>): void {
    const group = this.groupOf({ line, cells, ordinal: 1 })
    const row: Row = { line, cells, ordinal: ++group.rows }
    this.rules.forEach((rule, ruleIndex) => {
      for (const aside of rule.asides) {
        const found = group.found[ruleIndex] ??= new Map()
        if ((!aside.takesFirst || !found.has(aside.slot)) && aside.holds(row)) found.set(aside.slot, aside.evaluate(row))
      }
      if (!rule.holds(row)) return
      const values = rule.fields.map((evaluate) => evaluate?.(row))
      const draft: Draft = { rule, ruleIndex, line, values, group }
      if (rule.asides.length > 0) this.waiting.push(draft)
      else this.finish(draft)
    })
  }

  end(): void {
    for (const draft of this.waiting) {
      for (const { absent, slot } of draft.rule.asides) {
        draft.values[slot] = draft.group.found[draft.ruleIndex]?.get(slot) ?? absent
      }
      this.finish(draft)
    }
  }

  private groupOf(row: Row): Group {
    if (this.key === undefined) return { rows: 0, found: [] }
    const key = this.key(row)
    let group = this.groups.get(key)
    if (group === undefined) this.groups.set(key, group = { rows: 0, found: [] })
    return group
  }

  private finish({ line, rule, values }: Draft): void {
    const { kind } = rule
    const cells = values.map((value, slot) => typeof value === "string" ? fitted(kind.fields[slot]!, value) : undefined)
    const identity = rule.isDistinct ? JSON.stringify(rule.identity.map((slot) => cells[slot] ?? null)) : ""
    if (rule.isDistinct && rule.seen.has(identity)) return
    const counts = this.counts[kind.name]!
    counts.rows++
    const read = RecordReader.readCells(kind.fields, cells, this.reading, kind.faults)
    const faults = this.faults(rule, values, cells, read.faults ?? [])
    if (read.faults !== undefined || faults.length > 0) return this.reject(kind.name, line, faults)
    const mapped = { kind: kind.name, record: read.record } as ColumnMapping.Mapped
    const firstLine = (rule.accept === undefined ? 0 : rule.accept(read.record, line)) || this.handler.onRecord(mapped, line) || 0
    if (firstLine !== 0) return this.reject(kind.name, line, [kind.repeated(read.record, firstLine)])
    counts.read++
    this.dayFirst += read.dayFirst.dates
    this.bothWays += read.dayFirst.bothWays
    if (rule.isDistinct) rule.seen.add(identity)
  }

  /** The faults in the words of the source: a date that did not fit its pattern says so, and columns are the source's. */
  private faults(
    { kind: { fields }, sourceNames }: Rule,
    values: ReadonlyArray<Value>,
    cells: ReadonlyArray<string | undefined>,
    read: ReadonlyArray<Field.Fault>
  ): ReadonlyArray<Field.Fault> {
    const all: Array<Field.Fault> = []
    const cellOf = (name: string): string | undefined => {
      const slot = fields.findIndex((field) => field.name === name)
      return cells[slot] ?? fields[slot]?.defaultValue
    }
    fields.forEach((field, slot) => {
      const value = values[slot]
      const name = sourceNames[slot]
      const column = name === "" || name === undefined ? field.column : `${name} → ${field.column}`
      if (value instanceof Misfit) {
        if (!Field.isIgnored(field, cellOf)) all.push({ column, ...misfitFault(value) })
      } else for (const { column: of, expected, found } of read) if (of === field.column) all.push({ column, found, expected })
    })
    return all
  }
}

/** A table of so many columns that the mapping names may have rows of one cell below it, which are no records. */
const FOOTERS_FROM_COLUMNS = 3

/** A reader of one source of a mapping. */
export const open = (
  file: string,
  source: ColumnMapping.Source,
  reading: Reading,
  handler: ColumnMapping.Handler,
  options: ColumnMapping.Options
): ColumnMapping.Reader => {
  let mapper: Mapper | undefined
  let cells: RowCells
  let columnCount = 0
  let mayHaveFooters = false
  let unusedColumns: ReadonlyArray<string> = []
  let skipped = 0
  let repairs = 0
  const lacking: Array<HeaderLine & { readonly missing: ReadonlyArray<string> }> = []
  const rows = new CsvRows(file, {
    header: (candidate) => {
      const { ambiguous, missing, positionOf, unused, used } = locate(candidate.columns)
      const found = new Mapper(source, positionOf, reading, handler, options)
      if (missing.size > 0) {
        lacking.push({ ...candidate, missing: [...missing] })
        return undefined
      }
      if (ambiguous.size > 0) throw ambiguousHeader(file, candidate, ambiguous)
      mapper = found
      mayHaveFooters = used.size >= FOOTERS_FROM_COLUMNS
      unusedColumns = unused()
      columnCount = candidate.columns.length
      cells = new RowCells(columnCount, reading)
      return { slots: Int32Array.from(candidate.columns, (_, i) => i), instants: new Uint8Array(columnCount), cells }
    },
    noHeader: ([first]) => {
      throw missingHeader(file, lacking.toSorted((one, other) => one.missing.length - other.missing.length)[0] ?? { ...first!, missing: [] })
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
      if (row.cells.findLastIndex((cell) => cell !== undefined) >= columnCount) {
        const expected = { es: `${columnCount} celdas o menos, como el encabezado`, en: `${columnCount} cells or fewer, like the header` }
        return mapper!.reject(undefined, line, [{ column: "", found: String(cellCount), expected }])
      }
      mapper!.row(line, row.cells)
    }
  })
  const blocks = new Blocks({
    file,
    blockBytes: 1024 * 1024,
    maximumRowBytes: options.maximumRowBytes ?? 16 * 1024 * 1024,
    line: () => rows.line,
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
