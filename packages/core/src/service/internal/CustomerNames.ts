/** The customers' names of prospects and activities. */
import * as Effect from "effect/Effect"
import * as Records from "../../register/Records.ts"

interface Named {
  readonly subject: string
  readonly id: string
}

/** Finds the names of these; undefined for anything else. */
export const of = Effect.fnUntraced(function*(dealership: string, all: ReadonlyArray<Named>): Effect.fn.Return<(one: Named) => string | undefined, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const idsOf = (subject: "prospect" | "activity") => [...new Set(all.flatMap((one) => one.subject === subject ? [one.id] : []))]
  const prospectOf = new Map((yield* records.activitiesById(dealership, idsOf("activity"))).map(({ record }) => [record.activityId, record.prospectId]))
  const prospects = yield* records.prospectsById(dealership, [...new Set([...idsOf("prospect"), ...prospectOf.values()])])
  const names = new Map(prospects.map(({ record }) => [record.prospectId, record.fullName]))
  return ({ id, subject }) => subject === "prospect" ? names.get(id) : subject === "activity" ? names.get(prospectOf.get(id) ?? "") : undefined
})
