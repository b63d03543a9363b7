/** The port through which forms are printed. Whoever runs a server provides it, mostly over `@crm-procedure/forms`. */
import type { Place } from "@crm-procedure/core/records/Access"
import type { ComplianceReport } from "@crm-procedure/core/results/ComplianceReport"
import type { FormClosure } from "@crm-procedure/core/close/FrozenMonth"
import type { Policy } from "@crm-procedure/core/policy/Policy"
import type { Procedure } from "@crm-procedure/core/policy/Procedure"
import type { StoredMonth } from "@crm-procedure/core/register/StoredMonth"
import type { Counts } from "@crm-procedure/core/results/Counts"
import * as Context from "effect/Context"
import type * as Stream from "effect/Stream"
import type { Form, Format } from "./FormEndpoints.ts"

/** A form to print, and the judged month that it is of. */
export interface Printing {
  readonly form: Form
  readonly format: Format
  readonly procedure: Procedure
  readonly month: StoredMonth
  /** What is counted, of the records that whoever asks may see; of a closed period mostly what was frozen. */
  readonly counts: Counts
  readonly previous: Counts | undefined
  /** By which the counts are coloured. */
  readonly policy: Policy
  readonly compliance: ComplianceReport
  /** Which records whoever asks may see in the detail; undefined: all. */
  readonly isShown: ((place: Place) => boolean) | undefined
  /** For the footer: of the closed period, else of the policy. */
  readonly digest: string
  /** What the form says of the close; undefined: nothing. */
  readonly closed: FormClosure | undefined
}

/** The port. What it prints is streamed: memory does not grow with the lines of the detail. */
export class FormPrinter extends Context.Service<FormPrinter, {
  readonly print: (printing: Printing) => Stream.Stream<Uint8Array>
}>()("@crm-procedure/http-api/forms/FormPrinter") {}
