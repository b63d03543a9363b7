/** The port that prints forms. A server provides it, mostly with `@crm-procedure/forms`. */
import type { Place } from "@crm-procedure/core/records/Access"
import type { ControlFindings } from "@crm-procedure/core/results/ControlFindings"
import type { ComplianceReport } from "@crm-procedure/core/results/ComplianceReport"
import type { FormClosure } from "@crm-procedure/core/close/FrozenMonth"
import type { Policy } from "@crm-procedure/core/policy/Policy"
import type { ReadScope } from "@crm-procedure/core/records/ReadScope"
import type { Procedure } from "@crm-procedure/core/policy/Procedure"
import type { StoredMonth } from "@crm-procedure/core/register/StoredMonth"
import type { Counts } from "@crm-procedure/core/results/Counts"
import * as Context from "effect/Context"
import type * as Stream from "effect/Stream"
import type { CsvReader, Form, Format } from "./FormEndpoints.ts"

/** A form to print, and its judged month. */
export interface Printing {
  /** Whose form it is: the printer may know its letterhead. */
  readonly dealership: string
  readonly form: Form
  readonly format: Format
  /** Who reads the CSV; the other formats are alike for all. */
  readonly csvFor: CsvReader
  readonly procedure: Procedure
  readonly month: StoredMonth
  /** The counts within the caller's view. Those of a closed period are the frozen ones, but for forms of leads. */
  readonly counts: Counts
  readonly previous: Counts | undefined
  /** The policy that colours the counts. */
  readonly policy: Policy
  readonly compliance: ComplianceReport
  /** What the controls found within the caller's view; only for their report. */
  readonly controls: ControlFindings | undefined
  /** What the form covers, as its header says. */
  readonly scope: ReadScope
  /** Which records the detail shows; undefined: all. */
  readonly isShown: ((place: Place) => boolean) | undefined
  /** The digest in the footer: that of the closed period, else that of the policy. */
  readonly digest: string
  /** What the form says of the close; undefined for an open period. */
  readonly closed: FormClosure | undefined
}

/** The port. It streams: memory does not grow with the lines of the detail. */
export class FormPrinter extends Context.Service<FormPrinter, {
  readonly print: (printing: Printing) => Stream.Stream<Uint8Array>
}>()("@crm-procedure/http-api/forms/FormPrinter") {}
