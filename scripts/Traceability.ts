/**
 * docs/traceability.md: from each item of the document to the rules and modules that serve it, and to the tests that verify it.
 * A test says in its title what it verifies, `[verifies: prospect/duplicate]` or `[verifies: GC-PRO-05/indicator/follow-up]`.
 */
import * as GcPro05 from "@crm-procedure/core/policy/GcPro05"
import * as Parameter from "@crm-procedure/core/policy/Parameter"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Procedure from "@crm-procedure/core/policy/Procedure"
import type { Rule } from "@crm-procedure/core/policy/Rule"
import { existsSync, globSync, readFileSync } from "node:fs"
import { code, generatedNotice, lines, table } from "./MarkdownTable.ts"
import { root } from "./Workspace.ts"

/** A tag in a test's title. */
export interface Verification {
  /** `prospect/duplicate`, a clause's id, or the procedure's code for the document as a whole. */
  readonly target: string
  /** The title without its tags. */
  readonly title: string
  /** From the repository's root. */
  readonly file: string
}

/** The tags that were found, and the problems with them. */
export interface Scan {
  readonly verifications: ReadonlyArray<Verification>
  readonly problems: ReadonlyArray<string>
}

const STRING = /"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g
const TAG = /\[verifies: ([A-Za-z0-9/-]+)\]/g
/** The text before a title: the bracket of a test, or of a row in a table of tests. */
const BEFORE_TITLE = /(?:\b(?:it|test)(?:\.\w+)*\(|\[)\s*$/

/** Reads the tags of one test file, line by line. */
export const scan = (file: string, text: string): Scan => {
  const verifications: Array<Verification> = []
  const problems: Array<string> = []
  text.split("\n").forEach((line, index) => {
    if (!line.includes("[verifies:") || /^\s*(\*|\/\/|\/\*)/.test(line)) return
    for (const { 0: literal, index: at } of line.matchAll(STRING)) {
      const written = literal.slice(1, -1)
      const marks = written.split("[verifies:").length - 1
      if (marks === 0) continue
      const where = `${file}:${index + 1}`
      const targets = [...written.matchAll(TAG)].map((match) => match[1]!)
      if (targets.length !== marks) problems.push(`${where}: a tag can't be read in ${literal}; write it like [verifies: prospect/duplicate].`)
      if (!BEFORE_TITLE.test(line.slice(0, at))) problems.push(`${where}: the tag in ${literal} is in no test's title; write it in the title of an \`it\`.`)
      const title = written.replaceAll(TAG, "").replaceAll(/\s+/g, " ").trim()
      for (const target of targets) verifications.push({ target, title, file })
    }
  })
  return { verifications, problems }
}

/** Reads the tags of every test of the packages and examples. */
const scanAll = (): Scan => {
  const files = globSync(["packages/*/test/**/*.test.ts", "examples/*/test/**/*.test.ts"], { cwd: root, exclude: ["**/node_modules/**"] })
  const scans = files.map((file) => file.replaceAll("\\", "/")).sort().map((file) => scan(file, readFileSync(root + file, "utf8")))
  return { verifications: scans.flatMap((one) => one.verifications), problems: scans.flatMap((one) => one.problems) }
}

const procedure = GcPro05.versions.at(-1)!
const clauses = Procedure.clauses(procedure)
const rules: ReadonlyArray<Rule> = [...Policy.gcPro05.prospectRules, ...Policy.gcPro05.activityRules]
const targetOf = (rule: Rule): string => `${rule.subject}/${rule.code}`

/** The clauses that need a test of their own. The test of the whole document's print verifies the others. */
const isProvenByItself = (id: string): boolean => /\/(risks?|controls?|indicators?|annex(es)?)(\/|$)/.test(id)

/** Tags that name nothing, and rules and clauses without a tag. */
export const problemsOf = (verifications: ReadonlyArray<Verification>): ReadonlyArray<string> => {
  const known = new Set([procedure.code, ...clauses.map(({ id }) => id), ...rules.map(targetOf)])
  const verified = new Set(verifications.map(({ target }) => target))
  const needed = [procedure.code, ...rules.map(targetOf), ...clauses.map(({ id }) => id).filter(isProvenByItself)]
  return [
    ...verifications.filter(({ target }) => !known.has(target))
      .map(({ file, target, title }) => `${file}: "${title}" verifies ${target}, which is neither a rule nor a clause.`),
    ...needed.filter((target) => !verified.has(target))
      .map((target) => `No test verifies ${target}: write [verifies: ${target}] into the title of the test that proves it.`)
  ]
}

/** The modules that serve a clause. Its rules follow from the policy. */
const modulesByClause: Readonly<Record<string, ReadonlyArray<string>>> = {
  "risks": ["core/policy/Procedure"],
  "risk/fake-customers": ["core/judging/ProspectRules", "core/judging/columns/ProspectBook", "core/judging/ActivityRules", "core/judging/columns/ActivityBook"],
  "control/verification-call": ["core/judging/Verification", "core/service/VerificationQueue", "core/service/VerificationAttempt", "core/results/VerificationResult", "core/judging/JudgedMonth"],
  "risk/leads-not-followed-up": ["core/judging/ActivityRules", "core/results/Lead"],
  "control/compliance-report": ["core/results/Lead", "core/results/ComplianceReport", "core/service/Escalation", "core/calendar/BusinessHours", "forms/compliance/ComplianceForm", "forms/compliance/ComplianceData"],
  "indicators": ["core/results/Indicator", "core/results/Counts", "core/results/Scorecard"],
  "indicator/prospecting": ["core/records/Goal", "core/results/Indicator", "core/results/Semaphore", "core/results/Scorecard"],
  "indicator/follow-up": ["core/records/Goal", "core/results/Indicator", "core/results/Semaphore", "core/results/Scorecard"],
  "annexes": ["forms/MonthForms"],
  "annex/GC-FOR-05": ["forms/gc-for-05/ActivityValidityReport", "forms/gc-for-05/ActivityValidityData"],
  "annex/GC-FOR-06": ["forms/gc-for-06/ProspectValidityReport", "forms/gc-for-06/ProspectValidityData"],
  "annex/GC-FOR-21": ["forms/gc-for-21/FollowUpSemaphore", "forms/gc-for-21/FollowUpSemaphoreData", "core/results/Lead", "core/results/Semaphore"],
  "scope": ["core/records/Directory"],
  "requirements": ["core/service/PersonalData", "core/policy/Policy"],
  "requirement/sales-methods": ["core/policy/Policy"],
  "requirement/brand-platforms": ["core/policy/Policy", "intake/ColumnMapping"],
  "responsible": ["core/records/Directory"],
  "participants": ["core/records/Directory"],
  "version": ["core/policy/Procedure"],
  "effective-from": ["core/policy/Procedure"]
}

/** Rules that need more than their record and the directory. */
const modulesByRule: Readonly<Record<string, ReadonlyArray<string>>> = {
  "prospect/duplicate": ["core/judging/columns/ProspectBook"],
  "prospect/registration-burst": ["core/judging/columns/ProspectBook"],
  "prospect/verification-failed": ["core/judging/Verification", "core/judging/JudgedMonth"],
  "prospect/verification-unreachable": ["core/judging/Verification", "core/judging/JudgedMonth"],
  "prospect/verification-pending": ["core/judging/Verification", "core/judging/JudgedMonth"],
  "activity/prospect-invalid": ["core/judging/ActivityRules", "core/judging/JudgedMonth"],
  "activity/note-repeated": ["core/judging/columns/ActivityBook"],
  "activity/duplicate-contact": ["core/judging/columns/ActivityBook"],
  "activity/contact-too-frequent": ["core/judging/columns/ActivityBook"],
  "activity/attention-denied": ["core/judging/Verification", "core/judging/JudgedMonth"],
  "activity/verification-pending": ["core/judging/Verification", "core/judging/JudgedMonth"],
  "prospect/identity-replaced": ["core/judging/ProspectRules", "core/register/IdentityChange"],
  "activity/activity-burst": ["core/judging/columns/ActivityBook"],
  "activity/call-not-in-log": ["core/judging/PhoneLog", "core/judging/JudgedMonth"]
}

const pathOf = (module: string): string => `packages/${module.replace("/", "/src/")}.ts`

const modulesWritten = (modules: ReadonlyArray<string>): string =>
  lines(modules.map((module) => `[${module}](../${pathOf(module)})`))

const modulesOfRule = (rule: Rule): ReadonlyArray<string> =>
  modulesByRule[targetOf(rule)] ?? [rule.subject === "prospect" ? "core/judging/ProspectRules" : "core/judging/ActivityRules"]

/** Names in this file that no longer exist. */
const staleNames = (): ReadonlyArray<string> => [
  ...Object.keys(modulesByClause).filter((path) => !clauses.some(({ id }) => id === `${procedure.code}/${path}`)).map((path) => `scripts/Traceability.ts names the clause ${path}, which is gone.`),
  ...Object.keys(modulesByRule).filter((target) => !rules.some((rule) => targetOf(rule) === target)).map((target) => `scripts/Traceability.ts names the rule ${target}, which is gone.`),
  ...[...Object.values(modulesByClause), ...Object.values(modulesByRule)].flat().filter((module) => !existsSync(root + pathOf(module)))
    .map((module) => `scripts/Traceability.ts names the module ${module}, which is gone.`)
]

const testsWritten = (verifications: ReadonlyArray<Verification>): string => {
  const files = Map.groupBy(verifications, ({ file }) => file)
  return lines([...files].flatMap(([file, found]) => [
    `[${file.split("/").at(-1)!.replace(".test.ts", "")}](../${file}):`,
    ...found.map(({ title }) => `· ${title}`)
  ]))
}

/** The rules that verify a clause, and the parameters that it leaves open. */
const servedBy = (id: string): string => {
  const codes = rules.filter(({ verifies }) => verifies === id).map((rule) => code(targetOf(rule)))
  const risk = procedure.risks.find((one) => one.id === id)
  const control = risk === undefined ? [] : [`control: ${code(risk.control.id)}`]
  const parameters = Parameter.names.filter((name) => Parameter.parameters[name].provenance.reference === id).map(code)
  return lines([...control, ...codes, ...(parameters.length === 0 ? [] : [`parameters: ${parameters.join(", ")}`])])
}

const clauseTable = (chosen: ReadonlyArray<Procedure.Clause>, verifications: ReadonlyArray<Verification>): string =>
  table(
    ["clause", "the document's words", "rules, control, parameters", "modules", "tests"],
    chosen.map(({ id, text }) => [
      code(id),
      text.es,
      servedBy(id),
      modulesWritten(modulesByClause[id.slice(procedure.code.length + 1)] ?? ["core/policy/GcPro05", "core/policy/ProcedureDocument"]),
      testsWritten(verifications.filter(({ target }) => target === id)) || "the print of the whole document"
    ])
  )

const ruleTable = (subject: Rule["subject"], verifications: ReadonlyArray<Verification>): string =>
  table(
    ["rule", "title", "serves", "clause", "judged in", "tests"],
    rules.filter((rule) => rule.subject === subject).map((rule) => [
      code(targetOf(rule)),
      rule.title.es,
      rule.serves,
      code(rule.verifies),
      modulesWritten(modulesOfRule(rule)),
      testsWritten(verifications.filter(({ target }) => target === targetOf(rule)))
    ])
  )

/** Every problem with the tags of this repository and with the modules named in this file. */
export const problems = (): ReadonlyArray<string> => {
  const found = scanAll()
  return [...found.problems, ...problemsOf(found.verifications), ...staleNames()]
}

/** The whole document. */
export const generate = (): string => {
  const { verifications } = scanAll()
  return `${generatedNotice("core's `GcPro05`, `Policy` and the tags in test titles")}

# Traceability of ${procedure.code} version ${procedure.version}

Document item → risk, indicator, annex → control or rules → modules → the tests that verify it. A test names what it verifies at the end of its
title: \`[verifies: prospect/duplicate]\` for a rule, \`[verifies: ${procedure.code}/control/verification-call]\` for a clause. \`npx pnpm@12 run docs\`, and with
it CI, fails when a tag names nothing that exists, and when a rule, a risk, a control, an indicator or an annex has no test. A test of the print of the whole document
([procedure.md](procedure.md)) compares it with the source phrase by phrase and so verifies the other clauses.

${verifications.length} tags; ${rules.length} rules; ${clauses.length} clauses; ${clauses.filter(({ id }) => isProvenByItself(id)).length} of them need a test of their own. Where rules come from: [policy.md](policy.md).

The whole document: ${testsWritten(verifications.filter(({ target }) => target === procedure.code)).replaceAll("<br>", " ")}.

## Risks, controls, indicators and annexes

${clauseTable(clauses.filter(({ id }) => isProvenByItself(id)), verifications)}

## Rules about prospects

${ruleTable("prospect", verifications)}

## Rules about activities

${ruleTable("activity", verifications)}

## The rest of the document

${clauseTable(clauses.filter(({ id }) => !isProvenByItself(id)), verifications)}
`
}
