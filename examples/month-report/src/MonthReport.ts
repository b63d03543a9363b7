/** The month report: a folder of canonical CSV files in; verdicts, scorecard, sample, leads and forms out. */
import { ActivityBook } from "@crm-procedure/core/ActivityBook"
import * as Calendar from "@crm-procedure/core/Calendar"
import { ComplianceReport } from "@crm-procedure/core/ComplianceReport"
import { Evaluation } from "@crm-procedure/core/Evaluation"
import type { Bilingual } from "@crm-procedure/core/Field"
import * as GcPro05 from "@crm-procedure/core/GcPro05"
import * as Judging from "@crm-procedure/core/Judging"
import * as Policy from "@crm-procedure/core/Policy"
import * as Procedure from "@crm-procedure/core/Procedure"
import { ProspectBook } from "@crm-procedure/core/ProspectBook"
import * as Scorecard from "@crm-procedure/core/Scorecard"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import type * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CsvCell from "@crm-procedure/intake/CsvCell"
import { Result } from "effect"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Unusable } from "./Arguments.ts"
import type { Arguments } from "./Arguments.ts"
import * as Forms from "./Forms.ts"
import * as Folder from "./Folder.ts"
import type { Progress } from "./Progress.ts"
import * as VerdictFiles from "./VerdictFiles.ts"

/** Reads the policy file, if one is named; refuses a bad one with every fault. */
export const policyOf = (file: string | undefined): Policy.Policy => {
  if (file === undefined) return Policy.gcPro05
  let spec: unknown
  try {
    spec = JSON.parse(readFileSync(file, "utf8"))
  } catch (error) {
    throw new Unusable({
      es: `No se puede leer la política ${file}: ${(error as Error).message}. Se esperaba un archivo JSON.`,
      en: `Cannot read the policy ${file}: ${(error as Error).message}. Expected a JSON file.`
    })
  }
  const policy = Policy.make(spec as Policy.PolicySpec)
  if (Result.isSuccess(policy)) return policy.success
  const { faults } = policy.failure
  const list = (language: keyof Bilingual, found: string, expected: string) =>
    faults.map((fault) => `  ${fault.pointer || "/"}: ${found} ${fault.found}, ${expected} ${fault.expected[language]}`).join("\n")
  throw new Unusable({
    es: `La política ${file} tiene ${faults.length} falla(s):\n${list("es", "se encontró", "se esperaba")}`,
    en: `The policy ${file} has ${faults.length} fault(s):\n${list("en", "found", "expected")}`
  })
}

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

/** What the run says of itself at its end. */
export interface Summary {
  readonly files: Readonly<Record<string, CanonicalCsv.Summary>>
  readonly steps: Readonly<Record<string, number>>
}

