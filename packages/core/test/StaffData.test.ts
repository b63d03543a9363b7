import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as ErasureKey from "../src/identity/ErasureKey.ts"
import * as ErasedRecord from "../src/judging/ErasedRecord.ts"
import * as Directory from "../src/records/Directory.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import * as Records from "../src/register/Records.ts"
import { CrmProcedure } from "../src/service/CrmProcedure.ts"
import * as IntakeStore from "../src/service/IntakeStore.ts"
import type { Message } from "../src/service/Message.ts"
import * as ServiceStore from "../src/service/ServiceStore.ts"
import type { User } from "../src/service/User.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!
const dealership = "carrazos"
const now = at("2024-04-08T09:00:00")
const erasureKey = Result.getOrThrow(ErasureKey.key("un secreto de treinta y dos bytes o más"))
const person = { phone: "300 456 7890" }

const ines: Directory.Employee = { employeeId: "A1", name: "Inés Ñáñez", role: "advisor", branchId: "S1", phone: "3004567890", email: "ines@carrazos.test", documentType: "CC", documentNumber: "52123456", activeFrom: 19_700, activeTo: 19_800 }
const inesAgain: Directory.Employee = { ...ines, phone: "3014567890", activeFrom: 19_801, activeTo: undefined }
const luis: Directory.Employee = { ...ines, employeeId: "A2", name: "Luis Rojas", phone: "3024567890", email: "luis@carrazos.test", documentNumber: "79123456" }
const directory: Directory.Directory = { employees: [ines, inesAgain, luis], branches: [{ branchId: "S1", name: "Sede" }], brands: [{ brandId: "B1", name: "Marca" }] }
const identity = { dealership, role: "advisor", employeeId: "A1" } as const
const user: User = { id: "u-1", name: "Inés", email: "inesita@correo.test", identity, language: "es", createdAt: 1, revision: 1, password: "$" }
const message = (id: string, userId: string, text: string): Message => ({ id, userId, kind: "morning", to: "x@carrazos.test", subject: "Su día", text, html: text, isShown: true, createdAt: 1, state: "sent", dueAt: 1, attempts: 1 })

const prospect = (prospectId: string, contact: Partial<Prospect>): Prospect => ({
  prospectId, createdAt: at("2024-03-05T10:00:00"), advisorId: "A2", branchId: "S1", brandId: "B1", fullName: "Carla Díaz", source: "web", interest: "Sedán",
  consentAt: at("2024-03-05T10:00:00"), consentPurpose: "Cotización", consentChannel: "web", stage: "open", ...contact
})
const own = prospect("P1", { email: "Ines@Carrazos.test" })

const filled = Effect.gen(function*() {
  const procedure = yield* CrmProcedure
  const serviceStore = yield* ServiceStore.ServiceStore
  const intakeStore = yield* IntakeStore.IntakeStore
  yield* procedure.registerDirectory(dealership, directory, now)
  yield* procedure.registerProspects(dealership, [own, prospect("P2", { phone: "3104567899" })], now)
  yield* serviceStore.putUser(user)
  yield* serviceStore.putUser({ ...user, id: "u-2", email: "jefe@carrazos.test", identity: { dealership, role: "general-manager" } })
  yield* serviceStore.putKey({ id: "k-1", hash: "h", name: "Teléfono de Inés Ñáñez", identity, createdAt: 1 })
  yield* serviceStore.beginSession(dealership, { id: "s-1", holderId: "u-1", createdAt: 1, expiresAt: now * 2, device: "Firefox" })
  yield* serviceStore.addMessages(dealership, [message("m-1", "u-1", "Buenos días"), message("m-2", "u-2", "En rojo: Inés Ñáñez 3"), message("m-3", "u-2", "En rojo: Luis Rojas 1")])
  yield* serviceStore.claim(dealership, { sender: "u-2", key: "c", request: "r", now, heldUntil: now + 1, expiresAt: now * 2 })
  yield* serviceStore.keepAnswer(dealership, { sender: "u-2", key: "c", attempt: 1 }, { status: 201, headers: {}, body: JSON.stringify({ email: "inesita@correo.test" }) })
  yield* intakeStore.putImport(dealership, { id: "i-1", at: 1, by: "AC", keyId: "k", kind: "employees", state: "done", report: {}, rejected: [{ found: "ines@carrazos.test" }] })
  yield* intakeStore.addBatch(dealership, "i-1", { sequence: 0, kind: "employees", added: [], changed: [{ id: "x", before: { ...ines, branchId: "S0" }, mark: "m" }] })
  yield* intakeStore.putMapping(dealership, { name: "crm", content: { words: { advisorId: { "Inés Ñáñez": "A1", "Luis Rojas": "A2" } } }, changedAt: 1, changedBy: "AC" })
  return procedure
})

