/** What a failed statement means to a change: whether to try again, and what may be said of it. */
import { isSqlError, type SqlError } from "effect/sql/SqlError"

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

/** The connection broke, so that nobody knows whether the statement before was carried out. */
export const isConnectionLost = (error: SqlError): boolean => error.reason._tag === "ConnectionError" || isServerAway(codeOf(error))

/** Whether the same change, begun anew, may go through: it lost against another one, or its connection broke before it was committed. */
export const isWorthRetrying = (error: SqlError): boolean => {
  const { _tag } = error.reason
  // A key that was there after all was written by somebody who takes no lock: begun anew, the change finds it.
  return _tag === "SerializationError" || _tag === "DeadlockError" || _tag === "UniqueViolation" || isConnectionLost(error)
}

/** What may be told: no values, no host, no password. */
export const detailOf = (error: SqlError): string => {
  const code = codeOf(error)
  switch (error.reason._tag) {
    case "ConnectionError":
      return "the database does not answer"
    case "LockTimeoutError":
      return "another change of this dealership has been running for too long"
    case "StatementTimeoutError":
      return "the database took too long"
    default:
      return code === undefined ? "the database can't be asked" : `the database refused with SQLSTATE ${code}`
  }
}
