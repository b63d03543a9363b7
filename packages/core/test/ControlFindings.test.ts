import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { MonthBuilder } from "@crm-procedure/core/judging/MonthBuilder"
import * as JudgingContext from "@crm-procedure/core/judging/JudgingContext"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { Appeal } from "@crm-procedure/core/records/Appeal"
import { ComplianceReport } from "@crm-procedure/core/results/ComplianceReport"
import * as ControlFindings from "@crm-procedure/core/results/ControlFindings"
import { assert, describe, it } from "@effect/vitest"
import { activity, prospect } from "./exampleRecords.ts"

const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!
const asOf = at("2024-04-01")
const directory = {
  branches: [{ branchId: "S1", name: "Sede Norte" }],
  brands: [{ brandId: "B1", name: "Marca Uno" }],
  employees: [{ employeeId: "A1", name: "Laura Gómez", role: "advisor" as const, branchId: "S1", activeFrom: 0 }]
}

const appeal: Appeal = { appealId: "Q1", subjectType: "activity", subjectId: "C1", code: "note-repeated", text: "No", advisorId: "A1", raisedAt: at("2024-03-20"), dueAt: at("2024-03-23") }

const found = (() => {
  const base = prospect("P1")
  const waiver = { waiverId: "W1", subjectType: "prospect", subjectId: "P2", code: "interest-missing", grantedAt: at("2024-03-30"), grantedBy: "R1", reason: "Sí" } as const
  const phoneLog = [{ entryId: "T1", startedAt: at("2024-03-11T08:00:00"), advisorId: "A9", number: "1" }]
  const builder = new MonthBuilder(JudgingContext.make({ policy: Policy.gcPro05, directory, asOf, waivers: [waiver], phoneLog }))
  builder.addProspect(base)
  builder.addProspect({ ...base, prospectId: "P2", createdAt: at("2024-03-06T09:00:00"), phone: "3105556677", interest: undefined })
  builder.addProspect({ ...base, prospectId: "P3", createdAt: at("2024-03-07T09:00:00"), phone: "3105556688", identityReplacedAt: at("2024-03-09") })
  builder.addProspect({ ...base, prospectId: "P4", createdAt: at("2024-03-08T09:00:00"), phone: "3105556699", source: "web", stage: "lost", stageAt: at("2024-03-08T09:30:00") })
  // Of another month: no finding of this one.
  builder.addProspect({ ...base, prospectId: "P5", createdAt: at("2024-02-07T09:00:00"), phone: "3105557788", identityReplacedAt: at("2024-03-09") })
  for (let number = 1; number <= 4; number++) {
    builder.addActivity(activity(`C${number}`, "P1", { type: number === 1 ? "call" : "visit", performedAt: at(`2024-03-1${number}T10:00:00`), note: "Siempre la misma nota del asesor" }))
  }
  const judgedMonth = builder.judge({ period: "2024-03" })
  return ControlFindings.of({ judgedMonth, compliance: ComplianceReport.of(judgedMonth), appeals: [appeal] })
})()

describe("what the controls found in a month", () => {
  it("is named record by record, with where it counts", () => {
    assert.deepStrictEqual(Array.from(found.findings, ({ advisorId, by, code, kind, state, subjectId }) => [kind, subjectId, advisorId, code, state, by]), [
      ["identity-replaced", "P3", "A1", undefined, undefined, undefined],
      ["lost-without-contact", "P4", "A1", undefined, undefined, undefined],
      ["note-repeated", "C4", "A1", undefined, undefined, undefined],
      ["call-not-in-log", "C1", "A1", undefined, undefined, undefined],
      ["appeal", "C1", "A1", "note-repeated", "overdue", undefined],
      ["waiver", "P2", "A1", "interest-missing", undefined, "R1"]
    ])
    assert.isTrue([...found.findings].every(({ branchId }) => branchId === "S1"))
  })

  it("is in the order of time, then id, within a kind, and each finding is found by its place", () => {
    const builder = new MonthBuilder(JudgingContext.make({ policy: Policy.gcPro05, directory, asOf }))
    for (const [prospectId, day, phone] of [["P3", "06", "3105556601"], ["P2", "06", "3105556602"], ["P4", "05", "3105556603"]] as const) {
      builder.addProspect(prospect(prospectId, { createdAt: at(`2024-03-${day}T09:00:00`), phone, identityReplacedAt: at("2024-03-09") }))
    }
    const judgedMonth = builder.judge({ period: "2024-03" })
    const { findings } = ControlFindings.of({ judgedMonth, compliance: ComplianceReport.of(judgedMonth) })
    const ids = Array.from(findings, ({ subjectId }) => subjectId)
    assert.deepStrictEqual(ids, ["P4", "P2", "P3"])
    assert.deepStrictEqual(ids.map((_, place) => findings.at(place)!.subjectId), ids)
    assert.strictEqual(findings.length, ids.length)
    assert.isUndefined(findings.at(ids.length))
  })

  it("flags no advisor whose verifications did not fail", () => assert.strictEqual(found.flagged.size, 0))
})
