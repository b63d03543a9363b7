/** Serves the close of a period, its reopening, its snapshot and what came later. */
import * as Access from "@crm-procedure/core/Access"
import * as Calendar from "@crm-procedure/core/Calendar"
import type * as PeriodClose from "@crm-procedure/core/PeriodClose"
import * as PeriodStanding from "@crm-procedure/core/PeriodStanding"
import * as Policy from "@crm-procedure/core/Policy"
import type * as Records from "@crm-procedure/core/Records"
import * as Effect from "effect/Effect"
import { HttpApiBuilder } from "effect/http-api"
import * as Option from "effect/Option"
import { Api } from "./Api.ts"
import * as Body from "./internal/Body.ts"
import * as Desk from "./internal/Desk.ts"
import * as Page from "./internal/Page.ts"
import * as Refusing from "./internal/Refusing.ts"
import * as Repeat from "./internal/Repeat.ts"
import { PeriodToClose } from "./PeriodEndpoints.ts"
import { Reason } from "./VerificationEndpoints.ts"

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

const decodeClose = Body.decode(PeriodToClose)
const decodeReason = Body.decode(Reason)

export const layer = HttpApiBuilder.group(Api, "periods", Effect.fnUntraced(function*(handlers) {
  const desk = yield* Desk.desk
  const actorOf = ({ identity }: Desk.Visit): PeriodClose.Actor => ({ role: identity.role, name: Access.actorOf(identity) })
  return handlers
    .handleRaw("close", ({ params: { period }, request }) =>
      Desk.serve(Effect.gen(function*() {
        const visit = yield* Desk.visit(desk)
        const { dealership, now, zone } = visit
        yield* Body.negotiate(request, ["application/json"])
        const bytes = yield* Body.read(request, desk.limits)
        const given = yield* Effect.flatMap(Body.parse(bytes), decodeClose)
        const { end } = Calendar.periodBounds(Policy.zoneOf(desk.crm.editionOf(period).policy), period)
        const asOf = yield* Desk.instantOf("body", "/asOf", given.asOf, zone, end)
        if (given.asOf !== undefined && asOf > now) {
          return yield* Refusing.invalid({ in: "body", pointer: "/asOf", expected: { es: "un instante que no esté en el futuro", en: "an instant that is not in the future" } })
        }
        const write = Effect.map(
          desk.crm.closePeriod({ dealership, period, asOf, closedAt: now, by: actorOf(visit), seed: given.seed }),
          (snapshot) => ({ status: 200, body: linkOf(snapshot, zone) })
        )
        return yield* Repeat.once(desk, visit, request, bytes, write)
      })))
    .handleRaw("reopen", ({ params: { period }, request }) =>
      Desk.serve(Effect.gen(function*() {
        const visit = yield* Desk.visit(desk)
        const { dealership, now, zone } = visit
        yield* Body.negotiate(request, ["application/json"])
        const bytes = yield* Body.read(request, desk.limits)
        const { reason } = yield* Effect.flatMap(Body.parse(bytes), decodeReason)
        const write = Effect.map(
          desk.crm.reopenPeriod({ dealership, period, at: now, by: actorOf(visit), reason }),
          (reopening) => ({ status: 200, body: reopeningOf(reopening, zone) })
        )
        return yield* Repeat.once(desk, visit, request, bytes, write)
      })))
    .handleAll({
      snapshot: ({ params: { period } }) =>
        Desk.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* Desk.visit(desk)
          const standing = PeriodStanding.of(period, yield* desk.records.chain(dealership), yield* desk.records.periodReopenings(dealership))
          if (standing.state === "open") return yield* Refusing.notFound()
          const snapshot = Option.getOrUndefined(yield* desk.records.snapshot(dealership, standing.snapshot.sequence))
          return snapshot === undefined ? yield* Refusing.notFound() : { ...linkOf(snapshot, zone), state: standing.state, content: snapshot.content }
        })),
      amendment: ({ params: { period }, query }) =>
        Desk.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* Desk.visit(desk)
          const asOf = query.asOf === undefined ? undefined : yield* Desk.instantOf("query", "/asOf", query.asOf, zone, 0)
          const { policy } = desk.crm.editionOf(period)
          const ownRules = [...policy.ownProspectRules, ...policy.ownActivityRules]
          const amended = yield* Effect.catchTag(desk.crm.amendment({ dealership, period, asOf, ownRules }), "PeriodNotClosed", () => Effect.fail(Refusing.notFound()))
          return {
            ...amended,
            asOf: Calendar.formatInstant(zone, amended.asOf),
            late: amended.late.map(({ id, receivedAt, subject }) => ({ subject, id, receivedAt: Calendar.formatInstant(zone, receivedAt) }))
          }
        })),
      periods: ({ query }) =>
        Desk.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* Desk.visit(desk)
          const after = yield* Page.parse(query.cursor, ["number"])
          const limit = query.limit ?? Page.DEFAULT_LIMIT
          const reopenings = new Map((yield* desk.records.periodReopenings(dealership)).map((one) => [one.sequence, one]))
          const behind = (yield* desk.records.chain(dealership)).filter(({ sequence }) => sequence > (after?.[0] ?? -1))
          const items = behind.slice(0, limit)
          return {
            items: items.map((snapshot) => {
              const reopening = reopenings.get(snapshot.sequence)
              return { ...linkOf(snapshot, zone), reopening: reopening === undefined ? null : reopeningOf(reopening, zone) }
            }),
            nextCursor: behind.length > limit ? Page.cursorOf([items.at(-1)!.sequence]) : null
          }
        }))
    })
}))
