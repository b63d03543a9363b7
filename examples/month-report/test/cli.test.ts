import { assert, describe, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Arguments from "../src/commands/Arguments.ts"
import * as MonthReport from "../src/report/MonthReport.ts"
import * as Progress from "../src/commands/Progress.ts"
import * as Terminal from "../src/commands/Terminal.ts"
import { command, contentsWithoutTimes, folderOf, smallMonth, temporaryFolder } from "./commandLine.ts"

const good = ["--period", "2024-03", "--out", "o"]
const spanish = { LC_ALL: "es_CO.UTF-8" }

/** What the command says of arguments or of a run that fails, without a process of its own. */
const saidOf = async (act: () => unknown): Promise<{ readonly status: number; readonly es: string; readonly en: string }> => {
  try {
    await act()
  } catch (error) {
    const { status, text: en } = Terminal.failure(error, "en")
    return { status, es: Terminal.failure(error, "es").text, en }
  }
  return { status: 0, es: "", en: "" }
}
const run = (folder: string, changes: Partial<Arguments.Arguments> = {}, options: MonthReport.Options = {}) =>
  MonthReport.run(
    { folder, out: join(temporaryFolder(), "out"), period: "2024-03", asOf: undefined, seed: undefined, policyFile: undefined, mappingFile: undefined, ...changes },
    "en",
    Progress.none,
    options
  )
const jsonFile = (value: unknown): string => {
  const file = join(temporaryFolder(), "file.json")
  writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value))
  return file
}

