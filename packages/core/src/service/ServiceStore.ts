/**
 * What a server stores beside the records: users, access keys, sessions, answers to repeated requests, requests about personal data, and webhook
 * deliveries. This is the second storage port, with its one error and its in-memory layer.
 *
 * Of a key it stores the SHA-256 only. An answer is stored as the caller saw it, and can quote a cell of a rejected row; so every
 * answer expires. Adapters answer exactly as {@link ServiceStore.layerMemory} does: the contract suite of the testing kit compares
 * them.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Identity } from "../records/Access.ts"
import type { Instant } from "../calendar/Calendar.ts"
import * as StorableText from "../identity/StorableText.ts"
import * as Verification from "../judging/Verification.ts"
import * as Message from "./Message.ts"
import * as PersonRequest from "./PersonRequest.ts"
import type { Delivery, DeliveryQuery, Subscription, SubscriptionState } from "./Subscription.ts"
import { MemoryUsers, type User } from "./User.ts"

export type { Delivery, DeliveryQuery, DeliveryState, Subscription, SubscriptionState } from "./Subscription.ts"

/** The storage can't be reached or does not answer; trying again may help. */
export class ServiceStoreUnavailable extends Schema.TaggedError<ServiceStoreUnavailable>()("ServiceStoreUnavailable", { detail: Schema.String }) {
  override get message() {
    return `The service store can't be reached: ${this.detail}. Try again in a moment.`
  }
}

/** The claim had expired, and another request took it over. The work of this attempt must not be stored. */
export class ClaimLost extends Schema.TaggedError<ClaimLost>()("ClaimLost", { attempt: Schema.Int, found: Schema.String }) {
  override get message() {
    return `Attempt ${this.attempt} no longer holds its idempotency key: found ${this.found}. Discard its work: the attempt that holds the key answers.`
  }
}

/** The one error of the port. */
export class ServiceStoreError extends Schema.TaggedError<ServiceStoreError>()("ServiceStoreError", {
  operation: Schema.String,
  reason: Schema.Union([ServiceStoreUnavailable, ClaimLost, StorableText.TextNotStorable])
}) {
  override get message() {
    return `${this.operation}: ${this.reason.message}`
  }
}

/** An access key as it is stored: its SHA-256 as 64 lower-case hexadecimal digits, never the key itself. */
export interface AccessKey {
  /** Its name in lists and logs, unique in the dealership. It reveals nothing about the key. */
  readonly id: string
  readonly hash: string
  /** For the people who manage the keys. */
  readonly name: string
  readonly identity: Identity
  readonly createdAt: Instant
  /** From this instant it is refused. A key that was replaced works until then. */
  readonly expiresAt?: Instant | undefined
  readonly revokedAt?: Instant | undefined
}

/** Whether a key is accepted at an instant. */
export const isInForce = ({ expiresAt, revokedAt }: Pick<AccessKey, "expiresAt" | "revokedAt">, at: Instant): boolean =>
  revokedAt === undefined && (expiresAt === undefined || at < expiresAt)

/** A key that ends at an instant at the latest. */
export const endingAt = (key: AccessKey, at: Instant): AccessKey => ({ ...key, expiresAt: Math.min(key.expiresAt ?? at, at) })

/** When a key was used last, to about ten minutes. */
export interface KeyUse {
  readonly id: string
  readonly at: Instant
}

/** A request that must not be done twice: its sender, the sender's key for it, and a digest of the request. */
export interface Claim {
  /** Who sent it. Two senders can use the same key for different requests. */
  readonly sender: string
  readonly key: string
  /** The digest of everything that makes two requests the same. */
  readonly request: string
  readonly now: Instant
  /** From this instant another attempt may take over: the process that held the claim must have died. */
  readonly heldUntil: Instant
  /** From this instant the claim is forgotten. */
  readonly expiresAt: Instant
}

/** The answer to a request. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * The result of a claim. `new`: do the request, as this attempt. `in-flight`: another attempt holds it until that instant.
 * `answered`: the stored answer. `different`: the key belongs to another request.
 */
export type Claimed =
  | { readonly kind: "new"; readonly attempt: number }
  | { readonly kind: "in-flight"; readonly heldUntil: Instant }
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "different" }

/** A claim and the attempt that holds it. */
export interface Holding {
  readonly sender: string
  readonly key: string
  readonly attempt: number
}

