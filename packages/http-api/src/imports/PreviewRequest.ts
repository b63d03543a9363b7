/** A request to look at a file: the file alone, or the parts `file` and `mapping` of a form. */
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import type { Limits } from "../access/Limits.ts"
import type { Invalid } from "../Problem.ts"
import * as Body from "../request/Body.ts"
import * as Refusing from "../request/Refusing.ts"

/** The longest file that is looked at, in bytes. A longer one is looked at from its beginning by a client. */
const MAXIMUM_BYTES = 64 * 1024 * 1024

/** A file to be looked at, and the mapping that came with it. */
export interface PreviewRequest {
  readonly bytes: Uint8Array
  readonly mediaType: string
  readonly file: string | undefined
  readonly mapping: unknown
}

const partsExpected = () => Refusing.invalid({ in: "body", pointer: "/file", expected: { es: "una parte file con el archivo y, si acaso, una parte mapping en JSON", en: "a part file with the file and, if any, a part mapping in JSON" } })

const notJson = () => Refusing.invalid({ in: "body", pointer: "/mapping", expected: { es: "una correspondencia en JSON", en: "a mapping in JSON" } })

const formOf = (bytes: Uint8Array, contentType: string): Effect.Effect<FormData, Invalid> =>
  Effect.tryPromise({ try: () => new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { "content-type": contentType } }).formData(), catch: partsExpected })

/** Reads the whole request. */
export const read = Effect.fnUntraced(function*(request: HttpServerRequest, limits: Limits) {
  const mediaType = yield* Body.fileMediaType(request)
  const bytes = yield* Body.read(request, { ...limits, bodyBytes: Math.max(limits.bodyBytes, MAXIMUM_BYTES), bodySeconds: limits.requestSeconds })
  if (mediaType !== "multipart/form-data") return { bytes, mediaType, file: undefined, mapping: undefined } satisfies PreviewRequest
  const form = yield* formOf(bytes, request.headers["content-type"]!)
  const file = form.get("file")
  const mapping = form.get("mapping")
  if (file === null || typeof file === "string") return yield* partsExpected()
  const parsed = typeof mapping !== "string" ? undefined : yield* Effect.try({ try: () => JSON.parse(mapping) as unknown, catch: notJson })
  return {
    bytes: new Uint8Array(yield* Effect.promise(() => file.arrayBuffer())),
    mediaType: file.type === "" ? "application/octet-stream" : file.type.split(";", 1)[0]!,
    file: file.name === "" ? undefined : file.name,
    mapping: parsed
  } satisfies PreviewRequest
})
