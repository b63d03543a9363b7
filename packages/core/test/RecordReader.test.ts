import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Activity from "../src/records/Activity.ts"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as Directory from "../src/records/Directory.ts"
import type * as Field from "../src/records/Field.ts"
import * as Goal from "../src/records/Goal.ts"
import * as Prospect from "../src/records/Prospect.ts"
import * as RecordReader from "../src/records/RecordReader.ts"
import * as VerificationCall from "../src/records/VerificationCall.ts"

const prospect = { prospectId: "P1", createdAt: "2024-03-05", advisorId: "A", branchId: "B", brandId: "M" }
const read = (value: unknown) => RecordReader.read(Prospect.fields, value, Calendar.bogota, Prospect.faults)
const pointers = (value: unknown) => read(value).faults?.map(({ pointer }) => pointer)

describe("a record read from JSON", () => {
  it("has every key of its fields in their order, defaults given", () => {
    const { record } = read(prospect)
    assert.deepEqual(Object.keys(record!), Prospect.fields.map(({ name }) => name))
    assert.deepEqual([record!.stage, record!.createdAt, record!.phone], ["open", Date.UTC(2024, 2, 5, 5), undefined])
  })
  it("or every fault, also across fields; an unreadable value causes no second fault", () => {
    assert.deepEqual(pointers({ ...prospect, createdAt: "x", advisorId: null, stage: "won" }), ["/createdAt", "/advisorId", "/stageAt"])
    assert.deepEqual(pointers({ ...prospect, stage: "won", stageAt: "x" }), ["/stageAt"])
    assert.deepEqual(pointers({ ...prospect, stage: "gone" }), ["/stage"])
    assert.deepEqual(pointers({ ...prospect, stage: "gone", createdAt: "x" }), ["/createdAt", "/stage"])
    const activity = { activityId: "T", prospectId: "P", advisorId: "A", type: "call", status: "performed" }
    const faults = (value: object) => RecordReader.read(Activity.fields, value, Calendar.bogota, Activity.faults).faults?.map(({ column }) => column)
    assert.deepEqual([faults(activity), faults({ ...activity, performedAt: "x" })], [["performed_at"], ["performed_at"]])
    const employee = { employeeId: "E", name: "Ana", role: "boss", activeFrom: "2024-01-01" }
    assert.deepEqual(RecordReader.read(Directory.employeeFields, employee, Calendar.bogota, Directory.employeeFaults).faults?.map(({ column }) => column), ["role"])
  })
  it("ignores the stage's instant of an open prospect", () => {
    for (const stage of [undefined, "open"]) {
      for (const stageAt of ["mañana", 7, {}]) {
        const { faults, record } = read({ ...prospect, stage, stageAt })
        assert.deepEqual([faults, record?.stageAt], [undefined, undefined])
      }
    }
    assert.deepEqual(pointers({ ...prospect, stage: "lost", stageAt: "mañana" }), ["/stageAt"])
    assert.deepEqual(pointers({ ...prospect, stageAt: "mañana", assignedAt: "mañana" }), ["/assignedAt"])
  })
  it("reads an object's own keys only", () => {
    assert.deepEqual(pointers(Object.create(prospect)), ["/prospectId", "/createdAt", "/advisorId", "/branchId", "/brandId"])
  })
  it("shows what it found in at most 200 characters, fit for any store", () => {
    const found = read({ ...prospect, stage: `\0\ud800${"x".repeat(1000)}` }).faults![0]!.found
    assert.isTrue(found.isWellFormed() && !found.includes("\0") && found.length === 201)
  })
  it("says what was expected in words that fit a cell of a file and a field of JSON", () => {
    const wrong = (fields: ReadonlyArray<Field.Field>) => Object.fromEntries(fields.map(({ name }) => [name, {}]))
    const unperformed = { activityId: "T", prospectId: "P", advisorId: "A", type: "call", status: "performed" }
    const faults = [
      ...[Prospect.fields, Activity.fields, Goal.fields, VerificationCall.fields, Directory.employeeFields].flatMap((fields) =>
        [{}, wrong(fields)].flatMap((value) => RecordReader.read(fields, value, Calendar.bogota).faults!)),
      ...read({ ...prospect, stage: "won" }).faults!,
      ...RecordReader.read(Activity.fields, unperformed, Calendar.bogota, Activity.faults).faults!,
      ...RecordReader.read(Directory.employeeFields, { employeeId: "E", name: "Ana", role: "advisor", activeFrom: "2024-01-01" }, Calendar.bogota, Directory.employeeFaults).faults!
    ]
    assert.deepEqual(faults[0]!.expected, { es: "un valor (es obligatorio)", en: "a value (it is required)" })
    for (const { expected, pointer } of faults) assert.notMatch(`${expected.es} ${expected.en}`, /colum|[a-z]_[a-z]/, pointer)
  })
  it("never throws, and never takes a number for a text", () => {
    fc.assert(fc.property(fc.dictionary(fc.constantFrom(...Prospect.fields.map(({ name }) => name)), fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true })), (changes) => {
      const { faults, record } = read({ ...prospect, ...changes })
      assert.notEqual(faults === undefined, record === undefined)
      const isOpen = faults?.some(({ pointer }) => pointer === "/stage") ?? record?.stage === "open"
      for (const field of Prospect.fields) {
        if (field.name === "stageAt" && (isOpen || faults !== undefined)) continue
        if (typeof changes[field.name] === "number") assert.isTrue(faults?.some(({ pointer }) => pointer === `/${field.name}`), field.name)
      }
    }), { numRuns: 1000 })
    for (const value of [null, undefined, [], "x", 1, () => 0]) assert.deepEqual(pointers(value), [""])
  })
})

describe("a record read from cells", () => {
  it("is the same record as from JSON", () => {
    const cells = Prospect.fields.map(({ name }) => (prospect as Record<string, string>)[name])
    assert.deepEqual(RecordReader.readCells(Prospect.fields, cells, Calendar.bogota, Prospect.faults), read(prospect))
  })
})
