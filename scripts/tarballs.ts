/**
 * What is published, tested as a stranger gets it: every package is packed, the tarballs are installed in an empty folder
 * beside effect, every public module is imported by plain node, a consumer over all of them is type-checked, and publint reads
 * the tarball. Run after scripts/build.ts.
 */
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { packages, pnpm, root, run, type Package } from "./Workspace.ts"

const problems: Array<string> = []
const folder = mkdtempSync(join(tmpdir(), "tarballs-"))
const published = packages()

const publicEntries = (one: Package) => [one.manifest.name, ...one.modules.map((name) => `${one.manifest.name}/${name}`)]

/** Dependencies that a bundle swallowed: their sources show in its source maps. */
const bundledStrangers = (one: Package): ReadonlyArray<string> =>
  [...new Set(globSync("dist/**/*.js.map", { cwd: one.directory }).flatMap((map) => {
    const { sources } = JSON.parse(readFileSync(join(one.directory, map), "utf8")) as { readonly sources: ReadonlyArray<string> }
    return sources.filter((source) => !/^(\.\.\/)+src\//.test(source))
  }))]

const pack = (one: Package): string => {
  const packed = run(pnpm, ["pack", "--json", "--pack-destination", folder], { cwd: one.directory })
  const tarball = globSync(`${one.manifest.name.replace("@", "").replace("/", "-")}-*.tgz`, { cwd: folder })[0]
  if (packed.failed || tarball === undefined) throw new Error(`${one.manifest.name} can't be packed:\n${packed.output}`)
  const lint = run("publint", ["run", join(folder, tarball), "--strict"])
  if (lint.failed) problems.push(`${one.manifest.name}: publint objects to the tarball:\n${lint.output}`)
  const strangers = bundledStrangers(one)
  if (strangers.length > 0) problems.push(`${one.manifest.name}: the build swallowed ${strangers.slice(0, 3).join(", ")}: make it a dependency or a peer in its package.json.`)
  return tarball
}

/** A package.json that a stranger would write: our tarballs and the peers that they ask for. */
const install = (tarballs: ReadonlyArray<string>) => {
  const dependencies: Record<string, string> = {}
  const installedVersion = (name: string, from: Package) => JSON.parse(readFileSync(join(from.directory, "node_modules", name, "package.json"), "utf8")).version as string
  for (const one of published) {
    for (const peer of Object.keys(one.manifest.peerDependencies ?? {})) dependencies[peer] = installedVersion(peer, one)
  }
  published.forEach((one, index) => { dependencies[one.manifest.name] = `file:./${tarballs[index]}` })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "stranger", private: true, type: "module", dependencies }))
  // Nested references between the tarballs (a peer on core) must not be looked for in the registry.
  const overrides = published.map((one, index) => `  "${one.manifest.name}": "file:./${tarballs[index]}"`).join("\n")
  writeFileSync(join(folder, "pnpm-workspace.yaml"), `strictPeerDependencies: true\noverrides:\n${overrides}\n`)
  const installed = run(pnpm, ["install", "--prefer-offline", "--ignore-scripts", "--no-frozen-lockfile"], { cwd: folder })
  if (installed.failed) throw new Error(`the tarballs can't be installed:\n${installed.output}`)
}

const importEverything = () => {
  const entries = published.flatMap(publicEntries)
  const closed = published.flatMap(({ manifest }) =>
    Object.entries(manifest.exports).flatMap(([path, target]) => target === null ? [`${manifest.name}${path.slice(1).replace("*", "anything")}`] : []))
  writeFileSync(join(folder, "import.js"), `
let failed = false
for (const entry of ${JSON.stringify(entries)}) {
  await import(entry).catch((error) => { failed = true; console.error(entry + ": " + error.message) })
}
for (const entry of ${JSON.stringify(closed)}) {
  const code = await import(entry).then(() => "it loads", (error) => error.code)
  if (code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") { failed = true; console.error(entry + " must be closed by exports, but: " + code) }
}
process.exit(failed ? 1 : 0)
`)
  const imported = run("node", ["--no-strip-types", "import.js"], { cwd: folder })
  if (imported.failed) problems.push(`plain node can't import:\n${imported.output}`)
}

const typeCheckConsumer = () => {
  const lines = published.flatMap(publicEntries).map((entry, index) => `export * as Module${index} from "${entry}"`)
  writeFileSync(join(folder, "consumer.ts"), `${lines.join("\n")}\n`)
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({
    compilerOptions: { module: "NodeNext", target: "ES2024", lib: ["ES2024", "ESNext.Collection", "DOM"], strict: true, noEmit: true, exactOptionalPropertyTypes: true, types: [] },
    files: ["consumer.ts"]
  }))
  const checked = run("tsc", ["-p", "tsconfig.json"], { cwd: folder })
  if (checked.failed) problems.push(`a consumer does not type-check:\n${checked.output}`)
}

try {
  install(published.map(pack))
  importEverything()
  typeCheckConsumer()
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error))
}
if (process.argv.includes("--keep")) console.log(`kept: ${folder}`)
else rmSync(folder, { recursive: true, force: true })

if (problems.length > 0) {
  console.error(problems.join("\n\n").replaceAll(root, ""))
  process.exitCode = 1
} else {
  console.log(`${published.length} tarballs, ${published.flatMap(publicEntries).length} entries`)
}
