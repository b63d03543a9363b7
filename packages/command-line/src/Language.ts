/** The language that a terminal is set to. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"

export type Language = keyof Bilingual

/** Spanish where the terminal is set to it, else English. */
export const languageOf = (environment: Readonly<Record<string, string | undefined>>): Language => {
  const setting = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ""
  return setting.toLowerCase().startsWith("es") ? "es" : "en"
}
