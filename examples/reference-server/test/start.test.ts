/** The server from outside: started as a process, spoken to over HTTP. */
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { createServer } from "node:http"
import { begin, command, freshDirectory, remove } from "./serverProcess.ts"
import type { ServerProcess } from "./serverProcess.ts"

const directory = freshDirectory()
afterAll(() => remove(directory))

const roles = ["advisor", "crm-assistant", "crm-agent", "marketing-coordinator", "motorcycle-manager", "commercial-manager", "general-manager", "integration"]

interface Me {
  readonly role: string
  readonly dealership: string
  readonly directs?: ReadonlyArray<{ readonly branchId?: string; readonly line?: string }>
}

describe("a fresh start", () => {
  let server: ServerProcess
  beforeAll(async () => {
    server = await begin(directory)
  })
  afterAll(() => server.end())

  it("says at once that it is preparing, then that it is ready", async () => {
    const [page, health, ready, record] = await Promise.all([
      server.get("/", undefined, { accept: "text/html" }),
      server.get("/health"),
      server.get("/ready"),
      server.get("/v1/procedure")
    ])
    assert.equal(page.status, 503)
    const html = await page.text()
    assert.match(html, /Preparando…/)
    assert.match(html, /http-equiv="refresh"/)
    assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'/)
    assert.deepEqual([health.status, await health.json()], [200, { status: "ok" }])
    assert.equal(ready.status, 503)
    assert.equal(ready.headers.get("retry-after"), "1")
    assert.deepEqual([record.status, record.headers.get("content-type")], [503, "application/problem+json"])
    await server.ready()
    assert.equal((await server.get("/health")).status, 200)
  })

  // Elsewhere the server begins with what the system gives.
  if (process.platform === "linux") {
    it("runs with its memory settings, as the process that was started", async () => {
      const { pid } = server.child
      await server.ready()
      assert.include(readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0"), "--max-semi-space-size=8")
      assert.include(readFileSync(`/proc/${pid}/environ`, "utf8").split("\0"), "MALLOC_ARENA_MAX=2")
    })
  }

  it("prints the address and a key for each role, and every one lets in", async () => {
    await server.ready()
    assert.match(server.output(), new RegExp(`Listo: ${server.url}`))
    const keys = server.keys()
    assert.sameMembers(Object.keys(keys), roles)
    for (const role of roles) {
      const answer = await server.get("/v1/me", keys[role])
      assert.equal(answer.status, 200)
      assert.equal(((await answer.json()) as Me).role, role)
    }
    assert.equal((await server.get("/v1/me")).status, 401)
    assert.equal((await server.get("/v1/me", `crm_${"A".repeat(43)}`)).status, 401)
  })

  it("holds the demonstration month", async () => {
    await server.ready()
    const answer = await server.get("/v1/scorecards/2024-03?by=company", server.keys()["crm-assistant"])
    const { groups } = (await answer.json()) as { readonly groups: ReadonlyArray<{ readonly prospecting: { readonly registered: number } }> }
    assert.isAbove(groups[0]!.prospecting.registered, 500)
  })

  it("lets a manager of the demonstration reopen what he reads, and nothing else", async () => {
    await server.ready()
    const keys = server.keys()
    const manager = keys["commercial-manager"]
    const { directs = [] } = (await (await server.get("/v1/me", manager)).json()) as Me
    const ids = async (by: string) => ((await (await server.get(`/v1/scorecards/2024-03?by=${by}`, manager)).json()) as { readonly groups: ReadonlyArray<{ readonly id: string }> }).groups.map(({ id }) => id)
    assert.deepEqual([await ids("branch"), await ids("line")], [["S-01"], ["cars"]])
    assert.deepEqual(directs, [{ branchId: "S-01", line: "cars" }])
    const { items } = (await (await server.get("/v1/prospects?period=2024-03&limit=1000", keys["crm-assistant"])).json()) as { readonly items: ReadonlyArray<{ readonly id: string; readonly branchId: string }> }
    const statuses = new Map<string, number>()
    const calls = items.slice(0, 60).map(({ id }) => `K-${id},prospect,${id},G-9,2024-04-01T10:00:00-05:00,attended`)
    const file = ["call_id,subject_type,subject_id,agent_id,attempted_at,outcome", ...calls].join("\n")
    assert.equal((await server.send("POST", "/v1/imports/verification-calls", keys["crm-assistant"], file, { "content-type": "text/csv" })).status, 200)
    for (const { branchId, id } of items.slice(0, 60)) {
      const read = (await server.get(`/v1/prospects/${id}`, manager)).status
      assert.equal((await server.send("POST", `/v1/verifications/prospect:${id}/reopening`, manager, JSON.stringify({ reason: "Se equivocó de número" }))).status, read, id)
      statuses.set(`${branchId === "S-01" ? "there" : "elsewhere"} ${read}`, (statuses.get(`${branchId === "S-01" ? "there" : "elsewhere"} ${read}`) ?? 0) + 1)
    }
    assert.includeMembers([...statuses.keys()], ["there 200", "elsewhere 404"])
    assert.notInclude([...statuses.keys()], "elsewhere 200")
  })

  it("makes and revokes keys by a command while it runs", async () => {
    await server.ready()
    const make = (...args: ReadonlyArray<string>) => command("keys.ts", ["make", "--dealership", "otra", ...args], directory)
    const made = await make("--role", "advisor", "--employee", "A1", "--name", "una asesora")
    assert.equal(made.status, 0, made.log)
    const [, key, id] = /(crm_\S+)[\s\S]*?(k-[0-9a-f]+)/.exec(made.output)!
    const me = (await (await server.get("/v1/me", key)).json()) as Me
    assert.deepEqual([me.dealership, me.role], ["otra", "advisor"])
    assert.match((await command("keys.ts", ["list", "--dealership", "otra"], directory)).output, new RegExp(`${id}.*una asesora`))
    assert.equal((await command("keys.ts", ["revoke", "--dealership", "otra", id!], directory)).status, 0)
    assert.equal((await server.get("/v1/me", key)).status, 401)
    const refused = await make("--role", "advisor")
    assert.equal(refused.status, 2)
    assert.match(refused.log, /employeeId: se esperaba el empleado/)
    assert.equal((await command("keys.ts", ["revoke", "--dealership", "otra", "k-nada"], directory)).status, 2)
    assert.equal((await make("--role", "director")).status, 2)
  })

  it("makes a key of an administrator that ends, and replaces it while the old one still works", async () => {
    await server.ready()
    const keys = (...args: ReadonlyArray<string>) => command("keys.ts", args, directory)
    const secretOf = (text: string) => /(crm_\S+)[\s\S]*?(k-[0-9a-f]+)/.exec(text)!.slice(1) as [string, string]
    const [old, id] = secretOf((await keys("make", "--dealership", "tercera", "--role", "general-manager", "--administrator", "--days", "30")).output)
    assert.equal((await server.get("/v1/users", old)).status, 200)
    const rotated = await keys("rotate", "--dealership", "tercera", id, "--overlap-hours", "1")
    assert.equal(rotated.status, 0, rotated.log)
    const [fresh] = secretOf(rotated.output)
    assert.deepEqual([(await server.get("/v1/users", old)).status, (await server.get("/v1/users", fresh)).status], [200, 200])
    assert.match((await keys("list", "--dealership", "tercera")).output, new RegExp(`${id}.*administra.*vence`))
    assert.equal((await keys("rotate", "--dealership", "tercera", "k-nada")).status, 2)
    assert.equal((await keys("make", "--dealership", "tercera", "--role", "general-manager", "--days", "siempre")).status, 2)
  })

  it("answers with safe headers, whatever it answers", async () => {
    await server.ready()
    for (const path of ["/v1/me", "/nothing", "/", "/metrics", "/docs", "/openapi.json"]) {
      const { headers } = await server.get(path)
      assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'.*frame-ancestors 'none'/, path)
      assert.notMatch(headers.get("content-security-policy") ?? "", /script-src[^;]*unsafe/, path)
      assert.equal(headers.get("x-content-type-options"), "nosniff", path)
      assert.equal(headers.get("referrer-policy"), "no-referrer", path)
    }
  })

  it("does not share its directory with a second server", async () => {
    await server.ready()
    const second = await command("start.ts", [], directory)
    assert.equal(second.status, 2)
    assert.match(second.log, /es de otro servidor que está funcionando/)
  })

  it("counts requests by route and role, and names no address", async () => {
    await server.ready()
    await server.get("/v1/prospects/3001234567?note=3001234567", server.keys()["crm-assistant"])
    const text = await (await server.get("/metrics")).text()
    assert.match(text, /crm_procedure_http_requests_total\{method="GET",route="\/v1\/prospects\/:id",role="crm-assistant",status="404"\} 1/)
    assert.match(text, /crm_procedure_http_request_duration_seconds_bucket\{[^}]*role="crm-assistant"/)
    assert.match(text, /crm_procedure_judged_records_total\{kind="prospects"\} [1-9]/)
    assert.match(text, /crm_procedure_singleton_runs_total\{name="escalations",outcome="done"\} [1-9]/)
    assert.notInclude(text, "3001234567")
    assert.notInclude(server.log(), "3001234567")
  })
})

describe("a page's session", () => {
  let server: ServerProcess
  beforeAll(async () => {
    // It is there already, and so are its keys.
    server = await begin(directory)
    await server.ready()
  })
  afterAll(() => server.end())

  const page = (): Readonly<Record<string, string>> => ({ origin: server.url, "x-crm-procedure": "page" })
  const signIn = async (role: string): Promise<string> => {
    const answer = await server.send("POST", "/v1/session", undefined, JSON.stringify({ key: server.keys()[role] }), page())
    assert.equal(answer.status, 204)
    const cookie = answer.headers.get("set-cookie")!
    assert.match(cookie, /; HttpOnly; SameSite=Strict/)
    assert.notInclude(cookie, server.keys()[role]!)
    return cookie.split(";", 1)[0]!
  }

  it("begins with a key, says whose it is, and ends", async () => {
    const cookie = await signIn("crm-agent")
    const told = await server.get("/v1/session", undefined, { cookie })
    const { employeeId, ...rest } = (await told.json()) as { readonly employeeId: string }
    assert.deepEqual(rest, { dealership: "demostracion", role: "crm-agent", demonstration: true, period: "2024-03" } as object)
    assert.isString(employeeId)
    assert.equal((await server.get("/v1/me", undefined, { cookie })).status, 200)
    const ended = await server.send("DELETE", "/v1/session", undefined, "", { cookie, ...page() })
    assert.equal(ended.status, 204)
    assert.match(ended.headers.get("set-cookie")!, /^crm-session=;.*Max-Age=0/)
    assert.equal((await server.get("/v1/session")).status, 401)
  })

  it("that was ended is refused, and another one of the same key goes on", async () => {
    const [ended, open] = [await signIn("crm-agent"), await signIn("crm-agent")]
    const foreign = await server.send("DELETE", "/v1/session", undefined, "", { cookie: ended })
    assert.equal(foreign.status, 403)
    assert.equal((await server.get("/v1/me", undefined, { cookie: ended })).status, 200)
    assert.equal((await server.send("DELETE", "/v1/session", undefined, "", { cookie: ended, ...page() })).status, 204)
    for (const path of ["/v1/me", "/v1/session"]) {
      assert.equal((await server.get(path, undefined, { cookie: ended })).status, 401)
      assert.equal((await server.get(path, undefined, { cookie: open })).status, 200)
    }
    assert.equal((await server.send("DELETE", "/v1/session", undefined, "", { cookie: ended, ...page() })).status, 204)
  })

  it("is not begun by an unknown key, a forged cookie or another site", async () => {
    const begun = (body: string, headers: Readonly<Record<string, string>>) => server.send("POST", "/v1/session", undefined, body, headers)
    const key = server.keys()["crm-assistant"]
    assert.equal((await begun(JSON.stringify({ key: `crm_${"A".repeat(43)}` }), page())).status, 401)
    assert.equal((await begun("{", page())).status, 400)
    assert.equal((await begun(JSON.stringify({ key, filler: "x".repeat(5000) }), page())).status, 400)
    assert.equal((await begun(JSON.stringify({ key }), { origin: "https://elsewhere.example", "x-crm-procedure": "page" })).status, 403)
    assert.equal((await begun(JSON.stringify({ key }), { origin: server.url })).status, 403)
    const cookie = await signIn("crm-assistant")
    const [name, token] = cookie.split("=") as [string, string]
    const [id, hash, expiresAt, signature] = token.split(".") as [string, string, string, string]
    const forgeries = [
      `${id}.${hash}.${Number(expiresAt) + 1}.${signature}`, `${id}.${"0".repeat(64)}.${expiresAt}.${signature}`, `${"0".repeat(32)}.${hash}.${expiresAt}.${signature}`,
      `${id}.${hash}.${expiresAt}`, "", token.slice(0, -1)
    ]
    for (const forged of forgeries) {
      assert.equal((await server.get("/v1/me", undefined, { cookie: `${name}=${forged}` })).status, 401, forged)
    }
  })

  it("changes nothing for a request that does not come from the page", async () => {
    const cookie = await signIn("crm-assistant")
    const draw = (headers: Readonly<Record<string, string>>) => server.send("POST", "/v1/verifications/2024-02/sample", undefined, "{}", { cookie, ...headers })
    assert.equal((await draw({})).status, 401)
    assert.equal((await draw({ origin: server.url })).status, 401)
    assert.equal((await draw({ origin: "https://elsewhere.example", "x-crm-procedure": "page" })).status, 401)
    assert.equal((await draw(page())).status, 200)
  })
})

describe("what can't be used", () => {
  it("is said in one line, with status 2", async () => {
    const cases: ReadonlyArray<readonly [Readonly<Record<string, string>>, RegExp]> = [
      [{ PORT: "eighty" }, /^PORT: se encontró "eighty", se esperaba un puerto de 0 a 65535\.\n$/],
      [{ PORT: "80", LANG: "en_US.UTF-8", LC_ALL: "", GRACE_SECONDS: "soon" }, /(can't be listened on|GRACE_SECONDS: found "soon", expected an integer from 0 to 600\.)/],
      [{ DEMO: "2024-13" }, /DEMO: se encontró "2024-13", se esperaba 0, 1 o un mes como 2024-03\./],
      [{ ERASURE_SECRET: "short" }, /ERASURE_SECRET: se encontró un texto de 5 bytes, se esperaba 32 bytes o más/],
      [{ DEMO: "0", LETTERHEADS_FILE: fileURLToPath(new URL("../package.json", import.meta.url)) }, /^LETTERHEADS_FILE: no se puede usar .*: \/name: se esperaba un objeto JSON; .*\n$/m],
      [{ LIMIT_BODY_BYTES: "-1", LOG_LEVEL: "loud" }, /LOG_LEVEL: .* LIMIT_BODY_BYTES: /]
    ]
    await Promise.all(cases.map(async ([environment, expected]) => {
      const { log, status } = await command("start.ts", [], freshDirectory(), environment)
      assert.equal(status, 2, log)
      assert.match(log, expected)
    }))
  })

  it("like a port that is taken", async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve))
    const { port } = other.address() as { readonly port: number }
    const { log, status } = await command("start.ts", [], directory, { PORT: String(port) })
    other.close()
    assert.equal(status, 2)
    assert.match(log, new RegExp(`El puerto ${port} de 127.0.0.1 está ocupado`))
  })
})
