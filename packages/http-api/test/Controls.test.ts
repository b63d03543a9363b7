/** Imports, goals, scorecards, leads, verifications, forms, the close and people, through HTTP. */
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as ClosedPeriod from "@crm-procedure/core/close/ClosedPeriod"
import * as SnapshotChain from "@crm-procedure/core/close/SnapshotChain"
import { assert, describe, it } from "@effect/vitest"
import { createHash } from "node:crypto"
import { DEALERSHIP, NOW, serve, type Server } from "./serving.ts"

const CSV = { "content-type": "text/csv" }

const served = async (body: (server: Server) => Promise<void>): Promise<void> => {
  const server = await serve()
  try {
    await body(server)
  } finally {
    await server.stop()
  }
}

describe("an import", () => {
  const header = "prospect_id,created_at,advisor_id,branch_id,brand_id,phone\n"
  const send = (server: Server, kind: string, body: string, options: object = {}) => server.call("POST", `/v1/imports/${kind}`, { body, headers: CSV, ...options })

  it("counts what it did, tells the rows that it could not read, and changes nothing the second time", () =>
    served(async (server) => {
      const file = `${header}P1,2024-03-05T09:00:00-05:00,A1,S1,B1,\nN1,2024-03-10,A1,S1,B1,3152483917\nN2,ayer,A1,S1,B1,\n,2024-03-10,A1,S1,B1,\n`
      const { json, status } = await send(server, "prospects", file)
      assert.strictEqual(status, 200)
      assert.deepInclude(json, { kind: "prospects", rows: 4, read: 2, rejected: 2, added: 1, changed: 1, unchanged: 0, rejectedRowsOmitted: 0 })
      assert.deepStrictEqual(json.rejectedRows.map(({ column, found, line }: Record<string, unknown>) => [line, column, found]), [[4, "created_at", "ayer"], [5, "prospect_id", ""]])
      assert.deepInclude((await send(server, "prospects", file)).json, { added: 0, changed: 0, unchanged: 2, rejected: 2 })
    }))

  it("tells no more rejected rows than fit an answer, and counts the others", async () => {
    const server = await serve({ limits: { rejectedRows: 3 } })
    const { json } = await send(server, "prospects", `${header}${"x,y,A1,S1,B1,\n".repeat(10)}`)
    assert.deepInclude(json, { rejected: 10, rejectedRowsOmitted: 7 })
    assert.strictEqual(json.rejectedRows.length, 3)
    await server.stop()
  })

  it("of many rows is stored in batches, all of them", () =>
    served(async (server) => {
      const rows = Array.from({ length: 5_000 }, (_, row) => `N${row},2024-03-10T08:00:00-05:00,A1,S1,B1,31${String(52_000_000 + row)}\n`).join("")
      assert.deepInclude((await send(server, "prospects", header + rows)).json, { rows: 5_000, added: 5_000 })
      assert.strictEqual((await server.call("GET", "/v1/scorecards/2024-03")).json.groups[0].prospecting.registered, 5_004)
    }))

  it("by an integration takes records of its brands only", () =>
    served(async (server) => {
      const { json } = await send(server, "prospects", `${header}N1,2024-03-10,A1,S1,B1,\nN2,2024-03-10,A2,S2,B2,\nP2,2024-03-10,A1,S1,B1,\n`, { role: "integration" })
      assert.deepInclude(json, { added: 1, rejected: 2 })
      assert.deepStrictEqual(json.rejectedRows.map(({ column, line }: Record<string, unknown>) => [line, column]), [[3, "brand_id"], [4, "prospect_id"]])
      const activities = "activity_id,prospect_id,advisor_id,type,status,planned_for\nM1,P1,A1,call,planned,2024-03-21\nM2,P2,A2,call,planned,2024-03-21\nC2,P1,A1,call,planned,2024-03-21\n"
      const sent = await send(server, "activities", activities, { role: "integration" })
      assert.deepInclude(sent.json, { added: 1, rejected: 2 })
      assert.deepStrictEqual(sent.json.rejectedRows.map(({ column, expected, line }: { readonly line: number; readonly column: string; readonly expected: { readonly en: string } }) => [line, column, expected.en]), [
        [3, "prospect_id", "a registered prospect of one of the brands of this key: B1"],
        [4, "activity_id", "an id that no record of another brand has"]
      ])
      assert.strictEqual((await send(server, "goals", "x", { role: "integration" })).status, 403)
    }))

  it("of the directory is merged by ids, or takes its place, and never lets assignments overlap", () =>
    served(async (server) => {
      const columns = "employee_id,name,role,branch_id,active_from,active_to\n"
      const merged = await send(server, "employees", `${columns}A1,Asesora Uno,advisor,S2,2020-01-01,\nA9,Nueva,advisor,S1,2024-01-01,\nA2,Asesor Dos,advisor,S1,2024-02-01,\n`)
      assert.deepInclude(merged.json, { read: 2, rejected: 1, added: 1, changed: 1 })
      assert.deepStrictEqual(merged.json.rejectedRows[0].column, "active_from")
      assert.match(merged.json.rejectedRows[0].expected.es, /S2 desde 2020-01-01/)
      assert.strictEqual((await server.call("GET", "/v1/directory")).json.employees.length, 9)
      const replaced = await server.call("POST", "/v1/imports/employees?replace=true", { body: `${columns}A1,Sola,advisor,S1,2020-01-01,\n`, headers: CSV })
      assert.deepInclude(replaced.json, { read: 1, rejected: 0 })
      assert.deepStrictEqual((await server.call("GET", "/v1/directory")).json.employees.map(({ name }: { readonly name: string }) => name), ["Sola"])
      assert.strictEqual((await server.call("GET", "/v1/prospects/P2")).json.reasons[0].code, "advisor-unknown", "everything is judged again")
    }))

  it("that brings another person under a known id is warned about, and the warning stays when the first one is back", () =>
    served(async (server) => {
      const row = (phone: string) => `prospect_id,created_at,advisor_id,branch_id,brand_id,phone\nZ1,2024-03-12T10:00:00-05:00,A1,S1,B1,${phone}\n`
      const warned = async (phone: string) => {
        await send(server, "prospects", row(phone))
        return (await server.call("GET", "/v1/prospects/Z1")).json.warnings.map(({ code }: { readonly code: string }) => code).includes("identity-replaced")
      }
      assert.deepStrictEqual([await warned("3014127733"), await warned("+57 301 412 7733"), await warned("3159981155"), await warned("3014127733")], [false, false, true, true])
    }))

  it("of goals replaces rows of the same advisor, branch and brand, and of calls concludes", () =>
    served(async (server) => {
      const goals = await send(server, "goals", "period,advisor_id,branch_id,brand_id,prospects,activities\n2024-03,A1,S1,B1,9,9\n2024-04,A1,S1,B1,1,1\n")
      assert.deepInclude(goals.json, { added: 1, changed: 1 })
      assert.strictEqual((await server.call("GET", "/v1/goals/2024-03")).json.goals.length, 2)
      const calls = await send(server, "verification-calls", "call_id,subject_type,subject_id,agent_id,attempted_at,outcome\nL1,prospect,P1,G1,2024-03-18T10:00:00-05:00,not-attended\n")
      assert.deepInclude(calls.json, { added: 1 })
      assert.deepInclude((await server.call("GET", "/v1/prospects/P1")).json.reasons[0], { code: "verification-failed" })
    }))

  it("of calls rewrites no attempt: a changed one is rejected, and its row names what differs", () =>
    served(async (server) => {
      const file = (...rows: ReadonlyArray<string>) => `call_id,subject_type,subject_id,agent_id,attempted_at,outcome,comment\n${rows.join("\n")}\n`
      const first = "L1,prospect,P1,G1,2024-03-18T10:00:00-05:00,not-attended,No lo llamaron"
      await send(server, "verification-calls", file(first))
      const { json } = await send(server, "verification-calls", file("L2,prospect,P1,G1,2024-03-18T11:00:00-05:00,no-answer,", "L1,prospect,P1,G2,2024-03-18T10:00:00-05:00,attended,Contestó Ana", first.replace("L1", "L3")))
      assert.deepInclude(json, { rows: 3, read: 2, rejected: 1, added: 2, changed: 0 })
      assert.deepStrictEqual(json.rejectedRows.map(({ column, expected, found, line }: { readonly line: number; readonly column: string; readonly found: string; readonly expected: { readonly en: string } }) => [line, column, found, expected.en]), [
        [3, "agent_id", "G2", "G1 (an attempt on record never changes), or a new call_id"],
        [3, "outcome", "attended", "not-attended (an attempt on record never changes), or a new call_id"],
        [3, "comment", "", "what is on record (an attempt on record never changes), or a new call_id"]
      ])
      assert.deepInclude((await server.call("GET", "/v1/prospects/P1")).json.reasons[0], { code: "verification-failed" })
    }))

  it("of calls takes none from the future or from before its record, says which instants it expects, and takes the others", () =>
    served(async (server) => {
      const row = (id: string, subject: string, at: string) => `${id},prospect,${subject},G1,${at},not-attended`
      const { createdAt } = (await server.call("GET", "/v1/prospects/P1")).json
      const rows = [row("L1", "P1", "2024-03-01T10:00:00-05:00"), row("L2", "P1", "2030-01-01T10:00:00-05:00"), row("L3", "nadie", "2030-01-01"), row("L4", "P1", createdAt), row("L5", "nadie", "2024-03-01")]
      const { json } = await send(server, "verification-calls", `call_id,subject_type,subject_id,agent_id,attempted_at,outcome\n${rows.join("\n")}\n`)
      assert.deepInclude(json, { rows: 5, read: 2, rejected: 3, added: 2 })
      const told = json.rejectedRows.map(({ column, expected, line }: { readonly line: number; readonly column: string; readonly expected: { readonly es: string } }) => [line, column, expected.es.replace(/hasta [^\s,]+/, "hasta ahora")])
      assert.deepStrictEqual(told, [
        [2, "attempted_at", `un instante desde ${createdAt}, el de su registro, hasta ahora`],
        [3, "attempted_at", `un instante desde ${createdAt}, el de su registro, hasta ahora`],
        [4, "attempted_at", "un instante hasta ahora, no del futuro"]
      ])
    }))
})

