/** The procedure's controls: verification sample and conclusions, leads, obligations, compliance, colours. */
import { createHash } from "node:crypto"
import { addBusinessMillis, hourMillis, localDayOf, periodOf, startOfDay } from "./calendar.ts"
import { compareCodePoints } from "./csv.ts"
import { keysOf, type Person } from "./normalisation.ts"
import { type Activity, type Folder, type Prospect, type VerificationCall } from "./readFolder.ts"
import { answerOf, type Conclusion, type Context, isClosed, isVerificationRule, leadSources, prospectRules, type Verdict } from "./rules.ts"

// ---------------------------------------------------------------------------------------------------------------------
// R1: verification calls

const byInstantThenId = <A>(instantOf: (record: A) => number, idOf: (record: A) => string) => (a: A, b: A): number =>
  instantOf(a) - instantOf(b) || compareCodePoints(idOf(a), idOf(b))

/** Attempts after `asOf` don't exist yet; those for other subjects have no effect here. */
export const attemptsOf = (subject: Prospect | Activity, folder: Folder, asOf: number): ReadonlyArray<VerificationCall> => {
  const subjectType = "createdAt" in subject ? "prospect" : "activity"
  return folder.calls
    .filter((call) => call.subjectType === subjectType && call.subjectId === subject.id && call.attemptedAt <= asOf)
    .sort(byInstantThenId((call) => call.attemptedAt, (call) => call.id))
}

/** The first concluding attempt decides. Those by the subject's own advisor are kept and conclude nothing. */
export const concludeAttempts = (subject: Prospect | Activity, attempts: ReadonlyArray<VerificationCall>): Conclusion => {
  const noAnswers: Array<VerificationCall> = []
  for (const attempt of attempts) {
    if (attempt.agentId === subject.advisorId) continue
    if (attempt.outcome === "attended") return "confirmed"
    if (attempt.outcome === "not-attended" || attempt.outcome === "wrong-number") return "failed"
    if (attempt.outcome === "refused") return "inconclusive"
    if (attempt.outcome === "no-answer") {
      noAnswers.push(attempt)
      const localDays = new Set(noAnswers.map((noAnswer) => localDayOf(noAnswer.attemptedAt)))
      if (noAnswers.length >= 3 && localDays.size >= 2) return "unreachable"
    }
  }
  return "open"
}

export interface Selected {
  readonly prospect: Prospect
  readonly kind: "random" | "risk"
}

const sampleHash = (seed: string, period: string, prospectId: string): string =>
  createHash("sha256").update(`${seed}|${period}|${prospectId}`, "utf8").digest("hex")

/** No rule but the three `verification-*` ones invalidates it. */
const isEligible = (prospect: Prospect, context: Context): boolean =>
  prospectRules.every((rule) =>
    rule.effect !== "invalidates" || isVerificationRule(rule.code) || answerOf(rule, prospect, context) === "holds")

const failsWarningRuleOfR1 = (prospect: Prospect, context: Context): boolean =>
  prospectRules.some((rule) => rule.effect === "warns" && rule.serves === "R1" && answerOf(rule, prospect, context) === "fails")

/** The sample in the order of `sample.csv`: by advisor, `random` before `risk`, by hash. */
export const drawSample = (period: string, seed: string, context: Context): ReadonlyArray<Selected> => {
  const eligible = context.folder.prospects
    .filter((prospect) => periodOf(prospect.createdAt) === period && isEligible(prospect, context))
    .map((prospect) => ({ prospect, hash: sampleHash(seed, period, prospect.id) }))
    .sort((a, b) => compareCodePoints(a.hash, b.hash))
  const advisorIds = [...new Set(eligible.map(({ prospect }) => prospect.advisorId))].sort(compareCodePoints)
  return advisorIds.flatMap((advisorId) => {
    const stratum = eligible.filter(({ prospect }) => prospect.advisorId === advisorId).map(({ prospect }) => prospect)
    const size = Math.min(stratum.length, Math.max(5, Math.ceil(stratum.length / 10)))
    const random = stratum.slice(0, size)
    const risk = stratum.slice(size).filter((prospect) => failsWarningRuleOfR1(prospect, context)).slice(0, 20)
    return [
      ...random.map((prospect): Selected => ({ prospect, kind: "random" })),
      ...risk.map((prospect): Selected => ({ prospect, kind: "risk" }))
    ]
  })
}

