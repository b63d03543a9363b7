/** Makes an embedded database's directory, in a thread of its own: it computes for seconds, and the door must answer meanwhile. */
import * as Pglite from "@crm-procedure/postgres/Pglite"
import * as Effect from "effect/Effect"
import { workerData } from "node:worker_threads"

await Effect.runPromise(Pglite.prepare((workerData as { readonly directory: string }).directory))