describe("goals", () => {
  it("are replaced whole, and a row that is there twice or can't be read is refused with its place", () =>
    served(async (server) => {
      const goal = { advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 3, activities: 4 }
      const put = await server.call("PUT", "/v1/goals/2024-04", { body: { goals: [goal] } })
      assert.deepStrictEqual([put.status, put.json], [200, { period: "2024-04", goals: [goal] }])
      const { version } = (await server.call("GET", "/v1/goals/2024-04")).json
      const putOver = (match: string, prospects: number) => server.call("PUT", "/v1/goals/2024-04", { body: { goals: [{ ...goal, prospects }] }, headers: { "if-match": `"${match}"` } })
      assert.deepStrictEqual([(await putOver(version, 8)).status, (await putOver(version, 9)).status], [200, 412], "the second one had not read the first")
      assert.deepStrictEqual((await server.call("GET", "/v1/goals/2024-04")).json.goals.map(({ prospects }: { readonly prospects: number }) => prospects), [8])
      await putOver((await server.call("GET", "/v1/goals/2024-04")).json.version, goal.prospects)
      const refused = await server.call("PUT", "/v1/goals/2024-04", { body: { goals: [goal, goal, { ...goal, prospects: 1.5 }, 7] } })
      assert.deepStrictEqual(refused.json.errors.map(({ pointer }: { readonly pointer: string }) => pointer), ["/goals/1", "/goals/2/prospects", "/goals/3"])
      const { scope: _scope, version: _same, ...read } = (await server.call("GET", "/v1/goals/2024-04")).json
      assert.deepStrictEqual(read, put.json)
    }))

  it("are those of the path's month: a row may name it, and no other", () =>
    served(async (server) => {
      const goal = { advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 3, activities: 4 }
      const put = (...goals: ReadonlyArray<object>) => server.call("PUT", "/v1/goals/2024-04", { body: { goals } })
      const refused = await put({ ...goal, period: "2024-05" }, { ...goal, period: 202404 }, { ...goal, period: "abril" })
      assert.deepStrictEqual([refused.status, refused.json.errors.map(({ pointer }: { readonly pointer: string }) => pointer)], [422, ["/goals/0/period", "/goals/1/period", "/goals/2/period"]])
      assert.deepStrictEqual((await server.call("GET", "/v1/goals/2024-04")).json.goals, [])
      assert.strictEqual((await put({ ...goal, period: "2024-04" }, { ...goal, brandId: "B2", period: null })).status, 200)
    }))
})

