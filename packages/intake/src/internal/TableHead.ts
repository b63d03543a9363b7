/** The first lines of a table, before it is known what it holds. */
import type * as TextEncoding from "../TextEncoding.ts"
import { Blocks } from "./Blocks.ts"
import { CsvRows } from "./CsvRows.ts"

/** A line with its cells, cleaned. */
export interface Line {
  readonly line: number
  readonly cells: ReadonlyArray<string>
}

export interface Head {
  readonly encoding: TextEncoding.Encoding
  readonly delimiter: string | undefined
  readonly lines: ReadonlyArray<Line>
}

/** The first character of a file that is no white space and no mark; empty where there is none. */
export const firstCharacter = (bytes: Uint8Array): string => {
  for (const byte of bytes.subarray(0, 4096)) if (byte > 32 && byte < 0x80) return String.fromCharCode(byte)
  return ""
}

/** Ends the reading of a head. */
class Enough extends Error {}

/** Reads the head of a table. */
export const read = (bytes: Uint8Array, file: string): Head => {
  const lines: Array<Line> = []
  const delimiters: Array<number> = []
  const rows = new CsvRows(file, {
    header: ({ columns, line }) => {
      lines.push({ line, cells: columns })
      delimiters.push(rows.delimiter)
      return undefined
    },
    noHeader: () => {
      throw new Enough()
    },
    row: () => {},
    longRow: () => {}
  })
  const blocks = new Blocks({ file, blockBytes: 1 << 20, maximumRowBytes: 16 << 20, line: () => rows.line }, (text, codes, length, isLast) => rows.consume(text, codes, length, isLast))
  try {
    blocks.push(bytes)
    blocks.end()
  } catch (error) {
    if (!(error instanceof Enough)) throw error
  }
  // The line with most cells says what the delimiter is.
  const widest = lines.reduce((best, { cells }, i) => cells.length > (lines[best]?.cells.length ?? 0) ? i : best, 0)
  return { encoding: blocks.encoding, delimiter: delimiters[widest] === undefined ? undefined : String.fromCharCode(delimiters[widest]), lines }
}
