/** What the server says at its start: where the page is, and the demonstration's keys. */
import type { Language } from "@crm-procedure/command-line/Language"

/** Said as soon as the door is open. */
export const listening = (url: string, language: Language): string =>
  language === "es" ? `Procedimiento CRM: ${url}   (preparando…)\n` : `CRM procedure: ${url}   (preparing…)\n`

/** Said as soon as everything is there. */
export const ready = (url: string, keys: Readonly<Record<string, string>>, language: Language): string => {
  const isSpanish = language === "es"
  const lines = Object.entries(keys).map(([role, key]) => `  ${role.padEnd(22)} ${key}`)
  const about = lines.length === 0 ? [] : [
    "",
    isSpanish ? "Demostración: personas, empresas y marcas inventadas. Una llave por rol:" : "Demonstration: people, firms and brands are invented. A key for each role:",
    ...lines
  ]
  return [isSpanish ? `Listo: ${url}` : `Ready: ${url}`, ...about, ""].join("\n")
}
