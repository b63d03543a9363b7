/**
 * What each validity rule says to the people of the dealership: title, message, the field it is about, what it serves,
 * its default effect and where it comes from. The rules themselves judge elsewhere.
 *
 * @see docs/policy.md: the rules in the same order
 */
import { texts as activityTexts } from "./internal/ActivityMessages.ts"
import { texts as prospectTexts } from "./internal/ProspectMessages.ts"
import type { Evidence, Rule } from "./Rule.ts"

/** The details that have a wording of their own, by rule. Any other detail gets the rule's general message. */
export const details = {
  "document-invalid": ["check-digit", "check-digit-missing", "type-missing", "type-unknown"],
  "staff-contact": ["phone", "email", "document"],
  "duplicate": ["phone", "email", "document"],
  "note-insufficient": ["missing"],
  "outside-contact-hours": ["sunday", "holiday"],
  "contact-too-frequent": ["same-day", "same-week"]
} as const

/** The prospect rules' texts, in the order of the table. */
export const prospectRuleTexts: ReadonlyArray<Rule> = prospectTexts

/** The activity rules' texts, in the order of the table. */
export const activityRuleTexts: ReadonlyArray<Rule> = activityTexts

const fieldsByDetail = new Map([["phone", "phone"], ["email", "email"], ["document", "documentNumber"]])

/**
 * The field that a reason is about. A rule that compares phone, e-mail and document is about the field that matched,
 * where the evidence's `detail` names it; every other rule is about its own field.
 */
export const fieldOf = (text: Pick<Rule, "subject" | "code" | "field">, evidence: Evidence): string =>
  (text.subject === "prospect" && (text.code === "staff-contact" || text.code === "duplicate") && evidence.detail !== undefined
    ? fieldsByDetail.get(evidence.detail)
    : undefined) ?? text.field
