/** Reporte de cumplimiento CRM: the control of risk R2, leads not followed up. */
import * as Chart from "../chart/Chart.ts"
import type * as FormData from "../data/FormData.ts"
import { column, type Form } from "../layout/Form.ts"
import { renderersOf } from "../render/Renderers.ts"
import { complianceWords, leadWords } from "../wording/Spanish.ts"
import { isoText } from "../wording/WallClock.ts"

export const formCode = ""
export const formName = "Reporte de cumplimiento CRM"

type Row = FormData.ComplianceRow
type Line = FormData.NeglectedLeadLine

/** Obligations that count: met of met, late and missed. */
const shareOf = (row: Row) => ({ numerator: row.met, denominator: row.met + row.late + row.missed, percent: row.percent })

const firstContact = "Primer contacto (minutos hábiles)"

const formOf = (data: FormData.ComplianceData): Form<Row, Line> => ({
  header: data.header,
  offsetMinutes: data.offsetMinutes,
  summary: data,
  summaryColumns: [
    column<Row>("Leads", 9, { kind: "integer", of: (row) => row.leads }),
    column<Row>("Cumplidas", 14, { kind: "integer", of: (row) => row.met }, { group: "Obligaciones" }),
    column<Row>("Tardías", 14, { kind: "integer", of: (row) => row.late }, { group: "Obligaciones" }),
    column<Row>("Incumplidas", 14, { kind: "integer", of: (row) => row.missed }, { group: "Obligaciones" }),
    column<Row>("Por vencer", 14, { kind: "integer", of: (row) => row.upcoming }, { group: "Obligaciones" }),
    column<Row>("Canceladas", 14, { kind: "integer", of: (row) => row.cancelled }, { group: "Obligaciones" }),
    column<Row>("Perdidos sin contacto", 14, { kind: "integer", of: (row) => row.lostWithoutContact }),
    column<Row>("% de cumplimiento", 13, { kind: "percent", of: shareOf }),
    column<Row>("Semáforo", 16, { kind: "color", of: (row) => row.color, words: complianceWords }),
    column<Row>("Mediana", 21, { kind: "integer", of: (row) => row.medianMinutes ?? Number.NaN }, { group: firstContact }),
    column<Row>("Percentil 90", 21, {
      kind: "integer",
      of: (row) => row.ninetiethPercentileMinutes ?? Number.NaN
    }, { group: firstContact })
  ],
  nameOf: (row) => row.name,
  charts: () =>
    Chart.indicatorBars(
      { id: "compliance", title: "Cumplimiento de las obligaciones, por asesor" },
      data.branches.flatMap(({ advisors }) =>
        advisors.filter((row) => row.percent !== null).map((row) => ({ label: row.name, color: row.color, ...shareOf(row) }))),
      data.thresholds,
      complianceWords
    ),
  detail: data.detail,
  detailTitle: "Leads desatendidos y perdidos sin contacto",
  detailColumns: [
    column<Line>("Lead", 18, { kind: "text", of: (line) => line.prospectId }),
    column<Line>("Asesor", "advisor", { kind: "word", of: (line) => line.advisor }),
    column<Line>("Id del asesor", 14, { kind: "word", of: (line) => line.advisorId }, { only: "tables" }),
    column<Line>("Sede", "branch", { kind: "word", of: (line) => line.branch }),
    column<Line>("Marca", 16, { kind: "word", of: (line) => line.brand }),
    column<Line>("Vencida desde", 17, { kind: "instant", of: (line) => line.dueAt }),
    column<Line>("Obligaciones incumplidas", 14, { kind: "integer", of: (line) => line.missed }),
    column<Line>("Días desde el último contacto", 14, { kind: "integer", of: (line) => line.daysSinceLast }),
    column<Line>("Semáforo", 12, { kind: "color", of: (line) => line.color, words: leadWords }),
    column<Line>("Perdido sin contacto", 14, { kind: "word", of: (line) => line.lostWithoutContact }),
    column<Line>("Próximo escalamiento", 26, { kind: "word", of: (line) => line.escalation }),
    column<Line>("Escala el", 17, { kind: "instant", of: (line) => line.escalationAt })
  ],
  makeLine: () => ({
    prospectId: "",
    advisorId: "",
    advisor: "",
    branch: "",
    brand: "",
    dueAt: Number.NaN,
    missed: 0,
    daysSinceLast: Number.NaN,
    color: "none",
    lostWithoutContact: "",
    escalation: "",
    escalationAt: Number.NaN
  }),
  codesText: () => "",
  json: () => ({ header: data.header, thresholds: data.thresholds, branches: data.branches, company: data.company }),
  jsonLine: (line) => ({
    ...line,
    dueAt: isoText(line.dueAt, data.offsetMinutes) || null,
    daysSinceLast: Number.isNaN(line.daysSinceLast) ? null : line.daysSinceLast,
    lostWithoutContact: line.lostWithoutContact !== "",
    escalation: line.escalation || null,
    escalationAt: isoText(line.escalationAt, data.offsetMinutes) || null
  })
})

export const { toCsv, toHtml, toJson, toXlsx }: FormData.Renderers<FormData.ComplianceData> = renderersOf(formOf)
