/**
 * The verdicts that are kept: whatever is registered, called, drawn or changed, and in whatever order, each is the one that
 * judging everything again gives, and the stored counts are the sums of the verdicts.
 */
import * as Activity from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { CrmProcedure, type Question } from "@crm-procedure/core/service/CrmProcedure"
import * as GcPro05 from "@crm-procedure/core/policy/GcPro05"
import type { Directory, Employee } from "@crm-procedure/core/records/Directory"
import type { PhoneLogEntry } from "@crm-procedure/core/records/PhoneLogEntry"
import type { StoredVerdict } from "@crm-procedure/core/register/StoredVerdict"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Records from "@crm-procedure/core/register/Records"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"
import * as Scorecard from "@crm-procedure/core/results/Scorecard"
import * as VerificationResult from "@crm-procedure/core/results/VerificationResult"
import * as Lead from "@crm-procedure/core/results/Lead"
import { ComplianceReport } from "@crm-procedure/core/results/ComplianceReport"
import * as StoredLead from "@crm-procedure/core/register/StoredLead"
import * as StoredFollowUp from "@crm-procedure/core/register/StoredFollowUp"
import * as StoredMonth from "@crm-procedure/core/register/StoredMonth"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as fc from "fast-check"
import * as Arbitraries from "../Arbitraries.ts"
import * as MonthModule from "../Month.ts"
import { ContractBroken, expectSame, freshDealership, shown } from "./Contract.ts"
import type { Case, Storage } from "./Contract.ts"

type Crm = CrmProcedure["Service"]

/** Leases a call to an agent. */
type Lease = (dealership: string, subject: Records.SubjectKey, now: Calendar.Instant) => Effect.Effect<unknown, unknown>

/** What happens at a dealership; `now` is when. */
interface Happening {
  readonly name: string
  readonly run: (crm: Crm, dealership: string, now: Calendar.Instant, lease: Lease) => Effect.Effect<unknown, unknown>
  /** How much later than the one before, in hours. */
  readonly hoursLater: number
}

const HOUR = 3_600_000

/** The codes that are waived: the frequent ones, a code that another verdict decides, and a code that can't be waived. */
const waivable = {
  prospect: ["duplicate", "source-unknown", "interest-missing", "contact-missing", "phone-invalid", "advisor-unknown", "registered-late", "created-in-future", "consent-missing"],
  activity: ["prospect-invalid", "note-insufficient", "note-repeated", "duplicate-contact", "outcome-missing", "next-step-missing", "call-not-in-log", "registered-late", "before-prospect"]
} as const

/** Entries of a telephone system's log around the performed calls: at the time, at the edges of the hour, a day later, with another number. */
const logged = ({ activities, prospects }: MonthModule.Month): ReadonlyArray<PhoneLogEntry> => {
  const phones = new Map(prospects.map(({ phone, prospectId }) => [prospectId, phone]))
  return activities.filter(({ performedAt }) => performedAt !== undefined).flatMap(({ activityId, advisorId, performedAt, prospectId }, place): ReadonlyArray<PhoneLogEntry> => {
    const entry = { entryId: `T${place}`, advisorId, startedAt: performedAt! + [0, HOUR, HOUR + 1, -HOUR, 24 * HOUR][place % 5]!, number: phones.get(prospectId) ?? "6011234567" }
    // The same id again is another version of the entry.
    return [entry, { ...entry, startedAt: entry.startedAt + 30 * HOUR }, { ...entry, entryId: `U ${activityId}`, number: "301 23" }]
  })
}

