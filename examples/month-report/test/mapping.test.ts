import { assert, describe, it } from "@effect/vitest"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as MonthReport from "../src/report/MonthReport.ts"
import * as Progress from "../src/commands/Progress.ts"
import * as Terminal from "../src/commands/Terminal.ts"
import { folderOf, smallMonth, temporaryFolder } from "./commandLine.ts"

const example = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

const run = (folder: string, mappingFile: string, changes: { readonly out?: string; readonly period?: string; readonly policyFile?: string } = {}) =>
  MonthReport.run(
    { folder, out: temporaryFolder(), period: "2024-03", asOf: undefined, seed: undefined, policyFile: undefined, mappingFile, ...changes },
    "en",
    Progress.none
  )
const jsonFile = (value: unknown): string => {
  const file = join(temporaryFolder(), "mapping.json")
  writeFileSync(file, JSON.stringify(value))
  return file
}
const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}
const countsOf = (summary: MonthReport.Summary, name: string) => {
  const { from, read, rejected, rows } = summary.files[name]!
  return [rows, read, rejected, from]
}

const column = (name: string, more: object = {}) => ({ column: name, ...more })
const leadFields = {
  prospectId: column("Id"),
  createdAt: column("When", { date: "dd/MM/yyyy HH:mm" }),
  advisorId: { constant: "A1" },
  branchId: { constant: "B1" },
  brandId: { constant: "M1" }
}
const leads = (...sources: ReadonlyArray<string>) =>
  jsonFile({ name: "leads", sources: Object.fromEntries(sources.map((source) => [source, { records: [{ kind: "prospects", fields: leadFields }] }])) })

describe("a report through a mapping", () => {
  it("takes what no source makes from the folder's canonical files, and says where each kind comes from", async () => {
    const { "activities.csv": _, "goals.csv": __, "prospects.csv": ___, ...directory } = smallMonth
    const folder = folderWith({ ...directory, "leads.csv": "Id;When;Extra\n1;05/03/2024 10:00;x\n2;05.03.2024;x\n" })
    const out = temporaryFolder()
    const summary = await run(folder, leads("leads.csv"), { out })
    assert.deepEqual(countsOf(summary, "prospects"), [2, 1, 1, ["leads.csv"]])
    assert.deepEqual(countsOf(summary, "leads.csv"), [2, 1, 1, ["leads.csv"]])
    assert.deepEqual(summary.files["leads.csv"]?.unknownColumns, ["Extra"])
    assert.deepEqual(countsOf(summary, "brands"), [1, 1, 0, ["brands.csv"]])
    for (const kind of ["activities", "goals", "verification-calls"]) assert.deepEqual(countsOf(summary, kind), [0, 0, 0, []], kind)
    const said = Terminal.said(summary, out, "en")
    assert.include(said, "goals: none given\n")
    assert.include(said, "prospects: 2 rows, 1 read, 1 rejected, from leads.csv\n")
    assert.deepEqual(JSON.parse(readFileSync(join(out, "summary.json"), "utf8")).files, Object.fromEntries(Object.entries(summary.files).map(([name, { bothWays: _both, ...held }]) => [name, held])))
  })
  it("writes a source's rejected rows under its name, in its words and with its lines, and keeps no copy of the records", async () => {
    const out = temporaryFolder()
    const folder = folderOf({ "Leads.txt": "Id;When\n\n1;05/03/2024 10:00\n1;05/03/2024 11:00\n;nunca\n" })
    await run(folder, leads("Leads.txt"), { out })
    assert.equal(
      readFileSync(join(out, "rejected-Leads.txt.csv"), "utf8"),
      "line,column,found,expected\n4,prospect_id,1,an id that is not already on line 3\n" +
        "5,Id → prospect_id,,a value (it is required)\n5,When → created_at,nunca,a date written as dd/MM/yyyy HH:mm\n"
    )
    assert.equal(readFileSync(join(out, "rejected-prospects.csv"), "utf8"), "line,column,found,expected\n")
    assert.deepEqual(readdirSync(out).filter((name) => name.startsWith(".")), [])
  })
  it("may read a file with a canonical name, whose rejected rows are then the source's", async () => {
    const out = temporaryFolder()
    const summary = await run(folderOf({ "prospects.csv": "Id,When\n1,ayer\n" }), leads("prospects.csv"), { out })
    assert.deepEqual(countsOf(summary, "prospects"), [1, 0, 1, ["prospects.csv"]])
    assert.match(readFileSync(join(out, "rejected-prospects.csv"), "utf8"), /^2,When → created_at,ayer/m)
  })
  it("lets an id stand once over all sources", async () => {
    const out = temporaryFolder()
    const folder = folderOf({ "a.csv": "Id,When\n1,05/03/2024 10:00\n", "b.csv": "Id,When\n2,05/03/2024 10:00\n1,05/03/2024 11:00\n" })
    const summary = await run(folder, leads("a.csv", "b.csv"), { out })
    assert.deepEqual(countsOf(summary, "prospects"), [3, 2, 1, ["a.csv", "b.csv"]])
    assert.equal(readFileSync(join(out, "rejected-prospects.csv"), "utf8"), "line,column,found,expected\n", "said once, in the source's words")
    assert.equal(readFileSync(join(out, "rejected-b.csv"), "utf8").split("\n")[1], "3,prospect_id,1,an id that is not already on an earlier line")
  })
  it("is refused without its source, with a source that lacks a column, and into the folder that it reads", async () => {
    const refused = async (folder: string, changes: { readonly out?: string } = {}): Promise<string> => {
      try {
        await run(folder, leads("leads.csv"), changes)
      } catch (error) {
        const { status, text } = Terminal.failure(error, "en")
        return `${status} ${text}`
      }
      return "not refused"
    }
    assert.match(await refused(folderOf()), /^2 leads\.csv missing in/)
    const out = temporaryFolder()
    assert.match(await refused(folderOf({ "leads.csv": "Id,Date\n" }), { out }), /^2 Cannot use leads\.csv, line 1, column When/)
    assert.deepEqual(readdirSync(out), [])
    const folder = folderOf({ "leads.csv": "Id,When\n" })
    assert.match(await refused(folder, { out: join(folder, ".") }), /^2 --out is the folder that is read/)
  })
})

