/** Stores the rows of an import: prospects, activities and calls in batches as they come, every other kind as a whole. */
import type * as Access from "@crm-procedure/core/records/Access"
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { DirectoryRefused } from "@crm-procedure/core/service/CrmProcedure"
import type * as Directory from "@crm-procedure/core/records/Directory"
import * as CanonicalJson from "@crm-procedure/core/identity/CanonicalJson"
import * as Goal from "@crm-procedure/core/records/Goal"
import type { PhoneLogEntry } from "@crm-procedure/core/records/PhoneLogEntry"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import { fields as waiverFields, type Waiver } from "@crm-procedure/core/records/Waiver"
import * as Waivers from "@crm-procedure/core/judging/Waivers"
import type { WaiverFault } from "@crm-procedure/core/register/ControlUpkeep"
import type { Put, RecordsError } from "@crm-procedure/core/register/Records"
import type { Registered } from "@crm-procedure/core/register/Registered"
import type { Changed } from "@crm-procedure/core/service/IntakeStore"
import type * as VerificationAttempt from "@crm-procedure/core/service/VerificationAttempt"
import type { VerificationCall } from "@crm-procedure/core/records/VerificationCall"
import * as Effect from "effect/Effect"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import * as KeyBrands from "../access/KeyBrands.ts"
import type * as HandlerContext from "../request/HandlerContext.ts"
import * as DirectoryMerge from "./DirectoryMerge.ts"
import type { ReplacedRow } from "./ImportEndpoints.ts"
import type { Refused, Taken } from "./ImportProgress.ts"

/** The kinds that are stored in batches, in the order in which they rest on each other. */
export const batchKinds = ["prospects", "activities", "verification-calls", "phone-log", "waivers"] as const
export type BatchKind = typeof batchKinds[number]

/** The kinds that are stored as a whole, in the order in which they rest on each other. */
export const wholeKinds = ["branches", "brands", "employees", "goals"] as const
export type WholeKind = typeof wholeKinds[number]

export const isWholeKind = (kind: Access.ImportKind): kind is WholeKind => (wholeKinds as ReadonlyArray<string>).includes(kind)

/** Rows of one kind, with their lines in the file. */
export interface Rows<R> {
  readonly records: ReadonlyArray<R>
  readonly lines: ReadonlyArray<number>
}

/** Splits rows into those that the caller may write and those that are refused. */
const within = Effect.fnUntraced(function*<R>(
  handlerContext: HandlerContext.HandlerContext,
  { dealership, identity }: HandlerContext.Visit,
  { lines, records }: Rows<R>,
  faultsBeyond: KeyBrands.FaultsBeyond<R>
): Effect.fn.Return<{ readonly own: ReadonlyArray<R>; readonly refused: ReadonlyArray<Refused> }, RecordsError> {
  const brandIds = KeyBrands.brandsOf(identity)
  if (brandIds === undefined) return { own: records, refused: [] }
  const faults = yield* faultsBeyond(handlerContext, { dealership, brandIds, context: "stored" }, records)
  return {
    own: records.filter((_, place) => faults[place] === undefined),
    refused: faults.flatMap((fault, place) => fault === undefined ? [] : [{ line: lines[place]!, column: fault.column, found: fault.found, expected: fault.expected }])
  }
})

/** What registering records did, and how each of them stood before. */
const takenOf = <R>(registered: ReadonlyArray<Registered<R>>, refused: ReadonlyArray<Refused>, idOf: (record: R) => string): Taken => ({
  puts: registered.map(({ put }) => put),
  refused,
  added: registered.flatMap(({ put, stored }) => put === "added" ? [idOf(stored.record)] : []),
  changed: registered.flatMap(({ before, put, stored }): ReadonlyArray<Changed> => put === "changed" ? [{ id: idOf(stored.record), before, mark: String(stored.revision) }] : [])
})

/** What a row of an attempt expects in a field where it differs from the attempt on record. */
const expectedAsKept = (kept: string | undefined): Refused["expected"] => ({
  es: `${kept ?? "lo que ya está registrado"} (un intento registrado no cambia), o un call_id nuevo`,
  en: `${kept ?? "what is on record"} (an attempt on record never changes), or a new call_id`
})

