/**
 * What an `integration` validates and writes: records of its key's brands. An activity is one where its prospect is registered
 * and of them; a prospect that nobody knows and one of another brand are refused in the same words.
 *
 * @see 5-controls, Roles
 */
import type * as Access from "@crm-procedure/core/records/Access"
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { PointedFault } from "@crm-procedure/core/records/RecordReader"
import type { RecordsError } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import type { HandlerContext } from "../request/HandlerContext.ts"

/** Whom records are held to: the brands of a key, and whether what is registered counts too. */
export interface Held {
  readonly dealership: string
  readonly brandIds: ReadonlyArray<string>
  readonly context: "stored" | "none"
}

/** Finds the fault of each record that lies beyond the key's brands: in the records' order, undefined for the key's own. */
export type FaultsBeyond<R> = (handlerContext: Pick<HandlerContext, "records">, held: Held, records: ReadonlyArray<R>) => Effect.Effect<ReadonlyArray<PointedFault | undefined>, RecordsError>

/** The brands that whoever asks is held to; undefined: none, he validates and writes records of any. */
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

/** The faults of activities: not of a registered prospect of the brands, or an id under which another brand's is registered. */
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
