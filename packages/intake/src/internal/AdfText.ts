/** The text of an ADF document before any XML parser sees it: its encoding, its prospects one by one, its entities. */
import { decodeHTML, decodeHTMLStrict } from "entities/decode"
import { isUtf8 } from "node:buffer"
import * as TextEncoding from "../TextEncoding.ts"

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
const EIGHT_BIT = new Set(["iso-8859-1", "latin1", "windows-1252", "cp1252", "iso-8859-15"])

/** A document as text; `isRepaired`: it did not say its encoding, or said another. */
export interface Decoded {
  readonly text: string
  readonly encoding: TextEncoding.Encoding
  readonly isRepaired: boolean
}

const strictly = (encoding: string, bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * Bytes as text: a byte-order mark, or the zeros of UTF-16, decide. Without them, valid UTF-8 is UTF-8, and anything else the 8-bit encoding that the prolog declares, or
 * Windows-1252. `undefined` where the bytes do not fit their mark.
 */
export const decode = (bytes: Uint8Array): Decoded | undefined => {
  const marked = TextEncoding.markOf(bytes)?.encoding
  if (marked !== undefined || isUtf8(bytes)) {
    const text = strictly(marked ?? "utf-8", bytes)
    return text === undefined ? undefined : { text, encoding: marked ?? "utf-8", isRepaired: false }
  }
  const declared = DECLARED.exec(TextEncoding.windows1252(bytes.subarray(0, 200)))?.[1]?.toLowerCase() ?? ""
  const text = declared === "iso-8859-15" ? new TextDecoder(declared).decode(bytes) : TextEncoding.windows1252(bytes)
  return { text, encoding: "windows-1252", isRepaired: !EIGHT_BIT.has(declared) }
}

const PROSPECT = /<(?:([\w.-]+):)?prospect[\s>]/i

/** Whether a text has a prospect's tag. */
export const hasProspect = (text: string): boolean => PROSPECT.test(text)

/** Whether a text has a prospect's tag as a page shows it. */
export const hasEscapedProspect = (text: string): boolean => /&lt;(?:[\w.-]+:)?prospect(?:\s|>|&gt;)/i.test(text)

/** A document without the prefix of a namespace before the names of its elements; `undefined` where it has none. */
export const withoutPrefix = (text: string): string | undefined => {
  const prefix = PROSPECT.exec(text)?.[1]
  return prefix === undefined ? undefined : text.replace(new RegExp(`(</?)${prefix.replaceAll(".", "\\.")}:`, "gi"), "$1")
}

/** The text that a page shows: without its tags, each reference decoded once. */
export const shownText = (page: string): string => decodeHTML(page.replace(/<br\s*\/?>/gi, "\n").replace(/<\/?[a-z!][^<>]*>/gi, "")).replaceAll("\u00a0", " ")

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
const zones: Readonly<Record<string, string>> = {
  UT: "Z", UTC: "Z", GMT: "Z", Z: "Z", EST: "-05:00", EDT: "-04:00", CST: "-06:00", CDT: "-05:00", MST: "-07:00", MDT: "-06:00", PST: "-08:00", PDT: "-07:00"
}
const MAIL_DATE = /^(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?:([+-]\d{2}):?(\d{2})?|([a-z]{1,4}))?)?(?:\s*\([^()]*\))?$/i

/** A date as mails write it (RFC 2822), in ISO 8601; `undefined` where it is none. Without an offset it stays local. */
export const mailDate = (text: string): string | undefined => {
  const parts = MAIL_DATE.exec(text.trim())
  if (parts === null) return undefined
  const [, day = "", name = "", year = "", hour, minute, second = "00", offsetHours, offsetMinutes = "00", zone] = parts
  const month = months.indexOf(name.toLowerCase()) + 1
  if (month === 0 || (zone !== undefined && zones[zone.toUpperCase()] === undefined)) return undefined
  const date = `${year.length === 2 ? `20${year}` : year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`
  if (hour === undefined) return date
  const offset = offsetHours !== undefined ? `${offsetHours}:${offsetMinutes}` : zone === undefined ? "" : zones[zone.toUpperCase()]!
  return `${date}T${hour.padStart(2, "0")}:${minute}:${second}${offset}`
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

/** Cuts a document into its prospects, in one pass, whatever stands between them; `undefined` where there are more than `most`. */
export const cut = (text: string, most: number): Cut | undefined => {
  const starts: Array<number> = []
  const ends: Array<number> = []
  const isOpen = (): boolean => starts.length > ends.length
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    const next = text.charCodeAt(at + 1)
    const opaque = next === 33 || next === 63 ? afterOpaque(text, at) : 0
    if (opaque > 0) {
      at = opaque
      continue
    }
    if (next !== 47 && (next | 32) !== 112) {
      at++
      continue
    }
    if (starts.length > most) return undefined
    if (startsWithTag(text, at, "<prospect")) {
      // An element that begins before the last one ended: the last one has no end tag.
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
 * Decodes the numeric references and the entities of XML and HTML, once: what they make is not read again. Any other reference stays as it is
 * written.
 */
export const decodeReferences = (text: string): string =>
  text.includes("&")
    ? text.replace(REFERENCE, (whole, hexadecimal?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return Object.hasOwn(predefined, name) ? predefined[name]! : decodeHTMLStrict(whole)
      const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
      return isXmlCharacter(code) ? String.fromCodePoint(code) : whole
    })
    : text

/** The references in a text that XML does not know: those of HTML, and any others, which are left as they are. */
export const foreignEntities = (text: string): { readonly html: boolean; readonly unknown: boolean } => {
  const found = { html: false, unknown: false }
  for (const [whole, , , name] of text.matchAll(REFERENCE)) {
    if (name === undefined || Object.hasOwn(predefined, name)) continue
    found[decodeHTMLStrict(whole) === whole ? "unknown" : "html"] = true
  }
  return found
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
