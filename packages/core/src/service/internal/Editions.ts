/**
 * The editions of the procedure by which a dealership's records are judged: its approved ones, which the storage keeps, and where none
 * holds, the configured one.
 *
 * @see docs/decisions/0065-judging-by-editions.md
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Calendar from "../../calendar/Calendar.ts"
import * as Policy from "../../policy/Policy.ts"
import * as PolicyEdition from "../../policy/PolicyEdition.ts"
import * as Procedure from "../../policy/Procedure.ts"
import type * as Records from "../../register/Records.ts"
import type { VerdictUpkeep } from "../../register/VerdictUpkeep.ts"

/** A version of the procedure and the policy that it is judged with. */
export interface Edition {
  readonly procedure: Procedure.Procedure
  readonly policy: Policy.Policy
}

/** The version of the procedure in force on the first day of a period, with the policy that the period is judged by. */
export type EditionOf = (period: Calendar.Period) => Edition

/** A dealership's editions as they were read once. */
export class Editions {
  readonly dealership: string
  readonly editionOf: EditionOf
  readonly policyOf: (period: Calendar.Period) => Policy.Policy
  readonly policyAt: (instant: Calendar.Instant) => Policy.Policy
  private readonly policies: () => ReadonlyArray<Policy.Policy>

  constructor(dealership: string, zone: Calendar.Zone, editionOf: EditionOf, policies: () => ReadonlyArray<Policy.Policy>) {
    this.dealership = dealership
    this.editionOf = editionOf
    this.policyOf = (period) => editionOf(period).policy
    this.policies = policies
    this.policyAt = (instant) => editionOf(Calendar.periodOf(zone, instant)).policy
  }

  get register(): VerdictUpkeep {
    return { dealership: this.dealership, policyOf: this.policyOf, policies: this.policies() }
  }
}

/** The configured editions, and how a dealership's own are read. */
export interface Reader {
  readonly configuredOf: EditionOf
  /** The zone in which months begin. No edition changes it. */
  readonly zone: Calendar.Zone
  readonly phoneCountry: string
  /** Reads a dealership's editions. Inside a change they are those that the change sees. */
  readonly of: (dealership: string) => Effect.Effect<Editions, Records.RecordsError>
  /** Reads them together with others that ask at the time. Not for use inside a change. */
  readonly together: (dealership: string) => Effect.Effect<Editions, Records.RecordsError>
}

/** Of how many dealerships the policies of editions are kept. */
const KEPT = 1_000

/** A policy that was made of a stored edition with one configured policy. */
interface Kept {
  readonly spec: string
  readonly configured: Policy.Policy
  readonly edition: Edition
}

/** Each stored edition has one policy object for as long as it is kept: policies are compared by identity, and judged by what is prepared of them. */
class Shelf {
  private readonly byDealership = new Map<string, Map<string, Kept>>()

  editionOf(dealership: string, stored: PolicyEdition.PolicyEdition, configured: Edition, procedures: ReadonlyArray<Procedure.Procedure>): Edition {
    let kept = this.byDealership.get(dealership)
    if (kept === undefined) {
      if (this.byDealership.size >= KEPT) this.byDealership.clear()
      this.byDealership.set(dealership, kept = new Map())
    }
    const key = JSON.stringify([stored.editionId, configured.procedure.version])
    const spec = JSON.stringify(stored.spec)
    const known = kept.get(key)
    if (known !== undefined && known.spec === spec && known.configured === configured.policy) return known.edition
    const policy = Result.getOrThrow(PolicyEdition.policyOf(stored, { policy: configured.policy, procedures }))
    const edition = { procedure: configured.procedure, policy }
    kept.set(key, { spec, configured: configured.policy, edition })
    return edition
  }
}

/**
 * Makes a reader of the editions in a storage. Refuses versions of the procedure that can't be registered together. `joint`: the same
 * storage, whose reads are shared.
 */
export const reader = (
  configured: readonly [Edition, ...ReadonlyArray<Edition>],
  records: Pick<Records.Records["Service"], "policyEditions">,
  joint: Pick<Records.Records["Service"], "policyEditions">
): Result.Result<Reader, Procedure.VersionsRefused> =>
  Result.map(Procedure.register(configured.map(({ procedure }) => procedure)), (versions) => {
    const [{ policy }] = configured
    const zone = Policy.zoneOf(policy)
    const configuredOf = (period: Calendar.Period): Edition => {
      // The versions' own zones agree on which day a period begins: it is a date.
      const procedure = Procedure.inForce(versions, Calendar.firstDayOfMonth(Calendar.monthOfPeriod(period)))
      return configured.find((edition) => edition.procedure.version === procedure.version) ?? configured[0]
    }
    const shelf = new Shelf()
    const configuredPolicies = [...new Set(configured.map((edition) => edition.policy))]
    const of = (dealership: string, stored: ReadonlyArray<PolicyEdition.PolicyEdition>): Editions => {
      const approved = stored.filter(({ approval }) => approval !== undefined)
      if (approved.length === 0) return new Editions(dealership, zone, configuredOf, () => configuredPolicies)
      const byPeriod = new Map<Calendar.Period, Edition>()
      return new Editions(dealership, zone, (period) => {
        let edition = byPeriod.get(period)
        if (edition === undefined) {
          const inForce = PolicyEdition.inForce(approved, period)
          edition = inForce === undefined ? configuredOf(period) : shelf.editionOf(dealership, inForce, configuredOf(period), versions)
          byPeriod.set(period, edition)
        }
        return edition
      }, () => [
        ...configuredPolicies,
        ...approved.map((edition) => shelf.editionOf(dealership, edition, configuredOf(edition.approval!.from), versions).policy)
      ])
    }
    return {
      configuredOf,
      zone,
      phoneCountry: policy.parameters.phoneCountry,
      of: (dealership) => Effect.map(records.policyEditions(dealership), (stored) => of(dealership, stored)),
      together: (dealership) => Effect.map(joint.policyEditions(dealership), (stored) => of(dealership, stored))
    }
  })
