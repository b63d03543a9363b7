/** The small parts that the rules' messages are put together from. */
import type { Bilingual } from "../../identity/Bilingual.ts"
import * as GcPro05 from "../GcPro05.ts"
import type { Provenance } from "../Procedure.ts"

export const both = (es: string, en: string): Bilingual => ({ es, en })

/** A message that no evidence changes. */
export const always = (es: string, en: string): () => Bilingual => {
  const message = both(es, en)
  return () => message
}

/**
 * A message that a known `detail` changes; any other detail, or none, gives the first one. The detail itself is never
 * written out.
 */
export const byDetail = (
  otherwise: Bilingual,
  variants: Readonly<Record<string, Bilingual>>
): (evidence: { readonly detail?: string | undefined }) => Bilingual => {
  const known = new Map(Object.entries(variants))
  return (evidence) => evidence.detail === undefined ? otherwise : known.get(evidence.detail) ?? otherwise
}

/** At most five digits, so that no phone, and hardly a document number, passes for a count. */
const COUNT = /^\d{1,5}(?:[.,]\d{1,2})?$/

/** An amount with its unit, `72 horas`; `undefined` unless it is a short number. */
export const amount = (text: string | undefined, one: string, many: string): string | undefined =>
  text === undefined || !COUNT.test(text) ? undefined : `${text} ${text === "1" ? one : many}`

/** A reference to another record in brackets, with the space before it; nothing where there is no other record. */
export const inBrackets = (recordId: string | undefined): string => recordId === undefined ? "" : ` (${recordId})`

/** The end of a sentence that offers a list of codes; nothing where there is no list. */
export const colonList = (codes: string | undefined): string => codes === undefined || codes === "" ? "" : `: ${codes}`

/** The id of a clause of GC-PRO-05. */
export const clauseId = (path: string): string => `${GcPro05.code}/${path}`

/** Our choice, where the clause at `path` says nothing. */
export const assumption = (path: string, es: string, en: string): Provenance => ({
  kind: "assumption",
  reference: clauseId(path),
  note: { es, en }
})

/** The words of the clause at `path`. */
export const document = (path: string): Provenance => ({ kind: "document", reference: clauseId(path) })

export const law = (reference: string, es: string, en: string): Provenance => ({ kind: "law", reference, note: { es, en } })

export const fakeCustomers = clauseId("risk/fake-customers")
export const verificationCall = clauseId("control/verification-call")

/** The document names the call, and leaves open what follows from its result. */
export const undefinedResult = assumption(
  "control/verification-call",
  "El documento nombra la llamada de verificación; lo que se sigue de su resultado es criterio del programa.",
  "The document names the verification call; what follows from its result is ours."
)