/** A session on a page. It ends with its time, when it is ended, or when its user is removed or its key is revoked. */
export interface Session {
  /** Unique in the dealership. */
  readonly id: string
  /** The id of the user or of the key that it began with. */
  readonly holderId: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
  /** The browser and its system in a few words, such as "Chrome, Windows". */
  readonly device?: string | undefined
  /** When it was used last, to about ten minutes. */
  readonly seenAt?: Instant | undefined
}

/**
 * The storage port. Every write fails with `TextNotStorable` where it is given a text that not every storage can keep. A read by
 * such a text finds nothing. See {@link refusingNotStorable}.
 */
export class ServiceStore extends Context.Service<ServiceStore, {
  /** Stores a key. It replaces a key of the dealership with the same id. */
  readonly putKey: (key: AccessKey) => Effect.Effect<void, ServiceStoreError>
  /** The key with a hash, also a revoked one, of any dealership. Only this question is asked before the dealership is known. */
  readonly keyOfHash: (hash: string) => Effect.Effect<Option.Option<AccessKey>, ServiceStoreError>
  /** A dealership's keys, also revoked ones, by their ids in code point order. */
  readonly keys: (dealership: string) => Effect.Effect<ReadonlyArray<AccessKey>, ServiceStoreError>
  /** Revokes a key that is not revoked yet. Answers whether there is such a key. */
  readonly revokeKey: (dealership: string, id: string, at: Instant) => Effect.Effect<boolean, ServiceStoreError>
  /** Notes when a key was used. Nothing happens where there is no such key. */
  readonly noteKeyUse: (dealership: string, id: string, at: Instant) => Effect.Effect<void, ServiceStoreError>
  /** When a dealership's keys were used last, by their ids. A key that was never used is left out. */
  readonly keyUses: (dealership: string) => Effect.Effect<ReadonlyArray<KeyUse>, ServiceStoreError>
  /** The dealerships that ever had a key or a user, in code point order. Background work runs for these. */
  readonly dealerships: Effect.Effect<ReadonlyArray<string>, ServiceStoreError>

  /**
   * Stores a user of revision 1 as a new one, and of a later revision over the one before it. Answers whether it was stored: not
   * where the stored revision is another, or another user of the dealership has the e-mail.
   */
  readonly putUser: (user: User) => Effect.Effect<boolean, ServiceStoreError>
  readonly user: (dealership: string, id: string) => Effect.Effect<Option.Option<User>, ServiceStoreError>
  /** By their ids in code point order. */
  readonly users: (dealership: string) => Effect.Effect<ReadonlyArray<User>, ServiceStoreError>
  /** The dealerships with a user of a handle (`User.handlesOf`), in code point order. It is asked before the dealership is known. */
  readonly dealershipsOfHandle: (handle: string) => Effect.Effect<ReadonlyArray<string>, ServiceStoreError>
  /** A dealership's users with a handle, by their ids. */
  readonly usersOfHandle: (dealership: string, handle: string) => Effect.Effect<ReadonlyArray<User>, ServiceStoreError>
  /** Removes a user with the sessions; answers whether there was one. */
  readonly removeUser: (dealership: string, id: string) => Effect.Effect<boolean, ServiceStoreError>

  /** Claims an idempotency key. Of several simultaneous claims one gets `new`. Never inside a change: others must see it at once. */
  readonly claim: (dealership: string, claim: Claim) => Effect.Effect<Claimed, ServiceStoreError>
  /**
   * Stores the answer of the attempt that holds the claim. Fails with `ClaimLost` when another attempt has taken over. Inside a
   * change of the records it is stored if and only if the change is.
   */
  readonly keepAnswer: (dealership: string, holding: Holding, answer: Answer) => Effect.Effect<void, ServiceStoreError>
  /** Releases the claim of an attempt that failed: the key is free, also for another request. Nothing happens where another attempt holds it, or it is answered. */
  readonly release: (dealership: string, holding: Holding) => Effect.Effect<void, ServiceStoreError>
  /**
   * Drops the claims whose stored answer has one of the texts in its body: those of an erased person. A claim without an answer
   * stays. Inside a change of the records it happens if and only if that does.
   */
  readonly dropAnswers: (dealership: string, texts: ReadonlyArray<string>) => Effect.Effect<void, ServiceStoreError>

