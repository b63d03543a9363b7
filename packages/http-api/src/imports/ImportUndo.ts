/**
 * Takes an import back, batch by batch, each in a change of its own. What changed since, and what something else rests on, stays.
 *
 * @see docs/decisions/0051-undoing-an-import.md
 */
import * as Access from "@crm-procedure/core/records/Access"
import * as Activity from "@crm-procedure/core/records/Activity"
import type { DirectoryRefused } from "@crm-procedure/core/service/CrmProcedure"
import type * as Directory from "@crm-procedure/core/records/Directory"
import * as Goal from "@crm-procedure/core/records/Goal"
import type * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as RecordContent from "@crm-procedure/core/records/RecordContent"
import type { RecordsError, Removed, Stored } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Conflict, NotFound } from "../Problem.ts"
import type * as HandlerContext from "../request/HandlerContext.ts"
import * as Refusing from "../request/Refusing.ts"
import * as DirectoryMerge from "./DirectoryMerge.ts"
import type { keptReasons, Undone } from "./ImportEndpoints.ts"
import * as ImportWriting from "./ImportWriting.ts"

/** What rests on others goes first. */
const order: ReadonlyArray<string> = [...ImportWriting.batchKinds.toReversed(), ...ImportWriting.wholeKinds.toReversed()]

interface Kept {
  readonly kind: Access.ImportKind
  readonly id: string
  readonly reason: typeof keptReasons[number]
}

interface Outcome {
  readonly removed: number
  readonly restored: number
  readonly kept: ReadonlyArray<Kept>
}

const nothing: Removed = { prospects: [], activities: [], calls: [] }

const undoRecords = Effect.fnUntraced(function*(
  { crm, records }: HandlerContext.HandlerContext,
  { dealership, now }: HandlerContext.Visit,
  kind: "prospects" | "activities",
  { added, changed }: IntakeStore.ImportBatch
): Effect.fn.Return<Outcome, RecordsError> {
  const ids = [...added, ...changed.map(({ id }) => id)]
  const found: ReadonlyArray<Stored<Prospect.Prospect | Activity.Activity>> = kind === "prospects" ? yield* records.prospectsById(dealership, ids) : yield* records.activitiesById(dealership, ids)
  const stored = new Map(found.map((one) => ["activityId" in one.record ? one.record.activityId : one.record.prospectId, one]))
  const left = new Map([...added.map((id) => [id, 0] as const), ...changed.map(({ id, mark }) => [id, Number(mark)] as const)])
  // A later change that was itself taken back leaves the record at a higher revision with the content that this import left.
  const moved = [...stored].flatMap(([id, { revision }]) => revision > left.get(id)! ? [{ type: kind === "prospects" ? "prospect" as const : "activity" as const, id }] : [])
  const versions = moved.length === 0 ? [] : yield* Stream.runCollect(records.versions(dealership, moved))
  const contents = new Map(versions.flatMap(({ content, revision, subject }) => revision === left.get(subject.id) ? [[subject.id, content] as const] : []))
  const fields = kind === "prospects" ? Prospect.fields : Activity.fields
  const kept: Array<Kept> = []
  /** Whether a record stands as the import left it. */
  const stands = (id: string): boolean => {
    const one = stored.get(id)
    if (one === undefined) return false
    const content = one.revision === left.get(id) ? one.record : contents.get(id)
    const reason = one.record.erasedAt !== undefined ? "erased" : content !== undefined && RecordContent.isSame(fields, one.record, content) ? undefined : "changed"
    if (reason !== undefined) kept.push({ kind, id, reason })
    return reason === undefined
  }
  const going = added.filter(stands)
  const back = changed.filter(({ before, id }) => before !== undefined && stands(id)).map(({ before }) => before)
  const withdrawn = yield* crm.withdraw({ dealership, at: now, records: { ...nothing, [kind]: going } })
  if (kind === "prospects") yield* crm.registerProspects(dealership, back as ReadonlyArray<Prospect.Prospect>, now)
  else yield* crm.registerActivities(dealership, back as ReadonlyArray<Activity.Activity>, now)
  return { removed: withdrawn.removed[kind].length, restored: back.length, kept: [...kept, ...withdrawn.kept] }
})

/** The rows of a whole kind after the changes are taken back, as far as they stand as the import left them. */
const rowsBack = <R extends object>(kind: ImportWriting.WholeKind, rows: ReadonlyMap<string, R>, changed: ReadonlyArray<IntakeStore.Changed>, idOf: (id: string) => string) => {
  const after = new Map(rows)
  const kept: Array<Kept> = []
  const counts = { removed: 0, restored: 0 }
  for (const { before, id, mark } of changed) {
    const row = rows.get(id)
    if ((row === undefined ? "" : ImportWriting.markOf(row)) !== mark) {
      // A row that is gone needs no taking back.
      if (row !== undefined || before !== undefined) kept.push({ kind, id: idOf(id), reason: "changed" })
    } else if (before === undefined) {
      after.delete(id)
      counts.removed++
    } else {
      after.set(id, before as R)
      counts.restored++
    }
  }
  return { after, outcome: { ...counts, kept } satisfies Outcome }
}

