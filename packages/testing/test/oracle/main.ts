/**
 * `node main.ts <folder> --period 2024-03 [--as-of INSTANT] [--seed TEXT] [--disposable FILE] --out <folder>`: writes the
 * contract files of the month report. Exit 0 when it ran, 2 when the input can't be used.
 */
import * as fs from "node:fs"
import * as path from "node:path"
import { parseArgs } from "node:util"
import { UnusableFile } from "./csv.ts"
import { makeReport, UnreadableOption } from "./report.ts"

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    period: { type: "string" },
    "as-of": { type: "string" },
    seed: { type: "string" },
    disposable: { type: "string" },
    out: { type: "string" }
  }
})

const [directory] = positionals
if (directory === undefined || values.period === undefined || values.out === undefined) {
  console.error("usage: node main.ts <folder> --period 2024-03 [--as-of INSTANT] [--seed TEXT] [--disposable FILE] --out <folder>")
  process.exit(2)
}

try {
  const disposableDomains = values.disposable === undefined
    ? undefined
    : new Set(fs.readFileSync(values.disposable, "utf8").split("\n").map((line) => line.trim().toLowerCase()).filter((line) => line !== ""))
  const report = makeReport(directory, { period: values.period, asOf: values["as-of"], seed: values.seed, disposableDomains })
  fs.mkdirSync(values.out, { recursive: true })
  for (const [name, content] of report.files) fs.writeFileSync(path.join(values.out, name), content)
} catch (error) {
  if (!(error instanceof UnusableFile) && !(error instanceof UnreadableOption)) throw error
  console.error(error.message)
  process.exit(2)
}