describe("the command", () => {
  it("writes every file of the contract, says the rows of each and ends with 0", async () => {
    const out = join(temporaryFolder(), "new", "out")
    const { error, out: said, status } = await command([folderOf(), "--period", "2024-03", "--out", out])
    assert.deepEqual([status, error], [0, ""])
    const kinds = ["activities", "branches", "brands", "employees", "goals", "prospects", "verification-calls"]
    const forms = ["GC-FOR-05", "GC-FOR-06", "GC-FOR-21", "compliance", "controls"].flatMap((name) => [`${name}.html`, `${name}.xlsx`])
    const files = ["prospect-verdicts.csv", "activity-verdicts.csv", "scorecard.json", "sample.csv", "compliance.json", "lead-colors.csv", "summary.json"]
    assert.includeMembers(readdirSync(out), [...forms, ...files, ...kinds.map((kind) => `rejected-${kind}.csv`)])
    for (const kind of kinds) assert.equal(readFileSync(join(out, `rejected-${kind}.csv`), "utf8"), "line,column,found,expected\n")
    assert.include(said, "prospects: 1 row, 1 read, 0 rejected\n")
    assert.include(said, `Results in ${out}\n`)
    assert.equal(readFileSync(join(out, "prospect-verdicts.csv"), "utf8"), "prospect_id,verdict,reasons,warnings\nP1,valid,,\n")
  })
  it("takes the first and the last instants that can be written, whose local month may lie outside the calendar", async () => {
    const instants = ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999-23:59"]
    const rows = instants.map((instant, number) => `X${number},P1,A1,call,performed,${instant},attended,Quiere probar el carro el sábado,\n`)
    const out = temporaryFolder()
    const summary = await run(folderOf({ "activities.csv": smallMonth["activities.csv"] + rows.join("") }), { out })
    assert.deepInclude(summary.files["activities"], { rows: 4, read: 4 })
    assert.equal(readFileSync(join(out, "activity-verdicts.csv"), "utf8"), "activity_id,verdict,reasons,warnings\nT1,valid,,\n")
  })
  it("goes on past rejected rows, and says of each its line, column, what was found and what was expected", async () => {
    const out = temporaryFolder()
    const { out: said, status } = await command(
      [folderOf({ "goals.csv": `${smallMonth["goals.csv"]}2024-3,A1,B1,M1,x,1\n` }), "--period", "2024-03", "--out", out],
      spanish
    )
    assert.equal(status, 0)
    assert.include(said, "goals: 2 filas, 1 leída, 1 rechazada\n")
    assert.deepEqual(readFileSync(join(out, "rejected-goals.csv"), "utf8").split("\n").slice(1), [
      "3;period;2024-3;un mes, como 2024-03, mar-24 o marzo de 2024",
      "3;prospects;x;un número entero, cero o mayor, como 1200 o 1.200",
      ""
    ])
  })
  it("writes rejected rows for a Colombian spreadsheet where Spanish is asked for, and else as before", async () => {
    const folder = folderOf({ "goals.csv": `${smallMonth["goals.csv"]}2024-13,A1,B1,M1,1,1\n` })
    for (const [args, environment, header] of [
      [["--language", "es"], {}, "\uFEFFlínea;columna;encontrado;esperado"],
      [["--language=en"], spanish, "line,column,found,expected"],
      [[], { LC_ALL: "es_CO.UTF-8" }, "\uFEFFlínea;columna;encontrado;esperado"],
      [[], {}, "line,column,found,expected"]
    ] as const) {
      const out = temporaryFolder()
      const { status } = await command([folder, "--period", "2024-03", "--out", out, ...args], environment)
      assert.deepEqual([status, readFileSync(join(out, "rejected-goals.csv"), "utf8").split("\n")[0]], [0, header], args.join(" "))
      assert.equal(readFileSync(join(out, "rejected-verification-calls.csv"), "utf8"), `${header}\n`)
    }
    assert.match((await command([folder, "--period", "2024", "--language", "es"])).error, /^--period: se encontró 2024/)
    assert.match((await command([folder, "--language", "fr"])).error, /--language: found fr, expected es or en/)
  })
  it("says what is wrong in the terminal's language or in English, with status 2 and nothing on standard output", async () => {
    const folder = folderOf({ "brands.csv": "brand_id,marca\nM1,x\n" })
    const args = [folder, "--period", "2024-03", "--out", temporaryFolder()]
    const [es, en, empty] = await Promise.all([command(args, { LC_ALL: "", LC_MESSAGES: "", LANG: "es_CO.UTF-8" }), command(args, { LC_ALL: "de_DE" }), command([])])
    assert.deepEqual([es.status, es.out, en.status, en.out, empty.status, empty.out], [2, "", 2, "", 2, ""])
    assert.match(es.error, /^No se puede usar brands\.csv, .*columna name: .*; se esperaba .*\n$/)
    assert.match(en.error, /^Cannot use brands\.csv, .*column name: found .*; expected .*\n$/)
    assert.match(empty.error, /^The folder with the CSV files is missing\.\n--period is missing\.\n--out is missing\.\nUsage: /)
  })
  it("prints its usage when asked, and ends with 0, from its bundle too", async () => {
    for (const ended of [await command(["--help", "--nonsense"], spanish), await command(["-h"], { MONTH_REPORT_AS_SOURCES: "" })]) {
      assert.deepEqual([ended.status, ended.error], [0, ""])
      assert.match(ended.out, /^(Uso|Usage): npx pnpm@12 report .*--out/)
    }
  })
  it("ends with 0 when its output is not read", async () => {
    const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
    const out = temporaryFolder()
    const child = spawn(process.execPath, [main, folderOf(), "--period", "2024-03", "--out", out], {
      env: { ...process.env, MONTH_REPORT_AS_SOURCES: "1" },
      stdio: ["ignore", "pipe", "pipe"]
    })
    child.stdout.destroy()
    let error = ""
    child.stderr.on("data", (text) => error += String(text))
    const [status] = await once(child, "close")
    assert.deepEqual([status, error], [0, ""])
    assert.isTrue(existsSync(join(out, "summary.json")))
  })
  it("reports in one line that the form of activities can't be written while others are", async () => {
    const out = temporaryFolder()
    mkdirSync(join(out, "GC-FOR-05.html"))
    const { error, status } = await command([folderOf(), "--period", "2024-03", "--out", out])
    assert.equal(status, 1)
    assert.match(error, /^The report could not be finished: EISDIR[^\n]*\n$/)
  })
  it("reports an unexpected error in one line, with status 1", async () => {
    const out = temporaryFolder()
    mkdirSync(join(out, "scorecard.json"))
    const { error, status } = await command([folderOf(), "--period", "2024-03", "--out", out], spanish)
    assert.equal(status, 1)
    assert.match(error, /^El informe no se pudo terminar: .*scorecard\.json.*\n$/)
    assert.isFalse(existsSync(join(out, "summary.json")), "no summary of a run that did not end")
  })
})

