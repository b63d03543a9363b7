/**
 * The lists that a closed period freezes, one line a record: verdicts, sample, colours of leads. Each list is a CSV file. The month
 * report writes the same files, so that anyone with the report's files can recompute the digests.
 */
import * as Calendar from "../calendar/Calendar.ts"
import * as CsvText from "../identity/CsvText.ts"
import type { JudgedMonth, ReasonedVerdict } from "../judging/JudgedMonth.ts"
import * as Verdict from "../judging/Verdict.ts"
import type { Rule, Subject } from "../policy/Rule.ts"
import type { ComplianceReport } from "../results/ComplianceReport.ts"

/** The files' names, sorted. */
export const names = ["activity-verdicts.csv", "lead-colors.csv", "prospect-verdicts.csv", "sample.csv"] as const
export type Name = typeof names[number]

/** The lists whose lines are the verdicts of a kind of record. */
export const verdictLists = { prospect: "prospect-verdicts.csv", activity: "activity-verdicts.csv" } as const satisfies Readonly<Record<Subject, Name>>

/** The header line of each file, without its line end. */
const headers: Readonly<Record<Name, string>> = {
  "activity-verdicts.csv": "activity_id,verdict,reasons,warnings",
  "lead-colors.csv": "prospect_id,color,days_since_last,next_due",
  "prospect-verdicts.csv": "prospect_id,verdict,reasons,warnings",
  "sample.csv": "prospect_id,advisor_id,kind"
}

// ---------------------------------------------------------------------------------------------------------------------
// Writing
// ---------------------------------------------------------------------------------------------------------------------

// A month of the largest dealership has millions of lines. Ids stand in the month as bytes, and are copied as bytes.

const BLOCK_BYTES = 1 << 20
/** Room for two ids of 64 characters, quoted, and what else a line holds besides codes. */
const LINE_BYTES = 2048

interface Ids {
  readonly copyInto: (entry: number, into: Uint8Array, position: number) => number
  readonly text: (entry: number) => string
}

const QUOTE = 34
const COMMA = 44
const encoder = new TextEncoder()

/** The bytes of lines, gathered in one block that is used again. */
class Block {
  private readonly bytes = new Uint8Array(BLOCK_BYTES)
  private length = 0

  constructor(name: Name, more = "") {
    this.text(`${headers[name]}${more}\n`)
  }

  /** Whether a line with this many bytes of codes may not fit any more. */
  isFullFor(bytes: number): boolean {
    return this.length + LINE_BYTES + bytes > BLOCK_BYTES
  }

  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.length)
    this.length = 0
    return taken
  }

  text(text: string): void {
    this.length += encoder.encodeInto(text, this.bytes.subarray(this.length)).written
  }

  append(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  /** Writes an id as a CSV cell. An id of plain ASCII without a quote or comma stands as it is. */
  id(ids: Ids, entry: number): void {
    const { bytes, length } = this
    const end = ids.copyInto(entry, bytes, length)
    let plain = !CsvText.startsFormula(bytes[length]!)
    for (let at = length; plain && at < end; at++) {
      const byte = bytes[at]!
      plain = byte > 0x20 && byte < 0x7f && byte !== QUOTE && byte !== COMMA
    }
    if (plain) this.length = end
    else this.text(CsvText.cell(ids.text(entry)))
  }
}

/** The texts of all files of a month. `compliance` is of the same month. */
export const texts = (judgedMonth: JudgedMonth, compliance: ComplianceReport): Readonly<Record<Name, string>> => ({
  "activity-verdicts.csv": textOf(verdictBlocks("activity", judgedMonth)),
  "lead-colors.csv": textOf(leadBlocks(compliance)),
  "prospect-verdicts.csv": textOf(verdictBlocks("prospect", judgedMonth)),
  "sample.csv": textOf(sampleBlocks(judgedMonth))
})

