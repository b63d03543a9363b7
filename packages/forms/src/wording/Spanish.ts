/** Numbers and words as a person in Colombia reads them, and the escaping that both HTML and SVG need. */
import * as MonthName from "@crm-procedure/core/calendar/MonthName"
import type { Color, Verdict } from "../data/FormData.ts"

const noBreakSpace = "\u00a0"

/** `12.345`; empty for `NaN` and infinities. */
export const integerText = (value: number): string =>
  Number.isFinite(value) ? String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ".") : ""

/** `66,7`, of a percentage that has one decimal already. */
export const decimalText = (percent: number): string => percent.toFixed(1).replace(".", ",")

/** `66,7 %`; a dash where there is no value. The percentage has one decimal already. */
export const percentText = (percent: number | null): string => {
  if (percent === null) return "—"
  const [whole = "0", decimal = "0"] = percent.toFixed(1).split(".")
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ".")},${decimal}${noBreakSpace}%`
}

/** The words of the colours. What `none` means depends on what is coloured. */
export type ColorWords = Readonly<Record<Color, string>>

const wordsWith = (none: string): ColorWords => ({ green: "Verde", yellow: "Amarillo", red: "Rojo", none })

export const indicatorWords: ColorWords = wordsWith("Sin meta")
export const complianceWords: ColorWords = wordsWith("Sin obligaciones")
export const leadWords: ColorWords = wordsWith("Cerrado")

export const verdictWords: Readonly<Record<Verdict, string>> = {
  valid: "Válido",
  invalid: "No válido",
  pending: "Pendiente"
}

/** An activity is feminine. */
export const activityVerdictWords: Readonly<Record<Verdict, string>> = {
  valid: "Válida",
  invalid: "No válida",
  pending: "Pendiente"
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "\"": "&quot;",
  "'": "&#39;"
}

// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g

/** Text for an element or a quoted attribute; characters that no document may hold become `\ufffd`. */
export const escaped = (text: string): string =>
  text.toWellFormed().replace(unprintable, "\ufffd").replace(/[&<>"']/g, (character) => entities[character] as string)

/** `marzo de 2024` for `2024-03`; anything else as it is. */
export const periodText = (period: string): string => {
  const parts = /^(\d{4})-(\d{2})$/.exec(period)
  const month = MonthName.spanish[Number(parts?.[2] ?? 0) - 1]
  return parts === null || month === undefined ? period : `${month} de ${parts[1]}`
}

/** `2 de abril de 2024` for `2024-04-02`, whatever follows it; anything else as it is. */
export const dayText = (instant: string): string => {
  const parts = /^(\d{4}-\d{2})-(\d{2})/.exec(instant)
  return parts === null ? instant : `${Number(parts[2])} de ${periodText(parts[1] as string)}`
}

/** `01/04/2024 00:00 (UTC-05:00)` for a local ISO instant with its offset; anything else as it is. */
export const instantText = (instant: string): string => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.exec(instant)
  if (parts === null) return instant
  const [, year, month, day, time, offset] = parts
  return `${day}/${month}/${year} ${time} (UTC${offset === "Z" ? "" : offset})`
}
