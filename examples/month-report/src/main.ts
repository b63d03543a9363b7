/**
 * `report <folder> --period 2024-03 --out <folder>`: see the README beside it. Runs `Command.ts`, bundled if it can be, in
 * this process begun anew: so neither what bundles nor what strips types stays in memory.
 */
import { fileURLToPath, pathToFileURL } from "node:url"
import * as Bundle from "./Bundle.ts"

/**
 * What is read dies young: a small young generation costs no time and takes some 30 MB less of each thread. What survives is
 * in columns outside the heap, so that the heap itself may grow slowly.
 */
const flags = ["--max-semi-space-size=2", "--heap-growing-percent=10"]

/** Where the C library is glibc: one arena, and what is freed goes back at once. Without it a month of four million records takes 70 MB more. */
const allocation = { MALLOC_ARENA_MAX: "1", MALLOC_TRIM_THRESHOLD_: "131072", MALLOC_MMAP_THRESHOLD_: "131072" }

/** For whoever replaces a module by a loader hook (the bench does): a bundle has no modules left. */
const asSources = process.env.MONTH_REPORT_AS_SOURCES !== undefined

const command = (asSources ? undefined : await Bundle.command()) ?? fileURLToPath(new URL("./Command.ts", import.meta.url))
if (process.platform !== "win32") {
  process.execve?.(process.execPath, [process.execPath, ...flags, ...process.execArgv, command, ...process.argv.slice(2)], { ...allocation, ...process.env })
}
await import(pathToFileURL(command).href)
