/** Rows that were there before, and a program that goes on writing them beside ours. */
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
/** The program of before, on a connection of its own. */
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

/** That the sums kept are those of the verdicts kept. */
const sumsHold = Effect.gen(function*() {
  const records = yield* Records
  const lines = (storedCounts: ReadonlyArray<StoredCounts.StoredCounts>) => storedCounts.map((one) => `${StoredCounts.keyOf(one)} ${JSON.stringify(Object.entries(one.counts).sort())}`).sort()
  const { storedCounts } = yield* records.monthState(dealership, period)
  assert.isNotEmpty(storedCounts)
  assert.deepStrictEqual(lines(storedCounts), lines(yield* VerdictUpkeep.recount(dealership)))
})

describe("rows that were there before", () => {
  it("become records, and not a cell of theirs is touched; one that can't be read is told and stays", () =>
    run(Effect.gen(function*() {
      const before = cells()
      const taken = yield* ExistingRows.takeUp(dealership, now)
      assert.deepStrictEqual(taken, { prospects: 3, activities: 2, calls: 0, unreadable: [{ table: "clientes", id: "CL-0412", column: "fecha_registro" }] })
      assert.deepStrictEqual(cells(), before)
      yield* sumsHold
    })))

  it("are taken up once; one that was set right comes with the next time", () =>
    run(Effect.gen(function*() {
      yield* ExistingRows.takeUp(dealership, now)
      const again = yield* ExistingRows.takeUp(dealership, now)
      assert.deepStrictEqual([again.prospects, again.activities, again.unreadable.length], [0, 0, 1])
      program.exec("UPDATE clientes SET fecha_registro = '2024-03-01 10:00:00' WHERE codigo = 'CL-0412'")
      const third = yield* ExistingRows.takeUp(dealership, now)
      assert.deepStrictEqual([third.prospects, third.unreadable], [1, []])
      yield* sumsHold
    })))

  it("are taken up however many they are, and the readable behind an unreadable one too", () =>
    run(Effect.gen(function*() {
      const insert = program.prepare(`INSERT INTO clientes (empresa, codigo, nombre, celular, vendedor, sede, marca, fecha_registro) VALUES ('01', ?, 'Ana Ruiz', '', 'V07', 'PEI', 'CONDOR', ?)`)
      program.exec("BEGIN")
      for (let number = 0; number < 2_500; number++) insert.run(`X${String(number).padStart(5, "0")}`, number % 500 === 7 ? "ayer" : "2024-03-04 08:00:00")
      program.exec("COMMIT")
      const taken = yield* ExistingRows.takeUp(dealership, now)
      assert.deepStrictEqual([taken.prospects, taken.unreadable.length], [3 + 2_495, 1 + 5])
    })), 30_000)

  it("are the directory, but for what is cancelled and for people of other trades", () =>
    run(Effect.gen(function*() {
      const directory = yield* (yield* Records).directory(dealership)
      assert.deepStrictEqual(directory.employees.map(({ employeeId }) => employeeId), ["V07", "V12", "V03", "C01", "C02"])
      assert.deepStrictEqual(directory.branches.map(({ branchId }) => branchId), ["DQS", "PEI"])
    })))
})

describe("the program of before, which goes on", () => {
  it("changes a record by changing its cell; the verdict and the sums follow when the rows are taken up", () =>
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

  it("keeps the columns that are its own, whatever the service writes beside them", () =>
    run(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      yield* ExistingRows.takeUp(dealership, now)
      const { record } = yield* crm.storedProspect(dealership, "CL-0981")
      yield* crm.registerProspects(dealership, [{ ...record, interest: "Colibrí 200 (A2)", assignedAt: record.assignedAt! + 250 }], now)
      const row = program.prepare("SELECT vehiculo, cupo_credito, fecha_asignacion FROM clientes WHERE codigo = 'CL-0981'").get()
      assert.deepStrictEqual({ ...row }, { vehiculo: "Colibrí 200 (A2)", cupo_credito: 6_500_000, fecha_asignacion: "2024-03-04 09:20:00" })
      assert.strictEqual((yield* crm.storedProspect(dealership, "CL-0981")).record.assignedAt, record.assignedAt! + 250)
    })))

  it("overrules what stands beside a cell by writing the cell", () =>
    run(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      yield* ExistingRows.takeUp(dealership, now)
      const { record } = yield* crm.storedProspect(dealership, "CL-0981")
      yield* crm.registerProspects(dealership, [{ ...record, assignedAt: record.assignedAt! + 250 }], now)
      program.exec("UPDATE clientes SET fecha_asignacion = '2024-03-04 09:30:00' WHERE codigo = 'CL-0981'")
      assert.strictEqual((yield* crm.storedProspect(dealership, "CL-0981")).record.assignedAt, Week.at("2024-03-04 09:30"))
    })))

  it("can't delete what is registered, and may delete what is not", () =>
    run(Effect.gen(function*() {
      yield* ExistingRows.takeUp(dealership, now)
      assert.throws(() => program.exec("DELETE FROM clientes WHERE codigo = 'CL-0981'"), /no se borra/)
      assert.throws(() => program.exec("DELETE FROM gestiones WHERE codigo = 'GE-5501'"), /no se borra/)
      program.exec("DELETE FROM clientes WHERE codigo = 'CL-0412'")
      yield* sumsHold
    })))

  it("makes a registered row unreadable: whoever asks for it is told which, and everybody else is answered", () =>
    run(Effect.gen(function*() {
      const records = yield* Records
      yield* ExistingRows.takeUp(dealership, now)
      program.exec("UPDATE clientes SET fecha_registro = 'ayer' WHERE codigo = 'CL-0982'")
      assert.include((yield* Effect.flip(records.prospect(dealership, "CL-0982"))).message, "the row 01/CL-0982 of clientes has nothing in fecha_registro")
      assert.isTrue(Option.isSome(yield* records.prospect(dealership, "CL-0981")))
    })))

  it("leaves the character NUL in a cell: that cell is not read, is left as it is, and stops nobody", () =>
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

  it("is waited for while it has the database in hand", () =>
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

  it("is not made, where there is none", async () => {
    assert.include((await opened(`${database.file}.none`)).message, "there is no database")
  })

  it("is refused by the columns that it lacks, and by tables of a later version", async () => {
    program.exec("ALTER TABLE clientes RENAME COLUMN celular TO telefono")
    assert.include((await opened(database.file)).message, "clientes.celular")
    program.exec("ALTER TABLE clientes RENAME COLUMN telefono TO celular")
    await run(Effect.void)
    program.exec("UPDATE crm_version SET version = 9")
    assert.include((await opened(database.file)).message, "of version 9")
  })
})
