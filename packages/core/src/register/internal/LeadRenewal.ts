/** Deriving stored leads again when the policy that they follow from is another one. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Calendar from "../../calendar/Calendar.ts"
import * as Policy from "../../policy/Policy.ts"
import type { Prospect } from "../../records/Prospect.ts"
import * as Records from "../Records.ts"
import * as StoredLead from "../StoredLead.ts"
import type { Upkeeps, VerdictUpkeep } from "./Upkeep.ts"

/** How many records are read at once. */
const BATCH = 2_000

/** How many leads are derived again in one change. */
const REFRESH_BATCH = 500

/** The policies by which leads are derived at an instant: the one of its period, and behind it every other one. */
export const policiesOf = ({ policies = [], policyOf }: VerdictUpkeep, asOf: Calendar.Instant): readonly [Policy.Policy, ...ReadonlyArray<Policy.Policy>] => {
  const zone = Policy.zoneOf(policyOf(Calendar.periodOf(Calendar.bogota, asOf)))
  return [policyOf(Calendar.periodOf(zone, asOf)), ...policies]
}

/** Whether every source of leads under the policies in force was one before. */
export const coversSources = (before: VerdictUpkeep, after: VerdictUpkeep): boolean => {
  const sourcesOf = ({ policies = [] }: VerdictUpkeep) => policies.flatMap(({ parameters }) => parameters.leadSources)
  const known = new Set(sourcesOf(before))
  return sourcesOf(after).every((source) => known.has(source))
}

/** Derives every lead again from the stored records, and writes those that differ from what is stored. Answers how many did. */
export const renew = Effect.fnUntraced(function*(register: VerdictUpkeep, asOf: Calendar.Instant) {
  const { dealership } = register
  const records = yield* Records.Records
  const policies = policiesOf(register, asOf)
  const everything = { terms: "", dueIn: [] }
  const stored = new Map((yield* records.leads(dealership, everything)).map(({ lead }) => [lead.prospectId, lead]))
  const misfiled = new Set(yield* records.misfiledLeads(dealership))
  let differing = 0
  yield* Stream.runForEachArray(Stream.rechunk(records.prospects(dealership), BATCH), Effect.fnUntraced(function*(batch: ReadonlyArray<Records.Stored<Prospect>>) {
    const sources = new Set<string | undefined>(policies.flatMap(({ parameters }) => parameters.leadSources))
    const ofLeads = batch.filter(({ record }) => sources.has(record.source))
    const clues = ofLeads.map(({ record }): Records.ActivityClue => ({ matchKey: "prospect", value: record.prospectId }))
    const found = clues.length === 0 ? [] : yield* records.activitiesLike(dealership, clues)
    const activities = Map.groupBy(found.map(({ record }) => record), ({ prospectId }) => prospectId)
    const leads = ofLeads.flatMap(({ record }) => StoredLead.underAny(record, activities.get(record.prospectId) ?? [], policies, asOf) ?? [])
    const fresh = leads.filter((lead) => {
      const known = stored.get(lead.prospectId)
      return known === undefined || misfiled.has(lead.prospectId) || !StoredLead.isSame(known, lead)
    })
    const removed = batch.flatMap(({ record }) => stored.has(record.prospectId) && !sources.has(record.source) ? [record.prospectId] : [])
    differing += fresh.length + removed.length
    if (fresh.length + removed.length > 0) yield* records.putLeads(dealership, fresh, removed)
  }))
  return differing
})

/** Derives again, in small changes, the leads that were derived under another policy than the one of the instant's period. */
export const refresh = Effect.fnUntraced(function*({ dealership, read }: Upkeeps, asOf: Calendar.Instant) {
  const records = yield* Records.Records
  let after: string | undefined
  do {
    after = yield* records.change(dealership, Effect.gen(function*() {
      const policies = policiesOf(yield* read, asOf)
      // Every query finds the leads that were derived with other parameters.
      const rows = yield* records.leads(dealership, { terms: StoredLead.termsOf(policies[0]), dueIn: [], after, limit: REFRESH_BATCH })
      if (rows.length === 0) return undefined
      const stored = new Map(rows.map(({ lead }) => [lead.prospectId, lead]))
      const prospects = yield* records.prospectsById(dealership, [...stored.keys()])
      const found = yield* records.activitiesLike(dealership, [...stored.keys()].map((value) => ({ matchKey: "prospect", value })))
      const activities = Map.groupBy(found.map(({ record }) => record), ({ prospectId }) => prospectId)
      const fresh = prospects.flatMap(({ record }) => StoredLead.underAny(record, activities.get(record.prospectId) ?? [], policies, asOf) ?? [])
        .filter((lead) => !StoredLead.isSame(stored.get(lead.prospectId)!, lead))
      if (fresh.length > 0) yield* records.putLeads(dealership, fresh, [])
      return rows.length < REFRESH_BATCH ? undefined : rows.at(-1)!.lead.prospectId
    }))
  } while (after !== undefined)
})