/** A log of the real one's shape, when that is not on this machine. */
const madeUpLog = (): string => {
  const header = "Case ID,Activity,Resource,Complete Timestamp,Variant,Variant index,Variant,seriousness,customer,product,responsible_section,seriousness_2,service_level,service_type,support_section,workgroup"
  const row = (number: number, activity: string, resource: string, at: string): string =>
    [`Case ${number}`, activity, resource, at, "V", "1", "V", "s", "c", "Product 1", "Section 1", "s", "l", "t", "u", "w"].join(",")
  const rows = Array.from({ length: 60 }, (_, number) => {
    const day = String(1 + number % 28).padStart(2, "0")
    return [
      row(number, "Assign seriousness", "Value 1", `2012/06/${day} 09:00:00.000`),
      row(number, number % 7 === 0 ? "Wait" : "Take in charge ticket", "Value 2", `2012/06/${day} ${number % 2 === 0 ? "09:30" : "17:30"}:00.000`),
      ...(number % 3 === 0 ? [row(number, "Closed", "Value 2", `2012/06/29 12:00:00.000`)] : [])
    ].join("\n")
  })
  return folderWith({ "helpdesk-log.csv": `${header}\n${rows.join("\n")}\n` })
}

/**
 * What a lead of the log owes and is coloured, worked out from its rows in the plainest way: no policy, no mapping, and
 * Colombia's holidays of that June typed in. Times are wall clock in Italy, in minutes.
 */
