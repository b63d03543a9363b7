/** The programs of the server's threads. In the bundle they lie beside the file that starts them. */
import { Worker } from "node:worker_threads"
import type { WorkerOptions } from "node:worker_threads"

const programs = { DirectoryMaker: "./DirectoryMaker.ts", DatabaseThread: "../storage/DatabaseThread.ts", JudgingThread: "../heavy/JudgingThread.ts", UpkeepThread: "../heavy/UpkeepThread.ts" } as const

/** Starts a thread. The system shows it under the program's name. */
export const start = (program: keyof typeof programs, options?: WorkerOptions): Worker =>
  new Worker(new URL(import.meta.url.endsWith(".ts") ? programs[program] : `./${program}.js`, import.meta.url), { name: program, ...options })
