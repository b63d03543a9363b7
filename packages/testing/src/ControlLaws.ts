/** The laws about the two controls: whom to call and what calls conclude, what is owed to leads and whether it was done. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Lead from "@crm-procedure/core/results/Lead"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { Subject } from "@crm-procedure/core/policy/Rule"
import * as Verification from "@crm-procedure/core/judging/Verification"
import * as fc from "fast-check"
import type * as Arbitraries from "./Arbitraries.ts"
import type * as Judged from "./Judged.ts"
import * as Law from "./Law.ts"
import * as Month from "./Month.ts"

const recordsOf = (judged: Judged.Judged, subject: Subject): ReadonlyArray<Judged.JudgedRecord> => subject === "prospect" ? judged.prospects : judged.activities
const sampleOf = (judged: Judged.Judged, subject: Subject): ReadonlyArray<Judged.JudgedSelection> => subject === "prospect" ? judged.sample : judged.activitySample

const verificationCodes = ["verification-failed", "verification-unreachable", "verification-pending", "attention-denied"]

/** The period's records that no rule but the verification ones invalidates. */
const eligible = ({ month, policy }: Arbitraries.Situation, judged: Judged.Judged, subject: Subject): ReadonlyArray<Month.Placed> => {
  const { end, start } = Calendar.periodBounds(Policy.zoneOf(policy), month.period)
  const records = new Map(recordsOf(judged, subject).map((record) => [record.id, record]))
  return (subject === "prospect" ? Month.placedProspects(month) : Month.placedActivities(month)).filter(({ at, id }) =>
    at >= start && at < end &&
    records.get(id)?.reasons.every(({ code, outcome }) => outcome !== "fails" || verificationCodes.includes(code)) === true)
}

const idsOf = (records: ReadonlyArray<{ readonly id: string }>): ReadonlyArray<string> => records.map(({ id }) => id).sort(Verification.compareIds)

const randomByAdvisor = (sample: ReadonlyArray<Judged.JudgedSelection>): ReadonlyMap<string, ReadonlyArray<string>> =>
  new Map([...Map.groupBy(sample.filter(({ kind }) => kind === "random"), ({ advisorId }) => advisorId)].map(([advisorId, selected]) => [advisorId, idsOf(selected)]))

/** Many prospects of few advisors, nearly all eligible: strata that are larger than the least sample. */
const strata: Omit<Arbitraries.MonthOptions, "policy"> = {
  temper: "tidy",
  employees: { max: 2 },
  prospects: { min: 4, max: 28 },
  activities: { max: 10 }
}

export const reproducibility: Law.Law = Law.declare(
  "reproducibility",
  {
    es: "La muestra es la misma con los mismos registros y semilla, en cualquier orden; un elegible más conserva a todos los sorteados de cada asesor menos uno como mucho",
    en: "The sample is the same for the same records and seed, in any order; one eligible more keeps all of each advisor's random ones but at most one"
  },
  "GC-PRO-05, Riesgos y controles; docs/guides/verification-sample.md",
  (subject, broken) =>
    fc.asyncProperty(Law.situations(subject, strata), fc.nat(), async (situation, number) => {
      const { month, policy } = situation
      const judged = await subject.implementation(month, policy)
      const shuffled = await subject.implementation(Law.withLists(month, (list) => Law.reordered(list, number)), policy)
      for (const kind of ["prospect", "activity"] as const) {
        const [found, expected] = [sampleOf(shuffled, kind), sampleOf(judged, kind)].map((sample) => JSON.stringify(sample))
        if (found !== expected) broken(`in another order the sample of ${kind} is ${found}, and was ${expected}`)
        const candidates = eligible(situation, judged, kind)
        const added = candidates[number % Math.max(1, candidates.length)]
        if (added === undefined) continue
        const fewer = { month: Month.without(month, kind, added.id), policy }
        const before = await subject.implementation(fewer.month, policy)
        const others = idsOf(candidates).filter((id) => id !== added.id)
        if (idsOf(eligible(fewer, before, kind)).join("\n") !== others.join("\n")) continue
        const after = randomByAdvisor(sampleOf(judged, kind))
        for (const [advisorId, ids] of randomByAdvisor(sampleOf(before, kind))) {
          const lost = ids.filter((id) => !after.get(advisorId)?.includes(id))
          if (lost.length > (advisorId === added.advisorId ? 1 : 0)) broken(`with ${kind} ${added.id} of ${added.advisorId}, ${advisorId} loses [${lost.join(", ")}] of its random ones`)
        }
      }
    })
)

/** The rules against fake customers, whose warnings add to the sample. */
const riskCodes = (policy: Policy.Policy, subject: Subject): ReadonlyArray<string> =>
  (subject === "prospect" ? policy.prospectRules : policy.activityRules)
    .filter(({ code, serves }) => serves === "R1" && !verificationCodes.includes(code))
    .map(({ code }) => code)

