/**
 * What every storage of a dealership's records owes: to answer exactly as the in-memory one does, on any sequence of writes
 * and reads, and to hold when several ask at once. Run by whatever test runner you use; see {@link suite}.
 *
 * Every case takes dealerships of its own, so that one storage serves all cases, one after another, and keeps what it had.
 */
import * as Activity from "@crm-procedure/core/Activity"
import type { Directory } from "@crm-procedure/core/Directory"
import type { Goal } from "@crm-procedure/core/Goal"
import * as Records from "@crm-procedure/core/Records"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as fc from "fast-check"
import * as Arbitraries from "./Arbitraries.ts"

type Port = Records.Records["Service"]

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

/** One promise, with the check of it. It rejects with {@link ContractBroken}, or with what the storage itself failed with. */
export interface Case {
  readonly capability: "directory" | "records" | "verification" | "period close" | "events"
  readonly name: string
  readonly check: (storage: Storage) => Promise<void>
}

let dealerships = 0
/** A dealership that no other case has used, in this process; `salt` keeps processes on one database apart. */
const freshDealership = (salt: string): string => `contract-${salt}-${++dealerships}`

/** Values compare as JSON with sorted keys; absent and undefined fields are one. */
const shown = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).filter(([, inner]) => inner !== undefined).sort(([one], [other]) => one < other ? -1 : 1))
      : part) ?? "nothing"

const expectSame = (promise: string, found: unknown, expected: unknown): Effect.Effect<void, ContractBroken> =>
  shown(found) === shown(expected) ? Effect.void : Effect.fail(new ContractBroken({ promise, found: shown(found), expected: shown(expected) }))

const declare = (
  capability: Case["capability"],
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
const everything = Effect.fnUntraced(function*(records: Port, dealership: string) {
  const sorted = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> => values.toSorted((one, other) => shown(one) < shown(other) ? -1 : 1)
  return {
    directory: yield* records.directory(dealership),
    goals: yield* Effect.forEach(periods, (period) => records.goals(dealership, period)),
    prospects: sorted(yield* Stream.runCollect(records.prospects(dealership))),
    activities: sorted(yield* Stream.runCollect(records.activities(dealership))),
    calls: sorted(yield* records.calls(dealership)),
    samples: yield* Effect.forEach(periods, (period) => Effect.map(records.sample(dealership, period), Option.getOrNull)),
    reopenings: yield* records.reopenings(dealership),
    snapshots: yield* records.snapshots(dealership),
    periodReopenings: yield* records.periodReopenings(dealership),
    events: sorted(yield* records.events(dealership))
  }
})

const periods = ["2024-02", "2024-03"]

/** One thing done to a storage; its answer is what two storages are compared by. */
interface Step {
  readonly name: string
  readonly run: (records: Port, dealership: string) => Effect.Effect<unknown, Records.RecordsError>
}

const step = (name: string, run: Step["run"]): Step => ({ name, run })

const subjectOf = (id: string): Records.SubjectKey => ({ type: "prospect", id })

/** Steps over a month's records: few ids and instants, so that writes meet. */
const steps: fc.Arbitrary<ReadonlyArray<Step>> = Arbitraries.month({ prospects: { min: 1, max: 8 }, activities: { min: 1, max: 10 }, calls: { max: 6 } })
  .chain((month) => {
    const some = <A>(values: ReadonlyArray<A>) => fc.subarray([...values])
    const instant = fc.integer({ min: 0, max: 5 })
    const ids = fc.constantFrom(...month.prospects.map(({ prospectId }) => prospectId))
    const agent = fc.constantFrom("G1", "G2", "G3")
    return fc.array(fc.oneof(
      fc.constant(step("putDirectory", (records, dealership) => records.putDirectory(dealership, month.directory))),
      some(month.goals).map((goals) => step("putGoals", (records, dealership) => records.putGoals(dealership, "2024-03", goals))),
      fc.tuple(some(month.prospects), instant, fc.boolean()).map(([given, at, other]) =>
        step("putProspects", (records, dealership) =>
          records.putProspects(dealership, given.map((one) => other ? { ...one, interest: `Interés ${at}` } : one), at))),
      fc.tuple(some(month.activities), instant).map(([given, at]) =>
        step("putActivities", (records, dealership) => records.putActivities(dealership, given, at))),
      fc.tuple(some(month.calls ?? []), instant).map(([given, at]) => step("putCalls", (records, dealership) => records.putCalls(dealership, given, at))),
      ids.map((id) => step("prospect", (records, dealership) => Effect.map(records.prospect(dealership, id), Option.getOrNull))),
      fc.constantFrom(...month.activities.map(({ activityId }) => activityId)).map((id) =>
        step("activity", (records, dealership) => Effect.map(records.activity(dealership, id), Option.getOrNull))),
      fc.tuple(fc.constantFrom(...periods), fc.uniqueArray(ids, { minLength: 1 }), instant).map(([period, selected, drawnAt]) =>
        step("keepSample", (records, dealership) =>
          records.keepSample(dealership, {
            period,
            seed: `semilla ${drawnAt}`,
            drawnAt,
            selected: selected.map((id) => ({ type: "prospect", id, advisorId: "A1", kind: "random" }))
          }))),
      fc.tuple(fc.uniqueArray(ids, { minLength: 1, maxLength: 3 }), agent, instant, instant).map(([subjects, agentId, now, length]) =>
        step("lease", (records, dealership) =>
          Effect.map(records.lease(dealership, subjects.map(subjectOf), agentId, now, now + length), Option.getOrNull))),
      fc.tuple(ids, agent).map(([id, agentId]) => step("release", (records, dealership) => records.release(dealership, subjectOf(id), agentId))),
      fc.tuple(ids, instant).map(([id, at]) =>
        step("addReopening", (records, dealership) => records.addReopening(dealership, { subject: subjectOf(id), at, by: "gerente", reason: "Llamó el cliente" }))),
      fc.tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom("", "d0", "d1"), instant).map(([sequence, previousDigest, closedAt]) =>
        step("appendSnapshot", (records, dealership) =>
          Effect.match(
            records.appendSnapshot(dealership, { period: "2024-03", sequence, previousDigest, digest: `d${sequence}`, content: "{\"ñ\":1}", closedAt, closedBy: "asistente" }),
            { onFailure: ({ reason }) => reason._tag, onSuccess: () => "appended" }
          ))),
      fc.tuple(fc.uniqueArray(fc.constantFrom("k1", "k2", "k3"), { minLength: 1 }), instant).map(([keys, at]) =>
        step("raise", (records, dealership) => records.raise(dealership, keys.map((key) => ({ key, type: "lead.escalated", at, data: { level: key } })))))
    ), { minLength: 1, maxLength: 25 })
  })

