/**
 * Ids remembered by the million: their UTF-8 bytes in pages, and an open-addressing table over them. Byte order of
 * UTF-8 is code point order, which is the order the contract sorts ids by.
 *
 * A table never keeps a caller's string alive, since a string cut out of a file's chunk holds the whole chunk.
 */
import * as Memory from "./Memory.ts"

const PAGE_BITS = 20
const PAGE_SIZE = 1 << PAGE_BITS
const PAGE_MASK = PAGE_SIZE - 1
/** Bits of a slot that name the entry; the rest is a tag of the hash that spares most comparisons. */
const ENTRY_BITS = 26
const ENTRY_MASK = (1 << ENTRY_BITS) - 1
/** Longest UTF-8 form of an id of 64 characters. */
const LONGEST_ID_BYTES = 256

/** How full the slots may be. */
const LOAD = 0.75

const decoder = new TextDecoder()
const encoder = new TextEncoder()

/** What can cross a thread: the bytes and where each id starts and ends. */
export interface IdColumns {
  readonly count: number
  readonly pages: ReadonlyArray<Uint8Array>
  readonly starts: Uint32Array
  readonly lengths: Uint8Array
}

export class IdTable {
  count: number
  private pages: Array<Uint8Array>
  private starts: Memory.Column<Uint32Array>
  private lengths: Memory.Column<Uint8Array>
  private slots: Uint32Array | undefined
  private tail: number
  private page: Uint8Array
  private hash = 0
  private readonly scratch = new Uint8Array(LONGEST_ID_BYTES)
  private scratchLength = 0

  constructor(expected: number) {
    this.count = 0
    this.page = Memory.bytes(PAGE_SIZE)
    this.pages = [this.page]
    this.tail = 0
    this.starts = Memory.uint32(expected)
    this.lengths = Memory.uint8(expected)
    let capacity = 1024
    while (capacity * LOAD < expected) capacity *= 2
    this.slots = new Uint32Array(capacity)
  }

  /** Takes over the ids of another thread's table; looking up is possible again after {@link index}. */
  static fromColumns(columns: IdColumns): IdTable {
    const table = new IdTable(0)
    table.count = columns.count
    table.pages = [...columns.pages]
    table.starts = Memory.adopt(columns.starts)
    table.lengths = Memory.adopt(columns.lengths)
    table.slots = undefined
    return table
  }

  columns(): IdColumns {
    return { count: this.count, pages: this.pages, starts: this.starts.array, lengths: this.lengths.array }
  }

  /** Forgets how to look ids up, and gives the memory back: the ids themselves stay. */
  closeIndex(): void {
    this.slots = undefined
  }

  /** Entry of the id, or −1. */
  find(id: string): number {
    this.encode(id)
    const slots = this.slots ?? this.index()
    const mask = slots.length - 1
    const tag = (this.hash >>> ENTRY_BITS) << ENTRY_BITS
    for (let at = Math.imul(this.hash, 0x9e3779b1) & mask;; at = (at + 1) & mask) {
      const slot = slots[at]!
      if (slot === 0) return -1
      if (((slot ^ tag) >>> ENTRY_BITS) === 0 && this.equalsScratch((slot & ENTRY_MASK) - 1)) return (slot & ENTRY_MASK) - 1
    }
  }

  /** Entries of many ids, −1 where there is none. Without a table of all ids: one is made of the few that are sought. */
  findAll(ids: ReadonlyArray<string>): Int32Array {
    const found = new Int32Array(ids.length).fill(-1)
    if (ids.length === 0) return found
    if (this.slots !== undefined) return found.map((_, place) => this.find(ids[place]!))
    const sought = new IdTable(ids.length)
    const places = ids.map((id) => sought.intern(id))
    const entries = new Int32Array(sought.count).fill(-1)
    for (let entry = 0; entry < this.count; entry++) {
      const number = sought.findEntryOf(this, entry)
      if (number >= 0) entries[number] = entry
    }
    return found.map((_, place) => entries[places[place]!]!)
  }

  /** Adds the id and returns its entry, which is the count before; or returns `−1 − entry` of an id already there. */
  add(id: string): number {
    this.encode(id)
    return this.addScratch()
  }

  /** The entry of the id, added if it was new. */
  intern(id: string): number {
    const entry = this.add(id)
    return entry < 0 ? -1 - entry : entry
  }

  /** The id as text. */
  text(entry: number): string {
    const start = this.starts.array[entry]!
    const page = this.pages[start >>> PAGE_BITS]!
    const from = start & PAGE_MASK
    const to = from + this.lengths.array[entry]! + 1
    let text = ""
    for (let at = from; at < to; at++) {
      const byte = page[at]!
      if (byte >= 0x80) return decoder.decode(page.slice(from, to))
      text += String.fromCharCode(byte)
    }
    return text
  }

  /** Copies the id's UTF-8 bytes into a buffer and returns the position after them. */
  copyInto(entry: number, into: Uint8Array, position: number): number {
    const start = this.starts.array[entry]!
    const page = this.pages[start >>> PAGE_BITS]!
    const from = start & PAGE_MASK
    const length = this.lengths.array[entry]! + 1
    for (let offset = 0; offset < length; offset++) into[position + offset] = page[from + offset]!
    return position + length
  }

  /** Compares two ids by code point: negative, zero or positive. */
  compare(one: number, other: number): number {
    const oneStart = this.starts.array[one]!
    const otherStart = this.starts.array[other]!
    const onePage = this.pages[oneStart >>> PAGE_BITS]!
    const otherPage = this.pages[otherStart >>> PAGE_BITS]!
    const oneFrom = oneStart & PAGE_MASK
    const otherFrom = otherStart & PAGE_MASK
    const oneLength = this.lengths.array[one]! + 1
    const otherLength = this.lengths.array[other]! + 1
    const length = oneLength < otherLength ? oneLength : otherLength
    for (let offset = 0; offset < length; offset++) {
      const difference = onePage[oneFrom + offset]! - otherPage[otherFrom + offset]!
      if (difference !== 0) return difference
    }
    return oneLength - otherLength
  }

