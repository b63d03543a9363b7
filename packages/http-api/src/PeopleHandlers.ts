/** Serves what a person may ask of their data. Nothing that identifies them is logged, or stands in an answer's errors. */
import * as Access from "@crm-procedure/core/Access"
import * as Calendar from "@crm-procedure/core/Calendar"
import * as Erasure from "@crm-procedure/core/Erasure"
import * as PersonalData from "@crm-procedure/core/PersonalData"
import * as Effect from "effect/Effect"
import { HttpApiBuilder } from "effect/http-api"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { Api } from "./Api.ts"
import * as Body from "./internal/Body.ts"
import * as Desk from "./internal/Desk.ts"
import * as Refusing from "./internal/Refusing.ts"
import * as Repeat from "./internal/Repeat.ts"
import { Person, type PersonFound } from "./PeopleEndpoints.ts"

const decodePerson = Body.decode(Person)

const json = (body: unknown) => HttpServerResponse.text(JSON.stringify(body), { contentType: "application/json" })

export const layer = HttpApiBuilder.group(Api, "people", Effect.fnUntraced(function*(handlers) {
  const desk = yield* Desk.desk

  const personOf = Effect.fnUntraced(function*(request: HttpServerRequest) {
    yield* Body.negotiate(request, ["application/json"])
    const bytes = yield* Body.read(request, desk.limits)
    return { bytes, person: yield* Effect.flatMap(Body.parse(bytes), decodePerson) }
  })

  return handlers
    .handleRaw("search", ({ request }) =>
      Desk.serve(Effect.gen(function*() {
        const { dealership, now, zone } = yield* Desk.visit(desk)
        const { person } = yield* personOf(request)
        const found = yield* desk.crm.findPerson({ dealership, person })
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
      Desk.serve(Effect.gen(function*() {
        const { dealership, now, zone } = yield* Desk.visit(desk)
        const { person } = yield* personOf(request)
        return json(yield* desk.crm.exportPerson({ dealership, person, asOf: now, zone }))
      })))
    .handleRaw("erasure", ({ request }) =>
      Desk.serve(Effect.gen(function*() {
        const visit = yield* Desk.visit(desk)
        const { dealership, identity, now } = visit
        const { bytes, person } = yield* personOf(request)
        const erasureKey = (yield* Erasure.KeyRing)(dealership)
        if (erasureKey === undefined) {
          return yield* Refusing.refuse("Conflict", {
            es: "El concesionario no tiene una clave para borrados: quien administra el servidor la define.",
            en: "The dealership has no key for erasures: whoever runs the server sets it."
          })
        }
        const write = Effect.map(
          desk.crm.erasePerson({ dealership, person, erasureKey, at: now, by: Access.actorOf(identity) }),
          ({ activities, calls, prospects }) => ({ status: 200, body: { prospects, activities, calls } })
        )
        return yield* Repeat.once(desk, visit, request, bytes, write)
      })))
}))
