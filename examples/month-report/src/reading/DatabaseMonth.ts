/**
 * The report's month kept in a Postgres: the folder's files are registered there, judged as they come, and what is reported is
 * read back. Files that are registered again change nothing.
 */
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { CrmProcedure, gcPro05 } from "@crm-procedure/core/service/CrmProcedure"
import type { JudgedMonth } from "@crm-procedure/core/judging/JudgedMonth"
import type { Goal } from "@crm-procedure/core/records/Goal"
import type { StoredVerdict } from "@crm-procedure/core/register/StoredVerdict"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Records from "@crm-procedure/core/register/Records"
import * as StoredMonth from "@crm-procedure/core/register/StoredMonth"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import { DatabaseError } from "@crm-procedure/postgres/DatabaseError"
import * as Postgres from "@crm-procedure/postgres/Postgres"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { createReadStream } from "node:fs"
import { Unusable } from "@crm-procedure/command-line/Unusable"
import * as Folder from "./Folder.ts"

export interface Options {
  readonly url: string
  readonly dealership: string
  readonly sources: Folder.Sources
  readonly period: Calendar.Period
  readonly policy: Policy.Policy
  readonly asOf: Calendar.Instant
  readonly seed: string | undefined
  readonly rejections: Folder.Rejections
  readonly onBytes: (count: number) => void
}

/** What the database gave: the month judged, and what the files held. */
export interface DatabaseMonth {
  readonly month: StoredMonth.StoredMonth
  readonly files: Readonly<Record<string, CanonicalCsv.Summary>>
  /** Of the period: how many verdicts are kept that hold as of the report, and how many of them say otherwise than the report. None should. */
  readonly stored: { readonly verdicts: number; readonly differing: number }
}

/** How many records are registered in one change. */
const BATCH = 5_000

/** Registers a file's records batch by batch as they are read; of one id the first. */
const registerFile = <R, E>(
  kind: CanonicalFile.Kind<R>,
  { onBytes, policy, rejections, sources }: Options,
  idOf: (record: R) => string,
  register: (records: ReadonlyArray<R>) => Effect.Effect<unknown, E>
) =>
  Effect.gen(function*() {
    const rejected = new Folder.RejectedFile(kind.file, rejections)
    const source = sources[kind.name]!
    let pending: Array<R> = []
    const ids = new Set<string>()
    const take = (record: R): number => {
      if (ids.has(idOf(record))) return -1
      ids.add(idOf(record))
      pending.push(record)
      return 0
    }
    const reader = Folder.readerOf(kind, source, Policy.readingOf(policy), { onRecord: take, onRejected: rejected.write }, "caller")
    const flush = (least: number) => Effect.suspend(() => {
      if (pending.length < least || pending.length === 0) return Effect.void
      const batch = pending
      pending = []
      return register(batch)
    })
    const bytes = Stream.fromAsyncIterable(createReadStream(source.path, { highWaterMark: 1 << 17 }), (cause) => cause)
    yield* Stream.runForEach(bytes, (chunk: Buffer) => {
      onBytes(chunk.length)
      reader.push(chunk)
      return flush(BATCH)
    })
    const summary = reader.end()
    yield* flush(1)
    rejected.close()
    return summary
  })

const goalsByPeriod = (goals: ReadonlyArray<Goal>): ReadonlyMap<Calendar.Period, ReadonlyArray<Goal>> => Map.groupBy(goals, ({ period }) => period)

const isDifferent = (storedVerdict: StoredVerdict, { reasons, verdict }: ReturnType<JudgedMonth["explainProspect"]>): boolean =>
  storedVerdict.verdict !== verdict || storedVerdict.reasons.join() !== reasons.map(({ code }) => code).join()

