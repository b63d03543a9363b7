/**
 * What a person has to do today (*Mi día*): an advisor's leads, an agent's calls, a manager's red leads, what blocks the close. All of
 * it is read from what is stored; how much is read does not grow with the history.
 *
 * @see GC-PRO-05, Responsable, Riesgos y controles
 *
 * @example
 * ```ts run
 * import { CrmProcedure, Records } from "@crm-procedure/core"
 * import { Effect, Layer } from "effect"
 * import * as assert from "node:assert/strict"
 *
 * const now = Date.parse("2024-03-06T15:00:00Z")
 * const identity = { role: "advisor", employeeId: "A1" } as const
 * const today = CrmProcedure.CrmProcedure.use((crm) => crm.today({ dealership: "norte", identity, now }))
 * const service = CrmProcedure.CrmProcedure.layer().pipe(Layer.provide(Records.Records.layerMemory))
 * // Without records there is nothing to do, and each task says so.
 * assert.ok((await Effect.runPromise(Effect.provide(today, service))).tasks.every(({ count }) => count === 0))
 * ```
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Calendar from "../calendar/Calendar.ts"
import * as ClosingPreview from "../close/ClosingPreview.ts"
import * as PeriodState from "../close/PeriodState.ts"
import * as Policy from "../policy/Policy.ts"
import * as PolicyEdition from "../policy/PolicyEdition.ts"
import type { Subject } from "../policy/Rule.ts"
import * as Access from "../records/Access.ts"
import * as Directory from "../records/Directory.ts"
import type { Verdict } from "../judging/Verdict.ts"
import * as Verification from "../judging/Verification.ts"
import * as Records from "../register/Records.ts"
import * as StoredFollowUp from "../register/StoredFollowUp.ts"
import * as StoredMonth from "../register/StoredMonth.ts"
import * as VerdictUpkeep from "../register/VerdictUpkeep.ts"
import type { ComplianceReport } from "../results/ComplianceReport.ts"
import * as Lead from "../results/Lead.ts"
import * as Appeals from "./Appeals.ts"
import * as Changes from "./Changes.ts"
import type * as PersonRequest from "./PersonRequest.ts"
import * as PersonRequests from "./PersonRequests.ts"
import { asRecordsError } from "./StaffData.ts"
import * as Policies from "./Policies.ts"
import * as VerificationQueue from "./VerificationQueue.ts"
import * as CustomerNames from "./internal/CustomerNames.ts"
import { concludeOf, keyOf, logOf, subjectsOf } from "./internal/VerificationLog.ts"

/** What kind of task it is, in the order in which a person would do them. */
export type Kind =
  | "lead-due-today"
  | "lead-overdue"
  | "lead-escalated"
  | "lead-red-by-advisor"
  | "call-left"
  | "call-done"
  | "appeal-answered"
  | "appeal-overdue"
  | "appeal-open"
  | "record-stopped-counting"
  | "record-counts-again"
  | "person-request-overdue"
  | "person-request-open"
  | "policy-draft-open"
  | "policy-draft-answered"
  | "sample-not-drawn"
  | "verification-open"
  | "goal-missing"
  | "period-not-closed"

const kinds: ReadonlyArray<Kind> = [
  "lead-due-today", "lead-overdue", "lead-escalated", "lead-red-by-advisor", "call-left", "call-done", "appeal-answered",
  "appeal-overdue", "appeal-open", "person-request-overdue", "person-request-open", "policy-draft-open", "policy-draft-answered", "record-stopped-counting", "record-counts-again", "sample-not-drawn",
  "verification-open", "goal-missing",
  "period-not-closed"
]

