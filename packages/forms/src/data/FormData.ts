/**
 * What the forms are made of: plain data, already judged and counted. A form computes nothing. Verdicts, colours and percentages
 * arrive as the procedure's scorecard says them, and a form lays them out.
 */
import type * as Verdicts from "@crm-procedure/core/judging/Verdict"
import type { WaiverCount } from "@crm-procedure/core/results/ControlFindings"
import type { Compliance } from "@crm-procedure/core/results/ComplianceReport"
import type { ReadScope } from "@crm-procedure/core/records/ReadScope"
import type * as Semaphore from "@crm-procedure/core/results/Semaphore"

/** The colour of a semaphore; `none` where there is nothing to compare with (no goal, no obligation, a closed lead). */
export type Color = Semaphore.Color

export type Verdict = Verdicts.Verdict

/** Epoch milliseconds, `NaN` where there is none. Forms show the local wall clock, by the data's `offsetMinutes`. */
export type Instant = number

/** The offset of the dealership's zone at an instant, in minutes east of UTC: -300 in Bogotá, always. */
export type OffsetMinutes = (at: Instant) => number

/** The header block of the procedure, repeated on every form. All texts are shown as given. */
export interface Header {
  readonly company: string
  /** The NIT, address, city and phone of the company, where the policy names them. */
  readonly companyDetails?: string | undefined
  /** `GC-PRO-05`. */
  readonly procedureCode: string
  readonly procedureName: string
  /** `02`. */
  readonly procedureVersion: string
  /** The day on which that version takes effect: `31/03/2024`. */
  readonly effectiveFrom: string
  /** `GC-FOR-06`; empty for the compliance report, which the document names without a code. */
  readonly formCode: string
  readonly formName: string
  /** `2024-03`. */
  readonly period: string
  /** A local instant with its offset: `2024-04-01T00:00:00-05:00`. */
  readonly asOf: string
  /** `America/Bogota`. */
  readonly zone: string
  /** `GC-PRO-05 v02`. */
  readonly policy: string
  /** The digest of the policy or of the closed period; empty if there is none. */
  readonly digest: string
  /** What the form covers, by its reader; absent where it was printed for no reader in particular. */
  readonly scope?: HeaderScope | undefined
  /** The reasons of the form's records that were waived, and by whom; absent where there were no waivers. */
  readonly waivers?: WaiverCount | undefined
  /** Of a closed period, asked about as of its end or later. */
  readonly closed?: Closure | undefined
}

/** What a form covers: as the HTTP contract writes it, where `null` is everything, and as a Spanish sentence. */
export interface HeaderScope {
  readonly kind: ReadScope["kind"]
  readonly advisorId: string | null
  readonly branches: ReadonlyArray<string> | null
  readonly lines: ReadonlyArray<string> | null
  readonly brands: ReadonlyArray<string> | null
  readonly partial: ReadScope["partial"]
  readonly text: string
}

/** What a form of a closed period says of the close. */
export interface Closure {
  /** A local instant with its offset: `2024-04-02T09:30:00-05:00`. */
  readonly closedAt: string
  /** Whether the summary is what was frozen, or of the records as they stand. */
  readonly figures: "frozen" | "current"
  /** Where the form shows anything else than what was frozen, a Spanish sentence or two that say what; else empty. */
  readonly note: string
}

/** A rule as it is named on a form. */
export interface RuleName {
  readonly code: string
  /** Spanish, short: `Teléfono no válido`. */
  readonly name: string
}

/** How often a rule spoke in a group. */
export interface ReasonCount {
  readonly code: string
  readonly count: number
}

/** One day of the month's course. */
export interface CourseDay {
  /** The day of the month, 1 to 31. */
  readonly day: number
  /** Valid records from the first day up to and including this one; `null` for a day after `asOf`. */
  readonly valid: number | null
  /** Goal to date at the end of this day. */
  readonly pace: number
}

/** An advisor, a branch's subtotal or the company's total with its indicator. `percent` has one decimal. */
export interface IndicatorRow {
  readonly id: string
  readonly name: string
  readonly registered: number
  readonly valid: number
  readonly invalid: number
  readonly pending: number
  readonly goal: number
  readonly percent: number | null
  readonly color: Color
  /** Most frequent first, or in the rules' order: shown as given. */
  readonly reasons: ReadonlyArray<ReasonCount>
}

/** As an indicator's row, with how many activities were planned and how many performed. */
export interface ActivityRow extends IndicatorRow {
  readonly planned: number
  readonly performed: number
}

/** A branch with its advisors; `subtotal` carries the branch's id and name. */
export interface BranchGroup<Row> {
  readonly subtotal: Row
  readonly advisors: ReadonlyArray<Row>
}

