/**
 * Ids remembered by the million, and found again. Most ids of a system differ only in a number at their end (`A-2024-03-000123`):
 * of these the number is kept, beside the shape that many ids share. Any other id is kept as its UTF-8 bytes, a UUID as its
 * sixteen. A table never keeps a caller's string alive, since a string cut out of a file's chunk holds the whole chunk.
 *
 * Ids compare by their UTF-8 bytes, which is code point order, as the contract sorts them.
 */
import { IdShapes } from "./IdShapes.ts"
import type { IdShape } from "./IdShapes.ts"
import * as Memory from "./ColumnMemory.ts"
import { giveBack } from "../internal/WorkingMemory.ts"

/** Small, so that a table of a few ids costs little: of many it soon grows. */
const LEAST_SLOTS = 16
/** How full the slots may be. */
const LOAD = 0.75
/** Bits of a slot that name the entry; the rest is a tag of the hash that spares most comparisons. */
const ENTRY_BITS = 26
const ENTRY_MASK = (1 << ENTRY_BITS) - 1
/** Neighbouring numbers share a line of the processor's cache. */
const NEIGHBOUR_BITS = 4
const NEIGHBOURS = (1 << NEIGHBOUR_BITS) - 1
/** Longest UTF-8 form of an id of 64 characters. */
export const LONGEST_ID_BYTES = 256
/** The shape of an id that is kept as bytes: its number is where they are. */
const BYTES = 0

/** Room for the id that is looked up at the moment. All tables share it. */
const inHand = new Uint8Array(LONGEST_ID_BYTES)
const beside = new Uint8Array(LONGEST_ID_BYTES)

const decoder = new TextDecoder("utf-8", { ignoreBOM: true })

/** What can cross a thread. */
export interface IdColumns {
  readonly count: number
  readonly shapes: ReadonlyArray<IdShape>
  readonly pages: ReadonlyArray<Uint8Array>
  readonly shape: Memory.Naturals
  readonly number: Uint32Array
}

export class IdTable {
  count: number
  private readonly shapes: IdShapes
  private readonly shape: Memory.NaturalColumn
  private readonly number: Memory.Column<Uint32Array>
  private slots: Uint32Array<ArrayBuffer> | undefined

  constructor(expected: number, columns?: IdColumns) {
    if (columns === undefined) {
      this.count = 0
      this.shapes = new IdShapes()
      this.shape = Memory.naturals(expected)
      this.number = Memory.uint32(expected)
      let capacity = LEAST_SLOTS
      while (capacity * LOAD < expected) capacity *= 2
      this.slots = new Uint32Array(capacity)
    } else {
      this.count = columns.count
      this.shapes = new IdShapes(columns.shapes, columns.pages)
      this.shape = Memory.adoptNaturals(columns.shape)
      this.number = Memory.adopt(columns.number)
      this.slots = undefined
    }
  }

  /** Takes over the ids of another thread's table. */
  static fromColumns(columns: IdColumns): IdTable {
    return new IdTable(0, columns)
  }

  columns(): IdColumns {
    return { count: this.count, shapes: this.shapes.shapes, pages: this.shapes.pages, shape: this.shape.array, number: this.number.array }
  }

  /** Forgets how to look ids up, and gives the memory back: the ids themselves stay. */
  closeIndex(): void {
    if (this.slots !== undefined) giveBack(this.slots)
    this.slots = undefined
  }

  /** Entry of the id, or −1. */
  find(id: string): number {
    this.shapes.read(id)
    return this.seek(this.shapes.hash)
  }

  /** The entries of many ids, −1 where there is none. It needs no index of all ids: it makes one of the ids that are sought. */
  findAll(ids: ReadonlyArray<string>): Int32Array {
    const found = new Int32Array(ids.length).fill(-1)
    if (ids.length === 0) return found
    if (this.slots !== undefined) return found.map((_, place) => this.find(ids[place]!))
    const sought = new IdTable(ids.length)
    const places = ids.map((id) => sought.intern(id))
    const entries = this.findTable(sought)
    return found.map((_, place) => entries[places[place]!]!)
  }

  /** Entries here of all ids of another, smaller table, −1 where there is none. */
  findTable(sought: IdTable): Int32Array {
    const entries = new Int32Array(sought.count).fill(-1)
    if (sought.count === 0) return entries
    if (this.slots !== undefined) {
      const match = this.matcher(sought)
      return entries.map((_, number) => match(number))
    }
    const match = sought.matcher(this)
    for (let entry = 0; entry < this.count; entry++) {
      const number = match(entry)
      if (number >= 0) entries[number] = entry
    }
    return entries
  }

  /** Adds the id and returns its entry, which is the count before; or returns `−1 − entry` of an id already there. */
  add(id: string): number {
    this.shapes.readOrMake(id)
    const { hash } = this.shapes
    const known = this.seek(hash)
    if (known >= 0) return -1 - known
    const entry = this.count++
    this.shape.set(entry, this.shapes.shape)
    this.number.set(entry, this.shapes.shape === BYTES ? this.shapes.keepBytes() : this.shapes.number)
    if (this.count > this.slots!.length * LOAD) this.index()
    else this.slots![this.at] = ((hash >>> ENTRY_BITS) << ENTRY_BITS) | (entry + 1)
    return entry
  }

