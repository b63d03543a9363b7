/** The chain of snapshots. */
import type * as Records from "@crm-procedure/core/Records"
import * as Effect from "effect/Effect"
import { CLIENTS, declare, expectSame } from "./Contract.ts"
import type { Case } from "./Contract.ts"

export const cases: ReadonlyArray<Case> = [
  declare("period close", "lets one of many append to the chain, and tells the others", (records, dealership) =>
    Effect.gen(function*() {
      const snapshot = (digest: string): Records.Snapshot => ({ period: "2024-03", sequence: 0, previousDigest: "", digest, content: "{}", closedAt: 1, closedBy: "asistente" })
      const outcomes = yield* Effect.all(
        Array.from({ length: CLIENTS }, (_, client) =>
          Effect.match(records.appendSnapshot(dealership, snapshot(`d${client}`)), { onFailure: ({ reason }) => reason._tag, onSuccess: () => "appended" })),
        { concurrency: "unbounded" }
      )
      yield* expectSame("outcomes", outcomes.toSorted(), [...Array.from({ length: CLIENTS - 1 }, () => "RecordsChanged"), "appended"])
      yield* expectSame("links in the chain", (yield* records.snapshots(dealership)).length, 1)
    }))
]
