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
      ...markdownTestFiles()
    ],
    exclude: ["**/node_modules/**", "**/dist/**", "**/.stryker-tmp/**"],
    maxWorkers: 2,
    // Laws run thousands of generated months; a test that needs longer than this hangs.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    allowOnly: false
  }
})
