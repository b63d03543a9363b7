/**
 * What an `integration` validates and writes: records of its key's brands. An activity belongs to the brand of its registered
 * prospect. An unknown prospect and one of another brand are refused in the same words.
 */
import type * as Access from "@crm-procedure/core/records/Access"
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { PointedFault } from "@crm-procedure/core/records/RecordReader"
import type { RecordsError } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import type { HandlerContext } from "../request/HandlerContext.ts"

/** The brands of a key, and whether stored records are looked at. */
export interface Held {
  readonly dealership: string
  readonly brandIds: ReadonlyArray<string>
  readonly context: "stored" | "none"
}

/** Finds the fault of each record of another brand, in the records' order; undefined for records of the key's brands. */
export type FaultsBeyond<R> = (handlerContext: Pick<HandlerContext, "records">, held: Held, records: ReadonlyArray<R>) => Effect.Effect<ReadonlyArray<PointedFault | undefined>, RecordsError>

/** The brands that the caller may validate and write; undefined: every brand. */
export const brandsOf = ({ brandIds, role }: Access.Identity): ReadonlyArray<string> | undefined => role === "integration" ? brandIds ?? [] : undefined

const expectedBrand = (brandIds: ReadonlyArray<string>): Bilingual => ({
  es: `una de las marcas de esta llave: ${brandIds.join(", ")}`,
  en: `one of the brands of this key: ${brandIds.join(", ")}`
})
const expectedProspect = (brandIds: ReadonlyArray<string>): Bilingual => ({
  es: `un prospecto registrado de una de las marcas de esta llave: ${brandIds.join(", ")}`,
  en: `a registered prospect of one of the brands of this key: ${brandIds.join(", ")}`
})
const expectedId: Bilingual = { es: "un identificador que no tenga un registro de otra marca", en: "an id that no record of another brand has" }

/** The faults of prospects: another brand, or an id under which a prospect of another brand is registered. */
export const prospectFaults: FaultsBeyond<Prospect> = Effect.fnUntraced(function*({ records: storage }, { brandIds, context, dealership }, records) {
  const brands = new Set(brandIds)
  const stored = context === "none" ? [] : yield* storage.prospectsById(dealership, records.map(({ prospectId }) => prospectId))
  const taken = new Set(stored.filter(({ record }) => !brands.has(record.brandId)).map(({ record }) => record.prospectId))
  return records.map(({ brandId, prospectId }) => {
    if (!brands.has(brandId)) return { pointer: "/brandId", column: "brand_id", found: brandId, expected: expectedBrand(brandIds) }
    return taken.has(prospectId) ? { pointer: "/prospectId", column: "prospect_id", found: prospectId, expected: expectedId } : undefined
  })
})

/** The faults of activities: the prospect is not registered or of another brand, or the id belongs to an activity of another brand. */
export const activityFaults: FaultsBeyond<Activity> = Effect.fnUntraced(function*({ records: storage }, { brandIds, context, dealership }, records) {
  if (context === "none") return records.map(() => undefined)
  const brands = new Set(brandIds)
  const prospects = yield* storage.prospectsById(dealership, [...new Set(records.map(({ prospectId }) => prospectId))])
  const own = new Set(prospects.filter(({ record }) => brands.has(record.brandId)).map(({ record }) => record.prospectId))
  const stored = yield* storage.activitiesById(dealership, records.map(({ activityId }) => activityId))
  const taken = new Set(stored.filter(({ storedVerdict: { brandId } }) => brandId === undefined || !brands.has(brandId)).map(({ record }) => record.activityId))
  return records.map(({ activityId, prospectId }) => {
    if (!own.has(prospectId)) return { pointer: "/prospectId", column: "prospect_id", found: prospectId, expected: expectedProspect(brandIds) }
    return taken.has(activityId) ? { pointer: "/activityId", column: "activity_id", found: activityId, expected: expectedId } : undefined
  })
})
