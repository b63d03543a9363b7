/** The header block of a form as lines of text. The page and the workbook print the same ones. */
import type { Header } from "../data/FormData.ts"
import { instantText, integerText, periodText } from "../wording/Spanish.ts"

/** `GC-PRO-05 versión 02` */
export const procedureText = (header: Header): string => `${header.procedureCode} versión ${header.procedureVersion}`

/** `GC-FOR-06 Informe Validez de Prospectos`; the name alone where the form has no code. */
export const formText = (header: Header): string => [header.formCode, header.formName].filter((part) => part !== "").join(" ")

/** The company, the procedure and the form. */
export const identification = (header: Header): string =>
  `${header.company}${header.companyDetails === undefined ? "" : ` (${header.companyDetails})`} · ${procedureText(header)}, vigente desde ${header.effectiveFrom} · ${formText(header)}`

/** The period, the instant and the time zone that the form speaks of. */
export const validity = (header: Header): string =>
  `Período: ${periodText(header.period)} · Corte: ${instantText(header.asOf)} · Zona horaria: ${header.zone}`

/** The policy that judged the records. */
export const provenance = (header: Header): string =>
  `Política: ${header.policy}${header.digest === "" ? "" : ` · Huella: ${header.digest}`} · ` +
  "Umbrales y criterios de validez: configuración del programa, no texto del procedimiento"

/** What a reader must know before reading the figures, a line each. A form for no reader in particular may have none. */
export const notes = ({ closed, scope, waivers }: Header): ReadonlyArray<string> => [
  ...(scope === undefined ? [] : [scope.text]),
  ...(closed === undefined || closed.note === "" ? [] : [closed.note]),
  ...(waivers === undefined ? [] : [waiversText(waivers)])
]

const waiversText = ({ by, count }: NonNullable<Header["waivers"]>): string =>
  count === 0
    ? "Excusas: ninguna."
    : `Excusas: ${integerText(count)}, concedidas por ${by.map((one) => `${one.grantedBy || "—"} (${integerText(one.count)})`).join(", ")}.`
