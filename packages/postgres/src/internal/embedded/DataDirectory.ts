/** The embedded database's data directory: private, and on the disk before anything in it is acknowledged. */
import { PGlite } from "@electric-sql/pglite"
import fs from "node:fs"
import { dirname, join, resolve } from "node:path"
import { promisify } from "node:util"
import * as PrivateFolder from "../../PrivateFolder.ts"
import { DurableFiles } from "./DurableFiles.ts"

const open = promisify(fs.open)
const close = promisify(fs.close)
const fdatasync = promisify(fs.fdatasync)
const readdir = promisify(fs.readdir)

/** How many files are synced at once. */
const AT_ONCE = 16

/** Syncs one file or folder. */
const sync = async (path: string): Promise<void> => {
  const opened = await open(path, "r")
  try {
    await fdatasync(opened)
  } finally {
    await close(opened)
  }
}

/** Every file and folder in a folder, and the folder itself. */
export const treeOf = async (folder: string): Promise<ReadonlyArray<string>> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return [folder, ...entries.filter((entry) => entry.isFile() || entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))]
}

export const syncTree = async (folder: string): Promise<void> => {
  const paths = [...await treeOf(folder)]
  const work = async (): Promise<void> => {
    for (let path = paths.pop(); path !== undefined; path = paths.pop()) await sync(path)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

/** A file that says that everything in the directory was synced once: Postgres itself syncs what it writes, and not what initdb wrote. */
const SYNCED = "crm-procedure-synced"

/** Without `-F`, which turns `fsync` off. Of the ways to sync the log only this one reaches the file layer. */
const durable = [...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"), "-c", "wal_sync_method=fsync"]

/** A log file that is no longer needed is removed, not used again: its old content would stay in it. */
const forgetful = ["-c", "wal_recycle=off"]

/** Postgres' own buffers. The operating system keeps the files' pages besides, and the process never gives this memory back. Its default is 128 MB. */
const modest = ["-c", "shared_buffers=64MB"]

/**
 * Opens the database of a directory, which is made when it is missing. `onLogSegment` is called for each new segment of the
 * write-ahead log. Rejects with an `Error` whose message says why a directory can't be used.
 */
export const openIn = async (directory: string, onLogSegment: () => void): Promise<PGlite> => {
  const path = resolve(directory)
  const isDatabase = fs.existsSync(join(path, "PG_VERSION"))
  const fault = PrivateFolder.prepare(path, () => isDatabase)
  if (fault !== undefined) throw new Error(PrivateFolder.messageOf(fault))
  const database = await PGlite.create({ fs: new DurableFiles(path, onLogSegment), startParams: [...durable, ...forgetful, ...modest] })
  const mark = join(path, SYNCED)
  if (!fs.existsSync(mark)) {
    await syncTree(path)
    fs.writeFileSync(mark, "", { mode: 0o600 })
    await sync(mark)
    await sync(path)
    await sync(dirname(path))
  }
  return database
}
