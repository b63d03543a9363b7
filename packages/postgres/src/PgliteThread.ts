/**
 * An embedded database in a thread of its own, so that its statements block no other work. The thread's program calls {@link serve};
 * `Pglite.layerThread` starts the thread and asks it.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { MessagePort } from "node:worker_threads"
import * as DataDirectory from "./internal/embedded/DataDirectory.ts"
import { PGlite } from "@electric-sql/pglite"
import { SharedSession } from "./internal/embedded/SharedSession.ts"

/** What the thread is asked for. */
export type Order =
  | { readonly kind: "open"; readonly dataDir: string | undefined }
  | { readonly kind: "connect"; readonly port: MessagePort; readonly role: string | undefined }
  /** Takes orders to connect from another thread, over a port. */
  | { readonly kind: "admit"; readonly port: MessagePort }
  | { readonly kind: "close" }

/** What the thread tells. `log-segment`: the write-ahead log began a new segment. */
export type Report =
  | { readonly kind: "opened" }
  | { readonly kind: "refused"; readonly detail: string }
  | { readonly kind: "log-segment" }
  | { readonly kind: "closed" }

/** The side of the thread, such as `parentPort` of `node:worker_threads`. */
export interface OrderPort {
  readonly on: (event: "message", listener: (order: Order) => void) => unknown
  readonly postMessage: (report: Report) => void
  readonly close: () => void
}

const NANOS_PER_MILLI = 1e6

const clock = Effect.runSync(Clock.Clock)

const steadyMillis = (): number => Number(clock.monotonicTimeNanosUnsafe()) / NANOS_PER_MILLI

/** Opens the database that the other side names, and serves its connections until it is told to close. */
export const serve = (orders: OrderPort): void => {
  let session: SharedSession | undefined
  let database: PGlite | undefined
  const open = async (dataDir: string | undefined): Promise<Report> => {
    try {
      database = dataDir === undefined ? await PGlite.create() : await DataDirectory.openIn(dataDir, () => orders.postMessage({ kind: "log-segment" }))
      session = new SharedSession(database, steadyMillis)
      return { kind: "opened" }
    } catch (cause) {
      return { kind: "refused", detail: cause instanceof Error ? cause.message : "PGlite does not say why" }
    }
  }
  const close = async (): Promise<void> => {
    try {
      await database?.close()
    } finally {
      orders.postMessage({ kind: "closed" })
      orders.close()
    }
  }
  orders.on("message", (order) => {
    switch (order.kind) {
      case "open":
        return void open(order.dataDir).then((report) => orders.postMessage(report))
      case "connect":
        return session?.connect(order.port, order.role)
      case "admit":
        return void order.port.on("message", (one: Order) => {
          if (one.kind === "connect") session?.connect(one.port, one.role)
        })
      case "close":
        return void close()
    }
  })
}
