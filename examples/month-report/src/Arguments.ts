/** What the report's command line asks for. */
import * as Calendar from "@crm-procedure/core/Calendar"
import type { Bilingual } from "@crm-procedure/core/Field"
import { parseArgs } from "node:util"

export interface Arguments {
  readonly folder: string
  readonly period: Calendar.Period
  readonly asOf: string | undefined
  readonly policyFile: string | undefined
  readonly mappingFile: string | undefined
  readonly seed: string | undefined
  readonly out: string
}

/** The command can't be done with what it was given: said in the terminal's language, exit status 2. */
export class Unusable extends Error {
  readonly bilingual: Bilingual
  constructor(bilingual: Bilingual) {
    super(bilingual.en)
    this.bilingual = bilingual
  }
}

export const usage: Bilingual = {
  es: `Uso: report <carpeta con los CSV canónicos> --period 2024-03 --out <carpeta>
  --as-of INSTANTE   instante del informe, como 2024-03-15T18:00:00-05:00 (por defecto, el fin del período)
  --policy ARCHIVO   política en JSON: solo lo que difiere de GC-PRO-05 v02
  --mapping ARCHIVO  correspondencia de columnas en JSON, para exportaciones de otros sistemas
  --seed TEXTO       semilla de la muestra de verificación (por defecto, el período)`,
  en: `Usage: report <folder with the canonical CSV files> --period 2024-03 --out <folder>
  --as-of INSTANT    instant of the report, like 2024-03-15T18:00:00-05:00 (by default the end of the period)
  --policy FILE      policy as JSON: only what differs from GC-PRO-05 v02
  --mapping FILE     column mapping as JSON, for exports of other systems
  --seed TEXT        seed of the verification sample (by default the period)`
}

const unusable = (es: string, en: string): Unusable => new Unusable({ es: `${es}\n${usage.es}`, en: `${en}\n${usage.en}` })

/** Reads the arguments after the command's name; throws {@link Unusable}. */
export const parse = (args: ReadonlyArray<string>): Arguments => {
  let parsed
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        "period": { type: "string" },
        "as-of": { type: "string" },
        "policy": { type: "string" },
        "mapping": { type: "string" },
        "seed": { type: "string" },
        "out": { type: "string" }
      }
    })
  } catch (error) {
    throw unusable(`Opción no reconocida: ${(error as Error).message}`, `Unknown option: ${(error as Error).message}`)
  }
  const { positionals, values } = parsed
  const [folder] = positionals
  if (folder === undefined) throw unusable("Falta la carpeta con los archivos CSV.", "The folder with the CSV files is missing.")
  if (positionals.length > 1) throw unusable(`Sobra el argumento ${positionals[1]}.`, `Unexpected argument ${positionals[1]}.`)
  if (values.period === undefined) throw unusable("Falta --period.", "--period is missing.")
  if (Calendar.parsePeriod(values.period) === undefined) {
    throw unusable(`--period: se encontró ${values.period}, se esperaba un mes como 2024-03.`, `--period: found ${values.period}, expected a month like 2024-03.`)
  }
  if (values.out === undefined) throw unusable("Falta --out.", "--out is missing.")
  return {
    folder,
    period: values.period,
    asOf: values["as-of"],
    policyFile: values.policy,
    mappingFile: values.mapping,
    seed: values.seed,
    out: values.out
  }
}
