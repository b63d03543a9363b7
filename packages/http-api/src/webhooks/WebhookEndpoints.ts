/** Subscriptions to events, and their deliveries. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission, repeatableHeaders } from "../access/Gate.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

/** The events that can be subscribed to. */
export const eventTypes = ["verdict.changed", "lead.escalated", "verification.failed", "period.closed"] as const
export type EventType = typeof eventTypes[number]

export const EventType = Schema.Literals(eventTypes).annotate({ identifier: "EventType" })

const subscription = {
  url: Schema.String.annotate({ description: "https, and not an address within the server's own network.", examples: ["https://crm.example.com/hooks/procedure"] }),
  events: Schema.Array(EventType).annotate({ description: "One at least." }),
  brandIds: optional(Schema.Array(Shape.Id).annotate({ description: "Only events about records of these brands; events of no brand are left out." }))
}

export const SubscriptionToMake = Schema.Struct(subscription).annotate({
  identifier: "SubscriptionToMake",
  examples: [{ url: "https://crm.example.com/hooks/procedure", events: ["verdict.changed"] }]
})

const made = {
  id: Schema.String,
  ...subscription,
  createdAt: Shape.Instant,
  failingSince: optional(Shape.Instant.annotate({ description: "Since when its endpoint has taken nothing." })),
  pausedAt: optional(Shape.Instant.annotate({ description: "Since when nothing is sent, since its endpoint took nothing for five days. Resume it when the endpoint works." })),
  formerUntil: optional(Shape.Instant.annotate({ description: "Until when messages are signed with the secret before the last one too." }))
}

export const SecretRotation = Schema.Struct({
  overlapHours: optional(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 168 })).annotate({ description: "How long the former secret signs too; 24 unless given." }))
}).annotate({ identifier: "SecretRotation", examples: [{ overlapHours: 24 }] })

export const Subscription = Schema.Struct(made).annotate({ identifier: "Subscription" })

export const SubscriptionMade = Schema.Struct({
  ...made,
  secret: Schema.String.annotate({ description: "What messages are signed with (Standard Webhooks, `whsec_…`). It is shown this once." })
}).annotate({ identifier: "SubscriptionMade" })

export const Delivery = Schema.Struct({
  position: Schema.Natural,
  event: Schema.String.annotate({ description: "The message's id, in the header `webhook-id` and in the CloudEvent." }),
  record: Schema.String.annotate({ description: "What it is about: deliveries of one record go out in order." }),
  state: Schema.Literals(["pending", "delivered", "dead"]),
  attempts: Schema.Natural,
  dueAt: Shape.Instant,
  lastAttemptAt: optional(Shape.Instant),
  lastFailure: optional(Schema.String)
}).annotate({ identifier: "Delivery" })

const params = { id: Shape.Id }

export class WebhookEndpoints extends HttpApiGroup.make("webhooks")
  .add(
    HttpApiEndpoint.post("subscribe", "/v1/webhooks", { headers: repeatableHeaders, payload: SubscriptionToMake, success: SubscriptionMade.pipe(HttpApiSchema.status(201)), error: [...Problem.ofWrite, Problem.Conflict] })
      .annotate(Permission, "webhooks.manage")
      .annotateMerge(OpenApi.annotations({
        identifier: "subscribe",
        summary: "Subscribe to events",
        description: "From now on each event is posted at least once, in order per record, as a CloudEvent 1.0 (`application/cloudevents+json`) with Standard Webhooks signatures; " +
          "retried with growing pauses until it is answered with 2xx. 410 ends the subscription. `sequence` rises with each event: of two about one record the later one has the greater text."
      })),
    HttpApiEndpoint.get("subscriptions", "/v1/webhooks", { query: Shape.pageQuery, success: Shape.page(Subscription) })
      .annotate(Permission, "webhooks.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "listSubscriptions", summary: "The subscriptions", description: "Without their secrets." })),
    HttpApiEndpoint.get("subscription", "/v1/webhooks/:id", { params, success: Subscription, error: Problem.NotFound })
      .annotate(Permission, "webhooks.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "getSubscription", summary: "A subscription", description: "Without its secret." })),
    HttpApiEndpoint.delete("unsubscribe", "/v1/webhooks/:id", { params, success: HttpApiSchema.NoContent, error: Problem.NotFound })
      .annotate(Permission, "webhooks.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "unsubscribe", summary: "Remove a subscription", description: "With its deliveries." })),
    HttpApiEndpoint.post("rotateSecret", "/v1/webhooks/:id/secret", { params, headers: repeatableHeaders, payload: SecretRotation, success: SubscriptionMade, error: [...Problem.ofWrite, Problem.NotFound] })
      .annotate(Permission, "webhooks.manage")
      .annotateMerge(OpenApi.annotations({
        identifier: "rotateSecret",
        summary: "Make a new secret",
        description: "It is shown this once. Until `formerUntil` messages carry two signatures, of the new secret and of the one before, so that a receiver changes over without a gap."
      })),
    HttpApiEndpoint.post("resume", "/v1/webhooks/:id/resume", { params, success: Subscription, error: Problem.NotFound })
      .annotate(Permission, "webhooks.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "resumeSubscription", summary: "Resume a paused subscription", description: "What it missed is sent, in order." })),
    HttpApiEndpoint.get("deliveries", "/v1/webhooks/:id/deliveries", {
      params,
      query: { state: optional(Schema.Literals(["pending", "delivered", "dead"])), ...Shape.pageQuery },
      success: Shape.page(Delivery),
      error: Problem.NotFound
    })
      .annotate(Permission, "webhooks.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "listDeliveries", summary: "How deliveries stand", description: "`state=dead`: those that were given up after too many tries." })),
    HttpApiEndpoint.post("redeliver", "/v1/webhooks/:id/deliveries/:position/retry", { params: { ...params, position: Schema.NumberFromString.check(Schema.isInt()) }, success: Delivery, error: Problem.NotFound })
      .annotate(Permission, "webhooks.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "redeliver", summary: "Try a delivery again", description: "A delivery that was given up or delivered is pending again." }))
  )
  .annotateMerge(OpenApi.annotations({ title: "webhooks", description: "Being told about events." }))
{}
