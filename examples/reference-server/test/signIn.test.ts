/** People sign in: the first account, invitations, passwords, second factors and sessions, against what an attacker tries. */
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import type * as User from "@crm-procedure/core/service/User"
import * as Effect from "effect/Effect"
import * as OTPAuth from "otpauth"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Device from "../src/session/Device.ts"
import * as Password from "../src/session/Password.ts"
import * as SecondFactor from "../src/session/SecondFactor.ts"
import * as SignIn from "../src/session/SignIn.ts"
import { launch, mustBeAccessible, visit } from "./page/browser.ts"
import { begin, freshDirectory, remove } from "./serverProcess.ts"
import type { ServerProcess } from "./serverProcess.ts"

const PASSWORD = "cuatro caballos verdes"
const ADA = "ada.lopez@ejemplo.test"

let server: ServerProcess
const directory = freshDirectory()
beforeAll(async () => {
  server = await begin(directory, { DEMO: "0", DEALERSHIP: "motos-del-sur" })
  await server.ready()
  await server.link()
})
afterAll(async () => {
  await server.end()
  remove(directory)
})

const page = () => ({ origin: server.url, "x-crm-procedure": "page" })
const cookieOf = (answer: Response): string => (answer.headers.get("set-cookie") ?? "").split(";", 1)[0]!
const secretOf = (link: string): string => link.split("/").at(-1)!

interface Sent {
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string>>
}

const send = (method: string, path: string, body: unknown, { cookie, headers = page() }: Sent = {}) =>
  server.send(method, path, undefined, JSON.stringify(body), { ...headers, ...(cookie === undefined ? {} : { cookie }) })
const signIn = (email: string, password: string, more: Sent & { readonly code?: string } = {}) =>
  send("POST", "/v1/session", { email, password, ...(more.code === undefined ? {} : { code: more.code }) }, more)
const bodyOf = async <A>(answer: Response): Promise<A> => await answer.json() as A
const read = async <A>(path: string, cookie: string): Promise<A> => bodyOf<A>(await server.get(path, undefined, { cookie }))

/** The administrator's session. */
let ada = ""

/** Invites a person and answers the link's secret. */
const invite = async (user: { readonly name: string; readonly email: string; readonly role: string }): Promise<{ readonly id: string; readonly secret: string }> => {
  const added = await bodyOf<{ readonly id: string }>(await send("POST", "/v1/users", user, { cookie: ada }))
  return { id: added.id, secret: secretOf((await bodyOf<{ readonly link: string }>(await send("POST", `/v1/users/${added.id}/invitation`, {}, { cookie: ada }))).link) }
}

describe("an empty system", () => {
  it("prints a link for the first account, whose person becomes the administrator", async () => {
    const token = secretOf(await server.link())
    assert.deepEqual(await bodyOf(await send("POST", "/v1/session/invitation", { token })), { dealership: "motos-del-sur", isFirst: true })
    const unfit = await send("POST", "/v1/session/acceptance", { token, name: "", email: "ada", password: "corta" })
    const { errors } = await bodyOf<{ readonly errors: ReadonlyArray<{ readonly pointer: string }> }>(unfit)
    assert.deepEqual([unfit.status, errors.map(({ pointer }) => pointer)], [422, ["/name", "/email", "/password"]])
    const accepted = await send("POST", "/v1/session/acceptance", { token, name: "Ada López", email: ADA, password: PASSWORD })
    assert.equal(accepted.status, 204)
    ada = cookieOf(accepted)
    const me = await read<{ readonly name: string; readonly administrator: boolean; readonly actions: ReadonlyArray<string> }>("/v1/me", ada)
    assert.deepEqual([me.name, me.administrator], ["Ada López", true])
    assert.includeMembers([...me.actions], ["users.manage", "records.import"])
    assert.equal((await send("POST", "/v1/session/acceptance", { token, name: "Otra", email: "otra@ejemplo.test", password: PASSWORD })).status, 410, "the link works once")
  })
})

