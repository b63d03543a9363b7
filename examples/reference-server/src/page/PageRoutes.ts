/** The page at `/` and its files, as `page/Page.ts` gives them. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { createHash } from "node:crypto"
import { gzipSync } from "node:zlib"
import type { Page } from "./Page.ts"

/** A file's path holds a digest of its content: it never changes. */
const FOR_GOOD = "public, max-age=31536000, immutable"

const isText = (contentType: string): boolean => /^text\/|svg|json/.test(contentType)

const serving = (contentType: string, body: Uint8Array, headers: Readonly<Record<string, string>>) => {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`
  const zipped = isText(contentType) ? gzipSync(body) : undefined
  const all = { ...headers, etag, vary: "accept-encoding" }
  const whole = HttpServerResponse.uint8Array(body, { contentType, headers: all })
  const compressed = zipped === undefined ? whole : HttpServerResponse.uint8Array(zipped, { contentType, headers: { ...all, "content-encoding": "gzip" } })
  const known = HttpServerResponse.empty({ status: 304, headers: all })
  return Effect.map(HttpServerRequest.HttpServerRequest, ({ headers: asked }) =>
    asked["if-none-match"] === etag ? known : /\bgzip\b/.test(asked["accept-encoding"] ?? "") ? compressed : whole)
}

export const layer = ({ assets, csp, html }: Page) =>
  Layer.mergeAll(
    HttpRouter.add("GET", "/", serving("text/html; charset=utf-8", new TextEncoder().encode(html), { "content-security-policy": csp, "cache-control": "no-cache" })),
    ...assets.map(({ body, contentType, path }) => HttpRouter.add("GET", path as `/${string}`, serving(contentType, body, { "cache-control": FOR_GOOD })))
  )

const withoutPage = HttpServerResponse.text("La página no se pudo construir: vea el registro del servidor. / The page could not be built: see the server's log.\n", { status: 503 })

/** The route where the page can't be built: `/` says so. */
export const layerUnavailable = HttpRouter.add("GET", "/", Effect.succeed(withoutPage))
