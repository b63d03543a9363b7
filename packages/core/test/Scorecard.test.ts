/** Scorecards from counts: sums over places, percentages, colours, the pace of the month and the reasons. */
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Result from "effect/Result"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as Policy from "../src/policy/Policy.ts"
import * as Counts from "../src/results/Counts.ts"
import * as Scorecard from "../src/results/Scorecard.ts"

const period = "2024-03"
const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!
const lineOfBrand = (brandId: string): string | undefined => ({ M1: "motorcycles", M2: "cars" } as Record<string, string>)[brandId]

interface Place {
  readonly advisorId?: string
  readonly branchId?: string | undefined
  readonly brandId?: string | undefined
  readonly prospects?: Partial<Record<"valid" | "invalid" | "pending" | "goal", number>>
  readonly activities?: Partial<Record<"valid" | "invalid" | "pending" | "goal" | "planned" | "performed", number>>
  readonly reasons?: Readonly<Record<string, number>>
}

const countsOf = (places: ReadonlyArray<Place>, policy = Policy.gcPro05, month = period): Counts.Counts => {
  const byPlace = new Counts.CountsByPlace(policy)
  for (const { activities = {}, prospects = {}, reasons = {}, ...place } of places) {
    const made = byPlace.of(place.advisorId ?? "A1", "branchId" in place ? place.branchId : "S1", "brandId" in place ? place.brandId : "M1")
    for (const [kind, { goal = 0, invalid = 0, pending = 0, valid = 0 }] of [["prospects", prospects], ["activities", activities]] as const) {
      made[kind].registered += valid + invalid + pending
      made[kind].valid += valid
      made[kind].invalid += invalid
      made[kind].pending += pending
      made.goals[kind] += goal
    }
    made.activities.planned += activities.planned ?? 0
    made.activities.performed += activities.performed ?? 0
    made.prospects.reasons = policy.prospectRules.map(({ code }, index) => made.prospects.reasons[index]! + (reasons[code] ?? 0))
  }
  const days = new Array<number>(31).fill(0)
  return { period: month, places: byPlace.all, validProspectsByDay: days, validActivitiesByDay: days }
}

const options = (places: ReadonlyArray<Place>, more: Partial<Scorecard.Options> = {}): Scorecard.Options =>
  ({ policy: Policy.gcPro05, asOf: at("2024-04-01"), counts: countsOf(places), lineOfBrand, ...more })

const company = (places: ReadonlyArray<Place>, more: Partial<Scorecard.Options> = {}) => Scorecard.make(options(places, more), []).groups[0]!

