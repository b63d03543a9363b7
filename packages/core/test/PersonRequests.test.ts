import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as Holidays from "../src/calendar/Holidays.ts"
import * as ErasureKey from "../src/identity/ErasureKey.ts"
import * as Records from "../src/register/Records.ts"
import { CrmProcedure } from "../src/service/CrmProcedure.ts"
import * as PersonRequests from "../src/service/PersonRequests.ts"
import { ServiceStore } from "../src/service/ServiceStore.ts"

const zone = Calendar.bogota
const dealership = "carrazos"
const at = (text: string): number => Calendar.parseInstant(text, zone)!
const received = at("2024-03-18T10:00:00")
const ana: PersonRequests.Received = { id: "r-1", kind: "consulta", channel: "email", person: { email: "ana@correo.test" }, text: " Qué guardan ", receivedAt: received, registeredBy: "AC" }
const register = (one: Partial<PersonRequests.Received> = {}, now = received) => PersonRequests.register(dealership, { ...ana, ...one }, { now })
const step = (text: string, on: number) => ({ at: on, by: "AC", text })
const stored = ServiceStore.use((store) => store.personRequests(dealership))
const run = <A, E>(effect: Effect.Effect<A, E, CrmProcedure | Records.Records | ServiceStore>) => {
  const storage = Layer.merge(Records.Records.layerMemory, ServiceStore.layerMemory)
  return Effect.runPromise(Effect.provide(effect, CrmProcedure.layer().pipe(Layer.provideMerge(storage))))
}
const tagOf = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) => Effect.map(Effect.flip(effect), ({ _tag }) => _tag)

/** Counts the term's days one by one. */
const countedDays = (from: number, to: number): number => {
  let days = 0
  for (let day = from + 1; day <= to; day++) {
    const weekday = new Date(day * 86_400_000).getUTCDay()
    if (weekday !== 0 && weekday !== 6 && !Holidays.isHoliday(day)) days++
  }
  return days
}

describe("the last day to answer", () => {
  const moment = fc.integer({ min: at("2020-01-01"), max: at("2035-12-31") })
  const kinds = [["consulta", 10, 15], ["reclamo", 15, 23]] as const

  it("is the tenth or fifteenth business day after the request arrived, and five or eight later once extended", () => {
    fc.assert(fc.property(moment, fc.constantFrom(...kinds), fc.boolean(), (receivedAt, [kind, days, extendedDays], isExtended) => {
      const due = PersonRequests.dueAt({ kind, receivedAt, extension: isExtended ? step("", receivedAt) : undefined }, zone)
      const [first, last] = [Calendar.localDayOf(zone, receivedAt), Calendar.localDayOf(zone, due)]
      assert.strictEqual(countedDays(first, last), isExtended ? extendedDays : days)
      assert.strictEqual(countedDays(first, last - 1), (isExtended ? extendedDays : days) - 1, "the last day counts itself")
      assert.strictEqual(due, Calendar.startOfDay(zone, last + 1) - 1)
    }))
  })

  it("does not depend on the hour, and is never earlier for a later request", () => {
    fc.assert(fc.property(moment, moment, fc.constantFrom(...kinds), (one, other, [kind]) => {
      const due = (receivedAt: number) => PersonRequests.dueAt({ kind, receivedAt }, zone)
      assert.isAtMost(due(Math.min(one, other)), due(Math.max(one, other)))
      assert.strictEqual(due(one), due(Calendar.startOfDay(zone, Calendar.localDayOf(zone, one))))
    }))
  })
})

