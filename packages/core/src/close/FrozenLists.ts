/**
 * The lists that a closed period freezes one line a record: verdicts, sample, colours of leads. Each is the text of a CSV
 * file, the same that the month report writes, so that whoever has the report's files can recompute the digests.
 *
 * @see 6-forms, The month report; 5-controls, Period close
 */
import * as Calendar from "../calendar/Calendar.ts"
import * as CsvText from "../identity/CsvText.ts"
import type { ComplianceReport } from "../results/ComplianceReport.ts"
import type { JudgedMonth, SampledRecord } from "../judging/JudgedMonth.ts"
import type { Rule } from "../policy/Rule.ts"
import * as Verdict from "../judging/Verdict.ts"

/** The files' names, sorted. */
export const names = ["activity-verdicts.csv", "lead-colors.csv", "prospect-verdicts.csv", "sample.csv"] as const
export type Name = typeof names[number]

/** The header line of each file, without its line end. */
export const headers: Readonly<Record<Name, string>> = {
  "activity-verdicts.csv": "activity_id,verdict,reasons,warnings",
  "lead-colors.csv": "prospect_id,color,days_since_last,next_due",
  "prospect-verdicts.csv": "prospect_id,verdict,reasons,warnings",
  "sample.csv": "prospect_id,advisor_id,kind"
}

const CHUNK_CHARACTERS = 1 << 16

/** A text made of many lines, in chunks of some size. */
function* chunked(header: string, lines: Iterable<string>): Generator<string, void> {
  let chunk = `${header}\n`
  for (const line of lines) {
    chunk += line
    if (chunk.length < CHUNK_CHARACTERS) continue
    yield chunk
    chunk = ""
  }
  if (chunk !== "") yield chunk
}

/** A file's text in chunks. `compliance` is of the evaluation; only the colours of leads look at it. */
export const chunks = (name: Name, judgedMonth: JudgedMonth, compliance: ComplianceReport): Generator<string, void> => {
  switch (name) {
    case "activity-verdicts.csv":
      return chunked(headers[name], activityLines(judgedMonth))
    case "lead-colors.csv":
      return chunked(headers[name], leadLines(compliance))
    case "prospect-verdicts.csv":
      return chunked(headers[name], prospectLines(judgedMonth))
    case "sample.csv":
      return chunked(headers[name], sampleLines(judgedMonth.sample, (index) => judgedMonth.prospects.idOf(index)))
  }
}

const codes = (key: number, rules: ReadonlyArray<Rule>): string => Verdict.codesOf(key, rules).join("|")

function* prospectLines(judgedMonth: JudgedMonth): Generator<string, void> {
  const { bounds, judging, prospects } = judgedMonth
  const rules = judging.policy.prospectRules
  for (const index of prospects.inTimeOrder()) {
    const at = prospects.createdAtOf(index)
    if (at < bounds.start || at >= bounds.end) continue
    const verdict = Verdict.verdicts[judgedMonth.prospectVerdict(index)]!
    yield `${CsvText.cell(prospects.idOf(index))},${verdict},${codes(judgedMonth.prospectReasonKey(index), rules)},${codes(judgedMonth.prospectWarningKey(index), rules)}\n`
  }
}

function* activityLines(judgedMonth: JudgedMonth): Generator<string, void> {
  const { activities, bounds, judging } = judgedMonth
  const rules = judging.policy.activityRules
  for (const index of activities.inTimeOrder()) {
    const at = activities.placedAtOf(index)
    if (at < bounds.start || at >= bounds.end) continue
    const verdict = Verdict.verdicts[judgedMonth.activityVerdict(index)]!
    yield `${CsvText.cell(activities.idOf(index))},${verdict},${codes(judgedMonth.activityReasonKey(index), rules)},${codes(judgedMonth.activityWarningKey(index), rules)}\n`
  }
}

function* sampleLines(sample: ReadonlyArray<SampledRecord>, idOf: (index: number) => string): Generator<string, void> {
  for (const { advisorId, index, kind } of sample) yield `${CsvText.cell(idOf(index))},${CsvText.cell(advisorId)},${kind}\n`
}

function* leadLines(compliance: ComplianceReport): Generator<string, void> {
  const { judgedMonth, leads, watch } = compliance
  for (let number = 0; number < leads.length; number++) {
    const due = compliance.nextDueOf(number)
    const written = Number.isNaN(due) ? "" : Calendar.formatToSecond(watch.zone, due)
    yield `${CsvText.cell(judgedMonth.prospects.idOf(leads[number]!))},${compliance.colorOf(number)},${compliance.daysSinceLastOf(number)},${written}\n`
  }
}

/** One line of a file: its first cell as it was written, and what follows after the comma. */
export interface Line {
  readonly cell: string
  readonly rest: string
}

/** Where the first cell of the line that begins at `from` ends: at its comma, a quoted one after its closing quote. */
const endOfCell = (text: string, from: number): number => {
  if (text[from] !== "\"") return text.indexOf(",", from)
  for (let at = text.indexOf("\"", from + 1); at >= 0; at = text.indexOf("\"", at + 2)) if (text[at + 1] !== "\"") return at + 1
  return -1
}

/** The lines of a file's text after its header; stops at the first one that is none. */
export function* lines(text: string): Generator<Line, void> {
  for (let from = text.indexOf("\n") + 1; from > 0 && from < text.length;) {
    const comma = endOfCell(text, from)
    const end = comma < 0 ? -1 : text.indexOf("\n", comma)
    if (end < 0) return
    yield { cell: text.slice(from, comma), rest: text.slice(comma + 1, end) }
    from = end + 1
  }
}

/** The id that a cell stands for; `CsvText.cell` the other way round, for ids that don't themselves begin like a guarded one. */
export const idOfCell = (cell: string): string => {
  const bare = cell.startsWith("\"") ? cell.slice(1, -1).replaceAll("\"\"", "\"") : cell
  return CsvText.withoutGuard(bare)
}
