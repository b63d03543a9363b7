/** The values of a policy as fields that a person reads and edits, in groups, each at its JSON pointer in the policy file. */
import * as CodeWord from "@crm-procedure/core/records/CodeWord"
import * as JsonPointer from "@crm-procedure/core/identity/JsonPointer"
import type { Procedure } from "../frame/Contract.ts"

/** How a value is typed. `percent` and `number`: a number; `lines`: a list, one a line; `hours`: the spans of a day; `days`: days of the week. */
type Kind = "number" | "text" | "lines" | "hours" | "days" | "choice"

export interface Field {
  readonly pointer: string
  readonly label: string
  readonly help?: string | undefined
  readonly unit?: string | undefined
  readonly kind: Kind
  readonly choices?: ReadonlyArray<readonly [value: string, word: string]> | undefined
  /** Its default in words. */
  readonly byDefault?: string | undefined
  /** Whether an empty field means that the value of all brands holds. */
  readonly isOptional?: boolean | undefined
}

export interface Group {
  readonly id: string
  readonly title: string
  readonly about?: string | undefined
  readonly fields: ReadonlyArray<Field>
}

/** A policy file: plain data. */
export type File = Readonly<Record<string, unknown>>

const dayWords = { monday: "Lunes", tuesday: "Martes", wednesday: "Miércoles", thursday: "Jueves", friday: "Viernes", saturday: "Sábado", sunday: "Domingo" } as const
export const days = Object.entries(dayWords)

const indicators = [["prospecting", "Prospección"], ["followUp", "Actividades de seguimiento"], ["compliance", "Cumplimiento con los leads"]] as const
const effects = [["invalidates", "Invalida"], ["warns", "Solo avisa"], ["off", "Apagada"]] as const

/** The parameters in a few words, by name. */
export const labels: Readonly<Record<string, string>> = {
  firstContactMinutes: "Plazo del primer contacto", lostWithoutContact: "Lead perdido sin ningún contacto", directContact: "Qué cuenta como contacto directo", leadYellowDays: "Amarillo desde",
  leadRedDays: "Rojo desde", managerEscalationDays: "Escala al gerente de la sede", generalManagerEscalationDays: "Escala al Gerente General", duplicateWindowDays: "Ventana de duplicados",
  prospectRegistrationHours: "Plazo para registrar un prospecto", burstProspects: "Ráfaga de prospectos", burstMinutes: "Ventana de esa ráfaga", noteMinimumCharacters: "Caracteres de una nota",
  noteMinimumWords: "Palabras de una nota", noteRepetitions: "Repeticiones de una nota", activityRegistrationHours: "Plazo para registrar una actividad", callMinimumSeconds: "Llamada corta",
  activityBurst: "Ráfaga de actividades", activityBurstMinutes: "Ventana de esa ráfaga", phoneLogMinutes: "Margen con la central telefónica", substitutes: "Quién reemplaza al asesor",
  sampleMinimum: "Muestra mínima por asesor", samplePercent: "Muestra de prospectos", riskSampleMaximum: "Muestra por riesgo, como mucho", activitySampleMinimum: "Actividades en la muestra, mínimo",
  activitySamplePercent: "Muestra de actividades", activityRiskSampleMaximum: "Actividades por riesgo, como mucho", unreachableAttempts: "Intentos antes de «inubicable»", unreachableDays: "En días distintos",
  flaggedFailedPercent: "Asesor señalado desde", openVerificationsAtClose: "Verificaciones abiertas al cierre", appealDays: "Plazo de una apelación", dateOrder: "Fechas de los archivos",
  sources: "Fuentes admitidas", leadSources: "Fuentes de leads", activityTypes: "Tipos de actividad", closingOutcomes: "Resultados que cierran", rescheduledOutcomes: "Resultados que reprograman",
  regulatedTypes: "Tipos con horario de ley", unansweredOutcomes: "Resultados sin respuesta", namePlaceholders: "Palabras que no son un nombre", disposableDomains: "Correos desechables",
  extraHolidays: "Festivos propios", businessWeekdays: "Días hábiles", businessHours: "Horario hábil", contactHours: "Horario para contactar clientes"
}

const choices: Readonly<Record<string, ReadonlyArray<readonly [string, string]>>> = {
  substitutes: [["none", "Nadie"], ["same-branch", "Un asesor de la misma sede"], ["any", "Cualquier asesor"]],
  directContact: [["attempt", "El intento del asesor"], ["two-way", "Que el cliente responda"]],
  openVerificationsAtClose: [["pending", "Quedan pendientes: no cuentan"], ["valid", "Cuentan como válidas"]],
  lostWithoutContact: [["owes", "Sigue debiendo el primer contacto"], ["cancels", "No debe nada: se cancela"]],
  dateOrder: [["day-first", "También las que empiezan por el día"], ["iso", "Solo año-mes-día"]]
}

