/** What the report does with activities: reads and settles them, and writes their verdicts and their form. */
import { ActivityBook } from "@crm-procedure/core/judging/columns/ActivityBook"
import type { JudgingContext } from "@crm-procedure/core/judging/JudgingContext"
import * as ActivityValidityReport from "@crm-procedure/forms/ActivityValidityReport"
import * as MonthForms from "@crm-procedure/forms/MonthForms"
import type * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import { join } from "node:path"
import * as Folder from "./Folder.ts"
import * as Forms from "./Forms.ts"
import * as VerdictFiles from "./VerdictFiles.ts"

export const read = (
  judging: JudgingContext,
  folder: string,
  rejections: Folder.Rejections,
  onBytes: (count: number) => void
): { readonly book: ActivityBook; readonly summary: CanonicalCsv.Summary } => {
  const kind = CanonicalFile.activities
  const book = new ActivityBook(judging, Folder.expectedRows(join(folder, kind.file)))
  const summary = Folder.read(kind, folder, judging.zone, rejections, (record) => book.add(record) < 0 ? -1 : 0, {
    identity: "caller",
    onBytes
  })
  book.settle()
  return { book, summary }
}

export const write = async (out: string, month: MonthForms.FormMonth): Promise<void> => {
  VerdictFiles.writeActivities(join(out, "activity-verdicts.csv"), month.judgedMonth)
  await Forms.write(out, ActivityValidityReport.formCode, MonthForms.activityValidity(month), ActivityValidityReport)
}
