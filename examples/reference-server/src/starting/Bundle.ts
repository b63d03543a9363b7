/**
 * The server as bundled files, which start in a third of the time that its sources take: those bring the whole library along,
 * module by module. Made when it is first needed and whenever a source has changed; it lies in `dist` beside `src`.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, join, relative } from "node:path"
import { fileURLToPath } from "node:url"

const home = fileURLToPath(new URL("../../", import.meta.url))
const dist = join(home, "dist")
const manifestFile = join(dist, "bundle.json")

/** What is bundled, by its module in `src`. */
const entries = { Server: "Server.ts", KeysCommand: "keys/KeysCommand.ts", DirectoryMaker: "starting/DirectoryMaker.ts" } as const
type Entry = keyof typeof entries

/** Brings files of its own, which it looks for beside itself. */
const external = ["@electric-sql/pglite", "esbuild"]

interface Manifest {
  /** The folder of the bundle in `dist`. */
  readonly folder: string
  /** Every source, by its path from the example's folder, as it was when it was bundled. */
  readonly sources: Readonly<Record<string, string>>
}

const stateOf = (path: string): string => {
  const found = statSync(join(home, path), { throwIfNoEntry: false })
  return found === undefined ? "" : `${found.mtimeMs} ${found.size}`
}

const lastManifest = (): Manifest | undefined => {
  try {
    return JSON.parse(readFileSync(manifestFile, "utf8")) as Manifest
  } catch {
    return undefined
  }
}

const isFresh = ({ folder, sources }: Manifest): boolean =>
  Object.keys(entries).every((entry) => existsSync(join(dist, folder, `${entry}.js`))) &&
  Object.entries(sources).every(([path, state]) => state !== "" && stateOf(path) === state)

/** A bundle younger than this may be another server's, which still loads parts of it. */
const IN_USE_MILLIS = 7 * 24 * 3_600_000

const removeOld = (kept: ReadonlyArray<string | undefined>, now: number): void => {
  for (const name of readdirSync(dist)) {
    if (!name.startsWith("bundle-") || kept.includes(name)) continue
    const found = statSync(join(dist, name), { throwIfNoEntry: false })
    if (found !== undefined && now - found.mtimeMs > IN_USE_MILLIS) rmSync(join(dist, name), { recursive: true, force: true })
  }
}

/** Bundles into a folder of its own, so that a server that runs keeps the files it began with. */
const make = async (last: Manifest | undefined): Promise<Manifest> => {
  mkdirSync(dist, { recursive: true })
  const folder = mkdtempSync(join(dist, "bundle-"))
  const began = Date.now()
  const { build, stop } = await import("esbuild")
  const { metafile } = await build({
    absWorkingDir: home,
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, module]) => [name, join(home, "src", module)])),
    outdir: folder,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22",
    splitting: true,
    metafile: true,
    external,
    // What comes as CommonJS asks for Node's modules by `require`.
    banner: { js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);" },
    logLevel: "silent"
  })
  // Its process would keep this one from ending.
  await stop()
  // What was edited meanwhile may be in the bundle as it was before: such a bundle serves once.
  const ended = Date.now()
  const isEdited = (path: string): boolean => {
    const { mtimeMs } = statSync(join(home, path))
    return mtimeMs >= began && mtimeMs <= ended
  }
  const sources = Object.keys(metafile.inputs).map((path) => relative(home, join(home, path)))
  const manifest: Manifest = { folder: basename(folder), sources: Object.fromEntries(sources.map((path) => [path, isEdited(path) ? "" : stateOf(path)])) }
  const written = join(folder, "bundle.json")
  writeFileSync(written, JSON.stringify(manifest))
  renameSync(written, manifestFile)
  removeOld([manifest.folder, last?.folder], ended)
  return manifest
}

/** The path of a bundled entry; its source where none can be made (no bundler here, a folder that can't be written). */
export const pathOf = async (entry: Entry): Promise<string> => {
  const last = lastManifest()
  try {
    const manifest = last !== undefined && isFresh(last) ? last : await make(last)
    return join(dist, manifest.folder, `${entry}.js`)
  } catch {
    return join(home, "src", entries[entry])
  }
}
