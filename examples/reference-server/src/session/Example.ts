/**
 * An example month to look at before one's own records are there: an invented dealership in the memory of this server, reached by a
 * person's own session and role. It is never stored, so that it cannot mix with real records; removing it, half an hour without a
 * look, or a restart end it.
 *
 * @see docs/decisions/0078-an-example-month-in-memory.md
 */
import { NodeHttpServer } from "@effect/platform-node"
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as Records from "@crm-procedure/core/register/Records"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import type * as Letterhead from "@crm-procedure/forms/data/Letterhead"
import * as Handlers from "@crm-procedure/http-api/handlers"
import { Authenticator } from "@crm-procedure/http-api/access/Authenticator"
import type { Caller } from "@crm-procedure/http-api/access/Gate"
import * as Limits from "@crm-procedure/http-api/access/Limits"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as RcMap from "effect/RcMap"
import * as Scope from "effect/Scope"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import * as HandlerPorts from "../files/HandlerPorts.ts"
import * as Demonstration from "../starting/Demonstration.ts"
import * as ExampleCookie from "./ExampleCookie.ts"
import type { Routes } from "./FirstView.ts"
import * as PageRequest from "./PageRequest.ts"
import * as Session from "./Session.ts"
import * as SessionRoutes from "./SessionRoutes.ts"

const IDLE = "30 minutes"

export interface Options {
  readonly session: Session.Options
  readonly limits: Limits.Limits
  readonly letterheads: ReadonlyMap<string, Letterhead.Changes>
}

/** Every endpoint over a new example. Its callers are people with a session in their own dealership. */
const open = Effect.fnUntraced(function*({ letterheads, limits, session }: Options, own: ServiceStore.ServiceStore["Service"]) {
  const services = yield* Layer.build(CrmProcedure.CrmProcedure.layer().pipe(
    Layer.provideMerge(Layer.mergeAll(Records.Records.layerMemory, ServiceStore.ServiceStore.layerMemory, IntakeStore.IntakeStore.layerMemory)),
    Layer.provideMerge(Layer.succeed(Limits.Limits, limits))
  ))
  const period = ExampleCookie.periodAt(yield* Clock.currentTimeMillis)
  const directory = yield* Effect.orDie(Effect.provideContext(Demonstration.load(period), services))
  const inExample = ({ identity: { role }, keyId }: Caller["Service"]): Caller["Service"] => ({
    keyId,
    identity: { ...Demonstration.identityOf(role, directory), isAdministrator: false }
  })
  const authenticator = Authenticator.of({
    authenticate: (request, bearer) =>
      bearer === "" ? Effect.map(Effect.provideService(Session.callerOf(request, session), ServiceStore.ServiceStore, own), Option.map(inExample)) : Effect.succeedNone
  })
  const routes = Layer.mergeAll(Layer.provide(Handlers.layerLimitedBy, Handlers.layerLimiter), Handlers.layerRefusals).pipe(
    Layer.provide([Layer.succeed(Authenticator, authenticator), HandlerPorts.layer(letterheads)]),
    Layer.provide(Layer.succeedContext(services))
  )
  return yield* HttpRouter.toHttpEffect(routes).pipe(
    Effect.provide(NodeHttpServer.layerHttpServices),
    Effect.provideService(HttpRouter.RouterConfig, Handlers.routerConfig),
    Effect.provideContext(services)
  )
})

/** What the example answers: the contract, but for the person's own session and messages. */
const isOfContract = (url: string): boolean => /^\/v1\/(?!(?:session|sessions|messages)(?:[/?]|$))/.test(url)

/** The examples of this server, one for each dealership. */
export const make = Effect.fnUntraced(function*(options: Options) {
  const { session } = options
  const own = yield* ServiceStore.ServiceStore
  // Made by a request, it must not keep what it found of that request, such as its route.
  const base = yield* Effect.context<never>()
  const begin = Effect.updateContext(Effect.orDie(open(options, own)), (found: Context.Context<Scope.Scope>) => Context.add(base, Scope.Scope, Context.get(found, Scope.Scope)))
  const examples = yield* RcMap.make({ lookup: (_dealership: string) => begin, idleTimeToLive: IDLE })

  /** The server's routes, or those of the example for a person who looks at it. */
  const beside = (routes: Routes): Routes =>
    Effect.gen(function*() {
      const request = yield* HttpServerRequest.HttpServerRequest
      if (!isOfContract(request.url) || request.headers["authorization"] !== undefined) return yield* routes
      const person = yield* Effect.option(Session.openOf(request, session))
      const identity = Option.getOrUndefined(person)?.caller.identity
      if (identity === undefined || !ExampleCookie.isLooking(request, session.behindTls, identity)) return yield* routes
      return yield* yield* RcMap.get(examples, identity.dealership)
    })

  const withPerson = (handle: (dealership: string) => Effect.Effect<HttpServerResponse.HttpServerResponse>) =>
    PageRequest.withoutBody(session.behindTls, Effect.fnUntraced(function*(request) {
      const person = yield* Session.openOf(request, session)
      if (person === undefined) return SessionRoutes.noSession
      const { identity } = person.caller
      Session.noted(request, person.caller)
      return ExampleCookie.mayLook(identity) ? yield* handle(identity.dealership) : notForRole
    }))

  const layer = Layer.mergeAll(
    HttpRouter.add("POST", "/v1/session/example", withPerson((dealership) =>
      Effect.as(Effect.scoped(RcMap.get(examples, dealership)), ExampleCookie.set(done, session.behindTls, true)))),
    HttpRouter.add("DELETE", "/v1/session/example", withPerson((dealership) =>
      Effect.as(RcMap.invalidate(examples, dealership), ExampleCookie.set(done, session.behindTls, false))))
  )
  return { beside, layer }
})

const done = HttpServerResponse.empty({ status: 204 })

const notForRole = PageRequest.problem(403, "The role may not look at the example", "El ejemplo es para la asistente CRM, que pone en marcha el sistema.")
