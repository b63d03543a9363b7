/** The rows of a form's summary as every table shows them: the advisors of a branch, the branch's subtotal, at the end the company. */
import type { Form } from "./Form.ts"

export const subtotalName = "Subtotal sede"
export const totalName = "Total empresa"

export type RowKind = "advisor" | "subtotal" | "total"

/** Calls `use` for each row in its order, with the names in its first two columns. */
export const forEach = <Row, Line>(
  { nameOf, summary }: Form<Row, Line>,
  use: (branch: string, advisor: string, row: Row, kind: RowKind) => void
): void => {
  for (const { advisors, subtotal } of summary.branches) {
    for (const advisor of advisors) use(nameOf(subtotal), nameOf(advisor), advisor, "advisor")
    use(nameOf(subtotal), subtotalName, subtotal, "subtotal")
  }
  use(totalName, "", summary.company, "total")
}
