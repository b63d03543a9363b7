/** Dates of other systems: a pattern such as `yyyy/MM/dd HH:mm:ss.SSS`, compiled once, turns a text into ISO 8601. */

/** What each token of Unicode's date patterns matches. `a` is any spelling of am and pm, Spanish `a. m.` too; `XXX` is `Z` or an offset. */
const tokens: Readonly<Record<string, string>> = {
  yyyy: "[0-9]{4}",
  MM: "[0-9]{2}",
  M: "[0-9]{1,2}",
  dd: "[0-9]{2}",
  d: "[0-9]{1,2}",
  HH: "[0-9]{2}",
  H: "[0-9]{1,2}",
  hh: "[0-9]{2}",
  h: "[0-9]{1,2}",
  mm: "[0-9]{2}",
  ss: "[0-9]{2}",
  SSS: "[0-9]{3}",
  a: "[aApP]\\.?[ \\u00a0\\u202f]?[mM]\\.?",
  // No mark: it is how the patterns name an offset with its colon.
  XXX: "Z|[+-][0-9]{2}:?[0-9]{2}"
}

/** What a text means as ISO 8601 without more than the pattern holds, or `undefined` where it does not fit. */
export type DatePattern = (text: string) => string | undefined

const escaped = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")

/** Splits a pattern into tokens and literals; `''` and text in single quotes are literal. `undefined`: an unknown letter. */
const partsOf = (pattern: string): ReadonlyArray<{ readonly token: boolean; readonly text: string }> | undefined => {
  const parts: Array<{ readonly token: boolean; readonly text: string }> = []
  for (const [text] of pattern.matchAll(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']+|'/gs)) {
    if (text.startsWith("'")) {
      if (text.length === 1) return undefined
      parts.push({ token: false, text: text === "''" ? "'" : text.slice(1, -1) })
    } else if (/^[A-Za-z]/.test(text)) {
      if (!Object.hasOwn(tokens, text)) return undefined
      parts.push({ token: true, text })
    } else parts.push({ token: false, text })
  }
  return parts
}

const hour24 = (values: ReadonlyMap<string, string>): string | undefined => {
  const full = values.get("H")
  if (full !== undefined) return full.padStart(2, "0")
  const half = values.get("h")
  if (half === undefined) return undefined
  const hour = Number(half)
  if (hour < 1 || hour > 12) return "99"
  return String((hour % 12) + (/^p/i.test(values.get("a") ?? "") ? 12 : 0)).padStart(2, "0")
}

/**
 * Compiles a pattern. `undefined` when it is none: an unknown letter, a token twice, no year, month or day, minutes
 * without hours, a twelve-hour clock without `a`.
 */
export const compile = (pattern: string): DatePattern | undefined => {
  const parts = partsOf(pattern)
  if (parts === undefined) return undefined
  // A token and its short form are one value, kept under its first letter.
  const names = parts.filter(({ token }) => token).map(({ text }) => text[0]!)
  const has = (name: string): boolean => names.includes(name)
  if (new Set(names).size !== names.length || !has("y") || !has("M") || !has("d")) return undefined
  if ((has("h") && has("H")) || has("h") !== has("a")) return undefined
  const hasHour = has("h") || has("H")
  if (hasHour !== has("m") || (has("s") && !has("m")) || (has("S") && !has("s")) || (has("X") && !hasHour)) return undefined
  const regExp = new RegExp(`^${parts.map(({ text, token }) => token ? `(${tokens[text]!})` : escaped(text)).join("")}$`)
  return (text) => {
    const match = regExp.exec(text)
    if (match === null) return undefined
    const values = new Map(names.map((name, i) => [name, match[i + 1]!]))
    const two = (name: string): string => values.get(name)!.padStart(2, "0")
    const day = `${values.get("y")!}-${two("M")}-${two("d")}`
    const hour = hour24(values)
    if (hour === undefined) return day
    const seconds = has("s") ? `:${two("s")}${has("S") ? `.${values.get("S")!}` : ""}` : ""
    return `${day}T${hour}:${two("m")}${seconds}${values.get("X") ?? ""}`
  }
}
