/** Signing in through a real OpenID Connect provider, in this process, and what it refuses. */
import { Provider } from "oidc-provider"
import type { ClientMetadata } from "oidc-provider"
import { generateKeyPairSync, sign } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { freePort } from "./freePort.ts"
import { begin, freshDirectory, remove } from "./serverProcess.ts"
import type { ServerProcess } from "./serverProcess.ts"

const PASSWORD = "cuatro caballos verdes"
const CLIENT = "procedimiento-crm"

/** Cookies of one browser, by host and name. */
class Browser {
  private readonly cookies = new Map<string, string>()

  async go(url: string, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url)
    const sent = [...this.cookies].filter(([key]) => key.startsWith(`${host} `)).map(([key, value]) => `${key.slice(host.length + 1)}=${value}`).join("; ")
    const answer = await fetch(url, { ...init, redirect: "manual", headers: { ...init.headers, cookie: sent } })
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = "", ...value] = cookie.split(";", 1)[0]!.split("=")
      if (/max-age=0|1970/i.test(cookie)) this.cookies.delete(`${host} ${name}`)
      else this.cookies.set(`${host} ${name}`, value.join("="))
    }
    return answer
  }

  /** Follows redirects, and signs in at the provider where it asks; ends at a page of the server. */
  async signIn(from: string, login: string, home: string): Promise<string> {
    let url = from
    for (let step = 0; step < 20; step++) {
      const answer = await this.go(url)
      const to = answer.headers.get("location")
      if (to !== null) {
        url = new URL(to, url).href
        if (url.startsWith(`${home}/#`) || url === `${home}/`) return url
        continue
      }
      const html = await answer.text()
      const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1]
      if (prompt === undefined) throw new Error(`${answer.status} ${url}: ${html.slice(0, 300)}`)
      const posted = await this.go(url, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ prompt, login, password: "x" }) })
      url = new URL(posted.headers.get("location")!, url).href
    }
    throw new Error("the sign-in did not end")
  }
}

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
const jwk = { ...privateKey.export({ format: "jwk" }), kid: "test", use: "sig", alg: "RS256" }

let issuer = ""
/** Where it is set, the provider's tokens are for this program instead. */
let audience: string | undefined
let provider: ReturnType<typeof createServer>

const retargeted = (token: string, to: string): string => {
  const [header, payload] = token.split(".")
  const claims = JSON.parse(Buffer.from(payload!, "base64url").toString()) as Record<string, unknown>
  const text = `${header}.${Buffer.from(JSON.stringify({ ...claims, aud: to })).toString("base64url")}`
  return `${text}.${sign("RSA-SHA256", Buffer.from(text), privateKey).toString("base64url")}`
}

