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
