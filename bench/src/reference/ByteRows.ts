/**
 * Rows of a CSV file as positions in a block of bytes: the reading half of the byte-level reference. One file at a time,
 * one block, one array of positions; a cell becomes a string only where it is no plain value.
 */
import { valueForm, type Words } from "@crm-procedure/core/records/SpanishWords"
import { closeSync, openSync, readSync } from "node:fs"

const BLOCK = 4 << 20
const COMMA = 44
const QUOTE = 34
const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/** The block that holds the row at hand; cell `i` of the header given is `[starts[i], ends[i])`, empty where absent. */
export let bytes: Buffer = Buffer.allocUnsafeSlow(BLOCK)
export const starts = new Int32Array(64)
export const ends = new Int32Array(64)

const trimmed = (slot: number, from: number, to: number): void => {
  while (from < to && bytes[from]! <= 32) from++
  while (to > from && bytes[to - 1]! <= 32) to--
  // An apostrophe before what looks like a formula is the spreadsheet's guard, no part of the value.
  if (to - from > 1 && bytes[from] === 39) {
    const next = bytes[from + 1]!
    if (next === 61 || next === 43 || next === 45 || next === 64) from++
  }
  starts[slot] = from
  ends[slot] = to
}

/** Takes doubled quotes out of a quoted cell, where it stands; answers with its new end. */
const unescape = (from: number, to: number): number => {
  let end = from
  for (let at = from; at < to; at++) {
    if (bytes[at] === QUOTE) at++
    bytes[end++] = bytes[at]!
  }
  return end
}

/** Hands on every row of a file but its header; `row` gets whether the row has more cells than the header. */
export const each = (path: string, columns: ReadonlyArray<string>, row: (tooManyCells: boolean) => void): void => {
  const file = openSync(path, "r")
  let block = bytes
  let slots: Array<number> | undefined
  let width = 0
  let filled = 0
  const escapes: Array<number> = []
  for (;;) {
    const read = readSync(file, block, filled, block.length - filled, null)
    filled += read
    if (filled === 0) break
    if (read === 0 && block[filled - 1] !== LINE_FEED) block[filled++] = LINE_FEED
    let at = 0
    rows: for (;;) {
      if (at >= filled) break
      const begin = at
      let column = 0
      escapes.length = 0
      for (;;) {
        let from = at
        let to: number
        if (block[at] === QUOTE) {
          let escaped = false
          from = ++at
          for (;;) {
            if (at >= filled) {
              at = begin
              break rows
            }
            if (block[at] === QUOTE) {
              if (block[at + 1] !== QUOTE) break
              escaped = true
              at++
            }
            at++
          }
          to = at++
          if (escaped) escapes.push(column)
        } else {
          let byte = block[at]!
          while (byte !== COMMA && byte !== LINE_FEED) {
            if (++at >= filled) {
              at = begin
              break rows
            }
            byte = block[at]!
          }
          to = at
          if (byte === LINE_FEED && to > from && block[to - 1] === CARRIAGE_RETURN) to--
        }
        if (slots === undefined) {
          starts[column] = from
          ends[column] = to
        } else if (column < width && slots[column]! >= 0) trimmed(slots[column]!, from, to)
        column++
        if (at >= filled) {
          at = begin
          break rows
        }
        if (block[at] === CARRIAGE_RETURN) at++
        if (block[at++] === LINE_FEED) break
      }
      if (slots === undefined) {
        slots = Array.from({ length: column }, (_, i) => columns.indexOf(block.toString("utf8", starts[i], ends[i]).trim()))
        width = column
        starts.fill(0)
        ends.fill(0)
      } else if (at - begin > 1) {
        for (let missing = column; missing < width; missing++) if (slots[missing]! >= 0) starts[slots[missing]!] = ends[slots[missing]!] = 0
        // Only now that the row is known to lie in the block as a whole: what is changed there is not read again.
        for (const place of escapes) {
          const slot = slots[place] ?? -1
          if (slot >= 0) ends[slot] = unescape(starts[slot]!, ends[slot]!)
        }
        row(column > width)
      }
    }
    block.copyWithin(0, at, filled)
    filled -= at
    if (read === 0) break
    if (filled === block.length) {
      const larger = Buffer.allocUnsafeSlow(block.length * 2)
      block.copy(larger)
      bytes = block = larger
    }
  }
  closeSync(file)
}

/** The cell as text, for the few that are looked at as one. */
export const text = (slot: number): string => bytes.toString("utf8", starts[slot], ends[slot])

export const isEmpty = (slot: number): boolean => starts[slot] === ends[slot]

/** Whether the cell is this ASCII text. */
export const equals = (slot: number, expected: Uint8Array): boolean => {
  const from = starts[slot]!
  if (ends[slot]! - from !== expected.length) return false
  for (let i = 0; i < expected.length; i++) if (bytes[from + i] !== expected[i]) return false
  return true
}

