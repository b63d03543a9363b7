/** The month report: a folder of canonical CSV files in; verdicts, scorecard, sample, leads and forms out. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CanonicalJson from "@crm-procedure/core/identity/CanonicalJson"
import * as ClosedPeriod from "@crm-procedure/core/close/ClosedPeriod"
import * as FrozenLists from "@crm-procedure/core/close/FrozenLists"
import { ComplianceReport } from "@crm-procedure/core/results/ComplianceReport"
import type { JudgedMonth, SettledActivities } from "@crm-procedure/core/judging/JudgedMonth"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as GcPro05 from "@crm-procedure/core/policy/GcPro05"
import * as JudgingContext from "@crm-procedure/core/judging/JudgingContext"
import { MonthBuilder } from "@crm-procedure/core/judging/MonthBuilder"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Procedure from "@crm-procedure/core/policy/Procedure"
import * as Scorecard from "@crm-procedure/core/results/Scorecard"
import * as Counts from "@crm-procedure/core/results/Counts"
import type * as Directory from "@crm-procedure/core/records/Directory"
import * as ControlFindings from "@crm-procedure/core/results/ControlFindings"
import * as ComplianceForm from "@crm-procedure/forms/compliance/ComplianceForm"
import * as ControlsReport from "@crm-procedure/forms/controls/ControlsReport"
import * as FollowUpSemaphore from "@crm-procedure/forms/gc-for-21/FollowUpSemaphore"
import type * as Letterhead from "@crm-procedure/forms/data/Letterhead"
import * as MonthForms from "@crm-procedure/forms/MonthForms"
import * as ProspectValidityReport from "@crm-procedure/forms/gc-for-06/ProspectValidityReport"
import type * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import type { AdfSettings } from "@crm-procedure/intake/AdfSettings"
import type * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import { rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setFlagsFromString } from "node:v8"
import { Worker } from "node:worker_threads"
import * as Activities from "./Activities.ts"
import type * as ActivitiesThread from "./ActivitiesThread.ts"
import { checkAll, Unusable } from "@crm-procedure/command-line/Unusable"
import type { Arguments } from "../commands/Arguments.ts"
import type { DatabaseMonth } from "../reading/DatabaseMonth.ts"
import * as BlockFile from "./BlockFile.ts"
import * as Folder from "../reading/Folder.ts"
import * as Forms from "./Forms.ts"
import * as MappedFolder from "../reading/MappedFolder.ts"
import { leadSettingsOf } from "../reading/LeadSettingsFile.ts"
import { letterheadOf } from "../reading/LetterheadFile.ts"
import { mappingOf } from "../reading/MappingFile.ts"
import { policyOf } from "../reading/PolicyFile.ts"
import * as SheetFiles from "../reading/SheetFiles.ts"
import type { Progress, Step } from "../commands/Progress.ts"

const asOfOf = (text: string | undefined, zone: Calendar.Zone, byDefault: Calendar.Instant): Calendar.Instant => {
  if (text === undefined) return byDefault
  const instant = Calendar.parseInstant(text, zone)
  if (instant === undefined) {
    throw new Unusable({
      es: `--as-of: se encontró ${text}, se esperaba un instante como 2024-03-15T18:00:00-05:00.`,
      en: `--as-of: found ${text}, expected an instant like 2024-03-15T18:00:00-05:00.`
    })
  }
  return instant
}

/** What a file held. `from`, with a mapping or leads only: the files that gave the records. */
export type HeldFile = CanonicalCsv.Summary & {
  readonly from?: ReadonlyArray<string>
  /** Of documents of leads: what was wrong with them and could be understood. */
  readonly leadRepairs?: ReadonlyArray<Bilingual>
}

/** What the run says of itself at its end. */
export interface Summary {
  readonly files: Readonly<Record<string, HeldFile>>
  readonly steps: Readonly<Record<string, number>>
  /** True where the telephone log has no number of a prospect. */
  readonly isLogOfOthers?: true | undefined
  /** With a database only. */
  readonly stored?: DatabaseMonth["stored"]
}

/** How a run is done, without a difference in what it gives. */
export interface Options {
  /** From this size of the activities' file on, they get a thread of their own; by default {@link THREAD_FROM_BYTES}. */
  readonly threadFromBytes?: number
}

