/** The command `demonstration`: writes the demonstration month into a folder. */
import * as CommandLine from "@crm-procedure/command-line/CommandLine"
import * as Program from "@crm-procedure/command-line/Program"
import { Unusable } from "@crm-procedure/command-line/Unusable"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import type * as DemonstrationMonth from "@crm-procedure/testing/DemonstrationMonth"
import * as Command from "effect/cli/Command"
import * as DemonstrationFolder from "../starting/DemonstrationFolder.ts"
import type { Language } from "@crm-procedure/command-line/Language"

const count: Bilingual = { es: "N", en: "N" }

const options = {
  out: { metavar: { es: "CARPETA", en: "FOLDER" }, description: { es: "donde se escriben los archivos", en: "where the files are written" } },
  period: { metavar: { es: "MES", en: "MONTH" }, description: { es: "el mes (por defecto, 2024-03)", en: "the month (by default 2024-03)" } },
  seed: { metavar: count, description: { es: "la misma semilla da los mismos archivos (por defecto, 1)", en: "the same seed gives the same files (by default 1)" } },
  prospects: { metavar: count, description: { es: "filas de prospects.csv (por defecto, 1200)", en: "rows of prospects.csv (by default 1200)" } },
  activities: { metavar: count, description: { es: "filas de activities.csv (por defecto, 3600)", en: "rows of activities.csv (by default 3600)" } },
  advisors: { metavar: count, description: { es: "asesores", en: "advisors" } },
  branches: { metavar: count, description: { es: "sedes", en: "branches" } }
} satisfies Readonly<Record<string, CommandLine.TextOption>>

type Written = { readonly [Name in keyof typeof options]: string | undefined } & {
  readonly ids: DemonstrationMonth.DemonstrationOptions["ids"]
  readonly order: DemonstrationMonth.DemonstrationOptions["order"]
}

const definition: CommandLine.Definition<Written> = {
  usage: { es: "Uso: npx pnpm@12 run demonstration --out <carpeta>", en: "Usage: npx pnpm@12 run demonstration --out <folder>" },
  command: (language, take) =>
    Command.make("demonstration", {
      ...CommandLine.texts(options, language),
      ids: CommandLine.oneOf("ids", ["short", "uuid"], { es: "forma de los identificadores", en: "form of the ids" }[language]),
      order: CommandLine.oneOf("order", ["time", "shuffled"], { es: "orden de las filas", en: "order of the rows" }[language])
    }, take)
}

const numberOf = (value: string | undefined): number | undefined => value === undefined ? undefined : Number(value)

/** Writes the month that the arguments describe; answers what is said of it. Throws `Unusable`. */
export const run = async (args: ReadonlyArray<string>, language: Language): Promise<string> => {
  const read = CommandLine.read(definition, args, language)
  if (read.kind === "text") return `${read.text}\n`
  const { activities, advisors, branches, ids, order, out, period, prospects, seed } = read.asked
  if (out === undefined || out === "") throw CommandLine.unusable(definition, [{ es: "Falta --out.", en: "--out is missing." }])
  try {
    const written = await DemonstrationFolder.write(out, {
      seed: numberOf(seed) ?? 1,
      period: period ?? "2024-03",
      prospects: numberOf(prospects),
      activities: numberOf(activities),
      advisors: numberOf(advisors),
      branches: numberOf(branches),
      ids,
      order
    })
    return written.map(({ bytes, name }) => `${name.padEnd(24)} ${bytes.toLocaleString("es-CO").padStart(14)} bytes\n`).join("")
  } catch (error) {
    // The month says which option is out of range.
    if (error instanceof RangeError) throw new Unusable({ es: error.message, en: error.message })
    throw error
  }
}

export const main = (): Promise<void> =>
  Program.run(
    async (language) => void process.stdout.write(await run(process.argv.slice(2), language)),
    (error, language) => Program.failureOf(error, language, { es: "El mes de demostración no se pudo escribir", en: "The demonstration month could not be written" })
  )
