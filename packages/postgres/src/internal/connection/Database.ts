/**
 * Asking one database about one dealership at a time. What a statement may see is set with `SET LOCAL` in its own transaction. A
 * single read sends `BEGIN`, the setting, the question and `COMMIT` together: one round trip, over a session that others share.
 * This also works behind a transaction pooler, and a distributed engine sends the setting on to its workers.
 *
 * A change is a transaction that first locks its dealership's row: changes of one dealership run one after another, and each
 * statement sees what the one before has left.
 */
import { isStorable } from "@crm-procedure/core/identity/StorableText"
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
  readonly isWriting: boolean
  /** What it waits for. A change also locks its dealership. */
  readonly kind: Kind
}

const change: Beginning = { begin: "BEGIN", isWriting: true, kind: "change" }
const beside: Beginning = { begin: "BEGIN", isWriting: true, kind: "beside" }
const oneMoment: Beginning = { begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", isWriting: false, kind: "beside" }

const lockDealership = "SELECT 1 FROM crm_procedure.dealerships WHERE dealership = $1 FOR NO KEY UPDATE"
const addDealership = "INSERT INTO crm_procedure.dealerships (dealership) VALUES ($1) ON CONFLICT DO NOTHING"

/**
 * What row-level security lets a transaction see: the rows of one dealership, where a handle leads, or the lists of dealerships. Servers of
 * the release before see a key or token by its hash, and the users with a handle.
 */
export type Sight = "dealership" | "handle" | "listing" | "key_hash" | "user_handle"

/** A text as SQL writes it, whatever `standard_conforming_strings` is. A text that can't be kept names nothing. */
const literal = (text: string): string => isStorable(text) ? `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'` : "''"

const setting = (sight: Sight, value: string): string => `SET LOCAL crm_procedure.${sight} = ${literal(value)}`

/** A statement that begins, sets or ends. It is not prepared by name: the driver would send a lost name again, after the others. */
const control = (session: Session, text: string) => session.query(text, [], false)

/** A transaction that this fiber is in. */
class Transaction {
  readonly dealership: string
  readonly isWriting: boolean
  private readonly session: Session
  /** The first statement that failed in it: Postgres answers nothing more from then on. */
  failure: SqlError | undefined = undefined
  isOver = false
  /** Whether it erases: what it leaves in the database's files is due to go when it is kept. */
  isErasing = false

  constructor(dealership: string, isWriting: boolean, session: Session) {
    this.dealership = dealership
    this.isWriting = isWriting
    this.session = session
  }

  query<Row extends object>(text: string, values: ReadonlyArray<unknown>): Effect.Effect<ReadonlyArray<Row>, SqlError> {
    return this.noting(rowsOf<Row>(this.session, text, values))
  }

  control(text: string): Effect.Effect<void, SqlError> {
    return this.noting(Effect.asVoid(control(this.session, text)))
  }

  private noting<A>(asked: Effect.Effect<A, SqlError>): Effect.Effect<A, SqlError> {
    return Effect.suspend(() => {
      if (this.isOver) return Effect.die(new Error("A statement after the end of its change: something that it began was not waited for"))
      return Effect.tapError(asked, (error) => Effect.sync(() => this.failure ??= error))
    })
  }
}

/** Begins a transaction. What it needs is sent together and answered in turn. */
const enter = Effect.fnUntraced(function*(transaction: Transaction, { begin, kind }: Beginning) {
  const { dealership } = transaction
  const begun = transaction.control(begin)
  const set = transaction.control(setting("dealership", dealership))
  if (kind === "beside") return yield* Effect.all([begun, set], { concurrency: "unbounded", discard: true })
  const values = Parameter.toSeek([dealership])
  const lock = transaction.query(lockDealership, values)
  let [, , rows] = yield* Effect.all([begun, set, lock], { concurrency: "unbounded" })
  // The first change of a dealership adds its row.
  while (rows.length === 0) {
    yield* transaction.query(addDealership, values)
    rows = yield* lock
  }
})
const rowsOf = <Row extends object>(session: Session, text: string, values: ReadonlyArray<unknown>): Effect.Effect<ReadonlyArray<Row>, SqlError> =>
  Effect.map(session.query(text, values), ({ rows }) => rows as ReadonlyArray<object> as ReadonlyArray<Row>)

/** A read of a dealership's rows: SQL whose `$1` is the dealership. */
export type Question = string

export const question = (text: (dealership: string) => string): Question => text("$1")

/**
 * Asks one question in a transaction of its own. All four statements go out in one write. Fibers that share the session send theirs
 * before or after these, since a session takes what is asked of it at once in that order.
 */
const together = <Row extends object>(session: Session, sight: Sight, value: string, text: string, values: ReadonlyArray<unknown>) =>
  Effect.gen(function*() {
    const [begun, set, asked, ended] = yield* Effect.all([
      Effect.exit(control(session, "BEGIN READ ONLY")),
      Effect.exit(control(session, setting(sight, value))),
      Effect.exit(rowsOf<Row>(session, text, values)),
      Effect.exit(control(session, "COMMIT"))
    ], { concurrency: "unbounded" })
    yield* begun
    yield* set
    const rows = yield* asked
    const { command } = yield* ended
    // Rows that were not read in this transaction may be too few.
    return command === "COMMIT" ? rows : yield* Effect.fail(SqlFailure.takenBack())
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
  control(session, "COMMIT").pipe(
    Effect.mapError((error) => isWriting && SqlFailure.isConnectionLost(error) ? new Unavailable({ detail: COMMIT_UNKNOWN }) : unkept(error)),
    Effect.flatMap(({ command }) =>
      // Postgres answers ROLLBACK when an earlier statement failed and the caller ignored it.
      command === "COMMIT" ? Effect.void : Effect.fail(new Unavailable({ detail: "the database took the change back" })))
  )

let databases = 0

/** Removes what a database's own files still hold of erased rows. */
export interface Purge {
  readonly isDue: boolean
  /** A purge is due as soon as a transaction is kept. */
  readonly note: () => void
  readonly runIfSmall: (session: Session) => Effect.Effect<void, SqlError>
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
  read<Row extends object>(dealership: string, asked: Question, values: ReadonlyArray<unknown> = []): Effect.Effect<ReadonlyArray<Row>, Unavailable> {
    return Effect.flatMap(this.inHand, (transaction) =>
      transaction === undefined
        ? this.ask<Row>("dealership", dealership, asked, [dealership, ...values])
        : this.statement<Row>(transaction, dealership, asked, Parameter.toSeek(values)))
  }

  /** Asks one question that sees what a setting lets it see. */
  ask<Row extends object>(sight: Sight, value: string, text: string, values: ReadonlyArray<unknown>): Effect.Effect<ReadonlyArray<Row>, Unavailable> {
    const sought = Parameter.toSeek(values)
    return Effect.retry(this.sessions.shared((session) => together<Row>(session, sight, value, text, sought)), {
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

  /** Within a change: what it erases is to be removed from the database's own files, at once where they are small. Otherwise: removes what is due. */
  get purge(): Effect.Effect<void, Unavailable> {
    const { files } = this
    if (files === undefined) return Effect.void
    return Effect.flatMap(this.inHand, (transaction) => {
      if (transaction !== undefined) {
        files.note()
        transaction.isErasing = true
        return Effect.void
      }
      return files.isDue ? Effect.scoped(Effect.flatMap(this.sessions.own, (session) => files.run(session))).pipe(Effect.mapError(unavailable)) : Effect.void
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
  private once<A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>, beginning: Beginning) {
    const { isWriting, kind } = beginning
    return Effect.uninterruptibleMask(Effect.fnUntraced({ self: this }, function*(restore) {
      yield* restore(this.turns.take(dealership, kind, () => tooLong(kind)))
      const session = yield* restore(Effect.timeoutOrElse(Effect.mapError(this.sessions.own, unkept), {
        duration: this.sessions.patience,
        orElse: () => Effect.fail(new Unavailable({ detail: NO_SESSION }))
      }))
      const transaction = new Transaction(dealership, isWriting, session)
      const exit = yield* Effect.exit(restore(Effect.andThen(enter(transaction, beginning), Effect.provideService(effect, this.inHand, transaction))))
      transaction.isOver = true
      if (Exit.isSuccess(exit) && transaction.failure === undefined) {
        yield* commit(session, isWriting)
        // The change is kept. A purge that fails stays due.
        if (transaction.isErasing) {
          yield* Effect.catch(this.files!.runIfSmall(session), (error) =>
            Effect.logWarning("What was erased is still in the database's files").pipe(Effect.annotateLogs({ detail: SqlFailure.detailOf(error) })))
        }
        return exit.value
      }
      // Over a broken connection there is nothing left to take back.
      yield* Effect.ignore(control(session, "ROLLBACK"))
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