  /** How many bytes the ids of the entries have in common at their beginning. */
  sharedPrefix(entries: Uint32Array): number {
    if (entries.length === 0) return 0
    const first = new Uint8Array(LONGEST_ID_BYTES)
    const other = new Uint8Array(LONGEST_ID_BYTES)
    let shared = this.copyInto(entries[0]!, first, 0)
    for (const entry of entries) {
      const length = this.copyInto(entry, other, 0)
      if (length < shared) shared = length
      for (let offset = 0; offset < shared; offset++) if (first[offset] !== other[offset]) shared = offset
    }
    return shared
  }

  /** The five bytes from an offset as a number that sorts as they do; bytes beyond the end count as zero. */
  prefixNumber(entry: number, offset: number): number {
    const start = this.starts.array[entry]!
    const page = this.pages[start >>> PAGE_BITS]!
    const from = start & PAGE_MASK
    const length = this.lengths.array[entry]! + 1
    let number = 0
    for (let at = offset; at < offset + 5; at++) number = number * 256 + (at < length ? page[from + at]! : 0)
    return number
  }

  /** Finds an entry of another table here, without making a string of it. */
  findEntryOf(other: IdTable, entry: number): number {
    this.scratchLength = other.copyInto(entry, this.scratch, 0)
    this.hash = hashBytes(this.scratch, 0, this.scratchLength)
    const slots = this.slots ?? this.index()
    const mask = slots.length - 1
    const tag = (this.hash >>> ENTRY_BITS) << ENTRY_BITS
    for (let at = Math.imul(this.hash, 0x9e3779b1) & mask;; at = (at + 1) & mask) {
      const slot = slots[at]!
      if (slot === 0) return -1
      if (((slot ^ tag) >>> ENTRY_BITS) === 0 && this.equalsScratch((slot & ENTRY_MASK) - 1)) return (slot & ENTRY_MASK) - 1
    }
  }

  private addScratch(): number {
    if ((this.count + 1) > (this.slots?.length ?? 0) * LOAD) this.index()
    const slots = this.slots!
    const mask = slots.length - 1
    const tag = (this.hash >>> ENTRY_BITS) << ENTRY_BITS
    let at = Math.imul(this.hash, 0x9e3779b1) & mask
    for (;; at = (at + 1) & mask) {
      const slot = slots[at]!
      if (slot === 0) break
      if (((slot ^ tag) >>> ENTRY_BITS) === 0 && this.equalsScratch((slot & ENTRY_MASK) - 1)) return -(slot & ENTRY_MASK)
    }
    const entry = this.count++
    slots[at] = tag | (entry + 1)
    const length = this.scratchLength
    if ((this.tail & PAGE_MASK) + length > PAGE_SIZE || (this.tail & PAGE_MASK) === 0 && this.tail > 0) {
      this.page = Memory.bytes(PAGE_SIZE)
      this.pages.push(this.page)
      this.tail = (this.pages.length - 1) * PAGE_SIZE
    }
    const from = this.tail & PAGE_MASK
    for (let offset = 0; offset < length; offset++) this.page[from + offset] = this.scratch[offset]!
    this.starts.set(entry, this.tail)
    this.lengths.set(entry, length - 1)
    this.tail += length
    return entry
  }

  /** Makes (or makes larger) the table of slots from the ids that are there. */
  private index(): Uint32Array {
    let capacity = 1024
    while (capacity * LOAD < this.count + 1) capacity *= 2
    if (this.slots !== undefined && capacity <= this.slots.length) capacity = this.slots.length * 2
    const slots = new Uint32Array(capacity)
    const mask = capacity - 1
    for (let entry = 0; entry < this.count; entry++) {
      const start = this.starts.array[entry]!
      const from = start & PAGE_MASK
      const hash = hashBytes(this.pages[start >>> PAGE_BITS]!, from, from + this.lengths.array[entry]! + 1)
      let at = Math.imul(hash, 0x9e3779b1) & mask
      while (slots[at] !== 0) at = (at + 1) & mask
      slots[at] = ((hash >>> ENTRY_BITS) << ENTRY_BITS) | (entry + 1)
    }
    this.slots = slots
    return slots
  }

  private equalsScratch(entry: number): boolean {
    const length = this.scratchLength
    if (this.lengths.array[entry]! + 1 !== length) return false
    const start = this.starts.array[entry]!
    const page = this.pages[start >>> PAGE_BITS]!
    const from = start & PAGE_MASK
    for (let offset = 0; offset < length; offset++) {
      if (page[from + offset] !== this.scratch[offset]) return false
    }
    return true
  }

  private encode(id: string): void {
    const length = id.length
    const scratch = this.scratch
    let hash = 0x811c9dc5
    for (let offset = 0; offset < length; offset++) {
      const unit = id.charCodeAt(offset)
      if (unit >= 0x80) {
        const written = encoder.encodeInto(id, scratch).written
        this.scratchLength = written
        this.hash = hashBytes(scratch, 0, written)
        return
      }
      scratch[offset] = unit
      hash = Math.imul(hash ^ unit, 0x01000193)
    }
    this.scratchLength = length
    this.hash = finish(hash)
  }
}

const finish = (hash: number): number => {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

const hashBytes = (bytes: Uint8Array, from: number, to: number): number => {
  let hash = 0x811c9dc5
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return finish(hash)
}