/** The month's directory as it is, or with employees, branches or brands that go, move, begin or end to be active, or have a customer's phone. */
const changedDirectory = ({ directory, period, prospects }: MonthModule.Month): fc.Arbitrary<Directory> => {
  const first = Calendar.firstDayOfMonth(Calendar.monthOfPeriod(period))
  const branchIds = [undefined, "S9", ...directory.branches.map(({ branchId }) => branchId)]
  const phones = [undefined, "3001112233", ...prospects.map(({ phone }) => phone)]
  const employee = fc.record({
    how: fc.constantFrom("same", "same", "gone", "begins", "ended", "moved", "contact", "assistant"),
    day: fc.integer({ min: -40, max: 70 }),
    branchId: fc.constantFrom(...branchIds),
    phone: fc.constantFrom(...phones)
  })
  return fc.record({
    changes: fc.array(employee, { minLength: directory.employees.length, maxLength: directory.employees.length }),
    branches: fc.subarray([...directory.branches], { minLength: Math.max(0, directory.branches.length - 1) }),
    brands: fc.subarray([...directory.brands], { minLength: Math.max(0, directory.brands.length - 1) })
  }).map(({ branches, brands, changes }) => ({
    branches,
    brands,
    employees: directory.employees.flatMap((one, place): ReadonlyArray<Employee> => {
      const { branchId, day, how, phone } = changes[place]!
      if (how === "gone") return []
      if (how === "begins") return [{ ...one, activeFrom: first + day, activeTo: undefined }]
      if (how === "ended") return [{ ...one, activeTo: Math.max(one.activeFrom, first + day) }]
      if (how === "moved") return [{ ...one, branchId }]
      if (how === "contact") return [{ ...one, phone }]
      return [how === "assistant" ? { ...one, role: "crm-assistant" } : one]
    })
  }))
}

/** Drafts a policy file and approves it from the running month on or the next; a file that does not fit the policy in force is refused. */
const approval = ([spec, monthsLater, number]: readonly [Policy.PolicySpec, number, number]): Happening["run"] => (crm, dealership, now) => {
  const { phoneCountry: _phoneCountry, timeZone: _timeZone, ...parameters } = spec.parameters ?? {}
  const editionId = `D${number}`
  const from = Calendar.periodOfMonth(Calendar.monthOfPeriod(Calendar.periodOf(Calendar.bogota, now)) + monthsLater)
  return Effect.ignore(Effect.andThen(
    crm.draftPolicy({ dealership, editionId, now, by: { role: "crm-assistant", employeeId: "E9" }, comment: "Otra meta", file: { ...spec, parameters } }),
    crm.approvePolicy({ dealership, editionId, now, by: { role: "general-manager", employeeId: "E8" }, from })
  ))
}

