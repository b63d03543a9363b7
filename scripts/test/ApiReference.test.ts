import { assert, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { brokenLinks } from "../ApiReference.ts"

it("a link of the reference that leads to no page, or to no element of it, is found", () => {
  const folder = mkdtempSync(join(tmpdir(), "reference-"))
  writeFileSync(join(folder, "a.html"), `<a href="b.html#here">b</a> <a href="b.html#nowhere">b</a> <a href="c.html">c</a> <a href="https://example.org">d</a>`)
  writeFileSync(join(folder, "b.html"), `<h2 id="here">here</h2> <a href="#here">here</a>`)
  assert.deepStrictEqual(brokenLinks(folder), ["a.html: b.html#nowhere leads nowhere", "a.html: c.html leads nowhere"])
  rmSync(folder, { recursive: true })
})
