/** The server behind the door: its parts, how it starts, and how it stops in good order. */
import { NodeHttpServer } from "@effect/platform-node"
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as Records from "@crm-procedure/core/register/Records"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Handlers from "@crm-procedure/http-api/handlers"
import * as ClientAddress from "@crm-procedure/http-api/access/ClientAddress"
import * as HeavyWork from "@crm-procedure/http-api/access/HeavyWork"
import * as Limits from "@crm-procedure/http-api/access/Limits"
import * as Preparation from "@crm-procedure/http-api/access/Preparation"
import * as InvitationPost from "@crm-procedure/http-api/users/InvitationPost"
import * as WebhookTarget from "@crm-procedure/http-api/webhooks/WebhookTarget"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { HttpMiddleware, HttpRouter } from "effect/http"
import { flushCompileCache } from "node:module"
import { join } from "node:path"
import * as Background from "./background/Background.ts"
import * as Cluster from "./background/Cluster.ts"
import { configuration } from "./starting/Configuration.ts"
import type { Configuration } from "./starting/Configuration.ts"
import * as CountedStorage from "./storage/CountedStorage.ts"
import * as Demonstration from "./starting/Demonstration.ts"
import * as Documentation from "./serving/Documentation.ts"
import type * as Door from "./starting/Door.ts"
import type { Environment } from "./starting/Environment.ts"
import * as ErasureKeys from "./storage/ErasureKeys.ts"
import * as HandlerPorts from "./files/HandlerPorts.ts"
import * as Letterheads from "./files/Letterheads.ts"
import * as Greeting from "./starting/Greeting.ts"
import * as AnswerCache from "./heavy/AnswerCache.ts"
import * as JudgingThreads from "./heavy/JudgingThreads.ts"
import * as Renewal from "./heavy/Renewal.ts"
import * as Upkeep from "./heavy/Upkeep.ts"
import * as CommandSocket from "./serving/CommandSocket.ts"
import * as Outbox from "./mail/Outbox.ts"
import * as Preview from "./mail/Preview.ts"
import * as Smtp from "./mail/Smtp.ts"
import * as Workbook from "./mail/Workbook.ts"
import * as Observed from "./serving/Observed.ts"
import * as Page from "./page/Page.ts"
import * as PageRoutes from "./page/PageRoutes.ts"
import * as Secrets from "./storage/Secrets.ts"
import * as AccountRoutes from "./session/AccountRoutes.ts"
import * as Example from "./session/Example.ts"
import * as FirstAccount from "./session/FirstAccount.ts"
import * as FirstView from "./session/FirstView.ts"
import * as IdentityProvider from "./session/IdentityProvider.ts"
import * as Session from "./session/Session.ts"
import * as SessionRoutes from "./session/SessionRoutes.ts"
import * as SignIn from "./session/SignIn.ts"
import type { Language } from "@crm-procedure/command-line/Language"
import * as Storage from "./storage/Storage.ts"
import * as WebhookKey from "./storage/WebhookKey.ts"
import * as Telemetry from "./serving/Telemetry.ts"

interface State {
  readonly door: Door.Door
  readonly environment: Environment
  readonly language: Language
  readonly settings: Configuration
}

/** Where people reach the page: as the operator says, or where this server listens. */
const publicUrl = ({ door, settings }: State): string => settings.publicUrl ?? door.url

const providerOf = (state: State): IdentityProvider.Provider | undefined => {
  const { oidcClientId: clientId, oidcClientSecret: clientSecret, oidcIssuer: issuer, oidcName: name } = state.settings
  return issuer === undefined || clientId === undefined ? undefined : { issuer, clientId, clientSecret, name, publicUrl: publicUrl(state) }
}

