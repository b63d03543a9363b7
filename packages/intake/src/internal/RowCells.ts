/**
 * The cells of the row being read, as positions in a block of text; read in place, without a string per cell where a cell is no
 * text. A row that this can't read for certain is `declined`, and is then read again in the slow, complete way.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Reading } from "@crm-procedure/core/records/Reading"

const FIRST_REMEMBERED_BITS = 6
const MOST_REMEMBERED_BITS = 13
const REMEMBERED_LENGTH = 20

/** White space of ASCII; rows with any other are read the slow way. */
const isSpace = (code: number): boolean => code === 32 || (code <= 13 && code >= 9)

const EQUALS = 61
const APOSTROPHE = 39

const FIRST_YEAR = 1970
const LAST_YEAR = 2199

/** Days from 1970-01-01 to the first day of each month from then on, one month more than is read. */
const monthStarts = (() => {
  const starts = new Int32Array((LAST_YEAR - FIRST_YEAR + 1) * 12 + 1)
  const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  for (let i = 0; i + 1 < starts.length; i++) {
    const year = FIRST_YEAR + Math.floor(i / 12)
    const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
    starts[i + 1] = starts[i]! + lengths[i % 12]! + (isLeap && i % 12 === 1 ? 1 : 0)
  }
  return starts
})()

/** Days from 1970-01-01 to a date, or -1 where there is no such date or its year is out of the table. */
const daysFromEpoch = (year: number, month: number, day: number): number => {
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return -1
  const index = (year - FIRST_YEAR) * 12 + month - 1
  const days = monthStarts[index]! + day - 1
  return days < monthStarts[index + 1]! ? days : -1
}

/** Makes of a cell's text what is kept of it. */
export type Meaning = (text: string) => string

/** Strings that come again and again (an advisor, a source), made once each and never slices of a block. `texts`: what they mean. */
class Remembered {
  bits = 0
  texts: Array<string | undefined> = []
  lengths = new Uint8Array(0)
  codes = new Uint16Array(0)
  private replaced = 0

  constructor() {
    this.layOut(FIRST_REMEMBERED_BITS)
  }

  put(place: number, text: string, length: number, codes: Uint16Array, from: number): void {
    // As many texts pushed out as there is room for: there are more that come again than fit.
    if (this.texts[place] !== undefined && ++this.replaced > this.texts.length && this.bits < MOST_REMEMBERED_BITS) return this.layOut(this.bits + 1)
    this.texts[place] = text
    this.lengths[place] = length
    for (let i = 0; i < length; i++) this.codes[place * REMEMBERED_LENGTH + i] = codes[from + i]!
  }

  private layOut(bits: number): void {
    this.bits = bits
    this.replaced = 0
    this.texts = new Array(1 << bits).fill(undefined)
    this.lengths = new Uint8Array(1 << bits)
    this.codes = new Uint16Array((1 << bits) * REMEMBERED_LENGTH)
  }
}

/** A string of its own that, as the name of a property, compares by its address with every other such string. */
const copied = (codes: Uint16Array, from: number, to: number): string => {
  const named: Record<string, true> = Object.create(null)
  named[String.fromCharCode.apply(null, codes.subarray(from, to) as unknown as Array<number>)] = true
  return Object.keys(named)[0]!
}

const expectedCodes = (values: ReadonlyArray<string>): ReadonlyArray<Uint16Array> =>
  values.map((value) => Uint16Array.from(value, (letter) => letter.charCodeAt(0)))

/** The values of an enumeration, laid out to be compared in place. */
export interface Enumeration<V extends string> {
  readonly values: ReadonlyArray<V>
  readonly codes: ReadonlyArray<Uint16Array>
}
export const enumeration = <V extends string>(values: ReadonlyArray<V>): Enumeration<V> => ({
  values,
  codes: expectedCodes(values)
})

const NOT_DIGITS = -100000

/** The number that `digits` digits make from `from` on, or a very negative one where a character is no digit. */
const digitsAt = (codes: Uint16Array, from: number, digits: number): number => {
  let value = 0
  for (let i = from; i < from + digits; i++) {
    const digit = codes[i]! - 48
    if (digit < 0 || digit > 9) return NOT_DIGITS
    value = value * 10 + digit
  }
  return value
}

const twoDigitsAt = (codes: Uint16Array, from: number): number => {
  const tens = codes[from]! - 48
  const ones = codes[from + 1]! - 48
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? NOT_DIGITS : tens * 10 + ones
}