describe("the example", () => {
  interface Told { readonly example?: boolean; readonly period?: string; readonly dealership: string; readonly role: string }
  interface Goals { readonly goals: ReadonlyArray<{ readonly advisorId: string; readonly prospects: number }> }
  const registered = async (period: string, cookie: string): Promise<number> =>
    (await read<{ readonly groups: ReadonlyArray<{ readonly prospecting: { readonly registered: number } }> }>(`/v1/scorecards/${period}?by=company`, cookie)).groups[0]?.prospecting.registered ?? 0

  it("is a month apart from the dealership's own records, for the one who starts the system, and leaves nothing", async () => {
    const entered = await send("POST", "/v1/session/example", {}, { cookie: ada })
    assert.equal(entered.status, 204)
    assert.match(entered.headers.get("set-cookie") ?? "", /^crm-example=1;.*HttpOnly; SameSite=Strict/)
    const looking = `${ada}; ${cookieOf(entered)}`
    const { dealership, example, period, role } = await read<Told>("/v1/session", looking)
    assert.deepEqual([dealership, role, example], ["motos-del-sur", "crm-assistant", true])
    assert.isAbove(await registered(period!, looking), 500)
    assert.equal(await registered(period!, ada), 0)
    const view = (await (await server.get("/v1/session/view?place=mes", undefined, { cookie: looking })).text()).trimEnd().split("\n").map((line) => JSON.parse(line) as { readonly path: string; readonly status: number })
    assert.deepEqual([...new Set(view.slice(1).map(({ status }) => status))], [200])
    // What is written there stays there.
    const { goals } = await read<Goals>(`/v1/goals/${period}`, looking)
    const written = await send("PUT", `/v1/goals/${period}`, { goals: [{ ...goals[0]!, prospects: 4321 }] }, { cookie: looking })
    assert.equal(written.status, 200)
    assert.deepEqual((await read<Goals>(`/v1/goals/${period}`, ada)).goals, [])
    assert.isTrue((await read<Goals>(`/v1/goals/${period}`, looking)).goals.some(({ prospects }) => prospects === 4321))
    const removed = await send("DELETE", "/v1/session/example", undefined, { cookie: looking })
    assert.match(removed.headers.get("set-cookie") ?? "", /^crm-example=;.*Max-Age=0/)
    assert.isUndefined((await read<Told>("/v1/session", ada)).example)
    assert.isFalse((await read<Goals>(`/v1/goals/${period}`, looking)).goals.some(({ prospects }) => prospects === 4321), "the next look is at a new one")
    await send("DELETE", "/v1/session/example", undefined, { cookie: looking })
  })

  it("is opened and removed on the page of an empty system, where a pasted invitation opens too", async () => {
    const browser = await launch()
    try {
      const own = await visit(browser, { url: server.url })
      const { page } = own
      await page.getByLabel("Correo").waitFor()
      await page.goto(`${server.url}/#/invitacion/inv_${"a".repeat(43)}`)
      await page.getByRole("alert").getByText("ya se usó").waitFor()
      await page.getByRole("button", { name: "Ir a ingresar" }).click()
      await page.getByLabel("Correo").fill(ADA)
      await page.getByLabel("Contraseña").fill(PASSWORD)
      await page.keyboard.press("Enter")
      await page.getByRole("button", { name: "Ver un mes de ejemplo" }).click()
      await page.getByRole("region", { name: "Ejemplo" }).waitFor()
      await page.getByRole("heading", { name: /Leads en rojo/ }).waitFor()
      await mustBeAccessible(own, "ejemplo")
      await page.getByRole("button", { name: "Quitar el ejemplo" }).click()
      await page.getByRole("button", { name: "Ver un mes de ejemplo" }).waitFor()
      assert.equal(await page.getByRole("region", { name: "Ejemplo" }).count(), 0)
      assert.deepEqual(own.complaints, [])
    } finally {
      await browser.close()
    }
  })

  it("opens for no other role, no other site and no stranger", async () => {
    const { secret } = await invite({ name: "Gema Gil", email: "gema@ejemplo.test", role: "general-manager" })
    const gema = cookieOf(await send("POST", "/v1/session/acceptance", { token: secret, password: PASSWORD }))
    assert.equal((await send("POST", "/v1/session/example", {}, { cookie: gema })).status, 403)
    assert.equal((await send("POST", "/v1/session/example", {}, { cookie: ada, headers: {} })).status, 403)
    assert.equal((await send("POST", "/v1/session/example", {})).status, 401)
    assert.equal((await read<Told>("/v1/me", `${gema}; crm-example=1`)).dealership, "motos-del-sur")
    assert.equal((await server.get("/v1/me", undefined, { cookie: "crm-example=1" })).status, 401)
  })
})