/** Everything that the three stores hold of the dealership, as text. */
const everything = Effect.gen(function*() {
  const records = yield* Records.Records
  const serviceStore = yield* ServiceStore.ServiceStore
  const intakeStore = yield* IntakeStore.IntakeStore
  const users = yield* serviceStore.users(dealership)
  return JSON.stringify([
    yield* records.directory(dealership),
    yield* Stream.runCollect(records.versions(dealership)),
    yield* records.events(dealership),
    yield* records.auditEntries(dealership, {}),
    (yield* Stream.runCollect(records.prospects(dealership))).filter(({ record }) => record.prospectId !== "P1"),
    users,
    yield* serviceStore.keys(dealership),
    yield* Effect.forEach(["u-1", "u-2", "k-1"], (id) => Effect.all([serviceStore.sessionsOf(dealership, id, 0), serviceStore.messagesOf(dealership, id, 99)])),
    yield* serviceStore.claim(dealership, { sender: "u-2", key: "c", request: "r", now, heldUntil: now + 1, expiresAt: now * 2 }),
    yield* intakeStore.importOf(dealership, "i-1"),
    yield* intakeStore.batch(dealership, "i-1", 0),
    yield* intakeStore.mappings(dealership)
  ])
})

const run = <A, E>(effect: Effect.Effect<A, E, CrmProcedure | Records.Records | ServiceStore.ServiceStore | IntakeStore.IntakeStore>) => {
  const stores = Layer.mergeAll(Records.Records.layerMemory, ServiceStore.ServiceStore.layerMemory, IntakeStore.IntakeStore.layerMemory)
  return effect.pipe(Effect.provide(Layer.provideMerge(CrmProcedure.layer(), stores)), Effect.provideService(ErasureKey.KeyRing, () => erasureKey))
}
const erase = (when = now) => CrmProcedure.use((procedure) => procedure.erasePerson({ dealership, person, erasureKey, at: when, by: "AC" }))
const codesOf = (id: string) => Effect.map(CrmProcedure.use((procedure) => procedure.verdict(dealership, "prospect", id, now)), ({ reasons }) => reasons.map(({ code, evidence }) => [code, evidence.detail]))

