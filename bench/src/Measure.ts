/** Contenders measured side by side: round after round, each in turn, and the medians of the rounds. */
import { availableParallelism, loadavg } from "node:os"

/** What one contender took in the median of its rounds. */
export interface Result {
  readonly name: string
  /** Records, rows or lines of one round. */
  readonly count: number
  readonly medianMillis: number
  /** The fastest round: what is least disturbed on a machine that others use too. */
  readonly leastMillis: number
  /** Processor time of the median round, all threads: what a busy machine can't lengthen by making somebody wait. */
  readonly processorMillis: number
  readonly note: string
}

export interface Contender {
  readonly name: string
  /** How many records one round of this contender handles: slow peers get fewer. */
  readonly count: number
  readonly note?: string
  /** Anything that must be fresh for each round, not measured. */
  readonly prepare?: () => unknown
  readonly run: (prepared: never) => unknown
}

const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export const medians = (
  name: string,
  count: number,
  rounds: ReadonlyArray<{ readonly millis: number; readonly processorMillis: number }>,
  note = ""
): Result => ({
  name,
  count,
  medianMillis: median(rounds.map(({ millis }) => millis)),
  leastMillis: Math.min(...rounds.map(({ millis }) => millis)),
  processorMillis: median(rounds.map(({ processorMillis }) => processorMillis)),
  note
})

/** Runs every contender once to warm up and then `rounds` times, in turn. */
export const sideBySide = async (contenders: ReadonlyArray<Contender>, rounds: number): Promise<ReadonlyArray<Result>> => {
  const taken = contenders.map((): Array<{ millis: number; processorMillis: number }> => [])
  for (let round = -1; round < rounds; round++) {
    for (const [place, contender] of contenders.entries()) {
      const prepared = contender.prepare?.()
      const usage = process.cpuUsage()
      const began = performance.now()
      await contender.run(prepared as never)
      const millis = performance.now() - began
      const { system, user } = process.cpuUsage(usage)
      if (round >= 0) taken[place]!.push({ millis, processorMillis: (system + user) / 1000 })
    }
  }
  return contenders.map(({ count, name, note }, place) => medians(name, count, taken[place]!, note))
}

/** Nanoseconds a record, by the wall clock. */
export const nanoseconds = (result: Result): number => (result.medianMillis * 1e6) / result.count

/** How often the machine's processors were asked for at once of late: above their number, results are coarse. */
export const load = (): string => `${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} processors`
