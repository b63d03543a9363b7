/** The filters of a list, all of them in its address: pills with their counts, and choices from a list. */
import { countText, integerText } from "../frame/Spanish.ts"
import { go } from "../frame/Route.ts"
import { Sign } from "../frame/Sign.tsx"

export interface Pill {
  readonly label: string
  readonly href: string
  readonly isChosen: boolean
  /** How many it leaves; undefined where that is not known. */
  readonly count?: number | undefined
  /** Whether to choose it is to take the filter away. */
  readonly isRemoved?: boolean | undefined
}

export const Pills = ({ label, pills }: { readonly label: string; readonly pills: ReadonlyArray<Pill> }) => (
  <nav class="filters" aria-label={label}>
    <ul>
      {pills.map(({ count, href, isChosen, isRemoved, label: text }) => (
        <li key={text}>
          <a href={href} aria-current={isChosen ? "true" : undefined}>
            {text}
            {count !== undefined && <> <strong>{integerText(count)}</strong></>}
            {isRemoved === true && <><span class="hidden"> (quitar este filtro)</span> <Sign of="cross" /></>}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

export interface Choice {
  readonly label: string
  /** What stands for no choice: `Todos`. */
  readonly none: string
  readonly chosen: string | undefined
  readonly options: ReadonlyArray<{ readonly id: string; readonly name: string; readonly count?: number | undefined }>
  readonly hrefOf: (id: string | undefined) => string
}

export const Choices = ({ choices }: { readonly choices: ReadonlyArray<Choice> }) => (
  <form class="filter-form" onSubmit={(event) => event.preventDefault()}>
    {choices.map(({ chosen, hrefOf, label, none, options }) => (
      <label key={label}>
        {label}
        <select value={chosen ?? ""} onChange={({ currentTarget }) => go(hrefOf(currentTarget.value === "" ? undefined : currentTarget.value))}>
          <option value="">{none}</option>
          {options.map(({ count, id, name }) => <option key={id} value={id}>{count === undefined ? name : `${name} (${integerText(count)})`}</option>)}
        </select>
      </label>
    ))}
  </form>
)

/** What a list shows of all that it has, and the files of all of it. */
export const ListTools = ({ exportPath, fileName, shown, total, what }: {
  /** The list's path with its filters and its order; the format is added. */
  readonly exportPath: (format: "xlsx" | "csv") => string
  readonly fileName: string
  readonly shown: number
  readonly total: number | undefined
  readonly what: readonly [one: string, many: string]
}) => (
  <div class="list-tools">
    <p class="muted" role="status">{total === undefined || total === shown ? countText(shown, ...what) : `${integerText(shown)} de ${countText(total, ...what)}`}</p>
    <a class="button" href={exportPath("xlsx")} download={`${fileName}.xlsx`}>Exportar esta lista<span class="hidden"> a Excel</span></a>
  </div>
)