/** Cells by slot: the fields of the kind first, in their order, then the unknown columns. */
export class RowCells {
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** The value of a cell that was stored as an instant, -1 elsewhere. */
  readonly instants: Float64Array
  readonly reading: Reading
  readonly remembered: Array<Remembered | undefined>
  text = ""
  codes: Uint16Array = new Uint16Array(0)
  /** Whether the block of text may hold a cell that no storage keeps: then its rows are read the slow way. */
  isSuspect = false
  /** The slot of the one cell that holds doubled quotes; -1 where none does. */
  escapedSlot = -1
  /** Set when a cell could not be read here: the row must be read the slow way. */
  declined = false

  constructor(slots: number, reading: Reading) {
    this.starts = new Int32Array(slots)
    this.ends = new Int32Array(slots)
    this.instants = new Float64Array(slots).fill(-1)
    this.remembered = new Array(slots).fill(undefined)
    this.reading = reading
  }

  /** Stores the cell `[from, to)`, trimmed. Answers whether there is more to clean: an apostrophe or `="…"`. */
  store(slot: number, from: number, to: number): boolean {
    const codes = this.codes
    while (from < to && isSpace(codes[from]!)) from++
    while (to > from && isSpace(codes[to - 1]!)) to--
    this.starts[slot] = from
    this.ends[slot] = to
    return from < to && (codes[from] === APOSTROPHE || codes[from] === EQUALS)
  }

  /**
   * Tries the cell that begins at `from` as an instant of the usual spelling. Answers with its end, which a line end or
   * `delimiter` follows, or with -1: then nothing is stored.
   */
  storeInstant(slot: number, from: number, length: number, delimiter: number): number {
    const codes = this.codes
    const to = from + 19 < length && codes[from + 19] === 90 ? from + 20 : from + 25
    if (to > length) return -1
    const code = codes[to]!
    if (code !== delimiter && code !== 10 && code !== 13) return -1
    const value = instantInPlace(codes, from, to)
    if (value < 0) return -1
    this.instants[slot] = value
    this.starts[slot] = from
    this.ends[slot] = to
    return to
  }

  /** The cell as a string of its own or a slice; `undefined` where absent. */
  optionalText(slot: number): string | undefined {
    const from = this.starts[slot]!
    const to = this.ends[slot]!
    if (from === to) return undefined
    const text = this.text.substring(from, to)
    return slot === this.escapedSlot ? text.replaceAll("\"\"", "\"") : text
  }

  requiredText(slot: number): string {
    const from = this.starts[slot]!
    const to = this.ends[slot]!
    if (from === to) this.declined = true
    return this.text.substring(from, to)
  }

  requiredId(slot: number): string {
    const from = this.starts[slot]!
    const to = this.ends[slot]!
    if (from === to || to - from > 64) this.declined = true
    return this.text.substring(from, to)
  }

  optionalRemembered(slot: number, meaning?: Meaning): string | undefined {
    return this.starts[slot]! === this.ends[slot]! ? undefined : this.remember(slot, meaning)
  }

  requiredRemembered(slot: number, meaning?: Meaning): string {
    if (this.starts[slot]! === this.ends[slot]!) this.declined = true
    return this.remember(slot, meaning)
  }

  requiredRememberedId(slot: number): string {
    const from = this.starts[slot]!
    const to = this.ends[slot]!
    if (from === to || to - from > 64) this.declined = true
    return this.remember(slot)
  }

  /** `meaning` is the same one for a slot each time: what it makes of a text is remembered. */
  private remember(slot: number, meaning?: Meaning): string {
    const from = this.starts[slot]!
    const to = this.ends[slot]!
    const length = to - from
    const codes = this.codes
    if (length > REMEMBERED_LENGTH) {
      const text = this.text.substring(from, to)
      return meaning === undefined ? text : meaning(text)
    }
    const memory = this.remembered[slot] ??= new Remembered()
    // Four code units tell most such texts apart; where they don't, the text is made again.
    let mixed = length + codes[from]!
    for (let i = length > 3 ? to - 3 : from; i < to; i++) mixed = Math.imul(mixed, 31) + codes[i]!
    const place = Math.imul(mixed, 0x9e3779b1) >>> (32 - memory.bits)
    const known = memory.texts[place]
    const base = place * REMEMBERED_LENGTH
    if (known !== undefined && memory.lengths[place] === length) {
      let i = 0
      while (i < length && memory.codes[base + i] === codes[from + i]) i++
      if (i === length) return known
    }
    const text = copied(codes, from, to)
    const meant = meaning === undefined ? text : meaning(text)
    memory.put(place, meant, length, codes, from)
    return meant
  }

