/**
 * A law: a sentence that holds of every month under every policy, and can be checked against your own policy, rules
 * and storage. It fails with the smallest month that fast-check finds, and says in words what was found there.
 */
import type { Thresholds } from "@crm-procedure/core/policy/Thresholds"
import * as Indicator from "@crm-procedure/core/results/Indicator"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Policy from "@crm-procedure/core/policy/Policy"
import { Schema } from "effect"
import * as fc from "fast-check"
import * as Arbitraries from "./Arbitraries.ts"
import { judgeMonth } from "./Judged.ts"
import type { Implementation } from "./Judged.ts"
import type { Month } from "./Month.ts"

/** What a law is held against. Everything has a default: the core, over GC-PRO-05 v02 and over arbitrary policies. */
export interface Subject {
  /** The one policy to judge under; without it, GC-PRO-05 v02 and arbitrary ones in turn. */
  readonly policy?: Policy.Policy | undefined
  /** How a month is judged. */
  readonly implementation: Implementation
  /** How an indicator is made of counts: the laws ask it for counts that no month of records reaches. */
  readonly indicatorOf: (counts: Indicator.Counts, thresholds: Thresholds) => Indicator.Indicator
  /** Months to judge instead of the kit's; for rules that ask for records of a special kind. */
  readonly months?: fc.Arbitrary<Month> | undefined
}

/** A law with its name, and what it means in one line. */
export interface Law {
  readonly name: string
  readonly meaning: Bilingual
  /** Where it is written: a section of GC-PRO-05, a guide or a decision. */
  readonly source: string
  /** The law as a property of a subject, to be run with parameters of one's own. */
  readonly property: (subject?: Partial<Subject>) => fc.IAsyncProperty<unknown>
  /** Rejects with a counterexample when the subject breaks the law. */
  readonly check: (subject?: Partial<Subject>, parameters?: fc.Parameters<unknown>) => Promise<void>
}

/** The law does not hold: what was found that it forbids. */
export class LawBroken extends Schema.TaggedError<LawBroken>()("LawBroken", { law: Schema.String, found: Schema.String }) {
  override get message(): string {
    return `The law of ${this.law} is broken: ${this.found}`
  }
}

/** Says that the law at hand is broken. */
export type Broken = (found: string) => never

const defaults: Subject = { implementation: judgeMonth, indicatorOf: Indicator.of }

/** Declares a law by its property; `broken` is how the property says what it found. */
export const declare = (
  name: string,
  meaning: Bilingual,
  source: string,
  propertyOf: (subject: Subject, broken: Broken) => fc.IAsyncProperty<unknown>
): Law => {
  const broken: Broken = (found) => {
    throw new LawBroken({ law: name, found })
  }
  const property: Law["property"] = (subject) => propertyOf({ ...defaults, ...subject }, broken)
  return { name, meaning, source, property, check: (subject, parameters) => fc.assert(property(subject), parameters as fc.Parameters<unknown>) }
}

/** A policy that a counterexample prints by its name. */
const named = (policy: Policy.Policy): Policy.Policy => Object.defineProperty({ ...policy }, fc.toStringMethod, { value: () => JSON.stringify(policy.name) })

/** The months that a law judges, each with its policy. */
export const situations = (subject: Subject, options: Omit<Arbitraries.MonthOptions, "policy"> = {}): fc.Arbitrary<Arbitraries.Situation> => {
  const policies = subject.policy === undefined ? fc.oneof(fc.constant(named(Policy.gcPro05)), Arbitraries.policy()) : fc.constant(named(subject.policy))
  return subject.months === undefined
    ? Arbitraries.situation(policies, options)
    : fc.record({ policy: policies, month: subject.months })
}

/** A list in another order, which a number decides; 0 reverses it. */
export const reordered = <A>(list: ReadonlyArray<A>, number: number): ReadonlyArray<A> => {
  if (number === 0) return list.toReversed()
  const order = [...list]
  let state = number >>> 0
  for (let place = order.length - 1; place > 0; place--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const other = Math.floor((state / 0x1_0000_0000) * (place + 1))
    const moved = order[place] as A
    order[place] = order[other] as A
    order[other] = moved
  }
  return order
}

/** The month with each list of records changed. */
export const withLists = (month: Month, change: <A>(list: ReadonlyArray<A>) => ReadonlyArray<A>): Month => ({
  ...month,
  directory: { employees: change(month.directory.employees), branches: change(month.directory.branches), brands: change(month.directory.brands) },
  prospects: change(month.prospects),
  activities: change(month.activities),
  goals: change(month.goals),
  calls: month.calls && change(month.calls)
})
