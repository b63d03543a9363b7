/** A month of a dealership's stored records, judged: what the service's questions are answered from. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Activity } from "../records/Activity.ts"
import type * as ControlRecords from "./ControlRecords.ts"
import * as Calendar from "../calendar/Calendar.ts"
import { ComplianceReport } from "../results/ComplianceReport.ts"
import type { Directory } from "../records/Directory.ts"
import * as ErasureKey from "../identity/ErasureKey.ts"
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import * as JudgingContext from "../judging/JudgingContext.ts"
import { MonthBuilder } from "../judging/MonthBuilder.ts"
import * as LoggedCalls from "./internal/LoggedCalls.ts"
import * as MonthReading from "./internal/MonthReading.ts"
import type { OlderProspect } from "./MonthRecords.ts"
import type * as LeadSource from "../results/LeadSource.ts"
import * as StoredFollowUp from "./StoredFollowUp.ts"
import * as StoredLead from "./StoredLead.ts"
import * as Verdict from "../judging/Verdict.ts"
import type * as VerdictUpkeep from "./VerdictUpkeep.ts"
import * as Policy from "../policy/Policy.ts"
import type { Prospect } from "../records/Prospect.ts"
import * as Records from "./Records.ts"
import * as Scorecard from "../results/Scorecard.ts"
import * as Counts from "../results/Counts.ts"
import * as Verification from "../judging/Verification.ts"

export interface Options {
  readonly dealership: string
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
  readonly policy: Policy.Policy
  /** Records to judge beside the stored ones, in the place of stored ones with the same ids; they are not stored. */
  readonly besides?: { readonly prospects?: ReadonlyArray<Prospect>; readonly activities?: ReadonlyArray<Activity> } | undefined
  /** The seed of a sample that was not drawn yet; by default the period. */
  readonly seed?: string | undefined
  /** Lists the sample that the seed of a drawn one would draw from the present records. */
  readonly redraw?: boolean | undefined
  /** False: only what is given `besides` is judged, against the directory. Default true. */
  readonly stored?: boolean | undefined
  /** The dealership's key for erasures, by default that of `ErasureKey.KeyRing`. */
  readonly erasureKey?: ErasureKey.Key | undefined
}

/** A judged month, with what is counted from it made when it is asked for. */
export interface StoredMonth {
  readonly directory: Directory
  readonly judgedMonth: JudgedMonth
  readonly sample: Option.Option<Records.DrawnSample>
  readonly counts: Counts.Counts
  /** What was counted in the month before; undefined when it has neither records nor goals. */
  readonly previous: Counts.Counts | undefined
  readonly scorecard: (by: ReadonlyArray<Scorecard.Dimension>) => Scorecard.Scorecard
  /** The verification calls about the records of this month and the one before, those after the instant too. */
  readonly calls: ReadonlyArray<Records.KeptCall>
  readonly keptWaivers: ReadonlyArray<ControlRecords.KeptWaiver>
  /** The leads that were asked for; with `isWithin`, those of these places only. */
  readonly compliance: (isWithin?: ((place: LeadSource.LeadPlace) => boolean) | undefined) => ComplianceReport
}

/** Judges every stored record of the dealership, and brings out a month. What {@link judge} answers is held against this. */
export const judgeEverything = (options: Options): Effect.Effect<StoredMonth, Records.RecordsError, Records.Records> =>
  Records.Records.use((records) => records.atOneMoment(options.dealership, everythingNow(options)))

const everythingNow = Effect.fnUntraced(function*(options: Options): Effect.fn.Return<StoredMonth, Records.RecordsError, Records.Records> {
  const { besides, dealership } = options
  const records = yield* Records.Records
  const isStored = options.stored !== false
  const phoneLog = isStored ? yield* Stream.runCollect(records.phoneLog(dealership)) : []
  const waivers = isStored ? yield* records.waivers(dealership) : []
  const beginning = yield* begin(options, { phoneLog, waivers })
  const { builder } = beginning
  // The first record of an id is judged: what is given besides comes first, and so replaces the stored one.
  for (const prospect of besides?.prospects ?? []) builder.addProspect(prospect)
  for (const activity of besides?.activities ?? []) builder.addActivity(activity)
  if (isStored) {
    yield* Stream.runForEach(records.prospects(dealership), ({ record }) => Effect.sync(() => builder.addProspect(record)))
    yield* Stream.runForEach(records.activities(dealership), ({ record }) => Effect.sync(() => builder.addActivity(record)))
  }
  const month = finish(options, beginning, {
    calls: yield* records.calls(dealership),
    reopenings: yield* records.reopenings(dealership),
    selections: yield* records.selections(dealership),
    waivers
  })
  return { ...month, compliance: (isWithin) => ComplianceReport.of(month.judgedMonth, isWithin) }
})

