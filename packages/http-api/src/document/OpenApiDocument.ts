/**
 * The OpenAPI 3.1 document of the contract, as it is published. `openapi.json` beside the sources is a frozen copy; a test compares
 * the two.
 */
import * as OpenApi from "effect/http-api/OpenApi"
import { Api } from "../Api.ts"
import { complete } from "./OpenApiCompletion.ts"

/** The contract with the instructions for its document. They are not in {@link Api}: a client would load them too. */
export const api = Api.annotateMerge(OpenApi.annotations({ transform: (made): Record<string, unknown> => complete(Api, made) }))

let made: OpenApi.OpenAPISpec | undefined

/** The document. */
export const document = (): OpenApi.OpenAPISpec => made ??= OpenApi.fromApi(api)

let written: string | undefined

/** The document as text. */
export const text = (): string => written ??= `${JSON.stringify(document(), null, 2)}\n`

/** The paths of the contract with their methods, in capitals. */
export const methodsByPath = (): ReadonlyArray<readonly [path: string, methods: ReadonlyArray<string>]> =>
  Object.entries(document().paths).map(([path, item]) => [path, Object.keys(item).map((method) => method.toUpperCase())])
