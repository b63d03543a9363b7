/**
 * What every storage of a service's own things owes (keys, answers, subscriptions, deliveries): to answer exactly as the
 * in-memory one does, and to hold when several ask at once. Run by whatever test runner you use; see {@link suite}.
 *
 * Every case takes dealerships of its own, so that one storage serves all cases, one after another, and keeps what it had.
 */
import * as Records from "@crm-procedure/core/register/Records"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import type * as Message from "@crm-procedure/core/service/Message"
import type * as PersonRequest from "@crm-procedure/core/service/PersonRequest"
import * as User from "@crm-procedure/core/service/User"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import { ContractBroken, type Runner } from "./RecordsContract.ts"

type Port = ServiceStore.ServiceStore["Service"]

/** A storage under test, as its layer. */
export type Storage = Layer.Layer<ServiceStore.ServiceStore, unknown>

/** A storage of records and of what a service keeps beside them, in one: what is kept inside a change goes with it. */
export type JointStorage = Layer.Layer<ServiceStore.ServiceStore | Records.Records, unknown>

/** One promise, with the check of it. It rejects with `ContractBroken`, or with what the storage itself failed with. */
export interface Case<S = Storage> {
  readonly capability: "keys" | "users" | "messages" | "answers" | "sessions" | "requests" | "subscriptions" | "deliveries"
  readonly name: string
  readonly check: (storage: S) => Promise<void>
}

let dealerships = 0
/** A dealership that no other case has used, in this process. */
const freshDealership = (): string => `service-store-contract-${++dealerships}`

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
  body: (port: Port, dealership: string) => Effect.Effect<void, unknown>
): Case => ({
  capability,
  name,
  check: (storage) =>
    Effect.runPromise(
      Effect.gen(function*() {
        yield* body(yield* ServiceStore.ServiceStore, freshDealership())
      }).pipe(Effect.provide(storage), Effect.orDie)
    )
})

const hashOf = (salt: string, n: number): string => [...`${salt} ${n}`].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 4_294_967_291, 7)
  .toString(16).padStart(64, "0")

const keyOf = (dealership: string, id: string, hash = hashOf(dealership, id.length)): ServiceStore.AccessKey => ({
  id,
  hash,
  name: "Llave de la señora Ñ",
  identity: { dealership, role: "integration", brandIds: ["B1", "B,2"] },
  createdAt: 1
})

const userOf = (dealership: string, id: string, name: string): User.User => ({
  id,
  name: "Luz Peña Ñáñez",
  email: `${name}@${dealership}.test`,
  identity: { dealership, role: "commercial-manager", branchIds: ["S1"], isAdministrator: true },
  language: "es",
  createdAt: 1,
  revision: 1
})

const messageOf = (id: string, more: Partial<Message.Message> = {}): Message.Message => ({
  id,
  userId: "u-1",
  kind: "morning",
  to: "luz@ejemplo.test",
  subject: "Tareas de hoy, Ñáñez",
  text: "Nada",
  html: "<p>Nada</p>",
  isShown: true,
  figures: { prospecting: 80 },
  createdAt: 1,
  state: "pending",
  dueAt: 2,
  attempts: 0,
  ...more
})

const requestOf = (id: string, more: Partial<PersonRequest.PersonRequest> = {}): PersonRequest.PersonRequest => ({
  id,
  kind: "reclamo",
  channel: "email",
  person: { email: "ana.ñ@ejemplo.test" },
  text: "Que borren \"todo\"",
  receivedAt: 5,
  registeredBy: "u-1",
  revision: 1,
  ...more
})

const claimOf = (more: Partial<ServiceStore.Claim> = {}): ServiceStore.Claim => ({
  sender: "k1",
  key: "a key",
  request: "digest",
  now: 100,
  heldUntil: 200,
  expiresAt: 1000,
  ...more
})

const answer: ServiceStore.Answer = { status: 201, headers: { etag: "\"0\"", "content-type": "application/json" }, body: "{\"ñ\":\"\\u0000\"}" }

const subscriptionOf = (id: string): ServiceStore.Subscription => ({
  id,
  url: "https://ejemplo.test/avisos",
  events: ["verdict.changed", "period.closed"],
  brandIds: ["B1"],
  secret: "whsec_c2VjcmV0",
  createdAt: 5,
  cursor: 0
})

/** Everything that can be read of a dealership. */
const everything = Effect.fnUntraced(function*(port: Port, dealership: string) {
  const subscriptions = yield* port.subscriptions(dealership)
  return {
    keys: yield* port.keys(dealership),
    keyUses: yield* port.keyUses(dealership),
    users: yield* port.users(dealership),
    requests: yield* port.personRequests(dealership),
    subscriptions,
    deliveries: yield* Effect.forEach(subscriptions, ({ id }) => port.deliveries(dealership, id, { after: 0, limit: 1000 }))
  }
})

