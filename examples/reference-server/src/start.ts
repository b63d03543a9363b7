/** `npx pnpm@12 start`: settles the process's memory before anything else is loaded, then listens. See the README beside it. */
import * as Memory from "./starting/Memory.ts"

Memory.settle()
await import("./listen.ts")
