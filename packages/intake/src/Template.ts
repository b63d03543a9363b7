/**
 * Templates that people fill in: for each kind of record its sheet in Spanish, with what each column means, what may stand in it, and an example. What is
 * filled in is read like every other file.
 */
import type * as Field from "@crm-procedure/core/records/Field"
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import * as CanonicalFile from "./CanonicalFile.ts"
import * as Explanations from "./internal/Explanations.ts"

/** A column of a template. `choices`: the words that may stand in it, where they are few. */
export interface Column {
  readonly title: string
  readonly isRequired: boolean
  /** In Spanish, for the people of a dealership. */
  readonly explanation: string
  readonly example: string
  readonly choices: ReadonlyArray<string> | undefined
  /** Whether other words may stand in it too: those that the dealership's policy lists. */
  readonly isOpen: boolean
}

/** The template of a kind: the name of its file or sheet, and its columns. */
export interface Template {
  readonly kind: CanonicalFile.Name
  readonly name: string
  readonly title: string
  readonly columns: ReadonlyArray<Column>
}

const wordsOf = ({ kind, words }: Field.Field): ReadonlyArray<string> | undefined => {
  const all = kind === "boolean" ? SpanishWords.booleans : words
  return all === undefined ? undefined : Object.values(all)
}

const columnOf = (kind: CanonicalFile.Name, field: Field.Field): Column => {
  const { example, explanation } = Explanations.of(kind, field.name)
  return {
    title: field.spanishColumn,
    isRequired: field.required,
    explanation,
    example,
    choices: wordsOf(field),
    isOpen: field.kind === "text"
  }
}

const templateOf = ({ fields, name, spanishName }: CanonicalFile.Kind<unknown>): Template => ({
  kind: name,
  name: spanishName,
  title: Explanations.titles[name],
  columns: fields.map((field) => columnOf(name, field))
})

/** All templates, in the order in which a dealership fills them in. */
export const all: ReadonlyArray<Template> =
  ([CanonicalFile.branches, CanonicalFile.brands, CanonicalFile.employees, CanonicalFile.prospects, CanonicalFile.activities, CanonicalFile.goals, CanonicalFile.verificationCalls] as ReadonlyArray<CanonicalFile.Kind<unknown>>)
    .map(templateOf)

/** A template as a CSV file that a Colombian spreadsheet opens: the header alone, with a byte-order mark and semicolons. */
export const csv = ({ columns }: Template): string => `\uFEFF${columns.map(({ title }) => title).join(";")}\r\n`
