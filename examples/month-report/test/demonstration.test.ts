import * as RuleMessages from "@crm-procedure/core/policy/RuleMessages"
import * as DemonstrationMonth from "@crm-procedure/testing/DemonstrationMonth"
import { assert, beforeAll, describe, it } from "@effect/vitest"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as DemonstrationFolder from "../src/starting/DemonstrationFolder.ts"
import * as MonthReport from "../src/report/MonthReport.ts"
import * as Progress from "../src/commands/Progress.ts"
import { temporaryFolder } from "./commandLine.ts"

const month: DemonstrationMonth.DemonstrationOptions = { seed: 1, period: "2024-03" }
const folder = temporaryFolder()
const [alone, threaded, midMonth] = [temporaryFolder(), temporaryFolder(), temporaryFolder()]
const policyFile = join(temporaryFolder(), "policy.json")
const kinds = ["activities", "branches", "brands", "employees", "goals", "prospects", "verification-calls"] as const

/** By file name, the bytes of a folder; the summary without the times that the steps took. */
const bytesOf = (out: string): Readonly<Record<string, Buffer>> =>
  Object.fromEntries(readdirSync(out).toSorted().map((name) => {
    const bytes = readFileSync(join(out, name))
    return [name, name === "summary.json" ? Buffer.from(JSON.stringify(JSON.parse(bytes.toString()).files)) : bytes]
  }))
const rowsOf = (name: string, out = alone): ReadonlyArray<ReadonlyArray<string>> =>
  readFileSync(join(out, name), "utf8").trimEnd().split("\n").slice(1).map((line) => line.split(","))
const textOf = (name: string): string => readFileSync(join(alone, name), "utf8")

beforeAll(async () => {
  await DemonstrationFolder.write(folder, month)
  // The one rule that is off by default warns, so that every rule can be heard.
  writeFileSync(policyFile, JSON.stringify({ rules: { activity: { "contact-too-frequent": "warns" } } }))
  const args = { folder, period: month.period, asOf: undefined, seed: undefined, policyFile, mappingFile: undefined }
  await MonthReport.run({ ...args, out: alone }, "es", Progress.none, { threadFromBytes: Number.POSITIVE_INFINITY })
  await MonthReport.run({ ...args, out: threaded }, "es", Progress.none, { threadFromBytes: 0 })
  await MonthReport.run({ ...args, asOf: "2024-03-20T12:00:00", out: midMonth }, "es", Progress.none)
})