describe("a scorecard", () => {
  it("is core's own, by any grouping", () =>
    served(async (server) => {
      for (const by of ["company", "advisor", "branch", "brand", "line", "branch,advisor"]) {
        const { json } = await server.call("GET", `/v1/scorecards/2024-03?by=${by}&asOf=2024-03-20T10:00:00-05:00`)
        const dimensions = by === "company" ? [] : by.split(",") as ReadonlyArray<"advisor">
        const own = await server.runtime.runPromise(CrmProcedure.CrmProcedure.use((crm) => crm.scorecard({ dealership: DEALERSHIP, period: "2024-03", asOf: NOW }, dimensions)))
        assert.deepStrictEqual(json.groups.map(({ id: _id, ...group }: { readonly id: unknown }) => group), JSON.parse(JSON.stringify(own.groups)))
        assert.deepStrictEqual(json.by, by.split(","))
        assert.deepStrictEqual(json.course, by === "company" ? JSON.parse(JSON.stringify(own.course)) : undefined)
      }
    }))

  it("shows each only his own", () =>
    served(async (server) => {
      const ids = async (role: "advisor" | "commercial-manager" | "motorcycle-manager", by: string) => {
        const { json, status } = await server.call("GET", `/v1/scorecards/2024-03?by=${by}`, { role })
        return status === 200 ? json.groups.map(({ id, prospecting }: { readonly id: string; readonly prospecting: { readonly registered: number } }) => [id, prospecting.registered]) : status
      }
      assert.deepStrictEqual(await ids("advisor", "advisor"), [["A1", 3]])
      for (const by of ["company", "branch", "branch,advisor", "line"]) assert.strictEqual(await ids("advisor", by), 403)
      assert.deepStrictEqual(await ids("commercial-manager", "branch"), [["S2", 1]])
      assert.deepStrictEqual(await ids("commercial-manager", "company"), [[null, 1]])
      const lastDay = async (role: "advisor" | "commercial-manager" | "crm-assistant", query: string) => (await server.call("GET", `/v1/scorecards/2024-03?${query}`, { role })).json
      for (const [role, query] of [["commercial-manager", ""], ["advisor", "by=advisor"], ["crm-assistant", "branch=S2"], ["crm-assistant", "advisor=A1&brand=B1"]] as const) {
        const { course, groups } = await lastDay(role, query)
        assert.strictEqual(course.prospecting.findLast(({ valid }: { readonly valid: number | null }) => valid !== null).valid, groups[0].prospecting.valid, query)
      }
      assert.strictEqual((await lastDay("commercial-manager", "branch=S1")).groups[0].prospecting.registered, 0, "outside the view")
      assert.deepStrictEqual(await ids("motorcycle-manager", "line"), [["motorcycles", 3]])
      assert.deepStrictEqual(await ids("motorcycle-manager", "advisor"), [["A1", 3]])
    }))

  it("says what would change under another policy, and refuses an invalid policy", () =>
    served(async (server) => {
      const { json } = await server.call("POST", "/v1/what-if/2024-03", { body: { rules: { prospect: { "name-incomplete": "off", "phone-invalid": "off" } } } })
      assert.deepStrictEqual(json.verdicts.map(({ after, before, id }: Record<string, unknown>) => [id, before, after]), [["P4", "invalid", "valid"]])
      const refused = await server.call("POST", "/v1/what-if/2024-03", { body: { thresholds: { prospecting: { yellow: 90, green: 80 } }, parameters: { nothing: 1 } } })
      assert.strictEqual(refused.status, 422)
      assert.isAtLeast(refused.json.errors.length, 2)
    }))
})

