/**
 * An edition of a dealership's policy: what differs from GC-PRO-05 v02, as a policy file writes it, with who drafted it, and who
 * approved it from which period on. An approved edition never changes.
 *
 * @see docs/decisions/0064-editions-of-the-policy.md
 *
 * @example
 * ```ts run
 * import * as PolicyEdition from "@crm-procedure/core/policy/PolicyEdition"
 * import * as assert from "node:assert/strict"
 *
 * const draft = { editionId: "E1", spec: { parameters: { leadRedDays: 9 } }, draftedAt: 1, draftedBy: "AC" }
 * const approved = { ...draft, approval: { from: "2024-03", at: 2, by: "GG" } }
 * assert.equal(PolicyEdition.inForce([draft], "2024-03"), undefined)
 * assert.equal(PolicyEdition.inForce([approved], "2024-02"), undefined)
 * assert.equal(PolicyEdition.inForce([approved], "2024-05"), approved)
 * ```
 */
import type { Instant, Period } from "../calendar/Calendar.ts"
import type { PolicySpec } from "./Policy.ts"

/** From which period an edition holds, and who approved it when. */
export interface Approval {
  readonly from: Period
  readonly at: Instant
  readonly by: string
}

/** An edition: a draft while it has no approval. */
export interface PolicyEdition {
  readonly editionId: string
  /** What the policy sets. A dealership's own rules are code and are never part of it. */
  readonly spec: Omit<PolicySpec, "ownRules">
  readonly draftedAt: Instant
  readonly draftedBy: string
  readonly approval?: Approval | undefined
}

const compareText = (one: string, other: string): number => one < other ? -1 : one > other ? 1 : 0

/** The order of a list of editions: as they were drafted, then by their ids. */
export const compare = (one: PolicyEdition, other: PolicyEdition): number => one.draftedAt - other.draftedAt || compareText(one.editionId, other.editionId)

/** Whether an approval replaces another one where both hold. The later period wins; for the same period, the later approval. */
const replaces = (one: PolicyEdition, other: PolicyEdition): boolean =>
  (compareText(one.approval!.from, other.approval!.from) || one.approval!.at - other.approval!.at || compareText(one.editionId, other.editionId)) > 0

/** The approved edition by which a period is judged; undefined where none holds yet. */
export const inForce = (editions: ReadonlyArray<PolicyEdition>, period: Period): PolicyEdition | undefined => {
  let found: PolicyEdition | undefined
  for (const edition of editions) {
    if (edition.approval === undefined || edition.approval.from > period) continue
    if (found === undefined || replaces(edition, found)) found = edition
  }
  return found
}
