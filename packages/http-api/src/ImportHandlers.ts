/** Serves imports: files as they come, stored in batches, with the rows that were not read. */
import * as Access from "@crm-procedure/core/Access"
import type * as Directory from "@crm-procedure/core/Directory"
import * as Goal from "@crm-procedure/core/Goal"
import type { Put } from "@crm-procedure/core/Records"
import type { VerificationCall } from "@crm-procedure/core/VerificationCall"
import * as Effect from "effect/Effect"
import { HttpApiBuilder } from "effect/http-api"
import * as Stream from "effect/Stream"
import { Api } from "./Api.ts"
import type { ImportReport } from "./ImportEndpoints.ts"
import * as Intake from "./Intake.ts"
import * as Body from "./internal/Body.ts"
import * as Desk from "./internal/Desk.ts"
import * as DirectoryMerge from "./internal/DirectoryMerge.ts"
import { type Failure, toRefusal } from "./internal/Failure.ts"
import * as KeyBrands from "./internal/KeyBrands.ts"
import * as Refusing from "./internal/Refusing.ts"
import * as Repeat from "./internal/Repeat.ts"
import type { StoredRows } from "./Problem.ts"

type Batch<K extends Access.ImportKind> = Intake.Batch<Intake.RecordByKind[K]>

/** A row that was read and is not taken: where it lies and what was expected. */
interface Refused {
  readonly line: number
  readonly column: string
  readonly found: string
  readonly expected: { readonly es: string; readonly en: string }
}

/** What a batch came to. */
interface Taken {
  readonly puts: ReadonlyArray<Put>
  readonly refused: ReadonlyArray<Refused>
}

/** How many records of a file are stored in one change. */
const BATCH = 1_000

/** How many rows of a file that is stored as a whole (branches, brands, employees, goals) are taken. */
const WHOLE = 100_000

/** The rows of a batch that whoever sends them may write, and the others as refused. */
const within = Effect.fnUntraced(function*<R>(
  desk: Desk.Desk,
  { dealership, identity }: Desk.Visit,
  { lines, records }: { readonly records: ReadonlyArray<R>; readonly lines: ReadonlyArray<number> },
  faultsBeyond: KeyBrands.FaultsBeyond<R>
): Effect.fn.Return<{ readonly own: ReadonlyArray<R>; readonly refused: ReadonlyArray<Refused> }, Failure> {
  const brandIds = KeyBrands.brandsOf(identity)
  if (brandIds === undefined) return { own: records, refused: [] }
  const faults = yield* faultsBeyond(desk, { dealership, brandIds, context: "stored" }, records)
  return {
    own: records.filter((_, place) => faults[place] === undefined),
    refused: faults.flatMap((fault, place) => fault === undefined ? [] : [{ line: lines[place]!, column: fault.column, found: fault.found, expected: fault.expected }])
  }
})

/** Stores a batch of prospects or of activities. */
const takeRecords = <R>(
  desk: Desk.Desk,
  visit: Desk.Visit,
  faultsBeyond: KeyBrands.FaultsBeyond<R>,
  register: (records: ReadonlyArray<R>) => Effect.Effect<ReadonlyArray<Put>, Failure>
) =>
  Effect.fnUntraced(function*(batch: { readonly records: ReadonlyArray<R>; readonly lines: ReadonlyArray<number> }): Effect.fn.Return<Taken, Failure> {
    const { own, refused } = yield* within(desk, visit, batch, faultsBeyond)
    return { puts: own.length === 0 ? [] : yield* register(own), refused }
  })

/** A kind of file whose rows are stored in batches as they come. */
const inBatches = (desk: Desk.Desk, visit: Desk.Visit, kind: "prospects" | "activities" | "verification-calls") => {
  const { crm, records } = desk
  const { dealership, now } = visit
  const take = kind === "prospects"
    ? takeRecords(desk, visit, KeyBrands.prospectFaults, (own) => crm.registerProspects(dealership, own, now)) as (batch: never) => Effect.Effect<Taken, Failure>
    : kind === "activities"
    ? takeRecords(desk, visit, KeyBrands.activityFaults, (own) => crm.registerActivities(dealership, own, now)) as (batch: never) => Effect.Effect<Taken, Failure>
    : (batch: { readonly records: ReadonlyArray<VerificationCall> }) => Effect.map(crm.registerCalls(dealership, batch.records, now), (puts): Taken => ({ puts, refused: [] }))
  return (batch: Batch<typeof kind>) => records.change(dealership, take(batch as never))
}

