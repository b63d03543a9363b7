/** Of a closed month: that it is closed, and whether the figures shown are those that were frozen. */
import type { Scorecard } from "../frame/Contract.ts"
import { hrefOf } from "../frame/Route.ts"
import { Sign } from "../frame/Sign.tsx"
import { instantText } from "../frame/Spanish.ts"
import { may, useSurroundings } from "../frame/Surroundings.ts"

export const ClosedNote = ({ rest, scorecard: { asOf, closed } }: {
  readonly scorecard: Scorecard
  /** What else is shown there, which is of the records as they are now: with a capital, and its verb. */
  readonly rest: string
}) => {
  const surroundings = useSurroundings()
  if (closed === undefined) return null
  const isFrozen = closed.figures === "frozen"
  return (
    <div class="note closed-note" role="note" aria-label="Mes cerrado">
      <p>
        <Sign of={isFrozen ? "check" : "alert"} /> <strong>Mes cerrado</strong> el {instantText(closed.closedAt)}. {isFrozen
          ? <>La prospección y el seguimiento, con sus semáforos, son los que se congelaron al cerrar, con corte al {instantText(asOf)}. Lo que llegó después no los cambia.</>
          : <>Estas cifras salen de los registros como están hoy: no son las que se congelaron al cerrar.</>}
      </p>
      <p class="muted">
        {isFrozen && <>{rest} de los registros como están hoy. </>}Huella <code>{closed.digest.slice(0, 12)}…</code>
        {may(surroundings, "periods.read") && <> · <a href={hrefOf("cierre", surroundings.kept)}>Ver el cierre y lo que llegó después</a></>}
      </p>
    </div>
  )
}

/** Where the records of a closed month are compared as they are now, whatever was frozen. */
export const ClosedComparisonNote = ({ closed }: { readonly closed: NonNullable<Scorecard["closed"]> }) => {
  const { kept } = useSurroundings()
  return (
    <div class="note closed-note" role="note" aria-label="Mes cerrado">
      <p>
        <Sign of="alert" /> <strong>Mes cerrado</strong> el {instantText(closed.closedAt)}. La comparación es de los registros como están hoy, con lo que llegó después del cierre: las cifras
        bajo «Hoy» no son las que se congelaron. Esas están en <a href={hrefOf("mes", kept)}>El mes</a>.
      </p>
    </div>
  )
}
