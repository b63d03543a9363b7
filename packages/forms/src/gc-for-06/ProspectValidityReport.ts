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
    column<Line>("Asesor", "advisor", { kind: "word", of: (line) => line.advisor }, { field: "advisor" }),
    column<Line>("Id del asesor", 14, { kind: "word", of: (line) => line.advisorId }, { only: "tables", field: "advisorId" }),
    column<Line>("Sede", "branch", { kind: "word", of: (line) => line.branch }, { field: "branch" }),
    column<Line>("Marca", 16, { kind: "word", of: (line) => line.brand }, { field: "brand" }),
    column<Line>("Veredicto", 11, { kind: "word", of: (line) => verdictWords[line.verdict] }, { field: "verdict" }),
    column<Line>("Razones", 48, { kind: "codes", of: (line) => line.reasons }, { field: "reasons" }),
    column<Line>("Advertencias", 30, { kind: "codes", of: (line) => line.warnings }, { field: "warnings" })
  ],
  makeLine: () => ({
    prospectId: "",
    createdAt: Number.NaN,
    advisorId: "",
    advisor: "",
    branch: "",
    brand: "",
    verdict: "pending",
    reasons: 0,
    warnings: 0
  }),
  codesText: codesTextOf(data.codes, data.rules),
  json: () => Validity.json(data),
  jsonLine: (line) => ({
    ...line,
    createdAt: isoText(line.createdAt, data.offsetMinutes),
    reasons: data.codes(line.reasons),
    warnings: data.codes(line.warnings)
  })
})

export const { toCsv, toHtml, toJson, toXlsx }: FormData.Renderers<FormData.ProspectValidity> = renderersOf(formOf)
