/**
 * The Spanish words of the codes in records, as people read them on the page and in the forms. `SpanishWords` has the words that files
 * write.
 */
const words: ReadonlyMap<string, string> = new Map([
  ["planned", "Programada"],
  ["performed", "Realizada"],
  ["cancelled", "Cancelada"],
  ["call", "Llamada"],
  ["whatsapp", "WhatsApp"],
  ["email", "Correo"],
  ["sms", "SMS"],
  ["visit", "Visita a la sala de ventas"],
  ["home-visit", "Visita a domicilio"],
  ["test-ride", "Prueba de manejo"],
  ["quote", "Cotización"],
  ["meeting", "Reunión"],
  ["open", "Abierto"],
  ["won", "Ganado"],
  ["lost", "Perdido"],
  ["inbound", "Entrante"],
  ["outbound", "Saliente"],
  ["brand-crm", "CRM de la marca"],
  ["web", "Página web"],
  ["social", "Redes sociales"],
  ["phone-lead", "Lead telefónico"],
  ["referral-lead", "Lead referido"],
  ["walk-in", "Visita espontánea"],
  ["street", "Calle"],
  ["event", "Evento"],
  ["referral", "Referido"],
  ["customer-base", "Base de clientes"],
  ["unsold-follow-up", "Seguimiento de no vendidos"],
  ["rescheduled", "Reprogramada"]
])

/** The word of a code. A code that a dealership added is shown as it is. */
export const of = (code: string): string => words.get(code) ?? code
