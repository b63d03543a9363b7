/** What handlers have at hand, and the questions that many of them ask first. */
import * as Access from "@crm-procedure/core/Access"
import * as Calendar from "@crm-procedure/core/Calendar"
import * as CrmProcedure from "@crm-procedure/core/CrmProcedure"
import * as Directory from "@crm-procedure/core/Directory"
import * as Policy from "@crm-procedure/core/Policy"
import * as Records from "@crm-procedure/core/Records"
import * as Safekeeping from "@crm-procedure/core/Safekeeping"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Caller } from "../Gate.ts"
import { Limits } from "../Limits.ts"
import type { FaultPlace, Problem } from "../Problem.ts"
import * as Failure from "./Failure.ts"
import * as Refusing from "./Refusing.ts"

/** What every handler works with. */
export interface Desk {
  readonly crm: CrmProcedure.CrmProcedure["Service"]
  readonly records: Records.Records["Service"]
  readonly safekeeping: Safekeeping.Safekeeping["Service"]
  readonly limits: Limits
}

/** Takes the services that every handler works with. */
export const desk: Effect.Effect<Desk, never, CrmProcedure.CrmProcedure | Records.Records | Safekeeping.Safekeeping> = Effect.gen(function*() {
  return {
    crm: yield* CrmProcedure.CrmProcedure,
    records: yield* Records.Records,
    safekeeping: yield* Safekeeping.Safekeeping,
    limits: yield* Limits
  }
})

/** Who asks, when, and in which zone his instants are read. */
export interface Visit {
  readonly caller: Caller["Service"]
  readonly identity: Access.Identity
  readonly dealership: string
  readonly now: Calendar.Instant
  readonly zone: Calendar.Zone
}

/** The dealership's zone at an instant. */
export const zoneAt = ({ crm }: Pick<Desk, "crm">, at: Calendar.Instant): Calendar.Zone =>
  Policy.zoneOf(crm.editionOf(Calendar.periodOf(Calendar.bogota, at)).policy)

/** Who asks, and when. */
export const visit = (desk: Pick<Desk, "crm">): Effect.Effect<Visit, never, Caller> =>
  Effect.gen(function*() {
    const caller = yield* Caller
    const now = yield* Clock.currentTimeMillis
    return { caller, identity: caller.identity, dealership: caller.identity.dealership, now, zone: zoneAt(desk, now) }
  })

/** A handler's effect with everything that it fails with as a refusal. */
export const serve = <A, R>(effect: Effect.Effect<A, Failure.Failure, R>): Effect.Effect<A, Problem, R> => Effect.mapError(effect, Failure.toRefusal)

const expectedInstant = {
  es: "una fecha ISO 8601 que exista, como 2024-03-05T18:00:00-05:00",
  en: "an existing ISO 8601 date, like 2024-03-05T18:00:00-05:00"
}

/** An instant that was given as text, or what stands for it where none was. */
export const instantOf = (place: FaultPlace, pointer: string, text: string | undefined, zone: Calendar.Zone, otherwise: Calendar.Instant): Effect.Effect<Calendar.Instant, Problem> => {
  if (text === undefined) return Effect.succeed(otherwise)
  const instant = Calendar.parseInstant(text.trim(), zone)
  return instant === undefined ? Effect.fail(Refusing.invalid({ in: place, pointer, expected: expectedInstant })) : Effect.succeed(instant)
}

/** Whether records lie within the view of whoever asks; undefined: all of them do. */
export const viewOf = Effect.fnUntraced(function*(
  { records }: Pick<Desk, "records">,
  identity: Access.Identity
): Effect.fn.Return<((place: Access.Place) => boolean) | undefined, Records.RecordsError> {
  const scope = Access.scopeOf(identity)
  if (scope.kind === "dealership") return undefined
  const lineOfBrand = scope.kind === "places" ? Directory.lineOfBrand(yield* records.directory(identity.dealership)) : () => undefined
  return (place) => Access.isWithin(scope, place, lineOfBrand)
})

/** An id as it stands in a path: one that no record can have is nobody's. */
export const isId = (id: string): boolean => id !== "" && id.trim() === id && [...id].length <= 64 && id.isWellFormed() && !id.includes("\0")
