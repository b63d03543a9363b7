/**
 * The page as files to serve: built of the sources in `browser` when it is first needed and whenever one of them has changed,
 * and kept in the example's `dist`, so that a start with unchanged sources reads three files.
 */
import { existsSync, readFileSync, statSync } from "node:fs"
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { basename, dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"

/** A file of the page. Its path holds a digest of its content, so that a browser may keep it for good. */
export interface Asset {
  /** From the server's root, like `/page/Main-X2ZJ5Q3A.js`. */
  readonly path: string
  readonly contentType: string
  readonly body: Uint8Array
}

export interface Page {
  /** What `/` answers. It differs with every change of the page: not to be cached. */
  readonly html: string
  readonly assets: ReadonlyArray<Asset>
  /** The Content-Security-Policy that `/` is sent with: nothing but files of this server, nothing inline. */
  readonly csp: string
}

/** The page can't be built, and none was built before. */
export class PageUnavailable extends Error {
  readonly bilingual: { readonly es: string; readonly en: string }
  constructor(cause: unknown) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).split("\n", 1)[0]!
    super(`The page can't be built: found ${reason}, expected its sources to bundle. Correct the source, or install again.`, { cause })
    this.name = "PageUnavailable"
    this.bilingual = {
      es: `No se puede construir la página: se encontró ${reason}, se esperaba que sus fuentes se pudieran empaquetar. Corrija la fuente o instale de nuevo.`,
      en: this.message
    }
  }
}

/** Under which path the files of the page lie. */
export const ASSET_PATH = "/page"

const csp = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'"
].join("; ")

const contentTypes: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml"
}

/** The example's folder, wherever this module was bundled to. */
const home = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
})()
const sourceFolder = join(home, "src", "page", "browser")
const dist = join(home, "dist")
const manifestFile = join(dist, "page.json")
const entries = { Main: "Main.tsx", Style: "Style.css", Icon: "Icon.svg" } as const

interface Manifest {
  /** The folder of the files in `dist`. */
  readonly folder: string
  readonly files: Readonly<Record<keyof typeof entries, string>>
  /** Every source, by its path from the example's folder, as it was when the page was built. */
  readonly sources: Readonly<Record<string, string>>
}

const stateOf = (path: string): string => {
  const found = statSync(join(home, path), { throwIfNoEntry: false })
  return found === undefined ? "" : `${found.mtimeMs} ${found.size}`
}

const lastManifest = (): Manifest | undefined => {
  try {
    const manifest = JSON.parse(readFileSync(manifestFile, "utf8")) as Manifest
    return Object.values(manifest.files).every((name) => existsSync(join(dist, manifest.folder, name))) ? manifest : undefined
  } catch {
    return undefined
  }
}

/** An installation without the page's sources serves what was built before. */
const isFresh = ({ sources }: Manifest): boolean =>
  !existsSync(sourceFolder) || Object.entries(sources).every(([path, state]) => state !== "" && stateOf(path) === state)

/** Pages younger than this may be another server's, which is about to read them. */
const IN_USE_MILLIS = 3_600_000

const removeOld = async (kept: ReadonlyArray<string | undefined>, now: number): Promise<void> => {
  for (const name of await readdir(dist)) {
    if (!name.startsWith("page-") || kept.includes(name)) continue
    const found = statSync(join(dist, name), { throwIfNoEntry: false })
    if (found !== undefined && now - found.mtimeMs > IN_USE_MILLIS) await rm(join(dist, name), { recursive: true, force: true })
  }
}

/** Builds into a folder of its own, so that who reads the last page finds it whole. */
const make = async (last: Manifest | undefined): Promise<Manifest> => {
  await mkdir(dist, { recursive: true })
  const folder = await mkdtemp(join(dist, "page-"))
  const began = Date.now()
  const { build, stop } = await import("esbuild")
  const { metafile } = await build({
    absWorkingDir: home,
    entryPoints: Object.values(entries).map((name) => join(sourceFolder, name)),
    outdir: folder,
    entryNames: "[name]-[hash]",
    bundle: true,
    format: "esm",
    platform: "browser",
    target: ["chrome123", "firefox121", "safari17.5"],
    jsx: "automatic",
    jsxImportSource: "preact",
    loader: { ".svg": "copy" },
    minify: true,
    legalComments: "none",
    metafile: true,
    logLevel: "silent"
  })
  // Its process would keep this one from ending.
  await stop()
  const outputs = Object.entries(metafile.outputs)
  const fileOf = (name: string): string => {
    const source = relative(home, join(sourceFolder, name))
    return basename(outputs.find(([, { entryPoint, inputs }]) => entryPoint === source || Object.keys(inputs).join() === source)![0])
  }
  // What was edited meanwhile may be in the page as it was before: such a page serves once.
  const ended = Date.now()
  const wasEdited = (path: string): boolean => {
    const { mtimeMs } = statSync(join(home, path))
    return mtimeMs >= began && mtimeMs <= ended
  }
  const manifest: Manifest = {
    folder: basename(folder),
    files: { Main: fileOf(entries.Main), Style: fileOf(entries.Style), Icon: fileOf(entries.Icon) },
    sources: Object.fromEntries(Object.keys(metafile.inputs).map((path) => [path, wasEdited(path) ? "" : stateOf(path)]))
  }
  const written = join(folder, "page.json")
  await writeFile(written, JSON.stringify(manifest))
  await rename(written, manifestFile)
  await removeOld([manifest.folder, last?.folder], ended)
  return manifest
}

const htmlOf = ({ Icon, Main, Style }: Manifest["files"]): string => `<!doctype html>
<html lang="es-CO">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Procedimiento CRM</title>
<link rel="icon" type="image/svg+xml" href="${ASSET_PATH}/${Icon}">
<link rel="stylesheet" href="${ASSET_PATH}/${Style}">
<script type="module" src="${ASSET_PATH}/${Main}"></script>
</head>
<body>
<div id="page"></div>
<noscript><p>Esta página necesita JavaScript. Actívelo en su navegador y recargue.</p></noscript>
</body>
</html>
`

/** The page, built anew if a source has changed. Fails with {@link PageUnavailable}. */
export const load = async (): Promise<Page> => {
  const last = lastManifest()
  let manifest = last
  if (manifest === undefined || !isFresh(manifest)) {
    try {
      manifest = await make(last)
    } catch (cause) {
      throw new PageUnavailable(cause)
    }
  }
  const { files, folder } = manifest
  const assets = await Promise.all(Object.values(files).map(async (name): Promise<Asset> => ({
    path: `${ASSET_PATH}/${name}`,
    contentType: contentTypes[name.slice(name.lastIndexOf(".") + 1)]!,
    body: await readFile(join(dist, folder, name))
  })))
  return { html: htmlOf(files), assets, csp }
}
