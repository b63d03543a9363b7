/** Serves the sample, the queue of calls, attempts, reopenings and results. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { SubjectKey } from "@crm-procedure/core/register/Records"
import type { OpenCall } from "@crm-procedure/core/service/VerificationQueue"
import type { VerificationCall } from "@crm-procedure/core/records/VerificationCall"
import * as Effect from "effect/Effect"
import { SecureRandom } from "effect/crypto"
import { HttpApiBuilder } from "effect/http-api"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { createHash } from "node:crypto"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Idempotency from "../request/Idempotency.ts"
import { present } from "../request/Encoding.ts"
import type { Problem } from "../Problem.ts"
import { Attempt, type Call, CallToTake, type NextCall, Reason, SampleToDraw } from "./VerificationEndpoints.ts"
import * as Access from "@crm-procedure/core/records/Access"

/** What a verification is called. */
const idOf = ({ id, type }: SubjectKey): string => `${type}:${id}`

/** The subject that a verification's id names; a prospect's id alone will do. One that no record can have is nobody's. */
const subjectOf = (id: string): Effect.Effect<SubjectKey, Problem> => {
  const [, type, rest] = /^(prospect|activity):(.+)$/s.exec(id) ?? []
  const subject: SubjectKey = type === undefined ? { type: "prospect", id } : { type: type as SubjectKey["type"], id: rest! }
  return HandlerContext.isId(subject.id) ? Effect.succeed(subject) : Effect.fail(Refusing.notFound())
}

const callOf = (call: OpenCall, zone: Calendar.Zone): typeof Call.Type =>
  present({
    id: idOf(call.subject),
    subjectType: call.subject.type,
    subjectId: call.subject.id,
    kind: call.kind,
    question: call.question,
    customerName: call.customerName,
    phone: call.phone,
    email: call.email,
    advisorId: call.advisorId,
    advisorName: call.advisorName,
    branchId: call.branchId,
    brandId: call.brandId,
    attempts: call.attempts,
    lastOutcome: call.lastOutcome,
    lastAttemptAt: call.lastAttemptAt === undefined ? undefined : Calendar.formatInstant(zone, call.lastAttemptAt)
  })

const anId = { es: "un identificador de 1 a 64 caracteres", en: "an id of 1 to 64 characters" }

/** Who calls: whoever asks, or for the CRM assistant whom he names. */
const agentOf = ({ identity }: HandlerContext.Visit, given: string | undefined): Effect.Effect<string, Problem> => {
  if (given !== undefined && !HandlerContext.isId(given)) return Effect.fail(Refusing.invalid({ in: "body", pointer: "/agentId", expected: anId }))
  if (given !== undefined && given !== identity.employeeId && identity.role === "crm-agent") {
    return Effect.fail(Refusing.beyondRole({ es: "Un agente llama y registra en su propio nombre.", en: "An agent calls and records in his own name." }))
  }
  return Effect.succeed(given ?? Access.actorOf(identity))
}

const decodeSample = Body.decode(SampleToDraw)
const decodeCallToTake = Body.decode(CallToTake)
const decodeAttempt = Body.decode(Attempt)
const decodeReason = Body.decode(Reason)

