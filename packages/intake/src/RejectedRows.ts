/**
 * The rejected rows of a file as a file: `rejected-<file>.csv`, with a line for each fault. The Spanish form opens in a Colombian
 * spreadsheet with a double click: a byte-order mark, semicolons, Spanish headers.
 */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as CsvText from "@crm-procedure/core/identity/CsvText"
import type { Rejection } from "./CanonicalFile.ts"

/** The language of the headers and of the column `expected`. */
export type Language = keyof Bilingual

const headers = { es: "\uFEFFlínea;columna;encontrado;esperado\n", en: "line,column,found,expected\n" } as const
const delimiters = { es: ";", en: "," } as const

/** The header, with its line end. Always written, even when nothing follows. */
export const header = (language: Language): string => headers[language]

/** The name of the file for the rejected rows of `file`: `rejected-prospects.csv` for `prospects.csv`. */
export const fileName = (file: string): string => `rejected-${file}`

/** The lines of one rejected row, a line a fault, each with its line end. */
export const lines = (rejection: Rejection, language: Language): string => {
  let text = ""
  for (const fault of rejection.faults) {
    text += `${CsvText.row([String(rejection.line), fault.column, fault.found, fault.expected[language]], delimiters[language])}\n`
  }
  return text
}

/** The whole file. */
export const file = (rejections: Iterable<Rejection>, language: Language): string => {
  let text = header(language)
  for (const rejection of rejections) text += lines(rejection, language)
  return text
}
