/**
 * The procedure printed back from its typed form, in Spanish, as Markdown or as one self-contained HTML page, with the
 * dealership's rules after it where the caller gives them.
 *
 * @example
 * ```ts run
 * import { GcPro05, ProcedureDocument } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * assert.match(ProcedureDocument.toMarkdown(GcPro05.version02), /PROCEDIMIENTO/)
 * assert.match(ProcedureDocument.toHtml(GcPro05.version02), /^<!doctype html>/i)
 * ```
 */
import type { Bilingual } from "../identity/Bilingual.ts"
import * as PrintedPage from "./internal/PrintedPage.ts"
import type { Block, PrintedSection } from "./internal/PrintedPage.ts"
import * as Procedure from "./Procedure.ts"

/** A rule as the document shows it. `serves` is a risk's code, `Q` (brand platform or sales method) or `L` (law). */
export interface DocumentRule {
  readonly code: string
  /** Tells apart the rules of prospects and of activities that have the same code. */
  readonly subject?: "prospect" | "activity"
  readonly serves: string
  readonly effect: "invalidates" | "warns" | "off"
  readonly message: Bilingual
  readonly provenance: Procedure.Provenance
}

/** What is printed besides the procedure itself. */
export interface Options {
  /** The rules in force, the dealership's own among them, in the order to print. */
  readonly rules?: ReadonlyArray<DocumentRule>
}

const effectNames = { invalidates: "Invalida", warns: "Advierte", off: "Desactivada" } as const
const provenanceNames = { document: "Documento", law: "Norma legal", assumption: "Supuesto" } as const
const subjectNames = { prospect: "prospecto", activity: "actividad" } as const

/** What a rule serves, in words: the risk's text where it names one of the procedure's risks. */
const servesWritten = (procedure: Procedure.Procedure, serves: string): string => {
  const risk = procedure.risks.find((candidate) => candidate.code === serves)
  if (risk !== undefined) return `${serves} · ${risk.text.es}`
  if (serves === "Q") return "Q · Requisito de plataforma de marca o de método de ventas"
  return serves === "L" ? "L · Ley" : serves
}

const provenanceWritten = (provenance: Procedure.Provenance): string =>
  `${provenanceNames[provenance.kind]}: ${provenance.reference}`

/** What is noted about the rules' origins, each note once however many rules share it. */
const provenanceNotes = (rules: ReadonlyArray<DocumentRule>): ReadonlyArray<{ readonly label: string; readonly text: string }> => {
  const notes = new Map<string, { readonly label: string; readonly text: string }>()
  for (const { provenance } of rules) {
    if (provenance.note === undefined) continue
    const note = { label: `${provenanceWritten(provenance)}.`, text: provenance.note.es }
    notes.set(JSON.stringify(note), note)
  }
  return [...notes.values()]
}

const rulesSection = (procedure: Procedure.Procedure, rules: ReadonlyArray<DocumentRule>): PrintedSection => {
  const notes = provenanceNotes(rules)
  return {
    kind: "appendix",
    id: "rules",
    heading: "Reglas de validez en uso",
    blocks: [
      {
        kind: "text",
        text: "El procedimiento no define cuándo un prospecto o una actividad es válido. Estas reglas son configuración; " +
          "la columna Origen dice cuáles vienen del documento, cuáles de la ley y cuáles son supuestos del programa."
      },
      {
        kind: "table",
        columns: ["Código", "Sirve a", "Efecto", "Qué dice", "Origen"],
        rows: rules.map((rule) => [
          rule.subject === undefined ? rule.code : `${rule.code} (${subjectNames[rule.subject]})`,
          servesWritten(procedure, rule.serves),
          effectNames[rule.effect],
          rule.message.es,
          provenanceWritten(rule.provenance)
        ])
      },
      ...(notes.length === 0 ? [] : [{ kind: "list" as const, items: notes }])
    ]
  }
}

