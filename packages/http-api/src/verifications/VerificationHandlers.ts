/** Serves the sample, the queue of calls, attempts, reopenings and results. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { DrawnSample } from "@crm-procedure/core/register/Records"
import type * as VerificationCorrection from "@crm-procedure/core/service/VerificationCorrection"
import type { OpenCall } from "@crm-procedure/core/service/VerificationQueue"
import type { VerificationCall } from "@crm-procedure/core/records/VerificationCall"
import * as Verification from "@crm-procedure/core/judging/Verification"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as NewId from "../request/NewId.ts"
import * as Question from "../request/Question.ts"
import * as Refusing from "../request/Refusing.ts"
import * as SubjectId from "../request/SubjectId.ts"
import { present } from "../request/Encoding.ts"
import * as Write from "../request/Write.ts"
import type { BeyondRole, Invalid } from "../Problem.ts"
import { Attempt, type Call, CallToTake, Correction, type NextCall, Reason, ReopeningToRequest, SampleToDraw } from "./VerificationEndpoints.ts"
import * as Access from "@crm-procedure/core/records/Access"

/** Refuses an id that no verification can have. */
const mustBePossible = (_visit: HandlerContext.Visit, { params: { id } }: { readonly params: { readonly id: string } }) =>
  SubjectId.parse(id) === undefined ? Effect.fail(Refusing.notFound()) : Effect.void

