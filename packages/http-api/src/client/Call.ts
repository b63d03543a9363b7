/**
 * Calls one operation of the contract. The contract itself is not loaded: its schemas would make the client three times as large
 * in a web page. Every value of the contract is JSON as it is, so only refusals are decoded.
 */
import * as Effect from "effect/Effect"
import { withHeaders } from "effect/http-api/HttpApiSchema"
import * as HttpBody from "effect/http/HttpBody"
import type * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import type * as UrlParams from "effect/http/UrlParams"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { MEDIA_TYPE, problems } from "../Problem.ts"
import type { Operation } from "./Operations.ts"

/** What a call is made with. */
export interface Parts {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: UrlParams.Input
  readonly headers?: Readonly<Record<string, string>>
  readonly payload?: unknown
  readonly responseMode?: "decoded-only" | "decoded-and-response" | "response-only"
}

type Response = HttpClientResponse.HttpClientResponse
type Failure = HttpClientError.HttpClientError | Schema.SchemaError | InstanceType<typeof problems[keyof typeof problems]>

const problemClasses = Object.values(problems)
const decodeProblem = Schema.decodeUnknownEffect(Schema.Union(problemClasses))

const mediaTypeOf = ({ headers }: Response): string => (headers["content-type"] ?? "").split(";", 1)[0]!.trim().toLowerCase()

const requestOf = ({ method, path, sends }: Operation, { headers, params, payload, query }: Parts): HttpClientRequest.HttpClientRequest => {
  const url = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params?.[name])))
  let request = HttpClientRequest.make(method)(url)
  if (Stream.isStream(payload)) request = HttpClientRequest.setBody(request, HttpBody.stream(payload as Stream.Stream<Uint8Array>, sends))
  else if (payload !== undefined) request = HttpClientRequest.setBody(request, HttpBody.jsonUnsafe(payload))
  if (headers !== undefined) request = HttpClientRequest.setHeaders(request, headers)
  return query === undefined ? request : HttpClientRequest.appendUrlParams(request, query)
}

/** What an answer holds: JSON as a value, text as a text, anything else as a stream of bytes. */
const bodyOf = (response: Response): Effect.Effect<unknown, Failure> => {
  const mediaType = mediaTypeOf(response)
  if (mediaType === "application/json") return response.json
  return mediaType.startsWith("text/") ? response.text : Effect.succeed(response.stream)
}

const valueOf = ({ answers }: Operation, response: Response): Effect.Effect<unknown, Failure> => {
  if (answers === "stream") return Effect.succeed(response.stream)
  if (response.status === 204) return Effect.void
  return answers === "headers" ? Effect.map(bodyOf(response), (body) => withHeaders({ body, headers: response.headers })) : bodyOf(response)
}

/** Fails with the problem that an answer holds, or with the status where it holds none. */
const refuse = (response: Response): Effect.Effect<never, Failure> => {
  const { request } = response
  if (mediaTypeOf(response) === MEDIA_TYPE) return Effect.flatMap(Effect.flatMap(response.json, decodeProblem), Effect.fail)
  return Effect.fail(new HttpClientError.HttpClientError({ reason: new HttpClientError.StatusCodeError({ request, response, description: "the answer is no problem of the contract" }) }))
}

/** Calls an operation over a client that sends requests. */
export const call = (client: HttpClient.HttpClient, operation: Operation) => (parts: Parts = {}): Effect.Effect<unknown, Failure> =>
  Effect.flatMap(client.execute(requestOf(operation, parts)), (response) => {
    if (parts.responseMode === "response-only") return Effect.succeed(response)
    const value = response.status >= 200 && response.status < 300 ? valueOf(operation, response) : refuse(response)
    return parts.responseMode === "decoded-and-response" ? Effect.map(value, (one) => [one, response]) : value
  })