/** What is said of rows of a telephone log that has no number of a prospect. They are stored all the same. */
const ofOthers = (lines: ReadonlyArray<number>) => ({
  es: `Ningún número de las líneas ${lines[0]} a ${lines.at(-1)} es de un prospecto registrado. Compruebe que el registro de llamadas sea el de este concesionario y que sus prospectos ya estén importados; las llamadas de esos días que no estén en él quedan con la advertencia «call-not-in-log».`,
  en: `No number of the lines ${lines[0]} to ${lines.at(-1)} is that of a registered prospect. Check that the telephone log is this dealership's and that its prospects are imported; calls of those days that it lacks are warned about by "call-not-in-log".`
})

/** What the instant of an attempt that was made elsewhere expects. */
const expectedInstant = ({ earliest, latest }: VerificationAttempt.Untimely): Refused["expected"] =>
  earliest === undefined
    ? { es: `un instante hasta ${latest}, no del futuro`, en: `an instant up to ${latest}, none of the future` }
    : { es: `un instante desde ${earliest}, el de su registro, hasta ${latest}`, en: `an instant from ${earliest}, that of its record, to ${latest}` }

/** What a row of a waiver expects where it is refused. */
const expectedOfWaiver: Readonly<Record<WaiverFault, (waiver: Waiver) => Refused["expected"]>> = {
  "subject-unknown": ({ subjectType }) => ({
    es: `el código de ${subjectType === "prospect" ? "un prospecto registrado" : "una actividad registrada"}; importe primero ese registro`,
    en: `the id of a registered ${subjectType}; import that record first`
  }),
  "code-not-waivable": ({ subjectType }) => Waivers.expectedCode(subjectType),
  differs: () => ({ es: "lo que ya está registrado con ese waiver_id (una excusa no cambia), o un waiver_id nuevo", en: "what is on record under that waiver_id (a waiver never changes), or a new waiver_id" })
}

const columnOf = (field: string): string => waiverFields.find(({ name }) => name === field)!.column

/** Stores waivers. One without a registered subject, with a code that can't be waived or with a used id is refused. */
const takeWaivers = ({ crm }: HandlerContext.HandlerContext, { dealership, now }: HandlerContext.Visit, { lines, records }: Rows<Waiver>): Effect.Effect<Taken, RecordsError> =>
  Effect.map(crm.registerWaivers(dealership, records, now), (registered): Taken => ({
    puts: registered.flatMap(({ put }) => put === "refused" ? [] : [put]),
    refused: registered.flatMap((one, place): ReadonlyArray<Refused> => {
      if (one.put !== "refused") return []
      const waiver = records[place]!
      return [{ line: lines[place]!, column: columnOf(one.field), found: waiver[one.field], expected: expectedOfWaiver[one.fault](waiver) }]
    }),
    added: registered.flatMap(({ put }, place) => put === "added" ? [records[place]!.waiverId] : []),
    changed: []
  }))

/**
 * Stores rows of a kind in the change that the caller has begun. It refuses an attempt that differs from the stored attempt with
 * its id, and an attempt that was made before its record or in the future.
 */
export const takeBatch = Effect.fnUntraced(function*(
  handlerContext: HandlerContext.HandlerContext,
  visit: HandlerContext.Visit,
  kind: BatchKind,
  rows: Rows<unknown>
): Effect.fn.Return<Taken, RecordsError> {
  const { crm } = handlerContext
  const { dealership, now } = visit
  if (kind === "prospects") {
    const { own, refused } = yield* within(handlerContext, visit, rows as Rows<Prospect>, KeyBrands.prospectFaults)
    return takenOf(own.length === 0 ? [] : yield* crm.registerProspects(dealership, own, now), refused, ({ prospectId }) => prospectId)
  }
  if (kind === "activities") {
    const { own, refused } = yield* within(handlerContext, visit, rows as Rows<Activity>, KeyBrands.activityFaults)
    return takenOf(own.length === 0 ? [] : yield* crm.registerActivities(dealership, own, now), refused, ({ activityId }) => activityId)
  }
  if (kind === "waivers") return yield* takeWaivers(handlerContext, visit, rows as Rows<Waiver>)
  if (kind === "phone-log") {
    const entries = rows.records as ReadonlyArray<PhoneLogEntry>
    const puts = yield* crm.registerPhoneLog(dealership, entries, now)
    const notices = (yield* crm.hasNumberOfProspect(dealership, entries, now)) ? [] : [{ line: 0, text: ofOthers(rows.lines) }]
    return { puts, refused: [], notices, added: entries.flatMap(({ entryId }, place) => puts[place] === "added" ? [entryId] : []), changed: [] }
  }
  const calls = rows.records as ReadonlyArray<VerificationCall>
  const registered = yield* crm.registerCalls(dealership, calls, now, { onlyTimely: true })
  return {
    puts: registered.flatMap(({ put }) => put === "refused" ? [] : [put]),
    refusedRows: registered.filter(({ put }) => put === "refused").length,
    refused: registered.flatMap(({ differences, untimely }, place): ReadonlyArray<Refused> => {
      const line = rows.lines[place]!
      if (untimely !== undefined) return [{ line, column: "attempted_at", found: untimely.found, expected: expectedInstant(untimely) }]
      return differences.map(({ column, found, kept }) => ({ line, column, found, expected: expectedAsKept(kept) }))
    }),
    added: registered.flatMap(({ put }, place) => put === "added" ? [calls[place]!.callId] : []),
    changed: []
  }
})

