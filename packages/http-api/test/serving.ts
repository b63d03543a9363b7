/** The contract served over memory by a real HTTP server, with a small month in it and a key for each role of two dealerships. */
import { NodeHttpServer } from "@effect/platform-node"
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import type { Directory } from "@crm-procedure/core/records/Directory"
import * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as Records from "@crm-procedure/core/register/Records"
import * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { SecureRandom } from "effect/crypto"
import { FetchHttpClient, HttpRouter, HttpServer } from "effect/http"
import { createServer } from "node:http"
import * as Authenticator from "../src/access/Authenticator.ts"
import { FormPrinter } from "../src/forms/FormPrinter.ts"
import { ListPrinter } from "../src/lists/ListPrinter.ts"
import * as Handlers from "../src/Handlers.ts"
import * as Limits from "../src/access/Limits.ts"
import * as Preparation from "../src/access/Preparation.ts"
import * as WebhookSecret from "../src/webhooks/WebhookSecret.ts"
import * as WebhookTarget from "../src/webhooks/WebhookTarget.ts"
import * as stubIntake from "./stubIntake.ts"

/** Now, for the server: a Wednesday morning in the month that everything is about. */
export const NOW = Calendar.parseInstant("2024-03-20T10:00:00-05:00", Calendar.bogota)!

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!

const employee = { activeFrom: Calendar.parseDay("2020-01-01")! } as const

export const directory: Directory = {
  branches: [{ branchId: "S1", name: "Sede Norte", city: "Bogotá" }, { branchId: "S2", name: "Sede Sur" }],
  brands: [{ brandId: "B1", name: "Motos Uno", line: "motorcycles" }, { brandId: "B2", name: "Carros Dos", line: "cars" }],
  employees: [
    { ...employee, employeeId: "A1", name: "Asesora Uno", role: "advisor", branchId: "S1", phone: "+573101112233" },
    { ...employee, employeeId: "A2", name: "Asesor Dos", role: "advisor", branchId: "S2" },
    { ...employee, employeeId: "G1", name: "Agente Uno", role: "crm-agent" },
    { ...employee, employeeId: "MM", name: "Gerente Motos", role: "motorcycle-manager", line: "motorcycles" },
    { ...employee, employeeId: "MC", name: "Gerente Comercial", role: "commercial-manager", branchId: "S2" },
    { ...employee, employeeId: "GG", name: "Gerente General", role: "general-manager" },
    { ...employee, employeeId: "R1", name: "Asistente CRM", role: "crm-assistant" },
    { ...employee, employeeId: "K1", name: "Coordinadora", role: "marketing-coordinator" }
  ]
}

/** People who are searched for in everything that a run wrote. */
export const people = {
  names: ["Ana María Ñáñez", "Bernardo Quiñones", "Carolina Zúñiga"],
  phones: ["3104829175", "3017350928", "3022468135"],
  documents: ["1032456789"],
  emails: ["ana.nanez@correo.test"]
}

const prospect = (prospectId: string, more: Partial<Prospect>): Prospect => ({
  prospectId,
  createdAt: at("2024-03-05T09:00:00-05:00"),
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  source: "brand-crm",
  interest: "Moto 160",
  consentAt: at("2024-03-05T08:59:00-05:00"),
  stage: "open",
  ...more
})

export const prospects: ReadonlyArray<Prospect> = [
  prospect("P1", { fullName: people.names[0], phone: `+57${people.phones[0]}`, email: people.emails[0], documentType: "CC", documentNumber: people.documents[0] }),
  prospect("P2", { fullName: people.names[1], phone: `+57${people.phones[1]}`, advisorId: "A2", branchId: "S2", brandId: "B2", createdAt: at("2024-03-06T09:00:00-05:00") }),
  prospect("P3", { fullName: people.names[2], phone: `+57${people.phones[2]}`, source: "walk-in", createdAt: at("2024-03-07T09:00:00-05:00") }),
  prospect("P4", { fullName: "prueba", phone: "1234567", createdAt: at("2024-03-08T09:00:00-05:00") })
]

const activities = [
  { activityId: "C1", prospectId: "P1", advisorId: "A1", type: "call", status: "performed", direction: "outbound", performedAt: at("2024-03-05T10:00:00-05:00"), recordedAt: at("2024-03-05T10:05:00-05:00"), outcome: "interested", note: "Pidió cotización de la moto de ciento sesenta", nextActionAt: at("2024-03-12T10:00:00-05:00") },
  { activityId: "C2", prospectId: "P2", advisorId: "A2", type: "whatsapp", status: "performed", direction: "outbound", performedAt: at("2024-03-06T11:00:00-05:00"), recordedAt: at("2024-03-06T11:05:00-05:00"), outcome: "interested", note: "Quiere probar el carro el próximo sábado", nextActionAt: at("2024-03-30T10:00:00-05:00") }
] as const

