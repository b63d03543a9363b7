/**
 * Builds every publishable package into its dist: JavaScript and declarations, a file for each module, by tsc.
 * `node scripts/build.ts` or `node scripts/build.ts core forms`.
 */
import { rmSync } from "node:fs"
import { packages, run } from "./Workspace.ts"

const chosen = process.argv.slice(2)
for (const { folder, directory } of packages()) {
  if (chosen.length > 0 && !chosen.includes(folder)) continue
  rmSync(`${directory}/dist`, { recursive: true, force: true })
  const built = run("tsc", ["-p", "tsconfig.build.json"], { cwd: directory })
  if (built.failed) {
    console.error(`packages/${folder} does not build:\n${built.output}`)
    process.exitCode = 1
  }
}