const goalsOf = Effect.fnUntraced(function*(
  { crm, records }: Desk.Desk,
  { dealership }: Desk.Visit,
  goals: ReadonlyArray<Goal.Goal>,
  replace: boolean
): Effect.fn.Return<ReadonlyArray<Put>, Failure> {
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

/** A kind of file that is stored as a whole when it has been read. */
const asAWhole = (desk: Desk.Desk, visit: Desk.Visit, kind: "branches" | "brands" | "employees" | "goals", replace: boolean) =>
  Effect.fnUntraced(function*(rows: ReadonlyArray<Goal.Goal | Directory.Branch | Directory.Brand | Directory.Employee>, lines: ReadonlyArray<number>): Effect.fn.Return<Taken, Failure> {
    const { crm, records } = desk
    const { dealership, now } = visit
    if (kind === "goals") return { puts: yield* goalsOf(desk, visit, rows as ReadonlyArray<Goal.Goal>, replace), refused: [] }
    const merged = DirectoryMerge.merge(yield* records.directory(dealership), kind, rows as ReadonlyArray<never>, lines, replace)
    yield* crm.registerDirectory(dealership, merged.directory, now)
    return merged
  })

/** The report of an import as it grows. */
class Report {
  private readonly kind: Access.ImportKind
  private readonly maximumRows: number
  private readonly counts = { read: 0, rejected: 0, added: 0, changed: 0, unchanged: 0 }
  private readonly rejectedRows: Array<Refused> = []
  private rejectedRowsOmitted = 0
  private readonly repairs: Array<ImportReport["repairs"][number]> = []
  private unknownColumns: ReadonlyArray<string> = []

  constructor(kind: Access.ImportKind, maximumRows: number) {
    this.kind = kind
    this.maximumRows = maximumRows
  }

  noteRead({ rejections, repairs = [], unknownColumns }: Pick<Intake.Batch<unknown>, "rejections" | "repairs" | "unknownColumns">): void {
    for (const { faults, line } of rejections) {
      this.counts.rejected++
      for (const { column, expected, found } of faults) this.noteFault({ line, column, found, expected })
    }
    for (const repair of repairs) if (this.repairs.length < this.maximumRows) this.repairs.push(repair)
    if (unknownColumns !== undefined) this.unknownColumns = unknownColumns
  }

  noteTaken({ puts, refused }: Taken): void {
    for (const put of puts) this.counts[put]++
    this.counts.read += puts.length
    this.counts.rejected += refused.length
    for (const one of refused) this.noteFault(one)
  }

  private noteFault(fault: Refused): void {
    if (this.rejectedRows.length < this.maximumRows) this.rejectedRows.push(fault)
    else this.rejectedRowsOmitted++
  }

  /** What has been stored so far. */
  get stored(): StoredRows {
    const { added, changed, read, unchanged } = this.counts
    return { read, added, changed, unchanged }
  }

  get answer(): ImportReport {
    return {
      kind: this.kind,
      rows: this.counts.read + this.counts.rejected,
      ...this.counts,
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

/** Reads a file to its end and stores what it holds. */
const importFile = Effect.fnUntraced(function*(
  desk: Desk.Desk,
  visit: Desk.Visit,
  kind: Access.ImportKind,
  replace: boolean,
  batches: Stream.Stream<Intake.Batch<unknown>, Failure>
): Effect.fn.Return<ImportReport, Failure> {
  const report = new Report(kind, desk.limits.rejectedRows)
  if (isWhole(kind)) {
    const rows: Array<never> = []
    const lines: Array<number> = []
    yield* Stream.runForEach(batches, (batch) => {
      report.noteRead(batch)
      rows.push(...batch.records as ReadonlyArray<never>)
      lines.push(...batch.lines)
      return rows.length > WHOLE ? Effect.fail(tooManyRows()) : Effect.void
    })
    report.noteTaken(yield* desk.records.change(visit.dealership, asAWhole(desk, visit, kind, replace)(rows, lines)))
    return report.answer
  }
  const take = inBatches(desk, visit, kind)
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
  yield* Effect.mapError(Effect.andThen(read, store), (failure) => Refusing.afterStoring(toRefusal(failure), report.stored))
  return report.answer
})

export const layer = HttpApiBuilder.group(Api, "imports", Effect.fnUntraced(function*(handlers) {
  const desk = yield* Desk.desk
  const intake = yield* Intake.Intake
  return handlers.handleRaw("import", ({ params, query, request }) =>
    Desk.serve(Effect.gen(function*() {
      const visit = yield* Desk.visit(desk)
      const { kind } = params
      if (!Access.mayImport(visit.identity, kind)) return yield* Refusing.beyondRole()
      const mediaType = yield* Body.plainMediaType(request)
      const bytes = Body.bytesOf(request)
      return yield* Repeat.onceStreamed(desk, visit, request, (passing) =>
        Effect.map(
          importFile(
            desk,
            visit,
            kind,
            query.replace === "true",
            intake.read(
              { kind, mediaType, dealership: visit.dealership, zone: visit.zone, receivedAt: visit.now },
              Stream.tap(bytes, (piece) => Effect.sync(() => passing.update(piece)))
            )
          ),
          (body) => ({ status: 200, body })
        ), (passing) => Stream.runForEach(bytes, (piece) => Effect.sync(() => passing.update(piece))))
    })))
}))