const goals = [
  { period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 2, activities: 2 },
  { period: "2024-03", advisorId: "A2", branchId: "S2", brandId: "B2", prospects: 1, activities: 1 }
]

export const DEALERSHIP = "motos-ñ"

/** A prospect as it is sent, good by itself. */
export const prospectBody = (prospectId: string, more: object = {}) => ({
  prospectId,
  createdAt: "2024-03-11T09:00:00-05:00",
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  fullName: "Dora Elena Ruiz",
  phone: "3152483917",
  source: "walk-in",
  interest: "Moto 125",
  consentAt: "2024-03-11",
  ...more
})
export const OTHER = "otro concesionario"
/** A third one, which has keys and nothing else. */
export const EMPTY = "uno vacío"

const identities: Readonly<Record<Access.Role, Omit<Access.Identity, "dealership">>> = {
  "advisor": { role: "advisor", employeeId: "A1" },
  "crm-assistant": { role: "crm-assistant", employeeId: "R1" },
  "crm-agent": { role: "crm-agent", employeeId: "G1" },
  "marketing-coordinator": { role: "marketing-coordinator", employeeId: "K1" },
  "motorcycle-manager": { role: "motorcycle-manager", employeeId: "MM", line: "motorcycles" },
  "commercial-manager": { role: "commercial-manager", employeeId: "MC", branchIds: ["S2"] },
  "general-manager": { role: "general-manager", employeeId: "GG" },
  "integration": { role: "integration", brandIds: ["B1"] }
}

/** Fills a dealership with a small month. */
const fill = Effect.fnUntraced(function*(dealership: string) {
  const crm = yield* CrmProcedure.CrmProcedure
  yield* crm.registerDirectory(dealership, directory, NOW)
  yield* crm.setGoals(dealership, "2024-03", goals)
  yield* crm.registerProspects(dealership, prospects, NOW)
  yield* crm.registerActivities(dealership, activities, NOW)
})

/** Makes a key of an identity. */
const keyOf = Effect.fnUntraced(function*(id: string, identity: Access.Identity) {
  const random = yield* SecureRandom.SecureRandom
  const bytes = yield* random.randomBytes(Authenticator.KEY_BYTES)
  const { kept, key } = yield* Authenticator.makeKey({ bytes, id, name: `Llave de ${identity.role}`, identity, createdAt: NOW })
  yield* ServiceStore.ServiceStore.use((serviceStore) => serviceStore.putKey(kept))
  return key
})

/** Makes a key for each role of a dealership. */
const keysOf = Effect.fnUntraced(function*(dealership: string) {
  const keys: Partial<Record<Access.Role, string>> = {}
  for (const role of Access.roles) keys[role] = yield* keyOf(`key-${role}`, { dealership, ...identities[role] })
  return keys as Readonly<Record<Access.Role, string>>
})

const printer = Layer.succeed(FormPrinter, {
  print: ({ closed, compliance, controls, digest, form, format, isShown, policy, scope, counts }) =>
    Stream.fromIterable([JSON.stringify({
      form,
      format,
      policy: policy.name,
      registered: Object.fromEntries(counts.places.map(({ advisorId, prospects: { registered } }) => [advisorId, registered])),
      leads: compliance.leads.count,
      narrowed: isShown !== undefined,
      scope,
      digest,
      closed,
      ...(controls === undefined ? {} : { findings: Array.from(controls.findings, ({ kind, state, subjectId }) => [kind, subjectId, state ?? null]) })
    })]).pipe(Stream.encodeText)
})

const listPrinter = Layer.succeed(ListPrinter, {
  workbook: ({ block, columns, rows }) => Stream.fromIterable([JSON.stringify({ block, columns: columns.map(({ title }) => title), rows })]).pipe(Stream.encodeText)
})

/** A clock that goes as it does, from another instant. */
const layerClock = (now: () => number) =>
  Layer.effect(Clock.Clock, Effect.clockWith((live) =>
    Effect.succeed<Clock.Clock>({
      currentTimeMillisUnsafe: now,
      currentTimeMillis: Effect.sync(now),
      currentTimeNanosUnsafe: () => live.currentTimeNanosUnsafe(),
      currentTimeNanos: live.currentTimeNanos,
      monotonicTimeNanosUnsafe: () => live.monotonicTimeNanosUnsafe(),
      monotonicTimeNanos: live.monotonicTimeNanos,
      sleep: (duration) => live.sleep(duration)
    })))

export interface Options {
  readonly limits?: Partial<Limits.Limits>
  /** Which dealerships wait for their stored data; by default none. */
  readonly preparation?: Preparation.SecondsOf
  /** What stands in the place of the memory. */
  readonly records?: Layer.Layer<Records.Records>
  readonly serviceStore?: Layer.Layer<ServiceStore.ServiceStore>
  readonly intakeStore?: Layer.Layer<IntakeStore.IntakeStore>
  /** Whether it is filled. */
  readonly empty?: boolean
}

