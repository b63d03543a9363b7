/**
 * Posts events to their subscribers: each at least once, those of one record in their order. A failed delivery is tried again with
 * growing pauses, and given up, visibly, after too many tries. Subscriptions do not wait for each other. It is one Effect that a
 * server runs; several at once do no harm.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as Records from "@crm-procedure/core/register/Records"
import * as AuditedStore from "@crm-procedure/core/service/AuditedStore"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Subscription from "@crm-procedure/core/service/Subscription"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Semaphore from "effect/Semaphore"
import * as HandlerContext from "../request/HandlerContext.ts"
import { recordOfEvent } from "../request/Encoding.ts"
import * as WebhookMessage from "./WebhookMessage.ts"
import * as WebhookSecret from "./WebhookSecret.ts"
import * as WebhookTarget from "./WebhookTarget.ts"

/** How deliveries are made. */
export interface Options {
  /** Pauses after the first failure, the second and so on; after the last of them a delivery is dead. */
  readonly pausesSeconds: ReadonlyArray<number>
  /** How long an answer is waited for. */
  readonly timeoutSeconds: number
  /** How often it is looked for new events. */
  readonly pollSeconds: number
  /** How long an endpoint may take nothing before its subscription is paused. */
  readonly pauseAfterSeconds: number
  /** How many deliveries of a dealership are made at once. */
  readonly dealershipAtOnce: number
}

export const defaults: Options = {
  pausesSeconds: [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000],
  timeoutSeconds: 15,
  pollSeconds: 5,
  pauseAfterSeconds: 5 * 24 * 3_600,
  dealershipAtOnce: 32
}

type Services = Records.Records | ServiceStore.ServiceStore | CrmProcedure.CrmProcedure | HttpClient.HttpClient
type Failure = Records.RecordsError | ServiceStore.ServiceStoreError

const EVENTS = 500
/**
 * How many deliveries of a subscription are made at once. A subscription whose deliveries fail makes one at a time, so that it
 * takes few of the dealership's.
 */
const AT_ONCE = 8

const isWanted = ({ brandIds, events }: ServiceStore.Subscription, { data, type }: Records.RaisedEvent): boolean => {
  if (!events.includes(type)) return false
  const brandId = (data as Readonly<Record<string, unknown>>)["brandId"]
  return brandIds === undefined || typeof brandId === "string" && brandIds.includes(brandId)
}

/** Looks at the events behind a subscription's cursor, and adds those that it wants to what is to be delivered. */
const enqueue = Effect.fnUntraced(function*(dealership: string, subscription: ServiceStore.Subscription, now: Calendar.Instant): Effect.fn.Return<void, Failure, Services> {
  const records = yield* Records.Records
  const serviceStore = yield* ServiceStore.ServiceStore
  let cursor = subscription.cursor
  for (;;) {
    const events = yield* records.events(dealership, cursor, EVENTS)
    const last = events.at(-1)
    if (last === undefined) return
    const deliveries = events.filter((event) => isWanted(subscription, event)).map((event) => ({ position: event.position, record: recordOfEvent(event), dueAt: now }))
    cursor = last.position
    yield* serviceStore.enqueue(dealership, subscription.id, deliveries, cursor)
    if (events.length < EVENTS) return
  }
})

const GONE = 410

/** The result of an attempt: taken; or why not, whether it was the last one, and the least pause before another. */
type Attempt = { readonly failure: undefined } | { readonly failure: string; readonly isFinal: boolean; readonly isGone: boolean; readonly notBeforeSeconds: number }

const failed = (failure: string, isFinal = false, notBeforeSeconds = 0): Attempt => ({ failure, isFinal, isGone: failure === String(GONE), notBeforeSeconds })

/** Posts one message. It follows no redirect, and reads no more of the answer than its head. */
const post = Effect.fnUntraced(function*(
  { url }: ServiceStore.Subscription,
  secrets: ReadonlyArray<string>,
  id: string,
  body: string,
  now: Calendar.Instant,
  timeoutSeconds: number
): Effect.fn.Return<Attempt, never, HttpClient.HttpClient> {
  if (WebhookTarget.faultOf(url, yield* WebhookTarget.TargetPolicy) !== undefined) return failed("target refused")
  if (secrets.length === 0) return failed("secret sealed with another key")
  const client = yield* HttpClient.HttpClient
  const timestamp = Math.floor(now / 1000)
  const request = HttpClientRequest.post(url).pipe(
    HttpClientRequest.setHeaders({
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": secrets.map((secret) => WebhookMessage.signatureOf(secret, id, timestamp, body)).join(" "),
      "user-agent": "crm-procedure"
    }),
    HttpClientRequest.setBody(HttpBody.text(body, WebhookMessage.MEDIA_TYPE))
  )
  return yield* client.execute(request).pipe(
    Effect.map(({ headers, status }): Attempt => {
      if (status >= 200 && status < 300) return { failure: undefined }
      const seconds = Number(headers["retry-after"])
      return failed(String(status), status === GONE, seconds > 0 && seconds <= 86_400 ? seconds : 0)
    }),
    Effect.timeoutOrElse({ duration: timeoutSeconds * 1000, orElse: () => Effect.succeed(failed("timeout")) }),
    Effect.catch(() => Effect.succeed(failed("unreachable"))),
    Effect.scoped,
    Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
    // Without a span of its own a message would carry headers of a trace that is none.
    Effect.provideService(HttpClient.TracerPropagationEnabled, false),
    Effect.withTracerEnabled(false)
  )
})

