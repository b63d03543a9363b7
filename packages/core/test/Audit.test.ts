import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as ErasureKey from "../src/identity/ErasureKey.ts"
import { type Author, Authorship } from "../src/records/Authorship.ts"
import * as AuditEntry from "../src/register/AuditEntry.ts"
import * as Records from "../src/register/Records.ts"
import * as AuditedIntakeStore from "../src/service/AuditedIntakeStore.ts"
import * as IntakeStore from "../src/service/IntakeStore.ts"
import * as AuditedStore from "../src/service/AuditedStore.ts"
import { CrmProcedure } from "../src/service/CrmProcedure.ts"
import * as History from "../src/service/History.ts"
import * as ServiceStore from "../src/service/ServiceStore.ts"
import * as Calendar from "../src/calendar/Calendar.ts"
import type { Directory } from "../src/records/Directory.ts"
import { activity as activityOf, prospect as prospectOf } from "./exampleRecords.ts"

const dealership = "norte"
const assistant: Author = { by: "k-1", role: "crm-assistant", employeeId: "E1", means: "page", reference: "r-1" }
const manager: Author = { by: "k-2", role: "general-manager", means: "request", reference: "r-2" }
const now = Calendar.parseInstant("2024-04-02T09:00", Calendar.bogota)!
const directory: Directory = {
  branches: [{ branchId: "S1", name: "Sede Norte" }],
  brands: [{ brandId: "B1", name: "Marca" }],
  employees: [{ employeeId: "A1", name: "Ana Asesora", role: "advisor", branchId: "S1", brandIds: ["B1"], activeFrom: Calendar.parseDay("2024-01-01")! }]
}
const prospect = (number: number) => prospectOf(`P${number}`, { phone: `300456789${number}` })
const activity = (number: number) => activityOf(`C${number}`, `P${number}`)

const inMemory = <A, E>(effect: Effect.Effect<A, E, CrmProcedure | Records.Records | ServiceStore.ServiceStore>) =>
  effect.pipe(
    Effect.provideService(Authorship, assistant),
    Effect.provide(CrmProcedure.layer().pipe(Layer.provideMerge(Layer.merge(Records.Records.layerMemory, ServiceStore.ServiceStore.layerMemory))))
  )

const actionsOf = (entries: ReadonlyArray<AuditEntry.AuditEntry>) => entries.map(({ action, by, subject }) => `${by} ${action} ${subject.type}${subject.id === undefined ? "" : ` ${subject.id}`}`)

const key = Result.getOrThrow(ErasureKey.key("a secret of more than thirty-two bytes, for tests"))

