/** What a request reads depends on what it asks about, not on how many months are stored: every endpoint of the contract with a short and a long history. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as Records from "@crm-procedure/core/register/Records"
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as PersonRequests from "@crm-procedure/core/service/PersonRequests"
import * as Retention from "@crm-procedure/core/service/Retention"
import * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import { assert, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as WebhookDelivery from "../src/webhooks/WebhookDelivery.ts"
import { rows, send } from "./requests.ts"
import { DEALERSHIP, serve, type Server } from "./serving.ts"

const LAST = Calendar.monthOfPeriod("2024-03")
const by = { role: "crm-assistant", name: "R1" }

/** The rows that a port's methods answered, by the method's name. */
type Counted = Map<string, number>

const sizeOf = (answer: unknown): number => {
  if (Array.isArray(answer)) return answer.length
  if (Option.isOption(answer)) return Option.isSome(answer) ? sizeOfRow(answer.value) : 0
  return typeof answer === "object" && answer !== null ? sizeOfRow(answer) : 0
}

/** A row that holds lists counts as their items: a drawn sample, a month's counts, a page. */
const sizeOfRow = (row: unknown): number => Math.max(1, Object.values(row as object).filter(Array.isArray).reduce((sum, { length }) => sum + length, 0))

/** The port with its answered rows counted. What a change or a reading at one moment answers is no row. */
const counting = <P extends object>(port: P, counted: Counted): P => {
  const add = (name: string, size: number) => void (size > 0 && counted.set(name, (counted.get(name) ?? 0) + size))
  return Object.fromEntries(Object.entries(port).map(([name, method]) => {
    if (typeof method !== "function" || name === "change" || name === "atOneMoment") return [name, method]
    return [name, (...given: ReadonlyArray<never>) => {
      const answer = (method as (...all: ReadonlyArray<never>) => Effect.Effect<unknown> | Stream.Stream<unknown>)(...given)
      return Stream.isStream(answer) ? Stream.tap(answer, () => Effect.sync(() => add(name, 1))) : Effect.tap(answer, (found) => Effect.sync(() => add(name, sizeOf(found))))
    }]
  })) as P
}

const phoneOf = (month: number, number: number): string => `+57310${String((month * 7_919 + number * 104_729) % 10_000_000).padStart(7, "0")}`

/** A past month: leads that were contacted and won or lost, verification calls that concluded, an appeal, a request, an import. All but the last one are closed. */
const registerMonth = Effect.fnUntraced(function*(month: number) {
  const crm = yield* CrmProcedure.CrmProcedure
  const records = yield* Records.Records
  const serviceStore = yield* ServiceStore.ServiceStore
  const intakeStore = yield* IntakeStore.IntakeStore
  const period = Calendar.periodOfMonth(month)
  const { end, start } = Calendar.periodBounds(Calendar.bogota, period)
  const at = (day: number) => start + day * 86_400_000 + 15 * 3_600_000
  const prospects = [0, 1].map((number): Prospect => ({
    prospectId: `P${month}-${number}`, createdAt: at(3), assignedAt: at(3), consentAt: at(3), advisorId: number === 0 ? "A1" : "A2", branchId: number === 0 ? "S1" : "S2", brandId: number === 0 ? "B1" : "B2",
    fullName: "Elena Duarte", phone: phoneOf(month, number), source: "web", interest: "Moto 160", stage: number === 0 ? "lost" : "won", stageAt: at(12)
  }))
  yield* crm.registerProspects(DEALERSHIP, prospects.map((one) => ({ ...one, interest: "Moto 125" })), at(3))
  yield* crm.registerProspects(DEALERSHIP, prospects, at(12))
  yield* crm.registerActivities(DEALERSHIP, prospects.map(({ advisorId, prospectId }): Activity =>
    ({ activityId: `C${prospectId}`, prospectId, advisorId, type: "call", status: "performed", direction: "outbound", performedAt: at(4), recordedAt: at(4), nextActionAt: at(6), outcome: "interested", note: `Quiere la moto del mes ${prospectId}` })), at(4))
  yield* crm.registerPhoneLog(DEALERSHIP, [{ entryId: `T${month}`, startedAt: at(4), advisorId: "A1", number: phoneOf(month, 0) }], at(4))
  yield* crm.setGoals(DEALERSHIP, period, [{ period, advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 2, activities: 2 }])
  yield* crm.drawSample({ dealership: DEALERSHIP, period, now: end })
  const { selected } = Option.getOrThrow(yield* records.sample(DEALERSHIP, period))
  yield* crm.registerCalls(DEALERSHIP, selected.map(({ id: subjectId, type: subjectType }) => ({ callId: `V${subjectId}`, subjectType, subjectId, agentId: "G1", attemptedAt: end + 36_000_000, outcome: "attended" })), end + 36_000_000)
  const decision = { outcome: "refused", at: at(13), by: "R1", reason: "No contestó" } as const
  yield* records.putAppeal(DEALERSHIP, { appealId: `Q${month}`, subjectType: "prospect", subjectId: `P${month}-0`, code: "duplicate", text: "Es otra persona", advisorId: "A1", raisedAt: at(11), dueAt: at(14), decision })
  yield* crm.registerWaivers(DEALERSHIP, [{ waiverId: `W${month}`, subjectType: "prospect", subjectId: `P${month}-0`, code: "duplicate", reason: "Es otra persona", grantedBy: "R1", grantedAt: at(13) }], at(13))
  yield* serviceStore.putPersonRequest(DEALERSHIP, { id: `r${month}`, kind: "consulta", channel: "email", person: { email: "luz@correo.test" }, text: "", receivedAt: at(3), registeredBy: "R1", revision: 1 })
  yield* serviceStore.putPersonRequest(DEALERSHIP, { id: `r${month}`, kind: "consulta", channel: "email", person: { email: "luz@correo.test" }, text: "", receivedAt: at(3), registeredBy: "R1", answer: { at: at(5), by: "R1", text: "Se envió" }, revision: 2 })
  yield* intakeStore.putImport(DEALERSHIP, { id: `imp_0${month}`, at: at(5), by: "R1", keyId: "key-crm-assistant", kind: "prospects", state: "done", report: { kind: "prospects", rows: 2, read: 2, rejected: 0, skipped: 0, added: 2, changed: 0, unchanged: 0, unknownColumns: [], dayFirst: 0 } })
  yield* PersonRequests.forget(DEALERSHIP, end + PersonRequests.IDENTITY_KEPT)
  yield* crm.refresh(DEALERSHIP, end)
  if (month < LAST - 1) yield* crm.closePeriod({ dealership: DEALERSHIP, period, asOf: end, closedAt: end + 10 * 86_400_000, by })
})