  /** The entry of the id, added if it was new. */
  intern(id: string): number {
    const entry = this.add(id)
    return entry < 0 ? -1 - entry : entry
  }

  /** The id as text. */
  text(entry: number): string {
    const end = this.copyInto(entry, inHand, 0)
    for (let at = 0; at < end; at++) if (inHand[at]! >= 0x80) return decoder.decode(inHand.subarray(0, end))
    return String.fromCharCode.apply(null, inHand.subarray(0, end) as unknown as Array<number>)
  }

  /** Copies the id's UTF-8 bytes into a buffer and returns the position after them. */
  copyInto(entry: number, into: Uint8Array, position: number): number {
    const shape = this.shape.array[entry]!
    const number = this.number.array[entry]!
    return shape === BYTES ? this.shapes.copyBytes(number, into, position) : this.shapes.copyNumbered(shape, number, into, position)
  }

  /** Compares two ids by code point: negative, zero or positive. */
  compare(one: number, other: number): number {
    const shape = this.shape.array[one]!
    // Of one shape, ids have the same beginning and as many digits: their numbers sort as they do.
    if (shape !== BYTES && shape === this.shape.array[other]!) return this.number.array[one]! - this.number.array[other]!
    const oneLength = this.copyInto(one, inHand, 0)
    const otherLength = this.copyInto(other, beside, 0)
    const length = oneLength < otherLength ? oneLength : otherLength
    for (let at = 0; at < length; at++) {
      const difference = inHand[at]! - beside[at]!
      if (difference !== 0) return difference
    }
    return oneLength - otherLength
  }

  /** How many bytes the ids of the entries have in common at their beginning. */
  sharedPrefix(entries: Uint32Array): number {
    if (entries.length === 0) return 0
    let shared = this.copyInto(entries[0]!, inHand, 0)
    for (const entry of entries) {
      const length = this.copyInto(entry, beside, 0)
      if (length < shared) shared = length
      for (let at = 0; at < shared; at++) if (inHand[at] !== beside[at]) shared = at
    }
    return shared
  }

  /** The five bytes from an offset as a number that sorts as they do; bytes beyond the end count as zero. */
  prefixNumber(entry: number, offset: number): number {
    const length = this.copyInto(entry, inHand, 0)
    let number = 0
    for (let at = offset; at < offset + 5; at++) number = number * 256 + (at < length ? inHand[at]! : 0)
    return number
  }

  /** Finds another table's entries here, without making strings of them where their shape is known here. */
  matcher(other: IdTable): (entry: number) => number {
    const shapes = other.shapes.shapes.map((shape) => this.shapes.find(shape))
    return (entry) => {
      const shape = other.shape.array[entry]!
      if (shape === BYTES) return this.find(other.text(entry))
      const own = shapes[shape]!
      if (own < 0) return -1
      this.shapes.take(own, other.number.array[entry]!)
      return this.seek(this.shapes.hash)
    }
  }

  private at = 0

  /** The entry of what `shapes` has read, or −1, with `at` the free slot. */
  private seek(hash: number): number {
    const slots = this.slots ?? this.index()
    const mask = slots.length - 1
    const tag = (hash >>> ENTRY_BITS) << ENTRY_BITS
    const { number, shape } = this.shapes
    for (let at = homeOf(hash, number) & mask;; at = (at + 1) & mask) {
      const slot = slots[at]!
      if (slot === 0) {
        this.at = at
        return -1
      }
      if (((slot ^ tag) >>> ENTRY_BITS) !== 0) continue
      const entry = (slot & ENTRY_MASK) - 1
      if (this.shape.array[entry]! !== shape) continue
      if (shape === BYTES ? this.shapes.equalsBytes(this.number.array[entry]!) : this.number.array[entry]! === number) return entry
    }
  }

  /** Makes (or makes larger) the table of slots from the ids that are there. */
  private index(): Uint32Array<ArrayBuffer> {
    let capacity = LEAST_SLOTS
    while (capacity * LOAD < this.count + 1) capacity *= 2
    if (this.slots !== undefined && capacity <= this.slots.length) capacity = this.slots.length * 2
    this.closeIndex()
    const slots = new Uint32Array(capacity)
    const mask = capacity - 1
    for (let entry = 0; entry < this.count; entry++) {
      const number = this.number.array[entry]!
      const hash = this.shapes.hashOf(this.shape.array[entry]!, number)
      let at = homeOf(hash, number) & mask
      if (this.shape.array[entry]! === BYTES) at = homeOf(hash, 0) & mask
      while (slots[at] !== 0) at = (at + 1) & mask
      slots[at] = ((hash >>> ENTRY_BITS) << ENTRY_BITS) | (entry + 1)
    }
    this.slots = slots
    return slots
  }
}

/** Where an id is looked for first: blocks of neighbouring numbers anywhere, neighbours side by side. */
const homeOf = (hash: number, number: number): number => (hash & ~NEIGHBOURS) | (number & NEIGHBOURS)