describe("the audit", () => {
  it.effect("tells who changed what, from what to what, of a month as it is run", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      const records = yield* Records.Records
      const goal = { period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 2, activities: 1 }
      yield* crm.registerDirectory(dealership, directory, now)
      yield* crm.setGoals(dealership, "2024-03", [goal])
      yield* crm.registerProspects(dealership, [prospect(1), prospect(2)], now)
      yield* crm.registerActivities(dealership, [activity(1)], now)
      yield* crm.updateProspect(dealership, "P1", (before) => Effect.succeed({ ...before!.record, interest: "Camioneta", phone: "3019998877" }), now)
      yield* crm.setGoals(dealership, "2024-03", [{ ...goal, prospects: 3 }])
      yield* crm.drawSample({ dealership, period: "2024-03", now })
      yield* crm.registerCalls(dealership, [{ callId: "V1", subjectType: "prospect", subjectId: "P1", agentId: "G1", attemptedAt: now, outcome: "attended" }], now)
      yield* crm.reopenVerification({ dealership, now: now + 1, subject: { type: "prospect", id: "P1" }, by: { role: "crm-assistant" }, reason: "Otro número" })
      const by = { role: "crm-assistant", name: "E1" } as const
      yield* crm.closePeriod({ dealership, period: "2024-03", asOf: now + 2, closedAt: now + 2, by })
      yield* Effect.provideService(
        crm.reopenPeriod({ dealership, period: "2024-03", at: now + 3, by: { role: "general-manager", name: "gerente" }, reason: "Faltaba un asesor" }),
        Authorship,
        manager
      )
      const entries = yield* records.auditEntries(dealership, {})
      assert.deepStrictEqual(actionsOf(entries), [
        "k-1 directory.registered directory",
        "k-1 goals.set goals 2024-03",
        "k-1 records.registered prospect",
        "k-1 records.registered activity C1",
        "k-1 records.registered prospect P1",
        "k-1 goals.set goals 2024-03",
        "k-1 sample.drawn period 2024-03",
        "k-1 attempt.recorded prospect P1",
        "k-1 verification.reopened prospect P1",
        "k-1 period.closed period 2024-03",
        "k-2 period.reopened period 2024-03"
      ])
      assert.strictEqual(AuditEntry.verify(entries).firstBreak, undefined)
      assert.deepStrictEqual(entries[2]?.counts, { prospectsAdded: 2 })
      assert.deepStrictEqual(entries[4]?.changes, [{ field: "phone" }, { field: "interest", from: "Sedán", to: "Camioneta" }])
      assert.deepStrictEqual(entries[5]?.changes, [{ field: "goals/A1/S1/B1/prospects", from: 2, to: 3 }])
      assert.deepInclude(entries[4], { employeeId: "E1", means: "page", reference: "r-1", at: now })
    })))

  it.effect("says nothing where nothing changed", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      const records = yield* Records.Records
      const begin = Effect.fnUntraced(function*(at: Calendar.Instant) {
        yield* crm.registerDirectory(dealership, directory, at)
        yield* crm.setGoals(dealership, "2024-03", [])
        yield* crm.registerProspects(dealership, [prospect(1)], at)
        yield* crm.drawSample({ dealership, period: "2024-03", now: at })
      })
      yield* begin(now)
      const before = yield* records.auditEntries(dealership, {})
      yield* begin(now + 1)
      yield* crm.refresh(dealership, now + 1)
      assert.deepStrictEqual(yield* records.auditEntries(dealership, {}), before)
    })))

  it.effect("keeps nothing of a change that failed", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      const records = yield* Records.Records
      yield* Effect.flip(records.change(dealership, Effect.andThen(crm.registerProspects(dealership, [prospect(1)], now), Effect.fail("given up"))))
      assert.deepStrictEqual(yield* records.auditEntries(dealership, {}), [])
    })))

  it.effect("tells of keys and users without their secrets, and not of a sign-in", () =>
    inMemory(Effect.gen(function*() {
      const records = yield* Records.Records
      const store = AuditedStore.over(yield* ServiceStore.ServiceStore, records)
      yield* store.putKey({ id: "k-9", hash: "f".repeat(64), name: "Portal de la marca", identity: { dealership, role: "integration", brandIds: ["B1"] }, createdAt: now })
      yield* store.revokeKey(dealership, "k-9", now)
      const user = { id: "u-1", name: "Ana Ruiz", email: "ana@correo.example", identity: { dealership, role: "crm-agent", employeeId: "G1" }, language: "es", createdAt: now, revision: 1 } as const
      yield* store.putUser(user)
      yield* store.putUser({ ...user, revision: 2, lastSignInAt: now })
      yield* store.putUser({ ...user, revision: 3, identity: { ...user.identity, role: "crm-assistant" } })
      yield* store.removeUser(dealership, "u-1")
      const entries = yield* records.auditEntries(dealership, {})
      assert.deepStrictEqual(entries.map(({ action }) => action), ["key.made", "key.revoked", "user.added", "user.changed", "user.removed"])
      assert.deepStrictEqual(entries[3]?.changes, [{ field: "role", from: "crm-agent", to: "crm-assistant" }])
      for (const secret of ["f".repeat(64), "Portal", "Ana", "correo"]) assert.notInclude(JSON.stringify(entries), secret)
    })))

  it.effect("tells of mappings and inbox tokens from what to what, without secrets, and keeps both or neither", () =>
    Effect.provide(Effect.gen(function*() {
      const records = yield* Records.Records
      const store = AuditedIntakeStore.over(yield* IntakeStore.IntakeStore, records)
      const mapping = { name: "CRM de la marca", content: { separator: ";", columns: { phone: "Celular" } }, changedAt: now, changedBy: "R1" }
      yield* store.putMapping(dealership, mapping)
      yield* store.putMapping(dealership, mapping)
      yield* store.putMapping(dealership, { ...mapping, content: { separator: ",", columns: { phone: "Celular" } } })
      yield* store.removeMapping(dealership, mapping.name)
      const token = { id: "in_1", hash: "e".repeat(64), name: "Correo de leads", settings: { source: "meta", branchId: "S1", appSecret: "s3creto-largo" }, createdAt: now }
      yield* store.putInboxToken(dealership, token)
      yield* store.putInboxToken(dealership, { ...token, revokedAt: now })
      const entries = yield* records.auditEntries(dealership, {})
      assert.deepStrictEqual(entries.map(({ action }) => action), ["mapping.added", "mapping.changed", "mapping.removed", "inbox-token.made", "inbox-token.revoked"])
      assert.deepStrictEqual(entries[1]?.changes, [{ field: "separator", from: '";"', to: '","' }])
      assert.deepStrictEqual(entries[4]?.changes, [{ field: "revokedAt", from: null, to: now }])
      for (const hidden of ["e".repeat(64), "s3creto", "Correo de leads"]) assert.notInclude(JSON.stringify(entries), hidden)
      yield* Effect.flip(records.change(dealership, Effect.andThen(store.putMapping(dealership, mapping), Effect.fail("given up"))))
      assert.lengthOf(yield* records.auditEntries(dealership, {}), 5)
    }), Layer.merge(Records.Records.layerMemory, IntakeStore.IntakeStore.layerMemory)))
})

