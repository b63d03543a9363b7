import { assert, describe, it } from "@effect/vitest"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll } from "vitest"
import { effectTsc, root, run } from "../Workspace.ts"

/** A file of an imagined workspace, and the rule that must refuse it; no rule: it must pass. */
const files: ReadonlyArray<readonly [path: string, code: string, rule?: string]> = [
  ["packages/core/src/Now.ts", "export const now = () => Date.now()", "no-machine-time-or-chance"],
  ["packages/core/src/Computed.ts", "export const now = () => Date['now']()", "no-machine-time-or-chance"],
  ["packages/core/src/NewDate.ts", "export const now = new Date(0)", "no-machine-time-or-chance"],
  ["packages/forms/src/Chance.ts", "export const draw = () => Math.random()", "no-machine-time-or-chance"],
  ["packages/forms/src/OwnMath.ts", "export const draw = (Math: { random(): number }) => Math.random()"],
  ["packages/forms/test/Clock.test.ts", "export const now = Date.now()"],
  ["packages/core/src/One.ts", 'import { two } from "./Two.ts"\nexport const one = () => two', "no-cycle"],
  ["packages/core/src/Two.ts", 'import { one } from "./One.ts"\nexport const two = () => one', "no-cycle"],
  ["packages/core/src/Any.ts", "export const it = (x: unknown) => x as any", "no-explicit-any"],
  ["packages/core/src/Ignore.ts", "// @ts-ignore\nexport const it: string = 5", "ban-ts-comment"],
  ["packages/core/src/Stable.ts", 'import { Effect, Schema, pipe } from "effect"\nimport * as Option from "effect/Option"\nexport const it = [Effect, Schema, pipe, Option]'],
  ["packages/core/src/Unstable.ts", 'import { Arbitrary } from "effect"\nexport const it = Arbitrary', "core-stays-portable"],
  ["packages/core/src/UnstableFile.ts", 'import * as Graph from "effect/Graph"\nexport const it = Graph', "core-stays-portable"],
  ["packages/core/src/Sql.ts", 'import { SqlClient } from "effect/sql"\nexport const it = SqlClient', "core-stays-portable"],
  ["packages/core/src/Http.ts", 'export * from "effect/http-api"', "core-stays-portable"],
  ["packages/core/src/WholeEffect.ts", 'import * as E from "effect"\nexport const it = E', "core-stays-portable"],
  ["packages/core/src/Files.ts", 'import { readFileSync } from "node:fs"\nexport const it = readFileSync', "core-stays-portable"],
  ["packages/core/src/LateFiles.ts", 'export const it = () => import("fs")', "core-stays-portable"],
  ["packages/core/src/Hashed.ts", 'import { hash } from "node:crypto"\nexport const it = hash', "core-stays-portable"],
  ["packages/core/src/HashType.ts", 'import type { Hash } from "node:crypto"\nexport type It = Hash'],
  ["packages/core/src/Process.ts", "export const it = process.env", "no-restricted-globals"],
  ["packages/intake/src/Files.ts", 'import { readFileSync } from "node:fs"\nimport { SqlClient } from "effect/sql"\nexport const it = [readFileSync, SqlClient]'],
  ["packages/core/src/Outwards.ts", 'import * as Csv from "@crm-procedure/intake/CanonicalCsv"\nexport const it = Csv', "imports-go-one-way"],
  ["packages/core/src/Self.ts", 'import * as Goal from "@crm-procedure/core/Goal"\nexport const it = Goal', "imports-go-one-way"],
  ["packages/forms/src/Sibling.ts", 'import * as Csv from "@crm-procedure/intake/CanonicalCsv"\nexport const it = Csv', "imports-go-one-way"],
  ["packages/forms/src/Core.ts", 'import * as Goal from "@crm-procedure/core/Goal"\nexport const it = Goal'],
  ["packages/forms/src/Kit.ts", 'import * as Laws from "@crm-procedure/testing/Laws"\nexport const it = Laws', "imports-go-one-way"],
  ["packages/forms/test/Kit.test.ts", 'import * as Laws from "@crm-procedure/testing/Laws"\nexport const it = Laws'],
  ["packages/forms/src/BackDoor.ts", 'import { secret } from "@crm-procedure/core/internal/secret"\nexport const it = secret', "imports-go-one-way"],
  ["packages/forms/src/Climb.ts", 'import { id } from "../../core/src/Goal.ts"\nexport const it = id', "imports-go-one-way"],
  ["packages/forms/src/gc-for-06/Upstairs.ts", 'import { id } from "../Core.ts"\nexport const it2 = id'],
  ["packages/forms/src/wording/Downwards.ts", 'import * as Chart from "../chart/Chart.ts"\nexport const it = Chart', "rooms-go-one-way"],
  ["packages/core/src/records/Downwards.ts", 'import * as Lead from "../results/Lead.ts"\nexport const it = Lead', "rooms-go-one-way"],
  ["packages/core/src/judging/columns/Deep.ts", 'import * as Lead from "../../results/Lead.ts"\nexport const it = Lead', "rooms-go-one-way"],
  ["packages/core/src/results/Columns.ts", 'import * as Memory from "../judging/columns/ColumnMemory.ts"\nexport const it = Memory', "rooms-go-one-way"],
  ["packages/core/src/judging/Columns.ts", 'import * as Memory from "./columns/ColumnMemory.ts"\nexport const it = Memory'],
  ["packages/core/src/results/Upwards.ts", 'import * as Goal from "../records/Goal.ts"\nexport const it = Goal'],
  ["packages/core/src/attic/Room.ts", "export const it = 1", "rooms-go-one-way"],
  ["examples/shop/src/main.ts", 'import * as Csv from "@crm-procedure/intake/CanonicalCsv"\nexport const it = Csv'],
  ["examples/shop/src/climb.ts", 'import { id } from "../../../packages/core/src/records/Goal.ts"\nexport const it = id', "imports-go-one-way"],
  ["packages/intake/src/utils/Text.ts", "export const it = 1", "name-the-noun"],
  ["packages/core/src/types.ts", "export const it = 1", "name-the-noun"],
  ["packages/core/src/Long.ts", Array.from({ length: 501 }, (_, line) => `export const it${line} = 1`).join("\n"), "max-lines"],
  ["packages/core/src/Talk.ts", "console.log(1)", "no-console"]
]

