/** Serves access to personal data, erasure, and the requests of people about their data. No log and no refusal holds what identifies a person. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import type * as PersonRequest from "@crm-procedure/core/service/PersonRequest"
import * as PersonRequests from "@crm-procedure/core/service/PersonRequests"
import * as PersonalData from "@crm-procedure/core/service/PersonalData"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as Page from "../request/Cursor.ts"
import { present } from "../request/Encoding.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as NewId from "../request/NewId.ts"
import * as Question from "../request/Question.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import { Person, type PersonFound, type PersonRequest as PersonRequestView, RequestAnswer, RequestExtension, RequestToRegister } from "./PeopleEndpoints.ts"

const readPerson = Body.decode(Person)
const readRequest = Body.decode(RequestToRegister)
const readExtension = Body.decode(RequestExtension)
const readAnswer = Body.decode(RequestAnswer)

const shown = (request: PersonRequest.PersonRequest, { now, zone }: Pick<HandlerContext.Visit, "now" | "zone">): typeof PersonRequestView.Type => {
  const { answer, channel, erasedAt, extension, id, kind, person, receivedAt, registeredBy, text } = request
  const instant = (at: Calendar.Instant): string => Calendar.formatInstant(zone, at)
  const dueAt = PersonRequests.dueAt(request, zone)
  return present({
    id,
    kind,
    channel,
    person: person === undefined ? undefined : present({ phone: person.phone, email: person.email, documentType: person.documentType, documentNumber: person.documentNumber }),
    text,
    receivedAt: instant(receivedAt),
    dueAt: instant(dueAt),
    state: PersonRequests.stateOf(request, zone, now),
    registeredBy,
    extension: extension === undefined ? undefined : { at: instant(extension.at), by: extension.by, reason: extension.text },
    answer: answer === undefined ? undefined : { at: instant(answer.at), by: answer.by, done: answer.text, late: answer.at > dueAt },
    erasedAt: erasedAt === undefined ? undefined : instant(erasedAt)
  })
}

export const layer = HttpApiBuilder.group(Api, "people", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const random = yield* SecureRandom.SecureRandom
  const audited = <A, E>(effect: Effect.Effect<A, E, ServiceStore.ServiceStore>) => Effect.provideService(effect, ServiceStore.ServiceStore, context.serviceStore)
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
          requests: found.requests.map(({ id }) => id),
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
    .handleRaw("register", (given) => Write.json(
      context,
      given,
      readRequest,
      Effect.fnUntraced(function*({ channel, kind, person, receivedAt: received, text = "" }, visit, { request }) {
        const { dealership, identity, now, zone } = visit
        const receivedAt = yield* HandlerContext.instantOf("body", "/receivedAt", received, zone, now)
        const id = yield* NewId.of(random, visit, request)
        const { phoneCountry } = context.crm.configuredOf(Calendar.periodOf(zone, now)).policy.parameters
        const registered = yield* audited(PersonRequests.register(dealership, { id, kind, channel, person, text, receivedAt, registeredBy: Access.actorOf(identity) }, { now, phoneCountry }))
        return { status: 201, body: shown(registered, visit) }
      })
    ))
    .handleRaw("extend", (given) => Write.json(
      context,
      given,
      readExtension,
      Effect.fnUntraced(function*({ reason }, visit, { params: { id } }) {
        const { dealership, identity, now, zone } = visit
        const extended = yield* audited(PersonRequests.extend(dealership, id, { at: now, by: Access.actorOf(identity), text: reason }, zone))
        return { status: 200, body: shown(extended, visit) }
      })
    ))
    .handleRaw("answer", (given) => Write.json(
      context,
      given,
      readAnswer,
      Effect.fnUntraced(function*({ done }, visit, { params: { id } }) {
        const { dealership, identity, now } = visit
        const answered = yield* audited(PersonRequests.answer(dealership, id, { at: now, by: Access.actorOf(identity), text: done }))
        return { status: 200, body: shown(answered, visit) }
      })
    ))
    .handle("requests", ({ query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const visit = yield* HandlerContext.visit(context)
        const { dealership, now, zone } = visit
        const after = yield* Page.parse(query.cursor, ["string"])
        const limit = query.limit ?? Page.DEFAULT_LIMIT
        const last = after === undefined ? undefined : (yield* context.serviceStore.personRequests(dealership, { id: after[0] }))[0]
        const place = last?.answer === undefined ? undefined : { answeredAt: last.answer.at, id: last.id }
        // First those that wait, the first due first; behind them the answered ones. One more than the page holds says whether another page follows.
        const waiting = query.state === "answered" || place !== undefined ? [] : yield* context.serviceStore.personRequests(dealership, { isAnswered: false })
        const byDue = waiting.filter((one) => query.state !== "overdue" || PersonRequests.stateOf(one, zone, now) === "overdue")
          .toSorted((one, other) => PersonRequests.dueAt(one, zone) - PersonRequests.dueAt(other, zone))
        const open = last === undefined ? byDue : byDue.slice(byDue.findIndex(({ id }) => id === last.id) + 1)
        const missing = query.state === "open" || query.state === "overdue" ? 0 : Math.max(0, limit + 1 - open.length)
        const behind = missing === 0 ? open : [...open, ...yield* context.serviceStore.answeredRequests(dealership, missing, place)]
        const items = behind.slice(0, limit)
        return { items: items.map((one) => shown(one, visit)), nextCursor: behind.length > items.length ? Page.cursorOf([items.at(-1)!.id]) : null }
      })))
}))
