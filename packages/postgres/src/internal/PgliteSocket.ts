/** Gives a driver that speaks Postgres' protocol to a socket an embedded database instead: what it writes is answered in-process. */
import type { PGlite } from "@electric-sql/pglite"
import { Duplex } from "node:stream"

const CANCEL_REQUEST = 80_877_102
const TERMINATE = 0x58

const codeOf = (frame: Uint8Array): number => new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getInt32(4)

/** Every connection is the same session: who comes finds it as a new one, with nothing left of whoever was there before. */
const renew = async (database: PGlite, role: string | undefined): Promise<void> => {
  await database.exec("ROLLBACK")
  await database.exec("DISCARD ALL")
  if (role !== undefined) await database.exec(`SET ROLE "${role}"`)
}

/** What a driver calls to connect. */
export const connect = (database: PGlite, role: string | undefined) => (): Duplex => {
  let isStarted = false
  const answer = async (frame: Uint8Array): Promise<Uint8Array> => {
    if (!isStarted) {
      // There is no second process that could be told to cancel what the first one does.
      if (frame.length === 16 && codeOf(frame) === CANCEL_REQUEST) return new Uint8Array(0)
      isStarted = true
      await renew(database, role)
    }
    // The session outlives its connections.
    if (frame.length === 5 && frame[0] === TERMINATE) return new Uint8Array(0)
    return database.execProtocolRaw(frame)
  }
  const socket: Duplex = new Duplex({
    read() {},
    write(chunk: Uint8Array, _encoding, done) {
      answer(new Uint8Array(chunk)).then((reply) => {
        if (reply.length > 0) socket.push(Buffer.from(reply))
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
