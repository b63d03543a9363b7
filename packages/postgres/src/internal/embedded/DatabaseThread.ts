/** The thread of an embedded database, from the side that started it. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Duplex } from "node:stream"
import { MessageChannel } from "node:worker_threads"
import type { MessagePort, Worker } from "node:worker_threads"
import { DatabaseError, DirectoryUnusable } from "../../DatabaseError.ts"
import type { Order, Report } from "../../PgliteThread.ts"
import * as PortSocket from "./PortSocket.ts"

export interface DatabaseThread {
  /** A connection of this thread. */
  readonly connect: (role: string | undefined) => () => Duplex
  /** A port that may be moved to another thread, which connects over it. */
  readonly admit: () => MessagePort
}

/** Sends an order with the ports that move with it. */
type Send = (order: Order, moved: ReadonlyArray<MessagePort>) => void

const connecting = (send: Send) => (role: string | undefined) => (): Duplex => {
  const { port1, port2 } = new MessageChannel()
  send({ kind: "connect", port: port2, role }, [port2])
  return PortSocket.over(port1)
}

/** Connections over a port that the database's thread admitted. A driver opens more than one: it asks over a new one to stop a statement. */
export const connectOver = (port: MessagePort): DatabaseThread["connect"] => connecting((order, moved) => port.postMessage(order, [...moved]))

/** Starts the thread and opens a directory in it, until the scope closes. */
export const open = (
  start: () => Worker,
  directory: string | undefined,
  onLogSegment: () => void
): Effect.Effect<DatabaseThread, DatabaseError, Scope.Scope> => {
  const refused = (detail: string) => new DatabaseError({ reason: new DirectoryUnusable({ directory: directory ?? "memory", detail }) })
  const order = (thread: Worker, one: Order, moved: ReadonlyArray<MessagePort> = []): void => thread.postMessage(one, moved)
  const opened = (thread: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      thread.on("message", (report: Report) => {
        if (report.kind === "opened") resolve()
        else if (report.kind === "refused") reject(refused(report.detail))
        else if (report.kind === "log-segment") onLogSegment()
      })
      thread.on("error", (error: Error) => reject(refused(error.message)))
      thread.on("exit", () => reject(refused("its thread ended")))
      order(thread, { kind: "open", dataDir: directory })
    })
  const closed = (thread: Worker): Promise<void> =>
    new Promise((resolve) => {
      thread.on("exit", () => resolve())
      thread.on("message", (report: Report) => {
        if (report.kind === "closed") void thread.terminate()
      })
      order(thread, { kind: "close" })
      if (thread.threadId === -1) resolve()
    })
  return Effect.gen(function*() {
    const thread = yield* Effect.acquireRelease(Effect.sync(start), (thread) => Effect.promise(() => closed(thread)))
    yield* Effect.tryPromise({ try: () => opened(thread), catch: (error) => error as DatabaseError })
    return {
      connect: connecting((one, moved) => order(thread, one, moved)),
      admit: () => {
        const { port1, port2 } = new MessageChannel()
        order(thread, { kind: "admit", port: port2 }, [port2])
        return port1
      }
    }
  })
}
