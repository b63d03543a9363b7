import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as GcPro05 from "../src/policy/GcPro05.ts"
import type * as Procedure from "../src/policy/Procedure.ts"
import * as ProcedureDocument from "../src/policy/ProcedureDocument.ts"

/** Every phrase of the source document, in its order. */
const facts: ReadonlyArray<string> = [
  "GESTIÓN COMERCIAL",
  "PROCEDIMIENTO CRM",
  "CÓDIGO: GC-PRO-05",
  "VERSIÓN: 02",
  "FECHA DE VIGENCIA: 31/03/2024",
  "PROCEDIMIENTO DE CRM",
  "Objetivo del procedimiento",
  "Realizar seguimiento a la prospección y a las actividades creadas por parte de la fuerza comercial de CARRAZOS SAS.",
  "Alcance",
  "Este procedimiento aplica para la fuerza comercial de Carrazos SAS.",
  "Responsable",
  "Asistente CRM",
  "Participantes",
  "Coordinador de mercadeo, Agente CRM, Asesores comerciales, Gerente Motos, Gerentes comerciales, Gerente General.",
  "Riesgos y controles",
  "Riesgo",
  "Control",
  "Creación de clientes falsos",
  "Llamada de verificación de atención asesor",
  "No realización de seguimiento a LEADS",
  "Reporte de cumplimiento CRM",
  "Indicadores",
  "PROSPECCIÓN CARRAZOS: Prospectos validos / Meta prospectos X 100%",
  "ACTIVIDADES DE SEGUIMIENTO: Actividades realizadas válidas / Meta actividad seguimiento x 100%",
  "Requisitos (Norma, Ley, Organización)",
  "Lineamientos métodos de ventas CARRAZOS.",
  "Requisitos de uso plataformas CRM marcas.",
  "Recursos (Humano, Infraestructura y económico)",
  "Humano: personal competente.",
  "Infraestructura: Instalaciones, equipos de cómputo, teléfonos, internet y papelería.",
  "Económico: Presupuesto mercadeo.",
  "Anexos",
  "Informe Validez de Actividades de Seguimiento GC-FOR-05",
  "Informe Validez de Prospectos GC-FOR-06",
  "Registro Semáforo de Seguimiento GC-FOR-21"
]

/** The company stands in the header block too, before everything that the source's own header says. */
const printedFacts: ReadonlyArray<string> = ["CARRAZOS SAS", ...facts]

const collapse = (text: string): string => text.replace(/\s+/gu, " ").trim()

