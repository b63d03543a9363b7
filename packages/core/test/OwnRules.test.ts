/** A dealership's own rule that breaks is reported with its code and the record's id by every function that runs it. */
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { OwnRuleBroken } from "../src/judging/JudgingContext.ts"
import * as GcPro05 from "../src/policy/GcPro05.ts"
import * as Policy from "../src/policy/Policy.ts"
import type { OwnActivityRule, OwnProspectRule } from "../src/policy/Rule.ts"
import { Records } from "../src/register/Records.ts"
import { judgeMonth } from "../src/results/MonthResults.ts"
import { CrmProcedure } from "../src/service/CrmProcedure.ts"
import * as exampleRecords from "./exampleRecords.ts"

const texts = {
  serves: "Q",
  effect: "warns",
  title: { es: "Regla propia", en: "Own rule" },
  message: () => ({ es: "Corrija.", en: "Correct it." }),
  provenance: { kind: "assumption", reference: "GC-PRO-05/requirements" },
  verifies: "GC-PRO-05/requirements"
} as const

const aboutProspects = (test: (prospect: { readonly email?: string | undefined }) => unknown): OwnProspectRule =>
  ({ ...texts, code: "email-missing", subject: "prospect", field: "email", test: test as OwnProspectRule["test"] })

const aboutActivities = (test: () => unknown): OwnActivityRule =>
  ({ ...texts, code: "visit-short", subject: "activity", field: "durationSeconds", test: test as OwnActivityRule["test"] })

const judge = (...ownRules: ReadonlyArray<OwnProspectRule | OwnActivityRule>): OwnRuleBroken | undefined => {
  try {
    judgeMonth({
      policy: { ownRules },
      directory: { employees: [], branches: [], brands: [] },
      prospects: [exampleRecords.prospect("P1", { email: "ana@example.com" }), exampleRecords.prospect("P2")],
      activities: [exampleRecords.activity("V1", "P1")],
      period: "2024-03",
      asOf: "2024-04-01"
    })
    return undefined
  } catch (error) {
    assert.instanceOf(error, OwnRuleBroken)
    return error as OwnRuleBroken
  }
}

describe("an own rule", () => {
  it("may say that it holds, fails or is undecided", () => {
    for (const answer of ["holds", "fails", "undecided"]) assert.isUndefined(judge(aboutProspects(() => answer), aboutActivities(() => answer)))
  })

  it("that answers a boolean or anything else stops the judging, with its code and the record", () => {
    for (const [answer, found] of [[true, "answered true"], [false, "answered false"], [undefined, "answered undefined"], [null, "answered null"], ["Ana", "answered a string"], [0, "answered a number"]] as const) {
      const error = judge(aboutProspects(({ email }) => email === undefined ? answer : "holds"))
      assert.deepInclude(error!, { rule: "email-missing", subject: "prospect", id: "P2", found, code: "own-rule-broken" })
    }
    assert.deepInclude(judge(aboutActivities(() => true))!, { rule: "visit-short", subject: "activity", id: "V1" })
    assert.strictEqual(judge(aboutActivities(() => true))!.message,
      "The own rule visit-short answered true at the activity V1; expected \"holds\", \"fails\" or \"undecided\". Correct the rule's test.")
  })

  it("that throws is reported with what it threw; its words, which may name a customer, are not repeated", () => {
    const cause = new TypeError("ana@example.com")
    const error = judge(aboutProspects(() => {
      throw cause
    }))
    assert.deepInclude(error!, { rule: "email-missing", id: "P1", found: "threw TypeError" })
    assert.strictEqual(error!.cause, cause)
    assert.notInclude(error!.message, "ana@example.com")
  })

  it.effect("that breaks is a defect of the service, and nothing is registered", () =>
    Effect.gen(function*() {
      const crm = yield* CrmProcedure
      const receivedAt = exampleRecords.prospect("P1").createdAt
      const exit = yield* Effect.exit(crm.registerProspects("norte", [exampleRecords.prospect("P1")], receivedAt))
      assert.isTrue(Exit.isFailure(exit))
      assert.instanceOf(Exit.isFailure(exit) ? Cause.squash(exit.cause) : undefined, OwnRuleBroken)
      assert.strictEqual((yield* Effect.flip(crm.storedProspect("norte", "P1")))._tag, "RecordUnknown")
    }).pipe(Effect.provide(
      CrmProcedure.layer([{ procedure: GcPro05.version02, policy: Result.getOrThrow(Policy.make({ ownRules: [aboutProspects(() => true)] })) }])
        .pipe(Layer.provide(Records.layerMemory))
    )))
})