/** Lists that are asked for a page of fewer rows than the short history has. */
const pages: ReadonlySet<string> = new Set(["appeals.appeals", "imports.history", "leads.leads", "people.requests", "periods.periods"])

const nowOf = <A, E, R>(ask: (now: number) => Effect.Effect<A, E, R>) => Effect.flatMap(Clock.currentTimeMillis, ask)

/** The rounds of background work, each after one that has done what was due, and the stored scorecard beside them. */
const rounds = {
  "round: what is due by then": nowOf((now) => CrmProcedure.CrmProcedure.use((crm) =>
    Effect.andThen(crm.refresh(DEALERSHIP, now), Effect.andThen(crm.raiseEscalations({ dealership: DEALERSHIP, period: "2024-03", asOf: now, since: undefined }), Retention.forget(DEALERSHIP, now))))),
  "round: verdicts up to the day": nowOf((now) => CrmProcedure.CrmProcedure.use((crm) => Effect.andThen(crm.overtaken(DEALERSHIP, now, 100), crm.refresh(DEALERSHIP, now)))),
  "round: escalations": nowOf((now) => CrmProcedure.CrmProcedure.use((crm) => crm.raiseEscalations({ dealership: DEALERSHIP, period: "2024-03", asOf: now, since: now - 300_000 }))),
  "round: webhooks": WebhookDelivery.passOf(DEALERSHIP),
  "round: forgetting": nowOf((now) => Retention.forget(DEALERSHIP, now)),
  "scorecard": nowOf((now) => CrmProcedure.CrmProcedure.use((crm) => crm.scorecard({ dealership: DEALERSHIP, period: "2024-03", asOf: now }, ["advisor"])))
}

/** What each endpoint reads with so many months before the one that is asked about. */
const rowsRead = async (months: number) => {
  const counted: Counted = new Map()
  const counts = <I, P extends object>(key: { readonly of: (port: P) => P } & Effect.Effect<P, never, I>, layer: Layer.Layer<I>) =>
    Layer.effect(key as never, Effect.map(key, (port) => counting(port, counted))).pipe(Layer.provide(layer)) as unknown as Layer.Layer<I>
  const server: Server = await serve({
    records: counts(Records.Records, Records.Records.layerMemory),
    serviceStore: counts(ServiceStore.ServiceStore, ServiceStore.ServiceStore.layerMemory),
    intakeStore: counts(IntakeStore.IntakeStore, IntakeStore.IntakeStore.layerMemory)
  })
  try {
    await server.runtime.runPromise(Effect.forEach(Array.from({ length: months }, (_, number) => LAST - months + number), registerMonth, { discard: true }))
    const read: Record<string, Counted> = {}
    for (const [name, round] of Object.entries(rounds)) {
      counted.clear()
      await server.runtime.runPromise(round)
      read[name] = new Map(counted)
    }
    const administrator = await server.keyOf({ role: "crm-assistant", isAdministrator: true })
    for (const [name, { before, may, ok, send: request }] of rows) {
      const role = may.includes("crm-assistant") || may.length === 0 ? "crm-assistant" : may[0]!
      await before?.(server, role)
      counted.clear()
      const sent = request(role)
      const { json, status } = await send(server, pages.has(name) ? { ...sent, path: `${sent.path}?limit=5` } : sent, { role, ...(may.length === 0 ? { key: administrator } : {}) })
      assert.strictEqual(status, ok, `${name} ${JSON.stringify(json)}`)
      read[name] = new Map(counted)
    }
    return read
  } finally {
    await server.stop()
  }
}

/** Why what an endpoint reads by a method grows with the history. */
const growing: Readonly<Record<string, string>> = {
  "history.auditFile auditEntries": "it asks for the whole audit",
  "periods.close leads": "a close freezes the colour of every lead (lead-colors.csv)",
  "webhooks.subscribe events": "the last event is found by halving: two reads more for four times the events"
}

/** What has one row for each judged month, whatever the months hold; and the keys, which are kept for a moment of steady time. */
const leftOut: ReadonlySet<string> = new Set(["judgedPeriods", "keyOfHash"])

it("a request reads as many rows with 36 months behind it as with 9", { timeout: 120_000 }, async () => {
  const few = await rowsRead(9)
  const many = await rowsRead(36)
  const ofAll = (read: Readonly<Record<string, Counted>>) =>
    Object.fromEntries(Object.entries(read).map(([name, methods]) => [name, [...methods].filter(([method]) => !leftOut.has(method) && !Object.hasOwn(growing, `${name} ${method}`)).toSorted()]))
  assert.deepStrictEqual(ofAll(many), ofAll(few))
  for (const [name, method] of Object.keys(growing).map((one) => one.split(" ") as [string, string])) assert.isAbove(many[name]!.get(method)!, few[name]!.get(method)!, name)
})
