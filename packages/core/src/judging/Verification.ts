/**
 * The control against fake customers: whom to call, and what the calls conclude (*Llamada de verificación de atención
 * asesor*). Pure functions; the queue of calls is a service.
 *
 * @see GC-PRO-05, Riesgos y controles
 *
 * @example
 * ```ts run
 * import { Verification } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * // A sample takes 10 % of a stratum, at least 2.
 * assert.equal(Verification.randomSize(45, { percent: 10, minimum: 2, riskMaximum: 5 }), 5)
 * // Anyone can compute the order of the draw: SHA-256 of `seed|period|id`.
 * assert.equal(Verification.digestOf("2024-03", "2024-03", "P2").length, 64)
 * ```
 */
import * as Calendar from "../calendar/Calendar.ts"
import * as CanonicalJson from "../identity/CanonicalJson.ts"
import type { Parameters } from "../policy/Parameter.ts"
import type { SubjectType, VerificationCall } from "../records/VerificationCall.ts"

/** What a subject's attempts come to. `inconclusive`: the customer refused to answer. */
export type Conclusion = "open" | "confirmed" | "failed" | "inconclusive" | "unreachable"

export const conclusions: ReadonlyArray<Conclusion> = ["open", "confirmed", "failed", "inconclusive", "unreachable"]

/** Why a subject was selected: by lot, or because a warning rule against fake customers spoke. */
export type SampleKind = "random" | "risk"

export interface Selected {
  readonly index: number
  readonly kind: SampleKind
}

/** How large a stratum's sample is. */
export interface SampleSize {
  readonly minimum: number
  readonly percent: number
  readonly riskMaximum: number
}

/** How many of a stratum of `size` are selected by lot: min(N, max(minimum, ⌈percent % of N⌉)), in integers. */
export const randomSize = (size: number, sample: SampleSize): number =>
  Math.min(size, Math.max(sample.minimum, Math.floor((sample.percent * size + 99) / 100)))

/** The digest that orders a stratum: lower-case hex of SHA-256 of `<seed>|<period>|<id>`. Anyone can recompute it. */
export const digestOf = (seed: string, period: Calendar.Period, id: string): string => CanonicalJson.digestOfText(`${seed}|${period}|${id}`)

/** Hex digits of a digest that fit a number exactly. */
const PREFIX_DIGITS = 13

// Working memory of a stratum, used for one after the other: thousands of small arrays would wait for the collector.
let prefixes = new Float64Array(1024)
let allPlaces = new Uint32Array(1024)

/**
 * Selects from one stratum: the smallest digests by lot, then of the rest the risky ones, in the same order.
 * Answers those by lot first. The order of the candidates does not matter.
 */
export const select = (
  candidates: Uint32Array,
  sample: SampleSize,
  isRisky: (index: number) => boolean,
  digest: (index: number) => string
): ReadonlyArray<Selected> => {
  const byLot = randomSize(candidates.length, sample)
  if (byLot === 0 && sample.riskMaximum === 0) return []
  if (candidates.length > prefixes.length) {
    prefixes = new Float64Array(candidates.length * 2)
    allPlaces = new Uint32Array(candidates.length * 2)
  }
  for (let place = 0; place < candidates.length; place++) {
    prefixes[place] = Number.parseInt(digest(candidates[place]!).slice(0, PREFIX_DIGITS), 16)
  }
  const places = allPlaces.subarray(0, candidates.length)
  for (let place = 0; place < places.length; place++) places[place] = place
  places.sort((one, other) => {
    const difference = prefixes[one]! - prefixes[other]!
    if (difference !== 0) return difference
    const [first, second] = [digest(candidates[one]!), digest(candidates[other]!)]
    return first < second ? -1 : first > second ? 1 : 0
  })
  const selected: Array<Selected> = []
  for (let rank = 0; rank < byLot; rank++) selected.push({ index: candidates[places[rank]!]!, kind: "random" })
  for (let rank = byLot; rank < places.length && selected.length < byLot + sample.riskMaximum; rank++) {
    const index = candidates[places[rank]!]!
    if (isRisky(index)) selected.push({ index, kind: "risk" })
  }
  return selected
}

/** Orders attempts by instant, then call id in code point order. */
export const compareAttempts = (one: VerificationCall, other: VerificationCall): number =>
  one.attemptedAt - other.attemptedAt || compareIds(one.callId, other.callId)

/** Code point order of two ids: that of UTF-16 units but for surrogates, which sort above all others. */
export const compareIds = (one: string, other: string): number => {
  const length = Math.min(one.length, other.length)
  for (let index = 0; index < length; index++) {
    const first = one.charCodeAt(index)
    const second = other.charCodeAt(index)
    if (first === second) continue
    const firstIsSurrogate = first >= 0xd800 && first <= 0xdfff
    const secondIsSurrogate = second >= 0xd800 && second <= 0xdfff
    return firstIsSurrogate === secondIsSurrogate ? first - second : firstIsSurrogate ? 1 : -1
  }
  return one.length - other.length
}

