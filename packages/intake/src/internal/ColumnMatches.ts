/** Matches the columns of a dealership's own list with the fields of a kind, by their names and by their values. */
import { bogota } from "@crm-procedure/core/calendar/Calendar"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Field from "@crm-procedure/core/records/Field"
import * as Reading from "@crm-procedure/core/records/Reading"
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import * as CanonicalFile from "../CanonicalFile.ts"
import type * as ColumnMapping from "../ColumnMapping.ts"
import type { Known, Match, Proposal, Table } from "./Proposal.ts"
import * as ReadyMapping from "../ReadyMapping.ts"
import * as ColumnKeywords from "./ColumnKeywords.ts"
import * as ColumnSynonyms from "./ColumnSynonyms.ts"
import * as DatePattern from "./DatePattern.ts"

type AnyKind = CanonicalFile.Kind<unknown>
type Expressions = Record<string, ColumnMapping.Expression>

const MOST = 0.8
/** Dates are read day first here: only their shape matters. */
const reading = Reading.of(bogota)

/** A column with its values. */
interface Column {
  readonly name: string
  /** How a mapping names it: by its position, from 1, where its name repeats. */
  readonly place: string | number
  readonly form: string
  readonly values: ReadonlyArray<string>
}

const columnsOf = ({ columns, rows }: Table): ReadonlyArray<Column> => {
  const forms = columns.map(SpanishWords.nameForm)
  const place = (name: string, i: number): string | number => forms.indexOf(forms[i]!) === forms.lastIndexOf(forms[i]!) ? name : i + 1
  return columns.map((name, i) => ({ name, place: place(name, i), form: forms[i]!, values: rows.flatMap((row) => row[i] === undefined || row[i] === "" ? [] : [row[i]]) }))
    .filter(({ name }) => name !== "")
}

const share = (values: ReadonlyArray<string>, fits: (value: string) => boolean): number => values.length === 0 ? 0 : values.filter(fits).length / values.length

const isEmail = (text: string): boolean => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text)
const isPhone = (text: string): boolean => /^\+?[\d\s().-]{7,20}$/.test(text) && /^(?:57)?(?:3\d{9}|60\d{8})$/.test(text.replace(/\D/g, ""))
const dateField = CanonicalFile.prospects.fields.find(({ name }) => name === "createdAt")!
const isDate = (text: string): boolean => typeof Field.read(dateField, text, reading) === "number"

/** Patterns of dates that a table's cells are not read by. */
const patterns = [
  "MM/dd/yyyy", "M/d/yyyy", "M/d/yyyy h:mm a", "M/d/yyyy HH:mm", "MM/dd/yyyy HH:mm:ss", "yyyy/MM/dd", "yyyy/MM/dd HH:mm", "yyyy/MM/dd HH:mm:ss", "yyyyMMdd", "d.M.yyyy", "d.M.yyyy HH:mm",
  "d MMM yyyy", "d 'de' MMMM 'de' yyyy", "MMMM d 'de' yyyy", "MMM d, yyyy", "MMM d, yyyy h:mm a", "excel-serial", "unix-seconds", "unix-milliseconds"
]
const compiled = patterns.map((pattern) => ({ pattern, read: DatePattern.compile(pattern)! }))

/** The pattern that a column's dates need: none where they are read as they are, `undefined` where no pattern fits them. */
const patternOf = (values: ReadonlyArray<string>): string | "" | undefined => {
  if (share(values, isDate) === 1) return ""
  return compiled.find(({ read }) => share(values, (value) => read(value) !== undefined) === 1)?.pattern ?? (share(values, isDate) >= MOST ? "" : undefined)
}

/** Whether the values of a column can be those of a field. */
const fits = (field: Field.Field, { values }: Column): boolean => {
  if (values.length === 0) return true
  if (field.name === "email") return share(values, (value) => value.includes("@")) >= MOST
  if (field.name === "phone") return share(values, (value) => value.replace(/\D/g, "").length >= 7) >= MOST
  if (field.kind === "instant" || field.kind === "day") return patternOf(values) !== undefined
  if (field.kind === "period" || field.kind === "integer") return share(values, (value) => !(Field.read(field, value, reading) instanceof Field.Unreadable)) >= MOST
  return true
}

const named = (column: Column): Bilingual => ({ es: `la columna se llama «${column.name}»`, en: `the column is called “${column.name}”` })

interface Found extends Match {
  readonly expression: ColumnMapping.Expression
}

