/** A program run as a process of its own: its time from start to end, its processor time, its peak memory. */
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export interface Usage {
  readonly millis: number
  readonly processorMillis: number
  /** The largest resident set. */
  readonly peakMegabytes: number
}

const preload = (name: string): string => new URL(`./child/${name}.ts`, import.meta.url).href
const usageFile = join(tmpdir(), `crm-procedure-bench-usage-${process.pid}.json`)

/** Runs a TypeScript program of the repository, `path` from its root. */
export const run = (path: string, args: ReadonlyArray<string>, preloads: ReadonlyArray<string> = []): Promise<Usage> =>
  new Promise((resolve, reject) => {
    const imports = ["reportUsage", ...preloads].flatMap((name) => ["--import", preload(name)])
    const began = performance.now()
    const child = spawn(process.execPath, [...imports, fileURLToPath(new URL(`../../${path}`, import.meta.url)), ...args], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, BENCH_USAGE: usageFile }
    })
    child.on("error", reject)
    child.on("exit", (code) => {
      const millis = performance.now() - began
      if (code !== 0) return reject(new Error(`${path} ended with status ${code}`))
      const { peakKilobytes, processorMicros } = JSON.parse(readFileSync(usageFile, "utf8")) as Readonly<Record<"peakKilobytes" | "processorMicros", number>>
      resolve({ millis, processorMillis: processorMicros / 1000, peakMegabytes: peakKilobytes / 1024 })
    })
  })
