/**
 * Asking one database about one dealership at a time. What a session may see is set with every question, in the question
 * itself, so that a single read is a single round trip and may share its connection with others.
 *
 * A change is a transaction that first locks its dealership's row: changes of one dealership run one after another, and each
 * statement sees what the one before has left.
 */
import type { PgClient } from "@effect/sql-pg/PgClient"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as SqlClient from "effect/sql/SqlClient"
import { isSqlError, type SqlError } from "effect/sql/SqlError"
import * as SqlFailure from "./SqlFailure.ts"

/** The database could not be asked, or did not answer, also after asking again. */
export class Unavailable extends Data.TaggedError("Unavailable")<{ readonly detail: string }> {}

/** A transaction that this fiber is in. */
class Transaction {
  readonly dealership: string
  readonly isWriting: boolean
  /** The first statement that failed in it: Postgres answers nothing more from then on. */
  failure: SqlError | undefined = undefined
  isCommitting = false

  constructor(dealership: string, isWriting: boolean) {
    this.dealership = dealership
    this.isWriting = isWriting
  }
}

/** A read, as it is asked inside a transaction and by itself. */
export interface Question {
  readonly inside: string
  readonly alone: string
}

/**
 * A read of a dealership's rows. Asked by itself, it first sets whose rows are seen: `OFFSET 0` keeps the planner from taking the
 * two apart, so that the rows are looked for only when that is set.
 */
export const question = (text: (dealership: string) => string): Question => ({
  inside: text("$1"),
  alone: `SELECT found.* FROM (SELECT set_config('crm_procedure.dealership', $1, true) AS dealership OFFSET 0) AS here
    CROSS JOIN LATERAL (${text("here.dealership")} OFFSET 0) AS found`
})

/** What the body of a transaction itself failed with, told apart from what its statements did. */
class BodyFailed<E> {
  readonly _tag = "BodyFailed"
  readonly error: E

  constructor(error: E) {
    this.error = error
  }
}

/** To be begun anew: nothing of it was kept. */
class Lost {
  readonly _tag = "Lost"
  readonly error: SqlError

  constructor(error: SqlError) {
    this.error = error
  }
}

/** How often something is begun anew, and how long it waits before: some 25 ms, then twice as long each time. */
const RETRIES = 5
const patience = Schedule.jittered(Schedule.exponential("25 millis"))

const COMMIT_UNKNOWN = "the connection broke while the change was being committed, so that nobody knows whether it was kept"

const unavailable = (error: SqlError): Unavailable => new Unavailable({ detail: SqlFailure.detailOf(error) })

const sqlErrorOf = (cause: Cause.Cause<unknown>): SqlError | undefined => {
  for (const reason of cause.reasons) {
    // Rolling back over a broken connection dies: the transaction is gone with it.
    const error = Cause.isFailReason(reason) ? reason.error : Cause.isDieReason(reason) ? reason.defect : undefined
    if (isSqlError(error)) return error
  }
  return undefined
}

let databases = 0

/** One database behind a client whose sessions are bound by row-level security. */
export class Database {
  readonly sql: PgClient
  private readonly inHand: Context.Reference<Transaction | undefined>

  constructor(sql: PgClient) {
    this.sql = sql
    this.inHand = Context.Reference<Transaction | undefined>(`@crm-procedure/postgres/Transaction/${databases++}`, { defaultValue: () => undefined })
  }

  /** Runs an effect as one change of a dealership, or within the one that this fiber is in. */
  change<A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | Unavailable, R> {
    return this.within(dealership, effect, true, undefined, "SELECT crm_procedure.enter($1)")
  }

  /** Runs an effect as one transaction of a dealership that waits for no change of it. */
  beside<A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | Unavailable, R> {
    return this.within(dealership, effect, true, undefined, "SELECT set_config('crm_procedure.dealership', $1, true)")
  }

