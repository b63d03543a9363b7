/** A request for each endpoint of the contract, with the roles that may send it and what must be so before. An endpoint without a row does not compile. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Records from "@crm-procedure/core/register/Records"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { HttpApi, HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import type { Api } from "../src/Api.ts"
import { type Answer, DEALERSHIP, type Server } from "./serving.ts"

type Groups = typeof Api extends HttpApi.HttpApi<string, infer G> ? G : never
type NameOf<G> = G extends HttpApiGroup.HttpApiGroup<infer Id, infer E, infer _T> ? `${Id}.${HttpApiEndpoint.Identifier<E>}` : never
export type Endpoint = NameOf<Groups>

export interface Sent {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Row {
  /** The roles that the procedure lets do it. */
  readonly may: ReadonlyArray<Access.Role>
  readonly ok: number
  /** A request that succeeds for a role that may. */
  readonly send: (role: Access.Role) => Sent
  /** What must be so before it can succeed, done by the CRM assistant. */
  readonly before?: (server: Server, role: Access.Role) => Promise<unknown>
  /** Whether it asks for something by an id: another dealership's is not there. */
  readonly seeks?: boolean
  /** Whether an administrator may do it, whatever the role. */
  readonly administrator?: true
}

const everybody = Access.roles
const readers: ReadonlyArray<Access.Role> = ["crm-assistant", "marketing-coordinator", "commercial-manager", "motorcycle-manager", "general-manager", "advisor"]
const managers: ReadonlyArray<Access.Role> = ["commercial-manager", "motorcycle-manager"]

/** A prospect, and an activity of it, that lies within a role's view. */
const prospectOf = (role: Access.Role): string => role === "commercial-manager" ? "P2" : "P1"
const activityOf = (role: Access.Role): string => role === "commercial-manager" ? "C2" : "C1"

const prospect = { createdAt: "2024-03-10T09:00:00-05:00", advisorId: "A1", branchId: "S1", brandId: "B1", source: "web" }
const activity = { prospectId: "P1", advisorId: "A1", type: "call", status: "planned", plannedFor: "2024-03-21T09:00:00-05:00" }
export const reason = { reason: "Lo pidió el cliente" }
const get = (path: string): Sent => ({ method: "GET", path })
export const csv = { "content-type": "text/csv" }

const draw = (server: Server) => server.call("POST", "/v1/verifications/2024-03/sample", { body: { partial: true } })
const conclude = async (server: Server, role: Access.Role) => {
  await draw(server)
  await server.lease("G1", `prospect:${prospectOf(role)}`)
  await server.call("POST", `/v1/verifications/prospect:${prospectOf(role)}/attempts`, { role: "crm-agent", body: { outcome: "attended" } })
}
const close = (server: Server) => server.call("POST", "/v1/periods/2024-02/close", { body: {} })

const subscriptions = new WeakMap<Server, string>()
export const subscribe = async (server: Server) => {
  const { json } = await server.call("POST", "/v1/webhooks", { body: { url: "http://127.0.0.1:9/", events: ["verdict.changed"] } })
  subscriptions.set(server, json.id)
  const serviceStore = await server.runtime.runPromise(ServiceStore.ServiceStore)
  await Effect.runPromise(serviceStore.enqueue(DEALERSHIP, json.id, [{ position: 1, record: "prospect:P1", dueAt: 0 }], 1))
}
/** Filled in with the id of the subscription that was made before. */
const SUBSCRIPTION = "{subscription}"

const user = { name: "Luz Peña", email: "luz@ejemplo.test", role: "crm-assistant" }
const addUser = (server: Server) =>
  server.runtime.runPromise(ServiceStore.ServiceStore.use((one) =>
    one.putUser({ id: "u-matrix", name: "Ana Ruiz", email: "ana@ejemplo.test", identity: { dealership: DEALERSHIP, role: "crm-agent", employeeId: "G1" }, language: "es", createdAt: 1, revision: 1 })))
const putAppeal = (server: Server) =>
  server.runtime.runPromise(Records.Records.use((one) =>
    one.putAppeal(DEALERSHIP, { appealId: "q-matrix", subjectType: "prospect", subjectId: "P1", code: "interest-missing", text: "Sí la anoté", advisorId: "A1", raisedAt: 1, dueAt: 2 })))