describe("leads", () => {
  it("are coloured, paged as of one instant, and assigned", () =>
    served(async (server) => {
      const all = await server.call("GET", "/v1/leads")
      assert.deepStrictEqual(all.json.items.map(({ color, prospectId }: Record<string, unknown>) => [prospectId, color]), [["P1", "red"], ["P2", "red"]])
      const first = await server.call("GET", "/v1/leads?limit=1&asOf=2024-03-08T12:00:00-05:00")
      const second = await server.call("GET", `/v1/leads?limit=1&cursor=${first.json.nextCursor}`)
      assert.deepStrictEqual([first, second].map(({ json }) => [json.items[0].prospectId, json.items[0].color]), [["P1", "green"], ["P2", "green"]])
      assert.isNull(second.json.nextCursor)
      assert.deepStrictEqual((await server.call("GET", "/v1/leads?color=red&advisor=A2")).json.items.map(({ prospectId }: Record<string, unknown>) => prospectId), ["P2"])
      assert.deepStrictEqual((await server.call("GET", "/v1/leads", { role: "advisor" })).json.items.map(({ prospectId }: Record<string, unknown>) => prospectId), ["P1"])
      const assigned = await server.call("PUT", "/v1/leads/P1/assignment", { role: "marketing-coordinator", body: { advisorId: "A2", branchId: "S2" } })
      assert.deepStrictEqual([assigned.status, assigned.json.id], [200, "P1"])
      assert.strictEqual((await server.call("GET", "/v1/leads", { role: "advisor" })).json.items.length, 0)
      assert.strictEqual((await server.call("PUT", "/v1/leads/P3/assignment", { body: { advisorId: "A2" } })).status, 404, "a walk-in is no lead")
    }))

  it("are assigned neither in the future nor before they were created, which would move what is owed into another month", () =>
    served(async (server) => {
      const before = (await server.call("GET", "/v1/prospects/P1")).json
      for (const assignedAt of ["2030-01-01T10:00:00-05:00", "2024-02-27T10:00:00-05:00"]) {
        const one = await server.call("PUT", "/v1/leads/P1/assignment", { body: { advisorId: "A2", assignedAt } })
        assert.deepStrictEqual([one.status, one.json.errors[0].pointer], [422, "/assignedAt"], assignedAt)
        const several = await server.call("POST", "/v1/leads/assignments", { body: { assignments: [{ prospectId: "P1", advisorId: "A2", assignedAt }] } })
        assert.match(several.json.results[0].reason.es, /cuando se creó el lead/)
      }
      assert.deepStrictEqual((await server.call("GET", "/v1/prospects/P1")).json, before)
    }))

  it("are due to the second: a promised step at 23:59:59 of its day", () =>
    served(async (server) => {
      const contact = { prospectId: "P1", advisorId: "A1", type: "call", status: "performed", performedAt: "2024-03-06T09:00:00.250-05:00", nextActionAt: "2024-03-08" }
      assert.strictEqual((await server.call("PUT", "/v1/activities/K-due", { body: contact })).status, 201)
      await server.call("PUT", "/v1/leads/P2/assignment", { body: { advisorId: "A2", assignedAt: "2024-03-06T09:00:00.250-05:00" } })
      const leads = (await server.call("GET", "/v1/leads?asOf=2024-03-09T00:00:00-05:00")).json.items as ReadonlyArray<{ readonly nextDue: string; readonly obligations: ReadonlyArray<{ readonly due: string }> }>
      const dues = leads.map(({ nextDue, obligations }) => [nextDue, obligations.map(({ due }) => due)])
      assert.deepStrictEqual(dues, [
        ["2024-03-08T23:59:59-05:00", ["2024-03-05T11:00:00-05:00", "2024-03-12T23:59:59-05:00", "2024-03-08T23:59:59-05:00"]],
        ["2024-03-30T23:59:59-05:00", ["2024-03-06T11:00:00-05:00", "2024-03-30T23:59:59-05:00"]]
      ])
    }))

  it("make the compliance report, where each role sees its own part", () =>
    served(async (server) => {
      const whole = await server.call("GET", "/v1/compliance/2024-03")
      assert.deepInclude(whole.json.company, { leads: 2, met: 2, missed: 1, percent: 66.7, color: "red" })
      assert.deepStrictEqual(whole.json.neglected.map(({ prospectId }: Record<string, unknown>) => prospectId), ["P1", "P2"])
      const own = await server.call("GET", "/v1/compliance/2024-03", { role: "advisor" })
      assert.deepStrictEqual([own.json.company, own.json.byAdvisor.map(({ id }: Record<string, unknown>) => id)], [null, ["A1"]])
    }))

  it("name those that were lost without contact, and what-if shows the other reading", () =>
    served(async (server) => {
      const { prospectId, ...told } = (await server.call("GET", "/v1/prospects/P2")).json
      await server.call("PUT", "/v1/prospects/P2", { body: { ...told, stage: "lost", stageAt: "2024-03-06T10:00:00-05:00" } })
      const { json } = await server.call("GET", "/v1/compliance/2024-03")
      assert.deepStrictEqual([json.company.lostWithoutContact, json.lostWithoutContact], [1, [{ prospectId, advisorId: "A2", branchId: "S2" }]])
      const leads = (await server.call("GET", "/v1/leads")).json.items as ReadonlyArray<Record<string, unknown>>
      assert.deepStrictEqual(leads.map((lead) => [lead["prospectId"], lead["lostWithoutContact"]]), [["P1", false], ["P2", true]])
      const early = await server.call("POST", "/v1/what-if/2024-03?asOf=2024-03-06T10:30:00-05:00", { body: { parameters: { lostWithoutContact: "cancels" } } })
      const { after, before } = early.json.compliance[0]
      assert.deepStrictEqual([[before.upcoming, before.cancelled], [after.upcoming, after.cancelled]], [[2, 0], [1, 1]])
    }))
})