/** The summary that every form begins with: per advisor within branch, subtotals, the company's total. */
export interface Summary<Row> {
  readonly branches: ReadonlyArray<BranchGroup<Row>>
  readonly company: Row
}

/**
 * The lines of a detail, any number of them, without a list in memory: a form makes one line object and has it filled
 * again for each index, from 0 to `count - 1`, in ascending order. Every field is to be set each time.
 */
export interface Detail<Line> {
  readonly count: number
  readonly line: (index: number, into: Line) => void
  /** The same lines field by field, where they are so many that a text for each is too much. */
  readonly parts?: DetailParts<Line> | undefined
}

/**
 * The fields of a detail's lines by themselves, for a renderer that writes millions of lines: ids as bytes, and fields that
 * few combinations fill as the combination's number, since what is made of such fields can be made once and used again.
 */
export interface DetailParts<Line> {
  /** Copies an id's UTF-8 bytes (256 at most) into a buffer, and answers the position after them. */
  readonly ids: { readonly [F in keyof Line]?: (index: number, into: Uint8Array, position: number) => number }
  readonly numbers: { readonly [F in keyof Line]?: (index: number) => number }
  readonly groups: ReadonlyArray<FieldGroup<Line>>
}

/** Fields in which all lines with one number are equal. Numbers begin at 0 and have few gaps. */
export interface FieldGroup<Line> {
  readonly fields: ReadonlyArray<keyof Line>
  readonly numberOf: (index: number) => number
}

/** Thresholds of a semaphore in percent, for the lines drawn in charts. */
export interface Thresholds {
  readonly yellowPercent: number
  readonly greenPercent: number
}

/** What the two validity reports share, but for their details. */
export interface ValiditySummary<Row> extends Summary<Row> {
  readonly header: Header
  readonly offsetMinutes: OffsetMinutes
  readonly thresholds: Thresholds
  /** Every rule that occurs in counts or lines. A rule that is missing here is shown by its code. */
  readonly rules: ReadonlyArray<RuleName>
  /** The month's course against pace; empty: no such chart. */
  readonly course: ReadonlyArray<CourseDay>
}

/** A validity report with its detail. */
export interface ValidityReport<Row, Line> extends ValiditySummary<Row> {
  /** The codes that a line's `reasons` or `warnings` key stands for; `[]` for 0. Asked once a key where there are few. */
  readonly codes: (key: number) => ReadonlyArray<string>
  readonly detail: Detail<Line>
}

/** A prospect's line in GC-FOR-06. `reasons` and `warnings` are keys for `codes` (a bit set, say), 0 when there are none. */
export interface ProspectLine {
  prospectId: string
  createdAt: Instant
  advisorId: string
  advisor: string
  branch: string
  brand: string
  verdict: Verdict
  reasons: number
  warnings: number
}

/** An activity's line in GC-FOR-05. `at` is the instant that puts it in the period. */
export interface ActivityLine {
  activityId: string
  at: Instant
  type: string
  /** `planned`, `performed` or `cancelled`. */
  status: string
  prospectId: string
  advisorId: string
  advisor: string
  branch: string
  brand: string
  verdict: Verdict
  reasons: number
  warnings: number
}

/** GC-FOR-06, Informe Validez de Prospectos. */
export interface ProspectValidity extends ValidityReport<IndicatorRow, ProspectLine> {}

/** GC-FOR-05, Informe Validez de Actividades de Seguimiento. */
export interface ActivityValidity extends ValidityReport<ActivityRow, ActivityLine> {}

/** A value with its colour, and the colour of the period before (`null`: there is no period before). */
export interface Light {
  readonly numerator: number
  readonly denominator: number
  readonly percent: number | null
  readonly color: Color
  readonly previousColor: Color | null
}

/** How many leads have each colour. */
export interface LeadsByColor {
  readonly green: number
  readonly yellow: number
  readonly red: number
  readonly none: number
}

export interface SemaphoreRow {
  readonly id: string
  readonly name: string
  readonly prospecting: Light
  readonly followUp: Light
  readonly compliance: Light
  readonly leads: LeadsByColor
  /** Leads with an obligation due in the period that were lost before any contact. */
  readonly lostWithoutContact: number
}

/** A lead's line in GC-FOR-21. */
export interface LeadLine {
  prospectId: string
  advisorId: string
  advisor: string
  branch: string
  brand: string
  /** `NaN` where it is not known. */
  daysSinceLast: number
  nextDue: Instant
  color: Color
  /** The role that it is escalated to, in Spanish (`Asesor comercial`); empty if it is not escalated. */
  escalation: string
}

