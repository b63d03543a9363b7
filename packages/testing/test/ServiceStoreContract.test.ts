import * as Records from "@crm-procedure/core/register/Records"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ServiceStoreContract from "../src/ServiceStoreContract.ts"

const runner = { describe, it: (name: string, body: () => Promise<void>) => it(name, body) }

ServiceStoreContract.suite("in memory", ServiceStore.ServiceStore.layerMemory, runner)

type Port = ServiceStore.ServiceStore["Service"]

/** A storage that is the in-memory one but for what is broken on purpose. */
const broken = (change: (port: Port) => Partial<Port>): ServiceStoreContract.Storage =>
  Layer.effect(ServiceStore.ServiceStore, Effect.map(ServiceStore.ServiceStore, (port) => ServiceStore.ServiceStore.of({ ...port, ...change(port) }))).pipe(
    Layer.provide(ServiceStore.ServiceStore.layerMemory)
  )

const failed = async <S>(cases: ReadonlyArray<ServiceStoreContract.Case<S>>, storage: S): Promise<ReadonlyArray<string>> => {
  const names: Array<string> = []
  for (const { check, name } of cases) await check(storage).catch(() => names.push(name))
  return names
}

describe("the contract", () => {
  const faults: ReadonlyArray<readonly [string, (port: Port) => Partial<Port>]> = [
    ["forgets that a key was revoked", () => ({ revokeKey: () => Effect.succeed(true) })],
    ["finds no key of another dealership", (port) => ({ keyOfHash: (hash) => port.keyOfHash(`${hash.slice(1)}0`) })],
    ["forgets a dealership whose key was revoked", (port) => ({
      dealerships: Effect.flatMap(port.dealerships, Effect.filter((one) => Effect.map(port.keys(one), (keys) => keys.some(({ revokedAt }) => revokedAt === undefined))))
    })],
    ["claims without looking", () => ({ claim: () => Effect.succeed({ kind: "new", attempt: 1 }) })],
    ["mixes senders", (port) => ({ claim: (dealership, claim) => port.claim(dealership, { ...claim, sender: "k1" }) })],
    ["mixes dealerships", (port) => ({ claim: (_, claim) => port.claim("all", claim) })],
    ["does not look at the request", (port) => ({ claim: (dealership, claim) => port.claim(dealership, { ...claim, request: "" }) })],
    ["holds a claim for ever", (port) => ({ claim: (dealership, claim) => port.claim(dealership, { ...claim, heldUntil: Number.MAX_SAFE_INTEGER }) })],
    ["keeps anybody's answer", (port) => ({ keepAnswer: (dealership, holding, answer) => Effect.catch(port.keepAnswer(dealership, holding, answer), () => Effect.void) })],
    ["releases anybody's claim", (port) => ({ release: (dealership, holding) => port.release(dealership, { ...holding, attempt: 2 }) })],
    ["keeps the answers that quote an erased person", () => ({ dropAnswers: () => Effect.void })],
    ["drops every answer", (port) => ({ dropAnswers: (dealership) => port.dropAnswers(dealership, [""]) })],
    ["takes a session for open that has ended", () => ({ endSession: () => Effect.succeed(true) })],
    ["takes a session for open that has expired", (port) => ({ session: (dealership, id) => port.session(dealership, id, 0) })],
    ["keeps a session of a user who is gone", (port) => ({ sessionsOf: (dealership, id, now) => port.sessionsOf(dealership, id, Math.min(now, 0)), endSessionsOf: () => Effect.succeed(0) })],
    ["takes any change of a user", (port) => ({
      putUser: (user) => Effect.flatMap(port.putUser(user), (isStored) => isStored ? Effect.succeed(true) : Effect.andThen(port.removeUser(user.identity.dealership, user.id), port.putUser({ ...user, revision: 1 })))
    })],
    ["finds no dealership by an invitation", (port) => ({ dealershipsOfHandle: (handle) => port.dealershipsOfHandle(handle.replace("invitation", "email")) })],
    ["finds no user by an invitation", (port) => ({ usersOfHandle: (dealership, handle) => port.usersOfHandle(dealership, handle.replace("invitation", "email")) })],
    ["finds users of another dealership", (port) => ({ usersOfHandle: (_, handle) => Effect.flatMap(port.dealershipsOfHandle(handle), ([first = ""]) => port.usersOfHandle(first, handle)) })],
    ["moves a cursor back", (port) => ({ subscriptions: (dealership) => Effect.map(port.subscriptions(dealership), (all) => all.map((one) => ({ ...one, cursor: Math.min(one.cursor, 2) }))) })],
    ["hands out a record's deliveries all at once", (port) => ({
      takeDue: (dealership, id, now) => Effect.map(port.deliveries(dealership, id, { state: "pending", after: 0, limit: 10 }), (all) => all.filter(({ dueAt }) => dueAt <= now))
    })],
    ["does not hold a taken delivery", (port) => ({ takeDue: (dealership, id, now, _, limit) => port.takeDue(dealership, id, now, now, limit) })],
    ["hides what died", (port) => ({ deliveries: (dealership, id, query) => Effect.map(port.deliveries(dealership, id, query), (all) => all.filter(({ state }) => state !== "dead")) })],
    ["writes another character for one that it can't keep", (port) => ({ enqueue: (dealership, id, deliveries, cursor) => port.enqueue(dealership, id, deliveries.map((one) => ({ ...one, record: one.record.toWellFormed().replace("\0", "") })), cursor) })],
    ["finds another character's deliveries", (port) => ({ deliveries: (dealership, id, query) => port.deliveries(dealership, id.toWellFormed(), query) })],
    ["forgets nothing", () => ({ forget: () => Effect.void })],
    ["keeps a subscription that was removed", () => ({ removeSubscription: () => Effect.succeed(true) })]
  ]
  for (const [name, change] of faults) {
    it(`catches a storage that ${name}`, async () => {
      assert.isNotEmpty(await failed(ServiceStoreContract.cases, broken(change)))
    })
  }

  it("has nothing against a storage that only passes on", async () => {
    assert.isEmpty(await failed(ServiceStoreContract.cases, broken(() => ({}))))
  })

  it("catches a storage whose answers outlive the change that they were kept in", async () => {
    const apart = Layer.mergeAll(Records.Records.layerMemory, ServiceStore.ServiceStore.layerMemory)
    assert.deepStrictEqual(await failed(ServiceStoreContract.jointCases, apart), ["keeps no answer of a change that came to nothing"])
  })
})