/** Holds the verdicts that are kept against the report's. */
const compare = Effect.fnUntraced(function*({ asOf, dealership, period }: Options, judgedMonth: JudgedMonth) {
  const records = yield* Records.Records
  let verdicts = 0
  let differing = 0
  const look = (storedVerdict: StoredVerdict, explained: () => ReturnType<JudgedMonth["explainProspect"]>): void => {
    if (storedVerdict.period !== period || storedVerdict.since > asOf || storedVerdict.until! <= asOf) return
    verdicts++
    if (isDifferent(storedVerdict, explained())) differing++
  }
  yield* Stream.runForEach(records.prospects(dealership), ({ storedVerdict, record }) =>
    Effect.sync(() => look(storedVerdict, () => judgedMonth.explainProspect(judgedMonth.prospects.ids.find(record.prospectId)))))
  yield* Stream.runForEach(records.activities(dealership), ({ storedVerdict, record }) =>
    Effect.sync(() => look(storedVerdict, () => judgedMonth.explainActivity(judgedMonth.activities.ids.find(record.activityId)))))
  return { verdicts, differing }
})

/** Registers the folder's files and judges the month as the database keeps it. */
export const run = (options: Options): Promise<DatabaseMonth> => {
  const { asOf, dealership, period, policy, rejections, seed, sources, url } = options
  const reading = Policy.readingOf(policy)
  const files: Record<string, CanonicalCsv.Summary> = {}
  const small: Array<readonly [string, Folder.Held]> = []
  const readSmall = <R>(kind: CanonicalFile.Kind<R>): ReadonlyArray<R> => {
    const source = sources[kind.name]!
    const { records, summary: { firstRejection, ...summary } } = Folder.readAll(kind, source, reading, rejections)
    small.push([source.file, { ...summary, firstRejection }])
    files[kind.name] = summary
    return records
  }
  const program = Effect.gen(function*() {
    const crm = yield* CrmProcedure
    const directory = {
      branches: readSmall(CanonicalFile.branches),
      brands: readSmall(CanonicalFile.brands),
      employees: readSmall(CanonicalFile.employees)
    }
    const goalRows = readSmall(CanonicalFile.goals)
    Folder.refuseWorthless(small)
    yield* crm.registerDirectory(dealership, directory, asOf)
    for (const [month, goals] of goalsByPeriod(goalRows)) yield* crm.setGoals(dealership, month, goals)
    files["prospects"] = yield* registerFile(CanonicalFile.prospects, options, ({ prospectId }) => prospectId, (records) => crm.registerProspects(dealership, records, asOf))
    files["activities"] = yield* registerFile(CanonicalFile.activities, options, ({ activityId }) => activityId, (records) => crm.registerActivities(dealership, records, asOf))
    const readOptional = <R>(kind: CanonicalFile.Kind<R>): ReadonlyArray<R> => {
      const source = sources[kind.name]
      if (source === undefined) return []
      const { records, summary: { firstRejection: _first, ...summary } } = Folder.readAll(kind, source, reading, rejections)
      files[kind.name] = summary
      return records
    }
    yield* crm.registerPhoneLog(dealership, readOptional(CanonicalFile.phoneLog), asOf)
    yield* crm.registerWaivers(dealership, readOptional(CanonicalFile.waivers), asOf)
    const kind = CanonicalFile.verificationCalls
    const source = sources[kind.name]
    if (source === undefined) {
      const { firstRejection: _first, ...nothing } = Folder.heldNothing(kind, rejections)
      files[kind.name] = nothing
    } else {
      yield* crm.drawSample({ dealership, period, now: asOf, seed, partial: true })
      const { records, summary: { firstRejection: _first, ...summary } } = Folder.readAll(kind, source, reading, rejections)
      files[kind.name] = summary
      yield* crm.registerCalls(dealership, records, asOf)
    }
    const month = yield* StoredMonth.judgeEverything({ dealership, period, asOf, policy, seed })
    return { month, files, stored: yield* compare(options, month.judgedMonth) }
  })
  const layer = CrmProcedure.layer([{ ...gcPro05, policy }]).pipe(Layer.provideMerge(Postgres.layer({ url: Redacted.make(url) })))
  const unusable = ({ message }: DatabaseError) =>
    new Unusable({ es: `--database: la base de datos no se puede usar: ${message}`, en: `--database: ${message}` })
  return Effect.runPromise(Effect.provide(program, layer).pipe(Effect.catch((error) => Effect.die(error instanceof DatabaseError ? unusable(error) : error))))
}
