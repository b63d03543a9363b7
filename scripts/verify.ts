/**
 * Everything that CI runs, in one command: `npx pnpm@12 test`.
 * `npx pnpm@12 test lint types` runs only the steps named. A failing step does not stop the others.
 * The last line is `N passed, N failed`. Every step counts one; the step `tests` counts each of its tests.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs"
import * as ApiReference from "./ApiReference.ts"
import { atMarkdown, writeExamples } from "./MarkdownExamples.ts"
import { effectTsc, root, run, type Finished } from "./Workspace.ts"

interface Outcome extends Finished {
  /** How much the step counts in the last line; one by default. */
  readonly passed?: number
  readonly failures?: number
}

const all = (runs: ReadonlyArray<Finished>): Finished => ({
  failed: runs.some((one) => one.failed),
  output: runs.map((one) => one.output).filter((text) => text !== "").join("\n")
})

const types = (): Outcome => {
  const tsc = effectTsc()
  // One program for the whole workspace reads effect's types once instead of once a package. The page has a program of its own:
  // only there are the names of the DOM known.
  const projects = ["tsconfig.json", "examples/reference-server/src/page/browser/tsconfig.json", ...(writeExamples() > 0 ? [".docs-check/tsconfig.json"] : [])]
  const checked = all(projects.map((project) => run(tsc, ["-p", project, "--pretty", "false"])))
  return { ...checked, output: atMarkdown(checked.output) }
}

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}

const tests = (): Outcome => {
  mkdirSync(`${root}reports`, { recursive: true })
  const reportPath = `${root}reports/vitest.json`
  rmSync(reportPath, { force: true })
  const reporters = ["--reporter=default", "--reporter=json", "--outputFile.json=reports/vitest.json"]
  const finished = run("vitest", ["run", ...reporters], { live: true })
  if (!existsSync(reportPath)) return { failed: true, output: "vitest ended without a report: see above" }
  const report = JSON.parse(readFileSync(reportPath, "utf8")) as VitestReport
  const skipped = report.numPendingTests + report.numTodoTests
  const output = skipped > 0 ? `${skipped} tests are skipped or todo: run them or delete them` : ""
  const failed = finished.failed || skipped > 0
  // A test file that can't be loaded has no tests to count, but vitest fails. Count it as one failure.
  return { failed, output, passed: report.numPassedTests, failures: Math.max(report.numFailedTests, failed ? 1 : 0) }
}

let built = true
const build = (): Outcome => {
  const finished = run("node", ["scripts/build.ts"])
  built = !finished.failed
  return finished
}
const tarballs = (): Outcome =>
  built ? run("node", ["scripts/tarballs.ts"]) : { failed: true, output: "not run: the build fails" }

const steps: Record<string, { readonly what: string; readonly check: () => Outcome }> = {
  types: { what: "the whole workspace and every marked example of the documentation type-checks; no floating Effect", check: types },
  lint: { what: "oxlint with the house's rules", check: () => run("oxlint", ["--format=unix"]) },
  unused: { what: "no unused file, export or dependency, none undeclared (knip)", check: () => run("knip", ["--no-progress", "--no-config-hints"]) },
  docs: { what: "generated documents are current", check: () => run("node", ["scripts/generateDocs.ts", "--check"]) },
  reference: { what: "the API reference is made of the doc comments, and its links lead somewhere", check: ApiReference.check },
  build: { what: "every package builds", check: build },
  tarballs: { what: "what is published can be installed, imported and type-checked", check: tarballs },
  tests: { what: "vitest: packages, examples, scripts, documentation", check: tests }
}

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => steps[name] === undefined)
if (unknown.length > 0) {
  console.error(`No step is called ${unknown.join(", ")}. Steps: ${Object.keys(steps).join(", ")}.`)
  process.exit(2)
}
const names = chosen.length === 0 ? Object.keys(steps) : chosen
// Tarballs hold what is in dist, so the step builds first when it runs alone.
if (names.includes("tarballs") && !names.includes("build")) names.splice(names.indexOf("tarballs"), 0, "build")

let passed = 0
let failed = 0
const failedSteps: Array<string> = []
for (const name of names) {
  const { what, check } = steps[name]!
  const startedAt = performance.now()
  const outcome = check()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${outcome.failed ? "✗" : "✓"} ${name.padEnd(9)} ${seconds.padStart(6)} s  ${what}`)
  if (outcome.output !== "" && outcome.failed) console.log(`${outcome.output}\n`)
  passed += outcome.passed ?? (outcome.failed ? 0 : 1)
  failed += outcome.failures ?? (outcome.failed ? 1 : 0)
  if (outcome.failed) failedSteps.push(name)
}

if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join(", ")}. Again, alone: npx pnpm@12 test ${failedSteps.join(" ")}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
