/**
 * The embedded database's files on disk. PGlite's own layer hands `fsync` to nothing and creates files that every user may read
 * and write. Here `fsync` reaches the disk, and files and folders belong to their owner alone, whatever the umask is.
 */
import { NodeFS } from "@electric-sql/pglite/nodefs"
import fs from "node:fs"

const GROUP_AND_OTHERS = 0o077
const PERMISSIONS = 0o777
const FOLDER_MODE = 0o700
const FILE_MODE = 0o600

interface Attributes {
  readonly mode?: number | undefined
}

/** The operations of emscripten's layer over Node's files that are changed here. */
interface NodeFiles {
  readonly node_ops: {
    mknod: (parent: unknown, name: string, mode: number, device: unknown) => unknown
    setattr: (node: unknown, attributes: Attributes) => void
  }
  readonly stream_ops: {
    setattr: (stream: unknown, attributes: Attributes) => void
    fsync?: (stream: { readonly nfd: number }) => number
  }
}

interface Module {
  readonly NODEFS: NodeFiles
  readonly FS: {
    readonly ErrnoError: new(code: number) => Error
    readonly isDir: (mode: number) => boolean
  }
}

/** Emscripten's number of an input or output error. */
const EIO = 29

const ownersOnly = (attributes: Attributes): Attributes =>
  attributes.mode === undefined ? attributes : { ...attributes, mode: attributes.mode & ~GROUP_AND_OTHERS }

/** What a new segment of the write-ahead log is called while it is filled with zeros. */
const NEW_SEGMENT = /^xlogtemp\./

const change = ({ FS, NODEFS: { node_ops: nodes, stream_ops: streams } }: Module, onLogSegment: () => void): void => {
  const { mknod, setattr } = nodes
  const { setattr: setStreamAttributes } = streams
  nodes.mknod = (parent, name, mode, device) => {
    if (NEW_SEGMENT.test(name)) onLogSegment()
    return mknod(parent, name, mode & ~PERMISSIONS | (FS.isDir(mode) ? FOLDER_MODE : FILE_MODE), device)
  }
  nodes.setattr = (node, attributes) => setattr(node, ownersOnly(attributes))
  streams.setattr = (stream, attributes) => setStreamAttributes(stream, ownersOnly(attributes))
  streams.fsync = ({ nfd }) => {
    try {
      fs.fdatasyncSync(nfd)
      return 0
    } catch {
      // Postgres stops the database then: it can't know any more what the disk holds.
      throw new FS.ErrnoError(EIO)
    }
  }
}

/** A data folder whose writes reach the disk when Postgres asks for it. `onLogSegment` hears of each new segment of the log. */
export class DurableFiles extends NodeFS {
  private readonly onLogSegment: () => void

  constructor(directory: string, onLogSegment: () => void) {
    super(directory)
    this.onLogSegment = onLogSegment
  }

  override async init(...[database, options]: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(database, options)
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [(module: unknown) => change(module as Module, this.onLogSegment), ...emscriptenOpts.preRun ?? []] } }
  }
}

