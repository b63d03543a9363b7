/** What the door answers to bytes that are no request, and to expectations that nobody meets: as every refusal of the contract is written. */
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Duplex } from "node:stream"

interface Words {
  readonly status: number
  readonly reason: string
  readonly title: string
  readonly detail: string
}

const badRequest: Words = {
  status: 400,
  reason: "Bad Request",
  title: "No es una solicitud HTTP",
  detail: "No se pueden leer la línea de la solicitud, los encabezados o los fragmentos del cuerpo. / The request line, the headers or the chunks of the body can't be read."
}

const byCode: Readonly<Record<string, Words>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    reason: "Request Header Fields Too Large",
    title: "Los encabezados son demasiado grandes",
    detail: "La dirección y los encabezados juntos tienen más de 16 KiB. / The address and the headers together have more than 16 KiB."
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    reason: "Request Timeout",
    title: "La solicitud no llegó a tiempo",
    detail: "Los encabezados no llegaron completos a tiempo. / The headers did not come whole in time."
  }
}

const expectation: Words = {
  status: 417,
  reason: "Expectation Failed",
  title: "No se cumple lo que se espera",
  detail: "El único valor de Expect que se admite es 100-continue. / 100-continue is the only value of Expect that is taken."
}

const TYPE = "application/problem+json"

/** A kind of its own would say no more than the status does. */
const written = ({ detail, status, title }: Words): string => JSON.stringify({ type: "about:blank", title, status, detail })

/** Answers what could not be read as a request, and ends the connection; `isAnswering`: somebody has begun to answer on it. */
export const refuse = (error: NodeJS.ErrnoException, socket: Duplex, isAnswering: boolean): void => {
  if (!socket.writable || isAnswering || error.code === "ECONNRESET") return void socket.destroy(error)
  const words = byCode[error.code ?? ""] ?? badRequest
  const body = written(words)
  socket.end(
    `HTTP/1.1 ${words.status} ${words.reason}\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n` +
      `Content-Type: ${TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy()
  )
}

/** Answers a request that expects what nobody here meets. */
export const refuseExpectation = (_request: IncomingMessage, response: ServerResponse): void => {
  const body = written(expectation)
  response.writeHead(expectation.status, { connection: "close", "cache-control": "no-store", "x-content-type-options": "nosniff", "content-type": TYPE, "content-length": Buffer.byteLength(body) })
  response.end(body)
}
