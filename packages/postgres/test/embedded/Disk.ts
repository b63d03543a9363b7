/**
 * What a disk holds when the power fails: of each file the bytes of its last sync, of each folder the names of its last sync. The
 * operating system may have written more than that by itself, of any file and folder; a seed draws which.
 *
 * It watches Node's own file calls, so it must be imported before what it watches.
 */
import fs from "node:fs"
import { dirname, join } from "node:path"

/** A number for a file or folder that outlives a rename, and that no later file takes over. */
const identityOf = ({ birthtimeNs, ino }: fs.BigIntStats): string => `${ino} ${birthtimeNs}`

const stat = (path: string): fs.BigIntStats => fs.lstatSync(path, { bigint: true })

const paths = new Map<number, string>()
const bytes = new Map<string, Buffer>()
const names = new Map<string, ReadonlyMap<string, string>>()
let syncs = 0

const namesIn = (folder: string): ReadonlyMap<string, string> => new Map(fs.readdirSync(folder).map((name) => [name, identityOf(stat(join(folder, name)))]))

const contentOf = (opened: number, size: number): Buffer => {
  const content = Buffer.alloc(size)
  try {
    fs.readSync(opened, content, 0, size, 0)
    return content
  } catch {
    // Opened for writing only.
    return fs.readFileSync(paths.get(opened)!)
  }
}

const note = (opened: number): void => {
  syncs++
  const found = fs.fstatSync(opened, { bigint: true })
  if (found.isDirectory()) names.set(identityOf(found), namesIn(paths.get(opened)!))
  else bytes.set(identityOf(found), contentOf(opened, Number(found.size)))
}

const { fdatasync, fdatasyncSync, fsyncSync, open, openSync } = fs

fs.openSync = ((path: string, flags: string, mode?: number) => {
  const opened = openSync(path, flags, mode)
  paths.set(opened, path)
  return opened
}) as typeof fs.openSync
fs.open = ((path: string, flags: string, done: (error: Error | null, opened: number) => void) =>
  open(path, flags, (error, opened) => {
    if (error === null) paths.set(opened, path)
    done(error, opened)
  })) as typeof fs.open
fs.fdatasyncSync = (opened) => {
  fdatasyncSync(opened)
  note(opened)
}
fs.fsyncSync = (opened) => {
  fsyncSync(opened)
  note(opened)
}
fs.fdatasync = ((opened: number, done: fs.NoParamCallback) =>
  fdatasync(opened, (error) => {
    if (error === null) note(opened)
    done(error)
  })) as typeof fs.fdatasync

/** How many syncs there were so far. */
export const syncsSoFar = (): number => syncs

/** Draws whether the operating system was faster than the power loss: the same for the same seed and path. */
const isWrittenAnyway = (seed: number, path: string): boolean => {
  if (seed === 0) return false
  let drawn = seed
  for (const character of path) drawn = Math.imul(drawn ^ character.codePointAt(0)!, 0x9e3779b1) >>> 0
  return drawn % 3 === 0
}

const leave = (from: string, into: string, identity: string, seed: number): void => {
  const found = fs.lstatSync(from, { bigint: true, throwIfNoEntry: false })
  const isSame = found !== undefined && identityOf(found) === identity
  if (isSame && !found.isDirectory() && !found.isFile()) return
  if (names.has(identity) || isSame && found.isDirectory()) {
    fs.mkdirSync(into, { mode: 0o700 })
    const kept = isSame && isWrittenAnyway(seed, `names of ${into}`) ? namesIn(from) : names.get(identity) ?? new Map<string, string>()
    for (const [name, inner] of kept) leave(join(from, name), join(into, name), inner, seed)
  } else {
    const content = isSame && isWrittenAnyway(seed, into) ? fs.readFileSync(from) : bytes.get(identity) ?? Buffer.alloc(0)
    fs.writeFileSync(into, content, { mode: 0o600 })
  }
}

/** Leaves in a new folder what a power loss at this moment would leave of a folder. With seed 0 only what was synced. */
export const losePower = (folder: string, into: string, seed: number): void => {
  const identity = identityOf(stat(folder))
  if (names.get(identityOf(stat(dirname(folder))))?.get(folder.slice(dirname(folder).length + 1)) !== identity) {
    throw new Error(`${folder} itself is not on the disk: the folder that it is in was not synced`)
  }
  leave(folder, into, identity, seed)
}
