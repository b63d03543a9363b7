/** The mapping file: JSON that says which columns of another system's export feed which records. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import { Result } from "effect"
import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { Unusable } from "@crm-procedure/command-line/Unusable"

const textOf = (file: string): string => {
  try {
    return readFileSync(file, "utf8")
  } catch (error) {
    throw new Unusable({
      es: `No se puede leer la correspondencia ${file}: ${(error as Error).message}. Se esperaba un archivo JSON.`,
      en: `Cannot read the mapping ${file}: ${(error as Error).message}. Expected a JSON file.`
    })
  }
}

/** Reads the mapping file, if one is named; refuses a bad one with every fault. */
export const mappingOf = (file: string | undefined): ColumnMapping.Mapping | undefined => {
  if (file === undefined) return undefined
  const mapping = ColumnMapping.parse(textOf(file))
  const faults = Result.isFailure(mapping)
    ? mapping.failure.faults
    : Object.keys(mapping.success.sources).filter((source) => basename(source) !== source || source.startsWith(".")).map((source) => ({
      pointer: `/sources/${source}`,
      problem: { es: "el nombre de un archivo de la carpeta, sin ruta", en: "the name of a file in the folder, without a path" }
    }))
  if (Result.isSuccess(mapping) && faults.length === 0) return mapping.success
  const list = (language: keyof Bilingual) => faults.map(({ pointer, problem }) => `  ${pointer || "/"}: ${problem[language]}`).join("\n")
  throw new Unusable({
    es: `La correspondencia ${file} tiene ${faults.length} falla(s):\n${list("es")}`,
    en: `The mapping ${file} has ${faults.length} fault(s):\n${list("en")}`
  })
}