describe("the report of the demonstration month", () => {
  it("is the same to the byte, whether the activities have a thread of their own or not", () => {
    const [one, other] = [bytesOf(alone), bytesOf(threaded)]
    assert.deepEqual(Object.keys(one), Object.keys(other))
    for (const [name, bytes] of Object.entries(one)) assert.isTrue(bytes.equals(other[name]!), name)
  })
  it("has every form, as workbooks and as documents that ask for nothing from outside", () => {
    for (const name of ["GC-FOR-05", "GC-FOR-06", "GC-FOR-21", "compliance", "controls"]) {
      assert.equal(readFileSync(join(alone, `${name}.xlsx`)).subarray(0, 2).toString(), "PK")
      const html = textOf(`${name}.html`)
      assert.match(html, /^<!doctype html>[^]*<\/html>\s*$/i)
      assert.notMatch(html, /(src|href)="https?:|@import|<script/)
    }
  })
  it("puts what the directory does not know last, by that name, and red leads first", () => {
    for (const name of ["GC-FOR-05.html", "GC-FOR-06.html"]) {
      const branches = [...textOf(name).matchAll(/>(Sede [^<]*|S-000[^<]*)</g)].map(([, branch]) => branch!)
      assert.match(branches[0]!, /^Sede /)
      assert.equal(branches.slice(0, branches.findIndex((branch) => branch.startsWith("S-000")) + 1).at(-1), "S-000 (sede desconocida)")
      assert.isAbove(branches.indexOf("S-000 (sede desconocida)"), branches.indexOf("Sede Pereira Avenida 30 de Agosto"))
    }
    assert.include(textOf("GC-FOR-06.html"), "A-0000 (asesor desconocido)")
    const [, detail = ""] = textOf("GC-FOR-21.html").split("Detalle de leads")
    const colors = [...detail.matchAll(/[■▲●○]\s*(?:<[^>]*>)*\s*(Rojo|Amarillo|Verde|Cerrado)/g)].map(([, word]) => word!)
    const urgency = ["Rojo", "Amarillo", "Verde", "Cerrado"]
    assert.equal(new Set(colors).size, 4)
    assert.deepEqual(colors, colors.toSorted((one, other) => urgency.indexOf(one) - urgency.indexOf(other)))
  })
  it("fails every rule somewhere; only in mid-month does anything of the month lie in the future", () => {
    const silentIn = (out: string) => {
      const spoken = (name: string) => new Set(rowsOf(name, out).flatMap(([, , reasons = "", warnings = ""]) => [...reasons.split("|"), ...warnings.split("|")]))
      const [prospects, activities] = [spoken("prospect-verdicts.csv"), spoken("activity-verdicts.csv")]
      return [...RuleMessages.prospectRuleTexts.filter(({ code }) => !prospects.has(code)), ...RuleMessages.activityRuleTexts.filter(({ code }) => !activities.has(code))]
        .map(({ code }) => code)
    }
    // Files hold no earlier version of a prospect.
    assert.deepEqual(silentIn(alone), ["created-in-future", "identity-replaced", "performed-in-future"])
    assert.notIncludeMembers(silentIn(midMonth), ["created-in-future", "performed-in-future"])
  })
  it("says of each planted record that its rule failed", () => {
    const spoken = new Map(["prospect", "activity"].flatMap((subject) =>
      rowsOf(`${subject}-verdicts.csv`).map(([id, , reasons = "", warnings = "", waived = ""]) => [`${subject} ${id}`, `${reasons}|${warnings}|${waived}`.split("|")] as const)
    ))
    for (const { id, rule, subject } of DemonstrationMonth.planted(month)) {
      // A planted record of the month before is in no verdict file.
      const codes = spoken.get(`${subject} ${id}`)
      if (codes !== undefined) assert.include(codes, rule, `${subject} ${id}`)
    }
    assert.isAbove(DemonstrationMonth.planted(month).filter(({ id, subject }) => spoken.has(`${subject} ${id}`)).length, 40)
  })
  it("rejects the rows that can't be read, at least one in each file, and counts them", () => {
    const { files } = JSON.parse(textOf("summary.json")) as { readonly files: MonthReport.Summary["files"] }
    const rejected = DemonstrationMonth.rejected(month)
    for (const kind of kinds) {
      const lines = new Set(rowsOf(`rejected-${kind}.csv`).map(([line]) => line))
      assert.deepEqual([files[kind]!.rejected, lines.size], [rejected[`${kind}.csv`].length, rejected[`${kind}.csv`].length], kind)
      assert.equal(files[kind]!.rows, files[kind]!.read + files[kind]!.rejected)
      assert.isAbove(lines.size, 0)
    }
  })
  it("waives a warning, and names it in the fifth column", () => {
    assert.deepEqual(rowsOf("activity-verdicts.csv").filter((row) => row[4] !== "").map((row) => [row[1], row[4]]), [["valid", "next-step-missing"]])
    assert.match(textOf("GC-FOR-05.html"), /ASISTENTE/)
  })
  it("adds up: verdicts, scorecard and groups are the same records", () => {
    interface Indicator { readonly registered: number; readonly valid: number; readonly invalid: number; readonly pending: number; readonly goal: number }
    interface Scores { readonly id: string; readonly prospecting: Indicator; readonly followUp: Indicator }
    const { byAdvisor, byBrand, byBranch, company } = JSON.parse(textOf("scorecard.json")) as Readonly<Record<"byAdvisor" | "byBranch" | "byBrand", ReadonlyArray<Scores>>> & { readonly company: Scores }
    for (const [indicator, name] of [["prospecting", "prospect-verdicts.csv"], ["followUp", "activity-verdicts.csv"]] as const) {
      const verdicts = rowsOf(name).map(([, verdict]) => verdict)
      const { invalid, pending, registered, valid } = company[indicator]
      assert.deepEqual([registered, valid, invalid, pending], [verdicts.length, ...["valid", "invalid", "pending"].map((one) => verdicts.filter((verdict) => verdict === one).length)])
      const sum = (groups: ReadonlyArray<Scores>) => groups.reduce((total, group) => total + group[indicator].valid, 0)
      assert.deepEqual([sum(byAdvisor), sum(byBranch), sum(byBrand)], [valid, valid, valid])
    }
  })
})
