import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import type { Activity } from "../src/records/Activity.ts"
import * as Calendar from "../src/calendar/Calendar.ts"
import type { Directory } from "../src/records/Directory.ts"
import * as GcPro05 from "../src/policy/GcPro05.ts"
import * as PeriodClose from "../src/close/PeriodClose.ts"
import * as Policy from "../src/policy/Policy.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import * as Records from "../src/register/Records.ts"
import * as StoredMonth from "../src/register/StoredMonth.ts"
import * as VerificationCall from "../src/records/VerificationCall.ts"
import * as VerificationAttempt from "@crm-procedure/core/service/VerificationAttempt"
import * as VerificationQueue from "../src/service/VerificationQueue.ts"
import * as VerificationSample from "../src/service/VerificationSample.ts"
import * as VerificationResult from "../src/results/VerificationResult.ts"
import { putActivities, putProspects } from "./registering.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!
const day = (text: string): number => Calendar.parseDay(text)!
const MINUTE = 60_000
const dealership = "carrazos"
const policy = Policy.gcPro05
/** A Monday morning. */
const now = at("2024-04-08T09:00:00")

const employee = (employeeId: string, role: Directory["employees"][number]["role"], more: Partial<Directory["employees"][number]> = {}) => ({
  employeeId,
  name: `Nombre de ${employeeId}`,
  role,
  activeFrom: day("2024-01-01"),
  ...more
})

const directory: Directory = {
  branches: [{ branchId: "S1", name: "Sede Norte" }, { branchId: "S2", name: "Sede Sur" }],
  brands: [{ brandId: "B1", name: "Marca Uno", line: "cars" }],
  employees: [
    employee("A1", "advisor", { branchId: "S1" }),
    employee("A2", "advisor", { branchId: "S1" }),
    employee("GC1", "commercial-manager", { branchId: "S1" }),
    employee("GC2", "commercial-manager", { branchId: "S2" }),
    employee("GM", "motorcycle-manager", { line: "motorcycles" })
  ]
}

const prospect = (number: number, more: Partial<Prospect> = {}): Prospect => ({
  prospectId: `P${number}`,
  createdAt: at("2024-03-05T10:00:00") + number * 3_600_000,
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  fullName: "Ana María Ruiz",
  phone: `30045678${10 + number}`,
  source: "walk-in",
  interest: "Sedán",
  consentAt: at("2024-03-05T10:00:00"),
  stage: "open",
  ...more
})

const visit: Activity = {
  activityId: "V1",
  prospectId: "P1",
  advisorId: "A2",
  type: "visit",
  status: "performed",
  direction: "outbound",
  performedAt: at("2024-03-20T10:00:00"),
  outcome: "interested",
  note: "Vino a ver el sedán gris"
}

const stored = Effect.fnUntraced(function*(count: number) {
  const records = yield* Records.Records
  yield* records.putDirectory(dealership, directory)
  yield* putProspects(dealership, Array.from({ length: count }, (_, number) => prospect(number)), now)
  yield* putActivities(dealership, [visit], now)
  return records
})

const question = { dealership, periods: ["2024-03"], policy, now }
const draw = VerificationSample.draw({ dealership, period: "2024-03", policy, now, seed: "un secreto", partial: true })
const next = (agentId: string, instant = now, more: { readonly leaseMinutes?: number } = {}) => VerificationQueue.next({ ...question, now: instant, agentId, ...more })
const idOf = (answer: VerificationQueue.Next): string => answer.kind === "call" ? answer.call.subject.id : answer.kind

let calls = 0
const record = (call: VerificationCall.VerificationCall, instant = now) => VerificationAttempt.record({ dealership, policy, now: instant, call })
const callOf = (subjectId: string, agentId: string, outcome: VerificationCall.Outcome, attemptedAt = now, more: Partial<VerificationCall.VerificationCall> = {}): VerificationCall.VerificationCall =>
  ({ callId: `L${++calls}`, subjectType: "prospect", subjectId, agentId, attemptedAt, outcome, ...more })

