/** Refusals as they are made and as they are written: a kind, what to say in both languages, and the faults. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Problem from "../Problem.ts"

/** The languages of answers. */
export type Language = keyof Bilingual

/** A fault before its language is chosen. */
export interface Fault {
  readonly in: Problem.FaultPlace
  readonly pointer: string
  readonly expected: Bilingual
}

interface Words {
  readonly kind: Problem.Kind
  readonly detail: Bilingual
  readonly faults: ReadonlyArray<Fault>
  readonly headers: Readonly<Record<string, string>>
  readonly stored: Problem.StoredRows | undefined
}

const wordsOf = new WeakMap<Problem.Problem, Words>()

/** How many faults an answer lists; a body may have many more. */
const MAXIMUM_FAULTS = 100

/** A part of a pointer that is the contract's word or a place in a list; what a sender made up may be anybody's name. */
const TOLD_SEGMENT = /^(?:[A-Za-z][A-Za-z_-]{0,63}|[0-9]{1,7})$/

/** A pointer up to the first part that is nobody's word but the sender's. */
const toldPointer = (pointer: string): string => {
  const [, ...segments] = pointer.split("/")
  const untold = segments.findIndex((segment) => !TOLD_SEGMENT.test(segment))
  return segments.slice(0, untold < 0 ? segments.length : untold).map((segment) => `/${segment}`).join("")
}

/** Makes a refusal. `faults`: at most a hundred are told. */
export const refuse = <K extends Problem.Kind>(
  kind: K,
  detail: Bilingual,
  options: { readonly faults?: ReadonlyArray<Fault> | undefined; readonly headers?: Readonly<Record<string, string>> | undefined; readonly stored?: Problem.StoredRows | undefined } = {}
): InstanceType<typeof Problem.problems[K]> => {
  const faults = (options.faults ?? []).slice(0, MAXIMUM_FAULTS).map((fault) => ({ ...fault, pointer: toldPointer(fault.pointer) }))
  const Class = Problem.problems[kind]
  const problem = new Class({
    detail: detail.en,
    ...(faults.length === 0 ? {} : { errors: faults.map((fault) => ({ ...fault, detail: fault.expected.en })) }),
    ...(options.stored === undefined ? {} : { stored: options.stored })
  }) as InstanceType<typeof Problem.problems[K]>
  wordsOf.set(problem, { kind, detail, faults, headers: options.headers ?? {}, stored: options.stored })
  return problem
}

/** A refusal of an import of which rows had been stored already: it says how many, whatever it was refused for. */
export const afterStoring = (problem: Problem.Problem, stored: Problem.StoredRows): Problem.Problem => {
  const words = wordsOf.get(problem)
  if (words === undefined || stored.read === 0) return problem
  const { detail: { en, es }, faults, headers, kind } = words
  return refuse(kind, {
    es: `${es} Filas que ya se guardaron: ${stored.read}; quedan guardadas, e importar de nuevo el archivo completo no las repite.`,
    en: `${en} Rows that had been stored: ${stored.read}; they stay, and importing the whole file again does not repeat them.`
  }, { faults, headers, stored })
}

/** Whether something that failed is a refusal of ours. */
export const isRefusal = (error: unknown): error is Problem.Problem => typeof error === "object" && error !== null && wordsOf.has(error as Problem.Problem)

/** The language that somebody asks for: of Spanish and English the one that he prefers, Spanish where he says nothing of either. */
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

/** A refusal as its response, in a language. */
export const toResponse = (problem: Problem.Problem, language: Language): HttpServerResponse.HttpServerResponse => {
  const words = wordsOf.get(problem)
  const { status, title, type } = Problem.declarations[words?.kind ?? "InternalFault"]
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
        detail: language === "es" ? `Se esperaba ${expected.es}.` : `Expected ${expected.en}.`,
        expected
      }))
    }),
    ...(words?.stored === undefined ? {} : { stored: words.stored })
  }
  return HttpServerResponse.text(JSON.stringify(body), {
    status,
    contentType: Problem.MEDIA_TYPE,
    headers: { ...words?.headers, "content-language": language, "cache-control": "no-store" }
  })
}

// ---------------------------------------------------------------------------------------------------------------------
// Refusals that many places make
// ---------------------------------------------------------------------------------------------------------------------

/** There is no such thing, or it is not for whoever asks: the same words for both. */
export const notFound = () =>
  refuse("NotFound", { es: "No existe, o no está a su alcance.", en: "There is no such thing, or it is not within your view." })

export const beyondRole = (detail: Bilingual = { es: "Su rol no permite esta operación.", en: "Your role does not allow this." }) => refuse("BeyondRole", detail)

/** One fault and nothing else. */
export const invalid = (...faults: ReadonlyArray<Fault>) =>
  refuse("Invalid", { es: "Revise lo que se indica en errors.", en: "See errors for what is to be corrected." }, { faults })

/** The storage does not answer: it is not the client's fault, and trying again may help. */
export const unavailable = (retryAfterSeconds = 5) =>
  refuse("Unavailable", {
    es: "No se puede responder ahora. Nada se guardó a medias; inténtelo de nuevo en unos segundos.",
    en: "It can't be answered now. Nothing is half done; try again in a few seconds."
  }, { headers: { "retry-after": String(retryAfterSeconds) } })

export const internalFault = () =>
  refuse("InternalFault", { es: "Algo falló en el servidor. Quedó registrado.", en: "Something failed in the server. It is on record." })