describe("arguments", () => {
  const asked = (...args: ReadonlyArray<string>): Arguments.Arguments => {
    const read = Arguments.read(args, "en")
    assert.equal(read.kind, "asked")
    return (read as { readonly asked: Arguments.Arguments }).asked
  }
  const faults = (...args: ReadonlyArray<string>): Promise<ReadonlyArray<string>> =>
    saidOf(() => Arguments.read(args, "en")).then(({ en, es }) => {
      const [said = "", help = ""] = en.split(/^(?=Usage:)/m)
      assert.match(help, /^Usage: npx pnpm@12 report .*--out <folder>\n {2}--period MONTH +the report's month\n[^]*\n {2}--help, -h +this text\n/)
      const [dicho = "", ayuda = ""] = es.split(/^(?=Uso:)/m)
      assert.equal(ayuda.split("\n").length, help.split("\n").length)
      assert.equal(dicho.split("\n").length, said.split("\n").length)
      return said.split("\n").slice(0, -1)
    })
  it("are read in any order, with = or without", () => {
    const parsed = { folder: "in", period: "2024-03", asOf: "x", policyFile: "p", mappingFile: "m", letterheadFile: "l", leadsFile: "d", seed: "-s", database: "postgres://d", dealership: "carrazos", language: "es" as const, out: "o" }
    const given = ["--as-of=x", "--policy", "p", "in", "--seed=-s", "--mapping=m", "--letterhead", "l", "--leads=d", "--database", "postgres://d", "--dealership=carrazos", "--language=es"]
    assert.deepEqual(asked(...given, ...good), parsed)
    assert.equal(asked("in", ...good).seed, undefined)
    assert.equal(asked("in", ...good, "--seed", "one", "--seed", "two").seed, "two")
  })
  it("may give an empty seed, and nothing else empty", async () => {
    assert.equal(asked("in", ...good, "--seed", "").seed, "")
    assert.equal(asked("in", ...good, "--seed=--x").seed, "--x")
    assert.deepEqual(await faults("in", "--period=", "--out", "", "--policy="), ["--period has no value.", "--out has no value.", "--policy has no value."])
    assert.deepEqual(await faults("in", "--seed"), ["--seed has no value."])
  })
  it("are told every fault in how they are written at once, then every fault in what they say", async () => {
    assert.deepEqual(await faults("--frob", "in", "--period", "--uot", "o", "-x"), [
      "There is no option --frob.", "--period has no value.", "There is no option --uot. Did you mean --out?", "There is no option -x."
    ])
    assert.deepEqual(await faults("in", "more", "--period", "2024-13"), [
      "Unexpected argument more.", "--period: found 2024-13, expected a month like 2024-03.", "--out is missing."
    ])
    assert.deepEqual(await faults("", "--period", "2024-03"), ["The folder with the CSV files is missing.", "--out is missing."])
  })
  it("give a completion script that knows every option", () => {
    const script = Arguments.read(["--completions", "zsh"], "en")
    assert.equal(script.kind, "text")
    for (const option of ["period", "out", "as-of", "policy", "mapping", "letterhead", "leads", "seed", "database", "dealership"]) {
      assert.include((script as { readonly text: string }).text, `--${option}`)
    }
  })
  it.each(["2024", "2024-3", "2024-13", "2024-00", "03-2024", "marzo", "2024-03-01", " 2024-03", "0000-01"])("name a month: not %s", async (period) => {
    assert.deepEqual(await faults("in", "--period", period, "--out", "o"), [`--period: found ${period}, expected a month like 2024-03.`])
  })
  it("name a month with one before it", async () => {
    assert.deepEqual(await faults("in", "--period", "0001-01", "--out", "o"), [
      "--period: found 0001-01, expected a month with one before it, from 0001-02 on: the report compares the two."
    ])
  })
})

describe("what can't be used", () => {
  const es = /Falta|falta|falla|se esperaba|No se puede/
  const unusable = async (act: () => unknown, ...parts: ReadonlyArray<RegExp>): Promise<void> => {
    const said = await saidOf(act)
    assert.equal(said.status, 2, said.en)
    for (const part of parts) assert.match(said.en, part)
    assert.match(said.es, es)
  }
  it("is a folder that is not there, is a file or lacks files: all of them are named", async () => {
    await unusable(() => run("/nowhere/at/all"), /There is no folder \/nowhere\/at\/all/)
    await unusable(() => run(jsonFile("{}")), /file\.json is a file/)
    await unusable(() => run(folderOf({ "goals.csv": undefined, "brands.csv": undefined })), /brands\.csv, goals\.csv missing/)
    const folder = folderOf({ "brands.csv": undefined })
    mkdirSync(join(folder, "brands.csv"))
    await unusable(() => run(folder), /brands\.csv in .* is no file/)
    const calls = folderOf()
    mkdirSync(join(calls, "verification-calls.csv"))
    await unusable(() => run(calls), /verification-calls\.csv in .* is no file/)
  })
  it("is a place for the results that can't be written", async () => {
    const file = jsonFile("{}")
    await unusable(() => run(folderOf(), { out: file }), /Cannot write into .*file\.json/)
    await unusable(() => run(folderOf(), { out: join(file, "in", "it") }), /Cannot write into/)
  })
  it("is a file that is no text, at any place of it", async () => {
    const odd = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(smallMonth["brands.csv"]!, "utf16le"), Buffer.from([0x41])])
    await unusable(() => run(folderOf({ "brands.csv": odd })), /brands\.csv.*UTF-16LE/)
    await unusable(() => run(folderOf({ "brands.csv": odd.subarray(2) })), /brands\.csv.*UTF-16LE/)
    await unusable(() => run(folderOf({ "brands.csv": "PK\u0003\u0004\0\0\0" })), /brands\.csv/)
    const marked = Buffer.concat([Buffer.from("\ufeff"), Buffer.from(smallMonth["activities.csv"]!), Buffer.from([0xff])])
    await unusable(() => run(folderOf({ "activities.csv": marked })), /activities\.csv.*UTF-8/)
    await unusable(() => run(folderOf({ "employees.csv": "" })), /employees\.csv.*header/)
  })
  it("is an instant, a policy or a mapping with faults: all are said before anything is read", async () => {
    const policyFile = jsonFile({ rules: { prospect: { "no-such-rule": "off" } }, parameters: { leadRedDays: -1 } })
    const mappingFile = jsonFile({ name: "x", zone: "Mars/Olympus", sources: { "../leads.csv": { records: [{ kind: "brands", fields: {} }] } } })
    await unusable(
      () => run("/nowhere", { asOf: "tomorrow", policyFile, mappingFile }),
      /policy .* has 3 fault\(s\):\n.*no-such-rule/, /leadRedDays/, /Mars\/Olympus/, /brandId is missing/, /--as-of: found tomorrow/
    )
    await unusable(() => run("/nowhere", { letterheadFile: jsonFile({ logo: 1 }) }), /letterhead .* has 1 fault\(s\):\n {2}\/logo: expected one of company/, /no folder/)
    await unusable(() => run("/nowhere", { policyFile: jsonFile("{") }), /Cannot read the policy .*JSON/, /no folder/)
    await unusable(() => run("/nowhere", { policyFile: "/nowhere.json", mappingFile: "/nowhere.json" }), /Cannot read the policy/, /Cannot read the mapping/)
    const outside = { name: "x", sources: { "../leads.csv": { records: [{ kind: "brands", fields: { brandId: { column: 1 }, name: { column: 2 } } }] } } }
    await unusable(() => run(folderOf(), { mappingFile: jsonFile(outside) }), /\/sources\/\.\.\/leads\.csv: the name of a file in the folder/)
  })
  it("ends the activities' thread too", async () => {
    await unusable(() => run(folderOf({ "prospects.csv": "x\n1\n" }), {}, { threadFromBytes: 0 }), /prospects\.csv.*prospect_id/)
    await unusable(() => run(folderOf({ "activities.csv": "x\n1\n" }), {}, { threadFromBytes: 0 }), /activities\.csv.*activity_id/)
  })
})

