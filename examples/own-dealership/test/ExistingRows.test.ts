/** Rows that were there before, and an old program that continues to write them. */
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import { Records } from "@crm-procedure/core/register/Records"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"
import * as StoredCounts from "@crm-procedure/core/register/StoredCounts"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { DatabaseSync } from "node:sqlite"
import { afterEach, assert, beforeEach, describe, it } from "vitest"
import type { Connection } from "../src/Connection.ts"
import * as ExistingDatabase from "../src/ExistingDatabase.ts"
import * as ExistingRows from "../src/ExistingRows.ts"
import * as OwnPolicy from "../src/OwnPolicy.ts"
import * as SqliteRecords from "../src/SqliteRecords.ts"
import * as Week from "../src/Week.ts"

let database: ReturnType<typeof ExistingDatabase.inFile>
/** The old program, on a connection of its own. */
let program: DatabaseSync

beforeEach(() => {
  database = ExistingDatabase.inFile(true)
  program = new DatabaseSync(database.file, { enableForeignKeyConstraints: false })
})
afterEach(() => {
  program.close()
  database.remove()
})

const { DEALERSHIP: dealership, end: now, PERIOD: period } = Week

const run = <A, E>(effect: Effect.Effect<A, E, CrmProcedure | Records | Connection>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, CrmProcedure.layer([OwnPolicy.edition]).pipe(Layer.provideMerge(SqliteRecords.layer(database.file)))))

/** Every cell of the existing tables. */
const cells = () => ["sedes", "marcas", "vendedores", "clientes", "gestiones", "llamadas", "metas"].map((table) => program.prepare(`SELECT * FROM ${table}`).all())

/** Asserts that the stored counts are those of the stored verdicts. */
const sumsHold = Effect.gen(function*() {
  const records = yield* Records
  const lines = (storedCounts: ReadonlyArray<StoredCounts.StoredCounts>) => storedCounts.map((one) => `${StoredCounts.keyOf(one)} ${JSON.stringify(Object.entries(one.counts).sort())}`).sort()
  const { storedCounts } = yield* records.monthState(dealership, period)
  assert.isNotEmpty(storedCounts)
  assert.deepStrictEqual(lines(storedCounts), lines(yield* VerdictUpkeep.recount(dealership)))
})

describe("rows that were there before", () => {
  it("become records without a change of their cells; an unreadable row is reported and stays", () =>
    run(Effect.gen(function*() {
      const before = cells()
      const taken = yield* ExistingRows.takeUp(dealership, now)
      assert.deepStrictEqual(taken, { prospects: 3, activities: 2, calls: 0, unreadable: [{ table: "clientes", id: "CL-0412", column: "fecha_registro" }] })
      assert.deepStrictEqual(cells(), before)
      yield* sumsHold
    })))

  it("are registered once; a corrected row is registered at the next run", () =>
    run(Effect.gen(function*() {
      yield* ExistingRows.takeUp(dealership, now)
      const again = yield* ExistingRows.takeUp(dealership, now)
      assert.deepStrictEqual([again.prospects, again.activities, again.unreadable.length], [0, 0, 1])
      program.exec("UPDATE clientes SET fecha_registro = '2024-03-01 10:00:00' WHERE codigo = 'CL-0412'")
      const third = yield* ExistingRows.takeUp(dealership, now)
      assert.deepStrictEqual([third.prospects, third.unreadable], [1, []])
      yield* sumsHold
    })))

  it("are registered in any number, also those after an unreadable row", () =>
    run(Effect.gen(function*() {
      const insert = program.prepare(`INSERT INTO clientes (empresa, codigo, nombre, celular, vendedor, sede, marca, fecha_registro) VALUES ('01', ?, 'Ana Ruiz', '', 'V07', 'PEI', 'CONDOR', ?)`)
      program.exec("BEGIN")
      for (let number = 0; number < 2_500; number++) insert.run(`X${String(number).padStart(5, "0")}`, number % 500 === 7 ? "ayer" : "2024-03-04 08:00:00")
      program.exec("COMMIT")
      const taken = yield* ExistingRows.takeUp(dealership, now)
      assert.deepStrictEqual([taken.prospects, taken.unreadable.length], [3 + 2_495, 1 + 5])
    })))

  it("are the directory, except for cancelled rows and people of other trades", () =>
    run(Effect.gen(function*() {
      const directory = yield* (yield* Records).directory(dealership)
      assert.deepStrictEqual(directory.employees.map(({ employeeId }) => employeeId), ["V07", "V12", "V03", "C01", "C02"])
      assert.deepStrictEqual(directory.branches.map(({ branchId }) => branchId), ["DQS", "PEI"])
    })))
})