const happenings = ({ month, policy }: Arbitraries.Situation): fc.Arbitrary<ReadonlyArray<Happening>> => {
  const { activities, calls = [], period, prospects } = MonthModule.imported(month)
  const some = <A>(values: ReadonlyArray<A>) => fc.subarray([...values], { minLength: Math.min(1, values.length) })
  const declare = (name: string, run: Happening["run"]) => ({ name, run })
  const instants = prospects.flatMap(({ createdAt }) => [createdAt, createdAt + 60_000])
  const subject = fc.oneof(
    ...(prospects.length === 0 ? [] : [fc.constantFrom(...prospects.map(({ prospectId: id }) => ({ type: "prospect" as const, id })))]),
    ...(activities.length === 0 ? [] : [fc.constantFrom(...activities.map(({ activityId: id }) => ({ type: "activity" as const, id })))]),
    fc.constant({ type: "prospect" as const, id: "nobody" })
  )
  const happening = fc.oneof(
    fc.tuple(fc.subarray([...prospects]), fc.subarray([...activities]), fc.subarray([...calls])).map(([going, gone, given]) =>
      declare("withdraw", (crm, dealership, at) =>
        crm.withdraw({
          dealership,
          at,
          records: { prospects: going.map(({ prospectId }) => prospectId), activities: gone.map(({ activityId }) => activityId), calls: given.map(({ callId }) => callId) }
        }))),
    fc.tuple(some(prospects), fc.constantFrom("as it is", "another's", "other time", "won"), fc.nat()).map(([given, how, seed]) =>
      declare(`registerProspects ${how}`, (crm, dealership, now) =>
        crm.registerProspects(dealership, given.map((one, place) => {
          const other = prospects[(seed + place) % prospects.length]!
          if (how === "another's") return { ...one, phone: other.phone, email: other.email, advisorId: other.advisorId, branchId: other.branchId, brandId: other.brandId }
          if (how === "other time") return { ...one, createdAt: instants[(seed + place) % instants.length]! }
          return how === "won" ? { ...one, stage: "won", stageAt: instants[(seed + place) % instants.length]! } : one
        }), now))),
    fc.tuple(some(activities), fc.constantFrom("as it is", "another's", "another's note", "other time"), fc.nat()).map(([given, how, seed]) =>
      declare(`registerActivities ${how}`, (crm, dealership, now) =>
        crm.registerActivities(dealership, given.map((one, place) => {
          const other = activities[(seed + place) % activities.length]!
          if (how === "another's note") return { ...one, note: other.note, advisorId: other.advisorId, performedAt: one.performedAt ?? Activity.placedAt(one), status: "performed" }
          if (how === "another's") return { ...one, note: other.note, prospectId: other.prospectId, advisorId: other.advisorId, type: other.type }
          return how === "other time" ? { ...one, performedAt: Activity.placedAt(other) } : one
        }), now))),
    some(calls).map((given) => declare("registerCalls", (crm, dealership, now) => crm.registerCalls(dealership, given, now))),
    changedDirectory(month).map((changed) => declare("registerDirectory", (crm, dealership, now) => Effect.catchTag(crm.registerDirectory(dealership, changed, now), "DirectoryRefused", () => Effect.void))),
    fc.constant(declare("drawSample", (crm, dealership, now) => crm.drawSample({ dealership, period, now, partial: true }))),
    fc.tuple(subject, fc.constantFrom("attended", "not-attended", "no-answer"), fc.nat()).map(([{ id, type }, outcome, number]) =>
      declare("recordAttempt", (crm, dealership, now, lease) =>
        Effect.ignore(Effect.andThen(lease(dealership, { type, id }, now), crm.recordAttempt({ dealership, now, call: { callId: `R${number}`, subjectType: type, subjectId: id, agentId: "G9", attemptedAt: now, outcome } }))))),
    subject.map((one) =>
      declare("reopenVerification", (crm, dealership, now) =>
        Effect.ignore(crm.reopenVerification({ dealership, now, subject: one, by: { employeeId: "E9", role: "crm-assistant" }, reason: "Otro número" })))),
    fc.constant(declare("refresh", (crm, dealership, now) => crm.refresh(dealership, now))),
    fc.tuple(Arbitraries.policySpec(), fc.constantFrom(0, 0, 1), fc.nat()).map((drawn) => declare("approvePolicy", approval(drawn))),
    some(logged(month)).map((entries) => declare("registerPhoneLog", (crm, dealership, now) => crm.registerPhoneLog(dealership, entries, now))),
    fc.array(fc.tuple(subject, fc.constantFrom(...waivable.prospect), fc.constantFrom(...waivable.activity), fc.constantFrom(-24, 0, 0, 24), fc.nat()), { minLength: 1, maxLength: 3 }).map((given) =>
      declare("registerWaivers", (crm, dealership, now) =>
        crm.registerWaivers(dealership, given.map(([{ id, type }, ofProspect, ofActivity, hours, number]) => ({
          waiverId: `W${number}`,
          subjectType: type,
          subjectId: id,
          code: type === "prospect" ? ofProspect : ofActivity,
          grantedAt: now + hours * HOUR,
          grantedBy: "E9",
          reason: "Así lo pidió la gerencia"
        })), now)))
  )
  return fc.array(fc.tuple(happening, fc.constantFrom(0, 1, 24, 240)).map(([one, hoursLater]) => ({ ...one, hoursLater })), { minLength: 1, maxLength: 14 })
    .map((all) => Object.defineProperty(all, fc.toStringMethod, { value: () => `${policy.name}: ${all.map(({ hoursLater, name }) => `+${hoursLater}h ${name}`).join(", ")}` }))
}

/** What a stored verdict says of its record, without since when and until when. */
const said = ({ advisorId, branchId, brandId, day, period, reasons, state, verdict, waived = [], warnings }: StoredVerdict) =>
  ({ advisorId, branchId, brandId, day, period, reasons, state, verdict, warnings, waived })

/** The service tells the company's course too. */
const withCourse = (scorecard: Scorecard.Scorecard, { judgedMonth: { judging }, counts }: StoredMonth.StoredMonth): Scorecard.Scorecard =>
  scorecard.by.length > 0 ? scorecard : { ...scorecard, course: Scorecard.course({ ...judging, counts }) }

/** What a report says of each lead, in the order of their ids. */
const leadsOf = (report: ComplianceReport): ReadonlyArray<unknown> =>
  Array.from({ length: report.leads.count }, (_, number) => ({ id: report.leads.idOf(number), ...report.leads.placeOf(number), ...report.follow(number) }))

/** What GC-FOR-21 shows of a report: its leads, and how many have each colour. */
const shownOf = (report: ComplianceReport): unknown => [leadsOf(report).filter((_, number) => report.isOfPeriod(number)), report.leadsByColor(undefined, undefined)]

