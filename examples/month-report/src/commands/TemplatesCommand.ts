/** The command `templates`: writes the templates that a dealership fills in. */
import * as CommandLine from "@crm-procedure/command-line/CommandLine"
import type { Language } from "@crm-procedure/command-line/Language"
import * as Program from "@crm-procedure/command-line/Program"
import * as Command from "effect/cli/Command"
import { join } from "node:path"
import * as TemplateFolder from "../starting/TemplateFolder.ts"

interface Written {
  readonly out: string | undefined
}

const definition: CommandLine.Definition<Written> = {
  usage: { es: "Uso: npx pnpm@12 run templates --out <carpeta>", en: "Usage: npx pnpm@12 run templates --out <folder>" },
  command: (language, take) =>
    Command.make("templates", {
      out: CommandLine.text("out", { es: "CARPETA", en: "FOLDER" }[language], { es: "donde se escriben las plantillas; se crea si no existe", en: "where the templates are written; made if it is not there" }[language])
    }, take)
}

const said = (out: string, names: ReadonlyArray<string>, language: Language): string => {
  const paths = names.map((name) => `  ${join(out, name)}\n`).join("")
  return language === "es"
    ? `Plantillas, una por tipo de registro, y todas en un libro (${TemplateFolder.workbook}):\n${paths}Llene el libro o los archivos, no ambos, y genere el informe: npx pnpm@12 report <libro o carpeta> --period 2024-03 --out <carpeta>\n`
    : `Templates, one for each kind of record, and all in one workbook (${TemplateFolder.workbook}):\n${paths}Fill in the workbook or the files, not both, and run the report: npx pnpm@12 report <workbook or folder> --period 2024-03 --out <folder>\n`
}

/** Writes the templates; answers what is said of it. Throws `Unusable`. */
export const run = async (args: ReadonlyArray<string>, language: Language): Promise<string> => {
  const read = CommandLine.read(definition, args, language)
  if (read.kind === "text") return `${read.text}\n`
  const { out } = read.asked
  if (out === undefined || out === "") throw CommandLine.unusable(definition, [{ es: "Falta --out.", en: "--out is missing." }])
  return said(out, await TemplateFolder.write(out), language)
}

export const main = (): Promise<void> =>
  Program.run(
    async (language) => void process.stdout.write(await run(process.argv.slice(2), language)),
    (error, language) => Program.failureOf(error, language, { es: "Las plantillas no se pudieron escribir", en: "The templates could not be written" })
  )
