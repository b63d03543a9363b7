/** The last n instants of each advisor: a burst is n of them within a window. */
export class RecentInstants {
  private readonly count: number
  private readonly instants: Float64Array
  private readonly next: Uint32Array

  constructor(advisors: number, count: number) {
    this.count = count
    this.instants = new Float64Array(advisors * count).fill(Number.NEGATIVE_INFINITY)
    this.next = new Uint32Array(advisors)
  }

  /** Adds an advisor's instant, which is not before those added; returns the n-th last one, or minus infinity while there are fewer. */
  add(advisor: number, instant: number): number {
    const place = this.next[advisor]!
    this.instants[advisor * this.count + place] = instant
    const oldest = place + 1 === this.count ? 0 : place + 1
    this.next[advisor] = oldest
    return this.instants[advisor * this.count + oldest]!
  }
}
