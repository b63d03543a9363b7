/** The templates that a dealership fills in: a CSV file for each kind of record, and one workbook with a sheet for each. */
import * as TemplateWorkbook from "@crm-procedure/forms/workbook/TemplateWorkbook"
import * as Template from "@crm-procedure/intake/Template"
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs"
import { join } from "node:path"
import * as Folder from "../reading/Folder.ts"

/** The name of the workbook. */
export const workbook = "plantilla.xlsx"

/** Writes the templates into a folder, which is made if it is not there; answers their names. */
export const write = async (out: string): Promise<ReadonlyArray<string>> => {
  Folder.makeOut(out)
  for (const template of Template.all) writeFileSync(join(out, `${template.name}.csv`), Template.csv(template))
  const file = openSync(join(out, workbook), "w")
  try {
    await TemplateWorkbook.write(Template.all, {
      write: (chunk) => {
        for (let written = 0; written < chunk.length;) written += writeSync(file, chunk, written)
      }
    })
  } finally {
    closeSync(file)
  }
  return [...Template.all.map(({ name }) => `${name}.csv`), workbook]
}
