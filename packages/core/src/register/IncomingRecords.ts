/** Records as they are stored when they come: erased ones stay erased, and a prospect that became another person is marked. */
import * as Effect from "effect/Effect"
import type { Instant } from "../calendar/Calendar.ts"
import * as ErasedRecord from "../judging/ErasedRecord.ts"
import { Authorship } from "../records/Authorship.ts"
import * as IdentityChange from "./IdentityChange.ts"
import type * as RelatedRecords from "./internal/RelatedRecords.ts"
import type * as Records from "./Records.ts"
import type * as VerdictUpkeep from "./VerdictUpkeep.ts"

/** What is to be registered of records that come, beside those that are stored under their ids. */
export const toRegister = Effect.fnUntraced(function*(
  { dealership, known, phoneCountry, receivedAt: at }: {
    readonly dealership: string
    readonly known: RelatedRecords.Known
    readonly receivedAt: Instant
    readonly phoneCountry: string
  },
  { activities, prospects }: VerdictUpkeep.Registering
): Effect.fn.Return<VerdictUpkeep.Registering, Records.RecordsError, Records.Records> {
  const { by, employeeId } = yield* Authorship
  const prospectsById = new Map(known.prospects.map(({ record }) => [record.prospectId, record]))
  const activitiesById = new Map(known.activities.map(({ record }) => [record.activityId, record]))
  const changes = prospects?.map((incoming): IdentityChange.Change => {
    const stored = prospectsById.get(incoming.prospectId)
    return { known: stored, incoming: ErasedRecord.keepErasedProspect(stored, incoming) }
  })
  const last = yield* IdentityChange.lastIdentities(dealership, changes ?? [], phoneCountry)
  return {
    prospects: changes?.map((change) => IdentityChange.marked(change, last.get(change.incoming.prospectId), { at, by: employeeId ?? by, phoneCountry })),
    activities: activities?.map((incoming) => ErasedRecord.keepErasedActivity(activitiesById.get(incoming.activityId), incoming))
  }
})
