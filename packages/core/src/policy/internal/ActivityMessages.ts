/** The texts of the activity rules, in the order of the table. */
import type { Rule } from "../Rule.ts"
import { always, amount, assumption, both, byDetail, clauseId, colonList, document, fakeCustomers, inBrackets, law, undefinedResult, verificationCall } from "./Wording.ts"

const leadsNotFollowedUp = clauseId("risk/leads-not-followed-up")

/** The document counts «actividades realizadas válidas» and does not say which are valid. */
const undefinedValid = assumption(
  "indicator/follow-up",
  "El documento no define cuándo una actividad es válida; este criterio es del programa.",
  "The document does not define when an activity is valid; this criterion is ours."
)

const whoAndWhom: ReadonlyArray<Rule> = [
  {
    code: "not-performed",
    subject: "activity",
    serves: "R2",
    effect: "invalidates",
    field: "status",
    title: both("No realizada", "Not performed"),
    message: always(
      "La actividad no figura como realizada o le falta la fecha en que se hizo. Cuando la realice, márquela como realizada, con su fecha y hora.",
      "The activity is not marked as performed, or lacks the date on which it was. Once it is done, mark it as performed, with date and time."
    ),
    provenance: document("indicator/follow-up"),
    verifies: clauseId("indicator/follow-up")
  },
  {
    code: "performed-in-future",
    subject: "activity",
    serves: "R1",
    effect: "invalidates",
    field: "performedAt",
    title: both("Realizada en el futuro", "Performed in the future"),
    message: always(
      "La fecha en que se realizó la actividad es posterior a la fecha de corte. Corríjala; si todavía no se ha hecho, déjela como programada.",
      "The date on which the activity was performed lies after the cut-off. Correct it; if it has not been done yet, leave it as planned."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "prospect-unknown",
    subject: "activity",
    serves: "R1",
    effect: "invalidates",
    field: "prospectId",
    title: both("Prospecto desconocido", "Unknown prospect"),
    message: always(
      "El prospecto de la actividad no está entre los registros. Asocie la actividad al prospecto correcto o pida al asistente CRM que lo cargue.",
      "The activity's prospect is not among the records. Link the activity to the right prospect, or ask the CRM assistant to load it."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "prospect-invalid",
    subject: "activity",
    serves: "R1",
    effect: "invalidates",
    field: "prospectId",
    title: both("Prospecto no válido", "Invalid prospect"),
    message: ({ otherRecordId }) => {
      const prospect = inBrackets(otherRecordId)
      return both(
        `El prospecto de la actividad${prospect} no es válido y por eso la actividad no cuenta. Corrija primero el prospecto.`,
        `The activity's prospect${prospect} is not valid, so the activity does not count. Correct the prospect first.`
      )
    },
    undecided: both(
      "El prospecto de la actividad está pendiente de verificación: todavía no se sabe si la actividad cuenta. Por ahora no hay que hacer nada.",
      "The activity's prospect awaits its verification: whether the activity counts is not known yet. Nothing to do for now."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "before-prospect",
    subject: "activity",
    serves: "R1",
    effect: "invalidates",
    field: "performedAt",
    title: both("Anterior a su prospecto", "Before its prospect"),
    message: always(
      "La actividad figura como realizada antes de que se creara su prospecto. Revise las dos fechas y corrija la que esté mal.",
      "The activity is dated before its prospect was created. Check both dates and correct the wrong one."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "advisor-unknown",
    subject: "activity",
    serves: "Q",
    effect: "invalidates",
    field: "advisorId",
    title: both("Asesor no activo ese día", "Advisor not active that day"),
    message: always(
      "El asesor no figura activo en el directorio el día de la actividad. Revise a nombre de quién quedó o pida al asistente CRM que actualice el directorio.",
      "The advisor is not active in the directory on the day of the activity. Check whose name it is under, or ask the CRM assistant to update the directory."
    ),
    provenance: undefinedValid,
    verifies: clauseId("scope")
  },
  {
    code: "advisor-mismatch",
    subject: "activity",
    serves: "R1",
    effect: "invalidates",
    field: "advisorId",
    title: both("Asesor distinto al del prospecto", "Not the prospect's advisor"),
    message: always(
      "La actividad está a nombre de un asesor que no es el del prospecto ni puede reemplazarlo. Revise quién la hizo o a quién está asignado el prospecto.",
      "The activity is under an advisor who is not the prospect's and may not stand in for them. Check who performed it, or to whom the prospect is assigned."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "type-unknown",
    subject: "activity",
    serves: "Q",
    effect: "invalidates",
    field: "type",
    title: both("Tipo desconocido", "Unknown type"),
    message: ({ expected }) =>
      both(
        `El tipo de actividad no es uno de los permitidos. Elija uno de la lista${colonList(expected)}.`,
        `The type of the activity is not an allowed one. Choose one on the list${colonList(expected)}.`
      ),
    provenance: undefinedValid,
    verifies: clauseId("requirement/sales-methods")
  }
]

const substance: ReadonlyArray<Rule> = [
  {
    code: "outcome-missing",
    subject: "activity",
    serves: "R2",
    effect: "invalidates",
    field: "outcome",
    title: both("Sin resultado", "No outcome"),
    message: always(
      "La actividad se realizó, pero no dice en qué quedó. Registre su resultado.",
      "The activity was performed, but does not say how it ended. Register its outcome."
    ),
    provenance: undefinedValid,
    verifies: leadsNotFollowedUp
  },
  {
    code: "rescheduled-only",
    subject: "activity",
    serves: "R2",
    effect: "invalidates",
    field: "outcome",
    title: both("Solo replanificada", "Only rescheduled"),
    message: always(
      "La actividad solo cambió de fecha, y una replanificación no es seguimiento. Contacte al cliente y registre qué resultó.",
      "The activity only got a new date, and a reschedule is not follow-up. Contact the customer and register what came of it."
    ),
    provenance: undefinedValid,
    verifies: leadsNotFollowedUp
  },
  {
    code: "note-insufficient",
    subject: "activity",
    serves: "R2",
    effect: "invalidates",
    field: "note",
    title: both("Nota insuficiente", "Insufficient note"),
    message: byDetail(
      both(
        "La nota falta o dice muy poco. Cuente en una frase qué se habló con el cliente y en qué quedaron.",
        "The note is missing or says too little. Tell in a sentence what was discussed with the customer and what was agreed."
      ),
      {
        missing: both(
          "La actividad no tiene nota. Cuente en una frase qué se habló con el cliente y en qué quedaron.",
          "The activity has no note. Tell in a sentence what was discussed with the customer and what was agreed."
        )
      }
    ),
    provenance: undefinedValid,
    verifies: leadsNotFollowedUp
  },
  {
    code: "note-repeated",
    subject: "activity",
    serves: "R1",
    effect: "invalidates",
    field: "note",
    title: both("Nota repetida", "Repeated note"),
    message: ({ found, otherRecordId }) => {
      const other = inBrackets(otherRecordId)
      return both(
        `El asesor ya usó esta misma nota en ${amount(found, "actividad anterior", "actividades anteriores") ?? "varias actividades anteriores"} del mes${other}. Escriba lo que pasó en este contacto, sin copiar otra nota.`,
        `The advisor already used this very note in ${amount(found, "earlier activity", "earlier activities") ?? "several earlier activities"} of the month${other}. Write what happened in this contact, without copying another note.`
      )
    },
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "duplicate-contact",
    subject: "activity",
    serves: "R1",
    effect: "invalidates",
    field: "performedAt",
    title: both("Contacto repetido el mismo día", "Same contact twice in a day"),
    message: ({ otherRecordId }) => {
      const other = inBrackets(otherRecordId)
      return both(
        `Ya hay otra actividad del mismo tipo con este prospecto ese día${other}: cuenta la primera. Si fue un contacto de otro tipo, corrija el tipo.`,
        `There already is another activity of the same type with this prospect on that day${other}: the first one counts. If this contact was of another type, correct the type.`
      )
    },
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "registered-late",
    subject: "activity",
    serves: "R2",
    effect: "invalidates",
    field: "recordedAt",
    title: both("Registro tardío", "Registered late"),
    message: ({ expected, found }) => {
      const limit = amount(expected, "hora", "horas")
      const limitEnglish = amount(expected, "hour", "hours")
      const late = amount(found, "hora", "horas")
      const lateEnglish = amount(found, "hour", "hours")
      return both(
        `La actividad se registró ${late === undefined ? "tarde" : `${late} después de realizada`}${
          limit === undefined ? ", fuera del plazo" : `; el plazo es de ${limit}`
        }. Registre cada contacto el mismo día en que lo hace.`,
        `The activity was registered ${lateEnglish === undefined ? "late" : `${lateEnglish} after it was performed`}${
          limitEnglish === undefined ? ", past the time allowed" : `; the time allowed is ${limitEnglish}`
        }. Register each contact on the day you make it.`
      )
    },
    provenance: undefinedValid,
    verifies: leadsNotFollowedUp
  },
  {
    code: "next-step-missing",
    subject: "activity",
    serves: "R2",
    effect: "warns",
    field: "nextActionAt",
    title: both("Sin próximo paso", "No next step"),
    message: always(
      "El prospecto sigue abierto y la actividad no deja fecha para la próxima acción. Acuérdela con el cliente y regístrela.",
      "The prospect is still open and the activity leaves no date for the next action. Agree on one with the customer and register it."
    ),
    provenance: undefinedValid,
    verifies: leadsNotFollowedUp
  },
  {
    code: "call-too-short",
    subject: "activity",
    serves: "R1",
    effect: "warns",
    field: "durationSeconds",
    title: both("Llamada muy corta", "Call too short"),
    message: ({ expected, found }) => {
      const least = amount(expected, "segundo", "segundos")
      const leastEnglish = amount(expected, "second", "seconds")
      const lasted = amount(found, "segundo", "segundos")
      const lastedEnglish = amount(found, "second", "seconds")
      return both(
        `La llamada duró ${lasted ?? "muy poco"}${
          least === undefined ? "" : `, menos de ${least}`
        }. Confirme que de verdad se habló con el cliente; si no, registre que no contestó.`,
        `The call lasted ${lastedEnglish ?? "very little"}${
          leastEnglish === undefined ? "" : `, less than ${leastEnglish}`
        }. Confirm that someone really spoke with the customer; if not, register that they did not answer.`
      )
    },
    provenance: undefinedValid,
    verifies: fakeCustomers
  }
]

const lawfulHours = both(
  "lunes a viernes de 7:00 a. m. a 7:00 p. m. y sábados de 8:00 a. m. a 3:00 p. m.",
  "Monday to Friday 7:00 a.m. to 7:00 p.m. and Saturday 8:00 a.m. to 3:00 p.m."
)

const outsideHours = (es: string, en: string) =>
  both(
    `${es} Salvo que el cliente lo pida, contáctelo de ${lawfulHours.es}, nunca en domingo ni festivo.`,
    `${en} Unless the customer asks for it, contact them ${lawfulHours.en}, never on a Sunday or holiday.`
  )

const lawAndCall: ReadonlyArray<Rule> = [
  {
    code: "outside-contact-hours",
    subject: "activity",
    serves: "L",
    effect: "warns",
    field: "performedAt",
    title: both("Fuera del horario de contacto", "Outside contact hours"),
    message: byDetail(
      outsideHours("Se contactó al cliente fuera del horario que permite la ley.", "The customer was contacted outside the hours that the law allows."),
      {
        sunday: outsideHours("Se contactó al cliente un domingo.", "The customer was contacted on a Sunday."),
        holiday: outsideHours("Se contactó al cliente un día festivo.", "The customer was contacted on a holiday.")
      }
    ),
    provenance: law(
      "Ley 2300 de 2023, arts. 3 y 5",
      "El horario es de la ley; que la actividad reciba una advertencia es criterio del programa.",
      "The hours are the law's; that the activity gets a warning is ours."
    ),
    verifies: clauseId("requirements")
  },
  {
    code: "contact-too-frequent",
    subject: "activity",
    serves: "L",
    effect: "off",
    field: "performedAt",
    title: both("Contacto demasiado frecuente", "Contact too frequent"),
    message: byDetail(
      both(
        "Ya se había contactado al cliente ese día, o esa semana por otro canal. Salvo que él lo pida, espere al día siguiente y siga por el mismo canal.",
        "The customer had already been contacted that day, or that week by another channel. Unless they ask for it, wait for the next day and keep to the same channel."
      ),
      {
        "same-day": both(
          "Ya se había contactado al cliente ese mismo día. Salvo que él lo pida, espere al día siguiente.",
          "The customer had already been contacted on that day. Unless they ask for it, wait for the next one."
        ),
        "same-week": both(
          "Ya se había contactado al cliente esa semana por otro canal. Salvo que él lo pida, siga por el mismo canal.",
          "The customer had already been contacted that week by another channel. Unless they ask for it, keep to the same one."
        )
      }
    ),
    provenance: law(
      "Ley 2300 de 2023, arts. 3 y 5",
      "La periodicidad es de la ley; si cuenta todo intento de contacto o solo el que tuvo respuesta lo dice un parámetro, porque las autoridades han dicho ambas cosas.",
      "The frequency is the law's; whether every attempt counts, or only one that was answered, is a parameter, since authorities have said both."
    ),
    verifies: clauseId("requirements")
  },
  {
    code: "attention-denied",
    subject: "activity",
    serves: "R1",
    effect: "invalidates",
    field: "activityId",
    title: both("El cliente niega la atención", "Customer denies the contact"),
    message: always(
      "En la llamada de verificación respondieron que esta atención no ocurrió o que el número no es del cliente. Si hay un error, pida al gerente que reabra la verificación.",
      "In the verification call the answer was that this contact did not happen, or that the number is not the customer's. If that is a mistake, ask the manager to reopen the verification."
    ),
    provenance: undefinedResult,
    verifies: verificationCall
  },
  {
    code: "verification-pending",
    subject: "activity",
    serves: "R1",
    effect: "invalidates",
    field: "activityId",
    title: both("Verificación pendiente", "Verification pending"),
    message: always(
      "Una actividad seleccionada para la llamada de verificación no cuenta hasta que la verificación concluya. Espere la llamada del agente CRM.",
      "An activity selected for the verification call does not count until the verification concludes. Wait for the CRM agent's call."
    ),
    undecided: both(
      "La verificación de esta actividad sigue abierta: todavía no se sabe si cuenta. Por ahora no hay que hacer nada; el agente CRM llamará al cliente.",
      "The verification of this activity is still open: whether it counts is not known yet. Nothing to do for now; the CRM agent will call the customer."
    ),
    provenance: undefinedResult,
    verifies: verificationCall
  },
  {
    code: "activity-burst",
    subject: "activity",
    serves: "R1",
    effect: "warns",
    field: "performedAt",
    title: both("Actividades en ráfaga", "Burst of activities"),
    message: ({ found }) =>
      both(
        `El asesor registró ${amount(found, "actividad realizada", "actividades realizadas") ?? "muchas actividades realizadas"} en pocos minutos. Confirme que cada una ocurrió, y registre cada una con su propia hora.`,
        `The advisor performed ${amount(found, "activity", "activities") ?? "many activities"} within a few minutes. Confirm that each one took place, and record each with its own time.`
      ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "call-not-in-log",
    subject: "activity",
    serves: "R1",
    effect: "warns",
    field: "performedAt",
    title: both("Llamada sin registro telefónico", "Call not in the telephone log"),
    message: always(
      "El registro de la central telefónica no tiene esta llamada: ninguna del asesor con ese número cerca de esa hora. Confirme la hora y el teléfono, o explique desde qué teléfono llamó.",
      "The telephone system's log does not have this call: none of the advisor with that number around that time. Confirm the time and the phone, or say which phone the call was made from."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  }
]

export const texts: ReadonlyArray<Rule> = [...whoAndWhom, ...substance, ...lawAndCall]