describe("StaffData: the data of the dealership's own people", () => {
  it.effect("is found with every assignment, the account, keys, sessions and messages, and exported without secrets", () =>
    run(Effect.gen(function*() {
      const procedure = yield* filled
      for (const one of [person, { email: "INESITA@correo.test" }, { documentType: "CC", documentNumber: "52.123.456" }]) {
        const found = yield* procedure.findPerson({ dealership, person: one })
        assert.deepStrictEqual([found.employees, found.users.map(({ id }) => id), found.accessKeys.map(({ id }) => id), found.sessions.length, found.messages.map(({ id }) => id)], [[ines, inesAgain], ["u-1"], ["k-1"], 1, ["m-1"]])
      }
      const copy = yield* procedure.exportPerson({ dealership, person, asOf: now, zone: Calendar.bogota })
      assert.deepStrictEqual(copy.employees[0], { ...ines, activeFrom: "2023-12-09", activeTo: "2024-03-18" } as never)
      assert.deepInclude(copy.users[0], { name: "Inés", email: "inesita@correo.test", role: "advisor" })
      assert.strictEqual(copy.messages[0]?.["text"], "Buenos días")
      assert.notMatch(JSON.stringify(copy), /\$|"h"|hash/)
    })))

  it.effect("is gone everywhere after an erasure, which tells what it erased and can be repeated", () =>
    run(Effect.gen(function*() {
      yield* filled
      assert.include(yield* everything, "Inés Ñáñez")
      assert.deepStrictEqual(yield* erase(), { prospects: [], activities: [], calls: [], employees: ["A1"], users: ["u-1"] })
      const left = yield* everything
      for (const trace of ["Ñáñez", "3004567890", "3014567890", "ines@", "inesita", "52123456"]) assert.notInclude(left, trace)
      for (const kept of ["Luis Rojas", "3024567890", "m-3", "\"A1\""]) assert.include(left, kept)
      const { employees } = yield* Records.Records.use((records) => records.directory(dealership))
      assert.deepStrictEqual(employees.map(({ activeFrom, branchId, name, role }) => [name, role, branchId, activeFrom]), [["A1", "advisor", "S1", 19_700], ["A1", "advisor", "S1", 19_801], ["Luis Rojas", "advisor", "S1", 19_700]])
      const [key] = yield* ServiceStore.ServiceStore.use((store) => store.keys(dealership))
      assert.deepStrictEqual([key!.name, key!.revokedAt], ["k-1", now])
      assert.deepStrictEqual((yield* Records.Records.use((records) => records.events(dealership))).filter(({ type }) => type === "person.erased").map(({ data }) => data), [
        { employeeId: "A1", by: "AC", at: "2024-04-08T09:00:00-05:00" },
        { userId: "u-1", by: "AC", at: "2024-04-08T09:00:00-05:00" }
      ])
      assert.deepStrictEqual(yield* erase(now + 1), { prospects: [], activities: [], calls: [], employees: [], users: [] })
      assert.strictEqual((yield* CrmProcedure.use((procedure) => procedure.findPerson({ dealership, person }))).employees.length, 2)
    })))

  it.effect("is still recognised in customers, earlier and later ones, and in no other", () =>
    run(Effect.gen(function*() {
      const procedure = yield* filled
      const before = yield* codesOf("P1")
      assert.deepInclude(before, ["staff-contact", "email"])
      yield* erase()
      assert.deepStrictEqual(yield* codesOf("P1"), before)
      yield* procedure.registerProspects(dealership, [prospect("P3", { phone: "+57 301 456 7890" })], now)
      assert.deepInclude(yield* codesOf("P3"), ["staff-contact", "phone"])
      assert.notInclude((yield* codesOf("P2")).map(([code]) => code), "staff-contact")
    })))

  it.effect("does not come back with a directory that is registered again, with or without them", () =>
    run(Effect.gen(function*() {
      const procedure = yield* filled
      yield* erase()
      const stored = Records.Records.use((records) => records.directory(dealership))
      const erased = (yield* stored).employees.filter(({ employeeId }) => employeeId === "A1")
      yield* procedure.registerDirectory(dealership, { ...directory, employees: [{ ...ines, branchId: "S2", phone: "3009999999" }, luis] }, now)
      const again = (yield* stored).employees.filter(({ employeeId }) => employeeId === "A1")
      assert.deepStrictEqual(again.map(({ branchId, keyHashes, name, phone }) => [name, branchId, phone, keyHashes]), [["A1", "S2", undefined, erased.map(({ keyHashes }) => keyHashes).join(" ")]])
      yield* procedure.registerDirectory(dealership, { ...directory, employees: [luis] }, now)
      assert.deepStrictEqual((yield* stored).employees, [luis, ...again])
      // A new id with the same e-mail is a new registration; it is recognised as one.
      assert.strictEqual(ErasedRecord.erasedNamesake((yield* stored).employees, { ...ines, employeeId: "A9" }, { key: erasureKey }), "A1")
      assert.isUndefined(ErasedRecord.erasedNamesake((yield* stored).employees, { ...luis, employeeId: "A9" }, { key: erasureKey }))
    })))

  it.effect("stays, where the person is the only administrator", () =>
    run(Effect.gen(function*() {
      yield* filled
      yield* ServiceStore.ServiceStore.use((store) => store.putUser({ ...user, revision: 2, identity: { ...identity, isAdministrator: true } }))
      assert.strictEqual((yield* Effect.flip(erase()))._tag, "OnlyAdministrator")
      assert.include(yield* everything, "Inés Ñáñez")
      assert.isTrue(Option.isSome(yield* ServiceStore.ServiceStore.use((store) => store.user(dealership, "u-1"))))
    })))
})
