/**
 * The OpenAPI 3.1 document of the contract: what is published. `openapi.json` beside the sources is this, frozen; a test holds
 * one to the other.
 *
 * @see 7-http-api
 */
import { OpenApi } from "effect/http-api"
import { Api } from "../Api.ts"

let made: OpenApi.OpenAPISpec | undefined

/** The document. */
export const document = (): OpenApi.OpenAPISpec => made ??= OpenApi.fromApi(Api)

let written: string | undefined

/** The document as text. */
export const text = (): string => written ??= `${JSON.stringify(document(), null, 2)}\n`

/** The paths of the contract with their methods, in capitals. */
export const methodsByPath = (): ReadonlyArray<readonly [path: string, methods: ReadonlyArray<string>]> =>
  Object.entries(document().paths).map(([path, item]) => [path, Object.keys(item).map((method) => method.toUpperCase())])
