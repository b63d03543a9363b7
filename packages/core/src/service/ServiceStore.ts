/**
 * What a service over the procedure keeps beside the records: who has a key, which answer a repeated request gets, and what
 * was told to whom. A second storage port, its one error, and its in-memory layer.
 *
 * Of a key it holds its SHA-256 only. An answer is kept as its caller saw it: one that tells of a rejected row may quote a cell, which
 * is why every answer expires.
 * Adapters answer exactly as {@link ServiceStore.layerMemory} does; the contract suite of the testing kit compares them.
 *
 * @see 7-http-api, Writes, Auth, webhooks; 8-quality, Security and Reliability
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

/** The storage can't be reached or does not answer; trying again may help. */
export class ServiceStoreUnavailable extends Schema.TaggedError<ServiceStoreUnavailable>()("ServiceStoreUnavailable", { detail: Schema.String }) {
  override get message() {
    return `What the service keeps can't be reached: ${this.detail}. Try again in a moment.`
  }
}

/** Another request has taken over the claim: it had stood longer than it may. What was built on it must not be kept. */
export class ClaimLost extends Schema.TaggedError<ClaimLost>()("ClaimLost", { attempt: Schema.Int, found: Schema.String }) {
  override get message() {
    return `Attempt ${this.attempt} no longer holds its idempotency key: found ${this.found}. Give its work up; the one that holds it answers.`
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

/** A key as it is kept: never itself, only its SHA-256 as 64 lower-case hexadecimal digits. */
export interface AccessKey {
  /** What it is called in lists and logs; tells nothing of the key. Unique in the dealership. */
  readonly id: string
  readonly hash: string
  /** For the people who keep the keys. */
  readonly name: string
  readonly identity: Identity
  readonly createdAt: Instant
  readonly revokedAt?: Instant | undefined
}

/** A request that must not be done twice: whose, under which key of theirs, and what was asked, as a digest. */
export interface Claim {
  /** Who sent it; another sender's equal key is another one. */
  readonly sender: string
  readonly key: string
  /** A digest of everything that makes it the same request. */
  readonly request: string
  readonly now: Instant
  /** From then on another attempt may take over: whoever held it must have died. */
  readonly heldUntil: Instant
  /** From then on it is forgotten. */
  readonly expiresAt: Instant
}

/** What was answered to a request. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * What claiming came to. `new`: do it, as this attempt. `in-flight`: another one is at it, and holds it until then. `answered`: this was the answer.
 * `different`: the key stands for another request.
 */
export type Claimed =
  | { readonly kind: "new"; readonly attempt: number }
  | { readonly kind: "in-flight"; readonly heldUntil: Instant }
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "different" }

/** The identity of a claim, and its attempt. */
export interface Holding {
  readonly sender: string
  readonly key: string
  readonly attempt: number
}

/** Somebody who wants to be told about events. */
export interface Subscription {
  readonly id: string
  readonly url: string
  /** The types of events. */
  readonly events: ReadonlyArray<string>
  /** Only events about records of these brands; undefined: any. */
  readonly brandIds?: ReadonlyArray<string> | undefined
  /** What messages are signed with. */
  readonly secret: string
  readonly createdAt: Instant
  /** The position of the last event that was looked at for it. */
  readonly cursor: number
}

/** How a delivery stands: to be tried (again), done, or given up after too many tries. */
export type DeliveryState = "pending" | "delivered" | "dead"

/** An event to be told to a subscriber. */
export interface Delivery {
  /** The event's position among the dealership's. */
  readonly position: number
  /** What it is about: deliveries of one record go out one after another, in the order of their positions. */
  readonly record: string
  readonly state: DeliveryState
  /** How often it was tried. */
  readonly attempts: number
  /** When it is to be tried (again). */
  readonly dueAt: Instant
  readonly lastAttemptAt?: Instant | undefined
  /** Why the last attempt failed: a status, or a word; no body. */
  readonly lastFailure?: string | undefined
}

/** Which deliveries of a subscription are listed: those behind a position, of one state. */
export interface DeliveryQuery {
  readonly state?: DeliveryState | undefined
  readonly after: number
  readonly limit: number
}

/**
 * The storage port. Whatever writes fails with `TextNotStorable` where a text in what it is given is none that every storage can
 * keep; reads find nothing by such a text. See {@link refusingNotStorable}.
 */
export class ServiceStore extends Context.Service<ServiceStore, {
  /** Keeps a key; one with the same id in its dealership is replaced. */
  readonly putKey: (key: AccessKey) => Effect.Effect<void, ServiceStoreError>
  /** The key of a hash, revoked or not, of whichever dealership: the one question that is asked before the dealership is known. */
  readonly keyOfHash: (hash: string) => Effect.Effect<Option.Option<AccessKey>, ServiceStoreError>
  /** A dealership's keys, revoked ones too, by their ids in code point order. */
  readonly keys: (dealership: string) => Effect.Effect<ReadonlyArray<AccessKey>, ServiceStoreError>
  /** Revokes a key unless it is revoked already; answers whether there is such a key. */
  readonly revokeKey: (dealership: string, id: string, at: Instant) => Effect.Effect<boolean, ServiceStoreError>
  /** The dealerships that ever had a key, in code point order: those for which work in the background is done. */
  readonly dealerships: Effect.Effect<ReadonlyArray<string>, ServiceStoreError>

  /** Claims an idempotency key. Of many who claim it at once one gets `new`. Never inside a change: others must see it at once. */
  readonly claim: (dealership: string, claim: Claim) => Effect.Effect<Claimed, ServiceStoreError>
  /**
   * Keeps the answer of the attempt that holds the claim; fails with `ClaimLost` when another has taken over. Inside a change of
   * the records it is kept if and only if that is.
   */
  readonly keepAnswer: (dealership: string, holding: Holding, answer: Answer) => Effect.Effect<void, ServiceStoreError>
  /** Lets a claim go whose attempt came to nothing: the key is free, for another request too; nothing happens when it is not this attempt's, or is answered. */
  readonly release: (dealership: string, holding: Holding) => Effect.Effect<void, ServiceStoreError>

