/** The adapter keeps what a storage of records owes, in memory and in a file. */
import * as RecordsContract from "@crm-procedure/testing/RecordsContract"
import { afterAll, describe, it } from "vitest"
import * as ExistingDatabase from "../src/ExistingDatabase.ts"
import * as SqliteRecords from "../src/SqliteRecords.ts"

RecordsContract.suite("the dealership's tables in memory", SqliteRecords.layerOver(ExistingDatabase.inMemory()), { describe, it: (name, body) => it(name, body) })

const { file, remove } = ExistingDatabase.inFile()
afterAll(remove)

RecordsContract.suite("the dealership's tables in a file", SqliteRecords.layer(file), { describe, it: (name, body) => it(name, body) })
