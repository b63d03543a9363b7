import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import type { Activity } from "../src/records/Activity.ts"
import * as BusinessHours from "../src/calendar/BusinessHours.ts"
import * as Calendar from "../src/calendar/Calendar.ts"
import type { Directory } from "../src/records/Directory.ts"
import * as GcPro05 from "../src/policy/GcPro05.ts"
import * as JudgingContext from "../src/judging/JudgingContext.ts"
import * as Policy from "../src/policy/Policy.ts"
import * as ProcedureDocument from "../src/policy/ProcedureDocument.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import { MonthBuilder } from "../src/judging/MonthBuilder.ts"
import type { OwnActivityRule, OwnProspectRule } from "../src/policy/Rule.ts"
import * as Counts from "../src/results/Counts.ts"
import * as Verdict from "../src/judging/Verdict.ts"
import * as exampleRecords from "./exampleRecords.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!

const directory: Directory = {
  branches: [{ branchId: "S1", name: "Sede Norte" }],
  brands: [{ brandId: "B1", name: "Marca Uno" }, { brandId: "B2", name: "Marca Dos" }],
  employees: [{ employeeId: "A1", name: "Laura Gómez", role: "advisor", branchId: "S1", activeFrom: 0 }]
}

const prospect = (prospectId: string, brandId: string, more: Partial<Prospect> = {}): Prospect =>
  exampleRecords.prospect(prospectId, { brandId, phone: `30144678${prospectId.slice(1).padStart(2, "0")}`, ...more })

const activity = (activityId: string, prospectId: string, more: Partial<Activity> = {}): Activity =>
  exampleRecords.activity(activityId, prospectId, { type: "visit", note: `Vino a ver el sedán gris, ${activityId}`, ...more })

const judge = (spec: Policy.PolicySpec, prospects: ReadonlyArray<Prospect>, activities: ReadonlyArray<Activity>) => {
  const judging = JudgingContext.make({ policy: Result.getOrThrow(Policy.make(spec)), directory, asOf: at("2024-04-01") })
  const builder = new MonthBuilder(judging)
  prospects.forEach((one) => builder.addProspect(one))
  activities.forEach((one) => builder.addActivity(one))
  const judgedMonth = builder.judge({ period: "2024-03" })
  return {
    judgedMonth,
    prospect: (id: string) =>
      judgedMonth.explainProspect(judgedMonth.prospects.ids.find(id), prospects.find((one) => one.prospectId === id), (other) => prospects.find((one) => one.prospectId === other)),
    activity: (id: string) => judgedMonth.explainActivity(judgedMonth.activities.ids.find(id), activities.find((one) => one.activityId === id))
  }
}

const codes = ({ reasons }: Verdict.Explanation): ReadonlyArray<string> => reasons.map(({ code }) => code)

describe("a brand's profile", () => {
  it("judges its prospects' activities by its own parameters and effects", () => {
    const { activity: verdict } = judge(
      { brands: { B1: { parameters: { noteMinimumWords: 20, noteRepetitions: 1 }, rules: { activity: { "outcome-missing": "warns" } } } } },
      [prospect("P1", "B1"), prospect("P2", "B2")],
      [
        activity("C1", "P1", { outcome: undefined }),
        activity("C2", "P2", { outcome: undefined }),
        activity("C3", "unknown", { outcome: undefined }),
        activity("C4", "P2", { note: "La misma nota de siempre", performedAt: at("2024-03-07T10:00:00") }),
        activity("C5", "P1", { note: "La misma nota de siempre", performedAt: at("2024-03-08T10:00:00") }),
        activity("C6", "P2", { note: "La misma nota de siempre", performedAt: at("2024-03-11T10:00:00") })
      ]
    )
    assert.deepStrictEqual(["C1", "C2", "C3", "C4", "C5", "C6"].map((id) => codes(verdict(id))), [
      ["note-insufficient"],
      ["outcome-missing"],
      ["prospect-unknown", "outcome-missing"],
      [],
      ["note-insufficient", "note-repeated"],
      []
    ])
    assert.deepStrictEqual(verdict("C1").warnings.map(({ code }) => code), ["outcome-missing"])
  })
})

describe("the country of phones", () => {
  it("reads a number that names none, of customers and employees alike", () => {
    const told = [prospect("P1", "B1", { phone: "0414 482 9175" }), prospect("P2", "B1", { phone: "+58 414 4829175", createdAt: at("2024-03-06T10:00:00") })]
    assert.deepStrictEqual(codes(judge({}, told, []).prospect("P1")), ["phone-invalid"])
    const venezuela = judge({ parameters: { phoneCountry: "VE" } }, told, [])
    assert.deepStrictEqual([codes(venezuela.prospect("P1")), codes(venezuela.prospect("P2"))], [[], ["duplicate"]])
    assert.strictEqual(venezuela.prospect("P2").reasons[0]!.evidence.detail, "phone")
  })
})

