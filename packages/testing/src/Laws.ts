/**
 * Every law that needs no storage. Check them against your policy, your rules and your way of judging.
 *
 * @example
 * ```ts run
 * import * as Policy from "@crm-procedure/core/policy/Policy"
 * import { Laws } from "@crm-procedure/testing"
 *
 * // In a test file: for (const law of Laws.all) it(law.name, () => law.check({ policy }))
 * for (const law of Laws.all) await law.check({ policy: Policy.gcPro05 }, { numRuns: 5 })
 * ```
 */
import * as ControlLaws from "./ControlLaws.ts"
import * as IndicatorLaws from "./IndicatorLaws.ts"
import type { Law } from "./Law.ts"
import * as VerdictLaws from "./VerdictLaws.ts"

export const { exactness, monotony, partition, rounding, totality } = IndicatorLaws
export const { explanation, idempotence, independence, order } = VerdictLaws
export const { finality, losses, recomputation, reproducibility, states } = ControlLaws

/** All of them, indicators first. */
export const all: ReadonlyArray<Law> = [...IndicatorLaws.all, ...VerdictLaws.all, ...ControlLaws.all]
