/** A mapping: its shape, and what is wrong with one. */
import * as JsonPointer from "@crm-procedure/core/identity/JsonPointer"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import type * as Field from "@crm-procedure/core/records/Field"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as CanonicalFile from "../CanonicalFile.ts"
import { HEADER_LINES } from "./CsvRows.ts"
import * as DatePattern from "./DatePattern.ts"
import * as JsonPath from "./JsonPath.ts"

/** What is taken away from a text: the first prefix and the first suffix that it has, whatever their case, or everything but digits. */
export type Strip = "non-digits" | { readonly prefix?: string | ReadonlyArray<string>; readonly suffix?: string | ReadonlyArray<string> }

/**
 * A value made of a source row. Exactly one of `column`, `constant`, `concat`, `firstOf`, `number` and `received` says where it comes from; the rest says
 * what happens to it, in this order: `strip`, `split`, `date`, `translate` (with `otherwise` for what is not listed, which else stays), `default`.
 */
export interface Expression {
  /** A header name, or a position from 1 where names repeat. In JSON a path: `email`, `field_data[name=email].values[0]`. */
  readonly column?: string | number
  /** The column may be missing from the header: then it is empty. */
  readonly optional?: true
  readonly constant?: string
  /** The parts that are there, joined by `separator` (none by default). */
  readonly concat?: ReadonlyArray<Expression>
  readonly separator?: string
  /** The first one that is not empty. */
  readonly firstOf?: ReadonlyArray<Expression>
  /** The physical line of the row in its file (of JSON, the number of the item), or its number within its group, from 1. */
  readonly number?: "line" | "row-of-group"
  /** The instant when the file came, where the reader is told. */
  readonly received?: true
  readonly strip?: Strip
  /** Separators: the first part that is not empty is taken. */
  readonly split?: string | ReadonlyArray<string>
  /**
   * By Unicode's date patterns, tried in turn: `yyyy MM dd HH mm ss SSS XXX` (the offset), `yy` (20yy), `MMM` (any name of a month, Spanish or English),
   * `M d H h` without leading zero, `hh … a` for twelve hours, literals in `'…'`; or `unix-seconds`, `unix-milliseconds`, `excel-serial` (`45356.6`, the days of a spreadsheet). An ISO date is read without
   * its pattern too, and where the patterns begin with the day, any other date that begins with it.
   */
  readonly date?: string | ReadonlyArray<string>
  /** Compared exactly first, then whatever the case and the accents. */
  readonly translate?: { readonly [from: string]: string }
  readonly otherwise?: string
  readonly default?: string
  /** Takes the value from another row of the group: the first or the last one for which every condition holds. */
  readonly from?: { readonly row: "first" | "last"; readonly when?: ReadonlyArray<Condition> }
}

/** A condition on a row: whether it is the first of its group or a later one, and what a value is. An empty cell is `""`. */
export interface Condition {
  readonly row?: "first" | "later"
  readonly value?: Expression
  readonly in?: ReadonlyArray<string>
  readonly notIn?: ReadonlyArray<string>
  readonly present?: boolean
}

/** Makes one record of each row for which every condition holds; `distinct`: only of the first row with each id. */
export interface RecordRule {
  readonly kind: CanonicalFile.Name
  readonly when?: ReadonlyArray<Condition>
  readonly distinct?: boolean
  readonly fields: { readonly [name: string]: Expression }
}

/** One file of the other system. */
export interface Source {
  /** Which of its rows belong together. */
  readonly groupBy?: ReadonlyArray<Expression>
  /** The line of the header, from 1; by default the first line that has all columns named. */
  readonly headerRow?: number
  /** The sheet of a workbook; by default the first visible one that has all columns named. */
  readonly sheet?: string
  /** Columns in which an empty cell means the one above. */
  readonly fillDown?: ReadonlyArray<string | number>
  /** The file is JSON: an array, one object after another, or an object with a list at this path. */
  readonly json?: { readonly list?: string }
  readonly records: ReadonlyArray<RecordRule>
}

/** A mapping that was found good. `zone`: of the dates without offset; by default the dealership's. */
export interface Mapping {
  readonly name: string
  readonly zone?: string
  readonly sources: { readonly [file: string]: Source }
}