describe("a chain of entries", () => {
  const chain = Array.from({ length: 4 }).reduce<ReadonlyArray<AuditEntry.AuditEntry>>(
    (entries, _, place) => [...entries, AuditEntry.after(entries.at(-1), assistant, { at: place, action: "goals.set", subject: { type: "goals", id: "2024-03" } })],
    []
  )

  it("holds from the first entry to the last", () => {
    assert.deepStrictEqual(AuditEntry.verify(chain), { count: 4, last: chain[3], firstBreak: undefined })
  })

  it.each([
    ["a missing entry", chain.filter((_, place) => place !== 1), 1, "sequence"],
    ["a missing first entry", chain.slice(1), 0, "sequence"],
    ["an altered entry", chain.map((entry, place) => place === 2 ? { ...entry, by: "k-2" } : entry), 2, "digest"],
    ["an entry that was made again", chain.map((entry, place) => place === 1 ? AuditEntry.after(chain[0], manager, { ...entry }) : entry), 2, "previous-digest"],
    ["swapped entries", [chain[0]!, chain[2]!, chain[1]!, chain[3]!], 1, "sequence"]
  ] as const)("does not hold with %s", (_, entries, place, kind) => {
    assert.deepInclude(AuditEntry.verify(entries).firstBreak, { place, kind })
  })
})

describe("the history of a record", () => {
  it.effect("gives every version with its author, and the verdicts in time", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      yield* crm.registerDirectory(dealership, directory, now)
      yield* crm.registerProspects(dealership, [prospect(1)], now)
      yield* Effect.provideService(
        crm.updateProspect(dealership, "P1", (before) => Effect.succeed({ ...before!.record, phone: "12" }), now + 1_000),
        Authorship,
        manager
      )
      const { verdicts, versions } = Option.getOrThrow(yield* History.of(dealership, "prospect", "P1"))
      assert.deepStrictEqual(versions.map(({ at, author, changes, revision }) => [revision, at, author?.by, changes]), [
        [0, now, "k-1", []],
        [1, now + 1_000, "k-2", [{ field: "phone" }]]
      ])
      assert.deepStrictEqual(versions.map(({ content }) => (content as { readonly phone?: string }).phone), [prospect(1).phone, "12"])
      assert.deepStrictEqual(verdicts.map(({ at, reasons, verdict }) => [at, verdict, reasons]), [[now, "valid", undefined], [now + 1_000, "invalid", ["phone-invalid"]]])
      assert.isTrue(Option.isNone(yield* History.of(dealership, "prospect", "P9")))
    })))
})

describe("an erasure", () => {
  it.effect("takes a person out of earlier versions too, also of a prospect that became another person, and leaves the chain whole", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      const records = yield* Records.Records
      yield* crm.registerDirectory(dealership, directory, now)
      yield* crm.registerProspects(dealership, [{ ...prospect(1), fullName: "Luz Marina Peña", phone: "3101234567" }], now)
      yield* crm.updateProspect(dealership, "P1", (before) => Effect.succeed({ ...before!.record, fullName: "Otra Persona Distinta", phone: "3207654321" }), now + 1)
      yield* crm.registerActivities(dealership, [{ ...activity(1), note: "Luz Marina pidió una prueba de manejo" }], now + 2)
      yield* crm.updateActivity(dealership, "C1", (before) => Effect.succeed({ ...before!.record, note: "Cotización enviada al correo del cliente" }), now + 3)
      const exported = yield* crm.exportPerson({ dealership, person: { phone: "3101234567" }, asOf: now + 4, zone: Calendar.bogota })
      assert.deepStrictEqual(exported.earlierVersions.map(({ fullName }) => fullName), ["Luz Marina Peña"])
      yield* crm.erasePerson({ dealership, person: { phone: "3101234567" }, erasureKey: key, at: now + 5, by: "E1" })
      const versions = yield* Stream.runCollect(records.versions(dealership))
      assert.notInclude(JSON.stringify(versions.filter(({ subject }) => subject.type === "prospect")), "Luz")
      // The other person stays as registered: this erasure is not about them.
      assert.strictEqual((yield* crm.storedProspect(dealership, "P1")).record.fullName, "Otra Persona Distinta")
      yield* crm.erasePerson({ dealership, person: { phone: "3207654321" }, erasureKey: key, at: now + 6, by: "E1" })
      const everything = JSON.stringify([yield* Stream.runCollect(records.versions(dealership)), yield* records.auditEntries(dealership, {}), yield* records.events(dealership)])
      for (const text of ["Luz", "Distinta", "3101234567", "3207654321", "prueba de manejo", "Cotización"]) assert.notInclude(everything, text)
      const entries = yield* records.auditEntries(dealership, {})
      assert.strictEqual(AuditEntry.verify(entries).firstBreak, undefined)
      assert.deepStrictEqual(entries.slice(-2).map(({ action, counts }) => [action, counts]), [
        ["person.erased", { calls: 0, versions: 1, phoneLogEntries: 0, texts: 0 }],
        ["person.erased", { prospectsChanged: 1, activitiesChanged: 1 }]
      ])
    })))
})