  readonly beginSession: (dealership: string, session: Session) => Effect.Effect<void, ServiceStoreError>
  /** The session of an id that has not ended and has not expired at `now`. */
  readonly session: (dealership: string, id: string, now: Instant) => Effect.Effect<Option.Option<Session>, ServiceStoreError>
  /** The sessions of a user or a key that have not expired at `now`, by their ids. */
  readonly sessionsOf: (dealership: string, holderId: string, now: Instant) => Effect.Effect<ReadonlyArray<Session>, ServiceStoreError>
  /** Notes when a session was used. Nothing happens where there is no such session. */
  readonly noteSession: (dealership: string, id: string, at: Instant) => Effect.Effect<void, ServiceStoreError>
  /** Ends a session; answers whether there was one. */
  readonly endSession: (dealership: string, id: string) => Effect.Effect<boolean, ServiceStoreError>
  /** Ends the sessions of a user or a key but for one; answers how many there were. */
  readonly endSessionsOf: (dealership: string, holderId: string, but?: string) => Effect.Effect<number, ServiceStoreError>

  readonly addSubscription: (dealership: string, subscription: Subscription) => Effect.Effect<void, ServiceStoreError>
  /** By their ids in code point order. */
  readonly subscriptions: (dealership: string) => Effect.Effect<ReadonlyArray<Subscription>, ServiceStoreError>
  /** Replaces the state of a subscription. Nothing happens where there is no such subscription. */
  readonly changeSubscription: (dealership: string, id: string, state: SubscriptionState) => Effect.Effect<void, ServiceStoreError>
  /** Removes a subscription with its deliveries. Answers whether there was one. */
  readonly removeSubscription: (dealership: string, id: string) => Effect.Effect<boolean, ServiceStoreError>
  /** The dealerships that have a subscription, in code point order. */
  readonly subscribedDealerships: Effect.Effect<ReadonlyArray<string>, ServiceStoreError>

  /**
   * Adds deliveries and moves the subscription's cursor, in one change. A position that is there already stays as it is, and the
   * cursor never goes back. Nothing happens where there is no such subscription.
   */
  readonly enqueue: (
    dealership: string,
    subscriptionId: string,
    deliveries: ReadonlyArray<Pick<Delivery, "position" | "record" | "dueAt">>,
    cursor: number
  ) => Effect.Effect<void, ServiceStoreError>
  /**
   * Takes due deliveries by position, at most `limit`: of each record only the first pending one, and only when no other process
   * holds it. They are held until `heldUntil`.
   */
  readonly takeDue: (
    dealership: string,
    subscriptionId: string,
    now: Instant,
    heldUntil: Instant,
    limit: number
  ) => Effect.Effect<ReadonlyArray<Delivery>, ServiceStoreError>
  /** Stores a delivery as an attempt left it, and releases it. Nothing happens where there is no such delivery. */
  readonly settle: (dealership: string, subscriptionId: string, delivery: Delivery) => Effect.Effect<void, ServiceStoreError>
  /** By position. */
  readonly deliveries: (dealership: string, subscriptionId: string, query: DeliveryQuery) => Effect.Effect<ReadonlyArray<Delivery>, ServiceStoreError>

