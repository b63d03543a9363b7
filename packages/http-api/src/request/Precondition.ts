/**
 * `If-Match` and `If-None-Match`: whether what a sender knows is still so. A write asks about the revision alone. What a reading answers
 * changes without it too, since a verdict also follows from other records, so a reading's ETag has a digest of the answer behind the revision.
 *
 * @see docs/decisions/0097-etags-of-readings.md
 */
import * as CanonicalJson from "@crm-procedure/core/identity/CanonicalJson"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import type { PreconditionFailed } from "../Problem.ts"
import * as Refusing from "./Refusing.ts"

/** The ETag of a write: the revision that it made. */
export const etagOf = (revision: number): string => `"${revision}"`

const failed = (es: string, en: string) => Refusing.refuse("PreconditionFailed", { es, en })

const tagsOf = (header: string): ReadonlyArray<string> => header.split(",").map((tag) => tag.trim())

/** The ETag of a reading: the revision and a digest of the answer. */
export const etagOfAnswer = (revision: number, body: unknown): string => `"${revision}-${CanonicalJson.digestOfText(JSON.stringify(body)).slice(0, 16)}"`

/** Whether an `If-Match` names a revision, by the ETag of a write or of a reading, or any. Weak tags match nothing. */
const names = (match: string, revision: number): boolean =>
  match.trim() === "*" || tagsOf(match).some((tag) => tag.replace(/-[0-9a-f]{16}"$/, "\"") === `"${revision}"`)

/** What is answered to a reader who may have the answer already: 304 without a body where `If-None-Match` names its ETag. */
export const unlessKnown = (request: HttpServerRequest, response: HttpServerResponse.HttpServerResponse): HttpServerResponse.HttpServerResponse => {
  const known = request.headers["if-none-match"]
  const etag = response.headers["etag"]
  if (known === undefined || etag === undefined || response.status !== 200 || (request.method !== "GET" && request.method !== "HEAD")) return response
  return known.trim() === "*" || tagsOf(known).some((tag) => tag.replace(/^W\//, "") === etag) ? HttpServerResponse.empty({ status: 304, headers: { etag } }) : response
}

/** Fails unless the headers of a write name the record's revision; undefined: there is no record. */
export const mustHold = (request: HttpServerRequest, revision: number | undefined): Effect.Effect<void, PreconditionFailed> => {
  const match = request.headers["if-match"]
  const noneMatch = request.headers["if-none-match"]
  if (match !== undefined) {
    const holds = revision !== undefined && names(match, revision)
    if (!holds) {
      return Effect.fail(failed(
        revision === undefined ? "El registro no existe." : `El registro está en la revisión ${revision}.`,
        revision === undefined ? "The record is not there." : `The record is at revision ${revision}.`
      ))
    }
  }
  if (noneMatch !== undefined && revision !== undefined && names(noneMatch, revision)) {
    return Effect.fail(failed(`El registro ya existe, en la revisión ${revision}.`, `The record is there, at revision ${revision}.`))
  }
  return Effect.void
}
