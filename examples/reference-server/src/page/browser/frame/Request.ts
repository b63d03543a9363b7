/** Asking the server: reads, writes that are safe to send again, and files with their progress. */
import { forget } from "./Entry.ts"
import * as FirstView from "./FirstView.ts"
import { headers } from "./Headers.ts"

export { pathWith } from "./Path.ts"

/** The server refused, or can't be reached: what to tell the person. */
export class Refused extends Error {
  readonly status: number
  readonly details: ReadonlyArray<string>
  /** What the server's answer holds, if it is a problem of ours. */
  readonly problem: ProblemBody
  constructor(status: number, message: string, details: ReadonlyArray<string> = [], problem: ProblemBody = {}) {
    super(message)
    this.name = "Refused"
    this.status = status
    this.details = details
    this.problem = problem
  }
}

interface ProblemBody {
  readonly type?: string
  readonly title?: string
  readonly detail?: string
  readonly errors?: ReadonlyArray<{ readonly detail?: string; readonly pointer?: string }>
  /** Without a session: how people sign in here. */
  readonly signIn?: "person" | "key"
  /** Without a session: the identity provider's name, where there is one. */
  readonly provider?: string
}

const otherwise = (status: number): string =>
  status === 0
    ? "No hay conexión con el servidor. Revise la red e intente de nuevo."
    : status === 503
    ? "El servidor no está disponible en este momento. Intente de nuevo en unos segundos."
    : `El servidor respondió ${status}. Intente de nuevo; si continúa, avise a quien lo administra.`

const refusalOf = (status: number, text: string): Refused => {
  try {
    const problem = JSON.parse(text) as ProblemBody
    const { detail, errors, title } = problem
    const message = detail ?? title
    if (message !== undefined && status !== 503) return new Refused(status, message, (errors ?? []).flatMap((fault) => fault.detail ?? []), problem)
  } catch {
    // Not a problem+json: what stands in between answered.
  }
  return new Refused(status, otherwise(status))
}

let whenSignedOut: () => void = () => {}

/** Says what happens when the session has ended. */
export const onSignedOut = (action: () => void): void => {
  whenSignedOut = action
}

const whenSignedInAgain = new Set<() => void>()

/** Says what happens when the same person signs in after the session has ended. Answers how to forget it. */
export const onSignedInAgain = (action: () => void): () => void => {
  whenSignedInAgain.add(action)
  return () => void whenSignedInAgain.delete(action)
}

/** The same person has signed in again. */
export const signedInAgain = (): void => {
  for (const action of whenSignedInAgain) action()
}

const answered = async (path: string, init: RequestInit): Promise<Response> => {
  let response: Response
  try {
    response = await fetch(path, { credentials: "same-origin", ...init })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause
    throw new Refused(0, otherwise(0))
  }
  if (response.ok) return response
  const refusal = refusalOf(response.status, await response.text())
  if (response.status === 401 && path !== "/v1/session") whenSignedOut()
  throw refusal
}

/** Reads: what the first view brought, or what the server answers now. Fails with {@link Refused}. */
export const read = async <A>(path: string, signal?: AbortSignal): Promise<A> => {
  const brought = await FirstView.take(path)
  if (brought === undefined) return await (await answered(path, { headers: { ...headers, accept: "application/json" }, ...(signal === undefined ? {} : { signal }) })).json() as A
  if (brought.status < 300) return brought.body as A
  if (brought.status === 401 && path !== "/v1/session") whenSignedOut()
  throw refusalOf(brought.status, JSON.stringify(brought.body))
}

/** A key of a write: visible ASCII, never the same twice. */
export const freshKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")

/** Writes; with the same key again it changes nothing more. Fails with {@link Refused}. */
export const write = async <A>(method: "POST" | "PUT" | "DELETE", path: string, body?: unknown, key = freshKey(), conditions: Readonly<Record<string, string>> = {}): Promise<A> => {
  const response = await answered(path, {
    method,
    headers: { ...headers, accept: "application/json", "content-type": "application/json", "idempotency-key": key, ...conditions },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  forget()
  return (response.status === 204 ? undefined : await response.json()) as A
}

/** Asks with a body: for what must not stand in an address. It changes nothing. Fails with {@link Refused}. */
export const question = async <A>(path: string, body: unknown, signal?: AbortSignal): Promise<A> =>
  await (await answered(path, {
    method: "POST",
    headers: { ...headers, accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal })
  })).json() as A

/** Sends the parts of a form. Fails with {@link Refused}. */
export const submit = async <A>(path: string, form: FormData): Promise<A> =>
  await (await answered(path, { method: "POST", headers: { ...headers, accept: "application/json" }, body: form })).json() as A

/** Sends a file and tells how much of it has gone, from 0 to 1. Fails with {@link Refused}. */
export const upload = <A>(path: string, file: Blob, contentType: string, onProgress: (share: number) => void): Promise<A> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open("POST", path)
    for (const [name, value] of Object.entries({ ...headers, accept: "application/json", "content-type": contentType, "idempotency-key": freshKey() })) {
      request.setRequestHeader(name, value)
    }
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) onProgress(total === 0 ? 1 : loaded / total)
    })
    request.addEventListener("load", () => {
      forget()
      if (request.status === 401) whenSignedOut()
      if (request.status < 200 || request.status >= 300) return reject(refusalOf(request.status, request.responseText))
      try {
        resolve(JSON.parse(request.responseText) as A)
      } catch {
        // What stands in between answered.
        reject(new Refused(request.status, otherwise(request.status)))
      }
    })
    request.addEventListener("error", () => reject(new Refused(0, otherwise(0))))
    request.send(file)
  })

/** What to tell the person of a failure. */
export const messageOf = (failure: unknown): string => failure instanceof Refused ? failure.message : "Algo falló en la página. Recárguela e intente de nuevo."