/** Records an attempt of an agent to whom the call is leased, unless another one holds it. */
const attempt = Effect.fnUntraced(function*(...given: Parameters<typeof callOf>) {
  const call = callOf(...given)
  const instant = given[3] ?? now
  const records = yield* Records.Records
  yield* records.lease(dealership, [{ type: call.subjectType, id: call.subjectId }], call.agentId, instant, instant + MINUTE)
  return yield* record(call, instant)
})

const inMemory = <A, E>(effect: Effect.Effect<A, E, Records.Records>) => Effect.provide(effect, Records.Records.layerMemory)

describe("VerificationQueue: the calls", () => {
  it.effect("has calls of a month long over, too, until it is closed", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(12)
      const sample = yield* draw
      const later = at("2024-07-08T09:00:00")
      const unnamed = VerificationQueue.next({ dealership, policy, now: later, agentId: "C1" })
      assert.strictEqual(idOf(yield* unnamed), sample.selected[0]!.id)
      const left = Effect.map(VerificationQueue.left({ dealership, policy, now: later, agentId: "C1" }), (calls) => calls.map(({ subject }) => subject.id))
      assert.deepStrictEqual(yield* left, sample.selected.map(({ id }) => id), "what is left is what the queue comes to")
      yield* attempt(sample.selected[0]!.id, "C1", "attended", now)
      assert.deepStrictEqual(yield* left, sample.selected.slice(1).map(({ id }) => id))
      assert.strictEqual(idOf(yield* unnamed), sample.selected[1]!.id)
      yield* PeriodClose.close({ dealership, period: "2024-03", asOf: later, closedAt: later, by: { role: "crm-assistant", name: "E1" }, procedure: GcPro05.version02, policy })
      assert.strictEqual(idOf(yield* unnamed), "empty", "the month is closed")
      assert.deepStrictEqual(yield* left, [])
      assert.strictEqual(idOf(yield* next("C1", later)), sample.selected[1]!.id, "a month that is named is asked about")
    })))

  it.effect("has no calls before the sample is drawn, then exactly the drawn ones, with what the agent needs", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(12)
      assert.strictEqual(idOf(yield* next("C1")), "empty")
      const sample = yield* draw
      assert.deepStrictEqual((yield* VerificationQueue.open(question)).map(({ subject }) => subject.id), sample.selected.map(({ id }) => id))
      const answer = yield* next("C1")
      if (answer.kind !== "call") return assert.fail(answer.kind)
      assert.strictEqual(answer.leasedUntil, now + 15 * MINUTE)
      const { advisorName, attempts, customerName, kind, phone, question: asked } = answer.call
      assert.deepStrictEqual([advisorName, attempts, customerName, kind], ["Nombre de A1", 0, "Ana María Ruiz", "random"])
      assert.match(phone ?? "", /^30045678/)
      assert.match(asked.es, /^¿Recibió usted atención de Nombre de A1 alrededor del 5 de marzo de 2024 por su interés en Sedán\?$/)
    })))

  it.effect("keeps a drawn sample, discloses its seed, and refuses another one", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(12)
      const sample = yield* draw
      assert.strictEqual(sample.seed, "un secreto")
      yield* putProspects(dealership, Array.from({ length: 30 }, (_, number) => prospect(number + 20)), now)
      const again = (seed?: string) => VerificationSample.draw({ dealership, period: "2024-03", policy, now: now + 1, seed })
      assert.deepStrictEqual([yield* again(), yield* again("un secreto")], [sample, sample])
      const refused = yield* Effect.flip(again("otro"))
      assert.deepInclude(refused, { _tag: "SampleDrawnOtherwise", seed: "un secreto" })
    })))

  it.effect("is not drawn before its month has ended, unless a partial sample is asked for; an empty draw is not final", () =>
    inMemory(Effect.gen(function*() {
      const drawAt = (instant: number, more: { readonly partial?: boolean; readonly seed?: string } = {}) => VerificationSample.draw({ dealership, period: "2024-03", policy, now: instant, ...more })
      const { end } = Calendar.periodBounds(Calendar.bogota, "2024-03")
      const refused = yield* Effect.flip(drawAt(end - 1))
      assert.deepInclude(refused, { _tag: "SampleTooEarly", expected: "2024-04-01T00:00:00-05:00" })
      const records = yield* Records.Records
      assert.isTrue(Option.isNone(yield* records.sample(dealership, "2024-03")))
      assert.deepStrictEqual((yield* drawAt(end, { seed: "a" })).selected, [])
      yield* stored(3)
      const drawn = yield* drawAt(end + 1, { seed: "b" })
      assert.deepStrictEqual([drawn.selected.length, drawn.seed, drawn.drawnAt], [3, "b", end + 1])
      assert.deepStrictEqual(yield* drawAt(end + 2), drawn)
    })))

  it.effect("is extended by later records with the same seed, with a reason; what was selected stays", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(12)
      const by = { role: "crm-assistant", name: "R1" }
      const ask = { dealership, period: "2024-03", policy, now: now + 1, by, reason: "Llegaron los de la feria" }
      assert.deepInclude(yield* Effect.flip(VerificationSample.extend(ask)), { _tag: "SampleNotDrawn" })
      const drawn = yield* draw
      yield* putProspects(dealership, Array.from({ length: 60 }, (_, number) => prospect(number + 20)), now)
      assert.deepInclude(yield* Effect.flip(VerificationSample.extend({ ...ask, reason: " " })), { _tag: "ReasonMissing" })
      assert.deepInclude(yield* Effect.flip(VerificationSample.extend({ ...ask, by: { role: "general-manager", name: "E1" } })), { _tag: "RoleMayNot" })
      const { added, sample } = yield* VerificationSample.extend(ask)
      const records = yield* Records.Records
      assert.deepStrictEqual(Option.getOrThrow(yield* records.sample(dealership, "2024-03")), sample)
      assert.deepStrictEqual(sample.selected, [...drawn.selected, ...added])
      assert.isNotEmpty(added)
      const redrawn = (yield* StoredMonth.judge({ dealership, period: "2024-03", policy, asOf: now + 1, redraw: true })).judgedMonth
      const ids = new Set(sample.selected.map(({ id }) => id))
      assert.isTrue(redrawn.seed === "un secreto" && redrawn.sample.every(({ index }) => ids.has(redrawn.prospects.idOf(index))))
      const [event] = (yield* records.events(dealership)).filter(({ type }) => type === VerificationSample.EXTENDED_EVENT_TYPE)
      assert.deepInclude(event!.data as object, { by: "R1", reason: "Llegaron los de la feria", added: added.length })
      assert.deepStrictEqual((yield* VerificationSample.extend({ ...ask, now: now + 2 })).added, [])
    })))

  it.effect("also calls a subject that has an open attempt but was not drawn, and an activity", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(3)
      yield* attempt("P2", "C1", "no-answer")
      yield* attempt("V1", "C1", "no-answer", now, { subjectType: "activity" })
      const open = yield* VerificationQueue.open(question)
      assert.deepStrictEqual(open.map(({ kind, subject }) => [subject.type, subject.id, kind]), [["prospect", "P2", "attempted"], ["activity", "V1", "attempted"]])
      assert.strictEqual(open[1]?.question.es, "¿Nombre de A2 tuvo contacto con usted en la sala de ventas el 20 de marzo de 2024?")
      assert.strictEqual(open[1]?.phone, prospect(1).phone)
    })))

  it.effect("calls due call-backs first, then those never called, then the longest waiting; a recent call-back waits", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(5)
      yield* draw
      yield* attempt("P0", "C1", "no-answer", now - 90 * MINUTE)
      yield* attempt("P1", "C1", "no-answer", now - 100 * MINUTE)
      yield* attempt("P2", "C1", "call-back", now - 61 * MINUTE)
      yield* attempt("P3", "C1", "call-back", now - 59 * MINUTE)
      const taken: Array<string> = []
      for (const agent of ["C1", "C2", "C3", "C4", "C5"]) taken.push(idOf(yield* next(agent)))
      assert.deepStrictEqual(taken, ["P2", "P4", "P1", "P0", "empty"])
      const rest = yield* next("C6")
      assert.deepStrictEqual(rest, { kind: "empty", nextCallBackAt: now + MINUTE })
      assert.strictEqual(idOf(yield* next("C6", now + MINUTE)), "P3")
    })))

  it.effect("is closed outside contact hours, and says when it opens", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(5)
      yield* draw
      const closed = yield* next("C1", at("2024-04-06T15:00:00"))
      assert.deepStrictEqual(closed, { kind: "closed", opensAt: at("2024-04-08T07:00:00") })
      assert.strictEqual((yield* next("C1", at("2024-04-06T14:59:59"))).kind, "call")
    })))

  it.effect("leaves out erased subjects", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(2)
      yield* draw
      yield* putProspects(dealership, [prospect(0, { erasedAt: now, phone: undefined })], now)
      assert.deepStrictEqual((yield* VerificationQueue.open(question)).map(({ subject }) => subject.id), ["P1"])
      assert.strictEqual((yield* Effect.flip(attempt("P0", "C1", "attended")))._tag, "SubjectUnknown")
    })))
})

