/** What an import has done so far: counts by kind, faults of rejected rows, and what is known of the file. */
import type * as Access from "@crm-procedure/core/records/Access"
import type { Changed } from "@crm-procedure/core/service/IntakeStore"
import type { Put } from "@crm-procedure/core/register/Records"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import type { StoredRows } from "../Problem.ts"
import type { ImportReport, KindReport, ReplacedRow } from "./ImportEndpoints.ts"
import type { MixedBatch } from "./Intake.ts"

/** A row that was read and is not stored: its place and what was expected. */
export interface Refused {
  readonly line: number
  readonly column: string
  readonly found: string
  readonly expected: Bilingual
}

/** What storing some rows of a kind did. */
export interface Taken {
  readonly puts: ReadonlyArray<Put>
  /** One or several faults of each refused row. */
  readonly refused: ReadonlyArray<Refused>
  /** How many rows were refused; by default one for each fault. */
  readonly refusedRows?: number
  /** The ids of added records, and how each changed one stood before. */
  readonly added: ReadonlyArray<string>
  readonly changed: ReadonlyArray<Changed>
  /** What the file replaces. */
  readonly removed?: ReadonlyArray<ReplacedRow>
  /** What is said of rows that were stored. */
  readonly notices?: ImportReport["notices"]
}

/** The kind that an import is asked for. */
export type Target = Access.ImportKind | "any"

type Counts = { -readonly [K in keyof Omit<KindReport, "kind">]: number }

const noCounts = (): Counts => ({ rows: 0, read: 0, rejected: 0, added: 0, changed: 0, unchanged: 0 })

/** What was counted, and the faults up to the limit. */
export class ImportProgress {
  private readonly counts = new Map<Access.ImportKind, Counts>()
  private readonly target: Target
  private readonly maximumRows: number
  private readonly repairs: Array<ImportReport["repairs"][number]> = []
  private readonly notices: Array<ImportReport["notices"][number]> = []
  private readonly rejectedRows: Array<Refused> = []
  private readonly removed: Array<ReplacedRow> = []
  private rejectedRowsOmitted = 0
  /** Rejected rows that made no record of any kind. */
  private rejectedOfNone = 0
  private unknownColumns: ReadonlyArray<string> = []
  private encoding: string | undefined
  private skipped = 0
  private dayFirst = 0

  constructor(target: Target, maximumRows: number) {
    this.target = target
    this.maximumRows = maximumRows
    if (target !== "any") this.of(target)
  }

  noteRead({ rejections, repairs = [], whole }: Pick<MixedBatch, "rejections" | "repairs" | "whole">): void {
    for (const { faults, kind, line } of rejections) {
      if (kind === undefined) this.rejectedOfNone++
      else this.of(kind).rejected++
      for (const { column, expected, found } of faults) this.noteFault({ line, column, found, expected })
    }
    for (const repair of repairs) if (this.repairs.length < this.maximumRows) this.repairs.push(repair)
    if (whole === undefined) return
    this.unknownColumns = [...new Set([...this.unknownColumns, ...whole.unknownColumns])]
    this.encoding = whole.encoding ?? this.encoding
    this.skipped += whole.skipped ?? 0
    this.dayFirst += whole.dayFirst ?? 0
  }

  noteTaken(kind: Access.ImportKind, { notices = [], puts, refused, refusedRows = refused.length, removed = [] }: Taken): void {
    const counts = this.of(kind)
    for (const put of puts) counts[put]++
    counts.read += puts.length
    counts.rejected += refusedRows
    for (const one of refused) this.noteFault(one)
    this.removed.push(...removed)
    this.notices.push(...notices.slice(0, this.maximumRows - this.notices.length))
  }

  private of(kind: Access.ImportKind): Counts {
    let counts = this.counts.get(kind)
    if (counts === undefined) this.counts.set(kind, counts = noCounts())
    return counts
  }

  private noteFault(fault: Refused): void {
    if (this.rejectedRows.length < this.maximumRows) this.rejectedRows.push(fault)
    else this.rejectedRowsOmitted++
  }

  private get total(): Counts {
    const total = noCounts()
    for (const counts of this.counts.values()) for (const name of Object.keys(total) as ReadonlyArray<keyof Counts>) total[name] += counts[name]
    return { ...total, rejected: total.rejected + this.rejectedOfNone }
  }

  /** The rows stored so far. */
  get stored(): StoredRows {
    const { added, changed, read, unchanged } = this.total
    return { read, added, changed, unchanged }
  }

  /** The counts, as the history keeps them. */
  get report() {
    const total = this.total
    return {
      kind: this.target,
      ...total,
      rows: total.read + total.rejected + this.skipped,
      skipped: this.skipped,
      unknownColumns: this.unknownColumns,
      ...(this.encoding === undefined ? {} : { encoding: this.encoding }),
      dayFirst: this.dayFirst,
      ...(this.target === "any" ? { kinds: [...this.counts].map(([kind, counts]) => ({ kind, ...counts, rows: counts.read + counts.rejected })) } : {})
    }
  }

  /** The faults so far, in the order of the file. */
  get faults(): ReadonlyArray<Refused> {
    return this.rejectedRows.toSorted((one, other) => one.line - other.line)
  }

  answer(replaces: boolean): Omit<ImportReport, "id"> {
    return {
      ...this.report,
      ...(replaces ? { removed: this.removed } : {}),
      repairs: this.repairs,
      notices: this.notices,
      rejectedRows: this.faults,
      rejectedRowsOmitted: this.rejectedRowsOmitted
    }
  }
}
