/** What the door answers until the server is loaded. */
import { createHash } from "node:crypto"
import type { IncomingMessage, ServerResponse } from "node:http"

const style = "body{font:1.125rem/1.5 system-ui,sans-serif;margin:20vh auto;max-width:32rem;padding:0 1rem;color:#1d2433;background:#f6f7f9}" +
  "@media(prefers-color-scheme:dark){body{color:#e6e9ef;background:#14171d}}h1{font-size:1.5rem}"

const page = `<!doctype html>
<html lang="es-CO">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="1">
<title>Preparando… · Procedimiento CRM</title>
<style>${style}</style>
<main role="status">
<h1>Preparando…</h1>
<p>El servidor está preparando la base de datos. Esta página se abre sola en unos segundos.</p>
</main>
</html>
`

const RETRY_AFTER_SECONDS = "1"

const headers = {
  "cache-control": "no-store",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer"
}

/** The contract's own refusal, so that a client that knows it waits and tries again. */
const problem = JSON.stringify({
  type: "urn:crm-procedure:problem:unavailable",
  title: "The service is not available",
  status: 503,
  detail: "The server is being prepared. Try again in a moment."
})

/** Answers a request: `/health` with 200, a browser with a page that reloads itself, all other clients with 503 and `Retry-After`. */
export const answer = (request: IncomingMessage, response: ServerResponse): void => {
  const path = (request.url ?? "/").split("?", 1)[0]
  const send = (status: number, type: string, body: string): void => {
    const retry = status === 503 ? { "retry-after": RETRY_AFTER_SECONDS } : {}
    // The body is not read. An idle connection may not be checked for seconds while the server loads, so it is closed.
    response.writeHead(status, { ...headers, ...retry, connection: "close", "content-type": type, "content-length": Buffer.byteLength(body) })
    response.end(request.method === "HEAD" ? undefined : body)
  }
  if (path === "/health") return send(200, "application/json", JSON.stringify({ status: "ok" }))
  const wantsPage = (request.headers.accept ?? "").includes("text/html") || path === "/"
  if (wantsPage && path !== "/ready") return send(503, "text/html; charset=utf-8", page)
  send(503, "application/problem+json", problem)
}
