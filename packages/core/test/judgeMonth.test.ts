/** The entry function: plain records in, answers out, and every unreadable value reported at once. */
import { assert, describe, it } from "@effect/vitest"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as GcPro05 from "../src/policy/GcPro05.ts"
import { judgeMonth, UnreadableMonth } from "../src/results/MonthResults.ts"
import type { Month } from "../src/results/MonthResults.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!

const directory: Month["directory"] = {
  employees: [
    { employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", activeFrom: "2024-01-01" },
    { employeeId: "A2", name: "Luis Paz", role: "advisor", branchId: "S1", activeFrom: "2024-01-01", activeTo: "2024-12-31" }
  ],
  branches: [{ branchId: "S1", name: "Norte" }],
  brands: [{ brandId: "M1", name: "Motos", line: "motorcycles" }]
}

const luz = { advisorId: "A1", branchId: "S1", brandId: "M1", fullName: "Luz Marina Peña", source: "web", interest: "125 cc", consentAt: "2024-03-05" }

const month: Month = {
  directory,
  prospects: [
    { ...luz, prospectId: "P1", createdAt: "2024-03-05T09:00:00-05:00", phone: "310 200 0001" },
    { ...luz, prospectId: "P2", createdAt: at("2024-03-20 10:00"), phone: "+57 310-2000001" }
  ],
  activities: [{ activityId: "V1", prospectId: "P1", advisorId: "A1", type: "call", status: "performed", performedAt: new Date(at("2024-03-06 10:00")), outcome: "interested", note: "Pidió cotización de la 125", nextActionAt: "2024-03-08" }],
  goals: [{ period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "M1", prospects: 2, activities: 1 }],
  period: "2024-03",
  asOf: "2024-04-01"
}

/** The faults of a month that is not as its type says. */
const faultsOf = (more: object): ReadonlyArray<readonly [string, string, string]> => {
  try {
    judgeMonth({ ...month, ...more } as Month)
    return []
  } catch (error) {
    assert.instanceOf(error, UnreadableMonth)
    assert.instanceOf(error, Error)
    assert.strictEqual((error as UnreadableMonth).code, "unreadable-month")
    return (error as UnreadableMonth).faults.map(({ expected, found, pointer }) => [pointer, found, expected.en])
  }
}

const pointersOf = (more: object): ReadonlyArray<string> => faultsOf(more).map(([pointer]) => pointer)

const goal = (more: object) => ({ ...month.goals![0], ...more })

describe("judgeMonth", () => {
  it("says of each record whether it counts, and why not", () => {
    const judged = judgeMonth(month)
    assert.strictEqual(judged.prospect("P1").verdict, "valid")
    const { reasons, verdict } = judged.prospect("P2")
    assert.strictEqual(verdict, "invalid")
    assert.deepStrictEqual(reasons.map(({ code, evidence }) => [code, evidence]), [["duplicate", { detail: "phone", otherRecordId: "P1" }]])
    assert.match(reasons[0]!.message.es, /^Este cliente ya estaba registrado/)
    assert.strictEqual(judged.activity("V1").verdict, "valid")
    assert.deepStrictEqual(judged.prospects("invalid").map(({ id }) => id), ["P2"])
    assert.deepStrictEqual(judged.activities().map(({ id }) => id), ["V1"])
    assert.throws(() => judged.prospect("V1"), /No prospect V1 is registered/)
  })

  it("gives both indicators of every group", () => {
    const judged = judgeMonth(month)
    const [group, ...others] = judged.scorecard("advisor").groups
    assert.deepStrictEqual(others, [])
    assert.deepInclude(group!.prospecting, { registered: 2, valid: 1, invalid: 1, pending: 0, goal: 2, percent: 50, color: "red" })
    assert.deepInclude(group!.followUp, { registered: 1, valid: 1, goal: 1, percent: 100, color: "green" })
    assert.deepStrictEqual(judged.scorecard(["brand", "branch"]).groups.map(({ keys }) => keys), [{ brand: "M1", branch: "S1" }])
    assert.strictEqual(judged.scorecard().groups[0]!.prospecting.percent, 50)
  })

  it("finds the neglected lead, and what was owed to it", () => {
    const judged = judgeMonth(month)
    const [lead] = judged.leads("red")
    assert.deepInclude(lead!, { prospectId: "P1", advisorId: "A1", branchId: "S1", brandId: "M1", color: "red", escalation: "general-manager" })
    assert.strictEqual(Calendar.formatToSecond(Calendar.bogota, lead!.nextDue!), "2024-03-08T23:59:59-05:00")
    assert.deepStrictEqual(judged.leads("green"), [])
    assert.deepInclude(judged.compliance().company, { leads: 1, met: 0, late: 1, missed: 1 })
    assert.deepStrictEqual(judged.compliance().byAdvisor.map(({ id }) => id), ["A1"])
  })

  it("draws the sample, and a call to it decides", () => {
    const { sample } = judgeMonth(month)
    assert.deepStrictEqual(sample, [{ type: "prospect", id: "P1", advisorId: "A1", kind: "random" }])
    assert.strictEqual(judgeMonth({ ...month, calls: [] }).prospect("P1").verdict, "pending")
    const call = { callId: "L1", subjectType: "prospect", subjectId: "P1", agentId: "C1", attemptedAt: "2024-03-21 09:00", outcome: "not-attended" }
    assert.strictEqual(judgeMonth({ ...month, calls: [call] }).prospect("P1").verdict, "invalid")
  })

  it("gives the forms what they print", () => {
    const judged = judgeMonth(month)
    const form = judged.form("GC-FOR-06")
    assert.strictEqual(form.judgedMonth, judged.judgedMonth)
    assert.strictEqual(form.procedure.version, "02")
    assert.lengthOf(form.digest, 64)
  })

  it("does not answer what it is not asked in its own words: an empty answer would look like an empty month", () => {
    const judged = judgeMonth(month)
    assert.throws(() => judged.form("GC-FOR-07" as never), /Found the form "GC-FOR-07", expected one of: GC-FOR-05, GC-FOR-06/)
    assert.throws(() => judged.scorecard("advisors" as never), /Found the dimension "advisors", expected one of: advisor, branch, brand, line/)
    assert.throws(() => judged.leads("rojo" as never), /Found the colour "rojo", expected one of: green, yellow, red, none/)
    assert.throws(() => judged.prospects("válido" as never), /Found the verdict "válido", expected one of: valid, invalid, pending/)
    assert.throws(() => judged.activities("no" as never), /Found the verdict "no"/)
  })

  it("takes a policy as what differs from the default", () => {
    const judged = judgeMonth({ ...month, policy: { name: "Norte", thresholds: { prospecting: { yellow: 40, green: 50 } } } })
    assert.strictEqual(judged.scorecard().policy, "Norte")
    assert.strictEqual(judged.scorecard().groups[0]!.prospecting.color, "green")
  })

  it("lets own rules verify the clauses of the procedure that is given", () => {
    const risk = { ...GcPro05.version02.risks[0]!, id: "GC-PRO-05/risk/new-one" }
    const procedure = { ...GcPro05.version02, version: "03", risks: [risk] }
    const rule = {
      code: "no-email", subject: "prospect", serves: "R1", effect: "invalidates", field: "email", title: { es: "Sin correo", en: "No e-mail" }, message: () => ({ es: "Falta el correo.", en: "The e-mail is missing." }),
      provenance: { kind: "document", reference: risk.id }, verifies: risk.id, test: ({ email }: { readonly email?: string | undefined }) => email === undefined ? "fails" as const : "holds" as const
    } as const
    const judged = judgeMonth({ ...month, policy: { ownRules: [rule] }, procedure })
    assert.deepStrictEqual(judged.prospect("P1").reasons.map(({ code }) => code), ["no-email"])
    assert.strictEqual(judged.form("GC-FOR-06").procedure.version, "03")
    assert.throws(() => judgeMonth({ ...month, policy: { ownRules: [rule] } }), /policy\/ownRules\/0\/verifies/)
  })

  it("reads instants as text, milliseconds and dates alike", () => {
    const instant = at("2024-03-05 09:00")
    for (const createdAt of ["2024-03-05T09:00:00-05:00", "2024-03-05 09:00", instant, new Date(instant)]) {
      const judged = judgeMonth({ ...month, prospects: [{ ...month.prospects[0]!, createdAt }] })
      assert.strictEqual(judged.judgedMonth.prospects.createdAtOf(0), instant)
    }
  })
})

describe("a month that can't be read", () => {
  it("reports every fault at once, each with its pointer", () => {
    const [first] = month.prospects
    assert.deepStrictEqual(pointersOf({
      policy: { thresholds: { prospecting: { yellow: 0.7, green: 0.9 } }, parameters: { duplicateWindowDays: -1 } },
      directory: { employees: [{ employeeId: "A1", name: "Ana", role: "seller", activeFrom: "2024-13-01" }], branches: {}, brands: [] },
      prospects: [first, { ...first, prospectId: undefined, createdAt: "ayer", stage: "bought" }],
      activities: [{ ...month.activities![0], durationSeconds: 1.5 }],
      goals: [goal({ period: "2024-3" })],
      calls: "none",
      period: "marzo",
      asOf: Number.NaN
    }), [
      "/policy/parameters/duplicateWindowDays", "/policy/thresholds/prospecting",
      "/directory/employees/0/role", "/directory/employees/0/activeFrom", "/directory/branches",
      "/prospects/1/prospectId", "/prospects/1/createdAt", "/prospects/1/stage",
      "/activities/0/durationSeconds", "/goals/0/period", "/calls", "/period", "/asOf"
    ])
  })

  it("asks about seconds and microseconds at every instant", () => {
    const instant = at("2024-03-05 09:00")
    const [first] = month.prospects
    const wrong = [instant / 1000, new Date(instant / 1000), instant * 1000, instant + 0.5, Number.NaN, Number.POSITIVE_INFINITY, new Date(Number.NaN), true, {}, "05/03/2024"]
    for (const createdAt of wrong) assert.deepStrictEqual(pointersOf({ prospects: [{ ...first, createdAt }] }), ["/prospects/0/createdAt"], String(createdAt))
    assert.deepStrictEqual(faultsOf({ asOf: instant / 1000 }), [
      ["/asOf", String(instant / 1000), "milliseconds since 1970, from 1990 on. Did you give seconds? Multiply them by 1000"]
    ])
    assert.match(faultsOf({ asOf: instant * 1000 })[0]![2], /microseconds/)
  })

  it("refuses goals that are no whole numbers from zero on", () => {
    for (const prospects of [-5, 1.5, Number.NaN, "dos", "2", "-5", "1.5", null, undefined, true]) {
      assert.deepStrictEqual(pointersOf({ goals: [goal({ prospects })] }), ["/goals/0/prospects"], String(prospects))
    }
  })

  it("refuses parts with names that it does not know: a misspelt part would be an empty one", () => {
    assert.deepStrictEqual(faultsOf({ goal: month.goals }), [["/goal", "goal", `one of these keys: policy, procedure, directory, prospects, activities, goals, calls, period, asOf, seed, sample`]])
    assert.deepStrictEqual(pointersOf({ "a/b~": 1, seed: 7 }), ["/a~1b~0", "/seed"])
    for (const nothing of [undefined, null, "2024-03"]) {
      assert.throws(() => judgeMonth(nothing as never), /at \/: found (undefined|null|2024-03), expected an object/)
    }
  })

  it("refuses ids that are missing, too long, no text, or there already", () => {
    const [first, second] = month.prospects
    for (const prospectId of [undefined, null, "", " ", 7, "x".repeat(65)]) {
      assert.deepStrictEqual(pointersOf({ prospects: [first, { ...second, prospectId }] }), ["/prospects/1/prospectId"], String(prospectId))
    }
    assert.deepStrictEqual(faultsOf({ prospects: [first, second, first] }), [["/prospects/2/prospectId", "P1", "an id that is not already at /prospects/0"]])
    assert.deepStrictEqual(pointersOf({ goals: [goal({}), goal({ prospects: 9 })] }), ["/goals/1"])
    assert.deepStrictEqual(pointersOf({ directory: { ...directory, branches: [...directory.branches, ...directory.branches] } }), ["/directory/branches/1/branchId"])
  })

  it("refuses assignments of one employee that share a day", () => {
    const [ana, luis] = directory.employees
    const again = { ...ana, activeFrom: "2024-06-01" }
    assert.deepStrictEqual(faultsOf({ directory: { ...directory, employees: [luis, ana, again] } }), [
      ["/directory/employees/2/activeFrom", "2024-06-01", "days that do not overlap the assignment at /directory/employees/1"]
    ])
  })

  it("does not repeat what may name a person", () => {
    const error = (() => {
      try {
        judgeMonth({ ...month, prospects: [{ ...month.prospects[0]!, phone: 3_102_000_001 as never, fullName: ["Luz Marina"] as never }] })
      } catch (error) {
        return error as UnreadableMonth
      }
      return undefined
    })()
    assert.deepStrictEqual(error!.faults.map(({ found, pointer }) => [pointer, found]), [["/prospects/0/fullName", ""], ["/prospects/0/phone", ""]])
    assert.notInclude(error!.message, "3102000001")
  })

  it("tells the first twenty faults in its message, and how many more there are", () => {
    const error = (() => {
      try {
        judgeMonth({ ...month, prospects: Array.from({ length: 25 }, () => 3 as never) })
      } catch (error) {
        return error as UnreadableMonth
      }
      return undefined
    })()
    assert.lengthOf(error!.faults, 25)
    assert.match(error!.message, /has 25 value\(s\)[\s\S]*at \/prospects\/19: expected a JSON object\n {2}and 5 more$/)
  })
})