const textOf = (blocks: Iterable<Uint8Array>): string => {
  const decoder = new TextDecoder()
  let text = ""
  for (const block of blocks) text += decoder.decode(block, { stream: true })
  return text + decoder.decode()
}

/** The records of one kind of a month, as a list of verdicts needs them. */
interface Source {
  readonly bounds: JudgedMonth["bounds"]
  readonly ids: Ids
  readonly order: Uint32Array
  readonly at: (index: number) => Calendar.Instant
  readonly reasoned: (index: number) => ReasonedVerdict
  readonly waived: (index: number) => ReadonlyArray<string>
  readonly rules: ReadonlyArray<Rule>
}

const sourceOf = (subject: Subject, judgedMonth: JudgedMonth): Source => {
  const { activities, bounds, judging: { policy }, prospects } = judgedMonth
  return subject === "prospect"
    ? {
      bounds,
      ids: prospects.ids,
      order: prospects.inTimeOrder(),
      at: (index) => prospects.createdAtOf(index),
      reasoned: (index) => judgedMonth.prospectReasoned(index),
      waived: (index) => judgedMonth.waivedOf("prospect", index),
      rules: policy.prospectRules
    }
    : {
      bounds,
      ids: activities.ids,
      order: activities.inTimeOrder(),
      at: (index) => activities.placedAtOf(index),
      reasoned: (index) => judgedMonth.activityReasoned(index),
      waived: (index) => judgedMonth.waivedOf("activity", index),
      rules: policy.activityRules
    }
}

/** The indexes of the period's records, in time order. */
function* indexesIn({ at, bounds, order }: Source): Generator<number, void> {
  for (let position = 0; position < order.length; position++) {
    const index = order[position]!
    const instant = at(index)
    if (instant >= bounds.end) return
    if (instant >= bounds.start) yield index
  }
}

/** The bytes of a list of verdicts, in blocks; with waivers a fifth column lists the waived codes. Use each block before asking for the next one: the memory is used again. */
export function* verdictBlocks(subject: Subject, judgedMonth: JudgedMonth): Generator<Uint8Array, void> {
  const { hasWaivers } = judgedMonth
  const block = new Block(verdictLists[subject], hasWaivers ? ",waived" : "")
  const source = sourceOf(subject, judgedMonth)
  const { at, bounds, ids, order, rules } = source
  // What follows the id is the same for all records with one reasoned verdict.
  const suffixes: Array<Uint8Array | undefined> = []
  for (let position = 0; position < order.length; position++) {
    const index = order[position]!
    const instant = at(index)
    if (instant < bounds.start) continue
    if (instant >= bounds.end) break
    const reasoned = source.reasoned(index)
    const suffix = suffixes[reasoned.number] ??= encoder.encode(suffixOf(reasoned, rules, hasWaivers ? "" : "\n"))
    if (block.isFullFor(suffix.length)) yield block.take()
    block.id(ids, index)
    block.append(suffix)
    if (hasWaivers) block.text(`,${source.waived(index).join("|")}\n`)
  }
  yield block.take()
}

/** What follows an id; the end of the line too, unless the waived codes follow. */
const suffixOf = ({ reasons, verdict, warnings }: ReasonedVerdict, rules: ReadonlyArray<Rule>, end: string): string => {
  const codes = (key: number) => Verdict.codesOf(key, rules).join("|")
  return `,${Verdict.verdicts[verdict]},${codes(reasons)},${codes(warnings)}${end}`
}

/** The bytes of the sample, in blocks like those of {@link verdictBlocks}. */
export function* sampleBlocks({ prospects, sample }: JudgedMonth): Generator<Uint8Array, void> {
  const block = new Block("sample.csv")
  for (const { advisorId, index, kind } of sample) {
    if (block.isFullFor(0)) yield block.take()
    block.id(prospects.ids, index)
    block.text(`,${CsvText.cell(advisorId)},${kind}\n`)
  }
  yield block.take()
}

