/** A thread that answers heavy requests. It has its own connection to the database, and the same handlers as the main thread. */
import { NodeHttpServer } from "@effect/platform-node"
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as Handlers from "@crm-procedure/http-api/handlers"
import { AdmittedCaller } from "@crm-procedure/http-api/access/HeavyWork"
import * as Limits from "@crm-procedure/http-api/access/Limits"
import * as WebhookTarget from "@crm-procedure/http-api/webhooks/WebhookTarget"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { HttpRouter, HttpServerRequest } from "effect/http"
import type { HttpServerResponse } from "effect/http"
import { parentPort, workerData } from "node:worker_threads"
import { configuration } from "../starting/Configuration.ts"
import type { Configuration } from "../starting/Configuration.ts"
import * as CountedStorage from "../storage/CountedStorage.ts"
import * as ErasureKeys from "../storage/ErasureKeys.ts"
import * as HandlerPorts from "../files/HandlerPorts.ts"
import * as Letterheads from "../files/Letterheads.ts"
import * as Storage from "../storage/Storage.ts"
import * as Telemetry from "../serving/Telemetry.ts"
import { type Order, PIECES_AHEAD, type Report, type ThreadData } from "./Messages.ts"

const port = parentPort!
const { connection, dataDirectory } = workerData as ThreadData
const report = (one: Report, moved: ReadonlyArray<ArrayBuffer> = []): void => port.postMessage(one, [...moved])

const layerServices = (settings: Configuration) =>
  CrmProcedure.CrmProcedure.layer().pipe(
    Layer.provideMerge(CountedStorage.layer((records, count) => Effect.sync(() => report({ kind: "judged", records, count })))),
    Layer.provideMerge(Storage.layerOfThread({ ...settings, connection })),
    Layer.provideMerge(Layer.mergeAll(
      ErasureKeys.layer(settings, dataDirectory),
      Layer.succeed(Limits.Limits, settings),
      Layer.succeed(WebhookTarget.TargetPolicy, WebhookTarget.strict)
    ))
  )

/** The application behind the gate. */
const application = Effect.gen(function*() {
  const settings = yield* configuration
  const letterheads = yield* Letterheads.read(settings.letterheadsFile)
  const services = yield* Layer.build(layerServices(settings))
  const routes = Handlers.layerAdmitted.pipe(
    Layer.provide(HandlerPorts.layer(letterheads)),
    Layer.provide(Layer.succeedContext(services))
  )
  const answer = yield* HttpRouter.toHttpEffect(routes).pipe(
    Effect.provide(NodeHttpServer.layerHttpServices),
    Effect.provideService(HttpRouter.RouterConfig, Handlers.routerConfig),
    Effect.provideContext(services)
  )
  return Effect.provideContext(answer, services)
})

/** The body of the request at hand, asked for piece by piece. */
class Body {
  private take: ((piece: Uint8Array | undefined) => void) | undefined
  private fail: (() => void) | undefined

  readonly stream = (): ReadableStream<Uint8Array> =>
    new ReadableStream({
      pull: (controller) =>
        new Promise<void>((resolve, reject) => {
          this.take = (piece) => {
            if (piece === undefined) controller.close()
            else controller.enqueue(piece)
            resolve()
          }
          this.fail = () => reject(new Error("The body was cut off."))
          report({ kind: "want-body" })
        })
    }, { highWaterMark: 0 })

  readonly receive = (order: Order): void => {
    if (order.kind === "body") this.take?.(order.piece)
    else if (order.kind === "body-broken") this.fail?.()
  }
}

/** Bytes with a buffer of their own, which can be moved. */
const movable = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer ? bytes as Uint8Array<ArrayBuffer> : new Uint8Array(bytes)

/** Sends pieces no faster than they are taken. */
class Sending {
  private ahead = 0
  private readonly taken = Latch.makeUnsafe(true)

  readonly take = (): void => {
    this.ahead--
    this.taken.openUnsafe()
  }

  readonly send = (stream: Stream.Stream<Uint8Array, unknown>): Effect.Effect<void> =>
    Stream.runForEach(stream, (bytes) =>
      Effect.suspend(() => {
        const piece = movable(bytes)
        report({ kind: "piece", piece }, [piece.buffer])
        if (++this.ahead < PIECES_AHEAD) return Effect.void
        this.taken.closeUnsafe()
        return this.taken.await
      })).pipe(Effect.matchCause({
        onSuccess: () => report({ kind: "piece", piece: undefined }),
        onFailure: () => report({ kind: "piece-broken" })
      }))
}

const answered = (response: HttpServerResponse.HttpServerResponse, sending: Sending): Effect.Effect<void> => {
  const { body, headers, status } = response
  const told = { kind: "answer", status, headers: { ...headers } } as const
  switch (body._tag) {
    case "Uint8Array": {
      const bytes = movable(body.body)
      return Effect.sync(() => report({ ...told, body: bytes }, [bytes.buffer]))
    }
    case "Stream":
      report({ ...told, body: undefined })
      return sending.send(body.stream)
    default:
      return Effect.sync(() => report({ ...told, body: new Uint8Array(0) }))
  }
}

const requestOf = ({ headers, method, url }: Extract<Order, { kind: "request" }>, body: Body): HttpServerRequest.HttpServerRequest =>
  HttpServerRequest.fromWeb(
    new Request(`http://thread${url}`, { method, headers, ...(method === "GET" || method === "HEAD" ? {} : { body: body.stream(), duplex: "half" as const }) })
  )

const program = Effect.gen(function*() {
  const app = yield* application
  const answering = Effect.fnUntraced(function*(order: Extract<Order, { kind: "request" }>, body: Body, sending: Sending) {
    const response = yield* app.pipe(
      Effect.provideService(HttpServerRequest.HttpServerRequest, requestOf(order, body)),
      Effect.provideService(AdmittedCaller, order.caller)
    )
    yield* answered(response, sending)
  }, Effect.scoped)
  let receive: (order: Order) => void = () => {}
  let running: Fiber.Fiber<void, unknown> | undefined
  port.on("message", (order: Order) => {
    if (order.kind === "stop") return void running?.interruptUnsafe()
    if (order.kind !== "request") return receive(order)
    const body = new Body()
    const sending = new Sending()
    receive = (one) => one.kind === "taken" ? sending.take() : body.receive(one)
    running = Effect.runFork(Effect.provide(Effect.ensuring(
      Effect.catchCause(answering(order, body, sending), (cause) =>
        Cause.hasInterruptsOnly(cause) ? Effect.void : Effect.andThen(Effect.logError("a heavy request failed", Telemetry.kindOf(cause)), Effect.sync(() => report({ kind: "piece-broken" })))),
      Effect.sync(() => report({ kind: "free" }))
    ), log))
  })
  report({ kind: "ready" })
  return yield* Effect.never
})

const log = Layer.unwrap(Effect.map(configuration, ({ logLevel }) => Telemetry.layerLog(logLevel)))

await Effect.runPromise(Effect.scoped(program).pipe(
  Effect.withTracerEnabled(false),
  Effect.provide(log),
  Effect.catchCause((cause) => Effect.sync(() => report({ kind: "unusable", detail: Telemetry.kindOf(cause) })))
))
