/** Judges a month of two records with the same phone, and reads the advisor's colour. */
import { judgeMonth } from "@crm-procedure/core"
import { openCrm } from "@crm-procedure/core/promise"
import * as assert from "node:assert/strict"

const place = { advisorId: "A1", branchId: "S1", brandId: "M1" }
const employees = [{ employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", activeFrom: "2024-01-01" }]
const directory = { employees, branches: [{ branchId: "S1", name: "Norte" }], brands: [{ brandId: "M1", name: "Motos" }] }
const luz = { ...place, fullName: "Luz Marina Peña", source: "web", interest: "125 cc", consentAt: "2024-03-05" }
const prospects = [
  { ...luz, prospectId: "P1", createdAt: "2024-03-05 09:00", phone: "310 200 0001" },
  { ...luz, prospectId: "P2", createdAt: "2024-03-20 10:00", phone: "+57 310-2000001" }
]
const month = judgeMonth({ directory, prospects, goals: [{ ...place, period: "2024-03", prospects: 2, activities: 0 }], period: "2024-03", asOf: "2024-04-01" })

assert.equal(month.prospect("P2").reasons[0]!.code, "duplicate")
const { color, percent } = month.scorecard("advisor").groups[0]!.prospecting
assert.deepEqual([percent, color], [50, "red"])

// The service keeps the same records and says the same.
const crm = await openCrm({ dealership: "norte" })
await crm.registerDirectory(directory, { asOf: "2024-03-01" })
const registered = await crm.registerProspects(prospects, { receivedAt: "2024-03-21" })
assert.deepEqual(registered.map(({ explanation }) => explanation.reasons.map(({ code }) => code)), [[], ["duplicate"]])
await crm.dispose()