/** The expression of a field that comes from a column. */
const expressionOf = (field: Field.Field, column: Column, known: Known): ColumnMapping.Expression => {
  const names = ReadyMapping.namesOf(known)
  const translate = field.name === "advisorId" || field.name === "branchId" || field.name === "brandId" ? names[field.name] : ColumnSynonyms.words[field.name]
  const pattern = field.kind === "instant" || field.kind === "day" ? patternOf(column.values) : ""
  return { column: column.place, ...(translate === undefined ? {} : { translate }), ...(pattern === undefined || pattern === "" ? {} : { date: pattern }) }
}

/** The column that has a name of the field: canonical names first, then synonyms in their order. */
const columnNamed = (field: Field.Field, synonyms: ReadonlyArray<string>, columns: ReadonlyArray<Column>): Column | undefined => {
  const forms = [field.column, field.spanishColumn, ...synonyms].map(SpanishWords.nameForm)
  const ranked = columns.filter(({ form }) => forms.includes(form)).toSorted((one, other) => forms.indexOf(one.form) - forms.indexOf(other.form))
  return ranked.find((column) => fits(field, column))
}

/** The column whose values show that it holds the field, if there is one. */
const columnByValues = (field: Field.Field, columns: ReadonlyArray<Column>, known: Known): { readonly column: Column; readonly reason: Bilingual } | undefined => {
  const only = (test: (value: string) => boolean, es: string, en: string) => {
    const found = columns.filter(({ values }) => values.length > 0 && share(values, test) >= MOST)
    return found.length === 1 ? { column: found[0]!, reason: { es, en } } : undefined
  }
  const among = (names: Readonly<Record<string, string>>, what: Bilingual) => {
    const forms = new Set([...Object.keys(names), ...Object.values(names)].map(SpanishWords.valueForm))
    return forms.size === 0 ? undefined : only((value) => forms.has(SpanishWords.valueForm(value)), `sus valores son ${what.es}`, `its values are ${what.en}`)
  }
  const names = ReadyMapping.namesOf(known)
  switch (field.name) {
    case "email":
      return only(isEmail, "sus valores son correos", "its values are e-mail addresses")
    case "phone":
      return only(isPhone, "sus valores son teléfonos de Colombia", "its values are phones of Colombia")
    case "createdAt":
    case "performedAt":
      return only((value) => isDate(value) && !/^\d+$/.test(value), "es la única columna de fechas", "it is the only column of dates")
    case "advisorId":
      return among(names.advisorId, { es: "asesores del directorio", en: "advisors of the directory" })
    case "branchId":
      return among(names.branchId, { es: "sedes del directorio", en: "branches of the directory" })
    case "brandId":
      return among(names.brandId, { es: "marcas del directorio", en: "brands of the directory" })
    default:
      return undefined
  }
}

/** A name as its words: `F. de ingreso (CRM)` is `f de ingreso crm`. */
const wordsOf = (name: string): string => SpanishWords.valueForm(name).replace(/[^a-z0-9]+/g, " ").trim()

/** Whether a column's values differ as those of an id do. */
const isUnique = ({ values }: Column): boolean => values.length > 0 && new Set(values).size === values.length

/** The column whose name has words of the field. */
const columnByWords = (kind: AnyKind, field: Field.Field, columns: ReadonlyArray<Column>): Column | undefined => {
  for (const { except, words } of (ColumnKeywords.keywords[kind.name] ?? []).filter((one) => one.field === field.name)) {
    const found = columns.find((column) => {
      const name = wordsOf(column.name)
      return words.test(name) && except?.test(name) !== true && column.values.length > 0 && fits(field, column) && (kind.fields[0] !== field || isUnique(column))
    })
    if (found !== undefined) return found
  }
  return undefined
}

/** Matches a kind's fields with columns, none twice. */
const match = (kind: AnyKind, columns: ReadonlyArray<Column>, known: Known): ReadonlyArray<Found> => {
  const synonyms = ColumnSynonyms.synonyms[kind.name as keyof typeof ColumnSynonyms.synonyms] ?? {}
  const found: Array<Found> = []
  let free = columns
  const take = (field: Field.Field, column: Column, reason: Bilingual, certainty: Match["certainty"]): void => {
    free = free.filter((one) => one !== column)
    found.push({ field: field.name, columns: [column.name], reason, certainty, expression: expressionOf(field, column, known) })
  }
  // Required fields choose first: an optional one must not take their column.
  for (const field of kind.fields.toSorted((one, other) => Number(other.required) - Number(one.required))) {
    const column = columnNamed(field, synonyms[field.name] ?? [], free)
    if (column !== undefined) take(field, column, named(column), "certain")
  }
  const isFound = (name: string): boolean => found.some(({ field }) => field === name)
  for (const name of new Set((ColumnKeywords.keywords[kind.name] ?? []).map(({ field }) => field))) {
    const field = kind.fields.find((one) => one.name === name)!
    const column = isFound(name) ? undefined : columnByWords(kind, field, free)
    if (column !== undefined) take(field, column, named(column), "likely")
  }
  for (const field of kind.fields) {
    if (isFound(field.name)) continue
    const guess = columnByValues(field, free, known)
    if (guess !== undefined) take(field, guess.column, guess.reason, "likely")
  }
  return found
}