/** One thing of a task: a record, an advisor or a period, with what matters of it. */
export interface Item {
  readonly subject: Subject | "advisor" | "period" | "person-request" | "policy"
  readonly id: string
  readonly advisorId?: string | undefined
  readonly branchId?: string | undefined
  readonly brandId?: string | undefined
  /** The customer, for a person who may see him. */
  readonly customerName?: string | undefined
  /** What is owed, and when at the latest. */
  readonly obligation?: Lead.Obligation["kind"] | undefined
  readonly due?: Calendar.Instant | undefined
  readonly daysSinceLast?: number | undefined
  readonly redSince?: Calendar.Instant | undefined
  readonly escalation?: Lead.Escalation | undefined
  /** Of an advisor: how many. */
  readonly count?: number | undefined
  /** Of a verdict that changed: what it was, what it is, why, and when it changed. */
  readonly before?: Verdict | undefined
  readonly verdict?: Verdict | undefined
  readonly reasons?: ReadonlyArray<string> | undefined
  readonly at?: Calendar.Instant | undefined
  /** Of an appeal: the code that is disputed. Of it and of a draft of the policy: the answer. */
  readonly code?: string | undefined
  readonly decision?: "granted" | "refused" | undefined
  /** Of a draft of the policy: why the policy changes. */
  readonly comment?: string | undefined
  /** Of a request about personal data: what it is. It does not say whose. */
  readonly request?: PersonRequest.PersonRequest["kind"] | undefined
}

/** A task: how many things it is about, and the first of them, the most urgent one first. */
export interface Task {
  readonly kind: Kind
  /** The month that it is about; undefined where it is about no month. */
  readonly period?: Calendar.Period | undefined
  readonly count: number
  readonly items: ReadonlyArray<Item>
}

export interface Today {
  readonly asOf: Calendar.Instant
  /** Since when changed verdicts are told. */
  readonly since: Calendar.Instant
  /** The person's tasks, also those with nothing to do. */
  readonly tasks: ReadonlyArray<Task>
}

export interface Options {
  readonly dealership: string
  readonly identity: Omit<Access.Identity, "dealership">
  readonly now: Calendar.Instant
  /** Since when changed verdicts are told; by default the start of the day before. */
  readonly since?: Calendar.Instant | undefined
  readonly policyOf: (period: Calendar.Period) => Policy.Policy
}

/** How many things of a task are listed. */
const LISTED = 25

/** The tasks of each role. */
const kindsOf: Readonly<Record<Access.Role, ReadonlyArray<Kind>>> = {
  "advisor": ["lead-due-today", "lead-overdue", "appeal-answered", "record-stopped-counting", "record-counts-again"],
  "crm-agent": ["call-left", "call-done"],
  "commercial-manager": ["lead-escalated", "lead-red-by-advisor", "record-stopped-counting"],
  "motorcycle-manager": ["lead-escalated", "lead-red-by-advisor", "record-stopped-counting"],
  "general-manager": ["lead-escalated", "lead-red-by-advisor", "person-request-overdue", "person-request-open", "policy-draft-open", "record-stopped-counting", "period-not-closed"],
  "marketing-coordinator": ["lead-due-today", "lead-overdue", "lead-red-by-advisor"],
  "crm-assistant": [
    "call-left", "call-done", "lead-red-by-advisor", "appeal-overdue", "appeal-open", "person-request-overdue", "person-request-open", "policy-draft-answered", "record-stopped-counting", "record-counts-again",
    "sample-not-drawn", "verification-open", "goal-missing", "period-not-closed"
  ],
  "integration": []
}