const callOf = (call: OpenCall, zone: Calendar.Zone): typeof Call.Type =>
  present({
    id: SubjectId.of(call.subject),
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

const sampleOf = ({ drawnAt, period, seed, selected }: DrawnSample, zone: Calendar.Zone) => ({
  period,
  seed,
  drawnAt: Calendar.formatInstant(zone, drawnAt),
  selected: selected.map(({ advisorId, id, kind, type }) => ({ id: SubjectId.of({ type, id }), subjectType: type, subjectId: id, advisorId, kind }))
})

/** Who calls: the caller, or the agent whom the CRM assistant names. */
const agentOf = ({ identity }: HandlerContext.Visit, given: string | undefined): Effect.Effect<string, BeyondRole | Invalid> => {
  if (given !== undefined && !HandlerContext.isId(given)) return Effect.fail(Refusing.invalid({ in: "body", pointer: "/agentId", expected: HandlerContext.anId }))
  if (given !== undefined && given !== identity.employeeId && identity.role === "crm-agent") {
    return Effect.fail(Refusing.beyondRole({ es: "Un agente llama y registra en su propio nombre.", en: "An agent calls and records in his own name." }))
  }
  return Effect.succeed(given ?? Access.actorOf(identity))
}

const readSample = Body.decode(SampleToDraw)
const readCallToTake = Body.decode(CallToTake)
const readAttempt = Body.decode(Attempt)
const readReason = Body.decode(Reason)
const readCorrection = Body.decode(Correction)
const readReopeningToRequest = Body.decode(ReopeningToRequest)

const requestOf = ({ advisorId, agentId, reason, requestedAt, subjectId: id, subjectType: type }: VerificationCorrection.ReopeningRequest, zone: Calendar.Zone) =>
  ({ id: SubjectId.of({ type, id }), agentId, advisorId, reason, requestedAt: Calendar.formatInstant(zone, requestedAt) })

export const layer = HttpApiBuilder.group(Api, "verifications", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const random = yield* SecureRandom.SecureRandom

  return handlers
    .handleRaw("sample", (given) => Write.json(
      context,
      given,
      readSample,
      ({ partial, seed }, { dealership, now, zone }, { params: { period } }) =>
        Effect.map(context.crm.drawSample({ dealership, period, now, seed, partial }), (sample) => ({ status: 200, body: sampleOf(sample, zone) }))
    ))
    .handleRaw("extension", (given) => Write.json(
      context,
      given,
      readReason,
      ({ reason }, { dealership, identity, now, zone }, { params: { period } }) =>
        Effect.map(
          context.crm.extendSample({ dealership, period, now, reason, by: { role: identity.role, name: Access.actorOf(identity) } }),
          ({ sample }) => ({ status: 200, body: sampleOf(sample, zone) })
        )
    ))
    .handleRaw("next", (given) => Question.json(
      context,
      given,
      readCallToTake,
      Effect.fnUntraced(function*(asked, visit) {
        const { dealership, now, zone } = visit
        const agentId = yield* agentOf(visit, asked.agentId)
        const next = yield* context.crm.nextCall({ dealership, periods: asked.periods, agentId, now })
        const written = (instant: Calendar.Instant) => Calendar.formatInstant(zone, instant)
        const answer: typeof NextCall.Type = next.kind === "call"
          ? { kind: "call", id: SubjectId.of(next.call.subject), call: callOf(next.call, zone), leasedUntil: written(next.leasedUntil) }
          : next.kind === "closed"
          ? { kind: "closed", opensAt: written(next.opensAt) }
          : { kind: "empty", nextCallBackAt: next.nextCallBackAt === undefined ? null : written(next.nextCallBackAt) }
        return answer
      })
    ))
    .handleRaw("attempt", (given) => Write.json(
      context,
      given,
      Effect.fnUntraced(function*(body, visit, { params, request }) {
        const attempt = yield* readAttempt(body)
        const { id, type } = SubjectId.parse(params.id)!
        if (attempt.callId !== undefined && !HandlerContext.isId(attempt.callId)) {
          return yield* Refusing.invalid({ in: "body", pointer: "/callId", expected: HandlerContext.anId })
        }
        const call: VerificationCall = {
          callId: attempt.callId ?? `call-${yield* NewId.of(random, visit, request)}`,
          subjectType: type,
          subjectId: id,
          agentId: yield* agentOf(visit, attempt.agentId),
          attemptedAt: yield* HandlerContext.instantOf("body", "/attemptedAt", attempt.attemptedAt, visit.zone, visit.now),
          outcome: attempt.outcome,
          ...(attempt.comment === undefined || attempt.comment.trim() === "" ? {} : { comment: attempt.comment.trim() })
        }
        return call
      }),
      (call, { dealership, now }) =>
        Effect.map(context.crm.recordAttempt({ dealership, now, call }), ({ conclusion, put }) => ({
          status: 201,
          body: { id: SubjectId.of({ type: call.subjectType, id: call.subjectId }), callId: call.callId, conclusion, put }
        })),
      mustBePossible
    ))
    .handleRaw("correction", (given) => Write.json(
      context,
      given,
      readCorrection,
      Effect.fnUntraced(function*({ agentId, comment, outcome }, visit, { params }) {
        const { dealership, now } = visit
        const subject = SubjectId.parse(params.id)!
        const written = comment?.trim()
        const corrected = yield* context.crm.correctAttempt({
          dealership,
          now,
          subject,
          callId: params.callId,
          agentId: yield* agentOf(visit, agentId),
          outcome,
          comment: written === "" ? undefined : written
        })
        return { status: 200, body: { id: SubjectId.of(subject), callId: params.callId, conclusion: corrected.conclusion, put: corrected.put } }
      }),
      mustBePossible
    ))
    .handleRaw("requestReopening", (given) => Write.json(
      context,
      given,
      readReopeningToRequest,
      Effect.fnUntraced(function*({ agentId, reason }, visit, { params }) {
        const { dealership, now, zone } = visit
        const request = yield* context.crm.requestReopening({ dealership, now, subject: SubjectId.parse(params.id)!, agentId: yield* agentOf(visit, agentId), reason })
        return { status: 201, body: requestOf(request, zone) }
      }),
      mustBePossible
    ))
    .handle("reopeningRequests", () =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, identity, now, zone } = yield* HandlerContext.visit(context)
        const requests = yield* context.crm.reopeningRequests({ dealership, now, by: identity })
        return { scope: yield* HandlerContext.scopeOf(context, identity), requests: requests.map((request) => requestOf(request, zone)) }
      })))
    .handleRaw("reopen", (given) => Write.json(
      context,
      given,
      Effect.fnUntraced(function*(body) {
        const { reason } = yield* readReason(body)
        if (reason.trim() === "") return yield* Refusing.invalid({ in: "body", pointer: "/reason", expected: { es: "el motivo, en palabras", en: "the reason, in words" } })
        return reason
      }),
      (reason, { dealership, identity, now, zone }, { params }) => {
        const subject = SubjectId.parse(params.id)!
        return Effect.map(context.crm.reopenVerification({ dealership, now, subject, by: identity, reason }), ({ at, by, reason }) => ({
          status: 200,
          body: { id: SubjectId.of(subject), at: Calendar.formatInstant(zone, at), by, reason }
        }))
      },
      mustBePossible
    ))
    .handle("attempts", ({ params: { id } }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, identity, zone } = yield* HandlerContext.visit(context)
        const subject = SubjectId.parse(id)
        if (subject === undefined) return yield* Refusing.notFound()
        const [stored] = subject.type === "prospect"
          ? yield* context.records.prospectsById(dealership, [subject.id])
          : yield* context.records.activitiesById(dealership, [subject.id])
        const isWithin = yield* HandlerContext.viewOf(context, identity)
        if (stored === undefined || isWithin?.(stored.storedVerdict) === false) return yield* Refusing.notFound()
        const calls = yield* context.records.calls(dealership, [subject])
        const reopenings = yield* context.records.reopenings(dealership, [subject])
        return {
          id: SubjectId.of(subject),
          attempts: calls.toSorted(Verification.compareAttempts).map(({ agentId, attemptedAt, callId, comment, outcome }) =>
            present({ callId, agentId, attemptedAt: Calendar.formatInstant(zone, attemptedAt), outcome, comment })),
          reopenings: reopenings.map(({ at, by, reason }) => ({ at: Calendar.formatInstant(zone, at), by, reason }))
        }
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
          scope: yield* HandlerContext.scopeOf(context, identity),
          period,
          asOf: Calendar.formatInstant(zone, asOf),
          sampleDrawnAt: Option.match(yield* context.records.sample(dealership, period), { onNone: () => null, onSome: ({ drawnAt }) => Calendar.formatInstant(zone, drawnAt) }),
          results: results.filter(({ advisorId }) => advisors === undefined || advisors.has(advisorId))
        }
      })))
}))
