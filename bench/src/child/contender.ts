/** A thread in which one contender runs, a round whenever it is told to. */
import { parentPort, workerData } from "node:worker_threads"
import type { Answer, Contest } from "../Measure.ts"

const { module, name, size } = workerData as { readonly module: string; readonly name: string; readonly size: number }
const { contest } = await import(module) as { readonly contest: Contest }
const contender = await contest.make(name, size)

const answer = (message: Answer): void => parentPort!.postMessage(message)

const round = async (): Promise<void> => {
  const prepared = await contender.prepare?.()
  const usage = process.cpuUsage()
  const began = performance.now()
  await contender.run(prepared as never)
  const millis = performance.now() - began
  const { system, user } = process.cpuUsage(usage)
  answer({ kind: "round", millis, processorMillis: (system + user) / 1000 })
}

parentPort!.on("message", () => void round())
answer({ kind: "ready", count: contender.count, note: contender.note ?? "" })
