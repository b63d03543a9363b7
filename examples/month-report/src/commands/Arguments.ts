/** What the report's command line asks for. */
import * as CommandLine from "@crm-procedure/command-line/CommandLine"
import { isLanguage, type Language } from "@crm-procedure/command-line/Language"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"

export interface Arguments {
  readonly folder: string
  readonly period: Calendar.Period
  readonly asOf: string | undefined
  readonly policyFile: string | undefined
  readonly mappingFile: string | undefined
  /** What the dealership calls otherwise than the procedure does, on the forms. */
  readonly letterheadFile?: string | undefined
  /** How leads (ADF) are placed. */
  readonly leadsFile?: string | undefined
  readonly seed: string | undefined
  /** A Postgres to keep the month in, and the dealership that it is kept under. */
  readonly database?: string | undefined
  readonly dealership?: string | undefined
  /** The language of what is said and of the rejected rows; by default the terminal's. */
  readonly language?: Language | undefined
  readonly out: string
}

const file: Bilingual = { es: "ARCHIVO", en: "FILE" }

/** The options, in the order of the help. */
const options = {
  "period": { metavar: { es: "MES", en: "MONTH" }, description: { es: "el mes del informe", en: "the report's month" } },
  "out": {
    metavar: { es: "CARPETA", en: "FOLDER" },
    description: { es: "donde se escriben los resultados; se crea si no existe", en: "where the results are written; made if it is not there" }
  },
  "as-of": {
    metavar: { es: "INSTANTE", en: "INSTANT" },
    description: {
      es: "instante del informe, como 2024-03-15T18:00:00-05:00 (por defecto, el fin del período)",
      en: "instant of the report, like 2024-03-15T18:00:00-05:00 (by default the end of the period)"
    }
  },
  "policy": { metavar: file, description: { es: "política en JSON: solo lo que difiere de GC-PRO-05 v02", en: "policy as JSON: only what differs from GC-PRO-05 v02" } },
  "mapping": {
    metavar: file,
    description: { es: "correspondencia de columnas en JSON, para exportaciones de otros sistemas", en: "column mapping as JSON, for exports of other systems" }
  },
  "letterhead": {
    metavar: file,
    description: { es: "membrete en JSON: empresa y códigos propios de los formularios", en: "letterhead as JSON: the forms' own company and codes" }
  },
  "leads": {
    metavar: file,
    description: {
      es: "cómo se ubican los leads ADF, en JSON: sedes por vendedor, asesor, fuente y autorización",
      en: "how ADF leads are placed, as JSON: branches by vendor, advisor, source and authorization"
    }
  },
  "seed": {
    metavar: { es: "TEXTO", en: "TEXT" },
    description: { es: "semilla de la muestra de verificación (por defecto, el período)", en: "seed of the verification sample (by default the period)" }
  },
  "database": {
    metavar: { es: "URL", en: "URL" },
    description: { es: "un Postgres donde guardar los registros y desde donde informar", en: "a Postgres to keep the records in, and to report from" }
  },
  "dealership": {
    metavar: { es: "ID", en: "ID" },
    description: { es: "el concesionario bajo el cual se guardan (por defecto, month-report)", en: "the dealership that they are kept under (by default month-report)" }
  },
  "language": {
    metavar: { es: "IDIOMA", en: "CODE" },
    description: {
      es: "es o en: el idioma de los mensajes y de rejected-*.csv (por defecto, el de la terminal)",
      en: "es or en: the language of messages and of rejected-*.csv (by default the terminal's)"
    }
  }
} satisfies Readonly<Record<string, CommandLine.TextOption>>

type OptionName = keyof typeof options
const optionNames = Object.keys(options) as ReadonlyArray<OptionName>

/** The command line as it was written: each option's last value. */
type Written = { readonly [Name in OptionName]: string | undefined } & { readonly folders: ReadonlyArray<string> }

const definition: CommandLine.Definition<Written> = {
  usage: {
    es: "Uso: npx pnpm@12 report <carpeta con los archivos, o un libro .xlsx> --period 2024-03 --out <carpeta>",
    en: "Usage: npx pnpm@12 report <folder with the files, or a workbook .xlsx> --period 2024-03 --out <folder>"
  },
  command: (language, take) =>
    Command.make("report", {
      "folders": Argument.String({ es: "carpeta", en: "folder" }[language]).pipe(Argument.variadic()),
      ...CommandLine.texts(options, language)
    }, take)
}

/** The calendar's first month. */
const FIRST_MONTH = "0001-01"

const faultsOfPeriod = (period: string): ReadonlyArray<Bilingual> => {
  if (Calendar.parsePeriod(period) === undefined) {
    return [{ es: `--period: se encontró ${period}, se esperaba un mes como 2024-03.`, en: `--period: found ${period}, expected a month like 2024-03.` }]
  }
  if (period !== FIRST_MONTH) return []
  return [{
    es: `--period: se encontró ${period}, se esperaba un mes con otro antes, desde 0001-02: el informe los compara.`,
    en: `--period: found ${period}, expected a month with one before it, from 0001-02 on: the report compares the two.`
  }]
}

const faultsOf = (written: Written): ReadonlyArray<Bilingual> => {
  const [folder = "", ...extra] = written.folders
  const faults: Array<Bilingual> = []
  if (folder === "") faults.push({ es: "Falta la carpeta con los archivos CSV.", en: "The folder with the CSV files is missing." })
  for (const one of extra) faults.push({ es: `Sobra el argumento ${one}.`, en: `Unexpected argument ${one}.` })
  for (const name of optionNames) {
    const value = written[name]
    // Only the seed may be an empty text.
    if (value === "" && name !== "seed") faults.push({ es: `Falta el valor de --${name}.`, en: `--${name} has no value.` })
    else if (value === undefined && (name === "period" || name === "out")) faults.push({ es: `Falta --${name}.`, en: `--${name} is missing.` })
    else if (value !== undefined && name === "period") faults.push(...faultsOfPeriod(value))
    else if (value !== undefined && name === "language" && !isLanguage(value)) {
      faults.push({ es: `--language: se encontró ${value}, se esperaba es o en.`, en: `--language: found ${value}, expected es or en.` })
    }
  }
  return faults
}

/** Reads the arguments after the command's name; throws `Unusable` with the faults in them. */
export const read = (args: ReadonlyArray<string>, language: Language): CommandLine.Read<Arguments> => {
  const read = CommandLine.read(definition, args, language)
  if (read.kind === "text") return read
  const faults = faultsOf(read.asked)
  if (faults.length > 0) throw CommandLine.unusable(definition, faults)
  const { "as-of": asOf, database, dealership, folders, language: inLanguage, leads, letterhead, mapping, out, period, policy, seed } = read.asked
  return { kind: "asked", asked: { folder: folders[0]!, period: period!, asOf, policyFile: policy, mappingFile: mapping, letterheadFile: letterhead, leadsFile: leads, seed, database, dealership, language: isLanguage(inLanguage) ? inLanguage : undefined, out: out! } }
}
