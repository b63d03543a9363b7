/** Messages by e-mail, through a real SMTP server in this process. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Records from "@crm-procedure/core/register/Records"
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as Escalation from "@crm-procedure/core/service/Escalation"
import type * as User from "@crm-procedure/core/service/User"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Subscription from "@crm-procedure/core/service/Subscription"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import type { AddressInfo } from "node:net"
import { NodeHttpServer } from "@effect/platform-node"
import * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as Handlers from "@crm-procedure/http-api/handlers"
import * as HeavyWork from "@crm-procedure/http-api/access/HeavyWork"
import * as LetterPreview from "@crm-procedure/http-api/messages/LetterPreview"
import * as Stream from "effect/Stream"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { SMTPServer } from "smtp-server"
import { afterEach, assert, beforeEach, describe, it } from "vitest"
import * as HandlerPorts from "../src/files/HandlerPorts.ts"
import * as Letter from "../src/mail/Letter.ts"
import * as Outbox from "../src/mail/Outbox.ts"
import * as Preview from "../src/mail/Preview.ts"
import * as Smtp from "../src/mail/Smtp.ts"
import * as Workbook from "../src/mail/Workbook.ts"

interface Received {
  readonly to: string
  readonly content: string
}

/** A mail server that keeps what it takes, and refuses every address that begins with `nadie`. */
class MailServer {
  readonly received: Array<Received> = []
  connections = 0
  private server: SMTPServer | undefined

  async listen(port = 0): Promise<number> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS", "AUTH"],
      logger: false,
      onConnect: (_, done) => {
        this.connections++
        done()
      },
      onRcptTo: ({ address }, _, done) => done(address.startsWith("nadie") ? Object.assign(new Error("no such mailbox"), { responseCode: 550 }) : null),
      onData: (stream, session, done) => {
        let content = ""
        stream.setEncoding("utf8").on("data", (piece: string) => content += piece)
        stream.on("end", () => {
          this.received.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(), content })
          done()
        })
      }
    })
    this.server = server
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
    return (server.server.address() as AddressInfo).port
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server === undefined ? resolve() : this.server.close(resolve))
  }
}

const D = "norte"
const userOf = (id: string, role: Access.Role, more: Partial<User.User> = {}): User.User => ({
  id,
  name: `Persona ${id}`,
  email: `${id}@ejemplo.test`,
  identity: { dealership: D, role, employeeId: id },
  language: "es",
  createdAt: 1,
  revision: 1,
  password: "$",
  ...more
})

const at = (text: string): number => Date.parse(`${text}-05:00`)

let mail: MailServer
let port: number
let now: number
let runtime: ManagedRuntime.ManagedRuntime<Records.Records | ServiceStore.ServiceStore | IntakeStore.IntakeStore | CrmProcedure.CrmProcedure, never>
let options: Outbox.Options
let outbox: ReturnType<typeof Outbox.make>

/** Begins a server with other options. */
const serveWith = (changed: Partial<Outbox.Options>): void => {
  options = { ...options, ...changed }
  outbox = Outbox.make(options)
}

const layerClock = Layer.effect(Clock.Clock, Effect.clockWith((live) => Effect.succeed<Clock.Clock>({ ...live, currentTimeMillisUnsafe: () => now, currentTimeMillis: Effect.sync(() => now), currentTimeNanosUnsafe: () => live.currentTimeNanosUnsafe(), monotonicTimeNanosUnsafe: () => live.monotonicTimeNanosUnsafe(), sleep: (duration) => live.sleep(duration) })))

const round = () => runtime.runPromise(outbox(D))
const change = async (id: string, more: Partial<User.User>) => {
  const user = (await store((one) => one.users(D))).find((one) => one.id === id)!
  await store((one) => one.putUser({ ...user, ...more, revision: user.revision + 1 }))
}

