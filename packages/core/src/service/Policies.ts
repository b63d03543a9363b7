/**
 * Editions of a dealership's policy: the CRM assistant drafts them, and the general manager approves one from a period on, or declines
 * it. Every step is in the audit.
 *
 * @see GC-PRO-05, Responsable; docs/decisions/0066-how-an-edition-comes-into-force.md
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Calendar from "../calendar/Calendar.ts"
import * as PeriodState from "../close/PeriodState.ts"
import type * as Policy from "../policy/Policy.ts"
import * as PolicyEdition from "../policy/PolicyEdition.ts"
import type { Procedure } from "../policy/Procedure.ts"
import type { Role } from "../records/Access.ts"
import type * as AuditEntry from "../register/AuditEntry.ts"
import * as AuditTrail from "../register/AuditTrail.ts"
import * as Records from "../register/Records.ts"

/** No edition has this id. */
export class EditionUnknown extends Schema.TaggedError<EditionUnknown>()("EditionUnknown", { editionId: Schema.String }) {
  override get message() {
    return `There is no edition ${this.editionId} of the policy.`
  }
}

/** The edition was approved or withdrawn before. Both are final. */
export class EditionSettled extends Schema.TaggedError<EditionSettled>()("EditionSettled", {
  editionId: Schema.String,
  state: Schema.Literals(["approved", "withdrawn"])
}) {
  override get message() {
    return `The edition ${this.editionId} was ${this.state} before, expected a draft. Draft another edition.`
  }
}

/** A person can't approve an own draft. */
export class OwnDraft extends Schema.TaggedError<OwnDraft>()("OwnDraft", { editionId: Schema.String }) {
  override get message() {
    return `The edition ${this.editionId} is your own draft, expected another person's. Leave its approval to another general manager.`
  }
}

/** Only the author of a draft replaces it or takes it back. The general manager declines it with a reason. */
export class DraftOfAnother extends Schema.TaggedError<DraftOfAnother>()("DraftOfAnother", { editionId: Schema.String, author: Schema.String }) {
  override get message() {
    return `The edition ${this.editionId} is a draft of ${this.author}, expected an own draft. Ask ${this.author} to withdraw it.`
  }
}

/** What was asked of an edition can't be done so: the field, and what was expected there. Nothing was stored. */
export class EditionRefused extends Schema.TaggedError<EditionRefused>()("EditionRefused", {
  field: Schema.Literals(["from", "reason", "comment", "replaces"]),
  expected: Schema.Struct({ es: Schema.String, en: Schema.String })
}) {
  override get message() {
    return `It can't be done: expected in ${this.field} ${this.expected.en}.`
  }
}

/** Who drafts, withdraws or approves: the employee, and the key or user. */
export interface Person {
  readonly role: Role
  readonly employeeId?: string | undefined
  readonly with?: string | undefined
}

const nameOf = ({ employeeId, role }: Person): string => employeeId ?? role

/** Whether a person drafted an edition, in whatever role: by the key or user, else by the employee. Only where neither is known, the role decides. */
export const isAuthor = ({ employeeId, role, with: held }: Person, { draftedBy, draftedWith }: PolicyEdition.PolicyEdition): boolean =>
  held !== undefined && draftedWith === held || (employeeId ?? (draftedWith === undefined || held === undefined ? role : undefined)) === draftedBy

interface Asked {
  readonly dealership: string
  readonly editionId: string
  readonly by: Person
  readonly now: Calendar.Instant
}

/** The month that runs at an instant. */
export const runningPeriod = (now: Calendar.Instant): Calendar.Period => Calendar.periodOf(Calendar.bogota, now)

/** The policy that a file drafts over the one in force, or every fault of it. */
export const drafted = (file: unknown, policy: Policy.Policy, procedure: Procedure): Effect.Effect<PolicyEdition.Spec, Policy.BadPolicy> =>
  Effect.fromResult(PolicyEdition.writtenOut(PolicyEdition.laidOver(file, policy), { policy, procedures: [procedure] }))

const draftOf = Effect.fnUntraced(function*(dealership: string, editionId: string) {
  const edition = (yield* (yield* Records.Records).policyEditions(dealership)).find((one) => one.editionId === editionId)
  if (edition === undefined) return yield* new EditionUnknown({ editionId })
  const state = PolicyEdition.stateOf(edition)
  return state === "draft" ? edition : yield* new EditionSettled({ editionId, state })
})

const auditValue = (value: unknown): AuditEntry.AuditValue =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : value === undefined || value === null ? null : Array.isArray(value) ? value.join(", ") : JSON.stringify(value)

const happening = (edition: PolicyEdition.PolicyEdition, at: Calendar.Instant, what: "drafted" | "withdrawn" | "approved", changes: ReadonlyArray<AuditEntry.AuditChange>): AuditEntry.Happening =>
  ({ at, action: `policy.${what}`, subject: { type: "policy", id: edition.editionId }, changes })

const putWithdrawal = Effect.fnUntraced(function*(dealership: string, edition: PolicyEdition.PolicyEdition, withdrawal: PolicyEdition.Withdrawal) {
  const withdrawn = { ...edition, withdrawal }
  yield* (yield* Records.Records).putPolicyEdition(dealership, withdrawn)
  yield* AuditTrail.add(dealership, happening(withdrawn, withdrawal.at, "withdrawn", [
    ...withdrawal.reason === undefined ? [] : [{ field: "reason" }],
    ...withdrawal.replacedBy === undefined ? [] : [{ field: "replacedBy", from: null, to: withdrawal.replacedBy }]
  ]))
  return withdrawn
})

