/** A mapping as a person corrects it: which column, or which value for all rows, feeds each field. */
import type { Directory, ImportPreview } from "../frame/Contract.ts"

/** A value made of a row, as far as the page changes it. */
interface Expression {
  readonly column?: string | number
  readonly constant?: string
  readonly firstOf?: ReadonlyArray<Expression>
  readonly concat?: ReadonlyArray<Expression>
  readonly translate?: Readonly<Record<string, string>>
  readonly [other: string]: unknown
}

interface RecordRule {
  readonly kind: string
  readonly fields: Readonly<Record<string, Expression>>
  readonly [other: string]: unknown
}

interface Source {
  readonly records: ReadonlyArray<RecordRule>
  readonly [other: string]: unknown
}

export interface Mapping {
  readonly name: string
  readonly sources: Readonly<Record<string, Source>>
  readonly [other: string]: unknown
}

/** A mapping with the name under which it is kept; `isKept` until it is changed. */
export interface MappingDraft {
  readonly name: string
  readonly isKept: boolean
  readonly mapping: Mapping
}

const ruleOf = ({ sources }: Mapping): RecordRule | undefined => Object.values(sources)[0]?.records[0]

/** The kind that a mapping's first rule makes. */
export const kindOf = (mapping: Mapping): string | undefined => ruleOf(mapping)?.kind

const columnsOf = (one: Expression | undefined): ReadonlyArray<string> =>
  one === undefined ? [] : one.column !== undefined ? [String(one.column)] : (one.firstOf ?? one.concat ?? []).flatMap(columnsOf)

export const form = (name: string): string => name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[\s_-]+/g, " ").trim()

/** Whether an expression reads what no column of the list shows: a path in JSON, or the instant when the file came. */
const readsWithin = (one: Expression): boolean => one["received"] === true || (typeof one.column === "string" && /[[.]/.test(one.column)) || (one.firstOf ?? one.concat ?? []).some(readsWithin)

/** How a field is fed, as the choice of a list: `columna:Celular`, `valor:S1`, `formado:Nombres + Apellidos`, `propio:` (as the export has it), or empty. */
export const choiceOf = (mapping: Mapping | undefined, field: string, columns: ReadonlyArray<string>): string => {
  const one = mapping === undefined ? undefined : ruleOf(mapping)?.fields[field]
  if (one?.constant !== undefined) return `valor:${one.constant}`
  if (one?.concat !== undefined && one.concat.length > 1) return `formado:${columnsOf(one).join(" + ")}`
  const forms = columnsOf(one).map(form)
  const found = columns.find((column) => forms.includes(form(column)))
  return found !== undefined ? `columna:${found}` : one !== undefined && readsWithin(one) ? "propio:" : ""
}

const withField = (mapping: Mapping, field: string, one: Expression | undefined): Mapping => ({
  ...mapping,
  sources: Object.fromEntries(Object.entries(mapping.sources).map(([file, source], place) => {
    const [rule, ...others] = source.records
    if (place > 0 || rule === undefined) return [file, source]
    const { [field]: _before, ...fields } = rule.fields
    return [file, { ...source, records: [{ ...rule, fields: one === undefined ? fields : { ...fields, [field]: one } }, ...others] }]
  }))
})

/** What names of the dealership mean, by field: `{ branchId: { Norte: "S1" } }`. */
export type Names = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The names of a directory. */
export const namesOf = ({ branches, brands, employees }: Directory): Names => ({
  advisorId: Object.fromEntries(employees.filter(({ role }) => role === "advisor").map(({ employeeId, name }) => [name, employeeId])),
  branchId: Object.fromEntries(branches.map(({ branchId, name }) => [name, branchId])),
  brandId: Object.fromEntries(brands.map(({ brandId, name }) => [name, brandId]))
})

/** The names, with other spellings of some of them. */
export const withSpellings = (names: Names, same: ReadonlyArray<{ readonly field: string; readonly word: string; readonly name: string }>): Names =>
  same.reduce((all: Names, { field, name, word }) => {
    const meanings = all[field] ?? {}
    const id = Object.entries(meanings).find(([own]) => form(own) === form(name))?.[1]
    return id === undefined ? all : { ...all, [field]: { ...meanings, [word]: id } }
  }, names)

/** A mapping in which a field is fed as a choice says; words that were translated stay so, and names of the dealership mean its ids. */
export const chosen = (mapping: Mapping, field: string, choice: string, names: Names): Mapping => {
  const translate = ruleOf(mapping)?.fields[field]?.translate ?? names[field]
  const kept = translate === undefined ? {} : { translate }
  if (choice.startsWith("formado:") || choice === "propio:") return mapping
  if (choice.startsWith("columna:")) return withField(mapping, field, { column: choice.slice("columna:".length), ...kept })
  return withField(mapping, field, choice.startsWith("valor:") ? { constant: choice.slice("valor:".length) } : undefined)
}

/** A mapping in which names of the dealership mean its ids, wherever a column holds names; what a person chose stays. */
export const withNames = (mapping: Mapping, names: Names): Mapping =>
  Object.entries(names).reduce((last, [field, meanings]) => {
    const one = ruleOf(last)?.fields[field]
    return one === undefined || one.constant !== undefined ? last : withField(last, field, { ...one, translate: { ...meanings, ...one.translate } })
  }, mapping)

/** A mapping in which a word of the file means an id. */
export const meaning = (mapping: Mapping, field: string, word: string, id: string): Mapping => {
  const one = ruleOf(mapping)?.fields[field]
  if (one === undefined) return mapping
  const { [word]: _before, ...translate } = one.translate ?? {}
  return withField(mapping, field, { ...one, translate: id === "" ? translate : { ...translate, [word]: id } })
}

export const meaningOf = (mapping: Mapping, field: string, word: string): string => ruleOf(mapping)?.fields[field]?.translate?.[word] ?? ""

/** An empty mapping of a file to a kind. */
export const empty = (name: string, file: string, kind: string): Mapping => ({ name, sources: { [file]: { records: [{ kind, fields: {} }] } } })

/** Whether a kept mapping reads a file: every column that it names is there. */
export const fits = (mapping: Mapping, { columns }: Pick<ImportPreview, "columns">): boolean => {
  const forms = new Set(columns.map(({ name }) => form(name)))
  const named = Object.values(ruleOf(mapping)?.fields ?? {}).flatMap(columnsOf)
  return named.length > 1 && named.every((column) => forms.has(form(column)))
}

/** The name that a new mapping gets: the file's without its ending, and the sheet's. */
export const nameFor = (file: string, sheet?: string): string => {
  const own = file.replace(/\.[^.]*$/, "").trim()
  return (sheet === undefined ? own : `${own.slice(0, 30)} ${sheet.trim()}`).slice(0, 60).trim() || "Correspondencia"
}
