import { execFileSync } from "node:child_process"
import { chmodSync, chownSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as PrivateFolder from "../src/PrivateFolder.ts"

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "crm-procedure-private-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const modeOf = (path: string): string => (lstatSync(path).mode & 0o7777).toString(8)

/** Each mode that occurs in a folder, its own among them, with an example. */
const modesIn = (path: string): Readonly<Record<string, string>> => {
  const all = [path, ...readdirSync(path, { recursive: true, withFileTypes: true }).map((entry) => join(entry.parentPath, entry.name))]
  return Object.fromEntries(all.map((one) => [`${lstatSync(one).isDirectory() ? "folder" : "file"} ${modeOf(one)}`, one]))
}

const made = (name: string, mode: number): string => {
  const path = join(folder, name)
  mkdirSync(path)
  mkdirSync(join(path, "inner"))
  writeFileSync(join(path, "inner", "file"), "")
  chmodSync(join(path, "inner", "file"), 0o666)
  chmodSync(join(path, "inner"), 0o755)
  chmodSync(path, mode)
  return path
}

describe("a private folder", () => {
  it("is made with its parents", () => {
    const path = join(folder, "deep", "new")
    assert.isUndefined(PrivateFolder.prepare(path))
    assert.strictEqual(modeOf(path), "700")
  })

  it("is tightened when it is there, with everything in it", () => {
    const path = made("open", 0o775)
    assert.isUndefined(PrivateFolder.prepare(path))
    assert.hasAllKeys(modesIn(path), ["folder 700", "file 600"])
  })

  it("leaves alone where a link in it leads to", () => {
    const path = made("linking", 0o755)
    const elsewhere = join(folder, "elsewhere")
    writeFileSync(elsewhere, "")
    chmodSync(elsewhere, 0o644)
    symlinkSync(elsewhere, join(path, "link"))
    assert.isUndefined(PrivateFolder.prepare(path))
    assert.strictEqual(modeOf(elsewhere), "644")
  })

  it("is refused when every user may write into it, unless it is empty", () => {
    const path = made("writable", 0o777)
    const fault = PrivateFolder.prepare(path)
    assert.deepStrictEqual(fault, { _tag: "WritableByAll", path, mode: "0777" })
    assert.include(PrivateFolder.messageOf(fault!), "expected 0700")
    assert.strictEqual(modeOf(path), "777")
    const empty = join(folder, "empty")
    mkdirSync(empty)
    chmodSync(empty, 0o777)
    assert.isUndefined(PrivateFolder.prepare(empty))
    assert.strictEqual(modeOf(empty), "700")
  })

  it("is refused when others may enter it and it holds something else, which is left as it is", () => {
    const path = made("of all", 0o755)
    writeFileSync(join(path, "letter"), "")
    chmodSync(join(path, "letter"), 0o644)
    const isOwn = (name: string): boolean => name === "inner"
    assert.deepStrictEqual(PrivateFolder.prepare(path, isOwn), { _tag: "HoldsOtherThings", path, mode: "0755", name: "letter" })
    chmodSync(path, 0o700)
    assert.isUndefined(PrivateFolder.prepare(path, isOwn))
    assert.deepStrictEqual([modeOf(join(path, "letter")), modeOf(join(path, "inner"))], ["644", "700"])
  })

  // The system lets only root give a folder away.
  if (process.getuid?.() === 0) {
    it("is refused when it is another user's", () => {
      const path = made("another's", 0o700)
      chownSync(path, 12_345, 12_345)
      const fault = PrivateFolder.prepare(path)
      assert.deepStrictEqual(fault, { _tag: "AnothersFolder", path, owner: 12_345 })
      assert.include(PrivateFolder.messageOf(fault!), "chown")
    })
  }
})

describe("the embedded database's files", () => {
  /** Opens the database in a process with a umask of its own, which a thread can't set. */
  const openWith = (umask: string, dataDir: string): void => {
    execFileSync(process.execPath, [fileURLToPath(new URL("embedded/opener.ts", import.meta.url)), umask, dataDir])
  }

  it("are their owner's alone, whatever the umask is", () => {
    const path = join(folder, "database", "data")
    openWith("000", path)
    assert.hasAllKeys(modesIn(path), ["folder 700", "file 600"])
    assert.strictEqual(modeOf(`${path}.lock`), "600")
  })

  it("are tightened when they were made open", () => {
    const path = join(folder, "database", "data")
    for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o666)
    chmodSync(path, 0o755)
    openWith("000", path)
    assert.hasAllKeys(modesIn(path), ["folder 700", "file 600"])
  })
})