describe("VerificationQueue: leases", () => {
  it("never lets two agents hold the same call, also when they ask at the same time", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.array(fc.constantFrom("C1", "C2", "C3", "C4", "C5", "C6"), { minLength: 1, maxLength: 24 }), (count, agents) =>
        Effect.runPromise(inMemory(Effect.gen(function*() {
          yield* stored(count)
          yield* draw
          const answers = yield* Effect.forEach(agents, (agent) => Effect.map(Effect.andThen(Effect.yieldNow, next(agent)), (answer) => [agent, idOf(answer)] as const), { concurrency: "unbounded" })
          const holders = new Map<string, Set<string>>()
          for (const [agent, id] of answers) if (id !== "empty") holders.set(id, (holders.get(id) ?? new Set()).add(agent))
          for (const [id, who] of holders) assert.strictEqual(who.size, 1, id)
          // Each agent holds one, as long as there are any.
          assert.strictEqual(holders.size, Math.min(new Set(agents).size, Math.min(5, count)))
        })))),
      { numRuns: 60 }
    ))

  it.effect("gives an agent his own call again, and an expired one to the next", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(1)
      yield* draw
      assert.strictEqual(idOf(yield* next("C1", now, { leaseMinutes: 10 })), "P0")
      assert.strictEqual(idOf(yield* next("C1", now + MINUTE, { leaseMinutes: 10 })), "P0")
      assert.strictEqual(idOf(yield* next("C2", now + 11 * MINUTE - 1)), "empty")
      assert.strictEqual(idOf(yield* next("C2", now + 11 * MINUTE)), "P0")
      const refusal = yield* Effect.flip(attempt("P0", "C1", "attended", now + 12 * MINUTE))
      assert.strictEqual(refusal._tag, "CallHeldByAnother")
      assert.deepStrictEqual(yield* (yield* Records.Records).calls(dealership), [])
    })))

  it.effect("releases a call that concluded between reading and leasing", () =>
    inMemory(Effect.gen(function*() {
      const records = yield* stored(1)
      yield* draw
      const racing = Records.Records.of({
        ...records,
        lease: (...given) => Effect.andThen(
          records.putCalls(dealership, [{ callId: "X1", subjectType: "prospect", subjectId: "P0", agentId: "C9", attemptedAt: now, outcome: "attended" }], now),
          records.lease(...given)
        )
      })
      assert.strictEqual(idOf(yield* Effect.provideService(next("C1"), Records.Records, racing)), "empty")
      assert.isTrue(Option.isSome(yield* records.lease(dealership, [{ type: "prospect", id: "P0" }], "C2", now, now + 1)))
    })))

  it("never gives an advisor a call about his own contact", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom("A1", "A2", "A3"), { minLength: 1, maxLength: 8 }), fc.constantFrom("A1", "A2", "A3"), (advisors, agent) =>
        Effect.runPromise(inMemory(Effect.gen(function*() {
          const records = yield* stored(0)
          yield* putProspects(dealership, advisors.map((advisorId, number) => prospect(number, { advisorId })), now)
          yield* records.keepSample(dealership, {
            period: "2024-03",
            seed: "x",
            drawnAt: now,
            selected: advisors.map((advisorId, number) => ({ type: "prospect", id: `P${number}`, advisorId, kind: "random" }))
          })
          const offered: Array<string> = []
          for (let turn = 0; turn < advisors.length + 1; turn++) {
            const answer = yield* next(agent)
            if (answer.kind !== "call") break
            offered.push(answer.call.advisorId)
            yield* attempt(answer.call.subject.id, agent, "attended")
          }
          assert.deepStrictEqual(offered, advisors.filter((advisorId) => advisorId !== agent))
          const own = advisors.indexOf(agent)
          if (own >= 0) assert.strictEqual((yield* Effect.flip(attempt(`P${own}`, agent, "attended")))._tag, "OwnCall")
        })))),
      { numRuns: 60 }
    ))
})

