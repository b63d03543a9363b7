/** The mappings that a request may name: a dealership's own and those that come with the reader, and its settings for leads. */
import type { IntakeStoreError } from "@crm-procedure/core/service/IntakeStore"
import * as Effect from "effect/Effect"
import type { NotFound } from "../Problem.ts"
import type * as HandlerContext from "../request/HandlerContext.ts"
import * as Refusing from "../request/Refusing.ts"
import type * as Intake from "./Intake.ts"

/** The name under which the settings for leads are kept. */
export const LEAD_SETTINGS = "adf"

/** A dealership's settings for leads, as they were put; undefined where it has none. */
export const leadSettings = Effect.fnUntraced(function*({ intakeStore }: HandlerContext.HandlerContext, dealership: string): Effect.fn.Return<unknown, IntakeStoreError> {
  return (yield* intakeStore.mappings(dealership)).find(({ name }) => name === LEAD_SETTINGS)?.content
})

/** The mapping of a name; undefined where none is named. */
export const named = Effect.fnUntraced(function*(
  { intakeStore }: HandlerContext.HandlerContext,
  { readyMappings }: Intake.Intake["Service"],
  dealership: string,
  name: string | undefined
): Effect.fn.Return<Intake.Mapping | undefined, IntakeStoreError | NotFound> {
  if (name === undefined) return undefined
  const own = (yield* intakeStore.mappings(dealership)).find((one) => one.name === name && name !== LEAD_SETTINGS)
  if (own !== undefined) return { own: own.content }
  if (readyMappings.some((one) => one.name === name)) return { ready: name }
  return yield* Refusing.refuse("NotFound", {
    es: "No hay una correspondencia con ese nombre.",
    en: "There is no mapping of that name."
  }, { faults: [{ in: "query", pointer: "/mapping", expected: { es: "el nombre de una correspondencia: véalas en /v1/mappings", en: "the name of a mapping: see /v1/mappings" } }] })
})
