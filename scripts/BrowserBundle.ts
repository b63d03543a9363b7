/** What a web page or a worker loads of the packages: bundles without a module of Node, and their compressed sizes. */
import { build } from "esbuild"
import { gzipSync } from "node:zlib"

export interface Bundle {
  readonly name: string
  /** A module that re-exports what the bundle is for. */
  readonly source: string
  /** The largest size that it may have, compressed by gzip. */
  readonly maximumGzipBytes?: number
  /** Modules, by a part of their path, that must not be in it. */
  readonly without?: ReadonlyArray<string>
}

export const bundles: ReadonlyArray<Bundle> = [
  { name: "core", source: `export * from "@crm-procedure/core"` },
  { name: "typed client", source: `export { make, validations } from "@crm-procedure/http-api/Client"`, maximumGzipBytes: 60_000, without: ["libphonenumber", "http-api/src/Api", "http-api/dist/Api"] }
]

export interface Bundled {
  readonly code: string
  readonly bytes: number
  readonly gzipBytes: number
  /** The paths of the modules in it. */
  readonly inputs: ReadonlyArray<string>
}

/** Bundles and minifies a module for a browser. Packages are resolved from a folder. Fails where a module of Node is asked for. */
export const bundle = async ({ source }: Bundle, folder: string): Promise<Bundled> => {
  const { metafile, outputFiles } = await build({
    stdin: { contents: source, resolveDir: folder, loader: "ts" },
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2024",
    write: false,
    metafile: true,
    logLevel: "silent"
  })
  const { contents, text } = outputFiles[0]!
  const inputs = Object.entries(Object.values(metafile.outputs)[0]!.inputs).flatMap(([path, { bytesInOutput }]) => bytesInOutput > 0 ? [path] : [])
  return { code: text, bytes: contents.length, gzipBytes: gzipSync(contents).length, inputs }
}

/** Why a bundle is not fit for a browser. */
const problemsOf = async (one: Bundle, folder: string): Promise<ReadonlyArray<string>> => {
  try {
    const { gzipBytes, inputs } = await bundle(one, folder)
    return [
      ...gzipBytes > (one.maximumGzipBytes ?? Infinity)
        ? [`The bundle ${one.name} has ${gzipBytes} bytes compressed, expected at most ${one.maximumGzipBytes}. See what grew with esbuild's --analyze.`]
        : [],
      ...(one.without ?? []).flatMap((part) => inputs.some((path) => path.includes(part)) ? [`The bundle ${one.name} holds ${part}, expected none of it.`] : [])
    ]
  } catch (error) {
    return [`The bundle ${one.name} can't be made for a browser: ${error instanceof Error ? error.message : error}`]
  }
}

/** What is wrong with bundles of the packages that a folder resolves. */
export const problems = async (folder: string, of: ReadonlyArray<Bundle> = bundles): Promise<ReadonlyArray<string>> =>
  (await Promise.all(of.map((one) => problemsOf(one, folder)))).flat()
