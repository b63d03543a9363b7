/** The language that a terminal is set to. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"

export type Language = keyof Bilingual

/** Spanish where the terminal is set to it, else English. */
export const languageOf = (environment: Readonly<Record<string, string | undefined>>): Language => {
  const setting = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ""
  return setting.toLowerCase().startsWith("es") ? "es" : "en"
}

/** Whether a text names a language. */
export const isLanguage = (text: string | undefined): text is Language => text === "es" || text === "en"

/** The language that a command line asks for by `--language`, found before anything else of it is judged. */
export const languageAsked = (args: ReadonlyArray<string>): Language | undefined => {
  const place = args.findLastIndex((arg) => arg === "--language" || arg.startsWith("--language="))
  const asked = args[place] === "--language" ? args[place + 1] : args[place]?.slice("--language=".length)
  return isLanguage(asked) ? asked : undefined
}