const optional = Schema.optionalKey
const Column = Schema.Union([Schema.NonEmptyString, Schema.Int.check(Schema.isGreaterThan(0))])
const Texts = Schema.Union([Schema.NonEmptyString, Schema.NonEmptyArray(Schema.NonEmptyString)])
const ExpressionSchema: Schema.Codec<Expression> = Schema.Struct({
  column: optional(Column),
  optional: optional(Schema.Literal(true)),
  constant: optional(Schema.NonEmptyString),
  concat: optional(Schema.NonEmptyArray(Schema.suspend((): Schema.Codec<Expression> => ExpressionSchema))),
  separator: optional(Schema.String),
  firstOf: optional(Schema.NonEmptyArray(Schema.suspend((): Schema.Codec<Expression> => ExpressionSchema))),
  number: optional(Schema.Literals(["line", "row-of-group"])),
  received: optional(Schema.Literal(true)),
  strip: optional(Schema.Union([Schema.Literal("non-digits"), Schema.Struct({ prefix: optional(Texts), suffix: optional(Texts) })])),
  split: optional(Texts),
  date: optional(Texts),
  translate: optional(Schema.Record(Schema.String, Schema.String)),
  otherwise: optional(Schema.String),
  default: optional(Schema.NonEmptyString),
  from: optional(Schema.Struct({
    row: Schema.Literals(["first", "last"]),
    when: optional(Schema.Array(Schema.suspend((): Schema.Codec<Condition> => ConditionSchema)))
  }))
})
const ConditionSchema: Schema.Codec<Condition> = Schema.Struct({
  row: optional(Schema.Literals(["first", "later"])),
  value: optional(ExpressionSchema),
  in: optional(Schema.Array(Schema.String)),
  notIn: optional(Schema.Array(Schema.String)),
  present: optional(Schema.Boolean)
})
/** The mapping file's shape; {@link read} finds what a shape can't say. */
export const MappingSchema: Schema.Codec<Mapping> = Schema.Struct({
  name: Schema.NonEmptyString,
  zone: optional(Schema.NonEmptyString),
  sources: Schema.Record(
    Schema.String,
    Schema.Struct({
      groupBy: optional(Schema.NonEmptyArray(ExpressionSchema)),
      headerRow: optional(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: HEADER_LINES }))),
      sheet: optional(Schema.NonEmptyString),
      fillDown: optional(Schema.NonEmptyArray(Column)),
      json: optional(Schema.Struct({ list: optional(Schema.NonEmptyString) })),
      records: Schema.NonEmptyArray(Schema.Struct({
        kind: Schema.Literals(Object.keys(CanonicalFile.all) as Array<CanonicalFile.Name>),
        when: optional(Schema.Array(ConditionSchema)),
        distinct: optional(Schema.Boolean),
        fields: Schema.Record(Schema.String, ExpressionSchema)
      }))
    })
  )
})

/** One fault of a mapping: where (a JSON pointer) and what. */
export const MappingFault = Schema.Struct({ pointer: Schema.String, problem: Schema.Struct({ es: Schema.String, en: Schema.String }) })
export type MappingFault = typeof MappingFault.Type

/** A mapping that can't be used, with every fault in it. */
export class BadMapping extends Schema.TaggedError<BadMapping>()("BadMapping", { faults: Schema.Array(MappingFault) }) {
  override get message(): string {
    return `The column mapping has ${this.faults.length} fault(s):\n` +
      this.faults.map((fault) => `  at ${fault.pointer || "/"}: ${fault.problem.en}`).join("\n")
  }
}

const shapeFaults = (issue: SchemaIssue.Issue): ReadonlyArray<MappingFault> =>
  SchemaIssue.makeFormatterStandardSchemaV1()(issue).issues.map(({ message, path }) => ({
    pointer: JsonPointer.of(path ?? []),
    problem: { es: `no tiene la forma esperada (${message})`, en: message }
  }))

/** What an expression may say, by where it stands. */
interface May {
  readonly isGrouped: boolean
  readonly isJson: boolean
  readonly mayLookAside: boolean
}

/** Collects what the shape of a mapping can't say. */
class Inspection {
  readonly faults: Array<MappingFault> = []

