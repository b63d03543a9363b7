/**
 * A hash table over records that are met in time order and looked for within their span (a day, a month): it forgets
 * spans that lie behind, but keeps the span before, since in some zones a clock set back at midnight returns to it.
 */
export class RecentTable {
  private slots = new Uint32Array(INITIAL_SLOTS)
  private hashes = new Int32Array(INITIAL_SLOTS)
  private records = new Uint32Array(INITIAL_SLOTS)
  private spans = new Int32Array(INITIAL_SLOTS)
  private times = new Uint32Array(INITIAL_SLOTS)
  private count = 0
  private firstSpan = Number.NEGATIVE_INFINITY
  private current = 0
  private at = 0
  private sought = 0

  /** Forgets everything. */
  clear(): void {
    if (this.count > 0) {
      if (this.slots.length > LARGE_SLOTS) this.slots = new Uint32Array(INITIAL_SLOTS)
      else this.slots.fill(0)
      this.count = 0
    }
    this.firstSpan = Number.NEGATIVE_INFINITY
  }

  /** Tells in which span the records to come lie. */
  advance(span: number): void {
    if (span > this.firstSpan + 1) {
      this.clear()
      this.firstSpan = span
    }
    this.current = span
  }

  /** The first entry of the current span with that hash, or −1. */
  seek(hash: number): number {
    this.sought = hash | 0
    this.at = spread(this.sought) & (this.slots.length - 1)
    return this.scan()
  }

  /** The next such entry, or −1. */
  next(): number {
    this.at = (this.at + 1) & (this.slots.length - 1)
    return this.scan()
  }

  /** Enters a record under the hash sought, in the current span. */
  put(record: number): void {
    if (this.count === this.records.length) this.growEntries()
    const entry = this.count++
    this.records[entry] = record
    this.hashes[entry] = this.sought
    this.spans[entry] = this.current
    this.times[entry] = 1
    if (this.count > this.slots.length * 0.6) this.growSlots()
    else this.slots[this.at] = entry + 1
  }

  record(entry: number): number {
    return this.records[entry]!
  }

  /** Counts one more use of the entry; answers how many there were before. */
  use(entry: number): number {
    return this.times[entry]!++
  }

  private scan(): number {
    const mask = this.slots.length - 1
    for (;; this.at = (this.at + 1) & mask) {
      const slot = this.slots[this.at]!
      if (slot === 0) return -1
      if (this.hashes[slot - 1] === this.sought && this.spans[slot - 1] === this.current) return slot - 1
    }
  }

  private growEntries(): void {
    const grown = <A extends Int32Array | Uint32Array>(from: A, into: A): A => {
      into.set(from)
      return into
    }
    const length = this.records.length * 2
    this.records = grown(this.records, new Uint32Array(length))
    this.hashes = grown(this.hashes, new Int32Array(length))
    this.spans = grown(this.spans, new Int32Array(length))
    this.times = grown(this.times, new Uint32Array(length))
  }

  private growSlots(): void {
    const slots = new Uint32Array(this.slots.length * 2)
    const mask = slots.length - 1
    for (let entry = 0; entry < this.count; entry++) {
      let at = spread(this.hashes[entry]!) & mask
      while (slots[at] !== 0) at = (at + 1) & mask
      slots[at] = entry + 1
    }
    this.slots = slots
  }
}

const INITIAL_SLOTS = 16
const LARGE_SLOTS = 65_536

const spread = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return mixed ^ (mixed >>> 13)
}
