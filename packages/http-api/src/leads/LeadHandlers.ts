/** Serves leads with their colours and obligations, their assignment, and the compliance report. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CoreLead from "@crm-procedure/core/results/Lead"
import type { FollowedLead } from "@crm-procedure/core/service/CrmProcedure"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import { ListPrinter } from "../lists/ListPrinter.ts"
import * as LeadList from "./LeadList.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import * as Encoding from "../request/Encoding.ts"
import { Assignment, type Lead } from "./LeadEndpoints.ts"

const escalationsOf = (redSince: Calendar.Instant | undefined, watch: CoreLead.Watch) => {
  const next = redSince === undefined ? undefined : CoreLead.nextEscalation(redSince, watch)
  return {
    escalation: redSince === undefined ? null : CoreLead.escalationOf(redSince, watch),
    nextEscalation: next === undefined ? null : { to: next.to, at: Calendar.formatInstant(watch.zone, next.at) }
  }
}

/** A due instant, cut to the second as in the files and the forms: the end of a day is its 23:59:59. */
const dueText = ({ zone }: CoreLead.Watch, due: Calendar.Instant): string => Calendar.formatToSecond(zone, due)

const leadOf = (watch: CoreLead.Watch, { followUp, ...place }: FollowedLead, prospect: Prospect | undefined): typeof Lead.Type => {
  const { color, daysSinceLast, isLostWithoutContact, next, obligations, redSince } = followUp
  const written = (due: Calendar.Instant | undefined) => due === undefined ? null : dueText(watch, due)
  return {
    ...place,
    ...Encoding.present({ fullName: prospect?.fullName, phone: prospect?.phone, stage: prospect?.stage }),
    color,
    daysSinceLast,
    nextDue: written(next?.due),
    redSince: written(redSince),
    ...escalationsOf(redSince, watch),
    lostWithoutContact: isLostWithoutContact,
    obligations: obligations.map(({ due, kind, state }) => ({ kind, due: dueText(watch, due), state }))
  }
}

const readAssignment = Body.decode(Assignment)

export const layer = HttpApiBuilder.group(Api, "leads", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const printer = yield* ListPrinter

  /** The report of a period, within the caller's view. */
  const reportOf = Effect.fnUntraced(function*({ dealership, identity, zone }: HandlerContext.Visit, asOf: Calendar.Instant, period = Calendar.periodOf(zone, asOf)) {
    return yield* context.crm.compliance({ dealership, period, asOf }, yield* HandlerContext.viewOf(context, identity))
  })

  return handlers
    .handle("leads", ({ query }) =>
      HandlerContext.serve(LeadList.answer(context, printer, query, leadOf, (redSince, watch) => redSince === undefined ? null : CoreLead.escalationOf(redSince, watch))))
    .handleRaw("assign", (given) => Write.json(
      context,
      given,
      Effect.fnUntraced(function*(body, { now, zone }) {
        const { advisorId, assignedAt, branchId } = yield* readAssignment(body)
        for (const [name, value] of Object.entries({ advisorId, branchId })) {
          if (value !== undefined && !HandlerContext.isId(value)) return yield* Refusing.invalid({ in: "body", pointer: `/${name}`, expected: HandlerContext.anId })
        }
        return { advisorId, branchId, assignedAt: yield* HandlerContext.instantOf("body", "/assignedAt", assignedAt, zone, now) }
      }),
      Effect.fnUntraced(function*({ advisorId, assignedAt, branchId }, { dealership, now, zone }, { params: { id } }) {
        if (!HandlerContext.isId(id)) return yield* Refusing.notFound()
        const { explanation, stored } = yield* context.crm.updateProspect(dealership, id, (before) => {
          const leadSources: ReadonlyArray<string> = before === undefined ? [] : context.crm.editionOf(before.storedVerdict.period).policy.parameters.leadSources
          return before === undefined || !leadSources.includes(before.record.source ?? "")
            ? Effect.fail(Refusing.notFound())
            : Effect.succeed({ ...before.record, advisorId, branchId: branchId ?? before.record.branchId, assignedAt })
        }, now)
        return { status: 200, body: Encoding.storedVerdict(id, stored, explanation, zone, (yield* HandlerContext.latenessOf(context, dealership))(stored)) }
      })
    ))
    .handle("compliance", ({ params: { period }, query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const visit = yield* HandlerContext.visit(context)
        const asOf = yield* HandlerContext.instantOf("query", "/asOf", query.asOf, visit.zone, visit.now)
        const report = yield* reportOf(visit, asOf, period)
        const seesAll = (yield* HandlerContext.viewOf(context, visit.identity)) === undefined
        const by = (dimension: "advisor" | "branch") => report.by(dimension).map(({ compliance, id }) => ({ id, ...compliance }))
        return {
          period,
          asOf: Calendar.formatInstant(visit.zone, asOf),
          company: seesAll ? report.company() : null,
          byAdvisor: by("advisor"),
          byBranch: by("branch"),
          neglected: report.neglected.map((number) => {
            const { advisorId, branchId } = report.leads.placeOf(number)
            return { prospectId: report.leads.idOf(number), advisorId, branchId, ...escalationsOf(report.follow(number).redSince, report.watch) }
          }),
          lostWithoutContact: report.lostWithoutContact.map((number) => {
            const { advisorId, branchId } = report.leads.placeOf(number)
            return { prospectId: report.leads.idOf(number), advisorId, branchId }
          })
        }
      })))
}))
