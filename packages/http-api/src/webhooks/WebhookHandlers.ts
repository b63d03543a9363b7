/** Serves subscriptions to events, and their deliveries. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Records from "@crm-procedure/core/register/Records"
import type * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Effect from "effect/Effect"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Page from "../request/Cursor.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import { present } from "../request/Encoding.ts"
import type { Fault, Invalid } from "../Problem.ts"
import * as WebhookDelivery from "./WebhookDelivery.ts"
import { type Delivery, type EventType, eventTypes, SecretRotation, type Subscription, SubscriptionToMake } from "./WebhookEndpoints.ts"
import * as WebhookMessage from "./WebhookMessage.ts"
import * as WebhookSecret from "./WebhookSecret.ts"
import * as WebhookTarget from "./WebhookTarget.ts"

const decodeSubscription = Body.decode(SubscriptionToMake)
const decodeRotation = Body.decode(SecretRotation)

const isKnownType = (type: string): type is EventType => (eventTypes as ReadonlyArray<string>).includes(type)

const shown = (
  { brandIds, createdAt, events, failingSince, formerUntil, id, pausedAt, url }: ServiceStore.Subscription,
  zone: Calendar.Zone
): typeof Subscription.Type => {
  const written = (instant: Calendar.Instant | undefined) => instant === undefined ? undefined : Calendar.formatInstant(zone, instant)
  return present({
    id,
    url,
    events: events.filter(isKnownType),
    brandIds,
    createdAt: Calendar.formatInstant(zone, createdAt),
    failingSince: written(failingSince),
    pausedAt: written(pausedAt),
    formerUntil: written(formerUntil)
  })
}

const HOUR_MILLIS = 3_600_000
const OVERLAP_HOURS = 24

/** How many subscriptions a dealership may have. */
const MAXIMUM_SUBSCRIPTIONS = 100

const anEvent = { es: `uno al menos de: ${eventTypes.join(", ")}`, en: `one at least of: ${eventTypes.join(", ")}` }
const anIdList = { es: "identificadores de 1 a 64 caracteres, uno al menos", en: "ids of 1 to 64 characters, one at least" }

/** The faults of a subscription besides its shape. The schema reports those of the shape. */
const faultsOf = (asked: unknown, policy: WebhookTarget.Policy): ReadonlyArray<Fault> => {
  const { brandIds, events, url } = (typeof asked === "object" && asked !== null ? asked : {}) as Readonly<Record<string, unknown>>
  const unreachable = typeof url === "string" ? WebhookTarget.faultOf(url, policy) : undefined
  const isEmpty = (list: unknown) => Array.isArray(list) && list.length === 0
  return [
    ...(unreachable === undefined ? [] : [{ pointer: "/url", expected: unreachable }]),
    ...(isEmpty(events) ? [{ pointer: "/events", expected: anEvent }] : []),
    ...(isEmpty(brandIds) ? [{ pointer: "/brandIds", expected: anIdList }] : []),
    ...(Array.isArray(brandIds) ? brandIds : []).flatMap((id: unknown, place) => typeof id === "string" && !HandlerContext.isId(id) ? [{ pointer: `/brandIds/${place}`, expected: HandlerContext.anId }] : [])
  ].map((fault) => ({ in: "body", ...fault }))
}

/** The subscription of a body, or all of its faults. */
const subscriptionAsked = (asked: unknown, policy: WebhookTarget.Policy): Effect.Effect<typeof SubscriptionToMake.Type, Invalid> => {
  const faults = faultsOf(asked, policy)
  return Effect.matchEffect(decodeSubscription(asked), {
    onFailure: ({ errors = [] }) => Effect.fail(Refusing.invalid(...errors, ...faults.filter(({ pointer }) => !errors.some((error) => error.pointer === pointer)))),
    onSuccess: (subscription) => faults.length === 0 ? Effect.succeed(subscription) : Effect.fail(Refusing.invalid(...faults))
  })
}

