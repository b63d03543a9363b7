/** Every write of the ports, by the names of their methods, on a dealership that was filled: what all of them owe is tested of each. */
import type { Records } from "@crm-procedure/core/register/Records"
import type { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import type { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as Effect from "effect/Effect"
import { activity, appeal, auditEntry, edition, entry, hashOf, lead, message, request, storedVerdict, prospect, user, waiver } from "./FilledDealership.ts"

export interface Ports {
  readonly records: Records["Service"]
  readonly serviceStore: ServiceStore["Service"]
  readonly intakeStore: IntakeStore["Service"]
}

/** A write; `client` is who writes, where two do. */
export type Write = (ports: Ports, dealership: string, client: number) => Effect.Effect<unknown, unknown>

/** By the names of the ports' methods; `Reads.ts` has the others. */
export const writes: Readonly<Record<string, Write>> = {
  "putDirectory": ({ records }, dealership, client) => records.putDirectory(dealership, { employees: [], branches: [{ branchId: `S${client}`, name: "Sede" }], brands: [] }),
  "putGoals": ({ records }, dealership, client) =>
    records.putGoals(dealership, "2024-04", [{ period: "2024-04", advisorId: `A${client}`, branchId: "S1", brandId: "B1", prospects: 5, activities: 9 }]),
  "putProspects": ({ records }, dealership, client) =>
    records.putProspects(dealership, [
      { record: prospect("P1", { interest: `Interés ${client}` }), storedVerdict: storedVerdict({ verdict: "invalid", reasons: ["duplicate"] }) },
      { record: prospect("P2"), storedVerdict: storedVerdict() }
    ], 5 + client),
  "putActivities": ({ records }, dealership, client) =>
    records.putActivities(dealership, [
      { record: activity("C1", { outcome: `Resultado ${client}` }), storedVerdict: storedVerdict() },
      { record: activity("C2"), storedVerdict: storedVerdict({ matchKeys: { note: "00000000000000cc" } }) }
    ], 5 + client),
  "putCalls": ({ records }, dealership, client) =>
    records.putCalls(dealership, [{ callId: "V1", subjectType: "prospect", subjectId: "P1", agentId: `G${client}`, attemptedAt: 3, outcome: "no-answer" }], 5),
  "removeRecords": ({ records }, dealership) => records.removeRecords(dealership, { prospects: ["P1", "P9"], activities: ["C1"], calls: ["V1"] }),
  "putPhoneLog": ({ records }, dealership, client) =>
    records.putPhoneLog(dealership, [{ ...entry, number: `300${client}` }, { ...entry, entryId: "T2" }], 5),
  "putWaivers": ({ records }, dealership, client) =>
    records.putWaivers(dealership, [{ ...waiver, reason: `Motivo ${client}` }, { ...waiver, waiverId: "W2" }], 5),
  "putPolicyEdition": ({ records }, dealership, client) => records.putPolicyEdition(dealership, { ...edition, draftedAt: client }),
  "putAppeal": ({ records }, dealership, client) => records.putAppeal(dealership, { ...appeal, text: `Texto ${client}` }),
  "addToStoredCounts": ({ records }, dealership) =>
    records.addToStoredCounts(dealership, [
      { period: "2024-03", subject: "prospect", group: undefined, counts: { "day 5": 2, "day 6": 1 } },
      { period: "2024-03", subject: "activity", group: { advisorId: "A1" }, counts: { registered: 3 } }
    ]),
  "addToStoredCounts, to zero": ({ records }, dealership) =>
    records.addToStoredCounts(dealership, [{ period: "2024-03", subject: "prospect", group: undefined, counts: { "day 5": -1 } }]),
  "markJudged": ({ records }, dealership, client) => records.markJudged(dealership, "2024-03", `digest ${client}`, 4 + client),
  "putLeads": ({ records }, dealership, client) => records.putLeads(dealership, [lead({ managerFrom: client })], ["P9"]),
  "extendSample": ({ records }, dealership) => records.extendSample(dealership, "2024-03", [{ type: "activity", id: "C1", advisorId: "A1", kind: "random" }]),
  "keepSample": ({ records }, dealership, client) =>
    records.keepSample(dealership, { period: "2024-04", seed: `s${client}`, drawnAt: 2, selected: [{ type: "activity", id: "C1", advisorId: "A1", kind: "random" }] }),
  "lease": ({ records }, dealership, client) => records.lease(dealership, [{ type: "prospect", id: "P1" }, { type: "prospect", id: "P2" }], `G${client}`, 10, 20),
  "release": ({ records }, dealership) => records.release(dealership, { type: "prospect", id: "P1" }, "G1"),
  "addReopening": ({ records }, dealership, client) => records.addReopening(dealership, { subject: { type: "prospect", id: "P1" }, at: 5, by: `E${client}`, reason: "Otro número" }),
  "eraseReasons": ({ records }, dealership) => records.eraseReasons(dealership, [{ type: "prospect", id: "P1" }]),
  "appendSnapshot": ({ records }, dealership, client) =>
    records.appendSnapshot(dealership, { period: "2024-04", sequence: 1, previousDigest: "d", digest: `d${client}`, content: "{}", closedAt: 5, closedBy: "E1" }),
  "addPeriodReopening": ({ records }, dealership, client) => records.addPeriodReopening(dealership, { period: "2024-03", sequence: 0, at: 5, by: `E${client}`, reason: "Otra vez" }),
  "raise": ({ records }, dealership, client) =>
    records.raise(dealership, [{ key: "k2", type: "lead.escalated", at: 5, data: { client } }, { key: "k", type: "never", at: 5, data: {} }, { key: `k ${client}`, type: "lead.escalated", at: 5, data: null }]),
  "addAuditEntry": ({ records }, dealership, client) => records.addAuditEntry(dealership, auditEntry(auditEntry(undefined), client)),
  "putVersions": ({ records }, dealership, client) =>
    records.putVersions(dealership, [{ subject: { type: "prospect", id: "P1" }, revision: 1, auditEntry: 1, content: prospect("P1", { interest: `Interés ${client}` }) }]),
  "change": ({ records }, dealership, client) =>
    records.change(dealership, Effect.gen(function*() {
      const [known] = yield* records.prospectsById(dealership, ["P1"])
      yield* Effect.all([
        records.putProspects(dealership, [{ record: prospect("P1", { interest: `Interés ${client}` }), storedVerdict: storedVerdict({ verdict: "invalid" }) }], 5),
        records.putActivities(dealership, [{ record: activity("C1"), storedVerdict: storedVerdict({ verdict: "invalid" }) }], 5),
        records.addToStoredCounts(dealership, [{ period: "2024-03", subject: "prospect", group: undefined, counts: { "day 5": 1 } }]),
        records.raise(dealership, [{ key: `verdict ${known?.revision ?? 0}`, type: "verdict.changed", at: 5, data: {} }])
      ], { concurrency: "unbounded" })
    })),
  "putKey": ({ serviceStore }, dealership, client) =>
    serviceStore.putKey({ id: "otra", hash: hashOf(`${dealership} ${client}`), name: "Portal", identity: { dealership, role: "crm-assistant" }, createdAt: 1 }),
  "revokeKey": ({ serviceStore }, dealership, client) => serviceStore.revokeKey(dealership, "llave", 5 + client),
  "noteKeyUse": ({ serviceStore }, dealership, client) => serviceStore.noteKeyUse(dealership, "llave", 5 + client),
  "putUser": ({ serviceStore }, dealership, client) => serviceStore.putUser({ ...user(dealership), name: `Luz ${client}`, revision: 2 }),
  "putUser, a new one": ({ serviceStore }, dealership) => serviceStore.putUser({ ...user(dealership), id: "u-2", email: "otra@ejemplo.test" }),
  "removeUser": ({ serviceStore }, dealership) => serviceStore.removeUser(dealership, "u-1"),
  "claim": ({ serviceStore }, dealership, client) => serviceStore.claim(dealership, { sender: "llave", key: "k", request: "r", now: 6 + client, heldUntil: 100 + client, expiresAt: 200 }),
  "keepAnswer": ({ serviceStore }, dealership, client) => serviceStore.keepAnswer(dealership, { sender: "llave", key: "k", attempt: 1 }, { status: 200 + client, headers: {}, body: "" }),
  "release a claim": ({ serviceStore }, dealership) => serviceStore.release(dealership, { sender: "llave", key: "k", attempt: 1 }),
  "dropAnswers": ({ serviceStore }, dealership) => serviceStore.dropAnswers(dealership, ["nombre"]),
  "beginSession": ({ serviceStore }, dealership, client) => serviceStore.beginSession(dealership, { id: "sesión", holderId: "llave", createdAt: client, expiresAt: 9 }),
  "noteSession": ({ serviceStore }, dealership, client) => serviceStore.noteSession(dealership, "sesión", 5 + client),
  "endSessionsOf": ({ serviceStore }, dealership) => serviceStore.endSessionsOf(dealership, "llave"),
  "endSession": ({ serviceStore }, dealership) => serviceStore.endSession(dealership, "sesión"),
  "addMessages": ({ serviceStore }, dealership, client) => serviceStore.addMessages(dealership, [{ ...message, id: "otro" }, { ...message, subject: `Tareas ${client}` }]),
  "takeMessages": ({ serviceStore }, dealership, client) => serviceStore.takeMessages(dealership, 5, 10 + client, 5),
  "settleMessage": ({ serviceStore }, dealership, client) => serviceStore.settleMessage(dealership, { ...message, state: "sent", attempts: client }),
  "readMessages": ({ serviceStore }, dealership, client) => serviceStore.readMessages(dealership, "u-1", 5 + client),
  "forgetMessages": ({ records, serviceStore }, dealership) =>
    records.change(dealership, Effect.andThen(serviceStore.settleMessage(dealership, { ...message, state: "sent" }), serviceStore.forgetMessages(dealership, 9))),
  "dropMessages": ({ serviceStore }, dealership) => serviceStore.dropMessages(dealership, ["u-1"], ["Tareas"]),
  "putPersonRequest": ({ serviceStore }, dealership, client) => serviceStore.putPersonRequest(dealership, { ...request, text: `Qué guardan ${client}`, revision: 2 }),
  "putPersonRequest, a new one": ({ serviceStore }, dealership) => serviceStore.putPersonRequest(dealership, { ...request, id: "r-2" }),
  "addSubscription": ({ serviceStore }, dealership, client) =>
    serviceStore.addSubscription(dealership, { id: "s2", url: "https://ejemplo.test", events: [], brandIds: [`B${client}`], secret: "whsec_y", createdAt: 1, cursor: 0 }),
  "changeSubscription": ({ serviceStore }, dealership, client) => serviceStore.changeSubscription(dealership, "s1", { secret: `whsec_${client}`, pausedAt: 5 }),
  "removeSubscription": ({ serviceStore }, dealership) => serviceStore.removeSubscription(dealership, "s1"),
  "enqueue": ({ serviceStore }, dealership, client) => serviceStore.enqueue(dealership, "s1", [{ position: 2, record: "P1", dueAt: client }, { position: 1, record: "P9", dueAt: 9 }], 2),
  "takeDue": ({ serviceStore }, dealership, client) => serviceStore.takeDue(dealership, "s1", 5, 10 + client, 5),
  "settle": ({ serviceStore }, dealership, client) =>
    serviceStore.settle(dealership, "s1", { position: 1, record: "P1", state: "delivered", attempts: 1 + client, dueAt: 1, lastAttemptAt: 5 }),
  "forget": ({ serviceStore }, dealership) => serviceStore.forget(dealership, 9, 100),
  "putMapping": ({ intakeStore }, dealership, client) => intakeStore.putMapping(dealership, { name: "Excel", content: { client }, changedAt: 2, changedBy: "E1" }),
  "removeMapping": ({ intakeStore }, dealership) => intakeStore.removeMapping(dealership, "Excel"),
  "putImport": ({ intakeStore }, dealership, client) =>
    intakeStore.putImport(dealership, { id: "i1", at: 1, by: `E${client}`, keyId: "llave", kind: "prospects", state: "undone", report: {}, undoneAt: 5, undoneBy: "E1" }),
  "addBatch": ({ intakeStore }, dealership, client) =>
    intakeStore.addBatch(dealership, "i1", { sequence: 1, kind: "prospects", added: [`P${client}`], changed: [{ id: "P3", before: { client }, mark: "1" }] }),
  "removeBatch": ({ intakeStore }, dealership) => intakeStore.removeBatch(dealership, "i1", 1),
  "putCells": ({ intakeStore }, dealership, client) => intakeStore.putCells(dealership, "prospects", [{ id: "P1", cells: { color: `${client}` } }, { id: "P2", cells: {} }]),
  "putInboxToken": ({ intakeStore }, dealership, client) =>
    intakeStore.putInboxToken(dealership, { id: "t1", hash: hashOf(`${dealership} buzón`), name: "Meta", settings: {}, createdAt: 1, revokedAt: client }),
  "addWaitingLead": ({ intakeStore }, dealership, client) => intakeStore.addWaitingLead(dealership, { id: "meta-2", receivedAt: client, tokenId: "t1", content: {} }),
  "removeWaitingLead": ({ intakeStore }, dealership) => intakeStore.removeWaitingLead(dealership, "meta-1"),
  "erase": ({ intakeStore }, dealership) => intakeStore.erase(dealership, { ids: [{ kind: "prospects", id: "P1" }], texts: ["nadie"] }),
  "forget imports": ({ intakeStore }, dealership) => intakeStore.forget(dealership, 5, 5)
}
