/** Which month is looked at: the one before, the one after, or any. */
import type * as Cut from "./Cut.ts"
import { go, hrefOf } from "./Route.ts"
import type { Place, Route } from "./Route.ts"
import { Sign } from "./Sign.tsx"
import { periodBeside, periodText } from "./Spanish.ts"

const months = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, "0"))

export const PeriodPicker = ({ cut, period, route }: {
  readonly period: string
  readonly route: Route & { readonly place: Place }
  /** The instant as of which a month that is over is shown; undefined for a month that is not over. */
  readonly cut: Cut.Cut | undefined
}) => {
  // The instant is chosen again for each month.
  const hrefAt = (other: string): string => hrefOf(route.place, { ...route.query, mes: other, corte: undefined }, route.id)
  const year = Number(period.slice(0, 4))
  const years = Array.from({ length: 9 }, (_, index) => year - 4 + index)
  return (
    <form class="period-picker" aria-label="Mes" onSubmit={(event) => event.preventDefault()}>
      <a class="step" href={hrefAt(periodBeside(period, -1))} aria-label={`Mes anterior: ${periodText(periodBeside(period, -1))}`}><Sign of="previous" /></a>
      <label>
        <span class="hidden">Mes</span>
        <select value={period.slice(5)} onChange={({ currentTarget }) => go(hrefAt(`${period.slice(0, 4)}-${currentTarget.value}`))}>
          {months.map((month) => <option key={month} value={month}>{periodText(`2000-${month}`).slice(0, -8)}</option>)}
        </select>
      </label>
      <label>
        <span class="hidden">Año</span>
        <select value={String(year)} onChange={({ currentTarget }) => go(hrefAt(`${currentTarget.value}-${period.slice(5)}`))}>
          {years.map((one) => <option key={one} value={String(one)}>{one}</option>)}
        </select>
      </label>
      <a class="step" href={hrefAt(periodBeside(period, 1))} aria-label={`Mes siguiente: ${periodText(periodBeside(period, 1))}`}><Sign of="next" /></a>
      {cut !== undefined && (
        <label class="cut">
          <span>Corte</span>
          <select value={cut} onChange={({ currentTarget }) => go(hrefOf(route.place, { ...route.query, mes: period, corte: currentTarget.value }, route.id))}>
            <option value="end">Fin del mes</option>
            <option value="now">Ahora</option>
          </select>
        </label>
      )}
    </form>
  )
}
