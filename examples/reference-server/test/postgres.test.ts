/** Several servers on one Postgres: the work in the background is done by one of them, and goes on when that one dies. */
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { once } from "node:events"
import { createServer } from "node:http"
import type { Server } from "node:http"
import type { AddressInfo } from "node:net"
import { startDatabase } from "./databaseServer.ts"
import type { DatabaseServer } from "./databaseServer.ts"
import { begin, command, freshDirectory, remove, until } from "./serverProcess.ts"
import type { ServerProcess } from "./serverProcess.ts"

interface Message {
  readonly id: string
  readonly record: string
  readonly verdict: string
}

let database: DatabaseServer
let receiver: Server
const received: Array<Message> = []
const directories: Array<string> = []

/** How long the work may rest when a server dies: what `Cluster.ts` promises, and time for a machine that is slow and busy. */
const TAKE_OVER_MILLIS = 90_000

beforeAll(async () => {
  database = await startDatabase()
  receiver = createServer((request, response) => {
    let text = ""
    request.setEncoding("utf8").on("data", (piece: string) => text += piece)
    request.on("end", () => {
      const { data } = JSON.parse(text) as { readonly data: { readonly subjectId: string; readonly verdict: string } }
      received.push({ id: String(request.headers["webhook-id"]), record: data.subjectId, verdict: data.verdict })
      response.writeHead(204).end()
    })
  }).listen(0, "127.0.0.1")
  await once(receiver, "listening")
})

afterAll(async () => {
  receiver.close()
  receiver.closeAllConnections()
  await database.remove()
  directories.forEach(remove)
})

const start = async (environment: Readonly<Record<string, string>> = {}): Promise<ServerProcess> => {
  const directory = freshDirectory()
  directories.push(directory)
  return begin(directory, {
    DATABASE_URL: database.url,
    SESSION_SECRET: "s".repeat(40),
    ERASURE_SECRET: "e".repeat(40),
    WEBHOOKS_TO_PRIVATE_ADDRESSES: "1",
    ...environment
  })
}

