/**
 * The numbers and lists that the procedure leaves open, each with its default, its unit and where it comes from. The
 * product never presents an assumption as the document's.
 *
 * @example
 * ```ts run
 * import { Parameter } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const { default: days, provenance, unit } = Parameter.parameters.duplicateWindowDays
 * assert.equal(typeof days, "number")
 * assert.deepEqual([unit.en, provenance.kind], ["days", "assumption"])
 * ```
 */
import { oneOf } from "../identity/Bilingual.ts"
import type { Bilingual } from "../identity/Bilingual.ts"
import type { Provenance } from "./Procedure.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as Contact from "../identity/Contact.ts"
import * as Result from "effect/Result"
import * as PersonName from "../identity/PersonName.ts"
import * as Reading from "../records/Reading.ts"

/** The days of the week as a policy file names them, Monday first. */
export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const

/** Opening hours by weekday, wall clock, half-open: `{ "monday": ["08:00-12:00", "14:00-18:00"] }`; a day left out is closed. */
export type WeekHours = Readonly<Partial<Record<typeof weekdays[number], ReadonlyArray<string>>>>

/** Everything a policy can set, by name. Days, hours, minutes and seconds as the name's last word says. */
export interface Parameters {
  readonly timeZone: string
  readonly phoneCountry: string
  readonly extraHolidays: ReadonlyArray<string>
  readonly dateOrder: Reading.DateOrder
  readonly businessWeekdays: ReadonlyArray<string>
  readonly businessHours: WeekHours
  readonly namePlaceholders: ReadonlyArray<string>
  readonly disposableDomains: ReadonlyArray<string>
  readonly sources: ReadonlyArray<string>
  readonly leadSources: ReadonlyArray<string>
  readonly duplicateWindowDays: number
  readonly prospectRegistrationHours: number
  readonly burstProspects: number
  readonly burstMinutes: number
  readonly activityTypes: ReadonlyArray<string>
  readonly closingOutcomes: ReadonlyArray<string>
  readonly rescheduledOutcomes: ReadonlyArray<string>
  readonly substitutes: "none" | "same-branch" | "any"
  readonly noteMinimumCharacters: number
  readonly noteMinimumWords: number
  readonly noteRepetitions: number
  readonly activityRegistrationHours: number
  readonly callMinimumSeconds: number
  readonly activityBurst: number
  readonly activityBurstMinutes: number
  readonly phoneLogMinutes: number
  readonly appealDays: number
  readonly contactHours: WeekHours
  readonly regulatedTypes: ReadonlyArray<string>
  readonly directContact: "attempt" | "two-way"
  readonly unansweredOutcomes: ReadonlyArray<string>
  readonly sampleMinimum: number
  readonly samplePercent: number
  readonly riskSampleMaximum: number
  readonly activitySampleMinimum: number
  readonly activitySamplePercent: number
  readonly activityRiskSampleMaximum: number
  readonly unreachableAttempts: number
  readonly unreachableDays: number
  readonly flaggedFailedPercent: number
  readonly openVerificationsAtClose: "pending" | "valid"
  readonly firstContactMinutes: number
  readonly lostWithoutContact: "owes" | "cancels"
  readonly leadRedDays: number
  readonly leadYellowDays: number
  readonly managerEscalationDays: number
  readonly generalManagerEscalationDays: number
}

export type Name = keyof Parameters

/** What a value must be, as a check that answers with what was expected when it is not. */
type Check = (value: unknown) => Bilingual | undefined

/** A parameter as declared. `scope` tells whether a brand's profile may set it. */
export interface Parameter<Value = unknown> {
  readonly default: Value
  readonly unit: Bilingual
  readonly scope: "brand" | "policy"
  readonly provenance: Provenance
  readonly check: Check
}

const isWords: Check = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === "string" && item.trim() === item && item !== "")
    ? undefined
    : { es: "una lista de textos que no estén en blanco", en: "a list of texts that are not blank" }

const isWholeFrom = (least: number, most = 1_000_000): Check => (value) =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
    ? undefined
    : { es: `un número entero de ${least} a ${most}`, en: `a whole number from ${least} to ${most}` }

