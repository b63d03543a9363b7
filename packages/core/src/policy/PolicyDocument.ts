/**
 * An edition of the policy printed, in Spanish, as one self-contained HTML page: who drafted and approved it and from which month on,
 * what it changes, and every value that it sets with its meaning, unit and origin.
 *
 * @example
 * ```ts run
 * import * as Policy from "@crm-procedure/core/policy/Policy"
 * import * as PolicyDocument from "@crm-procedure/core/policy/PolicyDocument"
 * import * as assert from "node:assert/strict"
 *
 * const html = PolicyDocument.toHtml({ policy: Policy.gcPro05, company: "Motos del Norte SAS", facts: [["ESTADO:", "Borrador"]], differences: [] })
 * assert.match(html, /Umbrales de los semáforos/)
 * ```
 */
import * as PrintedPage from "./internal/PrintedPage.ts"
import * as Parameter from "./Parameter.ts"
import { meanings } from "./ParameterMeaning.ts"
import type * as Policy from "./Policy.ts"
import type * as PolicyEdition from "./PolicyEdition.ts"
import type { Provenance } from "./Procedure.ts"
import type { Rule } from "./Rule.ts"

/** What is printed. */
export interface Printed {
  readonly policy: Policy.Policy
  /** The company of the header. */
  readonly company: string
  /** Who drafted and approved it, and when: labels with their values. */
  readonly facts: ReadonlyArray<readonly [label: string, value: string]>
  /** Why the policy changes. */
  readonly comment?: string | undefined
  /** The values in which it differs from the policy that it follows. */
  readonly differences: ReadonlyArray<PolicyEdition.Difference>
  /** The names of brands by their ids. */
  readonly brandNames?: ReadonlyMap<string, string> | undefined
}

const effectNames = { invalidates: "Invalida", warns: "Advierte", off: "Desactivada" } as const
const provenanceNames = { document: "Documento", law: "Norma legal", assumption: "Supuesto" } as const
const indicatorNames = { prospecting: "Prospección", followUp: "Actividades de seguimiento", compliance: "Cumplimiento con los leads" } as const
const companyNames = { name: "Empresa", nit: "NIT", address: "Dirección", city: "Ciudad", phone: "Teléfono" } as const

const percent = (hundredths: number): string => `${String(hundredths / 100).replace(".", ",")} %`

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value)

const valueText = (value: unknown): string =>
  value === undefined || value === null
    ? "—"
    : Array.isArray(value)
    ? value.length === 0 ? "ninguno" : value.join(", ")
    : isObject(value)
    ? Object.entries(value).map(([key, inner]) => `${key}: ${valueText(inner)}`).join("; ")
    : typeof value === "string" && Object.hasOwn(effectNames, value)
    ? effectNames[value as keyof typeof effectNames]
    : typeof value === "number"
    ? String(value).replace(".", ",")
    : String(value)

const originText = ({ kind, reference }: Provenance): string => `${provenanceNames[kind]}: ${reference}`

const withUnit = (name: Parameter.Name, value: unknown): string => `${valueText(value)} ${Parameter.parameters[name].unit.es}`.trim()

const parameterTable = (values: Partial<Parameter.Parameters>): PrintedPage.Table => ({
  kind: "table",
  columns: ["Parámetro", "Valor", "Por defecto", "Qué es", "Origen"],
  rows: Parameter.names.filter((name) => values[name] !== undefined).map((name) => {
    const { default: byDefault, provenance } = Parameter.parameters[name]
    return [name, withUnit(name, values[name]), withUnit(name, byDefault), meanings[name].es, originText(provenance)]
  })
})

const ruleTable = (rules: ReadonlyArray<Rule>, effects: Readonly<Record<string, Rule["effect"]>>): PrintedPage.Table => ({
  kind: "table",
  columns: ["Código", "Regla", "Efecto", "Qué dice", "Origen"],
  rows: rules.filter(({ code }) => effects[code] !== undefined).map(({ code, message, provenance, title }) => [code, title.es, effectNames[effects[code]!], message({}).es, originText(provenance)])
})

const section = (id: string, heading: string, blocks: ReadonlyArray<PrintedPage.Block>, kind: "body" | "appendix" = "body"): PrintedPage.PrintedSection => ({ kind, id, heading, blocks })

const sectionsOf = ({ brandNames, comment, differences, policy }: Printed): ReadonlyArray<PrintedPage.PrintedSection> => {
  const { activityRules, brands, company, effects, parameters, prospectRules, thresholds } = policy
  return [
    ...comment === undefined ? [] : [section("reason", "Por qué cambia", [{ kind: "text", text: comment }])],
    section("differences", "Lo que cambia", [differences.length === 0
      ? { kind: "text", text: "Nada: los mismos valores que la política anterior." }
      : { kind: "table", columns: ["Valor", "Antes", "En esta edición"], rows: differences.map(({ after, before, pointer }) => [pointer, valueText(before), valueText(after)]) }]),
    section("thresholds", "Umbrales de los semáforos", [{
      kind: "table",
      columns: ["Indicador", "Amarillo desde", "Verde desde"],
      rows: (Object.keys(indicatorNames) as ReadonlyArray<keyof typeof indicatorNames>).map((indicator) => [indicatorNames[indicator], percent(thresholds[indicator].yellow), percent(thresholds[indicator].green)])
    }]),
    ...company === undefined ? [] : [section("company", "Empresa y membrete", [{
      kind: "list",
      items: (Object.keys(companyNames) as ReadonlyArray<keyof typeof companyNames>).flatMap((field) => company[field] === undefined ? [] : [{ label: `${companyNames[field]}:`, text: company[field] }])
    }])],
    section("prospect-rules", "Reglas de prospectos", [ruleTable(prospectRules, effects.prospect)], "appendix"),
    section("activity-rules", "Reglas de actividades", [ruleTable(activityRules, effects.activity)], "appendix"),
    section("parameters", "Parámetros, listas y horarios", [parameterTable(parameters)], "appendix"),
    ...[...brands].map(([brandId, { parameters: own = {}, rules = {} }]) =>
      section(`brand-${brandId}`, `Marca ${brandNames?.get(brandId) ?? brandId}`, [
        { kind: "text", text: "Lo que esta marca tiene distinto." },
        ...[parameterTable(own), ruleTable(prospectRules, rules.prospect ?? {}), ruleTable(activityRules, rules.activity ?? {})].filter(({ rows }) => rows.length > 0)
      ], "appendix"))
  ]
}

/** The edition as one HTML page: its own styles, no scripts, no requests; every text escaped. */
export const toHtml = (printed: Printed): string =>
  PrintedPage.html({
    title: `Política · ${printed.policy.name}`,
    heading: `POLÍTICA: ${printed.policy.name}`,
    facts: [["", printed.company], ...printed.facts],
    sections: sectionsOf(printed)
  })
