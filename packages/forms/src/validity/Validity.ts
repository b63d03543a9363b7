/** What GC-FOR-05 and GC-FOR-06 have in common. */
import * as Chart from "../chart/Chart.ts"
import type * as FormData from "../data/FormData.ts"
import { type Column, column, type ReasonFrequency } from "../layout/Form.ts"
import { indicatorWords } from "../wording/Spanish.ts"

const countOf = (row: FormData.IndicatorRow, code: string): number =>
  row.reasons.reduce((sum, reason) => reason.code === code ? sum + reason.count : sum, 0)

const namesOf = (report: { readonly rules: ReadonlyArray<FormData.RuleName> }): ReadonlyMap<string, string> =>
  new Map(report.rules.map(({ code, name }) => [code, name]))

/** Goal, percentage, colour; in CSV the reasons' frequency too, a column for each rule. */
export const goalColumns = <Row extends FormData.IndicatorRow>(report: FormData.ValiditySummary<Row>): ReadonlyArray<Column<Row>> => {
  const names = namesOf(report)
  const nameOf = (code: string): string => names.get(code) ?? code
  return [
    column<Row>("Meta", 9, { kind: "integer", of: (row) => row.goal }),
    column<Row>("% de la meta", 11, {
      kind: "percent",
      of: (row) => ({ numerator: row.valid, denominator: row.goal, percent: row.percent })
    }),
    column<Row>("Semáforo", 12, { kind: "color", of: (row) => row.color, words: indicatorWords }),
    ...report.company.reasons.filter(({ count }) => count > 0).map(({ code }) =>
      column<Row>(nameOf(code), 15, { kind: "integer", of: (row) => countOf(row, code) }, { only: "csv" })
    )
  ]
}

/** The reasons of a row with their frequency. */
export const reasonsOf = (report: { readonly rules: ReadonlyArray<FormData.RuleName> }): (row: FormData.IndicatorRow) => ReadonlyArray<ReasonFrequency> => {
  const names = namesOf(report)
  return (row) => row.reasons.filter(({ count }) => count > 0).map(({ code, count }) => ({ name: names.get(code) ?? code, count }))
}

/** Indicator against goal per advisor who has a goal, the month's course, the reasons' frequency. */
export const charts = <Row extends FormData.IndicatorRow>(report: FormData.ValiditySummary<Row>, what: string): string => {
  const names = namesOf(report)
  const bars = report.branches.flatMap(({ advisors }) =>
    advisors.filter((row) => row.goal > 0).map((row) => ({
      label: row.name,
      numerator: row.valid,
      denominator: row.goal,
      percent: row.percent,
      color: row.color
    })))
  return Chart.indicatorBars({ id: "indicator", title: `${what} frente a la meta, por asesor` }, bars, report.thresholds) +
    (report.course.length === 0
      ? ""
      : Chart.courseLine({ id: "course", title: `Avance del período frente al ritmo: ${what.toLowerCase()}` }, report.course)) +
    Chart.reasonBars(
      { id: "reasons", title: "Frecuencia de las razones, toda la empresa" },
      report.company.reasons.map(({ code, count }) => ({ label: names.get(code) ?? code, count }))
        .toSorted((one, other) => other.count - one.count)
    )
}

/** The members of the JSON form before its detail. */
export const json = <Row extends FormData.IndicatorRow>(report: FormData.ValiditySummary<Row>): object => ({
  header: report.header,
  thresholds: report.thresholds,
  rules: report.rules,
  course: report.course,
  branches: report.branches,
  company: report.company
})

/** What the lines of both forms have at their end: whose the record is, and how it was judged. */
type JudgedLine = Pick<FormData.ProspectLine, "advisorId" | "advisor" | "branch" | "brand" | "verdict" | "reasons" | "warnings">

/** The columns of a record's place and verdict, the last of a line. */
export const judgedColumns = <Line extends JudgedLine>(verdictWords: Readonly<Record<JudgedLine["verdict"], string>>): ReadonlyArray<Column<Line>> => [
  column<Line>("Asesor", "advisor", { kind: "word", of: (line) => line.advisor }, { field: "advisor" }),
  column<Line>("Id del asesor", 14, { kind: "word", of: (line) => line.advisorId }, { only: "tables", field: "advisorId" }),
  column<Line>("Sede", "branch", { kind: "word", of: (line) => line.branch }, { field: "branch" }),
  column<Line>("Marca", 16, { kind: "word", of: (line) => line.brand }, { field: "brand" }),
  column<Line>("Veredicto", 11, { kind: "word", of: (line) => verdictWords[line.verdict] }, { field: "verdict" }),
  column<Line>("Razones", 48, { kind: "codes", of: (line) => line.reasons }, { field: "reasons" }),
  column<Line>("Advertencias", 30, { kind: "codes", of: (line) => line.warnings }, { field: "warnings" })
]

/** The end of a line before it is written. */
export const unjudged = (): JudgedLine => ({ advisorId: "", advisor: "", branch: "", brand: "", verdict: "pending", reasons: 0, warnings: 0 })

/** The codes of a line for the JSON form. */
export const codesOf = (codes: (key: number) => ReadonlyArray<string>, { reasons, warnings }: JudgedLine) => ({ reasons: codes(reasons), warnings: codes(warnings) })
