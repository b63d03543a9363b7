/** A transaction pooler in front of a Postgres of the tests: Debian's `pgbouncer`, on a port of its own. */
import { spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "./PostgresServer.ts"

const places = ["/usr/sbin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"]

const MISSING = "These tests need pgbouncer, and found none in /usr/sbin, /usr/local/bin or /opt/homebrew/bin. Install it: apt-get install pgbouncer, or brew install pgbouncer."

const find = (): string | undefined => [process.env["PGBOUNCER"], ...places].find((path) => path !== undefined && existsSync(path))

const program = (): string => {
  const found = find()
  if (found === undefined) throw new Error(MISSING)
  return found
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", () => resolve(false))
  })

export class PgBouncer {
  readonly port: number
  private readonly folder: string
  private readonly process: ChildProcess

  private constructor(port: number, folder: string, child: ChildProcess) {
    this.port = port
    this.folder = folder
    this.process = child
  }

  /** Lends two sessions with a server's database, as one user, each for a transaction at a time. */
  static async start(serverPort: number, database: string, user: string, password: string): Promise<PgBouncer> {
    const port = await freePort()
    const folder = mkdtempSync(join(tmpdir(), "crm-procedure-pgbouncer-"))
    chmodSync(folder, 0o755)
    writeFileSync(join(folder, "users.txt"), `"${user}" "${password}"\n`)
    writeFileSync(join(folder, "pgbouncer.ini"), `[databases]
${database} = host=127.0.0.1 port=${serverPort} dbname=${database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${join(folder, "users.txt")}
pool_mode = transaction
default_pool_size = 2
`)
    // It refuses to run as root.
    const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const child = spawn(program(), [join(folder, "pgbouncer.ini")], { stdio: "ignore", ...unprivileged })
    while (!await answers(port)) {
      if (child.exitCode !== null) throw new Error(`pgbouncer ended with status ${child.exitCode}`)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return new PgBouncer(port, folder, child)
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      this.process.kill("SIGKILL")
      await once(this.process, "exit")
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}
