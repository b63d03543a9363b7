import type { Language } from "@crm-procedure/command-line/Language"
import * as ClosedPeriod from "@crm-procedure/core/close/ClosedPeriod"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as FrozenLists from "@crm-procedure/core/close/FrozenLists"
import * as GcPro05 from "@crm-procedure/core/policy/GcPro05"
import * as PeriodClose from "@crm-procedure/core/close/PeriodClose"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Reading from "@crm-procedure/core/records/Reading"
import { Records } from "@crm-procedure/core/register/Records"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"
import * as VerificationSample from "@crm-procedure/core/service/VerificationSample"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import { DemonstrationMonth } from "@crm-procedure/testing"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as ChainFolder from "../src/chain/ChainFolder.ts"
import * as CloseCommand from "../src/commands/CloseCommand.ts"
import * as Folder from "../src/reading/Folder.ts"
import * as MonthReport from "../src/report/MonthReport.ts"
import * as Progress from "../src/commands/Progress.ts"
import * as Terminal from "../src/commands/Terminal.ts"
import * as VerifyCommand from "../src/commands/VerifyCommand.ts"

const PERIOD = "2024-03"
const folder = mkdtempSync(join(tmpdir(), "close-"))
const [input, out, earlier, chain] = [join(folder, "in"), join(folder, "out"), join(folder, "earlier"), join(folder, "chain")]
const source = (name: string) => fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))

/** Runs a command as a program of its own. */
const spawn = (command: "close" | "verify", args: ReadonlyArray<string>, language: string) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [source(command), ...args], { encoding: "utf8", env: { ...process.env, LC_ALL: language } })
  return { status, said: stdout + stderr }
}
/** Runs a command here, which is faster. */
const run = (command: "close" | "verify", args: ReadonlyArray<string>, language: Language = "en"): { readonly status: number; readonly said: string } => {
  try {
    return command === "close" ? { said: CloseCommand.run(args, language), status: 0 } : VerifyCommand.run(args, language)
  } catch (error) {
    const { status, text } = Terminal.failure(error, language)
    return { status, said: text }
  }
}
const report = (period: string, to: string, more: { readonly policyFile?: string; readonly asOf?: string } = {}) =>
  MonthReport.run({ folder: input, period, asOf: more.asOf, policyFile: more.policyFile, mappingFile: undefined, seed: undefined, out: to }, "en", Progress.none)
const snapshotIn = (at: string, name: string): ClosedPeriod.Snapshot => ClosedPeriod.parse(readFileSync(join(at, name), "utf8"))!
const copyOf = (from: string): string => {
  const to = mkdtempSync(join(folder, "copy-"))
  cpSync(from, to, { recursive: true })
  return to
}

