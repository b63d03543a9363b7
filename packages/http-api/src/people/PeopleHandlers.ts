/** Serves access to personal data and erasure. No log and no refusal holds what identifies a person. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import * as PersonalData from "@crm-procedure/core/service/PersonalData"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Question from "../request/Question.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import { Person, type PersonFound } from "./PeopleEndpoints.ts"

const readPerson = Body.decode(Person)

export const layer = HttpApiBuilder.group(Api, "people", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  return handlers
    .handleRaw("search", (given) => Question.json(
      context,
      given,
      readPerson,
      Effect.fnUntraced(function*(person, { dealership, now, zone }) {
        const found = yield* context.crm.findPerson({ dealership, person })
        const today = Calendar.localDayOf(zone, now)
        const day = (due: typeof PersonalData.consultaDue, extended: boolean) => Calendar.formatDay(due(today, extended))
        const answer: typeof PersonFound.Type = {
          prospects: found.prospects.map(({ prospectId }) => prospectId),
          activities: found.activities.map(({ activityId }) => activityId),
          verificationCalls: found.calls.map(({ callId }) => callId),
          employees: [...new Set(found.employees.map(({ employeeId }) => employeeId))],
          users: found.users.map(({ id }) => id),
          terms: {
            consultaDue: day(PersonalData.consultaDue, false),
            consultaDueExtended: day(PersonalData.consultaDue, true),
            reclamoDue: day(PersonalData.reclamoDue, false),
            reclamoDueExtended: day(PersonalData.reclamoDue, true)
          }
        }
        return answer
      })
    ))
    .handleRaw("export", (given) => Question.json(
      context,
      given,
      readPerson,
      (person, { dealership, now, zone }) => context.crm.exportPerson({ dealership, person, asOf: now, zone })
    ))
    .handleRaw("erasure", (given) => Write.json(
      context,
      given,
      readPerson,
      Effect.fnUntraced(function*(person, { dealership, identity, now }) {
        const erasureKey = (yield* ErasureKey.KeyRing)(dealership)
        if (erasureKey === undefined) {
          return yield* Refusing.refuse("Conflict", {
            es: "El concesionario no tiene una clave para borrados: quien administra el servidor la define.",
            en: "The dealership has no key for erasures. The server's administrator sets it."
          })
        }
        const body = yield* context.crm.erasePerson({ dealership, person, erasureKey, at: now, by: Access.actorOf(identity) })
        return { status: 200, body }
      })
    ))
}))
