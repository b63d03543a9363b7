/**
 * What each validity rule says to the people of the dealership: title, message, the field it is about, what it serves,
 * its default effect and where it comes from. The rules themselves judge elsewhere.
 *
 * @see 3-rules: the tables whose codes and order these keep
 */
import type { Bilingual } from "./Field.ts"
import { texts as activityTexts } from "./internal/ActivityMessages.ts"
import { texts as prospectTexts } from "./internal/ProspectMessages.ts"
import type { Provenance } from "./Procedure.ts"

/**
 * What a rule found, for its message. Only `otherRecordId`, `expected` and a `found` that is a short number are ever
 * written into a message: `found` may be what a person typed, and `detail` only chooses among wordings.
 *
 * - `otherRecordId`: the id of the record that this one repeats or depends on.
 * - `found`: what was there; a message shows it only where it is a count, of hours, seconds or records.
 * - `expected`: what the policy asks for: a count in the same unit, or the list of codes allowed.
 * - `detail`: one of {@link details}.
 */
export interface Evidence {
  readonly otherRecordId?: string | undefined
  readonly found?: string | undefined
  readonly expected?: string | undefined
  readonly detail?: string | undefined
}

/** The details that have a wording of their own, by rule. Any other detail gets the rule's general message. */
export const details = {
  "document-invalid": ["check-digit", "type-missing", "type-unknown"],
  "staff-contact": ["phone", "email", "document"],
  "duplicate": ["phone", "email", "document"],
  "note-insufficient": ["missing"],
  "outside-contact-hours": ["sunday", "holiday"],
  "contact-too-frequent": ["same-day", "same-week"]
} as const

/** A rule's texts and what is known of it before any record is judged. */
export interface RuleText {
  /** The rule's code, unique within its subject. */
  readonly code: string
  readonly subject: "prospect" | "activity"
  /** `R1` fake customers, `R2` leads not followed up, `Q` brand platform or sales method, `L` law. */
  readonly serves: "R1" | "R2" | "Q" | "L"
  /** The effect in the default policy. */
  readonly effect: "invalidates" | "warns" | "off"
  /** The record's field, by its name in code. */
  readonly field: string
  /** For tables: at most 40 characters. */
  readonly title: Bilingual
  /** What is wrong and what to do about it. Never holds personal data; reads well without any evidence. */
  readonly message: (evidence: Evidence) => Bilingual
  /** What to say instead where the rule is undecided; only rules that can be undecided have it. */
  readonly undecided?: Bilingual
  readonly provenance: Provenance
  /** The id of the procedure's clause that the rule serves. */
  readonly verifies: string
}

/** The prospect rules' texts, in the order of the table. */
export const prospectRuleTexts: ReadonlyArray<RuleText> = prospectTexts

/** The activity rules' texts, in the order of the table. */
export const activityRuleTexts: ReadonlyArray<RuleText> = activityTexts

const fieldsByDetail = new Map([["phone", "phone"], ["email", "email"], ["document", "documentNumber"]])

/**
 * The field that a reason is about. Rules that compare phone, e-mail and document are about the one that matched,
 * where the evidence's `detail` names it; every other rule is about its own field.
 */
export const fieldOf = (text: Pick<RuleText, "subject" | "code" | "field">, evidence: Evidence): string =>
  (text.subject === "prospect" && (text.code === "staff-contact" || text.code === "duplicate") && evidence.detail !== undefined
    ? fieldsByDetail.get(evidence.detail)
    : undefined) ?? text.field