/** The policy that judges each period. */
type PolicyOf = (period: Calendar.Period) => Policy.Policy

/** The leads of a period from scratch: followed up by its policy, and counted by the verdicts of their own months' policies. */
const complianceFromScratch = Effect.fnUntraced(function*(records: Records.Records["Service"], { asOf, dealership, period }: Question, policyOf: PolicyOf) {
  const policy = policyOf(period)
  const activities = Map.groupBy([...yield* Stream.runCollect(records.activities(dealership))].map(({ record }) => record), ({ prospectId }) => prospectId)
  const months = new Map<Calendar.Period, StoredMonth.StoredMonth["judgedMonth"]>()
  const leads: Array<StoredLead.StoredLead> = []
  for (const { record } of yield* Stream.runCollect(records.prospects(dealership))) {
    const own = Calendar.periodOf(Policy.zoneOf(policy), record.createdAt)
    let judged = months.get(own)
    if (judged === undefined) {
      judged = (yield* Effect.provideService(StoredMonth.judgeEverything({ dealership, period: own, asOf, policy: policyOf(own) }), Records.Records, records)).judgedMonth
      months.set(own, judged)
    }
    const lead = StoredLead.of(record, activities.get(record.prospectId) ?? [], policy, asOf)
    if (lead !== undefined && lead.assignedAt <= asOf && judged.explainProspect(judged.prospects.ids.find(record.prospectId)).verdict !== "invalid") leads.push(lead)
  }
  return new ComplianceReport({ leads: StoredFollowUp.sourceOf(leads.sort(StoredLead.compare), asOf), policy, period, asOf })
})

/** A month from scratch. Where another policy judges other months, its leads count by those. */
const judgedFromScratch = Effect.fnUntraced(function*(records: Records.Records["Service"], question: Question, policyOf: PolicyOf, periods: ReadonlySet<Calendar.Period>) {
  const policy = policyOf(question.period)
  const month = yield* Effect.provideService(StoredMonth.judgeEverything({ ...question, policy }), Records.Records, records)
  if ([...periods].every((period) => policyOf(period) === policy)) return month
  const compliance = yield* complianceFromScratch(records, question, policyOf)
  return { ...month, compliance: () => compliance }
})

/** Holds the compliance report and the leads by colour that are read from stored leads against judging everything again. */
const checkLeads = Effect.fnUntraced(function*(crm: Crm, records: Records.Records["Service"], question: Question, policyOf: PolicyOf, fromScratch: StoredMonth.StoredMonth) {
  const expected = fromScratch.compliance()
  const found = yield* crm.compliance(question)
  const when = `of ${question.period} as of ${question.asOf}`
  yield* expectSame(`the compliance ${when}`, [found.company(), found.by("advisor"), found.by("branch"), found.pairs()], [expected.company(), expected.by("advisor"), expected.by("branch"), expected.pairs()])
  const neglected = (report: ComplianceReport) => report.neglected.map((number) => report.leads.idOf(number))
  yield* expectSame(`the neglected leads ${when}`, neglected(found), neglected(expected))
  const { asOf, dealership, period } = question
  const every = yield* StoredFollowUp.report({ dealership, policyOf }, { period, asOf, query: StoredFollowUp.everyLead(asOf) }).pipe(Effect.provideService(Records.Records, records))
  if (every !== undefined) yield* expectSame(`the leads ${when}`, leadsOf(every), leadsOf(expected))
  const shown = yield* StoredFollowUp.report({ dealership, policyOf }, { period, asOf, query: StoredFollowUp.shownIn(period, asOf, expected.watch.zone) }).pipe(Effect.provideService(Records.Records, records))
  if (shown !== undefined) yield* expectSame(`the leads that GC-FOR-21 shows ${when}`, shownOf(shown), shownOf(expected))
  for (const color of ["red", "yellow", "green", "none"] as const) {
    const listed: Array<string> = []
    for (let after: string | undefined; ;) {
      const page = yield* crm.leads({ ...question, color, after, limit: 2 })
      listed.push(...page.items.map(({ prospectId }) => prospectId))
      if (page.lastId === undefined) break
      after = page.lastId
    }
    const ids = Array.from({ length: expected.leads.count }, (_, number) => number).filter((number) => expected.colorOf(number) === color).map((number) => expected.leads.idOf(number))
    yield* expectSame(`the ${color} leads ${when}`, listed, ids)
  }
})

