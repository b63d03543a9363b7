/**
 * The work that one server does for all: bringing stored verdicts up to the day, raising escalations, telling subscribers. Each
 * round may be done again from the start at any time, by any server: a verdict comes out the same, an event is raised once by
 * its key, a delivery is held while somebody is at it.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import type * as Records from "@crm-procedure/core/register/Records"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as WebhookDelivery from "@crm-procedure/http-api/webhooks/WebhookDelivery"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Cron from "effect/Cron"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import * as Telemetry from "../serving/Telemetry.ts"

/** A round that is done again and again, at first as soon as this server is the one that does it. */
export interface Work<R> {
  readonly name: string
  readonly round: Effect.Effect<unknown, Records.RecordsError | ServiceStore.ServiceStoreError, R>
  /** How long to wait for the next round. */
  readonly pause: Effect.Effect<Duration.Input>
}

const forEachDealership = <E, R>(act: (dealership: string) => Effect.Effect<void, E, R>) =>
  Effect.gen(function*() {
    const serviceStore = yield* ServiceStore.ServiceStore
    yield* Effect.forEach(yield* serviceStore.dealerships, act, { discard: true })
  })

const zone = Policy.zoneOf(Policy.gcPro05)

/** Shortly after midnight, when the day that verdicts wait for has come. */
const nightly = Cron.make({ minutes: [10], hours: [0], days: [], months: [], weekdays: [], tz: DateTime.zoneMakeNamedUnsafe(zone.name) })

const untilNight = Effect.map(Clock.currentTimeMillis, (now) => Duration.millis(Cron.next(nightly, new Date(now)).getTime() - now))

const register: Work<CrmProcedure | ServiceStore.ServiceStore> = {
  name: "nightly-register",
  pause: untilNight,
  round: Effect.gen(function*() {
    const procedure = yield* CrmProcedure
    yield* forEachDealership(Effect.fnUntraced(function*(dealership) {
      const overtaken = yield* procedure.refresh(dealership, yield* Clock.currentTimeMillis)
      yield* Effect.logInfo("verdicts brought up to the day").pipe(Effect.annotateLogs({ dealership, overtaken }))
    }))
  })
}

/** As of when each dealership's last round was made, by this process. The first round looks at every red lead. */
const lastRounds = new Map<string, number>()

const escalations: Work<CrmProcedure | ServiceStore.ServiceStore> = {
  name: "escalations",
  pause: Effect.succeed("5 minutes"),
  round: Effect.gen(function*() {
    const procedure = yield* CrmProcedure
    yield* forEachDealership(Effect.fnUntraced(function*(dealership) {
      const asOf = yield* Clock.currentTimeMillis
      const raised = yield* procedure.raiseEscalations({ dealership, period: Calendar.periodOf(zone, asOf), asOf, since: lastRounds.get(dealership) })
      lastRounds.set(dealership, asOf)
      if (raised.length > 0) yield* Effect.logInfo("escalations raised").pipe(Effect.annotateLogs({ dealership, raised: raised.length }))
    }))
  })
}

/** A round; one that fails is told to the log, and the next one comes all the same. */
const attempted = <R>({ name, round }: Work<R>): Effect.Effect<void, never, R> =>
  round.pipe(
    Effect.withSpan(`background.${name}`),
    Effect.matchCauseEffect({
      onSuccess: () => Telemetry.count(Telemetry.singletonRuns, { name, outcome: "done" }),
      onFailure: (cause) =>
        Cause.hasInterruptsOnly(cause)
          ? Effect.interrupt
          : Effect.andThen(
            Telemetry.count(Telemetry.singletonRuns, { name, outcome: "failed" }),
            Effect.logWarning("a round of background work failed", Telemetry.kindOf(cause)).pipe(Effect.annotateLogs({ name }))
          )
    })
  )

/** The work, round after round, for as long as it is let run. */
export const running = <R>(work: Work<R>): Effect.Effect<void, never, R> =>
  Effect.logInfo("this server does the work now").pipe(
    Effect.andThen(rounds(work)),
    Effect.annotateLogs({ singleton: work.name })
  )

const rounds = <R>(work: Work<R>): Effect.Effect<never, never, R> =>
  attempted(work).pipe(
    Effect.andThen(Effect.flatMap(work.pause, Effect.sleep)),
    Effect.forever
  )

/** Each pass looks for new events and posts what is due. */
const webhooks: Work<CrmProcedure | Records.Records | ServiceStore.ServiceStore | HttpClient> = {
  name: "webhooks",
  pause: Effect.succeed(Duration.seconds(WebhookDelivery.defaults.pollSeconds)),
  round: WebhookDelivery.pass()
}

export const works = [register, escalations, webhooks] as const
