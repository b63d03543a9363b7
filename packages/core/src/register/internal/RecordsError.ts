/** The errors of the storage port. */
import * as Schema from "effect/Schema"
import * as StorableText from "../../identity/StorableText.ts"
import type { AuditEntry } from "../AuditEntry.ts"

/** The storage can't be reached or does not answer; trying again may help. `detail` holds no personal data. */
export class RecordsUnavailable extends Schema.TaggedError<RecordsUnavailable>()("RecordsUnavailable", { detail: Schema.String }) {
  override get message() {
    return `The records can't be reached: ${this.detail}. Try again in a moment.`
  }
}

/** Another change altered what this change was built on. Read again and decide again. */
export class RecordsChanged extends Schema.TaggedError<RecordsChanged>()("RecordsChanged", {
  what: Schema.String,
  expected: Schema.String,
  found: Schema.String
}) {
  override get message() {
    return `${this.what} has changed meanwhile: expected ${this.expected}, found ${this.found}. Read it again before you change it.`
  }
}

/** The one error of the port. Of its reasons only `RecordsUnavailable` may pass by itself. */
export class RecordsError extends Schema.TaggedError<RecordsError>()("RecordsError", {
  operation: Schema.String,
  reason: Schema.Union([RecordsUnavailable, RecordsChanged, StorableText.TextNotStorable])
}) {
  override get message() {
    return `${this.operation}: ${this.reason.message}`
  }
}

/** An entry does not follow the last one. The last one is not told: it may belong to another change. */
export const auditChanged = ({ previousDigest, sequence }: AuditEntry): RecordsError =>
  new RecordsError({
    operation: "addAuditEntry",
    reason: new RecordsChanged({ what: "The audit", expected: `${sequence - 1} ${previousDigest || "nothing"}`, found: "another last entry" })
  })
