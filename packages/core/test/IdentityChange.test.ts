import { assert, describe, it } from "@effect/vitest"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as IdentityChange from "@crm-procedure/core/register/IdentityChange"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import { Authorship } from "@crm-procedure/core/records/Authorship"
import { Records } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { prospect } from "./exampleRecords.ts"

const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!

describe("a prospect that becomes another person", () => {
  const known = prospect("P1", { email: "ana@correo.co", documentType: "CC", documentNumber: "52123456" })
  const replaced = { fullName: "Luis Peña Gil", phone: "3159876543", email: "luis@correo.co", documentNumber: "79654321" }
  const marked = (stored: typeof known | undefined, incoming: typeof known, last?: typeof known) =>
    IdentityChange.marked({ known: stored, incoming }, last, { at: 7, by: "E1", phoneCountry: "CO" })
  const mark = (incoming: Partial<typeof known>) => marked(known, { ...known, ...incoming }).identityReplacedAt

  it("is marked when all of its keys are replaced, and stays marked", () => {
    assert.strictEqual(mark(replaced), 7)
    const before = { ...known, identityReplacedAt: 3, identityReplacedBy: "E9" }
    assert.strictEqual(marked(before, { ...known, ...replaced }).identityReplacedBy, "E9", "the first one stays")
    assert.strictEqual(marked({ ...known, identityReplacedAt: 3 }, known).identityReplacedAt, 3)
  })

  it("is not marked when it keeps a key, loses all of them, had none, or is erased", () => {
    assert.isUndefined(mark({ ...replaced, email: "ANA@correo.co" }))
    assert.isUndefined(mark({ phone: undefined, email: undefined, documentNumber: undefined }))
    assert.isUndefined(mark({ ...replaced, erasedAt: 5 }))
    assert.isUndefined(marked(prospect("P1", { phone: "12" }), { ...known, ...replaced }).identityReplacedAt)
    assert.isUndefined(marked(undefined, known).identityReplacedAt)
  })

  it.effect("is warned about in the service [verifies: prospect/identity-replaced]", () =>
    Effect.gen(function*() {
      const crm = yield* CrmProcedure
      yield* crm.registerProspects("D", [known], at("2024-03-06T10:00:00"))
      const author = { by: "k-1", role: "crm-assistant", employeeId: "E7", means: "page" } as const
      yield* Effect.provideService(crm.registerProspects("D", [{ ...known, ...replaced }], at("2024-03-20T10:00:00")), Authorship, author)
      const { record, storedVerdict } = yield* crm.storedProspect("D", "P1")
      assert.deepStrictEqual([record.identityReplacedAt, record.identityReplacedBy], [at("2024-03-20T10:00:00"), "E7"])
      assert.include(storedVerdict.warnings, "identity-replaced")
    }).pipe(Effect.provide(CrmProcedure.layer().pipe(Layer.provideMerge(Records.layerMemory)))))

  it.effect("is warned about when the identity is taken away first and another one comes later, and not when the same one comes back [verifies: prospect/identity-replaced]", () =>
    Effect.gen(function*() {
      const crm = yield* CrmProcedure
      const nobody = { phone: undefined, email: undefined, documentType: undefined, documentNumber: undefined }
      const versions = { P1: [known, { ...known, ...nobody }, { ...known, ...nobody, phone: "12" }, { ...known, ...replaced }], P2: [known, { ...known, ...nobody }, { ...known, email: undefined }] }
      for (const [prospectId, all] of Object.entries(versions)) {
        for (const [day, version] of all.entries()) yield* crm.registerProspects("D", [{ ...version, prospectId }], at(`2024-03-1${day}T10:00:00`))
      }
      const [one, other] = [(yield* crm.storedProspect("D", "P1")).record, (yield* crm.storedProspect("D", "P2")).record]
      assert.deepStrictEqual([one.identityReplacedAt, other.identityReplacedAt], [at("2024-03-13T10:00:00"), undefined])
    }).pipe(Effect.provide(CrmProcedure.layer().pipe(Layer.provideMerge(Records.layerMemory)))))
})
