/** The demonstration: an invented dealership's month, and a key for each role. It is for trying things out, never beside real records. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as Waivers from "@crm-procedure/core/judging/Waivers"
import type * as Records from "@crm-procedure/core/register/Records"
import * as Directory from "@crm-procedure/core/records/Directory"
import type { Goal } from "@crm-procedure/core/records/Goal"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Authenticator from "@crm-procedure/http-api/access/Authenticator"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as DemonstrationMonth from "@crm-procedure/testing/DemonstrationMonth"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import * as NewKey from "../keys/NewKey.ts"

/** The dealership whose records are invented. */
export const DEALERSHIP = "demostracion"

const SEED = 1
const BATCH = 2000

/** The month as records; rows that are to be rejected are left out. */
const recordsOf = (period: Calendar.Period, zone: Calendar.Zone) => {
  const files = new Map([...DemonstrationMonth.files({ seed: SEED, period }), ...DemonstrationMonth.controlFiles({ seed: SEED, period })].map(({ chunks, name }) => [name as string, chunks]))
  const read = <R>(kind: CanonicalFile.Kind<R>): ReadonlyArray<R> => {
    const records: Array<R> = []
    const reader = CanonicalCsv.reader(kind, zone, { onRecord: (record) => void records.push(record), onRejected: () => {} })
    const bytes = new TextEncoder()
    for (const chunk of files.get(kind.file) ?? []) reader.push(bytes.encode(chunk))
    reader.end()
    return records
  }
  return {
    directory: { employees: read(CanonicalFile.employees), branches: read(CanonicalFile.branches), brands: read(CanonicalFile.brands) },
    goals: read(CanonicalFile.goals),
    prospects: read(CanonicalFile.prospects),
    activities: read(CanonicalFile.activities),
    calls: read(CanonicalFile.verificationCalls),
    phoneLog: read(CanonicalFile.phoneLog),
    waivers: read(CanonicalFile.waivers)
  }
}

const batches = <A>(all: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: Math.ceil(all.length / BATCH) }, (_, number) => all.slice(number * BATCH, (number + 1) * BATCH))

/** Registers the month as it was at its end, with its sample drawn. Loading it again changes nothing. */
export const load = Effect.fn("Demonstration.load")(function*(period: Calendar.Period) {
  const procedure = yield* CrmProcedure
  const zone = Policy.zoneOf(procedure.configuredOf(period).policy)
  const { end } = Calendar.periodBounds(zone, period)
  const { activities, calls, directory, goals, phoneLog, prospects, waivers } = recordsOf(period, zone)
  yield* procedure.registerDirectory(DEALERSHIP, directory, end)
  for (const [month, ofMonth] of Map.groupBy(goals, (goal: Goal) => goal.period)) yield* procedure.setGoals(DEALERSHIP, month, ofMonth)
  for (const batch of batches(withLostLead(prospects, activities, end))) yield* procedure.registerProspects(DEALERSHIP, batch, end)
  const judged: Array<Judged> = []
  for (const batch of batches(activities)) {
    for (const { stored } of yield* procedure.registerActivities(DEALERSHIP, batch, end)) judged.push(stored)
  }
  yield* procedure.drawSample({ dealership: DEALERSHIP, period, now: end })
  for (const batch of batches(calls)) yield* procedure.registerCalls(DEALERSHIP, batch, end)
  yield* procedure.registerPhoneLog(DEALERSHIP, phoneLog, end)
  yield* procedure.registerWaivers(DEALERSHIP, waivers, end)
  yield* appeal(judged, period, identityOf("advisor", directory).employeeId!, end)
  return directory
})

type Judged = Records.Stored<Activity>

/** The prospects, the last lead without any activity given up: what the procedure calls lost without contact. */
const withLostLead = (prospects: ReadonlyArray<Prospect>, activities: ReadonlyArray<Activity>, end: Calendar.Instant): ReadonlyArray<Prospect> => {
  const attended = new Set(activities.map(({ prospectId }) => prospectId))
  const lost = prospects.findLast(({ assignedAt = end, consentAt, prospectId, stage }) => stage === "open" && assignedAt < end - LOST_BEFORE && consentAt !== undefined && !attended.has(prospectId))
  return prospects.map((one): Prospect => one === lost ? { ...one, stage: "lost", stageAt: end - LOST_BEFORE } : one)
}

/** How long before the end of the month the lead is given up. */
const LOST_BEFORE = 2 * 86_400_000

/** An appeal of the demonstration's advisor that waits for a decision. */
const appeal = Effect.fnUntraced(function*(judged: ReadonlyArray<Judged>, period: Calendar.Period, advisorId: string, at: Calendar.Instant) {
  const procedure = yield* CrmProcedure
  const ofMonth = judged.filter(({ storedVerdict }) => storedVerdict.period === period)
  const disputableOf = ({ reasons }: Judged["storedVerdict"]) => reasons.find((one) => Waivers.isWaivable("activity", one))
  const disputed = ofMonth.findLast(({ storedVerdict }) => storedVerdict.advisorId === advisorId && disputableOf(storedVerdict) !== undefined)
  const code = disputed === undefined ? undefined : disputableOf(disputed.storedVerdict)
  if (disputed !== undefined && code !== undefined) {
    const raised = { appealId: "AP-1", subjectType: "activity", subjectId: disputed.record.activityId, code, advisorId, text: "No estoy de acuerdo: el cliente puede confirmar que lo atendí" } as const
    yield* procedure.raiseAppeal(DEALERSHIP, raised, at)
  }
})

const KeyByRole = Schema.fromJsonString(Schema.Record(Schema.String, Schema.String))

/** The keys in the file, if all of them are still valid in this database; else undefined. */
const keysIn = Effect.fnUntraced(function*(file: string, now: Calendar.Instant) {
  const serviceStore = yield* ServiceStore.ServiceStore
  const text = yield* Effect.option(Effect.try(() => readFileSync(file, "utf8")))
  const keys = Option.flatMap(text, Schema.decodeUnknownOption(KeyByRole))
  if (Option.isNone(keys)) return undefined
  for (const role of Access.roles) {
    const kept = Option.getOrUndefined(yield* serviceStore.keyOfHash(Authenticator.hashOfKey(keys.value[role] ?? "")))
    if (kept === undefined || !ServiceStore.isInForce(kept, now)) return undefined
  }
  return keys.value
})

/** Who a role of the demonstration is. */
export const identityOf = (role: Access.Role, directory: Directory.Directory): Access.Identity => {
  if (role === "integration") return { dealership: DEALERSHIP, role, brandIds: directory.brands.slice(0, 1).map(({ brandId }) => brandId) }
  const employeeId = directory.employees.find((employee) => employee.role === role && employee.activeTo === undefined)?.employeeId
  // The assistant also shows what an administrator does.
  return { dealership: DEALERSHIP, role, ...(employeeId === undefined ? {} : { employeeId }), ...(role === "crm-assistant" ? { isAdministrator: true } : {}) }
}

/**
 * A key for each role. They are kept in a file, so that the next start shows the same ones. That is safe because the month and its
 * people are invented.
 */
export const keys = Effect.fn("Demonstration.keys")(function*(file: string, directory: Directory.Directory, now: Calendar.Instant) {
  const known = yield* keysIn(file, now)
  if (known !== undefined) return known
  const made: Record<string, string> = {}
  for (const role of Access.roles) made[role] = (yield* NewKey.make(identityOf(role, directory), `demo ${role}`, now)).key
  yield* Effect.sync(() => {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  })
  return made
})
