/** The embedded database as a socket: a driver writes Postgres' protocol into it and reads the answers of the same thread. */
import type { PGlite } from "@electric-sql/pglite"
import { Duplex } from "node:stream"
import * as Exchange from "./Exchange.ts"

/** Opens a connection to the embedded database; `role` is set when it begins. */
export const connect = (database: PGlite, role: string | undefined) => (): Duplex => {
  let isStarted = false
  const answer = async (frame: Uint8Array): Promise<Buffer | undefined> => {
    if (Exchange.isCancel(frame) && !isStarted || Exchange.isEnd(frame)) return undefined
    if (!isStarted) {
      isStarted = true
      await Exchange.renew(database, role)
    }
    return Exchange.answer(database, frame)
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