  fault(pointer: string, es: string, en: string): void {
    this.faults.push({ pointer, problem: { es, en } })
  }

  mapping(mapping: Mapping): void {
    if (mapping.zone !== undefined && Result.isFailure(Calendar.zone(mapping.zone))) {
      this.fault("/zone", `la zona horaria ${mapping.zone} no existe`, `there is no time zone ${mapping.zone}`)
    }
    if (Object.keys(mapping.sources).length === 0) this.fault("/sources", "falta al menos un archivo", "at least one file is needed")
    for (const [file, source] of Object.entries(mapping.sources)) {
      const pointer = `/sources/${JsonPointer.step(file)}`
      const isJson = source.json !== undefined
      const may: May = { isGrouped: source.groupBy !== undefined, isJson, mayLookAside: false }
      source.groupBy?.forEach((one, i) => this.expression(`${pointer}/groupBy/${i}`, one, { ...may, isGrouped: false }))
      source.records.forEach((rule, i) => this.rule(`${pointer}/records/${i}`, rule, may))
      if (source.json?.list !== undefined && JsonPath.parse(source.json.list) === undefined) {
        this.fault(`${pointer}/json/list`, `${source.json.list} no es una ruta en JSON, como datos.leads`, `${source.json.list} is no path in JSON, like data.leads`)
      }
      for (const name of ["headerRow", "sheet", "fillDown"] as const) {
        if (isJson && source[name] !== undefined) this.fault(`${pointer}/${name}`, "no va con json", "does not go with json")
      }
    }
  }

  rule(pointer: string, rule: RecordRule, may: May): void {
    const fields: ReadonlyArray<Field.Field> = CanonicalFile.all[rule.kind].fields
    this.conditions(`${pointer}/when`, rule.when, may)
    for (const [name, one] of Object.entries(rule.fields)) {
      const field = fields.find((field) => field.name === name)
      const at = `${pointer}/fields/${JsonPointer.step(name)}`
      if (field === undefined) {
        const known = fields.map((field) => field.name).join(", ")
        this.fault(at, `${rule.kind} no tiene ese campo; tiene ${known}`, `${rule.kind} has no such field; it has ${known}`)
        continue
      }
      this.expression(at, one, { ...may, mayLookAside: true })
      this.fixedValues(at, field, one)
    }
    for (const field of fields) {
      if (field.required && !Object.hasOwn(rule.fields, field.name)) {
        this.fault(`${pointer}/fields`, `falta ${field.name}, que es obligatorio`, `${field.name} is missing, and required`)
      }
    }
  }

  conditions(pointer: string, conditions: ReadonlyArray<Condition> | undefined, may: May): void {
    conditions?.forEach((condition, i) => {
      const at = `${pointer}/${i}`
      if (condition.row !== undefined && !may.isGrouped) this.fault(`${at}/row`, "necesita groupBy", "needs groupBy")
      const asks = condition.in !== undefined || condition.notIn !== undefined || condition.present !== undefined
      if (asks !== (condition.value !== undefined)) {
        this.fault(at, "value va con in, notIn o present", "value goes with in, notIn or present")
      } else if (!asks && condition.row === undefined) this.fault(at, "no dice nada", "it says nothing")
      if (condition.value !== undefined) this.expression(`${at}/value`, condition.value, { ...may, mayLookAside: false })
    })
  }