describe("VerificationQueue: attempts", () => {
  it.effect("answers what the attempts conclude, and stops calling then", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(5)
      yield* draw
      assert.strictEqual((yield* attempt("P0", "C1", "attended")).conclusion, "confirmed")
      assert.strictEqual((yield* attempt("P1", "C1", "not-attended")).conclusion, "failed")
      assert.strictEqual((yield* attempt("P2", "C1", "refused")).conclusion, "inconclusive")
      assert.strictEqual((yield* attempt("P3", "C1", "no-answer")).conclusion, "open")
      assert.strictEqual((yield* attempt("P3", "C1", "no-answer", now + MINUTE)).conclusion, "open")
      assert.strictEqual((yield* attempt("P3", "C1", "no-answer", now + Calendar.DAY)).conclusion, "unreachable")
      assert.strictEqual((yield* attempt("P0", "C2", "wrong-number", now + MINUTE)).conclusion, "confirmed")
      const left = yield* VerificationQueue.open({ ...question, now: now + Calendar.DAY })
      assert.deepStrictEqual(left.map(({ subject }) => subject.id), ["P4"])
      // The verdict follows the conclusion.
      const { judgedMonth } = yield* StoredMonth.judgeEverything({ dealership, period: "2024-03", policy, asOf: now + Calendar.DAY })
      const verdictOf = (id: string) => judgedMonth.explainProspect(judgedMonth.prospects.ids.findAll([id])[0]!)
      assert.strictEqual(verdictOf("P0").verdict, "valid")
      assert.deepStrictEqual(verdictOf("P1").reasons.map(({ code }) => code), ["verification-failed"])
      assert.deepStrictEqual(verdictOf("P3").reasons.map(({ code }) => code), ["verification-unreachable"])
      assert.deepStrictEqual(verdictOf("P4").reasons.map(({ code }) => code), ["verification-pending"])
    })))
})