/** What {@link judge} judges by. */
export interface JudgeOptions extends Options {
  /** Which policy is in force in a period; by default the given one in all. */
  readonly policyOf?: ((period: Calendar.Period) => Policy.Policy) | undefined
  /**
   * Which leads the compliance report follows up. `all` (default): of all months, whatever their colour. `shown`: those of the period,
   * which GC-FOR-21 lists, and what its figures count. `period`: those with an obligation due in the period or the month before, and
   * the red ones, which is what the figures of compliance count.
   */
  readonly leads?: "all" | "shown" | "period" | undefined
}

const queryOf = ({ asOf, leads = "all", period, policy }: JudgeOptions): StoredFollowUp.Question["query"] => {
  switch (leads) {
    case "all": return StoredFollowUp.everyLead(asOf)
    case "shown": return StoredFollowUp.shownIn(period, asOf, Policy.zoneOf(policy))
    case "period": return StoredFollowUp.ofPeriod(period, asOf)
  }
}

/** A judged month without its leads. */
export type JudgedRecords = Omit<StoredMonth, "compliance">

/** The last part of judging. It needs no storage any more. */
type Judging<A> = () => A

/**
 * Judges a month of the stored records: reads and judges its records and those of the month before, with what they depend on, and
 * follows leads up from what is stored of them. Where stored verdicts are not current, everything is judged. A record that a drawn
 * sample selected is undecided until its calls conclude. A sample that was not drawn yet is only listed. All is read at one moment;
 * what is read is judged behind it, so that the storage does not wait for that.
 */
export const judge = (options: JudgeOptions): Effect.Effect<StoredMonth, Records.RecordsError, Records.Records> => judgedFrom(options, queryOf(options))

/** As {@link judge}, without reading any lead. */
export const judgeRecords = (options: Omit<JudgeOptions, "leads">): Effect.Effect<JudgedRecords, Records.RecordsError, Records.Records> => judgedFrom(options, {})

const judgedFrom = (options: JudgeOptions, query: StoredFollowUp.Question["query"]): Effect.Effect<StoredMonth, Records.RecordsError, Records.Records> =>
  Effect.map(judgedByEach(options, [options.policy], query), ([month]) => month!)

/**
 * As {@link judge}, by two policies: the same records, read once. The leads are those of which the figures of compliance under either
 * policy are made.
 */
export const judgeTwice = (options: JudgeOptions, other: Policy.Policy): Effect.Effect<readonly [StoredMonth, StoredMonth], Records.RecordsError, Records.Records> => {
  const { asOf, period, policy } = options
  const query = StoredLead.followsAlike(policy, other) ? StoredFollowUp.ofPeriod(period, asOf) : StoredFollowUp.underAnother(period, asOf, other)
  return Effect.map(judgedByEach(options, [policy, other], query), ([one, two]) => [one!, two!] as const)
}

const judgedByEach = (
  options: JudgeOptions,
  policies: ReadonlyArray<Policy.Policy>,
  query: StoredFollowUp.Question["query"]
): Effect.Effect<ReadonlyArray<StoredMonth>, Records.RecordsError, Records.Records> => {
  const { asOf, dealership, erasureKey, period, policy, policyOf = () => policy } = options
  const register: VerdictUpkeep.VerdictUpkeep = { dealership, policyOf, erasureKey }
  const inForce = policyOf(period)
  const read = Effect.gen(function*(): Effect.fn.Return<ReadonlyArray<Judging<StoredMonth>>, Records.RecordsError, Records.Records> {
    const found = options.besides === undefined && options.stored !== false && policies.every((one) => StoredLead.areTold(one, inForce) && one.parameters.phoneCountry === inForce.parameters.phoneCountry)
      ? yield* StoredFollowUp.find(register, { period, asOf, query })
      : undefined
    if (found === undefined) return yield* Effect.forEach(policies, (one) => Effect.map(everythingNow({ ...options, policy: one }), (month) => () => month))
    const records = yield* MonthReading.read(dealership, period, policies, Policy.zoneOf(policy))
    return yield* Effect.forEach(policies, (one) =>
      Effect.flatMap(leadsUnder(one, inForce, dealership, found.leads), (leads) => monthNow({ ...options, policy: one }, register, leads, records)))
  })
  return Effect.map(Records.Records.use((records) => records.atOneMoment(dealership, read)), (judgings) => judgings.map((judging) => judging()))
}

/** Of leads under the policy in force, those that are leads under another one too. */
const leadsUnder = Effect.fnUntraced(function*(
  policy: Policy.Policy,
  inForce: Policy.Policy,
  dealership: string,
  leads: ReadonlyArray<StoredLead.StoredLead>
): Effect.fn.Return<ReadonlyArray<StoredLead.StoredLead>, Records.RecordsError, Records.Records> {
  if (leads.length === 0 || StoredLead.hasSameSources(policy, inForce)) return leads
  const prospects = yield* (yield* Records.Records).prospectsById(dealership, leads.map(({ prospectId }) => prospectId))
  const sources = new Set<string | undefined>(policy.parameters.leadSources)
  const kept = new Set(prospects.flatMap(({ record }) => sources.has(record.source) ? [record.prospectId] : []))
  return leads.filter(({ prospectId }) => kept.has(prospectId))
})

