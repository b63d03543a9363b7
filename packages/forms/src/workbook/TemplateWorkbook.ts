/** A workbook that people fill in: a sheet for each kind of record, with lists to choose from, and one that explains each column. */
import type { ByteSink } from "../data/FormData.ts"
import { Workbook } from "./Workbook.ts"

/** A column to fill in. */
export interface TemplateColumn {
  readonly title: string
  readonly isRequired: boolean
  readonly explanation: string
  readonly example: string
  /** The words to choose from. */
  readonly choices?: ReadonlyArray<string> | undefined
  /** Whether other words may be typed too. */
  readonly isOpen?: boolean | undefined
}

/** A sheet to fill in. */
export interface TemplateSheet {
  readonly name: string
  readonly title: string
  readonly columns: ReadonlyArray<TemplateColumn>
}

const footer = "Plantilla"

/** What a column asks for, in one line for the sheet that explains. */
const allowed = ({ choices, isOpen }: TemplateColumn): string =>
  choices === undefined ? "" : `${choices.join(", ")}${isOpen === true ? "; u otra de la política" : ""}`

/** Writes the workbook; resolves when the sink took the last byte. */
export const write = async (sheets: ReadonlyArray<TemplateSheet>, sink: ByteSink): Promise<void> => {
  const workbook = new Workbook(sink, { title: "Plantilla de importación" })
  for (const { columns, name, title } of sheets) {
    workbook.sheet({
      name,
      title,
      block: ["Una fila por registro. Las columnas con * en la hoja «columnas» son obligatorias; las demás pueden quedar vacías."],
      columns: columns.map(({ choices, isOpen, title: column }) => ({ title: column, widthCharacters: Math.max(16, column.length + 4), choices, isOpenChoice: isOpen })),
      footer
    }).close()
  }
  const explained = workbook.sheet({
    name: "columnas",
    title: "Qué va en cada columna",
    block: ["Fechas: día/mes/año, con la hora si se sabe. Los encabezados no se cambian; su orden no importa."],
    columns: [
      { title: "Hoja", widthCharacters: 24 },
      { title: "Columna", widthCharacters: 24 },
      { title: "Obligatoria", widthCharacters: 12 },
      { title: "Qué se escribe", widthCharacters: 70 },
      { title: "Ejemplo", widthCharacters: 34 },
      { title: "Palabras", widthCharacters: 70 }
    ],
    footer
  })
  for (const { columns, name } of sheets) {
    for (const column of columns) {
      explained.row()
      explained.word(name)
      explained.word(column.title)
      explained.word(column.isRequired ? "*" : "")
      explained.text(column.explanation)
      explained.text(column.example)
      explained.text(allowed(column))
      explained.endRow()
    }
  }
  explained.close()
  await workbook.finish()
}
