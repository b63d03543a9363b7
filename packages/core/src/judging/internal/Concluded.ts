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
  concluded?.indexes.forEach((index, place) => byId.set(book.idOf(index), Verification.conclusions[concluded.conclusions[place]!]!))
  return byId
}

/** The indexes of the records whose calls came to a conclusion. */
export const indexesWith = (concluded: Concluded | undefined, conclusion: Verification.Conclusion): ReadonlyArray<number> => {
  if (concluded === undefined) return []
  const number = Verification.conclusions.indexOf(conclusion)
  return [...concluded.indexes].filter((_, place) => concluded.conclusions[place] === number)
}