  /** Runs an effect that only reads, all at one moment. */
  atOneMoment<A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | Unavailable, R> {
    return this.within(dealership, effect, false, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SELECT set_config('crm_procedure.dealership', $1, true)")
  }

  /** Reads rows of a dealership. `$1` of the question is the dealership; further values follow. */
  read<Row extends object>(dealership: string, { alone, inside }: Question, values: ReadonlyArray<unknown> = []): Effect.Effect<ReadonlyArray<Row>, Unavailable> {
    return Effect.flatMap(this.inHand, (transaction) => {
      if (transaction !== undefined) return this.statement<Row>(transaction, dealership, inside, values)
      return this.ask<Row>(alone, [dealership, ...values])
    })
  }

  /** Asks what belongs to no dealership, or does by itself say whose rows it sees. */
  ask<Row extends object>(text: string, values: ReadonlyArray<unknown>): Effect.Effect<ReadonlyArray<Row>, Unavailable> {
    return Effect.retry(this.sql.unsafe<Row>(text, values), { schedule: patience, times: RETRIES, while: SqlFailure.isConnectionLost }).pipe(Effect.mapError(unavailable))
  }

  /** Writes rows of the dealership whose transaction this fiber is in. `$1` is the dealership; further values follow. */
  write<Row extends object>(dealership: string, text: string, values: ReadonlyArray<unknown> = []): Effect.Effect<ReadonlyArray<Row>, Unavailable> {
    return Effect.flatMap(this.inHand, (transaction) =>
      transaction === undefined
        ? Effect.die(new Error("A write outside of a change"))
        : this.statement<Row>(transaction, dealership, text, values))
  }

  private statement<Row extends object>(transaction: Transaction, dealership: string, text: string, values: ReadonlyArray<unknown>) {
    if (transaction.dealership !== dealership) return Effect.die(outsideOfItsChange())
    return this.sql.unsafe<Row>(text, [dealership, ...values]).pipe(
      Effect.tapError((error) => Effect.sync(() => transaction.failure ??= error)),
      Effect.mapError(unavailable)
    )
  }

  private within<A, E, R>(
    dealership: string,
    effect: Effect.Effect<A, E, R>,
    isWriting: boolean,
    begin: string | undefined,
    enter: string
  ): Effect.Effect<A, E | Unavailable, R> {
    return Effect.flatMap(this.inHand, (transaction) => {
      if (transaction === undefined) return this.anew(dealership, effect, isWriting, begin, enter)
      if (transaction.dealership !== dealership) return Effect.die(outsideOfItsChange())
      if (isWriting && !transaction.isWriting) return Effect.die(new Error("A change inside of a read at one moment"))
      return effect
    })
  }

  private anew<A, E, R>(
    dealership: string,
    effect: Effect.Effect<A, E, R>,
    isWriting: boolean,
    begin: string | undefined,
    enter: string
  ): Effect.Effect<A, E | Unavailable, R> {
    const once = Effect.suspend(() => {
      const transaction = new Transaction(dealership, isWriting)
      const body = this.sql.unsafe(enter, [dealership]).pipe(
        Effect.andThen(effect.pipe(
          Effect.mapError((error) => new BodyFailed(error)),
          Effect.provideService(this.inHand, transaction),
          Effect.provideService(SqlClient.BeginTransaction, undefined)
        )),
        Effect.tap(() => Effect.sync(() => transaction.isCommitting = true))
      )
      return Effect.provideService(this.sql.withTransaction(body), SqlClient.BeginTransaction, begin).pipe(
        Effect.catchCause((cause): Effect.Effect<never, Lost | BodyFailed<E> | Unavailable> => {
          if (Cause.hasInterrupts(cause)) return Effect.failCause(cause as Cause.Cause<never>)
          const error = transaction.failure ?? sqlErrorOf(cause)
          if (error !== undefined) {
            if (transaction.isCommitting && isWriting && SqlFailure.isConnectionLost(error)) return Effect.fail(new Unavailable({ detail: COMMIT_UNKNOWN }))
            if (SqlFailure.isWorthRetrying(error)) return Effect.fail(new Lost(error))
          }
          const failed = Option.getOrUndefined(Cause.findErrorOption(cause))
          if (failed instanceof BodyFailed) return Effect.fail(failed as BodyFailed<E>)
          return error === undefined ? Effect.failCause(cause as Cause.Cause<never>) : Effect.fail(unavailable(error))
        })
      )
    })
    return Effect.retry(once, { schedule: patience, times: RETRIES, while: (failed) => failed._tag === "Lost" }).pipe(
      Effect.mapError((failed): E | Unavailable =>
        failed._tag === "Lost" ? unavailable(failed.error) : failed._tag === "BodyFailed" ? failed.error : failed)
    )
  }
}

const outsideOfItsChange = () => new Error("Inside a change of one dealership another one was asked for. Begin a change of its own for it.")
