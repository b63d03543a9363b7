import * as Counts from "@crm-procedure/core/results/Counts"
import * as ActivityRules from "@crm-procedure/core/judging/ActivityRules"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Document from "@crm-procedure/core/identity/Document"
import * as Holidays from "@crm-procedure/core/calendar/Holidays"
import * as Lead from "@crm-procedure/core/results/Lead"
import * as Note from "@crm-procedure/core/identity/Note"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as ProspectRules from "@crm-procedure/core/judging/ProspectRules"
import * as Scorecard from "@crm-procedure/core/results/Scorecard"
import type * as Verdict from "@crm-procedure/core/judging/Verdict"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as DemonstrationMonth from "../src/DemonstrationMonth.ts"
import * as Contacts from "../src/demonstration/Contacts.ts"
import * as JudgedDemonstration from "./demonstration/JudgedDemonstration.ts"

const options: DemonstrationMonth.DemonstrationOptions = { seed: 1, period: "2024-03" }
const small = { ...options, prospects: 500, activities: 1400 }

/** The default policy, but with the one rule that is off by default switched on, so that every rule speaks. */
const policy = Result.getOrThrow(Policy.make({ rules: { activity: { "contact-too-frequent": "warns" } } }))

/** Short months, months of many holidays, a December and a January. */
const periods = ["2024-03", "2024-02", "2025-01", "2026-12", "2025-04", "2026-06"]

const month = JudgedDemonstration.judge(options, policy)

const explanations = (judged: ReturnType<typeof JudgedDemonstration.judge>) => {
  const of = (count: number, idOf: (index: number) => string, explain: (index: number) => Verdict.Explanation) =>
    new Map(Array.from({ length: count }, (_, index) => [idOf(index), explain(index)]))
  const { activities, judgedMonth, prospects } = judged
  return {
    prospect: of(prospects.count, (index) => prospects.idOf(index), (index) => judgedMonth.explainProspect(index)),
    activity: of(activities.count, (index) => activities.idOf(index), (index) => judgedMonth.explainActivity(index))
  }
}

const codesOf = ({ reasons, warnings }: Verdict.Explanation): ReadonlyArray<string> => [...reasons, ...warnings].map(({ code }) => code)

const lines = (text: string): ReadonlyArray<string> => JudgedDemonstration.parse(text).map((row) => row.join("\u0000")).toSorted()

/** Each lead's follow-up, gathered from the records in the plainest way. */
const follow = (judged: ReturnType<typeof JudgedDemonstration.judge>, prospectId: string): Lead.FollowUp => {
  const prospect = judged.month.prospects.records.find((record) => record.prospectId === prospectId)
  assert(prospect !== undefined)
  const { asOf } = judged.judging
  const contacts = judged.month.activities.records
    .filter((activity) => activity.prospectId === prospectId && activity.status === "performed" && (activity.performedAt ?? Infinity) <= asOf)
    .filter(({ outcome }) => outcome !== "rescheduled")
    .map(({ nextActionAt, performedAt }) => ({
      at: performedAt as number,
      promisedDay: nextActionAt === undefined || nextActionAt <= (performedAt as number) ? undefined : Calendar.localDayOf(Calendar.bogota, nextActionAt)
    }))
    .toSorted((one, other) => one.at - other.at)
  const { assignedAt, createdAt, stage, stageAt } = prospect
  const facts = { assignedAt: assignedAt ?? createdAt, stage, stageAt: stage === "open" ? Infinity : stageAt as number, contacts }
  return Lead.follow(facts, Lead.watch(policy, asOf))
}

