/** A process that reads the workbook at a path, for its peak memory: `readWorkbook.ts <path>`. */
import * as Workbook from "@crm-procedure/intake/Workbook"
import { Effect, Stream } from "effect"

let lines = 0
await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
  const workbook = yield* Workbook.open({ path: process.argv[2]! }, "prospects.xlsx")
  yield* Stream.runForEach(Workbook.text(workbook, workbook.sheets[0]!), (block) => Effect.sync(() => {
    for (let at = block.indexOf(10); at >= 0; at = block.indexOf(10, at + 1)) lines++
  }))
})))
if (lines === 0) throw new Error(`Found no line in ${process.argv[2]}, expected some.`)