/** One thing done to a storage; its answer is what two storages are compared by. */
interface Step {
  readonly name: string
  readonly run: (port: Port, dealership: string) => Effect.Effect<unknown, ServiceStore.ServiceStoreError>
}

const step = (name: string, run: Step["run"]): Step => ({ name, run })

/** Steps over few keys, claims, subscriptions and instants, so that they meet. */
const steps: fc.Arbitrary<ReadonlyArray<Step>> = (() => {
  const instant = fc.integer({ min: 0, max: 6 })
  const id = fc.constantFrom("one", "two")
  const holding = fc.record({ sender: fc.constantFrom("k1", "k2"), key: fc.constantFrom("a", "b"), attempt: fc.integer({ min: 1, max: 3 }) })
  const state = fc.constantFrom<ServiceStore.DeliveryState>("pending", "delivered", "dead")
  const position = fc.integer({ min: 1, max: 6 })
  return fc.array(fc.oneof(
    fc.tuple(id, fc.boolean()).map(([key, named]) =>
      step("putKey", (port, dealership) => port.putKey({ ...keyOf(dealership, key), name: named ? "uno" : "otro" }))),
    fc.tuple(id, instant).map(([key, at]) => step("revokeKey", (port, dealership) => port.revokeKey(dealership, key, at))),
    id.map((key) => step("keyOfHash", (port, dealership) => Effect.map(port.keyOfHash(hashOf(dealership, key.length)), Option.getOrNull))),
    fc.tuple(holding, fc.constantFrom("r1", "r2"), instant, instant, instant).map(([{ key, sender }, request, now, held, kept]) =>
      step("claim", (port, dealership) => port.claim(dealership, { sender, key, request, now, heldUntil: now + held, expiresAt: now + 1 + kept }))),
    fc.tuple(holding, fc.integer({ min: 200, max: 204 })).map(([held, status]) =>
      step("keepAnswer", (port, dealership) =>
        Effect.match(port.keepAnswer(dealership, held, { ...answer, status }), { onFailure: ({ reason }) => reason._tag, onSuccess: () => "kept" }))),
    fc.tuple(id, instant).map(([session, expiresAt]) =>
      step("beginSession", (port, dealership) => port.beginSession(dealership, { id: session, holderId: "k1", createdAt: 0, expiresAt, device: "Firefox" }))),
    fc.tuple(id, instant).map(([session, at]) => step("noteSession", (port, dealership) => port.noteSession(dealership, session, at))),
    instant.map((now) => step("sessionsOf", (port, dealership) => port.sessionsOf(dealership, "k1", now))),
    fc.tuple(fc.constantFrom("k1", "k2"), fc.option(id, { nil: undefined })).map(([holder, but]) =>
      step("endSessionsOf", (port, dealership) => port.endSessionsOf(dealership, holder, but))),
    fc.tuple(id, fc.constantFrom("luz", "ana"), fc.integer({ min: 1, max: 3 })).map(([user, name, revision]) =>
      step("putUser", (port, dealership) => port.putUser({ ...userOf(dealership, user, name), revision }))),
    id.map((user) => step("user", (port, dealership) => Effect.map(port.user(dealership, user), Option.getOrNull))),
    fc.constantFrom("luz", "ana").map((name) =>
      step("usersOfHandle", (port, dealership) => port.usersOfHandle(dealership, User.handleOfEmail(userOf(dealership, "one", name).email)))),
    id.map((user) => step("removeUser", (port, dealership) => port.removeUser(dealership, user))),
    fc.tuple(id, instant, instant).map(([message, createdAt, dueAt]) => step("addMessages", (port, dealership) => port.addMessages(dealership, [messageOf(message, { createdAt, dueAt })]))),
    fc.tuple(instant, instant, fc.integer({ min: 1, max: 2 })).map(([now, held, limit]) => step("takeMessages", (port, dealership) => port.takeMessages(dealership, now, now + held, limit))),
    fc.tuple(id, fc.constantFrom("pending", "sent", "dead"), instant).map(([message, at, dueAt]) =>
      step("settleMessage", (port, dealership) => port.settleMessage(dealership, messageOf(message, { state: at as Message.MessageState, dueAt, attempts: 1, lastFailure: "421" })))),
    instant.map((at) => step("readMessages", (port, dealership) => port.readMessages(dealership, "u-1", at))),
    fc.constantFrom("u-1", "u-2").map((user) => step("dropMessages", (port, dealership) => port.dropMessages(dealership, [user], ["nothing of it"]))),
    fc.tuple(id, instant, fc.integer({ min: 1, max: 3 })).map(([request, receivedAt, revision]) =>
      step("putPersonRequest", (port, dealership) => port.putPersonRequest(dealership, requestOf(request, { receivedAt, revision })))),
    instant.map((before) => step("forgetMessages", (port, dealership) => port.forgetMessages(dealership, before))),
    fc.integer({ min: 1, max: 2 }).map((limit) => step("messagesOf", (port, dealership) => port.messagesOf(dealership, "u-1", limit))),
    fc.tuple(id, instant).map(([key, at]) => step("noteKeyUse", (port, dealership) => port.noteKeyUse(dealership, key, at))),
    fc.tuple(id, instant).map(([session, now]) => step("session", (port, dealership) => Effect.map(port.session(dealership, session, now), Option.getOrNull))),
    id.map((session) => step("endSession", (port, dealership) => port.endSession(dealership, session))),
    fc.constantFrom("ñ", "nothing of it").map((text) => step("dropAnswers", (port, dealership) => port.dropAnswers(dealership, [text]))),
    holding.map((held) => step("release", (port, dealership) => port.release(dealership, held))),
    id.map((subscription) => step("addSubscription", (port, dealership) =>
      Effect.flatMap(port.subscriptions(dealership), (all) =>
        all.some((one) => one.id === subscription) ? Effect.void : port.addSubscription(dealership, subscriptionOf(subscription))))),
    fc.tuple(id, fc.option(instant, { nil: undefined }), fc.option(instant, { nil: undefined })).map(([subscription, failingSince, formerUntil]) =>
      step("changeSubscription", (port, dealership) =>
        port.changeSubscription(dealership, subscription, { secret: "whsec_other", failingSince, ...(formerUntil === undefined ? { pausedAt: failingSince } : { formerSecret: "whsec_c2VjcmV0", formerUntil }) }))),
    id.map((subscription) => step("removeSubscription", (port, dealership) => port.removeSubscription(dealership, subscription))),
    fc.tuple(id, fc.uniqueArray(position, { maxLength: 4 }), fc.constantFrom("P1", "P2"), instant, position).map(([subscription, positions, record, dueAt, cursor]) =>
      step("enqueue", (port, dealership) => port.enqueue(dealership, subscription, positions.map((one) => ({ position: one, record, dueAt })), cursor))),
    fc.tuple(id, instant, instant, fc.integer({ min: 1, max: 3 })).map(([subscription, now, held, limit]) =>
      step("takeDue", (port, dealership) => port.takeDue(dealership, subscription, now, now + held, limit))),
    fc.tuple(id, position, state, instant, fc.constantFrom("P1", "P2")).map(([subscription, place, now, at, record]) =>
      step("settle", (port, dealership) =>
        Effect.flatMap(port.deliveries(dealership, subscription, { after: place - 1, limit: 1 }), ([found]) =>
          found?.position !== place
            ? port.settle(dealership, subscription, { position: place, record, state: now, attempts: 1, dueAt: at })
            : port.settle(dealership, subscription, { ...found, state: now, attempts: found.attempts + 1, dueAt: at, lastAttemptAt: at, lastFailure: "503" })))),
    fc.tuple(id, fc.option(state, { nil: undefined }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 3 })).map(([subscription, wanted, after, limit]) =>
      step("deliveries", (port, dealership) => port.deliveries(dealership, subscription, { state: wanted, after, limit }))),
    fc.tuple(instant, instant).map(([now, before]) => step("forget", (port, dealership) => port.forget(dealership, now, before)))
  ), { minLength: 1, maxLength: 30 })
})()

