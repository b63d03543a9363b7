import { assert, describe, it } from "@effect/vitest"
import * as BrowserBundle from "../../bench/src/BrowserBundle.ts"
import { root } from "../Workspace.ts"

describe("what a web page loads", () => {
  it("needs no module of Node and stays within its sizes", async () => {
    assert.deepStrictEqual(await BrowserBundle.problems(root), [])
  })

  it("is refused where it is too large, holds what it must not, or needs Node", async () => {
    const source = `export * as Goal from "@crm-procedure/core/records/Goal"; export * as Contact from "@crm-procedure/core/identity/Contact"`
    const problems = await BrowserBundle.problems(root, [
      { name: "large", source, maximumGzipBytes: 1_000 },
      { name: "phones", source, without: ["libphonenumber"] },
      { name: "files", source: `export * from "node:fs"` },
      { name: "process", source: `export const id = process.pid`, gives: "bundle.id > 0" },
      { name: "wrong", source: `export const one = 2`, gives: "bundle.one === 1" }
    ])
    assert.match(problems[0]!, /^The bundle large has \d+ bytes compressed, expected at most 1000\./)
    assert.match(problems[1]!, /^The bundle phones holds libphonenumber, expected none of it\.$/)
    assert.match(problems[2]!, /^The bundle files can't be made for a browser, or fails there: .*"node:fs"/s)
    assert.match(problems[3]!, /^The bundle process .*process is not defined$/)
    assert.match(problems[4]!, /^The bundle wrong answers something else/)
  })
})
