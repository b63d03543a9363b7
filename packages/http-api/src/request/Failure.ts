/** What core says no with, as a refusal. Total: a new error of core does not compile until it has its place here. */
import type * as ClosedPeriod from "@crm-procedure/core/close/ClosedPeriod"
import type * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as StorableText from "@crm-procedure/core/identity/StorableText"
import type * as PeriodClose from "@crm-procedure/core/close/PeriodClose"
import type * as PersonalData from "@crm-procedure/core/service/PersonalData"
import type * as Policy from "@crm-procedure/core/policy/Policy"
import type * as Records from "@crm-procedure/core/register/Records"
import type * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import type * as VerificationQueue from "@crm-procedure/core/service/VerificationQueue"
import type * as Intake from "../imports/Intake.ts"
import type { Problem } from "../Problem.ts"
import * as Refusing from "./Refusing.ts"

/** Everything that core, the ports and the refusals themselves fail with. */
export type Failure =
  | Records.RecordsError
  | ServiceStore.ServiceStoreError
  | CrmProcedure.DirectoryRefused
  | CrmProcedure.RecordUnknown
  | VerificationQueue.SubjectUnknown
  | VerificationQueue.CallHeldByAnother
  | VerificationQueue.OwnCall
  | VerificationQueue.AttemptRefused
  | VerificationQueue.ReopeningRefused
  | PeriodClose.RoleMayNot
  | PeriodClose.PeriodAlreadyClosed
  | PeriodClose.PeriodNotClosed
  | PeriodClose.PeriodNotOver
  | PeriodClose.ReasonMissing
  | ClosedPeriod.FrozenPolicyUnusable
  | PersonalData.PersonUnrecognisable
  | Policy.BadPolicy
  | Intake.FileUnusable
  | Intake.MediaTypeUnknown
  | Problem

const body = (pointer: string, es: string, en: string): Refusing.Fault => ({ in: "body", pointer, expected: { es, en } })

/** A body is read without such text; this is for whatever else of a request is kept. */
const notStorable = () => Refusing.invalid({ in: "body", pointer: "", expected: StorableText.expected })

/** Where a column lies; several, or none, are the whole. */
const columnPointer = (column: string): string => column === "" || column.includes(", ") ? "" : `/${column.replaceAll("~", "~0").replaceAll("/", "~1")}`

/** The refusal of a failure. */
export const toRefusal = (failure: Failure): Problem => {
  if (Refusing.isRefusal(failure)) return failure
  switch (failure._tag) {
    case "RecordsError":
      if (failure.reason._tag === "TextNotStorable") return notStorable()
      return failure.reason._tag === "RecordsUnavailable" ? Refusing.unavailable() : Refusing.refuse("PreconditionFailed", {
        es: "Otra persona cambió esto entretanto. Vuelva a leerlo y decida de nuevo.",
        en: "Somebody else has changed this meanwhile. Read it again and decide anew."
      })
    case "ServiceStoreError":
      if (failure.reason._tag === "TextNotStorable") return notStorable()
      return failure.reason._tag === "ServiceStoreUnavailable" ? Refusing.unavailable() : Refusing.refuse("InFlight", {
        es: "Otra solicitud con la misma Idempotency-Key tomó el trabajo. Espere y repita la solicitud.",
        en: "Another request with the same Idempotency-Key has taken over. Wait, and send it again."
      }, { headers: { "retry-after": "1" } })
    case "DirectoryRefused":
      return Refusing.refuse("Invalid", {
        es: `El directorio quedaría con ${failure.overlaps.length} par(es) de asignaciones que se cruzan: un asesor pertenece a una sola sede cada día.`,
        en: `The directory would have ${failure.overlaps.length} pair(s) of overlapping assignments: an advisor belongs to one branch on any day.`
      }, {
        faults: failure.overlaps.map(({ employeeId }) =>
          body("", `asignaciones de ${employeeId} sin días en común`, `assignments of ${employeeId} that share no day`))
      })
    case "RecordUnknown":
    case "SubjectUnknown":
      return Refusing.notFound()
    case "CallHeldByAnother":
      return Refusing.refuse("Conflict", {
        es: "Otro agente tiene esta llamada. Tome otra, o espere a que termine su turno.",
        en: "Another agent holds this call. Take another one, or wait until that lease ends."
      })
    case "OwnCall":
      return Refusing.beyondRole({ es: "Nadie verifica su propia atención: deje esta llamada a otra persona.", en: "Nobody verifies his own work: leave this call to somebody else." })
    case "AttemptRefused":
      return Refusing.invalid(failure.found === "another attempt with this id"
        ? body("/callId", "un identificador que no tenga otro intento", "an id that no other attempt has")
        : body("/attemptedAt", "un instante que no esté en el futuro", "an instant that is not in the future"))
    case "ReopeningRefused":
      return Refusing.refuse("Conflict", {
        es: "No se reabre: la verificación sigue abierta.",
        en: "It is not reopened: the verification is open."
      })
    case "RoleMayNot":
      return Refusing.beyondRole()
    case "PeriodAlreadyClosed":
      return Refusing.refuse("Conflict", {
        es: `${failure.period} ya está cerrado (${failure.digest}). Para cerrarlo de nuevo, el gerente general lo reabre con un motivo.`,
        en: `${failure.period} is closed (${failure.digest}). To close it anew, the general manager reopens it with a reason.`
      })
    case "PeriodNotClosed":
      return Refusing.refuse("Conflict", { es: `${failure.period} está abierto. Ciérrelo primero.`, en: `${failure.period} is open. Close it first.` })
    case "PeriodNotOver":
      return Refusing.refuse("Conflict", {
        es: `${failure.period} no ha terminado: se puede cerrar desde ${failure.expected}.`,
        en: `${failure.period} is not over: it can be closed from ${failure.expected}.`
      })
    case "ReasonMissing":
      return Refusing.invalid(body("/reason", "el motivo, en palabras", "the reason, in words"))
    case "FrozenPolicyUnusable":
      return Refusing.refuse("Conflict", {
        es: "El periodo se cerró con reglas que este servidor no tiene.",
        en: "The period was closed with rules that this server does not have."
      })
    case "PersonUnrecognisable":
      return Refusing.invalid(body("", "un teléfono válido, un correo, o un documento con su tipo", "a valid phone, an e-mail, or a document with its type"))
    case "BadPolicy":
      return Refusing.invalid(...failure.faults.map(({ expected, pointer }) => ({ in: "body" as const, pointer, expected })))
    case "FileUnusable":
      return Refusing.refuse("Invalid", {
        es: `No se puede usar el archivo${failure.line > 0 ? ` (línea ${failure.line})` : ""}.`,
        en: `The file can't be used${failure.line > 0 ? ` (line ${failure.line})` : ""}.`
      }, { faults: [{ in: "body", pointer: columnPointer(failure.column), expected: failure.expected }] })
    case "MediaTypeUnknown":
      return Refusing.refuse("MediaTypeUnsupported", {
        es: `Este archivo se recibe como ${failure.expected.join(", ")}.`,
        en: `This file is taken as ${failure.expected.join(", ")}.`
      })
    default:
      // A problem that was not made here can't happen on the server: it has no words.
      return Refusing.internalFault()
  }
}
