/** The columnar books by themselves: what they remember of a record, and what they find among records. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as ErasureKey from "../src/identity/ErasureKey.ts"
import * as ActivityRules from "../src/judging/ActivityRules.ts"
import { ActivityBook } from "../src/judging/columns/ActivityBook.ts"
import { CallBook } from "../src/judging/columns/CallBook.ts"
import { ProspectBook } from "../src/judging/columns/ProspectBook.ts"
import * as ErasedRecord from "../src/judging/ErasedRecord.ts"
import * as JudgingContext from "../src/judging/JudgingContext.ts"
import * as ProspectRules from "../src/judging/ProspectRules.ts"
import * as Policy from "../src/policy/Policy.ts"
import type { Activity } from "../src/records/Activity.ts"
import type { Directory } from "../src/records/Directory.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import * as exampleRecords from "./exampleRecords.ts"

const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!
const DAY = 86_400_000
const MINUTE = 60_000

const directory: Directory = {
  employees: [{ employeeId: "A1", name: "Ana", role: "advisor", branchId: "S1", activeFrom: Calendar.parseDay("2024-03-01")!, activeTo: Calendar.parseDay("2024-03-31")! }],
  branches: [{ branchId: "S1", name: "Norte" }],
  brands: [{ brandId: "B1", name: "Uno" }, { brandId: "B2", name: "Dos" }]
}

const erasureKey = Result.getOrThrow(ErasureKey.key("un secreto de treinta y dos bytes o más"))

const contextOf = (spec: Policy.PolicySpec = {}, key?: ErasureKey.Key) =>
  JudgingContext.make({ policy: Result.getOrThrow(Policy.make(spec)), directory, asOf: at("2024-06-01"), erasureKey: key })

/** A prospect without any key, created some time after 5 March 2024 at 10:00. */
const prospect = (prospectId: string, afterMillis = 0, more: Partial<Prospect> = {}): Prospect =>
  exampleRecords.prospect(prospectId, { createdAt: at("2024-03-05 10:00") + afterMillis, phone: undefined, ...more })

const bookOf = (prospects: ReadonlyArray<Prospect>, spec?: Policy.PolicySpec, key?: ErasureKey.Key): ProspectBook => {
  const book = new ProspectBook(contextOf(spec, key))
  for (const one of prospects) book.add(one)
  book.settle()
  return book
}

const withBit = (book: ProspectBook, bit: number): ReadonlyArray<string> =>
  [...Array(book.count).keys()].filter((index) => (book.failed.array[index]! & bit) !== 0).map((index) => book.idOf(index)).sort()

const duplicates = (prospects: ReadonlyArray<Prospect>, spec?: Policy.PolicySpec) => withBit(bookOf(prospects, spec), ProspectRules.bit.duplicate)
const bursts = (prospects: ReadonlyArray<Prospect>, spec?: Policy.PolicySpec) => withBit(bookOf(prospects, spec), ProspectRules.bit["registration-burst"])

