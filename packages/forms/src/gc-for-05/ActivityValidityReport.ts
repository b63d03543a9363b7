/** GC-FOR-05, Informe Validez de Actividades de Seguimiento. */
import * as CodeWord from "@crm-procedure/core/records/CodeWord"
import type * as FormData from "../data/FormData.ts"
import { codesTextOf, column, type Form } from "../layout/Form.ts"
import { renderersOf } from "../render/Renderers.ts"
import { activityVerdictWords } from "../wording/Spanish.ts"
import * as Validity from "../validity/Validity.ts"
import { isoText } from "../wording/WallClock.ts"

export const formCode = "GC-FOR-05"
export const formName = "Informe Validez de Actividades de Seguimiento"

type Row = FormData.ActivityRow
type Line = FormData.ActivityLine

const formOf = (data: FormData.ActivityValidity): Form<Row, Line> => ({
  header: data.header,
  offsetMinutes: data.offsetMinutes,
  summary: data,
  summaryColumns: [
    column<Row>("Registradas", 12, { kind: "integer", of: (row) => row.registered }),
    column<Row>("Programadas", 13, { kind: "integer", of: (row) => row.planned }),
    column<Row>("Realizadas", 11, { kind: "integer", of: (row) => row.performed }),
    column<Row>("Realizadas válidas", 11, { kind: "integer", of: (row) => row.valid }),
    column<Row>("No válidas", 10, { kind: "integer", of: (row) => row.invalid }),
    column<Row>("Pendientes", 11, { kind: "integer", of: (row) => row.pending }),
    ...Validity.goalColumns(data)
  ],
  nameOf: (row) => row.name,
  reasonsOf: Validity.reasonsOf(data),
  charts: () => Validity.charts(data, "Actividades realizadas válidas"),
  detail: data.detail,
  detailTitle: "Detalle de actividades",
  detailColumns: [
    column<Line>("Actividad", 18, { kind: "text", of: (line) => line.activityId }, { field: "activityId" }),
    column<Line>("Fecha", 16, { kind: "instant", of: (line) => line.at }, { field: "at" }),
    column<Line>("Tipo", 17, { kind: "word", of: (line) => CodeWord.of(line.type) }, { field: "type" }),
    column<Line>("Estado", 12, { kind: "word", of: (line) => CodeWord.of(line.status) }, { field: "status" }),
    column<Line>("Prospecto", 18, { kind: "text", of: (line) => line.prospectId }, { field: "prospectId" }),
    ...Validity.judgedColumns<Line>(activityVerdictWords)
  ],
  makeLine: () => ({ activityId: "", at: Number.NaN, type: "", status: "", prospectId: "", ...Validity.unjudged() }),
  codesText: codesTextOf(data.codes, data.rules),
  json: () => Validity.json(data),
  jsonLine: (line) => ({ ...line, at: isoText(line.at, data.offsetMinutes), ...Validity.codesOf(data.codes, line) })
})

export const { toCsv, toHtml, toJson, toXlsx }: FormData.Renderers<FormData.ActivityValidity> = renderersOf(formOf)