/** Runs the report. Throws `Unusable` or `UnusableFile` when the input can't be used at all. */
export const run = async (args: Arguments, language: keyof Bilingual, progress: Progress): Promise<Summary> => {
  const policy = policyOf(args.policyFile)
  const zone = Policy.zoneOf(policy)
  const asOf = asOfOf(args.asOf, zone, Calendar.periodBounds(zone, args.period).end)
  Folder.check(args.folder)
  mkdirSync(args.out, { recursive: true })
  const rejections: Folder.Rejections = { out: args.out, language }
  const files: Record<string, CanonicalCsv.Summary> = {}
  const steps: Record<string, number> = {}
  const step = async <A>(name: string, work: () => A | Promise<A>): Promise<A> => {
    const began = performance.now()
    progress.step(name)
    const result = await work()
    steps[name] = Math.round(performance.now() - began)
    return result
  }
  const readSmall = <R>(kind: CanonicalFile.Kind<R>): ReadonlyArray<R> => {
    const { records, summary } = Folder.readAll(kind, args.folder, zone, rejections)
    files[kind.name] = summary
    return records
  }

  /** Without the file nobody has begun to call; its rejected rows' file is written all the same. */
  const readCalls = () => {
    if (Folder.hasCalls(args.folder)) return readSmall(CanonicalFile.verificationCalls)
    new Folder.RejectedFile(CanonicalFile.verificationCalls, rejections).close()
    return undefined
  }

  const small = await step("directory", () => ({
    directory: {
      branches: readSmall(CanonicalFile.branches),
      brands: readSmall(CanonicalFile.brands),
      employees: readSmall(CanonicalFile.employees)
    },
    goals: readSmall(CanonicalFile.goals),
    calls: readCalls()
  }))
  const judging = Judging.make({ policy, directory: small.directory, asOf })

  const prospects = await step("prospects", () => {
    const book = new ProspectBook(judging, Folder.expectedRows(join(args.folder, CanonicalFile.prospects.file)))
    files.prospects = Folder.read(CanonicalFile.prospects, args.folder, zone, rejections, (record) => book.add(record) < 0 ? -1 : 0, {
      identity: "caller",
      onBytes: progress.bytes
    })
    book.settle()
    return book
  })
  const activities = await step("activities", () => {
    const book = new ActivityBook(judging, Folder.expectedRows(join(args.folder, CanonicalFile.activities.file)))
    files.activities = Folder.read(CanonicalFile.activities, args.folder, zone, rejections, (record) => book.add(record) < 0 ? -1 : 0, {
      identity: "caller",
      onBytes: progress.bytes
    })
    book.settle()
    return book
  })
  const evaluation = await step("verdicts", () =>
    new Evaluation({ judging, period: args.period, prospects, activities, goals: small.goals, calls: small.calls, seed: args.seed }))
  const tally = await step("scorecard", () => evaluation.tally())
  const previous = evaluation.tally(Calendar.previousPeriod(args.period))
  const compliance = await step("leads", () => new ComplianceReport(evaluation))
  await step("files", () => {
    const { lineOfBrand } = judging.directory
    VerdictFiles.writeProspects(join(args.out, "prospect-verdicts.csv"), evaluation)
    VerdictFiles.writeActivities(join(args.out, "activity-verdicts.csv"), evaluation)
    writeJson(join(args.out, "scorecard.json"), Scorecard.toContract({ policy, asOf, tally, previous, lineOfBrand }))
    writeSample(join(args.out, "sample.csv"), evaluation)
    writeJson(join(args.out, "compliance.json"), compliance.toContract())
    writeLeadColors(join(args.out, "lead-colors.csv"), compliance)
  })
  await step("forms", () =>
    Forms.write(args.out, {
      procedure: Procedure.inForce(GcPro05.versions, Calendar.localDayOf(zone, evaluation.bounds.start)),
      directory: small.directory,
      evaluation,
      compliance,
      tally,
      previous: previous.cells.length === 0 ? undefined : previous,
      digest: ""
    }))
  const summary: Summary = { files, steps }
  writeJson(join(args.out, "summary.json"), summary)
  return summary
}

const writeJson = (path: string, value: unknown): void => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)

const writeSample = (path: string, evaluation: Evaluation): void => {
  const out = new VerdictFiles.BlockFile(path, "prospect_id,advisor_id,kind\n")
  for (const { advisorId, index, kind } of evaluation.sample) {
    VerdictFiles.writeId(out, evaluation.prospects.ids, index)
    out.text(`,${CsvCell.write(advisorId)},${kind}\n`)
  }
  out.close()
}

const writeLeadColors = (path: string, compliance: ComplianceReport): void => {
  const { evaluation, leads, watch } = compliance
  const out = new VerdictFiles.BlockFile(path, "prospect_id,color,days_since_last,next_due\n")
  for (let number = 0; number < leads.length; number++) {
    VerdictFiles.writeId(out, evaluation.prospects.ids, leads[number]!)
    const due = compliance.nextDueOf(number)
    const written = Number.isNaN(due) ? "" : Calendar.formatToSecond(watch.zone, due)
    out.text(`,${compliance.colorOf(number)},${compliance.daysSinceLastOf(number)},${written}\n`)
  }
  out.close()
}
