import { chmodSync, lstatSync, readFileSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "vitest"
import { begin, command, freshDirectory, remove } from "./serverProcess.ts"

const directories: Array<string> = []
const fresh = (): string => {
  const directory = freshDirectory()
  directories.push(directory)
  return directory
}
afterAll(() => directories.forEach(remove))

const isOpen = (path: string): boolean => (lstatSync(path).mode & 0o077) !== 0
const open = (directory: string): ReadonlyArray<string> =>
  [directory, ...readdirSync(directory, { recursive: true, withFileTypes: true }).map((entry) => join(entry.parentPath, entry.name))].filter(isOpen)

describe("the data directory", () => {
  it("is the server's user's alone: what was open is tightened, what is made is private", async () => {
    const directory = fresh()
    writeFileSync(join(directory, "session-secret"), `${"s".repeat(43)}\n`)
    chmodSync(join(directory, "session-secret"), 0o644)
    chmodSync(directory, 0o755)
    const server = await begin(directory)
    await server.ready()
    assert.deepEqual(open(directory), [])
    const recount = await command("database.ts", ["recount"], directory)
    assert.deepEqual([recount.output, recount.status], ["demostracion: todo coincide.\n", 0])
    const refused = await command("database.ts", ["renew-hashes"], directory)
    assert.deepEqual([refused.status, refused.log.includes("otro servidor que está funcionando")], [2, true])
    assert.equal(await server.end(), 0)
    const [first] = readFileSync(join(directory, "erasure-secret"), "utf8").split("\n")
    const renewed = await command("database.ts", ["renew-hashes"], directory)
    assert.deepEqual([renewed.output, renewed.status], ["demostracion: pasaron al secreto nuevo 0 prospectos, 0 actividades, 0 asignaciones y 0 versiones anteriores.\n", 0])
    assert.match(readFileSync(join(directory, "erasure-secret"), "utf8"), new RegExp(`^${first}\n[A-Za-z0-9_-]{43}\n$`))
    assert.deepEqual(open(directory), [])
  })

  it("is refused where every user may write, and where it holds what is not the server's", async () => {
    const writable = fresh()
    writeFileSync(join(writable, "session-secret"), "planted\n")
    chmodSync(writable, 0o777)
    const shared = fresh()
    writeFileSync(join(shared, "letter"), "")
    chmodSync(shared, 0o755)
    for (const [directory, expected] of [[writable, /cualquier usuario puede escribir en .* \(permisos 0777\)/], [shared, /otros usuarios pueden entrar en .* contiene letter/]] as const) {
      for (const script of ["start.ts", "keys.ts"]) {
        const { log, status } = await command(script, ["list"], directory)
        assert.equal(status, 2, log)
        assert.match(log, expected)
        assert.deepEqual(readdirSync(directory).length, 1)
      }
    }
  })

  it("is refused where it can't be a folder", async () => {
    const file = join(fresh(), "file")
    writeFileSync(file, "")
    const { log, status } = await command("start.ts", [], file)
    assert.equal(status, 2, log)
    assert.match(log, /DATA_DIR: no se puede usar .*file \(EEXIST\)/)
  })
})