/** A draft to be stored: a policy file that is laid over the policy in force, and why. */
export interface Drafting extends Asked {
  readonly file: unknown
  readonly comment: string
  /** An own draft that this one replaces. */
  readonly replaces?: string | undefined
  readonly policyOf: (period: Calendar.Period) => Policy.Policy
  readonly procedure: Procedure
}

/** Stores a draft with every value written out. The same id again changes nothing. */
export const draft = Effect.fn("Policies.draft")(function*({ by, comment, dealership, editionId, file, now, policyOf, procedure, replaces }: Drafting) {
  const records = yield* Records.Records
  return yield* records.change(dealership, Effect.gen(function*() {
    const same = (yield* records.policyEditions(dealership)).find((one) => one.editionId === editionId)
    if (same !== undefined) return same
    const inForce = policyOf(runningPeriod(now))
    const spec = yield* drafted(file, inForce, procedure)
    if (comment.trim() === "") return yield* new EditionRefused({ field: "comment", expected: { es: "por qué cambia la política, en palabras", en: "why the policy changes, in words" } })
    const replaced = replaces === undefined ? undefined : yield* draftOf(dealership, replaces)
    if (replaced !== undefined && !isAuthor(by, replaced)) return yield* new DraftOfAnother({ editionId: replaced.editionId, author: replaced.draftedBy })
    const edition: PolicyEdition.PolicyEdition = {
      editionId,
      spec,
      draftedAt: now,
      draftedBy: nameOf(by),
      ...(by.with === undefined ? {} : { draftedWith: by.with }),
      comment: comment.trim()
    }
    yield* records.putPolicyEdition(dealership, edition)
    const differences = PolicyEdition.differences(PolicyEdition.specOf(inForce), spec)
    yield* AuditTrail.add(dealership, happening(edition, now, "drafted", [
      { field: "comment" },
      ...differences.map(({ after, before, pointer }) => ({ field: pointer, from: auditValue(before), to: auditValue(after) }))
    ]))
    if (replaced !== undefined) yield* putWithdrawal(dealership, replaced, { at: now, by: nameOf(by), replacedBy: editionId })
    return edition
  }))
})

/** Takes a draft back. The general manager declines another person's draft, with a reason. */
export const withdraw = Effect.fn("Policies.withdraw")(function*({ by, dealership, editionId, now, reason = "" }: Asked & { readonly reason?: string | undefined }) {
  const records = yield* Records.Records
  return yield* records.change(dealership, Effect.gen(function*() {
    const edition = yield* draftOf(dealership, editionId)
    if (!isAuthor(by, edition)) {
      if (by.role !== "general-manager") return yield* new DraftOfAnother({ editionId, author: edition.draftedBy })
      if (reason.trim() === "") return yield* new EditionRefused({ field: "reason", expected: { es: "por qué no se aprueba, en palabras", en: "why it is not approved, in words" } })
    }
    return yield* putWithdrawal(dealership, edition, { at: now, by: nameOf(by), ...(reason.trim() === "" ? {} : { reason: reason.trim() }) })
  }))
})

/** An approval of a draft from a period on. */
export interface Approving extends Asked {
  readonly from: Calendar.Period
  /** The configured policy of a period: its own rules are those of every edition. */
  readonly policyOf: (period: Calendar.Period) => Policy.Policy
  readonly procedure: Procedure
}

/** Approves another person's draft from a period on. Its records are judged by it from then on. */
export const approve = Effect.fn("Policies.approve")(function*({ by, dealership, editionId, from, now, policyOf, procedure }: Approving) {
  const records = yield* Records.Records
  return yield* records.change(dealership, Effect.gen(function*() {
    const edition = yield* draftOf(dealership, editionId)
    if (isAuthor(by, edition)) return yield* new OwnDraft({ editionId })
    const running = runningPeriod(now)
    if (from < running) return yield* new EditionRefused({ field: "from", expected: { es: `un mes desde ${running}, el que corre`, en: `a month from ${running} on, the one that runs` } })
    const later = (yield* records.chain(dealership, { since: from })).map(({ period }) => period)
    const stateOf = yield* PeriodState.read(records, dealership, later)
    const closed = later.filter((period) => stateOf(period).state === "closed").toSorted().at(-1)
    if (closed !== undefined) {
      const next = Calendar.periodOfMonth(Calendar.monthOfPeriod(closed) + 1)
      return yield* new EditionRefused({ field: "from", expected: { es: `un mes desde ${next}: ${closed} está cerrado y conserva su política`, en: `a month from ${next} on: ${closed} is closed and keeps its policy` } })
    }
    yield* Effect.fromResult(PolicyEdition.policyOf(edition, { policy: policyOf(from), procedures: [procedure] }))
    const approved = { ...edition, approval: { from, at: now, by: nameOf(by) } }
    yield* records.putPolicyEdition(dealership, approved)
    yield* AuditTrail.add(dealership, happening(approved, now, "approved", [{ field: "from", from: null, to: from }]))
    return approved
  }))
})