/** How a row of a whole kind stands, as a digest. */
export const markOf = (row: object): string => CanonicalJson.digest(JSON.parse(JSON.stringify(row)) as object)

const changeOf = <R extends object>(id: string, before: R | undefined, after: R | undefined): Changed =>
  ({ id, ...(before === undefined ? {} : { before }), mark: after === undefined ? "" : markOf(after) })

const takeGoals = Effect.fnUntraced(function*(
  { crm, records }: HandlerContext.HandlerContext,
  { dealership }: HandlerContext.Visit,
  goals: ReadonlyArray<Goal.Goal>,
  { dryRun, replace }: WholeOptions
): Effect.fn.Return<Taken, RecordsError> {
  const puts = new Map<Goal.Goal, Put>()
  const changed: Array<Changed> = []
  const removed: Array<ReplacedRow> = []
  for (const [period, rows] of Map.groupBy(goals, (goal) => goal.period)) {
    const before = new Map((yield* records.goals(dealership, period)).map((goal) => [Goal.key(goal), goal]))
    const after = new Map(replace ? [] : before)
    for (const row of rows) {
      const key = Goal.key(row)
      const kept = before.get(key)
      const put = kept === undefined ? "added" : kept.prospects === row.prospects && kept.activities === row.activities ? "unchanged" : "changed"
      puts.set(row, put)
      if (put !== "unchanged") changed.push(changeOf(key, kept, row))
      after.set(key, row)
    }
    for (const [key, goal] of before) {
      if (after.has(key)) continue
      removed.push({ kind: "goals", id: [goal.period, goal.advisorId, goal.branchId, goal.brandId].join(" ") })
      changed.push(changeOf(key, goal, undefined))
    }
    if (!dryRun) yield* crm.setGoals(dealership, period, [...after.values()])
  }
  return { puts: goals.map((goal) => puts.get(goal)!), refused: [], added: [], changed, removed }
})

/** How rows of a whole kind are stored: in the place of all that is there, or not at all. */
export interface WholeOptions {
  readonly replace: boolean
  readonly dryRun: boolean
}

/** Stores all rows of a kind, in the change that the caller has begun. */
export const takeWhole = Effect.fnUntraced(function*(
  handlerContext: HandlerContext.HandlerContext,
  visit: HandlerContext.Visit,
  kind: WholeKind,
  { lines, records: rows }: Rows<unknown>,
  options: WholeOptions
): Effect.fn.Return<Taken, RecordsError | DirectoryRefused> {
  const { crm, records } = handlerContext
  const { dealership, now, zone } = visit
  if (kind === "goals") return yield* takeGoals(handlerContext, visit, rows as ReadonlyArray<Goal.Goal>, options)
  const key = (yield* ErasureKey.KeyRing)(dealership)
  const { phoneCountry } = crm.configuredOf(Calendar.periodOf(zone, now)).policy.parameters
  const recognition = key === undefined ? undefined : { key, phoneCountry }
  const { changes, directory, notices, puts, refused } = DirectoryMerge.merge(
    yield* records.directory(dealership), kind, rows as ReadonlyArray<never>, lines, options.replace, recognition)
  if (!options.dryRun) yield* crm.registerDirectory(dealership, directory, now)
  const removed = changes.filter(({ after }) => after === undefined)
    .map(({ before }): ReplacedRow => ({ kind, id: DirectoryMerge.idOf(kind, before as never), name: (before as Directory.Branch).name }))
  return { puts, refused, notices, added: [], changed: changes.map(({ after, before, id }) => changeOf(id, before, after)), removed }
})
