/** The storage with what goes into it counted: what is judged, and what became of deliveries. */
import * as Records from "@crm-procedure/core/Records"
import * as Safekeeping from "@crm-procedure/core/Safekeeping"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Telemetry from "./Telemetry.ts"

const countedRecords = (records: Records.Records["Service"]): Records.Records["Service"] => ({
  ...records,
  putProspects: (dealership, entries, receivedAt) =>
    Effect.tap(records.putProspects(dealership, entries, receivedAt), () => Telemetry.count(Telemetry.judgedRecords, { kind: "prospects" }, entries.length)),
  putActivities: (dealership, entries, receivedAt) =>
    Effect.tap(records.putActivities(dealership, entries, receivedAt), () => Telemetry.count(Telemetry.judgedRecords, { kind: "activities" }, entries.length))
})

const outcomes = { delivered: "delivered", pending: "to be tried again", dead: "given up" } as const satisfies Record<Safekeeping.DeliveryState, string>

const countedSafekeeping = (safekeeping: Safekeeping.Safekeeping["Service"]): Safekeeping.Safekeeping["Service"] => ({
  ...safekeeping,
  settle: (dealership, subscriptionId, delivery) =>
    Effect.tap(safekeeping.settle(dealership, subscriptionId, delivery), () => Telemetry.count(Telemetry.webhookDeliveries, { outcome: outcomes[delivery.state] }))
})

/** The same storage, counted. */
export const layer: Layer.Layer<Records.Records | Safekeeping.Safekeeping, never, Records.Records | Safekeeping.Safekeeping> = Layer.mergeAll(
  Layer.effect(Records.Records, Effect.map(Records.Records, countedRecords)),
  Layer.effect(Safekeeping.Safekeeping, Effect.map(Safekeeping.Safekeeping, countedSafekeeping))
)
