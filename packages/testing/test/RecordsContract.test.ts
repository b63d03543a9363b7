import * as Records from "@crm-procedure/core/Records"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as RecordsContract from "../src/RecordsContract.ts"

RecordsContract.suite("in memory", Records.Records.layerMemory, { describe, it: (name, body) => it(name, body) })

type Port = Records.Records["Service"]

/** A storage that is the in-memory one but for what is broken on purpose. */
const broken = (change: (port: Port) => Partial<Port>): RecordsContract.Storage =>
  Layer.effect(Records.Records, Effect.map(Records.Records, (port) => Records.Records.of({ ...port, ...change(port) }))).pipe(
    Layer.provide(Records.Records.layerMemory)
  )

/** Which cases a storage fails, by a word of their names. */
const failed = async (storage: RecordsContract.Storage): Promise<ReadonlyArray<string>> => {
  const names: Array<string> = []
  for (const { check, name } of RecordsContract.cases) await check(storage).catch(() => names.push(name))
  return names
}

describe("the contract", () => {
  const faults: ReadonlyArray<readonly [string, (port: Port) => Partial<Port>]> = [
    ["forgets the revision", (port) => ({ prospect: (dealership, id) => Effect.map(port.prospect(dealership, id), Option.map((stored) => ({ ...stored, revision: 0 }))) })],
    ["mixes dealerships", (port) => ({ putProspects: (_, records, at) => port.putProspects("all", records, at), prospects: () => port.prospects("all") })],
    ["says added each time", (port) => ({ putProspects: (dealership, records, at) => Effect.map(port.putProspects(dealership, records, at), (puts) => puts.map(() => "added" as const)) })],
    ["keeps the last sample", () => ({ keepSample: (_, sample) => Effect.succeed(sample) })],
    ["leases without looking", () => ({ lease: (_, subjects) => Effect.succeed(Option.fromUndefinedOr(subjects[0])) })],
    ["leases a moment too long", (port) => ({ lease: (dealership, subjects, agent, now, until) => port.lease(dealership, subjects, agent, now, until + 1) })],
    ["appends anything", (port) => ({ appendSnapshot: (dealership, snapshot) => Effect.catch(port.appendSnapshot(dealership, snapshot), () => Effect.void) })],
    ["raises again", (port) => ({ raise: (dealership, events) => Effect.as(port.raise(dealership, events), events) })],
    ["keeps what a failed change wrote", () => ({ change: (_, effect) => effect })],
    ["lets changes cross", (port) => ({ change: (_, effect) => effect, atOneMoment: (_, effect) => effect, putGoals: (...given) => Effect.andThen(Effect.yieldNow, port.putGoals(...given)) })],
    ["forgets a roll-up", (port) => ({ addToRollUps: (dealership, rollUps) => port.addToRollUps(dealership, rollUps.slice(1)) })],
    ["forgets until when a verdict holds", (port) => ({ monthStanding: (dealership, period) => Effect.map(port.monthStanding(dealership, period), (standing) => ({ ...standing, until: undefined })) })],
    ["finds no other prospects", () => ({ prospectsLike: () => Effect.succeed([]) })],
    ["finds no other activities", () => ({ activitiesLike: () => Effect.succeed([]) })],
    ["finds nothing overtaken by time", () => ({ outdated: () => Effect.succeed([]) })],
    ["gives events in another order", (port) => ({ events: (dealership) => Effect.map(port.events(dealership), (events) => events.toReversed()) })],
    ["loses a goal's last digit", (port) => ({ goals: (dealership, period) => Effect.map(port.goals(dealership, period), (goals) => goals.map((goal) => ({ ...goal, activities: goal.activities - goal.activities % 10 }))) })]
  ]
  for (const [name, change] of faults) {
    it(`catches a storage that ${name}`, async () => {
      assert.isNotEmpty(await failed(broken(change)))
    })
  }

  it("has nothing against a storage that only passes on", async () => {
    assert.isEmpty(await failed(broken(() => ({}))))
  })
})
