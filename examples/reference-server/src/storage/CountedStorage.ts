/** The storage with what goes into it counted: what is judged, and what became of deliveries. */
import * as Records from "@crm-procedure/core/register/Records"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Telemetry from "../serving/Telemetry.ts"

const countedRecords = (records: Records.Records["Service"]): Records.Records["Service"] => ({
  ...records,
  putProspects: (dealership, entries, receivedAt) =>
    Effect.tap(records.putProspects(dealership, entries, receivedAt), () => Telemetry.count(Telemetry.judgedRecords, { kind: "prospects" }, entries.length)),
  putActivities: (dealership, entries, receivedAt) =>
    Effect.tap(records.putActivities(dealership, entries, receivedAt), () => Telemetry.count(Telemetry.judgedRecords, { kind: "activities" }, entries.length))
})

const outcomes = { delivered: "delivered", pending: "to be tried again", dead: "given up" } as const satisfies Record<ServiceStore.DeliveryState, string>

const countedServiceStore = (serviceStore: ServiceStore.ServiceStore["Service"]): ServiceStore.ServiceStore["Service"] => ({
  ...serviceStore,
  settle: (dealership, subscriptionId, delivery) =>
    Effect.tap(serviceStore.settle(dealership, subscriptionId, delivery), () => Telemetry.count(Telemetry.webhookDeliveries, { outcome: outcomes[delivery.state] }))
})

/** The same storage, counted. */
export const layer: Layer.Layer<Records.Records | ServiceStore.ServiceStore, never, Records.Records | ServiceStore.ServiceStore> = Layer.mergeAll(
  Layer.effect(Records.Records, Effect.map(Records.Records, countedRecords)),
  Layer.effect(ServiceStore.ServiceStore, Effect.map(ServiceStore.ServiceStore, countedServiceStore))
)
