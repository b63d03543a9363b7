/**
 * A test runner for Stryker that loads core's tests once in a process and runs them again for each mutant. Vitest loads core, effect and
 * the metadata of phones for each mutant: with four thousand mutants that alone takes longer than the whole run here.
 */
import { readFileSync } from "node:fs"
import { registerHooks } from "node:module"
import * as path from "node:path"
import { pathToFileURL } from "node:url"
import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin"
import { determineHitLimitReached, DryRunStatus, TestStatus, toMutantRunResult } from "@stryker-mutator/api/test-runner"
import type { DryRunResult, MutantRunOptions, MutantRunResult, TestResult, TestRunner } from "@stryker-mutator/api/test-runner"
import { exhaustive, testFiles, testFilesOf } from "./Selection.ts"
import * as TestCollector from "./TestCollector.ts"

/** What the instrumented code reads and writes. */
interface Instrumented {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  hitCount?: number | undefined
  hitLimit?: number | undefined
  mutantCoverage?: { readonly static: Record<string, number>; readonly perTest: Record<string, Record<string, number>> }
}

const instrumented = (globalThis as { __stryker__?: Instrumented }).__stryker__ ??= {}

const standIns: Readonly<Record<string, string>> = {
  "@effect/vitest": new URL("TestCollector.ts", import.meta.url).href,
  "fast-check": new URL("FewRuns.ts", import.meta.url).href
}

/** Leads the tests to the stand-ins, and to the mutated copy of a package instead of the original. */
const redirect = (workspace: string): void => {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const standIn = standIns[specifier]
      if (standIn !== undefined && context.parentURL !== standIn) return { url: standIn, shortCircuit: true }
      const [, name, module = "index"] = /^@crm-procedure\/([^/]+)(?:\/(.+))?$/.exec(specifier) ?? []
      return name === undefined
        ? nextResolve(specifier, context)
        : { url: pathToFileURL(path.join(workspace, "packages", name, "src", `${module}.ts`)).href, shortCircuit: true }
    }
  })
}

/** The files of {@link testFilesOf} a module, those that import the module itself first: they are likely to notice the mutant. */
const filesFor = (mutatedFile: string): ReadonlyArray<string> => {
  const files = testFilesOf(mutatedFile)
  const name = `/${path.basename(mutatedFile)}"`
  const own = new Set(files.filter((file) => readFileSync(file, "utf8").includes(name)))
  return [...own, ...files.filter((file) => !own.has(file))]
}

class InProcessRunner implements TestRunner {
  private readonly workspace = process.cwd()
  private readonly loaded = new Set<string>()
  private mutantsRun = 0
  /** A mutant left something behind: the process answers no more. */
  private spoilt = false

  capabilities() {
    return { reloadEnvironment: false }
  }

  private async load(file: string): Promise<void> {
    if (this.loaded.size === 0) redirect(this.workspace)
    if (this.loaded.has(file)) return
    this.loaded.add(file)
    TestCollector.beginFile(file)
    await import(pathToFileURL(path.join(this.workspace, file)).href)
  }

  /** Runs a file's tests, of `ids` if given, up to the first that fails unless `all` are wanted. Answers whether they passed. */
  private async run(file: string, ids: ReadonlySet<string> | undefined, all: boolean, results: Array<TestResult>): Promise<boolean> {
    let passed = true
    for (const { id, fileName, run } of TestCollector.collected) {
      if (fileName !== file) continue
      if (ids === undefined ? exhaustive.some((title) => id.endsWith(title)) : !ids.has(id)) continue
      instrumented.currentTestId = id
      const start = performance.now()
      const result = { id, name: id }
      try {
        await run()
        results.push({ ...result, status: TestStatus.Success, timeSpentMs: performance.now() - start })
      } catch (error) {
        results.push({ ...result, status: TestStatus.Failed, failureMessage: String(error), timeSpentMs: performance.now() - start })
        passed = false
        if (!all) break
      }
    }
    instrumented.currentTestId = undefined
    return passed
  }

  async dryRun(): Promise<DryRunResult> {
    instrumented.activeMutant = undefined
    const tests: Array<TestResult> = []
    for (const file of testFiles) {
      await this.load(file)
      await this.run(file, undefined, true, tests)
    }
    return { status: DryRunStatus.Complete, tests, ...instrumented.mutantCoverage && { mutantCoverage: instrumented.mutantCoverage } }
  }

  /** A static mutant is at work while the modules load: file by file, so that the first test that fails spares the rest. */
  private async runStatic({ activeMutant, sandboxFileName }: MutantRunOptions, tests: Array<TestResult>): Promise<void> {
    instrumented.activeMutant = activeMutant.id
    for (const file of filesFor(sandboxFileName)) {
      try {
        await this.load(file)
      } catch (error) {
        tests.push({ id: file, name: file, status: TestStatus.Failed, failureMessage: String(error), timeSpentMs: 0 })
        return
      }
      if (!await this.run(file, undefined, false, tests)) return
    }
  }

  private async runActivated({ activeMutant, hitLimit, sandboxFileName, testFilter = [] }: MutantRunOptions, tests: Array<TestResult>): Promise<void> {
    for (const file of testFiles) await this.load(file)
    instrumented.activeMutant = activeMutant.id
    instrumented.hitCount = 0
    instrumented.hitLimit = hitLimit
    const ids = new Set(testFilter)
    for (const file of filesFor(sandboxFileName)) if (!await this.run(file, ids, false, tests)) break
    instrumented.activeMutant = undefined
    instrumented.hitLimit = undefined
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    // Stryker starts another process when a run is refused, and tries the mutant again there.
    if (this.spoilt) throw new Error("an earlier mutant left something behind in this process")
    const tests: Array<TestResult> = []
    if (options.mutantActivation === "static") {
      await this.runStatic(options, tests)
      return toMutantRunResult({ status: DryRunStatus.Complete, tests })
    }
    await this.runActivated(options, tests)
    const result = toMutantRunResult(determineHitLimitReached(instrumented.hitCount, options.hitLimit) ?? { status: DryRunStatus.Complete, tests })
    // The test that failed must pass again without the mutant. If it does not, its failure says nothing about later mutants.
    const failed = new Set(tests.filter(({ status }) => status === TestStatus.Failed).map(({ id }) => id))
    for (const file of testFiles) if (failed.size > 0 && !await this.run(file, failed, true, [])) this.spoilt = true
    if (this.spoilt && this.mutantsRun > 0) throw new Error("this mutant, or an earlier one, left something behind in this process")
    this.mutantsRun++
    return result
  }
}

const makeRunner = () => new InProcessRunner()
makeRunner.inject = [] as const

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, "in-process", makeRunner)]
