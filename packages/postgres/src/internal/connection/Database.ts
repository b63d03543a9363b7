/**
 * Asking one database about one dealership at a time. What a session may see is set with every question, in the question
 * itself, so that a single read is a single round trip and may share its connection with others.
 *
 * A change is a transaction that first locks its dealership's row: changes of one dealership run one after another, and each
 * statement sees what the one before has left.
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schedule from "effect/Schedule"
import { isSqlError, type SqlError } from "effect/sql/SqlError"
import * as Parameter from "./Parameter.ts"
import type { Session, Sessions } from "./Sessions.ts"
import * as SqlFailure from "./SqlFailure.ts"
import { type Kind, Turns } from "./Turns.ts"

/** The database could not be asked, or did not answer, also after asking again. */
export class Unavailable extends Data.TaggedError("Unavailable")<{ readonly detail: string }> {}

/** How a transaction begins. */
interface Beginning {
  readonly begin: string
  /** Says whose rows it sees; `$1` is the dealership. */
  readonly enter: string
  readonly isWriting: boolean
  /** What it waits for. */
  readonly kind: Kind
}

const SEE = "SELECT set_config('crm_procedure.dealership', $1, true)"
const change: Beginning = { begin: "BEGIN", enter: "SELECT crm_procedure.enter($1)", isWriting: true, kind: "change" }
const beside: Beginning = { begin: "BEGIN", enter: SEE, isWriting: true, kind: "beside" }
const oneMoment: Beginning = { begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", enter: SEE, isWriting: false, kind: "beside" }

/** A transaction that this fiber is in. */
class Transaction {
  readonly dealership: string
  readonly isWriting: boolean
  private readonly session: Session
  /** The first statement that failed in it: Postgres answers nothing more from then on. */
  failure: SqlError | undefined = undefined
  isOver = false
  /** Whether it erases: what it leaves in the database's files goes when it is kept. */
  isErasing = false

  constructor(dealership: string, isWriting: boolean, session: Session) {
    this.dealership = dealership
    this.isWriting = isWriting
    this.session = session
  }

  query<Row extends object>(text: string, values: ReadonlyArray<unknown>): Effect.Effect<ReadonlyArray<Row>, SqlError> {
    return Effect.suspend(() => {
      if (this.isOver) return Effect.die(new Error("A statement after the end of its change: something that it began was not waited for"))
      return Effect.tapError(rowsOf<Row>(this.session, text, values), (error) => Effect.sync(() => this.failure ??= error))
    })
  }
}

const rowsOf = <Row extends object>(session: Session, text: string, values: ReadonlyArray<unknown>): Effect.Effect<ReadonlyArray<Row>, SqlError> =>
  Effect.map(session.query(text, values), ({ rows }) => rows as ReadonlyArray<object> as ReadonlyArray<Row>)

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

/** The transaction kept nothing: try it again. */
class Lost {
  readonly _tag = "Lost"
  readonly error: SqlError

  constructor(error: SqlError) {
    this.error = error
  }
}

/** What the body of a transaction itself failed with. */
class BodyFailed<E> {
  readonly _tag = "BodyFailed"
  readonly cause: Cause.Cause<E>

  constructor(cause: Cause.Cause<E>) {
    this.cause = cause
  }
}

/** How often and how long to try again. The first wait is some 25 ms, and each further one is twice as long. */
const patience = Schedule.upTo(Schedule.jittered(Schedule.exponential("25 millis")), { times: 5, duration: "3 seconds" })

const COMMIT_UNKNOWN = "the connection broke while the change was being committed, so whether it was kept is unknown"

const NO_SESSION = "all sessions with the database have been in use for too long"

const tooLong = (kind: Kind): Unavailable =>
  new Unavailable({ detail: kind === "change" ? SqlFailure.CHANGE_TOO_LONG : "other transactions of this dealership have been running for too long" })

const unavailable = (error: SqlError): Unavailable => new Unavailable({ detail: SqlFailure.detailOf(error) })

/** The outcome of a transaction that kept nothing, by the statement that failed. */
const unkept = (error: SqlError): Lost | Unavailable => SqlFailure.isWorthRetrying(error) ? new Lost(error) : unavailable(error)

const commit = (session: Session, isWriting: boolean): Effect.Effect<void, Lost | Unavailable> =>
  session.query("COMMIT").pipe(
    Effect.mapError((error) => isWriting && SqlFailure.isConnectionLost(error) ? new Unavailable({ detail: COMMIT_UNKNOWN }) : unkept(error)),
    Effect.flatMap(({ command }) =>
      // Postgres answers ROLLBACK when an earlier statement failed and the caller ignored it.
      command === "COMMIT" ? Effect.void : Effect.fail(new Unavailable({ detail: "the database took the change back" })))
  )

let databases = 0

/** Removes what a database's own files still hold of erased rows. */
export interface Purge {
  /** A purge is due as soon as a transaction is kept. */
  readonly note: () => void
  readonly run: (session: Session) => Effect.Effect<void, SqlError>
}

/** One database behind sessions that are bound by row-level security. `purge`: where its files are this process's. */
export class Database {
  private readonly sessions: Sessions
  private readonly files: Purge | undefined
  private readonly inHand: Context.Reference<Transaction | undefined>
  private readonly turns: Turns

  constructor(sessions: Sessions, purge?: Purge) {
    this.sessions = sessions
    this.files = purge
    this.turns = new Turns(sessions.transactions, sessions.patience)
    this.inHand = Context.Reference<Transaction | undefined>(`@crm-procedure/postgres/Transaction/${databases++}`, { defaultValue: () => undefined })
  }

  /** Runs an effect as one change of a dealership, or within the one that this fiber is in. */
  change<A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | Unavailable, R> {
    return this.within(dealership, effect, change)
  }

  /** Runs an effect as one transaction of a dealership that waits for no change of it. */
  beside<A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | Unavailable, R> {
    return this.within(dealership, effect, beside)
  }

  /** Runs an effect that only reads, all at one moment. */
  atOneMoment<A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | Unavailable, R> {
    return this.within(dealership, effect, oneMoment)
  }

  /** Reads rows of a dealership. `$1` of the question is the dealership; further values follow. */
  read<Row extends object>(dealership: string, { alone, inside }: Question, values: ReadonlyArray<unknown> = []): Effect.Effect<ReadonlyArray<Row>, Unavailable> {
    return Effect.flatMap(this.inHand, (transaction) => {
      if (transaction !== undefined) return this.statement<Row>(transaction, dealership, inside, Parameter.toSeek(values))
      return this.ask<Row>(alone, [dealership, ...values])
    })
  }

  /** Asks what belongs to no dealership, or does by itself say whose rows it sees. */
  ask<Row extends object>(text: string, values: ReadonlyArray<unknown>): Effect.Effect<ReadonlyArray<Row>, Unavailable> {
    const sought = Parameter.toSeek(values)
    return Effect.retry(this.sessions.shared((session) => rowsOf<Row>(session, text, sought)), {
      schedule: patience,
      while: SqlFailure.isPassing
    }).pipe(Effect.mapError(unavailable))
  }

  /** Writes rows of the dealership whose transaction this fiber is in. `$1` is the dealership; further values follow. */
  write<Row extends object>(dealership: string, text: string, values: ReadonlyArray<unknown> = []): Effect.Effect<ReadonlyArray<Row>, Unavailable> {
    return Effect.flatMap(this.inHand, (transaction) =>
      transaction === undefined
        ? Effect.die(new Error("A write outside of a change"))
        : this.statement<Row>(transaction, dealership, text, values))
  }

  /** Removes from the database's own files what was erased: now, or when the change that this fiber is in is kept. */
  get purge(): Effect.Effect<void, Unavailable> {
    const { files } = this
    if (files === undefined) return Effect.void
    return Effect.flatMap(this.inHand, (transaction) => {
      files.note()
      if (transaction === undefined) return Effect.scoped(Effect.flatMap(this.sessions.own, (session) => files.run(session))).pipe(Effect.mapError(unavailable))
      transaction.isErasing = true
      return Effect.void
    })
  }

  private statement<Row extends object>(transaction: Transaction, dealership: string, text: string, values: ReadonlyArray<unknown>) {
    if (transaction.dealership !== dealership) return Effect.die(outsideOfItsChange())
    return Effect.mapError(transaction.query<Row>(text, [...Parameter.toSeek([dealership]), ...values]), unavailable)
  }

  private within<A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>, beginning: Beginning): Effect.Effect<A, E | Unavailable, R> {
    return Effect.flatMap(this.inHand, (transaction) => {
      if (transaction === undefined) return this.begin(dealership, effect, beginning)
      if (transaction.dealership !== dealership) return Effect.die(outsideOfItsChange())
      if (beginning.isWriting && !transaction.isWriting) return Effect.die(new Error("A change inside of a read at one moment"))
      return effect
    })
  }

  private begin<A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>, beginning: Beginning): Effect.Effect<A, E | Unavailable, R> {
    return Effect.retry(Effect.scoped(this.once(dealership, effect, beginning)), {
      schedule: patience,
      while: (failed) => failed._tag === "Lost"
    }).pipe(
      Effect.catch((failed): Effect.Effect<never, E | Unavailable> =>
        failed._tag === "BodyFailed" ? Effect.failCause(failed.cause) : Effect.fail(failed._tag === "Lost" ? unavailable(failed.error) : failed))
    )
  }

  /** Tries it once: everything is kept when this succeeds, and nothing when it fails but where the commit itself got no answer. */
  private once<A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>, { begin, enter, isWriting, kind }: Beginning) {
    return Effect.uninterruptibleMask(Effect.fnUntraced({ self: this }, function*(restore) {
      yield* restore(this.turns.take(dealership, kind, () => tooLong(kind)))
      const session = yield* restore(Effect.timeoutOrElse(Effect.mapError(this.sessions.own, unkept), {
        duration: this.sessions.patience,
        orElse: () => Effect.fail(new Unavailable({ detail: NO_SESSION }))
      }))
      const transaction = new Transaction(dealership, isWriting, session)
      // Sent together, answered in turn.
      const entered = Effect.all([transaction.query(begin, []), transaction.query(enter, Parameter.toSeek([dealership]))], { concurrency: "unbounded", discard: true })
      const exit = yield* Effect.exit(restore(Effect.andThen(entered, Effect.provideService(effect, this.inHand, transaction))))
      transaction.isOver = true
      if (Exit.isSuccess(exit) && transaction.failure === undefined) {
        yield* commit(session, isWriting)
        // The change is kept. A purge that fails stays due, and is made up for at the next start.
        if (transaction.isErasing) {
          yield* Effect.catch(this.files!.run(session), (error) =>
            Effect.logWarning("What was erased is still in the database's files").pipe(Effect.annotateLogs({ detail: SqlFailure.detailOf(error) })))
        }
        return exit.value
      }
      // Over a broken connection there is nothing left to take back.
      yield* Effect.ignore(session.query("ROLLBACK"))
      const { failure } = transaction
      if (Exit.isFailure(exit)) {
        const isStopped = Cause.hasInterrupts(exit.cause) || failure === undefined
        const lost = isStopped ? undefined : unkept(failure)
        if (lost?._tag === "Lost") return yield* Effect.fail(lost)
        return yield* Effect.fail(sqlErrorOf(exit.cause) === undefined ? new BodyFailed(exit.cause as Cause.Cause<E>) : unavailable(failure!))
      }
      return yield* Effect.fail(unkept(failure!))
    }))
  }
}

/** The statement that kept a transaction from beginning, as far as that is what failed. */
const sqlErrorOf = (cause: Cause.Cause<unknown>): SqlError | undefined =>
  cause.reasons.map((reason) => Cause.isFailReason(reason) ? reason.error : undefined).find((error) => isSqlError(error))

const outsideOfItsChange = () => new Error("Inside a change of one dealership another one was asked for. Begin a change of its own for it.")
