/**
 * Writes the documents that are generated from the code: `node scripts/generateDocs.ts`.
 * With `--check` it writes nothing and fails when a document is not what the code says now.
 * In both cases it fails when a test's tag names nothing, or when a rule or a clause has no test.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import * as PolicyDocument from "./PolicyDocument.ts"
import * as ProcedurePrint from "./ProcedurePrint.ts"
import * as Traceability from "./Traceability.ts"
import { root } from "./Workspace.ts"

interface GeneratedDocument {
  /** From the repository's root. */
  readonly path: string
  readonly generate: () => string | Promise<string>
}

const documents: ReadonlyArray<GeneratedDocument> = [
  { path: "docs/policy.md", generate: PolicyDocument.generate },
  { path: "docs/procedure.md", generate: ProcedurePrint.generate },
  { path: "docs/traceability.md", generate: Traceability.generate }
]

const check = process.argv.includes("--check")
for (const { path, generate } of documents) {
  const file = root + path
  const text = `${(await generate()).trimEnd()}\n`
  const isCurrent = existsSync(file) && readFileSync(file, "utf8") === text
  if (isCurrent) continue
  if (check) {
    console.error(`${path} does not match the code. Run \`npx pnpm@12 run docs\` and commit the file.`)
    process.exitCode = 1
  } else {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    console.log(`wrote ${path}`)
  }
}

for (const problem of Traceability.problems()) {
  console.error(problem)
  process.exitCode = 1
}
