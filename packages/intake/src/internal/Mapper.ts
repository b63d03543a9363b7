/** Makes the canonical records of the rows of one source, as a mapping that was found good says. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Field from "@crm-procedure/core/records/Field"
import type { Reading } from "@crm-procedure/core/records/Reading"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as CanonicalFile from "../CanonicalFile.ts"
import type { Handler, Mapped, Options } from "./MappedRecord.ts"
import type { Expression, RecordRule, Source } from "./Mapping.ts"
import * as Expressions from "./Expressions.ts"
import type { Evaluate, Holds, PositionOf, Row, Value } from "./Expressions.ts"
import * as TableCell from "./TableCell.ts"

const { compile, conditions, Misfit } = Expressions

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

/** The column that an expression reads first. */
const sourceName = (one: Expression | undefined): string =>
  one === undefined ? "" : one.column !== undefined ? String(one.column) : (one.firstOf ?? one.concat ?? []).map(sourceName).find((name) => name !== "") ?? ""

const compileRule = (rule: RecordRule, positionOf: PositionOf, accept: CanonicalFile.Acceptance<unknown> | undefined): Rule => {
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
    sourceNames: expressions.map(sourceName),
    identity: identityOf(kind),
    accept,
    seen: new Set()
  }
}

/** Tells `positionOf` every column that a source names. */
export const nameColumns = (source: Source, positionOf: PositionOf): void => {
  for (const rule of source.records) compileRule(rule, positionOf, undefined)
  for (const one of source.groupBy ?? []) compile(one, positionOf)
  for (const column of source.fillDown ?? []) positionOf(column, false)
}

/** Whether an expression can have a value where only these columns are. */
const canGive = (one: Expression, has: (column: string | number) => boolean): boolean =>
  one.default !== undefined || one.constant !== undefined || one.number !== undefined || one.received !== undefined ||
  (one.column !== undefined ? one.optional === undefined || has(one.column) : (one.firstOf ?? one.concat ?? []).some((part) => canGive(part, has)))

const columnsOf = (one: Expression): ReadonlyArray<string> =>
  one.column !== undefined ? [String(one.column)] : (one.firstOf ?? one.concat ?? []).flatMap(columnsOf)

/** The required fields that may come from several columns and have none of them in the line. Such a line is no header. */
export const lacking = (source: Source, has: (column: string | number) => boolean): ReadonlyArray<string> =>
  source.records.flatMap(({ fields, kind }) =>
    CanonicalFile.all[kind].fields.flatMap(({ name, required }) => {
      const one = required && Object.hasOwn(fields, name) ? fields[name] : undefined
      return one?.firstOf === undefined || canGive(one, has) ? [] : [columnsOf(one).join(" | ")]
    })
  )

/** A group of rows: how many came, and by rule and aside the value found so far (absent: none yet). */
interface Group {
  rows: number
  readonly found: Array<Map<number, Value>>
}

interface Draft {
  readonly rule: Rule
  readonly ruleIndex: number
  readonly line: number
  /** The row of the source that the record is made of. */
  readonly source: { isRejected: boolean }
  readonly values: Array<Value>
  readonly group: Group
  readonly unknown: Readonly<Record<string, string>> | undefined
}

const misfitFault = ({ found, patterns }: Expressions.Misfit): Pick<Field.Fault, "found" | "expected"> => ({
  found: RecordReader.shown(found),
  expected: { es: `una fecha escrita como ${patterns.join(" o ")}`, en: `a date written as ${patterns.join(" or ")}` }
})

/** A date as a field of its kind writes it: a period is a month, a day has no time. */
const fitted = (field: Field.Field, value: string): string =>
  /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) && (field.kind === "period" || field.kind === "day")
    ? value.slice(0, field.kind === "period" ? 7 : 10)
    : value

interface Counts {
  rows: number
  read: number
  rejected: number
}

