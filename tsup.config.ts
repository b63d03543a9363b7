import { defineConfig } from "tsup"

// Run in a package's folder by scripts/build.ts. Every module is an entry, so that `@crm-procedure/<package>/<Module>` loads that module and what it needs.
// Dependencies and peers stay imports. Declarations come from tsc: tsup can't make them with TypeScript 7.
export default defineConfig({
  entry: ["src/**/*.ts"],
  format: "esm",
  target: "node22",
  platform: "node",
  splitting: true,
  sourcemap: true,
  clean: true,
  dts: false
})
