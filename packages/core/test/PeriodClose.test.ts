import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as fc from "fast-check"
import type { Activity } from "../src/records/Activity.ts"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as CanonicalJson from "../src/identity/CanonicalJson.ts"
import * as CsvText from "../src/identity/CsvText.ts"
import * as ClosedPeriod from "../src/close/ClosedPeriod.ts"
import * as ClosingPreview from "../src/close/ClosingPreview.ts"
import type { Directory } from "../src/records/Directory.ts"
import * as FrozenLists from "../src/close/FrozenLists.ts"
import * as GcPro05 from "../src/policy/GcPro05.ts"
import type { Goal } from "../src/records/Goal.ts"
import * as PeriodClose from "../src/close/PeriodClose.ts"
import * as Policy from "../src/policy/Policy.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import { Records } from "../src/register/Records.ts"
import type { OwnProspectRule } from "../src/policy/Rule.ts"
import * as SnapshotChain from "../src/close/SnapshotChain.ts"
import * as VerdictUpkeep from "../src/register/VerdictUpkeep.ts"
import type { Waiver } from "../src/records/Waiver.ts"
import type { VerificationCall } from "../src/records/VerificationCall.ts"
import * as VerificationSample from "@crm-procedure/core/service/VerificationSample"
import * as exampleRecords from "./exampleRecords.ts"
import { activity } from "./exampleRecords.ts"
import { putActivities, putProspects } from "./registering.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!
const day = (text: string): number => Calendar.parseDay(text)!
const DEALERSHIP = "carrazos"
const PERIOD = "2024-03"

const directory: Directory = {
  branches: [{ branchId: "S1", name: "Sede Norte" }],
  brands: [{ brandId: "B1", name: "Marca Uno", line: "cars" }],
  employees: [{ employeeId: "A1", name: "Laura Gómez", role: "advisor", branchId: "S1", activeFrom: day("2024-01-01") }]
}
const goals: ReadonlyArray<Goal> = [{ period: PERIOD, advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 4, activities: 3 }]

const prospect = (prospectId: string, more: Partial<Prospect> = {}): Prospect =>
  exampleRecords.prospect(prospectId, { source: "web", assignedAt: at("2024-03-05T10:00:00"), ...more })

const call = (callId: string, subjectId: string, outcome: VerificationCall["outcome"]): VerificationCall => ({
  callId,
  subjectType: "prospect",
  subjectId,
  agentId: "G1",
  attemptedAt: at("2024-03-20T10:00:00"),
  outcome
})

interface Month {
  readonly prospects: ReadonlyArray<Prospect>
  readonly activities: ReadonlyArray<Activity>
  readonly calls?: ReadonlyArray<VerificationCall>
}

/** Three prospects, P3 a duplicate of P1; P2's phone is another one. Two activities. */
const march: Month = {
  prospects: [
    prospect("P1"),
    prospect("P2", { phone: "3014467892", fullName: "Luis Peña Mora", createdAt: at("2024-03-07T09:00:00") }),
    prospect("P3", { createdAt: at("2024-03-09T09:00:00") })
  ],
  activities: [activity("C1", "P1"), activity("C2", "P2", { performedAt: at("2024-03-08T11:00:00"), note: "Visitó la sala y probó el carro" })]
}

const register = (month: Month, receivedAt = at("2024-03-31")) => Effect.gen(function*() {
  const records = yield* Records
  yield* records.putDirectory(DEALERSHIP, directory)
  yield* records.putGoals(DEALERSHIP, PERIOD, goals)
  yield* putProspects(DEALERSHIP, month.prospects, receivedAt)
  yield* putActivities(DEALERSHIP, month.activities, receivedAt)
  if (month.calls === undefined) return
  yield* VerificationSample.draw({ dealership: DEALERSHIP, period: PERIOD, policy: Policy.gcPro05, now: receivedAt, partial: true })
  yield* records.putCalls(DEALERSHIP, month.calls, receivedAt)
})

const assistant = { role: "crm-assistant", name: "E7" }
const manager = { role: "general-manager", name: "E1" }
const closing: PeriodClose.CloseOptions = {
  dealership: DEALERSHIP,
  period: PERIOD,
  asOf: at("2024-04-01"),
  closedAt: at("2024-04-03T09:00:00"),
  by: assistant,
  procedure: GcPro05.version02,
  policy: Policy.gcPro05
}
const reopening: PeriodClose.ReopenOptions = {
  dealership: DEALERSHIP,
  period: PERIOD,
  at: at("2024-04-10T09:00:00"),
  by: manager,
  reason: "Faltaban prospectos de la feria"
}

const run = <A, E>(effect: Effect.Effect<A, E, Records>) => Effect.provide(effect, Records.layerMemory)
const frozenOf = ({ content }: { readonly content: string }) => ClosedPeriod.parse(content)!
const closeFresh = (month: Month, more: Partial<PeriodClose.CloseOptions> = {}) =>
  run(Effect.gen(function*() {
    yield* register(month)
    return frozenOf(yield* PeriodClose.close({ ...closing, ...more }))
  }))
const policyOf = (spec: Policy.PolicySpec) => Result.getOrThrow(Policy.make(spec))

