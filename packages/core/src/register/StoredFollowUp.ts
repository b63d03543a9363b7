/**
 * Leads followed up from what is stored of them, as of any instant. A question reads the leads that it is about, however many
 * records the dealership has.
 *
 * A lead counts by the verdict of its own month's policy, as it is stored. A verdict that does not hold as of the instant is
 * judged again among the records that it depends on.
 */
import * as Effect from "effect/Effect"
import type * as Access from "../records/Access.ts"
import type { Activity } from "../records/Activity.ts"
import * as Calendar from "../calendar/Calendar.ts"
import { ComplianceReport } from "../results/ComplianceReport.ts"
import type * as LeadSource from "../results/LeadSource.ts"
import * as BusinessHours from "../calendar/BusinessHours.ts"
import * as Policy from "../policy/Policy.ts"
import * as Verdict from "../judging/Verdict.ts"
import * as Records from "./Records.ts"
import * as RelatedRecords from "./internal/RelatedRecords.ts"
import type { StoredVerdict } from "./StoredVerdict.ts"
import * as StoredLead from "./StoredLead.ts"
import * as VerdictUpkeep from "./VerdictUpkeep.ts"

/** Which leads are looked for, of the period whose policy they are followed up by. */
export interface Question {
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
  readonly query: Omit<StoredLead.LeadQuery, "terms">
  /** Only leads of these places. */
  readonly isWithin?: Access.View | undefined
}

/** What was found: the leads that count as of the instant, and the last id that was looked at where the query's limit was reached. */
export interface Found {
  readonly leads: ReadonlyArray<StoredLead.StoredLead>
  readonly lastId: string | undefined
}

/**
 * The leads that count, of those that the query looks for; undefined where stored verdicts were judged by another policy than the
 * one in force. Then the records are to be judged.
 */
export const find = Effect.fn("StoredFollowUp.find")(function*(
  register: VerdictUpkeep.VerdictUpkeep,
  { asOf, isWithin, period, query }: Question
): Effect.fn.Return<Found | undefined, Records.RecordsError, Records.Records> {
  const { dealership, policyOf } = register
  const records = yield* Records.Records
  const policy = policyOf(period)
  const terms = StoredLead.termsOf(policy)
  return yield* records.atOneMoment(dealership, Effect.gen(function*() {
    if (!(yield* VerdictUpkeep.isCurrent(register))) return undefined
    const rows = yield* records.leads(dealership, { ...query, advisorId: query.advisorId ?? isWithin?.advisorId, terms })
    const current = yield* rederived(dealership, policy, asOf, rows.filter(({ lead }) => lead.terms !== terms))
    const candidates = rows.flatMap((row): ReadonlyArray<StoredLead.JudgedLead> => {
      const lead = row.lead.terms === terms ? row.lead : current.get(row.lead.prospectId)
      return lead === undefined || lead.assignedAt > asOf || isWithin?.(lead) === false ? [] : [{ ...row, lead }]
    })
    const holds = (row: StoredLead.JudgedLead): boolean => holdsAt(row, asOf)
    const verdicts = yield* rejudged(register, asOf, candidates.filter((row) => !holds(row)).map(({ lead }) => lead.prospectId))
    const leads = candidates.filter((row) => (holds(row) ? row.verdict : verdicts.get(row.lead.prospectId)) !== "invalid").map(({ lead }) => lead)
    return { leads, lastId: query.limit !== undefined && rows.length === query.limit ? rows.at(-1)?.lead.prospectId : undefined }
  }))
})

/** Whether a stored verdict holds as of an instant. */
export const holdsAt = ({ since, until }: Pick<StoredVerdict, "since" | "until">, asOf: Calendar.Instant): boolean =>
  since <= asOf && (until === undefined || asOf < until)

/** Leads that were derived with other parameters, derived again from their records. */
const rederived = Effect.fnUntraced(function*(dealership: string, policy: Policy.Policy, asOf: Calendar.Instant, rows: ReadonlyArray<StoredLead.JudgedLead>) {
  const leads = new Map<string, StoredLead.StoredLead>()
  if (rows.length === 0) return leads
  const records = yield* Records.Records
  const ids = rows.map(({ lead }) => lead.prospectId)
  const prospects = yield* records.prospectsById(dealership, ids)
  const found = yield* records.activitiesLike(dealership, ids.map((value) => ({ matchKey: "prospect", value })))
  const activities = Map.groupBy(found.map(({ record }): Activity => record), ({ prospectId }) => prospectId)
  for (const { record } of prospects) {
    const lead = StoredLead.of(record, activities.get(record.prospectId) ?? [], policy, asOf)
    if (lead !== undefined) leads.set(record.prospectId, lead)
  }
  return leads
})