describe("verifications", () => {
  it("go from the sample to the queue, the attempt and the result", () =>
    served(async (server) => {
      const early = await server.call("POST", "/v1/verifications/2024-03/sample", { body: { seed: "secreta" } })
      assert.strictEqual(early.status, 409)
      assert.include(JSON.stringify(early.json), "2024-04-01T00:00:00-05:00")
      const sample = await server.call("POST", "/v1/verifications/2024-03/sample", { body: { seed: "secreta", partial: true } })
      assert.strictEqual(sample.json.seed, "secreta")
      for (const body of [{}, { seed: "secreta" }]) assert.deepStrictEqual((await server.call("POST", "/v1/verifications/2024-03/sample", { body })).json, sample.json)
      const bySeed = await server.call("POST", "/v1/verifications/2024-03/sample", { body: { seed: "otra" } })
      assert.deepStrictEqual([bySeed.status, bySeed.json.type], [409, "urn:crm-procedure:problem:conflict"])
      assert.include(bySeed.json.detail, "secreta")
      const ids: ReadonlyArray<string> = sample.json.selected.filter(({ advisorId }: Record<string, unknown>) => advisorId === "A1").map(({ subjectId }: Record<string, unknown>) => subjectId)
      const byHash = (id: string) => createHash("sha256").update(`secreta|2024-03|${id}`).digest("hex")
      assert.deepStrictEqual(ids, ids.toSorted((one, other) => byHash(one) < byHash(other) ? -1 : 1))
      const next = await server.call("POST", "/v1/verifications/next", { role: "crm-agent" })
      assert.strictEqual(next.json.kind, "call")
      assert.isNotEmpty(next.json.call.question.es)
      assert.isNotEmpty(next.json.call.phone)
      const other = await server.call("POST", "/v1/verifications/next", { body: { agentId: "R1" } })
      assert.notStrictEqual(other.json.id, next.json.id, "two agents never get the same call")
      const held = await server.call("POST", `/v1/verifications/${next.json.id}/attempts`, { body: { outcome: "attended" } })
      assert.deepStrictEqual([held.status, held.json.type], [409, "urn:crm-procedure:problem:conflict"])
      const attempt = await server.call("POST", `/v1/verifications/${next.json.id}/attempts`, { role: "crm-agent", body: { outcome: "not-attended", comment: "No conoce a nadie de allí" } })
      assert.deepStrictEqual([attempt.status, attempt.json.conclusion], [201, "failed"])
      const results = await server.call("GET", "/v1/verifications/2024-03/results")
      assert.strictEqual(results.json.results.reduce((sum: number, { failed }: { readonly failed: number }) => sum + failed, 0), 1)
    }))

  it("are refused in the future, about the agent's own work, about unknown records, and for another agent", () =>
    served(async (server) => {
      const attempt = (id: string, body: object, role: "crm-agent" | "crm-assistant" = "crm-agent") => server.call("POST", `/v1/verifications/${encodeURIComponent(id)}/attempts`, { role, body })
      const unleased = await attempt("P1", { outcome: "attended" })
      assert.strictEqual(unleased.status, 404, "outside the queue")
      await server.call("POST", "/v1/verifications/2024-03/sample", { body: { partial: true } })
      assert.strictEqual((await attempt("P1", { outcome: "attended" })).status, 409, "in the queue, and not leased to him")
      await server.lease("G1", "prospect:P1", "activity:C1")
      for (const attemptedAt of ["2024-03-21", "2024-03-05T08:00:00-05:00", "2024-03-20T09:45:00-05:00"]) {
        const { json, status } = await attempt("P1", { outcome: "attended", attemptedAt })
        assert.deepStrictEqual([status, json.errors[0].pointer], [422, "/attemptedAt"], attemptedAt)
      }
      assert.strictEqual((await attempt("P1", { outcome: "attended", agentId: "A1" }, "crm-assistant")).status, 403, "the advisor's own")
      assert.strictEqual((await attempt("P1", { outcome: "attended", agentId: "G2" })).status, 403)
      assert.strictEqual((await attempt("activity:nobody", { outcome: "attended" })).status, 404)
      assert.strictEqual((await attempt("activity:C1", { outcome: "attended", callId: "L1" })).status, 201)
      assert.strictEqual((await attempt("activity:C1", { outcome: "refused", callId: "L2" })).status, 409, "the lease was given back")
      const other = await attempt("activity:C1", { outcome: "refused", callId: "L1" })
      assert.strictEqual(other.status, 409)
      assert.deepStrictEqual([other.json.errors.at(-1).pointer, other.json.errors.at(-1).expected.en], ["/outcome", "attended, as on record, or a new callId"])
      const reopen = (id: string, role: "motorcycle-manager" | "commercial-manager", body: object = { reason: "Se equivocaron de número" }) => server.call("POST", `/v1/verifications/${id}/reopening`, { role, body })
      assert.strictEqual((await reopen("activity:C1", "commercial-manager")).status, 404, "beyond his branches")
      assert.strictEqual((await reopen("activity:C1", "motorcycle-manager", { reason: " " })).status, 422)
      assert.strictEqual((await reopen("activity:C1", "motorcycle-manager")).status, 200)
      assert.strictEqual((await reopen("activity:C1", "motorcycle-manager")).status, 409, "it is open")
    }))

  it("are not made at night", () =>
    served(async (server) => {
      server.wait(12 * 3_600_000)
      assert.deepStrictEqual((await server.call("POST", "/v1/verifications/next", { role: "crm-agent" })).json, { kind: "closed", opensAt: "2024-03-21T07:00:00-05:00" })
    }))
})

