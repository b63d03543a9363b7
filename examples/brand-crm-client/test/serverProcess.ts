/** The reference server as a process of its own, which can be killed and started again on the same folder. */
import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { fileURLToPath } from "node:url"

const start = fileURLToPath(new URL("../../reference-server/src/start.ts", import.meta.url))

export interface Served {
  readonly url: string
  /** The keys that it printed, by role. */
  readonly keys: Readonly<Record<string, string>>
  readonly kill: (signal: NodeJS.Signals) => Promise<void>
}

/** Starts it with further settings of its environment, and answers as soon as it is ready. */
export const serve = async (directory: string, port = 0, settings: Readonly<Record<string, string>> = {}): Promise<Served> => {
  const { DATABASE_URL: _, ...inherited } = process.env
  const child: ChildProcess = spawn(process.execPath, [start], {
    env: { ...inherited, LC_ALL: "C", PORT: String(port), DATA_DIR: directory, WEBHOOKS_TO_PRIVATE_ADDRESSES: "1", LOG_LEVEL: "None", ...settings },
    stdio: ["ignore", "pipe", "pipe"]
  })
  let said = ""
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()))
  await new Promise<void>((resolve, reject) => {
    const look = (text: Buffer) => {
      said += String(text)
      if (/Ready: [\s\S]*\n$/.test(said)) resolve()
    }
    child.stdout!.on("data", look)
    child.stderr!.on("data", (text) => said += String(text))
    child.once("close", (status) => reject(new Error(`The server ended with ${status}: ${said}`)))
  })
  return {
    url: /Ready: (\S+)/.exec(said)![1]!,
    keys: Object.fromEntries([...said.matchAll(/^\s+([a-z-]+)\s+(crm_\S+)$/gm)].map(([, role, key]) => [role!, key!])),
    kill: async (signal) => {
      child.kill(signal)
      await closed
    }
  }
}