/**
 * Holds the stored leads against judging everything again around the instants at which they turn red or go to the next level: the
 * leads that go on at such an instant are among those that a round behind the instant before looks at.
 */
const checkTurns = Effect.fnUntraced(function*(crm: Crm, records: Records.Records["Service"], question: Question) {
  const editionOf = yield* crm.editionsOf(question.dealership)
  const policyOf: PolicyOf = (period) => editionOf(period).policy
  const provided = <A, E>(effect: Effect.Effect<A, E, Records.Records>) => Effect.provideService(effect, Records.Records, records)
  const { dealership, period } = question
  const stored = yield* records.leads(dealership, { terms: "none" })
  const coming = (turns: ReadonlyArray<Calendar.Instant>, count: number) =>
    turns.filter((at) => at > question.asOf).sort((one, other) => one - other).slice(0, count)
  const periods = new Set((yield* records.judgedPeriods(dealership)).map(({ period }) => period))
  const fromScratch = (yield* judgedFromScratch(records, question, policyOf, periods)).compliance()
  const nextLevels = fromScratch.neglected.flatMap((number) => Lead.nextEscalation(fromScratch.follow(number).redSince!, fromScratch.watch)?.at ?? [])
  for (const at of new Set([...coming(stored.flatMap(({ lead }) => lead.redFrom ?? []), 2), ...coming(nextLevels, 2)])) {
    const before = { dealership, period, asOf: at - 1 }
    const after = { dealership, period, asOf: at }
    const anewBefore = yield* judgedFromScratch(records, before, policyOf, periods)
    const anewAfter = yield* judgedFromScratch(records, after, policyOf, periods)
    yield* checkLeads(crm, records, before, policyOf, anewBefore)
    yield* checkLeads(crm, records, after, policyOf, anewAfter)
    const levels = (report: ComplianceReport) => new Map(report.neglected.map((number) => [report.leads.idOf(number), report.escalationOf(number)]))
    const [lower, higher] = [levels(anewBefore.compliance()), levels(anewAfter.compliance())]
    const round = yield* provided(StoredFollowUp.find({ dealership, policyOf }, { period, asOf: at, query: { escalated: { after: at - 1, until: at } } }))
    if (round === undefined) continue
    const looked = new Set(round.leads.map(({ prospectId }) => prospectId))
    const missed = [...higher].filter(([id, level]) => lower.get(id) !== level && !looked.has(id)).map(([id]) => id)
    yield* expectSame(`the leads that a round at ${at} misses`, missed, [])
  }
})

/** What a judged month says of the records of its period, and of all leads. */
const monthOf = (period: Calendar.Period, ids: Ids, { compliance, counts, judgedMonth, previous }: StoredMonth.StoredMonth) => {
  const { activities, prospects } = judgedMonth
  const report = compliance()
  return {
    counts: sortedPlaces(counts),
    previous: previous === undefined ? undefined : sortedPlaces(previous),
    prospects: ids.prospects.map((id) => [id, judgedMonth.explainProspect(prospects.ids.find(id))]),
    activities: ids.activities.map((id) => [id, judgedMonth.explainActivity(activities.ids.find(id))]),
    sample: judgedMonth.sample.map(({ advisorId, index, kind }) => [prospects.idOf(index), advisorId, kind]),
    activitySample: judgedMonth.activitySample.map(({ advisorId, index, kind }) => [activities.idOf(index), advisorId, kind]),
    period,
    company: report.company(),
    leads: leadsOf(report)
  }
}

interface Ids {
  readonly prospects: ReadonlyArray<string>
  readonly activities: ReadonlyArray<string>
}

const sortedPlaces = ({ places, ...rest }: StoredMonth.StoredMonth["counts"]) => ({ ...rest, places: places.map(shown).sort() })

/** Holds a month that is judged with what it depends on against the same month of everything judged. */
const checkMonth = Effect.fnUntraced(function*(crm: Crm, question: Question, ids: Ids, fromScratch: StoredMonth.StoredMonth) {
  const found = yield* crm.judge(question)
  const { asOf, period } = question
  yield* expectSame(`the month ${period} as of ${asOf}, judged with what it depends on`, monthOf(period, ids, found), monthOf(period, ids, fromScratch))
})

