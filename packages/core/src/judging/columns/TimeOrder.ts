/** The order of records by instant, then id. */
import type { IdTable } from "./IdTable.ts"
import * as Memory from "./ColumnMemory.ts"
import { giveBack } from "../internal/WorkingMemory.ts"

/** What instants are read from. */
export interface Instants {
  readonly at: (index: number) => number
}

/** Most instants lie within 139 years: 42 bits of milliseconds beside 22 bits of index make one sortable word. */
const WORD_BITS = 64

/**
 * Indexes 0 … count − 1 sorted by instant, then by id in code point order.
 * One word a record (milliseconds since the earliest, then index) is sorted natively; equal instants are then ordered by id.
 */
export const timeOrder = (instants: Instants, count: number, ids: Pick<IdTable, "compare">): Uint32Array => {
  const order = Memory.uint32Array(count)
  if (count <= 1) return order
  let earliest = Number.POSITIVE_INFINITY
  let latest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < count; i++) {
    const instant = instants.at(i)
    if (instant < earliest) earliest = instant
    if (instant > latest) latest = instant
  }
  const indexBits = Math.max(1, Math.ceil(Math.log2(count)))
  if (latest - earliest < 2 ** (WORD_BITS - 1 - indexBits)) sortWords(instants, count, earliest, indexBits, order)
  else {
    for (let i = 0; i < count; i++) order[i] = i
    order.sort((one, other) => instants.at(one) - instants.at(other))
  }
  orderTies(instants, count, ids, order)
  return order
}

const sortWords = (instants: Instants, count: number, earliest: number, indexBits: number, order: Uint32Array): void => {
  const halves = new Uint32Array(count * 2)
  const lowBits = 32 - indexBits
  const lowFactor = 2 ** lowBits
  const indexFactor = 2 ** indexBits
  for (let i = 0; i < count; i++) {
    const millis = instants.at(i) - earliest
    const high = Math.floor(millis / lowFactor)
    halves[2 * i] = (millis - high * lowFactor) * indexFactor + i
    halves[2 * i + 1] = high
  }
  // Words are laid out low half first, which is how every platform that Node runs on reads them.
  new BigUint64Array(halves.buffer).sort()
  const indexMask = indexFactor - 1
  for (let i = 0; i < count; i++) order[i] = halves[2 * i]! & indexMask
  giveBack(halves)
}

const orderTies = (instants: Instants, count: number, ids: Pick<IdTable, "compare">, order: Uint32Array): void => {
  let from = 0
  while (from < count) {
    const instant = instants.at(order[from]!)
    let to = from + 1
    let sorted = true
    while (to < count && instants.at(order[to]!) === instant) {
      if (sorted && ids.compare(order[to - 1]!, order[to]!) > 0) sorted = false
      to++
    }
    if (!sorted) order.set(Array.from(order.subarray(from, to)).sort((one, other) => ids.compare(one, other)), from)
    from = to
  }
}

/** Sorts entries of a table by their ids in code point order. Entries that are in order already cost one comparison each. */
export const idOrder = (entries: Uint32Array, ids: IdTable): Uint32Array => {
  let sorted = true
  for (let place = 1; sorted && place < entries.length; place++) sorted = ids.compare(entries[place - 1]!, entries[place]!) < 0
  if (sorted) return entries
  const prefixes = new Float64Array(entries.length)
  const shared = ids.sharedPrefix(entries)
  for (let place = 0; place < entries.length; place++) prefixes[place] = ids.prefixNumber(entries[place]!, shared)
  const places = timeOrder({ at: (place) => prefixes[place]! }, entries.length, { compare: (one, other) => ids.compare(entries[one]!, entries[other]!) })
  return places.map((place) => entries[place]!)
}
