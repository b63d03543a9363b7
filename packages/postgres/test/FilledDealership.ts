/** A dealership with a row in every table, so that a read of another dealership's rows would find some. */
import type { PolicyEdition } from "@crm-procedure/core/policy/PolicyEdition"
import type { Activity } from "@crm-procedure/core/records/Activity"
import { system } from "@crm-procedure/core/records/Authorship"
import * as AuditEntry from "@crm-procedure/core/register/AuditEntry"
import type { StoredLead } from "@crm-procedure/core/register/StoredLead"
import type { StoredVerdict } from "@crm-procedure/core/register/StoredVerdict"
import type { Appeal } from "@crm-procedure/core/records/Appeal"
import type { PhoneLogEntry } from "@crm-procedure/core/records/PhoneLogEntry"
import type { Waiver } from "@crm-procedure/core/records/Waiver"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import { Records } from "@crm-procedure/core/register/Records"
import { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import type { Message } from "@crm-procedure/core/service/Message"
import type { PersonRequest } from "@crm-procedure/core/service/PersonRequest"
import type { User } from "@crm-procedure/core/service/User"
import * as Effect from "effect/Effect"
import { hash } from "node:crypto"

export const prospect = (prospectId: string, more: Partial<Prospect> = {}): Prospect =>
  ({ prospectId, createdAt: 1_709_650_800_000, advisorId: "A1", branchId: "S1", brandId: "B1", stage: "open", fullName: "Ana María Ruiz", ...more })

export const activity = (activityId: string, more: Partial<Activity> = {}): Activity =>
  ({ activityId, prospectId: "P1", advisorId: "A1", type: "call", status: "performed", direction: "outbound", performedAt: 1_709_650_800_123, ...more })

export const storedVerdict = (more: Partial<StoredVerdict> = {}): StoredVerdict => ({
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  verdict: "valid",
  reasons: [],
  warnings: [],
  period: "2024-03",
  day: 5,
  since: 1,
  until: 1_809_650_800_000,
  matchKeys: {},
  ...more
})

export const lead = (more: Partial<StoredLead> = {}): StoredLead => ({
  prospectId: "P1",
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  isErased: false,
  assignedAt: 1_709_650_800_000,
  stage: "open",
  contacts: [],
  terms: "t",
  dueMonths: ["2024-03"],
  factsUntil: 1_709_650_800_000,
  redFrom: 1_709_750_800_000,
  derivedAt: 1_709_650_800_000,
  ...more
})

export const entry: PhoneLogEntry = { entryId: "T1", startedAt: 1_709_650_800_000, advisorId: "A1", number: "3001234567" }

export const waiver: Waiver = { waiverId: "W1", subjectType: "prospect", subjectId: "P1", code: "duplicate", grantedAt: 2, grantedBy: "E1", reason: "Es otra persona" }

export const appeal: Appeal = { appealId: "Q1", subjectType: "prospect", subjectId: "P1", code: "duplicate", text: "Es otra persona", advisorId: "A1", raisedAt: 2, dueAt: 9 }

export const edition: PolicyEdition = { editionId: "E1", spec: { parameters: { leadRedDays: 9 } }, draftedAt: 2, draftedBy: "AC" }

/** An entry of the audit that follows another one. */
export const auditEntry = (last: AuditEntry.AuditLink | undefined, at = 1): AuditEntry.AuditEntry =>
  AuditEntry.after(last, system, { at, action: "goals.set", subject: { type: "goals", id: "2024-03" } })

/** The SHA-256 of the dealership's key. */
export const hashOf = (dealership: string): string => hash("sha256", dealership)

/** A user of a dealership. */
export const user = (dealership: string): User => ({
  id: "u-1",
  name: "Luz Peña",
  email: "luz@ejemplo.test",
  identity: { dealership, role: "crm-assistant", isAdministrator: true },
  language: "es",
  createdAt: 1,
  revision: 1
})

export const message: Message = {
  id: "morning 2024-03-05 u-1",
  userId: "u-1",
  kind: "morning",
  to: "luz@ejemplo.test",
  subject: "Tareas de hoy",
  text: "Nada",
  html: "<p>Nada</p>",
  isShown: true,
  createdAt: 1,
  state: "pending",
  dueAt: 2,
  attempts: 0
}

export const request: PersonRequest = { id: "r-1", kind: "consulta", channel: "letter", person: { phone: "3004567890" }, text: "Qué guardan", receivedAt: 2, registeredBy: "u-1", revision: 1 }

export const fill = Effect.fnUntraced(function*(dealership: string) {
  const records = yield* Records
  const serviceStore = yield* ServiceStore
  const subject = { type: "prospect", id: "P1" } as const
  yield* records.change(dealership, Effect.gen(function*() {
    yield* records.putDirectory(dealership, { employees: [], branches: [{ branchId: "S1", name: "Sede" }], brands: [] })
    yield* records.putGoals(dealership, "2024-03", [{ period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 5, activities: 9 }])
    yield* records.putProspects(dealership, [{ record: prospect("P1"), storedVerdict: storedVerdict({ matchKeys: { phone: "00000000000000aa" } }) }], 1)
    yield* records.putActivities(dealership, [{ record: activity("C1"), storedVerdict: storedVerdict({ state: "performed", matchKeys: { note: "00000000000000bb" } }) }], 1)
    yield* records.putCalls(dealership, [{ callId: "V1", subjectType: "prospect", subjectId: "P1", agentId: "G1", attemptedAt: 2, outcome: "attended" }], 2)
    yield* records.putPhoneLog(dealership, [entry], 2)
    yield* records.putWaivers(dealership, [waiver], 2)
    yield* records.putAppeal(dealership, appeal)
    yield* records.putPolicyEdition(dealership, edition)
    yield* records.addToStoredCounts(dealership, [{ period: "2024-03", subject: "prospect", group: undefined, counts: { "day 5": 1 } }])
    yield* records.markJudged(dealership, "2024-03", "digest", 1)
    yield* records.putLeads(dealership, [lead()], [])
    yield* records.keepSample(dealership, { period: "2024-03", seed: "s", drawnAt: 2, selected: [{ ...subject, advisorId: "A1", kind: "random" }] })
    yield* records.lease(dealership, [subject], "G1", 2, 9)
    yield* records.addReopening(dealership, { subject, at: 2, by: "E1", reason: "Otro número" })
    yield* records.appendSnapshot(dealership, { period: "2024-03", sequence: 0, previousDigest: "", digest: "d", content: "{}", closedAt: 2, closedBy: "E1" })
    yield* records.addPeriodReopening(dealership, { period: "2024-03", sequence: 0, at: 2, by: "E1", reason: "Faltaba un asesor" })
    yield* records.addAuditEntry(dealership, auditEntry(undefined))
    yield* records.putVersions(dealership, [{ subject, revision: 0, auditEntry: 1, content: prospect("P1") }])
    yield* records.raise(dealership, [{ key: "k", type: "lead.escalated", at: 2, data: { prospectId: "P1" } }])
  }))
  yield* serviceStore.putKey({ id: "llave", hash: hashOf(dealership), name: "Portal", identity: { dealership, role: "crm-assistant" }, createdAt: 1 })
  yield* serviceStore.noteKeyUse(dealership, "llave", 1)
  yield* serviceStore.putUser(user(dealership))
  yield* serviceStore.addMessages(dealership, [message])
  yield* serviceStore.putPersonRequest(dealership, request)
  yield* serviceStore.claim(dealership, { sender: "llave", key: "k", request: "r", now: 1, heldUntil: 5, expiresAt: 9 })
  yield* serviceStore.beginSession(dealership, { id: "sesión", holderId: "llave", createdAt: 1, expiresAt: 9 })
  yield* serviceStore.addSubscription(dealership, { id: "s1", url: "https://ejemplo.test", events: ["lead.escalated"], secret: "whsec_x", createdAt: 1, cursor: 0 })
  yield* serviceStore.enqueue(dealership, "s1", [{ position: 1, record: "P1", dueAt: 1 }], 1)
  const intakeStore = yield* IntakeStore
  yield* intakeStore.putMapping(dealership, { name: "Excel", content: { sources: {} }, changedAt: 1, changedBy: "E1" })
  yield* intakeStore.putImport(dealership, { id: "i1", at: 1, by: "E1", keyId: "llave", kind: "prospects", state: "done", report: {}, rejected: [] })
  yield* intakeStore.addBatch(dealership, "i1", { sequence: 1, kind: "prospects", added: ["P2"], changed: [{ id: "P1", before: {}, mark: "1" }] })
  yield* intakeStore.putCells(dealership, "prospects", [{ id: "P1", cells: { color: "rojo" } }])
  yield* intakeStore.putInboxToken(dealership, { id: "t1", hash: hashOf(`${dealership} buzón`), name: "Meta", settings: {}, createdAt: 1 })
  yield* intakeStore.addWaitingLead(dealership, { id: "meta-1", receivedAt: 1, tokenId: "t1", content: {} })
})
