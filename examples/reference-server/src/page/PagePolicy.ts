/** What a browser may do with an HTML answer: show it, with the scripts that it was sent with and no others. */
import type { HttpServerResponse } from "effect/http/HttpServerResponse"
import { createHash } from "node:crypto"

/** A printed form: its own styles and drawings, no script, nothing from other places. */
const printed = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

const textOf = ({ body }: HttpServerResponse): string | undefined =>
  body._tag === "Uint8Array" ? new TextDecoder().decode(body.body) : body._tag === "Raw" && typeof body.body === "string" ? body.body : undefined

const SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g

/** A page that explains itself with scripts inside (the documentation): these scripts, by their digests. */
const documentation = (html: string): string => {
  const digests = [...html.matchAll(SCRIPT)].map(([, script]) => `'sha256-${createHash("sha256").update(script!).digest("base64")}'`)
  return digests.length === 0
    ? printed
    : `default-src 'none'; script-src ${digests.join(" ")}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; connect-src 'self'; worker-src blob:; frame-ancestors 'none'; base-uri 'none'`
}

export const of = (response: HttpServerResponse): string => {
  const html = textOf(response)
  return html === undefined ? printed : documentation(html)
}
