import { assert, describe, it } from "@effect/vitest"
import * as esbuild from "esbuild"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import * as BuildCache from "../src/BuildCache.ts"

const MINUTE = 60_000

/** A program of two sources, and how often it was built. */
const program = (sources: Readonly<Record<string, string>> = { "Main.ts": "export { word } from \"./Word.ts\"", "Word.ts": "export const word: string = \"one\"" }) => {
  const home = mkdtempSync(join(tmpdir(), "build-cache-"))
  mkdirSync(join(home, "src"))
  /** Writes a source, by default now. A source that is written now counts as edited during a build. */
  const write = (name: string, content: string, minutesAgo = 0): void => {
    const path = join(home, "src", name)
    writeFileSync(path, content)
    if (minutesAgo === 0) return
    const then = new Date(Date.now() - minutesAgo * MINUTE)
    utimesSync(path, then, then)
  }
  for (const [name, content] of Object.entries(sources)) write(name, content, 10)
  let builds = 0
  const build: BuildCache.Build<"Main"> = {
    home,
    name: "bundle",
    entries: { Main: "src/Main.ts" },
    options: BuildCache.nodeProgram(),
    inUseMillis: 60 * MINUTE,
    bundler: async () => ({
      build: async (options) => {
        builds++
        return esbuild.build(options)
      },
      stop: async () => {}
    })
  }
  return { home, write, build, builds: () => builds, folders: () => readdirSync(join(home, "dist")).filter((name) => name.startsWith("bundle-")) }
}

const wordOf = async ({ Main }: BuildCache.Built<"Main">): Promise<string> => ((await import(pathToFileURL(Main).href)) as { readonly word: string }).word

describe("the newest build", () => {
  it("is made once, and again when any of its sources has changed", async () => {
    const { build, builds, write } = program()
    const first = await BuildCache.newest(build)
    assert.deepStrictEqual([await wordOf(first), builds()], ["one", 1])
    assert.deepStrictEqual([await BuildCache.newest(build), builds()], [first, 1])
    write("Word.ts", "export const word: string = \"two\"", 5)
    const second = await BuildCache.newest(build)
    assert.deepStrictEqual([await wordOf(second), builds()], ["two", 2])
    assert.isTrue(existsSync(first.Main), "the files of a program that may be running stay")
  })

  it("is made again when one of its sources or files is gone", async () => {
    const { build, builds, home } = program()
    const { Main } = await BuildCache.newest(build)
    rmSync(Main)
    await BuildCache.newest(build)
    assert.strictEqual(builds(), 2)
    rmSync(join(home, "src", "Word.ts"))
    let failed = false
    await BuildCache.newest(build).catch(() => failed = true)
    assert.isTrue(failed)
  })

  it("is used without its sources where none is there", async () => {
    const { build, builds, home } = program()
    const first = await BuildCache.newest(build)
    rmSync(join(home, "src"), { recursive: true })
    assert.deepStrictEqual([await BuildCache.newest(build), builds()], [first, 1])
  })

  it("is used once where a source was edited while it was built", async () => {
    const { build, builds, write } = program()
    const { bundler } = build
    const editing: BuildCache.Build<"Main"> = {
      ...build,
      bundler: async () => {
        const { build, stop } = await bundler()
        return {
          build: async (options) => {
            const built = await build(options)
            write("Word.ts", "export const word: string = \"edited\"")
            return built
          },
          stop
        }
      }
    }
    await BuildCache.newest(editing)
    assert.strictEqual(await wordOf(await BuildCache.newest(build)), "edited")
    assert.strictEqual(builds(), 2)
  })

  it("keeps folders of earlier builds while a program may be using them, and removes them later", async () => {
    const { build, folders, home, write } = program()
    await BuildCache.newest(build)
    for (const [name, minutesAgo] of [["bundle-young", 59], ["bundle-old", 61], ["notes", 61]] as const) {
      mkdirSync(join(home, "dist", name))
      const then = new Date(Date.now() - minutesAgo * MINUTE)
      utimesSync(join(home, "dist", name), then, then)
    }
    write("Word.ts", "export const word: string = \"two\"", 5)
    await BuildCache.newest(build)
    assert.lengthOf(folders(), 3)
    assert.includeMembers(folders(), ["bundle-young"])
    assert.notInclude(folders(), "bundle-old")
    assert.isTrue(existsSync(join(home, "dist", "notes")))
  })

  it("names each entry's file, also where its name holds a digest and where it is only copied", async () => {
    const { build, write } = program()
    write("Icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", 10)
    const { Icon, Main } = await BuildCache.newest({
      ...build,
      entries: { Main: "src/Main.ts", Icon: "src/Icon.svg" },
      options: { ...build.options, entryNames: "[name]-[hash]", loader: { ".svg": "copy" } }
    })
    assert.match(Main, /Main-[A-Z0-9]{8}\.js$/)
    assert.match(Icon, /Icon-[A-Z0-9]{8}\.svg$/)
    assert.include(readFileSync(Icon, "utf8"), "<svg")
  })
})
