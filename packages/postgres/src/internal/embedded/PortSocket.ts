/** A connection to an embedded database in another thread, as the socket of a driver. */
import { Duplex } from "node:stream"
import type { MessagePort } from "node:worker_threads"
import type { FromDatabase } from "./SharedSession.ts"

/** The socket over a port, which it closes when it ends. */
export const over = (port: MessagePort): Duplex => {
  const socket: Duplex = new Duplex({
    read() {},
    write(chunk: Uint8Array, _encoding, done) {
      const frame = new Uint8Array(chunk)
      port.postMessage(frame, [frame.buffer])
      done()
    },
    final(done) {
      port.postMessage(null)
      socket.push(null)
      done()
    },
    destroy(error, done) {
      port.close()
      done(error)
    }
  })
  port.on("message", (reply: FromDatabase) => {
    if (reply instanceof Uint8Array) socket.push(Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength))
    else socket.destroy(reply === null ? undefined : new Error(reply.failure))
  })
  port.on("close", () => void socket.destroy())
  return socket
}