describe("canonical JSON", () => {
  const plain = (value: unknown): string =>
    Array.isArray(value)
      ? `[${value.map(plain).join(",")}]`
      : typeof value === "object" && value !== null
      ? `{${Object.entries(value).sort(([one], [other]) => one < other ? -1 : 1).map(([key, member]) => `${JSON.stringify(key)}:${plain(member)}`).join(",")}}`
      : JSON.stringify(value)

  it("is what RFC 8785 says of any data of texts, integers and one-decimal percents", () => {
    const text = fc.string({ unit: "binary" })
    const leaf = fc.oneof(text, fc.maxSafeInteger(), fc.nat(2000).map((tenths) => tenths / 10), fc.boolean(), fc.constant(null))
    const { data } = fc.letrec<{ data: unknown }>((tie) => ({
      data: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie("data"), { maxLength: 4 }), fc.dictionary(text, tie("data"), { maxKeys: 5 }))
    }))
    fc.assert(fc.property(fc.dictionary(text, data, { maxKeys: 5 }), (value) => {
      assert.strictEqual(CanonicalJson.text(value), plain(value))
    }))
  })

  it("sorts by UTF-16 units, and digests like sha256sum", () => {
    assert.strictEqual(CanonicalJson.text({ "\ufb33": 1, "\u{1f600}": 2, "€": 3, "1": 4, "\r": 5 }), `{"\\r":5,"1":4,"€":3,"\u{1f600}":2,"\ufb33":1}`)
    // printf '{"a":"ñ"}' | sha256sum
    assert.strictEqual(CanonicalJson.digest({ a: "ñ" }), CanonicalJson.digestOfChunks(["{\"a\":", "\"ñ\"}"]))
    assert.strictEqual(CanonicalJson.digestOfText("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  })
})

describe("frozen files", () => {
  const id = fc.string({ unit: fc.constantFrom("a", "7", ",", "\"", "\n", "\r", "=", "-", " ", "ñ"), minLength: 1, maxLength: 8 })
  it("read back every id that was written", () => {
    fc.assert(fc.property(fc.uniqueArray(id, { maxLength: 6 }), (ids) => {
      const text = `prospect_id,verdict,reasons,warnings\n${ids.map((one) => `${CsvText.cell(one)},valid,,\n`).join("")}`
      assert.deepStrictEqual([...FrozenLists.readVerdicts(text)], ids.map((one) => [one, { verdict: "valid", reasons: [], warnings: [] }]))
    }))
  })
  it("stop at a line that is incomplete", () => {
    const idsOf = (text: string) => [...FrozenLists.readVerdicts(text).keys()]
    assert.deepStrictEqual(idsOf("h\nP1,valid,,\nP2"), ["P1"])
    assert.deepStrictEqual(idsOf("h\n\"P1,valid,,\n"), [])
    assert.deepStrictEqual(idsOf(""), [])
  })
})

describe("closing", () => {
  it.effect("freezes verdicts, indicators, colours, sample, policy and procedure", () => run(Effect.gen(function*() {
    yield* register(march)
    const snapshot = yield* PeriodClose.close(closing)
    assert.deepInclude(snapshot, { period: PERIOD, sequence: 0, previousDigest: "", closedBy: "E7", closedAt: closing.closedAt })
    assert.strictEqual(snapshot.digest, CanonicalJson.digestOfText(snapshot.content))
    assert.deepStrictEqual(yield* (yield* Records).snapshots(DEALERSHIP), [snapshot])
    const [event, ...others] = yield* (yield* Records).events(DEALERSHIP)
    assert.deepStrictEqual(others, [])
    assert.deepInclude(event!, {
      key: "period.closed 0", type: "period.closed", at: closing.closedAt,
      data: { period: PERIOD, sequence: 0, digest: snapshot.digest, previousDigest: "", asOf: "2024-04-01T00:00:00-05:00", policyDigest: Policy.digest(Policy.gcPro05) }
    })
    const { closedAt, closedBy, files = {}, reopening, result, resultDigest } = frozenOf(snapshot)
    assert.deepStrictEqual([closedAt, closedBy, reopening], ["2024-04-03T09:00:00-05:00", assistant, null])
    assert.strictEqual(resultDigest, CanonicalJson.digest(result))
    assert.deepStrictEqual([result.asOf, result.seed, result.procedure], ["2024-04-01T00:00:00-05:00", PERIOD, { code: "GC-PRO-05", version: "02", effectiveFrom: "2024-03-31" }])
    assert.deepStrictEqual(result.policy, JSON.parse(JSON.stringify(Policy.toJson(Policy.gcPro05))))
    assert.strictEqual(result.policyDigest, Policy.digest(Policy.gcPro05))
    assert.deepStrictEqual(result.scorecard.company.prospecting, { registered: 3, valid: 2, invalid: 1, pending: 0, goal: 4, percent: 50, color: "red" })
    assert.deepInclude(result.compliance.company, { leads: 2, color: "red" })
    assert.strictEqual(
      files["prospect-verdicts.csv"],
      "prospect_id,verdict,reasons,warnings\nP1,valid,,\nP2,valid,,\nP3,invalid,duplicate,\n"
    )
    assert.match(files["sample.csv"]!, /^prospect_id,advisor_id,kind\n(P[12],A1,random\n){2}$/)
    assert.match(files["lead-colors.csv"]!, /^prospect_id,color,days_since_last,next_due\nP1,red,26,2024-03-08T23:59:59-05:00\nP2,red,/)
    assert.match(files["activity-verdicts.csv"]!, /^activity_id,verdict,reasons,warnings\nC1,valid,,/)
    for (const name of FrozenLists.names) assert.strictEqual(result.files[name], CanonicalJson.digestOfText(files[name]!), name)
  })))

  it.effect("the same records have the same result digest, whatever their order", () => Effect.promise(async () => {
    const first = await Effect.runPromise(closeFresh(march))
    await fc.assert(fc.asyncProperty(
      fc.shuffledSubarray([...march.prospects], { minLength: 3 }),
      fc.shuffledSubarray([...march.activities], { minLength: 2 }),
      async (prospects, activities) => {
        assert.deepStrictEqual(await Effect.runPromise(closeFresh({ prospects, activities })), first)
      }
    ), { numRuns: 30 })
  }))

  const changes: ReadonlyArray<readonly [string, Month, Partial<PeriodClose.CloseOptions>, ReadonlyArray<FrozenLists.Name>]> = [
    ["a verdict", { ...march, prospects: march.prospects.with(2, prospect("P3", { phone: "3024467892", fullName: "Rosa Díaz", createdAt: at("2024-03-09T09:00:00") })) }, {}, ["prospect-verdicts.csv"]],
    ["an activity's verdict", { ...march, activities: march.activities.with(1, { ...march.activities[1]!, note: "ok" }) }, {}, ["activity-verdicts.csv"]],
    ["the sample", march, { seed: "otra" }, []],
    ["a threshold", march, { policy: policyOf({ thresholds: { prospecting: { yellow: 79, green: 100 } } }) }, []],
    ["the policy's name", march, { policy: policyOf({ name: "GC-PRO-05 v02 b" }) }, []],
    ["a lead's colour", { ...march, activities: [...march.activities, activity("C0", "P1", { performedAt: at("2024-03-31T10:00:00"), status: "performed" })] }, {}, ["lead-colors.csv"]],
    ["the instant", march, { asOf: at("2024-04-02") }, []]
  ]
  for (const [what, month, more, files] of changes) {
    it.effect(`a change of ${what} changes the digest`, () => Effect.gen(function*() {
      const [one, other] = [yield* closeFresh(march), yield* closeFresh(month, more)]
      assert.notStrictEqual(other.resultDigest, one.resultDigest)
      for (const name of files) assert.notStrictEqual(other.result.files[name], one.result.files[name], name)
    }))
  }

  it.effect("open verifications are listed, and count as the policy says", () => Effect.gen(function*() {
    const called = { ...march, calls: [call("L1", "P1", "attended")] }
    const pending = (yield* closeFresh(called)).result
    assert.deepStrictEqual(pending.openVerifications, { countedAs: "pending", prospects: ["P2"], activities: [] })
    assert.deepInclude(pending.scorecard.company.prospecting, { valid: 1, pending: 1 })
    const brands = { B1: { rules: { prospect: { "verification-pending": "invalidates" }, activity: {} } } } as const
    const valid = (yield* closeFresh(called, { policy: policyOf({ parameters: { openVerificationsAtClose: "valid" }, brands }) })).result
    assert.deepStrictEqual(valid.openVerifications, { countedAs: "valid", prospects: ["P2"], activities: [] })
    assert.deepInclude(valid.scorecard.company.prospecting, { valid: 2, pending: 0 })
    assert.deepStrictEqual((yield* closeFresh(march)).result.openVerifications.prospects, [])
  }))

  it.effect("is done by the CRM assistant, once, and after the period's end", () => run(Effect.gen(function*() {
    yield* register(march)
    const role = yield* Effect.flip(PeriodClose.close({ ...closing, by: manager }))
    assert.strictEqual(role._tag, "RoleMayNot")
    assert.strictEqual(role.message, "A period can't be closed by the role general-manager, expected crm-assistant. Ask a colleague with that role.")
    for (const early of [{ asOf: closing.asOf - 1 }, { closedAt: closing.asOf - 1 }]) {
      const error = yield* Effect.flip(PeriodClose.close({ ...closing, ...early }))
      assert.strictEqual(error._tag, "PeriodNotOver")
      assert.strictEqual(error.message, "2024-03 is not over at 2024-03-31T23:59:59.999-05:00, expected 2024-04-01T00:00:00-05:00 or later. Close it after its last day.")
    }
    const { digest } = yield* PeriodClose.close({ ...closing, closedAt: closing.asOf })
    const again = yield* Effect.flip(PeriodClose.close(closing))
    assert.strictEqual(again._tag, "PeriodAlreadyClosed")
    assert.strictEqual(again.message, `2024-03 is closed by snapshot 0 (${digest}), expected an open period. ` +
      "Ask the general manager to reopen it with a reason, then close it again. Its amendment shows what has arrived since.")
    assert.strictEqual((yield* (yield* Records).snapshots(DEALERSHIP)).length, 1)
  })))

  it.effect("follows another snapshot that was appended between reading the chain and appending", () => run(Effect.gen(function*() {
    yield* register(march)
    const records = yield* Records
    const whileAnother = (period: string) => {
      let first = true
      return Records.of({
        ...records,
        change: (dealership, append) => {
          const rival = first ? PeriodClose.close({ ...closing, period }).pipe(Effect.provideService(Records, records), Effect.orDie) : Effect.void
          first = false
          return Effect.andThen(rival, records.change(dealership, append))
        }
      })
    }
    const snapshot = yield* PeriodClose.close(closing).pipe(Effect.provideService(Records, whileAnother("2024-02")))
    assert.strictEqual(snapshot.sequence, 1)
    yield* PeriodClose.reopen(reopening)
    const same = yield* PeriodClose.close(closing).pipe(Effect.provideService(Records, whileAnother(PERIOD)), Effect.flip)
    assert.strictEqual(same._tag, "PeriodAlreadyClosed")
    const { firstBreak, verified } = yield* PeriodClose.verify(DEALERSHIP)
    assert.deepStrictEqual([firstBreak, verified.length], [undefined, 3])
  })))

  it.effect("simultaneous closes are chained, and a second one of the same period is refused", () => run(Effect.gen(function*() {
    yield* register(march)
    const periods = ["2024-02", PERIOD, "2024-01", PERIOD]
    const outcomes = yield* Effect.all(
      periods.map((period) => Effect.result(PeriodClose.close({ ...closing, period }))),
      { concurrency: "unbounded" }
    )
    const failures = outcomes.filter(Result.isFailure).map(({ failure }) => failure._tag)
    assert.deepStrictEqual(failures, ["PeriodAlreadyClosed"])
    const { firstBreak, verified } = yield* PeriodClose.verify(DEALERSHIP)
    assert.isUndefined(firstBreak)
    assert.deepStrictEqual(verified.map(({ snapshot }) => snapshot.period).sort(), ["2024-01", "2024-02", PERIOD])
  })))
})

describe("the preview of a close", () => {
  it.effect("shows the figures that the close freezes, and names what is open, missing or left out", () => run(Effect.gen(function*() {
    yield* register({ ...march, calls: [call("L1", "P1", "attended"), { ...call("L2", "P2", "attended"), attemptedAt: at("2024-04-05T10:00:00") }] })
    const records = yield* Records
    const known = yield* records.directory(DEALERSHIP)
    yield* records.putDirectory(DEALERSHIP, { ...known, employees: [...known.employees, { employeeId: "A9", name: "Sin Meta", role: "advisor", branchId: "S1", activeFrom: 0 }] })
    const preview = yield* ClosingPreview.preview({ dealership: DEALERSHIP, period: PERIOD, asOf: closing.asOf, policy: Policy.gcPro05 })
    assert.deepInclude(preview, {
      state: "open",
      closableFrom: at("2024-04-01"),
      sampleDrawnAt: at("2024-03-31"),
      openVerifications: { countedAs: "pending", records: [{ subject: "prospect", id: "P2", advisorId: "A1" }] },
      goalsMissing: [{ advisorId: "A9" }],
      callsLeftOut: [{ callId: "L2", subjectType: "prospect", subjectId: "P2", agentId: "G1", attemptedAt: at("2024-04-05T10:00:00"), outcome: "attended", receivedAt: at("2024-03-31") }]
    })
    const { compliance, scorecard } = frozenOf(yield* PeriodClose.close(closing)).result
    assert.deepStrictEqual([preview.scorecard, preview.compliance], [scorecard, compliance])
    // A call that the cut left out appears in the amendment, and counts as of a later instant.
    const ask = { dealership: DEALERSHIP, period: PERIOD }
    assert.deepStrictEqual((yield* PeriodClose.amendment(ask)).laterCalls, preview.callsLeftOut)
    assert.deepStrictEqual((yield* PeriodClose.amendment(ask)).verdicts, [])
    const later = yield* PeriodClose.amendment({ ...ask, asOf: at("2024-04-06") })
    assert.deepStrictEqual(later.verdicts.filter(({ subject }) => subject === "prospect").map(({ after, before, id }) => [id, before?.verdict, after?.verdict]), [["P2", "pending", "valid"]])
    const asOfNow = yield* ClosingPreview.preview({ ...ask, asOf: at("2024-04-06"), policy: Policy.gcPro05 })
    assert.deepStrictEqual([asOfNow.state, asOfNow.openVerifications.records, asOfNow.callsLeftOut], ["closed", [], []])
  })))

  it.effect("is followed by an amendment that lists a call that was made before the close and came after it, though no verdict changes", () => run(Effect.gen(function*() {
    yield* register({ ...march, calls: [call("L1", "P1", "attended"), { ...call("L2", "P1", "no-answer"), attemptedAt: closing.asOf }] })
    yield* PeriodClose.close(closing)
    const late = { ...call("L3", "P1", "no-answer"), attemptedAt: at("2024-03-20T10:00:00") }
    const records = yield* Records
    yield* records.putCalls(DEALERSHIP, [late, { ...late, callId: "L4", subjectId: "P9" }], closing.closedAt + 1)
    const { laterCalls, verdicts } = yield* PeriodClose.amendment({ dealership: DEALERSHIP, period: PERIOD })
    assert.deepStrictEqual([laterCalls.map(({ callId, receivedAt }) => [callId, receivedAt]), verdicts], [[["L3", closing.closedAt + 1]], []])
  })))
})

describe("reopening", () => {
  it.effect("needs the general manager, a reason and a closed period", () => run(Effect.gen(function*() {
    yield* register(march)
    const open = yield* Effect.flip(PeriodClose.reopen(reopening))
    assert.deepStrictEqual([open._tag, open.message], ["PeriodNotClosed", "2024-03 is open, expected a closed period. Close it first."])
    yield* PeriodClose.close(closing)
    const role = yield* Effect.flip(PeriodClose.reopen({ ...reopening, by: assistant }))
    assert.deepStrictEqual([role._tag, role.message], ["RoleMayNot", "A period can't be reopened by the role crm-assistant, expected general-manager. Ask a colleague with that role."])
    const reason = yield* Effect.flip(PeriodClose.reopen({ ...reopening, reason: " \n" }))
    assert.deepStrictEqual([reason._tag, reason.message], ["ReasonMissing", "No reason was given for 2024-03, expected a text. Say why: the reason is kept."])
    const reopened = yield* PeriodClose.reopen({ ...reopening, reason: ` ${reopening.reason}\n` })
    assert.deepStrictEqual(reopened, { period: PERIOD, sequence: 0, at: reopening.at, by: "E1", reason: reopening.reason })
    assert.deepStrictEqual(yield* (yield* Records).periodReopenings(DEALERSHIP), [reopened])
    assert.strictEqual((yield* PeriodClose.periodState(DEALERSHIP, PERIOD)).state, "reopened")
    assert.strictEqual((yield* Effect.flip(PeriodClose.reopen(reopening)))._tag, "PeriodNotClosed")
  })))

  it.effect("keeps both snapshots; the same records closed again have the same result digest", () => run(Effect.gen(function*() {
    yield* register(march)
    const first = yield* PeriodClose.close(closing)
    yield* PeriodClose.close({ ...closing, period: "2024-02" })
    yield* PeriodClose.reopen(reopening)
    const again = yield* PeriodClose.close({ ...closing, closedAt: at("2024-04-11T08:00:00"), by: { role: "crm-assistant", name: "E8" } })
    assert.deepStrictEqual((yield* (yield* Records).snapshots(DEALERSHIP)).map(({ period }) => period), [PERIOD, "2024-02", PERIOD])
    assert.strictEqual(frozenOf(again).resultDigest, frozenOf(first).resultDigest)
    assert.notStrictEqual(again.digest, first.digest)
    assert.deepStrictEqual(frozenOf(again).reopening, { sequence: 0, at: "2024-04-10T09:00:00-05:00", by: "E1", reason: "Faltaban prospectos de la feria" })
    assert.isUndefined((yield* PeriodClose.verify(DEALERSHIP)).firstBreak)
    const { content: _, ...link } = again
    assert.deepInclude(yield* PeriodClose.periodState(DEALERSHIP, PERIOD), { state: "closed", snapshot: link })
    yield* PeriodClose.reopen({ ...reopening, at: at("2024-04-12") })
    const third = yield* PeriodClose.close({ ...closing, closedAt: at("2024-04-13") })
    assert.strictEqual(frozenOf(third).reopening?.sequence, 2)
    assert.isUndefined((yield* PeriodClose.verify(DEALERSHIP)).firstBreak)
  })))
})

describe("amendment", () => {
  it.effect("is empty while no record changed, and names a changed one, also with ids that a CSV cell guards or quotes", () => run(Effect.gen(function*() {
    const ids = ["=1+1", "'=2", "a\"b,c", " d", "é", "-5"]
    const told = (place: number) => ({ phone: `30${place}4467892`, fullName: "Rosa Díaz Mejía", createdAt: at(`2024-03-0${place + 1}T09:00:00`), source: "walk-in" })
    yield* register({ prospects: ids.map((id, place) => prospect(id, told(place))), activities: [] })
    yield* PeriodClose.close(closing)
    assert.deepStrictEqual((yield* PeriodClose.amendment({ dealership: DEALERSHIP, period: PERIOD })).verdicts, [])
    yield* putProspects(DEALERSHIP, ids.map((id, place) => prospect(id, { ...told(place), fullName: "Rosa" })), closing.closedAt + 1)
    const { verdicts } = yield* PeriodClose.amendment({ dealership: DEALERSHIP, period: PERIOD })
    assert.deepStrictEqual(verdicts.map(({ after, before, id }) => [id, before?.verdict, after?.reasons]), ids.map((id) => [id, "valid", ["name-incomplete"]]))
  })))

  it.effect("late records never change a frozen result, and appear beside it", () => run(Effect.gen(function*() {
    yield* register(march)
    const closed = yield* PeriodClose.close(closing)
    const ask = { dealership: DEALERSHIP, period: PERIOD }
    assert.deepInclude(yield* PeriodClose.amendment(ask), { sequence: 0, digest: closed.digest, late: [], verdicts: [], indicators: [] })
    const receivedAt = closing.closedAt + 1
    const records = yield* Records
    yield* putProspects(DEALERSHIP, [
      prospect("P4", { phone: "3024467892", fullName: "Rosa Díaz Mejía", source: "walk-in", createdAt: at("2024-03-30T09:00:00") }),
      prospect("P3", { phone: "3034467892", fullName: "Iván Soto León", source: "walk-in", createdAt: at("2024-03-09T09:00:00") }),
      prospect("P2", { phone: "3014467892", fullName: "Luis Peña Mora", createdAt: at("2024-04-02T09:00:00") }),
      prospect("P5", { createdAt: at("2024-04-02T09:00:00") })
    ], receivedAt)
    yield* putActivities(DEALERSHIP, [activity("C9", "P9", { performedAt: at("2024-03-30T10:00:00") })], receivedAt)
    const amended = yield* PeriodClose.amendment(ask)
    assert.deepStrictEqual(amended.late, [{ subject: "activity", id: "C9", receivedAt }, { subject: "prospect", id: "P4", receivedAt }])
    assert.deepStrictEqual(amended.verdicts.filter(({ subject }) => subject === "prospect"), [
      { subject: "prospect", id: "P2", before: { verdict: "valid", reasons: [], warnings: [] }, after: null },
      { subject: "prospect", id: "P3", before: { verdict: "invalid", reasons: ["duplicate"], warnings: [] }, after: { verdict: "valid", reasons: [], warnings: [] } },
      { subject: "prospect", id: "P4", before: null, after: { verdict: "valid", reasons: [], warnings: [] } }
    ])
    assert.deepStrictEqual(amended.verdicts.filter(({ subject }) => subject === "activity").map(({ id }) => id), ["C2", "C9"])
    const company = amended.indicators.find(({ by, indicator }) => by === "company" && indicator === "prospecting")
    assert.deepInclude(company?.before, { registered: 3, valid: 2, percent: 50 })
    assert.deepInclude(company?.after, { registered: 3, valid: 3, percent: 75 })
    assert.isTrue(amended.indicators.some(({ by, id, indicator }) => by === "advisor" && id === "A1" && indicator === "compliance"))
    assert.deepStrictEqual(yield* records.snapshots(DEALERSHIP), [closed])
    assert.isUndefined((yield* PeriodClose.verify(DEALERSHIP)).firstBreak)
  })))

  it.effect("judges by the policy that the period was closed with, own rules included", () => run(Effect.gen(function*() {
    const ownRule: OwnProspectRule = {
      code: "no-sedans",
      subject: "prospect",
      serves: "Q",
      effect: "invalidates",
      field: "interest",
      title: { es: "Sin sedanes", en: "No sedans" },
      message: () => ({ es: "Es un sedán", en: "It is a sedan" }),
      provenance: { kind: "assumption", reference: "GC-PRO-05/requirements" },
      verifies: "GC-PRO-05/requirements",
      test: ({ interest }) => interest === "Sedán" ? "fails" : "holds"
    }
    yield* register(march)
    const policy = policyOf({
      ownRules: [ownRule],
      rules: { prospect: { duplicate: "warns" } },
      thresholds: { compliance: { yellow: 70.25, green: 90 } },
      brands: { B1: { parameters: { noteMinimumWords: 2 } } }
    })
    yield* PeriodClose.close({ ...closing, policy })
    const ask = { dealership: DEALERSHIP, period: PERIOD }
    const error = yield* Effect.flip(PeriodClose.amendment(ask))
    assert.strictEqual(error._tag, "FrozenPolicyUnusable")
    assert.include(error.message, "no-sedans")
    const unused = { ...ownRule, code: "later-rule" }
    assert.deepInclude(yield* PeriodClose.amendment({ ...ask, ownRules: [unused, ownRule] }), { verdicts: [], indicators: [] })
  })))

  it.effect("lists what arrived late by its arrival, then its id, of the period's days alone", () => run(Effect.gen(function*() {
    yield* register(march)
    yield* PeriodClose.close(closing)
    const late = (id: string, createdAt: number) => prospect(id, { phone: `30${id.slice(1)}4467892`, fullName: "Rosa Díaz Mejía", createdAt })
    const first = closing.closedAt + 1
    yield* putProspects(DEALERSHIP, [late("P7", at("2024-03-01")), late("P6", at("2024-03-31T23:59:59"))], first + 1)
    yield* putProspects(DEALERSHIP, [late("P5", at("2024-03-10")), late("P8", at("2024-04-01")), late("P9", at("2024-03-01") - 1)], first)
    yield* putProspects(DEALERSHIP, [late("P4", at("2024-03-10"))], closing.closedAt)
    const { late: found } = yield* PeriodClose.amendment({ dealership: DEALERSHIP, period: PERIOD })
    assert.deepStrictEqual(found.map(({ id, receivedAt }) => [id, receivedAt - first]), [["P5", 0], ["P6", 1], ["P7", 1]])
    const records = yield* Records
    const otherWayRound = Records.of({
      ...records,
      prospects: (...asked) => Stream.unwrap(Effect.map(Stream.runCollect(records.prospects(...asked)), (all) => Stream.fromIterable([...all].reverse())))
    })
    assert.deepStrictEqual((yield* Effect.provideService(PeriodClose.amendment({ dealership: DEALERSHIP, period: PERIOD }), Records, otherWayRound)).late, found)
  })))

  for (const [timeZone, within, outside] of [
    ["America/Caracas", at("2024-03-31T23:00:00") - 1, at("2024-03-31T23:00:00")],
    ["America/Mexico_City", at("2024-03-01T01:00:00"), at("2024-03-01T01:00:00") - 1]
  ] as const) {
    it.effect(`lists no late record of another month in the zone of the close, ${timeZone}`, () => run(Effect.gen(function*() {
      yield* register(march)
      yield* PeriodClose.close({ ...closing, asOf: at("2024-04-02"), policy: policyOf({ parameters: { timeZone } }) })
      yield* putProspects(DEALERSHIP, [prospect("P4", { createdAt: outside }), prospect("P5", { createdAt: within })], closing.closedAt + 1)
      const { late } = yield* PeriodClose.amendment({ dealership: DEALERSHIP, period: PERIOD })
      assert.deepStrictEqual(late.map(({ id }) => id), ["P5"])
    })))
  }

  it.effect("counts a lead of the month before by the policy of that month, as the close does", () => run(Effect.gen(function*() {
    const policy = policyOf({ rules: { prospect: { "email-disposable": "invalidates" } } })
    const policyIn = (period: string) => period < PERIOD ? Policy.gcPro05 : policy
    yield* register({ prospects: [], activities: [] })
    const lead = prospect("P0", { createdAt: at("2024-02-27T10:00:00"), email: "ana@mailinator.com" })
    yield* VerdictUpkeep.put({ dealership: DEALERSHIP, policyOf: policyIn }, { prospects: [lead] }, at("2024-03-31"))
    const leadsOf = (more: Partial<PeriodClose.CloseOptions>) => Effect.gen(function*() {
      const records = yield* Records
      const unkept = Records.of({ ...records, appendSnapshot: () => Effect.void, raise: () => Effect.succeed([]) })
      return frozenOf(yield* Effect.provideService(PeriodClose.close({ ...closing, policy, ...more }), Records, unkept)).result.compliance.company.leads
    })
    assert.deepStrictEqual([yield* leadsOf({ policyOf: policyIn }), yield* leadsOf({})], [1, 0])
    yield* PeriodClose.close({ ...closing, policy, policyOf: policyIn })
    const ask = { dealership: DEALERSHIP, period: PERIOD }
    assert.deepStrictEqual((yield* PeriodClose.amendment({ ...ask, policyOf: policyIn })).indicators, [])
    assert.isNotEmpty((yield* PeriodClose.amendment(ask)).indicators)
  })))

  it.effect("lists the waivers that the frozen result does not have, in the order in which they were granted", () => run(Effect.gen(function*() {
    yield* register(march)
    yield* PeriodClose.close(closing)
    const waiver = (waiverId: string, grantedAt: number, subjectId = "P3"): Waiver => ({ waiverId, subjectType: "prospect", subjectId, code: "duplicate", grantedAt, grantedBy: "E7", reason: "Son hermanos" })
    const records = yield* Records
    yield* records.putWaivers(DEALERSHIP, [waiver("W4", closing.asOf + 1), waiver("W3", closing.asOf + 2), waiver("W2", closing.asOf + 2), waiver("W1", closing.asOf)], closing.closedAt)
    yield* records.putWaivers(DEALERSHIP, [waiver("W5", closing.asOf - 1), waiver("W6", closing.asOf + 9, "P77")], closing.closedAt + 1)
    const { laterWaivers } = yield* PeriodClose.amendment({ dealership: DEALERSHIP, period: PERIOD })
    assert.deepStrictEqual(laterWaivers.map(({ waiverId }) => waiverId), ["W5", "W4", "W2", "W3"])
    const otherWayRound = Records.of({ ...records, waivers: (...asked) => Effect.map(records.waivers(...asked), (found) => found.toReversed()) })
    assert.deepStrictEqual((yield* Effect.provideService(PeriodClose.amendment({ dealership: DEALERSHIP, period: PERIOD }), Records, otherWayRound)).laterWaivers, laterWaivers)
    assert.deepStrictEqual(laterWaivers[0], { waiverId: "W5", subjectType: "prospect", subjectId: "P3", code: "duplicate", grantedAt: closing.asOf - 1, grantedBy: "E7" })
  })))

  it.effect("is as of the close, or as of another instant that is asked for", () => run(Effect.gen(function*() {
    yield* register(march)
    yield* PeriodClose.close(closing)
    const asked = (asOf?: number) => PeriodClose.amendment({ dealership: DEALERSHIP, period: PERIOD, asOf })
    assert.strictEqual((yield* asked()).asOf, closing.asOf)
    const later = yield* asked(at("2024-04-20"))
    assert.strictEqual(later.asOf, at("2024-04-20"))
    assert.deepStrictEqual(later.verdicts, [])
  })))

  it.effect("stops at a snapshot that can't be read", () => run(Effect.gen(function*() {
    yield* register(march)
    yield* PeriodClose.close(closing)
    const records = yield* Records
    const ask = (content: string | undefined) => {
      const damaged = Records.of({ ...records, snapshot: (...asked) => Effect.map(records.snapshot(...asked), (found) => content === undefined ? Option.none() : Option.map(found, (one) => ({ ...one, content }))) })
      return PeriodClose.amendment({ dealership: DEALERSHIP, period: PERIOD }).pipe(Effect.provideService(Records, damaged), Effect.catchDefect((defect) => Effect.succeed(String(defect))))
    }
    for (const content of ["{", undefined]) assert.strictEqual(yield* ask(content), "Error: Snapshot 0 of 2024-03 can't be read: verify the chain.")
  })))

  it.effect("is refused for a period that was never closed", () => run(Effect.gen(function*() {
    assert.strictEqual((yield* Effect.flip(PeriodClose.amendment({ dealership: DEALERSHIP, period: PERIOD })))._tag, "PeriodNotClosed")
  })))

  it.effect("an early snapshot has no leads lost without contact, and its amendment reads losses as its policy did", () => run(Effect.gen(function*() {
    const lost = prospect("P1", { source: "web", createdAt: at("2024-03-05T09:00:00"), stage: "lost", stageAt: at("2024-03-05T09:30:00") })
    yield* register({ prospects: [lost], activities: [] })
    const records = yield* Records
    const { result } = frozenOf(yield* PeriodClose.close({ ...closing, policy: policyOf({ parameters: { lostWithoutContact: "cancels" } }) }))
    assert.deepInclude(result.compliance.company, { cancelled: 1, missed: 0, lostWithoutContact: 1 })
    const early = JSON.parse(JSON.stringify(result), (key, value: unknown) => key === "lostWithoutContact" ? undefined : value) as typeof result
    const content = CanonicalJson.text(ClosedPeriod.snapshot(early, { sequence: 1, previousDigest: "", closedAt: result.asOf, closedBy: assistant, reopening: null }))
    const asEarly = Records.of({ ...records, snapshot: (...asked) => Effect.map(records.snapshot(...asked), Option.map((one) => ({ ...one, content }))) })
    const { indicators } = yield* PeriodClose.amendment({ dealership: DEALERSHIP, period: PERIOD }).pipe(Effect.provideService(Records, asEarly))
    assert.deepStrictEqual(indicators, [])
  })))

  it("a rule that is newer than the close does not judge the period", () => {
    const known = Object.fromEntries(Object.entries(Policy.gcPro05.effects.prospect).filter(([code]) => code !== "duplicate"))
    const policy = Policy.toJson(Policy.gcPro05)
    const frozen = { period: PERIOD, policy: { ...policy, rules: { ...policy.rules, prospect: known } } } as unknown as ClosedPeriod.FrozenResult
    const made = Result.getOrThrow(ClosedPeriod.frozenPolicy(frozen, []))
    assert.strictEqual(made.effects.prospect.duplicate, "off")
    assert.deepStrictEqual({ ...made.effects.prospect, duplicate: "invalidates" }, Policy.gcPro05.effects.prospect)
    const unknown = { period: PERIOD, policy: { ...policy, parameters: { ...policy.parameters, gone: 1 } } } as unknown as ClosedPeriod.FrozenResult
    assert.isTrue(Result.isFailure(ClosedPeriod.frozenPolicy(unknown, [])))
  })
})

describe("the chain", () => {
  const chain = run(Effect.gen(function*() {
    yield* register(march)
    for (const period of ["2024-02", PERIOD, "2024-04"]) yield* PeriodClose.close({ ...closing, period, asOf: at("2024-05-01"), closedAt: at("2024-05-02") })
    return (yield* (yield* Records).snapshots(DEALERSHIP)).map(({ content, digest, period, sequence }): SnapshotChain.Link => ({
      name: ClosedPeriod.fileName(sequence, period),
      text: content,
      recordedDigest: digest
    }))
  }))
  const breakOf = (links: ReadonlyArray<SnapshotChain.Link>) => SnapshotChain.verify(links).firstBreak
  const kindAt = (links: ReadonlyArray<SnapshotChain.Link>) => {
    const found = breakOf(links)
    return found === undefined ? undefined : [found.place, found.kind]
  }
  /** A forged link: another snapshot with digests that match it. */
  const forged = (link: SnapshotChain.Link, change: (snapshot: ClosedPeriod.Snapshot) => object): SnapshotChain.Link => ({
    name: link.name,
    text: CanonicalJson.text(change(ClosedPeriod.parse(link.text)!))
  })

  it.effect("any changed character is found at its link", () => Effect.gen(function*() {
    const links = yield* chain
    assert.isUndefined(breakOf(links))
    fc.assert(fc.property(fc.nat(2), fc.nat(), fc.constantFrom("x", "0", " ", "\u0000"), (place, seed, character) => {
      const { text } = links[place]!
      const position = seed % text.length
      fc.pre(text[position] !== character)
      const tampered = text.slice(0, position) + character + text.slice(position + 1)
      assert.deepStrictEqual(kindAt(links.with(place, { ...links[place]!, text: tampered })), [place, "digest"])
    }), { numRuns: 50 })
  }))

  it.effect("without recorded digests, a forged link breaks the one after it", () => Effect.gen(function*() {
    const links = (yield* chain).map(({ name, text }): SnapshotChain.Link => ({ name, text }))
    assert.isUndefined(breakOf(links))
    assert.deepStrictEqual(kindAt(links.with(0, forged(links[0]!, (one) => ({ ...one, closedBy: { role: "crm-assistant", name: "E9" } })))), [1, "previous-digest"])
    assert.deepStrictEqual(kindAt(links.toSpliced(1, 1)), [1, "sequence"])
    assert.deepStrictEqual(kindAt(links.toSpliced(0, 1)), [0, "sequence"])
    assert.deepStrictEqual(kindAt([links[1]!, links[0]!, links[2]!]), [0, "sequence"])
  }))

  it.effect("each kind of break is named with its place", () => Effect.gen(function*() {
    const links = (yield* chain).map(({ name, text }): SnapshotChain.Link => ({ name, text }))
    const forge = (change: (snapshot: ClosedPeriod.Snapshot) => object) => kindAt(links.with(1, forged(links[1]!, change)))
    const rehashed = (one: ClosedPeriod.Snapshot, result: ClosedPeriod.FrozenResult) => ({ ...one, result, resultDigest: CanonicalJson.digest(result) })
    assert.deepStrictEqual(kindAt(links.with(1, { ...links[1]!, text: "{}" })), [1, "format"])
    assert.deepStrictEqual(kindAt(links.with(1, { ...links[1]!, text: "{" })), [1, "format"])
    assert.deepStrictEqual(kindAt(links.with(1, { ...links[1]!, text: `${links[1]!.text}\n` })), [1, "canonical"])
    assert.deepStrictEqual(kindAt(links.with(1, { ...links[1]!, name: "marzo.json" })), [1, "name"])
    assert.deepStrictEqual(forge((one) => ({ ...one, previousDigest: "" })), [1, "previous-digest"])
    assert.deepStrictEqual(forge((one) => ({ ...one, result: { ...one.result, seed: "otra" } })), [1, "result-digest"])
    assert.deepStrictEqual(forge((one) => rehashed(one, { ...one.result, policy: { ...one.result.policy, name: "otra" } })), [1, "policy-digest"])
    assert.deepStrictEqual(forge((one) => rehashed(one, { ...one.result, period: "2024-01" })), [1, "period"])
    assert.deepStrictEqual(forge((one) => ({ ...one, reopening: { sequence: 0, at: "", by: "E1", reason: "" } })), [1, "reopening"])
    assert.deepStrictEqual(forge((one) => ({ ...one, files: { ...one.files, "sample.csv": "prospect_id,advisor_id,kind\n" } })), [1, "file"])
    const again = links.with(2, forged(links[2]!, (one) => ({ ...rehashed(one, { ...one.result, period: PERIOD, scorecard: { ...one.result.scorecard, period: PERIOD } }), period: PERIOD })))
    assert.deepStrictEqual(kindAt(again.with(2, { ...again[2]!, name: ClosedPeriod.fileName(2, PERIOD) })), [2, "reopening"])
  }))

  it.effect("files can lie beside the links; a missing or changed file is named", () => Effect.gen(function*() {
    const links = (yield* chain).map((link): SnapshotChain.Link => {
      const { files: _, ...without } = ClosedPeriod.parse(link.text)!
      return { name: link.name, text: CanonicalJson.text(without), fileDigests: without.result.files }
    })
    const first = links[0]!
    assert.isUndefined(breakOf([first]))
    const missing = breakOf([{ ...first, fileDigests: { ...first.fileDigests, "sample.csv": undefined } }])
    assert.deepInclude(missing, { place: 0, kind: "file", name: "0000-2024-02/sample.csv", found: "" })
    assert.include(missing!.message.es, "Se encontró nada")
    assert.strictEqual(breakOf([{ name: first.name, text: first.text }])?.kind, "file")
  }))
})