const fixed = (field: string, value: string, es: string, en: string): Found => ({ field, columns: [], reason: { es, en }, certainty: "likely", expression: { constant: value } })
const copied = (field: string, from: Found, es: string, en: string): Found => ({ field, columns: from.columns, reason: { es, en }, certainty: "likely", expression: from.expression })

/** What stands in for fields that a list of the kind often leaves out. */
const completed = (kind: AnyKind, found: ReadonlyArray<Found>, known: Known): ReadonlyArray<Found> => {
  const of = (field: string): Found | undefined => found.find((one) => one.field === field)
  const added: Array<Found> = []
  const lacks = (field: string): boolean => kind.fields.some(({ name }) => name === field) && of(field) === undefined
  const fallbacks = ReadyMapping.fallbacksOf({ directory: known })
  for (const field of ["advisorId", "branchId", "brandId"] as const) {
    const only = fallbacks[field]
    const isRequired = kind.fields.some(({ name, required }) => name === field && required)
    if (isRequired && lacks(field) && only !== undefined) added.push(fixed(field, only, `${only} es el único que hay`, `${only} is the only one there is`))
  }
  const [phone, date, name] = [of("phone"), of("createdAt"), of("name")]
  if (kind.name === "prospects" && lacks("prospectId") && phone !== undefined && date !== undefined) {
    added.push({
      field: "prospectId",
      columns: [...phone.columns, ...date.columns],
      reason: { es: "no hay columna de código: se forma con el teléfono y la fecha", en: "there is no column of codes: the phone and the date make one" },
      certainty: "likely",
      expression: { concat: [phone, date].map(({ expression }) => ({ column: expression.column!, strip: "non-digits" as const })), separator: "-" }
    })
  }
  const document = of("documentNumber")
  const types = document === undefined ? [] : ([["CC", /\b(cedula|cc|c c)\b/], ["NIT", /\bnit\b/]] as const).filter(([, word]) => word.test(wordsOf(document.columns[0] ?? ""))).map(([type]) => type)
  const [documentType] = types
  if (documentType !== undefined && types.length === 1 && lacks("documentType")) {
    added.push(fixed("documentType", documentType, `la columna «${document!.columns[0]}» lo dice`, `the column “${document!.columns[0]}” says so`))
  }
  const stage = lacks("stageAt") ? of("stage") : undefined
  if (stage !== undefined) {
    const column = stage.columns[0]!
    added.push(fixed("stage", "open", `no hay columna con el día en que se ganó o se perdió, y sin ese día «${column}» no se puede leer`, `no column has the day of winning or losing, and without that day “${column}” cannot be read`))
  }
  const [prospect, performed, type] = [of("prospectId"), of("performedAt") ?? of("plannedFor"), of("type")]
  if (kind.name === "activities" && lacks("activityId") && prospect !== undefined && performed !== undefined) {
    const parts = [prospect, performed, ...(type === undefined ? [] : [type])]
    added.push({
      field: "activityId",
      columns: parts.flatMap(({ columns }) => columns),
      reason: { es: "no hay columna de código: se forma con el prospecto, la fecha y el tipo", en: "there is no column of codes: the prospect, the date and the type make one" },
      certainty: "likely",
      expression: { concat: parts.map((part) => ({ column: part.expression.column!, ...(part === performed ? { strip: "non-digits" as const } : {}) })), separator: "-" }
    })
  }
  if (name !== undefined) {
    for (const field of ["employeeId", "branchId", "brandId"]) {
      if (kind.fields[0]!.name === field && lacks(field)) added.push(copied(field, name, "no hay columna de código: el nombre sirve de código", "there is no column of codes: the name serves as one"))
    }
  }
  if (lacks("role")) added.push(fixed("role", "advisor", "no hay columna de cargo: todos son asesores", "there is no column of roles: all are advisors"))
  if (lacks("activeFrom")) added.push(fixed("activeFrom", "2000-01-01", "no hay fecha de ingreso: se cuentan desde siempre", "there is no first day: they count from the beginning"))
  if (kind.name === "activities" && lacks("status") && of("performedAt") !== undefined) {
    added.push(fixed("status", "performed", "no hay columna de estado y tienen fecha: están realizadas", "there is no column of states and they have a date: they were performed"))
  }
  return [...found.filter((one) => one !== stage), ...added]
}

