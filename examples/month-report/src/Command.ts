/** The command itself: reads its arguments, runs the report, says how it went. `main.ts` starts it. */
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import type { Bilingual } from "@crm-procedure/core/Field"
import * as Arguments from "./Arguments.ts"
import * as MonthReport from "./MonthReport.ts"
import * as Progress from "./Progress.ts"

/** Spanish where the terminal is set to it, else English. */
export const languageOf = (environment: NodeJS.ProcessEnv): keyof Bilingual => {
  const setting = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ""
  return setting.toLowerCase().startsWith("es") ? "es" : "en"
}

const say = (summary: MonthReport.Summary, out: string, language: keyof Bilingual): string =>
  Object.entries(summary.files).map(([name, file]) =>
    language === "es"
      ? `${name}: ${file.rows} filas, ${file.read} leídas, ${file.rejected} rechazadas`
      : `${name}: ${file.rows} rows, ${file.read} read, ${file.rejected} rejected`
  ).join("\n") + (language === "es" ? `\nResultados en ${out}\n` : `\nResults in ${out}\n`)

const language = languageOf(process.env)
const progress = process.stderr.isTTY ? Progress.onTerminal(process.stderr, language) : Progress.none
try {
  const args = Arguments.parse(process.argv.slice(2))
  const summary = await MonthReport.run(args, language, progress)
  progress.end()
  process.stdout.write(say(summary, args.out, language))
} catch (error) {
  progress.end()
  if (error instanceof Arguments.Unusable) process.stderr.write(`${error.bilingual[language]}\n`)
  else if (error instanceof CanonicalFile.UnusableFile) process.stderr.write(`${language === "es" ? error.messageEs : error.message}\n`)
  else throw error
  process.exitCode = 2
}
