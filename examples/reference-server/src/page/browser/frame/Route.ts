/**
 * The place on the page. It stands behind `#` in the address, so that links, back and forward work. Ids and codes only, never
 * names.
 */
import { useLayoutEffect, useState } from "preact/hooks"
import * as Entry from "./Entry.ts"
import { pathWith } from "./Path.ts"
import * as Place from "./Place.ts"

export type { Place } from "./Place.ts"

export interface Route {
  readonly place: Place.Place | undefined
  /** Whether the address names a place that does not exist. */
  readonly isUnknown: boolean
  /** The id of a record. */
  readonly id: string | undefined
  readonly query: Readonly<Record<string, string | undefined>>
}

/** The link to a place. */
export const hrefOf = (place: Place.Place, query: Route["query"] = {}, id?: string): string =>
  `#${pathWith(id === undefined ? `/${place}` : `/${place}/${encodeURIComponent(id)}`, query)}`

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Reads the part of an address from `#`. */
export const routeOf = (hash: string): Route => {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?", 2)
  const [place = "", id = ""] = path.split("/")
  return {
    place: Place.isPlace(place) ? place : undefined,
    isUnknown: location.pathname !== "/" || place !== "" && !Place.isPlace(place),
    id: id === "" ? undefined : decoded(id),
    query: Object.fromEntries(new URLSearchParams(search))
  }
}

/** Goes to a place. `replace`: the present place is no longer in the history. */
export const go = (href: string, replace = false): void => {
  if (replace) location.replace(href)
  else location.hash = href
}

/** The current route. */
export const useRoute = (): Route => {
  const [hash, setHash] = useState(location.hash)
  // Before the first picture: a link may be followed right after it.
  useLayoutEffect(() => {
    const follow = (): void => {
      Entry.arrive()
      setHash(location.hash)
    }
    addEventListener("hashchange", follow)
    return () => removeEventListener("hashchange", follow)
  }, [])
  return routeOf(hash)
}