describe("an invitation", () => {
  it("lets a person in once, of two at the same moment one, and a newer one replaces it", async () => {
    const { id, secret } = await invite({ name: "Beto Ruiz", email: "beto@ejemplo.test", role: "general-manager" })
    const both = await Promise.all([1, 2].map(() => send("POST", "/v1/session/acceptance", { token: secret, password: PASSWORD })))
    assert.sameMembers(both.map(({ status }) => status === 204), [true, false])
    const other = secretOf((await bodyOf<{ readonly link: string }>(await send("POST", `/v1/users/${id}/invitation`, {}, { cookie: ada }))).link)
    const newest = secretOf((await bodyOf<{ readonly link: string }>(await send("POST", `/v1/users/${id}/invitation`, {}, { cookie: ada }))).link)
    assert.deepEqual(await Promise.all([other, "inv_x", newest].map(async (token) => (await send("POST", "/v1/session/invitation", { token })).status)), [410, 410, 200])
  })

  it("ends the sessions of the password that it replaces", async () => {
    const { id, secret } = await invite({ name: "Caro", email: "caro@ejemplo.test", role: "general-manager" })
    const before = cookieOf(await send("POST", "/v1/session/acceptance", { token: secret, password: PASSWORD }))
    const again = secretOf((await bodyOf<{ readonly link: string }>(await send("POST", `/v1/users/${id}/invitation`, {}, { cookie: ada }))).link)
    assert.equal((await send("POST", "/v1/session/acceptance", { token: again, password: "otra clave bien larga" })).status, 204)
    assert.equal((await server.get("/v1/me", undefined, { cookie: before })).status, 401)
    assert.deepEqual([(await signIn("caro@ejemplo.test", PASSWORD)).status, (await signIn("Caro@Ejemplo.test", "otra clave bien larga")).status], [401, 204])
  })
})

describe("a session", () => {
  it("gets an id of its own at each sign-in, and the one that came along ends", async () => {
    const first = await signIn(ADA, PASSWORD)
    const planted = cookieOf(first)
    const second = cookieOf(await signIn(ADA, PASSWORD, { cookie: planted }))
    assert.notEqual(second.split(".")[0], planted.split(".")[0])
    assert.deepEqual([(await server.get("/v1/me", undefined, { cookie: planted })).status, (await server.get("/v1/me", undefined, { cookie: second })).status], [401, 200])
    assert.match(first.headers.get("set-cookie") ?? "", /HttpOnly/)
    assert.match(first.headers.get("set-cookie") ?? "", /SameSite=Strict/)
  })

  it("is listed with its device, and ends where the list says so", async () => {
    const phone = cookieOf(await signIn(ADA, PASSWORD, { headers: { ...page(), "user-agent": "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36" } }))
    const { items } = await read<{ readonly items: ReadonlyArray<{ readonly id: string; readonly device?: string; readonly current: boolean }> }>("/v1/sessions", ada)
    const found = items.find(({ device }) => device === "Chrome, Android")!
    assert.equal(items.filter(({ current }) => current).length, 1)
    assert.equal((await send("DELETE", `/v1/sessions/${found.id}`, undefined, { cookie: ada })).status, 204)
    assert.equal((await server.get("/v1/me", undefined, { cookie: phone })).status, 401)
  })

  it("of a person who is removed, or whose role changes, counts at once", async () => {
    const { id, secret } = await invite({ name: "Dora", email: "dora@ejemplo.test", role: "crm-assistant" })
    const dora = cookieOf(await send("POST", "/v1/session/acceptance", { token: secret, password: PASSWORD }))
    assert.equal((await server.get("/v1/users", undefined, { cookie: dora })).status, 403)
    assert.equal((await send("PUT", `/v1/users/${id}`, { name: "Dora", email: "dora@ejemplo.test", role: "general-manager" }, { cookie: ada })).status, 200)
    assert.equal((await read<{ readonly role: string }>("/v1/me", dora)).role, "general-manager")
    assert.equal((await send("DELETE", `/v1/users/${id}`, undefined, { cookie: ada })).status, 204)
    assert.equal((await server.get("/v1/me", undefined, { cookie: dora })).status, 401)
  })

  it("does nothing for a request that another site sends", async () => {
    const foreign = [{}, { "x-crm-procedure": "page" }, { origin: server.url }, { "x-crm-procedure": "page", origin: "https://otro.test" }]
    for (const headers of foreign) {
      const sent = { cookie: ada, headers }
      assert.equal((await send("POST", "/v1/users", { name: "Eva", email: "eva@ejemplo.test", role: "general-manager" }, sent)).status, 401)
      assert.equal((await send("PUT", "/v1/session/password", { password: PASSWORD, next: "una clave distinta" }, sent)).status, 403)
      assert.equal((await send("DELETE", "/v1/session", undefined, sent)).status, 403)
      assert.equal((await signIn(ADA, PASSWORD, sent)).status, 403)
    }
    assert.equal((await server.get("/v1/me", undefined, { cookie: ada })).status, 200)
  })
})

