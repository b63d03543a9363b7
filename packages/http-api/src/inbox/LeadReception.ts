/** What becomes of a delivered lead: a prospect, a lead that waits, or nothing new. No lead is lost, and none comes twice. */
import type * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import type { Instant } from "@crm-procedure/core/calendar/Calendar"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import type * as Reading from "@crm-procedure/core/records/Reading"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import type { RecordsError } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import type { ReceivedLead } from "../imports/Intake.ts"
import type * as HandlerContext from "../request/HandlerContext.ts"
import type { Delivered, WaitingLead } from "./InboxEndpoints.ts"

/** What is stored of a lead that waits. */
type Content = Pick<typeof WaitingLead.Type, "fields" | "missing">

export const contentOf = ({ content }: IntakeStore.WaitingLead): Content => content as Content

/** Where a delivery came in. */
export interface Arrival {
  readonly dealership: string
  readonly tokenId: string
  readonly now: Instant
}

/** Receives leads, each in the change that decides what becomes of it. */
export const receive = Effect.fnUntraced(function*(
  { crm, intakeStore, records }: HandlerContext.HandlerContext,
  { dealership, now, tokenId }: Arrival,
  leads: ReadonlyArray<ReceivedLead>
): Effect.fn.Return<typeof Delivered.Type, RecordsError | IntakeStore.IntakeStoreError> {
  const counts = { received: leads.length, placed: 0, waiting: 0, known: 0 }
  for (const { fields, id, missing, prospect } of leads) {
    const outcome = yield* records.change(dealership, Effect.gen(function*(): Effect.fn.Return<"placed" | "waiting" | "known", RecordsError | IntakeStore.IntakeStoreError> {
      // A lead that is a prospect already may have been changed by people since.
      if ((yield* records.prospectsById(dealership, [id])).length > 0) return "known"
      if (prospect === undefined) {
        const content: Content = { fields, missing: missing.map(({ column, expected, found }) => ({ column, found, expected })) }
        return (yield* intakeStore.addWaitingLead(dealership, { id, receivedAt: now, tokenId, content })) ? "waiting" : "known"
      }
      yield* crm.registerProspects(dealership, [prospect], now)
      yield* intakeStore.removeWaitingLead(dealership, id)
      return "placed"
    }))
    counts[outcome]++
  }
  return counts
})

/** The prospect that a lead becomes with some more fields, or what is missing still. */
export const placed = (lead: IntakeStore.WaitingLead, given: Readonly<Record<string, string>>, reading: Reading.Reading): RecordReader.Read<Prospect.Prospect> =>
  RecordReader.read(Prospect.fields, { ...contentOf(lead).fields, ...given, prospectId: lead.id }, reading, Prospect.faults)
