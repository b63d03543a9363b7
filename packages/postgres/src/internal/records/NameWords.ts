/** The words of prospects' names, each a row by which the prospect is found. */
import * as PersonName from "@crm-procedure/core/identity/PersonName"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as Effect from "effect/Effect"
import type { Database, Unavailable } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"

const drop = "DELETE FROM crm_procedure.name_words WHERE dealership = $1 AND prospect_id = ANY ($2::text[])"
const add = `
  INSERT INTO crm_procedure.name_words (dealership, word, prospect_id) SELECT here.dealership, one.word, one.id
  FROM crm_procedure.dealerships AS here CROSS JOIN unnest($2::text[], $3::text[]) AS one(word, id) WHERE here.dealership = $1`

/** A prospect that is put, and how it was stored. */
export interface Renaming {
  readonly before: Prospect | undefined
  readonly after: Prospect
}

/** Puts the words of the names that are new. Call it in the change that puts the prospects. */
export const put = (database: Database, dealership: string, all: ReadonlyArray<Renaming>): Effect.Effect<void, Unavailable> => {
  const renamed = all.filter(({ after, before }) => before?.fullName !== after.fullName)
  const words = renamed.flatMap(({ after: { fullName = "", prospectId } }) => PersonName.words(fullName).map((word) => [word, prospectId] as const))
  const named = renamed.filter(({ before }) => before?.fullName !== undefined).map(({ after }) => after.prospectId)
  return Effect.all([
    named.length === 0 ? Effect.void : remove(database, dealership, named),
    words.length === 0 ? Effect.void : database.write(dealership, add, [Parameter.texts(words.map(([word]) => word)), Parameter.texts(words.map(([, id]) => id))])
  ], { concurrency: "unbounded", discard: true })
}

/** Removes the words of prospects. */
export const remove = (database: Database, dealership: string, ids: ReadonlyArray<string>): Effect.Effect<void, Unavailable> =>
  ids.length === 0 ? Effect.void : Effect.asVoid(database.write(dealership, drop, [Parameter.texts(ids)]))
