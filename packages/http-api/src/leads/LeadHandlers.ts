/** Serves leads with their colours and obligations, their assignment, and the compliance report. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Directory from "@crm-procedure/core/records/Directory"
import * as CoreLead from "@crm-procedure/core/results/Lead"
import type { FollowedLead } from "@crm-procedure/core/service/CrmProcedure"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type * as Records from "@crm-procedure/core/register/Records"
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
import type { Invalid, NotFound } from "../Problem.ts"
import { Assignment, Assignments, type Lead } from "./LeadEndpoints.ts"

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
const readAssignments = Body.decode(Assignments)

/** A lead to give to an advisor from an instant on. */
interface Assigning {
  readonly prospectId: string
  readonly advisorId: string
  readonly branchId: string | undefined
  readonly assignedAt: Calendar.Instant
}

const mustBeIds = (at: string, ids: Readonly<Record<string, string | undefined>>): Effect.Effect<void, Invalid> => {
  const wrong = Object.entries(ids).flatMap(([name, value]) =>
    value === undefined || HandlerContext.isId(value) ? [] : [{ in: "body" as const, pointer: `${at}/${name}`, expected: HandlerContext.anId }])
  return wrong.length === 0 ? Effect.void : Effect.fail(Refusing.invalid(...wrong))
}

const noLead = { es: "No hay un lead con ese código.", en: "There is no lead with that id." }

/** An assignment says when a lead came to its advisor: after it was created, and not later than now. Another instant would move what is owed into another month. */
const outOfTime = ({ createdAt }: Prospect, now: Calendar.Instant, zone: Calendar.Zone) => {
  const [from, to] = [createdAt, now].map((instant) => Calendar.formatInstant(zone, instant))
  return { es: `un instante desde ${from}, cuando se creó el lead, hasta ${to}`, en: `an instant from ${from}, when the lead was created, to ${to}` }
}

const inactive = ({ assignedAt }: Assigning, zone: Calendar.Zone) => {
  const day = Calendar.formatDay(Calendar.localDayOf(zone, assignedAt))
  return { es: `un asesor activo el ${day}`, en: `an advisor who is active on ${day}` }
}

export const layer = HttpApiBuilder.group(Api, "leads", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const printer = yield* ListPrinter

  /** The report of a period, within the caller's view. */
  const reportOf = Effect.fnUntraced(function*({ dealership, identity, zone }: HandlerContext.Visit, asOf: Calendar.Instant, period = Calendar.periodOf(zone, asOf)) {
    return yield* context.crm.compliance({ dealership, period, asOf }, yield* HandlerContext.viewOf(context, identity))
  })

  /** Gives a lead to an advisor who is active on that day. */
  const assign = Effect.fnUntraced(function*({ dealership, now, zone }: HandlerContext.Visit, { employees }: Directory.Directory, asked: Assigning) {
    const { advisorId, assignedAt, branchId, prospectId } = asked
    const day = Calendar.localDayOf(zone, assignedAt)
    const isActive = employees.some((one) => one.employeeId === advisorId && one.role === "advisor" && Directory.isActiveOn(one, day))
    const decide = Effect.fnUntraced(function*(before: Records.Stored<Prospect> | undefined): Effect.fn.Return<Prospect, NotFound | Invalid | Records.RecordsError> {
      if (before === undefined) return yield* Refusing.notFound()
      const { parameters: { leadSources } } = (yield* context.crm.editionsOf(dealership))(before.storedVerdict.period).policy
      if (!(leadSources as ReadonlyArray<string | undefined>).includes(before.record.source)) return yield* Refusing.notFound()
      if (!isActive) return yield* Refusing.invalid({ in: "body", pointer: "/advisorId", expected: inactive(asked, zone) })
      if (assignedAt < before.record.createdAt || assignedAt > now) {
        return yield* Refusing.invalid({ in: "body", pointer: "/assignedAt", expected: outOfTime(before.record, now, zone) })
      }
      return { ...before.record, advisorId, branchId: branchId ?? before.record.branchId, assignedAt }
    })
    const { explanation, stored } = yield* context.crm.updateProspect(dealership, prospectId, decide, now)
    return Encoding.storedVerdict(prospectId, stored, explanation, zone, (yield* HandlerContext.latenessOf(context, dealership, [stored]))(stored))
  })

  return handlers
    .handle("leads", ({ query }) =>
      HandlerContext.serve(LeadList.answer(context, printer, query, leadOf, (redSince, watch) => redSince === undefined ? null : CoreLead.escalationOf(redSince, watch))))
    .handleRaw("assign", (given) => Write.json(
      context,
      given,
      Effect.fnUntraced(function*(body, { now, zone }) {
        const { advisorId, assignedAt, branchId } = yield* readAssignment(body)
        yield* mustBeIds("", { advisorId, branchId })
        return { advisorId, branchId, assignedAt: yield* HandlerContext.instantOf("body", "/assignedAt", assignedAt, zone, now) }
      }),
      Effect.fnUntraced(function*(asked, visit, { params: { id } }) {
        if (!HandlerContext.isId(id)) return yield* Refusing.notFound()
        return { status: 200, body: yield* assign(visit, yield* context.records.directory(visit.dealership), { ...asked, prospectId: id }) }
      })
    ))
    .handleRaw("assignSeveral", (given) => Write.json(
      context,
      given,
      Effect.fnUntraced(function*(body, { now, zone }) {
        const { assignments } = yield* readAssignments(body)
        if (assignments.length > context.limits.records) {
          return yield* Refusing.refuse("BodyTooLarge", { es: `Son más de ${context.limits.records} asignaciones.`, en: `These are more than ${context.limits.records} assignments.` })
        }
        return yield* Effect.forEach(assignments, Effect.fnUntraced(function*({ advisorId, assignedAt, branchId, prospectId }, place) {
          const at = `/assignments/${place}`
          yield* mustBeIds(at, { prospectId, advisorId, branchId })
          return { prospectId, advisorId, branchId, assignedAt: yield* HandlerContext.instantOf("body", `${at}/assignedAt`, assignedAt, zone, now) }
        }))
      }),
      Effect.fnUntraced(function*(assignments, visit) {
        const directory = yield* context.records.directory(visit.dealership)
        const results = yield* Effect.forEach(assignments, (asked) =>
          assign(visit, directory, asked).pipe(
            Effect.map((stored) => ({ prospectId: asked.prospectId, assigned: true as const, stored })),
            Effect.catchTag(["Invalid", "NotFound"], (refusal) =>
              Effect.succeed({ prospectId: asked.prospectId, assigned: false as const, reason: refusal._tag === "NotFound" ? noLead : refusal.errors?.[0]?.expected ?? inactive(asked, visit.zone) }))
          ))
        return { status: 200, body: { results } }
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
          scope: yield* HandlerContext.scopeOf(context, visit.identity),
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