describe("a period", () => {
  it("is closed once, reopened with a reason, and shows what came later beside what is frozen", () =>
    served(async (server) => {
      const close = (role: "crm-assistant" | "general-manager" = "crm-assistant") => server.call("POST", "/v1/periods/2024-02/close", { role, body: {} })
      assert.strictEqual((await server.call("POST", "/v1/periods/2024-03/close", { body: {} })).status, 409, "it is not over")
      assert.strictEqual((await server.call("GET", "/v1/periods/2024-02/snapshot")).status, 404)
      const closed = await close()
      assert.deepInclude(closed.json, { period: "2024-02", sequence: 0, previousDigest: "", closedBy: "R1" })
      assert.strictEqual((await close()).status, 409)
      const snapshot = await server.call("GET", "/v1/periods/2024-02/snapshot")
      assert.strictEqual(createHash("sha256").update(snapshot.json.content).digest("hex"), closed.json.digest, "anyone can verify it")
      await server.call("PUT", "/v1/prospects/N1", { body: { createdAt: "2024-02-10", advisorId: "A1", branchId: "S1", brandId: "B1" } })
      const amendment = await server.call("GET", "/v1/periods/2024-02/amendment")
      assert.deepStrictEqual(amendment.json.late.map(({ id }: Record<string, unknown>) => id), ["N1"])
      assert.strictEqual((await server.call("POST", "/v1/periods/2024-02/reopen", { role: "general-manager", body: { reason: " " } })).status, 422)
      assert.strictEqual((await server.call("POST", "/v1/periods/2024-02/reopen", { role: "general-manager", body: { reason: "Faltaba uno" } })).status, 200)
      const second = await close()
      assert.deepInclude(second.json, { sequence: 1, previousDigest: closed.json.digest })
      const chain = await server.call("GET", "/v1/periods?limit=1")
      assert.strictEqual(chain.json.items[0].reopening.reason, "Faltaba uno")
      const rest = await server.call("GET", `/v1/periods?cursor=${chain.json.nextCursor}`)
      assert.deepStrictEqual(rest.json.items.map(({ sequence }: Record<string, unknown>) => sequence), [1])
    }))

  it("is closed as of now, after a preview that names what is open, missing and left out", () =>
    served(async (server) => {
      const early = (await server.call("GET", "/v1/periods/2024-03/closing")).json
      assert.deepInclude(early, { state: "open", closableFrom: "2024-04-01T00:00:00-05:00", sampleDrawnAt: null, callsLeftOut: [] })
      server.wait(15 * 86_400_000)
      await server.call("POST", "/v1/verifications/2024-03/sample", { body: {} })
      const { json: next } = await server.call("POST", "/v1/verifications/next", { role: "crm-agent" })
      await server.call("POST", `/v1/verifications/${next.call.id}/attempts`, { role: "crm-agent", body: { outcome: "attended" } })
      const [atEnd, now] = [await server.call("GET", "/v1/periods/2024-03/closing?asOf=2024-04-01"), await server.call("GET", "/v1/periods/2024-03/closing")]
      const openOf = ({ json }: typeof now) => json.openVerifications.records.map(({ id }: Record<string, unknown>) => id)
      assert.deepStrictEqual([openOf(atEnd).includes(next.call.subjectId), openOf(now).includes(next.call.subjectId)], [true, false])
      assert.deepStrictEqual(atEnd.json.callsLeftOut.map(({ subjectId }: Record<string, unknown>) => subjectId), [next.call.subjectId])
      assert.deepStrictEqual(now.json.callsLeftOut, [])
      await server.call("POST", "/v1/periods/2024-03/close", { body: {} })
      const { json: scorecard } = await server.call("GET", "/v1/scorecards/2024-03")
      assert.isTrue(scorecard.asOf >= now.json.asOf, "as of now, not of the month's end")
      assert.strictEqual(scorecard.groups[0].prospecting.valid, now.json.company.prospecting.valid)
      assert.strictEqual((await server.call("GET", "/v1/periods/2024-03/closing")).json.state, "closed")
    }))

  it("shows every snapshot, also those that were reopened: the chain can be verified from them", () =>
    served(async (server) => {
      for (const reason of ["Faltaba uno", "Sobraba uno", undefined]) {
        await server.call("POST", "/v1/periods/2024-02/close", { body: {} })
        if (reason !== undefined) await server.call("POST", "/v1/periods/2024-02/reopen", { role: "general-manager", body: { reason } })
      }
      const snapshot = async (query: string) => (await server.call("GET", `/v1/periods/2024-02/snapshot?${query}`)).json
      const { items } = (await server.call("GET", "/v1/periods")).json as { readonly items: ReadonlyArray<{ readonly sequence: number; readonly digest: string }> }
      const snapshots = await Promise.all(items.map(({ sequence }) => snapshot(`sequence=${sequence}`)))
      assert.deepStrictEqual(snapshots.map(({ sequence, state }) => [sequence, state]), [[0, "reopened"], [1, "reopened"], [2, "closed"]])
      const links = snapshots.map(({ content, digest, sequence }) => ({ name: ClosedPeriod.fileName(sequence, "2024-02"), text: content, recordedDigest: digest }))
      const { firstBreak, verified } = SnapshotChain.verify(links)
      assert.deepStrictEqual([firstBreak, verified.length], [undefined, 3])
      assert.deepStrictEqual(await Promise.all(items.map(({ digest }) => snapshot(`digest=${digest}`))), snapshots)
      assert.deepStrictEqual(await snapshot(""), snapshots[2], "by default the last one")
      for (const [path, status] of [["2024-02/snapshot?sequence=3", 404], ["2024-01/snapshot?sequence=0", 404], [`2024-02/snapshot?sequence=1&digest=${items[0]!.digest}`, 404], ["2024-02/snapshot?sequence=-1", 422]] as const) {
        assert.strictEqual((await server.call("GET", `/v1/periods/${path}`)).status, status, path)
      }
    }))

  it("that is closed shows everybody the scorecard that was frozen, and says so", () =>
    served(async (server) => {
      server.wait(15 * 86_400_000)
      const asked = [
        ...["company", "advisor", "branch", "brand", "line", "branch,advisor"].map((by) => ["crm-assistant", by] as const),
        ["commercial-manager", "company"],
        ["motorcycle-manager", "line"],
        ["advisor", "advisor"]
      ] as const
      const scorecards = async (asOf = "") => {
        const answers = []
        for (const [role, by] of asked) answers.push((await server.call("GET", `/v1/scorecards/2024-03?by=${by}${asOf}`, { role })).json)
        return answers
      }
      const end = "2024-04-01T00:00:00-05:00"
      const before = await scorecards(`&asOf=${end}`)
      assert.isFalse(before.some((one) => "closed" in one))
      const { json: { closedAt, digest, sequence } } = await server.call("POST", "/v1/periods/2024-03/close", { body: { asOf: end } })
      await server.call("PUT", "/v1/prospects/N1", { body: { createdAt: "2024-03-10", advisorId: "A1", branchId: "S1", brandId: "B1" } })
      await server.call("PUT", "/v1/prospects/P1", { body: { createdAt: "2024-03-05T09:00:00-05:00", advisorId: "A2", branchId: "S2", brandId: "B2" } })
      await server.call("PUT", "/v1/goals/2024-03", { body: { goals: [] } })
      const frozen = before.map((one) => ({ ...one, closed: { sequence, digest, closedAt, figures: "frozen" } }))
      assert.deepStrictEqual(await scorecards(), frozen)
      assert.deepStrictEqual(await scorecards(`&asOf=${end}`), frozen)
      const ran = await server.call("GET", "/v1/scorecards/2024-03?asOf=2024-03-31T12:00:00-05:00")
      assert.deepStrictEqual([ran.json.closed.figures, ran.json.groups[0].prospecting.registered], ["current", 5])
      const { json: amendment } = await server.call("GET", "/v1/periods/2024-03/amendment")
      assert.deepStrictEqual(amendment.late.map(({ id }: { readonly id: string }) => id), ["N1"])
      assert.isNotEmpty(amendment.indicators)
      await server.call("POST", "/v1/periods/2024-03/reopen", { role: "general-manager", body: { reason: "Faltaba uno" } })
      const reopened = await server.call("GET", "/v1/scorecards/2024-03")
      assert.notProperty(reopened.json, "closed")
      assert.strictEqual(reopened.json.groups[0].prospecting.registered, 5)
    }))
})