/** GC-FOR-21, Registro Semáforo de Seguimiento. */
export interface FollowUpSemaphoreData extends Summary<SemaphoreRow> {
  readonly header: Header
  readonly offsetMinutes: OffsetMinutes
  readonly detail: Detail<LeadLine>
}

/** An advisor, a branch's subtotal or the company's total with its follow-up obligations. */
export interface ComplianceRow extends Compliance {
  readonly id: string
  readonly name: string
}

/** The line of a neglected lead, or of one that was lost without contact, in the compliance report. */
export interface NeglectedLeadLine {
  prospectId: string
  advisorId: string
  advisor: string
  branch: string
  brand: string
  /** The earliest missed due instant. */
  dueAt: Instant
  missed: number
  daysSinceLast: number
  color: Color
  /** `Sí` where it was lost before any contact; else empty. */
  lostWithoutContact: string
  /** The role that the next escalation goes to, in Spanish; empty if there is none left. */
  escalation: string
  escalationAt: Instant
}

/** Reporte de cumplimiento CRM. */
export interface ComplianceData extends Summary<ComplianceRow> {
  readonly header: Header
  readonly offsetMinutes: OffsetMinutes
  readonly thresholds: Thresholds
  /** The neglected leads, then those of the period that were lost without contact. */
  readonly detail: Detail<NeglectedLeadLine>
}

/** An advisor, a branch's subtotal or the company's total with how much each control found. */
export interface ControlsRow {
  readonly id: string
  readonly name: string
  /** Advisors whose share of failed verifications is flagged; of an advisor 0 or 1. */
  readonly flagged: number
  readonly failedVerifications: number
  readonly bursts: number
  readonly replacedIdentities: number
  readonly lostWithoutContact: number
  readonly repeatedNotes: number
  readonly callsNotInLog: number
  readonly appealsOpen: number
  readonly appealsOverdue: number
  readonly appealsDecided: number
  readonly waivers: number
}

/** A finding's line in the report of the controls. */
export interface ControlsLine {
  /** The finding's code, as `identity-replaced`. */
  kind: string
  /** The same in Spanish. */
  finding: string
  /** `prospect` or `activity`. */
  subjectType: string
  subjectId: string
  at: Instant
  advisorId: string
  advisor: string
  branch: string
  brand: string
  /** Of an appeal or a waiver the rule, and where it stands; Spanish, else empty. */
  about: string
  /** The id of who granted, decided or did it; empty where that is not known. */
  by: string
}

/** Informe de controles. */
export interface ControlsData extends Summary<ControlsRow> {
  readonly header: Header
  readonly offsetMinutes: OffsetMinutes
  readonly detail: Detail<ControlsLine>
}

/**
 * Where a form's bytes go: a file, an HTTP response. A returned promise is awaited, which is the back-pressure. The
 * bytes belong to the sink from then on.
 */
export interface ByteSink {
  readonly write: (bytes: Uint8Array) => Promise<void> | void
}

/** How a form is rendered. */
export interface RenderOptions {
  /** HTML: how many detail lines are printed before the document says where the rest is. Default 2000. */
  readonly htmlDetailLimit?: number
  /** HTML: what it says about where the rest is. Default: `los archivos XLSX y CSV de este formulario`. */
  readonly htmlRestIsIn?: string
  /** CSV: which of the two tables. Default `detail`. */
  readonly csvPart?: "summary" | "detail"
  /**
   * CSV: who reads it. For `programs` (default) the comma delimits, decimals have a point and instants are ISO. For `people` the
   * semicolon delimits, decimals have a comma and instants are local, so that a spreadsheet set to Colombia opens it in columns.
   */
  readonly csvFor?: "programs" | "people"
  /** XLSX: rows of a sheet, its header included; what exceeds it goes on in further sheets. Default 1,048,576. */
  readonly sheetRowLimit?: number
}

/** The renderings that every form has. Each resolves when the sink took the last byte. */
export interface Renderers<Data> {
  /** Renders the form as JSON: the typed data, its detail as an array. */
  readonly toJson: (data: Data, sink: ByteSink) => Promise<void>
  /** Renders one table of the form as guarded CSV: the detail, or the summary. */
  readonly toCsv: (data: Data, sink: ByteSink, options?: RenderOptions) => Promise<void>
  /** Renders the form as a workbook with the sheets `Resumen`, in the validity reports `Razones`, and `Detalle`. */
  readonly toXlsx: (data: Data, sink: ByteSink, options?: RenderOptions) => Promise<void>
  /** Renders the form as one HTML document that prints to A4 or Letter. */
  readonly toHtml: (data: Data, sink: ByteSink, options?: RenderOptions) => Promise<void>
}
