/**
 * The work that one server does for all: it brings stored verdicts up to the day, raises escalations and notifies subscribers. Any
 * server may repeat a round at any time: a verdict comes out the same, an event's key allows it once, and a delivery is locked while
 * a server posts it.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import * as Records from "@crm-procedure/core/register/Records"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as Retention from "@crm-procedure/core/service/Retention"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as WebhookDelivery from "@crm-procedure/http-api/webhooks/WebhookDelivery"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Cron from "effect/Cron"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import type * as Scope from "effect/Scope"
import * as Outbox from "../mail/Outbox.ts"
import * as Telemetry from "../serving/Telemetry.ts"
import * as EachDealership from "./EachDealership.ts"

/** A round that repeats. The first one runs as soon as this server is the one that does the work. */
export interface Work<R> {
  readonly name: string
  /** Answers how many dealerships it fails for. */
  readonly round: Effect.Effect<number, Records.RecordsError | ServiceStore.ServiceStoreError | IntakeStore.IntakeStoreError, R | Scope.Scope>
  /** How long to wait for the next round. */
  readonly pause: Effect.Effect<Duration.Input>
}

const forEachDealership = <E, R>(name: string, act: (dealership: string) => Effect.Effect<void, E, R>) =>
  EachDealership.make({ name, dealerships: Effect.flatMap(ServiceStore.ServiceStore, ({ dealerships }) => dealerships) }, act)

const zone = Policy.zoneOf(Policy.gcPro05)

/** Shortly after midnight, when verdicts that depend on the day may change. */
const nightly = Cron.make({ minutes: [10], hours: [0], days: [], months: [], weekdays: [], tz: DateTime.zoneMakeNamedUnsafe(zone.name) })

const untilNight = Effect.map(Clock.currentTimeMillis, (now) => Duration.millis(Cron.next(nightly, new Date(now)).getTime() - now))

/** Brings a dealership's stored verdicts up to an instant in a thread; answers how many were overtaken. */
export type RefreshInThread = (dealership: string, asOf: number, signal: AbortSignal) => Promise<number>

/** Whether a dealership's stored verdicts are current; see `Renewal`. Until then a question about it judges the whole history. */
export type IsReady = (dealership: string) => Effect.Effect<boolean>

/** Leaves out the dealerships that are not ready: a later round does their work. */
const whenReady = <E, R>(isReady: IsReady, act: (dealership: string) => Effect.Effect<void, E, R>) => (dealership: string) =>
  Effect.flatMap(isReady(dealership), (ready) => ready ? act(dealership) : Effect.void)

/** So many overtaken verdicts are judged again beside requests. More of them, as after a release that judges otherwise, go to a thread. */
const FEW = 100

const register = (inThread: RefreshInThread): Work<CrmProcedure | ServiceStore.ServiceStore> => ({
  name: "nightly-register",
  pause: untilNight,
  round: forEachDealership("nightly-register", Effect.fnUntraced(function*(dealership) {
    const procedure = yield* CrmProcedure
    const asOf = yield* Clock.currentTimeMillis
    const isMuch = (yield* procedure.overtaken(dealership, asOf, FEW)) === FEW
    const overtaken = yield* isMuch ? Effect.promise((signal) => inThread(dealership, asOf, signal)) : procedure.refresh(dealership, asOf)
    yield* Effect.logInfo("verdicts brought up to the day").pipe(Effect.annotateLogs({ dealership, overtaken }))
  }))
})

/** Forgets what is stored beside the records when its time is over. */
const forgetting = (periods: Retention.Periods): Work<ServiceStore.ServiceStore | IntakeStore.IntakeStore> => ({
  name: "forgetting",
  pause: untilNight,
  round: forEachDealership("forgetting", Effect.fnUntraced(function*(dealership) {
    yield* Retention.forget(dealership, yield* Clock.currentTimeMillis, periods)
  }))
})

/**
 * Removes from the files of the embedded database what was erased during the day: it rewrites its tables, and people would wait for it.
 * The first round comes at night, too. On Postgres this does nothing.
 */