describe("VerificationQueue: the event that a verification failed", () => {
  it.effect("is raised once by the concluding attempt, again after a reopening, and holds no personal data", () =>
    inMemory(Effect.gen(function*() {
      const records = yield* stored(2)
      const raised = Effect.map(records.events(dealership), (events) => events.map(({ key }) => key))
      yield* attempt("P0", "C1", "no-answer", now - 2, { callId: "L-1" })
      yield* attempt("P1", "C1", "attended", now - 2, { callId: "L-2" })
      yield* attempt("P1", "C1", "wrong-number", now - 1, { callId: "L-3" })
      assert.deepStrictEqual(yield* raised, [])
      const comment = { callId: "L-4", comment: "Dice Ana que nadie la llamó" }
      yield* attempt("P0", "C1", "not-attended", now, comment)
      yield* attempt("P0", "C1", "not-attended", now, comment)
      yield* attempt("P0", "C1", "not-attended", now + 1, { callId: "L-5" })
      assert.deepStrictEqual(yield* records.events(dealership), [{
        key: "verification.failed L-4",
        type: "verification.failed",
        at: now,
        data: {
          subjectType: "prospect", subjectId: "P0", advisorId: "A1", branchId: "S1", brandId: "B1",
          callId: "L-4", outcome: "not-attended", attemptedAt: "2024-04-08T09:00:00-05:00"
        },
        position: 1
      }])
      yield* VerificationQueue.reopen({ dealership, policy, now: now + 2, subject: { type: "prospect", id: "P0" }, by: { employeeId: "AC", role: "crm-assistant" }, reason: "Otro número" })
      yield* attempt("P0", "C1", "wrong-number", now + 3, { callId: "L-6" })
      assert.deepStrictEqual(yield* raised, ["verification.failed L-4", "verification.failed L-6"])
    })))
})

