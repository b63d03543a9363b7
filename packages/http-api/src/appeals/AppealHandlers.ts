/** Serves appeals: raising, deciding and listing them. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Appeals from "@crm-procedure/core/service/Appeals"
import * as Effect from "effect/Effect"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as Page from "../request/Cursor.ts"
import { present } from "../request/Encoding.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as NewId from "../request/NewId.ts"
import * as Refusing from "../request/Refusing.ts"
import * as SubjectId from "../request/SubjectId.ts"
import * as Write from "../request/Write.ts"
import { type Appeal, AppealDecision, AppealToRaise } from "./AppealEndpoints.ts"

const appealOf = (shown: Appeals.Shown, zone: Calendar.Zone): typeof Appeal.Type => {
  const { advisorId, appealId, code, decision, dueAt, isClosed, isOverdue, period, place, raisedAt, subjectId, subjectType, text } = shown
  return present({
    id: appealId,
    subject: SubjectId.of({ type: subjectType, id: subjectId }),
    subjectType,
    subjectId,
    code,
    text,
    advisorId,
    branchId: place.branchId,
    brandId: place.brandId,
    period,
    periodClosed: isClosed,
    raisedAt: Calendar.formatInstant(zone, raisedAt),
    dueAt: Calendar.formatInstant(zone, dueAt),
    overdue: isOverdue,
    decision: decision === undefined ? undefined : present({
      decision: decision.outcome,
      at: Calendar.formatInstant(zone, decision.at),
      by: decision.by,
      reason: decision.reason,
      waiverId: decision.waiverId
    })
  })
}

const readAppeal = Body.decode(AppealToRaise)
const readDecision = Body.decode(AppealDecision)

const aSubject = { es: "prospect:<código> o activity:<código>", en: "prospect:<id> or activity:<id>" }

export const layer = HttpApiBuilder.group(Api, "appeals", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const { crm } = context
  const random = yield* SecureRandom.SecureRandom

  return handlers
    .handleRaw("raise", (given) => Write.json(
      context,
      given,
      readAppeal,
      Effect.fnUntraced(function*({ code, subject: written, text }, visit, { request }) {
        const { dealership, identity, now, zone } = visit
        const subject = SubjectId.parse(written)
        if (subject === undefined) return yield* Refusing.invalid({ in: "body", pointer: "/subject", expected: aSubject })
        const appealId = yield* NewId.of(random, visit, request)
        const appeal = { appealId, subjectType: subject.type, subjectId: subject.id, code, text, advisorId: identity.employeeId! }
        return { status: 201, body: appealOf(yield* crm.raiseAppeal(dealership, appeal, now), zone) }
      })
    ))
    .handleRaw("decide", (given) => Write.json(
      context,
      given,
      readDecision,
      Effect.fnUntraced(function*({ decision, reason }, { dealership, identity, now, zone }, { params: { id } }) {
        if (reason.trim() === "") return yield* Refusing.invalid({ in: "body", pointer: "/reason", expected: { es: "el motivo, en palabras", en: "the reason, in words" } })
        const decided = yield* crm.decideAppeal(dealership, { appealId: id, outcome: decision, reason, by: Access.actorOf(identity) }, now)
        return { status: 200, body: appealOf(decided, zone) }
      })
    ))
    .handle("appeals", ({ query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, identity, now, zone } = yield* HandlerContext.visit(context)
        const subject = query.subject === undefined ? undefined : SubjectId.parse(query.subject)
        if (query.subject !== undefined && subject === undefined) return yield* Refusing.invalid({ in: "query", pointer: "/subject", expected: aSubject })
        const after = yield* Page.parse(query.cursor, ["number", "string"])
        const isWithin = yield* HandlerContext.viewOf(context, identity)
        const limit = query.limit ?? Page.DEFAULT_LIMIT
        const asked = { state: query.state, subject, advisorId: query.advisor, isWithin, after: after === undefined ? undefined : { raisedAt: after[0], appealId: after[1] } }
        // One more than the page holds says whether another page follows.
        const found = yield* crm.appeals(dealership, { ...asked, limit: limit + 1 }, now)
        const items = found.slice(0, limit)
        const last = found.length > limit ? items.at(-1) : undefined
        return {
          items: items.map((one) => appealOf(one, zone)),
          nextCursor: last === undefined ? null : Page.cursorOf([last.raisedAt, last.appealId]),
          scope: yield* HandlerContext.scopeOf(context, identity)
        }
      })))
}))
