/** Limits for bytes, records, requests and time. A server sets those that it can bear. */
import * as Context from "effect/Context"

export interface Limits {
  /** The largest body that is read whole, in bytes. Streams (NDJSON, imports) are of any length. */
  readonly bodyBytes: number
  /** The longest line of NDJSON, in bytes. */
  readonly lineBytes: number
  /** How many lines of a stream of validations are remembered, to find what later lines repeat. */
  readonly rememberedLines: number
  /** How many records a batch of a validation holds at most. */
  readonly records: number
  /** How many rejected rows an import's answer lists at most; the others are counted. */
  readonly rejectedRows: number
  /** How many requests a key may send in each window, and how long that is. */
  readonly requests: number
  readonly requestWindowSeconds: number
  /** How many unknown or revoked keys one address may send in each window. */
  readonly wrongKeys: number
  /** How long a request may take, and how long a request with a stream. */
  readonly requestSeconds: number
  readonly streamSeconds: number
  /** How long a body that is read whole may take to come. */
  readonly bodySeconds: number
  /** How long an answer is kept under its `Idempotency-Key`. */
  readonly answerSeconds: number
}

/** The limits by default. */
export const defaults: Limits = {
  bodyBytes: 10 * 1024 * 1024,
  lineBytes: 1024 * 1024,
  rememberedLines: 25_000,
  records: 10_000,
  rejectedRows: 10_000,
  requests: 1_200,
  requestWindowSeconds: 60,
  wrongKeys: 300,
  requestSeconds: 30,
  streamSeconds: 3_600,
  bodySeconds: 20,
  answerSeconds: 24 * 3_600
}

/** The limits in force. */
export const Limits = Context.Reference<Limits>("@crm-procedure/http-api/access/Limits", { defaultValue: () => defaults })
