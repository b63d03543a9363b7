/** The tables that are printed and kept in `results.md`. */
import * as Measure from "./Measure.ts"

/** One row of the goals, measured. */
export interface Section {
  readonly title: string
  /** What was measured, on what, and what was checked before. */
  readonly text: string
  readonly table: string
}

export const markdown = (columns: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = columns.map((column, place) => Math.max(3, column.length, ...rows.map((row) => row[place]!.length)))
  const line = (cells: ReadonlyArray<string>): string => `| ${cells.map((cell, place) => place === 0 ? cell.padEnd(widths[place]!) : cell.padStart(widths[place]!)).join(" | ")} |`
  const rule = `| ${widths.map((width, place) => place === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`).join(" | ")} |`
  return [line(columns), rule, ...rows.map(line)].join("\n")
}

export const ratio = (value: number): string => value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

/** Rates against the first result, the reference: above 1 is faster than it. */
export const rates = (results: ReadonlyArray<Measure.Result>): string => {
  const reference = results[0]!
  const per = (result: Measure.Result, millis: (one: Measure.Result) => number): number => millis(result) / result.count
  const rate = (result: Measure.Result, millis: (one: Measure.Result) => number): string => {
    const value = per(reference, millis) / per(result, millis)
    return value >= 0.1 ? value.toFixed(2) : `1/${(1 / value).toFixed(0)}`
  }
  return markdown(
    ["", "rate, medians", "rate, fastest rounds", "rate, processor time", "ns a record", "records", ""],
    results.map((result) => [
      result.name,
      rate(result, (one) => one.medianMillis),
      rate(result, (one) => one.leastMillis),
      rate(result, (one) => one.processorMillis),
      Measure.nanoseconds(result).toFixed(0),
      String(result.count),
      result.note
    ])
  )
}

/** Times as multiples of the first result, the reference: below 1 is faster than it. */
export const times = (results: ReadonlyArray<Measure.Result>, extra: { readonly columns: ReadonlyArray<string>; readonly cells: (place: number) => ReadonlyArray<string> }): string => {
  const reference = results[0]!
  return markdown(
    ["", "time, medians", "time, fastest rounds", "processor time", "ms", ...extra.columns, ""],
    results.map((result, place) => [
      result.name,
      ratio(result.medianMillis / reference.medianMillis),
      ratio(result.leastMillis / reference.leastMillis),
      ratio(result.processorMillis / reference.processorMillis),
      result.medianMillis.toFixed(0),
      ...extra.cells(place),
      result.note
    ])
  )
}
