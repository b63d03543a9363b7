/** Workbooks for tests, as small as they may be: sheets of texts and numbers in a ZIP file without compression. */
import { crc32, deflateRawSync } from "node:zlib"

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships"

const number = (value: number, bytes: number): Buffer => {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntLE(value, 0, bytes)
  return buffer
}

/** The bytes of a ZIP file with these parts, each deflated. */
export const zipped = (parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array => {
  const locals: Array<Buffer> = []
  const entries: Array<Buffer> = []
  let offset = 0
  for (const [path, part] of Object.entries(parts)) {
    const plain = Buffer.from(part)
    const data = deflateRawSync(plain)
    const name = Buffer.from(path)
    const common = Buffer.concat([
      number(20, 2), number(0x800, 2), number(8, 2), number(0, 4), number(crc32(plain), 4), number(data.length, 4), number(plain.length, 4), number(name.length, 2), number(0, 2)
    ])
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004", "latin1"), common, name, data])
    entries.push(Buffer.concat([Buffer.from("PK\u0001\u0002", "latin1"), number(20, 2), common, number(0, 6), number(0, 4), number(offset, 4), name]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.concat([
    Buffer.from("PK\u0005\u0006", "latin1"), number(0, 4), number(entries.length, 2), number(entries.length, 2), number(directory.length, 4), number(offset, 4), number(0, 2)
  ])
  return Buffer.concat([...locals, directory, end])
}

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

/** A cell: a text, a number, or a date as the days since 1899-12-30. */
export type Cell = string | number | { readonly date: number }

const cellOf = (cell: Cell): string =>
  typeof cell === "string"
    ? `<c t="inlineStr"><is><t xml:space="preserve">${escape(cell)}</t></is></c>`
    : typeof cell === "number" ? `<c><v>${cell}</v></c>` : `<c s="1"><v>${cell.date}</v></c>`

export const rowsOf = (rows: ReadonlyArray<ReadonlyArray<Cell>>): string => rows.map((row) => `<row>${row.map(cellOf).join("")}</row>`).join("")

/** The bytes of a workbook with these sheets; `parts` adds more parts, or replaces some. */
export const workbook = (sheets: Readonly<Record<string, ReadonlyArray<ReadonlyArray<Cell>>>>, parts: Readonly<Record<string, string | Uint8Array>> = {}): Uint8Array => {
  const names = Object.keys(sheets)
  return zipped({
    "_rels/.rels": `<Relationships xmlns="${packageRelations}"><Relationship Id="r" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names.map((name, at) => `<sheet name="${escape(name)}" sheetId="${at + 1}" r:id="r${at + 1}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packageRelations}">${
      names.map((_, at) => `<Relationship Id="r${at + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join("")
    }<Relationship Id="s" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet xmlns="${main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
    ...Object.fromEntries(names.map((name, at) => [`xl/worksheets/sheet${at + 1}.xml`, `<worksheet xmlns="${main}"><sheetData>${rowsOf(sheets[name]!)}</sheetData></worksheet>`])),
    ...parts
  })
}
