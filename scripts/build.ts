/**
 * Builds every publishable package into its dist: JavaScript by tsup, declarations by tsc.
 * `node scripts/build.ts` or `node scripts/build.ts core forms`.
 */
import { packages, run } from "./Workspace.ts"

const chosen = process.argv.slice(2)
for (const { folder, directory } of packages()) {
  if (chosen.length > 0 && !chosen.includes(folder)) continue
  const javascript = run("tsup", ["--config", "../../tsup.config.ts", "--silent"], { cwd: directory })
  const declarations = javascript.failed
    ? javascript
    : run("tsc", ["-p", "tsconfig.build.json"], { cwd: directory })
  if (declarations.failed) {
    console.error(`packages/${folder} does not build:\n${declarations.output}`)
    process.exitCode = 1
  }
}
