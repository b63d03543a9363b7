/** The page as files to serve, built of the sources in `browser`. A start with unchanged sources reads the files of the last build. */
import * as BuildCache from "@crm-procedure/build-cache/BuildCache"
import { existsSync } from "node:fs"
import { readdir, readFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
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

const extensionOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1)

/** The example's folder, wherever this module was bundled to. */
const home = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
})()

const build: BuildCache.Build<"Main" | "Style" | "Icon"> = {
  home,
  name: "page",
  entries: { Main: "src/page/browser/Main.tsx", Style: "src/page/browser/Style.css", Icon: "src/page/browser/Icon.svg" },
  options: {
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: ["chrome123", "firefox121", "safari17.5"],
    jsx: "automatic",
    jsxImportSource: "preact",
    loader: { ".svg": "copy" },
    minify: true,
    legalComments: "none",
    logLevel: "silent"
  },
  // Another server may be about to read the files of an older page.
  inUseMillis: 3_600_000,
  bundler: () => import("esbuild")
}

/** The scripts that a script needs before it runs, by their names: those that it imports, and those that these import. */
const neededBy = (name: string, scripts: ReadonlyMap<string, string>, found = new Set<string>()): ReadonlySet<string> => {
  for (const [, other] of scripts.get(name)?.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([\w-]+\.js)"/g) ?? []) {
    if (found.has(other!)) continue
    found.add(other!)
    neededBy(other!, scripts, found)
  }
  return found
}

/** The scripts of the first view: what begins, and what it loads at once. All are asked for with the document. */
const firstScripts = (main: string, scripts: ReadonlyMap<string, string>): ReadonlyArray<string> => {
  const page = [...scripts.keys()].find((name) => name.startsWith("Page-"))
  return [...new Set([...neededBy(main, scripts), ...page === undefined ? [] : [page, ...neededBy(page, scripts)]])].filter((name) => name !== main)
}

const htmlOf = ({ Icon, Main, Style }: BuildCache.Built<"Main" | "Style" | "Icon">, preloaded: ReadonlyArray<string>): string => `<!doctype html>
<html lang="es-CO">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Procedimiento CRM</title>
<link rel="icon" type="image/svg+xml" href="${ASSET_PATH}/${basename(Icon)}">
<link rel="stylesheet" href="${ASSET_PATH}/${basename(Style)}">
<script type="module" async src="${ASSET_PATH}/${basename(Main)}"></script>
${preloaded.map((name) => `<link rel="modulepreload" href="${ASSET_PATH}/${name}">`).join("\n")}
</head>
<body>
<div id="page"></div>
<noscript><p>Esta página necesita JavaScript. Actívelo en su navegador y recargue.</p></noscript>
</body>
</html>
`

/** The page as its sources are now. Fails with {@link PageUnavailable}. */
export const load = async (): Promise<Page> => {
  const built = await BuildCache.newest(build).catch((cause: unknown) => {
    throw new PageUnavailable(cause)
  })
  const folder = dirname(built.Main)
  const names = (await readdir(folder)).filter((name) => contentTypes[extensionOf(name)] !== undefined)
  const assets = await Promise.all(names.map(async (name): Promise<Asset> => ({
    path: `${ASSET_PATH}/${name}`,
    contentType: contentTypes[extensionOf(name)]!,
    body: await readFile(join(folder, name))
  })))
  const scripts = new Map(assets.flatMap(({ body, path }) => path.endsWith(".js") ? [[basename(path), Buffer.from(body).toString("utf8")] as const] : []))
  return { html: htmlOf(built, firstScripts(basename(built.Main), scripts)), assets, csp }
}
