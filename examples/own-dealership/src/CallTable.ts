/** Verification calls: the table `llamadas`. */
import type { KeptCall, SubjectKey } from "@crm-procedure/core/register/Records"
import * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import type { Statements } from "./Database.ts"
import { RegisteredTable } from "./RegisteredTable.ts"
import * as TableMapping from "./TableMapping.ts"
import { column } from "./TableMapping.ts"
import * as Translation from "./Translation.ts"
import { localTime, text } from "./Translation.ts"

const subjects = Translation.code({ prospect: "C", activity: "G" })

const mapping = TableMapping.make<VerificationCall.VerificationCall>({
  columns: {
    callId: column("codigo", text),
    subjectType: column("sobre", subjects),
    subjectId: column("referencia", text),
    agentId: column("agente", text),
    attemptedAt: column("fecha", localTime),
    outcome: column("resultado", Translation.code({
      attended: "ATENDIDO",
      "not-attended": "NO ATENDIDO",
      "wrong-number": "NUMERO ERRADO",
      "no-answer": "NO CONTESTA",
      refused: "NO RESPONDE",
      "call-back": "LLAMAR LUEGO"
    })),
    comment: column("comentario", text)
  },
  required: ["callId", "subjectType", "subjectId", "agentId", "attemptedAt", "outcome"]
})

export const table = new RegisteredTable<VerificationCall.VerificationCall, { readonly record: VerificationCall.VerificationCall }>({
  table: "llamadas",
  mapping,
  fields: VerificationCall.fields,
  idOf: ({ callId }) => callId,
  more: {}
})

/** All attempts, or those about the subjects. */
export const calls = (sql: Statements, dealership: string, about?: ReadonlyArray<SubjectKey>): ReadonlyArray<KeptCall> => {
  const rows = about === undefined
    ? table.where(sql, dealership, "TRUE")
    : about.flatMap(({ id, type }) => table.where(sql, dealership, "t.sobre = ? AND t.referencia = ?", subjects.toCell(type), id))
  const records = rows.map((row): KeptCall => ({ ...table.recordOf(dealership, row), receivedAt: Number(row["recibido_en"]) }))
  return [...new Map(records.map((record) => [record.callId, record])).values()]
}