const purging = (): Work<Records.Records | ServiceStore.ServiceStore> => {
  const night = forEachDealership("purging", (dealership) => Records.Records.use((records) => records.purge(dealership)))
  let isNight = false
  return {
    name: "purging",
    pause: untilNight,
    round: Effect.suspend(() => {
      const round = isNight ? night : Effect.succeed(0)
      isNight = true
      return round
    })
  }
}

/** The instant of each dealership's last round in this process. The first round looks at every red lead. */
const lastRounds = new Map<string, number>()

const escalations = (isReady: IsReady): Work<CrmProcedure | ServiceStore.ServiceStore> => ({
  name: "escalations",
  pause: Effect.succeed("5 minutes"),
  round: forEachDealership("escalations", whenReady(isReady, Effect.fnUntraced(function*(dealership) {
    const procedure = yield* CrmProcedure
    const asOf = yield* Clock.currentTimeMillis
    const raised = yield* procedure.raiseEscalations({ dealership, period: Calendar.periodOf(zone, asOf), asOf, since: lastRounds.get(dealership) })
    lastRounds.set(dealership, asOf)
    if (raised.length > 0) yield* Effect.logInfo("escalations raised").pipe(Effect.annotateLogs({ dealership, raised: raised.length }))
  })))
})

/** Runs a round. A failure goes to the log, and the next round runs as usual. */
const attempted = <R>({ name, round }: Work<R>): Effect.Effect<void, never, R | Scope.Scope> =>
  round.pipe(
    Effect.withSpan(`background.${name}`),
    Effect.matchCauseEffect({
      onSuccess: (failing) => Telemetry.count(Telemetry.singletonRuns, { name, outcome: failing === 0 ? "done" : "failed" }),
      onFailure: (cause) =>
        Cause.hasInterruptsOnly(cause)
          ? Effect.interrupt
          : Effect.andThen(
            Telemetry.count(Telemetry.singletonRuns, { name, outcome: "failed" }),
            Effect.logWarning("a round of background work failed", Telemetry.kindOf(cause)).pipe(Effect.annotateLogs({ name }))
          )
    })
  )

/** The work: its rounds, until it is interrupted. */
export const running = <R>(work: Work<R>): Effect.Effect<void, never, R> =>
  Effect.logInfo("this server does the work now").pipe(
    Effect.andThen(Effect.scoped(rounds(work))),
    Effect.onInterrupt(() => Effect.logInfo("this server no longer does the work")),
    Effect.annotateLogs({ singleton: work.name })
  )

const rounds = <R>(work: Work<R>): Effect.Effect<never, never, R | Scope.Scope> =>
  attempted(work).pipe(
    Effect.andThen(Effect.flatMap(work.pause, Effect.sleep)),
    Effect.forever
  )

/** Each pass looks for new events and posts what is due. */
const webhooks: Work<CrmProcedure | Records.Records | ServiceStore.ServiceStore | HttpClient> = {
  name: "webhooks",
  pause: Effect.succeed(Duration.seconds(WebhookDelivery.defaults.pollSeconds)),
  round: EachDealership.make({
    name: "webhooks",
    dealerships: Effect.flatMap(ServiceStore.ServiceStore, ({ subscribedDealerships }) => subscribedDealerships),
    atOnce: "unbounded"
  }, (dealership) => WebhookDelivery.passOf(dealership))
}

/** What all of the work needs. */
type Services = CrmProcedure | Records.Records | ServiceStore.ServiceStore | IntakeStore.IntakeStore | HttpClient

/** The outbox: writes the letters that are due, and sends what waits. */
const outbox = (mail: Outbox.Options, isReady: IsReady): Work<CrmProcedure | Records.Records | ServiceStore.ServiceStore | IntakeStore.IntakeStore> => ({
  name: "outbox",
  pause: Effect.succeed("20 seconds"),
  round: forEachDealership("outbox", whenReady(isReady, Outbox.make(mail)))
})

export const works = (mail: Outbox.Options, periods: Retention.Periods, inThread: RefreshInThread, isReady: IsReady): ReadonlyArray<Work<Services>> =>
  [register(inThread), escalations(isReady), webhooks, forgetting(periods), purging(), outbox(mail, isReady)]
