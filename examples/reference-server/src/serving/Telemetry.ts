/**
 * What the server tells its operators: JSON logs, Prometheus metrics and, where an OpenTelemetry collector is named, traces.
 * None of it holds personal data: routes are named by their pattern, records by their ids, bodies and queries not at all.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Metric from "effect/Metric"
import * as References from "effect/References"
import { FetchHttpClient } from "effect/http"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import { Otlp } from "effect/observability"
import type { LogLevel } from "effect/LogLevel"
import { version } from "../starting/Version.ts"

/** What becomes known about a request while it is answered. The code that finds it out writes it here. */
export interface RequestFacts {
  dealership: string | undefined
  role: string | undefined
  keyId: string | undefined
}

const facts = new WeakMap<object, RequestFacts>()

/** What is known about each request in flight. */
export const factsOf = ({ source }: HttpServerRequest): RequestFacts => {
  let ofRequest = facts.get(source)
  if (ofRequest === undefined) facts.set(source, ofRequest = { dealership: undefined, role: undefined, keyId: undefined })
  return ofRequest
}

export const judgedRecords = Metric.counter("crm_procedure_judged_records_total", {
  description: "Records stored with a verdict, those judged again included, by kind",
  incremental: true
})
export const webhookDeliveries = Metric.counter("crm_procedure_webhook_deliveries_total", {
  description: "Attempts to deliver an event, by outcome",
  incremental: true
})
export const databaseConnections = Metric.gauge("crm_procedure_database_connections", {
  description: "Connections to the database, by state"
})
export const singletonRuns = Metric.counter("crm_procedure_singleton_runs_total", {
  description: "Rounds of the work that one server does for all, by name and outcome",
  incremental: true
})

const write = (line: string): void => void process.stderr.write(`${line}\n`)

/** One JSON object a line on standard error: standard output is for people. */
const jsonLogger = Logger.map(Logger.formatJson, write)

export const layerLog = (level: LogLevel): Layer.Layer<never> =>
  Layer.merge(Logger.layer([jsonLogger]), Layer.succeed(References.MinimumLogLevel, level))

/** The log, and the export beside it. */
export const layer = (level: LogLevel, endpoint: string | undefined): Layer.Layer<never> => Layer.provideMerge(layerExport(endpoint), layerLog(level))

/** Exports traces, metrics and logs to an OpenTelemetry collector over HTTP; without one, nothing. */
const layerExport = (endpoint: string | undefined): Layer.Layer<never> =>
  endpoint === undefined
    ? Layer.empty
    : Otlp.layerJson({
      baseUrl: endpoint,
      resource: { serviceName: "crm-procedure", serviceVersion: version },
      loggerMergeWithExisting: true,
      shutdownTimeout: "2 seconds"
    }).pipe(Layer.provide(FetchHttpClient.layer))

type Labels = Readonly<Record<string, string>>

const known = new WeakMap<object, Map<string, unknown>>()

/** A metric with labels. There are few combinations (routes, roles, statuses), so each metric is made once. */
export const labelled = <M extends Metric.Metric<number, unknown>>(metric: M, labels: Labels): M => {
  let ofMetric = known.get(metric)
  if (ofMetric === undefined) known.set(metric, ofMetric = new Map())
  const key = JSON.stringify(labels)
  let found = ofMetric.get(key)
  if (found === undefined) ofMetric.set(key, found = Metric.withAttributes(metric, labels))
  return found as M
}

/** Counts into a metric with the labels given. */
export const count = (metric: Metric.Counter<number>, labels: Labels, by = 1): Effect.Effect<void> => Metric.update(labelled(metric, labels), by)

/** What a database refused with, where the error's message says it: the code and nothing of the data. */
const refusalIn = (error: unknown): ReadonlyArray<string> => error instanceof Error ? /\bSQLSTATE [0-9A-Z]{5}\b/.exec(error.message) ?? [] : []

/** The kinds of the errors, the database's code and where they happened in the code, without their messages: a message may quote what a client sent. */
export const kindOf = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  const frames = error instanceof Error ? (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at ")).slice(0, 8) : []
  return [error instanceof Error ? error.name : typeof error, ...refusalIn(error), ...frames.map((line) => line.trim())].join(" ")
}
