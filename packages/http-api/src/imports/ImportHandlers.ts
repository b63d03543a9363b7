/** Serves imports: a first look at a file, storing it in batches as it comes, the history, and taking an import back. */
import * as Access from "@crm-procedure/core/records/Access"
import { Authorship } from "@crm-procedure/core/records/Authorship"
import type { DirectoryRefused } from "@crm-procedure/core/service/CrmProcedure"
import type { IntakeStoreError } from "@crm-procedure/core/service/IntakeStore"
import type { RecordsError } from "@crm-procedure/core/register/Records"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { Api } from "../Api.ts"
import type { BeyondRole, BodyTooLarge, BodyUnreadable, Invalid } from "../Problem.ts"
import * as Page from "../request/Cursor.ts"
import * as Encoding from "../request/Encoding.ts"
import * as Failure from "../request/Failure.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import type { ImportPreview, ImportReport } from "./ImportEndpoints.ts"
import * as AccountNames from "../history/AccountNames.ts"
import * as ImportHistory from "./ImportHistory.ts"
import { ImportProgress, type Target } from "./ImportProgress.ts"
import * as ImportUndo from "./ImportUndo.ts"
import * as ImportWriting from "./ImportWriting.ts"
import * as Intake from "./Intake.ts"
import * as KeptMappings from "./KeptMappings.ts"
import * as PreviewRequest from "./PreviewRequest.ts"

/** Why a file is not stored. */
type ImportFailure = BodyUnreadable | Intake.FileUnusable | Intake.MediaTypeUnknown | RecordsError

/**
 * How long a change of an import takes, about. Other changes of the dealership wait for it, and in the embedded database the questions
 * too: with changes of a second and a half, people on the page waited three times as long.
 */
const CHANGE_MILLIS = 200

/** How many records of a file are stored in one change: at first, at least and at most. */
const FIRST = 250
const FEWEST = 250
const MOST = 1_000

/** How many rows a file may have that is stored in one change (branches, brands, employees, goals). */
const WHOLE = 100_000

const tooManyRows = () =>
  Refusing.refuse("BodyTooLarge", { es: `El archivo tiene más de ${WHOLE} filas.`, en: `The file has more than ${WHOLE} rows.` })

/** Rows of one kind that wait to be stored. */
interface Waiting {
  readonly records: Array<unknown>
  readonly lines: Array<number>
  readonly cells: Map<string, Intake.UnknownCells>
}

const idOfMixed = ({ kind, record }: Intake.Mixed): string =>
  kind === "prospects" ? record.prospectId : kind === "activities" ? record.activityId : kind === "verification-calls" ? record.callId : ""

/** Stores the rows of a file as they come. */
class Import {
  readonly progress: ImportProgress
  private readonly handlerContext: HandlerContext.HandlerContext
  private readonly visit: HandlerContext.Visit
  private readonly history: ImportHistory.ImportHistory
  private readonly options: ImportWriting.WholeOptions
  private readonly waiting = new Map<Access.ImportKind, Waiting>()
  /** How many records the next change stores. */
  private size = FIRST

  constructor(handlerContext: HandlerContext.HandlerContext, visit: HandlerContext.Visit, target: Target, history: ImportHistory.ImportHistory, options: ImportWriting.WholeOptions) {
    this.handlerContext = handlerContext
    this.visit = visit
    this.history = history
    this.options = options
    this.progress = new ImportProgress(target, handlerContext.limits.rejectedRows)
  }

  take(batch: Intake.MixedBatch): Effect.Effect<void, RecordsError | IntakeStoreError | BodyTooLarge | BeyondRole> {
    return Effect.gen({ self: this }, function*() {
      this.progress.noteRead(batch)
      for (const [place, mixed] of batch.records.entries()) {
        if (!Access.mayImport(this.visit.identity, mixed.kind)) return yield* Refusing.beyondRole()
        const waiting = this.waitingOf(mixed.kind)
        waiting.records.push(mixed.record)
        waiting.lines.push(batch.lines[place]!)
        const cells = batch.unknownCells?.get(place)
        if (cells !== undefined) waiting.cells.set(idOfMixed(mixed), cells)
        if (ImportWriting.isWholeKind(mixed.kind) && waiting.records.length > WHOLE) return yield* tooManyRows()
      }
      if (ImportWriting.batchKinds.some((kind) => (this.waiting.get(kind)?.records.length ?? 0) >= this.size)) yield* this.storeBatches()
    })
  }

  /** Stores what is left, and every whole kind first: prospects are judged beside their directory. */
  end(): Effect.Effect<void, RecordsError | IntakeStoreError | DirectoryRefused> {
    return Effect.gen({ self: this }, function*() {
      for (const kind of ImportWriting.wholeKinds) {
        const rows = this.waiting.get(kind)
        if (rows === undefined) continue
        yield* this.store(kind, rows, ImportWriting.takeWhole(this.handlerContext, this.visit, kind, rows, this.options))
      }
      yield* this.storeBatches()
    })
  }