describe("a record that comes after its month was closed", () => {
  it("says so in every view, until the month is open again; a month can't be closed as of a future instant", () =>
    served(async (server) => {
      server.wait(15 * 86_400_000)
      const refused = await server.call("POST", "/v1/periods/2024-03/close", { body: { asOf: "2099-01-01" } })
      assert.deepStrictEqual([refused.status, refused.json.errors[0].pointer], [422, "/asOf"])
      await server.call("POST", "/v1/periods/2024-03/close", { body: {} })
      server.wait(1_000)
      const body = { createdAt: "2024-03-10", advisorId: "A1", branchId: "S1", brandId: "B1" }
      const shown = async (id: string) => {
        const { json } = await server.call("GET", `/v1/prospects/${id}`)
        const list = (await server.call("GET", "/v1/prospects?period=2024-03")).json.items as ReadonlyArray<{ readonly id: string; readonly late?: boolean }>
        return [json.late, list.find((one) => one.id === id)!.late]
      }
      assert.strictEqual((await server.call("PUT", "/v1/prospects/N1", { body })).json.late, true)
      assert.deepStrictEqual(await shown("N1"), [true, true])
      assert.deepStrictEqual(await shown("P1"), [undefined, undefined])
      assert.notProperty((await server.call("PUT", "/v1/prospects/N2", { body: { ...body, createdAt: "2024-04-02" } })).json, "late")
      await server.call("PUT", "/v1/activities/N3", {
        body: { prospectId: "P1", advisorId: "A1", type: "call", status: "performed", performedAt: "2024-03-20T10:00:00-05:00", outcome: "interested", note: "Quedó en volver con su esposa el viernes" }
      })
      assert.strictEqual((await server.call("GET", "/v1/activities/N3")).json.late, true)
      await server.call("POST", "/v1/periods/2024-03/reopen", { role: "general-manager", body: { reason: "Faltaban" } })
      assert.deepStrictEqual(await shown("N1"), [undefined, undefined])
    }))
})

