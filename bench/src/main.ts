/**
 * `npx pnpm@12 bench [--size 20000] [--rounds 5] [--only judging,decoding,month-report,workbook,workbook-reading,serving,storage,sizes,after-years] [--months 24,240] [--date 2026-11-23]`: measures
 * side by side, prints the tables and keeps them in `bench/results.md`. `--size` is the number of prospects, with three
 * times as many activities; 1000000 is the full run.
 */
import { writeFileSync } from "node:fs"
import { cpus, totalmem } from "node:os"
import { parseArgs } from "node:util"
import * as afterYears from "./afterYears.ts"
import * as decoding from "./decoding.ts"
import * as judging from "./judging.ts"
import * as Measure from "./Measure.ts"
import * as monthReport from "./monthReport.ts"
import type * as Table from "./Table.ts"
import * as serving from "./serving.ts"
import * as sizes from "./sizes.ts"
import * as storage from "./storage.ts"
import * as workbook from "./workbook.ts"
import * as workbookReading from "./workbookReading.ts"

type Row = (size: number, rounds: number) => Promise<ReadonlyArray<Table.Section>>

/** The rows of the goals' table. */
const rows: Readonly<Record<string, Row>> = {
  "judging": (size, rounds) => judging.measure(Math.min(size, 100_000), rounds),
  "decoding": (size, rounds) => decoding.measure(Math.min(size, 200_000), rounds),
  "month-report": monthReport.measure,
  "workbook": (_, rounds) => workbook.measure(100_000, rounds),
  "workbook-reading": (_, rounds) => workbookReading.measure(100_000, rounds),
  "serving": (_, rounds) => serving.measure(10_000, rounds),
  "sizes": sizes.measure,
  "after-years": (_, rounds) => afterYears.measure(values.months.split(",").map(Number), rounds),
  "storage": (size, rounds) => storage.measure(Math.min(size, 20_000), rounds)
}

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "20000" },
    months: { type: "string", default: "24,240" },
    rounds: { type: "string", default: "5" },
    only: { type: "string", default: Object.keys(rows).join(",") },
    date: { type: "string", default: "not given" },
    results: { type: "string", default: new URL("../results.md", import.meta.url).pathname }
  }
})

const machine = (): string => {
  const [first] = cpus()
  return `Date: ${values.date}. Machine: ${cpus().length} × ${first?.model.trim() ?? "unknown processor"}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ` +
    `Node ${process.versions.node}. Load at the start: ${Measure.load()}.`
}

const head = `# Results of the last run

\`npx pnpm@12 bench\` measures every contender in turn (a thread or a process of its own each), ${values.rounds} rounds after the first ones, and compares medians. Only ratios count;
milliseconds are information, and where others used the machine too, the ratios of processor times say more than those of the clock.

${machine()} Size: ${values.size} prospects.
`

const sections: Array<string> = []
for (const name of values.only.split(",")) {
  const row = rows[name]
  if (row === undefined) throw new RangeError(`--only: found ${name}, expected some of ${Object.keys(rows).join(", ")}`)
  for (const { table, text, title } of await row(Number(values.size), Number(values.rounds))) {
    const section = `## ${title}\n\n${text}\n\n${table}\n`
    console.log(section)
    sections.push(section)
  }
}
const rest = `Load at the end: ${Measure.load()}.\n`
console.log(rest)
writeFileSync(values.results, `${head}\n${sections.join("\n")}\n${rest}`)