const settled = (delivery: ServiceStore.Delivery, attempt: Attempt, at: Calendar.Instant, { pausesSeconds }: Options): ServiceStore.Delivery => {
  const attempts = delivery.attempts + 1
  const { lastFailure: _before, ...rest } = delivery
  if (attempt.failure === undefined) return { ...rest, state: "delivered", attempts, lastAttemptAt: at }
  const pause = pausesSeconds[attempts - 1]
  const isDead = attempt.isFinal || pause === undefined
  return {
    ...rest,
    state: isDead ? "dead" : "pending",
    attempts,
    dueAt: isDead ? delivery.dueAt : at + Math.max(pause, attempt.notBeforeSeconds) * 1000,
    lastAttemptAt: at,
    lastFailure: attempt.failure
  }
}

/** The secrets that sign a message now: the last one, and for some time the one before it. */
const secretsOf = (key: WebhookSecret.Key, dealership: string, subscription: ServiceStore.Subscription, now: Calendar.Instant): ReadonlyArray<string> => {
  const { formerSecret, formerUntil = 0, secret } = subscription
  const stored = formerSecret !== undefined && formerUntil > now ? [secret, formerSecret] : [secret]
  return stored.flatMap((one) => WebhookSecret.open(key, dealership, subscription, one) ?? [])
}

/** The state of a subscription as it is, with changes. */
export const stateOf = (
  { failingSince, formerSecret, formerUntil, pausedAt, secret }: ServiceStore.SubscriptionState,
  changes: Partial<ServiceStore.SubscriptionState>
): ServiceStore.SubscriptionState => ({ secret, formerSecret, formerUntil, failingSince, pausedAt, ...changes })

/** The store for what the server itself ends or pauses: the audit tells of it. */
const audited = Effect.map(Effect.all([ServiceStore.ServiceStore, Records.Records]), ([serviceStore, records]) => AuditedStore.over(serviceStore, records))

/** Notes whether an endpoint takes anything. Pauses its subscription when it has taken nothing for too long; the pause raises an event. */
const noteHealth = Effect.fnUntraced(function*(
  dealership: string,
  subscription: ServiceStore.Subscription,
  hasTaken: boolean,
  { pauseAfterSeconds }: Options
): Effect.fn.Return<void, Failure, Services> {
  const serviceStore = yield* ServiceStore.ServiceStore
  const now = yield* Clock.currentTimeMillis
  if (hasTaken) {
    if (subscription.failingSince !== undefined) yield* serviceStore.changeSubscription(dealership, subscription.id, stateOf(subscription, { failingSince: undefined }))
    return
  }
  const failingSince = subscription.failingSince ?? now
  const isPaused = now - failingSince >= pauseAfterSeconds * 1000
  if (subscription.failingSince !== undefined && !isPaused) return
  if (!isPaused) return yield* serviceStore.changeSubscription(dealership, subscription.id, stateOf(subscription, { failingSince }))
  yield* (yield* audited).changeSubscription(dealership, subscription.id, stateOf(subscription, { failingSince, pausedAt: now }))
  const zone = HandlerContext.zoneAt({ crm: yield* CrmProcedure.CrmProcedure }, now)
  const data: Subscription.SubscriptionPaused = { subscriptionId: subscription.id, failingSince: Calendar.formatToSecond(zone, failingSince) }
  const key = `${Subscription.PAUSED_EVENT_TYPE} ${JSON.stringify([subscription.id, failingSince])}`
  yield* Records.Records.use((records) => records.raise(dealership, [{ key, type: Subscription.PAUSED_EVENT_TYPE, at: now, data }]))
  yield* Effect.annotateLogs(Effect.logWarning("A webhook subscription is paused: its endpoint has taken nothing for too long"), { subscription: subscription.id })
})

/** Seals a secret that was stored as text. */
const sealed = Effect.fnUntraced(function*(dealership: string, subscription: ServiceStore.Subscription, key: WebhookSecret.Key): Effect.fn.Return<ServiceStore.Subscription, Failure, Services> {
  if (key === undefined || WebhookSecret.isSealed(subscription.secret)) return subscription
  const state = stateOf(subscription, { secret: WebhookSecret.seal(key, dealership, subscription, subscription.secret) })
  yield* (yield* ServiceStore.ServiceStore).changeSubscription(dealership, subscription.id, state)
  return { ...subscription, ...state }
})

/**
 * Delivers what is due to one subscriber, some at a time; answers how many attempts were made. It goes on as long as the endpoint takes
 * something: a silent one costs a round one timeout. An endpoint that answers 410 ends its subscription.
 */
