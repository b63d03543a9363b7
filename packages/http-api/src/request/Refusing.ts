/** Refusals as handlers make them, and as they are written: a kind, what to say in both languages, and the faults. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Problem from "../Problem.ts"

/** The languages of answers. */
export type Language = keyof Bilingual

/** How many faults an answer lists; a body may have many more. */
const MAXIMUM_FAULTS = 100

/** A segment of a pointer that may be shown: a name of the contract, or a place in a list. Any other text may be a person's name. */
const SHOWN_SEGMENT = /^(?:[A-Za-z][A-Za-z_-]{0,63}|[0-9]{1,7})$/

/** A pointer up to the first segment that may not be shown. */
const shownPointer = (pointer: string): string => {
  const [, ...segments] = pointer.split("/")
  const hidden = segments.findIndex((segment) => !SHOWN_SEGMENT.test(segment))
  return segments.slice(0, hidden < 0 ? segments.length : hidden).map((segment) => `/${segment}`).join("")
}

/** Makes a refusal. It tells at most a hundred of the faults. */
export const refuse = <K extends Problem.Kind>(
  kind: K,
  detail: Bilingual,
  options: {
    readonly faults?: ReadonlyArray<Problem.Fault> | undefined
    readonly headers?: Readonly<Record<string, string>> | undefined
    readonly stored?: Problem.StoredRows | undefined
    /** Whether pointers are told to the end. By default up to the first segment that may be a person's name. */
    readonly wholePointers?: boolean
  } = {}
): InstanceType<typeof Problem.problems[K]> => {
  const faults = (options.faults ?? []).slice(0, MAXIMUM_FAULTS).map((fault) => ({ ...fault, pointer: options.wholePointers === true ? fault.pointer : shownPointer(fault.pointer) }))
  const Class = Problem.problems[kind]
  const words: Problem.Words = { detail, faults, headers: options.headers ?? {} }
  const problem = new Class({
    detail: detail.en,
    ...(faults.length === 0 ? {} : { errors: faults.map(({ expected, in: place, pointer }) => ({ in: place, pointer, expected, detail: expected.en })) }),
    ...(options.stored === undefined ? {} : { stored: options.stored })
  })
  return Object.assign(problem, { words }) as InstanceType<typeof Problem.problems[K]>
}

/** The refusal of an import some of whose rows are stored already: it also says how many. */
export const afterStoring = <P extends Problem.Problem>(problem: P, stored: Problem.StoredRows): P => {
  const { _tag: kind, words } = problem
  if (words === undefined || stored.read === 0) return problem
  const { detail: { en, es }, faults, headers } = words
  return refuse(kind, {
    es: `${es} Filas que ya se guardaron: ${stored.read}; quedan guardadas, e importar de nuevo el archivo completo no las repite.`,
    en: `${en} Rows that had been stored: ${stored.read}; they stay, and importing the whole file again does not repeat them.`
  }, { faults, headers, stored }) as P
}

/** Whether a failure is a refusal that was made here. */
export const isRefusal = (error: unknown): error is Problem.Problem =>
  error instanceof Error && "_tag" in error && Object.hasOwn(Problem.problems, String(error._tag)) && "words" in error

/** The language that a request prefers of Spanish and English; Spanish where it names neither. */
export const languageOf = (acceptLanguage: string | undefined): Language => {
  let best: { readonly language: Language; readonly weight: number } | undefined
  for (const part of (acceptLanguage ?? "").slice(0, 1_000).split(",")) {
    const [range = "", ...parameters] = part.trim().toLowerCase().split(";")
    const language = range === "en" || range.startsWith("en-") ? "en" : range === "es" || range.startsWith("es-") || range === "*" ? "es" : undefined
    if (language === undefined) continue
    const given = parameters.map((one) => one.trim()).find((one) => one.startsWith("q="))
    const weight = given === undefined ? 1 : Number(given.slice(2))
    if (weight > 0 && (best === undefined || weight > best.weight)) best = { language, weight }
  }
  return best?.language ?? "es"
}

/** With one full stop at its end: `p. m.` brings its own. */
const sentence = (text: string): string => text.endsWith(".") ? text : `${text}.`

/** A refusal as its response, in a language. */
export const toResponse = ({ _tag, stored, words }: Problem.Problem, language: Language): HttpServerResponse.HttpServerResponse => {
  const { status, title, type } = Problem.declarations[_tag]
  const faults = words?.faults ?? []
  const body = {
    type,
    title: title[language],
    status,
    detail: words?.detail[language] ?? title[language],
    ...(faults.length === 0 ? {} : {
      errors: faults.map(({ expected, in: place, pointer }) => ({
        in: place,
        pointer,
        detail: language === "es" ? sentence(`Se esperaba ${expected.es}`) : sentence(`Expected ${expected.en}`),
        expected
      }))
    }),
    ...(stored === undefined ? {} : { stored })
  }
  return HttpServerResponse.text(JSON.stringify(body), {
    status,
    contentType: Problem.MEDIA_TYPE,
    headers: { ...words?.headers, "content-language": language, "cache-control": "no-store" }
  })
}

// ---------------------------------------------------------------------------------------------------------------------
// Refusals that many handlers make
// ---------------------------------------------------------------------------------------------------------------------

/** Nothing is there, or it lies outside the caller's view: the same words for both. */
export const notFound = () =>
  refuse("NotFound", { es: "No existe, o no está a su alcance.", en: "There is no such thing, or it is not within your view." })

export const beyondRole = (detail: Bilingual = { es: "Su rol no permite esta operación.", en: "Your role does not allow this." }) => refuse("BeyondRole", detail)

/** The request is not what the contract says. */
export const invalid = (...faults: ReadonlyArray<Problem.Fault>) =>
  refuse("Invalid", { es: "Revise lo que se indica en errors.", en: "See errors for what is to be corrected." }, { faults })

/** Settings are not what the contract says. They hold no personal data: every pointer is told to its end. */
export const invalidSettings = (faults: ReadonlyArray<Omit<Problem.Fault, "in">>) =>
  refuse("Invalid", { es: "Revise lo que se indica en errors.", en: "See errors for what is to be corrected." }, {
    faults: faults.map((fault) => ({ in: "body", ...fault })),
    wholePointers: true
  })

/** The storage does not answer. The client is not at fault, and trying again may help. */
export const unavailable = (retryAfterSeconds = 5) =>
  refuse("Unavailable", {
    es: "No se puede responder ahora. Nada se guardó a medias; inténtelo de nuevo en unos segundos.",
    en: "It can't be answered now. Nothing is half done; try again in a few seconds."
  }, { headers: { "retry-after": String(retryAfterSeconds) } })

/** What is stored is being prepared for this release. */
export const preparing = (retryAfterSeconds: number) =>
  refuse("Unavailable", {
    es: "Los veredictos se están preparando para una versión nueva del programa o de la política. Nada se perdió; inténtelo de nuevo en unos segundos.",
    en: "Verdicts are being prepared for a new version of the program or of the policy. Nothing is lost; try again in a few seconds."
  }, { headers: { "retry-after": String(retryAfterSeconds) } })

export const internalFault = () =>
  refuse("InternalFault", { es: "Algo falló en el servidor. Quedó registrado.", en: "Something failed in the server. It is on record." })