/** By field: words of a table that name none of the dealership's advisors, branches or brands. */
export const unknownWords = (table: Table, matches: ReadonlyArray<Match>, known: Known): Proposal["unknownWords"] => {
  const columns = columnsOf(table)
  const names = ReadyMapping.namesOf(known)
  const unknown: Record<string, ReadonlyArray<string>> = {}
  for (const field of ["advisorId", "branchId", "brandId"] as const) {
    const column = columns.find(({ name }) => name === matches.find((one) => one.field === field)?.columns[0])
    const forms = new Set([...Object.keys(names[field]), ...Object.values(names[field])].map(SpanishWords.valueForm))
    const words = [...new Set(column?.values ?? [])].filter((value) => !forms.has(SpanishWords.valueForm(value)))
    if (words.length > 0) unknown[field] = words
  }
  return unknown
}

/** A list often says nothing of its owner, whom a person then names once for all rows: it may be of the kind all the same. */
const owners: ReadonlySet<string> = new Set(["advisorId", "branchId", "brandId"])
const penaltyOf = (missing: ReadonlyArray<string>): number => missing.reduce((sum, field) => sum + (owners.has(field) ? 0.05 : 0.3), 0)

/** Words in the names of files and sheets that say what they hold: the first that fits. */
const hints: ReadonlyArray<readonly [RegExp, CanonicalFile.Name]> = [
  [/\bmetas?\b|\bgoals?\b|presupuesto/, "goals"],
  [/actividad|activit|seguimiento|gestion|bitacora/, "activities"],
  [/prospect|\bleads?\b|cotizan/, "prospects"],
  [/emplead|employee|asesor|vendedor|personal/, "employees"],
  [/\bsedes?\b|sucursal|branch/, "branches"],
  [/\bmarcas?\b|brand/, "brands"]
]

/** The kind that a file's or a sheet's name tells. */
const hintOf = (name: string): CanonicalFile.Name | undefined => {
  const form = SpanishWords.valueForm(name)
  return CanonicalFile.kindNamed(name) ?? hints.find(([word]) => word.test(form))?.[1]
}

/** Kinds whose lists have words of their own, and one that a person says. */
const kindsFor = (told: CanonicalFile.Name | undefined): ReadonlyArray<CanonicalFile.Name> => told === undefined ? Object.keys(ColumnSynonyms.synonyms) as ReadonlyArray<CanonicalFile.Name> : [told]

/** Proposes a mapping of the kind that the columns fit best, or of the kind that a person says; `undefined` where they fit none. */
export const propose = (table: Table, known: Known, told?: CanonicalFile.Name): Proposal | undefined => {
  const columns = columnsOf(table)
  const hinted = hintOf(table.file.replace(/\.(csv|txt|xlsx|xlsm|json|ndjson|jsonl)$/i, ""))
  const candidates = kindsFor(told).map((name) => {
    const kind = CanonicalFile.all[name] as AnyKind
    const own = match(kind, columns, known)
    const found = completed(kind, own, known)
    const missing = kind.fields.filter(({ name: field, required }) => required && !found.some((one) => one.field === field)).map(({ name: field }) => field)
    const share = own.length / Math.max(columns.length, 1)
    return { kind, found, missing, score: share - penaltyOf(missing) + (name === hinted ? 1 : 0), own: own.length }
  }).filter(({ own }) => told !== undefined || own >= Math.min(2, columns.length))
  const [best] = candidates.toSorted((one, other) => other.score - one.score)
  if (best === undefined || (best.own === 0 && told === undefined)) return undefined
  const { found, kind, missing } = best
  const matches = found.map(({ certainty, columns, field, reason }): Match => ({ field, columns, reason, certainty }))
  const fields: Expressions = Object.fromEntries(found.map(({ expression, field }) => [field, expression]))
  return {
    kind: kind.name,
    isCanonical: false,
    ready: undefined,
    mapping: { name: table.file, sources: { [table.file]: { records: [{ kind: kind.name, fields }] } } },
    reason: {
      es: `${found.filter(({ certainty }) => certainty === "certain").length} columnas se llaman como las de ${kind.spanishName}`,
      en: `${found.filter(({ certainty }) => certainty === "certain").length} columns are called as those of ${kind.name}`
    },
    matches,
    missing,
    unknownWords: unknownWords(table, matches, known)
  }
}
