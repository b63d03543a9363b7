/** The main entry is for browsers too: it loads no module of Node. */
import { assert, it } from "@effect/vitest"
import { existsSync, readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"

const packages = resolve(import.meta.dirname, "../..")

/** The file of an import of this workspace; undefined for other packages. */
const fileOf = (specifier: string, importer: string): string | undefined => {
  if (specifier.startsWith(".")) return resolve(dirname(importer), specifier)
  const [, name, module] = /^@crm-procedure\/([a-z-]+)(?:\/(.+))?$/.exec(specifier) ?? []
  return name === undefined ? undefined : resolve(packages, name, "src", `${module ?? "index"}.ts`)
}

/** Everything that a module loads: files of this workspace, and other packages by name. Imports of types load nothing. */
const loadedBy = (entry: string): ReadonlySet<string> => {
  const loaded = new Set<string>()
  const visit = (file: string): void => {
    if (loaded.has(file)) return
    loaded.add(file)
    const source = readFileSync(file, "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "")
    for (const [, specifier] of source.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^"();=]*?\sfrom\s+)?"([^"]+)"/gm)) {
      const found = fileOf(specifier!, file)
      if (found === undefined) loaded.add(specifier!)
      else visit(found)
    }
  }
  visit(entry)
  return loaded
}

const entry = resolve(import.meta.dirname, "../src/index.ts")

it("the main entry loads no module of Node and no handler", () => {
  const loaded = [...loadedBy(entry)]
  assert.isTrue(loaded.every((one) => !one.startsWith("/") || existsSync(one)))
  assert.deepStrictEqual(loaded.filter((one) => one.startsWith("node:") || one.includes("Handlers")), [])
})

it("the handlers do: the test can fail", () => {
  assert.include([...loadedBy(resolve(import.meta.dirname, "../src/Handlers.ts"))], "node:crypto")
})
