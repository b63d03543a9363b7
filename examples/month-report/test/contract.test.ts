/**
 * The report beside the naive reference of `packages/testing/test/oracle`, which was written from the contract's sentences and not from the code:
 * over random hostile folders both must say the same.
 */
import { assert, describe, it } from "@effect/vitest"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
// oxlint-disable-next-line house/imports-go-one-way -- the reference is a test of the testing package, and not published
import { unusableKinds, writeRandomFolder, writeUnusableFolder } from "../../../packages/testing/test/oracle/randomFolder.ts"
// oxlint-disable-next-line house/imports-go-one-way -- as above
import { makeReport } from "../../../packages/testing/test/oracle/report.ts"
import * as MonthReport from "../src/report/MonthReport.ts"
import * as Progress from "../src/commands/Progress.ts"
import { command, folderOf, temporaryFolder } from "./commandLine.ts"

/** Cells of a CSV file that one of the two wrote: quoted where needed, LF at the end of a line. */
const cellsOf = (text: string): ReadonlyArray<ReadonlyArray<string>> =>
  [...text.matchAll(/((?:"(?:[^"]|"")*"|[^",\n])*)(,|\n)/g)].reduce<Array<Array<string>>>((rows, [, cell, end]) => {
    rows.at(-1)!.push(cell!.startsWith("\"") ? cell!.slice(1, -1).replaceAll("\"\"", "\"") : cell!)
    if (end === "\n") rows.push([])
    return rows
  }, [[]]).slice(0, -1)

/** What two reports must agree on in a file: all of it, but of rejected rows lines and columns, and of the summary the counts. */
const comparable = (name: string, text: string): unknown => {
  if (name === "summary.json") return (JSON.parse(text) as { readonly files: unknown }).files
  if (name.endsWith(".json")) return JSON.parse(text)
  const rows = cellsOf(text)
  return name.startsWith("rejected-") ? [...new Set(rows.map(([line, column]) => `${line} ${column}`))].toSorted() : rows
}

const run = (folder: string, out: string, options: { readonly period: string; readonly asOf: string | undefined; readonly seed: string | undefined }) =>
  MonthReport.run({ folder, out, ...options, policyFile: undefined, mappingFile: undefined }, "en", Progress.none)

/** Takes out of a folder what the product decided otherwise than the reference, and what a test of its own says. */
const withoutDecided = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const bytes = readFileSync(path)
    const changed = (text: string): string => text.replaceAll("0000-01-01", "1990-01-01").replace(/9007199254740993|99999999999999999999/g, "3")
    if (bytes[0] === 0xff) writeFileSync(path, changed(bytes.toString("utf16le")), "utf16le")
    else if (bytes[0] === 0xfe) writeFileSync(path, Buffer.from(changed(Buffer.from(bytes).swap16().toString("utf16le")), "utf16le").swap16())
    else writeFileSync(path, changed(bytes.toString("latin1")), "latin1")
  }
}

const compare = async (seed: number, ambiguous: boolean): Promise<void> => {
  const home = temporaryFolder()
  const [folder, out] = [join(home, "in"), join(home, "out")]
  mkdirSync(folder)
  const options = writeRandomFolder(folder, seed, { prospects: 120, activities: 300 }, { ambiguous })
  if (ambiguous) withoutDecided(folder)
  await run(folder, out, options)
  for (const [name, expected] of makeReport(folder, options).files) {
    assert.deepEqual(comparable(name, readFileSync(join(out, name), "utf8")), comparable(name, expected), `seed ${seed}, ${name}`)
  }
}

describe("the report says what the reference says", () => {
  for (let tenth = 0; tenth < 4; tenth++) {
    it(`over hostile folders ${tenth * 10 + 1} to ${tenth * 10 + 10}`, async () => {
      for (let seed = tenth * 10 + 1; seed <= tenth * 10 + 10; seed++) await compare(seed, false)
    })
  }
  it("over folders with what the contract leaves open", async () => {
    for (let seed = 101; seed <= 112; seed++) await compare(seed, true)
  })
})

describe("what was decided otherwise than in the reference", () => {
  it("rejects the year 0000, which is no calendar date, and integers beyond exact ones", async () => {
    const out = temporaryFolder()
    const header = "prospect_id,created_at,advisor_id,branch_id,brand_id\n"
    const goals = "period,advisor_id,branch_id,brand_id,prospects,activities\n"
    const folder = folderOf({
      "prospects.csv": `${header}P1,0000-01-01,A1,B1,M1\nP2,0001-01-01,A1,B1,M1\n`,
      "goals.csv": `${goals}2024-03,A1,B1,M1,9007199254740992,1\n2024-03,A1,B1,M1,9007199254740991,1\n`
    })
    const { files } = await run(folder, out, { period: "2024-03", asOf: undefined, seed: undefined })
    assert.deepEqual([files["prospects"]?.rejected, files["goals"]?.rejected], [1, 1])
  })
})

describe("a folder that can't be used at all", () => {
  it.each(unusableKinds)("(%s) ends the command with 2 and the file's name", async (kind) => {
    const folder = temporaryFolder()
    const name = writeUnusableFolder(folder, 1, kind)
    const { error, out, status } = await command([folder, "--period", "2024-03", "--out", join(folder, "out")])
    assert.deepEqual([status, out], [2, ""], error)
    assert.match(error, new RegExp(`${name}\\.csv`))
    assert.notMatch(error, kind === "nothing-read" ? /^\s+at /m : /\n.*\n|^\s+at /)
    // What makes another folder unusable is found in the same way; a program of its own would show nothing more.
    const other = temporaryFolder()
    const otherName = writeUnusableFolder(other, 2, kind)
    const failure = await run(other, join(other, "out"), { period: "2024-03", asOf: undefined, seed: undefined }).then(() => assert.fail("was read"), (cause: unknown) => String(cause))
    assert.match(failure, new RegExp(`${otherName}\\.csv`))
  })
})