/** Holds every stored verdict and count, and the scorecard read from them, against judging everything again. */
const check = Effect.fnUntraced(function*(crm: Crm, records: Records.Records["Service"], dealership: string, asOf: Calendar.Instant) {
  const editionOf = yield* crm.editionsOf(dealership)
  const policyOf: PolicyOf = (period) => editionOf(period).policy
  const provided = <A, E>(effect: Effect.Effect<A, E, Records.Records>) => Effect.provideService(effect, Records.Records, records)
  const prospects = yield* Stream.runCollect(records.prospects(dealership))
  const activities = yield* Stream.runCollect(records.activities(dealership))
  const periods = new Set([...prospects, ...activities].map(({ storedVerdict }) => storedVerdict.period))
  const holds = ({ since, until }: StoredVerdict): boolean => since <= asOf && (until === undefined || asOf < until)
  for (const period of periods) {
    const fromScratch = yield* judgedFromScratch(records, { dealership, period, asOf }, policyOf, periods)
    const { judgedMonth } = fromScratch
    for (const { storedVerdict, record } of prospects) {
      if (storedVerdict.period !== period || !holds(storedVerdict)) continue
      const found = judgedMonth.explainProspect(judgedMonth.prospects.ids.find(record.prospectId))
      yield* expectSame(`the verdict of prospect ${record.prospectId}`, said(storedVerdict), {
        ...said(storedVerdict),
        verdict: found.verdict,
        reasons: found.reasons.map(({ code }) => code),
        warnings: found.warnings.map(({ code }) => code),
        waived: found.waived.map(({ code }) => code)
      })
    }
    const prospectById = new Map(prospects.map(({ record }) => [record.prospectId, record]))
    for (const { storedVerdict, record } of activities) {
      if (storedVerdict.period !== period || !holds(storedVerdict)) continue
      const found = judgedMonth.explainActivity(judgedMonth.activities.ids.find(record.activityId))
      const prospect = prospectById.get(record.prospectId)
      yield* expectSame(`the verdict of activity ${record.activityId}`, said(storedVerdict), {
        ...said(storedVerdict),
        branchId: prospect?.branchId,
        brandId: prospect?.brandId,
        verdict: found.verdict,
        reasons: found.reasons.map(({ code }) => code),
        warnings: found.warnings.map(({ code }) => code),
        waived: found.waived.map(({ code }) => code)
      })
    }
    const question = { dealership, period, asOf }
    for (const by of [["advisor"], ["branch", "brand"], []] as const) {
      yield* expectSame(`the scorecard of ${period} by ${by.join(" and ") || "nothing"}`, yield* crm.scorecard(question, by), withCourse(fromScratch.scorecard(by), fromScratch))
    }
    const results = VerificationResult.byAdvisor({ judgedMonth, calls: yield* records.calls(dealership) })
    yield* expectSame(`the verification results of ${period}`, yield* crm.verificationResults(question), results)
    yield* checkLeads(crm, records, question, policyOf, fromScratch)
    const ids = {
      prospects: prospects.filter(({ storedVerdict }) => storedVerdict.period === period).map(({ record }) => record.prospectId),
      activities: activities.filter(({ storedVerdict }) => storedVerdict.period === period).map(({ record }) => record.activityId)
    }
    yield* checkMonth(crm, question, ids, fromScratch)
    const earlier = { dealership, period, asOf: asOf - 30 * HOUR }
    const earlierFromScratch = yield* judgedFromScratch(records, earlier, policyOf, periods)
    const earlierResults = VerificationResult.byAdvisor({ judgedMonth: earlierFromScratch.judgedMonth, calls: yield* records.calls(dealership) })
    yield* expectSame(`the verification results of ${period} as of an earlier instant`, yield* crm.verificationResults(earlier), earlierResults)
    yield* checkLeads(crm, records, earlier, policyOf, earlierFromScratch)
    yield* checkMonth(crm, earlier, ids, earlierFromScratch)
    yield* expectSame(`the scorecard of ${period} as of an earlier instant`, yield* crm.scorecard(earlier, []), withCourse(earlierFromScratch.scorecard([]), earlierFromScratch))
  }
  const sorted = (storedCounts: ReadonlyArray<unknown>) => storedCounts.map(shown).sort()
  const kept = yield* Effect.forEach(periods, (period) => Effect.map(records.monthState(dealership, period), ({ storedCounts }) => storedCounts))
  yield* expectSame("the stored counts", sorted(kept.flat()), sorted(yield* provided(VerdictUpkeep.recount(dealership))))
})

