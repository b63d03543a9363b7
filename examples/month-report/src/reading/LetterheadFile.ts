/** The letterhead file: JSON that says what the dealership calls otherwise than the procedure does. */
import { Unusable } from "@crm-procedure/command-line/Unusable"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Letterhead from "@crm-procedure/forms/data/Letterhead"
import { Result } from "effect"
import { readFileSync } from "node:fs"

/** Reads the letterhead file, if one is named; refuses a bad one with every fault. */
export const letterheadOf = (file: string | undefined): Letterhead.Changes => {
  if (file === undefined) return {}
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, "utf8"))
  } catch (error) {
    throw new Unusable({
      es: `No se puede leer el membrete ${file}: ${(error as Error).message}. Se esperaba un archivo JSON.`,
      en: `Cannot read the letterhead ${file}: ${(error as Error).message}. Expected a JSON file.`
    })
  }
  const letterhead = Letterhead.read(json)
  if (Result.isSuccess(letterhead)) return letterhead.success
  const faults = letterhead.failure
  const list = (language: keyof Bilingual, expected: string) => faults.map((fault) => `  ${fault.pointer || "/"}: ${expected} ${fault.expected[language]}`).join("\n")
  throw new Unusable({
    es: `El membrete ${file} tiene ${faults.length} falla(s):\n${list("es", "se esperaba")}`,
    en: `The letterhead ${file} has ${faults.length} fault(s):\n${list("en", "expected")}`
  })
}
