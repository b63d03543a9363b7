/**
 * A validity rule: what it looks at, whom it serves, what it says, and what follows when it fails.
 *
 * @example
 * ```ts run
 * import { judgeMonth, type Rule } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const emailMissing: Rule.OwnProspectRule = {
 *   code: "email-missing",
 *   subject: "prospect",
 *   serves: "Q",
 *   effect: "warns",
 *   field: "email",
 *   title: { es: "Sin correo", en: "No e-mail" },
 *   message: () => ({ es: "La plataforma de la marca pide el correo. Regístrelo.", en: "The brand's platform asks for the e-mail. Register it." }),
 *   provenance: { kind: "assumption", reference: "GC-PRO-05/requirement/brand-platforms" },
 *   verifies: "GC-PRO-05/requirement/brand-platforms",
 *   test: ({ email }) => email === undefined ? "fails" : "holds"
 * }
 * const prospect = { prospectId: "P1", createdAt: "2024-03-05", advisorId: "A1", branchId: "S1", brandId: "M1" }
 * const month = judgeMonth({ policy: { ownRules: [emailMissing] }, directory: { employees: [], branches: [], brands: [] }, prospects: [prospect], period: "2024-03", asOf: "2024-04-01" })
 * assert.ok(month.prospect("P1").warnings.some(({ code }) => code === "email-missing"))
 * ```
 */
import type { Activity } from "../records/Activity.ts"
import type { Instant, Zone } from "../calendar/Calendar.ts"
import type { Bilingual } from "../identity/Bilingual.ts"
import type { Provenance } from "./Procedure.ts"
import type { Prospect } from "../records/Prospect.ts"

/** What a rule serves: R1 fake customers, R2 leads not followed up, Q a brand's or sales-method requirement, L law. */
export type Serves = "R1" | "R2" | "Q" | "L"

/** What follows when the rule fails: the record does not count, it is only pointed out, or nothing. */
export type RuleEffect = "invalidates" | "warns" | "off"

/** What a rule answers about one record. */
export type Answer = "holds" | "fails" | "undecided"

export type Subject = "prospect" | "activity"

/**
 * What a rule found, for its message. Only `otherRecordId`, `expected` and a `found` that is a short number are ever
 * written into a message: `found` may be what a person typed, and `detail` only chooses among wordings.
 *
 * - `otherRecordId`: the id of the record that this one repeats or depends on.
 * - `found`: what was there; a message shows it only where it is a count, of hours, seconds or records.
 * - `expected`: what the policy asks for: a count in the same unit, or the list of codes allowed.
 * - `detail`: one of `RuleMessages.details`.
 */
export interface Evidence {
  readonly otherRecordId?: string | undefined
  readonly found?: string | undefined
  readonly expected?: string | undefined
  readonly detail?: string | undefined
}

/** A rule as declared: everything about it but its verdict on a record. */
export interface Rule {
  readonly code: string
  readonly subject: Subject
  readonly serves: Serves
  /** The effect that the default policy gives it. */
  readonly effect: RuleEffect
  /** The record's field that it is about, as named in JSON. */
  readonly field: string
  /** For tables: at most 40 characters. */
  readonly title: Bilingual
  /** What is wrong and what to do about it. Never holds personal data; reads well without any evidence. */
  readonly message: (evidence: Evidence) => Bilingual
  /** How it speaks while it is undecided; absent for a rule that always knows. */
  readonly undecided?: Bilingual | undefined
  readonly provenance: Provenance
  /** The clause of the procedure that it serves. */
  readonly verifies: string
}

/** What a dealership's own rule may look at besides the record. */
export interface OwnRuleContext {
  readonly asOf: Instant
  readonly zone: Zone
  /** Whether an employee is active as an advisor on the local day of the instant. */
  readonly isActiveAdvisor: (employeeId: string, at: Instant) => boolean
}

/**
 * A dealership's own rule about prospects, in one declaration. It then appears in verdicts, forms, the API, the printed
 * procedure and the traceability table like any other. The predicate must be pure and total.
 */
export interface OwnProspectRule extends Rule {
  readonly subject: "prospect"
  readonly test: (prospect: Prospect, context: OwnRuleContext) => Answer
}

/** A dealership's own rule about activities; see {@link OwnProspectRule}. */
export interface OwnActivityRule extends Rule {
  readonly subject: "activity"
  readonly test: (activity: Activity, context: OwnRuleContext) => Answer
}
