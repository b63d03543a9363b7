/** Why a workbook can't be used, and how to save it so that it can. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import { UnusableFile } from "../CanonicalFile.ts"

const saveAs: Bilingual = {
  es: "ábralo en Excel y use Archivo → Guardar como → Libro de Excel (.xlsx)",
  en: "open it in Excel and use File → Save As → Excel Workbook (.xlsx)"
}

const refusal = (file: string, found: string, es: string, en: string): UnusableFile =>
  new UnusableFile({ file, line: 0, column: "", found, expected: { es, en } })

/** A workbook of Excel 97 to 2003. */
export const oldExcel = (file: string): UnusableFile =>
  refusal(file, ".xls (Excel 97-2003)", `un libro .xlsx: ${saveAs.es}`, `an .xlsx workbook: ${saveAs.en}`)

/** A page, or XML of Excel 2003, whose name says that it is a workbook. */
export const markup = (file: string, found: "HTML" | "XML"): UnusableFile =>
  refusal(file, found, `un libro .xlsx, y el archivo solo lleva ese nombre: ${saveAs.es}`, `an .xlsx workbook, and the file only has that name: ${saveAs.en}`)

/** A workbook that asks for a password. */
export const encrypted = (file: string): UnusableFile =>
  refusal(
    file,
    "xlsx (contraseña / password)",
    "un libro sin contraseña: ábralo en Excel con su contraseña, bórrela en Archivo → Información → Proteger libro → Cifrar con contraseña, y guárdelo",
    "a workbook without a password: open it in Excel with its password, delete it in File → Info → Protect Workbook → Encrypt with Password, and save it"
  )

/** A workbook of another kind, with the name of its kind. */
export const otherKind = (file: string, found: string): UnusableFile =>
  refusal(file, found, `un libro .xlsx: ${saveAs.es}`, `an .xlsx workbook: ${saveAs.en}`)

/** A file that is no whole workbook; `found` names the part that is missing or broken. */
export const damaged = (file: string, found: string): UnusableFile =>
  refusal(
    file,
    found,
    `un libro .xlsx completo, y este está dañado: descárguelo o cópielo otra vez, o ${saveAs.es} con otro nombre`,
    `a whole .xlsx workbook, and this one is damaged: download or copy it again, or ${saveAs.en} under another name`
  )

/** A file that becomes out of all proportion larger when it is opened. */
export const bomb = (file: string): UnusableFile =>
  refusal(
    file,
    "ZIP × 200",
    "un libro que al abrirse no crezca más de 200 veces: copie solo las filas con datos a un libro nuevo y guárdelo como Libro de Excel (.xlsx)",
    "a workbook that does not grow more than 200 times when it is opened: copy only the rows with data to a new workbook and save it as Excel Workbook (.xlsx)"
  )

/** A workbook with more distinct text than fits in memory. */
export const tooMuchText = (file: string, bytes: number): UnusableFile =>
  refusal(
    file,
    `> ${bytes >> 20} MiB`,
    "un libro con menos textos distintos: divídalo en varios libros, o guárdelo con Guardar como → CSV UTF-8",
    "a workbook with fewer distinct texts: divide it into several workbooks, or save it with Save As → CSV UTF-8"
  )

/** What went wrong while the file was opened or inflated, as a refusal. */
export const from = (error: unknown, file: string): unknown => {
  if (error instanceof UnusableFile) return error
  if (!(error instanceof Error)) return error
  // The file system's errors name a call; those of the ZIP file and of zlib do not, and say in English what is no help to a person.
  if ("syscall" in error) return refusal(file, error.message, "un archivo que se pueda leer", "a file that can be read")
  return damaged(file, "ZIP")
}