const agrees = (storage: Storage, numRuns: number): Promise<void> =>
  Effect.runPromise(
    Effect.gen(function*() {
      const records = yield* Records.Records
      yield* Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(steps, (sequence) =>
            Effect.runPromise(Effect.gen(function*() {
              const model = yield* Records.Records
              const dealership = freshDealership("sequence")
              for (const [place, { name, run }] of sequence.entries()) {
                yield* expectSame(`step ${place}, ${name}`, yield* run(records, dealership), yield* run(model, dealership))
              }
              yield* expectSame("everything at the end", yield* everything(records, dealership), yield* everything(model, dealership))
            }).pipe(Effect.provide(Records.Records.layerMemory)))),
          { numRuns }
        ))
    }).pipe(Effect.provide(storage), Effect.orDie)
  )

const directory: Directory = {
  branches: [{ branchId: "S1", name: "Sede Ñandú" }],
  brands: [{ brandId: "B1", name: "Marca", line: "motorcycles" }],
  employees: [{ employeeId: "A1", name: "Ana Pérez", role: "advisor", branchId: "S1", brandIds: ["B1"], activeFrom: 19_723 }]
}

const prospectOf = (prospectId: string) => ({ prospectId, createdAt: 1_709_650_800_000, advisorId: "A1", branchId: "S1", brandId: "B1", stage: "open" }) as const

const activityOf = (activityId: string): Activity.Activity => ({
  activityId,
  prospectId: "P1",
  advisorId: "A1",
  type: "call",
  status: "performed",
  direction: "outbound",
  performedAt: 1_709_650_800_123
})

const goal: Goal = { period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 5, activities: Number.MAX_SAFE_INTEGER }

/** How many ask at once where a promise is about that. */
const CLIENTS = 16