beforeAll(async () => {
  mkdirSync(input)
  for (const { chunks, name } of DemonstrationMonth.files({ seed: 3, period: PERIOD, prospects: 400, activities: 600 })) {
    writeFileSync(join(input, name), [...chunks].join(""))
  }
  await report(PERIOD, out)
  await report("2024-02", earlier)
  for (const [from, more] of [[earlier, []], [out, []], [out, ["--reopen", "Faltaba la feria", "--reopened-by", "E1"]]] as const) {
    const closed = run("close", [from, "--chain", chain, "--by", "E7", "--at", "2024-04-03T09:00:00-05:00", ...more])
    assert.strictEqual(closed.status, 0, closed.said)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

describe("close", () => {
  it("appends a snapshot a period, chained, with its frozen files beside it", () => {
    assert.deepStrictEqual(readdirSync(chain).sort(), [
      "0000-2024-02", "0000-2024-02.json", "0001-2024-03", "0001-2024-03.json", "0002-2024-03", "0002-2024-03.json", "chain.sha256"
    ])
    for (const name of FrozenLists.names) assert.deepStrictEqual(readFileSync(join(chain, "0001-2024-03", name)), readFileSync(join(out, name)), name)
    const [first, again] = [snapshotIn(chain, "0001-2024-03.json"), snapshotIn(chain, "0002-2024-03.json")]
    assert.deepStrictEqual(first.result.scorecard, JSON.parse(readFileSync(join(out, "scorecard.json"), "utf8")))
    assert.isAbove(first.result.openVerifications.prospects.length, 0)
    assert.strictEqual(again.resultDigest, first.resultDigest)
    assert.deepStrictEqual(again.reopening, { sequence: 1, at: "2024-04-03T09:00:00-05:00", by: "E1", reason: "Faltaba la feria" })
    assert.strictEqual(again.previousDigest, createHash("sha256").update(readFileSync(join(chain, "0001-2024-03.json"))).digest("hex"))
  })

  it("the forms' footers and policy.json have the policy's digest", () => {
    const { policyDigest } = snapshotIn(chain, "0001-2024-03.json").result
    assert.strictEqual(createHash("sha256").update(readFileSync(join(out, "policy.json"))).digest("hex"), policyDigest)
    for (const form of ["GC-FOR-05", "GC-FOR-06", "GC-FOR-21", "compliance"]) {
      assert.include(readFileSync(join(out, `${form}.html`), "utf8"), `Huella: ${policyDigest}`, form)
    }
  })

  it("closing the same records in the service gives the same result digest", async () => {
    const reading = Reading.of(Calendar.bogota)
    const sources = Folder.look(input, undefined).sources
    const rejections = { out: mkdtempSync(join(folder, "rejected-")), language: "en" as const }
    const read = <R>(kind: CanonicalFile.Kind<R>) => Folder.readAll(kind, sources[kind.name]!, reading, rejections).records
    const closed = await Effect.runPromise(Effect.gen(function*() {
      const records = yield* Records
      const goals = read(CanonicalFile.goals)
      yield* records.putDirectory("d", { branches: read(CanonicalFile.branches), brands: read(CanonicalFile.brands), employees: read(CanonicalFile.employees) })
      for (const period of new Set(goals.map((goal) => goal.period))) yield* records.putGoals("d", period, goals.filter((goal) => goal.period === period))
      const asOf = Calendar.periodBounds(Calendar.bogota, PERIOD).end
      const register: VerdictUpkeep.VerdictUpkeep = { dealership: "d", policyOf: () => Policy.gcPro05 }
      yield* VerdictUpkeep.put(register, { prospects: read(CanonicalFile.prospects).toReversed(), activities: read(CanonicalFile.activities).toReversed() }, asOf)
      // The command draws the sample where there are calls; in the service a person draws it.
      yield* VerificationSample.draw({ dealership: "d", period: PERIOD, policy: Policy.gcPro05, now: asOf })
      yield* records.putCalls("d", read(CanonicalFile.verificationCalls), asOf)
      const by = { role: "crm-assistant", name: "E7" }
      return yield* PeriodClose.close({ dealership: "d", period: PERIOD, asOf, closedAt: asOf, by, procedure: GcPro05.version02, policy: Policy.gcPro05 })
    }).pipe(Effect.provide(Records.layerMemory)))
    const { files, result, resultDigest } = ClosedPeriod.parse(closed.content)!
    const ofFiles = snapshotIn(chain, "0001-2024-03.json")
    for (const name of FrozenLists.names) assert.strictEqual(files?.[name], readFileSync(join(out, name), "utf8"), name)
    assert.deepStrictEqual(result, ofFiles.result)
    assert.strictEqual(resultDigest, ofFiles.resultDigest)
  })

  it("refuses what it can't close, with exit status 2 and nothing written", async () => {
    const before = readFileSync(join(chain, "chain.sha256"), "utf8")
    const refused = (args: ReadonlyArray<string>, message: RegExp, language?: Language) => {
      const { said, status } = run("close", args, language)
      assert.strictEqual(status, 2, said)
      assert.match(said, message)
    }
    const by = ["--chain", chain, "--by", "E7"]
    refused([out, ...by], /2024-03 is closed already .*--reopen/)
    refused([out, ...by], /2024-03 ya está cerrado .*--reopen/, "es")
    refused([], /report's folder is missing[^]*Usage/)
    refused([out, "--by", "E7"], /--chain is missing/)
    refused([out, "--chain", chain], /--by is missing/)
    refused([out, ...by, "--reopen", "x"], /--reopened-by go together/)
    refused([out, ...by, "--what"], /--what/)
    refused([join(folder, "nowhere"), ...by], /judgement\.json.*month report/)
    refused([out, "--chain", join(folder, "none"), "--by", "E7", "--at", "ayer"], /--at: found ayer/)
    refused([out, "--chain", join(folder, "none"), "--by", "E7", "--at", "2024-03-31"], /2024-03 is not over: found 2024-03-31T00:00:00-05:00, expected 2024-04-01T00:00:00-05:00/)
    refused([out, "--chain", join(folder, "none"), "--by", "E7", "--reopen", "x", "--reopened-by", "y"], /not closed: there is nothing to reopen/)
    const edited = copyOf(out)
    const verdicts = join(edited, "prospect-verdicts.csv")
    writeFileSync(verdicts, readFileSync(verdicts, "utf8").replace(",valid,", ",invalid,"))
    refused([edited, "--chain", join(folder, "none"), "--by", "E7"], /prospect-verdicts\.csv: found .* scorecard\.json says/)
    const mixed = copyOf(out)
    cpSync(join(earlier, "judgement.json"), join(mixed, "judgement.json"))
    refused([mixed, "--chain", join(folder, "none"), "--by", "E7"], /scorecard\.json: it is of 2024-03, and judgement\.json of 2024-02/)
    const policyFile = join(folder, "policy.json")
    writeFileSync(policyFile, JSON.stringify({ parameters: { openVerificationsAtClose: "valid" } }))
    const asValid = join(folder, "valid")
    await report(PERIOD, asValid, { policyFile })
    refused([asValid, "--chain", join(folder, "none"), "--by", "E7"], /open verifications as valid.*verification-pending off/)
    const off = { "verification-pending": "off" }
    writeFileSync(policyFile, JSON.stringify({ parameters: { openVerificationsAtClose: "valid" }, rules: { prospect: off, activity: off } }))
    await report(PERIOD, asValid, { policyFile })
    assert.strictEqual(run("close", [asValid, "--chain", join(folder, "valid-chain"), "--by", "E7"]).status, 0)
    assert.strictEqual(readFileSync(join(chain, "chain.sha256"), "utf8"), before)
    assert.isFalse(readdirSync(folder).includes("none"))
  })

  it("counts verdicts whatever stands in an id", () => {
    const odd = copyOf(out)
    const verdicts = join(odd, "prospect-verdicts.csv")
    writeFileSync(verdicts, readFileSync(verdicts, "utf8").replace(/\n[^,]*,/, "\n\"P,\"\"invalid\nP9,pending,\","))
    const closed = run("close", [odd, "--chain", join(folder, "odd-chain"), "--by", "E7"])
    assert.strictEqual(closed.status, 0, closed.said)
  })

  it("adds nothing to a chain that does not hold", () => {
    const broken = copyOf(chain)
    writeFileSync(join(broken, "0000-2024-02", "sample.csv"), "prospect_id,advisor_id,kind\n")
    const { said, status } = run("close", [out, "--chain", broken, "--by", "E7", "--reopen", "x", "--reopened-by", "E1"])
    assert.strictEqual(status, 2)
    assert.match(said, /is broken; nothing is added[^]*0000-2024-02\/sample\.csv/)
  })
})

const recipe = /```sh\n([^]*?)```/.exec(readFileSync(new URL("../../../docs/guides/period-close.md", import.meta.url), "utf8"))![1]!
const runRecipe = (at: string, head = "") => {
  const work = mkdtempSync(join(folder, "recipe-"))
  cpSync(at, join(work, "chain"), { recursive: true })
  const { status, stdout } = spawnSync("sh", ["-c", recipe], { cwd: work, encoding: "utf8", env: { ...process.env, HEAD: head } })
  return { status, stdout }
}

describe("as programs", () => {
  it("they say it in the terminal's language, and end with the status", () => {
    const refused = spawn("close", [out, "--chain", chain, "--by", "E7"], "es_CO.UTF-8")
    assert.strictEqual(refused.status, 2)
    assert.match(refused.said, /^2024-03 ya está cerrado/)
    const fresh = join(folder, "fresh")
    const closed = spawn("close", [out, "--chain", fresh, "--by", "E7"], "C")
    assert.strictEqual(closed.status, 0, closed.said)
    assert.match(closed.said, /^0000-2024-03\.json [0-9a-f]{64}\nOpen verifications: [1-9]/)
    const holds = spawn("verify", [fresh], "es_CO.UTF-8")
    assert.strictEqual(holds.status, 0)
    assert.match(holds.said, /La cadena se sostiene: 1/)
    assert.strictEqual(spawn("verify", [fresh, "--head", "0"], "C").status, 1)
  })
})

describe("verify", () => {
  /** Every file of the chain, with the place of the link that it belongs to; -1: the list, which belongs to all. */
  const filesOf = (at: string): ReadonlyArray<readonly [string, number]> =>
    readdirSync(at, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(json|csv|sha256)$/.test(name))
      .map((name) => [name, name === "chain.sha256" ? -1 : Number(name.slice(0, 4))])

  it("prints each link of a chain that holds, and the recipe agrees", () => {
    const { said, status } = run("verify", [chain])
    assert.strictEqual(status, 0, said)
    assert.match(said, /^0000-2024-02\.json [0-9a-f]{64} .*\n0001-2024-03\.json .*\n0002-2024-03\.json .* reopened: Faltaba la feria\nThe chain holds: 3/)
    const [, head] = /0002-2024-03\.json ([0-9a-f]{64})/.exec(said)!
    assert.strictEqual(run("verify", [chain, "--head", head!], "es").status, 0)
    assert.deepStrictEqual(runRecipe(chain, head), { status: 0, stdout: `The chain holds up to ${head}\n` })
  })

  it("one byte changed anywhere is found, at its link", () => {
    const files = filesOf(chain)
    assert.strictEqual(files.length, 3 * 5 + 1)
    const copy = copyOf(chain)
    for (const [name, place] of files) {
      const path = join(copy, name)
      const bytes = readFileSync(path)
      fc.assert(fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, difference) => {
        const tampered = Buffer.from(bytes)
        tampered[at]! ^= difference
        writeFileSync(path, tampered)
        const { firstBreak } = ChainFolder.verify(copy)
        assert.isDefined(firstBreak, `${name} byte ${at}`)
        if (place >= 0) assert.strictEqual(firstBreak!.place, place, `${name} byte ${at}`)
      }), { numRuns: place < 0 ? 40 : 8 })
      writeFileSync(path, bytes)
    }
    assert.isUndefined(ChainFolder.verify(copy).firstBreak)
  })

  it("the recipe and the command find one byte changed, and a chain that was cut or made again", () => {
    const head = run("verify", [chain]).said.match(/0002-2024-03\.json ([0-9a-f]{64})/)![1]!
    for (const name of ["0000-2024-02/lead-colors.csv", "0001-2024-03.json", "0002-2024-03.json", "chain.sha256", "0002-2024-03/prospect-verdicts.csv"]) {
      const copy = copyOf(chain)
      const bytes = readFileSync(join(copy, name))
      bytes[bytes.length >> 1]! ^= 1
      writeFileSync(join(copy, name), bytes)
      const { said, status } = run("verify", [copy])
      assert.strictEqual(status, 1, name)
      assert.match(said, /^BROKEN: /m)
      const recomputed = runRecipe(copy)
      assert.strictEqual(recomputed.status, 1, name)
      assert.match(recomputed.stdout, /^BROKEN: /m)
    }
    const gone = copyOf(chain)
    rmSync(join(gone, "0001-2024-03.json"))
    assert.match(run("verify", [gone], "es").said, /^ROTA: 0001-2024-03\.json: la huella/m)
    assert.strictEqual(runRecipe(gone).status, 1)
    const list = readFileSync(join(chain, "chain.sha256"), "utf8")
    for (const tampered of [list.replace("\n", "\n\n"), list.slice(0, list.lastIndexOf("\n", list.length - 2) + 1), `${list}${list}`]) {
      const relisted = copyOf(chain)
      writeFileSync(join(relisted, "chain.sha256"), tampered)
      assert.strictEqual(run("verify", [relisted]).status, 1)
      assert.strictEqual(runRecipe(relisted).status, 1)
    }
    const cut = copyOf(chain)
    rmSync(join(cut, "0002-2024-03.json"))
    writeFileSync(join(cut, "chain.sha256"), readFileSync(join(cut, "chain.sha256"), "utf8").split("\n").slice(0, 2).join("\n") + "\n")
    assert.strictEqual(run("verify", [cut]).status, 0)
    assert.strictEqual(run("verify", [cut, "--head", head]).status, 1)
    assert.strictEqual(runRecipe(cut).status, 0)
    assert.strictEqual(runRecipe(cut, head).status, 1)
  })

  it("refuses what is no chain", () => {
    for (const args of [[], [join(folder, "nowhere")], [input], [chain, "--other"]]) assert.strictEqual(run("verify", args).status, 2, args.join(" "))
  })
})