/** The tasks of a person as of an instant. */
export const of = Effect.fn("Today.of")(function*(options: Options): Effect.fn.Return<Today, Records.RecordsError, Records.Records> {
  const { dealership, identity, now, policyOf } = options
  const records = yield* Records.Records
  const period = Calendar.periodOf(Calendar.bogota, now)
  const policy = policyOf(period)
  const zone = Policy.zoneOf(policy)
  const since = options.since ?? Calendar.startOfDay(zone, Calendar.localDayOf(zone, now) - 1)
  const directory = yield* records.directory(dealership)
  const scope = Access.scopeOf(identity, directory, Calendar.localDayOf(zone, now))
  const lineOfBrand = Directory.lineOfBrand(directory)
  const isWithin = scope.kind === "dealership" ? undefined : Access.viewOf(scope, lineOfBrand)
  const asked = new Set(kindsOf[identity.role])
  const asksFor = (...some: ReadonlyArray<Kind>): boolean => some.some((kind) => asked.has(kind))
  const tasks = [
    ...asksFor("lead-due-today", "lead-overdue", "lead-escalated", "lead-red-by-advisor")
      ? leadTasks(yield* followUp(options, period, asked.has("lead-due-today"), isWithin), identity)
      : [],
    ...asksFor("call-left", "call-done") ? yield* callTasks(options, policy) : [],
    ...asksFor("appeal-answered", "appeal-overdue", "appeal-open") ? yield* appealTasks(options, since) : [],
    ...asksFor("person-request-overdue", "person-request-open") ? yield* requestTasks(options, zone) : [],
    ...asksFor("policy-draft-open", "policy-draft-answered") ? yield* policyTasks(options, since) : [],
    ...asksFor("record-stopped-counting", "record-counts-again") ? verdictTasks(yield* records.latestEvents(dealership, VerdictUpkeep.VERDICT_CHANGED_EVENT_TYPE, since, Changes.MAXIMUM_EVENTS), isWithin) : [],
    ...asksFor("period-not-closed") ? yield* closingTasks(options, Calendar.previousPeriod(period), directory) : []
  ].filter(({ kind }) => asked.has(kind)).sort((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind))
  return { asOf: now, since, tasks: yield* named(dealership, tasks) }
})

const task = (kind: Kind, all: ReadonlyArray<Item>, period?: Calendar.Period): Task => ({ kind, period, count: all.length, items: all.slice(0, LISTED) })

// ---------------------------------------------------------------------------------------------------------------------
// Leads
// ---------------------------------------------------------------------------------------------------------------------

/** The red leads, and with `calm` also the open ones of other colours. */
const followUp = Effect.fnUntraced(function*(
  { dealership, now: asOf, policyOf }: Options,
  period: Calendar.Period,
  calm: boolean,
  isWithin: Access.View | undefined
) {
  const query = { redAt: asOf, calmAt: calm ? asOf : undefined }
  const stored = yield* StoredFollowUp.report({ dealership, policyOf }, { period, asOf, isWithin, query })
  if (stored !== undefined) return stored
  const month = yield* StoredMonth.judge({ dealership, period, asOf, policy: policyOf(period), policyOf })
  return month.compliance(isWithin)
})

const leadTasks = (report: ComplianceReport, { role }: Options["identity"]): ReadonlyArray<Task> => {
  const { leads, watch } = report
  const items = (accepts: (followUp: Lead.FollowUp) => boolean): ReadonlyArray<Item> =>
    Array.from({ length: leads.count }, (_, number) => number).flatMap((number): ReadonlyArray<Item> => {
      const followUp = report.follow(number)
      if (leads.isErased(number) || !accepts(followUp)) return []
      const { daysSinceLast, next, redSince } = followUp
      return [{
        subject: "prospect",
        id: leads.idOf(number),
        ...leads.placeOf(number),
        obligation: next?.kind,
        due: next?.due,
        daysSinceLast,
        redSince,
        escalation: redSince === undefined ? undefined : Lead.escalationOf(redSince, watch)
      }]
    })
  const isToday = (due: Calendar.Instant): boolean => Calendar.localDayOf(watch.zone, due) === watch.today
  const owesToday = ({ color, next }: Lead.FollowUp): boolean => color === "yellow" && next?.state === "upcoming" && isToday(next.due)
  const red = items(({ color }) => color === "red").toSorted((one, other) => one.redSince! - other.redSince!)
  const isEscalated = ({ escalation }: Item): boolean => escalation === "general-manager" || escalation === "manager" && role !== "general-manager"
  return [
    task("lead-due-today", items(owesToday).toSorted((one, other) => one.due! - other.due!)),
    task("lead-overdue", red),
    task("lead-escalated", red.filter(isEscalated)),
    {
      ...task("lead-red-by-advisor", [...Map.groupBy(red, ({ advisorId }) => advisorId!)]
        .map(([id, own]): Item => ({ subject: "advisor", id, count: own.length, redSince: own[0]!.redSince }))
        .sort((one, other) => other.count! - one.count! || one.redSince! - other.redSince!)),
      count: red.length
    }
  ]
}

// ---------------------------------------------------------------------------------------------------------------------
// Calls
// ---------------------------------------------------------------------------------------------------------------------

