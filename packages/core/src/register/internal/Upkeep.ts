/** What judging stored records needs to know of their dealership. */
import type * as Effect from "effect/Effect"
import type * as Calendar from "../../calendar/Calendar.ts"
import type * as ErasureKey from "../../identity/ErasureKey.ts"
import type * as Policy from "../../policy/Policy.ts"
import type * as RecordHistory from "./RecordHistory.ts"
import type * as Records from "../Records.ts"

/** Whose records, and by which policies they are judged. */
export interface VerdictUpkeep {
  readonly dealership: string
  /** The policy of the version in force on the first day of a period. */
  readonly policyOf: (period: Calendar.Period) => Policy.Policy
  /** Every policy that judges some period, where there are several: a prospect that is a lead under one of them has a stored lead. */
  readonly policies?: ReadonlyArray<Policy.Policy> | undefined
  /** The dealership's key for erasures, by default that of `ErasureKey.KeyRing`. */
  readonly erasureKey?: ErasureKey.Key | undefined
  /** Why records come, where they are not registered. */
  readonly occasion?: RecordHistory.Occasion | undefined
}

/** Whose records several changes are about. Each of them reads by which policies they are judged. */
export interface Upkeeps {
  readonly dealership: string
  readonly read: Effect.Effect<VerdictUpkeep, Records.RecordsError>
}
