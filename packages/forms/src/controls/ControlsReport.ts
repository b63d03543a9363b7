/** Informe de controles: one page for the managers' meeting, with what the controls found and in which records. */
import * as Chart from "../chart/Chart.ts"
import type * as FormData from "../data/FormData.ts"
import { column, type Form } from "../layout/Form.ts"
import { renderersOf } from "../render/Renderers.ts"
import { isoText } from "../wording/WallClock.ts"

export const formCode = ""
export const formName = "Informe de controles"

type Row = FormData.ControlsRow
type Line = FormData.ControlsLine

const appeals = "Apelaciones"

/** The counts of a row with their titles, in the order of the columns. */
const counts: ReadonlyArray<readonly [title: string, of: (row: Row) => number, group?: string]> = [
  ["Asesor señalado", (row) => row.flagged],
  ["Verificaciones fallidas", (row) => row.failedVerifications],
  ["En ráfaga", (row) => row.bursts],
  ["Identidades reemplazadas", (row) => row.replacedIdentities],
  ["Perdidos sin contacto", (row) => row.lostWithoutContact],
  ["Notas repetidas", (row) => row.repeatedNotes],
  ["Llamadas fuera del registro", (row) => row.callsNotInLog],
  ["Abiertas", (row) => row.appealsOpen, appeals],
  ["Vencidas", (row) => row.appealsOverdue, appeals],
  ["Decididas", (row) => row.appealsDecided, appeals],
  ["Excusas", (row) => row.waivers]
]

const subjectWords: Readonly<Record<string, string>> = { prospect: "Prospecto", activity: "Actividad" }

const formOf = (data: FormData.ControlsData): Form<Row, Line> => ({
  header: data.header,
  offsetMinutes: data.offsetMinutes,
  summary: data,
  summaryColumns: counts.map(([title, of, group]) => column<Row>(title, 15, { kind: "integer", of }, group === undefined ? {} : { group })),
  nameOf: (row) => row.name,
  charts: () =>
    Chart.reasonBars(
      { id: "findings", title: "Hallazgos de los controles, toda la empresa" },
      counts.slice(1).map(([title, of, group]) => ({ label: group === undefined ? title : `${group}: ${title.toLowerCase()}`, count: of(data.company) }))
    ),
  detail: data.detail,
  detailTitle: "Detalle de hallazgos",
  detailColumns: [
    column<Line>("Registro", 18, { kind: "text", of: (line) => line.subjectId }),
    column<Line>("Tipo", 11, { kind: "word", of: (line) => subjectWords[line.subjectType] ?? line.subjectType }),
    column<Line>("Hallazgo", 28, { kind: "word", of: (line) => line.finding }),
    column<Line>("Fecha", 17, { kind: "instant", of: (line) => line.at }),
    column<Line>("Asesor", "advisor", { kind: "word", of: (line) => line.advisor }),
    column<Line>("Id del asesor", 14, { kind: "word", of: (line) => line.advisorId }, { only: "tables" }),
    column<Line>("Sede", "branch", { kind: "word", of: (line) => line.branch }),
    column<Line>("Marca", 16, { kind: "word", of: (line) => line.brand }),
    column<Line>("Detalle", 34, { kind: "word", of: (line) => line.about }),
    column<Line>("Por", 14, { kind: "word", of: (line) => line.by })
  ],
  makeLine: () => ({ kind: "", finding: "", subjectType: "", subjectId: "", at: Number.NaN, advisorId: "", advisor: "", branch: "", brand: "", about: "", by: "" }),
  codesText: () => "",
  json: () => ({ header: data.header, branches: data.branches, company: data.company }),
  jsonLine: (line) => ({ ...line, at: isoText(line.at, data.offsetMinutes) || null, about: line.about || null, by: line.by || null })
})

export const { toCsv, toHtml, toJson, toXlsx }: FormData.Renderers<FormData.ControlsData> = renderersOf(formOf)
