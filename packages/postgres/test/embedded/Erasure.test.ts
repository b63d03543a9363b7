import * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import * as AuditEntry from "@crm-procedure/core/register/AuditEntry"
import { Records } from "@crm-procedure/core/register/Records"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import { PGlite } from "@electric-sql/pglite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { APPLICATION_ROLE } from "../../src/Migrations.ts"
import * as Pglite from "../../src/Pglite.ts"
import { activity, prospect } from "../FilledDealership.ts"

let folder: string
let dataDir: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "crm-procedure-erasure-"))
  dataDir = join(folder, "data")
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const dealership = "carrazos"
const at = 1_709_651_000_000
const erasureKey = Result.getOrThrow(ErasureKey.key(Buffer.alloc(32, 7)))

/** What only this person has, each in another place. */
const person = { phone: "3004567890", fullName: "Hermenegilda Zuluaga", email: "hermenegilda@correo.test", documentType: "CC", documentNumber: "1032456789" }
const note = "Prefiere que la llamen por la tarde a la casa azul"
const comment = "Contestó la hermana, que se llama Eustaquia"
const reason = "Dice que ese no es el número de Hermenegilda"
const traces = [person.phone, person.fullName, person.email, person.documentNumber, note, comment, reason]
/** What was registered of the person before. */
const before = { phone: "3015550101", fullName: "Hermenegilda Zulaga", note: "Dijo que su cuñado Anacleto también busca carro", comment: "Primero contestó el vecino Olegario" }
const earlierTraces = Object.values(before)
const other = { phone: "3009998877", fullName: "Ambrosio Buitrago" }

const opened = <A, E>(use: Effect.Effect<A, E, CrmProcedure | Records | ServiceStore>) =>
  Effect.runPromise(Effect.provide(use, CrmProcedure.layer().pipe(Layer.provideMerge(Pglite.layer({ dataDir })))))

/** The file that says that a purge is due. */
const mark = () => join(dataDir, "crm-procedure-purge")

/** In which files of the data directory a text stands. */
const filesWith = (text: string): ReadonlyArray<string> =>
  readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(Buffer.from(text)))

const left = (): ReadonlyArray<string> => traces.filter((trace) => filesWith(trace).length > 0)

const filled = Effect.gen(function*() {
  const crm = yield* CrmProcedure
  const records = yield* Records
  const serviceStore = yield* ServiceStore
  yield* crm.registerProspects(dealership, [prospect("P1", { ...person, phone: before.phone, fullName: before.fullName }), prospect("P2", other)], at)
  yield* crm.registerProspects(dealership, [prospect("P1", person)], at)
  yield* crm.registerActivities(dealership, [activity("C1", { note: before.note })], at)
  yield* crm.registerActivities(dealership, [activity("C1", { note }), activity("C2", { prospectId: "P2", note: "Quiere un sedán" })], at)
  yield* crm.registerCalls(dealership, [{ callId: "V1", subjectType: "prospect", subjectId: "P1", agentId: "G1", attemptedAt: at, outcome: "no-answer", comment: before.comment }], at)
  yield* crm.correctAttempt({ dealership, now: at + 1, subject: { type: "prospect", id: "P1" }, callId: "V1", agentId: "G1", outcome: "call-back", comment })
  yield* records.addReopening(dealership, { subject: { type: "prospect", id: "P1" }, at, by: "E1", reason })
  for (const [key, body] of [["theirs", { prospectId: "P1", ...person }], ["another's", { prospectId: "P2", ...other }]] as const) {
    yield* serviceStore.claim(dealership, { sender: "llave", key, request: "r", now: 1, heldUntil: 5, expiresAt: at * 2 })
    yield* serviceStore.keepAnswer(dealership, { sender: "llave", key, attempt: 1 }, { status: 201, headers: {}, body: JSON.stringify(body) })
  }
})

const erased = CrmProcedure.use((crm) => crm.erasePerson({ dealership, person: { phone: person.phone }, erasureKey, at: at + 1, by: "E7" }))

