/**
 * Forgets what a service stores beside the records once its time is over: letters, webhook deliveries, answers to repeated requests,
 * ended sessions, rejected rows of imports, and who asked about their own data. Records, their versions, the audit and closed months are never forgotten by time: counts,
 * verdicts and digests rest on them.
 *
 * @see docs/guides/operations.md
 */
import * as Effect from "effect/Effect"
import * as Calendar from "../calendar/Calendar.ts"
import * as IntakeStore from "./IntakeStore.ts"
import * as PersonRequests from "./PersonRequests.ts"
import * as ServiceStore from "./ServiceStore.ts"

/** How many days each thing is kept. Answers and sessions say themselves when they end. */
export interface Periods {
  /** A letter that no longer waits to be sent, since it was written. */
  readonly letterDays: number
  /** A webhook delivery, since it was taken. */
  readonly deliveryDays: number
  /** The rejected rows of an import, which quote its file. */
  readonly rejectedRowDays: number
  /** What an import changed: for so long it can be taken back. */
  readonly importChangeDays: number
}

export const defaults: Periods = { letterDays: 60, deliveryDays: 30, rejectedRowDays: 90, importChangeDays: 400 }

/** Forgets, in one dealership, what is over at an instant. To be run every day; running it again changes nothing. */
export const forget = Effect.fn("Retention.forget")(function*(
  dealership: string,
  now: Calendar.Instant,
  periods: Periods = defaults
): Effect.fn.Return<void, ServiceStore.ServiceStoreError | IntakeStore.IntakeStoreError, ServiceStore.ServiceStore | IntakeStore.IntakeStore> {
  const before = (days: number): Calendar.Instant => now - days * Calendar.DAY
  const serviceStore = yield* ServiceStore.ServiceStore
  yield* PersonRequests.forget(dealership, now)
  const intakeStore = yield* IntakeStore.IntakeStore
  yield* serviceStore.forget(dealership, now, before(periods.deliveryDays))
  yield* serviceStore.forgetMessages(dealership, before(periods.letterDays))
  yield* intakeStore.forget(dealership, before(periods.rejectedRowDays), before(periods.importChangeDays))
})
