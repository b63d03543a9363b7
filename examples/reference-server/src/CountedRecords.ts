/** The storage of records, with what is judged into it counted. */
import * as Records from "@crm-procedure/core/Records"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Telemetry from "./Telemetry.ts"

const counted = (records: Records.Records["Service"]): Records.Records["Service"] => ({
  ...records,
  putProspects: (dealership, entries, receivedAt) =>
    Effect.tap(records.putProspects(dealership, entries, receivedAt), () => Telemetry.count(Telemetry.judgedRecords, { kind: "prospects" }, entries.length)),
  putActivities: (dealership, entries, receivedAt) =>
    Effect.tap(records.putActivities(dealership, entries, receivedAt), () => Telemetry.count(Telemetry.judgedRecords, { kind: "activities" }, entries.length))
})

/** The same storage, counted. */
export const layer: Layer.Layer<Records.Records, never, Records.Records> = Layer.effect(Records.Records, Effect.map(Records.Records, counted))
