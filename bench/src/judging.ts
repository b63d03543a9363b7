/** Row 1: judging prospects and activities, in memory, already decoded, with the whole default policy. */
import type { Activity } from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as JudgingContext from "@crm-procedure/core/judging/JudgingContext"
import { MonthBuilder } from "@crm-procedure/core/judging/MonthBuilder"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type { VerificationCall } from "@crm-procedure/core/records/VerificationCall"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import { Result } from "effect"
import { deepStrictEqual } from "node:assert/strict"
import * as DemonstrationFolder from "./DemonstrationFolder.ts"
import * as Measure from "./Measure.ts"
import * as judgingLoop from "./reference/judgingLoop.ts"
import * as Table from "./Table.ts"
import * as TenRules from "./TenRules.ts"

/** An empty sample: drawing is not part of judging, and the reference does not draw. Both judge what was called. */
const policy = Result.getOrThrow(Policy.make({ parameters: { sampleMinimum: 0, samplePercent: 0, riskSampleMaximum: 0 } }))

/** The month with texts of their own, as a program has them that did not just cut them out of a file. */
const own = <R extends object>(records: ReadonlyArray<R>): Array<R> => records.map((record) => {
  const copy = { ...record } as Record<string, unknown>
  for (const key of Object.keys(copy)) if (typeof copy[key] === "string") copy[key] = Buffer.from(copy[key]).toString()
  return copy as R
})

interface Decoded {
  readonly prospects: ReadonlyArray<Prospect>
  readonly activities: ReadonlyArray<Activity>
  readonly calls: ReadonlyArray<VerificationCall>
  readonly directory: Directory.Directory
}

const decodeMonth = (folder: string): Decoded => ({
  prospects: DemonstrationFolder.decode(CanonicalFile.prospects, folder),
  activities: DemonstrationFolder.decode(CanonicalFile.activities, folder),
  calls: DemonstrationFolder.decode(CanonicalFile.verificationCalls, folder),
  directory: {
    employees: DemonstrationFolder.decode(CanonicalFile.employees, folder),
    branches: DemonstrationFolder.decode(CanonicalFile.branches, folder),
    brands: DemonstrationFolder.decode(CanonicalFile.brands, folder)
  }
})

const asOf = Calendar.periodBounds(Calendar.bogota, DemonstrationFolder.PERIOD).end

const judge = ({ activities, calls, directory, prospects }: Decoded): judgingLoop.Judged => {
  const builder = new MonthBuilder(JudgingContext.make({ policy, directory, asOf }), { prospects: prospects.length, activities: activities.length })
  for (let i = 0; i < prospects.length; i++) builder.addProspect(prospects[i]!)
  for (let i = 0; i < activities.length; i++) builder.addActivity(activities[i]!)
  builder.beginCalls(calls.length)
  for (let i = 0; i < calls.length; i++) builder.addCall(calls[i]!)
  const judgedMonth = builder.judge({ period: DemonstrationFolder.PERIOD })
  const prospectVerdicts = new Uint8Array(prospects.length)
  for (let i = 0; i < prospects.length; i++) prospectVerdicts[i] = judgedMonth.prospectVerdict(i)
  const activityFailed = new Uint32Array(activities.length)
  const activityVerdicts = new Uint8Array(activities.length)
  for (let i = 0; i < activities.length; i++) {
    activityFailed[i] = judgedMonth.activityFailed(i)
    activityVerdicts[i] = judgedMonth.activityVerdict(i)
  }
  return { prospectFailed: judgedMonth.prospects.failed.array.slice(0, prospects.length), prospectVerdicts, activityFailed, activityVerdicts }
}

const monthOf = ({ activities, calls, directory, prospects }: Decoded): judgingLoop.Month => ({
  prospects,
  activities,
  calls,
  employees: directory.employees,
  branchIds: directory.branches.map(({ branchId }) => branchId),
  brandIds: directory.brands.map(({ brandId }) => brandId),
  asOf
})

const ways: Readonly<Record<string, (month: Decoded) => unknown>> = {
  "plain loop, whole policy": (month) => judgingLoop.judge(monthOf(month)),
  "crm-procedure, whole policy": judge
}

export const contest: Measure.Contest = {
  names: Object.keys(ways),
  make: (name, size) => {
    const month = decodeMonth(DemonstrationFolder.make(size))
    return {
      name,
      count: month.prospects.length + month.activities.length,
      // A text remembers its hash once a map asked for it, so each round gets new texts.
      prepare: (): Decoded => ({ ...month, prospects: own(month.prospects), activities: own(month.activities) }),
      run: ways[name]!
    }
  }
}

const checkSame = (month: Decoded): void => {
  const ours = judge(month)
  const plain = judgingLoop.judge(monthOf(month))
  deepStrictEqual(Buffer.from(ours.prospectFailed.buffer), Buffer.from(plain.prospectFailed.buffer), "prospects' failed rules")
  deepStrictEqual(ours.prospectVerdicts, plain.prospectVerdicts, "prospects' verdicts")
  deepStrictEqual(Buffer.from(ours.activityFailed.buffer), Buffer.from(plain.activityFailed.buffer), "activities' failed rules")
  deepStrictEqual(ours.activityVerdicts, plain.activityVerdicts, "activities' verdicts")
}

/** Measures row 1 on a month of so many prospects. */
export const measure = async (size: number, rounds: number): Promise<ReadonlyArray<Table.Section>> => {
  checkSame(decodeMonth(DemonstrationFolder.make(size)))
  const results = await Measure.sideBySide(new URL(import.meta.url), contest.names, size, rounds)
  return [
    {
      title: "Judging, whole default policy, in memory, decoded",
      text: `${size} prospects and ${size * 3} activities with their verification calls; from records to failed rules and verdicts of all. Before the ` +
        "clock ran, the failed rules and the verdict of every record were found equal. Goal: ≥ 0.7.",
      table: Table.rates(results)
    },
    await TenRules.measure(size, rounds)
  ]
}