const putRequest = (server: Server) =>
  server.runtime.runPromise(Effect.flatMap(Clock.currentTimeMillis, (receivedAt) => ServiceStore.ServiceStore.use((one) =>
    one.putPersonRequest(DEALERSHIP, { id: "r-matrix", kind: "consulta", channel: "email", person: { email: "nadie@correo.test" }, text: "", receivedAt, registeredBy: "R1", revision: 1 }))))
const putDraft = (server: Server) =>
  server.runtime.runPromise(Records.Records.use((one) =>
    one.putPolicyEdition(DEALERSHIP, { editionId: "e-matrix", spec: { parameters: { leadRedDays: 5 } }, draftedAt: 1, draftedBy: "R1", draftedWith: "key-crm-assistant" })))
const putKey = (server: Server) =>
  server.runtime.runPromise(ServiceStore.ServiceStore.use((one) =>
    one.putKey({ id: "k-matrix", hash: "0".repeat(64), name: "Portal", identity: { dealership: DEALERSHIP, role: "general-manager" }, createdAt: 1 })))
const beginSession = (server: Server, role: Access.Role) =>
  server.runtime.runPromise(ServiceStore.ServiceStore.use((one) =>
    one.beginSession(DEALERSHIP, { id: "s-matrix", holderId: `key-${role}`, createdAt: 1, expiresAt: Number.MAX_SAFE_INTEGER })))
const madeIds = new WeakMap<Server, Readonly<Record<string, string>>>()
/** Filled in with the ids of the import and of the inbox's token that were made before. */
const IMPORT = "{import}"
const INBOX = "{inbox}"
const imported = async (server: Server) => {
  const { json } = await server.call("POST", "/v1/imports/prospects", { body: "prospect_id,created_at,advisor_id,branch_id,brand_id\nN4,2024-03-10,A1,S1,B1\nN5,nunca,A1,S1,B1\n", headers: csv })
  madeIds.set(server, { [IMPORT]: json.id })
}
const tokenMade = async (server: Server) => {
  const { json } = await server.call("POST", "/v1/inbox-tokens", { body: { name: "Correo", source: "adf" } })
  madeIds.set(server, { [INBOX]: json.id })
  return json.path as string
}
const delivered = async (server: Server) => server.call("POST", await tokenMade(server), { key: "", body: "<adf/>", headers: { "content-type": "application/xml" } })

