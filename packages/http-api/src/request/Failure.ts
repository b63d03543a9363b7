/** What core refuses, as refusals of HTTP. The table is total: a new error of core does not compile until it has its row. */
import type * as Appeals from "@crm-procedure/core/service/Appeals"
import type * as ClosedPeriod from "@crm-procedure/core/close/ClosedPeriod"
import type * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as JsonPointer from "@crm-procedure/core/identity/JsonPointer"
import * as StorableText from "@crm-procedure/core/identity/StorableText"
import type * as PeriodClose from "@crm-procedure/core/close/PeriodClose"
import type * as PersonRequests from "@crm-procedure/core/service/PersonRequests"
import type * as PersonalData from "@crm-procedure/core/service/PersonalData"
import type * as StaffData from "@crm-procedure/core/service/StaffData"
import type * as Policies from "@crm-procedure/core/service/Policies"
import type * as Policy from "@crm-procedure/core/policy/Policy"
import type * as Records from "@crm-procedure/core/register/Records"
import type * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import type * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import type * as VerificationAttempt from "@crm-procedure/core/service/VerificationAttempt"
import type * as VerificationCorrection from "@crm-procedure/core/service/VerificationCorrection"
import type * as VerificationQueue from "@crm-procedure/core/service/VerificationQueue"
import type { RecordUnknown } from "@crm-procedure/core/records/RecordUnknown"
import type * as VerificationSample from "@crm-procedure/core/service/VerificationSample"
import type * as Intake from "../imports/Intake.ts"
import type { Fault, Problem } from "../Problem.ts"
import * as Refusing from "./Refusing.ts"

/** What core and the ports fail with. */
export type DomainFailure =
  | Records.RecordsError
  | ServiceStore.ServiceStoreError
  | IntakeStore.IntakeStoreError
  | CrmProcedure.DirectoryRefused
  | RecordUnknown
  | VerificationQueue.SubjectUnknown
  | VerificationAttempt.CallHeldByAnother
  | VerificationAttempt.CallNotLeased
  | VerificationAttempt.OwnCall
  | VerificationAttempt.AttemptRefused
  | VerificationAttempt.AttemptDiffers
  | VerificationQueue.ReopeningRefused
  | VerificationCorrection.AttemptUnknown
  | VerificationCorrection.CorrectionTooLate
  | VerificationSample.SampleDrawnOtherwise
  | VerificationSample.SampleTooEarly
  | VerificationSample.SampleNotDrawn
  | PeriodClose.RoleMayNot
  | PeriodClose.PeriodAlreadyClosed
  | PeriodClose.PeriodNotClosed
  | PeriodClose.PeriodNotOver
  | PeriodClose.ReasonMissing
  | ClosedPeriod.FrozenPolicyUnusable
  | PersonalData.PersonUnrecognisable
  | StaffData.OnlyAdministrator
  | PersonRequests.PersonRequestRefused
  | PersonRequests.PersonRequestUnknown
  | PersonRequests.PersonRequestAnswered
  | PersonRequests.TermNotExtendable
  | PersonRequests.PersonRequestChanged
  | Appeals.AppealRefused
  | Appeals.AppealPending
  | Appeals.AppealUnknown
  | Appeals.AppealDecided
  | Appeals.OwnAppeal
  | Policy.BadPolicy
  | Policies.EditionUnknown
  | Policies.EditionSettled
  | Policies.OwnDraft
  | Policies.DraftOfAnother
  | Policies.EditionRefused
  | Intake.FileUnusable
  | Intake.MediaTypeUnknown

/** Everything that a handler may fail with. */
export type Failure = DomainFailure | Problem

type Tag = DomainFailure["_tag"]

const body = (pointer: string, es: string, en: string): Fault => ({ in: "body", pointer, expected: { es, en } })

/** A body is read without such text. This answers for the other parts of a request that are stored. */
const notStorable = () => Refusing.invalid({ in: "body", pointer: "", expected: StorableText.expected })

/** Where a column lies; several, or none, are the whole. */
const columnPointer = (column: string): string => column === "" || column.includes(", ") ? "" : JsonPointer.of([column])

const conflict = (es: string, en: string, faults: ReadonlyArray<Fault> = []) => Refusing.refuse("Conflict", { es, en }, { faults })

