/** Paths with their queries. */

export type Query = Readonly<Record<string, string | undefined>>

/** A path with its query; what is undefined or empty is left out. */
export const pathWith = (path: string, query: Query = {}): string => {
  const search = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => value === undefined || value === "" ? [] : [[name, value]]))
  return search.size === 0 ? path : `${path}?${search}`
}
