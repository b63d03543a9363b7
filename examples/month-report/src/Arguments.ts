/** What the report's command line asks for. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"

export interface Arguments {
  readonly folder: string
  readonly period: Calendar.Period
  readonly asOf: string | undefined
  readonly policyFile: string | undefined
  readonly mappingFile: string | undefined
  readonly seed: string | undefined
  /** A Postgres to keep the month in, and the dealership that it is kept under. */
  readonly database?: string | undefined
  readonly dealership?: string | undefined
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

/** Does every check, and throws what all of them have to say as one. */
export const checkAll = (checks: ReadonlyArray<() => void>): void => {
  const found: Array<Unusable> = []
  for (const check of checks) {
    try {
      check()
    } catch (error) {
      if (!(error instanceof Unusable)) throw error
      found.push(error)
    }
  }
  if (found.length === 0) return
  throw new Unusable({ es: found.map(({ bilingual }) => bilingual.es).join("\n"), en: found.map(({ bilingual }) => bilingual.en).join("\n") })
}

export const usage: Bilingual = {
  es: `Uso: npx pnpm@12 report <carpeta con los CSV canónicos> --period 2024-03 --out <carpeta>
  --period MES       el mes del informe
  --out CARPETA      donde se escriben los resultados; se crea si no existe
  --as-of INSTANTE   instante del informe, como 2024-03-15T18:00:00-05:00 (por defecto, el fin del período)
  --policy ARCHIVO   política en JSON: solo lo que difiere de GC-PRO-05 v02
  --mapping ARCHIVO  correspondencia de columnas en JSON, para exportaciones de otros sistemas
  --seed TEXTO       semilla de la muestra de verificación (por defecto, el período)
  --database URL     un Postgres donde guardar los registros y desde donde informar
  --dealership ID    el concesionario bajo el cual se guardan (por defecto, month-report)
  --help             este texto`,
  en: `Usage: npx pnpm@12 report <folder with the canonical CSV files> --period 2024-03 --out <folder>
  --period MONTH     the report's month
  --out FOLDER       where the results are written; made if it is not there
  --as-of INSTANT    instant of the report, like 2024-03-15T18:00:00-05:00 (by default the end of the period)
  --policy FILE      policy as JSON: only what differs from GC-PRO-05 v02
  --mapping FILE     column mapping as JSON, for exports of other systems
  --seed TEXT        seed of the verification sample (by default the period)
  --database URL     a Postgres to keep the records in, and to report from
  --dealership ID    the dealership that they are kept under (by default month-report)
  --help             this text`
}

const optionNames = ["period", "out", "as-of", "policy", "mapping", "seed", "database", "dealership"] as const
type OptionName = typeof optionNames[number]
const isOption = (name: string): name is OptionName => (optionNames as ReadonlyArray<string>).includes(name)

/** What the command line says before it is judged: each option's last value, `null` where none follows it. */
const written = (args: ReadonlyArray<string>) => {
  const positionals: Array<string> = []
  const values: { [N in OptionName]?: string | null } = {}
  const unknown: Array<string> = []
  for (let place = 0; place < args.length; place++) {
    const arg = args[place]!
    if (arg === "--") {
      positionals.push(...args.slice(place + 1))
      break
    }
    const [, name = "", inline] = /^--?([^=]*)(?:=(.*))?$/s.exec(arg) ?? []
    if (name === "") positionals.push(arg)
    else if (!arg.startsWith("--") || !isOption(name)) unknown.push(arg)
    else if (inline !== undefined) values[name] = inline
    // An option never takes the next one for its value: what begins with two hyphens is given with `=`.
    else values[name] = place + 1 < args.length && !args[place + 1]!.startsWith("--") ? args[++place]! : null
  }
  return { positionals, values, unknown }
}

/** The calendar's first month. */
const FIRST_MONTH = "0001-01"

/** Whether the usage is asked for. */
export const asksForHelp = (args: ReadonlyArray<string>): boolean => args.includes("--help") || args.includes("-h")

/** Reads the arguments after the command's name; throws {@link Unusable} with every fault in them. */
export const parse = (args: ReadonlyArray<string>): Arguments => {
  const { positionals: [folder = "", ...extra], unknown, values } = written(args)
  const faults: Array<Bilingual> = unknown.map((name) => ({ es: `No existe la opción ${name}.`, en: `There is no option ${name}.` }))
  if (folder === "") faults.push({ es: "Falta la carpeta con los archivos CSV.", en: "The folder with the CSV files is missing." })
  for (const one of extra) faults.push({ es: `Sobra el argumento ${one}.`, en: `Unexpected argument ${one}.` })
  for (const name of optionNames) {
    const value = values[name]
    // Only the seed may be an empty text.
    if (value === null || (value === "" && name !== "seed")) faults.push({ es: `Falta el valor de --${name}.`, en: `--${name} has no value.` })
    else if (value === undefined && (name === "period" || name === "out")) faults.push({ es: `Falta --${name}.`, en: `--${name} is missing.` })
    else if (name === "period" && Calendar.parsePeriod(value!) === undefined) {
      faults.push({ es: `--period: se encontró ${value}, se esperaba un mes como 2024-03.`, en: `--period: found ${value}, expected a month like 2024-03.` })
    } else if (name === "period" && value === FIRST_MONTH) {
      faults.push({
        es: `--period: se encontró ${value}, se esperaba un mes con otro antes, desde 0001-02: el informe los compara.`,
        en: `--period: found ${value}, expected a month with one before it, from 0001-02 on: the report compares the two.`
      })
    }
  }
  if (faults.length > 0) {
    const list = (language: keyof Bilingual) => [...faults.map((fault) => fault[language]), usage[language]].join("\n")
    throw new Unusable({ es: list("es"), en: list("en") })
  }
  const text = (name: OptionName): string | undefined => values[name] ?? undefined
  return {
    folder,
    period: text("period")!,
    asOf: text("as-of"),
    policyFile: text("policy"),
    mappingFile: text("mapping"),
    seed: text("seed"),
    database: text("database"),
    dealership: text("dealership"),
    out: text("out")!
  }
}
