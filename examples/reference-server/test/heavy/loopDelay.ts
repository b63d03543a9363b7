/**
 * Loaded into a server before its program: notes how long its main thread was busy at a stretch, in processor time, so that other work
 * of the machine does not count. SIGUSR2 writes the longest stretch to standard error and begins again.
 */
import { isMainThread } from "node:worker_threads"

const EVERY_MILLIS = 5

if (isMainThread) {
  let longest = 0
  let before = process.threadCpuUsage()
  setInterval(() => {
    const now = process.threadCpuUsage()
    longest = Math.max(longest, (now.user + now.system - before.user - before.system) / 1000)
    before = now
  }, EVERY_MILLIS).unref()
  process.on("SIGUSR2", () => {
    process.stderr.write(`busy at a stretch: ${longest.toFixed(1)} ms\n`)
    longest = 0
  })
}
