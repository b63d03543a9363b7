/** The thread of the embedded database: its statements block no request. */
import * as PgliteThread from "@crm-procedure/postgres/PgliteThread"
import { parentPort } from "node:worker_threads"

PgliteThread.serve(parentPort!)
