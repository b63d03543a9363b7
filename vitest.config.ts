import { defineConfig } from "vitest/config"
import { markdownTestFiles, markdownTests } from "./scripts/MarkdownExamples.ts"

export default defineConfig({
  plugins: [markdownTests()],
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "examples/*/test/**/*.test.ts",
      "bench/test/**/*.test.ts",
      "scripts/test/**/*.test.ts",
      ...(process.env["CITUS_URL"] ? ["packages/postgres/test/Contract.distributed.ts"] : []),
      ...(process.env["CITUS_WORKER"] ? ["packages/postgres/test/Cluster.distributed.ts"] : []),
      ...markdownTestFiles()
    ],
    exclude: ["**/node_modules/**", "**/dist/**", "**/.stryker-tmp/**"],
    setupFiles: ["scripts/test/fixedSeed.setup.ts"],
    maxWorkers: 2,
    // A law may take up to 30 s on two quiet cores; a test that needs longer than this hangs.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Laws have a fixed seed: what fails once and not twice is a matter of time or of other processes. It is printed as tried again.
    retry: process.env["CI"] === undefined ? 0 : 1,
    allowOnly: false
  }
})
