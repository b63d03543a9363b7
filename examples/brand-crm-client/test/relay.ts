/** A relay between a client and a server, which may lose the answer of a request: the client learns only that the connection broke. */
import { once } from "node:events"
import { createServer, request as send } from "node:http"
import type { IncomingMessage, ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

/** An answer as it came from the server. */
export interface Answer {
  readonly status: number
  readonly replayed: boolean
  readonly body: string
}

export interface Relay {
  readonly url: string
  /** Every answer that the server gave, lost ones too. */
  readonly answers: ReadonlyArray<Answer>
  /** Does this once the next request has been answered, and then loses the answer. */
  readonly loseNext: (meanwhile: () => Promise<void>) => void
  readonly close: () => Promise<void>
}

const wholeOf = async (message: IncomingMessage): Promise<Buffer> => {
  const pieces: Array<Buffer> = []
  for await (const piece of message as AsyncIterable<Buffer>) pieces.push(piece)
  return Buffer.concat(pieces)
}

export const relay = async (target: string): Promise<Relay> => {
  const answers: Array<Answer> = []
  let losing: (() => Promise<void>) | undefined
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await wholeOf(request)
    const passed = send(target + request.url, { method: request.method, headers: request.headers, agent: false })
    passed.end(body)
    const [answer] = (await once(passed, "response")) as [IncomingMessage]
    const answered = await wholeOf(answer)
    answers.push({ status: answer.statusCode!, replayed: answer.headers["idempotent-replayed"] === "true", body: answered.toString("utf8") })
    if (losing !== undefined) {
      const meanwhile = losing
      losing = undefined
      await meanwhile()
      response.destroy()
      return
    }
    response.writeHead(answer.statusCode!, answer.headers).end(answered)
  }
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy())
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    loseNext: (meanwhile) => losing = meanwhile,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, "close")
    }
  }
}