  /** Forgets a dealership's claims and sessions that have expired at `now`, and deliveries that were done before `deliveredBefore`. */
  readonly forget: (dealership: string, now: Instant, deliveredBefore: Instant) => Effect.Effect<void, ServiceStoreError>
} & Message.Outbox<ServiceStoreError> & PersonRequest.RequestBook<ServiceStoreError>>()("@crm-procedure/core/service/ServiceStore") {
  /** Keeps everything in memory, for as long as the layer lives. */
  static readonly layerMemory: Layer.Layer<ServiceStore> = Layer.sync(ServiceStore, () => {
    const boxes = new Map<string, Box>()
    const boxOf = (dealership: string): Box => {
      let box = boxes.get(dealership)
      if (box === undefined) boxes.set(dealership, box = new Box())
      return box
    }
    const act = <A>(dealership: string, on: (box: Box) => A): Effect.Effect<A> => Effect.sync(() => on(boxOf(dealership)))
    return refusingNotStorable({
      ...Message.memory((dealership) => boxOf(dealership).outbox),
      ...PersonRequest.memory((dealership) => boxOf(dealership).requests),
      putKey: (key) => act(key.identity.dealership, (box) => box.putKey(key)),
      keyOfHash: (hash) =>
        Effect.sync(() => {
          for (const { keys } of boxes.values()) for (const key of keys.values()) if (key.hash === hash) return Option.some(key)
          return Option.none()
        }),
      keys: (dealership) => act(dealership, ({ keys }) => byId([...keys.values()])),
      revokeKey: (dealership, id, at) =>
        act(dealership, ({ keys }) => {
          const key = keys.get(id)
          if (key !== undefined) keys.set(id, { ...key, revokedAt: key.revokedAt ?? at })
          return key !== undefined
        }),
      noteKeyUse: (dealership, id, at) => act(dealership, (box) => void (box.keys.has(id) && box.keyUses.set(id, at))),
      keyUses: (dealership) => act(dealership, ({ keyUses }) => byId([...keyUses].map(([id, at]) => ({ id, at })))),
      dealerships: Effect.sync(() => dealershipsIn(boxes, ({ isKnown }) => isKnown)),
      putUser: (user) =>
        act(user.identity.dealership, (box) => {
          const isStored = box.users.put(user)
          box.isKnown ||= isStored
          return isStored
        }),
      user: (dealership, id) => act(dealership, ({ users }) => Option.fromUndefinedOr(users.get(id))),
      users: (dealership) => act(dealership, ({ users }) => users.all),
      dealershipsOfHandle: (handle) => Effect.sync(() => dealershipsIn(boxes, ({ users }) => users.withHandle(handle).length > 0)),
      usersOfHandle: (dealership, handle) => act(dealership, ({ users }) => users.withHandle(handle)),
      removeUser: (dealership, id) =>
        act(dealership, (box) => {
          box.endSessionsOf(id)
          return box.users.remove(id)
        }),
      claim: (dealership, claim) => act(dealership, (box) => box.claim(claim)),
      keepAnswer: (dealership, holding, answer) => Effect.flatten(act(dealership, (box) => box.keepAnswer(holding, answer))),
      release: (dealership, holding) => act(dealership, (box) => box.release(holding)),
      dropAnswers: (dealership, texts) => act(dealership, (box) => box.dropAnswers(texts)),
      beginSession: (dealership, session) => act(dealership, ({ sessions }) => void sessions.set(session.id, session)),
      session: (dealership, id, now) =>
        act(dealership, ({ sessions }) => Option.filter(Option.fromUndefinedOr(sessions.get(id)), ({ expiresAt }) => expiresAt > now)),
      sessionsOf: (dealership, holderId, now) =>
        act(dealership, ({ sessions }) => byId([...sessions.values()].filter((one) => one.holderId === holderId && one.expiresAt > now))),
      noteSession: (dealership, id, at) =>
        act(dealership, ({ sessions }) => {
          const session = sessions.get(id)
          if (session !== undefined) sessions.set(id, { ...session, seenAt: at })
        }),
      endSession: (dealership, id) => act(dealership, ({ sessions }) => sessions.delete(id)),
      endSessionsOf: (dealership, holderId, but) => act(dealership, (box) => box.endSessionsOf(holderId, but)),
      addSubscription: (dealership, subscription) =>
        act(dealership, ({ subscriptions }) => void subscriptions.set(subscription.id, { subscription, deliveries: new Map() })),
      subscriptions: (dealership) => act(dealership, (box) => byId([...box.subscriptions.values()].map(({ subscription }) => subscription))),
      changeSubscription: (dealership, id, state) => act(dealership, (box) => box.changeSubscription(id, state)),
      removeSubscription: (dealership, id) => act(dealership, (box) => box.subscriptions.delete(id)),
      subscribedDealerships: Effect.sync(() => dealershipsIn(boxes, ({ subscriptions }) => subscriptions.size > 0)),
      enqueue: (dealership, subscriptionId, deliveries, cursor) => act(dealership, (box) => box.enqueue(subscriptionId, deliveries, cursor)),
      takeDue: (dealership, subscriptionId, now, heldUntil, limit) => act(dealership, (box) => box.takeDue(subscriptionId, now, heldUntil, limit)),
      settle: (dealership, subscriptionId, delivery) =>
        act(dealership, (box) => {
          const kept = box.subscriptions.get(subscriptionId)?.deliveries
          if (kept?.has(delivery.position) === true) kept.set(delivery.position, { delivery, heldUntil: undefined })
        }),
      deliveries: (dealership, subscriptionId, { after, limit, state }) =>
        act(dealership, (box) =>
          box.deliveriesOf(subscriptionId)
            .filter((one) => one.position > after && (state === undefined || one.state === state))
            .slice(0, limit)),
      forget: (dealership, now, deliveredBefore) => act(dealership, (box) => box.forget(now, deliveredBefore))
    })
  })
}

