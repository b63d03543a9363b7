/** What the report's commands say on a terminal. */
import type { Language } from "@crm-procedure/command-line/Language"
import * as Program from "@crm-procedure/command-line/Program"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import type * as MonthReport from "../report/MonthReport.ts"

/** A count as it is said: `1 fila`, `2 filas`. */
const counted = (count: number, one: Bilingual, more: Bilingual, language: Language): string => `${count} ${(count === 1 ? one : more)[language]}`

interface Counted {
  readonly countOf: (file: MonthReport.HeldFile) => number
  readonly one: Bilingual
  readonly more: Bilingual
}

const rows: ReadonlyArray<Counted> = [
  { countOf: ({ rows }) => rows, one: { es: "fila", en: "row" }, more: { es: "filas", en: "rows" } },
  { countOf: ({ read }) => read, one: { es: "leída", en: "read" }, more: { es: "leídas", en: "read" } },
  { countOf: ({ rejected }) => rejected, one: { es: "rechazada", en: "rejected" }, more: { es: "rechazadas", en: "rejected" } }
]

const tolerances: ReadonlyArray<Counted> = [
  { countOf: ({ skipped }) => skipped, one: { es: "omitida", en: "skipped" }, more: { es: "omitidas", en: "skipped" } },
  { countOf: ({ repairs }) => repairs, one: { es: "celda reparada", en: "cell repaired" }, more: { es: "celdas reparadas", en: "cells repaired" } },
  { countOf: ({ dayFirst }) => dayFirst, one: { es: "fecha con el día primero", en: "date that begins with the day" }, more: { es: "fechas con el día primero", en: "dates that begin with the day" } }
]

/** What was read tolerantly, after a semicolon; nothing where nothing was. */
const tolerantly = (file: MonthReport.HeldFile, language: Language): string => {
  const parts = [
    ...(file.encoding === "utf-8" ? [] : [file.encoding]),
    ...tolerances.flatMap(({ countOf, more, one }) => countOf(file) === 0 ? [] : [counted(countOf(file), one, more, language)])
  ]
  if (file.leadRepairs !== undefined && file.leadRepairs.length > 0) parts.push(`${language === "es" ? "reparado" : "repaired"}: ${file.leadRepairs.map((text) => text[language]).join(", ")}`)
  return parts.length === 0 ? "" : `; ${parts.join(", ")}`
}

const lineOf = (name: string, file: MonthReport.HeldFile, language: Language): string => {
  if (file.from?.length === 0) return language === "es" ? `${name}: no se entregó ninguno` : `${name}: none given`
  const from = file.from === undefined || file.from[0] === name ? "" : language === "es" ? `, de ${file.from.join(", ")}` : `, from ${file.from.join(", ")}`
  return `${name}: ${rows.map(({ countOf, more, one }) => counted(countOf(file), one, more, language)).join(", ")}${from}${tolerantly(file, language)}`
}

/** Files whose dates may have day and month exchanged. */
const uncertain = (summary: MonthReport.Summary, language: Language): ReadonlyArray<string> =>
  Object.entries(summary.files).filter(([, file]) => CanonicalCsv.isOrderUncertain(file)).map(([name, { bothWays }]) =>
    language === "es"
      ? `Atención: las ${bothWays} fechas de ${name} se leyeron con el día primero, y ninguna muestra que así sea. Compruebe una, como 5/03/2024: ¿es 5 de marzo?`
      : `Note: the ${bothWays} dates of ${name} were read with the day first, and none of them shows that this is right. Check one, like 5/03/2024: is it 5 March?`)

/** How the run went: a line a file, and where the results are. */
export const said = (summary: MonthReport.Summary, out: string, language: Language): string =>
  [
    ...Object.entries(summary.files).map(([name, file]) => lineOf(name, file, language)),
    ...uncertain(summary, language),
    ...summary.isLogOfOthers === true
      ? [language === "es"
        ? "Atención: el registro de llamadas no tiene ningún número de los prospectos. Compruebe que sea el de este concesionario."
        : "Note: the telephone log has no number of a prospect. Check that it is the log of this dealership."]
      : [],
    language === "es" ? `Resultados en ${out}` : `Results in ${out}`,
    ""
  ].join("\n")

/** What is said of a failure, and its exit status: 2 where the input can't be used, 1 for an unexpected error. */
export const failure = (error: unknown, language: Language): Program.Failure => {
  if (error instanceof CanonicalFile.UnusableFile) return { text: language === "es" ? error.messageEs : error.message, status: 2 }
  return Program.failureOf(error, language, { es: "El informe no se pudo terminar", en: "The report could not be finished" })
}

/** Runs one of the report's commands to its end. `asked`: its language, where not the command line or the terminal says it. */
export const runCommand = (command: (language: Language) => Promise<void>, asked?: Language): Promise<void> => Program.run(command, failure, asked)
