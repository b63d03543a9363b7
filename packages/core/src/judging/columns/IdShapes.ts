/**
 * How ids are cut: into a beginning that many share and a number at the end (`A-2024-03-` and `000123`), or else into
 * bytes. Reading an id leaves its parts in `shape`, `number` and `hash`.
 */
import * as Memory from "./ColumnMemory.ts"

/** The beginning that ids share, as UTF-8, and how many digits follow it. */
export interface IdShape {
  readonly prefix: string
  readonly prefixBytes: Uint8Array
  readonly digits: number
}

const PAGE_BITS = 20
const PAGE_SIZE = 1 << PAGE_BITS
const PAGE_MASK = PAGE_SIZE - 1
/** A number of up to nine digits fits 32 bits. */
const MOST_DIGITS = 9
/** More shapes than these are no shapes: such ids are kept as bytes. */
const MOST_SHAPES = 4096
const ZERO = 48
const NINE = 57
const HYPHEN = 45
const UUID_LENGTH = 36
const UUID_BYTES = 16
const NEIGHBOUR_BITS = 4
const LONGEST_ID_BYTES = 256

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const none: ReadonlyArray<IdShape> = [{ prefix: "", prefixBytes: new Uint8Array(0), digits: 0 }]

export class IdShapes {
  /** The first stands for ids that are kept as bytes. */
  readonly shapes: Array<IdShape>
  readonly pages: Array<Uint8Array>
  shape = 0
  number = 0
  hash = 0
  private tail: number
  /** Room for an id that is read as bytes; most tables never read one. */
  private room: Uint8Array | undefined
  private length = 0
  /** Their numbers by what they are; most tables have one shape, and it is the last that was met. */
  private byText: Map<string, number> | undefined

  constructor(shapes: ReadonlyArray<IdShape> = none, pages: ReadonlyArray<Uint8Array> = []) {
    this.shapes = shapes.slice()
    this.pages = pages.slice()
    this.tail = pages.length * PAGE_SIZE
  }

  private get numbers(): Map<string, number> {
    return this.byText ??= new Map(this.shapes.map(({ digits, prefix }, number) => [`${digits} ${prefix}`, number]))
  }

  private get bytes(): Uint8Array {
    return this.room ??= new Uint8Array(LONGEST_ID_BYTES)
  }

  /** Reads an id. An id of an unknown shape is read as bytes, and is found nowhere. */
  read(id: string): void {
    this.cut(id, false)
  }

  /** Reads an id, making its shape if it is new. */
  readOrMake(id: string): void {
    this.cut(id, true)
  }

  /** The number of a shape of another table here, or −1. */
  find(shape: IdShape): number {
    return this.numbers.get(`${shape.digits} ${shape.prefix}`) ?? -1
  }

  /** Takes a shape and a number as if an id of them had been read. */
  take(shape: number, number: number): void {
    this.shape = shape
    this.number = number
    this.hash = hashNumber(shape, number)
  }

  /** Keeps the bytes last read, and returns where. A first byte says how many they are, as {@link lengthAt} reads it. */
  keepBytes(): number {
    const packed = isUuid(this.bytes, this.length)
    const size = 1 + (packed ? UUID_BYTES : this.length)
    const left = PAGE_SIZE - (this.tail & PAGE_MASK)
    if (this.tail === this.pages.length * PAGE_SIZE || left < size) {
      this.tail = this.pages.push(Memory.bytes(PAGE_SIZE)) * PAGE_SIZE - PAGE_SIZE
    }
    const page = this.pages[this.tail >>> PAGE_BITS]!
    const at = this.tail & PAGE_MASK
    if (packed) {
      page[at] = 0
      packUuid(this.bytes, page, at + 1)
    } else {
      page[at] = this.length === LONGEST_ID_BYTES ? 1 : this.length
      const { bytes } = this
      for (let offset = 0; offset < this.length; offset++) page[at + 1 + offset] = bytes[offset]!
    }
    const kept = this.tail
    this.tail += size
    return kept
  }

  copyBytes(kept: number, into: Uint8Array, position: number): number {
    const page = this.pages[kept >>> PAGE_BITS]!
    const at = kept & PAGE_MASK
    const length = lengthAt(page, at)
    if (length === 0) return unpackUuid(page, at + 1, into, position)
    for (let offset = 0; offset < length; offset++) into[position + offset] = page[at + 1 + offset]!
    return position + length
  }

  copyNumbered(shape: number, number: number, into: Uint8Array, position: number): number {
    const { digits, prefixBytes } = this.shapes[shape]!
    const { length } = prefixBytes
    for (let offset = 0; offset < length; offset++) into[position + offset] = prefixBytes[offset]!
    let rest = number
    for (let at = position + length + digits - 1; at >= position + length; at--) {
      const tenth = (rest / 10) | 0
      into[at] = ZERO + rest - tenth * 10
      rest = tenth
    }
    return position + length + digits
  }

  equalsBytes(kept: number): boolean {
    const page = this.pages[kept >>> PAGE_BITS]!
    const at = kept & PAGE_MASK
    const length = lengthAt(page, at)
    if (length === 0) return isUuid(this.bytes, this.length) && equalsUuid(page, at + 1, this.bytes)
    if (length !== this.length) return false
    const { bytes } = this
    for (let offset = 0; offset < length; offset++) if (page[at + 1 + offset] !== bytes[offset]) return false
    return true
  }

