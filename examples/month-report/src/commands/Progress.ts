/** What a terminal shows while the report runs; nothing where the output is no terminal. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"

export interface Progress {
  readonly step: (name: Step) => void
  readonly bytes: (count: number) => void
  readonly end: () => void
}

/** The steps of a run, as they are shown. */
export const names = {
  mapping: { es: "Traduciendo los archivos", en: "Mapping the files" },
  database: { es: "Registrando en la base de datos", en: "Registering in the database" },
  directory: { es: "Leyendo directorio y metas", en: "Reading directory and goals" },
  prospects: { es: "Leyendo y juzgando prospectos", en: "Reading and judging prospects" },
  prospectFiles: { es: "Escribiendo los prospectos", en: "Writing the prospects" },
  activities: { es: "Leyendo y juzgando actividades", en: "Reading and judging activities" },
  scorecard: { es: "Calculando indicadores", en: "Computing indicators" },
  leads: { es: "Siguiendo los LEADS", en: "Following up the leads" },
  leadForms: { es: "Imprimiendo los formularios de LEADS", en: "Printing the forms about leads" },
  activityFiles: { es: "Escribiendo las actividades", en: "Writing the activities" }
} satisfies Record<string, Bilingual>

export type Step = keyof typeof names

export const none: Progress = { step: () => {}, bytes: () => {}, end: () => {} }

/** One line on the terminal, which is overwritten. */
export const onTerminal = (terminal: { readonly write: (text: string) => unknown }, language: keyof Bilingual): Progress => {
  let bytes = 0
  let shown = 0
  let name: Step = "directory"
  const line = (): void => {
    terminal.write(`\r\u001b[K${names[name][language]}${bytes > 0 ? ` · ${Math.round(bytes / 1e6)} MB` : ""}`)
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