// ---------------------------------------------------------------------------------------------------------------------
// R2: leads

export const assignmentOf = (lead: Prospect): number => lead.assignedAt ?? lead.createdAt

/** The leads that count: lead source, assigned at or before `asOf`, verdict not invalid, of any month. Sorted by id. */
export const leadsThatCount = (folder: Folder, asOf: number, verdictOf: (prospect: Prospect) => Verdict): ReadonlyArray<Prospect> =>
  folder.prospects
    .filter((prospect) =>
      prospect.source !== undefined && leadSources.includes(prospect.source) && assignmentOf(prospect) <= asOf &&
      verdictOf(prospect).verdict !== "invalid")
    .sort((a, b) => compareCodePoints(a.id, b.id))

export interface Contact {
  readonly activity: Activity
  readonly at: number
}

/**
 * What counts as a contact: status `performed`, `performed_at` at or before `asOf`, an outcome other than `rescheduled` (none at all is
 * a contact too). Those before the lead's assignment meet nothing, promise nothing and are not its last contact. In order
 * of instant, then id.
 */
export const contactsOf = (lead: Prospect, folder: Folder, asOf: number): ReadonlyArray<Contact> =>
  folder.activities
    .filter((activity) => activity.prospectId === lead.id && activity.status === "performed" && activity.outcome !== "rescheduled")
    .flatMap((activity): ReadonlyArray<Contact> => activity.performedAt === undefined ? [] : [{ activity, at: activity.performedAt }])
    .filter(({ at }) => at <= asOf && at >= assignmentOf(lead))
    .sort(byInstantThenId(({ at }) => at, ({ activity }) => activity.id))

export type State = "met" | "cancelled" | "late" | "missed" | "upcoming"

export interface Obligation {
  readonly lead: Prospect
  readonly kind: "first-contact" | "promised-step"
  readonly due: number
  readonly state: State
}

/** Its stage `lost`, at or before `asOf`, comes before any contact since its assignment. A contact at the instant of the loss counts as before it. */
export const isLostWithoutContact = (lead: Prospect, folder: Folder, asOf: number): boolean =>
  lead.stage === "lost" && isClosed(lead, asOf) && contactsOf(lead, folder, asOf).every(({ at }) => at > lead.stageAt!)

/** The state of an obligation, its conditions in their order. `first` is the first contact that could meet the obligation, whenever it came. */
const stateOf = (lead: Prospect, due: number, first: Contact | undefined, asOf: number, neverCancelled = false): State => {
  if (first !== undefined && first.at <= due) return "met"
  if (!neverCancelled && isClosed(lead, asOf) && lead.stageAt! <= due) return "cancelled"
  if (first !== undefined) return "late"
  return asOf > due ? "missed" : "upcoming"
}

/** The last instant of the local day in which an instant lies. */
const lastInstantOfDay = (instant: number): number => startOfDay(localDayOf(instant) + 1) - 1

export const obligationsOf = (lead: Prospect, folder: Folder, asOf: number): ReadonlyArray<Obligation> => {
  const contacts = contactsOf(lead, folder, asOf)
  const firstDue = addBusinessMillis(assignmentOf(lead), 2 * hourMillis)
  const obligations: Array<Obligation> = [
    { lead, kind: "first-contact", due: firstDue, state: stateOf(lead, firstDue, contacts[0], asOf, isLostWithoutContact(lead, folder, asOf)) }
  ]
  for (const [index, { activity, at }] of contacts.entries()) {
    if (activity.nextActionAt === undefined || activity.nextActionAt <= at) continue
    const due = lastInstantOfDay(activity.nextActionAt)
    obligations.push({ lead, kind: "promised-step", due, state: stateOf(lead, due, contacts[index + 1], asOf) })
  }
  return obligations
}