  expression(pointer: string, one: Expression, may: May): void {
    const origins = [one.column, one.constant, one.concat, one.firstOf, one.number, one.received].filter((part) => part !== undefined).length
    if (origins !== 1) {
      const names = "column, constant, concat, firstOf, number"
      this.fault(pointer, `necesita exactamente uno de ${names} y received`, `needs exactly one of ${names} and received`)
    }
    if (may.isJson && one.column !== undefined && (typeof one.column === "number" || JsonPath.parse(one.column) === undefined)) {
      this.fault(`${pointer}/column`, `${one.column} no es una ruta en JSON, como datos[0].correo`, `${one.column} is no path in JSON, like data[0].email`)
    }
    if (one.optional !== undefined && one.column === undefined) this.fault(`${pointer}/optional`, "va con column", "goes with column")
    if (one.separator !== undefined && one.concat === undefined) this.fault(`${pointer}/separator`, "va con concat", "goes with concat")
    if (one.otherwise !== undefined && one.translate === undefined) this.fault(`${pointer}/otherwise`, "va con translate", "goes with translate")
    this.dates(`${pointer}/date`, one.date)
    this.translations(`${pointer}/translate`, one.translate)
    if (one.number === "row-of-group" && !may.isGrouped) this.fault(`${pointer}/number`, "necesita groupBy", "needs groupBy")
    if (one.from !== undefined) {
      if (!may.mayLookAside) this.fault(`${pointer}/from`, "solo puede ir en el valor de un campo", "may only stand at a field's value")
      else if (!may.isGrouped) this.fault(`${pointer}/from`, "necesita groupBy", "needs groupBy")
      this.conditions(`${pointer}/from/when`, one.from.when, may)
    }
    one.concat?.forEach((part, i) => this.expression(`${pointer}/concat/${i}`, part, { ...may, mayLookAside: false }))
    one.firstOf?.forEach((part, i) => this.expression(`${pointer}/firstOf/${i}`, part, { ...may, mayLookAside: false }))
  }

  dates(pointer: string, written: string | ReadonlyArray<string> | undefined): void {
    const patterns = written === undefined ? [] : typeof written === "string" ? [written] : written
    patterns.forEach((pattern, i) => {
      if (DatePattern.compile(pattern) !== undefined) return
      const place = typeof written === "string" ? pointer : `${pointer}/${i}`
      this.fault(place, `${pattern} no es un formato de fecha, como yyyy/MM/dd HH:mm:ss`, `${pattern} is no date pattern, like yyyy/MM/dd HH:mm:ss`)
    })
  }

  /** Words that compare alike must mean one thing. */
  translations(pointer: string, translate: { readonly [from: string]: string } = {}): void {
    const meanings = new Map<string, string>()
    for (const [from, to] of Object.entries(translate)) {
      const form = SpanishWords.valueForm(from)
      const other = meanings.get(form) ?? to
      meanings.set(form, other)
      if (other === to) continue
      const place = `${pointer}/${JsonPointer.step(from)}`
      this.fault(place, `${from} ya es ${other}: no importan mayúsculas ni acentos`, `${from} already means ${other}: case and accents make no difference`)
    }
  }

  /** What the mapping itself writes into an enumeration, an integer or a date must be readable there. */
  fixedValues(pointer: string, field: Field.Field, one: Expression): void {
    const values: ReadonlyArray<readonly [string, string | undefined]> = [
      ["/default", one.default],
      ["/otherwise", one.otherwise],
      // What is made of a constant afterwards is judged as what it becomes.
      ["/constant", one.translate === undefined && one.date === undefined ? one.constant : undefined],
      ...Object.entries(one.translate ?? {}).map(([from, to]) => [`/translate/${JsonPointer.step(from)}`, to] as const)
    ]
    for (const [where, value] of values) {
      if (value === undefined || value.trim() === "") continue
      const read = RecordReader.readCells([field], [value.trim()], Calendar.bogota)
      if (read.faults === undefined) continue
      const { expected } = read.faults[0]!
      this.fault(pointer + where, `se encontró ${value}; se esperaba ${expected.es}`, `found ${value}; expected ${expected.en}`)
    }
  }
}

const decode = Schema.decodeUnknownResult(MappingSchema)

/** Reads a mapping from an already parsed JSON (or a TypeScript) value, or says everything that is wrong with it. */
export const read = (value: unknown): Result.Result<Mapping, BadMapping> => {
  const decoded = decode(value, { errors: "all", onExcessProperty: "error" })
  if (Result.isFailure(decoded)) return Result.fail(new BadMapping({ faults: shapeFaults(decoded.failure.issue) }))
  const inspection = new Inspection()
  inspection.mapping(decoded.success)
  return inspection.faults.length > 0 ? Result.fail(new BadMapping({ faults: inspection.faults })) : Result.succeed(decoded.success)
}

/** Reads a mapping from the text of a JSON file. */
export const parse = (text: string): Result.Result<Mapping, BadMapping> => {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return Result.fail(new BadMapping({ faults: [{ pointer: "", problem: { es: `no es JSON (${why})`, en: `it is no JSON (${why})` } }] }))
  }
  return read(value)
}
