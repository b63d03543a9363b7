import { assert, describe, it } from "@effect/vitest"
import * as BrowserBundle from "../BrowserBundle.ts"
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
      { name: "files", source: `export * from "node:fs"` }
    ])
    assert.match(problems[0]!, /^The bundle large has \d+ bytes compressed, expected at most 1000\./)
    assert.match(problems[1]!, /^The bundle phones holds libphonenumber, expected none of it\.$/)
    assert.match(problems[2]!, /^The bundle files can't be made for a browser: .*"node:fs"/s)
  })
})