const parameterGroups: ReadonlyArray<readonly [id: string, title: string, names: ReadonlyArray<string>]> = [
  ["leads", "Leads", ["firstContactMinutes", "directContact", "lostWithoutContact", "leadYellowDays", "leadRedDays", "managerEscalationDays", "generalManagerEscalationDays"]],
  ["prospects", "Prospectos", ["duplicateWindowDays", "prospectRegistrationHours", "burstProspects", "burstMinutes"]],
  ["activities", "Actividades", [
    "activityRegistrationHours", "noteMinimumCharacters", "noteMinimumWords", "noteRepetitions", "callMinimumSeconds", "substitutes", "activityBurst", "activityBurstMinutes", "phoneLogMinutes"
  ]],
  ["calls", "Verificación y apelaciones", [
    "sampleMinimum", "samplePercent", "riskSampleMaximum", "activitySampleMinimum", "activitySamplePercent", "activityRiskSampleMaximum", "unreachableAttempts", "unreachableDays", "flaggedFailedPercent",
    "openVerificationsAtClose", "appealDays"
  ]],
  ["lists", "Listas", ["sources", "leadSources", "activityTypes", "closingOutcomes", "rescheduledOutcomes", "unansweredOutcomes", "regulatedTypes", "namePlaceholders", "disposableDomains"]],
  ["hours", "Horarios y festivos", ["businessWeekdays", "extraHolidays", "businessHours", "contactHours", "dateOrder"]]
]

/** No edition changes these. */
const fixed: ReadonlySet<string> = new Set(["timeZone", "phoneCountry"])

type Parameter = Procedure["policy"]["parameters"][number]

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value)

/** How a parameter is typed, as its default shows. */
const kindOf = ({ default: byDefault, name }: Parameter): Kind =>
  typeof byDefault === "number" ? "number" : choices[name] !== undefined ? "choice" : name === "businessWeekdays" ? "days" : Array.isArray(byDefault) ? "lines" : "text"

const word = (value: unknown): string => typeof value === "string" ? dayWords[value as keyof typeof dayWords] ?? CodeWord.of(value) : String(value)

/** A value in words, shortened. */
const shortly = (name: string, value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? "ninguno" : value.length > 6 ? `${value.slice(0, 6).map(word).join(", ")}… (${value.length})` : value.map(word).join(", ")
  return choices[name]?.find(([own]) => own === value)?.[1] ?? word(value)
}

const fieldsOf = (parameter: Parameter, at: string, isOptional = false): ReadonlyArray<Field> => {
  const { default: byDefault, meaning, name, unit } = parameter
  const label = labels[name] ?? meaning.es
  const pointer = `${at}/parameters/${name}`
  if (isObject(byDefault)) {
    return days.map(([day, dayWord], place) => ({
      pointer: `${pointer}/${day}`,
      label: `${label}: ${dayWord.toLocaleLowerCase("es-CO")}`,
      kind: "hours",
      help: place === 0 ? `${meaning.es}. Escriba tramos como 08:00-12:00 14:00-18:00; vacío es cerrado.` : undefined,
      byDefault: Array.isArray(byDefault[day]) ? byDefault[day].join(" ") : "cerrado"
    }))
  }
  return [{ pointer, label, help: label === meaning.es ? undefined : meaning.es, unit: unit.es, kind: kindOf(parameter), choices: choices[name], byDefault: shortly(name, byDefault), isOptional }]
}

const ruleFields = (rules: Procedure["policy"]["rules"], subject: "prospect" | "activity", at: string, isOptional = false): ReadonlyArray<Field> =>
  rules.filter((rule) => rule.subject === subject).map(({ code, message, title }) => ({
    pointer: `${at}/rules/${subject}/${code}`, label: title.es, help: message.es, kind: "choice", choices: effects, isOptional
  }))

