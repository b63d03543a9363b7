/** What handlers work with, and the questions that many of them ask first: who asks, when, in which zone, within which view. */
import * as Access from "@crm-procedure/core/records/Access"
import * as AuditedIntakeStore from "@crm-procedure/core/service/AuditedIntakeStore"
import * as AuditedStore from "@crm-procedure/core/service/AuditedStore"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as Directory from "@crm-procedure/core/records/Directory"
import * as PeriodClose from "@crm-procedure/core/close/PeriodClose"
import * as PeriodState from "@crm-procedure/core/close/PeriodState"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type * as Reading from "@crm-procedure/core/records/Reading"
import * as Records from "@crm-procedure/core/register/Records"
import * as SharedRead from "@crm-procedure/core/register/SharedRead"
import * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as ReadScope from "@crm-procedure/core/records/ReadScope"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Caller } from "../access/Gate.ts"
import { Limits } from "../access/Limits.ts"
import type { FaultPlace, Invalid } from "../Problem.ts"
import type * as Shape from "../Shape.ts"
import * as Failure from "./Failure.ts"
import * as Refusing from "./Refusing.ts"

/** What every handler works with. */
export interface HandlerContext {
  readonly crm: CrmProcedure.CrmProcedure["Service"]
  readonly records: Records.Records["Service"]
  readonly serviceStore: ServiceStore.ServiceStore["Service"]
  readonly intakeStore: IntakeStore.IntakeStore["Service"]
  readonly limits: Limits
  /** A dealership's directory for verdicts of records that are not stored. A change by another server shows after a second at most. */
  readonly directoryAtHand: (dealership: string) => Effect.Effect<Directory.Directory, Records.RecordsError>
}

/** How long a directory is reused, and of how many dealerships. */
const AT_HAND_MILLIS = 1_000
const AT_HAND = 1_000

interface AtHand {
  readonly directory: Directory.Directory
  readonly until: Calendar.Instant
}

/** The directories of a storage that this process has read, for all of its handlers. */
interface Directories {
  readonly atHand: Map<string, AtHand>
  /** How often this process changed the directory of each dealership: a read that began before a change is not reused. */
  readonly changes: Map<string, number>
  /** Reads a directory together with others who ask for it at the time. */
  readonly read: Records.Records["Service"]["directory"]
}

const directoriesOf = new WeakMap<Records.Records["Service"], Directories>()

/** Reads of directories that are reused, and the service that drops them when it changes a directory. */
const withDirectories = (crm: HandlerContext["crm"], records: Records.Records["Service"]): Pick<HandlerContext, "crm" | "directoryAtHand"> => {
  const directories = directoriesOf.get(records) ?? { atHand: new Map(), changes: new Map(), read: SharedRead.of(records.directory) }
  directoriesOf.set(records, directories)
  const { atHand, changes, read } = directories
  const forget = (dealership: string) => Effect.sync(() => {
    changes.set(dealership, (changes.get(dealership) ?? 0) + 1)
    atHand.delete(dealership)
  })
  return {
    crm: {
      ...crm,
      registerDirectory: (dealership, directory, asOf) => Effect.ensuring(crm.registerDirectory(dealership, directory, asOf), forget(dealership))
    },
    directoryAtHand: Effect.fnUntraced(function*(dealership: string) {
      const now = yield* Clock.currentTimeMillis
      const kept = atHand.get(dealership)
      if (kept !== undefined && now < kept.until) return kept.directory
      const before = changes.get(dealership)
      const directory = yield* read(dealership)
      if (atHand.size >= AT_HAND) atHand.clear()
      if (changes.get(dealership) === before) atHand.set(dealership, { directory, until: now + AT_HAND_MILLIS })
      return directory
    })
  }
}

/** Takes the services that every handler works with. */
export const context: Effect.Effect<HandlerContext, never, CrmProcedure.CrmProcedure | Records.Records | ServiceStore.ServiceStore | IntakeStore.IntakeStore> = Effect.gen(function*() {
  const records = yield* Records.Records
  return {
    ...withDirectories(yield* CrmProcedure.CrmProcedure, records),
    records,
    serviceStore: AuditedStore.over(yield* ServiceStore.ServiceStore, records),
    intakeStore: AuditedIntakeStore.over(yield* IntakeStore.IntakeStore, records),
    limits: yield* Limits
  }
})

/** Who asks, when, and the zone in which instants without an offset are read. */
export interface Visit {
  readonly caller: Caller["Service"]
  readonly identity: Access.Identity
  readonly dealership: string
  readonly now: Calendar.Instant
  readonly zone: Calendar.Zone
}

/** The dealership's zone at an instant. */
export const zoneAt = ({ crm }: Pick<HandlerContext, "crm">, at: Calendar.Instant): Calendar.Zone =>
  Policy.zoneOf(crm.configuredOf(Calendar.periodOf(Calendar.bogota, at)).policy)

/** How the dealership's files and records are read now: the words that its policy lists are kept as it writes them. */
export const readingOf = (
  { crm }: Pick<HandlerContext, "crm">,
  { dealership, now, zone }: Pick<Visit, "dealership" | "now" | "zone">
): Effect.Effect<Reading.Reading, Records.RecordsError> =>
  Effect.map(crm.editionsOf(dealership), (editionOf) => Policy.readingOf(editionOf(Calendar.periodOf(zone, now)).policy))

