/**
 * The server's door: a plain listener that opens at once, says that the server is starting, and passes requests on as soon as the
 * server is loaded. It imports little besides Node, so that it opens within a tenth of a second.
 */
import { createServer } from "node:http"
import type { IncomingMessage, Server, ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import * as Malformed from "../serving/Malformed.ts"
import * as Preparing from "./Preparing.ts"
import { Unusable } from "@crm-procedure/command-line/Unusable"

export type Listener = (request: IncomingMessage, response: ServerResponse) => void

/** The address can't be listened on: another process does, or it is not this machine's. */
const blocked = (host: string, port: number, code: string): Unusable =>
  new Unusable(
    code === "EADDRINUSE"
      ? {
        es: `El puerto ${port} de ${host} está ocupado: se esperaba uno libre. Elija otro, por ejemplo PORT=${port + 1}.`,
        en: `Port ${port} of ${host} is taken: expected a free one. Choose another, like PORT=${port + 1}.`
      }
      : {
        es: `No se puede escuchar en ${host}:${port} (${code}): se esperaba una dirección de esta máquina y un puerto permitido.`,
        en: `${host}:${port} can't be listened on (${code}): expected an address of this machine and a port that is allowed.`
      }
  )

export interface Door {
  /** The address that a browser opens, without a slash at its end. */
  readonly url: string
  readonly port: number
  /** Hands every request from now on to the listener. */
  readonly admit: (listener: Listener) => void
  /**
   * Takes no new connection and waits until what is in flight is answered, for at most `graceMillis`; requests that
   * are not done by then are cut off. Answers whether all were done.
   */
  readonly close: (graceMillis: number) => Promise<boolean>
}

/** How long a client may take to send its headers, and how long a connection may idle between requests. */
const HEADERS_MILLIS = 20_000
const KEEP_ALIVE_MILLIS = 5_000

/** How long the rest of a body may still come after its request was answered: a refusal does not wait for it. */
const REST_MILLIS = 5_000

/** Cuts a connection off whose request was answered and whose body does not end. */
const endBody = (request: IncomingMessage, response: ServerResponse): void => {
  response.once("finish", () => {
    if (request.complete) return
    const cutOff = setTimeout(() => request.socket.destroy(), REST_MILLIS)
    request.once("close", () => clearTimeout(cutOff)).once("end", () => clearTimeout(cutOff))
  })
}

const listening = (server: Server, host: string, port: number): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(blocked(host, port, error.code ?? error.message)))
    server.listen(port, host, () => resolve(server.address() as AddressInfo))
  })

/** The host as a browser's address shows it. */
const shownHost = (host: string): string => host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host

/** Opens the door; port 0 takes any that is free. */
export const open = async (host: string, port: number): Promise<Door> => {
  let admitted: Listener = Preparing.answer
  let closing = false
  const answering = new Set<ServerResponse>()
  const receive: Listener = (request, response) => {
    answering.add(response)
    if (closing) response.shouldKeepAlive = false
    endBody(request, response)
    response.once("close", () => {
      answering.delete(response)
      if (closing) server.closeIdleConnections()
    })
    if (Malformed.hasOneHost(request)) admitted(request, response)
    else Malformed.refuseHost(request, response)
  }
  // A body may be of any length (an import is streamed): the handlers limit the time that a request takes.
  // Host headers are checked here and not by Node, so that the refusal is written like others.
  const server = createServer({ headersTimeout: HEADERS_MILLIS, requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MILLIS, requireHostHeader: false }, receive)
  server.on("checkContinue", receive)
  server.on("checkExpectation", Malformed.refuseExpectation)
  server.on("connect", Malformed.refuseTunnel)
  server.on("clientError", (error: NodeJS.ErrnoException, socket) =>
    Malformed.refuse(error, socket, [...answering].some((response) => response.socket === socket && response.headersSent)))
  const address = await listening(server, host, port)
  return {
    url: `http://${shownHost(host)}:${address.port}`,
    port: address.port,
    admit: (listener) => {
      admitted = listener
    },
    close: (graceMillis) =>
      new Promise((resolve) => {
        closing = true
        for (const response of answering) if (!response.headersSent) response.shouldKeepAlive = false
        const cutOff = setTimeout(() => {
          resolve(false)
          server.closeAllConnections()
        }, graceMillis)
        server.close(() => {
          clearTimeout(cutOff)
          resolve(true)
        })
      })
  }
}
