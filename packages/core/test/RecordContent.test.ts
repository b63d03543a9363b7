import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Activity from "../src/records/Activity.ts"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as Directory from "../src/records/Directory.ts"
import * as Prospect from "../src/records/Prospect.ts"
import * as RecordContent from "../src/records/RecordContent.ts"
import * as VerificationCall from "../src/records/VerificationCall.ts"

const prospect: Prospect.Prospect = { prospectId: "P1", createdAt: 0, advisorId: "A1", branchId: "S1", brandId: "B1", phone: "3001234567", stage: "open" }

describe("two records of a kind", () => {
  const kinds = [["prospect", Prospect.storedFields], ["activity", Activity.storedFields], ["call", VerificationCall.fields]] as const

  it.each(kinds)("are the same until one field differs: %s", (_, fields) =>
    fc.assert(fc.property(fc.constantFrom(...fields), fc.record(Object.fromEntries(fields.map(({ name }) => [name, fc.option(fc.integer(), { nil: undefined })]))), ({ name }, record) => {
      assert.isTrue(RecordContent.isSame(fields, record, { ...record }))
      assert.isFalse(RecordContent.isSame(fields, record, { ...record, [name]: record[name] === undefined ? 1 : undefined }))
    })))

  it("are the same where one says `undefined` and the other has no such key", () => {
    assert.isTrue(RecordContent.isSame(Prospect.storedFields, prospect, { ...prospect, email: undefined }))
  })

  it("are the same with equal lists, and not with lists in another order", () => {
    const employee = { employeeId: "E1", brandIds: ["B1", "B2"] }
    assert.isTrue(RecordContent.isSame(Directory.employeeFields, employee, { ...employee, brandIds: ["B1", "B2"] }))
    for (const brandIds of [["B2", "B1"], ["B1"], undefined]) assert.isFalse(RecordContent.isSame(Directory.employeeFields, employee, { ...employee, brandIds }))
  })

  it("differ when only one of them was erased", () => {
    assert.isFalse(RecordContent.isSame(Prospect.storedFields, prospect, { ...prospect, erasedAt: 5 }))
  })
})

describe("a record as JSON says it", () => {
  it("has local instants, and no absent fields", () => {
    assert.deepStrictEqual(RecordContent.plain(Prospect.fields, prospect, Calendar.bogota), {
      prospectId: "P1", createdAt: "1969-12-31T19:00:00-05:00", advisorId: "A1", branchId: "S1", brandId: "B1", phone: "3001234567", stage: "open"
    })
  })
})

describe("a record without its identity", () => {
  it("has no name, contact, document, note or comment", () => {
    const removed = [Prospect, Activity, VerificationCall].map(({ fields }) => {
      const whole = Object.fromEntries(fields.map(({ name }) => [name, name]))
      const left = Object.keys(RecordContent.withoutIdentity(fields, whole))
      return Object.keys(whole).filter((name) => !left.includes(name))
    })
    assert.deepStrictEqual(removed, [["fullName", "documentType", "documentNumber", "phone", "email"], ["note"], ["comment"]])
  })
})
