/** GC-FOR-21, Registro Semáforo de Seguimiento. */
import * as Chart from "../chart/Chart.ts"
import type * as FormData from "../data/FormData.ts"
import { type Column, column, type Form } from "../layout/Form.ts"
import { renderersOf } from "../render/Renderers.ts"
import { type ColorWords, complianceWords, indicatorWords, leadWords } from "../wording/Spanish.ts"
import { isoText } from "../wording/WallClock.ts"

export const formCode = "GC-FOR-21"
export const formName = "Registro Semáforo de Seguimiento"

type Row = FormData.SemaphoreRow
type Line = FormData.LeadLine

/** A value, its colour, and the colour of the period before. */
const lightColumns = (group: string, of: (row: Row) => FormData.Light, words: ColorWords): ReadonlyArray<Column<Row>> => [
  column<Row>("%", 13, { kind: "percent", of }, { group }),
  column<Row>("Semáforo", 13, { kind: "color", of: (row) => of(row).color, words }, { group }),
  column<Row>("Anterior", 13, { kind: "color", of: (row) => of(row).previousColor, words }, { group })
]

const leadColumn = (title: string, color: FormData.Color): Column<Row> =>
  column<Row>(title, 11, { kind: "integer", of: (row) => row.leads[color] }, { group: "Leads" })

const formOf = (data: FormData.FollowUpSemaphoreData): Form<Row, Line> => ({
  header: data.header,
  offsetMinutes: data.offsetMinutes,
  summary: data,
  summaryColumns: [
    ...lightColumns("Prospección", (row) => row.prospecting, indicatorWords),
    ...lightColumns("Seguimiento", (row) => row.followUp, indicatorWords),
    ...lightColumns("Cumplimiento", (row) => row.compliance, complianceWords),
    leadColumn("Rojo", "red"),
    leadColumn("Amarillo", "yellow"),
    leadColumn("Verde", "green"),
    leadColumn("Cerrado", "none"),
    column<Row>("Perdidos sin contacto", 14, { kind: "integer", of: (row) => row.lostWithoutContact }, { group: "Leads" })
  ],
  nameOf: (row) => row.name,
  charts: () =>
    Chart.stackedLeads(
      { id: "leads", title: "Leads por color, por asesor" },
      data.branches.flatMap(({ advisors }) => advisors.map(({ leads, name }) => ({ label: name, leads })))
    ),
  detail: data.detail,
  detailTitle: "Detalle de leads",
  detailColumns: [
    column<Line>("Lead", 18, { kind: "text", of: (line) => line.prospectId }, { field: "prospectId" }),
    column<Line>("Asesor", "advisor", { kind: "word", of: (line) => line.advisor }, { field: "advisor" }),
    column<Line>("Id del asesor", 14, { kind: "word", of: (line) => line.advisorId }, { only: "tables", field: "advisorId" }),
    column<Line>("Sede", "branch", { kind: "word", of: (line) => line.branch }, { field: "branch" }),
    column<Line>("Marca", 16, { kind: "word", of: (line) => line.brand }, { field: "brand" }),
    column<Line>("Días desde el último contacto", 14, { kind: "integer", of: (line) => line.daysSinceLast }, { field: "daysSinceLast" }),
    column<Line>("Próximo vencimiento", 17, { kind: "instant", of: (line) => line.nextDue }, { field: "nextDue" }),
    column<Line>("Semáforo", 12, { kind: "color", of: (line) => line.color, words: leadWords }, { field: "color" }),
    column<Line>("Escalamiento", 26, { kind: "word", of: (line) => line.escalation }, { field: "escalation" })
  ],
  makeLine: () => ({
    prospectId: "",
    advisorId: "",
    advisor: "",
    branch: "",
    brand: "",
    daysSinceLast: Number.NaN,
    nextDue: Number.NaN,
    color: "none",
    escalation: ""
  }),
  codesText: () => "",
  json: () => ({ header: data.header, branches: data.branches, company: data.company }),
  jsonLine: (line) => ({
    ...line,
    daysSinceLast: Number.isNaN(line.daysSinceLast) ? null : line.daysSinceLast,
    nextDue: isoText(line.nextDue, data.offsetMinutes) || null,
    escalation: line.escalation || null
  })
})

export const { toCsv, toHtml, toJson, toXlsx }: FormData.Renderers<FormData.FollowUpSemaphoreData> = renderersOf(formOf)
