import { defineConfig } from "tsup"

// scripts/build.ts runs this in each package's folder. Every module is an entry, so `@crm-procedure/<package>/<Module>` loads that module and its imports only.
// Dependencies and peers stay imports. tsc writes the declarations: tsup can't with TypeScript 7.
export default defineConfig({
  entry: ["src/**/*.ts"],
  format: "esm",
  target: "node22",
  platform: "node",
  splitting: true,
  sourcemap: true,
  clean: true,
  // tsup would turn "node:sqlite" into "sqlite", which Node does not know.
  removeNodeProtocol: false,
  dts: false
})
