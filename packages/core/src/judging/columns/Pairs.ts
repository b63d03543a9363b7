/** Pairs of small numbers, numbered themselves from 0 in the order of their first appearance. */
export class Pairs {
  readonly ones: Array<number> = []
  readonly others: Array<number> = []
  private readonly width: number
  private numbers: Int32Array | undefined
  private readonly size: number
  private further: Map<number, number> | undefined

  /** `one` below `ones`, `other` below `others`. */
  constructor(ones: number, others: number) {
    this.width = others
    this.size = ones * others
  }

  numberOf(one: number, other: number): number {
    const at = one * this.width + other
    if (this.numbers === undefined && this.size <= MOST_PAIRS) this.numbers = new Int32Array(this.size).fill(-1)
    const known = this.numbers === undefined ? this.further?.get(at) ?? -1 : this.numbers[at]!
    if (known >= 0) return known
    const number = this.ones.push(one) - 1
    this.others.push(other)
    if (this.numbers === undefined) (this.further ??= new Map()).set(at, number)
    else this.numbers[at] = number
    return number
  }
}

/** A table of so many numbers costs 4 MB. */
const MOST_PAIRS = 1 << 20
