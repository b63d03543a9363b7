import { randomUUID } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { killAgainAndAgain } from "./killed/KilledWriter.ts"
import type { Found } from "./killed/KilledWriter.ts"
import { PostgresServer } from "./PostgresServer.ts"

/** A few in every run; `npx pnpm@12 run kill` does a hundred of each. */
const KILLS = Number(process.env["KILLS"] ?? 4)

const held = (found: ReadonlyArray<Found>): void => {
  for (const { half, isCounted, lost } of found) assert.deepStrictEqual({ half, isCounted, lost }, { half: [], isCounted: true, lost: [] })
  assert.strictEqual(found.length, KILLS)
  assert.isAtLeast(found.at(-1)!.acknowledged, KILLS * 3)
}

describe("a writer that is killed (SIGKILL) in the middle of its changes", () => {
  it("loses nothing that was acknowledged and leaves nothing half there: PGlite", { timeout: 240_000 + KILLS * 30_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "crm-procedure-killed-"))
    try {
      held(await killAgainAndAgain("pglite", join(folder, "data"), "carrazos", KILLS))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it("loses nothing that was acknowledged and leaves nothing half there: Postgres", { timeout: 240_000 + KILLS * 30_000 }, async () => {
    const server = await PostgresServer.start()
    try {
      held(await killAgainAndAgain("postgres", server.url(), `killed-${randomUUID()}`, KILLS))
    } finally {
      await server.stop()
    }
  })
})