/** The kinds that are made of what a mapping names, or of leads. */
const madeOf = (found: Folder.Found, mapping: ColumnMapping.Mapping | undefined): ReadonlySet<CanonicalFile.Name> =>
  new Set([...(mapping === undefined ? [] : MappedFolder.sourcesByKind(mapping).keys()), ...(found.leads.length === 0 ? [] : ["prospects" as const])])

/** Looks at everything that the command names before anything is read; throws `Unusable` with all that is wrong. */
const prepare = (args: Arguments) => {
  let policy = Policy.gcPro05
  let asOf = Number.NaN
  let mapping: ColumnMapping.Mapping | undefined
  let leadSettings: AdfSettings = {}
  let found: Folder.Found | undefined
  let isMappingGood = args.mappingFile === undefined
  checkAll([
    () => policy = policyOf(args.policyFile),
    () => {
      mapping = mappingOf(args.mappingFile)
      isMappingGood = true
    },
    () => letterheadOf(args.letterheadFile),
    () => leadSettings = leadSettingsOf(args.leadsFile),
    () => {
      const zone = Policy.zoneOf(policy)
      asOf = asOfOf(args.asOf, zone, Calendar.periodBounds(zone, args.period).end)
    },
    () => {
      // Which files must be there depends on what the mapping makes.
      if (!isMappingGood) return
      found = Folder.look(args.folder, mapping)
      if (mapping !== undefined) MappedFolder.check(found, args.out, mapping)
      else if (found.books.length === 0) Folder.checkComplete(args.folder, found.sources, madeOf(found, mapping))
    }
  ])
  Folder.makeOut(args.out)
  return { policy, asOf, found: found!, leadSettings: leadSettings as AdfSettings, mapping: mapping as ColumnMapping.Mapping | undefined }
}

/** Runs the report. Throws `Unusable` or `UnusableFile` when the input can't be used at all. */
export const run = async (args: Arguments, language: keyof Bilingual, progress: Progress, options: Options = {}): Promise<Summary> => {
  const { asOf, found, leadSettings, mapping, policy } = prepare(args)
  const summaryFile = join(args.out, "summary.json")
  // A folder of results with a summary is one of a run that came to its end.
  rmSync(summaryFile, { force: true })
  const sheets = await SheetFiles.make(found, mapping, madeOf(found, mapping), args.out)
  try {
    const task: Task = { args, sources: sheets.sources, policy, asOf, language, progress, options }
    const read: Read = found.leads.length === 0 ? reportOf : (task) => reportWithLeads(task, found.leads, leadSettings)
    const summary = mapping === undefined ? await read(task) : await reportMapped(task, mapping, sheets, read)
    writeSummary(summaryFile, summary)
    return summary
  } finally {
    sheets.remove()
  }
}

/** Makes the report of what a task names. */
type Read = (task: Task) => Promise<Summary>

const reportOf: Read = (task) => (task.args.database === undefined ? report : reportFromDatabase)(task)

const reportWithLeads = async (task: Task, leads: ReadonlyArray<Folder.Source>, settings: AdfSettings): Promise<Summary> => {
  const { args, language, policy, sources } = task
  // Loaded where there are leads: the readers of XML and of mails take time that no other report has to spare.
  const LeadFiles = await import("../reading/LeadFiles.ts")
  const made = await LeadFiles.make(leads, sources, settings, Policy.readingOf(policy), { out: args.out, language })
  try {
    const { files, ...rest } = await reportOf({ ...task, sources: { ...sources, prospects: made.prospects } })
    return { files: { ...files, ...made.files }, ...rest }
  } finally {
    made.remove()
  }
}

const reportMapped = async (task: Task, mapping: ColumnMapping.Mapping, sheets: SheetFiles.SheetFiles, read: Read): Promise<Summary> => {
  const { args, language, policy, progress } = task
  const began = performance.now()
  progress.step("mapping")
  const mapped = MappedFolder.make(mapping, sheets, Policy.readingOf(policy), { out: args.out, language }, progress.bytes)
  const mappingMillis = Math.round(performance.now() - began)
  try {
    const { files, steps, ...rest } = await read({ ...task, sources: mapped.sources })
    mapped.finish()
    return { files: withSources(files, mapped), steps: { mapping: mappingMillis, ...steps }, ...rest }
  } finally {
    mapped.remove()
  }
}

/** The summary of the canonical files, with what the sources made instead of the files made of them. */
const withSources = (files: Summary["files"], mapped: MappedFolder.MappedFolder): Summary["files"] => ({
  ...Object.fromEntries(Object.entries(files).map(([kind, summary]) => [kind, { ...summary, from: summary.from ?? mapped.from[kind] ?? [] }])),
  ...mapped.files
})

