/** Serves what the reader has to do today. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Subscription } from "@crm-procedure/core/service/Subscription"
import type * as CoreToday from "@crm-procedure/core/service/Today"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as RejectedImports from "../imports/RejectedImports.ts"
import * as Encoding from "../request/Encoding.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import type { Target, Today, TodayItem, TodayTask } from "./TodayEndpoints.ts"

/** Changed verdicts are told for so long at most. */
const LONGEST_SINCE = 31 * Calendar.DAY

/** Where a task leads, and where each of its items does. */
const targetOf = ({ kind, period }: CoreToday.Task, item?: CoreToday.Item): typeof Target.Type => {
  if (item?.subject === "prospect" && !kind.startsWith("call-")) return { view: "prospect", id: item.id }
  if (item?.subject === "activity" && !kind.startsWith("call-")) return { view: "activity", id: item.id }
  const of = Encoding.present({ advisor: item?.subject === "advisor" ? item.id : undefined, period })
  switch (kind) {
    case "lead-due-today":
      return { view: "leads", query: { ...of, color: "yellow" } }
    case "lead-overdue":
    case "lead-escalated":
    case "lead-red-by-advisor":
      return { view: "leads", query: { ...of, color: "red" } }
    case "call-left":
    case "call-done":
    case "verification-open":
    case "sample-not-drawn":
      return { view: "calls", query: of }
    case "appeal-answered":
    case "appeal-overdue":
    case "appeal-open":
      return { view: "appeals" }
    case "person-request-overdue":
    case "person-request-open":
      return { view: "person-requests" }
    case "policy-draft-open":
    case "policy-draft-answered":
      return Encoding.present({ view: "policy" as const, id: item?.id })
    case "record-stopped-counting":
      return { view: "prospects", query: { ...of, verdict: "invalid" } }
    case "record-counts-again":
      return { view: "prospects", query: { ...of, verdict: "valid" } }
    case "goal-missing":
      return { view: "goals", query: of }
    case "period-not-closed":
      return { view: "closing", query: of }
  }
}

/** What a person has to do, as the contract has it. */
export const written = ({ asOf, since, tasks }: CoreToday.Today, scope: typeof Today.Type["scope"], zone: Calendar.Zone): typeof Today.Type => {
  const text = (instant: Calendar.Instant | undefined): string | undefined => instant === undefined ? undefined : Calendar.formatToSecond(zone, instant)
  return {
    scope,
    asOf: Calendar.formatInstant(zone, asOf),
    since: Calendar.formatInstant(zone, since),
    tasks: tasks.map((task) => ({
      ...Encoding.present({ kind: task.kind, period: task.period, count: task.count }),
      items: task.items.map((item): typeof TodayItem.Type => ({
        ...Encoding.present({ ...item, due: text(item.due), redSince: text(item.redSince), at: text(item.at) }),
        target: targetOf(task, item)
      })),
      target: targetOf(task)
    }))
  }
}

/** How many imports are listed. */
const LISTED = 25

/** The imports that left rejected rows, as a task. */
const importTask = (imports: ReadonlyArray<RejectedImports.RejectedImport>, zone: Calendar.Zone): typeof TodayTask.Type => ({
  kind: "import-rejected",
  count: imports.length,
  items: imports.slice(0, LISTED).map(({ at, file, id, rejected }) => ({
    ...Encoding.present({ subject: "import" as const, id, file, count: rejected, at: Calendar.formatToSecond(zone, at) }),
    target: { view: "imports", id }
  })),
  target: { view: "imports" }
})

/** The subscriptions to which nothing is sent, since their endpoints took nothing for days, as a task. */
const webhookTask = (subscriptions: ReadonlyArray<Subscription>, zone: Calendar.Zone): typeof TodayTask.Type => {
  const paused = subscriptions.flatMap(({ id, pausedAt }) => pausedAt === undefined ? [] : [{ id, pausedAt }])
  return {
    kind: "webhook-paused",
    count: paused.length,
    items: paused.slice(0, LISTED).map(({ id, pausedAt }) => ({ subject: "webhook" as const, id, at: Calendar.formatToSecond(zone, pausedAt), target: { view: "messages" } })),
    target: { view: "messages" }
  }
}

export const layer = HttpApiBuilder.group(Api, "today", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  return handlers
    .handle("today", ({ query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, identity, now, zone } = yield* HandlerContext.visit(context)
        const given = query.since === undefined ? undefined : yield* HandlerContext.instantOf("query", "/since", query.since, zone, now)
        const since = given === undefined ? undefined : Math.max(given, now - LONGEST_SINCE)
        const day = yield* context.crm.today({ dealership, identity, now, since })
        const answer = written(day, yield* HandlerContext.scopeOf(context, identity), zone)
        if (!Access.may(identity, "imports.manage")) return answer
        const imports = importTask(yield* RejectedImports.since(context.intakeStore, dealership, day.since), zone)
        const place = answer.tasks.findIndex(({ kind }) => kind === "record-stopped-counting")
        const webhooks = webhookTask(yield* context.serviceStore.subscriptions(dealership), zone)
        return { ...answer, tasks: answer.tasks.toSpliced(place, 0, imports, webhooks) }
      })))
}))
