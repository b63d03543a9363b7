/**
 * Every law that needs no storage, to be run against one's own policy, rules and storage:
 *
 * ```ts
 * for (const law of Laws.all) it(law.name, () => law.check({ policy, implementation }))
 * ```
 */
import * as ControlLaws from "./ControlLaws.ts"
import * as IndicatorLaws from "./IndicatorLaws.ts"
import type { Law } from "./Law.ts"
import * as VerdictLaws from "./VerdictLaws.ts"

export const { exactness, monotony, partition, rounding, totality } = IndicatorLaws
export const { explanation, idempotence, independence, order } = VerdictLaws
export const { finality, recomputation, reproducibility, states } = ControlLaws

/** All of them, indicators first. */
export const all: ReadonlyArray<Law> = [...IndicatorLaws.all, ...VerdictLaws.all, ...ControlLaws.all]
