/** What a schema expects, in both languages. It never says what was found: that may be personal data. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as JsonPointer from "@crm-procedure/core/identity/JsonPointer"
import type * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import type * as SchemaIssue from "effect/SchemaIssue"
import type { Fault, FaultPlace } from "../Problem.ts"

const month: Bilingual = { es: "un mes de 1970 a 2199, como 2024-03", en: "a month from 1970 to 2199, like 2024-03" }
const secret: Bilingual = { es: "de 8 a 256 caracteres ASCII visibles", en: "8 to 256 visible ASCII characters" }

/** What values with a form of their own look like, by their names. */
const byName: Readonly<Record<string, Bilingual>> = {
  period: month,
  periods: month,
  from: month,
  by: { es: "company, o una o dos de advisor, branch, brand y line, separadas por una coma", en: "company, or one or two of advisor, branch, brand and line with a comma" },
  name: { es: "un nombre de 1 a 64 caracteres, sin espacios en sus extremos", en: "a name of 1 to 64 characters, without spaces at its ends" },
  lines: { es: "hasta 200 números de línea separados por comas, como 4,17", en: "up to 200 line numbers with commas, like 4,17" },
  appSecret: secret,
  verifyToken: secret,
  googleKey: secret,
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

/** The bounds that the checks of a schema state, by their names there. */
interface Bounds {
  readonly isWhole?: boolean
  readonly hasForm?: boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
}

const boundsOf = (checks: ReadonlyArray<SchemaAST.Check<unknown>> = []): Bounds =>
  Object.assign({}, ...checks.map((check): Bounds => {
    if (check._tag === "FilterGroup") return boundsOf(check.checks)
    const { id, payload } = check.annotations?.representation ?? {}
    if (id === "effect/schema/isInt") return { isWhole: true }
    return id === "effect/schema/isPattern" ? { hasForm: true } : Object(payload)
  }))

const ranged = (noun: Bilingual, from: number | undefined, to: number | undefined, unit: Bilingual = { es: "", en: "" }): Bilingual => {
  if (from === undefined && to === undefined) return noun
  if (from === undefined) return { es: `${noun.es} de ${to}${unit.es} como máximo`, en: `${noun.en} of ${to}${unit.en} at most` }
  if (to === undefined) return { es: `${noun.es} de ${from}${unit.es} o más`, en: `${noun.en} of ${from}${unit.en} or more` }
  return { es: `${noun.es} de ${from} a ${to}${unit.es}`, en: `${noun.en} ${unit.en === "" ? "from" : "of"} ${from} to ${to}${unit.en}` }
}

const described = (ast: SchemaAST.AST): Bilingual => {
  const literals = literalsOf(ast)
  if (literals !== undefined) return { es: `uno de: ${literals.join(", ")}`, en: `one of: ${literals.join(", ")}` }
  switch (ast._tag) {
    case "Union": {
      const [only, ...others] = ast.types.filter(({ _tag }) => _tag !== "Undefined")
      return only === undefined || others.length > 0 ? fallback : described(only)
    }
    case "String": {
      const { hasForm, maxLength, minLength } = boundsOf(ast.checks)
      return hasForm === true ? fallback : ranged({ es: "un texto", en: maxLength === undefined && minLength === undefined ? "a string" : "a text" }, minLength, maxLength, { es: " caracteres", en: " characters" })
    }
    case "Number": {
      const { isWhole, maximum, minimum } = boundsOf(ast.checks)
      return ranged(isWhole === true ? { es: "un número entero", en: "a whole number" } : { es: "un número", en: "a number" }, minimum, maximum)
    }
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

/** The leaves of an issue, each with its path. `ast` is the schema whose checks they failed. */
const leavesOf = (issue: SchemaIssue.Issue, path: ReadonlyArray<PropertyKey>, ast?: SchemaAST.AST): ReadonlyArray<Found> => {
  switch (issue._tag) {
    case "Pointer":
      return leavesOf(issue.issue, [...path, ...issue.path])
    case "Composite":
      return issue.issues.flatMap((inner) => leavesOf(inner, path, issue.ast))
    case "Encoding":
      return leavesOf(issue.issue, path)
    case "Filter":
      return issue.issue._tag === "Pointer" || issue.issue._tag === "Composite" ? leavesOf(issue.issue, path) : [{ path, expected: ast === undefined ? fallback : described(ast), isWord: false }]
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
