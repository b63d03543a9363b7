/** What a failed statement means to a change: whether to try again, and what may be said of it. */
import { ConnectionError, isSqlError, SqlError } from "effect/sql/SqlError"

export { isSqlError }

/** What Postgres answered, without its message: that may quote values. */
interface ServerError {
  readonly code?: unknown
}

/** The SQLSTATE that Postgres answered with, if it answered at all. */
export const codeOf = ({ reason }: SqlError): string | undefined => {
  const { code } = (reason.cause ?? {}) as ServerError
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/** The server went away, is starting or stopping, or has no session to give; or a standby was asked to write. */
const isServerAway = (code: string | undefined): boolean =>
  code !== undefined && (code.startsWith("57P") || code.startsWith("53") || code.startsWith("08") || code === "25006")

class Silence extends Error {}

/** The server gives no answer: it hangs, or the network does. */
export const silence = (): SqlError =>
  new SqlError({ reason: new ConnectionError({ cause: new Silence("No answer came in time"), message: "No answer came in time", operation: "query" }) })

/** The database took a read's transaction back, though no statement of it failed. */
export const takenBack = (): SqlError =>
  new SqlError({ reason: new ConnectionError({ cause: new Error("Taken back"), message: "The database took the transaction back", operation: "query" }) })

const isSilence = ({ reason }: SqlError): boolean => reason.cause instanceof Silence

/** The connection broke: whether the last statement was carried out is unknown. */
export const isConnectionLost = (error: SqlError): boolean => error.reason._tag === "ConnectionError" || isServerAway(codeOf(error))

/** The session no longer has a statement that was prepared in it, or the tables have changed since. The driver prepares it again when it is asked again. */
const isPreparedAgain = (code: string | undefined): boolean => code === "26000" || code === "0A000"

/** Whether to ask again: over another connection, but not after a silence, which has cost all the time there was; or with a statement prepared again. */
export const isPassing = (error: SqlError): boolean => (isConnectionLost(error) && !isSilence(error)) || isPreparedAgain(codeOf(error))

/** Whether the same change may go through when it is tried again: it lost against another one, or its connection broke before it was committed. */
export const isWorthRetrying = (error: SqlError): boolean => {
  const { _tag } = error.reason
  // Another transaction inserted this key without the dealership's lock: the next attempt reads it.
  return _tag === "SerializationError" || _tag === "DeadlockError" || _tag === "UniqueViolation" || isPassing(error)
}

/** A change did not get its turn in time. */
export const CHANGE_TOO_LONG = "another change of this dealership has been running for too long"

/** What may be told of it: no values, no host, no password. */
export const detailOf = (error: SqlError): string => {
  const code = codeOf(error)
  switch (error.reason._tag) {
    case "ConnectionError":
      return "the database does not answer"
    case "LockTimeoutError":
      return CHANGE_TOO_LONG
    case "StatementTimeoutError":
      return "the database took too long"
    default:
      return code === undefined ? "the database can't be asked" : `the database refused with SQLSTATE ${code}`
  }
}
