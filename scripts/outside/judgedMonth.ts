/** Judges a month of two records with the same phone, and reads the advisor's colour. */
import { Calendar, Counts, JudgingContext, MonthBuilder, Policy, Scorecard } from "@crm-procedure/core"
import * as assert from "node:assert/strict"

const at = (text: string) => Calendar.parseInstant(text, Calendar.bogota)!
const period = "2024-03"
const employee = { employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", activeFrom: Calendar.parseDay("2024-01-01")! } as const
const directory = { employees: [employee], branches: [{ branchId: "S1", name: "Norte" }], brands: [{ brandId: "M1", name: "Motos" }] }
const judging = JudgingContext.make({ policy: Policy.gcPro05, directory, asOf: at("2024-04-01") })

const luz = { advisorId: "A1", branchId: "S1", brandId: "M1", fullName: "Luz Marina Peña", source: "web", interest: "125 cc", consentAt: at("2024-03-05"), stage: "open" } as const
const builder = new MonthBuilder.MonthBuilder(judging)
builder.addProspect({ ...luz, prospectId: "P1", createdAt: at("2024-03-05 09:00"), phone: "310 200 0001" })
builder.addProspect({ ...luz, prospectId: "P2", createdAt: at("2024-03-20 10:00"), phone: "+57 310-2000001" })
builder.addGoals([{ period, advisorId: "A1", branchId: "S1", brandId: "M1", prospects: 2, activities: 0 }])
const month = builder.judge({ period })
const { groups } = Scorecard.make({ ...judging, counts: Counts.of(month, period), lineOfBrand: judging.directory.lineOfBrand }, ["advisor"])

assert.equal(month.explainProspect(1).reasons[0]!.code, "duplicate")
assert.deepEqual([groups[0]?.prospecting.percent, groups[0]?.prospecting.color], [50, "red"])
