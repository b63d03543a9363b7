/** A workbook of prospects as Excel saves it: shared texts, references, a date column, phones as numbers. */
import { crc32, deflateRawSync } from "node:zlib"

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships"

export const columns = [
  "prospect_id",
  "created_at",
  "advisor_id",
  "branch_id",
  "brand_id",
  "full_name",
  "document_type",
  "document_number",
  "phone",
  "email",
  "source",
  "interest"
]
const sources = ["web", "social", "walk-in", "referral"]
const prolog = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n`

const partsOf = (rows: number): ReadonlyArray<readonly [string, Buffer]> => {
  const numbers = new Map<string, number>()
  const shared = (text: string): number => {
    const known = numbers.get(text) ?? numbers.size
    numbers.set(text, known)
    return known
  }
  const letters = "ABCDEFGHIJKL"
  const row = (number: number, cells: ReadonlyArray<string>): string => `<row r="${number}" spans="1:12">${cells.join("")}</row>`
  const text = (column: number, number: number, value: string): string => `<c r="${letters[column]}${number}" t="s"><v>${shared(value)}</v></c>`
  const sheet = [Buffer.from(`${prolog}<worksheet xmlns="${main}"><sheetData>${row(1, columns.map((name, column) => text(column, 1, name)))}`)]
  for (let i = 0; i < rows; i++) {
    const at = i + 2
    sheet.push(Buffer.from(row(at, [
      text(0, at, `P-2024-03-${String(i).padStart(7, "0")}`),
      `<c r="B${at}" s="1"><v>${45352 + (i % 31)}.6041666667</v></c>`,
      text(2, at, `A${i % 40}`),
      text(3, at, `S${i % 5}`),
      text(4, at, `M${i % 3}`),
      text(5, at, `Luz Marina Peña ${i % 50_000}`),
      text(6, at, "CC"),
      `<c r="H${at}"><v>${1_020_345_678 + i}</v></c>`,
      `<c r="I${at}"><v>${3_104_567_812 + i % 1_000_000}</v></c>`,
      text(9, at, `luz.pena${i}@correo.co`),
      text(10, at, sources[i % 4]!),
      text(11, at, `Zarak ${100 + i % 20}`)
    ])))
  }
  sheet.push(Buffer.from("</sheetData></worksheet>"))
  const texts = [...numbers.keys()].map((value) => `<si><t>${value}</t></si>`).join("")
  const small: ReadonlyArray<readonly [string, string]> = [
    [
      "[Content_Types].xml",
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`
    ],
    ["_rels/.rels", `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ["xl/workbook.xml", `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="prospects" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    [
      "xl/_rels/workbook.xml.rels",
      `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
    ],
    [
      "xl/styles.xml",
      `<styleSheet xmlns="${main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`
    ],
    ["xl/sharedStrings.xml", `${prolog}<sst xmlns="${main}" count="${rows * 9}" uniqueCount="${numbers.size}">${texts}</sst>`]
  ]
  return [...small.map(([name, xml]) => [name, Buffer.from(xml)] as const), ["xl/worksheets/sheet1.xml", Buffer.concat(sheet)]]
}

/** The bytes of a workbook with so many prospects, the header not counted. */
export const bytes = (rows: number): Buffer => {
  const written: Array<Buffer> = []
  const directory: Array<Buffer> = []
  let offset = 0
  const parts = partsOf(rows)
  for (const [name, part] of parts) {
    const compressed = deflateRawSync(part)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(part), 10)
    common.writeUInt32LE(compressed.length, 14)
    common.writeUInt32LE(part.length, 18)
    common.writeUInt16LE(name.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    written.push(Buffer.from("PK\u0003\u0004"), common, Buffer.from(name), compressed)
    directory.push(Buffer.from("PK\u0001\u0002\u0014\0"), common, place, Buffer.from(name))
    offset += 30 + name.length + compressed.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write("PK\u0005\u0006", "latin1")
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...written, central, end])
}
