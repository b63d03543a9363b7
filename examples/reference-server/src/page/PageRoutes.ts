/** The page at `/` and its files, as `page/Page.ts` gives them. */
import * as Template from "@crm-procedure/intake/Template"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { HttpRouter, HttpServerError, HttpServerRequest, HttpServerResponse } from "effect/http"
import { createHash } from "node:crypto"
import { brotliCompress, gzipSync } from "node:zlib"
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
  // An eighth smaller, over TLS alone, and slow to make: behind the start, off the main thread.
  let smallest: HttpServerResponse.HttpServerResponse | undefined
  if (zipped !== undefined) {
    brotliCompress(body, (error, bytes) => {
      if (error === null) smallest = HttpServerResponse.uint8Array(bytes, { contentType, headers: { ...all, "content-encoding": "br" } })
    })
  }
  return Effect.map(HttpServerRequest.HttpServerRequest, ({ headers: asked }) => {
    const accepted = asked["accept-encoding"] ?? ""
    return asked["if-none-match"] === etag ? known : smallest !== undefined && /\bbr\b/.test(accepted) ? smallest : /\bgzip\b/.test(accepted) ? compressed : whole
  })
}

/** An address that a person typed: a browser asks for a page there. */
const isTyped = (accept: string | undefined, url: string): boolean => /\btext\/html\b/.test(accept ?? "") && !url.startsWith("/v1/")

/** Any other address: the page says that it leads nowhere. A program gets the refusal of the contract. */
const elsewhere = (html: string, csp: string, root: ReturnType<typeof serving>) =>
  Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
    /^\/(\?|$)/.test(request.url)
      ? root
      : isTyped(request.headers.accept, request.url)
      ? Effect.succeed(HttpServerResponse.text(html, { status: 404, contentType: "text/html; charset=utf-8", headers: { "content-security-policy": csp, "cache-control": "no-store" } }))
      : Effect.fail(new HttpServerError.HttpServerError({ reason: new HttpServerError.RouteNotFound({ request }) })))

/** The templates that people fill in, as files of their Spanish names. They tell nothing of a dealership. */
const templates = Template.all.map((template) =>
  HttpRouter.add("GET", `/plantillas/${template.kind}.csv`, serving("text/csv; charset=utf-8", new TextEncoder().encode(Template.csv(template)), {
    "cache-control": "no-cache",
    "content-disposition": `attachment; filename="${template.name}.csv"`
  })))

/** What each column of the templates means, as the sheet that explains them says it. */
const columns = HttpRouter.add("GET", "/plantillas/columnas.json", serving("application/json", new TextEncoder().encode(JSON.stringify(Template.all)), { "cache-control": "no-cache" }))

export const layer = ({ assets, csp, html }: Page) =>
  Layer.mergeAll(
    // The router gives `/` to the wildcard too.
    HttpRouter.add("GET", "/*", elsewhere(html, csp, serving("text/html; charset=utf-8", new TextEncoder().encode(html), { "content-security-policy": csp, "cache-control": "no-cache" }))),
    ...templates,
    columns,
    ...assets.map(({ body, contentType, path }) => HttpRouter.add("GET", path as `/${string}`, serving(contentType, body, { "cache-control": FOR_GOOD })))
  )

const withoutPage = HttpServerResponse.text("La página no se pudo construir: vea el registro del servidor. / The page could not be built: see the server's log.\n", { status: 503 })

/** The route where the page can't be built: `/` says so. */
export const layerUnavailable = HttpRouter.add("GET", "/", Effect.succeed(withoutPage))
