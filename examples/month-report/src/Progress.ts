/** What is shown on a terminal while the report runs; nothing where nobody watches. */
import type { Bilingual } from "@crm-procedure/core/Field"

export interface Progress {
  readonly step: (name: string) => void
  readonly bytes: (count: number) => void
  readonly end: () => void
}

const names: Readonly<Record<string, Bilingual>> = {
  directory: { es: "Leyendo directorio y metas", en: "Reading directory and goals" },
  prospects: { es: "Leyendo prospectos", en: "Reading prospects" },
  activities: { es: "Leyendo actividades", en: "Reading activities" },
  verdicts: { es: "Juzgando", en: "Judging" },
  scorecard: { es: "Calculando indicadores", en: "Computing indicators" },
  leads: { es: "Siguiendo los LEADS", en: "Following up the leads" },
  files: { es: "Escribiendo archivos", en: "Writing files" },
  forms: { es: "Imprimiendo formularios", en: "Printing forms" }
}

export const none: Progress = { step: () => {}, bytes: () => {}, end: () => {} }

/** One line on the terminal, written over and over. */
export const onTerminal = (terminal: { readonly write: (text: string) => unknown }, language: keyof Bilingual): Progress => {
  let bytes = 0
  let shown = 0
  let name = ""
  const line = (): void => {
    terminal.write(`\r\u001b[K${names[name]?.[language] ?? name}${bytes > 0 ? ` · ${Math.round(bytes / 1e6)} MB` : ""}`)
  }
  return {
    step: (next) => {
      name = next
      bytes = 0
      shown = 0
      line()
    },
    bytes: (count) => {
      bytes += count
      if (bytes - shown < 10e6) return
      shown = bytes
      line()
    },
    end: () => {
      terminal.write("\r\u001b[K")
    }
  }
}