export const layer = HttpApiBuilder.group(Api, "verifications", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const random = yield* SecureRandom.SecureRandom

  /** The id of an attempt that has none: the same for the same request that is sent again. */
  const callIdOf = ({ caller }: HandlerContext.Visit, request: HttpServerRequest): Effect.Effect<string> => {
    const key = request.headers["idempotency-key"]
    return key === undefined
      ? Effect.map(random.uuidV4(), (uuid) => `call-${uuid}`)
      : Effect.succeed(`call-${createHash("sha256").update(JSON.stringify([caller.keyId, key])).digest("hex").slice(0, 32)}`)
  }

  return handlers
    .handleRaw("sample", ({ params: { period }, request }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const visit = yield* HandlerContext.visit(context)
        const { dealership, now, zone } = visit
        yield* Body.negotiate(request, ["application/json"])
        const bytes = yield* Body.read(request, context.limits)
        const { seed } = yield* Effect.flatMap(Body.parse(bytes), decodeSample)
        const write = Effect.map(context.crm.drawSample({ dealership, period, now, seed }), ({ drawnAt, seed, selected }) => ({
          status: 200,
          body: {
            period,
            seed,
            drawnAt: Calendar.formatInstant(zone, drawnAt),
            selected: selected.map(({ advisorId, id, kind, type }) => ({ id: idOf({ type, id }), subjectType: type, subjectId: id, advisorId, kind }))
          }
        }))
        return yield* Idempotency.once(context, visit, request, bytes, write)
      })))
    .handleRaw("next", ({ request }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const visit = yield* HandlerContext.visit(context)
        const { dealership, now, zone } = visit
        yield* Body.negotiate(request, ["application/json"])
        const asked = yield* Effect.flatMap(Effect.flatMap(Body.read(request, context.limits), Body.parse), decodeCallToTake)
        const agentId = yield* agentOf(visit, asked.agentId)
        const current = Calendar.periodOf(zone, now)
        const periods = asked.periods ?? [current, Calendar.previousPeriod(current)]
        const next = yield* context.crm.nextCall({ dealership, periods, agentId, now })
        const written = (instant: Calendar.Instant) => Calendar.formatInstant(zone, instant)
        const answer: typeof NextCall.Type = next.kind === "call"
          ? { kind: "call", id: idOf(next.call.subject), call: callOf(next.call, zone), leasedUntil: written(next.leasedUntil) }
          : next.kind === "closed"
          ? { kind: "closed", opensAt: written(next.opensAt) }
          : { kind: "empty", nextCallBackAt: next.nextCallBackAt === undefined ? null : written(next.nextCallBackAt) }
        return HttpServerResponse.text(JSON.stringify(answer), { contentType: "application/json" })
      })))
    .handleRaw("attempt", ({ params, request }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const visit = yield* HandlerContext.visit(context)
        const { dealership, now, zone } = visit
        const subject = yield* subjectOf(params.id)
        yield* Body.negotiate(request, ["application/json"])
        const bytes = yield* Body.read(request, context.limits)
        const attempt = yield* Effect.flatMap(Body.parse(bytes), decodeAttempt)
        if (attempt.callId !== undefined && !HandlerContext.isId(attempt.callId)) return yield* Refusing.invalid({ in: "body", pointer: "/callId", expected: anId })
        const call: VerificationCall = {
          callId: attempt.callId ?? (yield* callIdOf(visit, request)),
          subjectType: subject.type,
          subjectId: subject.id,
          agentId: yield* agentOf(visit, attempt.agentId),
          attemptedAt: yield* HandlerContext.instantOf("body", "/attemptedAt", attempt.attemptedAt, zone, now),
          outcome: attempt.outcome,
          ...(attempt.comment === undefined || attempt.comment.trim() === "" ? {} : { comment: attempt.comment.trim() })
        }
        const write = Effect.map(context.crm.recordAttempt({ dealership, now, call }), ({ conclusion, put }) => ({
          status: 201,
          body: { id: idOf(subject), callId: call.callId, conclusion, put }
        }))
        return yield* Idempotency.once(context, visit, request, bytes, write)
      })))
    .handleRaw("reopen", ({ params, request }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const visit = yield* HandlerContext.visit(context)
        const { dealership, identity, now, zone } = visit
        const subject = yield* subjectOf(params.id)
        yield* Body.negotiate(request, ["application/json"])
        const bytes = yield* Body.read(request, context.limits)
        const { reason } = yield* Effect.flatMap(Body.parse(bytes), decodeReason)
        if (reason.trim() === "") return yield* Refusing.invalid({ in: "body", pointer: "/reason", expected: { es: "el motivo, en palabras", en: "the reason, in words" } })
        const write = Effect.map(context.crm.reopenVerification({ dealership, now, subject, by: identity, reason }), ({ at, by, reason }) => ({
          status: 200,
          body: { id: idOf(subject), at: Calendar.formatInstant(zone, at), by, reason }
        }))
        return yield* Idempotency.once(context, visit, request, bytes, write)
      })))
    .handle("results", ({ params: { period }, query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, identity, now, zone } = yield* HandlerContext.visit(context)
        const asOf = yield* HandlerContext.instantOf("query", "/asOf", query.asOf, zone, now)
        const question = { dealership, period, asOf }
        const isWithin = yield* HandlerContext.viewOf(context, identity)
        const results = yield* context.crm.verificationResults(question)
        const advisors = isWithin === undefined
          ? undefined
          : new Set((yield* context.crm.scorecard(question, ["advisor"], isWithin)).groups.map(({ keys }) => keys.advisor))
        return {
          period,
          asOf: Calendar.formatInstant(zone, asOf),
          results: results.filter(({ advisorId }) => advisors === undefined || advisors.has(advisorId))
        }
      })))
}))
