/**
 * The one connection to the dealership's database: statements, transactions, and who may use them when.
 *
 * node:sqlite runs statements synchronously on this connection. While a transaction is open, statements of other fibers would
 * become part of it; the semaphore keeps them out. SQLite itself keeps other programs out, from `BEGIN IMMEDIATE` on.
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

/** SQLite refused a statement. `errstr` is the general text of its code; the error's own message can quote a value. */
interface Refusal {
  readonly errcode: number
  readonly errstr: string
}

const isRefusal = (cause: unknown): cause is Refusal =>
  cause instanceof Error && "code" in cause && cause.code === "ERR_SQLITE_ERROR" && "errcode" in cause && "errstr" in cause

/** The primary code 5: another program has locked the database. */
const isBusy = (failure: Refusal | RowUnreadable): boolean => !(failure instanceof RowUnreadable) && (failure.errcode & 0xff) === 5

const unavailable = (operation: string) => (failure: Refusal | RowUnreadable): RecordsError => {
  const detail = failure instanceof RowUnreadable ? failure.message : `SQLite says ${failure.errstr} (${failure.errcode})`
  return new RecordsError({ operation, reason: new RecordsUnavailable({ detail }) })
}

/** Runs a statement that SQLite can refuse. Any other exception is a defect of this program. */
const attempt = <A>(act: () => A): Effect.Effect<A, Refusal | RowUnreadable> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(act())
    } catch (cause) {
      return isRefusal(cause) || cause instanceof RowUnreadable ? Effect.fail(cause) : Effect.die(cause)
    }
  })

const sought = (cell: Cell): Cell => typeof cell === "string" && !isStorable(cell) ? null : cell

/** Another program locks the file for milliseconds. After five seconds the lock is a failure. */
const whileBusy = { while: isBusy, schedule: Schedule.spaced("20 millis"), times: 250 }

/**
 * Statements on the connection, each prepared once. A text that can't be stored is searched as NULL, which equals nothing: SQLite
 * would read a lone surrogate as another character. Written texts were checked before, or stood in the row already.
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

  /** Answers the number of changed rows. */
  run(sql: string, ...cells: ReadonlyArray<Cell>): number {
    return Number(this.of(sql).run(...cells).changes)
  }

  private of(sql: string): StatementSync {
    let statement = this.prepared.get(sql)
    if (statement === undefined) this.prepared.set(sql, statement = this.connection.prepare(sql))
    return statement
  }
}

/** The open transaction, for effects that run inside it. */
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

  /** Stores all that an effect writes, or nothing. A change inside a transaction is part of that transaction. */
  change<A, E, R>(operation: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | RecordsError, R> {
    return this.transaction(operation, () => this.statements.connection.exec("BEGIN IMMEDIATE"), effect)
  }

  /** Reads at one moment: in a transaction SQLite shows the database as it was at the first read, so the first read comes at once. */
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
        // A reading program can delay a commit. The transaction stays open meanwhile.
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