const isOneOf = (values: ReadonlyArray<string>): Check => (value) =>
  values.includes(value as string) ? undefined : oneOf(values)

const isZone: Check = (value) =>
  typeof value === "string" && Result.isSuccess(Calendar.zone(value))
    ? undefined
    : { es: "una zona horaria IANA, como America/Bogota", en: "an IANA time zone, like America/Bogota" }

const isPhoneCountry: Check = (value) =>
  typeof value === "string" && Contact.isPhoneCountry(value)
    ? undefined
    : { es: "el código ISO 3166-1 de un país, como CO", en: "a country's ISO 3166-1 code, like CO" }

const isDays: Check = (value) =>
  Array.isArray(value) && new Set(value).size === value.length && value.every((day) => typeof day === "string" && Calendar.parseDay(day) !== undefined)
    ? undefined
    : { es: "fechas distintas que existan, como 2024-08-07", en: "different dates that exist, like 2024-08-07" }

const isWeekdays: Check = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((day) => (weekdays as ReadonlyArray<unknown>).includes(day))
    ? undefined
    : { es: `al menos uno de: ${weekdays.join(", ")}`, en: `at least one of: ${weekdays.join(", ")}` }

const SPAN = /^([01][0-9]|2[0-4]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])$/

/** The spans of one weekday in minutes since midnight, in order; undefined when a text is not one. */
export const spansOf = (texts: ReadonlyArray<string>): ReadonlyArray<{ readonly from: number; readonly to: number }> | undefined => {
  const spans: Array<{ readonly from: number; readonly to: number }> = []
  for (const text of texts) {
    const match = SPAN.exec(text)
    if (match === null) return undefined
    const from = Number(match[1]) * 60 + Number(match[2])
    const to = Number(match[3]) * 60 + Number(match[4])
    if (from >= to || to > 1440 || (spans.at(-1)?.to ?? 0) > from) return undefined
    spans.push({ from, to })
  }
  return spans
}

