/** Workbooks for tests, made part by part: what a program that is not ours may write, good or bad. */
import { strToU8, zipSync } from "fflate"

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships"

export interface SheetXml {
  readonly name: string
  /** What stands inside `sheetData`. */
  readonly rows: string
  readonly state?: string
}

export interface BookXml {
  readonly sheets: ReadonlyArray<SheetXml>
  /** What stands inside `sst`. */
  readonly texts?: string
  /** What stands inside `styleSheet`. */
  readonly styles?: string
  readonly is1904?: boolean
  /** More parts, or other contents of these. */
  readonly parts?: Readonly<Record<string, string>>
}

/** Style 1 is a date with its time, style 2 a time of day, style 3 a duration, style 4 a day as `d-mmm-yy`. */
const dateStyles = `<numFmts><numFmt numFmtId="164" formatCode="[h]:mm:ss"/><numFmt numFmtId="165" formatCode="d\\-mmm\\-yy;@"/></numFmts>` +
  `<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>`

export const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

/** The parts of a workbook by their paths. */
export const partsOf = ({ is1904 = false, parts = {}, sheets, styles = dateStyles, texts }: BookXml): Readonly<Record<string, string>> => ({
  "_rels/.rels": `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/workbook.xml": `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="${main}" xmlns:r="${relations}">${is1904 ? "<workbookPr date1904=\"1\"/>" : ""}<sheets>${
    sheets.map(({ name, state }, i) => `<sheet name="${escape(name)}" sheetId="${i + 1}"${state === undefined ? "" : ` state="${state}"`} r:id="rId${i + 1}"/>`).join("")
  }</sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packageRelations}">${
    sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join("")
  }<Relationship Id="s" Type="${relations}/styles" Target="/xl/styles.xml"/>${texts === undefined ? "" : `<Relationship Id="t" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/>`}</Relationships>`,
  "xl/styles.xml": `<styleSheet xmlns="${main}">${styles}</styleSheet>`,
  ...(texts === undefined ? {} : { "xl/sharedStrings.xml": `<sst xmlns="${main}">${texts}</sst>` }),
  ...Object.fromEntries(sheets.map(({ rows }, i) => [`xl/worksheets/sheet${i + 1}.xml`, `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData><pageMargins left="0.7"/></worksheet>`])),
  ...parts
})

/** The bytes of a ZIP file with these parts. */
export const zipped = (parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([path, part]) => [path, typeof part === "string" ? strToU8(part) : part])))

/** The bytes of a workbook. */
export const bookOf = (book: BookXml): Uint8Array => zipped(partsOf(book))

/** A row of texts, each in its cell. */
export const textRow = (...cells: ReadonlyArray<string>): string =>
  `<row>${cells.map((cell) => `<c t="inlineStr"><is><t xml:space="preserve">${escape(cell)}</t></is></c>`).join("")}</row>`
