/** The embedded database as a socket: a driver writes Postgres' protocol into it and reads the answers of the same process. */
import type { PGlite } from "@electric-sql/pglite"
import { Duplex } from "node:stream"

const CANCEL_REQUEST = 80_877_102
const TERMINATE = 0x58

const codeOf = (frame: Uint8Array): number => new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getInt32(4)

/** Every connection uses the same session. A new connection starts clean: no open transaction, no setting of an earlier one. */
const renew = async (database: PGlite, role: string | undefined): Promise<void> => {
  await database.exec("ROLLBACK")
  await database.exec("DISCARD ALL")
  if (role !== undefined) await database.exec(`SET ROLE "${role}"`)
}

/**
 * Runs one message and returns the bytes that answer it. `execProtocolRaw` of PGlite also parses every answer and keeps the parsed
 * messages until the process ends; the streaming call hands the bytes over and keeps nothing.
 */
const exchange = async (database: PGlite, frame: Uint8Array): Promise<Buffer> => {
  const parts: Array<Buffer> = []
  // The bytes lie in the database's own memory, which the next message overwrites.
  await database.execProtocolRawStream(frame, { onRawData: (bytes) => void parts.push(Buffer.from(bytes)) })
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}

/** Opens a connection to the embedded database; `role` is set when it begins. */
export const connect = (database: PGlite, role: string | undefined) => (): Duplex => {
  let isStarted = false
  const answer = async (frame: Uint8Array): Promise<Buffer | undefined> => {
    if (!isStarted) {
      // No second process runs that a statement could be cancelled from.
      if (frame.length === 16 && codeOf(frame) === CANCEL_REQUEST) return undefined
      isStarted = true
      await renew(database, role)
    }
    // The session outlives its connections.
    if (frame.length === 5 && frame[0] === TERMINATE) return undefined
    return exchange(database, frame)
  }
  const socket: Duplex = new Duplex({
    read() {},
    write(chunk: Uint8Array, _encoding, done) {
      answer(new Uint8Array(chunk)).then((reply) => {
        if (reply !== undefined && reply.length > 0) socket.push(reply)
        done()
      }, done)
    },
    final(done) {
      socket.push(null)
      done()
    }
  })
  return socket
}