/** Who asks, and when. */
export const visit = (context: Pick<HandlerContext, "crm">): Effect.Effect<Visit, never, Caller> =>
  Effect.gen(function*() {
    const caller = yield* Caller
    const now = yield* Clock.currentTimeMillis
    return { caller, identity: caller.identity, dealership: caller.identity.dealership, now, zone: zoneAt(context, now) }
  })

/** A handler's effect, with its failures as refusals. */
export const serve = <A, E extends Failure.Failure, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, Failure.RefusalOf<NoInfer<E>>, R> =>
  Effect.mapError(effect, (failure) => Failure.toRefusal(failure))

const expectedInstant = {
  es: "una fecha ISO 8601 que exista, de 1970 a 2199, como 2024-03-05T18:00:00-05:00",
  en: "an existing ISO 8601 date, from 1970 to 2199, like 2024-03-05T18:00:00-05:00"
}

/** The earliest and the latest instant of a question: within 1970 to 2199 in every zone. */
const EARLIEST = 86_400_000
const LATEST = 7_258_032_000_000

/** An instant given as text, or the default where none was given. */
export const instantOf = (place: FaultPlace, pointer: string, text: string | undefined, zone: Calendar.Zone, otherwise: Calendar.Instant): Effect.Effect<Calendar.Instant, Invalid> => {
  if (text === undefined) return Effect.succeed(otherwise)
  const instant = Calendar.parseInstant(text.trim(), zone)
  return instant === undefined || instant < EARLIEST || instant > LATEST ? Effect.fail(Refusing.invalid({ in: place, pointer, expected: expectedInstant })) : Effect.succeed(instant)
}

/** Whether stored records arrived after their months were closed. Such records don't count in the frozen result. */
export const latenessOf = (
  { records }: Pick<HandlerContext, "records">,
  dealership: string,
  about: ReadonlyArray<Records.Stored<object>>
): Effect.Effect<(stored: Records.Stored<object>) => boolean, Records.RecordsError> =>
  Effect.map(
    PeriodState.read(records, dealership, about.map(({ storedVerdict }) => storedVerdict.period)),
    (stateOf) => ({ storedVerdict, receivedAt }) => {
      const periodState = stateOf(storedVerdict.period)
      return periodState.state === "closed" && PeriodClose.isLate(receivedAt, periodState.snapshot)
    }
  )

/** The caller's scope, and the directory where the scope depends on it. */
const presentScope = Effect.fnUntraced(function*(
  context: Pick<HandlerContext, "crm" | "records">,
  identity: Access.Identity
): Effect.fn.Return<{ readonly scope: Access.Scope; readonly directory: Directory.Directory }, Records.RecordsError> {
  const now = yield* Clock.currentTimeMillis
  const directory = Access.isManager(identity) ? yield* context.records.directory(identity.dealership) : { employees: [], branches: [], brands: [] }
  return { scope: Access.scopeOf(identity, directory, Calendar.localDayOf(zoneAt(context, now), now)), directory }
})

/** Whether records lie within the caller's view, by the present directory; undefined: the caller sees all records. */
export const viewOf = (
  context: Pick<HandlerContext, "crm" | "records">,
  identity: Access.Identity
): Effect.Effect<Access.View | undefined, Records.RecordsError> =>
  Effect.map(presentScope(context, identity), ({ directory, scope }) => scope.kind === "dealership" ? undefined : Access.viewOf(scope, Directory.lineOfBrand(directory)))

/** The places that the caller sees, by the present directory; undefined: the caller sees all records. */
export const placesOf = (
  context: Pick<HandlerContext, "crm" | "records">,
  identity: Access.Identity
): Effect.Effect<ReadonlyArray<Access.Places> | undefined, Records.RecordsError> =>
  Effect.map(presentScope(context, identity), ({ directory, scope }) => Access.placesOf(scope, directory))

/** The caller's scope by the present directory. */
export const readScopeOf = (context: Pick<HandlerContext, "crm" | "records">, identity: Access.Identity): Effect.Effect<ReadScope.ReadScope, Records.RecordsError> =>
  Effect.map(presentScope(context, identity), ({ directory, scope }) => ReadScope.of(scope, directory))

/** What an answer covers that depends on its reader. */
export const scopeOf = Effect.fnUntraced(function*(
  context: Pick<HandlerContext, "crm" | "records">,
  identity: Access.Identity
): Effect.fn.Return<typeof Shape.Scope.Type, Records.RecordsError> {
  const { advisorId, branches, brands, kind, lines, partial } = yield* readScopeOf(context, identity)
  return { kind, advisorId: advisorId ?? null, branches: branches ?? null, lines: lines ?? null, brands: brands ?? null, partial }
})

/** What an id is. */
export const anId = { es: "un identificador de 1 a 64 caracteres", en: "an id of 1 to 64 characters" }

/** Whether a record can have an id. */
export const isId = (id: string): boolean => id !== "" && id.trim() === id && [...id].length <= 64 && id.isWellFormed() && !id.includes("\0")