/** Writes the summary. How many dates could be read both ways is told on the terminal, and not kept. */
const writeSummary = (path: string, { files, ...rest }: Summary): void =>
  writeJson(path, { files: Object.fromEntries(Object.entries(files).map(([name, { bothWays: _bothWays, ...held }]) => [name, held])), ...rest })

/** What a report is made of. */
interface Task {
  readonly args: Arguments
  readonly sources: Folder.Sources
  readonly policy: Policy.Policy
  readonly asOf: Calendar.Instant
  readonly language: keyof Bilingual
  readonly progress: Progress
  readonly options: Options
}

/** The report over canonical files. */
const report = async ({ args, asOf, language, options, policy, progress, sources }: Task): Promise<Summary> => {
  const reading = Policy.readingOf(policy)
  const rejections: Folder.Rejections = { out: args.out, language }
  const files: Record<string, CanonicalCsv.Summary> = {}
  const { step, steps } = timedSteps(progress)
  const small: Array<readonly [string, Folder.Held]> = []
  const readSmall = <R>(kind: CanonicalFile.Kind<R>): ReadonlyArray<R> => {
    const source = sources[kind.name]!
    const { records, summary } = Folder.readAll(kind, source, reading, rejections)
    small.push([source.file, summary])
    files[kind.name] = counted(summary)
    return records
  }

  /** The records of an optional file; undefined where there is none. */
  const readOptional = <R>(kind: CanonicalFile.Kind<R>): ReadonlyArray<R> | undefined => {
    const source = sources[kind.name]
    if (source === undefined) return undefined
    const { records, summary } = Folder.readAll(kind, source, reading, rejections)
    files[kind.name] = counted(summary)
    return records
  }

  /** Without the file the calls have not begun. Its file of rejected rows is written in any case. */
  const readCalls = (builder: MonthBuilder): void => {
    const kind = CanonicalFile.verificationCalls
    const source = sources[kind.name]
    if (source !== undefined) builder.beginCalls(Folder.expectedRows(source.path))
    files[kind.name] = counted(source === undefined
      ? Folder.heldNothing(kind, rejections)
      : Folder.read(kind, source, reading, rejections, (call) => builder.addCall(call)))
  }

  const { builder, directory } = await step("directory", () => {
    const directory: Directory.Directory = {
      branches: readSmall(CanonicalFile.branches),
      brands: readSmall(CanonicalFile.brands),
      employees: readSmall(CanonicalFile.employees)
    }
    const phoneLog = readOptional(CanonicalFile.phoneLog)
    const waivers = readOptional(CanonicalFile.waivers)
    const builder = new MonthBuilder(JudgingContext.make({ policy, directory, asOf, phoneLog, waivers }), {
      prospects: Folder.expectedRows(sources.prospects!.path)
    })
    builder.addGoals(readSmall(CanonicalFile.goals))
    Folder.refuseWorthless(small)
    readCalls(builder)
    return { builder, directory }
  })

  const activities = startActivities({
    source: sources.activities!,
    out: args.out,
    policyFile: args.policyFile,
    directory,
    asOf,
    rejections
  }, builder.judging, progress, options.threadFromBytes ?? THREAD_FROM_BYTES)
  try {
    const judgedMonth = await judgeAndWrite({ args, source: sources.prospects!, builder, directory, rejections, activities, files, step, onBytes: progress.bytes })
    return { files, steps, ...logOf(judgedMonth) }
  } finally {
    activities.stop()
  }
}

/** What the summary says of the telephone log. */
const logOf = (judgedMonth: JudgedMonth): Pick<Summary, "isLogOfOthers"> => judgedMonth.isLogOfOthers ? { isLogOfOthers: true } : {}

/** What is told of a file that was read. */
const counted = ({ firstRejection: _first, ...summary }: Folder.Held): CanonicalCsv.Summary => summary

type RunStep = <A>(name: Step, work: () => A | Promise<A>) => Promise<A>

const timedSteps = (progress: Progress): { readonly step: RunStep; readonly steps: Readonly<Record<string, number>> } => {
  const steps: Record<string, number> = {}
  const step: RunStep = async (name, work) => {
    const began = performance.now()
    progress.step(name)
    const result = await work()
    steps[name] = Math.round(performance.now() - began)
    return result
  }
  return { step, steps }
}