/** The place of the cell among ASCII texts, or among their Spanish words as people write them, or −1. */
export const placeAmong = (slot: number, expected: ReadonlyArray<Buffer>, spanish?: ReadonlyMap<string, number>): number => {
  for (let i = 0; i < expected.length; i++) if (equals(slot, expected[i]!)) return i
  return spanish === undefined || isEmpty(slot) ? -1 : spanish.get(valueForm(text(slot))) ?? -1
}

/** The places of texts by their Spanish words. */
export const spanishOf = (words: Words, expected: ReadonlyArray<Buffer>): ReadonlyMap<string, number> =>
  new Map(expected.map((value, place) => [valueForm(words[value.toString()]!), place]))

export const ascii = (...texts: ReadonlyArray<string>): ReadonlyArray<Buffer> => texts.map((text) => Buffer.from(text))

// ------------------------------------------------------------------------------------------------------------- keys

/** A hash of 53 bits as a number, of bytes given one by one between `begin` and `key`. Never 0, which is no key. */
let low = 0
let high = 0
export const begin = (kind: number): void => {
  low = 0x811c9dc5 ^ kind
  high = 0x9747b28c + kind
}
export const add = (byte: number): void => {
  low = Math.imul(low ^ byte, 0x01000193)
  high = Math.imul(((high << 7) | (high >>> 25)) ^ byte, 0x2c1b3c6d)
}
export const key = (): number => {
  const one = Math.imul(low ^ (low >>> 16), 0x7feb352d)
  const two = Math.imul(high ^ (high >>> 15) ^ one, 0x846ca68b)
  return ((two ^ (two >>> 14)) >>> 11) * 0x1_0000_0000 + ((one ^ (one >>> 13)) >>> 0) || 1
}

export const keyOfCell = (slot: number, kind: number): number => {
  begin(kind)
  for (let at = starts[slot]!; at < ends[slot]!; at++) add(bytes[at]!)
  return key()
}

// --------------------------------------------------------------------------------------------------------- instants

/** Colombia has had this offset, and no other, since 1993. */
export const BOGOTA = -5 * 3_600_000
export const DAY = 86_400_000

const monthStarts = Int32Array.from({ length: 300 * 12 + 1 }, (_, month) => Date.UTC(1900 + Math.floor(month / 12), month % 12, 1) / DAY)

const twoDigits = (at: number): number => {
  const tens = bytes[at]! - 48
  const ones = bytes[at + 1]! - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -10_000
}

/** The local day that a cell's first ten bytes name, or NaN. */
export const day = (slot: number): number => {
  const at = starts[slot]!
  if (ends[slot]! - at < 10) return Number.NaN
  const beginsWithDay = bytes[at + 2] === 47 && bytes[at + 5] === 47
  if (!beginsWithDay && (bytes[at + 4] !== 45 || bytes[at + 7] !== 45)) return Number.NaN
  const yearAt = beginsWithDay ? at + 6 : at
  const monthOfYear = twoDigits(beginsWithDay ? at + 3 : at + 5)
  const days = twoDigits(beginsWithDay ? at : at + 8)
  const month = (twoDigits(yearAt) * 100 + twoDigits(yearAt + 2) - 1900) * 12 + monthOfYear - 1
  if (!(month >= 0 && month < monthStarts.length - 1) || monthOfYear < 1 || monthOfYear > 12 || days < 1) return Number.NaN
  const result = monthStarts[month]! + days - 1
  return result < monthStarts[month + 1]! ? result : Number.NaN
}

/** An instant in epoch milliseconds, or NaN. */
export const instant = (slot: number): number => {
  let at = starts[slot]!
  const to = ends[slot]!
  const date = day(slot)
  if (to - at === 10) return date * DAY - BOGOTA
  const separator = bytes[at + 10]
  if (to - at < 16 || (separator !== 84 && separator !== 32) || bytes[at + 13] !== 58) return Number.NaN
  const hours = twoDigits(at + 11)
  const minutes = twoDigits(at + 14)
  let seconds = 0
  let millis = 0
  at += 16
  if (at < to && bytes[at] === 58) {
    seconds = to - at >= 3 ? twoDigits(at + 1) : -1
    at += 3
    if (at < to && bytes[at] === 46) {
      millis = to - at >= 4 ? twoDigits(at + 1) * 10 + bytes[at + 3]! - 48 : -1
      at += 4
    }
  }
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59 || millis < 0) return Number.NaN
  const local = date * DAY + hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + millis
  if (at === to) return local - BOGOTA
  const sign = bytes[at]
  if (sign === 90) return to - at === 1 ? local : Number.NaN
  const colon = bytes[at + 3] === 58 ? 1 : 0
  if ((sign !== 43 && sign !== 45) || to - at !== 5 + colon) return Number.NaN
  const offsetHours = twoDigits(at + 1)
  const offsetMinutes = twoDigits(at + 3 + colon)
  if (offsetHours < 0 || offsetHours > 23 || offsetMinutes < 0 || offsetMinutes > 59) return Number.NaN
  const offset = offsetHours * 3_600_000 + offsetMinutes * 60_000
  return sign === 43 ? local - offset : local + offset
}