const agrees = (storage: Storage, numRuns: number): Promise<void> =>
  Effect.runPromise(
    Effect.gen(function*() {
      const port = yield* ServiceStore.ServiceStore
      yield* Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(steps, (sequence) =>
            Effect.runPromise(Effect.gen(function*() {
              const model = yield* ServiceStore.ServiceStore
              const dealership = freshDealership()
              for (const [place, { name, run }] of sequence.entries()) {
                yield* expectSame(`step ${place}, ${name}`, yield* run(port, dealership), yield* run(model, dealership))
              }
              yield* expectSame("everything at the end", yield* everything(port, dealership), yield* everything(model, dealership))
            }).pipe(Effect.provide(ServiceStore.ServiceStore.layerMemory)))),
          { numRuns }
        ))
    }).pipe(Effect.provide(storage), Effect.orDie)
  )

/** How many ask at once where a promise is about that. */
const CLIENTS = 16

const atOnce = <A, E>(ask: (client: number) => Effect.Effect<A, E>): Effect.Effect<ReadonlyArray<A>, E> =>
  Effect.all(Array.from({ length: CLIENTS }, (_, client) => ask(client)), { concurrency: "unbounded" })

/** The promises, one by one. */
export const cases: ReadonlyArray<Case> = [
  {
    capability: "answers",
    name: "answers as the in-memory storage does, on any sequence of writes and reads",
    check: (storage) => agrees(storage, 150)
  },
  declare("keys", "finds a key by its hash alone, in any dealership, and says when it was revoked first", (port, dealership) =>
    Effect.gen(function*() {
      const key = keyOf(dealership, "k")
      yield* port.putKey(key)
      yield* port.putKey(keyOf(`${dealership}-2`, "k", hashOf(`${dealership}-2`, 1)))
      yield* expectSame("the key of the hash", Option.getOrNull(yield* port.keyOfHash(key.hash)), key)
      yield* expectSame("the key of another hash", Option.isNone(yield* port.keyOfHash("f".repeat(64))), true)
      yield* expectSame("revoking", [yield* port.revokeKey(dealership, "k", 7), yield* port.revokeKey(dealership, "k", 9)], [true, true])
      yield* expectSame("revoking an unknown one", yield* port.revokeKey(dealership, "unknown", 7), false)
      yield* expectSame("the revoked key", yield* port.keys(dealership), [{ ...key, revokedAt: 7 }])
      yield* expectSame("the other dealership's", (yield* port.keys(`${dealership}-2`)).map(({ revokedAt }) => revokedAt), [undefined])
      const having = yield* port.dealerships
      yield* expectSame("those that have a key, by code points", having.filter((one) => one.startsWith(dealership)), [dealership, `${dealership}-2`])
    })),
  declare("answers", "gives one of many who claim at once the work, and tells the others", (port, dealership) =>
    Effect.gen(function*() {
      const claimed = yield* atOnce(() => port.claim(dealership, claimOf()))
      yield* expectSame("who may", claimed.map(({ kind }) => kind).toSorted(), [...Array.from({ length: CLIENTS - 1 }, () => "in-flight"), "new"])
      const other = yield* port.claim(dealership, claimOf({ sender: "k2", request: "another" }))
      yield* expectSame("another sender's equal key", other.kind, "new")
      const elsewhere = yield* port.claim(`${dealership}-2`, claimOf({ request: "another" }))
      yield* expectSame("another dealership's equal key", elsewhere.kind, "new")
    })),
  declare("answers", "gives the first answer again, and refuses another request under the same key", (port, dealership) =>
    Effect.gen(function*() {
      yield* port.claim(dealership, claimOf())
      yield* port.keepAnswer(dealership, { sender: "k1", key: "a key", attempt: 1 }, answer)
      yield* expectSame("the same again", yield* port.claim(dealership, claimOf({ now: 300 })), { kind: "answered", answer })
      yield* expectSame("another request", yield* port.claim(dealership, claimOf({ now: 300, request: "another" })), { kind: "different" })
      yield* expectSame("once it has expired", (yield* port.claim(dealership, claimOf({ now: 1000, request: "another", expiresAt: 2000 }))).kind, "new")
    })),
  declare("answers", "lets a claim be taken over once it has stood too long, and keeps nothing of whom it was taken from", (port, dealership) =>
    Effect.gen(function*() {
      const holding = { sender: "k1", key: "a key" }
      yield* expectSame("the first", yield* port.claim(dealership, claimOf()), { kind: "new", attempt: 1 })
      yield* expectSame("a moment before", yield* port.claim(dealership, claimOf({ now: 199, heldUntil: 300 })), { kind: "in-flight", heldUntil: 200 })
      yield* expectSame("taken over", yield* port.claim(dealership, claimOf({ now: 200, heldUntil: 300 })), { kind: "new", attempt: 2 })
      const lost = yield* Effect.flip(port.keepAnswer(dealership, { ...holding, attempt: 1 }, answer))
      yield* expectSame("the first one's answer", lost.reason._tag, "ClaimLost")
      yield* port.release(dealership, { ...holding, attempt: 1 })
      yield* port.keepAnswer(dealership, { ...holding, attempt: 2 }, answer)
      yield* expectSame("the second one's answer", (yield* port.claim(dealership, claimOf({ now: 201 }))).kind, "answered")
    })),
  declare("keys", "refuses text that not every storage can keep, wherever it stands, keeps nothing of it, and finds nothing by it", (port, dealership) =>
    Effect.gen(function*() {
      yield* port.putKey(keyOf(dealership, "P\ufffd"))
      yield* port.addSubscription(dealership, subscriptionOf("P\ufffd"))
      yield* port.enqueue(dealership, "P\ufffd", [{ position: 1, record: "P1", dueAt: 1 }], 1)
      yield* port.claim(dealership, claimOf({ key: "P\ufffd" }))
      const before = yield* everything(port, dealership)
      for (const text of ["\0", "P\ud800", "\udc00"]) {
        const key = keyOf(dealership, "k")
        const writes: Readonly<Record<string, Effect.Effect<unknown, ServiceStore.ServiceStoreError>>> = {
          putKey: port.putKey({ ...key, name: text }),
          "putKey of a dealership": port.putKey({ ...key, identity: { ...key.identity, dealership: text } }),
          revokeKey: port.revokeKey(dealership, text, 1),
          claim: port.claim(dealership, claimOf({ key: text })),
          keepAnswer: port.keepAnswer(dealership, { sender: "k1", key: "P\ufffd", attempt: 1 }, { ...answer, headers: { etag: text } }),
          release: port.release(dealership, { sender: "k1", key: text, attempt: 1 }),
          dropAnswers: port.dropAnswers(dealership, ["P1", text]),
          beginSession: port.beginSession(dealership, { id: text, holderId: "k", createdAt: 1, expiresAt: 2 }),
          noteSession: port.noteSession(dealership, text, 1),
          endSessionsOf: port.endSessionsOf(dealership, text),
          putUser: port.putUser({ ...userOf(dealership, "one", "luz"), name: text }),
          removeUser: port.removeUser(dealership, text),
          noteKeyUse: port.noteKeyUse(dealership, text, 1),
          addMessages: port.addMessages(dealership, [messageOf("m", { subject: text })]),
          takeMessages: port.takeMessages(text, 1, 2, 1),
          settleMessage: port.settleMessage(dealership, messageOf("m", { lastFailure: text })),
          readMessages: port.readMessages(dealership, text, 1),
          forgetMessages: port.forgetMessages(text, 1),
          dropMessages: port.dropMessages(dealership, ["u-1"], [text]),
          putPersonRequest: port.putPersonRequest(dealership, requestOf("r", { text })),
          endSession: port.endSession(dealership, text),
          addSubscription: port.addSubscription(dealership, { ...subscriptionOf("s2"), brandIds: ["B1", text] }),
          changeSubscription: port.changeSubscription(dealership, "s1", { secret: text }),
          removeSubscription: port.removeSubscription(dealership, text),
          enqueue: port.enqueue(dealership, "P\ufffd", [{ position: 2, record: text, dueAt: 1 }], 2),
          takeDue: port.takeDue(dealership, text, 1, 2, 1),
          settle: port.settle(dealership, "P\ufffd", { position: 1, record: "P1", state: "pending", attempts: 1, dueAt: 1, lastFailure: text }),
          forget: port.forget(text, 5000, 5000)
        }
        for (const [operation, write] of Object.entries(writes)) {
          const found = yield* Effect.match(write, { onFailure: ({ reason }) => reason._tag, onSuccess: () => "kept" })
          yield* expectSame(`${operation} with the text ${JSON.stringify(text)}`, found, "TextNotStorable")
        }
        yield* expectSame("everything after it", yield* everything(port, dealership), before)
        yield* expectSame("a key by it", Option.isNone(yield* port.keyOfHash(text)), true)
        yield* expectSame("a dealership by it", yield* everything(port, text), { keys: [], keyUses: [], users: [], requests: [], subscriptions: [], deliveries: [] })
        yield* expectSame("deliveries by it", yield* port.deliveries(dealership, text, { after: 0, limit: 9 }), [])
      }
      yield* expectSame("the claim that stood", (yield* port.claim(dealership, claimOf({ key: "P\ufffd" }))).kind, "in-flight")
    })),
  declare("subscriptions", "gives back subscriptions as they were made, names the dealerships that have any, and removes them", (port, dealership) =>
    Effect.gen(function*() {
      const { brandIds: _all, ...ofAllBrands } = subscriptionOf("s2")
      yield* port.addSubscription(dealership, ofAllBrands)
      yield* port.addSubscription(dealership, subscriptionOf("s1"))
      yield* expectSame("the subscriptions", yield* port.subscriptions(dealership), [subscriptionOf("s1"), ofAllBrands])
      yield* expectSame("another dealership's", yield* port.subscriptions(`${dealership}-2`), [])
      yield* expectSame("subscribed", (yield* port.subscribedDealerships).includes(dealership), true)
      yield* expectSame("removing in another dealership", yield* port.removeSubscription(`${dealership}-2`, "s1"), false)
      yield* expectSame("removing", [yield* port.removeSubscription(dealership, "s1"), yield* port.removeSubscription(dealership, "s2")], [true, true])
      yield* expectSame("removing again", yield* port.removeSubscription(dealership, "s1"), false)
      yield* expectSame("subscribed then", (yield* port.subscribedDealerships).includes(dealership), false)
    })),
  declare("deliveries", "hands out a record's deliveries one after another in their order, records beside each other, each to one taker", (port, dealership) =>
    Effect.gen(function*() {
      yield* port.addSubscription(dealership, subscriptionOf("s1"))
      yield* port.enqueue(dealership, "s1", [
        { position: 3, record: "P2", dueAt: 0 },
        { position: 1, record: "P1", dueAt: 0 },
        { position: 2, record: "P1", dueAt: 0 }
      ], 3)
      const taken = yield* atOnce(() => port.takeDue(dealership, "s1", 10, 20, 10))
      yield* expectSame("what was taken", taken.flat().map(({ position }) => position).toSorted(), [1, 3])
      const first = taken.flat().find(({ position }) => position === 1)!
      yield* expectSame("held", yield* port.takeDue(dealership, "s1", 19, 30, 10), [])
      yield* port.settle(dealership, "s1", { ...first, attempts: 1, dueAt: 40, lastAttemptAt: 15, lastFailure: "503" })
      yield* expectSame("waiting its turn", (yield* port.takeDue(dealership, "s1", 39, 50, 10)).map(({ position }) => position), [3])
      yield* expectSame("due again", (yield* port.takeDue(dealership, "s1", 40, 50, 10)).map(({ position }) => position), [1])
      yield* port.settle(dealership, "s1", { ...first, state: "dead", attempts: 2, lastAttemptAt: 45, lastFailure: "410" })
      yield* expectSame("the next of the record", (yield* port.takeDue(dealership, "s1", 49, 60, 10)).map(({ position }) => position), [2])
      yield* expectSame("the dead one is seen", (yield* port.deliveries(dealership, "s1", { state: "dead", after: 0, limit: 10 })).map(({ lastFailure }) => lastFailure), ["410"])
    })),
  declare("answers", "drops those that quote one of the texts, and no claim that is still worked on", (port, dealership) =>
    Effect.gen(function*() {
      const kept = (key: string, body: string) =>
        Effect.andThen(port.claim(dealership, claimOf({ key })), port.keepAnswer(dealership, { sender: "k1", key, attempt: 1 }, { ...answer, body }))
      yield* kept("theirs", "{\"fullName\":\"Ana \\\"La Ñapa\\\"\"}")
      yield* kept("another's", "{\"fullName\":\"Berta\"}")
      yield* port.claim(dealership, claimOf({ key: "open" }))
      yield* port.dropAnswers(dealership, ["nobody", "Ana \\\"La Ñapa\\\""])
      const kinds = yield* Effect.forEach(["theirs", "another's", "open"], (key) => Effect.map(port.claim(dealership, claimOf({ key })), ({ kind }) => kind))
      yield* expectSame("the claims", kinds, ["new", "answered", "in-flight"])
      yield* port.dropAnswers(dealership, [])
      yield* expectSame("after dropping nothing", (yield* port.claim(dealership, claimOf({ key: "another's" }))).kind, "answered")
    })),
  declare("sessions", "gives a session until it ends or expires, to its dealership alone", (port, dealership) =>
    Effect.gen(function*() {
      const session: ServiceStore.Session = { id: "una", holderId: "k1", createdAt: 5, expiresAt: 10 }
      const found = (now: number, of = dealership, id = "una") => Effect.map(port.session(of, id, now), Option.getOrNull)
      yield* port.beginSession(dealership, session)
      yield* port.beginSession(dealership, { ...session, id: "otra" })
      yield* expectSame("before it expires", yield* found(9), session)
      yield* expectSame("as it expires", yield* found(10), null)
      yield* expectSame("in another dealership", yield* found(9, `${dealership}-2`), null)
      yield* expectSame("ending it", [yield* port.endSession(dealership, "una"), yield* port.endSession(dealership, "una")], [true, false])
      yield* expectSame("once it has ended", yield* found(9), null)
      yield* expectSame("the other one", (yield* found(9, dealership, "otra"))?.id, "otra")
      yield* port.forget(dealership, 10, 0)
      yield* expectSame("once it is forgotten", yield* found(0, dealership, "otra"), null)
    })),
  declare("users", "stores a change over the revision before it and no other, and finds a user by what is presented, in any dealership", (port, dealership) =>
    Effect.gen(function*() {
      const user = userOf(dealership, "u-1", "luz")
      const invited: User.User = { ...user, invitation: { hash: hashOf(dealership, 1), expiresAt: 9 }, provider: { issuer: "https://id.test", subject: dealership } }
      yield* expectSame("a new one", [yield* port.putUser(invited), yield* port.putUser(invited)], [true, false])
      yield* expectSame("another with the e-mail", yield* port.putUser({ ...user, id: "u-2" }), false)
      yield* expectSame("in another dealership", yield* port.putUser({ ...user, identity: { ...user.identity, dealership: `${dealership}-2` } }), true)
      const found = (handle: string) => port.dealershipsOfHandle(handle)
      yield* expectSame("by the e-mail", yield* found(User.handleOfEmail(user.email)), [dealership, `${dealership}-2`])
      yield* expectSame("by the invitation", yield* found(User.handleOfInvitation(hashOf(dealership, 1))), [dealership])
      yield* expectSame("the user of the invitation", yield* port.usersOfHandle(dealership, User.handleOfInvitation(hashOf(dealership, 1))), [invited])
      yield* expectSame("in a dealership without it", yield* port.usersOfHandle(`${dealership}-2`, User.handleOfInvitation(hashOf(dealership, 1))), [])
      yield* expectSame("by the provider", yield* found(User.handleOfProvider({ issuer: "https://id.test", subject: dealership })), [dealership])
      const accepted: User.User = { ...user, revision: 2, password: "$argon2id$" }
      const stored = yield* atOnce(() => port.putUser(accepted))
      yield* expectSame("of many changes at once", stored.filter((one) => one).length, 1)
      yield* expectSame("by an invitation that was accepted", yield* found(User.handleOfInvitation(hashOf(dealership, 1))), [])
      yield* expectSame("the user", Option.getOrNull(yield* port.user(dealership, "u-1")), accepted)
      yield* expectSame("known", (yield* port.dealerships).includes(dealership), true)
      yield* port.beginSession(dealership, { id: "s", holderId: "u-1", createdAt: 1, expiresAt: 9, device: "Firefox" })
      yield* expectSame("removing", [yield* port.removeUser(dealership, "u-1"), yield* port.removeUser(dealership, "u-1")], [true, false])
      yield* expectSame("the sessions", yield* port.sessionsOf(dealership, "u-1", 2), [])
      yield* expectSame("by the e-mail then", yield* found(User.handleOfEmail(user.email)), [`${dealership}-2`])
    })),
  declare("messages", "stores a message once, hands it to one sender until it is settled, and shows it to its person", (port, dealership) =>
    Effect.gen(function*() {
      const added = yield* atOnce(() => port.addMessages(dealership, [messageOf("one"), messageOf("two", { userId: "u-2", dueAt: 1 })]))
      yield* expectSame("added", added.reduce((sum, one) => sum + one, 0), 2)
      const taken = yield* atOnce(() => port.takeMessages(dealership, 5, 10, 9))
      yield* expectSame("taken once", taken.flat().map(({ id }) => id), ["two", "one"])
      yield* expectSame("elsewhere", yield* port.takeMessages(`${dealership}-2`, 99, 100, 9), [])
      yield* port.settleMessage(dealership, messageOf("one", { attempts: 1, dueAt: 20, lastFailure: "ECONNREFUSED" }))
      yield* port.settleMessage(dealership, messageOf("two", { userId: "u-2", state: "sent", attempts: 1 }))
      yield* expectSame("before it is due again", yield* port.takeMessages(dealership, 19, 30, 9), [])
      yield* expectSame("due again", (yield* port.takeMessages(dealership, 20, 30, 9)).map(({ id, lastFailure }) => [id, lastFailure]), [["one", "ECONNREFUSED"]])
      yield* expectSame("of a sender that died", (yield* port.takeMessages(dealership, 30, 40, 9)).map(({ id }) => id), ["one"])
      yield* port.readMessages(dealership, "u-1", 7)
      yield* expectSame("a person's", (yield* port.messagesOf(dealership, "u-1", 9)).map(({ id, readAt }) => [id, readAt]), [["one", 7]])
      yield* port.forgetMessages(dealership, 2)
      yield* expectSame("what is pending stays", [...yield* port.messagesOf(dealership, "u-1", 9), ...yield* port.messagesOf(dealership, "u-2", 9)].map(({ id }) => id), ["one"])
    })),
  declare("messages", "drops the messages to an erased person and those that quote one, whatever their state", (port, dealership) =>
    Effect.gen(function*() {
      yield* port.addMessages(dealership, [
        messageOf("to them"),
        messageOf("about them", { userId: "u-2", text: "Llame a Ana \"La Ñapa\" hoy", state: "sent" }),
        messageOf("about another", { userId: "u-2" })
      ])
      yield* port.dropMessages(`${dealership}-2`, ["u-1", "u-2"], [])
      yield* port.dropMessages(dealership, ["u-1"], ["nobody", "Ana \\\"La Ñapa\\\""])
      const left = [...yield* port.messagesOf(dealership, "u-1", 9), ...yield* port.messagesOf(dealership, "u-2", 9)]
      yield* expectSame("what is left", left.map(({ id }) => id), ["about another"])
    })),
  declare("requests", "stores a request over the revision before it and no other, and lists them by when they arrived", (port, dealership) =>
    Effect.gen(function*() {
      yield* port.putPersonRequest(dealership, requestOf("b"))
      yield* port.putPersonRequest(dealership, requestOf("c", { receivedAt: 4 }))
      yield* expectSame("a new one of another time", yield* port.putPersonRequest(dealership, requestOf("a")), true)
      yield* expectSame("the order", (yield* port.personRequests(dealership)).map(({ id }) => id), ["c", "a", "b"])
      const { person: _person, ...answered } = requestOf("b", { revision: 2, answer: { at: 9, by: "u-2", text: "" }, erasedAt: 8 })
      const stored = yield* atOnce(() => port.putPersonRequest(dealership, answered))
      yield* expectSame("of many changes at once", stored.filter((one) => one).length, 1)
      yield* expectSame("a first revision again, and one that skips", [yield* port.putPersonRequest(dealership, requestOf("b")), yield* port.putPersonRequest(dealership, requestOf("b", { revision: 4 }))], [false, false])
      yield* expectSame("the request", (yield* port.personRequests(dealership)).at(-1), answered)
      yield* expectSame("another dealership's", yield* port.personRequests(`${dealership}-2`), [])
    })),
  declare("requests", "finds requests by id, the open ones, those that name their person, and the answered ones a page at a time", (port, dealership) =>
    Effect.gen(function*() {
      for (const id of ["a", "b", "c", "d", "e"]) yield* port.putPersonRequest(dealership, requestOf(id))
      for (const [id, at] of [["b", 9], ["d", 7], ["c", 9]] as const) {
        yield* port.putPersonRequest(dealership, requestOf(id, { revision: 2, answer: { at, by: "u-2", text: "" }, ...(id === "d" ? { person: undefined } : {}) }))
      }
      const found = (query?: PersonRequest.RequestQuery) => Effect.map(port.personRequests(dealership, query), (all) => all.map(({ id }) => id))
      yield* expectSame("one and none", [yield* found({ id: "b" }), yield* found({ id: "x" }), yield* found({ id: "b\u0000" })], [["b"], [], []])
      yield* expectSame("the open ones", yield* found({ isAnswered: false }), ["a", "e"])
      yield* expectSame("the answered ones that name their person", yield* found({ isAnswered: true, isIdentified: true }), ["b", "c"])
      yield* expectSame("those that name no one", yield* found({ isIdentified: false }), ["d"])
      const answered = (limit: number, behind?: PersonRequest.AnsweredPlace) => Effect.map(port.answeredRequests(dealership, limit, behind), (all) => all.map(({ id }) => id))
      yield* expectSame("the last answered first", yield* answered(9), ["b", "c", "d"])
      yield* expectSame("a page", yield* answered(1, { answeredAt: 9, id: "b" }), ["c"])
      yield* expectSame("the last page", yield* answered(2, { answeredAt: 9, id: "c" }), ["d"])
    })),
  declare("sessions", "ends the sessions of one holder but the one that is kept", (port, dealership) =>
    Effect.gen(function*() {
      const begin = (id: string, holderId: string) => port.beginSession(dealership, { id, holderId, createdAt: 1, expiresAt: 10 })
      yield* begin("a", "u-1")
      yield* begin("b", "u-1")
      yield* begin("c", "u-2")
      yield* port.noteSession(dealership, "a", 7)
      yield* expectSame("of one", (yield* port.sessionsOf(dealership, "u-1", 9)).map(({ id, seenAt }) => [id, seenAt]), [["a", 7], ["b", undefined]])
      yield* expectSame("that expired", yield* port.sessionsOf(dealership, "u-1", 10), [])
      yield* expectSame("ending", [yield* port.endSessionsOf(dealership, "u-1", "b"), yield* port.endSessionsOf(`${dealership}-2`, "u-1")], [1, 0])
      yield* expectSame("that are left", [...yield* port.sessionsOf(dealership, "u-1", 9), ...yield* port.sessionsOf(dealership, "u-2", 9)].map(({ id }) => id), ["b", "c"])
    })),
  declare("deliveries", "adds a delivery once, and never moves a cursor back", (port, dealership) =>
    Effect.gen(function*() {
      yield* port.addSubscription(dealership, subscriptionOf("s1"))
      yield* atOnce((client) => port.enqueue(dealership, "s1", [{ position: 1, record: "P1", dueAt: client }], 1 + client))
      yield* port.enqueue(dealership, "s1", [], 2)
      yield* expectSame("deliveries", (yield* port.deliveries(dealership, "s1", { after: 0, limit: 10 })).length, 1)
      yield* expectSame("the cursor", (yield* port.subscriptions(dealership)).map(({ cursor }) => cursor), [CLIENTS])
    }))
]