/** The report over a folder of canonical files that are kept in a database, from what the database gives back. */
const reportFromDatabase: typeof report = async ({ args, asOf, language, policy, progress, sources }) => {
  const { step, steps } = timedSteps(progress)
  // Loaded where it is asked for: the driver takes time and memory that no other report has to spare.
  const DatabaseMonth = await import("../reading/DatabaseMonth.ts")
  const { files, month: { directory, judgedMonth }, stored } = await step("database", () =>
    DatabaseMonth.run({
      url: args.database!,
      dealership: args.dealership ?? "month-report",
      sources,
      period: args.period,
      policy,
      asOf,
      seed: args.seed,
      rejections: { out: args.out, language },
      onBytes: progress.bytes
    }))
  const month = monthToWrite(args, judgedMonth, directory)
  await step("prospectFiles", () => writeProspectFiles(args.out, month))
  const countsList = await step("scorecard", () => writeScorecard(args.out, month))
  const compliance = await step("leads", () => writeLeads(args.out, judgedMonth))
  await step("leadForms", () => writeLeadForms(args.out, { ...month, ...countsList, compliance }))
  await step("activityFiles", () => Activities.write(args.out, { ...month, ...countsList }))
  return { files, steps, stored, ...logOf(judgedMonth) }
}

interface Reading {
  readonly args: Arguments
  /** Of the prospects. */
  readonly source: Folder.Source
  /** Has the goals and the calls already. */
  readonly builder: MonthBuilder
  readonly directory: Directory.Directory
  readonly rejections: Folder.Rejections
  readonly activities: ActivitiesWork
  readonly files: Record<string, CanonicalCsv.Summary>
  readonly step: RunStep
  readonly onBytes: (count: number) => void
}

/** What every file is written of. */
interface MonthToWrite {
  readonly procedure: Procedure.Procedure
  readonly directory: Directory.Directory
  readonly judgedMonth: JudgedMonth
  readonly digest: string
  readonly letterhead: Letterhead.Changes
}

const monthToWrite = ({ letterheadFile, period }: Arguments, judgedMonth: JudgedMonth, directory: Directory.Directory): MonthToWrite => {
  const { policy, zone } = judgedMonth.judging
  const procedure = Procedure.inForce(GcPro05.versions, Calendar.localDayOf(zone, Calendar.periodBounds(zone, period).start))
  return { procedure, directory, judgedMonth, digest: Policy.digest(policy), letterhead: letterheadOf(letterheadFile) }
}

const countsListOf = (judgedMonth: JudgedMonth) => ({ counts: Counts.of(judgedMonth), previous: Counts.before(judgedMonth) })

const writeProspectFiles = async (out: string, month: MonthToWrite): Promise<void> => {
  BlockFile.write(join(out, FrozenLists.verdictLists.prospect), FrozenLists.verdictBlocks("prospect", month.judgedMonth))
  BlockFile.write(join(out, "sample.csv"), FrozenLists.sampleBlocks(month.judgedMonth))
  await Forms.write(out, ProspectValidityReport.formCode, MonthForms.prospectValidity({ ...month, ...countsListOf(month.judgedMonth) }), ProspectValidityReport)
}

const writeScorecard = (out: string, { judgedMonth, procedure }: MonthToWrite) => {
  const { asOf, directory: { lineOfBrand }, policy } = judgedMonth.judging
  const countsList = countsListOf(judgedMonth)
  writeJson(join(out, "scorecard.json"), Scorecard.toContract({ policy, asOf, ...countsList, lineOfBrand }))
  // Canonical, without a line end: its SHA-256 is the digest in the forms' footers.
  writeFileSync(join(out, "policy.json"), CanonicalJson.text(Policy.toJson(policy)))
  writeJson(join(out, "judgement.json"), ClosedPeriod.basisOf(judgedMonth, policy, procedure))
  return countsList
}

const writeLeads = (out: string, judgedMonth: JudgedMonth): ComplianceReport => {
  const report = ComplianceReport.of(judgedMonth)
  writeJson(join(out, "compliance.json"), report.toContract())
  BlockFile.write(join(out, "lead-colors.csv"), FrozenLists.leadBlocks(report))
  return report
}

const writeLeadForms = async (out: string, followed: MonthForms.FollowedMonth): Promise<void> => {
  await Forms.write(out, FollowUpSemaphore.formCode, MonthForms.followUpSemaphore(followed), FollowUpSemaphore)
  await Forms.write(out, "compliance", MonthForms.complianceReport(followed), ComplianceForm)
  await Forms.write(out, "controls", MonthForms.controlsReport(followed), ControlsReport)
}