/** The promises, one by one. */
export const cases: ReadonlyArray<Case> = [
  {
    capability: "records",
    name: "answers as the in-memory storage does, on any sequence of writes and reads",
    check: (storage) => agrees(storage, 60)
  },
  declare("directory", "gives back the directory and the goals as they were put, and replaces them whole", (records, dealership) =>
    Effect.gen(function*() {
      yield* records.putDirectory(dealership, directory)
      yield* records.putGoals(dealership, "2024-03", [goal])
      yield* expectSame("the directory", yield* records.directory(dealership), directory)
      yield* expectSame("the goals", yield* records.goals(dealership, "2024-03"), [goal])
      yield* records.putGoals(dealership, "2024-03", [])
      yield* expectSame("the goals replaced by none", yield* records.goals(dealership, "2024-03"), [])
    })),
  declare("records", "keeps dealerships apart", (records, dealership) =>
    Effect.gen(function*() {
      yield* records.putDirectory(dealership, directory)
      yield* records.putProspects(dealership, [prospectOf("P1")], 1)
      yield* records.putActivities(dealership, [activityOf("C1")], 1)
      const empty = yield* everything(records, `${dealership}-nobody`)
      const other = yield* everything(records, `${dealership} `)
      yield* expectSame("another dealership", other, empty)
    })),
  declare("records", "says when a record first came and how often it has changed", (records, dealership) =>
    Effect.gen(function*() {
      const changed = { ...prospectOf("P1"), interest: "Sedán" }
      const answers = [
        ...(yield* records.putProspects(dealership, [prospectOf("P1")], 1)),
        ...(yield* records.putProspects(dealership, [changed], 2)),
        ...(yield* records.putProspects(dealership, [changed], 3))
      ]
      yield* expectSame("what putting did", answers, ["added", "changed", "unchanged"])
      const expected = { record: changed, receivedAt: 1, revision: 1 }
      yield* expectSame("the record by its id", Option.getOrNull(yield* records.prospect(dealership, "P1")), expected)
      yield* expectSame("the record among all", yield* Stream.runCollect(records.prospects(dealership)), [expected])
      yield* expectSame("an unknown id", Option.isNone(yield* records.prospect(dealership, "P2")), true)
    })),
  declare("records", "counts a record that many put at once a single time", (records, dealership) =>
    Effect.gen(function*() {
      const answers = yield* Effect.all(
        Array.from({ length: CLIENTS }, () => records.putProspects(dealership, [prospectOf("P1"), prospectOf("P2")], 1)),
        { concurrency: "unbounded" }
      )
      yield* expectSame("how many say added", answers.flat().filter((put) => put === "added").length, 2)
      yield* expectSame("how many say changed", answers.flat().filter((put) => put === "changed").length, 0)
      yield* expectSame("prospects kept", (yield* Stream.runCollect(records.prospects(dealership))).length, 2)
    })),
  declare("verification", "keeps the one sample that was first, whoever draws at once", (records, dealership) =>
    Effect.gen(function*() {
      const kept = yield* Effect.all(
        Array.from({ length: CLIENTS }, (_, client) => records.keepSample(dealership, { period: "2024-03", seed: `s${client}`, drawnAt: client, selected: [] })),
        { concurrency: "unbounded" }
      )
      yield* expectSame("seeds answered", new Set(kept.map(({ seed }) => seed)).size, 1)
      yield* expectSame("the sample kept", Option.getOrNull(yield* records.sample(dealership, "2024-03")), kept[0])
    })),
  declare("verification", "never leases one call to two agents, and gives an expired one again", (records, dealership) =>
    Effect.gen(function*() {
      const subjects = Array.from({ length: 5 }, (_, place) => subjectOf(`P${place}`))
      const leases = yield* Effect.all(
        Array.from({ length: CLIENTS }, (_, client) => records.lease(dealership, subjects, `G${client}`, 100, 200)),
        { concurrency: "unbounded" }
      )
      const held = leases.flatMap((lease) => Option.toArray(lease)).map(({ id }) => id)
      yield* expectSame("calls leased", held.toSorted(), subjects.map(({ id }) => id))
      yield* expectSame("a lease just before it expires", Option.isNone(yield* records.lease(dealership, subjects, "late", 199, 300)), true)
      yield* expectSame("a lease as it expires", Option.isSome(yield* records.lease(dealership, subjects, "late", 200, 300)), true)
    })),
  declare("period close", "lets one of many append to the chain, and tells the others", (records, dealership) =>
    Effect.gen(function*() {
      const snapshot = (digest: string): Records.Snapshot => ({ period: "2024-03", sequence: 0, previousDigest: "", digest, content: "{}", closedAt: 1, closedBy: "asistente" })
      const outcomes = yield* Effect.all(
        Array.from({ length: CLIENTS }, (_, client) =>
          Effect.match(records.appendSnapshot(dealership, snapshot(`d${client}`)), { onFailure: ({ reason }) => reason._tag, onSuccess: () => "appended" })),
        { concurrency: "unbounded" }
      )
      yield* expectSame("outcomes", outcomes.toSorted(), [...Array.from({ length: CLIENTS - 1 }, () => "RecordsChanged"), "appended"])
      yield* expectSame("links in the chain", (yield* records.snapshots(dealership)).length, 1)
    })),
  declare("events", "raises an event once, whoever raises it at once", (records, dealership) =>
    Effect.gen(function*() {
      const event = (key: string): Records.RaisedEvent => ({ key, type: "lead.escalated", at: 1, data: { prospectId: "P1" } })
      const raised = yield* Effect.all(
        Array.from({ length: CLIENTS }, () => records.raise(dealership, [event("a"), event("b")])),
        { concurrency: "unbounded" }
      )
      yield* expectSame("keys raised", raised.flat().map(({ key }) => key).toSorted(), ["a", "b"])
    }))
]

/** What a test runner offers: `describe` and `it` of vitest, jest, node:test and others. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (name: string, body: () => Promise<void>) => unknown
}

/** Declares every case for a storage: `suite("Postgres", layer, { describe, it })`. */
export const suite = (name: string, storage: Storage, { describe, it }: Runner): void => {
  describe(`what a storage owes: ${name}`, () => {
    for (const one of cases) it(`${one.capability}: ${one.name}`, () => one.check(storage))
  })
}