describe("VerificationQueue: reopening", () => {
  const reopen = (by: VerificationQueue.Supervisor, more: Partial<Parameters<typeof VerificationQueue.reopen>[0]> = {}) =>
    VerificationQueue.reopen({ dealership, policy, now: now + MINUTE, subject: { type: "prospect", id: "P0" }, by, reason: "El número era otro", ...more })

  it.effect("starts again, with a reason, by a permitted role", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(1)
      yield* draw
      yield* attempt("P0", "C1", "wrong-number")
      assert.strictEqual(idOf(yield* next("C1")), "empty")
      yield* reopen({ employeeId: "GC1", role: "commercial-manager" })
      const answer = yield* next("C1", now + 2 * MINUTE)
      assert.deepStrictEqual([idOf(answer), answer.kind === "call" && answer.call.attempts], ["P0", 0])
      assert.strictEqual((yield* attempt("P0", "C1", "attended", now + 3 * MINUTE)).conclusion, "confirmed")
      const [reopening] = yield* (yield* Records.Records).reopenings(dealership)
      assert.deepStrictEqual(reopening, { subject: { type: "prospect", id: "P0" }, at: now + MINUTE, by: "GC1", reason: "El número era otro" })
    })))

  it.effect("refuses other roles, managers of another branch or line, blank reasons, open and unknown ones", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(1)
      yield* draw
      const assistant = { employeeId: "AC", role: "crm-assistant" } as const
      assert.match((yield* Effect.flip(reopen(assistant))).message, /an open one/)
      yield* attempt("P0", "C1", "not-attended")
      for (const by of [
        { employeeId: "A1", role: "advisor" },
        { employeeId: "C1", role: "crm-agent" },
        { employeeId: "G", role: "general-manager" },
        { role: "integration", brandIds: ["B1"] }
      ] as const) assert.strictEqual((yield* Effect.flip(reopen(by)))._tag, "ReopeningRefused", by.role)
      for (const by of [
        { employeeId: "GC2", role: "commercial-manager" },
        { employeeId: "GC1", role: "commercial-manager", branchIds: ["S2"] },
        { employeeId: "GM", role: "motorcycle-manager" },
        { employeeId: "nobody", role: "commercial-manager" }
      ] as const) assert.strictEqual((yield* Effect.flip(reopen(by)))._tag, "SubjectUnknown", by.employeeId)
      assert.match((yield* Effect.flip(reopen(assistant, { reason: "  " }))).message, /no reason/)
      assert.strictEqual((yield* Effect.flip(reopen(assistant, { subject: { type: "prospect", id: "P7" } })))._tag, "SubjectUnknown")
      assert.deepStrictEqual(yield* (yield* Records.Records).reopenings(dealership), [])
      yield* reopen(assistant)
    })))
})