/** A port whose writes refuse, before they begin, text that not every storage can keep ({@link StorableText}). */
export const refusingNotStorable = (port: ServiceStore["Service"]): ServiceStore["Service"] => {
  const write = <Args extends ReadonlyArray<unknown>, A>(operation: string, method: (...args: Args) => Effect.Effect<A, ServiceStoreError>) =>
    StorableText.refusing(method, (reason) => new ServiceStoreError({ operation, reason }))
  const putKey = write("putKey", (_dealership: string, key: AccessKey) => port.putKey(key))
  const putUser = write("putUser", (_dealership: string, user: User) => port.putUser(user))
  return ServiceStore.of({
    ...port,
    ...Message.guarded(port, write),
    putPersonRequest: write("putPersonRequest", port.putPersonRequest),
    putKey: (key) => putKey(key.identity.dealership, key),
    revokeKey: write("revokeKey", port.revokeKey),
    noteKeyUse: write("noteKeyUse", port.noteKeyUse),
    putUser: (user) => putUser(user.identity.dealership, user),
    removeUser: write("removeUser", port.removeUser),
    claim: write("claim", port.claim),
    keepAnswer: write("keepAnswer", port.keepAnswer),
    release: write("release", port.release),
    dropAnswers: write("dropAnswers", port.dropAnswers),
    beginSession: write("beginSession", port.beginSession),
    noteSession: write("noteSession", port.noteSession),
    endSession: write("endSession", port.endSession),
    endSessionsOf: write("endSessionsOf", port.endSessionsOf),
    addSubscription: write("addSubscription", port.addSubscription),
    changeSubscription: write("changeSubscription", port.changeSubscription),
    removeSubscription: write("removeSubscription", port.removeSubscription),
    enqueue: write("enqueue", port.enqueue),
    takeDue: write("takeDue", port.takeDue),
    settle: write("settle", port.settle),
    forget: write("forget", port.forget)
  })
}

interface HeldClaim extends Claim {
  /** Rises with each new claim, so that an earlier attempt does not take this claim for its own. */
  readonly attempt: number
  readonly answer: Answer | undefined
  /** Its attempt failed: the key is free for any request. */
  readonly isReleased: boolean
}

interface HeldDelivery {
  readonly delivery: Delivery
  readonly heldUntil: Instant | undefined
}

interface KeptSubscription {
  readonly subscription: Subscription
  readonly deliveries: Map<number, HeldDelivery>
}

const claimKeyOf = ({ key, sender }: Pick<Claim, "key" | "sender">): string => JSON.stringify([sender, key])

const byId = <A extends { readonly id: string }>(all: ReadonlyArray<A>): ReadonlyArray<A> => all.toSorted((one, other) => Verification.compareIds(one.id, other.id))

const dealershipsIn = (boxes: ReadonlyMap<string, Box>, fits: (box: Box) => boolean): ReadonlyArray<string> =>
  [...boxes].filter(([, box]) => fits(box)).map(([dealership]) => dealership).sort(Verification.compareIds)

/** Everything that is stored for one dealership. */
class Box {
  readonly keys = new Map<string, AccessKey>()
  readonly keyUses = new Map<string, Instant>()
  readonly users = new MemoryUsers()
  readonly outbox = new Message.MemoryOutbox()
  readonly requests = new PersonRequest.MemoryRequests()
  /** Whether the dealership ever had a key or a user. */
  isKnown = false
  readonly claims = new Map<string, HeldClaim>()
  readonly sessions = new Map<string, Session>()
  readonly subscriptions = new Map<string, KeptSubscription>()

  putKey(key: AccessKey): void {
    this.keys.set(key.id, key)
    this.isKnown = true
  }

  endSessionsOf(holderId: string, but?: string): number {
    const ended = [...this.sessions.values()].filter((one) => one.holderId === holderId && one.id !== but)
    for (const { id } of ended) this.sessions.delete(id)
    return ended.length
  }