  optionalInstant(slot: number): number | undefined {
    return this.starts[slot]! === this.ends[slot]! ? undefined : this.instant(slot)
  }

  requiredInstant(slot: number): number {
    if (this.starts[slot]! !== this.ends[slot]!) return this.instant(slot)
    this.declined = true
    return 0
  }

  /** The usual spelling with an offset is read in place; any other by the calendar. */
  private instant(slot: number): number {
    const stored = this.instants[slot]!
    return stored >= 0 ? stored : this.instantOf(slot)
  }

  private instantOf(slot: number): number {
    const from = this.starts[slot]!
    const to = this.ends[slot]!
    const value = instantInPlace(this.codes, from, to)
    if (value >= 0) return value
    const read = Calendar.parseInstant(this.text.substring(from, to), this.reading.zone)
    if (read !== undefined) return read
    this.declined = true
    return 0
  }

  optionalInteger(slot: number): number | undefined {
    const from = this.starts[slot]!
    const to = this.ends[slot]!
    if (from === to) return undefined
    const value = to - from > 15 ? -1 : digitsAt(this.codes, from, to - from)
    if (value < 0) this.declined = true
    return value
  }

  optionalBoolean(slot: number): boolean | undefined {
    const from = this.starts[slot]!
    const length = this.ends[slot]! - from
    if (length === 0) return undefined
    if (length === 4 && this.matches(TRUE, from)) return true
    if (length === 5 && this.matches(FALSE, from)) return false
    this.declined = true
    return undefined
  }

  /** One of the values, or `absent` where the cell is; an enumeration without default passes `undefined`. */
  enumeration<V extends string>(slot: number, one: Enumeration<V>, absent: V | undefined): V {
    const from = this.starts[slot]!
    const length = this.ends[slot]! - from
    if (length === 0) {
      if (absent === undefined) this.declined = true
      return absent as V
    }
    const all = one.codes
    for (let i = 0; i < all.length; i++) {
      if (all[i]!.length === length && this.matches(all[i]!, from)) return one.values[i]!
    }
    this.declined = true
    return absent as V
  }

  private matches(expected: Uint16Array, from: number): boolean {
    for (let i = 0; i < expected.length; i++) if (this.codes[from + i] !== expected[i]) return false
    return true
  }
}

const [TRUE, FALSE] = expectedCodes(["true", "false"]) as [Uint16Array, Uint16Array]

/**
 * `YYYY-MM-DD(T| )hh:mm:ss(Z|±hh:mm)` from 1970 on, in epoch milliseconds; -1 for anything else, which is then for the
 * calendar to judge. Never answers where the calendar would refuse.
 */
export const instantInPlace = (codes: Uint16Array, from: number, to: number): number => {
  const length = to - from
  if (length !== 25 && length !== 20) return -1
  if (codes[from + 4] !== 45 || codes[from + 7] !== 45 || codes[from + 13] !== 58 || codes[from + 16] !== 58) return -1
  const separator = codes[from + 10]
  if (separator !== 84 && separator !== 32) return -1
  const days = daysFromEpoch(twoDigitsAt(codes, from) * 100 + twoDigitsAt(codes, from + 2), twoDigitsAt(codes, from + 5), twoDigitsAt(codes, from + 8))
  if (days < 0) return -1
  const hours = twoDigitsAt(codes, from + 11)
  const minutes = twoDigitsAt(codes, from + 14)
  const seconds = twoDigitsAt(codes, from + 17)
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return -1
  const local = days * 86400000 + hours * 3600000 + minutes * 60000 + seconds * 1000
  const sign = codes[from + 19]
  if (length === 20) return sign === 90 ? local : -1
  if ((sign !== 43 && sign !== 45) || codes[from + 22] !== 58) return -1
  const offsetHours = twoDigitsAt(codes, from + 20)
  const offsetMinutes = twoDigitsAt(codes, from + 23)
  if (offsetHours < 0 || offsetHours > 14 || offsetMinutes < 0 || offsetMinutes > 59) return -1
  const offset = offsetHours * 3600000 + offsetMinutes * 60000
  return sign === 43 ? local - offset : local + offset
}
