/** What the commands say on a terminal, and with which exit status they end. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import { Unusable } from "./Arguments.ts"
import type * as MonthReport from "./MonthReport.ts"

export type Language = keyof Bilingual

/** Spanish where the terminal is set to it, else English. */
export const languageOf = (environment: NodeJS.ProcessEnv): Language => {
  const setting = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ""
  return setting.toLowerCase().startsWith("es") ? "es" : "en"
}

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

const withoutBreaks = (text: string): string => text.replace(/\s*\n\s*/g, " ")

/** What is said of a failure, and its exit status: 2 where the input can't be used, 1 for what nobody foresaw. */
export const failure = (error: unknown, language: Language): { readonly text: string; readonly status: 1 | 2 } => {
  if (error instanceof Unusable) return { text: error.bilingual[language], status: 2 }
  if (error instanceof CanonicalFile.UnusableFile) return { text: language === "es" ? error.messageEs : error.message, status: 2 }
  const message = withoutBreaks(error instanceof Error ? error.message : String(error))
  return { text: language === "es" ? `El informe no se pudo terminar: ${message}` : `The report could not be finished: ${message}`, status: 1 }
}

/** Runs a command to its end: what fails is said in one go, a reader that went away is no failure, and files are cleared up on Ctrl-C. */
export const runCommand = async (command: (language: Language) => Promise<void>): Promise<void> => {
  const language = languageOf(process.env)
  const onPipe = (error: NodeJS.ErrnoException): void => {
    if (error.code !== "EPIPE") throw error
  }
  process.stdout.on("error", onPipe)
  process.stderr.on("error", onPipe)
  process.once("SIGINT", () => process.exit(130))
  process.once("SIGTERM", () => process.exit(143))
  try {
    await command(language)
  } catch (error) {
    const { status, text } = failure(error, language)
    process.stderr.write(`${text}\n`)
    process.exitCode = status
  }
}
