/** The open view. *Mi día* and *El mes* are part of the program that comes first; the others are loaded behind it, or when one is opened. */
import { useEffect, useRef, useState } from "preact/hooks"
import { MonthView } from "../month/MonthView.tsx"
import { TodayView } from "../today/TodayView.tsx"
import { Failure } from "./Failure.tsx"
import { Refused } from "./Request.ts"
import type { Place, Route } from "./Route.ts"

type Views = typeof import("./View.tsx")

let views: Views | undefined

/** Loads the other views. A browser asks again for a file that it could not get. */
export const loadViews = async (): Promise<Views> => views ??= await import("./View.tsx")

interface Props {
  readonly place: Place
  readonly id: string | undefined
  readonly query: Route["query"]
  /** Called where the view had to be loaded first, once it is there. */
  readonly onLate: () => void
}

export const OpenView = (props: Props) => props.place === "hoy" ? <TodayView /> : props.place === "mes" ? <MonthView /> : <LoadedView {...props} place={props.place} />

const unloaded = new Refused(0, "No se pudo abrir esta vista. Revise la red; si acaba de actualizarse el programa, recargue la página.")

const LoadedView = (props: Omit<Props, "place"> & { readonly place: Exclude<Place, "hoy" | "mes"> }) => {
  const isLate = useRef(views === undefined)
  const [loaded, setLoaded] = useState<Views | "failed" | undefined>(views)
  const load = (): void => {
    loadViews().then(setLoaded, () => setLoaded("failed"))
  }
  useEffect(() => {
    if (loaded === undefined) load()
    else if (isLate.current && loaded !== "failed") props.onLate()
  }, [loaded])
  return loaded === undefined
    ? <p class="loading" aria-busy="true">Abriendo…</p>
    : loaded === "failed"
    ? <Failure refusal={unloaded} onRetry={load} />
    : <loaded.View {...props} />
}
