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
  /** A dealership's directory, a second old at most: for verdicts that nothing stored bears on. */
  readonly directoryAtHand: (dealership: string) => Effect.Effect<Directory.Directory, Records.RecordsError>
}

/** For how long a directory is at hand, and of how many dealerships. */
const AT_HAND_MILLIS = 1_000
const AT_HAND = 1_000

const atHand = (records: Records.Records["Service"]): Desk["directoryAtHand"] => {
  const directories = new Map<string, { readonly directory: Directory.Directory; readonly until: Calendar.Instant }>()
  return Effect.fnUntraced(function*(dealership: string) {
    const now = yield* Clock.currentTimeMillis
    const kept = directories.get(dealership)
    if (kept !== undefined && now < kept.until) return kept.directory
    const directory = yield* records.directory(dealership)
    if (directories.size >= AT_HAND) directories.clear()
    directories.set(dealership, { directory, until: now + AT_HAND_MILLIS })
    return directory
  })
}

/** Takes the services that every handler works with. */
export const desk: Effect.Effect<Desk, never, CrmProcedure.CrmProcedure | Records.Records | Safekeeping.Safekeeping> = Effect.gen(function*() {
  return {
    crm: yield* CrmProcedure.CrmProcedure,
    records: yield* Records.Records,
    safekeeping: yield* Safekeeping.Safekeeping,
    limits: yield* Limits,
    directoryAtHand: atHand(yield* Records.Records)
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
  es: "una fecha ISO 8601 que exista, de 1970 a 2199, como 2024-03-05T18:00:00-05:00",
  en: "an existing ISO 8601 date, from 1970 to 2199, like 2024-03-05T18:00:00-05:00"
}

/** The first instants of 1970-01-02 and of 2199-12-31, whatever the zone: what is asked about lies between. */
const EARLIEST = 86_400_000
const LATEST = 7_258_032_000_000

/** An instant that was given as text, or what stands for it where none was. */
export const instantOf = (place: FaultPlace, pointer: string, text: string | undefined, zone: Calendar.Zone, otherwise: Calendar.Instant): Effect.Effect<Calendar.Instant, Problem> => {
  if (text === undefined) return Effect.succeed(otherwise)
  const instant = Calendar.parseInstant(text.trim(), zone)
  return instant === undefined || instant < EARLIEST || instant > LATEST ? Effect.fail(Refusing.invalid({ in: place, pointer, expected: expectedInstant })) : Effect.succeed(instant)
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