describe("the dealership's extra holidays", () => {
  it("are no contact hours, and the warning calls them a holiday", () => {
    const call = activity("C1", "P1", { type: "call", durationSeconds: 60, performedAt: at("2024-03-06T10:00:00"), nextActionAt: at("2024-03-08T10:00:00") })
    const warningsOf = (extraHolidays: ReadonlyArray<string>) =>
      judge({ parameters: { extraHolidays } }, [prospect("P1", "B1")], [call]).activity("C1").warnings.flatMap(({ code, evidence }) => code === "outside-contact-hours" ? [evidence.detail] : [])
    assert.deepStrictEqual([warningsOf([]), warningsOf(["2024-03-06"])], [[], ["holiday"]])
  })

  it("are no business hours and no business days", () => {
    const policy = Result.getOrThrow(Policy.make({ parameters: { extraHolidays: ["2024-03-06"] } }))
    assert.strictEqual(BusinessHours.addMinutes(Policy.businessHoursOf(policy), at("2024-03-05T17:30:00"), 120), at("2024-03-07T09:30:00"))
    const [first, last] = [Calendar.parseDay("2024-03-01")!, Calendar.parseDay("2024-04-01")!]
    assert.strictEqual(BusinessHours.countBusinessDays(Policy.businessDaysOf(policy), first, last), 22)
  })
})

describe("a dealership's own rule", () => {
  const declared = { serves: "Q", effect: "invalidates", provenance: { kind: "assumption", reference: "GC-PRO-05/requirements" }, verifies: "GC-PRO-05/requirements" } as const
  const electric: OwnProspectRule = {
    ...declared,
    code: "charger-missing",
    subject: "prospect",
    field: "interest",
    title: { es: "Falta el cargador", en: "Charger missing" },
    message: () => ({ es: "Pregunte si el cliente tiene dónde cargar.", en: "Ask whether the customer can charge at home." }),
    undecided: { es: "Aún no se sabe.", en: "Not known yet." },
    test: ({ interest }) => interest === "Eléctrico" ? "fails" : interest === "Híbrido" ? "undecided" : "holds"
  }
  const visits: OwnActivityRule = {
    ...declared,
    code: "visit-too-early",
    subject: "activity",
    effect: "warns",
    field: "performedAt",
    title: { es: "Visita muy temprano", en: "Visit too early" },
    message: () => ({ es: "La sala abre a las ocho.", en: "The showroom opens at eight." }),
    test: ({ performedAt = 0, type }, { isActiveAdvisor, zone }) =>
      type === "visit" && isActiveAdvisor("A1", performedAt) && Calendar.localMillisOf(zone, performedAt) < 8 * 3_600_000 ? "fails" : "holds"
  }
  const judgedMarch = () => judge(
    { ownRules: [electric, visits], brands: { B2: { rules: { prospect: { "charger-missing": "warns" } } } } },
    [
      prospect("P1", "B1", { interest: "Eléctrico" }),
      prospect("P2", "B1", { interest: "Híbrido" }),
      prospect("P3", "B1"),
      prospect("P4", "B2", { interest: "Eléctrico" })
    ],
    [activity("C1", "P3", { performedAt: at("2024-03-06T07:59:59") }), activity("C2", "P2"), activity("C3", "P1")]
  )

  it("fails, warns or stays undecided like any other, and speaks in its own words", () => {
    const judged = judgedMarch()
    assert.deepStrictEqual(["P1", "P2", "P3", "P4"].map((id) => [judged.prospect(id).verdict, codes(judged.prospect(id))]), [
      ["invalid", ["charger-missing"]],
      ["pending", ["charger-missing"]],
      ["valid", []],
      ["valid", []]
    ])
    assert.strictEqual(judged.prospect("P1").reasons[0]!.message.es, "Pregunte si el cliente tiene dónde cargar.")
    assert.strictEqual(judged.prospect("P2").reasons[0]!.message.es, "Aún no se sabe.")
    assert.deepStrictEqual(judged.prospect("P4").warnings.map(({ code }) => code), ["charger-missing"])
    assert.deepStrictEqual(judged.activity("C1").warnings.map(({ code }) => code), ["visit-too-early"])
    assert.deepStrictEqual([judged.activity("C2").verdict, judged.activity("C3").verdict], ["pending", "invalid"])
  })

  it("is counted among the reasons, samples and all", () => {
    const judged = judgedMarch()
    const { places } = Counts.of(judged.judgedMonth)
    const own = judged.judgedMonth.judging.policy.prospectRules.findIndex(({ code }) => code === "charger-missing")
    assert.strictEqual(places.reduce((sum, { prospects }) => sum + prospects.reasons[own]!, 0), 2)
    assert.deepStrictEqual(judged.judgedMonth.sample.map(({ index }) => judged.judgedMonth.prospects.idOf(index)).toSorted(), ["P2", "P3", "P4"])
  })

  it("stands in the printed procedure", () => {
    const judged = judgedMarch()
    const printed = ProcedureDocument.toMarkdown(GcPro05.version02, { rules: judged.judgedMonth.judging.policy.prospectRules.map((rule) => ({ ...rule, message: rule.message({}) })) })
    assert.include(printed, "charger-missing")
  })
})
