import type * as Directory from "@crm-procedure/core/records/Directory"
import * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import * as ErasedRecord from "@crm-procedure/core/judging/ErasedRecord"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as DirectoryMerge from "../src/imports/DirectoryMerge.ts"

const key = Result.getOrThrow(ErasureKey.key("un secreto de treinta y dos bytes o más"))
const recognition = { key, phoneCountry: "CO" }
const ines: Directory.Employee = { employeeId: "A1", name: "Inés Ñáñez", role: "advisor", branchId: "S1", phone: "3004567890", activeFrom: 19_700 }
const luis: Directory.Employee = { ...ines, employeeId: "A2", name: "Luis Rojas", phone: "3024567890" }
const erased = ErasedRecord.ofEmployee(ines, { erasedAt: 5, key })
const before: Directory.Directory = { employees: [erased, luis], branches: [], brands: [] }
const merge = (rows: ReadonlyArray<Directory.Employee>, replace = false) => DirectoryMerge.merge(before, "employees", rows, rows.map((_, place) => place + 2), replace, recognition)

describe("merging a directory with an erased employee", () => {
  it("stores the row without the person, says so with its line, and changes nothing when nothing else differs", () => {
    const { changes, directory, notices, puts } = merge([luis, ines])
    assert.deepStrictEqual([puts, changes, directory.employees], [["unchanged", "unchanged"], [], [erased, luis]])
    assert.deepStrictEqual(notices.map(({ line }) => line), [3])
    assert.match(notices[0]!.text.es, /^A1 está borrado.*regístrela con otro código/)
    assert.notInclude(JSON.stringify(notices), "Inés")
    assert.deepStrictEqual(merge([{ ...erased, branchId: "S2" }]).notices, [])
  })

  it("keeps the person where a file replaces the directory without them, and says so", () => {
    const { directory, notices } = merge([luis], true)
    assert.deepStrictEqual(directory.employees, [erased, luis])
    assert.deepStrictEqual(notices.map(({ line, text }) => [line, text.en.slice(0, 31)]), [[0, "A1 is erased (Ley 1581) and not"]])
  })

  it("says where another id has the phone of the erased person", () => {
    const { notices, puts } = merge([{ ...ines, employeeId: "A7" }, { ...luis, employeeId: "A8" }])
    assert.deepStrictEqual([puts, notices.map(({ line }) => line)], [["added", "added"], [2]])
    assert.include(notices[0]!.text.es, "A7 tiene el teléfono, el correo o el documento de A1")
  })
})
