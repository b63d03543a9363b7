/** Serves what changed since yesterday. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as CoreChanges from "@crm-procedure/core/service/Changes"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import { present } from "../request/Encoding.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import type { ChangedRecord, Changes } from "./ChangeEndpoints.ts"

/** Changes are told for so long at most. */
const LONGEST_SINCE = 31 * Calendar.DAY

const recordsOf = ({ count, items }: CoreChanges.Listed<CoreChanges.ChangedRecord>, zone: Calendar.Zone) => ({
  count,
  items: items.map((one): typeof ChangedRecord.Type => present({ ...one, at: Calendar.formatToSecond(zone, one.at) }))
})

export const layer = HttpApiBuilder.group(Api, "changes", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  return handlers
    .handle("changes", ({ query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, identity, now, zone } = yield* HandlerContext.visit(context)
        const given = query.since === undefined ? undefined : yield* HandlerContext.instantOf("query", "/since", query.since, zone, now)
        const since = given === undefined ? undefined : Math.min(now, Math.max(given, now - LONGEST_SINCE))
        const found = yield* context.crm.changes({ dealership, asOf: now, since }, yield* HandlerContext.viewOf(context, identity))
        const answer: typeof Changes.Type = {
          scope: yield* HandlerContext.scopeOf(context, identity),
          period: found.period,
          asOf: Calendar.formatInstant(zone, found.asOf),
          since: Calendar.formatInstant(zone, found.since),
          stopped: recordsOf(found.stopped, zone),
          started: recordsOf(found.started, zone),
          colors: found.colors,
          red: { count: found.red.count, items: found.red.items.map((one) => present({ ...one, redSince: Calendar.formatToSecond(zone, one.redSince) })) },
          partial: found.isPartial
        }
        return answer
      })))
}))
