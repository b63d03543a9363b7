/** The process begins again with its memory settings where it may; see also `start.test.ts`. */
import { assert, it } from "vitest"
import { spawnSync } from "node:child_process"

const memory = new URL("../src/starting/Memory.ts", import.meta.url).href
const program = `import(${JSON.stringify(memory)}).then(({ settle }) => { settle(); console.log(process.env.MALLOC_ARENA_MAX ?? "as it is") })`

/** What a process says that settles its memory, begun without a setting for it. */
const said = (...flags: ReadonlyArray<string>): string => {
  const { MALLOC_ARENA_MAX: _, ...env } = process.env
  return spawnSync(process.execPath, [...flags, "-e", program], { env, encoding: "utf8" }).stdout.trim()
}

it("goes on with what it has where Node's permission model forbids to begin again", () => {
  assert.equal(said("--permission", "--allow-fs-read=*"), "as it is")
})
