/** Rows of comma-separated text (RFC 4180), and their gathering into pieces of a good size for writing. */

/** One cell: quoted where a comma, a quote or a line break asks for it. */
export const cell = (text: string): string => {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 44 || code === 34 || code === 10 || code === 13) return `"${text.replaceAll("\"", "\"\"")}"`
  }
  return text
}

/** One line, its break included. */
export const line = (cells: ReadonlyArray<string>): string => `${cells.map(cell).join(",")}\n`

/** Joins lines into chunks of about 64 K characters. */
export const chunks = function*(lines: Iterable<string>): Generator<string> {
  let chunk = ""
  for (const text of lines) {
    chunk += text
    if (chunk.length >= 65_536) {
      yield chunk
      chunk = ""
    }
  }
  if (chunk !== "") yield chunk
}
