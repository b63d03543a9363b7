/** The audit in words. */
import * as CodeWord from "@crm-procedure/core/records/CodeWord"
import { dayText, fieldWord, instantText, outcomeWords, roleWords } from "../frame/Spanish.ts"
import { labels } from "../policies/PolicyFields.ts"
import type { AuditAuthor, AuditChange } from "../frame/Contract.ts"
import { branchName, brandName, personName } from "../frame/Surroundings.ts"
import type { Surroundings } from "../frame/Surroundings.ts"

/** The actions that the audit can be narrowed to. */
export const actionWords: Readonly<Record<string, string>> = {
  "records.registered": "Registró o cambió registros",
  "records.removed": "Retiró registros",
  "verdicts.repaired": "Corrigió veredictos o conteos guardados",
  "goals.set": "Fijó metas",
  "directory.registered": "Cambió el directorio",
  "sample.drawn": "Sorteó la muestra",
  "sample.extended": "Amplió la muestra",
  "attempt.recorded": "Registró un intento",
  "attempt.corrected": "Corrigió un intento",
  "attempts.registered": "Importó intentos",
  "verification.reopening-requested": "Pidió reabrir una verificación",
  "verification.reopened": "Reabrió una verificación",
  "appeal.raised": "Apeló",
  "appeal.decided": "Decidió una apelación",
  "waiver.granted": "Excusó una razón",
  "phone-log.registered": "Importó el registro telefónico",
  "policy.drafted": "Redactó un cambio de la política",
  "policy.withdrawn": "Retiró o devolvió un borrador de la política",
  "policy.approved": "Aprobó un cambio de la política",
  "period.closed": "Cerró el mes",
  "period.reopened": "Reabrió el mes",
  "person-request.registered": "Registró una solicitud de datos personales",
  "person-request.extended": "Prorrogó una solicitud de datos personales",
  "person-request.answered": "Respondió una solicitud de datos personales",
  "person-request.erased": "Suprimió a quien hizo una solicitud",
  "hashes.renewed": "Pasó las huellas de personas suprimidas al secreto nuevo",
  "person.erased": "Suprimió datos personales",
  "key.made": "Creó una llave",
  "key.changed": "Cambió una llave",
  "key.revoked": "Revocó una llave",
  "user.added": "Agregó una cuenta",
  "user.changed": "Cambió una cuenta",
  "user.removed": "Quitó una cuenta",
  "webhook.added": "Agregó un aviso a otro sistema",
  "webhook.changed": "Cambió un aviso a otro sistema",
  "webhook.removed": "Quitó un aviso a otro sistema",
  "mapping.added": "Guardó una correspondencia o los ajustes de leads",
  "mapping.changed": "Cambió una correspondencia o los ajustes de leads",
  "mapping.removed": "Quitó una correspondencia",
  "inbox-token.made": "Creó una llave del buzón de leads",
  "inbox-token.changed": "Cambió una llave del buzón de leads",
  "inbox-token.revoked": "Revocó una llave del buzón de leads"
}

/** What entries are about. The audit can be narrowed to one of these. */
export const subjectWords: Readonly<Record<string, string>> = {
  "prospect": "Un prospecto", "activity": "Una actividad", "goals": "Las metas de un mes", "period": "Un mes: muestra y cierre", "directory": "El directorio", "policy": "La política",
  "phone-log": "El registro telefónico", "verification-call": "Los intentos importados", "user": "Una cuenta", "key": "Una llave"
}

const meansWords = { request: "por la API", page: "en la página", import: "por un archivo", command: "por un comando" } as const

/** Who did it, and by what. */
export const authorText = (surroundings: Surroundings, author: AuditAuthor | null): string =>
  author === null ? "No se sabe: fue antes de que empezara la auditoría" : author.means === "background" ? "El sistema" : `${author.employeeId === undefined ? author.name ?? personName(surroundings, author.role) : personName(surroundings, author.employeeId)}, ${meansWords[author.means]}`

const valueText = (value: AuditChange["from"]): string =>
  value === null || value === undefined || value === "" ? "nada" : typeof value === "boolean" ? value ? "sí" : "no" : /^\d{4}-\d{2}-\d{2}T/.test(String(value)) ? instantText(String(value)) : String(value)

