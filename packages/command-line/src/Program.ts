/** How a command's process runs and ends. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import { type Language, languageAsked, languageOf } from "./Language.ts"
import { bilingualOf } from "./Unusable.ts"

/** What is said of a failure, and the exit status: 2 where the input can't be used, 1 for an unexpected error. */
export interface Failure {
  readonly text: string
  readonly status: 1 | 2
}

const inOneLine = (text: string): string => text.replace(/\s*\n\s*/g, " ")

/** What is said of an error. `unexpected` begins the line about an error that no code expected, like `The server could not go on`. */
export const failureOf = (error: unknown, language: Language, unexpected: Bilingual): Failure => {
  const bilingual = bilingualOf(error)
  if (bilingual !== undefined) return { text: bilingual[language], status: 2 }
  return { text: `${unexpected[language]}: ${inOneLine(error instanceof Error ? error.message : String(error))}`, status: 1 }
}

/**
 * Runs a command to its end. A failure is written to standard error and sets the exit status. A reader that went away is no failure.
 * On Ctrl-C the process ends in good order, so that what it made for itself is cleared up. The language is the one asked for: by `asked`, by
 * `--language`, or by the terminal.
 */
export const run = async (
  command: (language: Language) => Promise<void>,
  failure: (error: unknown, language: Language) => Failure,
  asked?: Language
): Promise<void> => {
  const language = asked ?? languageAsked(process.argv.slice(2)) ?? languageOf(process.env)
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
