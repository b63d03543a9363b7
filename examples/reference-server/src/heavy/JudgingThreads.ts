/**
 * Answers heavy requests in threads: so many at once, dealerships in turns, the others waiting up to a number. A thread starts when it
 * is needed and ends when it has been idle, so that its memory is given back. A thread that does not stop for a client that went away
 * is ended.
 *
 * @see docs/decisions/0044-heavy-requests-in-worker-threads.md
 */
import * as HeavyWork from "@crm-procedure/http-api/access/HeavyWork"
import type { Connection } from "@crm-procedure/postgres/Pglite"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Latch from "effect/Latch"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { HttpServerResponse } from "effect/http"
import type { HttpServerRequest } from "effect/http"
import type { Worker } from "node:worker_threads"
import * as Telemetry from "../serving/Telemetry.ts"
import * as Threads from "../starting/Threads.ts"
import { type Order, type Report, type ThreadData } from "./Messages.ts"
import { type Turn, Turns } from "./Turns.ts"

export interface Options {
  /** How many threads there are at most. */
  readonly threads: number
  /** How many requests wait at most. */
  readonly waiting: number
  readonly dataDirectory: string
  /** Opens a connection to the embedded database for a thread. */
  readonly connect: (() => Connection) | undefined
}

/** After so long without work a thread ends. */
const IDLE_MILLIS = 60_000

/** A thread that goes on for so long after it was told to stop is ended. */
const STOP_MILLIS = 2_000

/** The largest heap of a thread. */
const HEAP_MEGABYTES = 512

/** How much of it is for new objects. Node's own size holds some 50 MB more of the process's memory and makes no form faster. */
const YOUNG_MEGABYTES = 24

/** When a client that was refused may ask again. */
const RETRY_SECONDS = 5

/** One thread, from the main one. */
class JudgingThread {
  readonly worker: Worker
  readonly ready: Promise<void>
  onReport: (report: Report) => void = () => {}
  onEnd: () => void = () => {}
  hasEnded = false

  constructor({ connect, dataDirectory }: Options) {
    const connection = connect?.()
    const workerData: ThreadData = { dataDirectory, connection }
    this.worker = Threads.start("JudgingThread", {
      workerData,
      transferList: connection === undefined ? [] : [connection.port],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES, maxYoungGenerationSizeMb: YOUNG_MEGABYTES }
    })
    this.ready = new Promise((resolve, reject) => {
      this.worker.on("message", (report: Report) => {
        if (report.kind === "ready") resolve()
        else if (report.kind === "unusable") reject(new Error(report.detail))
        else if (report.kind === "judged") countJudged(report)
        else this.onReport(report)
      })
      this.worker.on("error", reject)
      this.worker.on("exit", () => {
        this.hasEnded = true
        reject(new Error("The thread ended."))
        this.onEnd()
      })
    })
    this.ready.catch(() => undefined)
  }

  order(order: Order, moved: ReadonlyArray<ArrayBuffer> = []): void {
    this.worker.postMessage(order, [...moved])
  }
}

const countJudged = ({ count, records }: Extract<Report, { kind: "judged" }>): void =>
  Telemetry.labelled(Telemetry.judgedRecords, { kind: records }).updateUnsafe(count, Context.empty())

/** How one request goes through a thread. */
class Passage {
  /** The beginning of the answer. */
  readonly answered = Deferred.makeUnsafe<Extract<Report, { kind: "answer" }>, HeavyWork.NotAnswered>()
  readonly pieces: Queue.Queue<Uint8Array, Cause.Done | HeavyWork.NotAnswered>
  readonly bodyWanted = Latch.makeUnsafe(false)
  isDone = false
  private readonly thread: JudgingThread
  /** The end of the answer, which is passed on once the thread is free: the client's next request finds it then. */
  private finish: (() => void) | undefined

  constructor(thread: JudgingThread, pieces: Queue.Queue<Uint8Array, Cause.Done | HeavyWork.NotAnswered>, onDone: () => void) {
    this.thread = thread
    this.pieces = pieces
    const done = (): void => {
      if (this.isDone) return
      this.isDone = true
      onDone()
      this.finish?.()
      this.breakOff()
    }
    thread.onEnd = done
    thread.onReport = (report) => {
      switch (report.kind) {
        case "want-body":
          return void this.bodyWanted.openUnsafe()
        case "answer": {
          const pass = () => void Deferred.doneUnsafe(this.answered, Exit.succeed(report))
          if (report.body === undefined) return pass()
          this.finish = pass
          return
        }
        case "piece":
          if (report.piece !== undefined) return void Queue.offerUnsafe(pieces, report.piece)
          this.finish = () => void Queue.endUnsafe(pieces)
          return
        case "piece-broken":
          return this.breakOff()
        case "free":
          return done()
      }
    }
  }

  /** Tells the reader of the answer that the rest does not come. After a whole answer this does nothing. */
  private breakOff(): void {
    Deferred.doneUnsafe(this.answered, Exit.fail(notAnswered()))
    Queue.failCauseUnsafe(this.pieces, Cause.fail(notAnswered()))
  }