const readable = (id: string): string => {
  try {
    const parts: unknown = JSON.parse(id)
    return Array.isArray(parts) ? String(parts[0]) : id
  } catch {
    return id
  }
}

const undoWhole = Effect.fnUntraced(function*(
  { crm, records }: HandlerContext.HandlerContext,
  { dealership, now }: HandlerContext.Visit,
  kind: ImportWriting.WholeKind,
  { changed }: IntakeStore.ImportBatch
): Effect.fn.Return<Outcome, RecordsError | DirectoryRefused> {
  if (kind === "goals") {
    let outcome: Outcome = { removed: 0, restored: 0, kept: [] }
    const periodOf = (id: string): string => /\d{4}-\d{2}/.exec(id)?.[0] ?? ""
    for (const [period, some] of Map.groupBy(changed, ({ id }) => periodOf(id))) {
      const goals = new Map((yield* records.goals(dealership, period)).map((goal) => [Goal.key(goal), goal]))
      const back = rowsBack(kind, goals, some, (id) => id)
      yield* crm.setGoals(dealership, period, [...back.after.values()])
      outcome = { removed: outcome.removed + back.outcome.removed, restored: outcome.restored + back.outcome.restored, kept: [...outcome.kept, ...back.outcome.kept] }
    }
    return outcome
  }
  const directory = yield* records.directory(dealership)
  const key = DirectoryMerge.keyOf[kind] as (row: object) => string
  const { after, outcome } = rowsBack(kind, new Map((directory[kind] as ReadonlyArray<object>).map((row) => [key(row), row])), changed, readable)
  yield* crm.registerDirectory(dealership, { ...directory, [kind]: [...after.values()] } as Directory.Directory, now)
  return outcome
})

/** Entries of the telephone system and waivers never change, and stay. */
const finalOf = (kind: "phone-log" | "waivers", { added }: IntakeStore.ImportBatch): Outcome =>
  ({ removed: 0, restored: 0, kept: added.map((id) => ({ kind, id, reason: "final" })) })

const undoCalls = Effect.fnUntraced(function*(
  { crm }: HandlerContext.HandlerContext,
  { dealership, now }: HandlerContext.Visit,
  { added }: IntakeStore.ImportBatch
): Effect.fn.Return<Outcome, RecordsError> {
  const { removed } = yield* crm.withdraw({ dealership, at: now, records: { ...nothing, calls: added } })
  return { removed: removed.calls.length, restored: 0, kept: [] }
})

/** An import that may be running still is not taken back. */
const isRunning = ({ at, state }: IntakeStore.KeptImport, { limits }: HandlerContext.HandlerContext, now: number): boolean =>
  state === "running" && now < at + limits.streamSeconds * 1000

/** Takes an import back. */
export const undo = Effect.fnUntraced(function*(
  context: HandlerContext.HandlerContext,
  visit: HandlerContext.Visit,
  id: string
): Effect.fn.Return<Undone, RecordsError | IntakeStore.IntakeStoreError | DirectoryRefused | NotFound | Conflict> {
  const { intakeStore, limits, records } = context
  const { dealership, identity, now } = visit
  const entry = Option.getOrUndefined(yield* intakeStore.importOf(dealership, id))
  if (entry === undefined) return yield* Refusing.notFound()
  if (entry.state === "undone") return yield* Refusing.refuse("Conflict", { es: "Esta importación ya se deshizo.", en: "This import was undone already." })
  if (isRunning(entry, context, now)) {
    return yield* Refusing.refuse("Conflict", { es: "Esta importación está en curso. Espere a que termine.", en: "This import is going on. Wait until it is done." })
  }
  const batches = (yield* intakeStore.batches(dealership, id)).toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind) || other.sequence - one.sequence)
  let removed = 0
  let restored = 0
  const kept: Array<Kept> = []
  for (const { sequence } of batches) {
    const outcome = yield* records.change(dealership, Effect.gen(function*(): Effect.fn.Return<Outcome, RecordsError | IntakeStore.IntakeStoreError | DirectoryRefused> {
      const batch = Option.getOrUndefined(yield* intakeStore.batch(dealership, id, sequence))
      if (batch === undefined) return { removed: 0, restored: 0, kept: [] }
      const kind = batch.kind as Access.ImportKind
      const done = kind === "phone-log" || kind === "waivers" ? finalOf(kind, batch) : yield* kind === "prospects" || kind === "activities"
        ? undoRecords(context, visit, kind, batch)
        : kind === "verification-calls"
        ? undoCalls(context, visit, batch)
        : undoWhole(context, visit, kind, batch)
      yield* intakeStore.removeBatch(dealership, id, sequence)
      return done
    }))
    removed += outcome.removed
    restored += outcome.restored
    kept.push(...outcome.kept)
  }
  yield* intakeStore.putImport(dealership, { ...entry, state: "undone", undoneAt: now, undoneBy: Access.actorOf(identity) })
  return { id, removed, restored, kept: kept.slice(0, limits.rejectedRows), keptOmitted: Math.max(0, kept.length - limits.rejectedRows) }
})