const monthNow = Effect.fnUntraced(function*(
  options: Options,
  register: VerdictUpkeep.VerdictUpkeep,
  leads: ReadonlyArray<StoredLead.StoredLead>,
  read: MonthReading.MonthReading
): Effect.fn.Return<Judging<StoredMonth>, Records.RecordsError, Records.Records> {
  const { asOf, period, policy } = options
  const zone = Policy.zoneOf(policy)
  const beginning = yield* begin(options, read)
  // A prospect of another month is judged among other records. Its stored verdict counts where it holds at the instant.
  const stands = ({ record, storedVerdict }: OlderProspect): boolean =>
    StoredFollowUp.holdsAt(storedVerdict, asOf) && register.policyOf(Calendar.periodOf(zone, record.createdAt)) === policy
  const verdicts = yield* StoredFollowUp.rejudged({ ...register, policyOf: () => policy }, asOf, read.olderProspects.filter((stored) => !stands(stored)).map(({ record }) => record.prospectId))
  const knownVerdicts = new Map(read.olderProspects.map(({ record, storedVerdict }) =>
    [record.prospectId, Verdict.verdicts.indexOf(verdicts.get(record.prospectId) ?? storedVerdict.verdict)]))
  return () => {
    const { builder } = beginning
    for (const prospect of read.prospects) builder.addProspect(prospect)
    for (const prospect of read.earlierProspects) builder.addProspect(prospect)
    for (const { record } of read.olderProspects) builder.addProspect(record)
    for (const activity of read.activities) builder.addActivity(activity)
    for (const activity of read.earlierActivities) builder.addActivity(activity)
    const month = finish(options, beginning, read, knownVerdicts)
    const { judgedMonth } = month
    // Under another policy than the one in force, the prospects of the months that it judges count by the verdicts that were judged here.
    const first = Calendar.previousPeriod(period)
    const judgedSince = Calendar.periodBounds(zone, register.policyOf(first) === register.policyOf(period) ? first : period).start
    const isInvalidHere = (prospectId: string): boolean => {
      const { prospects } = judgedMonth
      const index = prospects.ids.find(prospectId)
      return index >= 0 && prospects.createdAtOf(index) >= judgedSince && prospects.createdAtOf(index) < judgedMonth.bounds.end &&
        Verdict.verdicts[judgedMonth.prospectVerdict(index)] === "invalid"
    }
    const counting = leads.filter(({ prospectId }) => !isInvalidHere(prospectId))
    return {
      ...month,
      compliance: (isWithin) =>
        new ComplianceReport({
          leads: StoredFollowUp.sourceOf(isWithin === undefined ? counting : counting.filter(isWithin), asOf),
          policy,
          period,
          asOf
        })
    }
  }
})

/** What judging a month begins with. */
interface Beginning {
  readonly directory: Directory
  readonly builder: MonthBuilder
  readonly sample: Option.Option<Records.DrawnSample>
}

const begin = Effect.fnUntraced(function*(
  { asOf, dealership, erasureKey, period, policy }: Options,
  kept: Pick<MonthReading.MonthReading, "phoneLog" | "waivers">
): Effect.fn.Return<Beginning, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const directory = yield* records.directory(dealership)
  const judging = JudgingContext.make({ policy, directory, asOf, erasureKey: erasureKey ?? (yield* ErasureKey.KeyRing)(dealership), ...LoggedCalls.given(kept) })
  const builder = new MonthBuilder(judging)
  builder.addGoals(yield* records.goals(dealership, period))
  builder.addGoals(yield* records.goals(dealership, Calendar.previousPeriod(period)))
  return { directory, builder, sample: yield* records.sample(dealership, period) }
})

/** What the controls have kept about the records. */
type Controls = Pick<MonthReading.MonthReading, "calls" | "reopenings" | "selections" | "waivers">

const finish = (
  { asOf, period, policy, redraw, seed }: Options,
  { builder, directory, sample }: Beginning,
  { calls, reopenings, selections, waivers }: Controls,
  knownVerdicts?: ReadonlyMap<string, number>
): Omit<StoredMonth, "compliance"> => {
  builder.beginCalls(calls.length)
  for (const call of calls) builder.addCall(call)
  const kept = Option.getOrUndefined(sample)
  // A sample that selected nothing is not final.
  const drawn = kept === undefined || kept.selected.length === 0 ? undefined : kept
  const judgedMonth = builder.judge({
    period,
    seed: drawn?.seed ?? seed ?? kept?.seed,
    drawn: redraw === true ? undefined : drawn?.selected,
    selected: selections,
    knownVerdicts,
    reopenedAt: Verification.reopenedBy(reopenings, asOf)
  })
  const counts = Counts.of(judgedMonth)
  const previous = Counts.before(judgedMonth)
  const { lineOfBrand } = judgedMonth.judging.directory
  return { directory, judgedMonth, sample, calls, keptWaivers: waivers, counts, previous, scorecard: (by) => Scorecard.make({ policy, asOf, counts, previous, lineOfBrand }, by) }
}
