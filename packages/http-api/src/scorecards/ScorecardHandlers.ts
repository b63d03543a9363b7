/** Serves scorecards, and what would change under another policy. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as GcPro05 from "@crm-procedure/core/policy/GcPro05"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as PolicyEdition from "@crm-procedure/core/policy/PolicyEdition"
import type * as CoreScorecard from "@crm-procedure/core/results/Scorecard"
import type { Edition, View } from "@crm-procedure/core/service/CrmProcedure"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Question from "../request/Question.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Compared from "./Compared.ts"
import { OtherPolicy, type Scorecard } from "./ScorecardEndpoints.ts"

const written = (scorecard: CoreScorecard.Scorecard, scope: typeof Scorecard.Type["scope"], zone: Calendar.Zone): typeof Scorecard.Type => ({
  period: scorecard.period,
  scope,
  asOf: Calendar.formatInstant(zone, scorecard.asOf),
  policy: scorecard.policy,
  by: scorecard.by.length === 0 ? ["company"] : scorecard.by,
  groups: scorecard.groups.map(({ followUp, keys, prospecting }) => ({
    id: scorecard.by.length === 1 ? keys[scorecard.by[0]!] ?? null : null,
    keys,
    prospecting,
    followUp
  })),
  ...(scorecard.closed === undefined ? {} : { closed: { ...scorecard.closed, closedAt: Calendar.formatInstant(zone, scorecard.closed.closedAt) } }),
  ...(scorecard.course === undefined ? {} : { course: scorecard.course })
})

interface Narrowing {
  readonly advisor?: string
  readonly branch?: string
  readonly brand?: string
}

/** A view of the records of one advisor, branch or brand only. */
const narrowed = (isWithin: View, { advisor, branch, brand }: Narrowing): View =>
  advisor === undefined && branch === undefined && brand === undefined ? isWithin : (place) =>
    (isWithin === undefined || isWithin(place)) && (advisor ?? place.advisorId) === place.advisorId && (branch ?? place.branchId) === place.branchId && (brand ?? place.brandId) === place.brandId

const readPolicy = Body.decode(OtherPolicy)

/** The policy in force with the differences asked for. The dealership's own rules stay. */
const otherPolicy = ({ policy, procedure }: Edition, other: typeof OtherPolicy.Type): Effect.Effect<Policy.Policy, Policy.BadPolicy> =>
  Effect.fromResult(Policy.make({ ...PolicyEdition.laidOver(other, policy), ownRules: [...policy.ownProspectRules, ...policy.ownActivityRules] }, [...GcPro05.versions, procedure]))

export const layer = HttpApiBuilder.group(Api, "scorecards", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  return handlers
    .handle("scorecard", ({ params: { period }, query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, identity, now, zone } = yield* HandlerContext.visit(context)
        const by = query.by === undefined || query.by === "company" ? [] : query.by.split(",") as ReadonlyArray<CoreScorecard.Dimension>
        if (new Set(by).size < by.length) {
          return yield* Refusing.invalid({ in: "query", pointer: "/by", expected: { es: "dos dimensiones distintas", en: "two different dimensions" } })
        }
        if (identity.role === "advisor" && !(by.length === 1 && by[0] === "advisor")) {
          return yield* Refusing.beyondRole({ es: "Un asesor ve sus propios resultados: use by=advisor.", en: "An advisor sees his own results: use by=advisor." })
        }
        const asOf = yield* HandlerContext.instantOf("query", "/asOf", query.asOf, zone, now)
        const isWithin = narrowed(yield* HandlerContext.viewOf(context, identity), query)
        const scorecard = yield* context.crm.scorecard({ dealership, period, asOf }, by, isWithin)
        const { course } = identity.role === "advisor" ? yield* context.crm.scorecard({ dealership, period, asOf }, [], isWithin) : scorecard
        return written({ ...scorecard, course }, yield* HandlerContext.scopeOf(context, identity), zone)
      })))
    .handleRaw("compare", (given) => Question.json(
      context,
      given,
      readPolicy,
      Effect.fnUntraced(function*(other, { dealership, now, zone }, { params: { period }, query }) {
        const asOf = yield* HandlerContext.instantOf("query", "/asOf", query.asOf, zone, now)
        const policy = yield* otherPolicy((yield* context.crm.editionsOf(dealership))(period), other)
        return Compared.answerOf(yield* context.crm.whatIf({ dealership, period, asOf }, policy), period, asOf, zone)
      })
    ))
}))
