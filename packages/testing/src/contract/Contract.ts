/** What a case of the storage contract is, and how one is checked. */
import * as Records from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

export type Port = Records.Records["Service"]

/** A storage under test, as its layer. */
export type Storage = Layer.Layer<Records.Records, unknown>

/** The storage does not do what it owes: what was asked, what it answered, what it should have. */
export class ContractBroken extends Schema.TaggedError<ContractBroken>()("ContractBroken", {
  promise: Schema.String,
  found: Schema.String,
  expected: Schema.String
}) {
  override get message(): string {
    return `${this.promise}: found ${this.found}, expected ${this.expected}`
  }
}

export type Capability = "directory" | "records" | "texts" | "changes" | "verdicts" | "verification" | "period close" | "events" | "controls" | "audit"

/** One promise, with the check of it. It rejects with {@link ContractBroken}, or with what the storage itself failed with. */
export interface Case {
  readonly capability: Capability
  readonly name: string
  /** `draws`: how many sequences a promise over any sequence of writes draws; absent: as many as it takes for a new storage. */
  readonly check: (storage: Storage, draws?: number) => Promise<void>
}

let dealerships = 0
/** A dealership that no other case has used, in this process; `salt` keeps processes on one database apart. */
export const freshDealership = (salt: string): string => `contract-${salt}-${process.pid}-${++dealerships}`

/** Values compare as JSON with sorted keys; absent and undefined fields are one. */
export const shown = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).filter(([, inner]) => inner !== undefined).sort(([one], [other]) => one < other ? -1 : 1))
      : part) ?? "nothing"

/** Fails with {@link ContractBroken} unless both are alike. */
export const expectSame = (promise: string, found: unknown, expected: unknown): Effect.Effect<void, ContractBroken> =>
  shown(found) === shown(expected) ? Effect.void : Effect.fail(new ContractBroken({ promise, found: shown(found), expected: shown(expected) }))

/** Declares a case over a dealership of its own. */
export const declare = (
  capability: Capability,
  name: string,
  body: (records: Port, dealership: string) => Effect.Effect<void, unknown>
): Case => ({
  capability,
  name,
  check: (storage) =>
    Effect.runPromise(
      Effect.gen(function*() {
        yield* body(yield* Records.Records, freshDealership(name.length.toString(36)))
      }).pipe(Effect.provide(storage), Effect.orDie)
    )
})

/** Everything that can be read of a dealership, lists without an order of their own sorted. */
export const everything = Effect.fnUntraced(function*(records: Port, dealership: string) {
  const sorted = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> => values.toSorted((one, other) => shown(one) < shown(other) ? -1 : 1)
  return {
    directory: yield* records.directory(dealership),
    goals: yield* Effect.forEach(periods, (period) => Effect.map(records.goals(dealership, period), sorted)),
    prospects: sorted(yield* Stream.runCollect(records.prospects(dealership))),
    activities: sorted(yield* Stream.runCollect(records.activities(dealership))),
    calls: sorted(yield* records.calls(dealership)),
    samples: yield* Effect.forEach(periods, (period) => Effect.map(records.sample(dealership, period), Option.getOrNull)),
    reopenings: yield* records.reopenings(dealership),
    snapshots: yield* records.snapshots(dealership),
    periodReopenings: yield* records.periodReopenings(dealership),
    events: (yield* records.events(dealership)).map(({ position: _position, ...event }) => event),
    periodStates: yield* Effect.forEach(periods, (period) => Effect.map(records.monthState(dealership, period), (periodState) => ({ ...periodState, storedCounts: sorted(periodState.storedCounts) }))),
    judgedPeriods: yield* records.judgedPeriods(dealership),
    selections: sorted(yield* records.selections(dealership)),
    leads: yield* records.leads(dealership, { terms: "none" }),
    phoneLog: sorted(yield* Stream.runCollect(records.phoneLog(dealership))),
    waivers: yield* records.waivers(dealership),
    appeals: yield* records.appeals(dealership),
    policyEditions: yield* records.policyEditions(dealership),
    auditEntries: yield* records.auditEntries(dealership, {}),
    versions: yield* Stream.runCollect(records.versions(dealership))
  }
})

/** The periods that the cases write to. */
export const periods = ["2024-02", "2024-03"]

/** How many ask at once where a promise is about that. */
export const CLIENTS = 16

export const subjectOf = (id: string): Records.SubjectKey => ({ type: "prospect", id })
