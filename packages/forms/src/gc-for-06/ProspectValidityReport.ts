/** GC-FOR-06, Informe Validez de Prospectos. */
import type * as FormData from "../data/FormData.ts"
import { codesTextOf, column, type Form } from "../layout/Form.ts"
import { renderersOf } from "../render/Renderers.ts"
import { verdictWords } from "../wording/Spanish.ts"
import * as Validity from "../validity/Validity.ts"
import { isoText } from "../wording/WallClock.ts"

export const formCode = "GC-FOR-06"
export const formName = "Informe Validez de Prospectos"

type Row = FormData.IndicatorRow
type Line = FormData.ProspectLine

const formOf = (data: FormData.ProspectValidity): Form<Row, Line> => ({
  header: data.header,
  offsetMinutes: data.offsetMinutes,
  summary: data,
  summaryColumns: [
    column<Row>("Registrados", 12, { kind: "integer", of: (row) => row.registered }),
    column<Row>("Válidos", 10, { kind: "integer", of: (row) => row.valid }),
    column<Row>("No válidos", 10, { kind: "integer", of: (row) => row.invalid }),
    column<Row>("Pendientes", 11, { kind: "integer", of: (row) => row.pending }),
    ...Validity.goalColumns(data)
  ],
  nameOf: (row) => row.name,
  reasonsOf: Validity.reasonsOf(data),
  charts: () => Validity.charts(data, "Prospectos válidos"),
  detail: data.detail,
  detailTitle: "Detalle de prospectos",
  detailColumns: [
    column<Line>("Prospecto", 18, { kind: "text", of: (line) => line.prospectId }, { field: "prospectId" }),
    column<Line>("Creado", 16, { kind: "instant", of: (line) => line.createdAt }, { field: "createdAt" }),
    ...Validity.judgedColumns<Line>(verdictWords)
  ],
  makeLine: () => ({ prospectId: "", createdAt: Number.NaN, ...Validity.unjudged() }),
  codesText: codesTextOf(data.codes, data.rules),
  json: () => Validity.json(data),
  jsonLine: (line) => ({ ...line, createdAt: isoText(line.createdAt, data.offsetMinutes), ...Validity.codesOf(data.codes, line) })
})

export const { toCsv, toHtml, toJson, toXlsx }: FormData.Renderers<FormData.ProspectValidity> = renderersOf(formOf)