export interface Compliance {
  readonly leads: number
  readonly met: number
  readonly late: number
  readonly missed: number
  readonly upcoming: number
  readonly cancelled: number
  readonly percent: number | null
  readonly color: Color
  readonly lostWithoutContact: number
}

export type Color = "green" | "yellow" | "red" | "none"

/** A percentage for showing: rounded half up to one decimal; null without a goal. Never compared. */
export const shownPercent = (valid: number, goal: number): number | null =>
  goal === 0 ? null : Number((2000n * BigInt(valid) + BigInt(goal)) / (2n * BigInt(goal))) / 10

/** By cross-multiplication; a threshold belongs to the better colour. */
export const colorOf = (valid: number, goal: number, greenPercent: number, yellowPercent: number): Color => {
  if (goal === 0) return "none"
  const hundredfold = 100n * BigInt(valid)
  if (hundredfold >= BigInt(greenPercent) * BigInt(goal)) return "green"
  return hundredfold >= BigInt(yellowPercent) * BigInt(goal) ? "yellow" : "red"
}

/** Of the obligations due in a period. */
export const complianceOf = (obligations: ReadonlyArray<Obligation>, isLost: (lead: Prospect) => boolean): Compliance => {
  const count = (state: State): number => obligations.filter((obligation) => obligation.state === state).length
  const [met, late, missed] = [count("met"), count("late"), count("missed")]
  return {
    leads: new Set(obligations.map(({ lead }) => lead.id)).size,
    met,
    late,
    missed,
    upcoming: count("upcoming"),
    cancelled: count("cancelled"),
    percent: shownPercent(met, met + late + missed),
    color: colorOf(met, met + late + missed, 95, 80),
    lostWithoutContact: new Set(obligations.filter(({ lead }) => isLost(lead)).map(({ lead }) => lead.id)).size
  }
}

export interface LeadColor {
  readonly lead: Prospect
  readonly color: Color
  readonly daysSinceLast: number
  /** The earliest due instant among missed and upcoming obligations. */
  readonly nextDue: number | undefined
}

export const leadColorOf = (lead: Prospect, folder: Folder, asOf: number): LeadColor => {
  const obligations = obligationsOf(lead, folder, asOf)
  const last = contactsOf(lead, folder, asOf).at(-1)?.at ?? assignmentOf(lead)
  const daysSinceLast = localDayOf(asOf) - localDayOf(last)
  const open = obligations.filter(({ state }) => state === "missed" || state === "upcoming").map(({ due }) => due)
  const isDueToday = obligations.some(({ state, due }) => state === "upcoming" && localDayOf(due) === localDayOf(asOf))
  const color = (): Color => {
    if (isClosed(lead, asOf)) return "none"
    if (obligations.some(({ state }) => state === "missed") || daysSinceLast > 7) return "red"
    return isDueToday || daysSinceLast > 3 ? "yellow" : "green"
  }
  return { lead, color: color(), daysSinceLast, nextDue: open.length === 0 ? undefined : Math.min(...open) }
}

// ---------------------------------------------------------------------------------------------------------------------
// What only stored records have

/** Whether one of the versions of a stored prospect, in their order, has keys and none of those that the last version with keys before it had. */
export const isIdentityReplaced = (versions: ReadonlyArray<Person>): boolean => {
  const identities = versions.map(keysOf).filter((keys) => keys.length > 0)
  return identities.some((keys, place) => place > 0 && keys.every((key) => !identities[place - 1]!.includes(key)))
}

/** An extended sample: who was selected stays, and of the present records those that the same seed and rule select are added. */
export const extendSample = (drawn: ReadonlyArray<string>, present: ReadonlyArray<string>): ReadonlyArray<string> => [...drawn, ...present.filter((id) => !drawn.includes(id))]
