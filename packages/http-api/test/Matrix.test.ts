/**
 * Every endpoint × every role × no key, own and another dealership. The table is written from the procedure's roles, not from the
 * code (`requests.ts`); an endpoint without a row does not compile, and one that the contract does not have fails.
 */
import * as Access from "@crm-procedure/core/records/Access"
import * as Records from "@crm-procedure/core/register/Records"
import * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { HttpApi } from "effect/http-api"
import { Api } from "../src/Api.ts"
import { lastSequence, unaudited } from "./auditing.ts"
import { csv, filledIn, reason, rows, send, subscribe } from "./requests.ts"
import { DEALERSHIP, EMPTY, OTHER, serve, type Server } from "./serving.ts"

/** All stored data of a dealership. */
const everything = (server: Server, dealership: string): Promise<string> =>
  server.runtime.runPromise(Effect.gen(function*() {
    const records = yield* Records.Records
    const serviceStore = yield* ServiceStore.ServiceStore
    const intakeStore = yield* IntakeStore.IntakeStore
    return JSON.stringify([
      yield* intakeStore.mappings(dealership),
      yield* intakeStore.imports(dealership, undefined, 100),
      yield* intakeStore.inboxTokens(dealership),
      yield* intakeStore.waitingLeads(dealership, undefined, 100),
      yield* Stream.runCollect(records.prospects(dealership)),
      yield* Stream.runCollect(records.activities(dealership)),
      yield* records.calls(dealership),
      yield* records.directory(dealership),
      yield* records.goals(dealership, "2024-03"),
      yield* records.selections(dealership),
      yield* records.reopenings(dealership),
      yield* records.snapshots(dealership),
      yield* records.periodReopenings(dealership),
      yield* records.events(dealership),
      yield* serviceStore.subscriptions(dealership),
      yield* serviceStore.keys(dealership),
      yield* serviceStore.users(dealership),
      yield* serviceStore.personRequests(dealership),
      yield* Effect.forEach(Access.roles, (role) => serviceStore.sessionsOf(dealership, `key-${role}`, 1))
    ])
  }))

const isOpen = (name: string): boolean => name.startsWith("system.") || name.startsWith("leadDeliveries.")

