import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

// For `npx pnpm@12 mutation` only. Stryker runs in a copy of the workspace whose node_modules still link to the original
// packages, so the laws would test the unmutated core: here a package's name leads to the copy.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@crm-procedure\/([^/]+)$/, replacement: fileURLToPath(new URL("packages/$1/src/index.ts", import.meta.url)) },
      { find: /^@crm-procedure\/([^/]+)\/(.+)$/, replacement: fileURLToPath(new URL("packages/$1/src/$2.ts", import.meta.url)) }
    ]
  },
  test: {
    include: ["packages/core/test/**/*.test.ts", "packages/testing/test/**/*.test.ts"],
    // A mutant is judged by the same runs as the code: with other seeds a broken storage might slip through in one and not in the other.
    setupFiles: ["scripts/test/fixedSeed.setup.ts"],
    testTimeout: 60_000
  }
})