describe("a second factor", () => {
  it("is asked for after the password, takes a code once, and recovery codes when the app is lost", async () => {
    const { secret: token } = await invite({ name: "Fabio", email: "fabio@ejemplo.test", role: "general-manager" })
    const cookie = cookieOf(await send("POST", "/v1/session/acceptance", { token, password: PASSWORD }))
    assert.equal((await send("POST", "/v1/session/second-factor", { password: "no es la clave" }, { cookie })).status, 403)
    const { drawing, secret, uri } = await bodyOf<{ readonly secret: string; readonly uri: string; readonly drawing: SecondFactor.Drawing }>(await send("POST", "/v1/session/second-factor", { password: PASSWORD }, { cookie }))
    assert.match(uri, /^otpauth:\/\/totp\/Procedimiento%20CRM/)
    assert.isAbove(drawing.size, 20)
    const totp = new OTPAuth.TOTP({ secret, digits: 6, period: 30 })
    assert.equal((await send("PUT", "/v1/session/second-factor", { code: "000000" }, { cookie })).status, 403)
    assert.equal((await signIn("fabio@ejemplo.test", PASSWORD)).status, 204, "it counts from its first code on")
    const used = totp.generate()
    const { recoveryCodes } = await bodyOf<{ readonly recoveryCodes: ReadonlyArray<string> }>(await send("PUT", "/v1/session/second-factor", { code: used }, { cookie }))
    const asked = await signIn("fabio@ejemplo.test", PASSWORD)
    assert.deepEqual([asked.status, (await bodyOf<{ readonly type: string }>(asked)).type], [401, "urn:crm-procedure:problem:code-needed"])
    const outcomes = await Promise.all([used, "123", recoveryCodes[0]!].map(async (code) => (await signIn("fabio@ejemplo.test", PASSWORD, { code })).status))
    assert.deepEqual(outcomes, [401, 401, 204])
    assert.deepEqual([(await signIn("fabio@ejemplo.test", PASSWORD, { code: recoveryCodes[0]! })).status, (await signIn("fabio@ejemplo.test", PASSWORD, { code: recoveryCodes[1]!.toUpperCase() })).status], [401, 204])
    assert.equal((await send("POST", "/v1/session/second-factor/removal", { password: PASSWORD }, { cookie })).status, 204)
    assert.equal((await signIn("fabio@ejemplo.test", PASSWORD)).status, 204)
  })

  it("takes no code of an earlier step again, and none by another server's key", () => {
    const key = Buffer.alloc(32, 1)
    const { factor, secret } = SecondFactor.begin(key, "a@ejemplo.test")
    assert.notInclude(JSON.stringify(factor), secret)
    const now = 1_709_650_800_000
    const code = new OTPAuth.TOTP({ secret, digits: 6, period: 30 }).generate({ timestamp: now })
    const accepted = SecondFactor.accept(key, factor, code, now)
    assert.isDefined(accepted)
    assert.isUndefined(SecondFactor.accept(key, accepted!, code, now))
    assert.isUndefined(SecondFactor.accept(Buffer.alloc(32, 2), factor, code, now))
  })
})

