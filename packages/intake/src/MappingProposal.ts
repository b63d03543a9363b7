/**
 * Proposes how a table is to be read, from its header and a few of its rows: which kind of record it holds, which column feeds which field, and why. It
 * decides nothing: a person looks at it, corrects it, and keeps it as a mapping.
 */
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import * as CanonicalFile from "./CanonicalFile.ts"
import type * as ColumnMapping from "./ColumnMapping.ts"
import * as ColumnMatches from "./internal/ColumnMatches.ts"
import type { Known, Match, Proposal, Table } from "./internal/Proposal.ts"
import * as ReadyMapping from "./ReadyMapping.ts"

export type { Known, Match, Proposal, Table } from "./internal/Proposal.ts"

type AnyKind = CanonicalFile.Kind<unknown>

const slotOf = (kind: AnyKind, column: string) => {
  const form = SpanishWords.nameForm(column)
  return kind.fields.find((field) => SpanishWords.nameForm(field.column) === form || SpanishWords.nameForm(field.spanishColumn) === form)
}

/**
 * The kind whose required columns are all there. Of several such kinds it is the kind that the file is named after, else the kind
 * with the most columns there.
 */
const canonical = (table: Table): AnyKind | undefined => {
  const named = CanonicalFile.kindNamed(table.file.replace(/\.[^.]*$/, ""))
  const matched = (kind: AnyKind): number => table.columns.filter((column) => slotOf(kind, column) !== undefined).length
  return (Object.values(CanonicalFile.all) as ReadonlyArray<AnyKind>)
    .filter((kind) => kind.fields.every(({ name, required }) => !required || table.columns.some((column) => slotOf(kind, column)?.name === name)))
    .toSorted((one, other) => Number(other.name === named) - Number(one.name === named) || matched(other) - matched(one))[0]
}

/** The proposal that a table with a template's columns be read as it is. */
export const ofTemplate = (kind: AnyKind, columns: ReadonlyArray<string>): Proposal => ({
  kind: kind.name,
  isCanonical: true,
  ready: undefined,
  mapping: undefined,
  reason: { es: `tiene las columnas de la plantilla ${kind.spanishName}`, en: `it has the columns of the template ${kind.name}` },
  matches: columns.flatMap((column): ReadonlyArray<Match> => {
    const field = slotOf(kind, column) ?? kind.fields.find(({ name }) => name === column)
    return field === undefined ? [] : [{
      field: field.name,
      columns: [column],
      reason: { es: "la columna se llama como en la plantilla", en: "the column has the template's name" },
      certainty: "certain"
    }]
  }),
  missing: [],
  unknownWords: {}
})

/** The columns of a table that an expression reads. */
const columnsOf = (one: ColumnMapping.Expression, columns: ReadonlyArray<string>): ReadonlyArray<string> => {
  if (one.column !== undefined) {
    const form = SpanishWords.nameForm(String(one.column))
    return columns.filter((column) => SpanishWords.nameForm(column) === form)
  }
  return (one.firstOf ?? one.concat ?? []).flatMap((part) => columnsOf(part, columns))
}

/** The proposal that a table be read by a ready-made mapping. */
export const ofReady = (name: ReadyMapping.Name, table: Table, known: Known): Proposal => {
  const title = ReadyMapping.all.find((ready) => ready.name === name)!.title
  const mapping = ReadyMapping.make(name, { file: table.file, directory: known })
  const fields = Object.entries(mapping.sources[table.file]!.records[0]!.fields)
  const matches = fields.flatMap(([field, one]): ReadonlyArray<Match> => {
    const columns = columnsOf(one, table.columns)
    if (columns.length > 0) {
      return [{ field, columns, reason: { es: `así se llama en ${title.es}`, en: `that is its name in ${title.en}` }, certainty: "certain" }]
    }
    const constant = one.constant ?? one.default
    return constant === undefined ? [] : [{ field, columns: [], reason: { es: `${constant}, igual para todas las filas`, en: `${constant}, the same for all rows` }, certainty: "likely" }]
  })
  const given = new Set(matches.map(({ field }) => field))
  const missing = CanonicalFile.prospects.fields.filter(({ name: field, required }) => required && !given.has(field)).map(({ name: field }) => field)
  return {
    kind: "prospects",
    isCanonical: false,
    ready: name,
    mapping,
    reason: { es: `es una exportación de ${title.es}`, en: `it is an export of ${title.en}` },
    matches,
    missing,
    unknownWords: ColumnMatches.unknownWords(table, matches, known)
  }
}

/** Proposes how to read a table; `undefined` where nothing in it is known. `told`: what a person says that it holds. */
export const propose = (table: Table, known: Known, told?: CanonicalFile.Name): Proposal | undefined => {
  const kind = canonical(table)
  if (kind !== undefined && (told === undefined || kind.name === told)) return ofTemplate(kind, table.columns)
  const name = ReadyMapping.recognised(table.columns)
  if (name !== undefined && name !== "excel-es" && (told === undefined || told === "prospects")) return ofReady(name, table, known)
  return ColumnMatches.propose(table, known, told)
}
