/**
 * What the first view shows, asked for in one request while the rest of the program is on its way: the session, who is at the desk, and
 * the answers that the view asks for. They come one by one, in the order in which they are shown.
 */
import { headers } from "./Headers.ts"
import { pathWith } from "./Path.ts"
import * as RememberedVisit from "../today/RememberedVisit.ts"

/** An answer that came before it was asked for. */
export interface Brought {
  readonly path: string
  readonly status: number
  readonly body: unknown
}

/** What is known of a path: its answer, or who waits for it. */
const brought = new Map<string, Brought>()
const waiting = new Map<string, Array<(found: Brought | undefined) => void>>()

/** The paths that come. Undefined until the server has said which. */
let coming: ReadonlySet<string> | undefined

const SESSION = "/v1/session"

/** Once everything came, what no view has taken is soon out of date, in milliseconds. */
const KEPT = 2_000

const give = (path: string, found: Brought | undefined): void => {
  const takers = waiting.get(path)
  waiting.delete(path)
  if (takers === undefined) {
    if (found !== undefined) brought.set(path, found)
  } else for (const taker of takers) taker(found)
}

const receive = (line: string): void => {
  const told = JSON.parse(line) as Brought | { readonly coming: ReadonlyArray<string> }
  if ("coming" in told) {
    coming = new Set(told.coming)
    for (const path of waiting.keys()) if (!coming.has(path)) give(path, undefined)
  } else give(told.path, told)
}

const lines = async (body: ReadableStream<Uint8Array>): Promise<void> => {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  let rest = ""
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const all = (rest + piece.value).split("\n")
    rest = all.pop() ?? ""
    for (const line of all) receive(line)
  }
}

const ask = async (query: URLSearchParams, place: string): Promise<void> => {
  const response = await fetch(pathWith(`${SESSION}/view`, { place, mes: query.get("mes") ?? undefined, corte: query.get("corte") ?? undefined, ...RememberedVisit.ofOnePerson() }), {
    credentials: "same-origin",
    headers: { ...headers, accept: "application/json" }
  })
  if (response.status === 401) give(SESSION, { path: SESSION, status: 401, body: await response.json() })
  if (response.ok && response.body !== null) await lines(response.body)
}

let isUnderWay = false

/** Asks for what the address shows. Without an answer every path is asked for by itself. */
export const begin = (hash: string): void => {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?", 2)
  isUnderWay = true
  void ask(new URLSearchParams(search), path.split("/")[0] ?? "").catch(() => {}).finally(() => {
    isUnderWay = false
    for (const waited of waiting.keys()) give(waited, undefined)
    setTimeout(() => brought.clear(), KEPT)
  })
}

/** The answer of a path, if the first view brings it. It is given once. */
export const take = (path: string): Promise<Brought | undefined> | undefined => {
  const found = brought.get(path)
  if (found !== undefined) {
    brought.delete(path)
    return Promise.resolve(found)
  }
  if (!isUnderWay || coming !== undefined && !coming.has(path)) return undefined
  return new Promise((resolve) => waiting.set(path, [...waiting.get(path) ?? [], resolve]))
}