/** What a reader of the page sees. */
const htmlVisible = (html: string): string =>
  collapse(
    html.slice(html.indexOf("<body>"))
      .replace(/<\/?b>/g, "")
      .replace(/<[^>]*>/g, " ")
      .replace(/&#39;/g, "'")
      .replace(/&quot;/g, "\"")
      .replace(/&gt;/g, ">")
      .replace(/&lt;/g, "<")
      .replace(/&amp;/g, "&")
  )

/** What a reader of the rendered Markdown sees. */
const markdownVisible = (markdown: string): string =>
  collapse(
    markdown
      .replace(/^#+ |^- |\*\*|^\| --- .*$/gm, "")
      .replace(/(?<!\\)\|/g, " ")
      .replace(/\\(.)/gu, "$1")
  )

/** The phrases that don't follow each other in a text, in order. */
const missing = (visible: string, phrases: ReadonlyArray<string>): ReadonlyArray<string> => {
  let from = 0
  return phrases.filter((phrase) => {
    const at = visible.indexOf(phrase, from)
    if (at < 0) return true
    from = at + phrase.length
    return false
  })
}

type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

/** Paths to every text of the procedure that the document prints: Spanish words, codes, version and company. */
const printedTexts = (value: Json, path: ReadonlyArray<string | number> = []): ReadonlyArray<ReadonlyArray<string | number>> => {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => printedTexts(item, [...path, index]))
  if (value === null || typeof value !== "object") {
    const key = path.at(-1)
    const printed = key === "es" || key === "formCode" || key === "company" || key === "version" || (key === "code" && path.length === 1)
    return printed && typeof value === "string" ? [path] : []
  }
  return Object.entries(value).flatMap(([key, item]) => key === "provenance" ? [] : printedTexts(item, [...path, key]))
}

const changed = (value: Json, path: ReadonlyArray<string | number>, change: (text: string) => string): Json => {
  const [key, ...rest] = path
  if (key === undefined) return change(value as string)
  if (Array.isArray(value)) return value.map((item: Json, index) => index === key ? changed(item, rest, change) : item)
  const record = value as { readonly [key: string]: Json }
  return { ...record, [key]: changed(record[key] as Json, rest, change) }
}

const source = GcPro05.version02 as unknown as Json
const paths = printedTexts(source)

const printings = [
  { name: "Markdown", print: ProcedureDocument.toMarkdown, visible: markdownVisible },
  { name: "HTML", print: ProcedureDocument.toHtml, visible: htmlVisible }
] as const

const rule = (message: string, code = "own-rule"): ProcedureDocument.DocumentRule => ({
  code,
  serves: "R1",
  effect: "warns",
  message: { es: message, en: "in English" },
  provenance: { kind: "assumption", reference: "GC-PRO-05/indicator/prospecting" }
})

const withObjective = (es: string): Procedure.Procedure => ({
  ...GcPro05.version02,
  objective: { ...GcPro05.version02.objective, text: { es, en: "" } }
})

/** Texts in which every character that means something to HTML, Markdown or a table is likely. */
const hostile = fc.string({
  unit: fc.oneof(fc.constantFrom(..."<>&\"'|*_`#[]()!\\~-+=.1 \n\t", "á", "</style>", "<!--", "]]>"), fc.string({ minLength: 1, maxLength: 1 })),
  minLength: 1,
  maxLength: 30
}).map((text) => `á${text}á`)

for (const { name, print, visible } of printings) {
  describe(`ProcedureDocument as ${name}`, () => {
    it("holds every fact of the source document, in its order [verifies: GC-PRO-05]", () => {
      assert.deepStrictEqual(missing(visible(print(GcPro05.version02)), printedFacts), [])
    })

    it("fails that test when a single character of a single fact is another", () => {
      assert.isAbove(paths.length, 35)
      fc.assert(fc.property(fc.constantFrom(...paths), fc.nat(), (path, at) => {
        const altered = changed(source, path, (text) => {
          const position = at % text.length
          return `${text.slice(0, position)}¤${text.slice(position + 1)}`
        }) as unknown as Procedure.Procedure
        assert.isNotEmpty(missing(visible(print(altered)), printedFacts))
      }))
      for (const path of paths) {
        const altered = changed(source, path, () => "¤") as unknown as Procedure.Procedure
        assert.isNotEmpty(missing(visible(print(altered)), printedFacts), path.join("."))
      }
      assert.isNotEmpty(missing(visible(print({ ...GcPro05.version02, effectiveFrom: GcPro05.version02.effectiveFrom + 1 })), printedFacts))
    })

    it("fails that test when a risk has the other one's control", () => {
      const [first, second] = GcPro05.version02.risks as [Procedure.Risk, Procedure.Risk]
      const swapped = { ...GcPro05.version02, risks: [{ ...first, control: second.control }, { ...second, control: first.control }] }
      assert.isNotEmpty(missing(visible(print(swapped)), printedFacts))
    })

    it("shows a dealership's own rule with what it serves, its effect and its origin, and never as the document's", () => {
      const shown = visible(print(GcPro05.version02, {
        rules: [{ ...rule("Pida la cédula."), subject: "prospect", provenance: { ...rule("").provenance, note: { es: "Lo pide la gerencia.", en: "" } } }]
      }))
      assert.deepStrictEqual(missing(shown, printedFacts), [])
      assert.deepStrictEqual(missing(shown, [
        "Registro Semáforo de Seguimiento GC-FOR-21",
        "Reglas de validez en uso",
        "El procedimiento no define cuándo",
        "own-rule (prospecto)",
        "R1 · Creación de clientes falsos",
        "Advierte",
        "Pida la cédula.",
        "Supuesto: GC-PRO-05/indicator/prospecting",
        "Lo pide la gerencia."
      ]), [])
      assert.notInclude(shown, "in English")
    })

    it("says nothing of rules where none are given", () => {
      assert.notInclude(visible(print(GcPro05.version02)), "Reglas de validez")
      assert.strictEqual(print(GcPro05.version02, { rules: [] }), print(GcPro05.version02))
    })

    it("shows any text as it was written", () => {
      fc.assert(fc.property(hostile, (text) => {
        const shown = visible(print(withObjective(text), { rules: [rule(text)] }))
        assert.strictEqual(shown.split(collapse(text)).length > 2, true)
      }))
    })
  })
}

describe("ProcedureDocument.toHtml", () => {
  it("lets no text become markup", () => {
    const marks = (html: string): number => html.split(/[<>]/).length
    fc.assert(fc.property(hostile, (text) => {
      assert.strictEqual(
        marks(ProcedureDocument.toHtml(withObjective(text), { rules: [rule(text, text)] })),
        marks(ProcedureDocument.toHtml(withObjective("a"), { rules: [rule("a", "a")] }))
      )
    }))
    const html = ProcedureDocument.toHtml(withObjective("<script>alert(\"1\" & '2')</script>"))
    assert.include(html, "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;")
  })

  it("asks for nothing from outside and runs nothing", () => {
    const html = ProcedureDocument.toHtml(GcPro05.version02, { rules: [rule("a")] })
    assert.notMatch(html, /https?:|src=|href=|url\(|@import|<script|<link/)
    assert.match(html, /^<!doctype html>\n<html lang="es-CO">/)
  })
})

describe("ProcedureDocument.toMarkdown", () => {
  it("keeps a table's rows and columns, whatever its cells hold", () => {
    const shape = (markdown: string): ReadonlyArray<number> =>
      markdown.split("\n").map((line) => line.startsWith("|") ? line.replace(/\\./gu, "").split("|").length : 0)
    fc.assert(fc.property(hostile, (text) => {
      assert.deepStrictEqual(
        shape(ProcedureDocument.toMarkdown(withObjective(text), { rules: [rule(text, text)] })),
        shape(ProcedureDocument.toMarkdown(withObjective("a"), { rules: [rule("a", "a")] }))
      )
    }))
  })

  it("begins no list and no quotation by accident", () => {
    for (const text of ["- no", "+ no", "1. no", "2) no", "> no", "# no", "=== no", "--- no"]) {
      const line = ProcedureDocument.toMarkdown(withObjective(text)).split("\n").find((candidate) => candidate.endsWith(" no"))
      assert.match(line ?? "", /^(\\|\d+\\)/, text)
    }
  })
})
