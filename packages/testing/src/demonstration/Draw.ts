/**
 * Repeatable chance: every draw is a function of a seed, a purpose and an index, so that any record can be made again
 * without having kept it.
 */

/** Spreads the bits of a 32-bit number (the finaliser of MurmurHash3, by Austin Appleby, public domain). */
export const mix = (value: number): number => {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** A 32-bit number for an index, for a purpose: other purposes of the same index are independent of it. */
export const at = (seed: number, purpose: number, index: number): number =>
  mix(mix(mix(seed + 0x9e3779b9) + Math.imul(purpose, 0x7feb352d)) + Math.imul(index, 0x9e3779b1))

/** The same as a fraction in `[0, 1)`. */
export const fractionAt = (seed: number, purpose: number, index: number): number => at(seed, purpose, index) / 4294967296

/** A run of draws that begins again at each {@link Draw.restart}: one object serves millions of records. */
export class Draw {
  private state = 0

  restart(seed: number, purpose: number, index: number): void {
    this.state = at(seed, purpose, index)
  }

  /** An integer in `[0, 2^32)`. */
  bits(): number {
    this.state = (this.state + 0x9e3779b9) | 0
    return mix(this.state)
  }

  /** A fraction in `[0, 1)`. */
  fraction(): number {
    return this.bits() / 4294967296
  }

  /** An integer in `[from, to]`. */
  between(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1))
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  pick<A>(items: ReadonlyArray<A>): A {
    return items[Math.floor(this.fraction() * items.length)] as A
  }
}

const greatestCommonDivisor = (one: number, other: number): number => other === 0 ? one : greatestCommonDivisor(other, one % other)

/**
 * A permutation of `[0, size)` in constant memory: `position → (position × step + shift) mod size`, with the step about
 * 0.618 of the size, so that neighbours land far apart. Exact up to a size of 2^32.
 */
export const permutation = (size: number, shift: number): (position: number) => number => {
  let step = Math.max(1, Math.floor(size * 0.6180339887498949))
  while (greatestCommonDivisor(step, size) !== 1) step++
  return (position) => {
    const low = step % 8192
    const high = (step - low) / 8192
    // two partial products, so that none leaves the integers that a double holds exactly
    return ((((high * position) % size) * 8192) % size + low * position + shift) % size
  }
}