  readonly addSubscription: (dealership: string, subscription: Subscription) => Effect.Effect<void, ServiceStoreError>
  /** By their ids in code point order. */
  readonly subscriptions: (dealership: string) => Effect.Effect<ReadonlyArray<Subscription>, ServiceStoreError>
  /** Removes a subscription with its deliveries; answers whether there was one. */
  readonly removeSubscription: (dealership: string, id: string) => Effect.Effect<boolean, ServiceStoreError>
  /** The dealerships that have a subscription, in code point order. */
  readonly subscribedDealerships: Effect.Effect<ReadonlyArray<string>, ServiceStoreError>

  /**
   * Adds deliveries that are to be made and moves the subscription's cursor, in one; a position that is there already stays as it
   * is, and the cursor never goes back. Nothing happens where there is no such subscription.
   */
  readonly enqueue: (
    dealership: string,
    subscriptionId: string,
    deliveries: ReadonlyArray<Pick<Delivery, "position" | "record" | "dueAt">>,
    cursor: number
  ) => Effect.Effect<void, ServiceStoreError>
  /**
   * Takes deliveries that are due, at most `limit`, by position: of each record only the first pending one, and that only when
   * nobody holds it. They are the taker's until `heldUntil`.
   */
  readonly takeDue: (
    dealership: string,
    subscriptionId: string,
    now: Instant,
    heldUntil: Instant,
    limit: number
  ) => Effect.Effect<ReadonlyArray<Delivery>, ServiceStoreError>
  /** Puts a delivery as an attempt left it and lets it go; nothing happens where there is no such delivery. */
  readonly settle: (dealership: string, subscriptionId: string, delivery: Delivery) => Effect.Effect<void, ServiceStoreError>
  /** By position. */
  readonly deliveries: (dealership: string, subscriptionId: string, query: DeliveryQuery) => Effect.Effect<ReadonlyArray<Delivery>, ServiceStoreError>

  /** Forgets a dealership's claims that have expired by `now`, and what was delivered for the last time before `deliveredBefore`. */
  readonly forget: (dealership: string, now: Instant, deliveredBefore: Instant) => Effect.Effect<void, ServiceStoreError>
}>()("@crm-procedure/core/service/ServiceStore") {
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
      putKey: (key) => act(key.identity.dealership, ({ keys }) => void keys.set(key.id, key)),
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
      dealerships: Effect.sync(() => [...boxes].filter(([, { keys }]) => keys.size > 0).map(([dealership]) => dealership).sort(Verification.compareIds)),
      claim: (dealership, claim) => act(dealership, (box) => box.claim(claim)),
      keepAnswer: (dealership, holding, answer) => Effect.flatten(act(dealership, (box) => box.keepAnswer(holding, answer))),
      release: (dealership, holding) => act(dealership, (box) => box.release(holding)),
      addSubscription: (dealership, subscription) =>
        act(dealership, ({ subscriptions }) => void subscriptions.set(subscription.id, { subscription, deliveries: new Map() })),
      subscriptions: (dealership) => act(dealership, (box) => byId([...box.subscriptions.values()].map(({ subscription }) => subscription))),
      removeSubscription: (dealership, id) => act(dealership, (box) => box.subscriptions.delete(id)),
      subscribedDealerships: Effect.sync(() =>
        [...boxes].filter(([, { subscriptions }]) => subscriptions.size > 0).map(([dealership]) => dealership).sort(Verification.compareIds)),
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

/** A port whose writes refuse, before anything is begun, text that not every storage can keep ({@link StorableText}). */
export const refusingNotStorable = (port: ServiceStore["Service"]): ServiceStore["Service"] => {
  const write = <Args extends ReadonlyArray<unknown>, A>(operation: string, method: (...args: Args) => Effect.Effect<A, ServiceStoreError>) =>
    StorableText.refusing(method, (reason) => new ServiceStoreError({ operation, reason }))
  const putKey = write("putKey", (_dealership: string, key: AccessKey) => port.putKey(key))
  return ServiceStore.of({
    ...port,
    putKey: (key) => putKey(key.identity.dealership, key),
    revokeKey: write("revokeKey", port.revokeKey),
    claim: write("claim", port.claim),
    keepAnswer: write("keepAnswer", port.keepAnswer),
    release: write("release", port.release),
    addSubscription: write("addSubscription", port.addSubscription),
    removeSubscription: write("removeSubscription", port.removeSubscription),
    enqueue: write("enqueue", port.enqueue),
    takeDue: write("takeDue", port.takeDue),
    settle: write("settle", port.settle),
    forget: write("forget", port.forget)
  })
}

interface HeldClaim extends Claim {
  /** Counted on when it is claimed anew, so that whoever still works on an earlier one does not take this one for his. */
  readonly attempt: number
  readonly answer: Answer | undefined
  /** Its attempt came to nothing: the key is free for any request. */
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

/** Everything that is kept for one dealership. */
class Box {
  readonly keys = new Map<string, AccessKey>()
  readonly claims = new Map<string, HeldClaim>()
  readonly subscriptions = new Map<string, KeptSubscription>()

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
    for (const { deliveries } of this.subscriptions.values()) {
      for (const [position, { delivery: { lastAttemptAt, state } }] of deliveries) {
        if (state === "delivered" && lastAttemptAt !== undefined && lastAttemptAt < deliveredBefore) deliveries.delete(position)
      }
    }
  }
}