const refusals = {
  // A change holds its dealership's lock, so RecordsChanged means that the storage lost it: trying again helps, as with a storage that does not answer.
  RecordsError: ({ reason }: Records.RecordsError) => reason._tag === "TextNotStorable" ? notStorable() : Refusing.unavailable(),
  // ClaimLost is answered by Idempotency, which alone makes claims.
  ServiceStoreError: ({ reason }: ServiceStore.ServiceStoreError) => reason._tag === "TextNotStorable" ? notStorable() : Refusing.unavailable(),
  IntakeStoreError: ({ reason }: IntakeStore.IntakeStoreError) => reason._tag === "TextNotStorable" ? notStorable() : Refusing.unavailable(),
  DirectoryRefused: ({ overlaps }: CrmProcedure.DirectoryRefused) =>
    Refusing.refuse("Invalid", {
      es: `El directorio quedaría con ${overlaps.length} par(es) de asignaciones que se cruzan: un asesor pertenece a una sola sede cada día.`,
      en: `The directory would have ${overlaps.length} pair(s) of overlapping assignments: an advisor belongs to one branch on any day.`
    }, {
      faults: overlaps.map(({ employeeId }) => body("", `asignaciones de ${employeeId} sin días en común`, `assignments of ${employeeId} that share no day`))
    }),
  RecordUnknown: () => Refusing.notFound(),
  SubjectUnknown: () => Refusing.notFound(),
  CallHeldByAnother: () =>
    conflict("Otro agente tiene esta llamada. Tome otra, o espere a que termine su turno.", "Another agent holds this call. Take another one, or wait until that lease ends."),
  OwnCall: () =>
    Refusing.beyondRole({ es: "Nadie verifica su propia atención: deje esta llamada a otra persona.", en: "An agent can't verify his own work: leave this call to another agent." }),
  CallNotLeased: () =>
    conflict("Esta llamada no está a su cargo. Tome primero la siguiente llamada.", "This call is not leased to you. Take the next call first."),
  AttemptRefused: ({ earliest, latest }: VerificationAttempt.AttemptRefused) =>
    Refusing.invalid(body("/attemptedAt", `un instante desde ${earliest} hasta ${latest}`, `an instant from ${earliest} to ${latest}`)),
  AttemptDiffers: ({ differences }: VerificationAttempt.AttemptDiffers) =>
    conflict(
      "Ya hay un intento con ese identificador y otro contenido. Un intento no cambia: registre uno nuevo con otro identificador.",
      "There is an attempt with this id and other content. An attempt never changes: record a new one under another id.",
      differences.map(({ field, kept }) =>
        kept === undefined
          ? body(`/${field}`, "lo que ya está registrado, o un callId nuevo", "what is on record, or a new callId")
          : body(`/${field}`, `${kept}, como está registrado, o un callId nuevo`, `${kept}, as on record, or a new callId`))
    ),
  SampleDrawnOtherwise: ({ drawnAt, period, seed }: VerificationSample.SampleDrawnOtherwise) =>
    conflict(
      `La muestra de ${period} ya se sorteó el ${drawnAt} con la semilla ${seed}, y no cambia.`,
      `The sample of ${period} was drawn at ${drawnAt} by the seed ${seed}, and stays as it is.`
    ),
  SampleTooEarly: ({ expected, period }: VerificationSample.SampleTooEarly) =>
    conflict(`${period} no ha terminado: su muestra se sortea desde ${expected}.`, `${period} is not over: its sample can be drawn from ${expected}.`),
  SampleNotDrawn: ({ period }: VerificationSample.SampleNotDrawn) =>
    conflict(`La muestra de ${period} no se ha sorteado. Sortéela primero.`, `The sample of ${period} was not drawn. Draw it first.`),
  ReopeningRefused: () => conflict("No se reabre: la verificación sigue abierta.", "It is not reopened: the verification is open."),
  AttemptUnknown: () => Refusing.notFound(),
  CorrectionTooLate: ({ until }: VerificationCorrection.CorrectionTooLate) =>
    conflict(
      `Este intento se podía corregir hasta ${until}. Pida a un supervisor que reabra la verificación.`,
      `This attempt could be corrected until ${until}. Ask a supervisor to reopen the verification.`
    ),
  RoleMayNot: () => Refusing.beyondRole(),
  PeriodAlreadyClosed: ({ digest, period }: PeriodClose.PeriodAlreadyClosed) =>
    conflict(
      `${period} ya está cerrado (${digest}). Para cerrarlo de nuevo, el gerente general lo reabre con un motivo.`,
      `${period} is closed (${digest}). To close it again, the general manager reopens it with a reason.`
    ),
  PeriodNotClosed: ({ period }: PeriodClose.PeriodNotClosed) => conflict(`${period} está abierto. Ciérrelo primero.`, `${period} is open. Close it first.`),
  PeriodNotOver: ({ expected, period }: PeriodClose.PeriodNotOver) =>
    conflict(`${period} no ha terminado: se puede cerrar desde ${expected}.`, `${period} is not over: it can be closed from ${expected}.`),
  ReasonMissing: () => Refusing.invalid(body("/reason", "el motivo, en palabras", "the reason, in words")),
  FrozenPolicyUnusable: () => conflict("El periodo se cerró con reglas que este servidor no tiene.", "The period was closed with rules that this server does not have."),
  PersonUnrecognisable: () =>
    Refusing.invalid(body("", "un teléfono válido, un correo, o un documento con su tipo", "a valid phone, an e-mail, or a document with its type")),
  OnlyAdministrator: () =>
    conflict("La persona es el único administrador: nombre a otro primero, y después bórrela.", "The person is the only administrator: name another one first, then erase them."),
  PersonRequestRefused: ({ expected, field }: PersonRequests.PersonRequestRefused) => Refusing.invalid({ in: "body", pointer: `/${field}`, expected }),
  PersonRequestUnknown: () => Refusing.notFound(),
  PersonRequestAnswered: () =>
    conflict("La solicitud ya se respondió. Una respuesta no cambia; registre otra solicitud si piden algo más.", "The request was answered before. An answer stays; register another request for what is asked now."),
  TermNotExtendable: ({ cause }: PersonRequests.TermNotExtendable) =>
    cause === "extended"
      ? conflict("El plazo ya se prorrogó una vez, y la ley no permite otra. Responda la solicitud.", "The term was extended once, and the law allows no more. Answer the request.")
      : conflict("El plazo ya terminó: solo se prorroga antes. Responda la solicitud.", "The term is over: it can be extended before its end only. Answer the request."),
  PersonRequestChanged: () => conflict("La solicitud cambió entretanto. Mírela de nuevo y repita el cambio.", "The request changed meanwhile. Read it again and repeat the change."),
  AppealRefused: ({ expected, field }: Appeals.AppealRefused) => Refusing.invalid({ in: "body", pointer: `/${field}`, expected }),
  AppealPending: () =>
    conflict("Ya hay una apelación de esta razón sin decidir. Espere la decisión.", "An appeal about this reason is not decided yet. Wait for its decision."),
  AppealUnknown: () => Refusing.notFound(),
  AppealDecided: ({ outcome }: Appeals.AppealDecided) =>
    conflict(
      `La apelación ya fue ${outcome === "granted" ? "concedida" : "negada"}. Una decisión no cambia; el asesor puede apelar de nuevo con hechos nuevos.`,
      `The appeal was ${outcome} before. A decision never changes; the advisor can appeal again with new facts.`
    ),
  OwnAppeal: () =>
    Refusing.beyondRole({ es: "Nadie decide su propia apelación: déjela a otra persona.", en: "A person can't decide an own appeal: leave it to another one." }),
  BadPolicy: ({ faults }: Policy.BadPolicy) => Refusing.invalid(...faults.map(({ expected, pointer }) => ({ in: "body" as const, pointer, expected }))),
  EditionUnknown: () => Refusing.notFound(),
  EditionSettled: ({ state }: Policies.EditionSettled) =>
    conflict(
      `La edición ya fue ${state === "approved" ? "aprobada" : "retirada"}. Eso no cambia: redacte otra edición.`,
      `The edition was ${state} before. That never changes: draft another one.`
    ),
  OwnDraft: () =>
    Refusing.beyondRole({ es: "Nadie aprueba su propio borrador: déjelo a otra persona.", en: "A person can't approve an own draft: leave it to another one." }),
  DraftOfAnother: ({ author }: Policies.DraftOfAnother) =>
    Refusing.beyondRole({ es: `El borrador es de ${author}: solo ${author} lo reemplaza o lo retira.`, en: `The draft is of ${author}: only ${author} replaces or withdraws it.` }),
  EditionRefused: ({ expected, field }: Policies.EditionRefused) => Refusing.invalid(body(`/${field}`, expected.es, expected.en)),
  FileUnusable: ({ column, expected, line }: Intake.FileUnusable) =>
    Refusing.refuse("Invalid", {
      es: `No se puede usar el archivo${line > 0 ? ` (línea ${line})` : ""}.`,
      en: `The file can't be used${line > 0 ? ` (line ${line})` : ""}.`
    }, { faults: [{ in: "body", pointer: columnPointer(column), expected }] }),
  MediaTypeUnknown: ({ expected }: Intake.MediaTypeUnknown) =>
    Refusing.refuse("MediaTypeUnsupported", {
      es: `Este archivo se recibe como ${expected.join(", ")}.`,
      en: `This file is taken as ${expected.join(", ")}.`
    })
} satisfies { readonly [T in Tag]: (failure: Extract<DomainFailure, { readonly _tag: T }>) => Problem }

/** The refusals that failures become: an endpoint declares these. */
export type RefusalOf<F> = F extends Problem ? F : F extends { readonly _tag: infer T extends Tag } ? ReturnType<typeof refusals[T]> : never

/** The refusal of a failure. */
export const toRefusal = <F extends Failure>(failure: F): RefusalOf<F> =>
  (Refusing.isRefusal(failure)
    ? failure
    : (refusals[(failure as DomainFailure)._tag] as (failure: unknown) => Problem)(failure)) as RefusalOf<F>
