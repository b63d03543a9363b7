/** `prospect-verdicts.csv` and `activity-verdicts.csv`: one line a record of the period, in the order of time. */
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { JudgedMonth, Outcome } from "@crm-procedure/core/judging/JudgedMonth"
import type { Rule } from "@crm-procedure/core/policy/Rule"
import * as Verdict from "@crm-procedure/core/judging/Verdict"
import * as CsvText from "@crm-procedure/core/identity/CsvText"
import { closeSync, openSync, writeSync } from "node:fs"

const BLOCK_BYTES = 1 << 20
const LONGEST_LINE_BYTES = 8192

/** A file written in blocks of bytes. */
export class BlockFile {
  private readonly file: number
  readonly block = Buffer.allocUnsafeSlow(BLOCK_BYTES)
  length = 0

  constructor(path: string, header: string) {
    this.file = openSync(path, "w")
    this.length = this.block.write(header)
  }

  /** Makes sure that a line fits. */
  reserve(): void {
    if (this.length > BLOCK_BYTES - LONGEST_LINE_BYTES) this.flush()
  }

  text(text: string): void {
    this.reserve()
    this.length += this.block.write(text, this.length)
  }

  close(): void {
    this.flush()
    closeSync(this.file)
  }

  private flush(): void {
    // A disk that fills up takes a part, and says so at the next attempt only.
    for (let written = 0; written < this.length;) written += writeSync(this.file, this.block, written, this.length - written)
    this.length = 0
  }
}

interface Ids {
  readonly copyInto: (entry: number, into: Uint8Array, position: number) => number
  readonly text: (entry: number) => string
}

const QUOTE = 34
const COMMA = 44

/** Writes an id as a cell: as it stands where nothing in it needs care. */
export const writeId = (out: BlockFile, ids: Ids, entry: number): void => {
  out.reserve()
  const { block } = out
  const end = ids.copyInto(entry, block, out.length)
  let plain = !CsvText.startsFormula(block[out.length]!)
  for (let at = out.length; plain && at < end; at++) {
    const byte = block[at]!
    plain = byte > 0x20 && byte < 0x7f && byte !== QUOTE && byte !== COMMA
  }
  if (plain) out.length = end
  else out.text(CsvText.cell(ids.text(entry)))
}

/** What follows the id on a line: verdict, reasons, warnings; made once for each outcome. */
class Suffixes {
  private readonly rules: ReadonlyArray<Rule>
  private readonly byOutcome: Array<Buffer | undefined> = []

  constructor(rules: ReadonlyArray<Rule>) {
    this.rules = rules
  }

  of({ number, reasons, verdict, warnings }: Outcome): Buffer {
    const codes = (rules: number) => Verdict.codesOf(rules, this.rules).join("|")
    return this.byOutcome[number] ??= Buffer.from(`,${Verdict.verdicts[verdict]},${codes(reasons)},${codes(warnings)}\n`)
  }
}

interface Source {
  readonly ids: Ids
  readonly order: Uint32Array
  readonly at: (index: number) => Calendar.Instant
  readonly outcome: (index: number) => Outcome
}

const write = (path: string, header: string, suffixes: Suffixes, bounds: JudgedMonth["bounds"], source: Source): void => {
  const out = new BlockFile(path, header)
  for (let position = 0; position < source.order.length; position++) {
    const index = source.order[position]!
    const at = source.at(index)
    if (at < bounds.start) continue
    if (at >= bounds.end) break
    writeId(out, source.ids, index)
    const suffix = suffixes.of(source.outcome(index))
    out.reserve()
    out.block.set(suffix, out.length)
    out.length += suffix.length
  }
  out.close()
}

export const writeProspects = (path: string, judgedMonth: JudgedMonth): void => {
  const { judging, prospects } = judgedMonth
  write(path, "prospect_id,verdict,reasons,warnings\n", new Suffixes(judging.policy.prospectRules), judgedMonth.bounds, {
    ids: prospects.ids,
    order: prospects.inTimeOrder(),
    at: (index) => prospects.createdAtOf(index),
    outcome: (index) => judgedMonth.prospectOutcome(index)
  })
}

export const writeActivities = (path: string, judgedMonth: JudgedMonth): void => {
  const { activities, judging } = judgedMonth
  write(path, "activity_id,verdict,reasons,warnings\n", new Suffixes(judging.policy.activityRules), judgedMonth.bounds, {
    ids: activities.ids,
    order: activities.inTimeOrder(),
    at: (index) => activities.placedAtOf(index),
    outcome: (index) => judgedMonth.activityOutcome(index)
  })
}