describe("a run", () => {
  it("prints the dealership's own company and codes on every form, from every thread", async () => {
    const letterheadFile = jsonFile({ company: "Motos del Valle SAS", procedureCode: "MV-PR-03", formCodes: { "GC-FOR-05": "MV-FO-11", "compliance": "MV-FO-20" } })
    for (const threadFromBytes of [0, Number.POSITIVE_INFINITY]) {
      const out = temporaryFolder()
      await run(folderOf(), { out, letterheadFile }, { threadFromBytes })
      const html = (name: string) => readFileSync(join(out, `${name}.html`), "utf8")
      for (const [name, code] of [["GC-FOR-05", "MV-FO-11"], ["GC-FOR-06", "GC-FOR-06"], ["GC-FOR-21", "GC-FOR-21"], ["compliance", "MV-FO-20"]] as const) {
        assert.include(html(name), "Motos del Valle SAS · MV-PR-03 versión 02")
        assert.include(html(name), `Formato: <strong>${code}</strong>`)
        assert.notInclude(html(name), "CARRAZOS")
      }
    }
  })
  it("may write into the folder that it reads, and written again is the same", async () => {
    const folder = folderOf()
    await run(folder, { out: folder })
    const first = contentsWithoutTimes(folder)
    await run(folder, { out: folder })
    assert.deepEqual(contentsWithoutTimes(folder), first)
    for (const [name, content] of Object.entries(smallMonth)) assert.equal(first[name], content)
  })
  it("draws another sample with another seed, an empty one too", async () => {
    const prospects = Array.from({ length: 40 }, (_, i) =>
      `P${i},2024-03-${String(1 + i % 28).padStart(2, "0")}T10:00:00-05:00,A1,B1,M1,Luis Gómez Parra,30145678${10 + i},web,Sedán,2024-03-01`)
    const folder = folderOf({ "prospects.csv": `${smallMonth["prospects.csv"]!.split("\n")[0]}\n${prospects.join("\n")}\n` })
    const sampleOf = async (seed: string | undefined): Promise<string> => {
      const out = temporaryFolder()
      await run(folder, { out, seed })
      return readFileSync(join(out, "sample.csv"), "utf8")
    }
    const [byDefault, period, empty] = [await sampleOf(undefined), await sampleOf("2024-03"), await sampleOf("")]
    assert.equal(byDefault.split("\n").length, 7)
    assert.equal(byDefault, period)
    assert.notEqual(byDefault, empty)
  })
  it("shows its steps on a terminal: one line, written over and over, gone at the end", async () => {
    let shown = ""
    const progress = Progress.onTerminal({ write: (text) => shown += text }, "es")
    const args = { folder: folderOf(), out: temporaryFolder(), period: "2024-03", asOf: undefined, seed: undefined, policyFile: undefined, mappingFile: undefined }
    const { steps } = await MonthReport.run(args, "es", progress).finally(progress.end)
    for (const step of Object.keys(steps)) assert.include(shown, `\r\u001b[K${Progress.names[step as Progress.Step].es}`)
    assert.isTrue(shown.endsWith("\r\u001b[K") && !shown.includes("\n"))
  })
})
