/**
 * Renews a dealership's stored verdicts and leads in a thread, where another release or policy judged them. Requests wait for it: a question
 * would judge the whole history, and so would the first write, in the main thread.
 *
 * @see docs/decisions/0091-requests-wait-for-renewed-verdicts.md
 */
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import { Records } from "@crm-procedure/core/register/Records"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"
import type * as Preparation from "@crm-procedure/http-api/access/Preparation"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Semaphore from "effect/Semaphore"
import type { RefreshInThread } from "../background/Background.ts"
import * as Telemetry from "../serving/Telemetry.ts"

/** When a request that was refused may come again. */
const RETRY_SECONDS = 5

/** How long a dealership's requests pass without another look: a server of another release may write too. */
const KNOWN_MILLIS = 60_000

export interface Renewal {
  /** Whether a dealership's requests wait. The first one begins the renewal. */
  readonly secondsOf: Preparation.SecondsOf
  /** Renews every dealership that is not current. */
  readonly all: Effect.Effect<void>
}

/** Renews one dealership after the other, until the scope closes. */
export const make = Effect.fnUntraced(function*(inThread: RefreshInThread) {
  const context = yield* Effect.context<CrmProcedure | Records | ServiceStore>()
  const scope = yield* Effect.scope
  const oneAtATime = yield* Semaphore.make(1)
  const currentUntil = new Map<string, number>()
  const renewing = new Set<string>()

  const isCurrent = Effect.fnUntraced(function*(dealership: string) {
    const editionOf = yield* (yield* CrmProcedure).editionsOf(dealership)
    return yield* VerdictUpkeep.isCurrent({ dealership, policyOf: (period) => editionOf(period).policy })
  }, Effect.provideContext(context))

  const renewed = Effect.fnUntraced(function*(dealership: string) {
    if (yield* isCurrent(dealership)) return
    const asOf = yield* Clock.currentTimeMillis
    yield* Effect.logInfo("verdicts of another release or policy: renewing them").pipe(Effect.annotateLogs({ dealership }))
    yield* Effect.promise((signal) => inThread(dealership, asOf, signal))
    yield* Effect.logInfo("verdicts renewed").pipe(Effect.annotateLogs({ dealership }))
  }, (renewal, dealership) =>
    renewal.pipe(
      oneAtATime.withPermits(1),
      Effect.catchCause(Effect.fnUntraced(function*(cause) {
        yield* Effect.logError("verdicts could not be renewed", Telemetry.kindOf(cause)).pipe(Effect.annotateLogs({ dealership }))
        // A fault that stays must not close the dealership: its requests are answered, slowly, until the renewal is tried again.
        currentUntil.set(dealership, (yield* Clock.currentTimeMillis) + KNOWN_MILLIS)
      }))
    ))

  const secondsOf: Preparation.SecondsOf = Effect.fnUntraced(function*(dealership) {
    if (renewing.has(dealership)) return RETRY_SECONDS
    const now = yield* Clock.currentTimeMillis
    if ((currentUntil.get(dealership) ?? 0) > now) return 0
    const looked = yield* Effect.result(isCurrent(dealership))
    // Where the storage does not answer, the request itself says so.
    if (Result.isFailure(looked)) return 0
    if (looked.success) {
      currentUntil.set(dealership, now + KNOWN_MILLIS)
      return 0
    }
    if (!renewing.has(dealership)) {
      renewing.add(dealership)
      yield* Effect.forkIn(Effect.ensuring(renewed(dealership), Effect.sync(() => renewing.delete(dealership))), scope)
    }
    return RETRY_SECONDS
  })

  const all = Effect.gen(function*() {
    yield* Effect.forEach(yield* (yield* ServiceStore).dealerships, renewed, { discard: true })
  }).pipe(
    Effect.catchCause((cause) => Effect.logError("verdicts could not be renewed", Telemetry.kindOf(cause))),
    Effect.provideContext(context)
  )
  const renewal: Renewal = { secondsOf, all }
  return renewal
})
