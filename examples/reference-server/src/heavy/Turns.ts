/**
 * Who may use a thread next. Dealerships take turns: a free thread goes to the dealership with the fewest requests in threads, and
 * among several to the dealership that has waited longest. Imports may run for minutes, so one thread is always left for questions.
 */

/** A request that waits or runs. */
export interface Turn {
  readonly dealership: string
  /** Whether it may take minutes. */
  readonly isLong: boolean
  /** Called when it may run. */
  readonly run: () => void
}

interface Lane {
  readonly waiting: Array<Turn>
  running: number
}

export interface Options {
  /** How many requests run at once. */
  readonly threads: number
  /** How many wait at most; one dealership's at most half of them. */
  readonly waiting: number
}

export class Turns {
  private readonly threads: number
  private readonly most: number
  /** Dealerships with requests. The dealership that was served last stands at the end. */
  private readonly lanes = new Map<string, Lane>()
  private readonly running = new Set<Turn>()
  private waiting = 0

  constructor({ threads, waiting }: Options) {
    this.threads = threads
    this.most = waiting
  }

  /** Takes a request in: it runs now or later. False: too many wait. */
  enter(turn: Turn): boolean {
    const lane = this.lanes.get(turn.dealership) ?? { waiting: [], running: 0 }
    if (this.waiting >= this.most || lane.waiting.length >= Math.ceil(this.most / 2)) return false
    this.lanes.set(turn.dealership, lane)
    lane.waiting.push(turn)
    this.waiting++
    this.serve()
    return true
  }

  /** Takes a request out that is done or no longer waits. */
  leave(turn: Turn): void {
    const lane = this.lanes.get(turn.dealership)
    if (lane === undefined) return
    const place = lane.waiting.indexOf(turn)
    if (place >= 0) {
      lane.waiting.splice(place, 1)
      this.waiting--
    } else if (this.running.delete(turn)) lane.running--
    if (lane.waiting.length + lane.running === 0) this.lanes.delete(turn.dealership)
    this.serve()
  }

  private serve(): void {
    while (this.running.size < this.threads) {
      const next = this.next()
      if (next === undefined) return
      const { lane, place } = next
      const [turn] = lane.waiting.splice(place, 1) as [Turn]
      this.waiting--
      lane.running++
      this.running.add(turn)
      this.lanes.delete(turn.dealership)
      this.lanes.set(turn.dealership, lane)
      turn.run()
    }
  }

  private next(): { readonly lane: Lane; readonly place: number } | undefined {
    const long = [...this.running].filter(({ isLong }) => isLong).length
    const mayRun = ({ isLong }: Turn): boolean => !isLong || long < Math.max(1, this.threads - 1)
    let best: { readonly lane: Lane; readonly place: number } | undefined
    for (const lane of this.lanes.values()) {
      const place = lane.waiting.findIndex(mayRun)
      if (place >= 0 && (best === undefined || lane.running < best.lane.running)) best = { lane, place }
    }
    return best
  }
}
