/** Brings the hashes of erased people of every dealership up to a new secret. With the embedded database it makes that secret. */
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** What was renewed in a dealership. */
export interface Found {
  readonly dealership: string
  readonly prospects: number
  readonly activities: number
  readonly employees: number
  readonly versions: number
}

/** Renews one dealership after another. A dealership that is done changes nothing when it is renewed again. */
export const all = Effect.gen(function*() {
  const crm = yield* CrmProcedure
  return yield* Effect.forEach(yield* (yield* ServiceStore).dealerships, Effect.fnUntraced(function*(dealership): Effect.fn.Return<Found, unknown> {
    return { dealership, ...yield* crm.renewHashes(dealership, yield* Clock.currentTimeMillis) }
  }))
})

/** A line for a dealership. */
export const lineOf = ({ activities, dealership, employees, prospects, versions }: Found, language: "es" | "en"): string =>
  language === "es"
    ? `${dealership}: pasaron al secreto nuevo ${prospects} prospectos, ${activities} actividades, ${employees} asignaciones y ${versions} versiones anteriores.`
    : `${dealership}: ${prospects} prospects, ${activities} activities, ${employees} assignments and ${versions} earlier versions have the new secret's hashes.`
