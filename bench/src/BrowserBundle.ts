/** What a web page or a worker loads of the packages: bundles without a module of Node, their compressed sizes, and a run of one. */
import { build } from "esbuild"
import { createContext, runInContext } from "node:vm"
import { gzipSync } from "node:zlib"

export interface Bundle {
  readonly name: string
  /** A module that re-exports what the bundle is for. */
  readonly source: string
  /** Whether effect is left out. It is a peer: a program that uses it elsewhere has it anyway. */
  readonly withoutEffect?: boolean
  /** The largest size that it may have, compressed by gzip. */
  readonly maximumGzipBytes?: number
  /** Modules, by a part of their path, that must not be in it. */
  readonly without?: ReadonlyArray<string>
  /** Code that runs where nothing of Node is; the bundle's exports are `bundle`. It must give true. */
  readonly gives?: string
}

const KILOBYTE = 1024

const judgeMonth = `export { judgeMonth } from "@crm-procedure/core"`

/** A month with a duplicate, as text: it is read where the bundle runs. */
const month = JSON.stringify({
  directory: {
    employees: [{ employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", activeFrom: "2024-01-01" }],
    branches: [{ branchId: "S1", name: "Norte" }],
    brands: [{ brandId: "M1", name: "Motos" }]
  },
  prospects: ["2024-03-05 09:00", "2024-03-20 10:00"].map((createdAt, place) => ({
    prospectId: `P${place + 1}`, createdAt, advisorId: "A1", branchId: "S1", brandId: "M1", fullName: "Luz Marina Peña", phone: "310 200 0001", source: "web", interest: "125 cc", consentAt: "2024-03-05"
  })),
  period: "2024-03",
  asOf: "2024-04-01"
})

export const bundles: ReadonlyArray<Bundle> = [
  { name: "core", source: `export * from "@crm-procedure/core"` },
  { name: "judgeMonth", source: judgeMonth, gives: `bundle.judgeMonth(${month}).prospect("P2").reasons[0].code === "duplicate"` },
  { name: "judgeMonth beside effect", source: judgeMonth, withoutEffect: true, maximumGzipBytes: 150 * KILOBYTE },
  {
    name: "typed client",
    source: `export { make, validations } from "@crm-procedure/http-api/Client"`,
    maximumGzipBytes: 60 * KILOBYTE,
    without: ["libphonenumber", "http-api/src/Api"]
  }
]

export interface Bundled {
  readonly code: string
  readonly bytes: number
  readonly gzipBytes: number
  /** The paths of the modules in it. */
  readonly inputs: ReadonlyArray<string>
}

/** Bundles and minifies a module for a browser. Packages are resolved from a folder. Fails where a module of Node is asked for. */
export const bundle = async ({ gives, source, withoutEffect }: Bundle, folder: string): Promise<Bundled> => {
  const { metafile, outputFiles } = await build({
    stdin: { contents: source, resolveDir: folder, loader: "ts" },
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    ...(gives === undefined ? { format: "esm" } : { format: "iife", globalName: "bundle" }),
    platform: "browser",
    target: "es2024",
    external: withoutEffect === true ? ["effect", "effect/*"] : [],
    write: false,
    metafile: true,
    logLevel: "silent"
  })
  const { contents, text } = outputFiles[0]!
  const inputs = Object.entries(Object.values(metafile.outputs)[0]!.inputs).flatMap(([path, { bytesInOutput }]) => bytesInOutput > 0 ? [path] : [])
  return { code: text, bytes: contents.length, gzipBytes: gzipSync(contents).length, inputs }
}

/** Runs code with the language's own objects and those that every browser and worker has, and none of Node's. */
const runWithoutNode = (code: string, expression: string): unknown =>
  runInContext(`${code}\n${expression}`, createContext({ TextDecoder, TextEncoder, URL, URLSearchParams }))

/** Why a bundle is not fit for a browser. */
const problemsOf = async (one: Bundle, folder: string): Promise<ReadonlyArray<string>> => {
  try {
    const { code, gzipBytes, inputs } = await bundle(one, folder)
    return [
      ...gzipBytes > (one.maximumGzipBytes ?? Infinity)
        ? [`The bundle ${one.name} has ${gzipBytes} bytes compressed, expected at most ${one.maximumGzipBytes}. See what grew with esbuild's --analyze.`]
        : [],
      ...(one.without ?? []).flatMap((part) => inputs.some((path) => path.includes(part)) ? [`The bundle ${one.name} holds ${part}, expected none of it.`] : []),
      ...one.gives !== undefined && runWithoutNode(code, one.gives) !== true ? [`The bundle ${one.name} answers something else in a browser than in Node.`] : []
    ]
  } catch (error) {
    return [`The bundle ${one.name} can't be made for a browser, or fails there: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/** What is wrong with bundles of the packages that a folder resolves. */
export const problems = async (folder: string, of: ReadonlyArray<Bundle> = bundles): Promise<ReadonlyArray<string>> =>
  (await Promise.all(of.map((one) => problemsOf(one, folder)))).flat()