export interface Request {
  readonly role?: Access.Role | undefined
  readonly dealership?: string
  readonly key?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // The tests look into answers as outside programs do: without types.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any
}

/** Starts a server; `stop` ends it. */
export const serve = async (options: Options = {}) => {
  const logged: Array<string> = []
  let shift = 0
  const startedAt = performance.now()
  const now = () => Math.floor(NOW + shift + performance.now() - startedAt)
  const logger = Logger.make((entry) => {
    logged.push(JSON.stringify([entry.message, entry.cause, entry.fiber.getRef(References.CurrentLogAnnotations)], (_, value: unknown) => value instanceof Error ? String(value.stack) : value))
  })
  const secret = Result.getOrThrow(ErasureKey.key("a secret of the tests, of more than thirty-two bytes"))
  const services = Layer.mergeAll(CrmProcedure.CrmProcedure.layer(), Authenticator.Authenticator.layerKeys).pipe(
    Layer.provideMerge(Layer.mergeAll(
      options.records ?? Records.Records.layerMemory,
      options.serviceStore ?? ServiceStore.ServiceStore.layerMemory,
      options.intakeStore ?? IntakeStore.IntakeStore.layerMemory,
      SecureRandom.layerWebCrypto,
      stubIntake.layer,
      printer,
      listPrinter
    ))
  )
  const references = Layer.mergeAll(
    layerClock(now),
    Logger.layer([logger]),
    Layer.succeed(Limits.Limits, { ...Limits.defaults, requests: 1_000_000, ...options.limits }),
    ...(options.preparation === undefined ? [] : [Layer.succeed(Preparation.Preparation, options.preparation)]),
    Layer.succeed(ErasureKey.KeyRing, () => secret),
    Layer.succeed(WebhookTarget.TargetPolicy, { http: true, privateAddresses: true }),
    Layer.succeed(WebhookSecret.SealingKey, Redacted.make(new Uint8Array(32).fill(7)))
  )
  const server = HttpRouter.serve(Handlers.layer, { routerConfig: Handlers.routerConfig, disableLogger: true, disableListenLog: true }).pipe(
    Layer.provideMerge(NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1", gracefulShutdownTimeout: 100 }))
  )
  const runtime = ManagedRuntime.make(server.pipe(Layer.provideMerge(services), Layer.provideMerge(FetchHttpClient.layer), Layer.provideMerge(references)))
  const keys = await runtime.runPromise(Effect.gen(function*() {
    if (options.empty !== true) {
      yield* fill(DEALERSHIP)
      yield* fill(OTHER)
    }
    return { [DEALERSHIP]: yield* keysOf(DEALERSHIP), [OTHER]: yield* keysOf(OTHER), [EMPTY]: yield* keysOf(EMPTY) }
  })) as Readonly<Record<string, Readonly<Record<Access.Role, string>>>>
  const { address } = await runtime.runPromise(HttpServer.HttpServer)
  const url = `http://127.0.0.1:${(address as { readonly port: number }).port}`

  const call = async (method: string, path: string, { body, dealership = DEALERSHIP, headers = {}, key, role = "crm-assistant" }: Request = {}): Promise<Answer> => {
    const bearer = key ?? keys[dealership]?.[role]
    const isRaw = typeof body === "string" || body instanceof Uint8Array
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(bearer === undefined || bearer === "" ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined || isRaw ? {} : { "content-type": "application/json" }),
        ...headers
      },
      ...(body === undefined ? {} : { body: isRaw ? body as string : JSON.stringify(body) })
    })
    const text = await response.text()
    const isJson = /[/+]json(;|$)/.test(response.headers.get("content-type") ?? "")
    return { status: response.status, headers: response.headers, text, json: isJson && text !== "" ? JSON.parse(text) : undefined }
  }

  return {
    url,
    keys,
    logged,
    call,
    runtime,
    /** Makes a key of another identity of a dealership. */
    keyOf: (identity: Omit<Access.Identity, "dealership">, dealership = DEALERSHIP) => runtime.runPromise(keyOf(`key-${JSON.stringify(identity)}`, { dealership, ...identity })),
    /** Leases verification calls (`prospect:P1`) to an agent for an hour. */
    lease: (agentId: string, ...ids: ReadonlyArray<string>) =>
      runtime.runPromise(Records.Records.use((records) =>
        Effect.forEach(ids, (id) => {
          const [type, rest] = id.split(":") as ["prospect" | "activity", string]
          return records.lease(DEALERSHIP, [{ type, id: rest }], agentId, now(), now() + 3_600_000)
        }))),
    /** Moves the server's clock on. */
    wait: (millis: number) => {
      shift += millis
    },
    stop: () => runtime.dispose()
  }
}

export type Server = Awaited<ReturnType<typeof serve>>
