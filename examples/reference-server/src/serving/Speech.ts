/** What the server's commands say on a terminal, in which language, and with which exit status they end. */

export type Language = "es" | "en"
export type Bilingual = Readonly<Record<Language, string>>

/** Spanish where the terminal is set to it, else English. */
export const languageOf = (environment: NodeJS.ProcessEnv): Language => {
  const setting = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ""
  return setting.toLowerCase().startsWith("es") ? "es" : "en"
}

/** What the server is given can't be used: said in one line, exit status 2. */
export class Refusal extends Error {
  readonly bilingual: Bilingual
  constructor(bilingual: Bilingual) {
    super(bilingual.en)
    this.name = "Refusal"
    this.bilingual = bilingual
  }
}

const inOneLine = (text: string): string => text.replace(/\s*\n\s*/g, " ")

/** What is said of a failure, and its exit status: 2 where what is given can't be used, 1 for what nobody foresaw. */
export const failure = (error: unknown, language: Language): { readonly text: string; readonly status: 1 | 2 } => {
  // A refusal may come from the bundle, where its class is another one.
  const bilingual = (error as { readonly bilingual?: Bilingual } | undefined)?.bilingual
  if (bilingual !== undefined) return { text: bilingual[language], status: 2 }
  const message = inOneLine(error instanceof Error ? error.message : String(error))
  return { text: language === "es" ? `El servidor no pudo seguir: ${message}` : `The server could not go on: ${message}`, status: 1 }
}
