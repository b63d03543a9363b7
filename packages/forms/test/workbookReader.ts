/** Reads a workbook back as a spreadsheet would, with an unzip and an XML parser that are not ours. */
import { XMLParser, XMLValidator } from "fast-xml-parser"
import { unzipSync } from "fflate"
import type { ByteSink } from "../src/data/FormData.ts"

export interface ReadCell {
  readonly kind: "text" | "number" | "empty"
  readonly value: string | number
  readonly style: number
}

export interface ReadSheet {
  readonly name: string
  readonly xml: string
  readonly rows: ReadonlyArray<ReadonlyArray<ReadCell>>
}

export interface ReadWorkbook {
  readonly parts: ReadonlyMap<string, string>
  readonly sheets: ReadonlyArray<ReadSheet>
}

/** A sink that keeps everything. */
export const keepingSink = () => {
  const pieces: Array<Uint8Array> = []
  const sink: ByteSink = { write: (bytes) => void pieces.push(bytes.slice()) }
  return { sink, bytes: (): Uint8Array => Buffer.concat(pieces), text: (): string => Buffer.concat(pieces).toString("utf8") }
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  preserveOrder: true,
  processEntities: true
})

type Node = Record<string, unknown>

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ":@") as string
const childrenOf = (node: Node): ReadonlyArray<Node> => node[nameOf(node)] as ReadonlyArray<Node>
const attributesOf = (node: Node): Record<string, string> => (node[":@"] ?? {}) as Record<string, string>
const find = (nodes: ReadonlyArray<Node>, name: string): Node | undefined => nodes.find((node) => nameOf(node) === name)

const textOf = (nodes: ReadonlyArray<Node>): string =>
  nodes.map((node) => nameOf(node) === "#text" ? String(node["#text"]) : textOf(childrenOf(node))).join("")

/** `_x0041_` is how a workbook writes a character that XML can't hold. */
const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))

const parsed = (xml: string): ReadonlyArray<Node> => parser.parse(xml) as ReadonlyArray<Node>

const elements = (nodes: ReadonlyArray<Node>, name: string): ReadonlyArray<Node> => nodes.filter((node) => nameOf(node) === name)

const cellOf = (node: Node, shared: ReadonlyArray<string>): ReadCell => {
  const { s = "0", t } = attributesOf(node)
  const children = childrenOf(node)
  const style = Number(s)
  if (find(children, "f") !== undefined) throw new Error("a formula")
  if (t === "inlineStr") return { kind: "text", value: unescaped(textOf(children)), style }
  const value = find(children, "v")
  if (value === undefined) return { kind: "empty", value: "", style }
  const content = textOf(childrenOf(value))
  return t === "s"
    ? { kind: "text", value: unescaped(shared[Number(content)] as string), style }
    : { kind: "number", value: Number(content), style }
}

/** Every part must be well-formed, every relation must lead to a part with a content type. */
export const readWorkbook = (bytes: Uint8Array): ReadWorkbook => {
  const parts = new Map(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, Buffer.from(content).toString("utf8")]))
  for (const [name, xml] of parts) {
    const validity = XMLValidator.validate(xml)
    if (validity !== true) throw new Error(`${name}: ${validity.err.msg}`)
  }
  const part = (name: string): string => {
    const xml = parts.get(name)
    if (xml === undefined) throw new Error(`no part ${name}`)
    return xml
  }
  const root = (name: string, element: string): ReadonlyArray<Node> => childrenOf(find(parsed(part(name)), element) as Node)
  const types = new Set(elements(root("[Content_Types].xml", "Types"), "Override").map((node) => attributesOf(node)["PartName"]))
  const relations = new Map(
    root("xl/_rels/workbook.xml.rels", "Relationships").map((node) => [attributesOf(node)["Id"], attributesOf(node)["Target"]])
  )
  for (const target of relations.values()) {
    part(`xl/${target}`)
    if (!types.has(`/xl/${target}`)) throw new Error(`no content type for ${target}`)
  }
  const shared = elements(root("xl/sharedStrings.xml", "sst"), "si").map((node) => textOf(childrenOf(node)))
  const sheets = childrenOf(find(root("xl/workbook.xml", "workbook"), "sheets") as Node).map((node) => {
    const xml = part(`xl/${relations.get(attributesOf(node)["r:id"] as string)}`)
    const data = childrenOf(find(childrenOf(find(parsed(xml), "worksheet") as Node), "sheetData") as Node)
    return {
      name: attributesOf(node)["name"] as string,
      xml,
      rows: elements(data, "row").map((row) => elements(childrenOf(row), "c").map((cell) => cellOf(cell, shared)))
    }
  })
  return { parts, sheets }
}
