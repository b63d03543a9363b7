/** The storage with what goes into it counted: what is judged, and what became of deliveries. */
import * as Records from "@crm-procedure/core/register/Records"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Telemetry from "../serving/Telemetry.ts"

/** Counts records that were stored with a verdict. */
export type CountJudged = (kind: "prospects" | "activities", count: number) => Effect.Effect<void>

/** Counts them in this thread's metrics. */
export const countJudged: CountJudged = (kind, count) => Telemetry.count(Telemetry.judgedRecords, { kind }, count)

const countedRecords = (count: CountJudged) => (records: Records.Records["Service"]): Records.Records["Service"] => ({
  ...records,
  putProspects: (dealership, entries, receivedAt) =>
    Effect.tap(records.putProspects(dealership, entries, receivedAt), () => count("prospects", entries.length)),
  putActivities: (dealership, entries, receivedAt) =>
    Effect.tap(records.putActivities(dealership, entries, receivedAt), () => count("activities", entries.length))
})

const outcomes = { delivered: "delivered", pending: "to be tried again", dead: "given up" } as const satisfies Record<ServiceStore.DeliveryState, string>

const countedServiceStore = (serviceStore: ServiceStore.ServiceStore["Service"]): ServiceStore.ServiceStore["Service"] => ({
  ...serviceStore,
  settle: (dealership, subscriptionId, delivery) =>
    Effect.tap(serviceStore.settle(dealership, subscriptionId, delivery), () => Telemetry.count(Telemetry.webhookDeliveries, { outcome: outcomes[delivery.state] }))
})

/** The same storage, counted. */
export const layer = (count: CountJudged = countJudged): Layer.Layer<Records.Records | ServiceStore.ServiceStore, never, Records.Records | ServiceStore.ServiceStore> =>
  Layer.mergeAll(
    Layer.effect(Records.Records, Effect.map(Records.Records, countedRecords(count))),
    Layer.effect(ServiceStore.ServiceStore, Effect.map(ServiceStore.ServiceStore, countedServiceStore))
  )
