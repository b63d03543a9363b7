/**
 * A list as a dense table: sorted by its columns, which can be chosen, with rows that can be marked. On a phone each row is a card.
 * The sort stands in the address; the chosen columns stay in this browser.
 */
import type { ComponentChild } from "preact"
import { useState } from "preact/hooks"

export interface ListColumn<Item> {
  readonly key: string
  readonly label: string
  /** What the API sorts by; undefined: the column does not sort. */
  readonly sort?: string | undefined
  readonly kind?: "number" | "nowrap" | "wide" | undefined
  /** Whether it is shown before anyone chooses. The first column is always shown. */
  readonly isExtra?: boolean | undefined
  readonly cell: (item: Item) => ComponentChild
}

/** Rows that are marked. */
export interface Marking {
  readonly marked: ReadonlySet<string>
  readonly onMark: (marked: ReadonlySet<string>) => void
}

const storageName = (name: string): string => `columnas ${name}`

const storedColumns = (name: string): ReadonlyArray<string> | undefined => {
  try {
    const stored = localStorage.getItem(storageName(name))
    return stored === null ? undefined : stored.split(",")
  } catch {
    return undefined
  }
}

const storeColumns = (name: string, keys: ReadonlyArray<string>): void => {
  try {
    localStorage.setItem(storageName(name), keys.join(","))
  } catch {
    // A browser that keeps nothing shows the usual columns the next time.
  }
}

export const ListTable = <Item,>({ columns, hrefOfSort, idOf, items, marking, name, nameOf, sort }: {
  /** What is listed: `prospectos`. */
  readonly name: string
  readonly columns: ReadonlyArray<ListColumn<Item>>
  readonly items: ReadonlyArray<Item>
  readonly idOf: (item: Item) => string
  /** What a row is called, for who marks it without seeing it. */
  readonly nameOf: (item: Item) => string
  /** The present order: a column's `sort`, with `-` before it the other way. */
  readonly sort: string
  readonly hrefOfSort: (sort: string) => string
  readonly marking?: Marking | undefined
}) => {
  const [chosen, setChosen] = useState(storedColumns(name) ?? columns.filter(({ isExtra }) => isExtra !== true).map(({ key }) => key))
  const shown = columns.filter(({ key }, place) => place === 0 || chosen.includes(key))
  const choose = (key: string, isShown: boolean): void => {
    const next = isShown ? [...chosen, key] : chosen.filter((one) => one !== key)
    storeColumns(name, next)
    setChosen(next)
  }
  const areAllMarked = marking !== undefined && items.length > 0 && items.every((item) => marking.marked.has(idOf(item)))
  const mark = (ids: ReadonlyArray<string>, isMarked: boolean): void => {
    if (marking === undefined) return
    const next = new Set(marking.marked)
    for (const id of ids) {
      if (isMarked) next.add(id)
      else next.delete(id)
    }
    marking.onMark(next)
  }
  return (
    <>
      <details class="column-choice">
        <summary>Columnas</summary>
        <fieldset>
          <legend class="hidden">Columnas que se muestran</legend>
          {columns.slice(1).map(({ key, label }) => (
            <label key={key} class="check">
              <input type="checkbox" checked={chosen.includes(key)} onChange={({ currentTarget }) => choose(key, currentTarget.checked)} />
              {label}
            </label>
          ))}
        </fieldset>
      </details>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={`Lista de ${name}`}>
        <table role="table" class={marking === undefined ? "records dense" : "records dense is-markable"}>
          <caption class="hidden">{name.charAt(0).toLocaleUpperCase("es-CO") + name.slice(1)}</caption>
          <thead role="rowgroup">
            <tr role="row">
              {marking !== undefined && (
                <th role="columnheader" scope="col" class="mark-cell">
                  <input type="checkbox" aria-label="Marcar todas las filas" checked={areAllMarked} onChange={({ currentTarget }) => mark(items.map(idOf), currentTarget.checked)} />
                </th>
              )}
              {shown.map(({ key, kind, label, sort: own }) => {
                const way = own === undefined ? undefined : sort === own ? "ascending" : sort === `-${own}` ? "descending" : "none"
                return (
                  <th key={key} role="columnheader" scope="col" class={kind} aria-sort={way === "none" ? undefined : way}>
                    {own === undefined ? label : (
                      <a class={`sort is-${way}`} href={hrefOfSort(way === "ascending" ? `-${own}` : own)}>
                        {label}
                        <span class="hidden">{way === "ascending" ? ": ordenar de mayor a menor" : ": ordenar de menor a mayor"}</span>
                      </a>
                    )}
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {items.map((item) => {
              const id = idOf(item)
              const isMarked = marking?.marked.has(id) === true
              return (
                <tr key={id} role="row" class={isMarked ? "is-marked" : undefined}>
                  {marking !== undefined && (
                    <td role="cell" class="mark-cell">
                      <input type="checkbox" aria-label={`Marcar ${nameOf(item)}`} checked={isMarked} onChange={({ currentTarget }) => mark([id], currentTarget.checked)} />
                    </td>
                  )}
                  {shown.map(({ cell, key, kind, label }, place) => place === 0
                    ? <th key={key} role="rowheader" scope="row">{cell(item)}</th>
                    : <td key={key} role="cell" class={kind} data-label={label}>{cell(item)}</td>)}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </>
  )
}
