/**
 * Programs and pages that esbuild makes of sources, kept in a `dist` folder beside them and made again when a source has changed.
 * A start with unchanged sources reads one small file and looks at the times of the sources.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import type { BuildOptions, Metafile } from "esbuild"

/** The part of esbuild that is used. The program that builds depends on it, so that it is loaded only when something is to be built. */
export interface Bundler {
  readonly build: (options: BuildOptions & { readonly metafile: true }) => Promise<{ readonly metafile: Metafile }>
  readonly stop: () => Promise<void>
}

export interface Build<Entry extends string> {
  /** The folder that the paths of sources begin at; `dist` lies in it. */
  readonly home: string
  /** Names the manifest and the folders in `dist`: `bundle` makes `bundle.json` and `bundle-a1B2c3`. */
  readonly name: string
  /** The source of each entry, by its path from `home`. */
  readonly entries: Readonly<Record<Entry, string>>
  /** How esbuild builds them; entries, folders and metafile are given by the cache. */
  readonly options: Omit<BuildOptions, "absWorkingDir" | "entryPoints" | "outdir" | "metafile" | "write">
  /** How long a folder that is no longer the newest may be in use by a program that started from it. */
  readonly inUseMillis: number
  readonly bundler: () => Promise<Bundler>
}

/** What was built: the path of each entry's file. */
export type Built<Entry extends string> = Readonly<Record<Entry, string>>

interface Manifest<Entry extends string> {
  /** The folder of the files in `dist`. */
  readonly folder: string
  readonly files: Readonly<Record<Entry, string>>
  /** The state of every source when it was built, by its path from `home`. */
  readonly sources: Readonly<Record<string, string>>
}

/** esbuild's options for a program that runs on Node. */
export const nodeProgram = (external: ReadonlyArray<string> = []): Build<string>["options"] => ({
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node22",
  splitting: true,
  external: [...external],
  // CommonJS modules ask for Node's modules by `require`, which an ES module does not have.
  banner: { js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);" },
  logLevel: "silent"
})

/** The state of a source that is not there, or that was edited while it was built. It equals no state that is found later. */
const UNKNOWN = ""

interface Found {
  readonly mtimeMs: number
  readonly size: number
}

const stateOf = (found: Found | undefined): string => found === undefined ? UNKNOWN : `${found.mtimeMs} ${found.size}`
const find = (path: string): Found | undefined => statSync(path, { throwIfNoEntry: false })

const distOf = ({ home }: Build<string>): string => join(home, "dist")

/** The build of last time, if all its files are there. */
const lastManifest = <Entry extends string>(build: Build<Entry>): Manifest<Entry> | undefined => {
  try {
    const manifest = JSON.parse(readFileSync(join(distOf(build), `${build.name}.json`), "utf8")) as Manifest<Entry>
    const files = Object.keys(build.entries).map((entry) => manifest.files[entry as Entry])
    return files.every((file) => existsSync(join(distOf(build), manifest.folder, file))) ? manifest : undefined
  } catch {
    return undefined
  }
}

/** Whether no source has changed since. An installation without the sources runs what was built before. */
const isFresh = <Entry extends string>({ entries, home }: Build<Entry>, { sources }: Manifest<Entry>): boolean =>
  Object.values<string>(entries).every((path) => !existsSync(join(home, path))) ||
  Object.entries(sources).every(([path, state]) => state !== UNKNOWN && stateOf(find(join(home, path))) === state)

/** Removes the folders of earlier builds, except the ones that are kept and those that a program may still be using. */
const removeOld = <Entry extends string>(build: Build<Entry>, kept: ReadonlyArray<string | undefined>, now: number): void => {
  const dist = distOf(build)
  for (const name of readdirSync(dist)) {
    if (!name.startsWith(`${build.name}-`) || kept.includes(name)) continue
    const found = find(join(dist, name))
    if (found !== undefined && now - found.mtimeMs > build.inUseMillis) rmSync(join(dist, name), { recursive: true, force: true })
  }
}

/** The name of an entry's file. An entry that is copied, like a picture, is known by its only input. */
const fileOf = (source: string, { outputs }: Metafile): string => {
  const found = Object.entries(outputs).find(([, { entryPoint, inputs }]) => entryPoint === source || Object.keys(inputs).join() === source)
  if (found === undefined) throw new Error(`esbuild made no file of ${source}`)
  return basename(found[0])
}

/** Builds into a new folder, so that a program that runs keeps the files it started from. */
const make = async <Entry extends string>(build: Build<Entry>, last: Manifest<Entry> | undefined): Promise<Manifest<Entry>> => {
  const { entries, home, name, options } = build
  const dist = distOf(build)
  mkdirSync(dist, { recursive: true })
  const folder = mkdtempSync(join(dist, `${name}-`))
  const began = statSync(folder).mtimeMs
  const bundler = await build.bundler()
  const { metafile } = await bundler.build({ ...options, absWorkingDir: home, entryPoints: { ...entries }, outdir: folder, metafile: true })
  // esbuild's process keeps this one from ending.
  await bundler.stop()
  const sources = Object.keys(metafile.inputs).map((path) => [path, find(join(home, path))] as const)
  const written = join(folder, `${name}.json`)
  writeFileSync(written, "")
  const ended = statSync(written).mtimeMs
  // A source that was edited since may be in the build as it was before: such a build is used once. A time to come is a clock that is wrong.
  const builtState = (found: Found | undefined): string =>
    found === undefined || (found.mtimeMs >= began && found.mtimeMs <= ended) ? UNKNOWN : stateOf(found)
  const manifest: Manifest<Entry> = {
    folder: basename(folder),
    files: Object.fromEntries(Object.entries<string>(entries).map(([entry, source]) => [entry, fileOf(source, metafile)])) as Record<Entry, string>,
    sources: Object.fromEntries(sources.map(([path, found]) => [path, builtState(found)]))
  }
  writeFileSync(written, JSON.stringify(manifest))
  renameSync(written, join(dist, `${name}.json`))
  removeOld(build, [manifest.folder, last?.folder], ended)
  return manifest
}

/** The newest build: the one of last time if no source has changed, else a new one. Rejects where none can be made. */
export const newest = async <Entry extends string>(build: Build<Entry>): Promise<Built<Entry>> => {
  const last = lastManifest(build)
  const { files, folder } = last !== undefined && isFresh(build, last) ? last : await make(build, last)
  return Object.fromEntries(Object.entries<string>(files).map(([entry, file]) => [entry, join(distOf(build), folder, file)])) as Built<Entry>
}