/** Reads and judges prospects and activities, writes everything but the summary, and answers what was judged. */
const judgeAndWrite = async ({ activities, args, builder, directory, files, onBytes, rejections, source, step }: Reading): Promise<JudgedMonth> => {
  const reading = Policy.readingOf(builder.judging.policy)
  const judgedMonth = await step("prospects", () => {
    files.prospects = counted(Folder.read(CanonicalFile.prospects, source, reading, rejections, (record) => builder.addProspect(record) ? 0 : -1, {
      identity: "caller",
      onBytes
    }))
    return builder.judgeProspects({ period: args.period, seed: args.seed })
  })
  const month = monthToWrite(args, judgedMonth, directory)
  await step("prospectFiles", () => writeProspectFiles(args.out, month))
  await step("activities", async () => {
    const read = await activities.read
    files.activities = counted(read.summary)
    judgedMonth.judgeActivities(read.activities)
    // No id is looked up from here on.
    judgedMonth.prospects.ids.closeIndex()
  })
  // What forms are written of is garbage at once: collected eagerly, it takes 60 MB less. Reading would be slower for it.
  setFlagsFromString("--optimize-for-size")
  const countsList = await step("scorecard", () => writeScorecard(args.out, month))
  const written = activities.write({ ...month, ...countsList, waivers: { activity: ControlFindings.waiversOf(judgedMonth, "activity") } })
  // It is awaited below. Until then a failure (a full disk) must not count as unhandled.
  written.catch(() => {})
  const compliance = await step("leads", () => writeLeads(args.out, judgedMonth))
  await step("leadForms", () => writeLeadForms(args.out, { ...month, ...countsList, compliance }))
  await step("activityFiles", () => written)
  return judgedMonth
}

/** From this size on, the activities get a thread of their own: below it, starting one costs more than it gains. */
const THREAD_FROM_BYTES = 8_000_000

interface ActivitiesWork {
  readonly read: Promise<{ readonly activities: SettledActivities; readonly summary: CanonicalCsv.Summary }>
  readonly write: (month: MonthForms.FormMonth) => Promise<void>
  /** Ends the thread, whatever it is doing. */
  readonly stop: () => void
}

/** Starts reading the activities, in a thread of their own when they are many. */
const startActivities = (start: ActivitiesThread.Start, judging: JudgingContext.JudgingContext, progress: Progress, threadFromBytes: number): ActivitiesWork => {
  if (statSync(start.source.path).size < threadFromBytes) {
    return {
      get read() {
        return Promise.resolve().then(() => Activities.read(judging, start.source, start.rejections, progress.bytes))
      },
      write: (month) => Activities.write(start.out, month),
      stop: () => {}
    }
  }
  const thread = new Worker(new URL(import.meta.url.endsWith(".ts") ? "./ActivitiesThread.ts" : "./ActivitiesThread.js", import.meta.url), { workerData: start })
  const read = Promise.withResolvers<{ readonly activities: SettledActivities; readonly summary: CanonicalCsv.Summary }>()
  const written = Promise.withResolvers<void>()
  // The failure is seen where the promise is awaited. Until then it must not count as unhandled.
  read.promise.catch(() => {})
  written.promise.catch(() => {})
  const fail = (error: unknown): void => {
    read.reject(error)
    written.reject(error)
  }
  thread.on("error", fail)
  thread.on("message", (answer: ActivitiesThread.Answer) => {
    switch (answer.kind) {
      case "bytes":
        return progress.bytes(answer.count)
      case "read":
        return read.resolve({ activities: MonthBuilder.receiveActivities(judging, answer.columns), summary: answer.summary })
      case "unusable":
        return fail(new CanonicalFile.UnusableFile(answer.error))
      case "written":
        return written.resolve()
    }
  })
  return {
    read: read.promise,
    write: ({ counts, digest, judgedMonth, letterhead, previous, procedure, waivers }) => {
      const message: ActivitiesThread.Write = {
        judgedMonth: judgedMonth.columns(),
        counts,
        previous,
        procedure,
        digest,
        letterhead,
        waivers
      }
      thread.postMessage(message)
      return written.promise
    },
    stop: () => void thread.terminate()
  }
}

const writeJson = (path: string, value: unknown): void => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)
