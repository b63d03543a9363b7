/**
 * The one connection to the dealership's database: statements, transactions, and who may use them when.
 *
 * node:sqlite answers at once, in this process, on this connection. So whoever begins a transaction has to keep everybody else
 * away until it ends, or their statements would become part of it: that is the semaphore. Other programs on the same file are
 * kept away by SQLite itself, from `BEGIN IMMEDIATE` on.
 */
import { isStorable } from "@crm-procedure/core/identity/StorableText"
import { RecordsError, RecordsUnavailable } from "@crm-procedure/core/register/Records"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Semaphore from "effect/Semaphore"
import type { DatabaseSync, StatementSync } from "node:sqlite"
import { RowUnreadable } from "./TableMapping.ts"
import type { Row } from "./TableMapping.ts"
import type { Cell } from "./Translation.ts"

/** SQLite refused a statement. `errstr` is the general text of its code: its own message may quote a value. */
interface Refusal {
  readonly errcode: number
  readonly errstr: string
}

const isRefusal = (cause: unknown): cause is Refusal =>
  cause instanceof Error && "code" in cause && cause.code === "ERR_SQLITE_ERROR" && "errcode" in cause && "errstr" in cause

/** The primary code 5: another program has the database in hand. */
const isBusy = (failure: Refusal | RowUnreadable): boolean => !(failure instanceof RowUnreadable) && (failure.errcode & 0xff) === 5

const unavailable = (operation: string) => (failure: Refusal | RowUnreadable): RecordsError => {
  const detail = failure instanceof RowUnreadable ? failure.message : `SQLite says ${failure.errstr} (${failure.errcode})`
  return new RecordsError({ operation, reason: new RecordsUnavailable({ detail }) })
}

/** Runs what SQLite may refuse; anything else that is thrown is a mistake of ours, and a defect. */
const attempt = <A>(act: () => A): Effect.Effect<A, Refusal | RowUnreadable> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(act())
    } catch (cause) {
      return isRefusal(cause) || cause instanceof RowUnreadable ? Effect.fail(cause) : Effect.die(cause)
    }
  })

const sought = (cell: Cell): Cell => typeof cell === "string" && !isStorable(cell) ? null : cell

/** Another program holds the file for milliseconds; one that holds it for five seconds is in trouble itself. */
const whileBusy = { while: isBusy, schedule: Schedule.spaced("20 millis"), times: 250 }

/**
 * Statements on the connection, each prepared once. A text that can't be kept is looked for as NULL and so equals nothing: SQLite
 * would take a lone surrogate for another character. What is written was checked before, or stood in the row already.
 */
export class Statements {
  readonly connection: DatabaseSync
  private readonly prepared = new Map<string, StatementSync>()

  constructor(connection: DatabaseSync) {
    this.connection = connection
  }

  all(sql: string, ...cells: ReadonlyArray<Cell>): ReadonlyArray<Row> {
    return this.of(sql).all(...cells.map(sought)) as ReadonlyArray<Row>
  }

  first(sql: string, ...cells: ReadonlyArray<Cell>): Row | undefined {
    return this.of(sql).get(...cells.map(sought)) as Row | undefined
  }

  /** Answers how many rows it changed. */
  run(sql: string, ...cells: ReadonlyArray<Cell>): number {
    return Number(this.of(sql).run(...cells).changes)
  }

  private of(sql: string): StatementSync {
    let statement = this.prepared.get(sql)
    if (statement === undefined) this.prepared.set(sql, statement = this.connection.prepare(sql))
    return statement
  }
}

/** A transaction that is under way, for those who run inside it. */
interface Transaction {
  readonly database: Database
  isOpen: boolean
}

const InHand = Context.Reference<Transaction | undefined>("own-dealership/Database/InHand", { defaultValue: () => undefined })

export class Database {
  readonly statements: Statements
  private readonly turn = Semaphore.makeUnsafe(1)

  constructor(connection: DatabaseSync) {
    this.statements = new Statements(connection)
  }

  /** All that an effect writes, or nothing. What is begun inside a transaction is part of it. */
  change<A, E, R>(operation: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | RecordsError, R> {
    return this.transaction(operation, () => this.statements.connection.exec("BEGIN IMMEDIATE"), effect)
  }

  /** One moment: SQLite shows a transaction the database as it is at its first read, so there is one at once. */
  moment<A, E, R>(operation: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | RecordsError, R> {
    return this.transaction(operation, () => {
      this.statements.connection.exec("BEGIN")
      try {
        this.statements.first("SELECT 1 FROM sqlite_schema")
      } catch (cause) {
        this.statements.connection.exec("ROLLBACK")
        throw cause
      }
    }, effect)
  }

  read<A>(operation: string, act: (sql: Statements) => A): Effect.Effect<A, RecordsError> {
    return this.moment(operation, this.act(operation, act))
  }

  write<A>(operation: string, act: (sql: Statements) => A): Effect.Effect<A, RecordsError> {
    return this.change(operation, this.act(operation, act))
  }

  private act<A>(operation: string, act: (sql: Statements) => A): Effect.Effect<A, RecordsError> {
    return Effect.mapError(attempt(() => act(this.statements)), unavailable(operation))
  }

  private transaction<A, E, R>(operation: string, begin: () => void, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | RecordsError, R> {
    const { connection } = this.statements
    const refused = unavailable(operation)
    const rollBack = attempt(() => connection.isTransaction && connection.exec("ROLLBACK"))
    const whole = Effect.uninterruptibleMask((restore) =>
      Effect.gen({ self: this }, function*() {
        yield* restore(attempt(begin)).pipe(Effect.retry(whileBusy), Effect.mapError(refused))
        const transaction: Transaction = { database: this, isOpen: true }
        const exit = yield* Effect.exit(restore(Effect.provideService(effect, InHand, transaction)))
        transaction.isOpen = false
        if (exit._tag === "Failure") {
          yield* Effect.ignore(rollBack)
          return yield* exit
        }
        // A reader of another program may keep a commit waiting; the transaction stays open meanwhile.
        yield* attempt(() => connection.exec("COMMIT")).pipe(
          Effect.retry(whileBusy),
          Effect.tapError(() => Effect.ignore(rollBack)),
          Effect.mapError(refused)
        )
        return exit.value
      })
    )
    return Effect.flatMap(InHand, (held) => held?.database === this && held.isOpen ? effect : this.turn.withPermits(1)(whole))
  }
}