describe("VerificationResult", () => {
  const resultsAfter = (outcomes: ReadonlyArray<VerificationCall.Outcome | undefined>) =>
    Effect.runPromise(inMemory(Effect.gen(function*() {
      const records = yield* stored(outcomes.length)
      yield* records.keepSample(dealership, {
        period: "2024-03",
        seed: "x",
        drawnAt: now,
        selected: outcomes.map((_, number) => ({ type: "prospect", id: `P${number}`, advisorId: "A1", kind: "random" }))
      })
      for (const [number, outcome] of outcomes.entries()) if (outcome !== undefined) yield* attempt(`P${number}`, "C1", outcome)
      const { judgedMonth } = yield* StoredMonth.judgeEverything({ dealership, period: "2024-03", policy, asOf: now })
      return VerificationResult.byAdvisor({ judgedMonth, calls: yield* records.calls(dealership) })
    })))

  it("counts every verification once, and flags an advisor when the interval's lower end exceeds the share", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.option(fc.constantFrom(...VerificationCall.outcomes), { nil: undefined }), { minLength: 1, maxLength: 40 }), async (outcomes) => {
        const [result, ...others] = await resultsAfter(outcomes)
        assert.deepStrictEqual(others, [])
        const count = (...sought: ReadonlyArray<VerificationCall.Outcome>) => outcomes.filter((outcome) => outcome !== undefined && sought.includes(outcome)).length
        const failed = count("not-attended", "wrong-number")
        const confirmed = count("attended")
        assert.deepStrictEqual(
          [result?.subjects, result?.called, result?.confirmed, result?.failed, result?.inconclusive, result?.unreachable, result?.open],
          [outcomes.length, outcomes.filter((outcome) => outcome !== undefined).length, confirmed, failed, count("refused"), 0, outcomes.length - failed - confirmed - count("refused")]
        )
        assert.strictEqual(result?.failedShare, failed + confirmed === 0 ? null : failed / (failed + confirmed))
        assert.strictEqual(result?.flagged, (result?.interval?.lower ?? 0) > 0.1)
      }),
      { numRuns: 40 }
    ))

  it("knows the interval of two failed of ten", async () => {
    const [result] = await resultsAfter(Array.from({ length: 10 }, (_, number) => number < 2 ? "not-attended" : "attended"))
    assert.closeTo(result?.interval?.lower ?? 0, 0.0567, 0.0001)
    assert.closeTo(result?.interval?.upper ?? 0, 0.5098, 0.0001)
    assert.isFalse(result?.flagged)
    const [worse] = await resultsAfter(Array.from({ length: 10 }, (_, number) => number < 4 ? "wrong-number" : "attended"))
    assert.isTrue(worse?.flagged)
  })

  it.effect("leaves out other months' subjects, and an advisor's own attempts", () =>
    inMemory(Effect.gen(function*() {
      const records = yield* stored(1)
      yield* putProspects(dealership, [prospect(1, { createdAt: at("2024-02-29T10:00:00") }), prospect(2, { createdAt: at("2024-04-01") })], now)
      const call = { callId: "L", subjectType: "prospect", subjectId: "P0", agentId: "A1", attemptedAt: now, outcome: "attended" } as const
      yield* records.putCalls(dealership, [call, ...["P1", "P2"].map((subjectId) => ({ ...call, callId: subjectId, subjectId, agentId: "C1" }))], now)
      yield* records.putCalls(dealership, [{ ...call, callId: "V", subjectType: "activity", subjectId: "V1", agentId: "C1", outcome: "wrong-number" }], now)
      const { judgedMonth } = yield* StoredMonth.judgeEverything({ dealership, period: "2024-03", policy, asOf: now })
      const results = VerificationResult.byAdvisor({ judgedMonth, calls: yield* records.calls(dealership) })
      assert.deepStrictEqual(results.map(({ advisorId, called, confirmed, failed, open, subjects }) => [advisorId, subjects, called, confirmed, failed, open]), [
        ["A1", 1, 0, 0, 0, 1],
        ["A2", 1, 1, 0, 1, 0]
      ])
    })))
})
