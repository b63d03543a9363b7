/**
 * The reference for XLSX: the XML of one sheet by string concatenation, deflated as it comes, and the least that a workbook
 * must have around it. No types but text, number and date; no title, filter or width.
 */
import { crc32, createDeflateRaw, deflateRawSync } from "node:zlib"

export interface Line {
  readonly id: string
  readonly advisor: string
  readonly verdict: string
  readonly reasons: string
  readonly phoneCount: number
  /** The wall clock in milliseconds as if it were UTC. */
  readonly createdAt: number
}

const escape = (text: string): string => /[&<>]/.test(text) ? text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;") : text
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships"

const parts: ReadonlyArray<readonly [string, string]> = [
  [
    "[Content_Types].xml",
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`
  ],
  ["_rels/.rels", `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
  ["xl/workbook.xml", `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Detalle" sheetId="1" r:id="rId1"/></sheets></workbook>`],
  ["xl/_rels/workbook.xml.rels", `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/worksheet" Target="sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`],
  ["xl/styles.xml", `<styleSheet xmlns="${main}"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`]
]

/** Writes the lines; answers with the bytes written. `level` is zlib's. */
export const write = async (lines: Iterable<Line>, level: number): Promise<number> => {
  let written = 0
  const entries: Array<{ readonly name: string; readonly size: number; readonly compressed: number; readonly checksum: number; readonly offset: number }> = []
  const local = (name: string): number => {
    const header = Buffer.alloc(30 + name.length)
    header.writeUInt32LE(0x04034b50, 0)
    header.writeUInt16LE(8, 6)
    header.writeUInt16LE(8, 8)
    header.writeUInt16LE(name.length, 26)
    header.write(name, 30)
    const offset = written
    written += header.length
    return offset
  }
  for (const [name, xml] of parts) {
    const offset = local(name)
    const bytes = deflateRawSync(xml, { level })
    written += bytes.length + 16
    entries.push({ name, size: xml.length, compressed: bytes.length, checksum: crc32(xml), offset })
  }
  const offset = local("xl/sheet1.xml")
  const deflate = createDeflateRaw({ level, chunkSize: 1 << 16 })
  let size = 0
  let compressed = 0
  let checksum = 0
  deflate.on("data", (bytes: Buffer) => {
    compressed += bytes.length
  })
  const push = async (xml: string): Promise<void> => {
    const bytes = Buffer.from(xml)
    size += bytes.length
    checksum = crc32(bytes, checksum)
    if (!deflate.write(bytes)) await new Promise((resolve) => deflate.once("drain", resolve))
  }
  let xml = `<worksheet xmlns="${main}"><sheetData>`
  const text = (value: string): string => `<c t="inlineStr"><is><t>${escape(value)}</t></is></c>`
  for (const { advisor, createdAt, id, phoneCount, reasons, verdict } of lines) {
    xml += `<row>${text(id)}${text(advisor)}<c s="1"><v>${createdAt / 86_400_000 + 25_569}</v></c><c><v>${phoneCount}</v></c>${text(verdict)}${text(reasons)}</row>`
    if (xml.length > 1 << 18) {
      await push(xml)
      xml = ""
    }
  }
  await push(`${xml}</sheetData></worksheet>`)
  await new Promise((resolve) => deflate.end(resolve))
  written += compressed + 16
  entries.push({ name: "xl/sheet1.xml", size, compressed, checksum, offset })
  for (const { name } of entries) written += 46 + name.length
  return written + 22
}