/** Answers heavy requests by the handlers that a judging thread has. */
const answer: HeavyWork.Answer = ({ caller, request }) =>
  Effect.promise(() => runtime.runPromise(Effect.gen(function*() {
    const services = yield* Effect.context<Records.Records | ServiceStore.ServiceStore | IntakeStore.IntakeStore | CrmProcedure.CrmProcedure>()
    const routes = Handlers.layerAdmitted.pipe(Layer.provide(HandlerPorts.layer(new Map())), Layer.provide(Layer.succeedContext(services)))
    const application = yield* HttpRouter.toHttpEffect(routes).pipe(
      Effect.provide(NodeHttpServer.layerHttpServices),
      Effect.provideService(HttpRouter.RouterConfig, Handlers.routerConfig)
    )
    const response = yield* application.pipe(Effect.provideService(HttpServerRequest.HttpServerRequest, request), Effect.provideService(HeavyWork.AdmittedCaller, caller))
    const { body } = response
    return body._tag === "Stream" ? HttpServerResponse.uint8Array(Buffer.concat([...yield* Stream.runCollect(body.stream)]), { status: response.status }) : response
  }).pipe(Effect.scoped)))

const store = <A>(use: (port: ServiceStore.ServiceStore["Service"]) => Effect.Effect<A, ServiceStore.ServiceStoreError>) => runtime.runPromise(ServiceStore.ServiceStore.use(use))
const messages = (id: string) => store((one) => one.messagesOf(D, id, 50))
const mornings = async (id: string) => (await messages(id)).filter(({ kind }) => kind === "morning")

