/** `node keysOfPeople.ts <folder>`: gives each employee of the dealership a key of their own in an embedded database; prints them as JSON. */
import { Records } from "@crm-procedure/core/register/Records"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as Authenticator from "@crm-procedure/http-api/access/Authenticator"
import * as Pglite from "@crm-procedure/postgres/Pglite"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { randomBytes } from "node:crypto"
import { join } from "node:path"

const [folder = ""] = process.argv.slice(2)
const dealership = "demostracion"

const made = Effect.gen(function*() {
  const serviceStore = yield* ServiceStore
  const createdAt = yield* Clock.currentTimeMillis
  const { employees } = yield* (yield* Records).directory(dealership)
  return yield* Effect.forEach(employees, Effect.fnUntraced(function*({ employeeId, role }) {
    const bytes = randomBytes(Authenticator.KEY_BYTES)
    const { kept, key } = yield* Authenticator.makeKey({ bytes, id: `person-${employeeId}`, name: employeeId, identity: { dealership, role, employeeId }, createdAt })
    yield* serviceStore.putKey(kept)
    return { role, key }
  }))
})

process.stdout.write(JSON.stringify(await Effect.runPromise(Effect.provide(made, Pglite.layer({ dataDir: join(folder, "pglite") })))))
