/**
 * How often an address, or an account, may fail to show who it is. Each has a number of attempts, which come back evenly over a
 * window.
 */

/** At most so many addresses are remembered. The address without an attempt for the longest time is forgotten first. */
const ADDRESSES = 10_000

interface Attempts {
  readonly left: number
  /** When that many were left, in steady milliseconds. */
  readonly at: number
}

export class FailedAttempts {
  private readonly addresses = new Map<string, Attempts>()
  private readonly most: number
  private readonly windowMillis: number

  constructor(most: number, windowSeconds: number) {
    this.most = most
    this.windowMillis = windowSeconds * 1000
  }

  /** Counts an attempt. Answers how many milliseconds to wait before another one; 0 where this one is within the number. */
  take(address: string, now: number): number {
    const left = this.leftOf(address, now)
    const next = left >= 1 ? left - 1 : left
    // Put last again: the first of the map is the quietest.
    this.addresses.delete(address)
    this.addresses.set(address, { left: next, at: now })
    if (this.addresses.size > ADDRESSES) this.addresses.delete(this.addresses.keys().next().value!)
    return left >= 1 ? 0 : Math.ceil((1 - left) * this.windowMillis / this.most)
  }

  /** Takes back an attempt that was counted before its outcome was known, and was right. */
  giveBack(address: string, now: number): void {
    if (this.addresses.has(address)) this.addresses.set(address, { left: Math.min(this.most, this.leftOf(address, now) + 1), at: now })
  }

  private leftOf(address: string, now: number): number {
    const known = this.addresses.get(address)
    return known === undefined ? this.most : Math.min(this.most, known.left + Math.max(0, now - known.at) * this.most / this.windowMillis)
  }
}
