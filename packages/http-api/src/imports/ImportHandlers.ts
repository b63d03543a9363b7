/** Serves imports: it stores files in batches as they come, and answers the rejected rows. */
import * as Access from "@crm-procedure/core/records/Access"
import type { DirectoryRefused } from "@crm-procedure/core/service/CrmProcedure"
import type * as Directory from "@crm-procedure/core/records/Directory"
import * as Goal from "@crm-procedure/core/records/Goal"
import type { Put, RecordsError } from "@crm-procedure/core/register/Records"
import type { WaiverFault } from "@crm-procedure/core/register/ControlUpkeep"
import * as Waivers from "@crm-procedure/core/judging/Waivers"
import type { PhoneLogEntry } from "@crm-procedure/core/records/PhoneLogEntry"
import { fields as waiverFields, type Waiver } from "@crm-procedure/core/records/Waiver"
import type { VerificationCall } from "@crm-procedure/core/records/VerificationCall"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Stream from "effect/Stream"
import { Api } from "../Api.ts"
import type { ImportReport } from "./ImportEndpoints.ts"
import * as Intake from "./Intake.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as DirectoryMerge from "./DirectoryMerge.ts"
import * as Failure from "../request/Failure.ts"
import * as KeyBrands from "../access/KeyBrands.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import type { BodyTooLarge, BodyUnreadable, StoredRows } from "../Problem.ts"

type Batch<K extends Access.ImportKind> = Intake.Batch<Intake.RecordByKind[K]>

/** A row that was read and is not stored: its place and what was expected. */
interface Refused {
  readonly line: number
  readonly column: string
  readonly found: string
  readonly expected: { readonly es: string; readonly en: string }
}

/** Why a file is not stored. */
type ImportFailure = BodyUnreadable | Intake.FileUnusable | Intake.MediaTypeUnknown | RecordsError

/** What storing a batch did. */
interface Taken {
  readonly puts: ReadonlyArray<Put>
  /** One or several faults of each refused row. */
  readonly refused: ReadonlyArray<Refused>
  /** How many rows were refused; by default one for each fault. */
  readonly refusedRows?: number
}

/** How many records of a file are stored in one change. */
const BATCH = 1_000

/** How many rows a file may have that is stored in one change (branches, brands, employees, goals). */
const WHOLE = 100_000