/** The sample, computed with nothing but a list of the eligible records and SHA-256. */
const recomputed = (situation: Arbitraries.Situation, judged: Judged.Judged, subject: Subject): ReadonlyArray<Judged.JudgedSelection> => {
  const { month, policy } = situation
  const { parameters } = policy
  const size = subject === "prospect"
    ? { minimum: parameters.sampleMinimum, percent: parameters.samplePercent, risk: parameters.riskSampleMaximum }
    : { minimum: parameters.activitySampleMinimum, percent: parameters.activitySamplePercent, risk: parameters.activityRiskSampleMaximum }
  const risks = riskCodes(policy, subject)
  const risky = new Set(recordsOf(judged, subject).filter(({ warnings }) => warnings.some((code) => risks.includes(code))).map(({ id }) => id))
  const byAdvisor = Map.groupBy(eligible(situation, judged, subject), ({ advisorId }) => advisorId)
  return [...byAdvisor].sort(([one], [other]) => Verification.compareIds(one, other)).flatMap(([advisorId, stratum]) => {
    const ids = stratum
      .map(({ id }) => ({ id, digest: Verification.digestOf(month.seed ?? month.period, month.period, id) }))
      .sort((one, other) => one.digest < other.digest ? -1 : 1)
      .map(({ id }) => id)
    const count = Math.min(ids.length, Math.max(size.minimum, Math.ceil(size.percent * ids.length / 100)))
    return [
      ...ids.slice(0, count).map((id) => ({ id, advisorId, kind: "random" as const })),
      ...ids.slice(count).filter((id) => risky.has(id)).slice(0, size.risk).map((id) => ({ id, advisorId, kind: "risk" as const }))
    ]
  })
}

export const recomputation: Law.Law = Law.declare(
  "recomputation",
  {
    es: "Cualquiera puede recalcular la muestra con SHA-256 de semilla, período e id: nadie la puede dirigir",
    en: "Anyone can compute the sample again with SHA-256 of seed, period and id: no one can steer it"
  },
  "GC-PRO-05, Riesgos y controles; docs/guides/verification-sample.md",
  (subject, broken) =>
    fc.asyncProperty(Law.situations(subject, { ...strata, temper: "mixed" }), async (situation) => {
      const judged = await subject.implementation(situation.month, situation.policy)
      for (const kind of ["prospect", "activity"] as const) {
        const [found, expected] = [sampleOf(judged, kind), recomputed(situation, judged, kind)].map((sample) => JSON.stringify(sample))
        if (found !== expected) broken(`the sample of ${kind} is ${found}, and recomputed ${expected}`)
      }
    })
)

/** Leads that are mostly attended, with promises and closed ones among them. */
const followedUp: Omit<Arbitraries.MonthOptions, "policy"> = { temper: "tidy", activities: { max: 16 } }

const stateCounts = (of: Judged.JudgedCompliance): string => JSON.stringify(Lead.states.map((state) => of[state]))

export const states: Law.Law = Law.declare(
  "states",
  {
    es: "Los estados reparten las obligaciones: cada una tiene uno solo, y los grupos suman el total",
    en: "The states partition the obligations: each has exactly one, and the groups sum up to the whole"
  },
  "GC-PRO-05, Riesgos y controles: leads",
  (subject, broken) =>
    fc.asyncProperty(Law.situations(subject, followedUp), async ({ month, policy }) => {
      const judged = await subject.implementation(month, policy)
      const { end, start } = Calendar.periodBounds(Policy.zoneOf(policy), month.period)
      const due = judged.leads.map(({ obligations }) => obligations.filter((obligation) => obligation.due >= start && obligation.due < end))
      const { byAdvisor, byBranch, company } = judged.compliance
      const counted = Lead.states.map((state) => due.flat().filter((obligation) => obligation.state === state).length)
      if (counted.reduce((sum, count) => sum + count, 0) !== due.flat().length) broken(`of ${due.flat().length} obligations only ${counted.join(" + ")} have one of the states`)
      if (stateCounts(company) !== JSON.stringify(counted)) broken(`the company has ${stateCounts(company)} by state, its leads ${JSON.stringify(counted)}`)
      if (company.leads !== due.filter((one) => one.length > 0).length) broken(`the company counts ${company.leads} leads, and ${due.filter((one) => one.length > 0).length} have obligations due in the period`)
      for (const [name, groups] of [["advisor", byAdvisor], ["branch", byBranch]] as const) {
        const sums = JSON.stringify(Lead.states.map((state) => groups.reduce((sum, group) => sum + group[state], 0)))
        if (sums !== stateCounts(company)) broken(`by ${name} the states sum up to ${sums}, and the company has ${stateCounts(company)}`)
      }
      for (const lead of judged.leads) {
        const open = lead.obligations.filter(({ state }) => state === "missed" || state === "upcoming").map((obligation) => obligation.due)
        const next = open.length === 0 ? null : Math.min(...open)
        if (lead.nextDue !== next) broken(`lead ${lead.id} is next due at ${lead.nextDue}, and its earliest open obligation at ${next}`)
      }
    })
)

/** What a state may become as time goes on while the records stay the same. */
const successors: Readonly<Record<Lead.State, ReadonlyArray<Lead.State>>> = {
  met: ["met"],
  late: ["late"],
  missed: ["missed", "late"],
  cancelled: ["cancelled", "met"],
  upcoming: Lead.states
}

