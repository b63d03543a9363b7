/** The chain of snapshots. */
import type * as Records from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
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
    })),
  declare("period close", "keeps the chain and what was opened again as they were added, in their order", (records, dealership) =>
    Effect.gen(function*() {
      const snapshots: ReadonlyArray<Records.Snapshot> = ["2024-03", "2024-02", "2024-03"].map((period, sequence) => ({
        period,
        sequence,
        previousDigest: sequence === 0 ? "" : `d${sequence - 1}`,
        digest: `d${sequence}`,
        content: `{"ñ":"\u00e9 e\u0301","z":[${sequence}, 1.50]}\n`,
        closedAt: 1_709_650_800_123 + sequence,
        closedBy: `gerente ${sequence}`
      }))
      const reopenings: ReadonlyArray<Records.PeriodReopening> = [2, 0, 1].map((sequence) => ({
        period: snapshots[sequence]!.period,
        sequence,
        at: 1_709_650_800_999 - sequence,
        by: `gerente ${sequence}`,
        reason: `Faltaba un asesor: ${sequence}`
      }))
      for (const snapshot of snapshots) yield* records.appendSnapshot(dealership, snapshot)
      for (const reopening of reopenings) yield* records.addPeriodReopening(dealership, reopening)
      yield* expectSame("the chain", yield* records.snapshots(dealership), snapshots)
      yield* expectSame("its links without their texts", yield* records.chain(dealership), snapshots.map(({ content: _content, ...link }) => link))
      const sequences = (query: Records.ChainQuery) => Effect.map(records.chain(dealership, query), (links) => links.map(({ sequence }) => sequence))
      yield* expectSame("the links of a period", yield* sequences({ periods: ["2024-03", "2024-04"] }), [0, 2])
      yield* expectSame("the links of no period", yield* sequences({ periods: [] }), [])
      yield* expectSame("the links since a period", yield* sequences({ since: "2024-03" }), [0, 2])
      yield* expectSame("the links behind a place", yield* sequences({ after: 0, limit: 1 }), [1])
      yield* expectSame("the last link", Option.map(yield* records.lastLink(dealership), ({ digest }) => digest), Option.some("d2"))
      yield* expectSame("the last link of none", yield* records.lastLink(`${dealership} otra`), Option.none())
      for (const snapshot of snapshots) yield* expectSame("the one in a place", yield* records.snapshot(dealership, snapshot.sequence), Option.some(snapshot))
      yield* expectSame("the one behind the last place", yield* records.snapshot(dealership, snapshots.length), Option.none())
      yield* expectSame("another dealership's", [yield* records.chain(`${dealership} otra`), yield* records.snapshot(`${dealership} otra`, 0)], [[], Option.none()])
      yield* expectSame("the periods opened again", yield* records.periodReopenings(dealership), reopenings)
      yield* expectSame("a period opened again", yield* records.periodReopenings(dealership, ["2024-03"]), reopenings.filter(({ period }) => period === "2024-03"))
      const behind = { ...snapshots[2]!, sequence: 3, previousDigest: "d1" }
      const refused = yield* Effect.flip(records.appendSnapshot(dealership, behind))
      yield* expectSame("a snapshot that follows another than the last", refused.reason._tag, "RecordsChanged")
    }))
]
