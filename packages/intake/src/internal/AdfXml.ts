/** The XML of one element of an ADF document: parsed within bounds, its tags and attributes in lower case, nothing expanded. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import { XMLParser, XMLValidator } from "fast-xml-parser"
import * as AdfText from "./AdfText.ts"

/** An element as the parser gives it: texts under `#text` and `#cdata`, attributes under `@name`, children by name. */
export type Node = Readonly<Record<string, unknown>>

/** No lead has this many elements or characters; the parser takes microseconds for each. */
const MAXIMUM_ELEMENTS = 2000
const MAXIMUM_CHARACTERS = 1 << 20

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: true,
  alwaysCreateTextNode: true,
  cdataPropName: "#cdata",
  ignorePiTags: true,
  maxNestedTags: 30,
  transformTagName: (name) => name.toLowerCase(),
  transformAttributeName: (name) => name.toLowerCase()
})

const textsOf = (value: unknown): ReadonlyArray<string> =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string")

/** The children of a name, in the order of the document. */
export const all = (node: Node | undefined, name: string): ReadonlyArray<Node> => {
  const found = node !== undefined && Object.hasOwn(node, name) ? node[name] : undefined
  return (Array.isArray(found) ? found : [found]).filter((one): one is Node => typeof one === "object" && one !== null)
}

/** The first child of a name. */
export const one = (node: Node | undefined, name: string): Node | undefined => all(node, name)[0]

/** The text that stands in an element itself. */
export const textOf = (node: Node | undefined): string =>
  node === undefined
    ? ""
    : (textsOf(node["#text"]).map(AdfText.decodeReferences).join(" ") + all(node, "#cdata").flatMap((data) => textsOf(data["#text"])).join("")).trim()

/** An attribute's value, in lower case. */
export const attributeOf = (node: Node, name: string): string => {
  const value = node[`@${name}`]
  return typeof value === "string" ? AdfText.decodeReferences(value).trim().toLowerCase() : ""
}

const countOf = (text: string, character: string, most: number): number => {
  let count = 0
  for (let at = text.indexOf(character); at >= 0 && count <= most; at = text.indexOf(character, at + 1)) count++
  return count
}

/** The element, or what was expected instead. */
export type Parsed = { readonly node: Node; readonly expected: undefined } | { readonly node: undefined; readonly expected: Bilingual }

const refused = (es: string, en: string): Parsed => ({ node: undefined, expected: { es, en } })

/** Parses one element's text; a fault says where it breaks, counted from `line`. */
export const parse = (text: string, name: string, line: number): Parsed => {
  // An opening and a closing tag each.
  if (text.length > MAXIMUM_CHARACTERS || countOf(text, "<", 2 * MAXIMUM_ELEMENTS) > 2 * MAXIMUM_ELEMENTS) {
    return refused(
      `un elemento ${name} de ${MAXIMUM_ELEMENTS} elementos y ${MAXIMUM_CHARACTERS} caracteres o menos`,
      `an element ${name} of ${MAXIMUM_ELEMENTS} elements and ${MAXIMUM_CHARACTERS} characters or fewer`
    )
  }
  const wellFormed = XMLValidator.validate(AdfText.escapeAmpersands(text))
  if (wellFormed !== true) {
    const at = line + wellFormed.err.line - 1
    return refused(`XML bien formado (se rompe en la línea ${at})`, `well-formed XML (line ${at}: ${wellFormed.err.msg})`)
  }
  try {
    const node = one(parser.parse(text) as Node, name)
    return node === undefined ? refused(`un elemento ${name}`, `an element ${name}`) : { node, expected: undefined }
  } catch (error) {
    return refused(`XML legible, sin más de 30 elementos uno dentro de otro`, `readable XML (${error instanceof Error ? error.message : String(error)})`)
  }
}
