/** Controls over stored records agree with the independent reference: replaced identities, and an extended sample. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as Records from "@crm-procedure/core/register/Records"
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { extendSample, isIdentityReplaced } from "./oracle/controls.ts"
import { Dice } from "./oracle/dice.ts"
import { makeReport } from "./oracle/report.ts"

type Cells = Readonly<Record<string, string | undefined>>

const dealership = "norte"
const period = "2024-03"
const now = Calendar.parseInstant("2024-04-02T10:00:00-05:00", Calendar.bogota)!

const directory = {
  branches: [{ branchId: "S1", name: "Centro" }],
  brands: [{ brandId: "Y", name: "Yamaha" }],
  employees: ["A1", "A2"].map((employeeId) => ({ employeeId, name: "Ana Ruiz", role: "advisor" as const, branchId: "S1", activeFrom: Calendar.parseDay("2023-01-01")! }))
}

const inService = <A, E>(effect: Effect.Effect<A, E, CrmProcedure.CrmProcedure | Records.Records>) =>
  Effect.provide(
    Effect.andThen(CrmProcedure.CrmProcedure.use((crm) => crm.registerDirectory(dealership, directory, now)), effect),
    CrmProcedure.CrmProcedure.layer().pipe(Layer.provideMerge(Records.Records.layerMemory))
  )

const prospectOf = (cells: Cells): Prospect.Prospect => {
  const values = Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined))
  const { faults, record } = RecordReader.read<Prospect.Prospect>(Prospect.fields, values, Calendar.bogota, Prospect.faults as never)
  assert.isUndefined(faults, JSON.stringify(faults))
  return record!
}

const phones = ["3005550101", "+57 300 555 0101", "3005550102", "12", undefined] as const
const emails = ["ana@x.co", "ANA@X.CO", "luz@x.co", "nada", undefined] as const
const documents = ["1020345678", "1.020.345.678", "1020345679", "01", undefined] as const

describe("a replaced identity", () => {
  it.effect("is marked exactly where the reference finds one, over generated versions of one prospect", () =>
    inService(Effect.gen(function*() {
      const crm = yield* CrmProcedure.CrmProcedure
      const records = yield* Records.Records
      const dice = new Dice(20240305)
      const found = { replaced: 0, same: 0 }
      for (let number = 0; number < 150; number++) {
        const prospectId = `P${number}`
        const versions = Array.from({ length: dice.integer(1, 5) }, () => {
          const documentNumber = dice.pick(documents)
          return { phone: dice.pick(phones), email: dice.pick(emails), documentNumber, documentType: documentNumber === undefined ? undefined : "CC" }
        })
        for (const version of versions) {
          yield* crm.registerProspects(dealership, [prospectOf({ prospectId, createdAt: "2024-03-05T10:00:00-05:00", advisorId: "A1", branchId: "S1", brandId: "Y", ...version })], now)
        }
        const expected = isIdentityReplaced(versions)
        const [stored] = yield* records.prospectsById(dealership, [prospectId])
        assert.strictEqual(stored!.record.identityReplacedAt !== undefined, expected, JSON.stringify(versions))
        assert.strictEqual(stored!.storedVerdict.warnings.includes("identity-replaced"), expected, JSON.stringify(versions))
        found[expected ? "replaced" : "same"]++
      }
      assert.isAbove(Math.min(found.replaced, found.same), 20)
    })))
})

const columns = ["prospect_id", "created_at", "advisor_id", "branch_id", "brand_id", "full_name", "phone", "source", "interest", "consent_at"] as const
const names = ["prospectId", "createdAt", "advisorId", "branchId", "brandId", "fullName", "phone", "source", "interest", "consentAt"] as const

/** The ids that the reference samples of some prospects, each with its kind, in order. */
const sampledByReference = (rows: ReadonlyArray<Cells>, seed: string): ReadonlyArray<string> => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "oracle-"))
  try {
    const files: Readonly<Record<string, string>> = {
      employees: "employee_id,name,role,branch_id,active_from\nA1,Ana Ruiz,advisor,S1,2023-01-01\nA2,Ana Ruiz,advisor,S1,2023-01-01\n",
      branches: "branch_id,name\nS1,Centro\n",
      brands: "brand_id,name\nY,Yamaha\n",
      prospects: [columns.join(","), ...rows.map((row) => names.map((name) => row[name] ?? "").join(",")), ""].join("\n"),
      activities: "activity_id,prospect_id,advisor_id,type,status\n",
      goals: "period,advisor_id,branch_id,brand_id,prospects,activities\n"
    }
    for (const [name, content] of Object.entries(files)) fs.writeFileSync(path.join(folder, `${name}.csv`), content)
    const sample = makeReport(folder, { period, seed, asOf: "2024-04-02T10:00:00-05:00" }).files.get("sample.csv")!
    return sample.trimEnd().split("\n").slice(1).map((line) => line.split(",")).map(([id, , kind]) => `${id} ${kind}`)
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}

describe("an extended sample", () => {
  it.each([1, 2, 3, 4])("has whom the reference selects, of the records at the draw and at the extension: %i", (seedNumber) =>
    Effect.runPromise(inService(Effect.gen(function*() {
      const crm = yield* CrmProcedure.CrmProcedure
      const dice = new Dice(seedNumber)
      const seed = `secreto ${seedNumber}`
      const rows = Array.from({ length: 140 }, (_, number): Cells => ({
        prospectId: `P${number}`,
        createdAt: `2024-03-${String(dice.integer(1, 8)).padStart(2, "0")}T${dice.integer(10, 12)}:${String(dice.integer(0, 59)).padStart(2, "0")}:00-05:00`,
        advisorId: dice.pick(["A1", "A1", "A2"]),
        branchId: "S1",
        brandId: "Y",
        fullName: dice.chance(0.9) ? "Ana Gómez" : "prueba",
        phone: dice.chance(0.95) ? `30${dice.integer(0, 5)}${dice.digits(7)}` : "12",
        source: dice.chance(0.95) ? "web" : "cine",
        interest: "moto",
        consentAt: "2023-01-01"
      }))
      const early = rows.slice(0, dice.integer(20, 100))
      const idOf = ({ id, kind }: { readonly id: string; readonly kind: string }): string => `${id} ${kind}`
      yield* crm.registerProspects(dealership, early.map(prospectOf), now)
      const options = { dealership, period, now }
      const drawn = yield* crm.drawSample({ ...options, seed })
      const first = sampledByReference(early, seed)
      assert.deepStrictEqual(drawn.selected.map(idOf), first)
      yield* crm.registerProspects(dealership, rows.map(prospectOf), now)
      const { sample } = yield* crm.extendSample({ ...options, by: { role: "crm-assistant", name: "R1" }, reason: "Llegaron registros" })
      const present = sampledByReference(rows, seed)
      const only = (all: ReadonlyArray<string>) => all.map((one) => one.split(" ")[0]!)
      assert.sameMembers(sample.selected.map(({ id }) => id), [...extendSample(only(first), only(present))])
      assert.deepStrictEqual(sample.selected.slice(0, first.length).map(idOf), first)
      assert.isAbove(sample.selected.length, first.length)
    }))))
})
