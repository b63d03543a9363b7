/**
 * What a form's header says of the dealership: its company, the code and name of its procedure, and the code that it gives each
 * form. By default a header says what the procedure says; a dealership names what it calls otherwise.
 */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import type { Company } from "@crm-procedure/core/policy/Policy"
import type { Procedure } from "@crm-procedure/core/policy/Procedure"
import * as Result from "effect/Result"

/** The forms by the procedure's own codes. The procedure names the compliance report without a code; the report of the controls is ours. */
export const forms = ["GC-FOR-05", "GC-FOR-06", "GC-FOR-21", "compliance", "controls"] as const
export type Form = typeof forms[number]

export interface Letterhead {
  readonly company: string
  readonly procedureCode: string
  readonly procedureName: string
  /** The code printed on each form; a form whose code is empty has none. */
  readonly formCodes: Readonly<Record<Form, string>>
}

/** What a dealership calls otherwise than the procedure does. Every text is shown as given. The company that its policy names goes before this one. */
export interface Changes {
  readonly company?: string | undefined
  readonly procedureCode?: string | undefined
  readonly procedureName?: string | undefined
  readonly formCodes?: Readonly<Partial<Record<Form, string>>> | undefined
}

/** The letterhead of a procedure, with a dealership's own names and codes in place of the procedure's. */
export const make = (procedure: Procedure, { company, formCodes, procedureCode, procedureName }: Changes = {}): Letterhead => ({
  company: company ?? procedure.company,
  procedureCode: procedureCode ?? procedure.code,
  procedureName: procedureName ?? procedure.headerName.es,
  formCodes: { "GC-FOR-05": "GC-FOR-05", "GC-FOR-06": "GC-FOR-06", "GC-FOR-21": "GC-FOR-21", "compliance": "", "controls": "", ...formCodes }
})

/** What a header prints under the name of a company that the policy names: `NIT 900.123.456-7 · Carrera 7 # 12-34 · Bogotá · Tel. 601 3456789`. */
export const detailsOf = ({ address, city, nit, phone }: Company): string =>
  [nit === undefined ? undefined : `NIT ${nit}`, address, city, phone === undefined ? undefined : `Tel. ${phone}`].filter((part) => part !== undefined).join(" · ")

/** A place in a configuration that can't be used, as a JSON pointer, and what was expected there. */
export interface Fault {
  readonly pointer: string
  readonly expected: Bilingual
}

const LONGEST_TEXT = 120

const isText = (value: unknown): boolean => typeof value === "string" && value.length <= LONGEST_TEXT && value.trim() !== ""
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value)

const texts = ["company", "procedureCode", "procedureName"] as const

const expectedText: Bilingual = { es: `un texto de 1 a ${LONGEST_TEXT} caracteres`, en: `a text of 1 to ${LONGEST_TEXT} characters` }
const expectedObject: Bilingual = { es: "un objeto JSON", en: "a JSON object" }
const expectedOneOf = (names: ReadonlyArray<string>): Bilingual => ({ es: `uno de ${names.join(", ")}`, en: `one of ${names.join(", ")}` })

/** Reads a dealership's changes from JSON; fails with every fault in them. */
export const read = (json: unknown): Result.Result<Changes, ReadonlyArray<Fault>> => {
  if (!isObject(json)) return Result.fail([{ pointer: "", expected: expectedObject }])
  const { formCodes, ...others } = json
  const faults: Array<Fault> = []
  const check = (path: string, names: ReadonlyArray<string>, known: ReadonlyArray<string>, members: Readonly<Record<string, unknown>>): void => {
    for (const [name, value] of Object.entries(members)) {
      if (!names.includes(name)) faults.push({ pointer: `${path}/${name}`, expected: expectedOneOf(known) })
      else if (!isText(value)) faults.push({ pointer: `${path}/${name}`, expected: expectedText })
    }
  }
  check("", texts, [...texts, "formCodes"], others)
  if (isObject(formCodes)) check("/formCodes", forms, forms, formCodes)
  else if (formCodes !== undefined) faults.push({ pointer: "/formCodes", expected: expectedObject })
  return faults.length > 0 ? Result.fail(faults) : Result.succeed(json)
}
