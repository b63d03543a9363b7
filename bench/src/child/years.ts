/**
 * `node years.ts <folder> <months> <last month> <secret>`: fills an embedded database with demonstration months of one dealership, one after the
 * other, each registered as of its end. The erasure key is the one that the reference server derives from the same secret.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import type { Employee } from "@crm-procedure/core/records/Directory"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { Goal } from "@crm-procedure/core/records/Goal"
import { Records } from "@crm-procedure/core/register/Records"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as Pglite from "@crm-procedure/postgres/Pglite"
import * as DemonstrationMonth from "@crm-procedure/testing/DemonstrationMonth"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Access from "@crm-procedure/core/records/Access"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as Authenticator from "@crm-procedure/http-api/access/Authenticator"
import { createHmac, randomBytes } from "node:crypto"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** The dealership that the reference server shows keys of. */
const DEALERSHIP = "demostracion"
const BATCH = 2_000

const [folder = "", months = "24", last = "2024-03", secret = ""] = process.argv.slice(2)
const zone = Calendar.bogota

const recordsOf = (period: Calendar.Period, seed: number) => {
  const files = new Map([...DemonstrationMonth.files({ seed, period, prospects: 1200 })].map(({ chunks, name }) => [name as string, chunks]))
  const read = <R>(kind: CanonicalFile.Kind<R>): Array<R> => {
    const records: Array<R> = []
    const reader = CanonicalCsv.reader(kind, zone, { onRecord: (record) => void records.push(record), onRejected: () => {} })
    for (const chunk of files.get(kind.file) ?? []) reader.push(new TextEncoder().encode(chunk))
    reader.end()
    return records
  }
  return {
    directory: { employees: read(CanonicalFile.employees), branches: read(CanonicalFile.branches), brands: read(CanonicalFile.brands) },
    goals: read(CanonicalFile.goals),
    prospects: read(CanonicalFile.prospects),
    activities: read(CanonicalFile.activities),
    calls: read(CanonicalFile.verificationCalls)
  }
}

const batches = <A>(all: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: Math.ceil(all.length / BATCH) }, (_, number) => all.slice(number * BATCH, (number + 1) * BATCH))

/** Leads are followed up for three months. After that they are lost. */
const FOLLOWED_MONTHS = 3

const settledStage = (prospects: ReadonlyArray<Prospect>, isOld: boolean, at: Calendar.Instant): ReadonlyArray<Prospect> =>
  isOld ? prospects.map((one) => one.stage === "open" ? { ...one, stage: "lost" as const, stageAt: at } : one) : prospects

/** Everyone worked there from the first month on, and still does. */
const settled = (employees: ReadonlyArray<Employee>): ReadonlyArray<Employee> =>
  [...new Map(employees.filter(({ activeFrom, activeTo = activeFrom }) => activeTo >= activeFrom).map((one) => [one.employeeId, { ...one, activeFrom: 10_000, activeTo: undefined }])).values()]

const fill = Effect.gen(function*() {
  const crm = yield* CrmProcedure
  const end = Calendar.monthOfPeriod(last)
  const first = end - Number(months) + 1
  for (let month = first; month <= end; month++) {
    const period = Calendar.periodOfMonth(month)
    // People and customers of each month are others; ids of advisors, branches and brands stay.
    const { activities, calls, directory, goals, prospects } = recordsOf(period, month)
    const at = Calendar.periodBounds(zone, period).end
    if (month === first) yield* crm.registerDirectory(DEALERSHIP, { ...directory, employees: settled(directory.employees) }, at)
    for (const [of, ofMonth] of Map.groupBy(goals, (goal: Goal) => goal.period)) yield* crm.setGoals(DEALERSHIP, of, ofMonth)
    for (const batch of batches(settledStage(prospects, month <= end - FOLLOWED_MONTHS, at - 1))) yield* crm.registerProspects(DEALERSHIP, batch, at)
    for (const batch of batches(activities)) yield* crm.registerActivities(DEALERSHIP, batch, at)
    yield* crm.drawSample({ dealership: DEALERSHIP, period, now: at })
    for (const batch of batches(calls)) yield* crm.registerCalls(DEALERSHIP, batch, at)
  }
  yield* crm.refresh(DEALERSHIP, Calendar.periodBounds(zone, last).end + 1)
})

/** Keys as the reference server's demonstration keeps them. With them the server finds its demonstration ready and loads no other one. */
const addKeys = Effect.gen(function*() {
  const serviceStore = yield* ServiceStore
  const at = Calendar.periodBounds(zone, last).end
  const { employees } = yield* (yield* Records).directory(DEALERSHIP)
  const keys: Record<string, string> = {}
  for (const role of Access.roles) {
    const employeeId = employees.find((employee) => employee.role === role)?.employeeId
    const scope = role === "integration" ? { brandIds: ["M1"] } : employeeId === undefined ? {} : { employeeId }
    const { kept, key } = yield* Authenticator.makeKey({ bytes: randomBytes(Authenticator.KEY_BYTES), id: `k-${role}`, name: role, identity: { dealership: DEALERSHIP, role, ...scope }, createdAt: at })
    yield* serviceStore.putKey(kept)
    keys[role] = key
  }
  writeFileSync(join(folder, "demonstration-keys.json"), `${JSON.stringify(keys)}\n`, { mode: 0o600 })
})

const key = Result.getOrThrow(ErasureKey.key(createHmac("sha256", secret).update(`erasure ${DEALERSHIP}`).digest()))
mkdirSync(folder, { recursive: true, mode: 0o700 })
const services = CrmProcedure.layer().pipe(
  Layer.provideMerge(Pglite.layer({ dataDir: join(folder, "pglite") })),
  Layer.provideMerge(Layer.succeed(ErasureKey.KeyRing, () => key))
)
await Effect.runPromise(Effect.provide(Effect.andThen(fill, addKeys), services))
