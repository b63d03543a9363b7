/** What the calls about a month's records came to, in columns. */
import * as Verification from "../Verification.ts"

/** Verified records by their indexes, and the number of each one's conclusion in `Verification.conclusions`. */
export interface Concluded {
  readonly indexes: Uint32Array
  readonly conclusions: Uint8Array
}

/** The conclusions by the ids of their records. */
export const conclusionsById = (concluded: Concluded | undefined, book: { readonly idOf: (index: number) => string }): ReadonlyMap<string, Verification.Conclusion> => {
  const byId = new Map<string, Verification.Conclusion>()
  forEach(concluded, (index, conclusion) => byId.set(book.idOf(index), conclusion))
  return byId
}

/** Hands on each verified record's index with its conclusion. */
export const forEach = (concluded: Concluded | undefined, take: (index: number, conclusion: Verification.Conclusion) => void): void =>
  concluded?.indexes.forEach((index, place) => take(index, Verification.conclusions[concluded.conclusions[place]!]!))