/** Splits the rows of a batch into those that the caller may write and those that are refused. */
const within = Effect.fnUntraced(function*<R>(
  handlerContext: HandlerContext.HandlerContext,
  { dealership, identity }: HandlerContext.Visit,
  { lines, records }: { readonly records: ReadonlyArray<R>; readonly lines: ReadonlyArray<number> },
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

/** Stores a batch of prospects or of activities. */
const takeRecords = <R>(
  handlerContext: HandlerContext.HandlerContext,
  visit: HandlerContext.Visit,
  faultsBeyond: KeyBrands.FaultsBeyond<R>,
  register: (records: ReadonlyArray<R>) => Effect.Effect<ReadonlyArray<{ readonly put: Put }>, RecordsError>
) =>
  Effect.fnUntraced(function*(batch: { readonly records: ReadonlyArray<R>; readonly lines: ReadonlyArray<number> }): Effect.fn.Return<Taken, RecordsError> {
    const { own, refused } = yield* within(handlerContext, visit, batch, faultsBeyond)
    return { puts: own.length === 0 ? [] : (yield* register(own)).map(({ put }) => put), refused }
  })

/** What a row of an attempt expects in a field where it differs from the attempt on record. */
const expectedAsKept = (kept: string | undefined): Refused["expected"] => ({
  es: `${kept ?? "lo que ya está registrado"} (un intento registrado no cambia), o un call_id nuevo`,
  en: `${kept ?? "what is on record"} (an attempt on record never changes), or a new call_id`
})

/** Stores a batch of attempts. One that differs from the attempt on record under its id is refused. */
const takeCalls = ({ crm }: HandlerContext.HandlerContext, { dealership, now }: HandlerContext.Visit) => (batch: { readonly records: ReadonlyArray<VerificationCall>; readonly lines: ReadonlyArray<number> }) =>
  Effect.map(crm.registerCalls(dealership, batch.records, now), (registered): Taken => ({
    puts: registered.flatMap(({ put }) => put === "refused" ? [] : [put]),
    refusedRows: registered.filter(({ put }) => put === "refused").length,
    refused: registered.flatMap(({ differences }, place) =>
      differences.map(({ column, found, kept }) => ({ line: batch.lines[place]!, column, found, expected: expectedAsKept(kept) })))
  }))

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

/** Stores a batch of waivers. One without a registered subject, with a code that can't be waived or with a used id is refused. */
const takeWaivers = ({ crm }: HandlerContext.HandlerContext, { dealership, now }: HandlerContext.Visit) => (batch: { readonly records: ReadonlyArray<Waiver>; readonly lines: ReadonlyArray<number> }) =>
  Effect.map(crm.registerWaivers(dealership, batch.records, now), (registered): Taken => ({
    puts: registered.flatMap(({ put }) => put === "refused" ? [] : [put]),
    refused: registered.flatMap((one, place): ReadonlyArray<Refused> => {
      if (one.put !== "refused") return []
      const waiver = batch.records[place]!
      return [{ line: batch.lines[place]!, column: columnOf(one.field), found: waiver[one.field], expected: expectedOfWaiver[one.fault](waiver) }]
    })
  }))

/** Stores a batch of the telephone system's log. */
const takePhoneLog = ({ crm }: HandlerContext.HandlerContext, { dealership, now }: HandlerContext.Visit) => (batch: { readonly records: ReadonlyArray<PhoneLogEntry> }) =>
  Effect.map(crm.registerPhoneLog(dealership, batch.records, now), (puts): Taken => ({ puts, refused: [] }))

type Batched = "prospects" | "activities" | "verification-calls" | "phone-log" | "waivers"

/** Stores a kind of file in batches as its rows come. */
const inBatches = (handlerContext: HandlerContext.HandlerContext, visit: HandlerContext.Visit, kind: Batched) => {
  const { crm, records } = handlerContext
  const { dealership, now } = visit
  const take = kind === "prospects"
    ? takeRecords(handlerContext, visit, KeyBrands.prospectFaults, (own) => crm.registerProspects(dealership, own, now)) as (batch: never) => Effect.Effect<Taken, RecordsError>
    : kind === "activities"
    ? takeRecords(handlerContext, visit, KeyBrands.activityFaults, (own) => crm.registerActivities(dealership, own, now)) as (batch: never) => Effect.Effect<Taken, RecordsError>
    : kind === "phone-log"
    ? takePhoneLog(handlerContext, visit)
    : kind === "waivers"
    ? takeWaivers(handlerContext, visit)
    : takeCalls(handlerContext, visit)
  return (batch: Batch<typeof kind>) => records.change(dealership, take(batch as never))
}

const goalsOf = Effect.fnUntraced(function*(
  { crm, records }: HandlerContext.HandlerContext,
  { dealership }: HandlerContext.Visit,
  goals: ReadonlyArray<Goal.Goal>,
  replace: boolean
): Effect.fn.Return<ReadonlyArray<Put>, RecordsError> {
  const puts = new Map<Goal.Goal, Put>()
  for (const [period, rows] of Map.groupBy(goals, (goal) => goal.period)) {
    const before = new Map((yield* records.goals(dealership, period)).map((goal) => [Goal.key(goal), goal]))
    const after = new Map(replace ? [] : before)
    for (const row of rows) {
      const kept = before.get(Goal.key(row))
      puts.set(row, kept === undefined ? "added" : kept.prospects === row.prospects && kept.activities === row.activities ? "unchanged" : "changed")
      after.set(Goal.key(row), row)
    }
    yield* crm.setGoals(dealership, period, [...after.values()])
  }
  return goals.map((goal) => puts.get(goal)!)
})

/** Stores a kind of file in one change, when all of it is read. */
const asAWhole = (handlerContext: HandlerContext.HandlerContext, visit: HandlerContext.Visit, kind: "branches" | "brands" | "employees" | "goals", replace: boolean) =>
  Effect.fnUntraced(function*(rows: ReadonlyArray<Goal.Goal | Directory.Branch | Directory.Brand | Directory.Employee>, lines: ReadonlyArray<number>): Effect.fn.Return<Taken, RecordsError | DirectoryRefused> {
    const { crm, records } = handlerContext
    const { dealership, now } = visit
    if (kind === "goals") return { puts: yield* goalsOf(handlerContext, visit, rows as ReadonlyArray<Goal.Goal>, replace), refused: [] }
    const merged = DirectoryMerge.merge(yield* records.directory(dealership), kind, rows as ReadonlyArray<never>, lines, replace)
    yield* crm.registerDirectory(dealership, merged.directory, now)
    return merged
  })

/** Counts up the report of an import. */
class Report {
  private readonly kind: Access.ImportKind
  private readonly maximumRows: number
  private readonly counts = { read: 0, rejected: 0, skipped: 0, dayFirst: 0, added: 0, changed: 0, unchanged: 0 }
  private readonly rejectedRows: Array<Refused> = []
  private rejectedRowsOmitted = 0
  private readonly repairs: Array<ImportReport["repairs"][number]> = []
  private unknownColumns: ReadonlyArray<string> = []
  private encoding: string | undefined

  constructor(kind: Access.ImportKind, maximumRows: number) {
    this.kind = kind
    this.maximumRows = maximumRows
  }

  noteRead({ rejections, repairs = [], whole }: Pick<Intake.Batch<unknown>, "rejections" | "repairs" | "whole">): void {
    for (const { faults, line } of rejections) {
      this.counts.rejected++
      for (const { column, expected, found } of faults) this.noteFault({ line, column, found, expected })
    }
    for (const repair of repairs) if (this.repairs.length < this.maximumRows) this.repairs.push(repair)
    if (whole === undefined) return
    this.unknownColumns = whole.unknownColumns
    this.encoding = whole.encoding
    this.counts.skipped = whole.skipped ?? 0
    this.counts.dayFirst = whole.dayFirst ?? 0
  }

  noteTaken({ puts, refused, refusedRows = refused.length }: Taken): void {
    for (const put of puts) this.counts[put]++
    this.counts.read += puts.length
    this.counts.rejected += refusedRows
    for (const one of refused) this.noteFault(one)
  }

  private noteFault(fault: Refused): void {
    if (this.rejectedRows.length < this.maximumRows) this.rejectedRows.push(fault)
    else this.rejectedRowsOmitted++
  }

  /** The rows stored so far. */
  get stored(): StoredRows {
    const { added, changed, read, unchanged } = this.counts
    return { read, added, changed, unchanged }
  }

  get answer(): ImportReport {
    return {
      kind: this.kind,
      rows: this.counts.read + this.counts.rejected + this.counts.skipped,
      ...this.counts,
      ...(this.encoding === undefined ? {} : { encoding: this.encoding }),
      unknownColumns: this.unknownColumns,
      repairs: this.repairs,
      rejectedRows: this.rejectedRows.toSorted((one, other) => one.line - other.line),
      rejectedRowsOmitted: this.rejectedRowsOmitted
    }
  }
}

const isWhole = (kind: Access.ImportKind): kind is "branches" | "brands" | "employees" | "goals" =>
  kind === "branches" || kind === "brands" || kind === "employees" || kind === "goals"

const tooManyRows = () =>
  Refusing.refuse("BodyTooLarge", { es: `El archivo tiene más de ${WHOLE} filas.`, en: `The file has more than ${WHOLE} rows.` })

/** Reads a file to its end and stores its rows. */
const importFile = Effect.fnUntraced(function*(
  handlerContext: HandlerContext.HandlerContext,
  visit: HandlerContext.Visit,
  kind: Access.ImportKind,
  replace: boolean,
  batches: Stream.Stream<Intake.Batch<unknown>, ImportFailure>
): Effect.fn.Return<ImportReport, Failure.RefusalOf<ImportFailure | DirectoryRefused> | ImportFailure | BodyTooLarge | DirectoryRefused> {
  const report = new Report(kind, handlerContext.limits.rejectedRows)
  if (isWhole(kind)) {
    const rows: Array<never> = []
    const lines: Array<number> = []
    yield* Stream.runForEach(batches, (batch) => {
      report.noteRead(batch)
      rows.push(...batch.records as ReadonlyArray<never>)
      lines.push(...batch.lines)
      return rows.length > WHOLE ? Effect.fail(tooManyRows()) : Effect.void
    })
    report.noteTaken(yield* handlerContext.records.change(visit.dealership, asAWhole(handlerContext, visit, kind, replace)(rows, lines)))
    return report.answer
  }
  const take = inBatches(handlerContext, visit, kind)
  let records: Array<unknown> = []
  let lines: Array<number> = []
  const store = Effect.suspend(() => {
    const batch = { records, lines, rejections: [] } as Batch<typeof kind>
    records = []
    lines = []
    return batch.records.length === 0 ? Effect.void : Effect.map(take(batch), (taken) => report.noteTaken(taken))
  })
  const read = Stream.runForEach(batches, (batch) => {
    report.noteRead(batch)
    for (const record of batch.records) records.push(record)
    for (const line of batch.lines) lines.push(line)
    return records.length >= BATCH ? store : Effect.void
  })
  yield* Effect.mapError(Effect.andThen(read, store), (failure) => Refusing.afterStoring(Failure.toRefusal(failure), report.stored))
  return report.answer
})

export const layer = HttpApiBuilder.group(Api, "imports", Effect.fnUntraced(function*(handlers) {
  const handlerContext = yield* HandlerContext.context
  const intake = yield* Intake.Intake
  return handlers.handleRaw("import", (given) => Write.stream(
    handlerContext,
    given,
    ({ identity }, { params: { kind } }) => Access.mayImport(identity, kind) ? Effect.void : Effect.fail(Refusing.beyondRole()),
    (bytes, mediaType, visit, { params: { kind }, query }) => {
      const batches = intake.read({ kind, mediaType, dealership: visit.dealership, zone: visit.zone, reading: visit.reading, receivedAt: visit.now }, bytes)
      return Effect.map(importFile(handlerContext, visit, kind, query.replace === "true", batches), (body) => ({ status: 200, body }))
    }
  ))
}))
