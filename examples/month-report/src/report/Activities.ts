/** What the report does with activities: reads and settles them, and writes their verdicts and their form. */
import * as FrozenLists from "@crm-procedure/core/close/FrozenLists"
import type { SettledActivities } from "@crm-procedure/core/judging/JudgedMonth"
import type { JudgingContext } from "@crm-procedure/core/judging/JudgingContext"
import * as Policy from "@crm-procedure/core/policy/Policy"
import { MonthBuilder } from "@crm-procedure/core/judging/MonthBuilder"
import * as ActivityValidityReport from "@crm-procedure/forms/gc-for-05/ActivityValidityReport"
import * as MonthForms from "@crm-procedure/forms/MonthForms"
import type * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import { join } from "node:path"
import * as BlockFile from "./BlockFile.ts"
import * as Folder from "../reading/Folder.ts"
import * as Forms from "./Forms.ts"

export const read = (
  judging: JudgingContext,
  source: Folder.Source,
  rejections: Folder.Rejections,
  onBytes: (count: number) => void
): { readonly activities: SettledActivities; readonly summary: CanonicalCsv.Summary } => {
  const kind = CanonicalFile.activities
  const builder = new MonthBuilder(judging, { activities: Folder.expectedRows(source.path) })
  const summary = Folder.read(kind, source, Policy.readingOf(judging.policy), rejections, (record) => builder.addActivity(record) ? 0 : -1, {
    identity: "caller",
    onBytes
  })
  return { activities: builder.settleActivities(), summary }
}

export const write = async (out: string, month: MonthForms.FormMonth): Promise<void> => {
  BlockFile.write(join(out, FrozenLists.verdictLists.activity), FrozenLists.verdictBlocks("activity", month.judgedMonth))
  await Forms.write(out, ActivityValidityReport.formCode, MonthForms.activityValidity(month), ActivityValidityReport)
}
