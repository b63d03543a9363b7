/** What would change under another policy, as it is answered. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as WhatIf from "@crm-procedure/core/results/WhatIf"
import type { Comparison } from "./ScorecardEndpoints.ts"

/** How many verdicts a comparison lists. */
const MAXIMUM_VERDICTS = 1_000

/** Differences with null where only one of both policies has a value. */
export const differencesOf = (differences: WhatIf.Comparison["policy"]): typeof Comparison.Type["policy"] =>
  differences.map(({ after, before, pointer }) => ({ pointer, before: before ?? null, after: after ?? null }))

export const answerOf = (
  { compliance, indicators, policy, rules, verdicts }: WhatIf.Comparison,
  period: Calendar.Period,
  asOf: Calendar.Instant,
  zone: Calendar.Zone
): typeof Comparison.Type => ({
  period,
  asOf: Calendar.formatInstant(zone, asOf),
  policy: differencesOf(policy),
  indicators,
  compliance,
  rules,
  verdicts: verdicts.slice(0, MAXIMUM_VERDICTS),
  verdictsOmitted: Math.max(0, verdicts.length - MAXIMUM_VERDICTS)
})
