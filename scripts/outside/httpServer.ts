/** Serves the HTTP contract on a socket, asks it once with `fetch`, and then with the typed client. */
import { NodeHttpServer } from "@effect/platform-node"
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as Records from "@crm-procedure/core/register/Records"
import * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Authenticator from "@crm-procedure/http-api/access/Authenticator"
import * as Client from "@crm-procedure/http-api/Client"
import { FormPrinter } from "@crm-procedure/http-api/forms/FormPrinter"
import { ListPrinter } from "@crm-procedure/http-api/lists/ListPrinter"
import * as Handlers from "@crm-procedure/http-api/handlers"
import { Intake, MediaTypeUnknown } from "@crm-procedure/http-api/imports/Intake"
import { SecureRandom } from "effect/crypto"
import * as Effect from "effect/Effect"
import { FetchHttpClient, HttpRouter, HttpServer } from "effect/http"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as assert from "node:assert/strict"
import { createServer } from "node:http"

const noFiles = new MediaTypeUnknown({ expected: [] })
const ports = Layer.mergeAll(
  Layer.succeed(Intake, {
    read: () => Stream.fail(noFiles),
    readMixed: () => Stream.fail(noFiles),
    preview: () => Effect.fail(noFiles),
    readyMappings: [],
    mappingFaults: () => [],
    leadSettingsFaults: () => [],
    rejectedFile: () => "",
    leads: () => Effect.succeed([])
  }),
  Layer.succeed(FormPrinter, { print: () => Stream.empty }),
  Layer.succeed(ListPrinter, { workbook: () => Stream.empty })
)
const services = Layer.mergeAll(CrmProcedure.CrmProcedure.layer(), Authenticator.Authenticator.layerKeys).pipe(
  Layer.provideMerge(Layer.mergeAll(Records.Records.layerMemory, ServiceStore.ServiceStore.layerMemory, IntakeStore.IntakeStore.layerMemory, SecureRandom.layerWebCrypto, ports))
)
const server = HttpRouter.serve(Handlers.layer, { routerConfig: Handlers.routerConfig, disableLogger: true, disableListenLog: true }).pipe(
  Layer.provideMerge(NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1", gracefulShutdownTimeout: 100 })),
  Layer.provideMerge(services),
  Layer.provideMerge(FetchHttpClient.layer)
)

const ask = Effect.gen(function*() {
  const identity = { dealership: "motos", role: "general-manager", employeeId: "G1" } as const
  const { kept, key } = yield* Authenticator.makeKey({ bytes: new Uint8Array(32), id: "key-1", name: "manager", identity, createdAt: 0 })
  yield* (yield* ServiceStore.ServiceStore).putKey(kept)
  const { address } = yield* HttpServer.HttpServer
  const baseUrl = `http://127.0.0.1:${(address as { readonly port: number }).port}`

  const answer = yield* Effect.promise(() => fetch(`${baseUrl}/v1/procedure?period=2024-03`, { headers: { authorization: `Bearer ${key}` } }))
  assert.equal(answer.status, 200)
  const { procedure } = (yield* Effect.promise(() => answer.json())) as { readonly procedure: { readonly code: string } }
  assert.equal(procedure.code, "GC-PRO-05")

  const client = yield* Client.make({ baseUrl, key })
  const me = yield* client.procedure.me()
  assert.deepEqual([me.dealership, me.role], ["motos", "general-manager"])
})

await Effect.runPromise(Effect.provide(ask, server))
