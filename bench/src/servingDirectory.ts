/** Who works where in the serving rows, and the prospects that are asked about. */
import type { Directory } from "@crm-procedure/core/records/Directory"

const ADVISORS = 20

/** As the demonstration of the server has it, so that verdicts are alike; ids are of the bench's own. */
export const directory: Directory = {
  branches: [{ branchId: "BENCH-S1", name: "Sede de prueba" }],
  brands: [{ brandId: "BENCH-B1", name: "Marca de prueba", line: "motorcycles" }],
  employees: Array.from({ length: ADVISORS }, (_, number) => ({
    employeeId: `BENCH-A${number}`,
    name: "Laura Gómez",
    role: "advisor" as const,
    branchId: "BENCH-S1",
    activeFrom: 19_000
  }))
}

const FIRST = Date.parse("2024-03-01T13:00:00Z")
const APART_MILLIS = 4 * 60_000

/** A prospect as it is sent: ten thousand of them fill a month. Every fourth has an invalid phone. */
export const prospect = (number: number): Readonly<Record<string, string>> => ({
  prospectId: `BENCH-P${number}`,
  createdAt: new Date(FIRST + number % 10_000 * APART_MILLIS).toISOString(),
  advisorId: `BENCH-A${number % ADVISORS}`,
  branchId: "BENCH-S1",
  brandId: "BENCH-B1",
  fullName: "Ana María Ñáñez Gil",
  documentType: "CC",
  documentNumber: String(1_000_000_000 + number),
  phone: number % 4 === 0 ? "300 12" : `3${String(number * 7_919 % 1_000_000_000).padStart(9, "0").replace(/^./, "0")}`,
  source: "brand-crm",
  interest: "Motocicleta 160",
  consentAt: "2024-03-01T07:00:00-05:00"
})
