/** `node monthInMemory.ts <folder> <period> <secret> <rounds>`: reads a month and what it depends on, and judges it, in one thread; prints the median milliseconds. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import * as StoredMonth from "@crm-procedure/core/register/StoredMonth"
import { gcPro05 } from "@crm-procedure/core/service/CrmProcedure"
import * as Pglite from "@crm-procedure/postgres/Pglite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { createHmac } from "node:crypto"
import { join } from "node:path"

const [folder = "", period = "2024-03", secret = "", rounds = "5"] = process.argv.slice(2)
const dealership = "demostracion"
const key = Result.getOrThrow(ErasureKey.key(createHmac("sha256", secret).update(`erasure ${dealership}`).digest()))
const asOf = Calendar.periodBounds(Calendar.bogota, period).end

const timed = Effect.gen(function*() {
  const millis: Array<number> = []
  for (let round = -1; round < Number(rounds); round++) {
    const began = performance.now()
    yield* StoredMonth.judgeRecords({ dealership, period, asOf, policy: gcPro05.policy })
    if (round >= 0) millis.push(performance.now() - began)
  }
  return millis.sort((one, other) => one - other)[millis.length >> 1]!
})

const services = Layer.merge(Pglite.layer({ dataDir: join(folder, "pglite") }), Layer.succeed(ErasureKey.KeyRing, () => key))
process.stdout.write(String(await Effect.runPromise(Effect.provide(timed, services))))
