/** A form as its renderers see it: a header, a summary and a detail as tables of typed columns, and charts. */
import type * as FormData from "../data/FormData.ts"
import type { ColorWords } from "../wording/Spanish.ts"

/** A percentage as shown, and the fraction behind it. */
export interface Share {
  readonly numerator: number
  readonly denominator: number
  readonly percent: number | null
}

/** What a column shows of a row. `word`: a text that many rows repeat. `codes`: a key for the form's `codes`. */
export type Cell<Row> =
  | { readonly kind: "text" | "word"; readonly of: (row: Row) => string }
  | { readonly kind: "integer"; readonly of: (row: Row) => number }
  | { readonly kind: "percent"; readonly of: (row: Row) => Share }
  | { readonly kind: "instant"; readonly of: (row: Row) => number }
  | { readonly kind: "color"; readonly of: (row: Row) => FormData.Color | null; readonly words: ColorWords }
  | { readonly kind: "codes"; readonly of: (row: Row) => number }

export interface Column<Row> {
  readonly title: string
  /** In a workbook; of branches' and advisors' names, as wide as the longest of the summary. */
  readonly widthCharacters: number | "branch" | "advisor"
  /** The title over this column and its neighbours of the same group; on a page only, in tables it precedes the title. */
  readonly group?: string
  readonly cell: Cell<Row>
  /** The one field that the cell shows, of a detail's line: see `FormData.DetailParts`. */
  readonly field?: keyof Row
  /** Where the column is shown, if not everywhere: `tables` are the workbook and CSV. */
  readonly only?: "page" | "tables" | "csv"
}

export const column = <Row>(
  title: string,
  widthCharacters: Column<Row>["widthCharacters"],
  cell: Cell<Row>,
  more: Pick<Column<Row>, "only" | "group" | "field"> = {}
): Column<Row> => ({ title, widthCharacters, cell, ...more })

/** A column's title where it stands alone. */
export const fullTitle = <Row>({ group, title }: Column<Row>): string => group === undefined ? title : `${group}: ${title}`

/** A reason's Spanish name, and for how many records it was given. */
export interface ReasonFrequency {
  readonly name: string
  readonly count: number
}

export interface Form<Row, Line> {
  readonly header: FormData.Header
  readonly offsetMinutes: FormData.OffsetMinutes
  readonly summary: FormData.Summary<Row>
  /** Without the branch and the advisor, which every summary begins with. */
  readonly summaryColumns: ReadonlyArray<Column<Row>>
  readonly nameOf: (row: Row) => string
  /** How often each reason was given for a row's records, in the forms that have reasons. */
  readonly reasonsOf?: (row: Row) => ReadonlyArray<ReasonFrequency>
  readonly charts: () => string
  readonly detail: FormData.Detail<Line>
  readonly detailTitle: string
  readonly detailColumns: ReadonlyArray<Column<Line>>
  readonly makeLine: () => Line
  /** The Spanish names that a line's key for reasons or warnings stands for, joined. */
  readonly codesText: (key: number) => string
  /** The JSON form's members before `detail`, and a line of the detail. */
  readonly json: () => object
  readonly jsonLine: (line: Line) => object
}

export const columnsFor = <Row>(columns: ReadonlyArray<Column<Row>>, where: "page" | "workbook" | "csv"): ReadonlyArray<Column<Row>> =>
  columns.filter(({ only }) => only === undefined || only === where || (only === "tables" && where !== "page"))

/** Keys seen are remembered up to this many; a real month has some hundreds of combinations. */
const rememberedKeys = 1 << 14

/** The texts of keys, each made once. */
export const codesTextOf = (
  codes: (key: number) => ReadonlyArray<string>,
  rules: ReadonlyArray<FormData.RuleName>
): (key: number) => string => {
  const names = new Map(rules.map(({ code, name }) => [code, name]))
  const texts = new Map<number, string>()
  return (key) => {
    if (key === 0) return ""
    const known = texts.get(key)
    if (known !== undefined) return known
    const text = codes(key).map((code) => names.get(code) ?? code).join("; ")
    if (texts.size < rememberedKeys) texts.set(key, text)
    return text
  }
}
