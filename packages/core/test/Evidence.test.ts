import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Calendar from "../src/calendar/Calendar.ts"
import { CrmProcedure } from "../src/service/CrmProcedure.ts"
import { Records } from "../src/register/Records.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!
const layer = CrmProcedure.layer().pipe(Layer.provideMerge(Records.layerMemory))

describe("Evidence", () => {
  it.effect("makes messages that say what was found and expected, in the field that it is about", () => Effect.gen(function*() {
    const crm = yield* CrmProcedure
    yield* crm.registerDirectory("carrazos", {
      branches: [{ branchId: "S1", name: "Sede Norte" }],
      brands: [{ brandId: "B1", name: "Marca Uno" }],
      employees: [{ employeeId: "A1", name: "Laura Gómez", role: "advisor", branchId: "S1", email: "laura@concesionario.example", activeFrom: 0 }]
    }, 0)
    const base = { advisorId: "A1", branchId: "S1", brandId: "B1", source: "web", interest: "Sedán", consentAt: at("2024-03-05"), stage: "open" } as const
    yield* crm.registerProspects("carrazos", [
      { ...base, prospectId: "P1", createdAt: at("2024-03-05T10:00:00"), fullName: "Ana Ruiz", phone: "3014467892", documentType: "CC", documentNumber: "52123456" },
      {
        ...base,
        prospectId: "P2",
        createdAt: at("2024-03-06T10:00:00"),
        recordedAt: at("2024-03-10T12:30:00"),
        fullName: "Repuestos del Valle",
        documentType: "NIT",
        documentNumber: "800197268-5",
        email: "LAURA@concesionario.example",
        source: "radio"
      },
      { ...base, prospectId: "P3", createdAt: at("2024-03-07T10:00:00"), fullName: "Ana Ruiz", documentType: "CC", documentNumber: "52.123.456" }
    ], 0)
    yield* crm.registerActivities("carrazos", [{
      activityId: "C1",
      prospectId: "P1",
      advisorId: "A1",
      type: "call",
      status: "performed",
      direction: "outbound",
      performedAt: at("2024-03-10T10:00:00"),
      recordedAt: at("2024-03-13T11:00:00"),
      outcome: "interested",
      durationSeconds: 12
    }], 0)
    const asOf = at("2024-04-01")
    const shown = (explanation: { readonly reasons: ReadonlyArray<Reason>; readonly warnings: ReadonlyArray<Reason> }) =>
      Object.fromEntries([...explanation.reasons, ...explanation.warnings].map(({ code, evidence, field, message }) => [code, { field, evidence, es: message.es }]))
    type Reason = { readonly code: string; readonly field: string; readonly evidence: object; readonly message: { readonly es: string } }
    const second = shown(yield* crm.verdict("carrazos", "prospect", "P2", asOf))
    assert.deepStrictEqual(second["document-invalid"]!.evidence, { detail: "check-digit" })
    assert.match(second["document-invalid"]!.es, /dígito de verificación/)
    assert.deepStrictEqual([second["staff-contact"]!.field, second["staff-contact"]!.evidence], ["email", { detail: "email" }])
    assert.deepStrictEqual(second["registered-late"]!.evidence, { found: "98", expected: "72" })
    assert.match(second["registered-late"]!.es, /98 horas.*72 horas/)
    assert.match(second["source-unknown"]!.es, /brand-crm, web, social/)
    const third = shown(yield* crm.verdict("carrazos", "prospect", "P3", asOf))
    assert.deepStrictEqual([third["duplicate"]!.field, third["duplicate"]!.evidence], ["documentNumber", { detail: "document", otherRecordId: "P1" }])
    const call = shown(yield* crm.verdict("carrazos", "activity", "C1", asOf))
    assert.deepStrictEqual(
      Object.fromEntries(Object.entries(call).map(([code, { evidence }]) => [code, evidence])),
      {
        "note-insufficient": { detail: "missing" },
        "registered-late": { found: "73", expected: "48" },
        "next-step-missing": {},
        "call-too-short": { found: "12", expected: "30" },
        "outside-contact-hours": { detail: "sunday" }
      }
    )
  }).pipe(Effect.provide(layer)))
})
