/**
 * Editions of a dealership's policy for programs without Effect: `crm.policies` of {@link PromiseCrm.openCrm}. The policy that
 * `openCrm` is given holds where no edition does. An approved edition holds from a month on, and earlier months keep theirs.
 *
 * @see docs/decisions/0064-editions-of-the-policy.md, docs/decisions/0066-how-an-edition-comes-into-force.md
 */
import * as Effect from "effect/Effect"
import type * as Policy from "../policy/Policy.ts"
import * as PolicyEdition from "../policy/PolicyEdition.ts"
import * as Access from "../records/Access.ts"
import type { PlainInstant, Reader } from "../records/PlainRecords.ts"
import { Records } from "../register/Records.ts"
import type { Comparison } from "../results/WhatIf.ts"
import { CrmProcedure } from "./CrmProcedure.ts"
import * as Policies from "./Policies.ts"

/** Who drafts, approves or withdraws: the role, and the employee's id where there is one. */
export type By = Pick<Policies.Person, "role" | "employeeId">

/** A stored edition, and the months that are judged by it: none of a draft, a withdrawn one, or one that another replaced from its first month on. */
export interface ListedEdition extends PolicyEdition.PolicyEdition {
  readonly state: PolicyEdition.State
  readonly holds: PolicyEdition.Span | undefined
}

/** How the service of a dealership is asked. */
export interface Asking {
  readonly dealership: string
  /** Reads what was given, and throws all its faults together. */
  readonly read: <A>(use: (reader: Reader) => A) => A
  readonly run: <A, E>(effect: Effect.Effect<A, E, CrmProcedure | Records>) => Promise<A>
}

/** Reads who does it. Another role than those that may is a fault. */
const readBy = (reader: Reader, by: By, action: "policies.draft" | "policies.approve" | "policies.withdraw"): By => {
  const roles = Access.rolesThatMay(action)
  if (!roles.includes(by?.role)) reader.fault("/by/role", by?.role, { es: `el rol que puede hacerlo: ${roles.join(" o ")}`, en: `the role that may do it: ${roles.join(" or ")}` })
  if (by?.employeeId !== undefined) reader.text("/by/employeeId", by.employeeId)
  return by
}

/** The editions of one dealership's policy. */
export class PromisePolicies {
  private readonly asking: Asking

  /** @internal */
  constructor(asking: Asking) {
    this.asking = asking
  }

  /** All editions, the newest first. */
  list(): Promise<ReadonlyArray<ListedEdition>> {
    const { dealership, run } = this.asking
    return run(Effect.map(Records.use((records) => records.policyEditions(dealership)), (editions) => {
      const spans = PolicyEdition.spans(editions)
      return editions.toSorted((one, other) => PolicyEdition.compare(other, one)).map((edition): ListedEdition => ({ ...edition, state: PolicyEdition.stateOf(edition), holds: spans.get(edition.editionId) }))
    }))
  }

  /** The policy by which a month is judged: of the edition that holds in it, or the one that `openCrm` was given. */
  async inForce(period: string): Promise<Policy.Policy> {
    const { dealership, read, run } = this.asking
    const month = read((reader) => reader.period("/period", period))
    return run(Effect.map(CrmProcedure.use((crm) => crm.editionsOf(dealership)), (editionOf) => editionOf(month).policy))
  }

  /**
   * Drafts an edition: what the policy says that is given, laid over the policy in force in the month that runs at `at`. Every value is
   * written out. The same id again changes nothing. `by` is the CRM assistant.
   */
  async draft(edition: {
    readonly id: string
    readonly policy: PolicyEdition.Spec
    /** Why the policy changes. It stays. */
    readonly comment: string
    readonly by: By
    readonly at: PlainInstant
    /** An own draft that this one replaces. */
    readonly replaces?: string | undefined
  }): Promise<PolicyEdition.PolicyEdition> {
    const { dealership, read, run } = this.asking
    const given = read((reader) => ({
      editionId: reader.text("/id", edition?.id),
      comment: reader.text("/comment", edition?.comment),
      by: readBy(reader, edition?.by, "policies.draft"),
      now: reader.instant("/at", edition?.at),
      replaces: edition?.replaces === undefined ? undefined : reader.text("/replaces", edition.replaces)
    }))
    return run(CrmProcedure.use((crm) => crm.draftPolicy({ ...given, dealership, file: edition.policy })))
  }

  /** What an edition would change in a month, compared with the policy by which the month is judged. It stores nothing. */
  async whatIf(id: string, question: { readonly period: string; readonly asOf: PlainInstant }): Promise<Comparison> {
    const { dealership, read, run } = this.asking
    const given = read((reader) => ({ editionId: reader.text("/id", id), period: reader.period("/period", question?.period), asOf: reader.instant("/asOf", question?.asOf) }))
    return run(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      const edition = (yield* (yield* Records).policyEditions(dealership)).find(({ editionId }) => editionId === given.editionId)
      if (edition === undefined) return yield* new Policies.EditionUnknown({ editionId: given.editionId })
      const { policy, procedure } = (yield* crm.editionsOf(dealership))(given.period)
      const other = yield* Effect.fromResult(PolicyEdition.policyOf(edition, { policy, procedures: [procedure] }))
      return yield* crm.whatIf({ dealership, period: given.period, asOf: given.asOf }, other)
    }))
  }

  /**
   * Approves another person's draft from a month on: the one that runs at `at` or a later one, and not a closed one. The records of those
   * months are judged by it, and earlier months stay as they are. `by` is the general manager.
   */
  async approve(approval: { readonly id: string; readonly from: string; readonly by: By; readonly at: PlainInstant }): Promise<PolicyEdition.PolicyEdition> {
    const { dealership, read, run } = this.asking
    const given = read((reader) => ({
      editionId: reader.text("/id", approval?.id),
      from: reader.period("/from", approval?.from),
      by: readBy(reader, approval?.by, "policies.approve"),
      now: reader.instant("/at", approval?.at)
    }))
    return run(CrmProcedure.use((crm) => crm.approvePolicy({ ...given, dealership })))
  }

  /** Takes an own draft back, or declines another person's, as the general manager and with a reason. */
  async withdraw(withdrawal: { readonly id: string; readonly by: By; readonly at: PlainInstant; readonly reason?: string | undefined }): Promise<PolicyEdition.PolicyEdition> {
    const { dealership, read, run } = this.asking
    const given = read((reader) => ({
      editionId: reader.text("/id", withdrawal?.id),
      by: readBy(reader, withdrawal?.by, "policies.withdraw"),
      now: reader.instant("/at", withdrawal?.at)
    }))
    return run(CrmProcedure.use((crm) => crm.withdrawPolicy({ ...given, dealership, reason: withdrawal.reason })))
  }
}