describe("an e-mail of two dealerships", () => {
  const phc = (password: string) => `hash of ${password}`
  const judging = { sealingKey: Buffer.alloc(32), verify: (password: string, hash: string) => Effect.succeed(hash === phc(password)) }
  const user = (dealership: string): User.User => ({ id: "u-1", name: "Ada", email: ADA, identity: { dealership, role: "general-manager" }, language: "es", createdAt: 1, revision: 1, password: phc(dealership) })

  /** Signs in with a dealership's password while another one can't be reached. */
  const outcomeOf = (password: string, away: string) =>
    Effect.runPromise(Effect.gen(function*() {
      const serviceStore = yield* ServiceStore.ServiceStore
      for (const dealership of ["norte", "sur"]) yield* serviceStore.putUser(user(dealership))
      const refusing = (dealership: string, handle: string) =>
        dealership === away
          ? Effect.fail(new ServiceStore.ServiceStoreError({ operation: "usersOfHandle", reason: new ServiceStore.ServiceStoreUnavailable({ detail: "the database does not answer" }) }))
          : serviceStore.usersOfHandle(dealership, handle)
      const outcome = yield* Effect.result(SignIn.judge(judging, ADA, password, undefined, 1).pipe(Effect.provideService(ServiceStore.ServiceStore, { ...serviceStore, usersOfHandle: refusing })))
      return outcome._tag === "Failure" ? outcome.failure.reason._tag : outcome.success.kind === "signed-in" ? outcome.success.user.identity.dealership : outcome.success.kind
    }).pipe(Effect.provide(ServiceStore.ServiceStore.layerMemory)))

  it("signs in to the one that answers, and is told to wait only where the password fits nowhere else", async () => {
    assert.deepEqual(await Promise.all([outcomeOf("norte", "sur"), outcomeOf("sur", "norte")]), ["norte", "sur"])
    assert.deepEqual(await Promise.all([outcomeOf("norte", "norte"), outcomeOf("otra", "sur")]), ["ServiceStoreUnavailable", "ServiceStoreUnavailable"])
    assert.deepEqual(await Promise.all([outcomeOf("sur", "ninguno"), outcomeOf("otra", "ninguno")]), ["sur", "wrong"])
  })
})