  private storeBatches(): Effect.Effect<void, RecordsError | IntakeStoreError> {
    return Effect.forEach(ImportWriting.batchKinds, (kind) => {
      const rows = this.waiting.get(kind)
      if (rows === undefined || rows.records.length === 0) return Effect.void
      this.waiting.delete(kind)
      return this.storeInTurn(kind, rows)
    }, { discard: true })
  }

  /** Stores rows in changes that are as large as the one before lets expect to take {@link CHANGE_MILLIS}. */
  private storeInTurn(kind: typeof ImportWriting.batchKinds[number], { cells, lines, records }: Waiting): Effect.Effect<void, RecordsError | IntakeStoreError> {
    return Effect.gen({ self: this }, function*() {
      for (let from = 0; from < records.length;) {
        const some = records.slice(from, from + this.size)
        const theirs = some.map((record) => idOfMixed({ kind, record } as Intake.Mixed)).filter((id) => cells.has(id))
        const rows = { records: some, lines: lines.slice(from, from + this.size), cells: new Map(theirs.map((id) => [id, cells.get(id)!])) }
        const take = ImportWriting.takeBatch(this.handlerContext, this.visit, kind, rows)
        let millis = 0
        yield* this.store(kind, rows, Effect.gen(function*() {
          const began = yield* Clock.currentTimeMillis
          const taken = yield* take
          millis = (yield* Clock.currentTimeMillis) - began
          return taken
        }))
        from += some.length
        // A rest of a few rows says little. The next change is at most twice as large.
        if (some.length === this.size) this.size = Math.max(FEWEST, Math.min(MOST, 2 * this.size, Math.round(some.length * CHANGE_MILLIS / Math.max(1, millis))))
      }
    })
  }

  private store<E>(kind: Access.ImportKind, { cells }: Waiting, take: Effect.Effect<Parameters<ImportProgress["noteTaken"]>[1], E>): Effect.Effect<void, E | RecordsError | IntakeStoreError> {
    const { dryRun } = this.options
    const change = Effect.tap(take, (taken) =>
      dryRun ? Effect.void : Effect.andThen(this.history.noteTaken(kind, taken), this.history.noteCells(kind, cells)))
    return Effect.map(this.handlerContext.records.change(this.visit.dealership, change), (taken) => this.progress.noteTaken(kind, taken))
  }

  private waitingOf(kind: Access.ImportKind): Waiting {
    let waiting = this.waiting.get(kind)
    if (waiting === undefined) this.waiting.set(kind, waiting = { records: [], lines: [], cells: new Map() })
    return waiting
  }
}

/** Reads a file to its end, stores its rows, and writes the history. */
const importFile = Effect.fnUntraced(function*(
  handlerContext: HandlerContext.HandlerContext,
  visit: HandlerContext.Visit,
  told: ImportHistory.Told & { readonly kind: Target },
  options: ImportWriting.WholeOptions,
  batches: Stream.Stream<Intake.MixedBatch, ImportFailure>
) {
  const history = new ImportHistory.ImportHistory(handlerContext, visit, told)
  const one = new Import(handlerContext, visit, told.kind, history, options)
  if (options.dryRun) {
    yield* Effect.andThen(Stream.runForEach(batches, (batch) => one.take(batch)), one.end())
    return one.progress.answer(true)
  }
  yield* history.note("running", one.progress)
  // The versions and the audit's entries of what is stored lead to the import.
  const authorship = yield* Authorship
  yield* Effect.andThen(Stream.runForEach(batches, (batch) => one.take(batch)), one.end()).pipe(
    Effect.provideService(Authorship, { ...authorship, reference: history.id }),
    Effect.mapError((failure) => Refusing.afterStoring(Failure.toRefusal(failure), one.progress.stored)),
    // The history is written as well as it can be: the refusal is what the sender must know.
    Effect.onExit((exit) => Exit.isSuccess(exit) ? Effect.void : Effect.ignore(history.note("refused", one.progress)))
  )
  yield* history.note("done", one.progress)
  return { id: history.id, ...one.progress.answer(options.replace) } satisfies ImportReport
})

/** A file of one kind, as a list of files. */
const asMixed = <K extends Access.ImportKind, E>(kind: K, batches: Stream.Stream<Intake.Batch<Intake.RecordByKind[K]>, E>): Stream.Stream<Intake.MixedBatch, E> =>
  Stream.map(batches, (batch) => ({
    ...batch,
    records: batch.records.map((record) => ({ kind, record }) as Intake.Mixed),
    rejections: batch.rejections.map((rejection) => ({ kind, ...rejection }))
  }))

const wholeKindsOnly = (): Invalid =>
  Refusing.invalid({
    in: "query",
    pointer: "/dryRun",
    expected: { es: `un archivo de ${ImportWriting.wholeKinds.join(", ")}`, en: `a file of ${ImportWriting.wholeKinds.join(", ")}` }
  })