const sessionOf = (state: State): Session.Options & { readonly provider: IdentityProvider.Provider | undefined } => {
  const { environment, settings } = state
  const secret = settings.sessionSecret === undefined ? Secrets.kept(join(environment.dataDirectory, "session-secret")) : Redacted.value(settings.sessionSecret)
  return {
    secret: Secrets.derived(secret, "session"),
    sealingKey: Secrets.derived(secret, "second factor"),
    behindTls: settings.behindTls,
    isDemonstration: (dealership) => dealership === Demonstration.DEALERSHIP,
    demonstrationPeriod: settings.demonstration,
    provider: providerOf(state)
  }
}

/** How messages are written and sent. */
const mailOf = (state: State, answer: HeavyWork.Answer): Outbox.Options => {
  const { mailNames: showsNames, smtpFrom: from, smtpUrl: url } = state.settings
  return { publicUrl: publicUrl(state), showsNames, workbook: Workbook.over(answer), post: url === undefined || from === undefined ? undefined : Smtp.make({ url, from }) }
}

const linkOf = (state: State) => (secret: string): string => `${publicUrl(state)}/#/invitacion/${secret}`

/** Invitations go by e-mail where there is a mail server; else the administrator gets the link. */
const layerInvitationPost = (state: State, mail: Outbox.Options): Layer.Layer<never, never, ServiceStore.ServiceStore> =>
  Layer.effect(InvitationPost.InvitationPost, Effect.map(Effect.context<ServiceStore.ServiceStore>(), (context): InvitationPost.InvitationPost => ({
    linkOf: linkOf(state),
    send: (user, link) =>
      mail.post === undefined ? Effect.succeed(false) : Outbox.invite(user, link).pipe(Effect.as(true), Effect.orElseSucceed(() => false), Effect.provideContext(context))
  })))

const targetPolicy = ({ privateWebhooks }: Configuration): WebhookTarget.Policy => privateWebhooks ? { http: true, privateAddresses: true } : WebhookTarget.strict

/** The services that requests and background work use. */
const layerServices = ({ environment, settings }: State) =>
  CrmProcedure.CrmProcedure.layer().pipe(
    Layer.provideMerge(CountedStorage.layer()),
    Layer.provideMerge(Storage.layer({ ...settings, dataDirectory: environment.dataDirectory })),
    Layer.provideMerge(Layer.mergeAll(
      ErasureKeys.layer(settings, environment.dataDirectory),
      WebhookKey.layer(settings, environment.dataDirectory),
      Layer.succeed(Limits.Limits, settings),
      ...(settings.behindTls ? [Layer.succeed(ClientAddress.ClientAddress, ClientAddress.ofProxy)] : []),
      Layer.succeed(WebhookTarget.TargetPolicy, targetPolicy(settings))
    ))
  )

/** What a start shows: the keys of a demonstration, or the link for the first account of an empty system. */
const shownAtStart = Effect.fnUntraced(function*(state: State) {
  const keys = yield* demonstrate(state)
  if (Object.keys(keys).length > 0) return { keys, link: undefined }
  const secret = yield* FirstAccount.secretFor(state.settings.dealership)
  return { keys, link: secret === undefined ? undefined : linkOf(state)(secret) }
})

/** Loads the demonstration into an empty database; answers the keys to show, none where there is no demonstration. */
const demonstrate = Effect.fnUntraced(function*({ environment, settings }: State) {
  if (settings.demonstration === undefined) return {}
  const serviceStore = yield* ServiceStore.ServiceStore
  const known = yield* serviceStore.dealerships
  if (known.length > 0 && !known.includes(Demonstration.DEALERSHIP)) return {}
  if (known.length === 0) yield* Demonstration.load(settings.demonstration)
  const { directory } = yield* Records.Records
  const file = join(environment.dataDirectory, "demonstration-keys.json")
  return yield* Demonstration.keys(file, yield* directory(Demonstration.DEALERSHIP), yield* Clock.currentTimeMillis)
})

