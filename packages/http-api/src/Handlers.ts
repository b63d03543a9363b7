/**
 * Serves the contract: every endpoint over core's services and the ports, behind the gate. All refusals look alike, also those of
 * unknown paths. It is a layer for an `HttpRouter`.
 */
import type { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import type { Records } from "@crm-procedure/core/register/Records"
import type { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import type { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as SecureRandom from "effect/crypto/SecureRandom"
import * as Layer from "effect/Layer"
import type * as Etag from "effect/http/Etag"
import type { HttpPlatform } from "effect/http/HttpPlatform"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerError from "effect/http/HttpServerError"
import { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpApiScalar from "effect/http-api/HttpApiScalar"
import type { FileSystem } from "effect/FileSystem"
import type * as FilePath from "effect/Path"
import * as RateLimiter from "effect/persistence/RateLimiter"
import { Api } from "./Api.ts"
import * as AppealHandlers from "./appeals/AppealHandlers.ts"
import type { Authenticator } from "./access/Authenticator.ts"
import * as FormHandlers from "./forms/FormHandlers.ts"
import type { FormPrinter } from "./forms/FormPrinter.ts"
import type { ListPrinter } from "./lists/ListPrinter.ts"
import * as GateKeeper from "./access/GateKeeper.ts"
import * as MonotonicClock from "./access/MonotonicClock.ts"
import * as GoalHandlers from "./goals/GoalHandlers.ts"
import * as HistoryHandlers from "./history/HistoryHandlers.ts"
import * as ImportHandlers from "./imports/ImportHandlers.ts"
import * as InboxHandlers from "./inbox/InboxHandlers.ts"
import * as MappingHandlers from "./imports/MappingHandlers.ts"
import type { Intake } from "./imports/Intake.ts"
import * as Refusing from "./request/Refusing.ts"
import * as RequestMetrics from "./request/RequestMetrics.ts"
import * as KeyHandlers from "./keys/KeyHandlers.ts"
import * as MessageHandlers from "./messages/MessageHandlers.ts"
import * as LeadHandlers from "./leads/LeadHandlers.ts"
import * as OpenApiDocument from "./document/OpenApiDocument.ts"
import * as PeopleHandlers from "./people/PeopleHandlers.ts"
import * as PeriodHandlers from "./periods/PeriodHandlers.ts"
import type { Problem } from "./Problem.ts"
import * as PolicyHandlers from "./policies/PolicyHandlers.ts"
import * as ProcedureHandlers from "./procedure/ProcedureHandlers.ts"
import * as RecordHandlers from "./records/RecordHandlers.ts"
import * as ScorecardHandlers from "./scorecards/ScorecardHandlers.ts"
import * as SearchHandlers from "./search/SearchHandlers.ts"
import * as SystemHandlers from "./system/SystemHandlers.ts"
import * as TodayHandlers from "./today/TodayHandlers.ts"
import * as ChangeHandlers from "./changes/ChangeHandlers.ts"
import * as TrendHandlers from "./trend/TrendHandlers.ts"
import * as UserHandlers from "./users/UserHandlers.ts"
import * as ValidationHandlers from "./validations/ValidationHandlers.ts"
import * as VerificationHandlers from "./verifications/VerificationHandlers.ts"
import * as WebhookHandlers from "./webhooks/WebhookHandlers.ts"

/** The services and ports that the handlers need. */
export type Requirements =
  | CrmProcedure
  | Records
  | ServiceStore
  | IntakeStore
  | Intake
  | FormPrinter
  | ListPrinter
  | Authenticator
  | SecureRandom.SecureRandom

type Platform = HttpRouter.HttpRouter | Etag.Generator | FileSystem | HttpPlatform | FilePath.Path

/**
 * Paths match as the contract writes them, in small letters. A part of a path may have 64 characters; in a URL each of them takes up to
 * twelve.
 */
export const routerConfig = { maxParamLength: 1_000, ignoreDuplicateSlashes: false, caseSensitive: true } as const

const groups = Layer.mergeAll(
  ProcedureHandlers.layer,
  ValidationHandlers.layer,
  RecordHandlers.layer,
  HistoryHandlers.layer,
  ImportHandlers.layer,
  MappingHandlers.layer,
  InboxHandlers.layer,
  GoalHandlers.layer,
  ScorecardHandlers.layer,
  PolicyHandlers.layer,
  LeadHandlers.layer,
  TodayHandlers.layer,
  TrendHandlers.layer,
  ChangeHandlers.layer,
  SearchHandlers.layer,
  VerificationHandlers.layer,
  AppealHandlers.layer,
  FormHandlers.layer,
  PeriodHandlers.layer,
  PeopleHandlers.layer,
  WebhookHandlers.layer,
  UserHandlers.layer,
  KeyHandlers.layer,
  MessageHandlers.layer,
  SystemHandlers.layer
)

/** Counts the requests of each key in this process. Several servers may count them together with a limiter of their own. */
export const layerLimiter: Layer.Layer<RateLimiter.RateLimiter> = RateLimiter.layer.pipe(
  Layer.provide(Layer.effect(
    RateLimiter.RateLimiterStore,
    // Windows are intervals: a clock that is set back must not lengthen them.
    Effect.map(RateLimiter.RateLimiterStore, (store) =>
      RateLimiter.RateLimiterStore.of({ ...store, tokenBucket: (options) => MonotonicClock.provide(store.tokenBucket(options)) }))
  )),
  Layer.provide(RateLimiter.layerStoreMemory)
)

/** Every endpoint; your limiter counts the requests of a key. */
export const layerLimitedBy: Layer.Layer<never, never, Platform | Requirements | RateLimiter.RateLimiter> = HttpApiBuilder.layer(Api).pipe(
  Layer.provide(groups),
  Layer.provide(GateKeeper.layer)
)

/**
 * Every endpoint, for requests that passed the gate in another thread. `HeavyWork.AdmittedCaller` says who sent each of them. Neither
 * limits nor metrics are kept here.
 */
export const layerAdmitted: Layer.Layer<never, never, Platform | Exclude<Requirements, Authenticator>> = HttpApiBuilder.layer(Api).pipe(
  Layer.provide(groups),
  Layer.provide(GateKeeper.layerAdmitted)
)

/** The OpenAPI document at `/openapi.json`, and as a page at `/docs` that loads nothing from other hosts. */
export const layerDocumentation: Layer.Layer<never, never, HttpRouter.HttpRouter> = Layer.mergeAll(
  HttpRouter.add("GET", "/openapi.json", Effect.sync(() => HttpServerResponse.text(OpenApiDocument.text(), { contentType: "application/json" }))),
  HttpApiScalar.layer(OpenApiDocument.api, { path: "/docs", scalar: { withDefaultFonts: false } })
)

// ---------------------------------------------------------------------------------------------------------------------
// Requests that reach no endpoint
// ---------------------------------------------------------------------------------------------------------------------

interface Path {
  readonly methods: ReadonlyArray<string>
  readonly pattern: RegExp
}

let paths: ReadonlyArray<Path> | undefined

/**
 * The methods of each path of the contract, with a pattern for a request's path. They are made when the first request misses: making
 * the document takes longer than the rest of a start.
 */
const pathsOfContract = (): ReadonlyArray<Path> =>
  paths ??= OpenApiDocument.methodsByPath().map(([path, methods]) => ({
    methods,
    pattern: new RegExp(`^${path.split(/\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^/]+")}$`)
  }))

const unmatched = ({ method, url }: HttpServerRequest): Problem => {
  const path = url.split(/[?#]/, 1)[0]!
  const methods = [...new Set(pathsOfContract().filter(({ pattern }) => pattern.test(path)).flatMap((one) => one.methods))]
  if (methods.length === 0 || methods.includes(method)) return Refusing.refuse("NotFound", { es: "No existe esa ruta.", en: "There is no such path." })
  const allow = methods.includes("GET") ? [...methods, "HEAD"] : methods
  return Refusing.refuse("MethodNotAllowed", { es: `Esa ruta admite ${allow.join(", ")}.`, en: `That path takes ${allow.join(", ")}.` }, { headers: { allow: allow.join(", ") } })
}

/** The refusal of a request that reached no endpoint; undefined where another part of the server answers it. */
const refusalOf = (request: HttpServerRequest, cause: Cause.Cause<unknown>): Effect.Effect<Problem | undefined> => {
  for (const reason of cause.reasons) {
    if (reason._tag === "Interrupt") continue
    const error = reason._tag === "Fail" ? reason.error : reason.defect
    if (HttpServerResponse.isHttpServerResponse(error)) return Effect.succeed(undefined)
    if (HttpServerError.isHttpServerError(error)) {
      if (error.reason._tag === "RouteNotFound") return Effect.succeed(unmatched(request))
      if (error.reason._tag === "RequestParseError") {
        return Effect.succeed(Refusing.refuse("BodyUnreadable", { es: "No se puede leer la solicitud.", en: "The request can't be read." }))
      }
    }
  }
  if (cause.reasons.every((reason) => reason._tag === "Interrupt")) return Effect.succeed(undefined)
  return Effect.as(GateKeeper.logDefects("none", cause), Refusing.internalFault())
}

const SEMICOLON_IN_PATH = /^[^?#]*;/

/** Escapes semicolons in the path. The router would take one for the beginning of the query. */
const withSemicolons = (request: HttpServerRequest): HttpServerRequest =>
  request.modify({ url: request.url.replace(/^[^?#]*/, (path) => path.replaceAll(";", "%3B")) })

/** Writes every refusal as the contract says, from any part of the server, and reads paths with semicolons. */
export const layerRefusals: Layer.Layer<never, never, HttpRouter.HttpRouter> = HttpRouter.use((router) =>
  router.addGlobalMiddleware((routed) =>
    Effect.gen(function*() {
      const request = yield* HttpServerRequest
      const handled = SEMICOLON_IN_PATH.test(request.url) ? Effect.provideService(routed, HttpServerRequest, withSemicolons(request)) : routed
      const began = yield* Clock.monotonicTimeNanos
      return yield* Effect.catchCause(handled, (cause) =>
        Effect.flatMap(refusalOf(request, cause), (refusal) => {
          if (refusal === undefined) return Effect.failCause(cause)
          const response = HttpServerResponse.setHeader(
            Refusing.toResponse(refusal, Refusing.languageOf(request.headers["accept-language"])),
            "x-content-type-options",
            "nosniff"
          )
          return Effect.as(RequestMetrics.ofNoRoute(request.method)(RequestMetrics.NO_ROLE, response.status, began), response)
        }))
    })
  ))

/** The whole contract: every endpoint, the documentation, and refusals everywhere. */
export const layer: Layer.Layer<never, never, Platform | Requirements> = Layer.mergeAll(
  layerLimitedBy.pipe(Layer.provide(layerLimiter)),
  layerDocumentation,
  layerRefusals
)
