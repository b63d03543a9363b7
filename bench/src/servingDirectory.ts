/** Who works where in the serving rows, and the prospects that are asked about. */
import type { Directory } from "@crm-procedure/core/Directory"

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

/** A prospect as it is sent; every fourth has a phone that nobody has. */
export const prospect = (number: number): Readonly<Record<string, string>> => ({
  prospectId: `BENCH-P${number}`,
  createdAt: "2024-03-05T10:12:00-05:00",
  advisorId: `BENCH-A${number % ADVISORS}`,
  branchId: "BENCH-S1",
  brandId: "BENCH-B1",
  fullName: "Ana María Ñáñez Gil",
  documentType: "CC",
  documentNumber: String(1_000_000_000 + number),
  phone: number % 4 === 0 ? "300 12" : `3${String(number * 7_919 % 1_000_000_000).padStart(9, "0").replace(/^./, "0")}`,
  source: "brand-crm",
  interest: "Motocicleta 160",
  consentAt: "2024-03-05T10:10:00-05:00"
})