/** The groups of a policy's fields, the profiles of brands last. */
export const groupsOf = ({ policy: { parameters, rules } }: Pick<Procedure, "policy">, brands: ReadonlyArray<{ readonly brandId: string; readonly name: string }>): ReadonlyArray<Group> => {
  const grouped = new Set(parameterGroups.flatMap(([, , names]) => names))
  const others = parameters.filter(({ name }) => !grouped.has(name) && !fixed.has(name))
  const named = (names: ReadonlyArray<string>) => names.flatMap((name) => parameters.filter((one) => one.name === name))
  return [
    {
      id: "thresholds",
      title: "Umbrales de los semáforos",
      about: "Porcentaje de la meta desde el que un indicador está en amarillo y en verde.",
      fields: indicators.flatMap(([own, name]) => [["yellow", "amarillo"], ["green", "verde"]].map(([color, words]): Field =>
        ({ pointer: `/thresholds/${own}/${color}`, label: `${name}: ${words} desde`, unit: "%", kind: "number", byDefault: color === "yellow" ? "80" : own === "compliance" ? "95" : "100" })))
    },
    { id: "prospect-rules", title: "Reglas de prospectos", about: "Qué pasa cuando un prospecto no cumple.", fields: ruleFields(rules, "prospect", "") },
    { id: "activity-rules", title: "Reglas de actividades", about: "Qué pasa cuando una actividad no cumple.", fields: ruleFields(rules, "activity", "") },
    ...parameterGroups.map(([id, title, names]): Group => ({ id, title, fields: named(names).flatMap((one) => fieldsOf(one, "")) })),
    ...others.length === 0 ? [] : [{ id: "others", title: "Otros", fields: others.flatMap((one) => fieldsOf(one, "")) }],
    {
      id: "company",
      title: "Empresa y membrete",
      about: "Lo que imprimen los formularios. Sin nombre, el del procedimiento.",
      fields: [
        { pointer: "/name", label: "Nombre de la política", kind: "text" },
        ...([["name", "Empresa"], ["nit", "NIT"], ["address", "Dirección"], ["city", "Ciudad"], ["phone", "Teléfono"]] as const).map(([field, label]): Field =>
          ({ pointer: `/company/${field}`, label, kind: "text", isOptional: true }))
      ]
    },
    ...brands.map(({ brandId, name }): Group => {
      const at = `/brands/${JsonPointer.step(brandId)}`
      return {
        id: `brand-${brandId}`,
        title: `Marca ${name}`,
        about: "Lo que esta marca tiene distinto. Vacío: como en todas.",
        fields: [...parameters.filter(({ perBrand }) => perBrand).flatMap((one) => fieldsOf(one, at, true)), ...ruleFields(rules, "prospect", at, true), ...ruleFields(rules, "activity", at, true)]
      }
    })
  ]
}

const stepsOf = (pointer: string): ReadonlyArray<string> => pointer.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))

export const valueAt = (file: File, pointer: string): unknown => stepsOf(pointer).reduce<unknown>((value, key) => isObject(value) ? value[key] : undefined, file)

/** The file with another value at a pointer; undefined takes it out, and the objects that it leaves empty with it. */
export const withValue = (file: File, pointer: string, value: unknown): File => {
  const put = (into: unknown, [key, ...rest]: ReadonlyArray<string>): File | undefined => {
    const object = isObject(into) ? into : {}
    const inner = rest.length === 0 ? value : put(object[key!], rest)
    const { [key!]: _before, ...others } = object
    const next = inner === undefined ? others : { ...object, [key!]: inner }
    return Object.keys(next).length === 0 ? undefined : next
  }
  return put(file, stepsOf(pointer)) ?? {}
}

/** A value as it is typed. */
export const textOf = ({ kind }: Pick<Field, "kind">, value: unknown): string =>
  value === undefined || value === null
    ? ""
    : Array.isArray(value)
    ? value.join(kind === "lines" ? "\n" : " ")
    : typeof value === "number"
    ? String(value).replace(".", ",")
    : typeof value === "string"
    ? value
    : JSON.stringify(value)

/** What is typed, as a value of the file. What is no number is sent as it is typed: the server says what it expected. */
export const valueOf = ({ isOptional, kind }: Pick<Field, "kind" | "isOptional">, text: string): unknown => {
  const trimmed = text.trim()
  if (trimmed === "" && isOptional === true) return undefined
  switch (kind) {
    case "number": {
      const number = Number(trimmed.replace(",", "."))
      return trimmed === "" || Number.isNaN(number) ? trimmed : number
    }
    case "lines":
      return text.split("\n").map((line) => line.trim()).filter((line) => line !== "")
    case "hours":
    case "days":
      return trimmed === "" ? [] : trimmed.split(/[\s,;]+/)
    default:
      return trimmed
  }
}

/** A value in words, with its unit. */
export const wordsOf = (field: Field | undefined, value: unknown): string => {
  if (value === null || value === undefined) return "—"
  if (field === undefined) return typeof value === "object" ? JSON.stringify(value) : String(value)
  const said = field.choices?.find(([own]) => own === value)?.[1] ?? (Array.isArray(value) ? value.length === 0 ? field.kind === "hours" ? "cerrado" : "ninguno" : value.map(word).join(", ") : textOf(field, value))
  return field.unit === undefined || field.unit === "" ? said : `${said} ${field.unit}`
}

/** A difference in a group of its own, such as a whole profile, in its single values. */
export const singly = (differences: ReadonlyArray<{ readonly pointer: string; readonly before: unknown; readonly after: unknown }>): ReadonlyArray<{ readonly pointer: string; readonly before: unknown; readonly after: unknown }> =>
  differences.flatMap(({ after, before, pointer }) => {
    if (!isObject(after) && !isObject(before)) return [{ pointer, before, after }]
    const [one, other] = [isObject(before) ? before : {}, isObject(after) ? after : {}]
    return singly([...new Set([...Object.keys(one), ...Object.keys(other)])].map((key) => ({ pointer: `${pointer}/${JsonPointer.step(key)}`, before: one[key] ?? null, after: other[key] ?? null })))
  })
