/**
 * The command as one bundled file, which starts faster and takes far less memory than its sources: those bring the whole
 * library along and the compiler that strips their types, once more for each thread. Made when it is first needed and
 * whenever a source has changed; it lies in `dist` beside `src`.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, join, relative } from "node:path"
import { fileURLToPath } from "node:url"

const home = fileURLToPath(new URL("../", import.meta.url))
const dist = join(home, "dist")
const manifestFile = join(dist, "bundle.json")
const entries = ["Command", "ActivitiesThread"] as const

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

const commandIn = (folder: string): string => join(dist, folder, "Command.js")

const isFresh = ({ folder, sources }: Manifest): boolean =>
  existsSync(commandIn(folder)) && Object.entries(sources).every(([path, state]) => state !== "" && stateOf(path) === state)

/** A bundle younger than this may be another command's: being made, or about to start its thread. */
const IN_USE_MILLIS = 3_600_000

/** Removes the bundles in a folder but the named ones and those made a short while before `now`. */
export const removeOld = (folder: string, kept: ReadonlyArray<string | undefined>, now: number): void => {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith("bundle-") || kept.includes(name)) continue
    const found = statSync(join(folder, name), { throwIfNoEntry: false })
    if (found !== undefined && now - found.mtimeMs > IN_USE_MILLIS) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** Bundles into a folder of its own, so that a run under way keeps the files it began with. */
const make = async (last: Manifest | undefined): Promise<string> => {
  mkdirSync(dist, { recursive: true })
  const folder = mkdtempSync(join(dist, "bundle-"))
  const began = Date.now()
  const { build } = await import("tsup")
  await build({
    config: false,
    entry: Object.fromEntries(entries.map((name) => [name, join(home, "src", `${name}.ts`)])),
    outDir: folder,
    format: "esm",
    platform: "node",
    target: "node22",
    noExternal: [/.*/],
    splitting: true,
    metafile: true,
    clean: false,
    dts: false,
    silent: true
  })
  const { inputs } = JSON.parse(readFileSync(join(folder, "metafile-esm.json"), "utf8")) as { readonly inputs: Readonly<Record<string, unknown>> }
  const sources = Object.keys(inputs).map((path) => relative(home, path))
  // What was edited meanwhile may be in the bundle as it was before: such a bundle serves once.
  const ended = Date.now()
  const isEdited = (path: string): boolean => {
    const { mtimeMs } = statSync(join(home, path))
    return mtimeMs >= began && mtimeMs <= ended
  }
  const manifest: Manifest = { folder: basename(folder), sources: Object.fromEntries(sources.map((path) => [path, isEdited(path) ? "" : stateOf(path)])) }
  const written = join(folder, "bundle.json")
  writeFileSync(written, JSON.stringify(manifest))
  renameSync(written, manifestFile)
  removeOld(dist, [manifest.folder, last?.folder], Date.now())
  return commandIn(manifest.folder)
}

/** The path of the bundled command; undefined where none can be made (no bundler here, a folder that can't be written). */
export const command = async (): Promise<string | undefined> => {
  const last = lastManifest()
  if (last !== undefined && isFresh(last)) return commandIn(last.folder)
  try {
    return await make(last)
  } catch {
    return undefined
  }
}
