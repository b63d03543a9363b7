/** GC-FOR-06, Informe Validez de Prospectos. */
import type * as FormData from "./FormData.ts"

export const formCode = "GC-FOR-06"
export const formName = "Informe Validez de Prospectos"

/** Renders the form as JSON: the typed data, its detail as an array. Resolves when the sink took the last byte. */
export declare const toJson: (data: FormData.ProspectValidity, sink: FormData.ByteSink) => Promise<void>
/** Renders one table of the form as guarded CSV: the detail, or the summary. */
export declare const toCsv: (data: FormData.ProspectValidity, sink: FormData.ByteSink, options?: FormData.RenderOptions) => Promise<void>
/** Renders the form as a workbook with the sheets `Resumen` and `Detalle`. */
export declare const toXlsx: (data: FormData.ProspectValidity, sink: FormData.ByteSink, options?: FormData.RenderOptions) => Promise<void>
/** Renders the form as one HTML document that prints to A4 or Letter. */
export declare const toHtml: (data: FormData.ProspectValidity, sink: FormData.ByteSink, options?: FormData.RenderOptions) => Promise<void>
