/**
 * A 64 bit hash of text, in two lanes of 32 bits, for keys that are kept in columns instead of in strings. Not
 * cryptographic: a person who picks the keys can make them collide; the seed is there to make that harder.
 *
 * Text is taken two UTF-16 units at a time. Each lane's step is a bijection of the lane and of the block, so texts that
 * differ in one block only never collide; the end is a bijection of both lanes together.
 */

const FIRST_MULTIPLIER = 0x2c1b3c6d
const SECOND_MULTIPLIER = 0x297a2d39

const firstStep = (lane: number, block: number): number => {
  const product = Math.imul(lane ^ block, FIRST_MULTIPLIER)
  return (product << 13) | (product >>> 19)
}

const secondStep = (lane: number, block: number): number => {
  const product = Math.imul(((lane << 11) | (lane >>> 21)) + block, SECOND_MULTIPLIER)
  return product ^ (product >>> 15)
}

const mix = (lane: number): number => {
  let mixed = lane ^ (lane >>> 16)
  mixed = Math.imul(mixed, 0x7feb352d)
  mixed ^= mixed >>> 15
  mixed = Math.imul(mixed, 0x846ca68b)
  return mixed ^ (mixed >>> 16)
}

const firstStart = (seed: number): number => mix(seed + 0x6a09e667)
const secondStart = (seed: number): number => mix(Math.imul(seed, 0x3c6ef373) ^ 0x510e527f)

const finish = (first: number, second: number, units: number, out: Uint32Array): void => {
  const one = mix(first ^ units)
  const two = mix(second + one)
  const last = mix(one + two)
  out[0] = last
  out[1] = two + last
}

/** Hashes the UTF-16 units `[from, to)` of a text into `out[0]` and `out[1]`. */
export const hashRange = (text: string, from: number, to: number, out: Uint32Array, seed = 0): void => {
  let first = firstStart(seed)
  let second = secondStart(seed)
  const paired = to - 1
  let index = from
  for (; index < paired; index += 2) {
    const block = text.charCodeAt(index) | (text.charCodeAt(index + 1) << 16)
    first = firstStep(first, block)
    second = secondStep(second, block)
  }
  if (index < to) {
    const block = text.charCodeAt(index)
    first = firstStep(first, block)
    second = secondStep(second, block)
  }
  finish(first, second, to - from, out)
}

/** Hashes a whole text into `out[0]` and `out[1]`. */
export const hashInto = (text: string, out: Uint32Array, seed = 0): void => hashRange(text, 0, text.length, out, seed)

/** Hashes UTF-16 units that were never made a string: the same lanes as {@link hashInto} of the string they spell. */
export const hashUnits = (units: Uint16Array, from: number, to: number, out: Uint32Array, seed = 0): void => {
  let first = firstStart(seed)
  let second = secondStart(seed)
  const paired = to - 1
  let index = from
  for (; index < paired; index += 2) {
    const block = units[index]! | (units[index + 1]! << 16)
    first = firstStep(first, block)
    second = secondStep(second, block)
  }
  if (index < to) {
    const block = units[index]!
    first = firstStep(first, block)
    second = secondStep(second, block)
  }
  finish(first, second, to - from, out)
}
