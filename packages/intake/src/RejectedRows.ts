/**
 * The rejected rows of a file as a file: `rejected-<file>.csv`, a line a fault.
 *
 * @see 2-records: fine print 12
 */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as CsvText from "@crm-procedure/core/identity/CsvText"
import type { Rejection } from "./CanonicalFile.ts"

/** The language of the column `expected`. */
export type Language = keyof Bilingual

/** The header, with its line end. Always written, even when nothing follows. */
export const header = "line,column,found,expected\n"

/** The name of the file for the rejected rows of `file`: `rejected-prospects.csv` for `prospects.csv`. */
export const fileName = (file: string): string => `rejected-${file}`

/** The lines of one rejected row, a line a fault, each with its line end. */
export const lines = (rejection: Rejection, language: Language = "es"): string => {
  let text = ""
  for (const fault of rejection.faults) {
    text += `${CsvText.row([String(rejection.line), fault.column, fault.found, fault.expected[language]])}\n`
  }
  return text
}

/** The whole file. */
export const file = (rejections: Iterable<Rejection>, language: Language = "es"): string => {
  let text = header
  for (const rejection of rejections) text += lines(rejection, language)
  return text
}