const sections = (procedure: Procedure.Procedure, options: Options): ReadonlyArray<PrintedSection> => {
  const body = (section: Procedure.Section, ...blocks: ReadonlyArray<Block>): PrintedSection => ({
    kind: "body",
    id: section,
    heading: procedure.headings[section].es,
    blocks
  })
  const paragraph = (clause: Procedure.Clause): Block => ({ kind: "text", text: clause.text.es })
  const rules = options.rules ?? []
  return [
    body("objective", paragraph(procedure.objective)),
    body("scope", paragraph(procedure.scope)),
    body("responsible", paragraph(procedure.responsible)),
    body("participants", {
      kind: "text",
      text: `${procedure.participants.map((participant) => participant.text.es).join(", ")}.`
    }),
    body("risks", {
      kind: "table",
      columns: ["Riesgo", "Control"],
      rows: procedure.risks.map((risk) => [risk.text.es, risk.control.text.es])
    }),
    body("indicators", {
      kind: "list",
      items: procedure.indicators.map((indicator) => ({ label: `${indicator.name.es}:`, text: indicator.text.es }))
    }),
    body("requirements", { kind: "list", items: procedure.requirements.map((clause) => ({ text: clause.text.es })) }),
    body("resources", {
      kind: "list",
      items: procedure.resources.map((resource) => ({ label: `${resource.label.es}:`, text: `${resource.text.es}.` }))
    }),
    body("annexes", {
      kind: "list",
      items: procedure.annexes.map((annex) => ({ text: `${annex.text.es} ${annex.formCode}` }))
    }),
    ...(rules.length === 0 ? [] : [rulesSection(procedure, rules)])
  ]
}

/** The header block's facts, label and value, in the source's order. A value without a label stands alone. */
const headerFacts = (procedure: Procedure.Procedure): ReadonlyArray<readonly [label: string, value: string]> => [
  ["", procedure.company],
  ["", procedure.area.es],
  ["", procedure.headerName.es],
  ["CÓDIGO:", procedure.code],
  ["VERSIÓN:", procedure.version],
  ["FECHA DE VIGENCIA:", Procedure.effectiveDate(procedure)]
]

const oneLine = (text: string): string => text.replace(/\s+/gu, " ").trim()

/** A text that Markdown shows as it is: nothing in it is markup, and it stays on one line. */
const markdownText = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_[\]<>|~#&!]/g, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2")
    .replace(/^[-+=]/, "\\$&")

const markdownRow = (cells: ReadonlyArray<string>): string => `| ${cells.map(markdownText).join(" | ")} |`

const markdownLabelled = (block: { readonly label?: string; readonly text: string }): string =>
  block.label === undefined ? markdownText(block.text) : `**${markdownText(block.label)}** ${markdownText(block.text)}`

const markdownBlock = (block: Block): string => {
  switch (block.kind) {
    case "text":
      return markdownLabelled(block)
    case "list":
      return block.items.map((item) => `- ${markdownLabelled(item)}`).join("\n")
    case "table":
      return [markdownRow(block.columns), `| ${block.columns.map(() => "---").join(" | ")} |`, ...block.rows.map(markdownRow)].join("\n")
  }
}

/** The document as Markdown (GitHub's tables), in Spanish, ending with a line break. */
export const toMarkdown = (procedure: Procedure.Procedure, options: Options = {}): string => {
  const header = headerFacts(procedure)
    .map(([label, value]) => markdownText(label === "" ? value : `${label} ${value}`))
    .join(" · ")
  const body = sections(procedure, options).flatMap((section) => [
    `## ${markdownText(section.heading)}`,
    ...section.blocks.map(markdownBlock)
  ])
  return `${[header, `# ${markdownText(procedure.title.es)}`, ...body].join("\n\n")}\n`
}

/** The document as one HTML page in Spanish: its own styles, no scripts, no requests; every text escaped. */
export const toHtml = (procedure: Procedure.Procedure, options: Options = {}): string =>
  PrintedPage.html({
    title: `${procedure.code} v${procedure.version} · ${procedure.title.es}`,
    heading: procedure.title.es,
    facts: headerFacts(procedure),
    sections: sections(procedure, options)
  })
