/** The tags of a small part of a workbook, one by one: no tree, no entity expanded, memory for one tag. */
import * as WorkbookRefusal from "./WorkbookRefusal.ts"
import type { ZipParts } from "./ZipParts.ts"

const MAXIMUM_TAG_CHARACTERS = 1 << 20

/** Gets each wanted tag by its local name. An end tag has a slash before it. */
export type OnTag = (name: string, attribute: (localName: string) => string | undefined) => void

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'" }

/** A text with the five predefined entities and the numeric references decoded; others are left as they are. */
export const decode = (text: string): string =>
  text.includes("&")
    ? text.replace(/&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/g, (whole, hexadecimal?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole
      const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    })
    : text

/** The position after a comment or a CDATA section, or of the `>` that ends a tag; -1 where the text ends before it. */
const endOf = (text: string, at: number): number => {
  if (text.startsWith("<!--", at)) return text.indexOf("-->", at + 4)
  if (text.startsWith("<![CDATA[", at)) return text.indexOf("]]>", at + 9)
  let quote = 0
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (quote !== 0) quote = code === quote ? 0 : quote
    else if (code === 34 || code === 39) quote = code
    else if (code === 62) return i
  }
  return -1
}

const NAME = /^<(\/?)(?:[^\s/>:]*:)?([^\s/>]+)/

/** Reads a part and hands on the tags whose local names are wanted, until `onTag` has seen the last one. */
export const read = async (parts: ZipParts, part: string, wanted: ReadonlySet<string>, onTag: OnTag): Promise<void> => {
  const decoder = new TextDecoder("utf-8")
  let text = ""
  for await (const chunk of parts.read(part)) {
    text += decoder.decode(chunk, { stream: true })
    let at = text.indexOf("<")
    while (at >= 0) {
      const end = endOf(text, at)
      if (end < 0) break
      const [, slash, name = ""] = NAME.exec(text.slice(at, Math.min(end, at + 200))) ?? []
      if (wanted.has(name)) {
        const tag = text.slice(at, end)
        onTag(slash + name, (localName) => {
          const found = new RegExp(`\\s(?:[^\\s=:"']*:)?${localName}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
          return found === null ? undefined : decode(found[1] ?? found[2] ?? "")
        })
      }
      at = text.indexOf("<", end)
    }
    text = at < 0 ? "" : text.slice(at)
    if (text.length > MAXIMUM_TAG_CHARACTERS) throw WorkbookRefusal.damaged(parts.file, part)
  }
}
