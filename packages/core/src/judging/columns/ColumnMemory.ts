/**
 * Columns of fixed-size values that grow, on memory that two threads can read. A month of millions of records lives
 * in such columns: nothing per record is an object.
 */
import { giveBack } from "../internal/WorkingMemory.ts"

type Numeric = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array

/** A growable column. Read `array[i]` for `i` below the count that the owner keeps. */
export interface Column<A extends Numeric> {
  array: A
  set(index: number, value: number): void
}

class GrowableColumn<A extends Numeric> implements Column<A> {
  array: A
  private readonly allocate: (length: number) => A
  constructor(allocate: (length: number) => A, expected: number) {
    this.allocate = allocate
    this.array = allocate(leastOf(expected))
  }
  set(index: number, value: number): void {
    if (index >= this.array.length) {
      const larger = this.allocate(Math.ceil(this.array.length * 1.3) + 16)
      larger.set(this.array as never)
      this.array = larger
    }
    this.array[index] = value
  }
}

/** How much memory the smallest columns are cut from, and how long such a column is at most; a multiple of eight. */
const SLAB_BYTES = 65_536
const SMALL_BYTES = 256

/** A browser shares memory between threads on isolated pages only. Elsewhere the columns belong to one thread. */
const SharedBuffer = (globalThis.SharedArrayBuffer as SharedArrayBufferConstructor | undefined) ?? (ArrayBuffer as unknown as SharedArrayBufferConstructor)

let slab = new SharedBuffer(0)
let used = 0

/** Zeroed memory. The columns of a single record are many and tiny: memory of its own would cost each more than what it holds. */
const make = <A extends Numeric>(Kind: new (buffer: SharedArrayBuffer, from: number, length: number) => A, length: number, bytesEach: number): A => {
  const size = length * bytesEach
  if (size > SMALL_BYTES) return new Kind(new SharedBuffer(size), 0, length)
  if (used + size > slab.byteLength) {
    slab = new SharedBuffer(SLAB_BYTES)
    used = 0
  }
  const from = used
  used += (size + 7) & ~7
  return new Kind(slab, from, length)
}

/** How many values a column has room for at first. A column that expects none has no room, so an unused column costs nothing. */
const leastOf = (expected: number): number => expected === 0 ? 0 : Math.max(16, expected)

export const bytes = (length: number): Uint8Array => make(Uint8Array<SharedArrayBuffer>, length, 1)
export const float64Array = (length: number): Float64Array => make(Float64Array<SharedArrayBuffer>, length, 8)
export const uint32Array = (length: number): Uint32Array => make(Uint32Array<SharedArrayBuffer>, length, 4)
export const int32Array = (length: number): Int32Array => make(Int32Array<SharedArrayBuffer>, length, 4)
const uint16Array = (length: number): Uint16Array => make(Uint16Array<SharedArrayBuffer>, length, 2)

export const float64 = (expected: number): Column<Float64Array> => new GrowableColumn(float64Array, expected)
export const uint32 = (expected: number): Column<Uint32Array> => new GrowableColumn(uint32Array, expected)
export const uint8 = (expected: number): Column<Uint8Array> => new GrowableColumn(bytes, expected)

/** A column over an array that is filled already. */
export const adopt = <A extends Numeric>(array: A): Column<A> => new GrowableColumn(() => array, 0)

/** Whole numbers from 0, in as few bytes as the largest so far needs: numbers of advisors, types, shapes. */
export type Naturals = Uint8Array | Uint16Array | Uint32Array

export class NaturalColumn {
  array: Naturals
  private largest: number

  constructor(array: Naturals) {
    this.array = array
    this.largest = array.BYTES_PER_ELEMENT === 1 ? 0xff : array.BYTES_PER_ELEMENT === 2 ? 0xffff : 0xffffffff
  }

  set(index: number, value: number): void {
    if (index >= this.array.length || value > this.largest) this.grow(index, value)
    this.array[index] = value
  }

  private grow(index: number, value: number): void {
    const length = index < this.array.length ? this.array.length : Math.ceil(this.array.length * 1.3) + 16
    const largest = Math.max(value, this.largest)
    const larger = largest <= 0xff ? bytes(length) : largest <= 0xffff ? uint16Array(length) : uint32Array(length)
    larger.set(this.array)
    this.array = larger
    this.largest = largest <= 0xff ? 0xff : largest <= 0xffff ? 0xffff : 0xffffffff
  }
}

export const naturals = (expected: number): NaturalColumn => new NaturalColumn(bytes(leastOf(expected)))

/** A column over an array that is filled already. */
export const adoptNaturals = (array: Naturals): NaturalColumn => new NaturalColumn(array)

/** Instants: whole seconds in four bytes each where all of them are such, else milliseconds in eight. */
export type Instants = Uint32Array | Float64Array

/** Stands for infinity among seconds. */
const NEVER = 0xffffffff

const noMillis = new Float64Array(0)

export class InstantColumn {
  private seconds: Uint32Array | undefined
  private millis: Float64Array

  constructor(array: Instants) {
    this.seconds = array instanceof Uint32Array ? array : undefined
    this.millis = array instanceof Uint32Array ? noMillis : array
  }

  get array(): Instants {
    return this.seconds ?? this.millis
  }

  at(index: number): number {
    const { seconds } = this
    if (seconds === undefined) return this.millis[index]!
    const second = seconds[index]!
    return second === NEVER ? Number.POSITIVE_INFINITY : second * 1000
  }

  set(index: number, instant: number): void {
    if (index >= this.array.length) this.resize(Math.ceil(this.array.length * 1.3) + 16)
    if (this.seconds !== undefined) {
      const second = instant === Number.POSITIVE_INFINITY ? NEVER : instant / 1000
      if (second === NEVER ? instant === Number.POSITIVE_INFINITY : second >= 0 && second < NEVER && second === Math.floor(second)) {
        this.seconds[index] = second
        return
      }
      this.widen()
    }
    this.millis[index] = instant
  }

  private resize(length: number): void {
    const larger = this.seconds === undefined ? float64Array(length) : uint32Array(length)
    larger.set(this.array)
    if (larger instanceof Uint32Array) this.seconds = larger
    else this.millis = larger
  }

  private widen(): void {
    const millis = float64Array(this.array.length)
    for (let index = 0; index < millis.length; index++) millis[index] = this.at(index)
    this.seconds = undefined
    this.millis = millis
  }
}

export const instants = (expected: number): InstantColumn => new InstantColumn(uint32Array(leastOf(expected)))

/** A column over an array that is filled already. */
export const adoptInstants = (array: Instants): InstantColumn => new InstantColumn(array)

/** Working memory of one thread, which its owner gives back. */
export class Scratch {
  array: Uint32Array<ArrayBuffer>

  constructor(length: number) {
    this.array = new Uint32Array(length)
  }

  set(index: number, value: number): void {
    if (index >= this.array.length) {
      this.array = new Uint32Array(this.array.buffer.transfer((Math.ceil(this.array.length * 1.3) + 16) * 4))
    }
    this.array[index] = value
  }

  release(): void {
    giveBack(this.array)
    this.array = new Uint32Array(0)
  }
}
