/** Serves the forms of a period, printed by the port. */
import * as Counts from "@crm-procedure/core/results/Counts"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { Api } from "../Api.ts"
import { type Format, formats, mediaTypes } from "./FormEndpoints.ts"
import { FormPrinter } from "./FormPrinter.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Refusing from "../request/Refusing.ts"

/** The format that `Accept` prefers; undefined where it accepts none of them. */
export const acceptedFormat = (accept: string | undefined): Format | undefined => {
  if (accept === undefined || accept.trim() === "") return "json"
  const ranges = accept.slice(0, 2_000).split(",").map((part) => {
    const [range = "", ...parameters] = part.trim().toLowerCase().split(";")
    const given = parameters.map((one) => one.trim()).find((one) => one.startsWith("q="))
    return { range, weight: given === undefined ? 1 : Number(given.slice(2)) }
  })
  const weightOf = (format: Format): number => {
    const mediaType = mediaTypes[format]
    const fits = ({ range }: { readonly range: string }, kind: "exact" | "type" | "any"): boolean =>
      kind === "exact" ? range === mediaType : kind === "type" ? range === `${mediaType.split("/", 1)[0]!}/*` : range === "*/*"
    const found = (["exact", "type", "any"] as const).map((kind) => ranges.find((one) => fits(one, kind))).find((one) => one !== undefined)
    return found === undefined || Number.isNaN(found.weight) ? 0 : found.weight
  }
  let best: Format | undefined
  for (const format of formats) if (weightOf(format) > (best === undefined ? 0 : weightOf(best))) best = format
  return best
}

export const layer = HttpApiBuilder.group(Api, "forms", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const printer = yield* FormPrinter
  return handlers.handle("form", ({ params: { form, period }, query, request }) =>
    HandlerContext.serve(Effect.gen(function*() {
      const { dealership, identity, now, zone } = yield* HandlerContext.visit(context)
      const format = query.format ?? acceptedFormat(request.headers.accept)
      if (format === undefined) {
        const offered = formats.map((one) => mediaTypes[one]).join(", ")
        return yield* Refusing.refuse("NotAcceptable", { es: `El formulario se entrega como ${offered}.`, en: `The form is to be had as ${offered}.` })
      }
      const asOf = yield* HandlerContext.instantOf("query", "/asOf", query.asOf, zone, now)
      const isShown = yield* HandlerContext.viewOf(context, identity)
      const { procedure } = context.crm.configuredOf(period)
      const month = yield* context.crm.judge({ dealership, period, asOf, leads: form === "GC-FOR-21" ? "shown" : "period" })
      const { closed, digest, policy, previous, counts } = yield* context.crm.formFigures(dealership, month, form === "GC-FOR-05" || form === "GC-FOR-06" ? "counts" : "leads")
      const pieces = printer.print({
        dealership,
        form,
        format,
        csvFor: query.csvFor ?? "programs",
        procedure,
        month,
        counts: Counts.within(counts, isShown),
        previous: previous === undefined ? undefined : Counts.within(previous, isShown),
        policy,
        compliance: month.compliance(isShown),
        controls: form === "controls" ? yield* context.crm.controlFindings(dealership, month, isShown) : undefined,
        scope: yield* HandlerContext.readScopeOf(context, identity),
        isShown,
        digest,
        closed
      })
      return HttpServerResponse.stream(pieces, {
        contentType: format === "xlsx" ? mediaTypes.xlsx : `${mediaTypes[format]}; charset=utf-8`,
        headers: {
          "content-disposition": `${format === "html" || format === "json" ? "inline" : "attachment"}; filename="${form}-${period}.${format}"`,
          vary: "Accept"
        }
      })
    })))
}))
