/** A list as a file: CSV for programs or for people, or a workbook by the port. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CsvText from "@crm-procedure/core/identity/CsvText"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { mediaTypes } from "../forms/FormEndpoints.ts"
import type { ListCell, ListColumn, ListPrinter, ListTable } from "./ListPrinter.ts"

/** `05/03/2024 14:22` of an instant. */
const localText = (zone: Calendar.Zone, at: number): string => {
  const [year, month, day] = Calendar.formatDay(Calendar.localDayOf(zone, at)).split("-")
  return `${day}/${month}/${year} ${Calendar.formatInstant(zone, at).slice(11, 16)}`
}

const csvOf = ({ columns, rows, zone }: ListTable, forPeople: boolean): string => {
  const delimiter = forPeople ? ";" : ","
  const text = (cell: ListCell, { kind }: ListColumn): string =>
    cell === undefined ? "" : kind !== "instant" ? String(cell) : forPeople ? localText(zone, Number(cell)) : Calendar.formatInstant(zone, Number(cell))
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map((cell, place) => text(cell, columns[place]!)))]
  // The byte-order mark: without it a spreadsheet misreads the accents.
  return `\ufeff${lines.map((line) => `${CsvText.row(line, delimiter)}\r\n`).join("")}`
}

/** The answer that holds a list's file. */
export const of = (printer: ListPrinter["Service"], table: ListTable, format: "csv" | "xlsx", csvFor: "programs" | "people" | undefined): HttpServerResponse.HttpServerResponse => {
  const headers = { "content-disposition": `attachment; filename="${table.name}.${format}"` }
  return format === "csv"
    ? HttpServerResponse.text(csvOf(table, csvFor === "people"), { contentType: `${mediaTypes.csv}; charset=utf-8`, headers })
    : HttpServerResponse.stream(printer.workbook(table), { contentType: mediaTypes.xlsx, headers })
}
