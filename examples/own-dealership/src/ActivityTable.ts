/** Follow-up activities: the table `gestiones`. */
import * as Activity from "@crm-procedure/core/records/Activity"
import type { ActivityClue, Stored } from "@crm-procedure/core/register/Records"
import type { Statements } from "./Database.ts"
import { JudgedTable } from "./JudgedTable.ts"
import * as TableMapping from "./TableMapping.ts"
import { beside, column } from "./TableMapping.ts"
import * as Translation from "./Translation.ts"
import { localTime, text } from "./Translation.ts"

const mapping = TableMapping.make<Activity.Activity>({
  columns: {
    activityId: column("codigo", text),
    prospectId: column("cliente", text),
    advisorId: column("vendedor", text),
    type: column("tipo", Translation.codeOrText({
      call: "LLAMADA",
      whatsapp: "WHATSAPP",
      email: "CORREO",
      sms: "SMS",
      visit: "VISITA",
      "home-visit": "DOMICILIO",
      "test-ride": "PRUEBA DE RUTA",
      quote: "COTIZACION",
      meeting: "REUNION"
    })),
    status: column("estado", Translation.code({ planned: "P", performed: "R", cancelled: "C" })),
    direction: beside,
    plannedFor: column("fecha_programada", localTime),
    performedAt: column("fecha_realizada", localTime),
    recordedAt: beside,
    outcome: column("resultado", Translation.codeOrText({
      interested: "INTERESADO",
      won: "VENTA",
      lost: "NO COMPRA",
      rescheduled: "REPROGRAMADA",
      "no-answer": "NO CONTESTA",
      voicemail: "BUZON",
      busy: "OCUPADO",
      "wrong-number": "NUMERO ERRADO"
    })),
    note: column("notas", text),
    nextActionAt: column("proxima", localTime),
    durationSeconds: column("minutos", Translation.minutes),
    requestedByCustomer: beside,
    erasedAt: beside,
    frozenFindings: beside,
    noteHash: beside
  },
  required: ["activityId", "prospectId", "advisorId", "type", "status"],
  defaults: { direction: "outbound" }
})

export const table = new JudgedTable({
  table: "gestiones",
  mapping,
  fields: Activity.storedFields,
  idOf: ({ activityId }) => activityId,
  matchKeys: { clave_nota: "note", clave_momento: "moment" }
})

const DAY = "s.juicio ->> '$.state' = 'performed' AND s.periodo || '-' || printf('%02d', s.juicio ->> '$.day') = ?"
const conditions = { prospect: "t.cliente = ?", note: "s.clave_nota = ?", moment: "s.clave_momento = ?", day: DAY } as const

/** The activities that one of the clues finds, each once. */
export const like = (sql: Statements, dealership: string, clues: ReadonlyArray<ActivityClue>): ReadonlyArray<Stored<Activity.Activity>> => {
  const found = new Map<string, Stored<Activity.Activity>>()
  for (const { matchKey, value } of clues) {
    for (const row of table.where(sql, dealership, conditions[matchKey], value)) {
      const stored = table.storedOf(dealership, row)
      found.set(stored.record.activityId, stored)
    }
  }
  return [...found.values()]
}
