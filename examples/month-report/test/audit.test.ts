import { system } from "@crm-procedure/core/records/Authorship"
import * as AuditEntry from "@crm-procedure/core/register/AuditEntry"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as VerifyCommand from "../src/commands/VerifyCommand.ts"

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "crm-procedure-audit-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const first = AuditEntry.after(undefined, system, { at: 1, action: "goals.set", subject: { type: "goals", id: "2024-03" } })
const second = AuditEntry.after(first, system, { at: 2, action: "period.closed", subject: { type: "period", id: "2024-03" } })

const verified = (lines: ReadonlyArray<unknown>, ...more: ReadonlyArray<string>) => {
  const path = join(folder, "audit.ndjson")
  writeFileSync(path, lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""))
  return VerifyCommand.run([path, ...more], "es")
}

describe("verify-chain over an audit", () => {
  it("says that it holds, and its last digest", () => {
    assert.deepStrictEqual(verified([first, second]), { status: 0, said: `La auditoría se sostiene: 2 entrada(s). ${second.digest}\n` })
    assert.strictEqual(verified([first, second], "--head", second.digest).status, 0)
  })

  it("names the entry at which it breaks, and an end that is missing where the last digest is known", () => {
    const missing = verified([second])
    assert.strictEqual(missing.status, 1)
    assert.match(missing.said, /^ROTA: Entrada de auditoría 2: no está en su lugar de la cadena/)
    assert.match(verified([first, { ...second, action: "period.reopened" }]).said, /la huella no es la de su contenido/)
    assert.strictEqual(verified([first], "--head", second.digest).status, 1)
  })

  it("says which line is no entry", () => {
    assert.throws(() => verified([first, "{\"sequence\":"]), /línea 2|line 2/)
  })
})
