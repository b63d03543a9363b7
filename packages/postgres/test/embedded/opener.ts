/** A process that opens an embedded database and writes a record: `node opener.ts <umask> <folder>`. */
import { Records } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as Pglite from "../../src/Pglite.ts"
import { prospect, storedVerdict } from "../FilledDealership.ts"

const [, , umask = "", dataDir = ""] = process.argv
process.umask(Number.parseInt(umask, 8))

await Effect.runPromise(Effect.gen(function*() {
  const records = yield* Records
  yield* records.putProspects("carrazos", [{ record: prospect("P1"), storedVerdict: storedVerdict() }], 1)
}).pipe(Effect.provide(Pglite.layer({ dataDir }))))
