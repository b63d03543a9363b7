/** What the server says at its start: where the page is, the demonstration's keys, or the link for the first account. */
import type { Language } from "@crm-procedure/command-line/Language"

/** Said as soon as the door is open. */
export const listening = (url: string, language: Language): string =>
  language === "es" ? `Procedimiento CRM: ${url}   (preparando…)\n` : `CRM procedure: ${url}   (preparing…)\n`

interface Shown {
  readonly keys: Readonly<Record<string, string>>
  /** Of an empty system. */
  readonly link: string | undefined
}

/** Said as soon as everything is there. */
export const ready = (url: string, { keys, link }: Shown, language: Language): string => {
  const isSpanish = language === "es"
  const lines = Object.entries(keys).map(([role, key]) => `  ${role.padEnd(22)} ${key}`)
  const about = lines.length === 0 ? [] : [
    "",
    isSpanish ? "Demostración: personas, empresas y marcas inventadas. Una llave por rol:" : "Demonstration: people, firms and brands are invented. A key for each role:",
    ...lines
  ]
  const first = link === undefined ? [] : [
    "",
    isSpanish ? "Nadie puede ingresar todavía. Cree la primera cuenta con este enlace, que sirve una vez y vence en tres días:" : "No one can sign in yet. Make the first account by this link, which works once and for three days:",
    `  ${link}`
  ]
  return [isSpanish ? `Listo: ${url}` : `Ready: ${url}`, ...about, ...first, ""].join("\n")
}