/** The promises of a storage that keeps both: an answer kept inside a change is kept if and only if the change is. */
export const jointCases: ReadonlyArray<Case<JointStorage>> = [true, false].map((succeeds) => ({
  capability: "answers",
  name: succeeds ? "keeps an answer together with the change that it answers" : "keeps no answer of a change that came to nothing",
  check: (storage) =>
    Effect.runPromise(
      Effect.gen(function*() {
        const dealership = freshDealership()
        const records = yield* Records.Records
        const port = yield* ServiceStore.ServiceStore
        yield* port.claim(dealership, claimOf())
        const change = Effect.gen(function*() {
          yield* records.putGoals(dealership, "2024-03", [])
          yield* port.keepAnswer(dealership, { sender: "k1", key: "a key", attempt: 1 }, answer)
          if (!succeeds) return yield* Effect.fail("given up" as const)
        })
        yield* Effect.ignore(records.change(dealership, change))
        yield* expectSame("the same again", (yield* port.claim(dealership, claimOf({ now: 150 }))).kind, succeeds ? "answered" : "in-flight")
      }).pipe(Effect.provide(storage), Effect.orDie)
    )
}))

/** Declares every case for a storage: `suite("Postgres", layer, { describe, it })`. */
export const suite = (name: string, storage: Storage, { describe, it }: Runner): void => {
  describe(`what a service store owes: ${name}`, () => {
    for (const one of cases) it(`${one.capability}: ${one.name}`, () => one.check(storage))
  })
}

/** Declares the cases of a storage that keeps records and this in one database. */
export const jointSuite = (name: string, storage: JointStorage, { describe, it }: Runner): void => {
  describe(`what a service store owes inside a change: ${name}`, () => {
    for (const one of jointCases) it(`${one.capability}: ${one.name}`, () => one.check(storage))
  })
}
