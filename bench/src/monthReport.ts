/** Row 3: the month report, the real command in a process of its own, its peak memory and its growth. */
import { deepStrictEqual, ok } from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import * as ChildProcess from "./ChildProcess.ts"
import * as DemonstrationFolder from "./DemonstrationFolder.ts"
import * as Measure from "./Measure.ts"
import * as Table from "./Table.ts"

interface Program {
  readonly name: string
  readonly note: string
  readonly run: (folder: string, out: string) => Promise<ChildProcess.Usage>
}

const command = "examples/month-report/src/main.ts"
const { PERIOD } = DemonstrationFolder

const reference = (name: string, note: string, program: string): Program => ({
  name,
  note,
  run: (folder, out) => ChildProcess.run(`bench/src/reference/${program}.ts`, [folder, PERIOD, out])
})

const programs: ReadonlyArray<Program> = [
  reference("byte loop, whole policy", "verdict files, sample, counters; one thread", "monthBytes"),
  {
    name: "crm-procedure, all but the forms",
    note: "verdict files, sample, scorecard, leads, compliance, rejected rows",
    run: (folder, out) => ChildProcess.run(command, [folder, "--period", PERIOD, "--out", out], ["withoutForms"])
  },
  {
    name: "crm-procedure, the whole command",
    note: "besides, four forms as XLSX and HTML, a line a record",
    run: (folder, out) => ChildProcess.run(command, [folder, "--period", PERIOD, "--out", out])
  },
  reference("DuckDB, ten rules of each kind", "two threads; verdict files, counters", "monthSql"),
  reference("csv-parse and objects, whole policy", "verdict files, no sample", "monthObjects")
]

/** From this many prospects on, objects no longer fit the default heap and would tell nothing but that. */
const OBJECTS_UP_TO = 200_000

const json = (out: string, name: string) => JSON.parse(readFileSync(join(out, name), "utf8"))

type Counts = Readonly<Record<"registered" | "valid" | "invalid" | "pending", number>>
type Score = { readonly id?: string } & Readonly<Record<"prospecting" | "followUp", Counts>>

/** Verdict files and sample byte for byte, the rows read and rejected, the scorecard's counts. */
const checkAgainstBytes = (ours: string, bytes: string): void => {
  for (const name of ["prospect-verdicts.csv", "activity-verdicts.csv", "sample.csv"]) {
    ok(readFileSync(join(ours, name)).equals(readFileSync(join(bytes, name))), `${name} differs from the byte loop's`)
  }
  const counters = json(bytes, "counters.json")
  const summary = json(ours, "summary.json")
  for (const [name, { read, rejected, rows }] of Object.entries<Record<string, number>>(counters.files)) {
    const { read: ourRead, rejected: ourRejected, rows: ourRows } = summary.files[name]
    deepStrictEqual({ rows: ourRows, read: ourRead, rejected: ourRejected }, { rows, read, rejected }, `rows of ${name}`)
  }
  const scorecard = json(ours, "scorecard.json")
  for (const indicator of ["prospecting", "followUp"] as const) {
    for (const dimension of ["company", "byBranch", "byBrand", "byAdvisor"] as const) {
      const scores: ReadonlyArray<Score> = dimension === "company" ? [scorecard.company] : scorecard[dimension]
      for (const score of scores) {
        const { invalid, pending, registered, valid } = score[indicator]
        const nothing = { registered: 0, valid: 0, invalid: 0, pending: 0 }
        deepStrictEqual({ registered, valid, invalid, pending }, counters[indicator][dimension][score.id ?? ""] ?? nothing, `${indicator}, ${dimension}, ${score.id}`)
      }
    }
  }
}

/** How often DuckDB finds each of its rules to fail, against our verdict files. */
const checkAgainstSql = (ours: string, sql: string): void => {
  for (const [kind, counts] of Object.entries<Record<string, number>>(json(sql, "counts.json"))) {
    const found = Object.fromEntries(Object.keys(counts).map((code) => [code, 0]))
    for (const line of readFileSync(join(ours, `${kind}-verdicts.csv`), "utf8").split("\n").slice(1)) {
      const [, , reasons = "", warnings = ""] = line.split(",")
      for (const code of `${reasons}|${warnings}`.split("|")) if (found[code] !== undefined) found[code]++
    }
    deepStrictEqual(counts, found, `DuckDB's ${kind} rules`)
  }
}

interface Measured {
  readonly results: ReadonlyArray<Measure.Result>
  readonly peaks: ReadonlyArray<number>
  readonly steps: Readonly<Record<string, number>>
}

const measureAt = async (prospects: number, rounds: number, chosen: ReadonlyArray<Program>): Promise<Measured> => {
  const folder = DemonstrationFolder.make(prospects)
  const outs = chosen.map((_, place) => DemonstrationFolder.emptyOut(`month-${prospects}-${place}`))
  const taken = chosen.map((): Array<ChildProcess.Usage> => [])
  for (let round = 0; round < rounds; round++) {
    for (const [place, program] of chosen.entries()) taken[place]!.push(await program.run(folder, outs[place]!))
    if (round > 0) continue
    checkAgainstBytes(outs[1]!, outs[0]!)
    const sql = chosen.findIndex(({ name }) => name.startsWith("DuckDB"))
    if (sql >= 0) checkAgainstSql(outs[1]!, outs[sql]!)
  }
  return {
    results: chosen.map(({ name, note }, place) => Measure.medians(name, prospects * 4, taken[place]!, note)),
    peaks: taken.map((usages) => Math.max(...usages.map(({ peakMegabytes }) => peakMegabytes))),
    steps: json(outs[Math.min(2, outs.length - 1)]!, "summary.json").steps
  }
}

const section = (prospects: number, { peaks, results, steps }: Measured): Table.Section => ({
  title: `Month report, ${prospects} prospects and ${prospects * 3} activities`,
  text: "Each program in a process of its own, from start to end. Verdict files and sample are byte for byte those of the byte loop, the rows " +
    "rejected and the scorecard's counts equal; DuckDB's rules fail as often as ours. Goals: ≤ 2.0 with the whole policy, ahead of DuckDB, " +
    `≤ 400 MB at 4 M records. Steps of the whole command, ms: ${Object.entries(steps).map(([name, millis]) => `${name} ${millis}`).join(", ")}.`,
  table: Table.times(results, { columns: ["peak MB"], cells: (place) => [peaks[place]!.toFixed(0)] })
})

/** Measures the report at one size; from a million prospects on also at a tenth of it, and how it grows. */
export const measure = async (prospects: number, rounds: number): Promise<ReadonlyArray<Table.Section>> => {
  const chosen = programs.filter(({ name }) => prospects <= OBJECTS_UP_TO || !name.startsWith("csv-parse"))
  if (prospects < 1_000_000) return [section(prospects, await measureAt(prospects, rounds, chosen))]
  const small = await measureAt(prospects / 10, rounds, chosen)
  const large = await measureAt(prospects, rounds, chosen)
  const growth = Table.markdown(
    ["", "time × at 10 × the records", "processor time ×", "peak MB before", "after"],
    large.results.map(({ medianMillis, name, processorMillis }, place) => [
      name,
      Table.ratio(medianMillis / small.results[place]!.medianMillis),
      Table.ratio(processorMillis / small.results[place]!.processorMillis),
      small.peaks[place]!.toFixed(0),
      large.peaks[place]!.toFixed(0)
    ])
  )
  return [
    section(prospects / 10, small),
    section(prospects, large),
    { title: "Month report, growth", text: `From ${prospects / 10} to ${prospects} prospects, activities alike. Goal: ≤ 11 times the time.`, table: growth }
  ]
}
