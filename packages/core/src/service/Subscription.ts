/** Subscriptions to events, and what is delivered to them. */
import type { Instant } from "../calendar/Calendar.ts"

/** The type of the event that says that a subscription was paused: its id, and since when its endpoint has taken nothing. */
export const PAUSED_EVENT_TYPE = "webhook.paused"

/** What the event says. It names no address: an address may hold a secret. */
export interface SubscriptionPaused {
  readonly subscriptionId: string
  readonly failingSince: string
}

/** A subscription to events. */
export interface Subscription extends SubscriptionState {
  readonly id: string
  readonly url: string
  /** The types of events. */
  readonly events: ReadonlyArray<string>
  /** Only events about records of these brands; undefined: any. */
  readonly brandIds?: ReadonlyArray<string> | undefined
  readonly createdAt: Instant
  /** The position of the last event that was examined for it. */
  readonly cursor: number
}

/** What changes about a subscription after it was made. */
export interface SubscriptionState {
  /** The secret that signs the messages, as its user keeps it: sealed where the server has a key. */
  readonly secret: string
  /** The secret before it, which signs too until `formerUntil`. */
  readonly formerSecret?: string | undefined
  readonly formerUntil?: Instant | undefined
  /** Since when its endpoint has taken nothing. */
  readonly failingSince?: Instant | undefined
  /** Since when nothing is sent to it. */
  readonly pausedAt?: Instant | undefined
}

/** The state of a delivery: to be tried (again), done, or given up after too many tries. */
export type DeliveryState = "pending" | "delivered" | "dead"

/** An event to be delivered to a subscriber. */
export interface Delivery {
  /** The event's position among the dealership's. */
  readonly position: number
  /** The record of the event. Deliveries of one record go out one after another, in the order of their positions. */
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

/** Which deliveries of a subscription are listed: those after a position, of one state. */
export interface DeliveryQuery {
  readonly state?: DeliveryState | undefined
  readonly after: number
  readonly limit: number
}
