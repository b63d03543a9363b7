/**
 * The thread that reads and judges the activities while the main one does the prospects, and then writes what is written
 * of activities. Its memory columns are read by both.
 */
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type { MonthColumns, SettledActivities } from "@crm-procedure/core/judging/JudgedMonth"
import * as JudgingContext from "@crm-procedure/core/judging/JudgingContext"
import { MonthBuilder } from "@crm-procedure/core/judging/MonthBuilder"
import type { ActivityColumns } from "@crm-procedure/core/judging/MonthBuilder"
import type { Counts } from "@crm-procedure/core/results/Counts"
import type * as Procedure from "@crm-procedure/core/policy/Procedure"
import type { FormMonth } from "@crm-procedure/forms/MonthForms"
import type * as Letterhead from "@crm-procedure/forms/data/Letterhead"
import type * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import { parentPort, workerData } from "node:worker_threads"
import * as Activities from "./Activities.ts"
import type * as Folder from "../reading/Folder.ts"
import { policyOf } from "../reading/PolicyFile.ts"

/** What the thread is started with. */
export interface Start {
  readonly source: Folder.Source
  readonly out: string
  readonly policyFile: string | undefined
  readonly directory: Directory.Directory
  readonly asOf: Calendar.Instant
  readonly rejections: Folder.Rejections
}

/** What it is told when the prospects are judged: write the activities. */
export interface Write {
  readonly judgedMonth: MonthColumns
  readonly counts: Counts
  readonly previous: Counts | undefined
  readonly procedure: Procedure.Procedure
  readonly digest: string
  readonly letterhead: Letterhead.Changes | undefined
  readonly waivers: FormMonth["waivers"]
}

export type Answer =
  | { readonly kind: "read"; readonly columns: ActivityColumns; readonly summary: CanonicalCsv.Summary; readonly readMillis: number }
  | { readonly kind: "bytes"; readonly count: number }
  | { readonly kind: "written" }
  | { readonly kind: "unusable"; readonly error: { readonly file: string; readonly line: number; readonly column: string; readonly found: string; readonly expected: { readonly es: string; readonly en: string } } }

const port = parentPort
if (port === null) throw new Error("ActivitiesThread.ts is a worker: it is started by MonthReport.ts")
const answer = (message: Answer): void => port.postMessage(message)

const start = workerData as Start
const judging = JudgingContext.make({ policy: policyOf(start.policyFile), directory: start.directory, asOf: start.asOf })

const read = (): SettledActivities | undefined => {
  try {
    const began = performance.now()
    const { activities, summary } = Activities.read(judging, start.source, start.rejections, (count) => answer({ kind: "bytes", count }))
    answer({ kind: "read", columns: activities.columns(), summary, readMillis: Math.round(performance.now() - began) })
    return activities
  } catch (error) {
    if (!(error instanceof CanonicalFile.UnusableFile)) throw error
    const { column, expected, file, found, line } = error
    answer({ kind: "unusable", error: { file, line, column, found, expected } })
    return undefined
  }
}

const settled: SettledActivities | undefined = read()

port.once("message", (write: Write) => {
  const judgedMonth = MonthBuilder.receive(judging, settled!, write.judgedMonth)
  void Activities.write(start.out, { ...write, directory: start.directory, judgedMonth }).then(() => {
    answer({ kind: "written" })
    port.close()
  })
})