describe("the matrix of endpoints, roles and dealerships", () => {
  it("has a row for every endpoint of the contract, and no other", () => {
    const declared: Array<string> = []
    HttpApi.reflect(Api, { onGroup: () => undefined, onEndpoint: ({ endpoint, group }) => void declared.push(`${group.identifier}.${endpoint.identifier}`) })
    assert.deepStrictEqual(declared.toSorted(), rows.map(([name]) => name as string).toSorted())
  })

  for (const role of Access.roles) {
    it(`${role}: may do what its row says, and nothing else`, async () => {
      for (const [name, { before, may, ok, send: request }] of rows) {
        const server = await serve()
        try {
          await before?.(server, role)
          const kept = await everything(server, DEALERSHIP)
          const last = await lastSequence(server)
          const { status, json } = await send(server, request(role), { role })
          assert.strictEqual(status, may.includes(role) ? ok : 403, `${role} ${name} ${JSON.stringify(json)}`)
          const isAudited = may.includes(role) && request(role).method !== "GET" && !Object.hasOwn(unaudited, name)
          assert.strictEqual(await lastSequence(server) > last, isAudited, `${name}: audit`)
          if (!may.includes(role)) {
            assert.strictEqual(json.type, "urn:crm-procedure:problem:beyond-role", name)
            assert.strictEqual(await everything(server, DEALERSHIP), kept, `${name} changed something`)
          }
        } finally {
          await server.stop()
        }
      }
    })
  }

  it("an administrator may do what the rows say, beside what the role may", async () => {
    const server = await serve()
    try {
      const key = await server.keyOf({ role: "marketing-coordinator", isAdministrator: true })
      for (const [name, { administrator, before, may, ok, send: request }] of rows) {
        if (administrator !== true && may.includes("marketing-coordinator")) continue
        await before?.(server, "crm-assistant")
        const { json, status } = await send(server, request("crm-assistant"), { role: "crm-assistant", key })
        assert.strictEqual(status, administrator === true ? ok : 403, `${name} ${JSON.stringify(json)}`)
      }
    } finally {
      await server.stop()
    }
  })

  it("without a key, with an unknown one and with a revoked one nothing is done", async () => {
    // Each endpoint is asked with three wrong keys: all together they are more than an address may send in a minute.
    const server = await serve({ limits: { wrongKeys: 100_000 } })
    const revoked = server.keys[DEALERSHIP]!["crm-assistant"]
    await subscribe(server)
    await server.runtime.runPromise(ServiceStore.ServiceStore.use((one) => one.revokeKey(DEALERSHIP, "key-crm-assistant", 1)))
    // A key that was looked up is reused for a moment of steady time.
    while ((await server.call("GET", "/v1/me", { key: revoked })).status !== 401);
    const kept = await everything(server, DEALERSHIP)
    for (const [name, { ok, send: request }] of rows) {
      for (const key of ["", "crm_0000000000000000000000000000000000000000000", "nonsense", revoked]) {
        const { headers, status } = await send(server, request("crm-assistant"), { role: "crm-assistant", key })
        assert.strictEqual(status, isOpen(name) ? ok : 401, `${name} ${key}`)
        if (!isOpen(name)) assert.match(headers.get("www-authenticate") ?? "", /^Bearer/)
      }
    }
    assert.strictEqual(await everything(server, DEALERSHIP), kept)
    await server.stop()
  })

  it("of another dealership nothing is seen, changed, or told apart from what is not there", async () => {
    for (const [name, { administrator, before, may, send: request, seeks }] of rows) {
      if (isOpen(name)) continue
      const role = may.includes("crm-assistant") || administrator === true ? "crm-assistant" : may[0]!
      const server = await serve()
      try {
        const keyIn = async (dealership: string) => administrator === true ? { key: await server.keyOf({ role, isAdministrator: true }, dealership) } : {}
        await before?.(server, role)
        const kept = await everything(server, DEALERSHIP)
        if (seeks === true) {
          const { json, status } = await send(server, request(role), { role, dealership: EMPTY, ...await keyIn(EMPTY) })
          const sent = filledIn(server, request(role))
          const missing = await server.call(sent.method, sent.path.replace(/P1|P2|C1|C2|L1|wh_[0-9a-f]+|imp_[0-9a-z]+|in_[0-9a-f]+|[kus]-matrix|2024-02/, (id) => id === "2024-02" ? "2019-07" : `${id}x`), {
            role,
            dealership: EMPTY,
            ...await keyIn(EMPTY),
            body: sent.body
          })
          assert.strictEqual(status, 404, name)
          assert.deepStrictEqual({ status, json }, { status: missing.status, json: missing.json }, name)
        } else {
          const { text } = await send(server, request(role), { role, dealership: OTHER, ...await keyIn(OTHER) })
          assert.notInclude(text, DEALERSHIP, name)
        }
        assert.strictEqual(await everything(server, DEALERSHIP), kept, `${name} changed another dealership`)
      } finally {
        await server.stop()
      }
    }
  })
})