/** The records of one source, row by row. */
export class Mapper {
  sourceRows = 0
  sourceRejected = 0
  dayFirst = 0
  bothWays = 0
  readonly counts: { [K in CanonicalFile.Name]?: Counts } = {}
  private readonly rules: ReadonlyArray<Rule>
  private readonly key: ((row: Row) => string) | undefined
  private readonly reading: Reading
  private readonly handler: Handler
  private readonly received: string | undefined
  private readonly isSheet: boolean
  private readonly groups = new Map<string, Group>()
  private readonly waiting: Array<Draft> = []

  constructor(source: Source, positionOf: PositionOf, reading: Reading, handler: Handler, options: Options) {
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
    this.isSheet = options.encoding === "xlsx"
    this.received = options.receivedAt === undefined ? undefined : Calendar.formatInstant(reading.zone, options.receivedAt)
  }

  reject(kind: CanonicalFile.Name | undefined, line: number, faults: ReadonlyArray<Field.Fault>): void {
    if (kind === undefined) this.sourceRejected++
    else this.counts[kind]!.rejected++
    this.handler.onRejected({ kind, line, faults: this.isSheet ? TableCell.ofSheet(faults) : faults })
  }

  /** Takes a row in. `unknown`: the cells of columns that feed nothing. */
  row(line: number, cells: ReadonlyArray<string | undefined>, unknown?: Readonly<Record<string, string>>): void {
    const group = this.groupOf({ line, cells, ordinal: 1, received: this.received })
    const row: Row = { line, cells, ordinal: ++group.rows, received: this.received }
    const source = { isRejected: false }
    this.rules.forEach((rule, ruleIndex) => {
      for (const aside of rule.asides) {
        const found = group.found[ruleIndex] ??= new Map()
        if ((!aside.takesFirst || !found.has(aside.slot)) && aside.holds(row)) found.set(aside.slot, aside.evaluate(row))
      }
      if (!rule.holds(row)) return
      const values = rule.fields.map((evaluate) => evaluate?.(row))
      const draft: Draft = { rule, ruleIndex, line, source, values, group, unknown: ruleIndex === 0 ? unknown : undefined }
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

  /** Rejects a record. Its row counts as rejected, once, even if it made other records that were read. */
  private rejectRecord({ line, rule, source }: Draft, faults: ReadonlyArray<Field.Fault>): void {
    if (!source.isRejected) this.sourceRejected++
    source.isRejected = true
    this.reject(rule.kind.name, line, faults)
  }

  private finish(draft: Draft): void {
    const { line, rule, unknown, values } = draft
    const { kind } = rule
    // A date that does not fit its patterns is read as the cells of a table are, where that can't be another date.
    const cells = values.map((value, slot) => value instanceof Misfit ? value.reading : value === undefined ? undefined : fitted(kind.fields[slot]!, value))
    const identity = rule.isDistinct ? JSON.stringify(rule.identity.map((slot) => cells[slot] ?? null)) : ""
    if (rule.isDistinct && rule.seen.has(identity)) return
    const counts = this.counts[kind.name]!
    counts.rows++
    const read = RecordReader.readCells(kind.fields, cells, this.reading, kind.faults)
    const faults = this.faults(rule, values, cells, read.faults ?? [])
    if (read.faults !== undefined || faults.length > 0) return this.rejectRecord(draft, faults)
    const mapped = { kind: kind.name, record: read.record } as Mapped
    const firstLine = (rule.accept === undefined ? 0 : rule.accept(read.record, line)) || this.handler.onRecord(mapped, line, unknown) || 0
    if (firstLine !== 0) return this.rejectRecord(draft, [kind.repeated(read.record, firstLine)])
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
        const isRead = value.reading !== undefined && !read.some((fault) => fault.column === field.column)
        if (!isRead && !Field.isIgnored(field, cellOf)) all.push({ column, ...misfitFault(value) })
      } else for (const { column: of, expected, found } of read) if (of === field.column) all.push({ column, found, expected })
    })
    return all
  }
}