/**
 * The calls that are left, as the queue counts them; and those that were made today, by the agent himself. A call that was made today
 * lies among the attempts since the day began.
 */
const callTasks = Effect.fnUntraced(function*({ dealership, identity, now }: Options, policy: Policy.Policy) {
  const records = yield* Records.Records
  const start = Calendar.startOfDay(Policy.zoneOf(policy), Calendar.localDayOf(Policy.zoneOf(policy), now))
  const left = (yield* VerificationQueue.left({ dealership, now, policy, agentId: Access.actorOf(identity) }))
    .map(({ advisorId, attempts, subject: { id, type } }): Item => ({ subject: type, id, advisorId, count: attempts }))
  const own = (yield* records.callsSince(dealership, start)).filter(({ agentId, attemptedAt }) => attemptedAt <= now && (identity.role !== "crm-agent" || agentId === identity.employeeId))
  const last = new Map(own.toSorted(Verification.compareAttempts).map((call) => [`${call.subjectType} ${call.subjectId}`, call]))
  const subjects = yield* subjectsOf(dealership, [...last.values()].map(({ subjectId: id, subjectType: type }) => ({ type, id })))
  const done = [...last].flatMap(([key, { attemptedAt, subjectId: id, subjectType }]): ReadonlyArray<Item> => {
    const subject = subjects.get(key)
    return subject === undefined ? [] : [{ subject: subjectType, id, advisorId: subject.advisorId, at: attemptedAt }]
  })
  return [task("call-left", left), task("call-done", done)]
})

// ---------------------------------------------------------------------------------------------------------------------
// Appeals
// ---------------------------------------------------------------------------------------------------------------------

/** An advisor's appeals that were answered since the last visit; and those that wait for the CRM assistant: the overdue ones, and the others. */
const appealTasks = Effect.fnUntraced(function*({ dealership, identity, now }: Options, since: Calendar.Instant) {
  const advisorId = identity.role === "advisor" ? identity.employeeId : undefined
  const all = yield* Appeals.find(dealership, advisorId === undefined ? { state: "open" } : { advisorId, state: "decided", decidedSince: since }, now)
  const itemOf = ({ code, decision, dueAt, isOverdue, place, subjectId: id, subjectType: subject }: Appeals.Shown) =>
    ({ isOverdue, item: { subject, id, ...place, code, decision: decision?.outcome, due: decision === undefined ? dueAt : undefined, at: decision?.at } satisfies Item })
  const items = all.map(itemOf)
  const waiting = items.filter(({ item }) => item.due !== undefined).toSorted((one, other) => one.item.due! - other.item.due!)
  return [
    task("appeal-answered", items.flatMap(({ item }) => item.at === undefined || item.at < since ? [] : [item]).toSorted((one, other) => other.at! - one.at!)),
    task("appeal-overdue", waiting.flatMap(({ isOverdue, item }) => isOverdue ? [item] : [])),
    task("appeal-open", waiting.flatMap(({ isOverdue, item }) => isOverdue ? [] : [item]))
  ]
})

// ---------------------------------------------------------------------------------------------------------------------
// The policy
// ---------------------------------------------------------------------------------------------------------------------

/** Drafts of others that wait for an approval, and own ones that were approved or declined since the last visit. */
const policyTasks = Effect.fnUntraced(function*({ dealership, identity }: Options, since: Calendar.Instant) {
  const editions = yield* (yield* Records.Records).policyEditions(dealership)
  const [own, others] = [editions.filter((edition) => Policies.isAuthor(identity, edition)), editions.filter((edition) => !Policies.isAuthor(identity, edition))]
  const itemOf = ({ approval, comment, draftedAt, editionId: id, withdrawal }: PolicyEdition.PolicyEdition) =>
    ({ subject: "policy", id, comment, at: approval?.at ?? withdrawal?.at ?? draftedAt, decision: approval !== undefined ? "granted" : withdrawal !== undefined ? "refused" : undefined } satisfies Item)
  const isAnswered = ({ approval, draftedBy, withdrawal }: PolicyEdition.PolicyEdition): boolean => approval !== undefined || withdrawal !== undefined && withdrawal.by !== draftedBy
  return [
    task("policy-draft-open", others.filter((edition) => PolicyEdition.stateOf(edition) === "draft").map(itemOf)),
    task("policy-draft-answered", own.filter(isAnswered).map(itemOf).filter(({ at }) => at >= since).toSorted((one, other) => other.at - one.at))
  ]
})

