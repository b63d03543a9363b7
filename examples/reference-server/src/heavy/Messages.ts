/** What the main thread and a judging thread send each other. A thread answers one request at a time. */
import type { Caller } from "@crm-procedure/http-api/access/Gate"
import type { Connection } from "@crm-procedure/postgres/Pglite"

/** What a thread begins with. Settings come from the environment, which it shares. */
export interface ThreadData {
  readonly dataDirectory: string
  /** A connection to the embedded database; undefined where a URL names a server. */
  readonly connection: Connection | undefined
}

/** To a thread. Bytes are moved, not copied. */
export type Order =
  | { readonly kind: "request"; readonly caller: Caller["Service"]; readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  /** The next piece of the body that the thread wanted; undefined at its end. */
  | { readonly kind: "body"; readonly piece: Uint8Array | undefined }
  /** The sender of the body went away. */
  | { readonly kind: "body-broken" }
  /** A piece of the answer was taken: one more may come. */
  | { readonly kind: "taken" }
  /** No client waits for the answer any more. */
  | { readonly kind: "stop" }

/** From a thread. */
export type Report =
  | { readonly kind: "ready" }
  | { readonly kind: "unusable"; readonly detail: string }
  | { readonly kind: "want-body" }
  /** The answer; `body` is undefined where it follows in pieces. */
  | { readonly kind: "answer"; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array | undefined }
  /** The next piece of the answer; undefined at its end. */
  | { readonly kind: "piece"; readonly piece: Uint8Array | undefined }
  /** The rest of the answer can't be made. */
  | { readonly kind: "piece-broken" }
  /** The thread is free for the next request. */
  | { readonly kind: "free" }
  | { readonly kind: "judged"; readonly records: "prospects" | "activities"; readonly count: number }

/** How many pieces of an answer wait in the main thread at most. */
export const PIECES_AHEAD = 8
