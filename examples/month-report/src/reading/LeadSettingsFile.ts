/** The file of settings for leads: JSON that says how the dealership places them. */
import { Unusable } from "@crm-procedure/command-line/Unusable"
import * as AdfSettings from "@crm-procedure/intake/AdfSettings"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { readFileSync } from "node:fs"

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(AdfSettings.AdfSettings), { errors: "all", onExcessProperty: "error" })

/** Reads the file, if one is named; refuses a bad one. */
export const leadSettingsOf = (file: string | undefined): AdfSettings.AdfSettings => {
  if (file === undefined) return AdfSettings.none
  let text: string
  try {
    text = readFileSync(file, "utf8")
  } catch (error) {
    throw new Unusable({
      es: `No se pueden leer los ajustes de leads ${file}: ${(error as Error).message}. Se esperaba un archivo JSON.`,
      en: `Cannot read the settings for leads ${file}: ${(error as Error).message}. Expected a JSON file.`
    })
  }
  const settings = decode(text)
  if (Result.isSuccess(settings)) return settings.success
  throw new Unusable({
    es: `Los ajustes de leads ${file} no tienen la forma esperada: ${String(settings.failure)}`,
    en: `The settings for leads ${file} do not have the expected shape: ${String(settings.failure)}`
  })
}