  /** Sends a body as the thread wants it. */
  readonly send = (request: HttpServerRequest.HttpServerRequest): Effect.Effect<void> => {
    const wanted = Effect.andThen(this.bodyWanted.await, this.bodyWanted.close)
    return Stream.runForEach(request.stream, (bytes) =>
      Effect.andThen(wanted, Effect.sync(() => {
        const piece = new Uint8Array(bytes)
        this.thread.order({ kind: "body", piece }, [piece.buffer])
      }))).pipe(
      Effect.andThen(wanted),
      Effect.matchCauseEffect({
        onSuccess: () => Effect.sync(() => this.thread.order({ kind: "body", piece: undefined })),
        onFailure: () => Effect.sync(() => this.thread.order({ kind: "body-broken" }))
      })
    )
  }

  begin(order: Extract<Order, { kind: "request" }>): void {
    this.thread.order(order)
  }

  get response(): Effect.Effect<HttpServerResponse.HttpServerResponse, HeavyWork.NotAnswered> {
    return Effect.map(Deferred.await(this.answered), ({ body, headers, status }) => {
      const { "content-length": _length, "content-type": contentType, ...others } = headers
      if (body !== undefined) return HttpServerResponse.uint8Array(body, { status, headers: others, ...(contentType === undefined ? {} : { contentType }) })
      const stream = Stream.tap(Stream.fromQueue(this.pieces), () => Effect.sync(() => this.thread.order({ kind: "taken" })))
      return HttpServerResponse.stream(stream, { status, headers: others, ...(contentType === undefined ? {} : { contentType }) })
    })
  }
}

/** A thread did not come up, or broke down before it was asked anything. */
class ThreadBroken extends Data.TaggedError("ThreadBroken")<{ readonly detail: string }> {}

const notAnswered = () => new HeavyWork.NotAnswered({ retryAfterSeconds: RETRY_SECONDS })

/** The threads that are there. */
class Pool {
  private readonly options: Options
  private readonly idle: Array<{ readonly thread: JudgingThread; readonly ending: NodeJS.Timeout }> = []
  private readonly all = new Set<JudgingThread>()

  constructor(options: Options) {
    this.options = options
  }

  take(): JudgingThread {
    for (let last = this.idle.pop(); last !== undefined; last = this.idle.pop()) {
      clearTimeout(last.ending)
      if (!last.thread.hasEnded) return last.thread
    }
    const thread = new JudgingThread(this.options)
    this.all.add(thread)
    thread.worker.once("exit", () => this.all.delete(thread))
    return thread
  }

  give(thread: JudgingThread): void {
    if (thread.hasEnded) return
    thread.onReport = () => {}
    thread.onEnd = () => {}
    this.idle.push({ thread, ending: setTimeout(() => this.end(thread), IDLE_MILLIS).unref() })
  }

  end(thread: JudgingThread): void {
    void thread.worker.terminate()
  }

  readonly endAll = (): Promise<unknown> => Promise.all([...this.all].map(({ worker }) => worker.terminate()))
}

/** Waits for a turn; the thread is given back when the request's scope closes and the thread is done. */
const turnOf = (turns: Turns, { caller, isStreaming }: HeavyWork.Admitted): Effect.Effect<Turn, HeavyWork.NotAnswered> =>
  Effect.callback((resume) => {
    const turn: Turn = { dealership: caller.identity.dealership, isLong: isStreaming, run: () => resume(Effect.succeed(turn)) }
    if (!turns.enter(turn)) return resume(Effect.fail(notAnswered()))
    return Effect.sync(() => turns.leave(turn))
  })

/** Answers heavy requests until the scope closes. */
export const make = Effect.fnUntraced(function*(options: Options): Effect.fn.Return<HeavyWork.Answer, never, Scope.Scope> {
  const turns = new Turns(options)
  const pool = new Pool(options)
  yield* Effect.addFinalizer(() => Effect.promise(pool.endAll))

  /** Lends a thread to a request, which has it until it is done. */
  const lend = (turn: Turn): Effect.Effect<Passage, HeavyWork.NotAnswered, Scope.Scope> =>
    Effect.gen(function*() {
      const pieces = yield* Queue.unbounded<Uint8Array, Cause.Done | HeavyWork.NotAnswered>()
      const thread = pool.take()
      const passage = new Passage(thread, pieces, () => {
        pool.give(thread)
        turns.leave(turn)
      })
      yield* Effect.addFinalizer(() => Effect.sync(() => {
        if (passage.isDone) return
        thread.order({ kind: "stop" })
        setTimeout(() => {
          if (!passage.isDone) pool.end(thread)
        }, STOP_MILLIS).unref()
      }))
      yield* Effect.tryPromise({ try: () => thread.ready, catch: (error) => new ThreadBroken({ detail: error instanceof Error ? error.message : "" }) }).pipe(
        Effect.tapError(({ detail }) => Effect.logError("A judging thread can't be used").pipe(Effect.annotateLogs({ detail }))),
        Effect.mapError(notAnswered)
      )
      return passage
    })

  return Effect.fnUntraced(function*(admitted) {
    const { caller, request } = admitted
    const turn = yield* turnOf(turns, admitted)
    const passage = yield* lend(turn)
    passage.begin({ kind: "request", caller, method: request.method, url: request.url, headers: { ...request.headers } })
    if (request.method !== "GET" && request.method !== "HEAD") yield* Effect.forkScoped(passage.send(request))
    return yield* passage.response
  })
})