/** The bytes of the leads' colours, in blocks like those of {@link verdictBlocks}. */
export function* leadBlocks(compliance: ComplianceReport): Generator<Uint8Array, void> {
  const { leads, watch } = compliance
  const ids = { copyInto: leads.copyIdInto, text: leads.idOf }
  const block = new Block("lead-colors.csv")
  for (let number = 0; number < leads.count; number++) {
    const due = compliance.nextDueOf(number)
    const written = Number.isNaN(due) ? "" : Calendar.formatToSecond(watch.zone, due)
    if (block.isFullFor(0)) yield block.take()
    block.id(ids, number)
    block.text(`,${compliance.colorOf(number)},${compliance.daysSinceLastOf(number)},${written}\n`)
  }
  yield block.take()
}

// ---------------------------------------------------------------------------------------------------------------------
// Verdicts as data
// ---------------------------------------------------------------------------------------------------------------------

/** What a record's line says: its verdict, and the codes of the rules that gave a reason or a warning. */
export interface RecordVerdict {
  readonly verdict: Verdict.Verdict
  readonly reasons: ReadonlyArray<string>
  readonly warnings: ReadonlyArray<string>
}

/** The verdicts of a month's records of one kind by id, in the order of the list. */
export const verdictsOf = (subject: Subject, judgedMonth: JudgedMonth): ReadonlyMap<string, RecordVerdict> => {
  const source = sourceOf(subject, judgedMonth)
  // Records with one reasoned verdict share one object: a month has millions of records and few reasoned verdicts.
  const byNumber: Array<RecordVerdict | undefined> = []
  const verdicts = new Map<string, RecordVerdict>()
  for (const index of indexesIn(source)) {
    const { number, reasons, verdict, warnings } = source.reasoned(index)
    verdicts.set(source.ids.text(index), byNumber[number] ??= {
      verdict: Verdict.verdicts[verdict]!,
      reasons: Verdict.codesOf(reasons, source.rules),
      warnings: Verdict.codesOf(warnings, source.rules)
    })
  }
  return verdicts
}

/** The verdicts that the text of a list holds, by id, in its order. Stops at the first line that is none. */
export const readVerdicts = (text: string): ReadonlyMap<string, RecordVerdict> => {
  const bySuffix = new Map<string, RecordVerdict>()
  const verdicts = new Map<string, RecordVerdict>()
  for (let from = text.indexOf("\n") + 1; from > 0 && from < text.length;) {
    const comma = endOfCell(text, from)
    const end = comma < 0 ? -1 : text.indexOf("\n", comma)
    if (end < 0) break
    const suffix = text.slice(comma + 1, end)
    let verdict = bySuffix.get(suffix)
    if (verdict === undefined) bySuffix.set(suffix, verdict = verdictOf(suffix))
    verdicts.set(idOfCell(text.slice(from, comma)), verdict)
    from = end + 1
  }
  return verdicts
}

const verdictOf = (suffix: string): RecordVerdict => {
  const [verdict, reasons, warnings] = suffix.split(",")
  const codes = (joined: string | undefined) => joined === undefined || joined === "" ? [] : joined.split("|")
  return { verdict: verdict as Verdict.Verdict, reasons: codes(reasons), warnings: codes(warnings) }
}

/** Where the first cell of the line that begins at `from` ends: at its comma, or after the closing quote of a quoted cell. */
const endOfCell = (text: string, from: number): number => {
  if (text[from] !== "\"") return text.indexOf(",", from)
  for (let at = text.indexOf("\"", from + 1); at >= 0; at = text.indexOf("\"", at + 2)) if (text[at + 1] !== "\"") return at + 1
  return -1
}

/** The id that a cell stands for. `CsvText.cell` writes it; an id that itself looks guarded loses its apostrophe here. */
const idOfCell = (cell: string): string => CsvText.withoutGuard(cell.startsWith("\"") ? cell.slice(1, -1).replaceAll("\"\"", "\"") : cell)
