/**
 * Folders that belong to one user. A database writes names and phones of customers into its files: every user who may open the files
 * can read them.
 *
 * On Windows a folder has no such modes. There its access list decides, and nothing here does anything.
 */
import { chmodSync, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from "node:fs"
import { join } from "node:path"

const GROUP_AND_OTHERS = 0o077
const OTHERS_WRITE = 0o002
const FOLDER_MODE = 0o700

/** Why a folder can't be made private. */
export type Fault =
  /** It is another user's, who may enter it at any time. `path`, and the number of that user. */
  | { readonly _tag: "AnothersFolder"; readonly path: string; readonly owner: number }
  /** Every user may write into it, and it is not empty: what lies there may be planted. */
  | { readonly _tag: "WritableByAll"; readonly path: string; readonly mode: string }
  /** It holds something that is not the database's, which would be closed to its readers. */
  | { readonly _tag: "HoldsOtherThings"; readonly path: string; readonly mode: string; readonly name: string }
  /** Its mode does not change, as on file systems that know no users. */
  | { readonly _tag: "StaysOpen"; readonly path: string; readonly mode: string }

/** A mode as `chmod` takes it: `0755`. */
const modeOf = ({ mode }: Stats): string => `0${(mode & 0o7777).toString(8)}`

const isOpen = ({ mode }: Stats): boolean => (mode & GROUP_AND_OTHERS) !== 0

/** Takes group and others the rights to a file or folder and to everything in it; a link is left as it is. */
const close = (path: string, found: Stats): void => {
  if (found.isSymbolicLink()) return
  if (isOpen(found)) chmodSync(path, found.mode & 0o7777 & ~GROUP_AND_OTHERS)
  if (found.isDirectory()) for (const name of readdirSync(path)) closeFound(join(path, name))
}

const closeFound = (path: string): void => {
  const found = lstatSync(path, { throwIfNoEntry: false })
  // A file that the database has removed meanwhile.
  if (found !== undefined) close(path, found)
}

/** The user of this process; undefined where the system has no such numbers. */
const user = (): number | undefined => process.getuid?.()

/**
 * Makes a folder, with mode 0700, and its parents where they are missing. Tightens one that is there: group and others lose every
 * right to it and to what `isOwn` says of its content, all the way down.
 *
 * Refused, and answered as a fault, is a folder whose content can't be trusted or that can't be closed: another user's; one into
 * which every user may write, unless it is empty; one that others may enter and that holds things besides `isOwn`; one whose mode
 * does not change. Undefined: the folder is private.
 */
export const prepare = (path: string, isOwn: (name: string) => boolean = () => true): Fault | undefined => {
  mkdirSync(path, { recursive: true, mode: FOLDER_MODE })
  if (user() === undefined) return undefined
  const found = statSync(path)
  if (found.uid !== user()) return { _tag: "AnothersFolder", path, owner: found.uid }
  const names = readdirSync(path)
  const mode = modeOf(found)
  if ((found.mode & OTHERS_WRITE) !== 0 && names.length > 0) return { _tag: "WritableByAll", path, mode }
  const foreign = isOpen(found) ? names.find((name) => !isOwn(name)) : undefined
  if (foreign !== undefined) return { _tag: "HoldsOtherThings", path, mode, name: foreign }
  if (isOpen(found)) chmodSync(path, FOLDER_MODE)
  for (const name of names) if (isOwn(name)) closeFound(join(path, name))
  const left = statSync(path)
  return isOpen(left) ? { _tag: "StaysOpen", path, mode: modeOf(left) } : undefined
}

/** What was found, what is expected and what to do, in English. */
export const messageOf = (fault: Fault): string => {
  const { path } = fault
  switch (fault._tag) {
    case "AnothersFolder":
      return `${path} belongs to the user ${fault.owner}, expected this process's user ${user()}. Hand it over with chown -R, or use another folder`
    case "WritableByAll":
      return `every user may write into ${path} (mode ${fault.mode}), expected 0700: what lies in it may be planted. Look through it, then run chmod 700 ${path}`
    case "HoldsOtherThings":
      return `others may enter ${path} (mode ${fault.mode}), and it holds ${fault.name}, which is not the database's. Use a folder of its own, or run chmod 700 ${path}`
    case "StaysOpen":
      return `others may enter ${path}: its mode stays ${fault.mode}, expected 0700. Use a file system that knows users`
  }
}
