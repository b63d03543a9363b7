/** Recounts every dealership and repairs what differs, by the command or by the server that has the embedded database. */
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** What a recount found in a dealership: how many of each differed and were repaired. */
const Found = Schema.Struct({
  dealership: Schema.String,
  prospects: Schema.Number,
  activities: Schema.Number,
  leads: Schema.Number,
  counts: Schema.Number,
  periods: Schema.Number
})
export type Found = typeof Found.Type

/** What came of a recount: what was found, or why it could not be done. */
export const Recounted = Schema.Union([Schema.Struct({ found: Schema.Array(Found) }), Schema.Struct({ es: Schema.String, en: Schema.String })])

/** Recounts one dealership after another. */
export const all = Effect.gen(function*() {
  const crm = yield* CrmProcedure
  const dealerships = yield* (yield* ServiceStore).dealerships
  return yield* Effect.forEach(dealerships, Effect.fnUntraced(function*(dealership) {
    return { dealership, ...yield* crm.recount(dealership, yield* Clock.currentTimeMillis) }
  }))
})

/** A line for a dealership. */
export const lineOf = ({ activities, counts, dealership, leads, periods, prospects }: Found, language: "es" | "en"): string => {
  if (activities + counts + leads + periods + prospects === 0) return language === "es" ? `${dealership}: todo coincide.` : `${dealership}: everything agrees.`
  return language === "es"
    ? `${dealership}: se corrigieron ${prospects} veredictos de prospectos, ${activities} de actividades, ${leads} leads, ${counts} conteos y ${periods} meses sin marcar.`
    : `${dealership}: repaired ${prospects} verdicts of prospects, ${activities} of activities, ${leads} leads, ${counts} counts and ${periods} unmarked months.`
}