describe("the book of prospects", () => {
  it("remembers the first of an id, and says that another one is there already", () => {
    const book = new ProspectBook(contextOf(), 0)
    assert.deepStrictEqual([book.add(prospect("P1")), book.add(prospect("P2")), book.add(prospect("P1", DAY)), book.count], [0, 1, -1, 2])
    assert.strictEqual(book.createdAtOf(0), at("2024-03-05 10:00"))
  })

  it("remembers the facts of a record", () => {
    const book = bookOf([
      prospect("P1", 0, { source: "web", assignedAt: at("2024-03-05 11:00"), stage: "won", stageAt: at("2024-04-01") }),
      prospect("P2", 1, { branchId: "S9", brandId: "B9", stage: "lost", stageAt: at("2024-07-01") }),
      prospect("P3", 2, { stageAt: at("2024-04-01") })
    ])
    assert.deepStrictEqual([0, 1, 2].map((index) => [book.isLead(index), book.isOpen(index), book.stageOf(index)]), [[true, false, "won"], [false, true, "lost"], [false, true, "open"]])
    assert.deepStrictEqual([book.assignedAtOf(0), book.assignedAtOf(1)], [at("2024-03-05 11:00"), book.createdAtOf(1)])
    assert.deepStrictEqual([book.stageAtOf(0), book.stageAtOf(2)], [at("2024-04-01"), Number.POSITIVE_INFINITY])
    assert.deepStrictEqual([0, 1].map((index) => [book.branches.names[book.branchOf(index)], book.brands.names[book.brandOf(index)]]), [["S1", "B1"], ["S9", "B9"]])
    assert.strictEqual(book.outletOf(2), book.outletOf(0))
    assert.notStrictEqual(book.outletOf(1), book.outletOf(0))
  })

  it("asks whether the advisor is active on the local day of the creation", () => {
    const late = prospect("P2", 0, { createdAt: at("2024-04-01 00:00") })
    const last = prospect("P3", 0, { createdAt: at("2024-04-01 00:00") - 1 })
    assert.deepStrictEqual(withBit(bookOf([prospect("P1"), late, last, prospect("P4", 0, { advisorId: "A9" })]), ProspectRules.bit["advisor-unknown"]), ["P2", "P4"])
  })

  it("finds a duplicate by phone, e-mail or document, at one brand only; the first registration wins", () => {
    for (const key of [{ phone: "3004567890" }, { email: "ana@example.com" }, { documentType: "CC", documentNumber: "79.456.123" }]) {
      const records = [prospect("P1", 2 * DAY, key), prospect("P2", DAY, key), prospect("P3", 0, key), prospect("P4", DAY, { ...key, brandId: "B2" })]
      assert.deepStrictEqual(duplicates(records), ["P1", "P2"])
    }
    // A value that does not fit its type is no key.
    assert.deepStrictEqual(duplicates([prospect("P1", 0, { phone: "12" }), prospect("P2", 1, { phone: "12" })]), [])
  })

  it("reaches back as many days as the policy says, to the instant", () => {
    const key = { phone: "3004567890" }
    const pair = (apart: number) => [prospect("P1", 0, key), prospect("P2", apart, key)]
    assert.deepStrictEqual(duplicates(pair(90 * DAY)), ["P2"])
    assert.deepStrictEqual(duplicates(pair(90 * DAY + 1000)), [])
    assert.deepStrictEqual(duplicates(pair(DAY + 1000), { parameters: { duplicateWindowDays: 1 } }), [])
    assert.deepStrictEqual(duplicates(pair(2 * DAY), { brands: { B1: { parameters: { duplicateWindowDays: 1 } } } }), [])
    // Each registration counts from the one before it.
    assert.deepStrictEqual(duplicates([...pair(80 * DAY), prospect("P3", 160 * DAY, key)]), ["P2", "P3"])
  })

  it("names the latest earlier record that a duplicate repeats", () => {
    const book = bookOf([prospect("P1", 0, { phone: "3004567890" }), prospect("P2", 1, { email: "ana@example.com" }), prospect("P3", 2, { phone: "300 456 7890", email: "ANA@example.com" })])
    assert.strictEqual(book.idOf(book.duplicateOfIndex(2)), "P2")
    assert.strictEqual(book.duplicateOfIndex(0), -1)
  })

  it("names the latest of two earlier records, whichever key it shares", () => {
    const book = bookOf([prospect("P1", 0, { email: "ana@example.com" }), prospect("P2", 1, { phone: "3004567890" }), prospect("P3", 2, { phone: "300 456 7890", email: "ANA@example.com" })])
    assert.strictEqual(book.idOf(book.duplicateOfIndex(2)), "P2")
  })

  it("takes no record for another one's duplicate because their keys share a place in the table", () => {
    const many = Array.from({ length: 400 }, (_, place) => ["B1", "B2"].map((brandId) => prospect(`${brandId}-${place}`, place * DAY / 4, { brandId, phone: `31${10_000_000 + place * 7919}` }))).flat()
    assert.deepStrictEqual(duplicates(many), [])
    // Sixteen records with three keys each fill three quarters of the smallest table.
    for (let draw = 0; draw < 50; draw++) {
      const full = Array.from({ length: 8 }, (_, place) => {
        const number = 10_000_000 + draw * 7919 + place * 104_729
        return ["B1", "B2"].map((brandId) => prospect(`${brandId}-${place}`, place, { brandId, phone: `31${number}`, email: `${number}@example.com`, documentType: "CC", documentNumber: String(number) }))
      }).flat()
      assert.deepStrictEqual(duplicates(full), [], String(draw))
    }
    // The numbers differ by a multiple of 2^32: their keys share the first lane.
    assert.deepStrictEqual(duplicates([prospect("P1", 0, { phone: "+57 300 123 4567" }), prospect("P2", 1, { phone: "+27 54 038 7975" })]), [])
  })

  it("keeps a phone's digits where they are compared with the telephone system's log, and nowhere else", () => {
    const one = prospect("P1", 0, { phone: "300 456 7890" })
    const context = contextOf()
    assert.strictEqual(bookOf([one]).phoneDigitsOf(0), 0)
    const book = new ProspectBook(JudgingContext.make({ policy: context.policy, directory, asOf: context.asOf, phoneLog: [] }))
    book.add(one)
    assert.deepStrictEqual([book.phoneDigitsOf(0), book.phoneDigitsOf(1)], [573004567890, 0])
  })

  it("has its order of time before it is settled too", () => {
    const book = new ProspectBook(contextOf())
    book.add(prospect("P1", 1))
    book.add(prospect("P2", 0))
    assert.deepStrictEqual([...book.inTimeOrder()], [1, 0])
  })

  it("is open up to the instant of its end", () => {
    const book = bookOf([prospect("P1", 0, { stage: "lost", stageAt: at("2024-06-01") }), prospect("P2", 0, { stage: "lost", stageAt: at("2024-06-01") + 1 })])
    assert.deepStrictEqual([book.isOpen(0), book.isOpen(1)], [false, true])
  })

  it("forgets what comes with an id that is there already", () => {
    const book = bookOf([prospect("P1"), prospect("P1", 0, { advisorId: "A7", brandId: "B7" })])
    assert.deepStrictEqual([book.advisors.names, book.brands.names], [["A1"], ["B1"]])
  })

  it("recognises an erased record by its hashes, and lets stand what was said of it", () => {
    const key = { phone: "3004567890" }
    const erase = (one: Prospect, frozenFindings = "") => ErasedRecord.ofProspect(one, { erasedAt: at("2024-05-01"), key: erasureKey, frozenFindings })
    const records = [prospect("P1", 0, key), prospect("P2", DAY, key), prospect("P3", 2 * DAY, { phone: "3014567890" }), prospect("P4", 3 * DAY, key)]
    const of = (...erased: ReadonlyArray<string>) => records.map((one) => erased.includes(one.prospectId) ? erase(one, one.prospectId === "P2" ? "duplicate" : "") : one)
    const found = (given: ReadonlyArray<Prospect>) => withBit(bookOf(given, undefined, erasureKey), ProspectRules.bit.duplicate)
    assert.deepStrictEqual(found(records), ["P2", "P4"])
    for (const erased of [["P1"], ["P2"], ["P1", "P2"], ["P3"]]) assert.deepStrictEqual(found(of(...erased)), ["P2", "P4"], erased.join())
    // What was found when it was erased stands, though the records say otherwise now.
    assert.deepStrictEqual(found([erase(records[0]!, "duplicate"), records[2]!]), ["P1"])
    assert.deepStrictEqual(found([records[0]!, erase(records[1]!)]), [])
    // It is recognised wherever it stands in the book.
    assert.deepStrictEqual(found([records[2]!, erase(records[0]!), records[3]!]), ["P4"])
    // Without the dealership's key, the hashes say nothing.
    assert.deepStrictEqual(duplicates(of("P1")), ["P4"])
    const book = bookOf(of("P1"), undefined, erasureKey)
    assert.deepStrictEqual([0, 1].map((index) => [book.isErased(index), book.phoneDigitsOf(index)]), [[true, 0], [false, 0]])
  })

  it("lets stand what own rules said of an erased record", () => {
    const texts = { serves: "Q", effect: "warns", title: { es: "Propia", en: "Own" }, message: () => ({ es: "Corrija.", en: "Correct it." }), provenance: { kind: "assumption", reference: "GC-PRO-05/requirements" }, verifies: "GC-PRO-05/requirements" } as const
    const ownRules = [
      { ...texts, code: "without-email", subject: "prospect", field: "email", test: ({ email }: Prospect) => email === undefined ? "fails" : "holds" },
      { ...texts, code: "undecided", subject: "prospect", field: "email", test: () => "undecided" }
    ] as unknown as NonNullable<Policy.PolicySpec["ownRules"]>
    const erased = (frozenFindings: string) => ErasedRecord.ofProspect(prospect("P1", 0, { email: "ana@example.com" }), { erasedAt: at("2024-05-01"), key: erasureKey, frozenFindings })
    const own = (one: Prospect) => {
      const { ownFailed, ownUndecided } = bookOf([one], { ownRules }, erasureKey)
      return [ownFailed!.array[0], ownUndecided!.array[0]]
    }
    assert.deepStrictEqual(own(erased("")), [0, 0])
    assert.deepStrictEqual(own(erased("without-email")), [1, 0])
    assert.deepStrictEqual(own(erased("?undecided")), [0, 2])
    assert.deepStrictEqual(own(prospect("P1")), [1, 2])
    assert.isUndefined(bookOf([prospect("P1")]).ownFailed)
  })

  it("orders records of one instant by id", () => {
    const key = { phone: "3004567890" }
    assert.deepStrictEqual(duplicates([prospect("P2", 0, key), prospect("P1", 0, key)]), ["P2"])
    const book = bookOf([prospect("b"), prospect("B"), prospect("a", -1)])
    assert.deepStrictEqual([...book.inTimeOrder()].map((index) => book.idOf(index)), ["a", "B", "b"])
    assert.deepStrictEqual([...book.inIdOrder(Uint32Array.of(0, 1, 2))].map((index) => book.idOf(index)), ["B", "a", "b"])
  })

  it("finds the tenth registration of an advisor within ten minutes, and those after it", () => {
    const row = (count: number, apart: number) => Array.from({ length: count }, (_, place) => prospect(`P${10 + place}`, place * apart))
    assert.deepStrictEqual(bursts(row(9, 0)), [])
    assert.deepStrictEqual(bursts(row(11, 0)), ["P19", "P20"])
    assert.deepStrictEqual(bursts(row(10, 66_666)), ["P19"])
    assert.deepStrictEqual(bursts(row(10, 66_667)), [])
    const another = row(10, 0).map((one, place) => place === 0 ? { ...one, advisorId: "A2" } : one)
    assert.deepStrictEqual(bursts(another), [])
    assert.deepStrictEqual(bursts(row(2, MINUTE), { parameters: { burstProspects: 2, burstMinutes: 1 } }), ["P11"])
  })

  it("finds the same in any order of arrival", () => {
    const record = fc.record({ phone: fc.constantFrom(undefined, "3004567890", "3014567890"), email: fc.constantFrom(undefined, "ana@example.com"), hours: fc.integer({ min: 0, max: 120 * 24 }), brandId: fc.constantFrom("B1", "B2") })
    fc.assert(fc.property(fc.array(record, { maxLength: 12 }).chain((drawn) => {
      const records = drawn.map(({ hours, ...more }, place) => prospect(`P${place}`, hours * 3_600_000, more))
      return fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length }))
    }), ([records, shuffled]) => assert.deepStrictEqual(duplicates(records), duplicates(shuffled))))
  })

  it("answers alike from its columns, as another thread has them", () => {
    const book = bookOf([prospect("P1", 0, { source: "web" }), prospect("P2", 1, { brandId: "B2", stage: "lost", stageAt: at("2024-03-07") }), prospect("a-very-long-id-that-fits-no-shape/ñ")])
    const other = ProspectBook.fromColumns(book.judging, book.columns())
    for (let index = 0; index < book.count; index++) {
      for (const ask of [(one: ProspectBook) => one.idOf(index), (one: ProspectBook) => one.createdAtOf(index), (one: ProspectBook) => one.isLead(index), (one: ProspectBook) => one.stageAtOf(index), (one: ProspectBook) => one.brandOf(index), (one: ProspectBook) => one.failed.array[index]]) {
        assert.deepStrictEqual(ask(other), ask(book))
      }
    }
    assert.deepStrictEqual([other.count, other.ids.find("P2"), [...other.inTimeOrder()]], [3, 1, [...book.inTimeOrder()]])
    // Which record a duplicate repeats stays with the thread that found it.
    assert.strictEqual(other.duplicateOfIndex(0), -1)
  })
})

