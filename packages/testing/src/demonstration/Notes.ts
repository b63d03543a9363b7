/** What advisors write after a contact, in the Spanish of Colombia. Composed, so that honest ones seldom say the same twice. */
import type * as Draw from "./Draw.ts"

const openings = [
  "Se llama al cliente y confirma que sigue interesado en", "Cliente atiende la llamada y pregunta por", "Se contacta por WhatsApp y solicita información de",
  "Don %n comenta que está comparando precios de", "Hablamos con %n sobre", "%n visitó la vitrina con la familia para conocer", "Se le explicó a %n el plan de financiación de",
  "El cliente %n pide nuevamente la cotización de", "Se envió ficha técnica de", "Cliente manifiesta que le gustó mucho", "%n queda pendiente de hablar con la esposa por",
  "Se realizó prueba de ruta con", "Atiende muy amable, quiere saber disponibilidad de", "Se hace seguimiento a la propuesta de", "Doña %n pregunta por los descuentos del mes para",
  "Cliente escribió por la página preguntando por", "Se retoma contacto, dice que todavía piensa comprar", "%n confirma que recibió el correo con la información de",
  "Se agenda cita en la sede para mostrarle", "Nos cuenta %n que ya tiene aprobado el crédito para", "Indica que por ahora no ha decidido, evalúa", "Se resuelven dudas de garantía y mantenimiento de"
]

const details = [
  "quiere dejar su carro usado como parte de pago", "la cuota inicial sería de %m millones", "pagaría a %c meses con el banco", "le interesa el color %k", "está esperando la prima para la cuota inicial",
  "necesita el vehículo antes de %d", "preguntó por el costo del SOAT y la matrícula", "compara con otra marca que le ofrece %p % de descuento", "usaría el vehículo para trabajar",
  "le preocupa el consumo en la ciudad", "pide que incluyamos los accesorios", "tiene un presupuesto de %m millones", "ya vendió el anterior en %m millones", "lo acompaña su hermano que es mecánico",
  "pregunta si hay unidades para entrega inmediata", "viene recomendado por un cliente de la sede", "quiere conocer la tasa a %c meses", "tiene pico y placa los %w y quiere segundo carro",
  "falta la carta laboral para radicar el crédito", "dice que la cuota no debe pasar de %q mil pesos", "espera respuesta del banco esta semana", "le parece alto el valor del seguro todo riesgo"
]

const nextSteps = [
  "Queda en venir el %w a las %h.", "Se acuerda nueva llamada el %w en la tarde.", "Se envía cotización al correo.", "Pide que lo llamemos el %w después de las %h.", "Se programa prueba de ruta para el %w.",
  "Va a traer los documentos el %w.", "Se le manda video del vehículo por WhatsApp.", "Confirmará con su pareja y nos avisa.", "Se deja cita abierta con el asesor de crédito.", "Se compromete a responder antes del %w.",
  "Solicita no llamar en horas de la mañana.", "Agradece la atención.", "Se consulta inventario con la sede %s.", "Se hará nueva oferta con el gerente.", "Se le reserva unidad por %r días.", "Seguimiento para el %w."
]

const unanswered = [
  "Se marca al número registrado a las %h y no contesta, se deja mensaje de voz sobre", "No atiende, se escribe por WhatsApp con la información de", "Timbra y se va a buzón a las %h, se insistirá con la propuesta de",
  "Contesta un familiar y pide llamar el %w después de las %h por lo de", "Está en reunión, solicita devolverle la llamada a las %h para hablar de"
]

const colours = ["blanco", "gris", "rojo", "azul", "negro", "plata", "verde", "naranja"]
const months = ["Semana Santa", "fin de mes", "las vacaciones", "junio", "diciembre", "el próximo puente", "la graduación del hijo"]
const weekdays = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado"]
const monthly = [12, 24, 36, 48, 60, 72, 84]

/** Fills the blanks of a sentence: `%n` the first name, `%m` millions, `%w` a day, `%h` an hour, and so on. */
const fill = (sentence: string, firstName: string, sede: string, draw: Draw.Draw): string => {
  let from = sentence.indexOf("%")
  if (from < 0) return sentence
  let text = ""
  let done = 0
  while (from >= 0) {
    const value = blank(sentence.charCodeAt(from + 1), firstName, sede, draw)
    if (value !== undefined) {
      text += sentence.slice(done, from) + value
      done = from + 2
    }
    from = sentence.indexOf("%", from + 1)
  }
  return text + sentence.slice(done)
}

const blank = (letter: number, firstName: string, sede: string, draw: Draw.Draw): string | undefined => {
  switch (letter) {
    case 110: // n
      return firstName
    case 109: // m
      return String(draw.between(4, 78))
    case 99: // c
      return String(draw.pick(monthly))
    case 107: // k
      return draw.pick(colours)
    case 100: // d
      return draw.pick(months)
    case 112: // p
      return String(draw.between(2, 9))
    case 119: // w
      return draw.pick(weekdays)
    case 113: // q
      return String(draw.between(28, 190) * 10)
    case 104: // h
      return `${draw.between(8, 17)}:${draw.pick(["00", "15", "30", "45"])}`
    case 115: // s
      return sede
    case 114: // r
      return String(draw.between(2, 8))
    default:
      return undefined
  }
}

/** A note of someone who did speak with the customer, or at least tried to. */
export const honest = (firstName: string, interest: string, sede: string, answered: boolean, draw: Draw.Draw): string => {
  const vehicle = interest === "" ? "el vehículo" : interest
  const opening = fill(draw.pick(answered ? openings : unanswered), firstName, sede, draw)
  if (!answered) return `${opening} ${vehicle}.`
  const detail = fill(draw.pick(details), firstName, sede, draw)
  const nextStep = fill(draw.pick(nextSteps), firstName, sede, draw)
  switch (draw.bits() & 7) {
    case 0:
      return `${opening} ${vehicle}. ${detail}`
    case 1:
      return `${opening} ${vehicle}; ${detail}.\n${nextStep}`
    case 2:
      return `${opening} "${vehicle}", ${detail}. ${nextStep}`
    default:
      return `${opening} ${vehicle}, ${detail}. ${nextStep}`
  }
}

/** What an advisor writes only to get the line closed. */
export const careless: ReadonlyArray<string> = ["ok", "No contesta", "Llamada", "Seguimiento", "Interesado", "se llamó", "WhatsApp enviado", "pendiente", "Cliente"]

/** The few sentences that an inventor of customers turns around in; case and marks vary, the comparison form does not. */
export const invented: ReadonlyArray<string> = [
  "Cliente interesado, pide que lo llamen la otra semana", "cliente interesado pide que lo llamen la otra semana.", "Se brinda información del vehículo y queda pendiente",
  "SE BRINDA INFORMACION DEL VEHICULO Y QUEDA PENDIENTE", "Se envía cotización por WhatsApp al cliente", "Cliente va a consultar con la familia"
]

/** What average advisors write again and again when the customer does not answer. */
export const routine: ReadonlyArray<string> = ["No contesta, se deja mensaje de voz", "Se envía mensaje de WhatsApp, sin respuesta"]