const deliver = Effect.fnUntraced(function*(
  dealership: string,
  subscription: ServiceStore.Subscription,
  options: Options,
  places: Semaphore.Semaphore
): Effect.fn.Return<number, Failure, Services> {
  const key = yield* WebhookSecret.SealingKey
  const atOnce = subscription.failingSince === undefined ? AT_ONCE : 1
  const records = yield* Records.Records
  const serviceStore = yield* ServiceStore.ServiceStore
  const crm = yield* CrmProcedure.CrmProcedure
  let attempts = 0
  for (;;) {
    const now = yield* Clock.currentTimeMillis
    const due = yield* serviceStore.takeDue(dealership, subscription.id, now, now + 2 * options.timeoutSeconds * 1000, atOnce)
    if (due.length === 0) return attempts
    attempts += due.length
    const made = yield* Effect.forEach(due, (delivery) =>
      Effect.gen(function*() {
        const [event] = yield* records.events(dealership, delivery.position - 1, 1)
        const at = yield* Clock.currentTimeMillis
        const attempt = event?.position !== delivery.position
          ? failed("event gone", true)
          : yield* post(
            subscription,
            secretsOf(key, dealership, subscription, at),
            WebhookMessage.idOf(dealership, event),
            WebhookMessage.bodyOf(dealership, event, HandlerContext.zoneAt({ crm }, event.at)),
            at,
            options.timeoutSeconds
          )
        yield* serviceStore.settle(dealership, subscription.id, settled(delivery, attempt, yield* Clock.currentTimeMillis, options))
        return attempt
      }).pipe(places.withPermit), { concurrency: atOnce })
    if (made.some((attempt) => attempt.failure !== undefined && attempt.isGone)) {
      yield* (yield* audited).removeSubscription(dealership, subscription.id)
      yield* Effect.annotateLogs(Effect.logWarning("A webhook subscription has ended: its endpoint answers 410"), { subscription: subscription.id })
      return attempts
    }
    const hasTaken = made.some(({ failure }) => failure === undefined)
    yield* noteHealth(dealership, subscription, hasTaken, options)
    // One that failed before is seen as it is now in the next round.
    if (!hasTaken || subscription.failingSince !== undefined) return attempts
  }
})

/** Looks for new events of one dealership and delivers what is due, once; answers how many attempts were made. */
export const passOf = Effect.fn("WebhookDelivery.passOf")(function*(dealership: string, options: Options = defaults): Effect.fn.Return<number, Failure, Services> {
  const serviceStore = yield* ServiceStore.ServiceStore
  const now = yield* Clock.currentTimeMillis
  const key = yield* WebhookSecret.SealingKey
  const places = Semaphore.makeUnsafe(options.dealershipAtOnce)
  // What a paused one misses stays behind its cursor.
  const subscriptions = (yield* serviceStore.subscriptions(dealership)).filter(({ pausedAt }) => pausedAt === undefined)
  // No subscription waits for another one: a dealership has a hundred at most.
  const attempts = yield* Effect.forEach(subscriptions, Effect.fnUntraced(function*(stored) {
    const subscription = yield* sealed(dealership, stored, key)
    yield* enqueue(dealership, subscription, now)
    return yield* deliver(dealership, subscription, options, places)
  }), { concurrency: "unbounded" })
  return attempts.reduce((sum, one) => sum + one, 0)
})

/**
 * Looks for new events and delivers what is due, once, for every dealership; answers how many attempts were made. Where it fails for one
 * dealership, it still delivers for the others, and fails at the end.
 */
export const pass = Effect.fn("WebhookDelivery.pass")(function*(options: Options = defaults): Effect.fn.Return<number, Failure, Services> {
  const dealerships = yield* (yield* ServiceStore.ServiceStore).subscribedDealerships
  const made = yield* Effect.forEach(dealerships, (dealership) => Effect.exit(passOf(dealership, options)), { concurrency: "unbounded" })
  return (yield* Effect.all(made)).reduce((sum, one) => sum + one, 0)
})

/** Delivers for as long as it runs. While the records can't be reached it waits and goes on. */
export const run = (options: Options = defaults): Effect.Effect<never, never, Services> =>
  pass(options).pipe(
    Effect.catch(({ _tag }) => Effect.logWarning("Webhooks wait: what they are made of can't be reached").pipe(Effect.annotateLogs({ error: _tag }))),
    Effect.andThen(Effect.sleep(options.pollSeconds * 1000)),
    Effect.forever
  )

/** The position of a dealership's last event, 0 without any: from there on a new subscriber is told. */
export const lastPosition = Effect.fnUntraced(function*(dealership: string): Effect.fn.Return<number, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const isBehind = (position: number) => Effect.map(records.events(dealership, position, 1), (events) => events.length > 0)
  let low = 0
  let high = 1
  if (!(yield* isBehind(0))) return 0
  while (yield* isBehind(high)) {
    low = high
    high *= 2
  }
  // An event lies behind `low`, none behind `high`.
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (yield* isBehind(middle)) low = middle
    else high = middle
  }
  return high
})