describe("DemonstrationMonth", () => {
  it("gives the same bytes for the same seed, and others for another", () => {
    assert.deepStrictEqual(JudgedDemonstration.texts(small), JudgedDemonstration.texts(small))
    const other = JudgedDemonstration.texts({ ...small, seed: 2 })
    for (const [name, text] of Object.entries(JudgedDemonstration.texts(small))) {
      if (name !== "brands.csv" && name !== "branches.csv") assert.notStrictEqual(other[name as DemonstrationMonth.FileName], text, name)
    }
  })

  it("gives the same text each time that a file's chunks are iterated", () => {
    for (const { chunks } of DemonstrationMonth.files(small)) assert.strictEqual([...chunks].join(""), [...chunks].join(""))
  })

  it("has the columns of the contract, and an unknown one", () => {
    const header = (name: DemonstrationMonth.FileName): string => month.month.text[name].slice(0, month.month.text[name].indexOf("\n"))
    assert.strictEqual(header("employees.csv"), "employee_id,name,role,branch_id,line,brand_ids,phone,email,document_type,document_number,active_from,active_to")
    assert.strictEqual(header("branches.csv"), "branch_id,name,city")
    assert.strictEqual(header("brands.csv"), "brand_id,name,line")
    assert.strictEqual(
      header("prospects.csv"),
      "prospect_id,created_at,advisor_id,branch_id,brand_id,full_name,document_type,document_number,phone,email,source,interest,consent_at," +
        "consent_purpose,consent_channel,excluded_at,assigned_at,recorded_at,stage,stage_at,campaign"
    )
    assert.strictEqual(
      header("activities.csv"),
      "activity_id,prospect_id,advisor_id,type,status,direction,planned_for,performed_at,recorded_at,outcome,note,next_action_at," +
        "duration_seconds,requested_by_customer"
    )
    assert.strictEqual(header("goals.csv"), "period,advisor_id,branch_id,brand_id,prospects,activities")
    assert.strictEqual(header("verification-calls.csv"), "call_id,subject_type,subject_id,agent_id,attempted_at,outcome,comment")
  })

  it("has as many rows as asked for, and rejects the ones that it says, for the column that it says", () => {
    const { month: read } = month
    assert.strictEqual(read.prospects.records.length + read.prospects.rejectedColumns.length, 1200)
    assert.strictEqual(read.activities.records.length + read.activities.rejectedColumns.length, 3600)
    assert.deepStrictEqual(
      {
        "employees.csv": read.employees.rejectedColumns,
        "branches.csv": read.branches.rejectedColumns,
        "brands.csv": read.brands.rejectedColumns,
        "prospects.csv": read.prospects.rejectedColumns,
        "activities.csv": read.activities.rejectedColumns,
        "goals.csv": read.goals.rejectedColumns,
        "verification-calls.csv": read.calls.rejectedColumns
      },
      DemonstrationMonth.rejected(options)
    )
  })

  it("shuffles rows without changing any, and gives uuids that are distinct", () => {
    const shuffled = JudgedDemonstration.texts({ ...small, order: "shuffled" })
    const ordered = JudgedDemonstration.texts(small)
    for (const name of ["prospects.csv", "activities.csv", "verification-calls.csv"] as const) {
      assert.notStrictEqual(shuffled[name], ordered[name])
      assert.deepStrictEqual(lines(shuffled[name]), lines(ordered[name]), name)
    }
    const { activities, prospects } = JudgedDemonstration.readAll({ ...small, ids: "uuid" })
    assert.deepStrictEqual(prospects.rejectedColumns, DemonstrationMonth.rejected(small)["prospects.csv"])
    assert.deepStrictEqual(activities.rejectedColumns, DemonstrationMonth.rejected(small)["activities.csv"])
    for (const { prospectId } of prospects.records) assert.match(prospectId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it("refers to records that exist, but for those that are unknown on purpose", () => {
    const { activities, branches, brands, calls, employees, prospects } = month.month
    const known = {
      employees: new Set(employees.records.map(({ employeeId }) => employeeId)),
      branches: new Set(branches.records.map(({ branchId }) => branchId)),
      brands: new Set(brands.records.map(({ brandId }) => brandId)),
      prospects: new Set(prospects.records.map(({ prospectId }) => prospectId)),
      activities: new Set(activities.records.map(({ activityId }) => activityId))
    }
    const unknown = (ids: ReadonlyArray<string>, set: ReadonlySet<string>): ReadonlyArray<string> => [...new Set(ids.filter((id) => !set.has(id)))]
    assert.deepStrictEqual(unknown(prospects.records.map(({ advisorId }) => advisorId), known.employees), ["A-0000"])
    assert.deepStrictEqual(unknown(prospects.records.map(({ branchId }) => branchId), known.branches), ["S-000"])
    assert.deepStrictEqual(unknown(prospects.records.map(({ brandId }) => brandId), known.brands), ["M-77"])
    assert.deepStrictEqual(unknown(activities.records.map(({ advisorId }) => advisorId), known.employees), ["A-0000"])
    const unknownProspects = unknown(activities.records.map(({ prospectId }) => prospectId), known.prospects)
    assert.include(unknownProspects, "P-2024-03-88888889")
    for (const id of unknownProspects) assert.match(id, /X$|-88888889$/)
    assert.deepStrictEqual(unknown(calls.records.map(({ agentId }) => agentId), known.employees), [])
    const subjects = (type: string): ReadonlyArray<string> => calls.records.filter(({ subjectType }) => subjectType === type).map(({ subjectId }) => subjectId)
    assert.deepStrictEqual(unknown(subjects("prospect"), known.prospects), ["P-2024-03-100000000"])
    assert.deepStrictEqual(unknown(subjects("activity"), known.activities), [])
  })

  it("writes firms' NIT with the right check digit, but where it is wrong on purpose", () => {
    const nits = month.month.prospects.records.filter(({ documentType }) => documentType === "NIT")
    const wrong = nits.filter(({ documentNumber, documentType }) => Document.problem(documentType, documentNumber) !== undefined)
    assert.isAbove(nits.length, 40)
    assert.isAbove(wrong.length, 0)
    assert.isBelow(wrong.length, nits.length / 8)
    for (let number = 0; number < 200; number++) {
      assert.isUndefined(Document.problem("NIT", Contacts.nit(number, number % 2 === 0)), `${number}`)
      assert.strictEqual(Document.problem("NIT", Contacts.nit(number, true, 1 + (number % 9))), "check-digit")
    }
    for (const { documentNumber, documentType } of wrong) assert.strictEqual(Document.problem(documentType, documentNumber), "check-digit")
  })

  for (const period of periods) {
    it(`plants in ${period} a failure of every rule, and every state`, () => {
      const planting = { ...options, period }
      const judged = period === options.period ? month : JudgedDemonstration.judge(planting, policy)
      const explained = explanations(judged)
      const planted = DemonstrationMonth.planted(planting)
      for (const { id, rule, subject } of planted) {
        const explanation = explained[subject].get(id)
        assert(explanation !== undefined, `${rule}: ${subject} ${id} is not in the month`)
        assert.include(codesOf(explanation), rule, id)
      }
      const rules = (subject: string): ReadonlySet<string> => new Set(planted.filter((one) => one.subject === subject).map(({ rule }) => rule))
      // Files hold no earlier version of a prospect and no telephone log, and no advisor of the demonstration works in bursts.
      assert.deepStrictEqual([...ProspectRules.codes].filter((code) => !rules("prospect").has(code)), ["identity-replaced"])
      assert.deepStrictEqual([...ActivityRules.codes].filter((code) => !rules("activity").has(code)), ["activity-burst", "call-not-in-log"])

      const states = DemonstrationMonth.plantedStates(planting)
      for (const { id, state, subject } of states) {
        const [kind, value] = [state.slice(0, state.indexOf("-")), state.slice(state.indexOf("-") + 1)]
        const { activityConclusions, prospectConclusions } = judged.judgedMonth
        if (kind === "verdict") assert.strictEqual(explained[subject].get(id)?.verdict, value, id)
        if (kind === "conclusion") assert.strictEqual((subject === "prospect" ? prospectConclusions : activityConclusions).get(id), value, id)
        if (kind === "color") assert.strictEqual(follow(judged, id).color, value, id)
        if (kind === "obligation") assert.include(follow(judged, id).obligations.map((obligation) => obligation.state), value, id)
      }
      assert.deepStrictEqual([...new Set(states.map(({ state }) => state))].toSorted(), [
        ...["green", "none", "red", "yellow"].map((color) => `color-${color}`),
        ...["confirmed", "failed", "inconclusive", "open", "unreachable"].map((conclusion) => `conclusion-${conclusion}`),
        ...["cancelled", "late", "met", "missed", "upcoming"].map((state) => `obligation-${state}`),
        ...["invalid", "pending", "valid"].map((verdict) => `verdict-${verdict}`)
      ])
    })

    it(`leaves the holidays around ${period} empty and its Sundays light`, () => {
      const { prospects } = JudgedDemonstration.readAll({ ...options, period })
      const days = prospects.records.map(({ createdAt }) => Calendar.localDayOf(Calendar.bogota, createdAt))
      assert.deepStrictEqual(days.filter((day) => Holidays.isHoliday(day)), [])
      assert.isBelow(days.filter((day) => Calendar.weekdayOf(day) % 7 === 0).length, days.length / 50)
    })
  }

  it("shows each colour among the advisors, in this month and the one before, and one without a goal", () => {
    const { brands } = month.month
    const of = (period: string): ReadonlyArray<string> => {
      const scorecard = Scorecard.toContract({
        policy,
        asOf: month.judging.asOf,
        counts: Counts.of(month.judgedMonth, period),
        lineOfBrand: (id) => brands.records.find(({ brandId }) => brandId === id)?.line
      })
      return scorecard.byAdvisor.flatMap(({ followUp, prospecting }) => [`prospecting ${prospecting.color}`, `follow-up ${followUp.color}`])
    }
    for (const period of ["2024-02", "2024-03"]) {
      for (const indicator of ["prospecting", "follow-up"]) {
        for (const color of ["green", "yellow", "red"]) {
          assert.isAbove(of(period).filter((one) => one === `${indicator} ${color}`).length, 1, `${period} ${indicator} ${color}`)
        }
      }
    }
    assert.isAbove(of("2024-03").filter((one) => one === "prospecting none").length, 1)
  })

  it("concludes most of the sample, and finds the inventors out", () => {
    const { judgedMonth } = month
    const open = judgedMonth.sample.filter(({ index }) => judgedMonth.prospectConclusions.get(month.prospects.idOf(index)) === "open")
    assert.isAbove(open.length, 0)
    assert.isBelow(open.length, judgedMonth.sample.length / 3)
    const failures = Map.groupBy(
      month.month.prospects.records.filter(({ prospectId }) => judgedMonth.prospectConclusions.get(prospectId) === "failed"),
      ({ advisorId }) => advisorId
    )
    const worst = [...failures].toSorted(([, one], [, other]) => other.length - one.length).slice(0, 2).map(([advisorId]) => advisorId)
    assert.deepStrictEqual(worst.toSorted(), ["A-014", "A-034"])
  })

  it("lets hardly anybody but the inventors repeat a note", () => {
    const byAdvisor = Map.groupBy(
      month.month.activities.records.filter(({ note }) => !Note.isInsufficient(note, 15, 3)),
      ({ advisorId }) => advisorId
    )
    for (const [advisorId, activities] of byAdvisor) {
      const forms = activities.map(({ note }) => Note.comparisonForm(note ?? ""))
      const distinct = new Set(forms).size / forms.length
      if (advisorId === "A-014" || advisorId === "A-034") assert.isBelow(distinct, 0.6, advisorId)
      else assert.isAbove(distinct, 0.85, advisorId)
    }
  })

  it("refuses options that make no sense, naming the option", () => {
    const make = (changes: Partial<DemonstrationMonth.DemonstrationOptions>) => () => [...DemonstrationMonth.files({ ...options, ...changes })]
    assert.throws(make({ period: "2024-13" }), /period: found "2024-13"/)
    assert.throws(make({ prospects: 10 }), /prospects: found 10/)
    assert.throws(make({ activities: 90_000 }), /activities: found/)
    assert.throws(make({ advisors: 3 }), /advisors: found 3/)
    assert.throws(make({ seed: 0.5 }), /seed: found 0.5/)
  })
})
