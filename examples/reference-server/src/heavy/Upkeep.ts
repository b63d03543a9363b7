/** Long work on what is stored beside the records, in a thread of its own: it would hold the main thread of a server. */
import type { Connection } from "@crm-procedure/postgres/Pglite"
import * as Threads from "../starting/Threads.ts"
import type { ThreadData } from "./Messages.ts"

/** What the thread begins with. Without `refreshing` it recounts every dealership. */
export interface UpkeepData extends ThreadData {
  readonly refreshing: { readonly dealership: string; readonly asOf: number } | undefined
}

/** Does the work in a thread; answers what came of it. `connect` opens the thread's connection to the embedded database. The signal ends the thread. */
export const inThread = <A>(dataDirectory: string, connect: (() => Connection) | undefined, refreshing?: UpkeepData["refreshing"], signal?: AbortSignal): Promise<A> =>
  new Promise((resolve, reject) => {
    const connection = connect?.()
    const workerData: UpkeepData = { dataDirectory, connection, refreshing }
    const worker = Threads.start("UpkeepThread", { workerData, transferList: connection === undefined ? [] : [connection.port] })
    signal?.addEventListener("abort", () => void worker.terminate())
    worker.once("message", resolve)
    worker.once("error", reject)
    worker.once("exit", () => reject(new Error("The thread ended.")))
  })