const activity = (activityId: string, when: string, more: Partial<Activity> = {}): Activity =>
  exampleRecords.activity(activityId, "P1", { performedAt: at(when), recordedAt: at(when), note: `Nota propia de la visita ${activityId}`, ...more })

const activityBookOf = (activities: ReadonlyArray<Activity>, spec?: Policy.PolicySpec, key?: ErasureKey.Key): ActivityBook => {
  const book = new ActivityBook(contextOf(spec, key))
  for (const one of activities) book.add(one)
  book.settle()
  return book
}

const failing = (code: keyof typeof ActivityRules.bit, activities: ReadonlyArray<Activity>, spec?: Policy.PolicySpec): ReadonlyArray<string> => {
  const book = activityBookOf(activities, spec)
  return [...Array(book.count).keys()].filter((index) => (book.failedByProfile[0]!.array[index]! & ActivityRules.bit[code]) !== 0).map((index) => book.idOf(index)).sort()
}

describe("the book of activities", () => {
  it("remembers the facts of a record", () => {
    const book = activityBookOf([
      activity("V1", "2024-03-05 10:00", { nextActionAt: at("2024-03-08 10:00") }),
      activity("V2", "2024-03-05 10:00", { status: "planned", performedAt: undefined, plannedFor: at("2024-03-09"), prospectId: "P2" }),
      activity("V3", "2024-03-06 10:00", { outcome: "rescheduled", nextActionAt: at("2024-03-06 09:00"), advisorId: "A2", type: "visit" })
    ])
    assert.deepStrictEqual([0, 1, 2].map((index) => [book.statusOf(index), book.isPerformed(index), book.isContact(index)]), [["performed", true, true], ["planned", false, false], ["performed", true, false]])
    assert.deepStrictEqual([0, 1, 2].map((index) => book.promisedDayOf(index)), [Calendar.parseDay("2024-03-08"), undefined, undefined])
    assert.deepStrictEqual([0, 1].map((index) => book.prospectIds.text(book.prospectOf(index))), ["P1", "P2"])
    assert.deepStrictEqual([book.placedAtOf(1), book.advisors.names[book.advisorOf(2)], book.types.names[book.typeOf(2)]], [at("2024-03-09"), "A2", "visit"])
    assert.strictEqual(book.add(activity("V1", "2024-03-05")), -1)
  })

  it("finds a note from its fourth use by one advisor in a local month", () => {
    const note = "Pidió cotización del sedán gris"
    const uses = ["2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08", "2024-03-09"].map((day, place) => activity(`V${place}`, `${day} 10:00`, { note, prospectId: `P${place}` }))
    assert.deepStrictEqual(failing("note-repeated", uses), ["V3", "V4"])
    assert.deepStrictEqual(failing("note-repeated", uses.map((one, place) => place === 0 ? { ...one, advisorId: "A2" } : one)), ["V4"])
    assert.deepStrictEqual(failing("note-repeated", uses.map((one, place) => place < 2 ? { ...one, performedAt: at(`2024-02-2${place} 10:00`) } : one)), [])
    assert.deepStrictEqual(failing("note-repeated", uses.slice(0, 2), { parameters: { noteRepetitions: 1 } }), ["V1"])
    // Capitals, accents and signs do not make another note; a planned activity uses none.
    assert.deepStrictEqual(failing("note-repeated", uses.slice(0, 4).map((one, place) => place === 3 ? { ...one, note: "PIDIO COTIZACION del sedan, gris!" } : one)), ["V3"])
    assert.deepStrictEqual(failing("note-repeated", uses.slice(0, 4).map((one, place) => place === 0 ? { ...one, status: "planned" as const } : one)), [])
  })

  it("finds the second contact with a prospect by one channel on one local day", () => {
    const twice = [activity("V1", "2024-03-05 10:00"), activity("V2", "2024-03-05 16:00"), activity("V3", "2024-03-05 17:00", { type: "visit" }), activity("V4", "2024-03-05 17:00", { prospectId: "P2" }), activity("V5", "2024-03-06 00:00")]
    assert.deepStrictEqual(failing("duplicate-contact", twice), ["V2"])
    assert.deepStrictEqual(failing("duplicate-contact", twice.toReversed()), ["V2"])
    assert.deepStrictEqual(failing("duplicate-contact", [activity("V1", "2024-03-05 10:00", { status: "cancelled" }), activity("V2", "2024-03-05 16:00")]), [])
  })

  it("finds too frequent contacts only where the policy asks: a second one on a day, another channel in an ISO week", () => {
    const asked: Policy.PolicySpec = { rules: { activity: { "contact-too-frequent": "warns" } } }
    const contacts = [activity("V1", "2024-03-05 10:00"), activity("V2", "2024-03-05 11:00"), activity("V3", "2024-03-08 10:00"), activity("V4", "2024-03-10 10:00", { type: "whatsapp" }), activity("V5", "2024-03-11 10:00", { type: "whatsapp" })]
    assert.deepStrictEqual(failing("contact-too-frequent", contacts), [])
    assert.deepStrictEqual(failing("contact-too-frequent", contacts, asked), ["V2", "V4"])
    const unanswered = contacts.map((one) => one.activityId === "V1" ? { ...one, outcome: "no-answer" } : one)
    assert.deepStrictEqual(failing("contact-too-frequent", unanswered.slice(0, 2), { ...asked, parameters: { directContact: "two-way" } }), [])
    assert.deepStrictEqual(failing("contact-too-frequent", contacts.map((one) => ({ ...one, requestedByCustomer: true })), asked), [])
  })

  it("recognises an erased note by its hash, and lets stand what was said of the activity", () => {
    const note = "Pidió cotización del sedán gris"
    const uses = ["2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08"].map((day, place) => activity(`V${place}`, `${day} 10:00`, { note, prospectId: `P${place}` }))
    const erase = (one: Activity, frozenFindings = "") => ErasedRecord.ofActivity(one, { erasedAt: at("2024-05-01"), key: erasureKey, frozenFindings })
    const found = (given: ReadonlyArray<Activity>, key?: ErasureKey.Key) => {
      const book = activityBookOf(given, undefined, key)
      return [...Array(book.count).keys()].filter((index) => (book.failedByProfile[0]!.array[index]! & ActivityRules.bit["note-repeated"]) !== 0).map((index) => book.idOf(index))
    }
    for (const place of [0, 1, 2]) assert.deepStrictEqual(found(uses.map((one, at) => at === place ? erase(one) : one), erasureKey), ["V3"], `V${place}`)
    assert.deepStrictEqual(found(uses.map((one) => erase(one, one.activityId === "V1" ? "note-repeated" : "")), erasureKey), ["V1"])
    assert.deepStrictEqual(found([erase(uses[0]!), ...uses.slice(1)]), [])
    // The note of a planned activity is no use of it, erased or not.
    assert.deepStrictEqual(found([erase({ ...uses[0]!, status: "planned" }), ...uses.slice(1)], erasureKey), [])
  })

  it("is a contact when it is performed by the instant asked, and promises a later step only", () => {
    const asOf = at("2024-06-01")
    const book = activityBookOf([
      activity("V1", "2024-06-01"),
      { ...activity("V2", "2024-06-01"), performedAt: asOf + 1 },
      activity("V3", "2024-03-05 10:00", { nextActionAt: at("2024-03-05 10:00") }),
      activity("V4", "2024-03-05 10:00", { nextActionAt: at("2024-03-05 10:00") + 1 }),
      { ...activity("V5", "2024-06-02"), nextActionAt: at("2024-06-03") },
      activity("V6", "2024-03-05 10:00", { status: "cancelled", nextActionAt: at("2024-03-09") })
    ])
    assert.deepStrictEqual([0, 1, 2, 3, 4, 5].map((index) => book.isContact(index)), [true, false, true, true, false, false])
    assert.deepStrictEqual([2, 3, 4, 5].map((index) => book.promisedDayOf(index)), [undefined, Calendar.parseDay("2024-03-05"), undefined, undefined])
    assert.deepStrictEqual([book.statusNumberOf(0), book.statusNumberOf(5)], [1, 2])
    assert.strictEqual(book.count, 6)
  })

  it("finds the n-th performed activity of an advisor within the minutes, and those after it", () => {
    const parameters = { activityBurst: 3, activityBurstMinutes: 10 }
    const row = (...minutes: ReadonlyArray<number>) => minutes.map((minute, place) => ({ ...activity(`V${place}`, "2024-03-05 10:00", { prospectId: `P${place}` }), performedAt: at("2024-03-05 10:00") + minute * MINUTE }))
    const bursting = (given: ReadonlyArray<Activity>) => failing("activity-burst", given, { parameters })
    assert.deepStrictEqual(bursting(row(0, 1)), [])
    assert.deepStrictEqual(bursting(row(0, 1, 10)), ["V2"])
    assert.deepStrictEqual(bursting(row(0, 1, 10, 11)), ["V2", "V3"])
    assert.deepStrictEqual(bursting(row(0, 1, 10.01)), [])
    assert.deepStrictEqual(bursting(row(0, 1, 10).map((one, place) => place === 1 ? { ...one, advisorId: "A2" } : one)), [])
    assert.deepStrictEqual(bursting(row(0, 1, 10).map((one, place) => place === 1 ? { ...one, status: "planned", plannedFor: one.performedAt } : one)), [])
  })

  it("counts a note's uses apart for each advisor and month, in whatever order they come", () => {
    const note = "Pidió cotización del sedán gris"
    const use = (id: string, when: string, advisorId: string) => activity(id, when, { note, advisorId, prospectId: id })
    const april = ["2024-04-30 23:59", "2024-04-01 00:00", "2024-04-02 10:00"].map((when, place) => use(`B${place}`, when, "A2"))
    const march = ["2024-03-31 23:59", "2024-03-01 00:00", "2024-03-02 10:00", "2024-03-03 10:00"].map((when, place) => use(`C${place}`, when, "A1"))
    const february = [use("C9", "2024-02-29 23:59", "A1")]
    for (const order of [[...april, ...march, ...february], [...february, ...march, ...april]]) assert.deepStrictEqual(failing("note-repeated", order), ["C0"])
  })

  it("takes no two notes, and no two contacts, for alike because their hashes are", () => {
    // The first lanes of these notes' hashes are equal.
    const [one, other] = [30_400, 82_372].map((number) => `Habló del carro ${number} por teléfono`)
    const notes = [one, other, one, other].map((note, place) => activity(`V${place}`, `2024-03-0${5 + place} 10:00`, { note, prospectId: `P${place}` }))
    assert.deepStrictEqual(failing("note-repeated", notes, { parameters: { noteRepetitions: 2 } }), [])
    assert.deepStrictEqual(failing("note-repeated", notes, { parameters: { noteRepetitions: 1 } }), ["V2", "V3"])
    // So are those of prospect 151 with type 349 and of prospect 324 with type 116. Nine types are known from the start.
    const many = Array.from({ length: 341 }, (_, place) => activity(`C${place}`, "2024-03-01 10:00", { prospectId: `P${place}`, type: `t${place + 9}` }))
    const alike = [activity("X1", "2024-03-05 10:00", { prospectId: "P151", type: "t349" }), activity("X2", "2024-03-05 11:00", { prospectId: "P324", type: "t116" })]
    assert.deepStrictEqual(failing("duplicate-contact", [...many, ...alike]), [])
    assert.deepStrictEqual(failing("duplicate-contact", [...many, ...alike, { ...alike[1]!, activityId: "X3" }]), ["X3"])
  })

  it("compares no note without words, and each note whatever lies between its uses", () => {
    const uses = (note: string) => ["2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08"].flatMap((day, place) => [
      activity(`V${place}`, `${day} 10:00`, { note, prospectId: `P${place}` }),
      activity(`W${place}`, `${day} 11:00`, { prospectId: `Q${place}` })
    ])
    assert.deepStrictEqual(failing("note-repeated", uses("Pidió cotización del sedán gris")), ["V3"])
    for (const empty of ["¡…!", ""]) assert.deepStrictEqual(failing("note-repeated", uses(empty)), [], empty)
  })

  it("remembers the first of an id, and nothing of another one", () => {
    const book = new ActivityBook(contextOf(), 0)
    assert.deepStrictEqual([book.add(activity("V1", "2024-03-05 10:00")), book.add(activity("V1", "2024-03-06 10:00", { advisorId: "A7", prospectId: "P7" })), book.count], [0, -1, 1])
    assert.deepStrictEqual([book.advisors.names, book.placedAtOf(0)], [["A1"], at("2024-03-05 10:00")])
  })

  it("judges a note by each profile's number of uses", () => {
    const note = "Pidió cotización del sedán gris"
    const book = activityBookOf(["2024-03-05", "2024-03-06"].map((day, place) => activity(`V${place}`, `${day} 10:00`, { note, prospectId: `P${place}` })), { brands: { B2: { parameters: { noteRepetitions: 1 } } } })
    const failed = book.failedByProfile.map(({ array }) => [0, 1].map((index) => (array[index]! & ActivityRules.bit["note-repeated"]) !== 0))
    assert.deepStrictEqual(failed, [[false, false], [false, true]])
  })

  it("finds too frequent contacts where a brand alone asks, by any channel of the week, and by direct contacts alone", () => {
    const forBrand: Policy.PolicySpec = { brands: { B1: { rules: { activity: { "contact-too-frequent": "warns" } } } } }
    const contacts = [activity("V1", "2024-03-05 10:00"), activity("V2", "2024-03-06 10:00", { type: "whatsapp" }), activity("V3", "2024-03-07 10:00"), activity("V4", "2024-03-08 10:00", { prospectId: "P2" })]
    assert.deepStrictEqual(failing("contact-too-frequent", contacts, forBrand), ["V2", "V3"])
    assert.deepStrictEqual(failing("contact-too-frequent", contacts, { brands: { B1: { parameters: { noteMinimumWords: 2 } } } }), [])
    assert.deepStrictEqual(failing("contact-too-frequent", contacts, { brands: { B1: { rules: { prospect: { "interest-missing": "warns" } } } } }), [])
    // The week remembers every channel. A contact that the customer asked for is none of these.
    const week = [activity("V1", "2024-03-05 10:00"), activity("V2", "2024-03-06 10:00", { type: "whatsapp" }), activity("V3", "2024-03-07 10:00", { type: "whatsapp" }), activity("V4", "2024-03-07 11:00", { type: "whatsapp", requestedByCustomer: true })]
    assert.deepStrictEqual(failing("contact-too-frequent", week, forBrand), ["V2", "V3"])
    const twoWay: Policy.PolicySpec = { rules: { activity: { "contact-too-frequent": "warns" } }, parameters: { directContact: "two-way" } }
    const answered = [activity("V1", "2024-03-05 10:00", { outcome: "no-answer" }), activity("V2", "2024-03-05 11:00"), activity("V3", "2024-03-05 12:00", { outcome: "no-answer" }), activity("V4", "2024-03-06 12:00", { type: "whatsapp" })]
    assert.deepStrictEqual(failing("contact-too-frequent", answered, twoWay), ["V3", "V4"])
  })

  it("remembers what own rules said, and lets it stand of an erased activity", () => {
    const texts = { serves: "Q", effect: "warns", title: { es: "Propia", en: "Own" }, message: () => ({ es: "Corrija.", en: "Correct it." }), provenance: { kind: "assumption", reference: "GC-PRO-05/requirements" }, verifies: "GC-PRO-05/requirements" } as const
    const ownRules = [
      { ...texts, code: "without-outcome", subject: "activity", field: "outcome", test: ({ outcome }: Activity) => outcome === undefined ? "fails" : "holds" },
      { ...texts, code: "undecided", subject: "activity", field: "outcome", test: () => "undecided" }
    ] as unknown as NonNullable<Policy.PolicySpec["ownRules"]>
    const own = (one: Activity) => {
      const { ownFailed, ownUndecided } = activityBookOf([activity("V0", "2024-03-01 10:00", { outcome: "interested" }), one], { ownRules }, erasureKey)
      return [ownFailed!.array[1], ownUndecided!.array[1]]
    }
    const erased = (frozenFindings: string) => ErasedRecord.ofActivity(activity("V1", "2024-03-05 10:00", { outcome: undefined }), { erasedAt: at("2024-05-01"), key: erasureKey, frozenFindings })
    assert.deepStrictEqual(own(activity("V1", "2024-03-05 10:00", { outcome: undefined })), [1, 2])
    assert.deepStrictEqual([own(erased("")), own(erased("without-outcome")), own(erased("?undecided"))], [[0, 0], [1, 0], [0, 2]])
    assert.isUndefined(activityBookOf([activity("V1", "2024-03-05 10:00")]).ownFailed)
    const book = activityBookOf([activity("V1", "2024-03-05 10:00", { outcome: undefined })], { ownRules })
    const other = ActivityBook.fromColumns(book.judging, book.columns())
    assert.deepStrictEqual([other.ownFailed!.array[0], other.ownUndecided!.array[0]], [1, 2])
  })

  it("repeats only what is alike: the prospect and the channel on the day, or the advisor and the note in the month", () => {
    const note = "Pidió cotización del sedán gris"
    const latest = activity("V9", "2024-03-05 18:00", { note })
    const before = (more: Partial<Activity>) => {
      const book = activityBookOf([activity("V1", "2024-03-05 10:00", { note, ...more }), latest])
      return [book.earlierLike("duplicate-contact", 1), book.earlierLike("note-repeated", 1)]
    }
    assert.deepStrictEqual(before({}), [0, 0])
    assert.deepStrictEqual(before({ prospectId: "P2" }), [-1, 0])
    assert.deepStrictEqual(before({ type: "visit" }), [-1, 0])
    assert.deepStrictEqual(before({ advisorId: "A2" }), [0, -1])
    assert.deepStrictEqual(before({ note: "Otra nota de la visita" }), [0, -1])
    assert.deepStrictEqual(before({ status: "planned", plannedFor: at("2024-03-05 10:00") }), [-1, -1])
    assert.deepStrictEqual(before({ performedAt: at("2024-03-04 18:00") }), [-1, 0])
    assert.deepStrictEqual(before({ performedAt: at("2024-02-29 18:00") }), [-1, -1])
  })

  it("names the latest earlier activity that one repeats", () => {
    const note = "Pidió cotización del sedán gris"
    const book = activityBookOf([activity("V3", "2024-03-07 10:00", { note }), activity("V1", "2024-03-05 10:00", { note }), activity("V2", "2024-03-05 16:00", { note })])
    assert.strictEqual(book.idOf(book.earlierLike("note-repeated", 0)), "V2")
    assert.strictEqual(book.idOf(book.earlierLike("duplicate-contact", 2)), "V1")
    assert.deepStrictEqual([book.earlierLike("duplicate-contact", 0), book.earlierLike("note-repeated", 1)], [-1, -1])
  })

  it("answers alike from its columns, as another thread has them", () => {
    const book = activityBookOf([activity("V1", "2024-03-05 10:00"), activity("V2", "2024-03-05 11:00", { prospectId: "P2", type: "carrier-pigeon" })])
    const other = ActivityBook.fromColumns(book.judging, book.columns())
    for (let index = 0; index < book.count; index++) {
      assert.deepStrictEqual(
        [other.idOf(index), other.placedAtOf(index), other.isContact(index), other.prospectIds.text(other.prospectOf(index)), other.types.names[other.typeOf(index)], other.promisedDayOf(index), other.failedByProfile[0]!.array[index]],
        [book.idOf(index), book.placedAtOf(index), book.isContact(index), book.prospectIds.text(book.prospectOf(index)), book.types.names[book.typeOf(index)], book.promisedDayOf(index), book.failedByProfile[0]!.array[index]]
      )
    }
    // The notes stay with the thread that compared them.
    assert.deepStrictEqual([other.earlierLike("note-repeated", 1), other.earlierLike("duplicate-contact", 1)], [-1, -1])
  })
})

