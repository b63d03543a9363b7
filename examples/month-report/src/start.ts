/**
 * `npx pnpm@12 run example-month`: the month report on the demonstration month. Opens nothing; prints where the forms are and how the company stands.
 */
import type { Language } from "@crm-procedure/command-line/Language"
import * as Semaphore from "@crm-procedure/core/results/Semaphore"
import { readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import * as DemonstrationFolder from "./starting/DemonstrationFolder.ts"
import * as MonthReport from "./report/MonthReport.ts"
import * as Progress from "./commands/Progress.ts"
import * as Terminal from "./commands/Terminal.ts"

const period = "2024-03"
const seed = 1
const data = fileURLToPath(new URL("../../../.data/", import.meta.url))
const folder = join(data, "demonstration")
const out = join(data, "report")

const forms = [
  ["GC-FOR-05", { es: "Informe Validez de Actividades de Seguimiento", en: "Validity of follow-up activities" }],
  ["GC-FOR-06", { es: "Informe Validez de Prospectos", en: "Validity of prospects" }],
  ["GC-FOR-21", { es: "Registro Semáforo de Seguimiento", en: "Follow-up semaphore" }],
  ["compliance", { es: "Reporte de cumplimiento CRM", en: "CRM compliance report" }],
  ["controls", { es: "Informe de controles", en: "Report of the controls" }]
] as const

/** A path as one would type it where the command was started. */
const shown = (path: string): string => relative(process.cwd(), path)

interface Indicator {
  readonly valid: number
  readonly goal: number
  readonly percent: number | null
  readonly color: Semaphore.Color
}
interface Company {
  readonly prospecting: Indicator
  readonly followUp: Indicator
}

const indicatorLine = (name: string, counted: string, { color, goal, percent, valid }: Indicator, language: Language): string => {
  const share = percent === null ? "—" : percent.toLocaleString(language === "es" ? "es-CO" : "en", { minimumFractionDigits: 1 })
  const goalText = language === "es" ? "de una meta de" : "of a goal of"
  return `  ${name.padEnd(12)}${share.padStart(6)} %   ${Semaphore.words[color][language].padEnd(9)} ${valid} ${counted} ${goalText} ${goal}`
}

const said = (company: Company, language: Language): string => {
  const isSpanish = language === "es"
  return [
    isSpanish ? `Mes de demostración ${period}: personas, empresas y marcas inventadas` : `Demonstration month ${period}: people, firms and brands are invented`,
    "",
    isSpanish ? "Toda la empresa" : "The whole company",
    indicatorLine(isSpanish ? "Prospección" : "Prospecting", isSpanish ? "prospectos válidos" : "valid prospects", company.prospecting, language),
    indicatorLine(isSpanish ? "Seguimiento" : "Follow-up", isSpanish ? "actividades válidas" : "valid activities", company.followUp, language),
    "",
    isSpanish ? "Formularios (cada uno también en .xlsx)" : "Forms (each also as .xlsx; they are in Spanish)",
    ...forms.map(([name, title]) => `  ${shown(join(out, `${name}.html`))}   ${title[language]}`),
    "",
    isSpanish ? `Archivos de entrada: ${shown(folder)}` : `Input files: ${shown(folder)}`,
    isSpanish
      ? "Con archivos propios: npx pnpm@12 report <carpeta> --period 2024-03 --out <carpeta>"
      : "With files of your own: npx pnpm@12 report <folder> --period 2024-03 --out <folder>",
    ""
  ].join("\n")
}

await Terminal.runCommand(async (language) => {
  const progress = process.stderr.isTTY ? Progress.onTerminal(process.stderr, language) : Progress.none
  await DemonstrationFolder.write(folder, { seed, period })
  const args = { folder, period, out, asOf: undefined, policyFile: undefined, mappingFile: undefined, seed: undefined }
  await MonthReport.run(args, language, progress).finally(progress.end)
  const { company } = JSON.parse(readFileSync(join(out, "scorecard.json"), "utf8")) as { readonly company: Company }
  process.stdout.write(said(company, language))
})