const layerBackground = ({ settings }: State, works: ReturnType<typeof Background.works>) =>
  (settings.databaseUrl === undefined ? Cluster.layerAlone(works) : Cluster.layerShared(works, settings.databaseOwnerUrl ?? settings.databaseUrl)).pipe(
    Layer.provide(Layer.unwrap(Effect.map(Effect.promise(() => import("./background/WebhookClient.ts")), ({ layer }) => layer(targetPolicy(settings)))))
  )

/** The page's routes. If the page can't be built, the other routes are served without it. */
const pageRoutes = Effect.tryPromise({ try: () => Page.load(), catch: (error) => error as Page.PageUnavailable }).pipe(
  Effect.map(PageRoutes.layer),
  Effect.catch((error) => Effect.as(Effect.logError(error.message), PageRoutes.layerUnavailable))
)

/** Logs at level Debug how far the start has come. */
const reached = (stage: string) =>
  Effect.suspend(() => Effect.logDebug("start").pipe(Effect.annotateLogs({ stage, milliseconds: Math.round(performance.now()) })))

/** Builds everything and admits requests; answers how to stop admitting them. */
const open = Effect.fnUntraced(function*(state: State) {
  const { door, environment, language, settings } = state
  yield* reached("loaded")
  const letterheads = yield* Letterheads.read(settings.letterheadsFile)
  const page = yield* Effect.forkScoped(pageRoutes)
  if (settings.databaseUrl === undefined) yield* CommandSocket.mustBeFree(environment.dataDirectory)
  yield* ErasureKeys.warn(settings)
  yield* WebhookKey.warn(settings)
  const services = yield* Layer.build(layerServices(state))
  yield* reached("storage")
  const { dataDirectory } = environment
  const connect = Context.get(services, Storage.ThreadConnections)
  const judgingThreads = yield* JudgingThreads.make({ threads: settings.judgingThreads, waiting: settings.waitingRequests, dataDirectory, connect })
  const refreshInThread: Background.RefreshInThread = (dealership, asOf, signal) => Upkeep.inThread(dataDirectory, connect, { dealership, asOf }, signal)
  const renewal = yield* Effect.provideContext(Renewal.make(refreshInThread), services)
  const keep = AnswerCache.make({ bytes: settings.answerCacheBytes }, Context.get(services, Records.Records))
  const session = sessionOf(state)
  const attempts = SignIn.attempts()
  const mail = mailOf(state, judgingThreads)
  const example = yield* Effect.provideContext(Example.make({ session, limits: settings, letterheads }), services)
  const allRoutes = Deferred.makeUnsafe<FirstView.Routes>()
  const routes = Layer.mergeAll(
    Layer.provide(Handlers.layerLimitedBy, Handlers.layerLimiter),
    Handlers.layerRefusals,
    Documentation.layer,
    SessionRoutes.layer(session, attempts),
    FirstView.layer(session, allRoutes),
    example.layer,
    AccountRoutes.layer(session, attempts),
    ...(session.provider === undefined ? [] : [IdentityProvider.layer(session, session.provider)]),
    yield* Fiber.join(page)
  ).pipe(
    Layer.provide([
      Layer.succeed(HeavyWork.HeavyWork, (admitted: HeavyWork.Admitted) => keep(admitted, judgingThreads(admitted))),
      Layer.succeed(HeavyWork.KeptAnswers, keep),
      Layer.succeed(Preparation.Preparation, renewal.secondsOf)
    ]),
    Layer.provide([Session.layerAuthenticator(session), layerInvitationPost(state, mail), Preview.layer(mail), HandlerPorts.layer(letterheads)]),
    Layer.provide(Layer.succeedContext(services))
  )
  const routing = HttpRouter.toHttpEffect(routes).pipe(
    Effect.provide(NodeHttpServer.layerHttpServices),
    Effect.provideService(HttpRouter.RouterConfig, Handlers.routerConfig),
    Effect.provideContext(services)
  )
  const [shown, routed] = yield* Effect.all([Effect.provideContext(shownAtStart(state), services), routing], { concurrency: 2 })
  const answering = example.beside(routed)
  yield* Deferred.succeed(allRoutes, answering)
  yield* reached("routes")
  // Requests have a scope of their own, which closes before the services that they use.
  const requests = yield* Scope.fork(yield* Effect.scope)
  const listener = yield* NodeHttpServer.makeHandler(Observed.observed({ secure: settings.behindTls, traced: settings.otlpEndpoint !== undefined })(answering), { scope: requests }).pipe(
    Effect.provideService(HttpMiddleware.TracerDisabledWhen, () => true),
    Effect.provideContext(services)
  )
  // A renewal has the embedded database's one session to its end: no request could be answered meanwhile. The door says so.
  if (settings.databaseUrl === undefined) yield* renewal.all
  const works = Background.works(mail, settings, refreshInThread, (dealership) => Effect.map(renewal.secondsOf(dealership), (seconds) => seconds === 0))
  const background = layerBackground(state, works)
  const besides = settings.databaseUrl === undefined ? Layer.merge(background, CommandSocket.layer(dataDirectory)) : background
  yield* Layer.build(Layer.provide(besides, Layer.succeedContext(services)))
  door.admit(listener)
  flushCompileCache()
  yield* Effect.logInfo("ready").pipe(Effect.annotateLogs({ port: door.port, milliseconds: Math.round(performance.now()) }))
  process.stdout.write(Greeting.ready(door.url, shown, language))
  return requests
})

