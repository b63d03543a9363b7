/** `If-Match` and `If-None-Match` of a write: whether the record is at the revision that the sender knows. */
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import type { PreconditionFailed } from "../Problem.ts"
import * as Refusing from "./Refusing.ts"

/** The ETag of a revision. */
export const etagOf = (revision: number): string => `"${revision}"`

const failed = (es: string, en: string) => Refusing.refuse("PreconditionFailed", { es, en })

const tagsOf = (header: string): ReadonlyArray<string> => header.split(",").map((tag) => tag.trim())

/** Fails unless the headers name the record's revision; undefined: there is no record. Weak tags match nothing. */
export const mustHold = (request: HttpServerRequest, revision: number | undefined): Effect.Effect<void, PreconditionFailed> => {
  const match = request.headers["if-match"]
  const noneMatch = request.headers["if-none-match"]
  if (match !== undefined) {
    const holds = revision !== undefined && (match.trim() === "*" || tagsOf(match).includes(etagOf(revision)))
    if (!holds) {
      return Effect.fail(failed(
        revision === undefined ? "El registro no existe." : `El registro está en la revisión ${revision}.`,
        revision === undefined ? "The record is not there." : `The record is at revision ${revision}.`
      ))
    }
  }
  if (noneMatch !== undefined && revision !== undefined && (noneMatch.trim() === "*" || tagsOf(noneMatch).includes(etagOf(revision)))) {
    return Effect.fail(failed(`El registro ya existe, en la revisión ${revision}.`, `The record is there, at revision ${revision}.`))
  }
  return Effect.void
}