const startProvider = async (client: ClientMetadata): Promise<void> => {
  provider = createServer()
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve))
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  const openid = new Provider(issuer, {
    clients: [client],
    jwks: { keys: [jwk] },
    cookies: { keys: ["a key of the tests"] },
    claims: { email: ["email", "email_verified"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id.replace("unverified-", "")}@ejemplo.test`, email_verified: !id.startsWith("unverified-") }) })
  })
  openid.use(async (context, next) => {
    await next()
    const body = context.body as { id_token?: string } | undefined
    if (audience !== undefined && body?.id_token !== undefined) body.id_token = retargeted(body.id_token, audience)
  })
  provider.on("request", openid.callback())
}

let server: ServerProcess
const directory = freshDirectory()
/** The administrator's session. */
let ada = ""

const page = () => ({ origin: server.url, "x-crm-procedure": "page" })

const add = async (name: string) => {
  const answer = await server.send("POST", "/v1/users", undefined, JSON.stringify({ name, email: `${name}@ejemplo.test`, role: "general-manager" }), { ...page(), cookie: ada })
  return (await answer.json() as { readonly id: string }).id
}

beforeAll(async () => {
  const port = await freePort()
  await startProvider({ client_id: CLIENT, client_secret: "un secreto", redirect_uris: [`http://127.0.0.1:${port}/v1/session/provider/answer`], grant_types: ["authorization_code"], response_types: ["code"] })
  server = await begin(directory, { PORT: String(port), DEMO: "0", OIDC_ISSUER: issuer, OIDC_CLIENT_ID: CLIENT, OIDC_CLIENT_SECRET: "un secreto", OIDC_NAME: "Motos del Sur", LOG_LEVEL: "warn" })
  await server.ready()
  const token = (await server.link()).split("/").at(-1)
  const accepted = await server.send("POST", "/v1/session/acceptance", undefined, JSON.stringify({ token, name: "Ada", email: "ada@ejemplo.test", password: PASSWORD }), page())
  ada = accepted.headers.get("set-cookie")!.split(";", 1)[0]!
})
afterAll(async () => {
  await server.end()
  await new Promise((resolve) => provider.close(resolve))
  remove(directory)
})

const reasonOf = (url: string): string | null => new URLSearchParams(url.split("?")[1] ?? "").get("motivo")
const meOf = async (browser: Browser): Promise<number> => (await browser.go(`${server.url}/v1/me`)).status
const start = () => `${server.url}/v1/session/provider`

describe("a person with an account at the provider", () => {
  it("gets in where an administrator added the verified e-mail, and is known by the subject from then on", async () => {
    const id = await add("beto")
    const browser = new Browser()
    assert.equal(await browser.signIn(start(), "beto", server.url), `${server.url}/`)
    assert.equal(await meOf(browser), 200)
    await server.send("PUT", `/v1/users/${id}`, undefined, JSON.stringify({ name: "Beto", email: "otro@ejemplo.test", role: "general-manager" }), { ...page(), cookie: ada })
    const again = new Browser()
    assert.equal(await again.signIn(start(), "beto", server.url), `${server.url}/`)
    const stranger = await (await server.get("/v1/session")).json() as { readonly provider: string }
    assert.equal(stranger.provider, "Motos del Sur")
  })

  it("gets to the view that was asked for, and to nothing outside the page", async () => {
    await add("dora")
    const to = async (view: string, login = "dora") => await new Browser().signIn(`${start()}?${new URLSearchParams({ vista: view })}`, login, server.url)
    assert.equal(await to("#/prospecto/P-1?mes=2024-03"), `${server.url}/#/prospecto/P-1?mes=2024-03`)
    for (const elsewhere of ["https://malo.test/", "//malo.test/#/mes", "#/mes\r\nx: y", "#mes", `#/${"x".repeat(600)}`]) assert.equal(await to(elsewhere), `${server.url}/`, elsewhere)
    const refused = await to("#/leads", "nadie")
    assert.deepEqual([reasonOf(refused), new URLSearchParams(refused.split("?")[1]).get("vista")], ["unknown", "#/leads"])
  })

  it("does not get in when unknown, or with an unverified e-mail", async () => {
    await add("caro")
    for (const [login, reason] of [["nadie", "unknown"], ["unverified-caro", "unverified"]] as const) {
      const browser = new Browser()
      assert.equal(reasonOf(await browser.signIn(start(), login, server.url)), reason)
      assert.equal(await meOf(browser), 401)
    }
  })
})

describe("an answer of the provider", () => {
  it("whose token is for another program is refused, and the page is told why", async () => {
    await add("dora")
    audience = "otro-programa"
    const browser = new Browser()
    try {
      assert.equal(reasonOf(await browser.signIn(start(), "dora", server.url)), "audience")
    } finally {
      audience = undefined
    }
    assert.equal(await meOf(browser), 401)
    assert.include(server.log(), "\"refusal\":\"audience\"")
  })

  it("is refused in another browser than the one that asked, and a second time", async () => {
    const attacker = new Browser()
    let answerUrl = ""
    const spy = attacker.go.bind(attacker)
    attacker.go = (url, init) => {
      if (url.includes("/answer?")) answerUrl = url
      return spy(url, init)
    }
    await add("eva")
    assert.equal(await attacker.signIn(start(), "eva", server.url), `${server.url}/`)
    const victim = new Browser()
    assert.equal(reasonOf((await victim.go(answerUrl)).headers.get("location")!), "answer")
    await victim.go(start())
    assert.equal(reasonOf((await victim.go(answerUrl)).headers.get("location")!), "answer", "with a state of its own")
    assert.equal(await meOf(victim), 401)
  })
})
