/** The program of the database's thread. */
import { parentPort } from "node:worker_threads"
import * as PgliteThread from "../../src/PgliteThread.ts"

PgliteThread.serve(parentPort!)
