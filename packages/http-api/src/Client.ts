/**
 * The typed client of the contract, for Node and browsers: every endpoint as a function, and refusals as typed errors. It sends the
 * key with every request. When the answer to a write is lost, it sends the write again safely. Its types come from the contract; it
 * does not load the contract's schemas, so that a web page stays small.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as SecureRandom from "effect/crypto/SecureRandom"
import type * as HttpApiClient from "effect/http-api/HttpApiClient"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { Api } from "./Api.ts"
import { call } from "./client/Call.ts"
import { operations } from "./client/Operations.ts"
import type * as Shape from "./Shape.ts"
import type { ValidationResult } from "./validations/Judged.ts"

export interface Options {
  readonly baseUrl: string
  readonly key: Redacted.Redacted | string
  /** The language of refusals; by default Spanish. */
  readonly language?: "es" | "en" | undefined
  /** How often a request is sent again when it gets no answer, or an answer that asks to wait; by default 5 times. */
  readonly retries?: number | undefined
}

/** The client: `client.records.putProspect({ … })`. */
export type Client = HttpApiClient.ForApi<typeof Api>

const KEY = "idempotency-key"
const FIRST_PAUSE_MILLIS = 200
const LONGEST_PAUSE_MILLIS = 30_000

/** Whether an answer asks to wait and send again. 409 does while the same request is in progress. */
const asksToWait = ({ headers, status }: HttpClientResponse.HttpClientResponse): boolean =>
  status === 429 || status === 502 || status === 503 || status === 504 || status === 409 && headers["retry-after"] !== undefined

const pauseOf = (attempt: number, response: HttpClientResponse.HttpClientResponse | undefined): Duration.Duration => {
  const asked = Number(response?.headers["retry-after"])
  return Duration.millis(Math.min(LONGEST_PAUSE_MILLIS, asked >= 0 ? asked * 1000 : FIRST_PAUSE_MILLIS * 2 ** attempt))
}

/** Sends a request again, with the same idempotency key, while it gets no answer, or an answer that asks to wait. A stream is sent once. */
const again = (retries: number) => HttpClient.transform((sent: Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError.HttpClientError>, request) => {
  const attempt = (number: number): Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError.HttpClientError> => {
    const pause = (response?: HttpClientResponse.HttpClientResponse) => Effect.delay(attempt(number + 1), pauseOf(number, response))
    if (number >= retries || request.body._tag === "Stream") return sent
    return Effect.matchEffect(sent, {
      onFailure: (error) => error.reason._tag === "TransportError" ? pause() : Effect.fail(error),
      onSuccess: (response) => asksToWait(response) ? pause(response) : Effect.succeed(response)
    })
  }
  return attempt(0)
})

/** Gives writes an idempotency key where they have none. */
const withIdempotencyKey = (random: SecureRandom.SecureRandom["Service"]) => HttpClient.mapRequestEffect((request: HttpClientRequest.HttpClientRequest) =>
  request.method === "GET" || request.headers[KEY] !== undefined
    ? Effect.succeed(request)
    : Effect.map(random.uuidV4(), (uuid) => HttpClientRequest.setHeader(request, KEY, uuid)))

const prepared = ({ baseUrl, key, language, retries = 5 }: Options, random: SecureRandom.SecureRandom["Service"]) => (client: HttpClient.HttpClient): HttpClient.HttpClient =>
  client.pipe(
    HttpClient.mapRequest(HttpClientRequest.prependUrl(baseUrl)),
    HttpClient.mapRequest(HttpClientRequest.bearerToken(key)),
    HttpClient.mapRequest(HttpClientRequest.setHeader("accept-language", language ?? "es")),
    withIdempotencyKey(random),
    again(retries)
  )

/** Makes a client over a client that sends requests (`FetchHttpClient.layer`, `NodeHttpClient.layerUndici`, …). */
export const make = (options: Options): Effect.Effect<Client, never, HttpClient.HttpClient | SecureRandom.SecureRandom> =>
  Effect.gen(function*() {
    const client = prepared(options, yield* SecureRandom.SecureRandom)(yield* HttpClient.HttpClient)
    const made: Record<string, Record<string, unknown>> = {}
    for (const operation of operations) (made[operation.group] ??= {})[operation.name] = call(client, operation)
    return made as Client
  })

/** How a stream of records is judged. */
export interface StreamOptions {
  readonly kind: "prospects" | "activities"
  readonly asOf?: string | undefined
  readonly context?: "stored" | "none" | undefined
}

const decodeResult = (line: string) =>
  Effect.map(Schema.decodeUnknownEffect(Schema.fromJsonString(Schema.Unknown))(line), (result) => result as ValidationResult)

/** Asks for the verdicts of a stream of records of any length. The results come in the records' order, as soon as they are judged. */
export const validations = <E>(
  options: Options,
  { asOf, context, kind }: StreamOptions,
  records: Stream.Stream<typeof Shape.Prospect.Type | typeof Shape.Activity.Type, E>
): Stream.Stream<ValidationResult, E | HttpClientError.HttpClientError | Schema.SchemaError, HttpClient.HttpClient | SecureRandom.SecureRandom> =>
  Stream.unwrap(Effect.gen(function*() {
    const client = prepared(options, yield* SecureRandom.SecureRandom)(yield* HttpClient.HttpClient)
    const lines = Stream.encodeText(Stream.map(records, (record) => `${JSON.stringify(record)}\n`))
    const request = HttpClientRequest.post(`/v1/validations/${kind}`).pipe(
      HttpClientRequest.appendUrlParams({ ...(asOf === undefined ? {} : { asOf }), ...(context === undefined ? {} : { context }) }),
      HttpClientRequest.bodyStream(lines as Stream.Stream<Uint8Array, never>, { contentType: "application/x-ndjson" })
    )
    const response = yield* HttpClient.filterStatusOk(client).execute(request)
    return response.stream.pipe(Stream.decodeText, Stream.splitLines, Stream.filter((line) => line !== ""), Stream.mapEffect(decodeResult))
  }))
