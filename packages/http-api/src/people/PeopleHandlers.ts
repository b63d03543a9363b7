/** Serves what a person may ask of their data. Nothing that identifies them is logged, or stands in an answer's errors. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import * as PersonalData from "@crm-procedure/core/service/PersonalData"
import * as Effect from "effect/Effect"
import { HttpApiBuilder } from "effect/http-api"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Idempotency from "../request/Idempotency.ts"
import { Person, type PersonFound } from "./PeopleEndpoints.ts"

const decodePerson = Body.decode(Person)

const json = (body: unknown) => HttpServerResponse.text(JSON.stringify(body), { contentType: "application/json" })

export const layer = HttpApiBuilder.group(Api, "people", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context

  const personOf = Effect.fnUntraced(function*(request: HttpServerRequest) {
    yield* Body.negotiate(request, ["application/json"])
    const bytes = yield* Body.read(request, context.limits)
    return { bytes, person: yield* Effect.flatMap(Body.parse(bytes), decodePerson) }
  })

  return handlers
    .handleRaw("search", ({ request }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, now, zone } = yield* HandlerContext.visit(context)
        const { person } = yield* personOf(request)
        const found = yield* context.crm.findPerson({ dealership, person })
        const today = Calendar.localDayOf(zone, now)
        const day = (due: typeof PersonalData.consultaDue, extended: boolean) => Calendar.formatDay(due(today, extended))
        const answer: typeof PersonFound.Type = {
          prospects: found.prospects.map(({ prospectId }) => prospectId),
          activities: found.activities.map(({ activityId }) => activityId),
          verificationCalls: found.calls.map(({ callId }) => callId),
          terms: {
            consultaDue: day(PersonalData.consultaDue, false),
            consultaDueExtended: day(PersonalData.consultaDue, true),
            reclamoDue: day(PersonalData.reclamoDue, false),
            reclamoDueExtended: day(PersonalData.reclamoDue, true)
          }
        }
        return json(answer)
      })))
    .handleRaw("export", ({ request }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, now, zone } = yield* HandlerContext.visit(context)
        const { person } = yield* personOf(request)
        return json(yield* context.crm.exportPerson({ dealership, person, asOf: now, zone }))
      })))
    .handleRaw("erasure", ({ request }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const visit = yield* HandlerContext.visit(context)
        const { dealership, identity, now } = visit
        const { bytes, person } = yield* personOf(request)
        const erasureKey = (yield* ErasureKey.KeyRing)(dealership)
        if (erasureKey === undefined) {
          return yield* Refusing.refuse("Conflict", {
            es: "El concesionario no tiene una clave para borrados: quien administra el servidor la define.",
            en: "The dealership has no key for erasures: whoever runs the server sets it."
          })
        }
        const write = Effect.map(
          context.crm.erasePerson({ dealership, person, erasureKey, at: now, by: Access.actorOf(identity) }),
          ({ activities, calls, prospects }) => ({ status: 200, body: { prospects, activities, calls } })
        )
        return yield* Idempotency.once(context, visit, request, bytes, write)
      })))
}))
