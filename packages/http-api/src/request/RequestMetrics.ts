/** How many requests were answered and how fast, for `/metrics`. Routes are named by their patterns, since a path may hold personal data. */
import * as Clock from "effect/Clock"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"

const requests = Metric.counter("crm_procedure_http_requests_total", {
  description: "Requests of the contract answered, by method, route, role and status",
  incremental: true
})
const seconds = Metric.histogram("crm_procedure_http_request_duration_seconds", {
  description: "Seconds until a request's answer began, by method, route and role",
  boundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
})

/** Makes a value once for each key. */
const once = <K, V>(make: (key: K) => V): (key: K) => V => {
  const made = new Map<K, V>()
  return (key) => {
    let value = made.get(key)
    if (value === undefined) made.set(key, value = make(key))
    return value
  }
}

/** The role of a request without a caller. */
export const NO_ROLE = "none"

/** Counts an answered request; `began` is the clock's nanoseconds at its start. */
export type Count = (role: string, status: number, began: bigint) => Effect.Effect<void>

/** Counts the requests of a route. Each series is made once: there are few roles and statuses, and many requests. */
export const ofRoute = (method: string, route: string): Count => {
  const seriesOf = once((role: string) => {
    const labels = { method, route, role }
    return {
      duration: Metric.withAttributes(seconds, labels),
      answered: once((status: number) => Metric.withAttributes(requests, { ...labels, status: String(status) }))
    }
  })
  return (role, status, began) =>
    Effect.contextWith((context: Context.Context<never>) => Effect.map(Clock.monotonicTimeNanos, (now) => {
      const { answered, duration } = seriesOf(role)
      answered(status).updateUnsafe(1, context)
      duration.updateUnsafe(Number(now - began) / 1e9, context)
    }))
}

/** Counts the requests that matched no route. */
export const ofNoRoute: (method: string) => Count = once((method) => ofRoute(method, "(none)"))
