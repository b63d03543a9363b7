/** The workspace as the scripts see it: its root, its publishable packages, and running a command in it. */
import { spawnSync } from "node:child_process"
import { existsSync, globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("..", import.meta.url))

export interface Package {
  /** The folder's name under packages/. */
  readonly folder: string
  readonly directory: string
  readonly manifest: {
    readonly name: string
    readonly version: string
    readonly exports: Readonly<Record<string, unknown>>
    readonly dependencies?: Record<string, string>
    readonly peerDependencies?: Record<string, string>
    readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>
  }
  /** Names of the public modules: `records/Prospect` for src/records/Prospect.ts; without `index` and what `exports` closes. */
  readonly modules: ReadonlyArray<string>
}

/** Whether a path of `exports` with at most one `*` matches a module. */
const isMatch = (path: string, module: string): boolean => {
  const [before, after] = path.split("*") as [string, string?]
  return after === undefined ? module === path : module.length >= path.length && module.startsWith(before) && module.endsWith(after)
}

/** Every package under packages/ that is published, core first. */
export const packages = (): ReadonlyArray<Package> =>
  globSync("packages/*/package.json", { cwd: root })
    .map((path): Package & { readonly isPrivate: boolean } => {
      const folder = path.split(/[\\/]/)[1]!
      const manifest = JSON.parse(readFileSync(root + path, "utf8"))
      const closed = Object.entries<unknown>(manifest.exports).flatMap(([path, target]) => target === null ? [path] : [])
      const modules = globSync("**/*.ts", { cwd: `${root}packages/${folder}/src` })
        .map((file) => file.slice(0, -3).replaceAll("\\", "/").replace(/\/index$/, ""))
        .filter((name) => name !== "index" && !closed.some((path) => isMatch(path, `./${name}`)))
        .sort()
      return { folder, directory: `${root}packages/${folder}`, manifest, modules, isPrivate: manifest.private === true }
    })
    .filter((one) => !one.isPrivate)
    .sort((a, b) => a.folder === "core" ? -1 : b.folder === "core" ? 1 : a.folder < b.folder ? -1 : 1)

export interface Finished {
  readonly failed: boolean
  readonly output: string
}

/** Runs a tool of the root's node_modules, or an executable by its path, to its end, with the Node that runs this script. */
export const run = (tool: string, parameters: ReadonlyArray<string>, options: { readonly cwd?: string; readonly live?: boolean } = {}): Finished => {
  const local = `${root}node_modules/.bin/${tool}`
  const command = existsSync(local) ? local : tool
  const { status, error, stdout, stderr } = spawnSync(command, parameters, {
    cwd: options.cwd ?? root,
    stdio: ["ignore", options.live ? "inherit" : "pipe", options.live ? "inherit" : "pipe"],
    encoding: "utf8",
    maxBuffer: 1 << 28,
    shell: process.platform === "win32",
    env: { ...process.env, ...(options.live ? {} : { NO_COLOR: "1", FORCE_COLOR: "0" }), PATH: `${root}node_modules/.bin${process.platform === "win32" ? ";" : ":"}${process.env["PATH"]}` }
  })
  return { failed: status !== 0, output: `${stdout ?? ""}${stderr ?? ""}${error === undefined ? "" : `${tool}: ${error.message}`}`.trim() }
}

/** The pnpm that started this script, so that a check uses the same version. */
export const pnpm = process.env["npm_execpath"] ?? "pnpm"

/** effect's build of TypeScript 7: the same compiler, and it also refuses a floating Effect. */
export const effectTsc = (): string => run("effect-tsgo", ["get-exe-path"]).output