/** Whether a server does the work: its last line about it says so. Servers that start together may hand work over at first. */
const does = (server: ServerProcess, singleton: string): boolean =>
  server.log().split("\n").findLast((line) => /"this server (does|no longer does) the work/.test(line) && line.includes(`"singleton":"${singleton}"`))
    ?.includes("\"this server does the work now\"") === true

const singletons = ["nightly-register", "escalations", "webhooks", "outbox", "purging"]

const raisedBy = (server: ServerProcess): number =>
  [...server.log().matchAll(/"escalations raised".*?"raised":(\d+)/g)].reduce((sum, [, raised]) => sum + Number(raised), 0)

describe("three servers on one Postgres", () => {
  let servers: ReadonlyArray<ServerProcess>
  let key: string
  /** An advisor with his branch, and a brand that he sells. */
  let place: { readonly advisorId: string; readonly branchId: string; readonly brandId: string }

  beforeAll(async () => {
    const first = await start()
    await first.ready()
    servers = [first, ...await Promise.all([start(), start()])]
    await Promise.all(servers.map((server) => server.ready()))
    key = first.keys()["crm-assistant"]!
    const directory = (await (await first.get("/v1/directory", key)).json()) as {
      readonly employees: ReadonlyArray<{ readonly employeeId: string; readonly role: string; readonly branchId: string; readonly activeTo?: string }>
      readonly brands: ReadonlyArray<{ readonly brandId: string }>
    }
    const advisor = directory.employees.find(({ activeTo, role }) => role === "advisor" && activeTo === undefined)!
    place = { advisorId: advisor.employeeId, branchId: advisor.branchId, brandId: directory.brands[0]!.brandId }
  })
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.end()))
  })

  const put = async (server: ServerProcess, id: string, phone: string): Promise<void> => {
    const record = { createdAt: "2024-03-05T10:00:00-05:00", consentAt: "2024-03-05T10:00:00-05:00", ...place, fullName: "Marta Lucía Peña", phone, source: "walk-in", interest: "Una moto" }
    const answer = await server.send("PUT", `/v1/prospects/${id}`, key, JSON.stringify(record))
    assert.isTrue(answer.ok, await answer.clone().text())
  }

  it("do each kind of work once", async () => {
    await until("one server for each work", () => singletons.every((one) => servers.filter((server) => does(server, one)).length === 1) ? true : undefined)
    await until("the escalations", () => servers.some((server) => raisedBy(server) > 0) ? true : undefined)
  })

  it("serve each other's writes, sessions and keys", async () => {
    const [one, two, three] = servers as [ServerProcess, ServerProcess, ServerProcess]
    await put(one, "X-1", "3001234568")
    assert.equal((await two.get("/v1/prospects/X-1", key)).status, 200)
    const begun = await two.send("POST", "/v1/session", undefined, JSON.stringify({ key }), { origin: two.url, "x-crm-procedure": "page" })
    const cookie = begun.headers.get("set-cookie")!.split(";", 1)[0]!
    assert.equal((await three.get("/v1/me", undefined, { cookie })).status, 200)
    assert.match(await (await one.get("/metrics")).text(), /crm_procedure_database_connections\{state="idle"\} [1-9]/)
  })

  it("go on when the server that does the work is killed: nothing is lost, nothing is raised twice, and each record's events come in order", async () => {
    const { port } = receiver.address() as AddressInfo
    const subscribed = await servers[0]!.send("POST", "/v1/webhooks", key, JSON.stringify({ url: `http://127.0.0.1:${port}/hook`, events: ["verdict.changed"] }))
    assert.equal(subscribed.status, 201, await subscribed.clone().text())
    const { id: subscription } = (await subscribed.json()) as { readonly id: string }
    const records = ["Y-1", "Y-2", "Y-3", "Y-4"]
    const turn = async (server: ServerProcess, phoneOf: (id: string) => string): Promise<void> => {
      for (const id of records) await put(server, id, phoneOf(id))
    }
    const bad = (): string => "1"
    // Work may still be on its way to a server that has just joined.
    const holder = await until("a server at work", () => servers.find((server) => does(server, "webhooks")))
    const others = servers.filter((server) => server !== holder)
    // Not the others' numbers: a duplicate would stay invalid.
    const good = (id: string): string => `301555010${id.slice(-1)}`
    // Valid and invalid by turns: an event a record and turn.
    await turn(holder, good)
    await turn(holder, bad)
    await until("a delivery", () => received.length > 0 ? true : undefined)
    await turn(holder, good)
    const deathAt = performance.now()
    await holder.end("SIGKILL")
    await turn(others[0]!, bad)
    await turn(others[1]!, good)
    const kept = async (): Promise<ReadonlyArray<{ readonly event: string; readonly record: string; readonly state: string; readonly position: number }>> => {
      const answer = await others[0]!.get(`/v1/webhooks/${subscription}/deliveries?limit=200`, key)
      assert.equal(answer.status, 200, await answer.clone().text())
      return ((await answer.json()) as { readonly items: ReadonlyArray<{ readonly event: string; readonly record: string; readonly state: string; readonly position: number }> }).items
    }
    await until("another one at work", () => others.some((server) => does(server, "webhooks")) ? true : undefined)
    assert.isBelow(performance.now() - deathAt, TAKE_OVER_MILLIS)
    const delivered = await until("every delivery", async () => {
      const all = await kept()
      return all.length >= records.length * 3 && all.every(({ state }) => state === "delivered") ? all : undefined
    })
    // At least once each, and in the order of their raising, record by record, however often one came.
    assert.sameMembers([...new Set(received.map(({ id }) => id))], delivered.map(({ event }) => event))
    for (const record of records) {
      const expected = delivered.filter((one) => one.record.endsWith(record)).sort((one, other) => one.position - other.position).map(({ event }) => event)
      const found = received.filter((one) => one.record === record).map(({ id }) => id)
      assert.deepEqual(found.filter((id, place) => found.indexOf(id) === place), expected, record)
    }
    // What the dead one had raised is raised: the others found nothing to raise again.
    await until("another server for each work", () => singletons.every((one) => others.some((server) => does(server, one))) ? true : undefined)
    assert.equal(servers.filter((server) => raisedBy(server) > 0).length, 1)
  })

  it("hand the work over at once when one is stopped", async () => {
    const alive = servers.filter(({ child }) => child.exitCode === null && child.signalCode === null)
    const holder = alive.find((server) => singletons.some((one) => does(server, one)))!
    const others = alive.filter((server) => server !== holder)
    const began = performance.now()
    assert.equal(await holder.end("SIGTERM"), 0)
    await until("the others at all the work", () => singletons.every((one) => others.some((server) => does(server, one))) ? true : undefined)
    assert.isBelow(performance.now() - began, TAKE_OVER_MILLIS)
  })

  it("answer 503 while the database is away, and go on when it is back", async () => {
    const alive = servers.find(({ child }) => child.exitCode === null && child.signalCode === null)!
    await database.halt()
    const away = await alive.get("/v1/prospects/X-1", key)
    assert.equal(away.status, 503)
    assert.isNotNull(away.headers.get("retry-after"))
    assert.equal((await alive.get("/ready")).status, 503)
    const leads = await alive.send("POST", "/v1/imports/prospects", key, "<adf><prospect><id>L-1</id></prospect></adf>", { "content-type": "application/xml" })
    assert.equal(leads.status, 503)
    assert.equal((await alive.get("/health")).status, 200)
    await database.goOn()
    await until("the record again", async () => (await alive.get("/v1/prospects/X-1", key)).status === 200 ? true : undefined)
    assert.equal((await alive.get("/ready")).status, 200)
  })
})

describe("a database that can't be used", () => {
  it("is said in one line, with status 2", async () => {
    const said = async (url: string): Promise<string> => {
      const { log, output, status } = await command("start.ts", [], freshDirectory(), { DATABASE_URL: url })
      assert.equal(status, 2, log)
      assert.notMatch(log + output, /s3creto|una clave/)
      return log.trim().split("\n").filter((line) => !line.startsWith("{")).join("\n")
    }
    const wrong = new URL(database.url)
    wrong.password = "s3creto"
    const [scheme, nobody, password, name] = await Promise.all([
      said("mysql://user:s3creto@localhost/crm"),
      said("postgres://user:s3creto@127.0.0.1:1/crm"),
      said(wrong.href),
      said(database.url.replace(/crm$/, "otra"))
    ])
    assert.match(scheme!, /^No se puede leer DATABASE_URL: .*mysql.*$/)
    assert.match(nobody!, /^No se puede llegar a la base de datos 127\.0\.0\.1:1\/crm: .*ECONNREFUSED.*$/)
    assert.match(password!, /^La base de datos .* rechaza al usuario postgres: .*$/)
    assert.match(name!, /^La base de datos .*\/otra rechaza al usuario postgres: there is no such database.*$/)
    const keys = await command("keys.ts", ["list"], freshDirectory(), { DATABASE_URL: "postgres://user:clave@127.0.0.1:1/crm" })
    assert.equal(keys.status, 2)
    assert.match(keys.log, /No se puede llegar a la base de datos/)
  })
})