export const finality: Law.Law = Law.declare(
  "finality",
  {
    es: "Mirado más tarde, lo cumplido y lo tardío quedan así; lo incumplido a lo sumo se vuelve tardío; una verificación concluida no se reabre",
    en: "Looked at later, what is met or late stays so; what is missed becomes late at most; a concluded verification never reopens"
  },
  "GC-PRO-05, Riesgos y controles",
  (subject, broken) =>
    fc.asyncProperty(
      Law.situations(subject, followedUp),
      fc.integer({ min: -25 * Calendar.DAY, max: 2 * Calendar.DAY }),
      fc.nat({ max: 25 * Calendar.DAY }),
      async ({ month, policy }, shift, millis) => {
        const early = { ...month, asOf: month.asOf + shift }
        const sooner = await subject.implementation(early, policy)
        const later = await subject.implementation({ ...early, asOf: early.asOf + millis }, policy)
        const leads = new Map(later.leads.map((lead) => [lead.id, lead]))
        for (const { id, obligations } of sooner.leads) {
          const then = leads.get(id)?.obligations
          // A lead whose verdict turned invalid meanwhile counts no more.
          if (then === undefined) continue
          obligations.forEach(({ due, kind, state }, place) => {
            const same = then[place]
            if (same?.kind !== kind || same.due !== due) broken(`lead ${id}: its ${kind} due at ${due} is gone later`)
            else if (!successors[state].includes(same.state)) broken(`lead ${id}: its ${kind} due at ${due} was ${state} and is ${same.state} later`)
          })
        }
        for (const [before, after] of [[sooner.prospectConclusions, later.prospectConclusions], [sooner.activityConclusions, later.activityConclusions]] as const) {
          for (const { conclusion, id } of before) {
            const found = after.find((one) => one.id === id)?.conclusion
            if (conclusion !== "open" && found !== conclusion) broken(`the verification of ${id} was ${conclusion} and is ${found} later`)
          }
        }
      }
    )
)

/** The contacts with a lead since its assignment, by the law's own reading, in order of time. */
const contactsSince = ({ activities, asOf }: Month.Month, { prospectId }: Prospect, assignedAt: Calendar.Instant, rescheduled: ReadonlyArray<string>): ReadonlyArray<Calendar.Instant> =>
  activities
    .flatMap(({ outcome, performedAt, prospectId: of, status }) =>
      of === prospectId && status === "performed" && performedAt !== undefined && performedAt >= assignedAt && performedAt <= asOf && (outcome === undefined || !rescheduled.includes(outcome))
        ? [performedAt]
        : [])
    .sort((one, other) => one - other)

export const losses: Law.Law = Law.declare(
  "losses",
  {
    es: "Perder un LEAD al que nadie contactó no excusa su primer contacto: se debe como el de un LEAD abierto, salvo que la política lo cancele; y el reporte cuenta estos LEADS",
    en: "Losing a lead without contact does not excuse its first contact: it is owed as that of an open lead, unless the policy cancels it; and the report counts these leads"
  },
  "GC-PRO-05/control/compliance-report",
  (subject, broken) =>
    fc.asyncProperty(Law.situations(subject, followedUp), async ({ month, policy }) => {
      const given = Month.imported(month)
      const { lostWithoutContact: reading, rescheduledOutcomes } = policy.parameters
      const judged = await subject.implementation(given, policy)
      const reopened = given.prospects.map((one): Prospect => one.stage === "lost" ? { ...one, stage: "open", stageAt: undefined } : one)
      const open = new Map((await subject.implementation({ ...given, prospects: reopened }, policy)).leads.map((lead) => [lead.id, lead]))
      const prospects = new Map(given.prospects.map((one) => [one.prospectId, one]))
      const { end, start } = Calendar.periodBounds(Policy.zoneOf(policy), given.period)
      let count = 0
      for (const { id, obligations } of judged.leads) {
        const prospect = prospects.get(id)!
        const { stage, stageAt = Number.POSITIVE_INFINITY } = prospect
        if (stage !== "lost" || stageAt > given.asOf) continue
        const [contactedAt = Number.POSITIVE_INFINITY] = contactsSince(given, prospect, prospect.assignedAt ?? prospect.createdAt, rescheduledOutcomes)
        const first = obligations[0]!
        const owed = open.get(id)?.obligations[0]?.state
        const isLostWithoutContact = contactedAt > stageAt
        if (isLostWithoutContact && obligations.some(({ due }) => due >= start && due < end)) count++
        const isCancelled = (!isLostWithoutContact || reading === "cancels") && contactedAt > first.due && stageAt <= first.due
        const expected = isCancelled ? "cancelled" : owed
        if (first.state !== expected) broken(`the first contact of lead ${id} is ${first.state}, expected ${expected}`)
      }
      const { lostWithoutContact } = judged.compliance.company
      if (lostWithoutContact !== count) broken(`the company counts ${lostWithoutContact} leads lost without contact, and there are ${count}`)
    })
)

export const all: ReadonlyArray<Law.Law> = [reproducibility, recomputation, states, finality, losses]