describe("what a manager reads and reopens", () => {
  /** P1 is a motorcycle in S1, P2 a car in S2; the directory gives S2 to MC, and the motorcycles to MM. */
  const reaches: ReadonlyArray<readonly [Omit<Access.Identity, "dealership">, ReadonlyArray<"P1" | "P2">]> = [
    [{ role: "commercial-manager", employeeId: "MC" }, ["P2"]],
    [{ role: "commercial-manager", branchIds: ["S1"] }, ["P1"]],
    [{ role: "commercial-manager", employeeId: "MC", branchIds: ["S1"] }, ["P1"]],
    [{ role: "commercial-manager", employeeId: "MC", branchIds: ["S1", "S2"] }, ["P1", "P2"]],
    [{ role: "commercial-manager", employeeId: "MC", line: "motorcycles" }, ["P1"]],
    [{ role: "commercial-manager" }, ["P2"]],
    [{ role: "commercial-manager", employeeId: "MM" }, []],
    [{ role: "commercial-manager", employeeId: "nadie" }, []],
    [{ role: "motorcycle-manager", employeeId: "MM" }, ["P1"]],
    [{ role: "motorcycle-manager", branchIds: ["S2"] }, []],
    [{ role: "motorcycle-manager" }, ["P1"]]
  ]
  const subjects = [["P1", "C1"], ["P2", "C2"]] as const

  /** The prospects whose records a caller reads and whose verifications he reopens. Fails where the two differ. */
  const reachOf = async (server: Server, key: string): Promise<ReadonlyArray<string>> => {
    const ask = (path: string) => server.call("GET", path, { key })
    const reached: Array<string> = []
    for (const [prospectId, activityId] of subjects) {
      const answers = [await ask(`/v1/prospects/${prospectId}`), await ask(`/v1/activities/${activityId}`)]
      for (const id of [`prospect:${prospectId}`, `activity:${activityId}`]) answers.push(await server.call("POST", `/v1/verifications/${id}/reopening`, { key, body: reason }))
      const { status } = answers[0]!
      assert.deepStrictEqual(answers.map((one) => one.status), answers.map(() => status), prospectId)
      if (status === 200) reached.push(prospectId)
      else assert.deepStrictEqual(answers.map(({ json }) => json), answers.map(() => answers[0]!.json), "in the same words as for unknown records")
    }
    const listed = (await ask("/v1/prospects")).json.items.map(({ id }: { readonly id: string }) => id)
    assert.deepStrictEqual(subjects.map(([id]) => id).filter((id) => listed.includes(id)), reached, "prospects")
    assert.deepStrictEqual((await ask("/v1/leads")).json.items.map(({ prospectId }: { readonly prospectId: string }) => prospectId), reached, "leads")
    const advisors = reached.map((id) => id === "P1" ? "A1" : "A2")
    const idsOf = (groups: ReadonlyArray<{ readonly id: string }>) => groups.map(({ id }) => id)
    assert.deepStrictEqual(idsOf((await ask("/v1/compliance/2024-03")).json.byAdvisor), advisors, "compliance")
    assert.deepStrictEqual(idsOf((await ask("/v1/scorecards/2024-03?by=advisor")).json.groups), advisors, "scorecard")
    assert.deepStrictEqual((await ask("/v1/forms/GC-FOR-21/2024-03?format=json")).json.leads, reached.length, "forms")
    return reached
  }

  const concluded = async (server: Server) => {
    for (const [prospectId, activityId] of subjects) {
      const ids = [`prospect:${prospectId}`, `activity:${activityId}`]
      await server.lease("R1", ...ids)
      for (const id of ids) await server.call("POST", `/v1/verifications/${id}/attempts`, { body: { outcome: "attended" } })
    }
  }

  for (const [identity, expected] of reaches) {
    it(`${JSON.stringify(identity)}`, async () => {
      const server = await serve()
      try {
        await concluded(server)
        assert.deepStrictEqual(await reachOf(server, await server.keyOf(identity)), expected)
      } finally {
        await server.stop()
      }
    })
  }

  it("moves with him, on the day that the directory says", async () => {
    const server = await serve()
    try {
      const key = await server.keyOf({ role: "commercial-manager", employeeId: "MC" })
      const directs = async () => (await server.call("GET", "/v1/me", { key })).json.directs
      assert.deepStrictEqual(await directs(), [{ branchId: "S2" }])
      const csvOf = "employee_id,name,role,branch_id,active_from,active_to\nMC,Gerente,commercial-manager,S2,2020-01-01,2024-03-20\nMC,Gerente,commercial-manager,S1,2024-03-21,\n"
      assert.deepInclude((await server.call("POST", "/v1/imports/employees", { body: csvOf, headers: csv })).json, { rejected: 0, changed: 1, added: 1 })
      await concluded(server)
      assert.deepStrictEqual(await reachOf(server, key), ["P2"])
      server.wait(24 * 3_600_000)
      assert.deepStrictEqual(await directs(), [{ branchId: "S1" }])
      await concluded(server)
      assert.deepStrictEqual(await reachOf(server, key), ["P1"])
    } finally {
      await server.stop()
    }
  })
})
