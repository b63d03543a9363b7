/** The texts of the prospect rules, in the order of the table. */
import type { Rule } from "../Rule.ts"
import { always, amount, assumption, both, byDetail, clauseId, colonList, fakeCustomers, inBrackets, law, undefinedResult, verificationCall } from "./Wording.ts"

const brandPlatforms = clauseId("requirement/brand-platforms")

/** The document counts «prospectos validos» and does not say which are. */
const undefinedValid = assumption(
  "indicator/prospecting",
  "El documento no define cuándo un prospecto es válido; este criterio es del programa.",
  "The document does not define when a prospect is valid; this criterion is ours."
)

const contactPoints = {
  phone: both("El teléfono", "The phone"),
  email: both("El correo", "The e-mail"),
  document: both("El documento", "The document")
} as const

const staff = ({ es, en }: { readonly es: string; readonly en: string }) =>
  both(
    `${es} del prospecto es el de un empleado del concesionario. Registre los datos del propio cliente.`,
    `${en} of the prospect belongs to an employee of the dealership. Register the customer's own details.`
  )

const duplicateKeys = new Map([
  ["phone", both("el mismo teléfono", "the same phone")],
  ["email", both("el mismo correo", "the same e-mail")],
  ["document", both("el mismo documento", "the same document")]
])
const anyKey = both("el mismo documento, teléfono o correo", "the same document, phone or e-mail")

