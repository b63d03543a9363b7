/** What a schema expects, in both languages. It never says what was found: that may be personal data. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as JsonPointer from "@crm-procedure/core/identity/JsonPointer"
import type * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import type * as SchemaIssue from "effect/SchemaIssue"
import type { Fault, FaultPlace } from "../Problem.ts"

/** What values with a form of their own look like, by their names. */
const byName: Readonly<Record<string, Bilingual>> = {
  period: { es: "un mes de 1970 a 2199, como 2024-03", en: "a month from 1970 to 2199, like 2024-03" },
  periods: { es: "meses de 1970 a 2199, como 2024-03", en: "months from 1970 to 2199, like 2024-03" },
  by: { es: "company, o una o dos de advisor, branch, brand y line, separadas por una coma", en: "company, or one or two of advisor, branch, brand and line with a comma" },
  limit: { es: "un número entero de 1 a 1000", en: "a whole number from 1 to 1000" },
  seed: { es: "un texto de 1 a 200 caracteres", en: "a text of 1 to 200 characters" },
  position: { es: "un número entero", en: "a whole number" },
  "idempotency-key": { es: "de 1 a 255 caracteres ASCII visibles", en: "1 to 255 visible ASCII characters" }
}

const fallback: Bilingual = { es: "un valor como dice el contrato", en: "a value as the contract says" }
const required: Bilingual = { es: "un valor (es obligatorio)", en: "a value (it is required)" }

const literalsOf = (ast: SchemaAST.AST): ReadonlyArray<string> | undefined => {
  if (ast._tag === "Literal") return [String(ast.literal)]
  if (ast._tag !== "Union") return undefined
  const parts = ast.types.map(literalsOf)
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? [])
}

const described = (ast: SchemaAST.AST): Bilingual => {
  const literals = literalsOf(ast)
  if (literals !== undefined) return { es: `uno de: ${literals.join(", ")}`, en: `one of: ${literals.join(", ")}` }
  switch (ast._tag) {
    case "String":
      return { es: "un texto", en: "a string" }
    case "Number":
      return { es: "un número", en: "a number" }
    case "Boolean":
      return { es: "true o false", en: "true or false" }
    case "Arrays":
      return { es: "una lista", en: "an array" }
    case "Objects":
      return { es: "un objeto JSON", en: "a JSON object" }
    default:
      return fallback
  }
}

interface Found {
  readonly path: ReadonlyArray<PropertyKey>
  readonly expected: Bilingual
  /** Whether one of some words was expected. */
  readonly isWord: boolean
}

/** A fault that a schema found. */
export interface SchemaFault extends Fault {
  /** Whether one of some words was expected: in a path, no such path exists. */
  readonly isWord: boolean
}

/** The leaves of an issue, each with its path. */
const leavesOf = (issue: SchemaIssue.Issue, path: ReadonlyArray<PropertyKey>): ReadonlyArray<Found> => {
  switch (issue._tag) {
    case "Pointer":
      return leavesOf(issue.issue, [...path, ...issue.path])
    case "Composite":
      return issue.issues.flatMap((inner) => leavesOf(inner, path))
    case "Encoding":
      return leavesOf(issue.issue, path)
    case "Filter":
      return issue.issue._tag === "Pointer" || issue.issue._tag === "Composite" ? leavesOf(issue.issue, path) : [{ path, expected: fallback, isWord: false }]
    case "MissingKey":
      return [{ path, expected: required, isWord: false }]
    case "InvalidType":
    case "AnyOf":
      return [{ path, expected: described(issue.ast), isWord: literalsOf(issue.ast) !== undefined }]
    default:
      return [{ path, expected: fallback, isWord: false }]
  }
}

/** The faults that a schema found, each with its pointer. */
export const faultsOf = (error: Schema.SchemaError, place: FaultPlace): ReadonlyArray<SchemaFault> =>
  leavesOf(error.issue, []).map(({ expected, isWord, path }) => {
    const segments = path.map(String)
    const name = segments.findLast((segment) => !/^[0-9]+$/.test(segment)) ?? ""
    return {
      in: place,
      pointer: JsonPointer.of(path),
      expected: expected === fallback && Object.hasOwn(byName, name) ? byName[name]! : expected,
      isWord
    }
  })
