/** Where one is on the page: it stands behind `#` in the address, so that links, back and forth work. Ids and codes only, never names. */
import { useEffect, useState } from "preact/hooks"
import * as Entry from "./Entry.ts"
import { pathWith } from "./Request.ts"

const names = [
  "hoy", "mes", "detalle", "prospecto", "actividad", "leads", "llamadas", "apelaciones", "tendencias", "cambios", "importar", "metas", "directorio", "datos-personales", "que-pasaria-si", "politica", "formularios", "cierre", "auditoria", "personas", "llaves", "mi-cuenta", "mensajes"
] as const

export type Place = typeof names[number]

const places: ReadonlySet<string> = new Set(names)

export interface Route {
  readonly place: Place | undefined
  /** Whether the address names a place that there is not. */
  readonly isUnknown: boolean
  /** The id of a record. */
  readonly id: string | undefined
  readonly query: Readonly<Record<string, string | undefined>>
}

/** The link to a place. */
export const hrefOf = (place: Place, query: Route["query"] = {}, id?: string): string =>
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
    place: places.has(place) ? place as Place : undefined,
    isUnknown: location.pathname !== "/" || place !== "" && !places.has(place),
    id: id === "" ? undefined : decoded(id),
    query: Object.fromEntries(new URLSearchParams(search))
  }
}

/** Goes to a place; `replace` leaves no trace of where one was. */
export const go = (href: string, replace = false): void => {
  if (replace) location.replace(href)
  else location.hash = href
}

/** The current route. */
export const useRoute = (): Route => {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const follow = (): void => {
      Entry.arrive()
      setHash(location.hash)
    }
    addEventListener("hashchange", follow)
    return () => removeEventListener("hashchange", follow)
  }, [])
  return routeOf(hash)
}