  /** The hash of an entry that is kept. */
  hashOf(shape: number, number: number): number {
    if (shape !== 0) return hashNumber(shape, number)
    const length = this.copyBytes(number, scratch, 0)
    return hashBytes(scratch, length)
  }

  private cut(id: string, make: boolean): void {
    const { length } = id
    let start = length
    let number = 0
    let weight = 1
    while (start > 0 && length - start < MOST_DIGITS) {
      const digit = id.charCodeAt(start - 1)
      if (digit < ZERO || digit > NINE) break
      number += (digit - ZERO) * weight
      weight *= 10
      start--
    }
    if (start < length) {
      const shape = this.shapeOf(id, start, length - start, make)
      if (shape > 0) {
        this.take(shape, number)
        return
      }
    }
    this.readBytes(id)
  }

  private last = 0

  private shapeOf(id: string, start: number, digits: number, make: boolean): number {
    const last = this.shapes[this.last]!
    if (last.digits === digits && beginsWith(id, last.prefix, start)) return this.last
    if (looksLikeUuid(id)) return 0
    const key = `${digits} ${id.slice(0, start)}`
    const known = this.shapes.length === 1 ? undefined : this.numbers.get(key)
    if (known !== undefined) return this.last = known
    if (!make || this.shapes.length >= MOST_SHAPES) return -1
    const prefixBytes = encoder.encode(id.slice(0, start))
    const prefix = decoder.decode(prefixBytes)
    if (prefix !== id.slice(0, start)) return -1
    const shape = this.shapes.push({ prefix, prefixBytes, digits }) - 1
    this.byText?.set(`${digits} ${prefix}`, shape)
    return this.last = shape
  }

  private readBytes(id: string): void {
    this.length = encoder.encodeInto(id, this.bytes).written
    this.shape = 0
    this.number = 0
    this.hash = hashBytes(this.bytes, this.length)
  }
}

/**
 * How many bytes are kept: 0 for a packed UUID. The longest id's length does not fit the first byte, which is then 1: an id
 * that is one byte long is ASCII, and the longest one begins with a character of four bytes.
 */
const lengthAt = (page: Uint8Array, at: number): number => {
  const length = page[at]!
  return length === 1 && page[at + 1]! >= 0x80 ? LONGEST_ID_BYTES : length
}

const scratch = new Uint8Array(LONGEST_ID_BYTES)

const beginsWith = (id: string, prefix: string, length: number): boolean => {
  if (prefix.length !== length) return false
  for (let at = 0; at < length; at++) if (id.charCodeAt(at) !== prefix.charCodeAt(at)) return false
  return true
}

const finish = (hash: number): number => {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

/** Neighbouring numbers (of one block of sixteen) hash alike. */
const hashNumber = (shape: number, number: number): number => finish(Math.imul(number >>> NEIGHBOUR_BITS, 0x9e3779b1) + Math.imul(shape, 0x7feb352d))

const hashBytes = (bytes: Uint8Array, length: number): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < length; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return finish(hash)
}

/** A quick look at whether an id may be a UUID; {@link isUuid} decides. */
const looksLikeUuid = (id: string): boolean => id.length === UUID_LENGTH && id.charCodeAt(8) === HYPHEN && id.charCodeAt(13) === HYPHEN

const isHyphenPlace = (at: number): boolean => at === 8 || at === 13 || at === 18 || at === 23

/** The value of a lower-case hexadecimal digit, or −1. */
const hexOf = (byte: number): number => byte >= ZERO && byte <= NINE ? byte - ZERO : byte >= 97 && byte <= 102 ? byte - 87 : -1

const isUuid = (bytes: Uint8Array, length: number): boolean => {
  if (length !== UUID_LENGTH) return false
  for (let at = 0; at < UUID_LENGTH; at++) {
    if (isHyphenPlace(at) ? bytes[at] !== HYPHEN : hexOf(bytes[at]!) < 0) return false
  }
  return true
}

const packUuid = (bytes: Uint8Array, into: Uint8Array, position: number): void => {
  let packed = position
  for (let at = 0; at < UUID_LENGTH; at += 2) {
    if (isHyphenPlace(at)) at++
    into[packed++] = hexOf(bytes[at]!) * 16 + hexOf(bytes[at + 1]!)
  }
}

const hexDigit = (value: number): number => value < 10 ? ZERO + value : 87 + value

const unpackUuid = (page: Uint8Array, from: number, into: Uint8Array, position: number): number => {
  let at = position
  for (let packed = 0; packed < UUID_BYTES; packed++) {
    if (isHyphenPlace(at - position)) into[at++] = HYPHEN
    const byte = page[from + packed]!
    into[at++] = hexDigit(byte >>> 4)
    into[at++] = hexDigit(byte & 15)
  }
  return at
}

const equalsUuid = (page: Uint8Array, from: number, bytes: Uint8Array): boolean => {
  let packed = from
  for (let at = 0; at < UUID_LENGTH; at += 2) {
    if (isHyphenPlace(at)) at++
    if (page[packed++] !== hexOf(bytes[at]!) * 16 + hexOf(bytes[at + 1]!)) return false
  }
  return true
}
