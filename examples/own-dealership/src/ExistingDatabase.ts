/** Makes a database as the old program left it, for demonstrations and tests. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"

const existing = (name: "schema" | "rows"): string => readFileSync(new URL(`../existing/${name}.sql`, import.meta.url), "utf8")

const fill = (connection: DatabaseSync, withRows: boolean): DatabaseSync => {
  connection.exec(existing("schema"))
  if (withRows) connection.exec(existing("rows"))
  return connection
}

/** In memory, for as long as the connection is open. */
export const inMemory = (withRows = false): DatabaseSync => fill(new DatabaseSync(":memory:", { enableForeignKeyConstraints: false }), withRows)

/** In a file of a folder of its own; `remove` takes both away. */
export const inFile = (withRows = false): { readonly file: string; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), "own-dealership-"))
  const file = join(folder, "motores.db")
  fill(new DatabaseSync(file, { enableForeignKeyConstraints: false }), withRows).close()
  return { file, remove: () => rmSync(folder, { recursive: true }) }
}
