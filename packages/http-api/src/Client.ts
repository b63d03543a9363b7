/**
 * The typed client of the contract, for Node and browsers: every endpoint as a function, refusals as typed errors, the key on
 * every request, and writes that are sent again safely when their answer was lost.
 *
 * @see 7-http-api
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { SecureRandom } from "effect/crypto"
import { HttpApiClient } from "effect/http-api"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { Api } from "./Api.ts"
import { ValidationResult } from "./validations/Judged.ts"
import type * as Shape from "./Shape.ts"

export interface Options {
  readonly baseUrl: string
  readonly key: Redacted.Redacted | string
  /** The language of refusals; by default Spanish. */
  readonly language?: "es" | "en" | undefined
  /** How often a request is sent again that got no answer, or one that asks to wait; by default 5 times. */
  readonly retries?: number | undefined
}

/** The client: `client.records.putProspect({ … })`. */
export type Client = HttpApiClient.ForApi<typeof Api>

const KEY = "idempotency-key"
const FIRST_PAUSE_MILLIS = 200
const LONGEST_PAUSE_MILLIS = 30_000

/** Answers that ask to wait and send again; 409 does when the same request is still being done. */
const asksToWait = ({ headers, status }: HttpClientResponse.HttpClientResponse): boolean =>
  status === 429 || status === 502 || status === 503 || status === 504 || status === 409 && headers["retry-after"] !== undefined

const pauseOf = (attempt: number, response: HttpClientResponse.HttpClientResponse | undefined): Duration.Duration => {
  const asked = Number(response?.headers["retry-after"])
  return Duration.millis(Math.min(LONGEST_PAUSE_MILLIS, asked >= 0 ? asked * 1000 : FIRST_PAUSE_MILLIS * 2 ** attempt))
}

/** Sends a request again, with the same idempotency key, while it gets no answer or is asked to wait. A stream is sent once. */
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

/** Writes get a key of their own where they have none; reads need none. */
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

/** Makes a client over whatever sends requests (`FetchHttpClient.layer`, `NodeHttpClient.layerUndici`, …). */
export const make = (options: Options): Effect.Effect<Client, never, HttpClient.HttpClient | SecureRandom.SecureRandom> =>
  Effect.flatMap(SecureRandom.SecureRandom, (random) => HttpApiClient.make(Api, { transformClient: prepared(options, random) }))

/** What is asked with a stream of records. */
export interface StreamOptions {
  readonly kind: "prospects" | "activities"
  readonly asOf?: string | undefined
  readonly context?: "stored" | "none" | undefined
}

const decodeResult = Schema.decodeUnknownEffect(Schema.fromJsonString(ValidationResult))

/** Asks for the verdicts of a stream of records of any length; the results come in their order, as they are judged. */
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
    return response.stream.pipe(Stream.decodeText, Stream.splitLines, Stream.filter((line) => line !== ""), Stream.mapEffect((line) => decodeResult(line)))
  }))