/** How long stopping may take after the last answer, before the process is ended anyway. */
const LAST_MILLIS = 10_000

const run = Effect.fnUntraced(function*(state: State, stop: Deferred.Deferred<string>) {
  const { door, settings } = state
  // A signal during the start ends the process without waiting for the start.
  const requests = yield* Effect.raceFirst(open(state), Effect.as(Deferred.await(stop), undefined))
  const signal = yield* Deferred.await(stop)
  yield* Effect.logInfo("stopping").pipe(Effect.annotateLogs({ signal }))
  const allDone = yield* Effect.promise(() => door.close(settings.graceSeconds * 1000))
  if (!allDone) yield* Effect.logWarning("requests were cut off")
  yield* Effect.sync(() => setTimeout(() => process.exit(0), LAST_MILLIS).unref())
  if (requests !== undefined) yield* Scope.close(requests, Exit.void)
})

/** A second signal this long after the first one ends the process at once. */
const IMPATIENT_MILLIS = 1_000

/** Serves until a signal asks to stop, and ends the process. `onSignal` receives what a signal does from now on. */
export const serve = async (
  door: Door.Door,
  environment: Environment,
  language: Language,
  onSignal: (obey: (signal: NodeJS.Signals) => void) => void
): Promise<never> => {
  const stop = Deferred.makeUnsafe<string>()
  let toldAt = Number.POSITIVE_INFINITY
  onSignal((signal) => {
    // A second signal ends the process without waiting. A terminal and its shell may both send the first one, at the same time.
    if (performance.now() - toldAt > IMPATIENT_MILLIS) process.exit(1)
    if (Deferred.doneUnsafe(stop, Exit.succeed(signal))) toldAt = performance.now()
  })
  const program = Effect.gen(function*() {
    const settings = yield* configuration
    yield* Effect.scoped(run({ door, environment, language, settings }, stop)).pipe(
      // Without a collector no spans are made: in a small request they would take most of the time.
      Effect.withTracerEnabled(settings.otlpEndpoint !== undefined),
      Effect.provide(Telemetry.layer(settings.logLevel, settings.otlpEndpoint))
    )
  })
  const exit = await Effect.runPromise(Fiber.await(Effect.runFork(program)))
  if (Exit.isFailure(exit)) throw Cause.squash(exit.cause)
  process.exit(0)
}