describe("a guesser", () => {
  it("is told the same for an unknown e-mail and a wrong password", async () => {
    const answers = await Promise.all([signIn(ADA, "una clave cualquiera"), signIn("nadie@ejemplo.test", "una clave cualquiera")])
    const [known, unknown] = await Promise.all(answers.map(async (answer) => [answer.status, await answer.text(), [...answer.headers.keys()]]))
    assert.deepEqual(known, unknown)
  })

  it("takes as many comparisons for an unknown e-mail as for a known one", async () => {
    const user: User.User = { id: "u-1", name: "Ada", email: ADA, identity: { dealership: "d", role: "general-manager" }, language: "es", createdAt: 1, revision: 1, password: await Effect.runPromise(Password.hash(PASSWORD)) }
    const comparisonsOf = (email: string) =>
      Effect.runPromise(Effect.gen(function*() {
        let comparisons = 0
        yield* ServiceStore.ServiceStore.use((one) => one.putUser(user))
        const judging = { sealingKey: Buffer.alloc(32), verify: (password: string, phc: string) => Effect.sync(() => void comparisons++).pipe(Effect.andThen(Password.verify(password, phc))) }
        const outcome = yield* SignIn.judge(judging, email, "una clave cualquiera", undefined, 1)
        return [outcome.kind, comparisons]
      }).pipe(Effect.provide(ServiceStore.ServiceStore.layerMemory)))
    assert.deepEqual([await comparisonsOf(ADA), await comparisonsOf("nadie@ejemplo.test")], [["wrong", 1], ["wrong", 1]])
  })

  it("is stopped after ten attempts at an account, also at once and with the right password, and told when to come again", async () => {
    const { secret: token } = await invite({ name: "Gina", email: "gina@ejemplo.test", role: "general-manager" })
    await send("POST", "/v1/session/acceptance", { token, password: PASSWORD })
    const statuses = await Promise.all(Array.from({ length: 14 }, async (_, number) => (await signIn("gina@ejemplo.test", `una clave ${number}`)).status))
    assert.deepEqual(statuses.toSorted(), [...Array.from({ length: 10 }, () => 401), ...Array.from({ length: 4 }, () => 429)])
    const right = await signIn("gina@ejemplo.test", PASSWORD)
    assert.equal(right.status, 429)
    assert.isAbove(Number(right.headers.get("retry-after")), 1)
    assert.equal((await signIn(ADA, PASSWORD)).status, 204, "another account is not locked")
  })

  it("meets the same limit where the network differs and the account is the same", () => {
    const attempts = SignIn.attempts()
    const waits = Array.from({ length: 12 }, (_, number) => SignIn.take(attempts, "one", `10.0.0.${number}`, 0))
    assert.deepEqual(waits.map((wait) => wait > 0), [...Array.from({ length: 10 }, () => false), true, true])
    const spread = Array.from({ length: 62 }, (_, number) => SignIn.take(attempts, `account ${number}`, "10.1.1.1", 0))
    assert.deepEqual(spread.map((wait) => wait > 0).filter((one) => one).length, 2)
  })
})

/** Restarts the server at another time: the last case of the file that uses it. */
describe("an invitation not yet accepted", () => {
  it("is over after three days", async () => {
    const { secret } = await invite({ name: "Hugo", email: "hugo@ejemplo.test", role: "general-manager" })
    assert.equal((await send("POST", "/v1/session/invitation", { token: secret })).status, 200)
    await server.end()
    const preload = new URL("./page/shiftedClock.ts", import.meta.url).href
    const later = new Date(Date.now() + 3 * 86_400_000 + 60_000).toISOString()
    server = await begin(directory, { DEMO: "0", DEALERSHIP: "motos-del-sur", NODE_OPTIONS: `--import ${preload}`, CLOCK_STARTS_AT: later })
    await server.ready()
    assert.deepEqual([(await send("POST", "/v1/session/invitation", { token: secret })).status, (await send("POST", "/v1/session/acceptance", { token: secret, password: PASSWORD })).status], [410, 410])
    assert.equal((await server.get("/v1/me", undefined, { cookie: ada })).status, 401, "and a session after twelve hours")
    assert.notInclude(server.output(), "invitacion", "a system with an account prints no link")
  })
})

describe("a password", () => {
  it("is kept as Argon2id with a salt of its own, and only itself is accepted", async () => {
    const [one, other] = await Promise.all([Effect.runPromise(Password.hash("ñandú en la vía")), Effect.runPromise(Password.hash("ñandú en la vía"))])
    assert.match(one!, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    assert.notEqual(one, other)
    const verified = (password: string, phc: string) => Effect.runPromise(Password.verify(password, phc))
    assert.deepEqual([await verified("ñandú en la vía", one!), await verified("ñandú en la vía", one!), await verified("nandu", one!), await verified("x", "$argon2id$v=19$m=9999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA")], [true, true, false, false])
  })

  it("is refused where it is short, repeats itself or holds the e-mail's name", () => {
    const fits = (password: string) => Password.faultOf(password, "lucia@ejemplo.test") === undefined
    assert.deepEqual(["corta", "aaaaaaaaaaaaaa", "Lucia-2026-clave", "cuatro caballos"].map(fits), [false, false, false, true])
  })
})

it("a device is named by its browser and system, and by nothing that a client makes up", () => {
  assert.equal(Device.of("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"), "Safari, iPhone")
  assert.isUndefined(Device.of("<script>alert(1)</script>"))
})