describe("a person who was erased", () => {
  it("is in no file of the embedded database any more, from the answer on where the tables are small", async () => {
    await opened(Effect.gen(function*() {
      yield* filled
      assert.deepStrictEqual(left(), traces)
      for (const trace of earlierTraces) assert.isNotEmpty(filesWith(trace))
      yield* erased
      assert.isFalse(existsSync(mark()))
      assert.deepStrictEqual(left(), [])
      for (const trace of earlierTraces) assert.deepStrictEqual(filesWith(trace), [], trace)
    }))
    assert.deepStrictEqual(left(), [])
    await opened(Effect.gen(function*() {
      const records = yield* Records
      const serviceStore = yield* ServiceStore
      assert.strictEqual(AuditEntry.verify(yield* records.auditEntries(dealership, {})).firstBreak, undefined)
      const kinds = yield* Effect.forEach(["theirs", "another's"], (key) =>
        Effect.map(serviceStore.claim(dealership, { sender: "llave", key, request: "r", now: 6, heldUntil: 7, expiresAt: at * 2 }), ({ kind }) => kind))
      assert.deepStrictEqual(kinds, ["new", "answered"])
      assert.deepStrictEqual((yield* records.reopenings(dealership)).map(({ by, reason }) => ({ by, reason })), [{ by: "E1", reason: "" }])
      assert.deepStrictEqual((yield* records.prospectsById(dealership, ["P2"])).map(({ record }) => record.fullName), [other.fullName])
    }))
    assert.isNotEmpty(filesWith(other.fullName))
    assert.deepStrictEqual(left(), [])
  })

  it("stays in the files of large tables until the night, or the first start a day later", async () => {
    const owner = await PGlite.create(dataDir)
    await owner.exec(`
      CREATE TABLE crm_procedure.ballast (text text STORAGE PLAIN);
      INSERT INTO crm_procedure.ballast SELECT repeat('x', 7000) FROM generate_series(1, 8500);
      GRANT MAINTAIN ON crm_procedure.ballast TO ${APPLICATION_ROLE}`)
    await owner.close()
    const again = { ...person, phone: "3104567891", fullName: "Filomena Echavarría" }
    const registered = (prospectId: string) =>
      Effect.gen(function*() {
        yield* (yield* CrmProcedure).registerProspects(dealership, [prospect(prospectId, again)], at)
        yield* CrmProcedure.use((crm) => crm.erasePerson({ dealership, person: { phone: again.phone }, erasureKey, at: at + 1, by: "E7" }))
        assert.isTrue(existsSync(mark()))
      })
    await opened(Effect.gen(function*() {
      yield* registered("P3")
      assert.isNotEmpty(filesWith(again.fullName))
      yield* (yield* Records).purge(dealership)
      assert.deepStrictEqual(filesWith(again.fullName), [])
      assert.isFalse(existsSync(mark()))
      yield* registered("P4")
    }))
    await opened(Effect.void)
    assert.isNotEmpty(filesWith(again.fullName), "it is not due for a day")
    const before = Date.now() / 1_000 - 25 * 3_600
    utimesSync(mark(), before, before)
    await opened(Effect.void)
    assert.deepStrictEqual(filesWith(again.fullName), [])
    assert.isFalse(existsSync(mark()))
  })

  it("is removed from the files at the next start when the process ended before that", async () => {
    const owner = await PGlite.create(dataDir)
    await owner.exec("DROP TABLE crm_procedure.ballast")
    await owner.close()
    const again = { ...person, phone: "3104567892", fullName: "Hermelinda Garcés" }
    await opened(Effect.gen(function*() {
      yield* (yield* CrmProcedure).registerProspects(dealership, [prospect("P5", again)], at)
      yield* (yield* Records).removeRecords(dealership, { prospects: ["P5"], activities: [], calls: [] })
    }))
    assert.isNotEmpty(filesWith(again.fullName))
    writeFileSync(mark(), "")
    await opened(Effect.void)
    assert.deepStrictEqual(filesWith(again.fullName), [])
    assert.isFalse(existsSync(mark()))
  })
})