/** Holds what is kept after each happening against judging again, under policies that differ from the default in many places. */
const isJudgedAsFromScratch = (storage: Storage, numRuns: number): Promise<void> =>
  Effect.runPromise(Effect.gen(function*() {
    const records = yield* Records.Records
    yield* Effect.promise(() =>
      fc.assert(
        fc.asyncProperty(
          Arbitraries.situation(Arbitraries.policy(), { prospects: { max: 8 }, activities: { max: 10 }, calls: { max: 4 } })
            .chain((situation) => fc.tuple(fc.constant(situation), happenings(situation))),
          ([{ month, policy }, sequence]) =>
            Effect.runPromise(Effect.gen(function*() {
              const crm = yield* CrmProcedure
              const dealership = freshDealership("verdicts")
              let now = Calendar.periodBounds(Policy.zoneOf(policy), month.period).start
              for (const { hoursLater, name, run } of sequence) {
                now += hoursLater * HOUR
                yield* run(crm, dealership, now, (dealership, subject, now) => records.lease(dealership, [subject], "G9", now, now + 1))
                yield* Effect.mapError(check(crm, records, dealership, now), (error) => error._tag === "ContractBroken" ? new ContractBroken({ ...error, promise: `after ${name}: ${error.promise}` }) : error)
              }
              // Time goes on, and what it overtakes is not answered from what is kept.
              yield* check(crm, records, dealership, now + 400 * HOUR)
              yield* crm.refresh(dealership, now + 400 * HOUR)
              yield* expectSame("what a recount repairs", yield* crm.recount(dealership, now + 400 * HOUR), { prospects: 0, activities: 0, leads: 0, counts: 0, periods: 0 })
              yield* check(crm, records, dealership, now + 400 * HOUR)
              yield* checkTurns(crm, records, { dealership, period: month.period, asOf: now })
              const all = [...yield* Stream.runCollect(records.prospects(dealership)), ...yield* Stream.runCollect(records.activities(dealership))]
              const overtaken = all.filter(({ storedVerdict: { until } }) => until !== undefined && until <= now + 400 * HOUR)
              yield* expectSame("verdicts that time has overtaken after a refresh", overtaken.length, 0)
            }).pipe(Effect.provide(CrmProcedure.layer([{ procedure: GcPro05.version02, policy }])), Effect.provideService(Records.Records, records)))
        ),
        { numRuns }
      ))
  }).pipe(Effect.provide(storage), Effect.orDie))

/** The same, for sixteen clients who register the same records at once. */
const isJudgedOnceWhoeverRegisters = (storage: Storage): Promise<void> =>
  Effect.runPromise(Effect.gen(function*() {
    const records = yield* Records.Records
    const crm = yield* CrmProcedure
    const dealership = freshDealership("at-once")
    const createdAt = Calendar.parseInstant("2024-03-05T10:00:00", Calendar.bogota)!
    const prospects = Array.from({ length: 16 }, (_, number) => ({
      prospectId: `P${number}`,
      createdAt: createdAt + number,
      advisorId: "A1",
      branchId: "S1",
      brandId: "B1",
      phone: "3004567890",
      stage: "open" as const
    }))
    const now = createdAt + HOUR
    yield* Effect.all(
      prospects.map((_, client) => crm.registerProspects(dealership, [prospects[client]!, prospects[0]!, prospects[(client * 7) % 16]!], now)),
      { concurrency: "unbounded" }
    )
    const stored = yield* Stream.runCollect(records.prospects(dealership))
    yield* expectSame("the records that are no duplicates", stored.filter(({ storedVerdict }) => !storedVerdict.reasons.includes("duplicate")).map(({ record }) => record.prospectId), ["P0"])
    yield* check(crm, records, dealership, now)
  }).pipe(Effect.provide(Layer.provideMerge(CrmProcedure.layer(), storage)), Effect.orDie))

export const cases: ReadonlyArray<Case> = [
  { capability: "verdicts", name: "keeps the verdicts that judging everything again gives, and their sums, whatever happens", check: (storage, draws = 40) => isJudgedAsFromScratch(storage, draws) },
  { capability: "verdicts", name: "finds every duplicate, also when several register at once", check: isJudgedOnceWhoeverRegisters }
]
