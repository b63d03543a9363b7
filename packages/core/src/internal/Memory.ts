/**
 * Columns of fixed-size values that grow, on memory that two threads can read. A month of millions of records lives
 * in such columns: nothing per record is an object.
 */
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
    this.array = allocate(Math.max(16, expected))
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

export const bytes = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length))
export const float64Array = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(length * 8))
export const uint32Array = (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(length * 4))
export const int32Array = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(length * 4))

export const float64 = (expected: number): Column<Float64Array> => new GrowableColumn(float64Array, expected)
export const uint32 = (expected: number): Column<Uint32Array> => new GrowableColumn(uint32Array, expected)
export const int32 = (expected: number): Column<Int32Array> => new GrowableColumn(int32Array, expected)
export const uint8 = (expected: number): Column<Uint8Array> => new GrowableColumn(bytes, expected)

/** A column over an array that somebody else filled. */
export const adopt = <A extends Numeric>(array: A): Column<A> => new GrowableColumn(() => array, 0)