const table: Readonly<Record<Endpoint, Row>> = {
  "procedure.procedure": { may: everybody, ok: 200, send: () => get("/v1/procedure") },
  "procedure.document": { may: everybody, ok: 200, send: () => get("/v1/procedure/document") },
  "procedure.me": { may: everybody, ok: 200, send: () => get("/v1/me") },
  "procedure.directory": { may: [...readers, "crm-agent"], ok: 200, send: () => get("/v1/directory") },
  "validations.prospects": { may: ["crm-assistant", "integration"], ok: 200, send: () => ({ method: "POST", path: "/v1/validations/prospects", body: { records: [] } }) },
  "validations.activities": { may: ["crm-assistant", "integration"], ok: 200, send: () => ({ method: "POST", path: "/v1/validations/activities", body: { records: [] } }) },
  "records.putProspect": { may: ["crm-assistant", "integration"], ok: 201, send: () => ({ method: "PUT", path: "/v1/prospects/N1", body: prospect }) },
  "records.prospect": {
    may: [...readers, "crm-agent", "integration"],
    ok: 200,
    before: draw,
    send: (role) => get(`/v1/prospects/${prospectOf(role)}`),
    seeks: true
  },
  "records.prospects": { may: readers, ok: 200, send: () => get("/v1/prospects") },
  "records.putActivity": { may: ["crm-assistant", "integration"], ok: 201, send: () => ({ method: "PUT", path: "/v1/activities/N2", body: activity }) },
  "records.activity": { may: [...readers, "integration"], ok: 200, send: (role) => get(`/v1/activities/${activityOf(role)}`), seeks: true },
  "records.activities": { may: readers, ok: 200, send: () => get("/v1/activities") },
  "history.prospect": { may: readers, ok: 200, seeks: true, send: (role) => get(`/v1/prospects/${prospectOf(role)}/history`) },
  "history.activity": { may: readers, ok: 200, seeks: true, send: (role) => get(`/v1/activities/${activityOf(role)}/history`) },
  "history.audit": { may: ["crm-assistant", "general-manager"], ok: 200, send: () => get("/v1/audit?subject=prospect:P1&limit=5") },
  "history.auditFile": { may: ["crm-assistant", "general-manager"], ok: 200, send: () => get("/v1/audit/file") },
  "imports.import": {
    may: ["crm-assistant", "integration"],
    ok: 200,
    send: () => ({ method: "POST", path: "/v1/imports/prospects", body: "prospect_id,created_at,advisor_id,branch_id,brand_id\nN3,2024-03-10,A1,S1,B1\n", headers: csv })
  },
  "imports.preview": { may: ["crm-assistant", "integration"], ok: 200, send: () => ({ method: "POST", path: "/v1/imports/preview", body: "a,b\n", headers: csv }) },
  "imports.history": { may: ["crm-assistant"], ok: 200, send: () => get("/v1/imports") },
  "imports.rejected": { may: ["crm-assistant"], ok: 200, before: imported, send: () => get(`/v1/imports/${IMPORT}/rejected`), seeks: true },
  "imports.undo": { may: ["crm-assistant"], ok: 200, before: imported, send: () => ({ method: "POST", path: `/v1/imports/${IMPORT}/undo` }), seeks: true },
  "mappings.mappings": { may: ["crm-assistant"], ok: 200, send: () => get("/v1/mappings") },
  "mappings.leadSettings": { may: ["crm-assistant"], ok: 200, send: () => get("/v1/mappings/adf") },
  "mappings.putLeadSettings": { may: ["crm-assistant"], ok: 200, send: () => ({ method: "PUT", path: "/v1/mappings/adf", body: {} }) },
  "mappings.putMapping": { may: ["crm-assistant"], ok: 200, send: () => ({ method: "PUT", path: "/v1/mappings/Excel", body: { kind: "prospects" } }) },
  "mappings.removeMapping": {
    may: ["crm-assistant"],
    ok: 204,
    before: (server) => server.call("PUT", "/v1/mappings/P1", { body: { kind: "prospects" } }),
    send: () => ({ method: "DELETE", path: "/v1/mappings/P1" }),
    seeks: true
  },
  "inbox.waiting": { may: ["crm-assistant", "marketing-coordinator"], ok: 200, send: () => get("/v1/leads/inbox") },
  "inbox.place": {
    may: ["crm-assistant", "marketing-coordinator"],
    ok: 200,
    before: delivered,
    send: () => ({ method: "POST", path: "/v1/leads/inbox/L1/placement", body: { branchId: "S1" } }),
    seeks: true
  },
  "inbox.tokens": { may: ["crm-assistant"], ok: 200, send: () => get("/v1/inbox-tokens") },
  "inbox.makeToken": { may: ["crm-assistant"], ok: 201, send: () => ({ method: "POST", path: "/v1/inbox-tokens", body: { name: "Correo", source: "adf" } }) },
  "inbox.rotateToken": { may: ["crm-assistant"], ok: 201, before: tokenMade, send: () => ({ method: "POST", path: `/v1/inbox-tokens/${INBOX}/rotation` }), seeks: true },
  "inbox.revokeToken": { may: ["crm-assistant"], ok: 204, before: tokenMade, send: () => ({ method: "DELETE", path: `/v1/inbox-tokens/${INBOX}` }), seeks: true },
  // The token in the path is enough: a key changes nothing.
  "leadDeliveries.challenge": { may: everybody, ok: 404, send: () => get("/v1/leads/inbox/lead_unknown") },
  "leadDeliveries.deliver": { may: everybody, ok: 404, send: () => ({ method: "POST", path: "/v1/leads/inbox/lead_unknown", body: {} }) },
  "goals.putGoals": { may: ["crm-assistant"], ok: 200, send: () => ({ method: "PUT", path: "/v1/goals/2024-03", body: { goals: [] } }) },
  "goals.goals": { may: readers, ok: 200, send: () => get("/v1/goals/2024-03") },
  "scorecards.scorecard": { may: readers, ok: 200, send: () => get("/v1/scorecards/2024-03?by=advisor") },
  "scorecards.compare": { may: ["crm-assistant", "general-manager"], ok: 200, send: () => ({ method: "POST", path: "/v1/what-if/2024-03", body: {} }) },
  "leads.leads": { may: readers, ok: 200, send: () => get("/v1/leads") },
  "leads.assignSeveral": {
    may: ["crm-assistant", "marketing-coordinator"],
    ok: 200,
    send: () => ({ method: "POST", path: "/v1/leads/assignments", body: { assignments: [{ prospectId: "P1", advisorId: "A2" }] } })
  },
  "leads.assign": {
    may: ["crm-assistant", "marketing-coordinator"],
    ok: 200,
    send: () => ({ method: "PUT", path: "/v1/leads/P1/assignment", body: { advisorId: "A2" } }),
    seeks: true
  },
  "leads.compliance": { may: readers, ok: 200, send: () => get("/v1/compliance/2024-03") },
  "today.today": { may: [...readers, "crm-agent"], ok: 200, send: () => get("/v1/today") },
  "trend.trend": { may: readers, ok: 200, send: () => get("/v1/trend?by=advisor&months=2") },
  "changes.changes": { may: ["crm-assistant", "marketing-coordinator", "commercial-manager", "motorcycle-manager", "general-manager"], ok: 200, send: () => get("/v1/changes") },
  "search.byId": { may: readers, ok: 200, send: () => get("/v1/search?q=P1") },
  "search.search": { may: readers, ok: 200, send: () => ({ method: "POST", path: "/v1/search", body: { q: "P1" } }) },
  "verifications.extension": { may: ["crm-assistant"], ok: 200, before: draw, send: () => ({ method: "POST", path: "/v1/verifications/2024-03/sample/extension", body: reason }) },
  "policies.editions": { may: ["crm-assistant", "general-manager"], ok: 200, send: () => get("/v1/policies") },
  "policies.edition": { may: ["crm-assistant", "general-manager"], ok: 200, before: putDraft, send: () => get("/v1/policies/e-matrix"), seeks: true },
  "policies.document": { may: ["crm-assistant", "general-manager"], ok: 200, before: putDraft, send: () => get("/v1/policies/e-matrix/document"), seeks: true },
  "policies.editionEffect": { may: ["crm-assistant", "general-manager"], ok: 200, before: putDraft, send: () => get("/v1/policies/e-matrix/effect"), seeks: true },
  "policies.effect": { may: ["crm-assistant", "general-manager"], ok: 200, send: () => ({ method: "POST", path: "/v1/policies/effect", body: { policy: {} } }) },
  "policies.draft": { may: ["crm-assistant"], ok: 201, send: () => ({ method: "POST", path: "/v1/policies", body: { comment: "Acuerdo con la marca", policy: { parameters: { leadRedDays: 5 } } } }) },
  "policies.approve": { may: ["general-manager"], ok: 200, before: putDraft, send: () => ({ method: "POST", path: "/v1/policies/e-matrix/approval", body: { from: "2024-03" } }), seeks: true },
  "policies.withdraw": { may: ["crm-assistant", "general-manager"], ok: 200, before: putDraft, send: () => ({ method: "POST", path: "/v1/policies/e-matrix/withdrawal", body: reason }), seeks: true },
  "appeals.appeals": { may: readers, ok: 200, send: () => get("/v1/appeals") },
  "appeals.raise": { may: ["advisor"], ok: 201, send: () => ({ method: "POST", path: "/v1/appeals", body: { subject: "prospect:P4", code: "phone-invalid", text: "El cliente lo dictó así" } }) },
  "appeals.decide": {
    may: ["crm-assistant"],
    ok: 200,
    before: putAppeal,
    send: () => ({ method: "POST", path: "/v1/appeals/q-matrix/decision", body: { decision: "refused", ...reason } }),
    seeks: true
  },
  "verifications.sample": { may: ["crm-assistant"], ok: 200, send: () => ({ method: "POST", path: "/v1/verifications/2024-03/sample", body: { partial: true } }) },
  "verifications.next": { may: ["crm-assistant", "crm-agent"], ok: 200, send: () => ({ method: "POST", path: "/v1/verifications/next", body: {} }) },
  "verifications.attempt": {
    may: ["crm-assistant", "crm-agent"],
    ok: 201,
    before: async (server, role) => {
      await draw(server)
      await server.lease(role === "crm-agent" ? "G1" : "R1", "prospect:P1")
    },
    send: () => ({ method: "POST", path: "/v1/verifications/prospect:P1/attempts", body: { outcome: "no-answer" } }),
    seeks: true
  },
  "verifications.correction": {
    may: ["crm-assistant", "crm-agent"],
    ok: 200,
    before: async (server, role) => {
      await draw(server)
      const agent = role === "crm-agent" ? "G1" : "R1"
      await server.lease(agent, "prospect:P1")
      await server.call("POST", "/v1/verifications/prospect:P1/attempts", { role, body: { callId: "V-matrix", outcome: "no-answer" } })
    },
    send: () => ({ method: "PUT", path: "/v1/verifications/prospect:P1/attempts/V-matrix", body: { outcome: "attended" } }),
    seeks: true
  },
  "verifications.requestReopening": {
    may: ["crm-assistant", "crm-agent"],
    ok: 201,
    before: conclude,
    send: () => ({ method: "POST", path: "/v1/verifications/prospect:P1/reopening-request", body: { reason: "mistyped", agentId: "G1" } }),
    seeks: true
  },
  "verifications.reopeningRequests": { may: ["crm-assistant", ...managers], ok: 200, send: () => get("/v1/verifications/reopening-requests") },
  "verifications.attempts": { may: ["crm-assistant", ...managers, "general-manager"], ok: 200, before: draw, send: (role) => get(`/v1/verifications/prospect:${prospectOf(role)}/attempts`), seeks: true },
  "verifications.reopen": {
    may: ["crm-assistant", ...managers],
    ok: 200,
    before: conclude,
    send: (role) => ({ method: "POST", path: `/v1/verifications/prospect:${prospectOf(role)}/reopening`, body: reason }),
    seeks: true
  },
  "verifications.results": { may: ["crm-assistant", ...managers, "general-manager"], ok: 200, send: () => get("/v1/verifications/2024-03/results") },
  "forms.form": {
    may: ["crm-assistant", "marketing-coordinator", ...managers, "general-manager"],
    ok: 200,
    send: () => get("/v1/forms/GC-FOR-21/2024-03?format=html")
  },
  "periods.close": { may: ["crm-assistant"], ok: 200, send: () => ({ method: "POST", path: "/v1/periods/2024-02/close", body: {} }) },
  "periods.closing": { may: ["crm-assistant", "general-manager"], ok: 200, send: () => get("/v1/periods/2024-02/closing") },
  "periods.reopen": { may: ["general-manager"], ok: 200, before: close, send: () => ({ method: "POST", path: "/v1/periods/2024-02/reopen", body: reason }) },
  "periods.snapshot": { may: ["crm-assistant", "general-manager"], ok: 200, before: close, send: () => get("/v1/periods/2024-02/snapshot"), seeks: true },
  "periods.amendment": { may: ["crm-assistant", "general-manager"], ok: 200, before: close, send: () => get("/v1/periods/2024-02/amendment"), seeks: true },
  "periods.periods": { may: ["crm-assistant", "general-manager"], ok: 200, send: () => get("/v1/periods") },
  "people.search": { may: ["crm-assistant", "general-manager"], ok: 200, send: () => ({ method: "POST", path: "/v1/people/search", body: { email: "nadie@correo.test" } }) },
  "people.export": { may: ["crm-assistant", "general-manager"], ok: 200, send: () => ({ method: "POST", path: "/v1/people/export", body: { email: "nadie@correo.test" } }) },
  "people.erasure": { may: ["crm-assistant"], ok: 200, send: () => ({ method: "POST", path: "/v1/people/erasure", body: { email: "nadie@correo.test" } }) },
  "people.requests": { may: ["crm-assistant", "general-manager"], ok: 200, send: () => get("/v1/people/requests") },
  "people.register": { may: ["crm-assistant", "general-manager"], ok: 201, send: () => ({ method: "POST", path: "/v1/people/requests", body: { kind: "consulta", channel: "email", person: { email: "nadie@correo.test" } } }) },
  "people.extend": { may: ["crm-assistant", "general-manager"], ok: 200, before: putRequest, send: () => ({ method: "POST", path: "/v1/people/requests/r-matrix/extension", body: reason }), seeks: true },
  "people.answer": { may: ["crm-assistant", "general-manager"], ok: 200, before: putRequest, send: () => ({ method: "POST", path: "/v1/people/requests/r-matrix/answer", body: { done: "Se envió la copia" } }), seeks: true },
  "webhooks.subscribe": { may: ["crm-assistant"], ok: 201, send: () => ({ method: "POST", path: "/v1/webhooks", body: { url: "http://127.0.0.1:9/", events: ["period.closed"] } }) },
  "webhooks.subscriptions": { may: ["crm-assistant"], ok: 200, send: () => get("/v1/webhooks") },
  "webhooks.subscription": { may: ["crm-assistant"], ok: 200, before: subscribe, send: () => get(`/v1/webhooks/${SUBSCRIPTION}`), seeks: true },
  "webhooks.unsubscribe": { may: ["crm-assistant"], ok: 204, before: subscribe, send: () => ({ method: "DELETE", path: `/v1/webhooks/${SUBSCRIPTION}` }), seeks: true },
  "webhooks.deliveries": { may: ["crm-assistant"], ok: 200, before: subscribe, send: () => get(`/v1/webhooks/${SUBSCRIPTION}/deliveries`), seeks: true },
  "webhooks.rotateSecret": { may: ["crm-assistant"], ok: 200, before: subscribe, send: () => ({ method: "POST", path: `/v1/webhooks/${SUBSCRIPTION}/secret`, body: {} }), seeks: true },
  "webhooks.resume": { may: ["crm-assistant"], ok: 200, before: subscribe, send: () => ({ method: "POST", path: `/v1/webhooks/${SUBSCRIPTION}/resume` }), seeks: true },
  "webhooks.redeliver": {
    may: ["crm-assistant"],
    ok: 200,
    before: subscribe,
    send: () => ({ method: "POST", path: `/v1/webhooks/${SUBSCRIPTION}/deliveries/1/retry` }),
    seeks: true
  },
  "users.users": { may: [], administrator: true, ok: 200, send: () => get("/v1/users") },
  "users.add": { may: [], administrator: true, ok: 201, send: () => ({ method: "POST", path: "/v1/users", body: user }) },
  "users.change": { may: [], administrator: true, ok: 200, before: addUser, send: () => ({ method: "PUT", path: "/v1/users/u-matrix", body: { ...user, email: "otra@ejemplo.test" } }), seeks: true },
  "users.remove": { may: [], administrator: true, ok: 204, before: addUser, send: () => ({ method: "DELETE", path: "/v1/users/u-matrix" }), seeks: true },
  "users.invite": { may: [], administrator: true, ok: 200, before: addUser, send: () => ({ method: "POST", path: "/v1/users/u-matrix/invitation" }), seeks: true },
  "users.sessions": { may: everybody, ok: 200, send: () => get("/v1/sessions") },
  "users.endSession": { may: everybody, ok: 204, before: beginSession, send: () => ({ method: "DELETE", path: "/v1/sessions/s-matrix" }), seeks: true },
  "messages.messages": { may: everybody, ok: 200, send: () => get("/v1/messages") },
  "messages.preview": { may: everybody, ok: 409, send: () => get("/v1/messages/previews/morning") },
  "messages.read": { may: everybody, ok: 204, send: () => ({ method: "POST", path: "/v1/messages/reading" }) },
  // A key has no address: the answer is the same for every role.
  "messages.preferences": { may: everybody, ok: 409, send: () => ({ method: "PUT", path: "/v1/messages/preferences", body: { muted: ["morning"] } }) },
  "keys.keys": { may: [], administrator: true, ok: 200, send: () => get("/v1/keys") },
  "keys.make": { may: [], administrator: true, ok: 201, send: () => ({ method: "POST", path: "/v1/keys", body: { name: "Portal", role: "general-manager" } }) },
  "keys.rotate": { may: [], administrator: true, ok: 201, before: putKey, send: () => ({ method: "POST", path: "/v1/keys/k-matrix/rotation" }), seeks: true },
  "keys.revoke": { may: [], administrator: true, ok: 204, before: putKey, send: () => ({ method: "DELETE", path: "/v1/keys/k-matrix" }), seeks: true },
  "system.health": { may: everybody, ok: 200, send: () => get("/health") },
  "system.ready": { may: everybody, ok: 200, send: () => get("/ready") },
  "system.metrics": { may: everybody, ok: 200, send: () => get("/metrics") }
}
/** A request with the ids of what was made before it. */
export const filledIn = (server: Server, { path, ...sent }: Sent): Sent => ({
  ...sent,
  path: Object.entries(madeIds.get(server) ?? {}).reduce((filled, [name, id]) => filled.replace(name, id), path.replace(SUBSCRIPTION, subscriptions.get(server) ?? "none"))
})

/** Sends a request of the table. */
export const send = (server: Server, sent: Sent, options: { readonly role: Access.Role; readonly dealership?: string; readonly key?: string }): Promise<Answer> => {
  const { body, headers, method, path } = filledIn(server, sent)
  return server.call(method, path, { ...options, body, ...(headers === undefined ? {} : { headers }) })
}
export const rows = Object.entries(table) as ReadonlyArray<readonly [Endpoint, Row]>
