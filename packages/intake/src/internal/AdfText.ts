/** The text of an ADF document before any XML parser sees it: its encoding, its prospects one by one, its entities. */
import { isUtf8 } from "node:buffer"

/** A prospect as it was sent, where it begins, and what follows it up to the next one (a stray vendor, perhaps). */
export interface Fragment {
  readonly original: string
  readonly line: number
  /** `false` where its end tag is missing: then it goes on to the next prospect or the end. */
  readonly isClosed: boolean
  readonly after: string
}

/** A document cut into its prospects; `before` is everything ahead of the first. */
export interface Cut {
  readonly before: string
  readonly fragments: ReadonlyArray<Fragment>
}

const DECLARED = /encoding\s*=\s*["']?\s*([A-Za-z0-9._-]+)/i

/** Bytes as text: UTF-8, else the 8-bit encoding that the prolog declares; `undefined` where neither will do. */
export const decode = (bytes: Uint8Array): string | undefined => {
  if (isUtf8(bytes)) return new TextDecoder("utf-8").decode(bytes)
  const declared = DECLARED.exec(new TextDecoder("latin1").decode(bytes.subarray(0, 200)))?.[1]?.toLowerCase()
  return declared === "iso-8859-1" || declared === "latin1" || declared === "windows-1252" || declared === "iso-8859-15"
    ? new TextDecoder(declared).decode(bytes)
    : undefined
}

const isNameEnd = (code: number): boolean => code === 62 || code === 47 || code === 32 || code === 9 || code === 10 || code === 13

const startsWithTag = (text: string, at: number, tag: string): boolean =>
  text.substr(at, tag.length).toLowerCase() === tag && isNameEnd(text.charCodeAt(at + tag.length))

/** The position after a comment, a CDATA section or a processing instruction at `at`; 0 where there is none. */
const afterOpaque = (text: string, at: number): number => {
  const [begin, end] = text.startsWith("<!--", at)
    ? ["<!--", "-->"]
    : text.startsWith("<![CDATA[", at)
    ? ["<![CDATA[", "]]>"]
    : text.startsWith("<?", at)
    ? ["<?", "?>"]
    : ["", ""]
  if (begin === "") return 0
  const found = text.indexOf(end, at + begin.length)
  return found < 0 ? text.length : found + end.length
}

const lineFeedsBetween = (text: string, from: number, to: number): number => {
  let count = 0
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count++
  return count
}

/** Cuts a document into its prospects, in one pass, whatever stands between them. */
export const cut = (text: string): Cut => {
  const starts: Array<number> = []
  const ends: Array<number> = []
  const isOpen = (): boolean => starts.length > ends.length
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    const opaque = afterOpaque(text, at)
    if (opaque > 0) {
      at = opaque
      continue
    }
    if (startsWithTag(text, at, "<prospect")) {
      // One that begins before the last one ended: the last one has no end tag.
      if (isOpen()) ends.push(-at)
      starts.push(at)
    } else if (startsWithTag(text, at, "</prospect") && isOpen()) {
      const end = text.indexOf(">", at)
      ends.push(end < 0 ? -text.length : end + 1)
    }
    at++
  }
  if (isOpen()) ends.push(-text.length)
  let line = 1
  let counted = 0
  const fragments = starts.map((start, i): Fragment => {
    line += lineFeedsBetween(text, counted, start)
    counted = start
    const end = Math.abs(ends[i]!)
    return { original: text.slice(start, end), line, isClosed: ends[i]! > 0, after: text.slice(end, starts[i + 1] ?? text.length) }
  })
  return { before: text.slice(0, starts[0] ?? text.length), fragments }
}

const predefined: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'" }
const REFERENCE = /&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([A-Za-z_][\w.-]{0,63}));/g

/** Whether XML 1.0 allows the character. */
const isXmlCharacter = (code: number): boolean =>
  code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff)

/**
 * Decodes the five predefined entities and the numeric references, once: what they make is not read again. Any other
 * reference stays as it is written.
 */
export const decodeReferences = (text: string): string =>
  text.includes("&")
    ? text.replace(REFERENCE, (whole, hexadecimal?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return Object.hasOwn(predefined, name) ? predefined[name]! : whole
      const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
      return isXmlCharacter(code) ? String.fromCodePoint(code) : whole
    })
    : text

/** Whether references other than the predefined and numeric ones are left in a decoded text's source. */
export const hasForeignEntity = (text: string): boolean => {
  for (const [, , , name] of text.matchAll(REFERENCE)) if (name !== undefined && !Object.hasOwn(predefined, name)) return true
  return false
}

const BARE_AMPERSAND = /&(?!#x[0-9A-Fa-f]+;|#[0-9]+;|[A-Za-z_][\w.-]*;)/g

/** Escapes the ampersands that begin no reference, outside CDATA and comments. */
export const escapeAmpersands = (text: string): string => {
  let escaped = ""
  let from = 0
  for (let at = text.indexOf("<!"); at >= 0; at = text.indexOf("<!", from)) {
    const to = Math.max(afterOpaque(text, at), at + 2)
    escaped += text.slice(from, at).replace(BARE_AMPERSAND, "&amp;") + text.slice(at, to)
    from = to
  }
  return escaped + text.slice(from).replace(BARE_AMPERSAND, "&amp;")
}
