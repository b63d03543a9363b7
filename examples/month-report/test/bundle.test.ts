import { assert, describe, it } from "@effect/vitest"
import { mkdirSync, readdirSync, utimesSync } from "node:fs"
import { join } from "node:path"
import * as Bundle from "../src/Bundle.ts"
import { temporaryFolder } from "./commandLine.ts"

describe("bundles that lie beside the new one", () => {
  it("are kept while another command may still be using them, and removed later", () => {
    const folder = temporaryFolder()
    const made = new Date("2024-03-05T10:00:00Z")
    for (const name of ["bundle-new", "bundle-last", "bundle-other", "notes"]) {
      mkdirSync(join(folder, name))
      utimesSync(join(folder, name), made, made)
    }
    const left = (minutes: number): ReadonlyArray<string> => {
      Bundle.removeOld(folder, ["bundle-new", "bundle-last", undefined], made.getTime() + minutes * 60_000)
      return readdirSync(folder).toSorted()
    }
    assert.deepEqual(left(59), ["bundle-last", "bundle-new", "bundle-other", "notes"])
    assert.deepEqual(left(61), ["bundle-last", "bundle-new", "notes"])
  })
})
