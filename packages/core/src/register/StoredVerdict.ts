/**
 * What was found of a registered record when it was last judged, kept beside it: its verdict by codes, where it counts, as of which
 * instants that holds, and the match keys by which related records find each other.
 *
 * @see docs/decisions/0011-stored-verdicts.md
 */
import type { Instant, Period } from "../calendar/Calendar.ts"
import type { Verdict } from "../judging/Verdict.ts"

/** The earliest instant there is: what holds since then holds always. */
export const ALWAYS: Instant = -8_640_000_000_000_000

/** Where a record counts. An activity of an unknown prospect has neither branch nor brand. */
export interface Group {
  readonly advisorId: string
  readonly branchId?: string | undefined
  readonly brandId?: string | undefined
}

/**
 * Keys of 64 bits as 16 hexadecimal digits, made so that two records of one kind bear on each other only where a key is equal:
 * `phone`, `email` and `document` of a prospect already hold its brand, `note` of an activity its advisor and local month. They
 * tell nothing without the values, and are keyed hashes where the dealership has a key for erasures.
 */
export interface MatchKeys {
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly document?: string | undefined
  readonly note?: string | undefined
  /** Of a performed activity: its advisor and the ten minutes in which it lies. */
  readonly moment?: string | undefined
}

export interface StoredVerdict extends Group {
  readonly verdict: Verdict
  /** Codes of the invalidating rules that fail or are undecided, in the order of the policy. Empty exactly when it is valid. */
  readonly reasons: ReadonlyArray<string>
  /** Codes of the warning rules that fail. */
  readonly warnings: ReadonlyArray<string>
  /** Codes that a waiver took out of the reasons or warnings; undefined where none did. */
  readonly waived?: ReadonlyArray<string> | undefined
  /** The month that it belongs to. */
  readonly period: Period
  /** Its local day in that month, from 1. */
  readonly day: number
  /** Of an activity: whether it counts as planned or as performed. */
  readonly state?: "planned" | "performed" | undefined
  /** The verdict holds as of any instant from `since` up to, but not at, `until`; without `until`, for good. */
  readonly since: Instant
  readonly until?: Instant | undefined
  readonly matchKeys: MatchKeys
}
