/** What the door answers to bytes that are no request, and to expectations that it can't meet. Each answer is written like every refusal of the contract. */
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

const oneHost: Words = {
  status: 400,
  reason: "Bad Request",
  title: "Falta el servidor, o hay dos",
  detail: "Se esperaba un encabezado Host. / One Host header was expected."
}

const tunnel: Words = {
  status: 405,
  reason: "Method Not Allowed",
  title: "No se admite CONNECT",
  detail: "Este servidor no abre túneles. / This server opens no tunnels."
}

const TYPE = "application/problem+json"

/** A problem type of its own would say no more than the status does. */
const written = ({ detail, status, title }: Words): string => JSON.stringify({ type: "about:blank", title, status, detail })

/** Writes a refusal as bytes, where there is no response object, and ends the connection. */
const end = (socket: Duplex, words: Words): void => {
  const body = written(words)
  socket.end(
    `HTTP/1.1 ${words.status} ${words.reason}\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n` +
      `Content-Type: ${TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy()
  )
}

/** Answers what could not be read as a request, and ends the connection; `isAnswering`: an answer has begun on it. */
export const refuse = (error: NodeJS.ErrnoException, socket: Duplex, isAnswering: boolean): void => {
  if (!socket.writable || isAnswering || error.code === "ECONNRESET") socket.destroy(error)
  else end(socket, byCode[error.code ?? ""] ?? badRequest)
}

/** Answers a request for a tunnel. */
export const refuseTunnel = (_request: IncomingMessage, socket: Duplex): void => end(socket, tunnel)

/** Whether a request has exactly one Host header, as HTTP/1.1 requires. */
export const hasOneHost = ({ httpVersion, rawHeaders }: IncomingMessage): boolean => {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]!.length === 4 && rawHeaders[at]!.toLowerCase() === "host") hosts++
  return hosts === 1 || hosts === 0 && httpVersion === "1.0"
}

const answer = (words: Words) => (_request: IncomingMessage, response: ServerResponse): void => {
  const body = written(words)
  response.writeHead(words.status, { connection: "close", "cache-control": "no-store", "x-content-type-options": "nosniff", "content-type": TYPE, "content-length": Buffer.byteLength(body) })
  response.end(body)
}

/** Answers a request with an expectation that the server can't meet. */
export const refuseExpectation = answer(expectation)

/** Answers a request without exactly one Host header. */
export const refuseHost = answer(oneHost)
