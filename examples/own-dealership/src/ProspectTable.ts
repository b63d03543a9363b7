/** Prospects: the table `clientes`. */
import * as Prospect from "@crm-procedure/core/records/Prospect"
import type { NameClue, ProspectClue, Stored } from "@crm-procedure/core/register/Records"
import * as PersonName from "@crm-procedure/core/identity/PersonName"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Statements } from "./Database.ts"
import { JudgedTable } from "./JudgedTable.ts"
import * as TableMapping from "./TableMapping.ts"
import { beside, column } from "./TableMapping.ts"
import * as Translation from "./Translation.ts"
import { localTime, text } from "./Translation.ts"

const mapping = TableMapping.make<Prospect.Prospect>({
  columns: {
    prospectId: column("codigo", text),
    createdAt: column("fecha_registro", localTime),
    advisorId: column("vendedor", text),
    branchId: column("sede", text),
    brandId: column("marca", text),
    fullName: column("nombre", text),
    documentType: column("tipo_documento", text),
    documentNumber: column("documento", text),
    phone: column("celular", text),
    email: column("correo", text),
    source: column("medio", Translation.codeOrText({
      "brand-crm": "MARCA",
      web: "WEB",
      social: "REDES",
      "phone-lead": "TELEFONO",
      "referral-lead": "RECOMENDADO",
      "walk-in": "VITRINA",
      street: "CALLE",
      event: "FERIA",
      referral: "REFERIDO",
      "customer-base": "CLIENTE ANTIGUO"
    })),
    interest: column("vehiculo", text),
    consentAt: column("habeas_data", localTime),
    consentPurpose: beside,
    consentChannel: beside,
    excludedAt: beside,
    assignedAt: column("fecha_asignacion", localTime),
    recordedAt: beside,
    stage: column("estado", Translation.code({ open: "A", won: "G", lost: "P" })),
    stageAt: column("fecha_estado", localTime),
    erasedAt: beside,
    frozenFindings: beside,
    keyHashes: beside,
    identityReplacedAt: beside,
    identityReplacedBy: beside
  },
  required: ["prospectId", "createdAt", "advisorId", "branchId", "brandId", "stage"]
})

export const table = new JudgedTable({
  table: "clientes",
  mapping,
  fields: Prospect.storedFields,
  idOf: ({ prospectId }) => prospectId,
  matchKeys: { clave_telefono: "phone", clave_correo: "email", clave_documento: "document" }
})

const keyColumns = { phone: "clave_telefono", email: "clave_correo", document: "clave_documento" } as const

/**
 * Local times that certainly lie before and after the instants. Local times do not order instants (Colombia put its clocks back
 * once, in 1993) and end with the year 9999. So a day is added on either side, and the instants decide in the end.
 */
const around = ({ since, until }: ProspectClue): readonly [string, string] => {
  const earliest = String(localTime.toCell(since - Calendar.DAY))
  const latest = String(localTime.toCell(until + Calendar.DAY))
  return [earliest, latest === "" && until > 0 ? "9999-12-31 23:59:59" : latest]
}

/** Each clue once. The old program wrote days without hours, so all prospects of a day have the same clues. */
const different = (clues: ReadonlyArray<ProspectClue>): ReadonlyArray<ProspectClue> =>
  [...new Map(clues.map((clue) => [JSON.stringify([clue.matchKey, clue.value, clue.since, clue.until]), clue])).values()]

/** The prospects that one of the clues finds, each once. */
export const like = (sql: Statements, dealership: string, clues: ReadonlyArray<ProspectClue>): ReadonlyArray<Stored<Prospect.Prospect>> => {
  const found = new Map<string, Stored<Prospect.Prospect>>()
  for (const clue of different(clues)) {
    const { since, matchKey, until, value } = clue
    const rows = matchKey === "advisor"
      // A registration outside the calendar's years has ''.
      ? table.where(sql, dealership, "t.vendedor = ? AND (t.fecha_registro BETWEEN ? AND ? OR t.fecha_registro = '')", value, ...around(clue))
      : table.where(sql, dealership, `s.${keyColumns[matchKey]} = ?`, value)
    for (const row of rows) {
      if (found.has(String(row["codigo"]))) continue
      const stored = table.storedOf(dealership, row)
      if (stored.record.createdAt >= since && stored.record.createdAt <= until) found.set(stored.record.prospectId, stored)
    }
  }
  return [...found.values()]
}

/** The prospects that a name's words find. A dealership of this size reads all of its customers and picks. */
export const named = (sql: Statements, dealership: string, { advisorId, branchIds, words }: NameClue, limit: number): ReadonlyArray<Stored<Prospect.Prospect>> =>
  table.where(sql, dealership, "t.nombre <> ''")
    .map((row) => table.storedOf(dealership, row))
    .filter(({ record: { fullName = "" }, storedVerdict }) =>
      (advisorId === undefined || storedVerdict.advisorId === advisorId) &&
      (branchIds === undefined || branchIds.includes(storedVerdict.branchId ?? "")) && PersonName.isFoundBy(fullName, words))
    .slice(0, limit)
