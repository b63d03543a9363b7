/**
 * A test runner for Stryker that loads core's tests once in a process and runs them again for each mutant. Vitest loads core, effect and
 * the metadata of phones for each mutant: with four thousand mutants that alone takes longer than the whole run here.
 */
import { registerHooks } from "node:module"
import * as path from "node:path"
import { pathToFileURL } from "node:url"
import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin"
import { determineHitLimitReached, DryRunStatus, TestStatus, toMutantRunResult } from "@stryker-mutator/api/test-runner"
import type { DryRunResult, MutantRunOptions, MutantRunResult, TestResult, TestRunner } from "@stryker-mutator/api/test-runner"
import { exhaustive, testFiles } from "./Selection.ts"
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

class InProcessRunner implements TestRunner {
  private loaded = false
  private mutantsRun = 0
  /** A mutant left something behind: the process answers no more. */
  private spoilt = false

  capabilities() {
    return { reloadEnvironment: false }
  }

  private async load(): Promise<void> {
    if (this.loaded) return
    this.loaded = true
    const workspace = process.cwd()
    redirect(workspace)
    for (const file of testFiles) {
      TestCollector.beginFile(file)
      await import(pathToFileURL(path.join(workspace, file)).href)
    }
  }

  private async run(ids: ReadonlyArray<string> | undefined, all: boolean): Promise<DryRunResult> {
    const chosen = ids === undefined ? undefined : new Set(ids)
    const tests: Array<TestResult> = []
    for (const { id, run } of TestCollector.collected) {
      if (chosen === undefined ? exhaustive.some((title) => id.endsWith(title)) : !chosen.has(id)) continue
      instrumented.currentTestId = id
      const start = performance.now()
      const result = { id, name: id }
      try {
        await run()
        tests.push({ ...result, status: TestStatus.Success, timeSpentMs: performance.now() - start })
      } catch (error) {
        tests.push({ ...result, status: TestStatus.Failed, failureMessage: String(error), timeSpentMs: performance.now() - start })
        if (!all) break
      }
    }
    instrumented.currentTestId = undefined
    return { status: DryRunStatus.Complete, tests }
  }

  async dryRun(): Promise<DryRunResult> {
    instrumented.activeMutant = undefined
    await this.load()
    const result = await this.run(undefined, true)
    return { ...result, mutantCoverage: instrumented.mutantCoverage } as DryRunResult
  }

  async mutantRun({ activeMutant, hitLimit, mutantActivation, testFilter }: MutantRunOptions): Promise<MutantRunResult> {
    // Stryker starts another process when a run is refused, and tries the mutant again there.
    if (this.spoilt) throw new Error("an earlier mutant left something behind in this process")
    instrumented.activeMutant = mutantActivation === "static" ? activeMutant.id : undefined
    instrumented.hitCount = 0
    instrumented.hitLimit = undefined
    try {
      await this.load()
    } catch (error) {
      return toMutantRunResult({ status: DryRunStatus.Complete, tests: [{ id: "load", name: "load", status: TestStatus.Failed, failureMessage: String(error), timeSpentMs: 0 }] })
    }
    instrumented.activeMutant = activeMutant.id
    instrumented.hitCount = 0
    instrumented.hitLimit = hitLimit
    const found = await this.run(testFilter, false)
    const result = toMutantRunResult(determineHitLimitReached(instrumented.hitCount, hitLimit) ?? found)
    instrumented.hitLimit = undefined
    instrumented.activeMutant = undefined
    if (mutantActivation !== "static" && result.status !== "survived") {
      const killers = found.status === DryRunStatus.Complete ? found.tests.filter(({ status }) => status === TestStatus.Failed).map(({ id }) => id) : []
      const again = await this.run(killers, true)
      this.spoilt = again.status !== DryRunStatus.Complete || again.tests.some(({ status }) => status === TestStatus.Failed)
      if (this.spoilt && this.mutantsRun > 0) throw new Error("this mutant, or an earlier one, left something behind in this process")
    }
    this.mutantsRun++
    return result
  }
}

const makeRunner = () => new InProcessRunner()
makeRunner.inject = [] as const

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, "in-process", makeRunner)]