beforeEach(async () => {
  mail = new MailServer()
  port = await mail.listen()
  now = at("2024-04-02T07:05:00")
  options = { publicUrl: "https://crm.ejemplo.test", post: Smtp.make({ url: Redacted.make(`smtp://127.0.0.1:${port}`), from: "CRM <crm@ejemplo.test>" }), showsNames: true, workbook: () => Effect.fail(new Workbook.WorkbookNotMade({ found: "no thread free" })) }
  outbox = Outbox.make(options)
  runtime = ManagedRuntime.make(Layer.orDie(CrmProcedure.CrmProcedure.layer()).pipe(
    Layer.provideMerge(Layer.mergeAll(Records.Records.layerMemory, ServiceStore.ServiceStore.layerMemory, IntakeStore.IntakeStore.layerMemory)),
    Layer.provideMerge(layerClock)
  ))
  await runtime.runPromise(Effect.gen(function*() {
    const crm = yield* CrmProcedure.CrmProcedure
    const day = Calendar.parseDay("2024-01-01")!
    yield* crm.registerDirectory(D, {
      branches: [{ branchId: "S1", name: "Sede Norte" }],
      brands: [{ brandId: "B1", name: "Marca" }],
      employees: [
        { employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", activeFrom: day },
        { employeeId: "M1", name: "Mario Gil", role: "commercial-manager", branchId: "S1", activeFrom: day }
      ]
    }, now)
    yield* crm.registerProspects(D, [{
      prospectId: "P1", createdAt: at("2024-03-20T09:00:00"), assignedAt: at("2024-03-20T09:00:00"), advisorId: "A1", branchId: "S1", brandId: "B1", stage: "open", source: "web",
      fullName: "Dora Elena Ñáñez", phone: "3152483917", interest: "Moto 125", consentAt: at("2024-03-20T08:00:00")
    }], at("2024-03-20T09:00:00"))
    const serviceStore = yield* ServiceStore.ServiceStore
    for (const user of [userOf("A1", "advisor"), userOf("M1", "commercial-manager", { mutes: ["weekly"] })]) yield* serviceStore.putUser(user)
  }))
})
afterEach(async () => {
  await runtime.dispose()
  await mail.close()
})

describe("a morning", () => {
  it("tells an advisor what the leads are owed, once, however many rounds and servers there are", async () => {
    await Promise.all([round(), round(), round()])
    serveWith({})
    await round()
    assert.deepEqual(mail.received.map(({ to }) => to).toSorted(), ["A1@ejemplo.test", "M1@ejemplo.test"])
    const [message] = await messages("A1")
    assert.equal(message?.state, "sent")
    assert.include(message!.text, "VENCIDO: LLÁMELOS PRIMERO: 1")
    assert.include(message!.text, "Dora Elena Ñáñez")
    assert.include(message!.text, "https://crm.ejemplo.test/#/prospecto/P1")
    assert.include(message!.html, "Dora Elena Ñáñez")
    assert.match(mail.received[0]!.content, /Content-Type: multipart\/alternative/)
  })

  it("tells a manager the semaphores, and the next day what changed", async () => {
    await round()
    const [first] = await mornings("M1")
    assert.include(first!.text, "SEMÁFOROS DEL MES")
    assert.include(first!.text, "LEADS EN ROJO POR ASESOR")
    await store((one) => one.addMessages(D, [{ ...first!, id: "earlier", figures: { prospecting: 40, followUp: 10 }, createdAt: now + 1 }]))
    now = at("2024-04-03T07:05:00")
    await round()
    assert.include((await mornings("M1"))[0]!.id, "morning 2024-04-03")
  })

  it("says which branch changed since yesterday, and compares with no other month", async () => {
    await runtime.runPromise(CrmProcedure.CrmProcedure.use((crm) => Effect.gen(function*() {
      yield* crm.registerDirectory(D, {
        branches: [{ branchId: "S1", name: "Sede Norte" }, { branchId: "S2", name: "Sede Sur" }],
        brands: [{ brandId: "B1", name: "Marca" }],
        employees: [{ employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", activeFrom: Calendar.parseDay("2024-01-01")! }]
      }, now)
      yield* crm.setGoals(D, "2024-04", ["S1", "S2"].map((branchId) => ({ period: "2024-04", advisorId: "A1", branchId, brandId: "B1", prospects: 10, activities: 30 })))
    })))
    await store((one) => one.putUser(userOf("GG", "general-manager", { mutes: ["weekly"] })))
    const written = async (day: string) => {
      now = at(`${day}T07:05:00`)
      await round()
      return (await mornings("GG"))[0]!
    }
    const first = await written("2024-04-02")
    assert.include(first.text, "- Sede Norte: prospectos 0,0 % en rojo · seguimiento 0,0 % en rojo")
    assert.notInclude(first.text, "DESDE AYER")
    assert.deepInclude(first.figures, { "month": 202404, "prospecting S2": 0, "color prospecting S2": 1 })
    await store((one) => one.addMessages(D, [{ ...first, id: "corrected", createdAt: first.createdAt + 1, figures: { ...first.figures, "prospecting S2": 5, "color prospecting S2": 2 } }]))
    const second = await written("2024-04-03")
    assert.include(second.text, "EL CAMBIO DESDE AYER")
    assert.include(second.text, "prospectos −5,0 puntos, antes en amarillo · seguimiento sin cambio")
    assert.notInclude((await written("2024-05-02")).text, "sin cambio")
  })

  it("tells the CRM assistant of imports with rejected rows, and an advisor how an appeal was answered and why a record stopped counting", async () => {
    await store((one) => one.putUser(userOf("AC", "crm-assistant")))
    await runtime.runPromise(Effect.gen(function*() {
      const crm = yield* CrmProcedure.CrmProcedure
      const intakeStore = yield* IntakeStore.IntakeStore
      yield* intakeStore.putImport(D, { id: "imp_1", at: now - 3_600_000, by: "AC", keyId: "AC", file: "prospectos.xlsx", kind: "prospects", state: "done", report: { rejected: 3 } })
      const [stored] = yield* (yield* Records.Records).prospectsById(D, ["P1"])
      yield* crm.registerProspects(D, [{ ...stored!.record, fullName: "prueba" }], now - 7_200_000)
      const appeal = { appealId: "AP1", subjectType: "prospect", subjectId: "P1", code: "name-incomplete", text: "Así se llama", advisorId: "A1" } as const
      yield* crm.raiseAppeal(D, appeal, now - 3_600_000)
      yield* crm.decideAppeal(D, { appealId: "AP1", outcome: "refused", reason: "No es un nombre", by: "AC" }, now - 1_800_000)
    }))
    await round()
    const [assistant] = await messages("AC")
    assert.include(assistant!.text, "IMPORTACIONES CON FILAS RECHAZADAS: 1\n- prospectos.xlsx (3 filas rechazadas · 2024-04-02 06:05)")
    const [advisor] = await messages("A1")
    assert.include(advisor!.text, "DEJARON DE CONTAR: 1\n- prueba (Nombre")
    assert.match(advisor!.text, /APELACIONES RESPONDIDAS: 1\n- prueba \(Nombre.* · negada/)
  })

  it("is written in the person's language", async () => {
    await change("A1", { language: "en" })
    await round()
    const [message] = await messages("A1")
    assert.deepEqual([message!.subject, message!.html.includes("lang=\"en\"")], ["Your day: 1 urgent", true])
    assert.include(message!.text, "OVERDUE: CALL THEM FIRST: 1")
  })

  it("waits for contact hours, and does not come on a Sunday", async () => {
    for (const early of ["2024-04-02T06:40:00", "2024-04-07T09:00:00"]) {
      now = at(early)
      await round()
    }
    assert.deepEqual(mail.received, [])
  })

  it("shows ids instead of names where the dealership prefers, stays on the page where a person turned e-mail off, and is not sent without a mail server", async () => {
    serveWith({ showsNames: false })
    const [user] = (await store((one) => one.users(D))).filter(({ id }) => id === "A1")
    await store((one) => one.putUser({ ...user!, mutes: ["morning"], revision: 2 }))
    await round()
    assert.deepEqual(mail.received.map(({ to }) => to), ["M1@ejemplo.test"])
    const [message] = await messages("A1")
    assert.deepEqual([message!.state, message!.text.includes("Dora"), message!.text.includes("P1")], ["kept", false, true])
    now = at("2024-04-03T07:05:00")
    serveWith({ post: undefined })
    await round()
    assert.equal((await messages("M1"))[0]!.state, "kept")
  })
})

describe("a week", () => {
  beforeEach(async () => {
    await change("M1", { mutes: ["morning", "escalation"] })
    await change("A1", { mutes: ["morning"] })
  })

  it("begins with the compliance report of the month and its workbook, to those who direct, once, on its first business morning", async () => {
    serveWith({ workbook: Workbook.over(answer) })
    // Monday 25 March 2024 is a holiday.
    now = at("2024-03-25T09:00:00")
    await round()
    assert.isEmpty(mail.received)
    now = at("2024-03-26T07:05:00")
    await Promise.all([round(), round()])
    serveWith({})
    await round()
    now = at("2024-03-27T07:05:00")
    await round()
    assert.deepEqual(mail.received.map(({ to }) => to), ["M1@ejemplo.test"])
    const { content } = mail.received[0]!
    assert.include(content, "Reporte de cumplimiento CRM 2024-03.xlsx")
    const encoded = /spreadsheetml\.sheet[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(content)![1]!
    assert.equal(Buffer.from(encoded, "base64").subarray(0, 2).toString(), "PK")
    const [message] = (await messages("M1")).filter(({ kind }) => kind === "weekly")
    assert.equal(message!.subject, "Reporte de cumplimiento CRM, 2024-03")
    assert.include(message!.text, "Ana Ruiz: 0,0 % en rojo")
    assert.include(message!.text, "1 lead desatendido")
    assert.include(message!.text, "https://crm.ejemplo.test/#/formularios?mes=2024-03")
    assert.notInclude(message!.text, "Dora")
  })

  it("tells on the first day of a month the month before, and the next week what changed", async () => {
    now = at("2024-04-01T07:05:00")
    await round()
    const [weekly] = (await messages("M1")).filter(({ kind }) => kind === "weekly")
    assert.equal(weekly!.subject, "Reporte de cumplimiento CRM, 2024-03")
    await store((one) => one.addMessages(D, [{ ...weekly!, id: "last week", figures: { month: 202404, compliance: 10 }, createdAt: now + 1 }]))
    await runtime.runPromise(CrmProcedure.CrmProcedure.use((crm) => crm.registerProspects(D, [{
      prospectId: "P2", createdAt: at("2024-04-03T09:00:00"), assignedAt: at("2024-04-03T09:00:00"), advisorId: "A1", branchId: "S1", brandId: "B1", stage: "open", source: "web",
      fullName: "Luz Peña Gil", phone: "3152483918", interest: "Moto 125", consentAt: at("2024-04-03T08:00:00")
    }], at("2024-04-03T09:00:00"))))
    now = at("2024-04-08T07:05:00")
    await round()
    const next = (await messages("M1")).find(({ id }) => id.startsWith("weekly 2024-04-08"))!
    assert.include(next.text, "2024-04 hasta hoy")
    assert.include(next.text, "−10,0 puntos en la semana")
  })

  it("waits for its workbook and at last goes without it; one that is too large is left out", async () => {
    now = at("2024-04-01T07:05:00")
    await round()
    const [waiting] = (await messages("M1")).filter(({ kind }) => kind === "weekly")
    assert.deepEqual([waiting!.state, waiting!.lastFailure, mail.received.length], ["pending", "workbook: no thread free", 0])
    for (const minutes of [2, 5, 10, 20]) {
      now = at("2024-04-01T07:05:00") + minutes * 60_000
      await round()
    }
    assert.deepEqual(mail.received.map(({ content }) => content.includes("spreadsheetml")), [false])
    const large = Workbook.over(() => Effect.succeed(HttpServerResponse.stream(Stream.fromIterable(Array.from({ length: 9 }, () => new Uint8Array(1024 * 1024))))))
    const [user] = await store((one) => one.users(D))
    assert.isUndefined(await Effect.runPromise(large(user!, waiting!.attachment!)))
  })
})

describe("a warning", () => {
  it("comes to an advisor who asked for it within the hour before a first contact is due, in contact hours, once for the lead", async () => {
    now = at("2024-04-03T08:10:00")
    await runtime.runPromise(CrmProcedure.CrmProcedure.use((crm) => crm.registerProspects(D, [{
      prospectId: "P2", createdAt: now, assignedAt: now, advisorId: "A1", branchId: "S1", brandId: "B1", stage: "open", source: "web",
      fullName: "Luz Peña Gil", phone: "3152483918", interest: "Moto 125", consentAt: now
    }], now)))
    const warnings = async () => (await messages("A1")).filter(({ kind }) => kind === "contact-due")
    now = at("2024-04-03T09:20:00")
    await round()
    assert.isEmpty(await warnings())
    await change("A1", { wants: ["contact-due"] })
    now = at("2024-04-03T09:05:00")
    serveWith({})
    await round()
    assert.isEmpty(await warnings())
    for (const minute of ["09:20", "09:40", "10:05"]) {
      now = at(`2024-04-03T${minute}:00`)
      await round()
    }
    const [warning, ...more] = await warnings()
    assert.deepEqual([warning!.subject, warning!.state, more.length], ["Primer contacto por vencer a las 10:10", "sent", 0])
    assert.include(warning!.text, "Luz Peña Gil")
  })
})

describe("a preview", () => {
  it("shows each person the letters that would come now, and stores nothing", async () => {
    const preview = (id: string, kind: LetterPreview.Kind) =>
      runtime.runPromise(Effect.gen(function*() {
        const [user] = (yield* ServiceStore.ServiceStore.use((one) => one.users(D))).filter((one) => one.id === id)
        return yield* (yield* LetterPreview.LetterPreview)(user!, kind, now)
      }).pipe(Effect.provide(Preview.layer(options))))
    await store((one) => one.putUser(userOf("AC", "crm-assistant")))
    const subjects = await Promise.all(["A1", "M1", "AC"].map(async (id) => [(await preview(id, "morning"))?.subject, (await preview(id, "weekly"))?.workbook, (await preview(id, "contact-due"))?.subject]))
    assert.deepEqual(subjects, [["Su día: 1 urgente", undefined, undefined], ["Su día: 1 urgente", "Reporte de cumplimiento CRM 2024-03.xlsx", undefined], ["Su día: 1 urgente", undefined, undefined]])
    assert.isUndefined(await preview("M1", "escalation"))
    await runtime.runPromise(CrmProcedure.CrmProcedure.use((crm) => crm.raiseEscalations({ dealership: D, period: Calendar.periodOf(Calendar.bogota, now), asOf: now })))
    assert.include((await preview("M1", "escalation"))!.text, "Dora Elena Ñáñez")
    for (const id of ["A1", "M1", "AC"]) assert.isEmpty(await messages(id))
  })
})

describe("the mail server", () => {
  it("is down for a day: nothing is lost, nothing is sent twice, and it is not asked again and again", async () => {
    await mail.close()
    for (let minutes = 0; minutes < 24 * 60; minutes += 10) {
      now = at("2024-04-02T07:05:00") + minutes * 60_000
      await round()
    }
    const waiting = await messages("A1")
    assert.isTrue(waiting.every(({ lastFailure, state }) => state === "pending" && lastFailure === "ECONNREFUSED" || state === "pending"))
    const { attempts } = waiting.at(-1)!
    assert.isAbove(attempts, 3)
    assert.isBelow(attempts, 30)
    await mail.listen(port)
    now = at("2024-04-03T09:30:00")
    for (let number = 0; number < 3; number++) await round()
    const subjects = mail.received.map(({ content, to }) => `${to} ${/Message-ID: (\S+)/i.exec(content)![1]}`)
    assert.equal(new Set(subjects).size, subjects.length)
    assert.deepEqual(mail.received.map(({ to }) => to).toSorted(), ["A1@ejemplo.test", "A1@ejemplo.test", "M1@ejemplo.test", "M1@ejemplo.test"])
    assert.isTrue((await messages("A1")).every(({ state }) => state === "sent"))
  })

  it("refuses an address for good: that message ends with the reason, and the others go", async () => {
    await store((one) => one.putUser(userOf("nadie", "advisor", { identity: { dealership: D, role: "advisor", employeeId: "A1" } })))
    await round()
    await round()
    const [dead] = await messages("nadie")
    assert.deepEqual([dead!.state, dead!.attempts, dead!.lastFailure], ["dead", 1, "550"])
    assert.deepEqual(mail.received.map(({ to }) => to).toSorted(), ["A1@ejemplo.test", "M1@ejemplo.test"])
  })
})

it("an escalation goes to the person in charge when it is raised, once", async () => {
  await runtime.runPromise(CrmProcedure.CrmProcedure.use((crm) => crm.raiseEscalations({ dealership: D, period: Calendar.periodOf(Calendar.bogota, now), asOf: now })))
  assert.isNotEmpty(await runtime.runPromise(Records.Records.use((records) => records.latestEvents(D, Escalation.EVENT_TYPE, 0, 10))))
  await round()
  await round()
  const told = (await messages("M1")).filter(({ kind }) => kind === "escalation")
  assert.deepEqual(told.map(({ state, subject }) => [state, subject]), [["sent", "Escalados a usted: 1 lead sin atender"]])
  assert.isEmpty((await messages("A1")).filter(({ kind }) => kind === "escalation"))
})

it("a paused webhook is told to the CRM assistant, once, by e-mail and on the page", async () => {
  await store((one) => one.putUser(userOf("AC", "crm-assistant")))
  const data: Subscription.SubscriptionPaused = { subscriptionId: "w-1", failingSince: "2024-04-03T08:00:00" }
  await runtime.runPromise(Records.Records.use((records) => records.raise(D, [{ key: "pause", type: Subscription.PAUSED_EVENT_TYPE, at: now - 60_000, data }])))
  await round()
  await round()
  const told = (await messages("AC")).filter(({ kind }) => kind === "escalation")
  assert.deepEqual(told.map(({ isShown, state, subject }) => [isShown, state, subject]), [[true, "sent", "Un aviso a otro sistema quedó en pausa"]])
  assert.include(told[0]!.text, "no recibe nada desde 2024-04-03 08:00")
  assert.isEmpty((await messages("M1")).filter(({ subject }) => subject.includes("pausa")))
})

it("an invitation goes at any hour, and its link is gone from the outbox once it is sent", async () => {
  now = at("2024-04-07T23:00:00")
  const [user] = await store((one) => one.users(D))
  await runtime.runPromise(Outbox.invite(user!, "https://crm.ejemplo.test/#/invitacion/inv_secreto"))
  await round()
  assert.include(mail.received[0]!.content.replaceAll("=\r\n", ""), "inv_secreto")
  assert.notInclude(JSON.stringify(await messages(user!.id)), "inv_secreto")
})

it("a letter is escaped in HTML and plain as text", () => {
  const letter: Letter.Letter = { language: "es", subject: "a", greeting: "<script>", sections: [{ title: "T", lines: [{ text: "\"x\"", href: "https://a.test/?a=1&b='2'" }] }], footer: "f" }
  assert.notInclude(Letter.htmlOf(letter), "<script>")
  assert.include(Letter.htmlOf(letter), "a=1&amp;b=&#39;2&#39;")
  assert.include(Letter.textOf(letter), "<script>")
})
