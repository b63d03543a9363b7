/** Serves both indicators and the compliance month by month. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Refusing from "../request/Refusing.ts"
import type { Trend } from "./TrendEndpoints.ts"

const MONTHS = 12

interface Line {
  readonly registered: number
  readonly valid: number
  readonly goal: number
  readonly percent: number | null
  readonly color: "green" | "yellow" | "red" | "none"
}

const lineOf = ({ color, goal, percent, registered, valid }: Line) => ({ registered, valid, goal, percent, color })

export const layer = HttpApiBuilder.group(Api, "trend", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  return handlers
    .handle("trend", ({ query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, identity, now, zone } = yield* HandlerContext.visit(context)
        const by = query.by ?? "company"
        if (identity.role === "advisor" && by !== "advisor") {
          return yield* Refusing.beyondRole({ es: "Un asesor ve sus propios resultados: use by=advisor.", en: "An advisor sees his own results: use by=advisor." })
        }
        const asOf = yield* HandlerContext.instantOf("query", "/asOf", query.asOf, zone, now)
        const months = yield* context.crm.trend({ dealership, asOf, months: query.months ?? MONTHS, by }, yield* HandlerContext.viewOf(context, identity))
        const answer: typeof Trend.Type = {
          scope: yield* HandlerContext.scopeOf(context, identity),
          asOf: Calendar.formatInstant(zone, asOf),
          by,
          months: months.map(({ groups, period }) => ({
            period,
            groups: groups.map(({ compliance: { color, late, leads, met, missed, percent }, followUp, id, prospecting }) => ({
              id,
              prospecting: lineOf(prospecting),
              followUp: lineOf(followUp),
              compliance: { leads, met, late, missed, percent, color }
            }))
          }))
        }
        return answer
      })))
}))
