/**
 * The open view. *Mi día* and *El mes* are part of the program that comes first; the other views of the daily work are loaded behind it,
 * and those of the administration when one is opened.
 */
import type { FunctionComponent } from "preact"
import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { MonthView } from "../month/MonthView.tsx"
import { TodayView } from "../today/TodayView.tsx"
import { Failure } from "./Failure.tsx"
import { Refused } from "./Request.ts"
import type { Place, Route } from "./Route.ts"

interface Props {
  readonly place: Place
  readonly id: string | undefined
  readonly query: Route["query"]
  /** Called where the view had to be loaded first, once it is there. */
  readonly onLate: () => void
}

/** A part of the program that is loaded, and shown once it is there. */
interface Part<P> {
  readonly load: () => Promise<FunctionComponent<P>>
  readonly loaded: () => FunctionComponent<P> | undefined
}

const partOf = <P,>(get: () => Promise<FunctionComponent<P>>): Part<P> => {
  let found: FunctionComponent<P> | undefined
  return { load: async () => found ??= await get(), loaded: () => found }
}

const work = partOf(() => import("./WorkView.tsx").then(({ WorkView }) => WorkView))
const administration = partOf(() => import("./AdministrationView.tsx").then(({ AdministrationView }) => AdministrationView))

/** Loads the other views of the daily work. */
export const loadWork = work.load

const places = [
  "metas", "directorio", "datos-personales", "importar", "que-pasaria-si", "cierre",
  "personas", "llaves", "mi-cuenta", "mensajes", "politica"
] as const satisfies ReadonlyArray<Place>

export type AdministrationPlace = typeof places[number]

const isAdministration = (place: Place): place is AdministrationPlace => (places as ReadonlyArray<Place>).includes(place)

export const OpenView = ({ id, onLate, place, query }: Props) =>
  place === "hoy"
    ? <TodayView />
    : place === "mes"
    ? <MonthView />
    : isAdministration(place)
    ? <Loaded key="administration" part={administration} shown={{ place, id, query }} onLate={onLate} />
    : <Loaded key="work" part={work} shown={{ place, id, query }} onLate={onLate} />

const unloaded = new Refused(0, "No se pudo abrir esta vista. Revise la red; si acaba de actualizarse el programa, recargue la página.")

const Loaded = <P extends object>({ onLate, part, shown }: { readonly part: Part<P>; readonly shown: P; readonly onLate: () => void }) => {
  const [state, setState] = useState<"loading" | "failed" | "ready">(part.loaded() === undefined ? "loading" : "ready")
  const isLate = useRef(state === "loading")
  const load = (): void => {
    part.load().then(() => setState("ready"), () => setState("failed"))
  }
  // A browser remembers that it could not get a part, until the page is opened again.
  const retry = (): void => {
    part.load().then(() => setState("ready"), () =>
      void fetch("/health", { cache: "no-store" }).then(({ ok }) => {
        if (ok) location.reload()
      }, () => {}))
  }
  useLayoutEffect(() => {
    if (state === "loading") load()
    else if (isLate.current && state === "ready") onLate()
  }, [state])
  const View = part.loaded()
  return View !== undefined ? <View {...shown} /> : state === "failed" ? <Failure refusal={unloaded} onRetry={retry} /> : <p class="loading" aria-busy="true">Abriendo…</p>
}