  claim(claim: Claim): Claimed {
    const key = claimKeyOf(claim)
    const kept = this.claims.get(key)
    if (kept !== undefined && kept.expiresAt > claim.now && !kept.isReleased) {
      if (kept.request !== claim.request) return { kind: "different" }
      if (kept.answer !== undefined) return { kind: "answered", answer: kept.answer }
      if (kept.heldUntil > claim.now) return { kind: "in-flight", heldUntil: kept.heldUntil }
    }
    const attempt = (kept?.attempt ?? 0) + 1
    this.claims.set(key, { ...claim, attempt, answer: undefined, isReleased: false })
    return { kind: "new", attempt }
  }

  keepAnswer(holding: Holding, answer: Answer): Effect.Effect<void, ServiceStoreError> {
    const key = claimKeyOf(holding)
    const kept = this.claims.get(key)
    if (kept === undefined || kept.attempt !== holding.attempt || kept.isReleased) {
      const found = kept === undefined ? "nothing" : kept.isReleased ? "that it was released" : `attempt ${kept.attempt}`
      return Effect.fail(new ServiceStoreError({ operation: "keepAnswer", reason: new ClaimLost({ attempt: holding.attempt, found }) }))
    }
    this.claims.set(key, { ...kept, answer })
    return Effect.void
  }

  release(holding: Holding): void {
    const key = claimKeyOf(holding)
    const kept = this.claims.get(key)
    if (kept?.attempt === holding.attempt && kept.answer === undefined) this.claims.set(key, { ...kept, isReleased: true })
  }

  dropAnswers(texts: ReadonlyArray<string>): void {
    for (const [key, { answer }] of this.claims) if (answer !== undefined && texts.some((text) => answer.body.includes(text))) this.claims.delete(key)
  }

  deliveriesOf(subscriptionId: string): ReadonlyArray<Delivery> {
    return [...this.subscriptions.get(subscriptionId)?.deliveries.values() ?? []]
      .map(({ delivery }) => delivery)
      .sort((one, other) => one.position - other.position)
  }

  enqueue(subscriptionId: string, deliveries: ReadonlyArray<Pick<Delivery, "position" | "record" | "dueAt">>, cursor: number): void {
    const kept = this.subscriptions.get(subscriptionId)
    if (kept === undefined) return
    for (const one of deliveries) {
      if (!kept.deliveries.has(one.position)) kept.deliveries.set(one.position, { delivery: { ...one, state: "pending", attempts: 0 }, heldUntil: undefined })
    }
    this.subscriptions.set(subscriptionId, { ...kept, subscription: { ...kept.subscription, cursor: Math.max(kept.subscription.cursor, cursor) } })
  }

  changeSubscription(id: string, { failingSince, formerSecret, formerUntil, pausedAt, secret }: SubscriptionState): void {
    const kept = this.subscriptions.get(id)
    if (kept === undefined) return
    const { failingSince: _failing, formerSecret: _former, formerUntil: _until, pausedAt: _paused, ...same } = kept.subscription
    const state = { failingSince, formerSecret, formerUntil, pausedAt }
    const given = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined))
    this.subscriptions.set(id, { ...kept, subscription: { ...same, secret, ...given } })
  }

  takeDue(subscriptionId: string, now: Instant, heldUntil: Instant, limit: number): ReadonlyArray<Delivery> {
    const kept = this.subscriptions.get(subscriptionId)?.deliveries
    const records = new Set<string>()
    const taken: Array<Delivery> = []
    for (const delivery of this.deliveriesOf(subscriptionId)) {
      if (kept === undefined || taken.length >= limit) break
      if (delivery.state !== "pending" || records.has(delivery.record)) continue
      records.add(delivery.record)
      if (delivery.dueAt > now || (kept.get(delivery.position)?.heldUntil ?? now) > now) continue
      kept.set(delivery.position, { delivery, heldUntil })
      taken.push(delivery)
    }
    return taken
  }

  forget(now: Instant, deliveredBefore: Instant): void {
    for (const [key, claim] of this.claims) if (claim.expiresAt <= now) this.claims.delete(key)
    for (const [id, { expiresAt }] of this.sessions) if (expiresAt <= now) this.sessions.delete(id)
    for (const { deliveries } of this.subscriptions.values()) {
      for (const [position, { delivery: { lastAttemptAt, state } }] of deliveries) {
        if (state === "delivered" && lastAttemptAt !== undefined && lastAttemptAt < deliveredBefore) deliveries.delete(position)
      }
    }
  }
}