describe("the old program", () => {
  it("changes a record by changing its cell; verdict and counts follow at the next run", () =>
    run(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      yield* ExistingRows.takeUp(dealership, now)
      program.exec("UPDATE clientes SET celular = '310' WHERE codigo = 'CL-0981'")
      const read = yield* crm.storedProspect(dealership, "CL-0981")
      assert.deepStrictEqual([read.record.phone, read.storedVerdict.reasons], ["310", []])
      yield* ExistingRows.takeUp(dealership, now)
      assert.deepStrictEqual((yield* crm.storedProspect(dealership, "CL-0981")).storedVerdict.reasons, ["phone-invalid"])
      yield* sumsHold
    })))

  it("keeps its own columns when the service writes to the same row", () =>
    run(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      yield* ExistingRows.takeUp(dealership, now)
      const { record } = yield* crm.storedProspect(dealership, "CL-0981")
      yield* crm.registerProspects(dealership, [{ ...record, interest: "Colibrí 200 (A2)", assignedAt: record.assignedAt! + 250 }], now)
      const row = program.prepare("SELECT vehiculo, cupo_credito, fecha_asignacion FROM clientes WHERE codigo = 'CL-0981'").get()
      assert.deepStrictEqual({ ...row }, { vehiculo: "Colibrí 200 (A2)", cupo_credito: 6_500_000, fecha_asignacion: "2024-03-04 09:20:00" })
      assert.strictEqual((yield* crm.storedProspect(dealership, "CL-0981")).record.assignedAt, record.assignedAt! + 250)
    })))

  it("overrides the value beside a cell by writing the cell", () =>
    run(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      yield* ExistingRows.takeUp(dealership, now)
      const { record } = yield* crm.storedProspect(dealership, "CL-0981")
      yield* crm.registerProspects(dealership, [{ ...record, assignedAt: record.assignedAt! + 250 }], now)
      program.exec("UPDATE clientes SET fecha_asignacion = '2024-03-04 09:30:00' WHERE codigo = 'CL-0981'")
      assert.strictEqual((yield* crm.storedProspect(dealership, "CL-0981")).record.assignedAt, Week.at("2024-03-04 09:30"))
    })))

  it("can't delete a registered row, and can delete another one", () =>
    run(Effect.gen(function*() {
      yield* ExistingRows.takeUp(dealership, now)
      assert.throws(() => program.exec("DELETE FROM clientes WHERE codigo = 'CL-0981'"), /no se borra/)
      assert.throws(() => program.exec("DELETE FROM gestiones WHERE codigo = 'GE-5501'"), /no se borra/)
      program.exec("DELETE FROM clientes WHERE codigo = 'CL-0412'")
      yield* sumsHold
    })))

  it("makes a registered row unreadable: reading it fails with its place, and other reads succeed", () =>
    run(Effect.gen(function*() {
      const records = yield* Records
      yield* ExistingRows.takeUp(dealership, now)
      program.exec("UPDATE clientes SET fecha_registro = 'ayer' WHERE codigo = 'CL-0982'")
      assert.include((yield* Effect.flip(records.prospect(dealership, "CL-0982"))).message, "the row 01/CL-0982 of clientes has no readable value in fecha_registro")
      assert.isTrue(Option.isSome(yield* records.prospect(dealership, "CL-0981")))
    })))

  it("leaves the character NUL in a cell: the cell is not read, stays as it is, and stops no other read", () =>
    run(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      program.prepare("UPDATE clientes SET vehiculo = ? WHERE codigo = 'CL-0981'").run("Colibrí\0 125 (A2)")
      const { prospects } = yield* ExistingRows.takeUp(dealership, now)
      assert.strictEqual(prospects, 3)
      const { storedVerdict, record } = yield* crm.storedProspect(dealership, "CL-0981")
      assert.isUndefined(record.interest)
      assert.deepStrictEqual(storedVerdict.reasons, ["interest-missing"])
      assert.deepStrictEqual(program.prepare("SELECT hex(vehiculo) AS cell FROM clientes WHERE codigo = 'CL-0981'").get()?.["cell"], Buffer.from("Colibrí\0 125 (A2)").toString("hex").toUpperCase())
    })))

  it("is waited for while it locks the database", () =>
    run(Effect.gen(function*() {
      const records = yield* Records
      program.exec("BEGIN IMMEDIATE")
      const ended = new Promise<void>((resolve) =>
        setTimeout(() => {
          program.exec("COMMIT")
          resolve()
        }, 150))
      yield* records.putGoals(dealership, "2024-04", [])
      yield* Effect.promise(() => ended)
    })))
})

describe("a file that is not the dealership's", () => {
  const opened = (file: string) => Effect.runPromise(Effect.scoped(Effect.flip(Layer.build(SqliteRecords.layer(file)))))

  it("is not created", async () => {
    assert.include((await opened(`${database.file}.none`)).message, "there is no database")
  })

  it("is refused for missing columns and for tables of a later version", async () => {
    program.exec("ALTER TABLE clientes RENAME COLUMN celular TO telefono")
    assert.include((await opened(database.file)).message, "clientes.celular")
    program.exec("ALTER TABLE clientes RENAME COLUMN telefono TO celular")
    await run(Effect.void)
    program.exec("UPDATE crm_version SET version = 9")
    assert.include((await opened(database.file)).message, "of version 9")
  })
})