/** The verdicts of some stored prospects as of an instant, judged among the records that they depend on. */
export const rejudged = Effect.fnUntraced(function*(register: VerdictUpkeep.VerdictUpkeep, asOf: Calendar.Instant, ids: ReadonlyArray<string>) {
  const verdicts = new Map<string, Verdict.Verdict>()
  if (ids.length === 0) return verdicts
  const basis = yield* VerdictUpkeep.basisOf(register, asOf)
  const related = yield* RelatedRecords.gather(basis, { subjects: ids.map((id) => ({ type: "prospect", id })), others: false })
  for (const [policy, { period, prospect }] of RelatedRecords.byPolicy(basis, related)) {
    const judgedMonth = RelatedRecords.evaluate(basis, related, policy, period)
    for (const id of prospect) verdicts.set(id, Verdict.verdicts[judgedMonth.prospectVerdict(judgedMonth.prospects.ids.find(id))]!)
  }
  return verdicts
})

/** Stored leads as a source of a compliance report as of an instant. They are in the order of their ids. */
export const sourceOf = (leads: ReadonlyArray<StoredLead.StoredLead>, asOf: Calendar.Instant): LeadSource.LeadSource => {
  const groups = new Numbers()
  const brands = new Numbers()
  const groupNumbers = leads.map(({ advisorId, branchId, brandId }) => groups.of(JSON.stringify([advisorId, branchId, brandId])))
  const brandNumbers = leads.map(({ brandId }) => brands.of(brandId))
  return {
    count: leads.length,
    idOf: (number) => leads[number]!.prospectId,
    placeOf: (number) => {
      const { advisorId, branchId, brandId } = leads[number]!
      return { advisorId, branchId, brandId }
    },
    groupOf: (number) => groupNumbers[number]!,
    brandNumberOf: (number) => brandNumbers[number]!,
    brandCount: brands.count,
    isErased: (number) => leads[number]!.isErased,
    factsOf: (number) => StoredLead.factsAt(leads[number]!, asOf),
    copyIdInto: (number, into, position) => position + new TextEncoder().encodeInto(leads[number]!.prospectId, into.subarray(position)).written
  }
}

/** Numbers texts from 0 in the order in which they come. */
class Numbers {
  private readonly byText = new Map<string, number>()

  get count(): number {
    return this.byText.size
  }

  of(text: string): number {
    let number = this.byText.get(text)
    if (number === undefined) this.byText.set(text, number = this.byText.size)
    return number
  }
}

/** The compliance report of the leads that a query looks for; undefined as for {@link find}. */
export const report = Effect.fn("StoredFollowUp.report")(function*(
  register: VerdictUpkeep.VerdictUpkeep,
  question: Question
): Effect.fn.Return<ComplianceReport | undefined, Records.RecordsError, Records.Records> {
  const found = yield* find(register, question)
  if (found === undefined) return undefined
  const { asOf, period } = question
  return new ComplianceReport({ leads: sourceOf(found.leads, asOf), policy: register.policyOf(period), period, asOf })
})

/** What a compliance report of a period needs: the leads with obligations due in it or in the month before, and the red ones. */
export const ofPeriod = (period: Calendar.Period, asOf: Calendar.Instant): Question["query"] => ({
  dueIn: [Calendar.previousPeriod(period), period],
  redAt: asOf
})

/**
 * What GC-FOR-21 of a period shows: beside the leads of the compliance report, those that were open at the beginning of the period or
 * later. A closed lead is read by its last fact: it was won or lost then, or before.
 */
export const shownIn = (period: Calendar.Period, asOf: Calendar.Instant, zone: Calendar.Zone): Question["query"] => ({
  ...ofPeriod(period, asOf),
  calmAt: asOf,
  changedSince: Calendar.periodBounds(zone, period).start
})

/** The most months that {@link underAnother} looks back. */
const MOST_MONTHS = 36

/**
 * As {@link ofPeriod}, where leads are followed up by another policy than the one in force: also every open lead, and the closed ones whose
 * first contact may be due in these months by the other policy. Promised steps are due on the same days under both.
 */
export const underAnother = (period: Calendar.Period, asOf: Calendar.Instant, other: Policy.Policy): Question["query"] => {
  const zone = Policy.zoneOf(other)
  const { start } = Calendar.periodBounds(zone, Calendar.previousPeriod(period))
  const hours = Policy.businessHoursOf(other)
  let month = Calendar.previousPeriod(period)
  for (let back = 0; back < MOST_MONTHS; back++) {
    month = Calendar.previousPeriod(month)
    const changedSince = Calendar.periodBounds(zone, month).start
    if (BusinessHours.addMinutes(hours, changedSince, other.parameters.firstContactMinutes) < start) return { ...ofPeriod(period, asOf), calmAt: asOf, changedSince }
  }
  return everyLead(asOf)
}

/** Every lead, of whatever colour. */
export const everyLead = (asOf: Calendar.Instant): Question["query"] => ({ redAt: asOf, calmAt: asOf, closedAt: asOf })
