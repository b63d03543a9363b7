/** A command can't work with what it was given. It says so in the terminal's language and ends with status 2. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"

export class Unusable extends Error {
  readonly bilingual: Bilingual
  constructor(bilingual: Bilingual) {
    super(bilingual.en)
    this.name = "Unusable"
    this.bilingual = bilingual
  }
}

/** What is wrong with what was given, if the error says so. The error may come from a bundle, where its class is another one. */
export const bilingualOf = (error: unknown): Bilingual | undefined =>
  error instanceof Error && error.name === "Unusable" ? (error as Unusable).bilingual : undefined

/** Does every check, and throws everything that they found as one `Unusable`. */
export const checkAll = (checks: ReadonlyArray<() => void>): void => {
  const found: Array<Bilingual> = []
  for (const check of checks) {
    try {
      check()
    } catch (error) {
      const bilingual = bilingualOf(error)
      if (bilingual === undefined) throw error
      found.push(bilingual)
    }
  }
  if (found.length > 0) throw new Unusable({ es: found.map(({ es }) => es).join("\n"), en: found.map(({ en }) => en).join("\n") })
}
