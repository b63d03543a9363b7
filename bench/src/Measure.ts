/** Contenders measured side by side: round after round, each in turn, and the medians of the rounds. */
import { once } from "node:events"
import { availableParallelism, loadavg } from "node:os"
import { Worker } from "node:worker_threads"

/** Rounds before those that count: what is compiled late is compiled by then. */
const WARM_UP = 2

/** What one contender took in the median of its rounds. */
export interface Result {
  readonly name: string
  /** Records, rows or lines of one round. */
  readonly count: number
  readonly medianMillis: number
  /** The fastest round: what is least disturbed on a machine that others use too. */
  readonly leastMillis: number
  /** Processor time of the median round, all threads: which does not grow when a busy machine makes the process wait. */
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

/** A module with contenders: it names them, and makes one of them with all that it needs. */
export interface Contest {
  readonly names: ReadonlyArray<string>
  readonly make: (name: string, size: number) => Promise<Contender> | Contender
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

/** What a contender's thread answers after it is ready, and after each round. */
export type Answer =
  | { readonly kind: "ready"; readonly count: number; readonly note: string }
  | { readonly kind: "round"; readonly millis: number; readonly processorMillis: number }

/**
 * Runs every contender of a contest once to warm up and then `rounds` times, in turn. Each has a thread of its own with its
 * own heap and its own compiled code, so that none spoils another's.
 */
export const sideBySide = async (module: URL, names: ReadonlyArray<string>, size: number, rounds: number): Promise<ReadonlyArray<Result>> => {
  const threads: Array<{ readonly name: string; readonly worker: Worker; readonly ready: Extract<Answer, { kind: "ready" }> }> = []
  for (const name of names) {
    const worker = new Worker(new URL("./child/contender.ts", import.meta.url), { workerData: { module: module.href, name, size } })
    const [ready] = await once(worker, "message") as [Extract<Answer, { kind: "ready" }>]
    threads.push({ name, worker, ready })
  }
  const taken = names.map((): Array<{ readonly millis: number; readonly processorMillis: number }> => [])
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const [place, { worker }] of threads.entries()) {
      worker.postMessage("run")
      const [answer] = await once(worker, "message") as [Extract<Answer, { kind: "round" }>]
      if (round >= 0) taken[place]!.push(answer)
    }
  }
  await Promise.all(threads.map(({ worker }) => worker.terminate()))
  return threads.map(({ name, ready }, place) => medians(name, ready.count, taken[place]!, ready.note))
}

/** Nanoseconds a record, by the wall clock. */
export const nanoseconds = (result: Result): number => (result.medianMillis * 1e6) / result.count

/** How often the machine's processors were asked for at once of late: above their number, results are coarse. */
export const load = (): string => `${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} processors`
