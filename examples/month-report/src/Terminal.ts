/** What the report's commands say on a terminal. */
import type { Language } from "@crm-procedure/command-line/Language"
import * as Program from "@crm-procedure/command-line/Program"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import type * as MonthReport from "./MonthReport.ts"

const lineOf = (name: string, file: MonthReport.Summary["files"][string], language: Language): string => {
  if (file.from?.length === 0) return language === "es" ? `${name}: no se entregó ninguno` : `${name}: none given`
  const from = file.from === undefined || file.from[0] === name ? "" : language === "es" ? `, de ${file.from.join(", ")}` : `, from ${file.from.join(", ")}`
  return (language === "es"
    ? `${name}: ${file.rows} filas, ${file.read} leídas, ${file.rejected} rechazadas`
    : `${name}: ${file.rows} rows, ${file.read} read, ${file.rejected} rejected`) + from
}

/** How the run went: a line a file, and where the results are. */
export const said = (summary: MonthReport.Summary, out: string, language: Language): string =>
  [
    ...Object.entries(summary.files).map(([name, file]) => lineOf(name, file, language)),
    language === "es" ? `Resultados en ${out}` : `Results in ${out}`,
    ""
  ].join("\n")

/** What is said of a failure, and its exit status: 2 where the input can't be used, 1 for an unexpected error. */
export const failure = (error: unknown, language: Language): Program.Failure => {
  if (error instanceof CanonicalFile.UnusableFile) return { text: language === "es" ? error.messageEs : error.message, status: 2 }
  return Program.failureOf(error, language, { es: "El informe no se pudo terminar", en: "The report could not be finished" })
}

/** Runs one of the report's commands to its end. */
export const runCommand = (command: (language: Language) => Promise<void>): Promise<void> => Program.run(command, failure)
