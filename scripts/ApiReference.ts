/**
 * The API reference: a page for every public name of the packages, generated from its doc comment by TypeDoc.
 * TypeDoc needs the JavaScript API of TypeScript 6, so it is installed apart, in docs/reference.
 */
import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join, normalize, resolve } from "node:path"
import { packages, root, run, type Finished } from "./Workspace.ts"

/** Where the pages are written, from the repository's root. `index.html` is the first one. */
export const folder = "reports/reference"

const repository = "https://github.com/carrazos/crm-procedure/blob/main"

/** The modules that programs import by a path, besides each package's main entry. */
const furtherEntries = ["http-api/src/Handlers.ts", "postgres/src/Pglite.ts"]

/** Writes the pages with TypeDoc. Fails where a doc comment links to a name that is not there. */
const write = (): Finished => {
  const entries = [...packages().map((one) => `${one.folder}/src/index.ts`), ...furtherEntries]
  return run("node", [
    "node_modules/typedoc/bin/typedoc",
    ...entries.flatMap((entry) => ["--entryPoints", resolve(root, "packages", entry)]),
    "--plugin", "./moduleNames.js",
    "--tsconfig", resolve(root, "tsconfig.json"),
    "--out", resolve(root, folder),
    "--name", "crm-procedure",
    "--readme", resolve(root, "docs/reference/start.md"),
    "--sourceLinkTemplate", `${repository}/{path}#L{line}`,
    "--basePath", root,
    "--disableGit",
    "--excludeInternal", "--excludePrivate", "--excludeExternals",
    "--skipErrorChecking",
    "--validation.notExported", "false",
    "--options", "typedoc.json",
    "--treatWarningsAsErrors",
    "--logLevel", "Warn"
  ], { cwd: `${root}docs/reference` })
}

/** Links of a page that stay within the reference. */
const linksOf = (html: string): ReadonlyArray<string> =>
  [...html.matchAll(/\shref="([^"]+)"/g)].map((match) => match[1]!).filter((link) => !/^([a-z]+:|#)/.test(link))

/** The links of the pages in a folder that lead to no file, or to no element of it. */
export const brokenLinks = (pages: string): ReadonlyArray<string> => {
  const texts = new Map<string, string>()
  const textOf = (path: string): string => {
    const known = texts.get(path)
    if (known !== undefined) return known
    const text = readFileSync(join(pages, path), "utf8")
    texts.set(path, text)
    return text
  }
  return globSync("**/*.html", { cwd: pages }).flatMap((page) => {
    const broken = linksOf(textOf(page)).filter((link) => {
      const [path = "", anchor] = link.split("#")
      const target = normalize(join(dirname(page), decodeURI(path)))
      if (!existsSync(join(pages, target))) return true
      return anchor !== undefined && anchor !== "" && !textOf(target).includes(`id="${decodeURI(anchor)}"`)
    })
    return [...new Set(broken)].map((link) => `${page}: ${link} leads nowhere`)
  })
}

/** Writes the pages and checks every link in them. */
export const check = (): Finished => {
  const written = write()
  if (written.failed) return written
  const broken = brokenLinks(root + folder)
  return { failed: broken.length > 0, output: broken.join("\n") }
}