/**
 * What a subject's attempts conclude as of an instant: the first concluding attempt decides. Attempts after `asOf` don't
 * exist yet; attempts by the subject's own advisor are kept and conclude nothing, and so do those up to a reopening.
 */
export const conclude = (
  attempts: ReadonlyArray<VerificationCall>,
  ownAdvisorId: string | undefined,
  asOf: Calendar.Instant,
  zone: Calendar.Zone,
  parameters: Pick<Parameters, "unreachableAttempts" | "unreachableDays">,
  reopenedAt: Calendar.Instant = Number.NEGATIVE_INFINITY
): Conclusion => {
  let unanswered = 0
  const days = new Set<Calendar.LocalDay>()
  for (const attempt of attempts.toSorted(compareAttempts)) {
    if (attempt.attemptedAt > asOf || attempt.attemptedAt <= reopenedAt || attempt.agentId === ownAdvisorId) continue
    switch (attempt.outcome) {
      case "attended":
        return "confirmed"
      case "not-attended":
      case "wrong-number":
        return "failed"
      case "refused":
        return "inconclusive"
      case "no-answer": {
        unanswered++
        days.add(Calendar.localDayOf(zone, attempt.attemptedAt))
        if (unanswered >= parameters.unreachableAttempts && days.size >= parameters.unreachableDays) return "unreachable"
        break
      }
      case "call-back":
        break
    }
  }
  return "open"
}

/** How many no-answers, so far apart from the first to the last one, surely conclude that a customer can't be reached. */
export interface Unanswered {
  readonly attempts: number
  readonly spanMillis: number
}

/** No-answers this far apart lie on two days: a day has 25 hours at most, when its clock changes. */
const TWO_DAYS_SPAN = 25 * 3_600_000

/** Which no-answers surely conclude under some parameters. By days from three on that depends on each day: then none surely do. */
export const unansweredOf = ({ unreachableAttempts: attempts, unreachableDays: days }: Pick<Parameters, "unreachableAttempts" | "unreachableDays">): Unanswered =>
  ({ attempts, spanMillis: days <= 1 ? 0 : days === 2 ? TWO_DAYS_SPAN : Number.MAX_SAFE_INTEGER })

/**
 * Whether {@link conclude} surely answers something else than `open`. A storage can decide this without a calendar; where it is false,
 * the attempts may conclude all the same.
 */
export const isSurelyConcluded = (
  attempts: ReadonlyArray<Pick<VerificationCall, "agentId" | "attemptedAt" | "outcome">>,
  ownAdvisorId: string | undefined,
  asOf: Calendar.Instant,
  unanswered: Unanswered,
  reopenedAt: Calendar.Instant = Number.NEGATIVE_INFINITY
): boolean => {
  const own = attempts.filter(({ agentId, attemptedAt }) => attemptedAt <= asOf && attemptedAt > reopenedAt && agentId !== ownAdvisorId)
  const noAnswers = own.flatMap(({ attemptedAt, outcome }) => outcome === "no-answer" ? [attemptedAt] : [])
  return own.some(({ outcome }) => outcome !== "no-answer" && outcome !== "call-back") ||
    noAnswers.length >= unanswered.attempts && Math.max(...noAnswers) - Math.min(...noAnswers) >= unanswered.spanMillis
}

/** When each subject's verification was last reopened by an instant. */
export const reopenedBy = (
  reopenings: ReadonlyArray<{ readonly subject: { readonly type: SubjectType; readonly id: string }; readonly at: Calendar.Instant }>,
  asOf: Calendar.Instant
): (type: SubjectType, id: string) => Calendar.Instant | undefined => {
  const last = new Map<string, Calendar.Instant>()
  for (const { at, subject } of reopenings) {
    const key = `${subject.type} ${subject.id}`
    if (at <= asOf && at > (last.get(key) ?? Number.NEGATIVE_INFINITY)) last.set(key, at)
  }
  return (type, id) => last.get(`${type} ${id}`)
}

/** The two-sided 95 % quantile of the normal distribution. */
const Z = 1.959963984540054

/** The 95 % Wilson interval of `part` in `whole`, as shares from 0 to 1; undefined without any. */
export const wilsonInterval = (part: number, whole: number): { readonly lower: number; readonly upper: number } | undefined => {
  if (whole === 0) return undefined
  const share = part / whole
  const spread = Z * Z / whole
  const center = (share + spread / 2) / (1 + spread)
  const half = Z * Math.sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
  // The ends are exact where none or all failed: rounding would flag an advisor without a failure under a limit of zero.
  return { lower: part === 0 ? 0 : Math.max(0, center - half), upper: part === whole ? 1 : Math.min(1, center + half) }
}
