/** A reference server as a process of its own, used over HTTP like by a client. */
import { spawn } from "node:child_process"
import type { ChildProcess } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const start = fileURLToPath(new URL("../src/start.ts", import.meta.url))

export const freshDirectory = (): string => mkdtempSync(join(tmpdir(), "reference-server-"))

export const remove = (directory: string): void => rmSync(directory, { recursive: true, force: true })

export interface ServerProcess {
  readonly url: string
  readonly child: ChildProcess
  /** Everything that it has said so far. */
  readonly output: () => string
  readonly log: () => string
  readonly get: (path: string, key?: string, headers?: Readonly<Record<string, string>>) => Promise<Response>
  readonly send: (method: string, path: string, key: string | undefined, body: string, headers?: Readonly<Record<string, string>>) => Promise<Response>
  /** Waits until `/ready` says so. */
  readonly ready: () => Promise<void>
  /** The keys that it printed, by role. */
  readonly keys: () => Readonly<Record<string, string>>
  /** The link for the first account, once it is printed. */
  readonly link: () => Promise<string>
  /** Sends a signal and answers the exit status, null when the signal ended it. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>
}

/** What does not come within so many milliseconds never comes, on a slow machine too. */
const PATIENCE = 200_000

/** Waits until something is found. */
export const until = async <A>(what: string, found: () => A | undefined | Promise<A | undefined>): Promise<A> => {
  const end = performance.now() + PATIENCE
  for (;;) {
    const value = await found()
    if (value !== undefined) return value
    if (performance.now() > end) throw new Error(`${what}: not within ${PATIENCE} ms`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}

export const environmentOf = (directory: string, environment: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
  const { DATABASE_URL: _, ...inherited } = process.env
  return { ...inherited, LANG: "es_CO.UTF-8", PORT: "0", DATA_DIR: directory, ...environment }
}

/** Runs a command of the server to its end. */
export const command = async (script: string, args: ReadonlyArray<string>, directory: string, environment: Readonly<Record<string, string>> = {}) => {
  const child = spawn(process.execPath, [fileURLToPath(new URL(`../src/${script}`, import.meta.url)), ...args], { env: environmentOf(directory, environment) })
  let output = ""
  let log = ""
  child.stdout.on("data", (bytes) => output += String(bytes))
  child.stderr.on("data", (bytes) => log += String(bytes))
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve))
  return { status, output, log }
}

/** Starts a server and answers as soon as it listens. */
export const begin = async (directory: string, environment: Readonly<Record<string, string>> = {}): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [start], { env: environmentOf(directory, environment), stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  let log = ""
  child.stdout.on("data", (bytes) => output += String(bytes))
  child.stderr.on("data", (bytes) => log += String(bytes))
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve))
  const mustLive = (): void => {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The server ended with ${child.exitCode ?? child.signalCode}: ${output}${log}`)
  }
  const url = await until("the address", () => {
    mustLive()
    return /(http:\/\/\S+)/.exec(output)?.[1]
  }).catch((error: Error) => {
    child.kill("SIGKILL")
    throw new Error(`${error.message}: ${output}${log}`)
  })
  const headersOf = (key: string | undefined, headers: Readonly<Record<string, string>>) => ({ ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...headers })
  return {
    url,
    child,
    output: () => output,
    log: () => log,
    get: (path, key, headers = {}) => fetch(url + path, { headers: headersOf(key, headers) }),
    send: (method, path, key, body, headers = {}) =>
      fetch(url + path, { method, body, headers: headersOf(key, { "content-type": "application/json", ...headers }) }),
    ready: async () => {
      await until("ready", async () => {
        mustLive()
        return (await fetch(`${url}/ready`)).status === 200 ? true : undefined
      })
    },
    keys: () => Object.fromEntries([...output.matchAll(/^\s+([a-z-]+)\s+(crm_\S+)$/gm)].map(([, role, key]) => [role!, key!])),
    link: () => until("the link", () => /(http\S+\/#\/invitacion\/\S+)/.exec(output)?.[1]),
    end: (signal = "SIGTERM") => {
      if (child.exitCode === null) child.kill(signal)
      return closed
    }
  }
}