describe("the book of calls", () => {
  const call = (callId: string, subjectType: "prospect" | "activity", subjectId: string, when: string) => ({ callId, subjectType, subjectId, agentId: "C1", attemptedAt: at(when), outcome: "no-answer" as const })

  it("gives back each subject's attempts up to an instant, in the order in which they came, without comments", () => {
    const book = new CallBook(1)
    const [third, first, ofActivity, ofAnother] = [call("L3", "prospect", "P1", "2024-03-07"), call("L1", "prospect", "P1", "2024-03-05"), call("L2", "activity", "P1", "2024-03-05"), call("L4", "prospect", "P2", "2024-03-05")] as const
    for (const one of [third, first, ofActivity, ofAnother]) book.add({ ...one, comment: "Llamar a Luz" })
    const attempts = book.attempts("prospect", at("2024-03-07"))
    assert.deepStrictEqual(attempts.of(attempts.subjects.find("P1")), [third, first])
    assert.deepStrictEqual(attempts.of(attempts.subjects.find("P2")), [ofAnother])
    const before = book.attempts("prospect", at("2024-03-07") - 1)
    assert.deepStrictEqual(before.of(before.subjects.find("P1")), [first])
    const activities = book.attempts("activity", at("2024-04-01"))
    assert.deepStrictEqual(activities.of(activities.subjects.find("P1")), [ofActivity])
  })
})
