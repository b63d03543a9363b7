/** What each parameter means, in words for documents and pages. Judging does not load them. */
import type { Bilingual } from "../identity/Bilingual.ts"
import type { Name } from "./Parameter.ts"

/** The meanings of all parameters, by name. */
export const meanings: Readonly<Record<Name, Bilingual>> = {
  timeZone: {
    es: "Zona horaria del concesionario: en ella se leen los instantes sin zona y se cuentan los días y los meses",
    en: "The dealership's time zone: instants without an offset are read in it, days and months are counted in it"
  },
  phoneCountry: {
    es: "País de un teléfono que no dice el suyo (código ISO 3166-1)",
    en: "The country of a phone that names none (ISO 3166-1 code)"
  },
  extraHolidays: {
    es: "Días en que el concesionario no trabaja, además de los festivos colombianos: la feria de la ciudad, un inventario",
    en: "Days on which the dealership does not work, besides Colombian holidays: the city's fair, an inventory"
  },
  dateOrder: {
    es: "Cómo se leen las fechas de los archivos: day-first, también las que empiezan por el día (5/03/2024 es 5 de marzo); iso, solo ISO 8601",
    en: "How dates in files are read: day-first, also those that begin with the day (5/03/2024 is 5 March); iso, ISO 8601 only"
  },
  businessWeekdays: {
    es: "Días hábiles para el ritmo de la meta; los festivos nunca lo son",
    en: "Business days for the goal's pace; holidays never are"
  },
  businessHours: {
    es: "Horario hábil en que corre el plazo del primer contacto",
    en: "Business hours in which the first contact's time runs"
  },
  namePlaceholders: {
    es: "Palabras que no son un nombre",
    en: "Words that are no name"
  },
  disposableDomains: {
    es: "Dominios de correo desechable, además de la lista incluida",
    en: "Disposable-mail domains, besides the kept list"
  },
  sources: {
    es: "Fuentes admitidas de un prospecto",
    en: "Admitted sources of a prospect"
  },
  leadSources: {
    es: "Fuentes que hacen de un prospecto un LEAD",
    en: "Sources that make a prospect a lead"
  },
  duplicateWindowDays: {
    es: "Días (de 24 horas) durante los que un registro anterior de la misma persona y marca convierte al nuevo en duplicado",
    en: "Days during which an earlier record of the same person and brand makes the new one a duplicate (of 24 hours)"
  },
  prospectRegistrationHours: {
    es: "Horas para registrar un prospecto después de creado",
    en: "Hours to record a prospect after it was created"
  },
  burstProspects: {
    es: "Desde qué prospecto de un mismo asesor, dentro de la ventana, hay una ráfaga",
    en: "From which prospect of one advisor, within the window, there is a burst"
  },
  burstMinutes: {
    es: "Ventana de la ráfaga",
    en: "The burst's window"
  },
  activityTypes: {
    es: "Tipos de actividad admitidos",
    en: "Admitted activity types"
  },
  closingOutcomes: {
    es: "Resultados que cierran el seguimiento",
    en: "Outcomes that close the follow-up"
  },
  rescheduledOutcomes: {
    es: "Resultados que solo dan otra fecha: no son seguimiento",
    en: "Outcomes that only give another date: no follow-up"
  },
  substitutes: {
    es: "Quién puede atender en lugar del asesor del prospecto",
    en: "Who may attend in place of the prospect's advisor"
  },
  noteMinimumCharacters: {
    es: "Caracteres mínimos de una nota, sin contar tildes, signos ni espacios repetidos",
    en: "Fewest characters of a note, accents, signs and repeated spaces aside"
  },
  noteMinimumWords: {
    es: "Palabras mínimas de una nota",
    en: "Fewest words of a note"
  },
  noteRepetitions: {
    es: "Veces que un asesor puede usar la misma nota en un mes",
    en: "Times that an advisor may use one note in a month"
  },
  activityRegistrationHours: {
    es: "Horas para registrar una actividad después de realizada",
    en: "Hours to record an activity after it was performed"
  },
  callMinimumSeconds: {
    es: "Duración mínima de una llamada",
    en: "Shortest duration of a call"
  },
  activityBurst: {
    es: "Desde qué actividad realizada de un mismo asesor, dentro de la ventana, hay una ráfaga",
    en: "From which performed activity of one advisor, within the window, there is a burst"
  },
  activityBurstMinutes: {
    es: "Ventana de la ráfaga de actividades",
    en: "Window of a burst of activities"
  },
  phoneLogMinutes: {
    es: "Minutos, antes o después, en que una llamada debe estar en el registro telefónico",
    en: "Minutes, before or after, within which a call must be in the telephone log"
  },
  appealDays: {
    es: "Plazo para decidir la apelación de un asesor, contado desde el día siguiente",
    en: "Term to decide an advisor's appeal, counted from the next day"
  },
  contactHours: {
    es: "Horario en que la ley permite contactar; nunca domingos ni festivos",
    en: "Hours in which the law allows contact; never on Sundays or holidays"
  },
  regulatedTypes: {
    es: "Canales que la ley regula",
    en: "Channels that the law regulates"
  },
  directContact: {
    es: "Qué es un contacto directo: cualquier intento, o uno con respuesta; las autoridades han dicho ambas cosas",
    en: "What a direct contact is: any attempt, or a two-way one; authorities have said both"
  },
  unansweredOutcomes: {
    es: "Resultados de un contacto sin respuesta",
    en: "Outcomes of a contact without an answer"
  },
  sampleMinimum: {
    es: "Prospectos por asesor que se verifican como mínimo",
    en: "Prospects verified per advisor at least"
  },
  samplePercent: {
    es: "Porcentaje de los prospectos de un asesor que se verifica",
    en: "Share of an advisor's prospects that is verified"
  },
  riskSampleMaximum: {
    es: "Prospectos con señales de riesgo que se agregan por asesor, como máximo",
    en: "Prospects with risk signals added per advisor, at most"
  },
  activitySampleMinimum: {
    es: "Actividades por asesor que se verifican como mínimo",
    en: "Activities verified per advisor at least"
  },
  activitySamplePercent: {
    es: "Porcentaje de las actividades de un asesor que se verifica",
    en: "Share of an advisor's activities that is verified"
  },
  activityRiskSampleMaximum: {
    es: "Actividades con señales de riesgo que se agregan por asesor, como máximo",
    en: "Activities with risk signals added per advisor, at most"
  },
  unreachableAttempts: {
    es: "Llamadas sin respuesta para concluir que es ilocalizable",
    en: "Unanswered calls to conclude unreachable"
  },
  unreachableDays: {
    es: "Días distintos en que deben caer esas llamadas",
    en: "Different days on which those calls must fall"
  },
  flaggedFailedPercent: {
    es: "Se señala al asesor cuando, con una confianza del 95 %, su porcentaje de verificaciones fallidas supera este",
    en: "An advisor is flagged when the interval's lower end of failed exceeds this share"
  },
  openVerificationsAtClose: {
    es: "Cómo cuentan al cierre las verificaciones abiertas",
    en: "How open verifications count at the close"
  },
  firstContactMinutes: {
    es: "Plazo del primer contacto con un LEAD",
    en: "Time for a lead's first contact"
  },
  lostWithoutContact: {
    es: "Si un LEAD que se perdió sin ningún contacto debe su primer contacto como si siguiera abierto (owes), o la pérdida lo cancela (cancels)",
    en: "Whether a lead that was lost without any contact owes its first contact like an open one (owes), or the loss cancels it (cancels)"
  },
  leadRedDays: {
    es: "Un LEAD abierto pasa a rojo cuando lleva más de estos días sin contacto",
    en: "An open lead turns red after more than these days without a contact"
  },
  leadYellowDays: {
    es: "Un LEAD abierto pasa a amarillo cuando lleva más de estos días sin contacto",
    en: "An open lead turns yellow after more than these days without a contact"
  },
  managerEscalationDays: {
    es: "Un LEAD que lleva más de estos días hábiles en rojo pasa al gerente de la línea",
    en: "A lead red for more business days than these goes to the line's manager"
  },
  generalManagerEscalationDays: {
    es: "Un LEAD que lleva más de estos días hábiles en rojo pasa al gerente general",
    en: "A lead red for more business days than these goes to the general manager"
  }
}
