/** What the forms' details say in parts, for workbooks, is what their lines say, for everything else. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { ComplianceReport } from "@crm-procedure/core/results/ComplianceReport"
import * as GcPro05 from "@crm-procedure/core/policy/GcPro05"
import * as JudgingContext from "@crm-procedure/core/judging/JudgingContext"
import { MonthBuilder } from "@crm-procedure/core/judging/MonthBuilder"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Procedure from "@crm-procedure/core/policy/Procedure"
import * as Counts from "@crm-procedure/core/results/Counts"
import type * as FormData from "@crm-procedure/forms/data/FormData"
import * as MonthForms from "@crm-procedure/forms/MonthForms"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as DemonstrationMonth from "@crm-procedure/testing/DemonstrationMonth"
import { assert, describe, it } from "@effect/vitest"

const period = "2024-03"
const policy = Policy.gcPro05
const zone = Policy.zoneOf(policy)

const texts = new Map([...DemonstrationMonth.files({ seed: 3, period, prospects: 900, activities: 2600 })].map(({ chunks, name }) => [name as string, [...chunks].join("")]))

const read = <R>(kind: CanonicalFile.Kind<R>, onRecord: (record: R) => void): void => {
  const reader = CanonicalCsv.reader(kind, zone, { onRecord: (record) => onRecord(record), onRejected: () => {} })
  reader.push(Buffer.from(texts.get(kind.file)!))
  reader.end()
}

const all = <R>(kind: CanonicalFile.Kind<R>): ReadonlyArray<R> => {
  const records: Array<R> = []
  read(kind, (record) => records.push(record))
  return records
}

const month = (): MonthForms.FollowedMonth => {
  const directory = { employees: all(CanonicalFile.employees), branches: all(CanonicalFile.branches), brands: all(CanonicalFile.brands) }
  const judging = JudgingContext.make({ policy, directory, asOf: Calendar.periodBounds(zone, period).end })
  const builder = new MonthBuilder(judging)
  read(CanonicalFile.prospects, (record) => builder.addProspect(record))
  read(CanonicalFile.activities, (record) => builder.addActivity(record))
  read(CanonicalFile.verificationCalls, (record) => builder.addCall(record))
  builder.addGoals(all(CanonicalFile.goals))
  const judgedMonth = builder.judge({ period })
  return {
    procedure: Procedure.inForce(GcPro05.versions, Calendar.localDayOf(zone, judging.asOf)),
    directory,
    judgedMonth,
    counts: Counts.of(judgedMonth),
    previous: undefined,
    digest: "",
    compliance: ComplianceReport.of(judgedMonth)
  }
}

/** Every id and number is its field's, and lines with one number of a group are alike in its fields. */
const check = <Line extends object>({ count, line, parts }: FormData.Detail<Line>): void => {
  assert.isAbove(count, 100)
  assert.isDefined(parts)
  const seen = parts!.groups.map(() => new Map<number, string>())
  const bytes = new Uint8Array(300)
  for (let index = 0; index < count; index++) {
    const own = {} as Line
    line(index, own)
    for (const [field, copy] of Object.entries(parts!.ids) as Array<[keyof Line, (index: number, into: Uint8Array, position: number) => number]>) {
      assert.strictEqual<unknown>(new TextDecoder().decode(bytes.subarray(7, copy(index, bytes, 7))), own[field])
    }
    for (const [field, numberOf] of Object.entries(parts!.numbers) as Array<[keyof Line, (index: number) => number]>) {
      assert.isTrue(Object.is(numberOf(index), own[field]))
    }
    parts!.groups.forEach(({ fields, numberOf }, place) => {
      const name = JSON.stringify(fields.map((field) => own[field]))
      const number = numberOf(index)
      assert.strictEqual(seen[place]!.get(number) ?? name, name)
      seen[place]!.set(number, name)
    })
  }
  for (const names of seen) assert.isAbove(names.size, 1)
}

describe("a month's details in parts", () => {
  const demonstration = month()

  it("say of prospects what their lines say", () => check(MonthForms.prospectValidity(demonstration).detail))
  it("say of activities what their lines say", () => check(MonthForms.activityValidity(demonstration).detail))
  it("say of leads what their lines say", () => check(MonthForms.followUpSemaphore(demonstration).detail))
})
