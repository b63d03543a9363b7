/** Makes an embedded database's directory, in a thread of its own: it computes for seconds, in which nobody else could answer. */
import { PGlite } from "@electric-sql/pglite"
import { workerData } from "node:worker_threads"

const database = await PGlite.create((workerData as { readonly directory: string }).directory)
await database.close()
