/** Receives what the dealership's service tells: signed messages, each perhaps more than once, those of one record in their order. */
import { once } from "node:events"
import { createServer } from "node:http"
import type { IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { Webhook } from "standardwebhooks"

/** An event as it is told: a CloudEvent 1.0. */
export interface Told {
  readonly id: string
  readonly type: string
  readonly subject?: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface Receiver {
  readonly url: string
  /** What messages are signed with, once the subscription has told. Messages before that are refused, and come again. */
  readonly trust: (secret: string) => void
  /** Each event once, in the order in which it first came. */
  readonly told: () => ReadonlyArray<Told>
  /** How many messages told of an event that had been told before. */
  readonly repeated: () => number
  readonly close: () => Promise<void>
}

/** Far beyond any event: the service never sends more. */
const MAXIMUM_BYTES = 64 * 1024

/** The body as it was sent: a signature is of its bytes. A body that is too long is not read to its end. */
const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const pieces: Array<Buffer> = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > MAXIMUM_BYTES) throw new Error(`A message of more than ${MAXIMUM_BYTES} bytes is not from the service.`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString("utf8")
}

/**
 * Listens on this machine. A message is verified, noted and answered at once: what is to be done about it is done afterwards, since
 * a receiver that answers late gets the message again. A dealership's real receiver notes events where they outlive it.
 */
export const listen = async (port = 0): Promise<Receiver> => {
  const events = new Map<string, Told>()
  let signed: Webhook | undefined
  let repeated = 0
  const note = (event: Told): void => {
    if (events.has(event.id)) repeated++
    else events.set(event.id, event)
  }
  const answer = async (request: IncomingMessage): Promise<number> => {
    const body = await bodyOf(request)
    try {
      if (signed === undefined) return 503
      // Verifies the signature, and that it was made within the last five minutes.
      note(signed.verify(body, request.headers as Record<string, string>) as Told)
      return 204
    } catch {
      return 401
    }
  }
  const server = createServer((request, response) => {
    answer(request).then((status) => response.writeHead(status).end(), () => response.destroy())
  })
  server.listen(port, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    trust: (secret) => signed = new Webhook(secret),
    told: () => [...events.values()],
    repeated: () => repeated,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, "close")
    }
  }
}