const plainly = (text: string) => {
  const holidays = new Set(["2012-05-21", "2012-06-11", "2012-06-18", "2012-07-02"])
  const [asOf, start] = [Date.UTC(2012, 6, 1), Date.UTC(2012, 5, 1)]
  const [hour, day] = [3_600_000, 86_400_000]
  const cases = Map.groupBy(text.trimEnd().split("\n").slice(1).map((line) => line.split(",")), ([id]) => id!)
  const closes = (at: number): number => {
    const weekday = new Date(at).getUTCDay()
    return weekday === 0 || holidays.has(new Date(at).toISOString().slice(0, 10)) ? 0 : weekday === 6 ? 13 : 18
  }
  /** Two hours of Mon–Fri 08–18, Sat 08–13, minute by minute of what is left. */
  const dueOf = (at: number): number => {
    let left = 2 * hour
    for (let midnight = Math.floor(at / day) * day;; midnight += day) {
      const from = Math.max(midnight + 8 * hour, at)
      const open = Math.max(0, midnight + closes(midnight) * hour - from)
      if (left <= open) return from + left
      left -= open
    }
  }
  const states: Record<string, number> = {}
  const colors: Record<string, number> = {}
  for (const rows of cases.values()) {
    const events = rows.map(([, activity, , at]) => ({ activity, at: Date.parse(`${at!.replaceAll("/", "-").replace(" ", "T")}Z`) }))
    const assigned = events[0]!.at
    if (assigned > asOf) continue
    const contacts = events.slice(1).filter(({ activity, at }) => activity !== "Wait" && at <= asOf)
    const closed = events.findLast(({ activity }) => activity === "Closed" || activity === "DUPLICATE" || activity === "INVALID")?.at ?? Infinity
    const due = dueOf(assigned)
    const first = contacts[0]?.at ?? Infinity
    const state = first <= due ? "met" : closed <= Math.min(due, asOf) ? "cancelled" : first < Infinity ? "late" : due < asOf ? "missed" : "upcoming"
    if (due >= start && due < asOf) states[state] = (states[state] ?? 0) + 1
    const days = Math.floor(asOf / day) - Math.floor((contacts.at(-1)?.at ?? assigned) / day)
    const color = closed <= asOf ? "none" : state === "missed" || days > 7 ? "red" : days > 3 ? "yellow" : "green"
    colors[color] = (colors[color] ?? 0) + 1
  }
  return { states, colors }
}

describe("the help desk's log", () => {
  const { HELPDESK_LOG: real = "" } = process.env
  const isReal = existsSync(join(real, "helpdesk-log.csv"))
  const folder = isReal ? real : madeUpLog()
  const out = temporaryFolder()

  it(isReal ? "is read whole, the real one" : "is read whole (a made-up one; HELPDESK_LOG names the folder of the real one)", async () => {
    const summary = await run(folder, example("mappings/helpdesk-log.json"), { out, period: "2012-06", policyFile: example("policies/helpdesk-log.json") })
    const { activities, prospects } = summary.files
    assert.deepEqual(Object.values(summary.files).filter(({ rejected }) => rejected > 0), [])
    assert.equal(prospects!.read + activities!.read, summary.files["helpdesk-log.csv"]!.rows)
    if (isReal) assert.deepEqual([prospects!.read, activities!.read], [4580, 16_768])
  })
  it("owes and colours its leads as a plain reading of the log does", () => {
    const { colors, states } = plainly(readFileSync(join(folder, "helpdesk-log.csv"), "utf8"))
    const { cancelled, late, leads, met, missed, upcoming } = JSON.parse(readFileSync(join(out, "compliance.json"), "utf8")).company
    const expected = { met: 0, late: 0, missed: 0, upcoming: 0, cancelled: 0, ...states }
    assert.deepEqual({ met, late, missed, upcoming, cancelled }, expected)
    assert.equal(leads, met + late + missed + upcoming + cancelled, "each lead owes its first contact only: the log promises no next step")
    const colored = readFileSync(join(out, "lead-colors.csv"), "utf8").trimEnd().split("\n").slice(1).map((line) => line.split(",")[1]!)
    assert.deepEqual(Object.fromEntries(Object.entries(Object.groupBy(colored, (color) => color)).map(([color, list]) => [color, list!.length])), colors)
  })
  if (isReal) {
    it("gives the figures that the README says", () => {
      const readme = readFileSync(example("README.md"), "utf8")
      const { company } = JSON.parse(readFileSync(join(out, "scorecard.json"), "utf8"))
      const compliance = JSON.parse(readFileSync(join(out, "compliance.json"), "utf8")).company
      assert.include(readme, `${compliance.met} met, ${compliance.late} late, ${compliance.missed} missed: ${compliance.percent} %`)
      assert.include(readme, `${company.prospecting.valid} of ${company.prospecting.registered} prospects valid`)
      assert.include(readme, `${company.followUp.valid} of ${company.followUp.registered} activities valid`)
    })
  }
})
