/** Preloaded into a measured process: says at its end what it used. */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { isMainThread } from "node:worker_threads"

/** Linux counts a parent's memory into `maxRSS` of what it starts; the high-water mark of `status` is the process's own. */
const peakKilobytes = (): number => {
  const status = "/proc/self/status"
  const mark = existsSync(status) ? /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(status, "utf8")) : null
  return mark === null ? process.resourceUsage().maxRSS : Number(mark[1])
}

const path = process.env.BENCH_USAGE
if (isMainThread && path !== undefined) {
  process.once("exit", () => {
    const { systemCPUTime, userCPUTime } = process.resourceUsage()
    writeFileSync(path, JSON.stringify({ processorMicros: systemCPUTime + userCPUTime, peakKilobytes: peakKilobytes() }))
  })
}