const previewOf = (preview: Intake.Preview, file: string | undefined): ImportPreview => ({
  ...Encoding.present({ ...preview, file, proposal: undefined }),
  ...(preview.proposal === undefined ? {} : { proposal: Encoding.present(preview.proposal) }),
  rows: preview.rows.map(({ faults, line, ...row }) => ({ line, ...Encoding.present(row), faults: faults.map(({ column, expected, found }) => ({ line, column, found, expected })) })),
  unknownNames: preview.unknownNames.map((one) => Encoding.present(one))
})

export const layer = HttpApiBuilder.group(Api, "imports", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const intake = yield* Intake.Intake
  const { intakeStore } = context
  const givenOf = Effect.fnUntraced(function*(visit: HandlerContext.Visit) {
    const { dealership, now, zone } = visit
    const reading = yield* HandlerContext.readingOf(context, visit)
    return { dealership, zone, reading, receivedAt: now, leadSettings: yield* KeptMappings.leadSettings(context, dealership) }
  })
  return handlers
    .handleRaw("preview", ({ query, request }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const visit = yield* HandlerContext.visit(context)
        const { bytes, mapping: tried, ...told } = yield* PreviewRequest.read(request, context.limits)
        const faults = tried === undefined ? [] : intake.mappingFaults(tried)
        if (faults.length > 0) return yield* Refusing.invalidSettings(faults.map(({ expected, pointer }) => ({ pointer: `/mapping${pointer}`, expected })))
        const mapping = tried === undefined ? yield* KeptMappings.named(context, intake, visit.dealership, query.mapping) : { own: tried }
        const file = query.file ?? told.file
        const lines = query.lines?.split(",").map(Number)
        const preview = yield* intake.preview({ ...yield* givenOf(visit), mediaType: told.mediaType, file, mapping, sheet: query.sheet, kind: query.kind, lines }, bytes)
        return HttpServerResponse.text(JSON.stringify(previewOf(preview, file)), { contentType: "application/json" })
      })))
    .handleRaw("import", (given) => Write.stream(
      context,
      given,
      Effect.fnUntraced(function*({ identity }: HandlerContext.Visit, { params: { kind }, query }) {
        if (kind !== "any" && !Access.mayImport(identity, kind)) return yield* Refusing.beyondRole()
        if (query.dryRun === "true" && (kind === "any" || !ImportWriting.isWholeKind(kind))) return yield* wholeKindsOnly()
      }),
      (bytes, mediaType, visit, { params: { kind }, query: { corrects, dryRun, file, mapping: name, replace, sheet } }) =>
        Effect.gen(function*() {
          const mapping = yield* KeptMappings.named(context, intake, visit.dealership, name)
          const given = { ...yield* givenOf(visit), mediaType, file, sheet }
          const batches = kind === "any" || mapping !== undefined
            ? intake.readMixed({ ...given, mapping }, bytes)
            : asMixed(kind, intake.read({ ...given, kind }, bytes))
          const body = yield* importFile(context, visit, { kind, file, mapping: name, corrects }, { replace: replace === "true", dryRun: dryRun === "true" }, batches)
          return { status: 200, body }
        })
    ))
    .handleRaw("undo", (given) => Write.stream(
      context,
      given,
      () => Effect.void,
      (bytes, _mediaType, visit, { params: { id } }) =>
        Effect.andThen(Stream.runDrain(bytes), Effect.map(ImportUndo.undo(context, visit, id), (body) => ({ status: 200, body })))
    ))
    .handleRaw("rejected", ({ params: { id }, query, request }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership } = yield* HandlerContext.visit(context)
        const entry = HandlerContext.isId(id) ? Option.getOrUndefined(yield* intakeStore.importOf(dealership, id)) : undefined
        const rows = entry === undefined ? undefined : ImportHistory.rejectedOf(entry)
        if (rows === undefined) return yield* Refusing.notFound()
        if (query.format !== "csv") return HttpServerResponse.text(JSON.stringify(rows), { contentType: "application/json" })
        return HttpServerResponse.text(intake.rejectedFile(rows, Refusing.languageOf(request.headers["accept-language"])), {
          contentType: "text/csv; charset=utf-8",
          headers: { "content-disposition": `attachment; filename="rejected-${id}.csv"` }
        })
      })))
    .handle("history", ({ query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, identity, zone } = yield* HandlerContext.visit(context)
        const before = yield* Page.parse(query.cursor, ["string"])
        const limit = query.limit ?? Page.DEFAULT_LIMIT
        const found = yield* intakeStore.imports(dealership, before?.[0], limit + 1)
        const items = found.slice(0, limit)
        const names = yield* AccountNames.namesFor(context, { dealership, identity })
        return { items: items.map((one) => ImportHistory.entryOf(one, zone, names)), nextCursor: found.length > limit ? Page.cursorOf([items.at(-1)!.id]) : null }
      })))
}))
