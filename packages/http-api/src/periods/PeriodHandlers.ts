/** Serves the close of a period, its reopening, its snapshot and what came later. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { LaterCall } from "@crm-procedure/core/close/ClosingPreview"
import type * as PeriodClose from "@crm-procedure/core/close/PeriodClose"
import type * as Records from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Option from "effect/Option"
import { Api } from "../Api.ts"
import * as AccountNames from "../history/AccountNames.ts"
import * as Body from "../request/Body.ts"
import { present } from "../request/Encoding.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Page from "../request/Cursor.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import { PeriodToClose } from "./PeriodEndpoints.ts"
import { Reason } from "../verifications/VerificationEndpoints.ts"

const linkOf = ({ closedAt, closedBy, digest, period, previousDigest, sequence }: Records.SnapshotLink, zone: Calendar.Zone) => ({
  period,
  sequence,
  digest,
  previousDigest,
  closedAt: Calendar.formatInstant(zone, closedAt),
  closedBy
})

const reopeningOf = ({ at, by, period, reason, sequence }: Records.PeriodReopening, zone: Calendar.Zone) => ({
  period,
  sequence,
  at: Calendar.formatInstant(zone, at),
  by,
  reason
})

const callOf = (zone: Calendar.Zone) => ({ attemptedAt, receivedAt, ...call }: LaterCall) => ({
  ...call,
  attemptedAt: Calendar.formatInstant(zone, attemptedAt),
  receivedAt: Calendar.formatInstant(zone, receivedAt)
})

const readClose = Body.decode(PeriodToClose)
const readReason = Body.decode(Reason)

export const layer = HttpApiBuilder.group(Api, "periods", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const actorOf = ({ identity }: HandlerContext.Visit): PeriodClose.Actor => ({ role: identity.role, name: Access.actorOf(identity) })
  return handlers
    .handleRaw("close", (given) => Write.json(
      context,
      given,
      Effect.fnUntraced(function*(body, { now, zone }) {
        const { asOf: given, seed } = yield* readClose(body)
        const asOf = yield* HandlerContext.instantOf("body", "/asOf", given, zone, now)
        if (given !== undefined && asOf > now) {
          return yield* Refusing.invalid({ in: "body", pointer: "/asOf", expected: { es: "un instante que no esté en el futuro", en: "an instant that is not in the future" } })
        }
        return { asOf, seed }
      }),
      ({ asOf, seed }, visit, { params: { period } }) =>
        Effect.map(
          context.crm.closePeriod({ dealership: visit.dealership, period, asOf, closedAt: visit.now, by: actorOf(visit), seed }),
          (snapshot) => ({ status: 200, body: linkOf(snapshot, visit.zone) })
        )
    ))
    .handleRaw("reopen", (given) => Write.json(
      context,
      given,
      readReason,
      ({ reason }, visit, { params: { period } }) =>
        Effect.map(
          context.crm.reopenPeriod({ dealership: visit.dealership, period, at: visit.now, by: actorOf(visit), reason }),
          (reopening) => ({ status: 200, body: reopeningOf(reopening, visit.zone) })
        )
    ))
    .handleAll({
      closing: ({ params: { period }, query }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, now, zone } = yield* HandlerContext.visit(context)
          const asOf = yield* HandlerContext.instantOf("query", "/asOf", query.asOf, zone, now)
          const { callsLeftOut, closableFrom, compliance, goalsMissing, openVerifications, sampleDrawnAt, scorecard, state } =
            yield* context.crm.closingPreview({ dealership, period, asOf })
          return {
            period,
            asOf: Calendar.formatInstant(zone, asOf),
            state,
            closableFrom: Calendar.formatInstant(zone, closableFrom),
            company: { ...scorecard.company, compliance: compliance.company },
            byAdvisor: scorecard.byAdvisor,
            sampleDrawnAt: sampleDrawnAt === undefined ? null : Calendar.formatInstant(zone, sampleDrawnAt),
            openVerifications,
            goalsMissing,
            callsLeftOut: callsLeftOut.map(callOf(zone))
          }
        })),
      snapshot: ({ params: { period }, query: { digest, sequence } }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* HandlerContext.visit(context)
          const chain = yield* context.records.chain(dealership, { periods: [period] })
          const link = chain.findLast((one) => one.period === period && (sequence ?? one.sequence) === one.sequence && (digest ?? one.digest) === one.digest)
          const snapshot = link === undefined ? undefined : Option.getOrUndefined(yield* context.records.snapshot(dealership, link.sequence))
          if (snapshot === undefined) return yield* Refusing.notFound()
          const isReopened = (yield* context.records.periodReopenings(dealership, [period])).some((one) => one.sequence === snapshot.sequence)
          return { ...linkOf(snapshot, zone), state: isReopened ? "reopened" as const : "closed" as const, content: snapshot.content }
        })),
      amendment: ({ params: { period }, query }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* HandlerContext.visit(context)
          const asOf = query.asOf === undefined ? undefined : yield* HandlerContext.instantOf("query", "/asOf", query.asOf, zone, 0)
          const { policy } = context.crm.configuredOf(period)
          const ownRules = [...policy.ownProspectRules, ...policy.ownActivityRules]
          const amended = yield* Effect.catchTag(context.crm.amendment({ dealership, period, asOf, ownRules }), "PeriodNotClosed", () => Effect.fail(Refusing.notFound()))
          return {
            ...amended,
            asOf: Calendar.formatInstant(zone, amended.asOf),
            laterCalls: amended.laterCalls.map(callOf(zone)),
            laterWaivers: amended.laterWaivers.map((waiver) => ({ ...waiver, grantedAt: Calendar.formatInstant(zone, waiver.grantedAt) })),
            late: amended.late.map(({ id, receivedAt, subject }) => ({ subject, id, receivedAt: Calendar.formatInstant(zone, receivedAt) }))
          }
        })),
      periods: ({ query }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const visit = yield* HandlerContext.visit(context)
          const { dealership, zone } = visit
          const after = yield* Page.parse(query.cursor, ["number"])
          const limit = query.limit ?? Page.DEFAULT_LIMIT
          const behind = yield* context.records.chain(dealership, { after: after?.[0], limit: limit + 1 })
          const items = behind.slice(0, limit)
          const reopenings = new Map((yield* context.records.periodReopenings(dealership, [...new Set(items.map(({ period }) => period))])).map((one) => [one.sequence, one]))
          const nameOf = yield* AccountNames.ofClosings(context, visit, items.map(({ closedBy, sequence }) => ({ closedBy, reopenedBy: reopenings.get(sequence)?.by })))
          return {
            items: items.map((snapshot) => {
              const reopening = reopenings.get(snapshot.sequence)
              return {
                ...linkOf(snapshot, zone),
                ...present({ closedByName: nameOf("period.closed", snapshot.period, snapshot.closedAt) }),
                reopening: reopening === undefined ? null : { ...reopeningOf(reopening, zone), ...present({ byName: nameOf("period.reopened", reopening.period, reopening.at) }) }
              }
            }),
            nextCursor: behind.length > limit ? Page.cursorOf([items.at(-1)!.sequence]) : null
          }
        }))
    })
}))
