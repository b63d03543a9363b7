/** Core's public names and modules, as its README lists them. */
import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { packages, root } from "../Workspace.ts"

const readme = readFileSync(`${root}packages/core/README.md`, "utf8")
const core = packages().find(({ folder }) => folder === "core")!

/** The names in the column of a row, as `` `Policy` ``. */
const namesIn = (text: string): ReadonlyArray<string> => [...text.matchAll(/`([A-Z]\w*)`/g)].map(([, name]) => name!)

const section = (heading: string): string => readme.slice(readme.indexOf(heading))
const rowsOf = (text: string): ReadonlyArray<ReadonlyArray<string>> =>
  text.slice(0, text.indexOf("\n\n", text.indexOf("| --- |"))).split("\n").filter((line) => line.startsWith("| `")).map((line) => line.split(" | "))

const exported = [...readFileSync(`${root}packages/core/src/index.ts`, "utf8").matchAll(/export \* as (\w+) from "\.\/(.+)\.ts"/g)].map(([, name, path]) => ({ name: name!, path: path! }))

describe("core's README", () => {
  it("lists every public name", () => {
    const listed = rowsOf(section("## Public names")).flatMap(([names]) => namesIn(names!))
    assert.deepStrictEqual(listed.toSorted(), exported.map(({ name }) => name).toSorted())
  })

  it("lists every other public module, by its room", () => {
    const listed = rowsOf(section("These modules have only their path")).flatMap(([room, modules]) => namesIn(modules!).map((name) => `${room!.replaceAll(/[`| ]/g, "")}${name}`))
    const named = new Set(exported.map(({ path }) => path))
    assert.deepStrictEqual(listed.toSorted(), core.modules.filter((path) => path.includes("/") && !named.has(path)).toSorted())
  })
})