const identity: ReadonlyArray<Rule> = [
  {
    code: "name-incomplete",
    subject: "prospect",
    serves: "R1",
    effect: "invalidates",
    field: "fullName",
    title: both("Nombre incompleto", "Incomplete name"),
    message: always(
      "El nombre está incompleto o parece de prueba. Escriba el nombre y el apellido del cliente o, si es una empresa, su razón social.",
      "The name is incomplete or looks like a test. Enter the customer's first and last name or, for a company, its registered name."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "contact-missing",
    subject: "prospect",
    serves: "R1",
    effect: "invalidates",
    field: "phone",
    title: both("Sin teléfono ni correo", "No phone or e-mail"),
    message: always(
      "No hay cómo contactar al cliente: faltan el teléfono y el correo. Registre al menos uno de los dos.",
      "There is no way to reach the customer: both phone and e-mail are missing. Register at least one of them."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "phone-invalid",
    subject: "prospect",
    serves: "R1",
    effect: "invalidates",
    field: "phone",
    title: both("Teléfono no válido", "Invalid phone"),
    message: always(
      "El teléfono no es un número válido. Verifíquelo con el cliente y escríbalo completo: diez dígitos si es de Colombia, o con + y el indicativo del país si es del exterior.",
      "The phone is not a valid number. Check it with the customer and enter it in full: ten digits in Colombia, or + and the country code abroad."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "phone-implausible",
    subject: "prospect",
    serves: "R1",
    effect: "invalidates",
    field: "phone",
    title: both("Teléfono poco creíble", "Implausible phone"),
    message: always(
      "El teléfono termina en siete dígitos iguales o consecutivos, como los inventados. Confírmelo con el cliente y corríjalo; si de verdad es ese, avise al asistente CRM.",
      "The phone ends in seven equal or consecutive digits, as made-up ones do. Confirm it with the customer and correct it; if it really is theirs, tell the CRM assistant."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "email-invalid",
    subject: "prospect",
    serves: "R1",
    effect: "invalidates",
    field: "email",
    title: both("Correo no válido", "Invalid e-mail"),
    message: always(
      "El correo no tiene la forma de una dirección, como nombre@dominio.com. Verifíquelo con el cliente y corríjalo, o déjelo vacío si el cliente no usa correo.",
      "The e-mail does not have the form of an address, like name@domain.com. Check it with the customer and correct it, or leave it empty if they use none."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "email-disposable",
    subject: "prospect",
    serves: "R1",
    effect: "warns",
    field: "email",
    title: both("Correo desechable", "Disposable e-mail"),
    message: always(
      "El correo es de un servicio de direcciones temporales. Pídale al cliente el correo que usa a diario.",
      "The e-mail belongs to a service of temporary addresses. Ask the customer for the one they use every day."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "document-invalid",
    subject: "prospect",
    serves: "R1",
    effect: "invalidates",
    field: "documentNumber",
    title: both("Documento no válido", "Invalid document"),
    message: byDetail(
      both(
        "El número de documento no corresponde a su tipo. Revise el tipo (CC, TI, CE, NIT, PA o PPT) y el número con el documento del cliente a la vista.",
        "The document number does not fit its type. Check the type (CC, TI, CE, NIT, PA or PPT) and the number against the customer's document."
      ),
      {
        "check-digit": both(
          "El NIT parece completo, pero su dígito de verificación no corresponde. Revíselo en el RUT del cliente y escriba el NIT con ese dígito al final.",
          "The NIT looks complete, but its check digit does not fit. Look it up in the customer's RUT and enter the NIT with that digit at the end."
        ),
        "check-digit-missing": both(
          "Al NIT le falta el dígito de verificación. Búsquelo en el RUT del cliente y escriba el NIT con ese dígito al final.",
          "The NIT lacks its check digit. Look it up in the customer's RUT and enter the NIT with that digit at the end."
        ),
        "type-missing": both(
          "Hay número de documento, pero falta el tipo. Indíquelo (CC, TI, CE, NIT, PA o PPT); nunca se adivina.",
          "There is a document number without a type. State the type (CC, TI, CE, NIT, PA or PPT); it is never guessed."
        ),
        "type-unknown": both(
          "El tipo de documento no es uno de los conocidos. Elija CC, TI, CE, NIT, PA o PPT.",
          "The document type is not a known one. Choose CC, TI, CE, NIT, PA or PPT."
        )
      }
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  }
]

const origin: ReadonlyArray<Rule> = [
  {
    code: "advisor-unknown",
    subject: "prospect",
    serves: "Q",
    effect: "invalidates",
    field: "advisorId",
    title: both("Asesor no activo ese día", "Advisor not active that day"),
    message: always(
      "El asesor no figura activo en el directorio el día en que se creó el prospecto. Revise a nombre de quién quedó o pida al asistente CRM que actualice el directorio.",
      "The advisor is not active in the directory on the day the prospect was created. Check whose name it is under, or ask the CRM assistant to update the directory."
    ),
    provenance: undefinedValid,
    verifies: clauseId("scope")
  },
  {
    code: "branch-unknown",
    subject: "prospect",
    serves: "Q",
    effect: "invalidates",
    field: "branchId",
    title: both("Sede desconocida", "Unknown branch"),
    message: always(
      "La sede del prospecto no está entre las sedes registradas. Elija una de ellas o pida al asistente CRM que la agregue.",
      "The prospect's branch is not among the registered ones. Choose one of them, or ask the CRM assistant to add it."
    ),
    provenance: undefinedValid,
    verifies: brandPlatforms
  },
  {
    code: "brand-unknown",
    subject: "prospect",
    serves: "Q",
    effect: "invalidates",
    field: "brandId",
    title: both("Marca desconocida", "Unknown brand"),
    message: always(
      "La marca del prospecto no está entre las marcas registradas. Elija una de ellas o pida al asistente CRM que la agregue.",
      "The prospect's brand is not among the registered ones. Choose one of them, or ask the CRM assistant to add it."
    ),
    provenance: undefinedValid,
    verifies: brandPlatforms
  },
  {
    code: "created-in-future",
    subject: "prospect",
    serves: "R1",
    effect: "invalidates",
    field: "createdAt",
    title: both("Creado en el futuro", "Created in the future"),
    message: always(
      "La fecha de creación del prospecto es posterior a la fecha de corte. Corríjala o revise el reloj y la zona horaria del sistema de donde viene.",
      "The prospect's creation date lies after the cut-off. Correct it, or check the clock and the time zone of the system it comes from."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "source-unknown",
    subject: "prospect",
    serves: "Q",
    effect: "invalidates",
    field: "source",
    title: both("Fuente desconocida", "Unknown source"),
    message: ({ expected }) =>
      both(
        `La fuente del prospecto está vacía o no es una de las permitidas. Indique de dónde llegó el cliente con una fuente de la lista${colonList(expected)}.`,
        `The prospect's source is blank or not an allowed one. Say where the customer came from with a source on the list${colonList(expected)}.`
      ),
    provenance: undefinedValid,
    verifies: brandPlatforms
  },
  {
    code: "interest-missing",
    subject: "prospect",
    serves: "Q",
    effect: "invalidates",
    field: "interest",
    title: both("Sin vehículo de interés", "No vehicle of interest"),
    message: always(
      "Falta el vehículo de interés. Pregúntele al cliente qué modelo busca y regístrelo.",
      "The vehicle of interest is missing. Ask the customer which model they are looking for, and register it."
    ),
    provenance: undefinedValid,
    verifies: clauseId("requirement/sales-methods")
  },
  {
    code: "consent-missing",
    subject: "prospect",
    serves: "L",
    effect: "invalidates",
    field: "consentAt",
    title: both("Sin autorización de datos", "No consent"),
    message: always(
      "A la fecha de corte no consta la autorización del cliente para tratar sus datos personales. Solicítela y registre cuándo la dio, con qué finalidad y por qué canal.",
      "At the cut-off there is no consent of the customer to the use of their personal data. Ask for it, and register when it was given, for what purpose and through which channel."
    ),
    provenance: law(
      "Ley 1581 de 2012, art. 9",
      "La ley exige la autorización; que sin ella el prospecto no cuente es criterio del programa.",
      "The law demands the consent; that a prospect does not count without it is ours."
    ),
    verifies: clauseId("requirements")
  },
  {
    code: "consent-revoked",
    subject: "prospect",
    serves: "L",
    effect: "invalidates",
    field: "excludedAt",
    title: both("Inscrito en el RNE", "In the do-not-contact register"),
    message: always(
      "El cliente se inscribió en el Registro de Números Excluidos (RNE) cuando ya había dado su autorización. No lo contacte con fines comerciales mientras no dé una autorización nueva.",
      "The customer joined the national do-not-contact register (RNE) after giving consent. Do not contact them for commercial purposes until they give a new consent."
    ),
    provenance: law(
      "Ley 2300 de 2023, art. 5",
      "La ley ordena respetar el registro; que el prospecto deje de contar es criterio del programa.",
      "The law demands that the register be respected; that the prospect no longer counts is ours."
    ),
    verifies: clauseId("requirements")
  }
]

const truthfulness: ReadonlyArray<Rule> = [
  {
    code: "staff-contact",
    subject: "prospect",
    serves: "R1",
    effect: "invalidates",
    field: "phone",
    title: both("Datos de un empleado", "An employee's details"),
    message: byDetail(
      staff(both("Un dato de contacto o el documento", "A contact detail or the document")),
      { phone: staff(contactPoints.phone), email: staff(contactPoints.email), document: staff(contactPoints.document) }
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "duplicate",
    subject: "prospect",
    serves: "R1",
    effect: "invalidates",
    field: "phone",
    title: both("Prospecto duplicado", "Duplicate prospect"),
    message: ({ detail, otherRecordId }) => {
      const key = detail === undefined ? anyKey : duplicateKeys.get(detail) ?? anyKey
      const other = inBrackets(otherRecordId)
      return both(
        `Este cliente ya estaba registrado en la misma marca con ${key.es}. Continúe el seguimiento en el registro anterior${other}: cuenta el primero.`,
        `This customer was already registered for the same brand with ${key.en}. Go on with the earlier record${other}: the first one counts.`
      )
    },
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "registered-late",
    subject: "prospect",
    serves: "R1",
    effect: "warns",
    field: "recordedAt",
    title: both("Registro tardío", "Registered late"),
    message: ({ expected, found }) => {
      const limit = amount(expected, "hora", "horas")
      const limitEnglish = amount(expected, "hour", "hours")
      const late = amount(found, "hora", "horas")
      const lateEnglish = amount(found, "hour", "hours")
      return both(
        `El prospecto se registró ${late === undefined ? "tarde" : `${late} después de creado`}${
          limit === undefined ? ", fuera del plazo" : `; el plazo es de ${limit}`
        }. Registre a cada cliente el mismo día en que lo atiende.`,
        `The prospect was registered ${lateEnglish === undefined ? "late" : `${lateEnglish} after it was created`}${
          limitEnglish === undefined ? ", past the time allowed" : `; the time allowed is ${limitEnglish}`
        }. Register each customer on the day you attend them.`
      )
    },
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "registration-burst",
    subject: "prospect",
    serves: "R1",
    effect: "warns",
    field: "createdAt",
    title: both("Registros en ráfaga", "Burst of registrations"),
    message: ({ found }) =>
      both(
        `El asesor creó ${amount(found, "prospecto", "prospectos") ?? "muchos prospectos"} en pocos minutos. Confirme que cada uno sea un cliente real y no una lista cargada de una vez.`,
        `The advisor created ${amount(found, "prospect", "prospects") ?? "many prospects"} within a few minutes. Confirm that each is a real customer and not a list loaded at once.`
      ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  },
  {
    code: "verification-failed",
    subject: "prospect",
    serves: "R1",
    effect: "invalidates",
    field: "prospectId",
    title: both("Verificación fallida", "Verification failed"),
    message: always(
      "En la llamada de verificación respondieron que no hubo atención o que el número no es del cliente. Si hay un error, pida al gerente que reabra la verificación.",
      "In the verification call the answer was that nobody attended them, or that the number is not the customer's. If that is a mistake, ask the manager to reopen the verification."
    ),
    provenance: undefinedResult,
    verifies: verificationCall
  },
  {
    code: "verification-unreachable",
    subject: "prospect",
    serves: "R1",
    effect: "invalidates",
    field: "prospectId",
    title: both("No contestó la verificación", "Verification unreachable"),
    message: always(
      "Nadie contestó las llamadas de verificación. Confirme el teléfono con el cliente, corríjalo si hace falta y pida al gerente que reabra la verificación.",
      "Nobody answered the verification calls. Confirm the phone with the customer, correct it if need be, and ask the manager to reopen the verification."
    ),
    provenance: undefinedResult,
    verifies: verificationCall
  },
  {
    code: "verification-pending",
    subject: "prospect",
    serves: "R1",
    effect: "invalidates",
    field: "prospectId",
    title: both("Verificación pendiente", "Verification pending"),
    message: always(
      "Un prospecto seleccionado para la llamada de verificación no cuenta hasta que la verificación concluya. Espere la llamada del agente CRM.",
      "A prospect selected for the verification call does not count until the verification concludes. Wait for the CRM agent's call."
    ),
    undecided: both(
      "La verificación de este prospecto sigue abierta: todavía no se sabe si cuenta. Por ahora no hay que hacer nada; el agente CRM llamará al cliente.",
      "The verification of this prospect is still open: whether it counts is not known yet. Nothing to do for now; the CRM agent will call the customer."
    ),
    provenance: undefinedResult,
    verifies: verificationCall
  },
  {
    code: "identity-replaced",
    subject: "prospect",
    serves: "R1",
    effect: "warns",
    field: "prospectId",
    title: both("Identidad reemplazada", "Identity replaced"),
    message: always(
      "Después de registrado, el prospecto pasó a ser otra persona: cambiaron su teléfono, su correo y su documento. Registre a cada cliente como un prospecto nuevo, con su propia fecha.",
      "After it was registered, the prospect became another person: its phone, e-mail and document all changed. Register each customer as a new prospect with its own date."
    ),
    provenance: undefinedValid,
    verifies: fakeCustomers
  }
]

export const texts: ReadonlyArray<Rule> = [...identity, ...origin, ...truthfulness]
