/** Messages of Postgres' protocol and what the embedded database answers to them. */
import type { PGlite } from "@electric-sql/pglite"

const CANCEL_REQUEST = 80_877_102
const TERMINATE = 0x58
const READY_FOR_QUERY = 0x5a
const IDLE = 0x49
const READY_BYTES = 6

const codeOf = (frame: Uint8Array): number => new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getInt32(4)

/** Whether a first message asks to stop a statement of another connection. No second process runs that one could be stopped from. */
export const isCancel = (frame: Uint8Array): boolean => frame.length === 16 && codeOf(frame) === CANCEL_REQUEST

/** Whether a message ends its connection. The database's one session outlives it. */
export const isEnd = (frame: Uint8Array): boolean => frame.length === 5 && frame[0] === TERMINATE

/** Every connection uses the same session. It starts clean: no open transaction, no setting of an earlier connection. */
export const renew = async (database: PGlite, role: string | undefined): Promise<void> => {
  await database.exec("ROLLBACK")
  await database.exec("DISCARD ALL")
  if (role !== undefined) await database.exec(`SET ROLE "${role}"`)
}

/**
 * Runs one message and returns the bytes that answer it. `execProtocolRaw` of PGlite also parses every answer and keeps the parsed
 * messages until the process ends; the streaming call hands the bytes over and keeps nothing.
 */
export const answer = async (database: PGlite, frame: Uint8Array): Promise<Buffer> => {
  const parts: Array<Buffer> = []
  // The bytes lie in the database's own memory, which the next message overwrites.
  await database.execProtocolRawStream(frame, { onRawData: (bytes) => void parts.push(Buffer.from(bytes)) })
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}

/** Whether the session is outside of a transaction behind an answer, so that another connection may use it. */
export const leavesIdle = (reply: Uint8Array): boolean => {
  const at = reply.length - READY_BYTES
  return at >= 0 && reply[at] === READY_FOR_QUERY && reply[at + READY_BYTES - 1] === IDLE
}