describe("a scorecard", () => {
  it("adds what was counted, and never averages [verifies: GC-PRO-05/indicator/prospecting]", () => {
    const places = [{ advisorId: "A1", prospects: { valid: 1, goal: 1 } }, { advisorId: "A2", prospects: { valid: 1, invalid: 3, pending: 2, goal: 9 } }]
    assert.deepInclude(company(places).prospecting, { registered: 7, valid: 2, invalid: 3, pending: 2, goal: 10, percent: 20, color: "red" })
    const { groups } = Scorecard.make(options(places), ["advisor"])
    assert.deepStrictEqual(groups.map(({ keys, prospecting }) => [keys.advisor, prospecting.percent, prospecting.color]), [["A1", 100, "green"], ["A2", 11.1, "red"]])
  })

  it("groups by one dimension or two, in code point order of the keys", () => {
    const places = [{ advisorId: "b", brandId: "M2" }, { advisorId: "B", brandId: "M1" }, { advisorId: "b", brandId: "M1", branchId: "S2" }, { advisorId: "😀" }, { advisorId: "￿" }]
    const keysBy = (...by: ReadonlyArray<Scorecard.Dimension>) => Scorecard.make(options(places), by).groups.map(({ keys }) => keys)
    assert.deepStrictEqual(keysBy("advisor").map(({ advisor }) => advisor), ["B", "b", "￿", "😀"])
    assert.deepStrictEqual(keysBy("line", "branch"), [{ line: "cars", branch: "S1" }, { line: "motorcycles", branch: "S1" }, { line: "motorcycles", branch: "S2" }])
    assert.deepStrictEqual(keysBy(), [{}])
  })

  it("counts activities of unknown prospects for the company and their advisor, and in no branch, brand or line", () => {
    const places = [{ activities: { valid: 1, goal: 2 } }, { branchId: undefined, brandId: undefined, activities: { invalid: 3 } }]
    const registeredBy = (...by: ReadonlyArray<Scorecard.Dimension>) => Scorecard.make(options(places), by).groups.reduce((sum, { followUp }) => sum + followUp.registered, 0)
    assert.deepStrictEqual([registeredBy(), registeredBy("advisor"), registeredBy("branch"), registeredBy("brand"), registeredBy("line"), registeredBy("advisor", "branch")], [4, 4, 1, 1, 1, 1])
  })

  it("has a company without any record or goal, and then no colour", () => {
    assert.deepInclude(company([]).prospecting, { registered: 0, goal: 0, percent: null, color: "none" })
    assert.deepStrictEqual(Scorecard.make(options([]), ["advisor"]).groups, [])
  })

  it("tells planned activities from performed ones [verifies: GC-PRO-05/indicator/follow-up]", () => {
    assert.deepInclude(company([{ activities: { valid: 3, planned: 1, performed: 2 } }, { advisorId: "A2", activities: { valid: 1, performed: 1 } }]).followUp, { planned: 1, performed: 3, valid: 4 })
  })

  it("colours each indicator by its own thresholds", () => {
    const policy = Result.getOrThrow(Policy.make({ thresholds: { prospecting: { yellow: 40, green: 50 }, followUp: { yellow: 60, green: 90 } } }))
    const half = { prospects: { valid: 1, goal: 2 }, activities: { valid: 1, goal: 2 } }
    const { followUp, prospecting } = company([half], { policy, counts: countsOf([half], policy) })
    assert.deepStrictEqual([prospecting.color, followUp.color], ["green", "red"])
  })

  it("lists the reasons, the most frequent first, those that are equal in the order of the rules", () => {
    const places = [{ reasons: { duplicate: 2, "phone-invalid": 1, "name-incomplete": 1 } }, { advisorId: "A2", reasons: { duplicate: 1, "email-invalid": 0 } }]
    assert.deepStrictEqual(company(places).prospecting.reasons, [{ code: "duplicate", count: 3 }, { code: "name-incomplete", count: 1 }, { code: "phone-invalid", count: 1 }])
  })

  it("lists the reasons of activities by the rules about activities", () => {
    const counts = countsOf([{ activities: { invalid: 2 } }])
    counts.places[0]!.activities.reasons = Policy.gcPro05.activityRules.map(({ code }) => code === "note-insufficient" ? 2 : 0)
    assert.deepStrictEqual(Scorecard.make(options([], { counts }), []).groups[0]!.followUp.reasons, [{ code: "note-insufficient", count: 2 }])
  })

  it("compares with the month before, where the group had records or a goal", () => {
    const places = [{ advisorId: "A1", prospects: { valid: 1, goal: 1 } }, { advisorId: "A2", prospects: { valid: 1, goal: 1 } }]
    const previous = countsOf([{ advisorId: "A1", prospects: { valid: 8, goal: 10 } }], Policy.gcPro05, "2024-02")
    assert.deepStrictEqual(Scorecard.make(options(places, { previous }), ["advisor"]).groups.map(({ prospecting }) => prospecting.previousColor), ["yellow", null])
    assert.isNull(company(places).prospecting.previousColor)
  })
})

describe("the pace of a month", () => {
  const paceAt = (asOf: string, prospects = { valid: 6, goal: 50 }) => company([{ prospects }], { asOf: at(asOf) }).prospecting.pace

  it("counts the business days that have begun, Mondays to Saturdays without holidays", () => {
    // March 2024: 26 days from Monday to Saturday, of them three holidays.
    assert.deepInclude(paceAt("2024-02-28"), { elapsedDays: 0, totalDays: 23, percent: null, projection: null })
    assert.strictEqual(paceAt("2024-03-01 00:00").elapsedDays, 1)
    assert.strictEqual(paceAt("2024-03-03 12:00").elapsedDays, 2)
    assert.strictEqual(paceAt("2024-03-25 12:00").elapsedDays, paceAt("2024-03-23 12:00").elapsedDays)
    assert.strictEqual(paceAt("2024-04-15").elapsedDays, 23)
  })

  it("gives the goal to date as an exact fraction, the share of it that is reached, and a projection rounded half up", () => {
    const pace = paceAt("2024-03-06 12:00")
    assert.deepStrictEqual(pace, { elapsedDays: 5, totalDays: 23, goalToDate: { numerator: 250, denominator: 23 }, percent: 55.2, projection: 28 })
    assert.strictEqual(paceAt("2024-03-02 12:00", { valid: 1, goal: 0 }).projection, 12)
    assert.isNull(paceAt("2024-03-02 12:00", { valid: 1, goal: 0 }).percent)
  })

  it("is the whole goal once the month is over", () => {
    fc.assert(fc.property(fc.nat(1000), fc.nat(1000), (valid, goal) => {
      const { goalToDate, percent, projection } = paceAt("2024-04-01", { valid, goal })
      assert.strictEqual(goalToDate.numerator, goal * goalToDate.denominator)
      assert.strictEqual(projection, valid)
      assert.strictEqual(percent, company([{ prospects: { valid, goal } }]).prospecting.percent)
    }))
  })
})

