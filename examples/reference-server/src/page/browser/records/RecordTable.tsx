/**
 * A table of records. On a phone each row is a small block with its columns' names, which a browser would no longer take for a
 * table: hence the roles.
 */
import type { ComponentChild } from "preact"

export interface Column {
  readonly label: string
  readonly kind?: "number" | "nowrap" | "wide" | undefined
}

export interface Row {
  readonly key: string
  /** One a column; the first names the row. */
  readonly cells: ReadonlyArray<ComponentChild>
  readonly class?: string | undefined
}

export const RecordTable = ({ caption, class: own, columns, rows }: {
  readonly caption: string
  readonly columns: ReadonlyArray<Column>
  readonly rows: ReadonlyArray<Row>
  /** `tally`: many counts and a bar, which take two lines where there is no room for one. */
  readonly class?: "tally" | undefined
}) => (
  <div class="table-scroll" tabIndex={0} role="region" aria-label={caption}>
    <table role="table" class={own === undefined ? "records" : `records ${own}`}>
      <caption class="hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ kind, label }) => <th key={label} role="columnheader" scope="col" class={kind}>{label}</th>)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={row.key} role="row" class={row.class}>
            {row.cells.map((cell, place) => {
              const { kind, label } = columns[place]!
              return place === 0
                ? <th key={label} role="rowheader" scope="row">{cell}</th>
                : <td key={label} role="cell" class={kind} data-label={label}>{cell}</td>
            })}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
