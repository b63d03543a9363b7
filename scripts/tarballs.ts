/**
 * Tests the published packages as an outside project gets them. Packs every package, lets publint read each tarball, and
 * installs all of them with npm in an empty folder beside their peers. There it imports every public module, type-checks a
 * consumer, bundles core for a browser, and runs the programs of scripts/outside on the oldest and the newest Node that the
 * packages support. Run after scripts/build.ts; `--keep` leaves the folder.
 */
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import * as BrowserBundle from "../bench/src/BrowserBundle.ts"
import { packages, pnpm, root, run, type Package } from "./Workspace.ts"

const problems: Array<string> = []
const folder = mkdtempSync(join(tmpdir(), "tarballs-"))
const published = packages()

/** The Nodes that the programs run on: the oldest of `engines`, and the one that every script runs on. */
const nodes = [resolve(root, "node_modules/node-22/bin/node"), process.execPath]

/** What a program of scripts/outside needs besides the packages and their peers. */
const platform = ["@effect/platform-node"]

const publicEntries = (one: Package) => [one.manifest.name, ...one.modules.map((name) => `${one.manifest.name}/${name}`)]

const pack = (one: Package): string => {
  const packed = run(pnpm, ["pack", "--json", "--pack-destination", folder], { cwd: one.directory })
  const tarball = globSync(`${one.manifest.name.replace("@", "").replace("/", "-")}-*.tgz`, { cwd: folder })[0]
  if (packed.failed || tarball === undefined) throw new Error(`${one.manifest.name} can't be packed:\n${packed.output}`)
  const lint = run("publint", ["run", join(folder, tarball), "--strict"])
  if (lint.failed) problems.push(`${one.manifest.name}: publint objects to the tarball:\n${lint.output}`)
  return tarball
}

/** Installs the tarballs and the peers that they ask for, as `npm install` does in a new project. */
const install = (tarballs: ReadonlyArray<string>) => {
  const dependencies: Record<string, string> = {}
  const installedVersion = (name: string, from: string) => JSON.parse(readFileSync(join(from, "node_modules", name, "package.json"), "utf8")).version as string
  for (const one of published) {
    for (const peer of Object.keys(one.manifest.peerDependencies ?? {})) dependencies[peer] = installedVersion(peer, one.directory)
  }
  for (const name of platform) dependencies[name] = installedVersion(name, root)
  published.forEach((one, index) => { dependencies[one.manifest.name] = `file:./${tarballs[index]}` })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "outside", private: true, type: "module", dependencies }))
  const installed = run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--strict-peer-deps", "--loglevel=error"], { cwd: folder })
  if (installed.failed) throw new Error(`npm can't install the tarballs:\n${installed.output}`)
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
  for (const node of nodes) {
    const imported = run(node, ["import.js"], { cwd: folder })
    if (imported.failed) problems.push(`${node} can't import:\n${imported.output}`)
  }
}

/** Type-checks a consumer of every public module. The types of @effect/sql-pg name Node's, so a consumer of postgres has those too. */
const typeCheckConsumer = () => {
  const consumers = [
    { file: "consumer.ts", of: published.filter(({ folder }) => folder !== "postgres"), types: [] },
    { file: "postgres.ts", of: published.filter(({ folder }) => folder === "postgres"), types: ["node"] }
  ]
  for (const { file, of, types } of consumers) {
    const lines = of.flatMap(publicEntries).map((entry, index) => `export * as Module${index} from "${entry}"`)
    writeFileSync(join(folder, file), `${lines.join("\n")}\n`)
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({
      compilerOptions: {
        module: "NodeNext", target: "ES2024", lib: ["ES2024", "ESNext.Collection", "DOM"], strict: true, noEmit: true, exactOptionalPropertyTypes: true,
        types, typeRoots: [`${root}node_modules/@types`]
      },
      files: [file]
    }))
    const checked = run("tsc", ["-p", "tsconfig.json"], { cwd: folder })
    if (checked.failed) problems.push(`a consumer does not type-check (${file}):\n${checked.output}`)
  }
}

/** Runs every program of scripts/outside on each Node. A program ends with status 0, or its output is a problem. */
const runPrograms = () => {
  const programs = globSync("scripts/outside/*.ts", { cwd: root }).sort()
  for (const program of programs) {
    mkdirSync(join(folder, dirname(program)), { recursive: true })
    cpSync(root + program, join(folder, program))
    for (const node of nodes) {
      const { failed, output } = run(node, ["--disable-warning=ExperimentalWarning", program], { cwd: folder })
      if (failed) problems.push(`${program} fails in an outside project on ${run(node, ["--version"]).output}:\n${output}`)
    }
  }
  return programs.length
}

let programs = 0
try {
  install(published.map(pack))
  importEverything()
  typeCheckConsumer()
  programs = runPrograms()
  problems.push(...await BrowserBundle.problems(folder))
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error))
}
if (process.argv.includes("--keep")) console.log(`kept: ${folder}`)
else rmSync(folder, { recursive: true, force: true })

if (problems.length > 0) {
  console.error(problems.join("\n\n").replaceAll(root, ""))
  process.exitCode = 1
} else {
  console.log(`${published.length} tarballs, ${published.flatMap(publicEntries).length} entries, ${programs} programs on ${nodes.length} versions of Node`)
}
