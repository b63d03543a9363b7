/** Preloaded into a measured process: says at its end what it used. */
import { writeFileSync } from "node:fs"
import { isMainThread } from "node:worker_threads"

const path = process.env.BENCH_USAGE
if (isMainThread && path !== undefined) process.once("exit", () => writeFileSync(path, JSON.stringify(process.resourceUsage())))