export const layer = HttpApiBuilder.group(Api, "webhooks", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const random = yield* SecureRandom.SecureRandom
  const policy = yield* WebhookTarget.TargetPolicy
  const key = yield* WebhookSecret.SealingKey
  const { records, serviceStore } = context

  const subscriptionOf = Effect.fnUntraced(function*(dealership: string, id: string) {
    const found = (yield* serviceStore.subscriptions(dealership)).find((one) => one.id === id)
    return found ?? (yield* Refusing.notFound())
  })

  const deliveryOf = Effect.fnUntraced(function*(dealership: string, { position, ...delivery }: ServiceStore.Delivery, zone: Calendar.Zone) {
    const [event] = yield* records.events(dealership, position - 1, 1)
    const written = (instant: Calendar.Instant | undefined) => instant === undefined ? undefined : Calendar.formatInstant(zone, instant)
    return present({
      position,
      ...delivery,
      event: event?.position === position ? WebhookMessage.idOf(dealership, event) : "",
      dueAt: Calendar.formatInstant(zone, delivery.dueAt),
      lastAttemptAt: written(delivery.lastAttemptAt)
    }) as typeof Delivery.Type
  })

  return handlers
    .handleRaw("subscribe", (given) => Write.json(
      context,
      given,
      (body) => subscriptionAsked(body, policy),
      Effect.fnUntraced(function*({ brandIds, events, url }, { dealership, now, zone }) {
        const id = `wh_${Buffer.from(yield* random.randomBytes(12)).toString("hex")}`
        const secret = WebhookMessage.secretOfBytes(yield* random.randomBytes(WebhookMessage.SECRET_BYTES))
        if ((yield* serviceStore.subscriptions(dealership)).length >= MAXIMUM_SUBSCRIPTIONS) {
          return yield* Refusing.refuse("Conflict", {
            es: `Ya hay ${MAXIMUM_SUBSCRIPTIONS} suscripciones. Elimine una que no se use.`,
            en: `There are ${MAXIMUM_SUBSCRIPTIONS} subscriptions. Remove an unused one.`
          })
        }
        const cursor = yield* Effect.provideService(WebhookDelivery.lastPosition(dealership), Records.Records, records)
        const stored = WebhookSecret.seal(key, dealership, { id }, secret)
        const subscription = present({ id, url, events: [...new Set(events)], brandIds, secret: stored, createdAt: now, cursor })
        yield* serviceStore.addSubscription(dealership, subscription)
        return { status: 201, body: { ...shown(subscription, zone), secret } }
      })
    ))
    .handleRaw("rotateSecret", (given) => Write.json(
      context,
      given,
      decodeRotation,
      Effect.fnUntraced(function*({ overlapHours = OVERLAP_HOURS }, { dealership, now, zone }, { params: { id } }) {
        const subscription = yield* subscriptionOf(dealership, id)
        const secret = WebhookMessage.secretOfBytes(yield* random.randomBytes(WebhookMessage.SECRET_BYTES))
        const state = WebhookDelivery.stateOf(subscription, {
          secret: WebhookSecret.seal(key, dealership, subscription, secret),
          formerSecret: WebhookSecret.seal(key, dealership, subscription, subscription.secret),
          formerUntil: now + overlapHours * HOUR_MILLIS
        })
        yield* serviceStore.changeSubscription(dealership, subscription.id, state)
        return { status: 200, body: { ...shown({ ...subscription, ...state }, zone), secret } }
      })
    ))
    .handleAll({
      resume: ({ params: { id } }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* HandlerContext.visit(context)
          const subscription = yield* subscriptionOf(dealership, id)
          const state = WebhookDelivery.stateOf(subscription, { failingSince: undefined, pausedAt: undefined })
          yield* serviceStore.changeSubscription(dealership, subscription.id, state)
          return shown({ ...subscription, ...state }, zone)
        })),
      subscriptions: ({ query }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* HandlerContext.visit(context)
          const after = yield* Page.parse(query.cursor, ["string"])
          const { items, nextCursor } = Page.ofList(yield* serviceStore.subscriptions(dealership), ({ id }) => id, after?.[0], query.limit)
          return { items: items.map((one) => shown(one, zone)), nextCursor }
        })),
      subscription: ({ params: { id } }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* HandlerContext.visit(context)
          return shown(yield* subscriptionOf(dealership, id), zone)
        })),
      unsubscribe: ({ params: { id } }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership } = yield* HandlerContext.visit(context)
          const { id: known } = yield* subscriptionOf(dealership, id)
          yield* serviceStore.removeSubscription(dealership, known)
        })),
      deliveries: ({ params: { id }, query }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* HandlerContext.visit(context)
          const { id: known } = yield* subscriptionOf(dealership, id)
          const after = yield* Page.parse(query.cursor, ["number"])
          const limit = query.limit ?? Page.DEFAULT_LIMIT
          const found = yield* serviceStore.deliveries(dealership, known, { state: query.state, after: after?.[0] ?? 0, limit: limit + 1 })
          const items = found.slice(0, limit)
          return {
            items: yield* Effect.forEach(items, (delivery) => deliveryOf(dealership, delivery, zone)),
            nextCursor: found.length > limit ? Page.cursorOf([items.at(-1)!.position]) : null
          }
        })),
      redeliver: ({ params: { id, position } }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, now, zone } = yield* HandlerContext.visit(context)
          const { id: known } = yield* subscriptionOf(dealership, id)
          const [found] = Number.isSafeInteger(position) && position > 0 ? yield* serviceStore.deliveries(dealership, known, { after: position - 1, limit: 1 }) : []
          if (found?.position !== position) return yield* Refusing.notFound()
          const again: ServiceStore.Delivery = { ...found, state: "pending", attempts: 0, dueAt: now }
          yield* serviceStore.settle(dealership, known, again)
          return yield* deliveryOf(dealership, again, zone)
        }))
    })
}))
