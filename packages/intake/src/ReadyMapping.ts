/**
 * Mappings that come with the package, for the exports that dealerships bring most: what each is recognised by, and the mapping that reads it once the
 * dealership says which names mean which advisors, branches and brands.
 */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import type * as Directory from "@crm-procedure/core/records/Directory"
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import type * as ColumnMapping from "./ColumnMapping.ts"
import * as ExportColumns from "./internal/ExportColumns.ts"

/** The name of a ready-made mapping. */
export type Name = ExportColumns.Name

/** What a mapping needs to know of the dealership. */
export interface Given {
  /** The name of the file that is read. */
  readonly file: string
  readonly directory: Pick<Directory.Directory, "branches" | "brands" | "employees">
  /** Whose a row is that names no advisor, branch or brand; by default the only one there is. */
  readonly advisorId?: string
  readonly branchId?: string
  readonly brandId?: string
  /** The authorization that the form asked for: given when the lead was created. */
  readonly consent?: { readonly purpose: string; readonly channel: string }
}

/** A ready-made mapping. */
export interface ReadyMapping {
  readonly name: Name
  /** What people call the system. */
  readonly title: Bilingual
  readonly isJson: boolean
}

/** All of them. */
export const all: ReadonlyArray<ReadyMapping> = Object.values(ExportColumns.exports).map(({ json, name, title }) => ({ name, title, isJson: json !== undefined }))

/** The mapping that reads a lead as a webhook sends it, by the keys of its JSON; `undefined` where it is none. */
export const webhookOf = (keys: ReadonlyArray<string>): "google-webhook" | "meta-webhook" | undefined =>
  keys.includes("user_column_data") ? "google-webhook" : keys.includes("field_data") || keys.includes("leadgen_id") ? "meta-webhook" : undefined

/** The mapping whose export has these columns; the one that recognises most of them, `undefined` where none does. */
export const recognised = (columns: ReadonlyArray<string>): Name | undefined => {
  const forms = new Set(columns.map(SpanishWords.nameForm))
  const has = (names: ReadonlyArray<string>): boolean => names.some((name) => forms.has(SpanishWords.nameForm(name)))
  return Object.values(ExportColumns.exports)
    .filter(({ json, signs }) => json === undefined && signs.every(has))
    .toSorted((one, other) => other.signs.length - one.signs.length)[0]?.name
}

// --------------------------------------------------------------------------------------------------------- the mapping

const onlyOne = <A>(all: ReadonlyArray<A>): A | undefined => all.length === 1 ? all[0] : undefined

/** The ids by their names; a name that means two is left out. */
const meanings = (named: ReadonlyArray<readonly [string, string]>): Readonly<Record<string, string>> => {
  const ids = Map.groupBy(named, ([name]) => SpanishWords.valueForm(name))
  return Object.fromEntries([...ids.values()].filter((all) => new Set(all.map(([, id]) => id)).size === 1).map(([first]) => first!))
}

/** What each name in the directory means, as a translation. */
export const namesOf = ({ branches, brands, employees }: Given["directory"]) => ({
  advisorId: meanings(employees.filter(({ role }) => role === "advisor").map(({ employeeId, name }) => [name, employeeId])),
  branchId: meanings(branches.map(({ branchId, name }) => [name, branchId])),
  brandId: meanings(brands.map(({ brandId, name }) => [name, brandId]))
})

/** The id that stands where a row says nothing. */
export const fallbacksOf = ({ advisorId, branchId, brandId, directory }: Omit<Given, "file">) => {
  const advisors = [...new Set(directory.employees.filter(({ role }) => role === "advisor").map(({ employeeId }) => employeeId))]
  return {
    advisorId: advisorId ?? onlyOne(advisors),
    branchId: branchId ?? onlyOne(directory.branches)?.branchId,
    brandId: brandId ?? onlyOne(directory.brands)?.brandId
  }
}

type Owner = "advisorId" | "branchId" | "brandId"
const owners: ReadonlyArray<Owner> = ["advisorId", "branchId", "brandId"]

const columnOf = (column: string): ColumnMapping.Expression => ({ column, optional: true })

/** A column, or the first of several that is not empty. */
const chosen = (columns: ReadonlyArray<string>): ColumnMapping.Expression => columns.length === 1 ? columnOf(columns[0]!) : { firstOf: columns.map(columnOf) }

const withFallback = (one: ColumnMapping.Expression, fallback: string | undefined): ColumnMapping.Expression => fallback === undefined ? one : { ...one, default: fallback }

/** The mapping of an export. It reads the columns that are there; a row lacks what neither it nor the dealership says. */
export const make = (name: Name, given: Given): ColumnMapping.Mapping => {
  const { fields, json, source, title } = ExportColumns.exports[name]
  const names = namesOf(given.directory)
  const fallbacks = fallbacksOf(given)
  const expressions: Record<string, ColumnMapping.Expression> = {}
  for (const [field, { columns, concat, orReceived, ...changes }] of Object.entries(fields)) {
    const choices: ReadonlyArray<ColumnMapping.Expression> = [
      ...columns.map(columnOf),
      ...(concat === undefined ? [] : [{ concat: concat.map(chosen), separator: " " }]),
      ...(orReceived === undefined ? [] : [{ received: true } as const])
    ]
    // The one column of a field that every export has must be there.
    const only = choices.length > 1 ? { firstOf: choices } : field === "prospectId" || field === "createdAt" ? { column: columns[0]! } : choices[0]
    expressions[field] = { ...only, ...changes }
  }
  for (const owner of owners) {
    const written = expressions[owner]
    const fallback = fallbacks[owner]
    if (written !== undefined) expressions[owner] = withFallback({ ...written, translate: names[owner] }, fallback)
    else expressions[owner] = fallback === undefined ? columnOf(owner) : { constant: fallback }
  }
  const createdAt = expressions["createdAt"]!
  if (source !== undefined) expressions["source"] = expressions["source"] === undefined ? { constant: source } : { ...expressions["source"], default: source }
  if (given.consent !== undefined) {
    expressions["consentAt"] = createdAt
    expressions["consentPurpose"] = { constant: given.consent.purpose }
    expressions["consentChannel"] = { constant: given.consent.channel }
  }
  return {
    name: title.es,
    sources: { [given.file]: { ...(json === undefined ? {} : { json }), records: [{ kind: "prospects", fields: expressions }] } }
  }
}