describe("a request about personal data", () => {
  it("is open, then overdue, then answered, each once", () => run(Effect.gen(function*() {
    const request = yield* register()
    const due = PersonRequests.dueAt(request, zone)
    assert.strictEqual(Calendar.formatDay(Calendar.localDayOf(zone, due)), "2024-04-04")
    assert.deepStrictEqual([received, due, due + 1].map((now) => PersonRequests.stateOf(request, zone, now)), ["open", "open", "overdue"])
    assert.deepStrictEqual(yield* register({ text: "otra cosa" }), request, "the same id again changes nothing")
    const answered = yield* PersonRequests.answer(dealership, "r-1", step("Se envió una copia", due + 1))
    assert.strictEqual(PersonRequests.stateOf(answered, zone, due + 1), "answered")
    assert.strictEqual(yield* tagOf(PersonRequests.answer(dealership, "r-1", step("Otra vez", due + 2))), "PersonRequestAnswered")
    assert.strictEqual(yield* tagOf(PersonRequests.extend(dealership, "r-1", step("Tarde", due), zone)), "PersonRequestAnswered")
    assert.strictEqual(yield* tagOf(PersonRequests.answer(dealership, "none", step("Sí", due))), "PersonRequestUnknown")
  })))

  it("is extended once and before its last day is over, with a reason", () => run(Effect.gen(function*() {
    const due = PersonRequests.dueAt(yield* register(), zone)
    assert.strictEqual(yield* tagOf(PersonRequests.extend(dealership, "r-1", step(" ", due), zone)), "PersonRequestRefused")
    assert.strictEqual(yield* tagOf(PersonRequests.extend(dealership, "r-1", step("Falta un archivo", due + 1), zone)), "TermNotExtendable")
    const extended = yield* PersonRequests.extend(dealership, "r-1", step("Falta un archivo", due), zone)
    assert.strictEqual(Calendar.formatDay(Calendar.localDayOf(zone, PersonRequests.dueAt(extended, zone))), "2024-04-11")
    assert.strictEqual(yield* tagOf(PersonRequests.extend(dealership, "r-1", step("Otra vez", due), zone)), "TermNotExtendable")
  })))

  it("is refused without a contact, from the future, and answered with no empty words", () => run(Effect.gen(function*() {
    assert.strictEqual((yield* Effect.flip(register({ person: { phone: "12" } }))).message, "The request can't be taken: expected in person a valid phone, an e-mail, or a document with its type.")
    assert.strictEqual(yield* tagOf(register({ receivedAt: received + 1 })), "PersonRequestRefused")
    yield* register()
    assert.strictEqual(yield* tagOf(PersonRequests.answer(dealership, "r-1", step("  ", received))), "PersonRequestRefused")
    assert.strictEqual((yield* stored).length, 1)
  })))

  it("is a task of the CRM assistant and the general manager, the overdue ones apart, without the person", () => run(Effect.gen(function*() {
    yield* register()
    yield* register({ id: "r-2", kind: "reclamo" })
    const crm = yield* CrmProcedure
    const now = at("2024-04-05T08:00:00")
    const tasksOf = (role: "crm-assistant" | "general-manager" | "commercial-manager") =>
      Effect.map(crm.today({ dealership, identity: { role }, now }), ({ tasks }) => tasks.filter(({ kind }) => kind.startsWith("person-request")).map(({ count, items, kind }) => [kind, count, items.map(({ id, request }) => `${id} ${request}`).join()]))
    const expected = [["person-request-overdue", 1, "r-1 consulta"], ["person-request-open", 1, "r-2 reclamo"]]
    assert.deepStrictEqual(yield* tasksOf("crm-assistant"), expected)
    assert.deepStrictEqual(yield* tasksOf("general-manager"), expected)
    assert.deepStrictEqual(yield* tasksOf("commercial-manager"), [])
    assert.notInclude(JSON.stringify(yield* crm.today({ dealership, identity: { role: "crm-assistant" }, now })), "ana@")
  })))

  it("is found with its person, and loses what identifies them: answered at once, open with its answer", () => run(Effect.gen(function*() {
    const crm = yield* CrmProcedure
    const erasureKey = Result.getOrThrow(ErasureKey.key("un secreto de treinta y dos bytes o más"))
    const person = { phone: "300 456 7890" }
    yield* crm.registerProspects(dealership, [{ prospectId: "P1", createdAt: received, advisorId: "A1", branchId: "S1", brandId: "B1", phone: "3004567890", email: "ana@correo.test", stage: "open" }], received)
    yield* register()
    yield* PersonRequests.answer(dealership, "r-1", step("Se envió una copia a Ana", received))
    yield* register({ id: "r-2", kind: "reclamo", text: "Bórrenme", person })
    yield* register({ id: "r-3", person: { email: "luis@correo.test" } })
    assert.deepStrictEqual((yield* crm.findPerson({ dealership, person })).requests.map(({ id }) => id), ["r-1", "r-2"], "also by the e-mail of the person's prospect")
    assert.deepInclude((yield* crm.exportPerson({ dealership, person, asOf: received, zone })).requests[0], { id: "r-1", email: "ana@correo.test", done: "Se envió una copia a Ana" })
    yield* crm.erasePerson({ dealership, person, erasureKey, at: received + 1, by: "AC" })
    const [one, two, three] = yield* stored
    assert.deepInclude(one, { text: "", answer: { at: received, by: "AC", text: "" }, erasedAt: received + 1 })
    assert.isUndefined(one!.person)
    assert.deepInclude(two, { person, text: "Bórrenme", erasedAt: received + 1 })
    assert.deepInclude(three, { person: { email: "luis@correo.test" }, revision: 1 })
    yield* PersonRequests.answer(dealership, "r-2", step("Se borró todo; se le avisó al 300 456 7890", received + 2))
    assert.notInclude(JSON.stringify((yield* stored).slice(0, 2)), "456")
  })))

  it("loses what identifies the person a year after its answer, and not before", () => run(Effect.gen(function*() {
    yield* register()
    yield* register({ id: "open" })
    yield* PersonRequests.answer(dealership, "r-1", step("Se envió una copia", received))
    assert.strictEqual(yield* PersonRequests.forget(dealership, received + PersonRequests.IDENTITY_KEPT - 1), 0)
    assert.strictEqual(yield* PersonRequests.forget(dealership, received + PersonRequests.IDENTITY_KEPT), 1)
    assert.deepStrictEqual((yield* stored).map(({ id, person }) => [id, person !== undefined]), [["open", true], ["r-1", false]])
    assert.strictEqual(yield* PersonRequests.forget(dealership, received * 2), 0, "once")
  })))
})
