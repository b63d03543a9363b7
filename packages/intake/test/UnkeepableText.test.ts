import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { isStorable } from "@crm-procedure/core/identity/StorableText"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as CanonicalCsv from "../src/CanonicalCsv.ts"
import * as CanonicalFile from "../src/CanonicalFile.ts"
import * as ColumnMapping from "../src/ColumnMapping.ts"
import * as Ndjson from "../src/Ndjson.ts"
import * as RejectedRows from "../src/RejectedRows.ts"

const zone = Calendar.bogota

/** A row of each kind that can be read, by column. */
const rows: Readonly<Record<CanonicalFile.Name, Readonly<Record<string, string>>>> = {
  employees: { employee_id: "E1", name: "Ana", role: "advisor", branch_id: "S1", line: "cars", brand_ids: "B1|B2", phone: "1", email: "a@b.co", document_type: "CC", document_number: "2", active_from: "2024-01-01", active_to: "2024-12-31" },
  branches: { branch_id: "S1", name: "Norte", city: "Cali" },
  brands: { brand_id: "B1", name: "Uno", line: "cars" },
  prospects: {
    prospect_id: "P1", created_at: "2024-03-05T10:00:00-05:00", advisor_id: "A1", branch_id: "S1", brand_id: "B1", full_name: "Ana", document_type: "CC", document_number: "1", phone: "3", email: "a@b.co", source: "web",
    interest: "Moto", consent_at: "2024-03-05", consent_purpose: "venta", consent_channel: "web", excluded_at: "2024-03-05", assigned_at: "2024-03-05", recorded_at: "2024-03-05", stage: "won", stage_at: "2024-03-06"
  },
  activities: {
    activity_id: "C1", prospect_id: "P1", advisor_id: "A1", type: "call", status: "performed", direction: "inbound", planned_for: "2024-03-05", performed_at: "2024-03-05", recorded_at: "2024-03-05", outcome: "interested",
    note: "Vino", next_action_at: "2024-03-06", duration_seconds: "5", requested_by_customer: "true"
  },
  goals: { period: "2024-03", advisor_id: "A1", branch_id: "S1", brand_id: "B1", prospects: "1", activities: "1" },
  "verification-calls": { call_id: "L1", subject_type: "prospect", subject_id: "P1", agent_id: "G1", attempted_at: "2024-03-05", outcome: "attended", comment: "Sí" },
  "phone-log": { entry_id: "T1", started_at: "2024-03-05", advisor_id: "A1", number: "3", direction: "inbound", duration_seconds: "5" },
  waivers: { waiver_id: "W1", subject_type: "activity", subject_id: "C1", code: "note-insufficient", granted_at: "2024-03-05", granted_by: "E9", reason: "Acordado" }
}

interface Told {
  read: number
  readonly rejected: Array<string>
}

const csv = (kind: CanonicalFile.Kind<unknown>, row: Readonly<Record<string, string>>, quote: (cell: string) => string): Told => {
  const told: Told = { read: 0, rejected: [] }
  const reader = CanonicalCsv.reader(kind, zone, {
    onRecord: () => void told.read++,
    onRejected: (rejection) => told.rejected.push(RejectedRows.lines(rejection, "en"))
  })
  reader.push(new TextEncoder().encode(`${Object.keys(row).join(",")}\n${Object.values(row).map(quote).join(",")}\n`))
  reader.end()
  return told
}

describe("a cell with NUL, which no database keeps", () => {
  const withNul = (cell: string): string => `${cell.slice(0, 1)}\0${cell.slice(1)}`
  for (const kind of Object.values(CanonicalFile.all) as ReadonlyArray<CanonicalFile.Kind<unknown>>) {
    it(`is a rejected row of ${kind.file}, in any column and quoted or not`, () => {
      const row = rows[kind.name]
      assert.sameMembers(Object.keys(row), kind.fields.map(({ column }) => column))
      for (const quote of [(cell: string) => cell, (cell: string) => `"${cell}"`]) {
        assert.deepEqual(csv(kind, row, quote), { read: 1, rejected: [] })
        for (const [column, cell] of Object.entries(row)) {
          assert.deepEqual(
            csv(kind, { ...row, [column]: withNul(cell) }, quote),
            { read: 0, rejected: [`2,${column},${withNul(cell).replace("\0", "\u2400")},a text without the character NUL or lone Unicode surrogates\n`] },
            column
          )
        }
      }
    })
  }

  it("leaves the rows beside it alone, and a column that is not read too", () => {
    const told: Told = { read: 0, rejected: [] }
    const reader = CanonicalCsv.prospects(zone, {
      onRecord: ({ fullName }) => {
        told.read++
        assert.isTrue(isStorable(fullName ?? ""))
      },
      onRejected: ({ line }) => told.rejected.push(String(line))
    })
    const line = (id: string, name: string, other: string) => `${id},2024-03-05,A1,S1,B1,${name},${other}\n`
    reader.push(new TextEncoder().encode(`prospect_id,created_at,advisor_id,branch_id,brand_id,full_name,color\n${line("P1", "Ana", "a")}${line("P2", "A\0na", "a")}${line("P3", "Ana", "\0")}`))
    assert.deepEqual([reader.end().rows, told], [3, { read: 2, rejected: ["3"] }])
  })

  it("is rejected in another system's export, and as JSON", () => {
    const mapping = Result.getOrThrow(ColumnMapping.read({
      name: "branches of another system",
      sources: { "export.csv": { records: [{ kind: "branches", fields: { branchId: { column: "codigo" }, name: { column: "nombre" } } }] } }
    }))
    const rejected: Array<string> = []
    const exported = ColumnMapping.reader(mapping, "export.csv", zone, { onRecord: () => undefined, onRejected: ({ faults }) => rejected.push(...faults.map(({ column }) => column)) })
    exported.push(new TextEncoder().encode("codigo,nombre\nS1,N\0\nS2,N\n"))
    assert.deepEqual(exported.end().kinds["branches"], { rows: 2, read: 1, rejected: 1 })
    const reader = Ndjson.reader(CanonicalFile.branches, zone, { onRecord: () => undefined, onRejected: ({ faults }) => rejected.push(...faults.map(({ pointer }) => pointer)) })
    reader.push(new TextEncoder().encode(`${JSON.stringify({ branchId: "S1", name: "N\0" })}\n{"branchId":"S2\\ud800","name":"N"}\n`))
    assert.deepEqual(reader.end().rejected, 2)
    assert.deepEqual(rejected, ["nombre → name", "/name", "/branchId"])
  })
})