describe("a form of a closed period", () => {
  it("sums what was frozen, under the period's digest, and says what it shows beside it", () =>
    served(async (server) => {
      server.wait(15 * 86_400_000)
      const end = "2024-04-01T00:00:00-05:00"
      const print = async (form: string, asOf?: string, role?: "commercial-manager") => {
        const { json: { closed, digest, registered } } = await server.call("GET", `/v1/forms/${form}/2024-03${asOf === undefined ? "" : `?asOf=${asOf}`}`, { role })
        return { registered, digest, closed }
      }
      const everybody = { A1: 3, A2: 1 }
      const { digest: ofPolicy, ...open } = await print("GC-FOR-05")
      assert.match(ofPolicy, /^[0-9a-f]{64}$/)
      assert.deepStrictEqual(open, { registered: everybody, closed: undefined })
      const { json: { closedAt: closedAtText, digest } } = await server.call("POST", "/v1/periods/2024-03/close", { body: { asOf: end } })
      const closedAt = Date.parse(closedAtText)
      const frozen = (isAmended: boolean, registered: object = everybody) => ({ registered, digest, closed: { closedAt, figures: "frozen", isAmended } })
      const current = (isAmended: boolean, registered: object) => ({ registered, digest: ofPolicy, closed: { closedAt, figures: "current", isAmended } })
      for (const form of ["GC-FOR-05", "GC-FOR-06"]) {
        assert.deepStrictEqual([await print(form), await print(form, end)], [frozen(false), frozen(false)], form)
        assert.deepStrictEqual(await print(form, "2024-03-31"), { registered: everybody, digest: ofPolicy, closed: undefined }, form)
        assert.deepStrictEqual(await print(form, end, "commercial-manager"), frozen(false, { A2: 1 }), form)
      }
      for (const form of ["GC-FOR-21", "compliance"]) assert.deepStrictEqual([await print(form), await print(form, end)], [current(false, everybody), frozen(false)], form)
      await server.call("PUT", "/v1/prospects/N1", { body: { createdAt: "2024-03-10", advisorId: "A2", branchId: "S2", brandId: "B2" } })
      const amended = { A1: 3, A2: 2 }
      for (const form of ["GC-FOR-05", "GC-FOR-06"]) {
        assert.deepStrictEqual([await print(form), await print(form, end)], [frozen(true), frozen(true)], form)
        assert.deepStrictEqual(await print(form, "2024-03-31"), { registered: amended, digest: ofPolicy, closed: undefined }, form)
        assert.deepStrictEqual(await print(form, end, "commercial-manager"), frozen(true, { A2: 1 }), form)
      }
      for (const form of ["GC-FOR-21", "compliance"]) assert.deepStrictEqual([await print(form), await print(form, end)], [current(true, amended), current(true, amended)], form)
      await server.call("POST", "/v1/periods/2024-03/reopen", { role: "general-manager", body: { reason: "Faltaba uno" } })
      assert.deepStrictEqual(await print("GC-FOR-05"), { registered: amended, digest: ofPolicy, closed: undefined })
    }))
})

describe("people", () => {
  it("are found, exported and erased by what they are known by, and stay erased", () =>
    served(async (server) => {
      const person = { body: { phone: "310 482 9175" } }
      assert.deepStrictEqual((await server.call("POST", "/v1/people/search", person)).json.prospects, ["P1"])
      assert.strictEqual((await server.call("POST", "/v1/people/export", person)).json.prospects[0].fullName, "Ana María Ñáñez")
      const before = await server.call("GET", "/v1/scorecards/2024-03?by=advisor")
      assert.deepStrictEqual((await server.call("POST", "/v1/people/erasure", person)).json.prospects, ["P1"])
      const erased = await server.call("GET", "/v1/prospects/P1")
      assert.notMatch(erased.text, /Ñáñez|3104829175/)
      assert.isNotEmpty(erased.json.erasedAt)
      assert.deepStrictEqual((await server.call("GET", "/v1/scorecards/2024-03?by=advisor")).json.groups, before.json.groups)
      await server.call("PUT", "/v1/prospects/P1", { body: { createdAt: "2024-03-05T09:00:00-05:00", advisorId: "A1", branchId: "S1", brandId: "B1", fullName: "Ana María Ñáñez" } })
      assert.notMatch((await server.call("GET", "/v1/prospects/P1")).text, /Ñáñez/)
      for (const body of [{}, { phone: "12" }, { documentNumber: "1032456789" }]) assert.strictEqual((await server.call("POST", "/v1/people/search", { body })).status, 422)
    }))

  it("of an employee are erased too, and the directory says since when", () =>
    served(async (server) => {
      assert.deepStrictEqual((await server.call("POST", "/v1/people/erasure", { body: { phone: "310 111 2233" } })).json.employees, ["A1"])
      const { employees } = (await server.call("GET", "/v1/directory?details=true")).json
      const [erased, other] = ["A1", "A2"].map((id) => employees.find(({ employeeId }: { readonly employeeId: string }) => employeeId === id))
      assert.deepStrictEqual([erased.name, erased.phone, other.erasedAt], ["A1", undefined, undefined])
      assert.match(erased.erasedAt, /^2024-03-20T10:00/)
    }))
})

describe("forms", () => {
  it("are printed by the port, within the caller's view", () =>
    served(async (server) => {
      const form = async (role: "crm-assistant" | "commercial-manager") => (await server.call("GET", "/v1/forms/GC-FOR-21/2024-03?format=json", { role })).json
      assert.deepInclude(await form("crm-assistant"), { form: "GC-FOR-21", format: "json", leads: 2, narrowed: false })
      assert.deepInclude(await form("commercial-manager"), { leads: 1, narrowed: true })
      const file = await server.call("GET", "/v1/forms/compliance/2024-03?format=xlsx")
      assert.match(file.headers.get("content-type")!, /spreadsheetml/)
      assert.strictEqual(file.headers.get("content-disposition"), "attachment; filename=\"compliance-2024-03.xlsx\"")
    }))
})