describe("the house's lint rules", () => {
  const folder = mkdtempSync(join(tmpdir(), "house-rules-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, code] of files) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), `${code}\n`)
  }
  const config = readFileSync(`${root}.oxlintrc.json`, "utf8").replace("./scripts/oxlintHouse.js", `${root}scripts/oxlintHouse.js`)
  writeFileSync(join(folder, ".oxlintrc.json"), config)
  const { output } = run("oxlint", ["-f", "json"], { cwd: folder })
  const { diagnostics } = JSON.parse(output) as { readonly diagnostics: ReadonlyArray<{ readonly code: string; readonly filename: string }> }
  for (const [path, , rule] of files) {
    it(rule === undefined ? `${path} passes` : `${path} is refused by ${rule}`, () => {
      const found = diagnostics.filter((one) => one.filename === path).map((one) => /\((.*)\)/.exec(one.code)?.[1])
      assert.deepStrictEqual([...new Set(found)], rule === undefined ? [] : [rule])
    })
  }
})

describe("the compiler", () => {
  it("refuses a floating Effect", () => {
    mkdirSync(`${root}reports`, { recursive: true })
    const folder = mkdtempSync(`${root}reports/floating-`)
    try {
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: "../../tsconfig.base.json", include: ["*.ts"] }))
      writeFileSync(join(folder, "floating.ts"), 'import { Effect } from "effect"\nexport const it = Effect.gen(function*() {\n  Effect.log("lost")\n  yield* Effect.void\n})\n')
      assert.match(run(effectTsc(), ["-p", folder]).output, /floating\.ts.*TS377001/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
