/**
 * The command as one bundled file, which starts faster and takes far less memory than its sources: those bring the whole
 * library along and the compiler that strips their types, once more for each thread. Made when it is first needed and
 * whenever a source has changed; it lies in `dist` beside `src`.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
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

const isFresh = ({ sources }: Manifest): boolean => Object.entries(sources).every(([path, state]) => state !== "" && stateOf(path) === state)

const commandIn = (folder: string): string => join(dist, folder, "Command.js")

/** Bundles into a folder of its own, so that a run under way keeps the files it began with. */
const make = async (last: Manifest | undefined): Promise<string> => {
  mkdirSync(dist, { recursive: true })
  const folder = mkdtempSync(join(dist, "bundle-"))
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
  const manifest: Manifest = { folder: basename(folder), sources: Object.fromEntries(sources.map((path) => [path, stateOf(path)])) }
  const written = join(folder, "bundle.json")
  writeFileSync(written, JSON.stringify(manifest))
  renameSync(written, manifestFile)
  for (const name of readdirSync(dist)) {
    if (name.startsWith("bundle-") && name !== manifest.folder && name !== last?.folder) rmSync(join(dist, name), { recursive: true, force: true })
  }
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