const decisionWords: Readonly<Record<string, string>> = { granted: "concedida", refused: "negada" }

/** A value of a field in words: codes, and the ids of people and places, by their names. */
const valueOf = (field: string, value: AuditChange["from"], surroundings: Pick<Surroundings, "directory">): string => {
  // A link of the chain of closes is counted from one, as the close tells it.
  if (field === "sequence" && typeof value === "number") return String(value + 1)
  if (typeof value !== "string" || value === "") return valueText(value)
  switch (field) {
    case "advisorId":
    case "agentId":
    case "employeeId":
    case "grantedBy":
      return personName(surroundings, value)
    case "branchId":
      return branchName(surroundings, value)
    case "brandId":
      return brandName(surroundings, value)
    case "role":
      return (roleWords as Readonly<Record<string, string>>)[value] ?? value
    case "decision":
      return decisionWords[value] ?? value
    case "outcome":
      return (outcomeWords as Readonly<Record<string, string>>)[value] ?? CodeWord.of(value)
    case "direction":
    case "source":
    case "stage":
    case "status":
    case "type":
      return CodeWord.of(value)
    default:
      return valueText(value)
  }
}

const ownWords: Readonly<Record<string, string>> = {
  prospects: "prospectos", activities: "actividades", seed: "semilla", sequence: "cierre", digest: "huella", callId: "llamada", outcome: "resultado", comment: "comentario",
  agentId: "agente", attemptedAt: "hora", role: "rol", employeeId: "empleado", branchIds: "sedes", brandIds: "marcas", line: "línea", isAdministrator: "administra", expiresAt: "vence",
  revokedAt: "revocada", name: "nombre", secret: "secreto", password: "contraseña", secondFactor: "segundo factor", provider: "proveedor de identidad", invitation: "invitación",
  language: "idioma", events: "eventos", url: "dirección", code: "razón", waiverId: "excusa", grantedBy: "concedida por", appealId: "apelación", reason: "motivo", email: "correo",
  kind: "clase", channel: "medio", receivedAt: "recibida", extendedAt: "prorrogada", answeredAt: "respondida", person: "persona", text: "texto", extensionReason: "motivo de la prórroga", done: "lo que se hizo", erasedAt: "suprimida",
  activeFrom: "desde", activeTo: "hasta", city: "ciudad", decision: "decisión"
}
const wordOf = (field: string): string => ownWords[field] ?? labels[field] ?? fieldWord(field)

/** A part of a field's name in words: of a row of goals or of the directory, the names of its ids. An assignment is named by its employee and its first day, as days since 1970. */
const partOf = (part: string, { directory: { branches, brands, employees } }: Pick<Surroundings, "directory">): string => {
  const [id = "", from] = part.split(" ")
  const name = employees.find(({ employeeId }) => employeeId === id)?.name ?? branches.find(({ branchId }) => branchId === part)?.name ?? brands.find(({ brandId }) => brandId === part)?.name
  return name === undefined ? wordOf(part) : from === undefined ? name : `${name}, desde el ${dayText(new Date(Number(from) * 86_400_000).toISOString())}`
}

/** A change as a person reads it. Of personal fields only that they changed. */
export const changeText = ({ field, from, to }: AuditChange, surroundings: Pick<Surroundings, "directory" | "procedure">): string => {
  if (field === "code") return `${wordOf(field)}: ${surroundings.procedure.policy.rules.find(({ code }) => code === to || code === from)?.title.es ?? valueText(to ?? from)}`
  const name = field.includes("/") ? field.split("/").slice(1).map((part) => partOf(part, surroundings)).join(" · ") : wordOf(field)
  if (from === undefined && to === undefined) return `${name}: cambió`
  // What a new thing is has no value before: it is said as it is. A figure that was not there is told as "de nada a".
  const text = (value: AuditChange["from"]): string => valueOf(field, value, surroundings)
  return from === to || from === null && (typeof to === "string" || field === "sequence") ? `${name}: ${text(to)}` : `${name}: de ${text(from)} a ${text(to)}`
}
