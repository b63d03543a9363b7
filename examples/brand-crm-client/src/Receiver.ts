/** Receives what the dealership's service tells: signed messages, each perhaps more than once. */
import { once } from "node:events"
import { createServer } from "node:http"
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
  /** How many messages were refused for their signature. */
  readonly refused: () => number
  readonly close: () => Promise<void>
}

/** Listens on this machine. A message is answered at once: what is to be done about it is done afterwards. */
export const listen = async (port = 0): Promise<Receiver> => {
  const events = new Map<string, Told>()
  let signed: Webhook | undefined
  let refused = 0
  const server = createServer((request, response) => {
    let body = ""
    request.setEncoding("utf8").on("data", (text: string) => body += text).on("end", () => {
      try {
        if (signed === undefined) throw new Error("no secret yet")
        const event = signed.verify(body, request.headers as Record<string, string>) as Told
        // The same event may come again: the first time counts.
        if (!events.has(event.id)) events.set(event.id, event)
        response.writeHead(204).end()
      } catch {
        refused++
        response.writeHead(401).end()
      }
    })
  })
  server.listen(port, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    trust: (secret) => signed = new Webhook(secret),
    told: () => [...events.values()],
    refused: () => refused,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    }
  }
}
