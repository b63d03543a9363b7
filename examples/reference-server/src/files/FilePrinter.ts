/** The contract's port for forms, over `@crm-procedure/forms`: streamed, and limited to what the reader may see. */
import type { Place } from "@crm-procedure/core/records/Access"
import type { JudgedMonth } from "@crm-procedure/core/judging/JudgedMonth"
import * as ControlFindings from "@crm-procedure/core/results/ControlFindings"
import * as ActivityValidityReport from "@crm-procedure/forms/gc-for-05/ActivityValidityReport"
import * as ComplianceForm from "@crm-procedure/forms/compliance/ComplianceForm"
import * as ControlsReport from "@crm-procedure/forms/controls/ControlsReport"
import * as FollowUpSemaphore from "@crm-procedure/forms/gc-for-21/FollowUpSemaphore"
import type { ByteSink, Detail, DetailParts, Renderers } from "@crm-procedure/forms/data/FormData"
import type * as Letterhead from "@crm-procedure/forms/data/Letterhead"
import * as MonthForms from "@crm-procedure/forms/MonthForms"
import * as ProspectValidityReport from "@crm-procedure/forms/gc-for-06/ProspectValidityReport"
import { FormPrinter } from "@crm-procedure/http-api/forms/FormPrinter"
import type { Printing } from "@crm-procedure/http-api/forms/FormPrinter"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"

export type Render = (sink: ByteSink) => Promise<void>

/** The parts of a detail, of the places that are listed. */
const partsOf = <Line>(parts: DetailParts<Line>, places: ReadonlyArray<number>): DetailParts<Line> => {
  const ids: { [F in keyof Line]?: (index: number, into: Uint8Array, position: number) => number } = {}
  for (const field of Object.keys(parts.ids) as Array<keyof Line>) {
    const copy = parts.ids[field]
    if (copy !== undefined) ids[field] = (index, into, position) => copy(places[index]!, into, position)
  }
  const numbers: { [F in keyof Line]?: (index: number) => number } = {}
  for (const field of Object.keys(parts.numbers) as Array<keyof Line>) {
    const number = parts.numbers[field]
    if (number !== undefined) numbers[field] = (index) => number(places[index]!)
  }
  return { ids, numbers, groups: parts.groups.map(({ fields, numberOf }) => ({ fields, numberOf: (index) => numberOf(places[index]!) })) }
}

/** A form with only those lines of its detail whose record may be shown. */
const narrowed = <Line extends object, Data extends object>(
  data: Data & { readonly detail: Detail<Line> },
  isShown: ((place: Place) => boolean) | undefined,
  placeOf: (line: NoInfer<Line>) => Place
): Data & { readonly detail: Detail<Line> } => {
  if (isShown === undefined) return data
  const line = {} as Line
  const places: Array<number> = []
  for (let index = 0; index < data.detail.count; index++) {
    data.detail.line(index, line)
    if (isShown(placeOf(line))) places.push(index)
  }
  const detail: Detail<Line> = {
    count: places.length,
    line: (index, into) => data.detail.line(places[index]!, into),
    ...(data.detail.parts === undefined ? {} : { parts: partsOf(data.detail.parts, places) })
  }
  return { ...data, detail }
}

const prospectPlace = ({ prospects }: JudgedMonth) => ({ prospectId }: { readonly prospectId: string }): Place => {
  const index = prospects.ids.find(prospectId)
  return {
    advisorId: prospects.advisors.names[prospects.advisorOf(index)]!,
    branchId: prospects.branches.names[prospects.branchOf(index)]!,
    brandId: prospects.brands.names[prospects.brandOf(index)]!
  }
}

/** An activity is its own advisor's; branch and brand are its prospect's, if that is known. */
const activityPlace = (judgedMonth: JudgedMonth) => ({ activityId }: { readonly activityId: string }): Place => {
  const { activities, prospects } = judgedMonth
  const index = activities.ids.find(activityId)
  const prospect = judgedMonth.prospectOfActivity(index)
  const advisorId = activities.advisors.names[activities.advisorOf(index)]!
  return prospect < 0
    ? { advisorId }
    : { advisorId, branchId: prospects.branches.names[prospects.branchOf(prospect)]!, brandId: prospects.brands.names[prospects.brandOf(prospect)]! }
}

const rendering = <Data>(data: Data, form: Renderers<Data>, { csvFor, format }: Printing): Render => {
  switch (format) {
    case "json":
      return (sink) => form.toJson(data, sink)
    case "csv":
      return (sink) => form.toCsv(data, sink, { csvFor })
    case "xlsx":
      return (sink) => form.toXlsx(data, sink)
    case "html":
      return (sink) => form.toHtml(data, sink, { htmlRestIsIn: "el archivo XLSX de este formulario" })
  }
}

const renderOf = (printing: Printing, letterhead: Letterhead.Changes | undefined): Render => {
  const { closed, compliance, controls, counts, digest, form, isShown, month, policy, previous, procedure, scope } = printing
  const { directory, judgedMonth } = month
  const waivers = { prospect: ControlFindings.waiversOf(judgedMonth, "prospect", isShown), activity: ControlFindings.waiversOf(judgedMonth, "activity", isShown) }
  const judged = { procedure, directory, judgedMonth, counts, previous, policy, digest, closed, letterhead, waivers, scope }
  const ofProspect = prospectPlace(judgedMonth)
  switch (form) {
    case "GC-FOR-05":
      return rendering(narrowed(MonthForms.activityValidity(judged), isShown, activityPlace(judgedMonth)), ActivityValidityReport, printing)
    case "GC-FOR-06":
      return rendering(narrowed(MonthForms.prospectValidity(judged), isShown, ofProspect), ProspectValidityReport, printing)
    case "GC-FOR-21":
      return rendering(narrowed(MonthForms.followUpSemaphore({ ...judged, compliance }), isShown, ofProspect), FollowUpSemaphore, printing)
    case "controls":
      return rendering(MonthForms.controlsReport({ ...judged, compliance, controls }), ControlsReport, printing)
    case "compliance":
      return rendering(narrowed(MonthForms.complianceReport({ ...judged, compliance }), isShown, ofProspect), ComplianceForm, printing)
  }
}

/** How many pieces may wait for a slow client before printing waits. */
const WAITING_PIECES = 4

/** A printed form as a stream: it is printed as fast as it is read, and printing stops when the reader goes away. */
export const streamOf = (render: Render): Stream.Stream<Uint8Array> =>
  Stream.callback<Uint8Array>((queue) =>
    Effect.promise((signal) =>
      render({
        write: async (bytes) => {
          if (signal.aborted) throw new Error("The form is no longer read.")
          await Effect.runPromise(Queue.offer(queue, bytes))
        }
      })
    ).pipe(Effect.andThen(Queue.end(queue))), { bufferSize: WAITING_PIECES, strategy: "suspend" })

/** The printer. `letterheads` says what each dealership calls otherwise than the procedure does. */
export const layer = (letterheads: ReadonlyMap<string, Letterhead.Changes>): Layer.Layer<FormPrinter> =>
  Layer.succeed(FormPrinter, {
    print: (printing) => Stream.suspend(() => streamOf(renderOf(printing, letterheads.get(printing.dealership))))
  })