describe("the course of a month", () => {
  it("runs up to the instant asked, beside the pace of every day", () => {
    const counts = { ...countsOf([{ prospects: { valid: 3, goal: 23 }, activities: { goal: 46 } }]), validProspectsByDay: [2, 0, 0, 1, ...new Array<number>(27).fill(0)] }
    const { followUp, prospecting } = Scorecard.course({ policy: Policy.gcPro05, asOf: at("2024-03-04 08:00"), counts })
    assert.deepStrictEqual(prospecting.map(({ day }) => day), Array.from({ length: 31 }, (_, place) => place + 1))
    assert.deepStrictEqual(prospecting.slice(0, 5).map(({ valid }) => valid), [2, 2, 2, 3, null])
    assert.deepStrictEqual(prospecting.slice(0, 5).map(({ pace }) => pace.numerator / pace.denominator), [1, 2, 2, 3, 4])
    assert.strictEqual(followUp[30]!.pace.numerator / followUp[30]!.pace.denominator, 46)
  })
})

describe("what a person may see of a scorecard", () => {
  const places = [{ advisorId: "A1", prospects: { valid: 1, goal: 1 } }, { advisorId: "A2", prospects: { valid: 0, goal: 1 } }]

  it("is summed over the places within their view, and has no course where its days are not known", () => {
    const seen = Scorecard.seen(options(places), [], ({ advisorId }) => advisorId === "A1")
    assert.deepInclude(seen.groups[0]!.prospecting, { valid: 1, goal: 1 })
    assert.isUndefined(seen.course)
    const countsByDay = options(places).counts
    countsByDay.places[0]!.prospects.validByDay = [0, 0, 0, 0, 1]
    const known = { ...options(places), counts: { ...countsByDay, validProspectsByDay: [0, 0, 0, 0, 1, ...new Array<number>(26).fill(0)] } }
    for (const isWithin of [undefined, ({ advisorId }: { readonly advisorId: string }) => advisorId === "A1"]) assert.strictEqual(Scorecard.seen(known, [], isWithin).course!.prospecting.at(-1)!.valid, 1)
    assert.strictEqual(Scorecard.seen(known, [], ({ advisorId }) => advisorId === "A2").course!.prospecting.at(-1)!.valid, 0)
    assert.isUndefined(Scorecard.seen(options(places), ["advisor"], undefined).course)
  })

  it("compares with the month before only where something of it is within their view", () => {
    const previous = countsOf([{ advisorId: "A2", prospects: { valid: 1, goal: 1 } }])
    assert.isNull(Scorecard.seen(options(places, { previous }), [], ({ advisorId }) => advisorId === "A1").groups[0]!.prospecting.previousColor)
  })
})

describe("the contract's scorecard", () => {
  it("has the company and the groups by branch, brand and advisor, with the members in their order", () => {
    const contract = Scorecard.toContract(options([{ prospects: { valid: 1, goal: 2 } }]))
    assert.deepStrictEqual([contract.byBranch, contract.byBrand, contract.byAdvisor].map((groups) => groups.map(({ id }) => id)), [["S1"], ["M1"], ["A1"]])
    assert.deepStrictEqual(Object.keys(contract), ["period", "asOf", "policy", "company", "byBranch", "byBrand", "byAdvisor"])
    assert.deepStrictEqual([contract.period, contract.asOf, contract.policy], [period, "2024-04-01T00:00:00-05:00", "GC-PRO-05 v02"])
    assert.strictEqual(JSON.stringify(contract.byAdvisor[0]!.prospecting), "{\"registered\":1,\"valid\":1,\"invalid\":0,\"pending\":0,\"goal\":2,\"percent\":50,\"color\":\"red\"}")
  })
})