// ---------------------------------------------------------------------------------------------------------------------
// Verdicts that changed
// ---------------------------------------------------------------------------------------------------------------------

/** Records that became invalid, or valid after that; to be pending is neither. When a verdict changed more than once, the first and the last one count. */
const verdictTasks = (events: ReadonlyArray<Records.KeptEvent>, isWithin: ((place: Access.Place) => boolean) | undefined): ReadonlyArray<Task> => {
  const all = Changes.changedRecords(events, isWithin)
  return [
    task("record-stopped-counting", all.filter(({ before, verdict }) => before !== "invalid" && verdict === "invalid")),
    task("record-counts-again", all.filter(({ before, verdict }) => before === "invalid" && verdict === "valid"))
  ]
}

// ---------------------------------------------------------------------------------------------------------------------
// Requests about personal data
// ---------------------------------------------------------------------------------------------------------------------

/** The requests that wait for an answer: the overdue ones, and the others. */
const requestTasks = Effect.fnUntraced(function*({ dealership, now }: Options, zone: Calendar.Zone) {
  const open = yield* Effect.mapError(PersonRequests.open(dealership, zone), asRecordsError)
  const itemOf = (request: PersonRequest.PersonRequest): Item => ({ subject: "person-request", id: request.id, request: request.kind, due: PersonRequests.dueAt(request, zone) })
  const { open: inTime = [], overdue = [] } = Object.groupBy(open, (request) => PersonRequests.stateOf(request, zone, now))
  return [task("person-request-overdue", overdue.map(itemOf)), task("person-request-open", inTime.map(itemOf))]
})

// ---------------------------------------------------------------------------------------------------------------------
// The close
// ---------------------------------------------------------------------------------------------------------------------

/** What the close of a month waits for; nothing where it is closed, or has no records. */
const closingTasks = Effect.fnUntraced(function*({ dealership, now, policyOf }: Options, period: Calendar.Period, directory: Directory.Directory) {
  const records = yield* Records.Records
  const { storedCounts } = yield* records.monthState(dealership, period)
  const state = (yield* PeriodState.read(records, dealership, [period]))(period)
  if (storedCounts.length === 0 || state.state === "closed") return []
  const policy = policyOf(period)
  const sample = Option.getOrUndefined(yield* records.sample(dealership, period))
  const keys = sample?.selected ?? []
  const subjects = yield* subjectsOf(dealership, keys)
  const log = yield* logOf(dealership, now, keys)
  const open = keys.flatMap(({ id, type }): ReadonlyArray<Item> => {
    const subject = subjects.get(keyOf({ type, id }))
    return subject !== undefined && concludeOf(log, { type, id }, subject.advisorId, policy, now) === "open" ? [{ subject: type, id, advisorId: subject.advisorId }] : []
  })
  const missing = ClosingPreview.advisorsWithoutGoal(directory.employees, yield* records.goals(dealership, period), period)
  const month: Item = { subject: "period", id: period }
  return [
    task("sample-not-drawn", keys.length === 0 ? [month] : [], period),
    task("verification-open", open, period),
    task("goal-missing", missing.map(({ advisorId: id }): Item => ({ subject: "advisor", id })), period),
    task("period-not-closed", [month], period)
  ]
})

// ---------------------------------------------------------------------------------------------------------------------
// Names
// ---------------------------------------------------------------------------------------------------------------------

/** The tasks with the customers' names. */
const named = Effect.fnUntraced(function*(dealership: string, tasks: ReadonlyArray<Task>) {
  const nameOf = yield* CustomerNames.of(dealership, tasks.flatMap(({ items }) => items))
  return tasks.map((one): Task => ({ ...one, items: one.items.map((item) => ({ ...item, customerName: nameOf(item) })) }))
})