const isWeekHours: Check = (value) => {
  const expected: Bilingual = {
    es: "horas por día, en orden y sin traslapes, como { \"monday\": [\"08:00-18:00\"] }, con al menos un día abierto",
    en: "hours by weekday, in order and without overlap, like { \"monday\": [\"08:00-18:00\"] }, at least one day open"
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return expected
  let open = false
  for (const [day, spans] of Object.entries(value)) {
    if (!(weekdays as ReadonlyArray<string>).includes(day)) return expected
    if (!Array.isArray(spans) || !spans.every((span) => typeof span === "string") || spansOf(spans) === undefined) return expected
    open ||= spans.length > 0
  }
  return open ? undefined : expected
}

const assumption = (reference: string): Provenance => ({ kind: "assumption", reference })
const law = (reference: string): Provenance => ({ kind: "law", reference })
const RISK_FALSE = "GC-PRO-05/risk/fake-customers"
const RISK_LEADS = "GC-PRO-05/risk/leads-not-followed-up"
const CONTROL_CALL = "GC-PRO-05/control/verification-call"
const CONTROL_REPORT = "GC-PRO-05/control/compliance-report"
const REQUIREMENTS = "GC-PRO-05/requirements"

const units = {
  none: { es: "", en: "" },
  days: { es: "días", en: "days" },
  businessDays: { es: "días hábiles", en: "business days" },
  hours: { es: "horas", en: "hours" },
  minutes: { es: "minutos", en: "minutes" },
  businessMinutes: { es: "minutos hábiles", en: "business minutes" },
  seconds: { es: "segundos", en: "seconds" },
  percent: { es: "%", en: "%" },
  records: { es: "registros", en: "records" },
  attempts: { es: "intentos", en: "attempts" },
  characters: { es: "caracteres", en: "characters" },
  words: { es: "palabras", en: "words" }
} satisfies Record<string, Bilingual>

const declare = <Value>(
  defaultValue: Value,
  scope: "brand" | "policy",
  unit: keyof typeof units,
  check: Check,
  provenance: Provenance
): Parameter<Value> => ({ default: defaultValue, scope, unit: units[unit], check, provenance })

/** The lead sources: what reaches the dealership from outside and is handed to an advisor. */
const leadSources = ["brand-crm", "web", "social", "phone-lead", "referral-lead"]

/** Every parameter, by name. What each one means is in `ParameterMeaning`. */
export const parameters: { readonly [N in Name]: Parameter<Parameters[N]> } = {
  timeZone: declare("America/Bogota", "policy", "none", isZone, assumption("GC-PRO-05/scope")),
  phoneCountry: declare(Contact.DEFAULT_COUNTRY, "policy", "none", isPhoneCountry, assumption("GC-PRO-05/scope")),
  extraHolidays: declare<ReadonlyArray<string>>([], "policy", "none", isDays, assumption("GC-PRO-05/scope")),
  dateOrder: declare<Reading.DateOrder>("day-first", "policy", "none", isOneOf(Reading.dateOrders), assumption("GC-PRO-05/scope")),
  businessWeekdays: declare<ReadonlyArray<string>>(weekdays.slice(0, 6), "policy", "none", isWeekdays, assumption("GC-PRO-05/indicator/prospecting")),
  businessHours: declare<WeekHours>({
    monday: ["08:00-18:00"], tuesday: ["08:00-18:00"], wednesday: ["08:00-18:00"], thursday: ["08:00-18:00"], friday: ["08:00-18:00"], saturday: ["08:00-13:00"]
  }, "policy", "none", isWeekHours, assumption(CONTROL_REPORT)),
  namePlaceholders: declare<ReadonlyArray<string>>(PersonName.defaultPlaceholders, "brand", "none", isWords, assumption(RISK_FALSE)),
  disposableDomains: declare<ReadonlyArray<string>>([], "brand", "none", isWords, assumption(RISK_FALSE)),
  sources: declare<ReadonlyArray<string>>([...leadSources, "walk-in", "street", "event", "referral", "customer-base", "unsold-follow-up"],
    "brand", "none", isWords, assumption(REQUIREMENTS)),
  leadSources: declare<ReadonlyArray<string>>(leadSources, "policy", "none", isWords, assumption(RISK_LEADS)),
  duplicateWindowDays: declare(90, "brand", "days", isWholeFrom(0, 36500), assumption(RISK_FALSE)),
  prospectRegistrationHours: declare(72, "brand", "hours", isWholeFrom(0), assumption(RISK_FALSE)),
  burstProspects: declare(10, "policy", "records", isWholeFrom(2, 1000), assumption(RISK_FALSE)),
  burstMinutes: declare(10, "policy", "minutes", isWholeFrom(0, 100_000), assumption(RISK_FALSE)),
  activityTypes: declare<ReadonlyArray<string>>(["call", "whatsapp", "email", "sms", "visit", "home-visit", "test-ride", "quote", "meeting"],
    "brand", "none", isWords, assumption(REQUIREMENTS)),
  closingOutcomes: declare<ReadonlyArray<string>>(["won", "lost"], "brand", "none", isWords, assumption(RISK_LEADS)),
  rescheduledOutcomes: declare<ReadonlyArray<string>>(["rescheduled"], "policy", "none", isWords, assumption(RISK_LEADS)),
  substitutes: declare<"none" | "same-branch" | "any">("same-branch", "brand", "none", isOneOf(["none", "same-branch", "any"]), assumption(RISK_FALSE)),
  noteMinimumCharacters: declare(15, "brand", "characters", isWholeFrom(0, 10_000), assumption(RISK_LEADS)),
  noteMinimumWords: declare(3, "brand", "words", isWholeFrom(0, 1000), assumption(RISK_LEADS)),
  noteRepetitions: declare(3, "brand", "records", isWholeFrom(1, 1000), assumption(RISK_FALSE)),
  activityRegistrationHours: declare(48, "brand", "hours", isWholeFrom(0), assumption(RISK_LEADS)),
  callMinimumSeconds: declare(30, "brand", "seconds", isWholeFrom(0, 86_400), assumption(RISK_FALSE)),
  activityBurst: declare(10, "policy", "records", isWholeFrom(2, 1000), assumption(RISK_FALSE)),
  activityBurstMinutes: declare(10, "policy", "minutes", isWholeFrom(0, 10_000), assumption(RISK_FALSE)),
  phoneLogMinutes: declare(60, "policy", "minutes", isWholeFrom(0, 10_000), assumption(RISK_FALSE)),
  appealDays: declare(3, "policy", "businessDays", isWholeFrom(0, 365), assumption(REQUIREMENTS)),
  contactHours: declare<WeekHours>({
    monday: ["07:00-19:00"], tuesday: ["07:00-19:00"], wednesday: ["07:00-19:00"], thursday: ["07:00-19:00"], friday: ["07:00-19:00"], saturday: ["08:00-15:00"]
  }, "policy", "none", isWeekHours, law("Ley 2300 de 2023, art. 3")),
  regulatedTypes: declare<ReadonlyArray<string>>(["call", "whatsapp", "sms", "email"], "policy", "none", isWords, law("Ley 2300 de 2023, art. 2")),
  directContact: declare<"attempt" | "two-way">("attempt", "policy", "none", isOneOf(["attempt", "two-way"]), assumption(REQUIREMENTS)),
  unansweredOutcomes: declare<ReadonlyArray<string>>(["no-answer", "voicemail", "busy", "wrong-number", "not-delivered"], "policy", "none", isWords, assumption(REQUIREMENTS)),
  sampleMinimum: declare(5, "policy", "records", isWholeFrom(0), assumption(CONTROL_CALL)),
  samplePercent: declare(10, "policy", "percent", isWholeFrom(0, 100), assumption(CONTROL_CALL)),
  riskSampleMaximum: declare(20, "policy", "records", isWholeFrom(0), assumption(CONTROL_CALL)),
  activitySampleMinimum: declare(0, "policy", "records", isWholeFrom(0), assumption(CONTROL_CALL)),
  activitySamplePercent: declare(0, "policy", "percent", isWholeFrom(0, 100), assumption(CONTROL_CALL)),
  activityRiskSampleMaximum: declare(0, "policy", "records", isWholeFrom(0), assumption(CONTROL_CALL)),
  unreachableAttempts: declare(3, "policy", "attempts", isWholeFrom(1, 100), assumption(CONTROL_CALL)),
  unreachableDays: declare(2, "policy", "days", isWholeFrom(1, 100), assumption(CONTROL_CALL)),
  flaggedFailedPercent: declare(10, "policy", "percent", isWholeFrom(0, 100), assumption(CONTROL_CALL)),
  openVerificationsAtClose: declare<"pending" | "valid">("pending", "policy", "none", isOneOf(["pending", "valid"]), assumption(CONTROL_CALL)),
  firstContactMinutes: declare(120, "policy", "businessMinutes", isWholeFrom(0), assumption(CONTROL_REPORT)),
  lostWithoutContact: declare<"owes" | "cancels">("owes", "policy", "none", isOneOf(["owes", "cancels"]), assumption(CONTROL_REPORT)),
  leadRedDays: declare(7, "policy", "days", isWholeFrom(0, 36500), assumption("GC-PRO-05/annex/GC-FOR-21")),
  leadYellowDays: declare(3, "policy", "days", isWholeFrom(0, 36500), assumption("GC-PRO-05/annex/GC-FOR-21")),
  managerEscalationDays: declare(2, "policy", "businessDays", isWholeFrom(0, 365), assumption(CONTROL_REPORT)),
  generalManagerEscalationDays: declare(5, "policy", "businessDays", isWholeFrom(0, 365), assumption(CONTROL_REPORT))
}

/** The names of all parameters, in the order of declaration. */
export const names = Object.keys(parameters) as ReadonlyArray<Name>

/** The defaults of all parameters. */
export const defaults = Object.fromEntries(names.map((name) => [name, parameters[name].default])) as unknown as Parameters
