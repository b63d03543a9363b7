/** Serves the inbox: its tokens, the leads that wait, and what other systems deliver. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { randomBytes } from "node:crypto"
import { Api } from "../Api.ts"
import * as ClientAddress from "../access/ClientAddress.ts"
import { FailedAttempts } from "../access/FailedAttempts.ts"
import * as MonotonicClock from "../access/MonotonicClock.ts"
import * as Intake from "../imports/Intake.ts"
import * as KeptMappings from "../imports/KeptMappings.ts"
import type { Problem } from "../Problem.ts"
import * as Body from "../request/Body.ts"
import * as Encoding from "../request/Encoding.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Page from "../request/Cursor.ts"
import * as Question from "../request/Question.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import { InboxTokenRotation, InboxTokenToMake, Placement } from "./InboxEndpoints.ts"
import * as InboxTokens from "./InboxTokens.ts"
import * as LeadReception from "./LeadReception.ts"

const decodeToken = Body.decode(InboxTokenToMake)
const decodeRotation = Body.decode(InboxTokenRotation)
const decodePlacement = Body.decode(Placement)

const DEFAULT_OVERLAP_HOURS = 24
const HOUR_MILLIS = 3_600_000

/** The longest delivery: a mail or some leads. */
const DELIVERY_BYTES = 8 * 1024 * 1024

const layerInbox = HttpApiBuilder.group(Api, "inbox", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const { crm, intakeStore } = context
  const tokenOf = Effect.fnUntraced(function*(dealership: string, id: string) {
    const found = (yield* intakeStore.inboxTokens(dealership)).find((one) => one.id === id)
    return found ?? (yield* Refusing.notFound())
  })
  const make = Effect.fnUntraced(function*(dealership: string, name: string, settings: InboxTokens.StoredSettings, now: Calendar.Instant, zone: Calendar.Zone) {
    const token = InboxTokens.tokenOfBytes(randomBytes(InboxTokens.TOKEN_BYTES))
    const kept = { id: `in_${randomBytes(6).toString("hex")}`, hash: InboxTokens.hashOf(token), name, settings, createdAt: now }
    yield* intakeStore.putInboxToken(dealership, kept)
    return { ...InboxTokens.shown(kept, zone), token, path: `/v1/leads/inbox/${token}` }
  })
  return handlers
    .handleRaw("makeToken", (given) => Effect.map(Question.json(
      context,
      given,
      Effect.fnUntraced(function*(body: unknown) {
        const asked = yield* decodeToken(body)
        const faults = InboxTokens.faultsOf(asked)
        return faults.length === 0 ? asked : yield* Refusing.invalid(...faults)
      }),
      (asked, { dealership, now, zone }) => make(dealership, asked.name, InboxTokens.settingsOf(asked), now, zone)
    ), HttpServerResponse.setStatus(201)))
    .handleRaw("rotateToken", (given) => Effect.map(Question.json(
      context,
      given,
      (body) => decodeRotation(body),
      Effect.fnUntraced(function*({ overlapHours = DEFAULT_OVERLAP_HOURS, ...secrets }, { dealership, now, zone }, { params: { id } }) {
        const old = yield* tokenOf(dealership, id)
        if (!InboxTokens.isInForce(old, now)) {
          return yield* Refusing.refuse("Conflict", { es: "El buzón ya no recibe: haga uno nuevo.", en: "The token is no longer in force: make a new one." })
        }
        const settings = InboxTokens.storedOf(old)
        const faults = InboxTokens.strayFaults(settings.source, secrets)
        if (faults.length > 0) return yield* Refusing.invalid(...faults)
        const made = yield* make(dealership, old.name, InboxTokens.rotated(settings, secrets), now, zone)
        yield* intakeStore.putInboxToken(dealership, InboxTokens.endingAt(old, now + overlapHours * HOUR_MILLIS))
        return made
      })
    ), HttpServerResponse.setStatus(201)))
    .handleRaw("place", (given) => Write.json(
      context,
      given,
      (body) => decodePlacement(body),
      Effect.fnUntraced(function*(fields, visit, { params: { id } }) {
        const { dealership, now, zone } = visit
        const reading = yield* HandlerContext.readingOf(context, visit)
        const lead = HandlerContext.isId(id) ? Option.getOrUndefined(yield* intakeStore.waitingLead(dealership, id)) : undefined
        if (lead === undefined) return yield* Refusing.notFound()
        const { faults, record } = LeadReception.placed(lead, fields, reading)
        if (faults !== undefined) return yield* Refusing.invalid(...faults.map(({ expected, pointer }) => ({ in: "body" as const, pointer, expected })))
        const [registered] = yield* crm.registerProspects(dealership, [record], now)
        yield* intakeStore.removeWaitingLead(dealership, id)
        const { explanation, stored } = registered!
        const isLate = yield* HandlerContext.latenessOf(context, dealership, [stored])
        return { status: 200, body: Encoding.storedVerdict(id, stored, explanation, zone, isLate(stored)) }
      })
    ))
    .handleAll({
      waiting: ({ query }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* HandlerContext.visit(context)
          const after = yield* Page.parse(query.cursor, ["string"])
          const limit = query.limit ?? Page.DEFAULT_LIMIT
          const found = yield* intakeStore.waitingLeads(dealership, after?.[0], limit + 1)
          const items = found.slice(0, limit)
          return {
            items: items.map((lead) => ({ id: lead.id, receivedAt: Calendar.formatInstant(zone, lead.receivedAt), tokenId: lead.tokenId, ...LeadReception.contentOf(lead) })),
            nextCursor: found.length > limit ? Page.cursorOf([items.at(-1)!.id]) : null
          }
        })),
      tokens: () =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* HandlerContext.visit(context)
          return (yield* intakeStore.inboxTokens(dealership)).map((token) => InboxTokens.shown(token, zone))
        })),
      revokeToken: ({ params: { id } }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, now } = yield* HandlerContext.visit(context)
          const token = yield* tokenOf(dealership, id)
          yield* intakeStore.putInboxToken(dealership, InboxTokens.endingAt(token, now))
        }))
    })
}))

const tooManyTokens = (millis: number) => {
  const wait = Math.max(1, Math.ceil(millis / 1000))
  return Refusing.refuse("TooManyRequests", {
    es: `Demasiadas entregas con un token que no está vigente, desde esta dirección. Vuelva a intentarlo en ${wait} s.`,
    en: `Too many deliveries from this address with a token that is not in force. Try again in ${wait} s.`
  }, { headers: { "retry-after": String(wait) } })
}

const unsigned = () =>
  Refusing.invalid({ in: "header", pointer: "/x-hub-signature-256", expected: { es: "la firma o la clave de quien entrega", en: "the signature or the key of the other system" } })

const layerDeliveries = HttpApiBuilder.group(Api, "leadDeliveries", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const intake = yield* Intake.Intake
  const addressOf = yield* ClientAddress.ClientAddress
  const { intakeStore, limits } = context
  const failedAttempts = new FailedAttempts(limits.wrongKeys, limits.requestWindowSeconds)

  /** The token in force, or a refusal that says nothing of what tokens there are. */
  const knownToken = Effect.fnUntraced(function*(request: HttpServerRequest, token: string) {
    const found = InboxTokens.isToken(token) ? Option.getOrUndefined(yield* intakeStore.inboxTokenOfHash(InboxTokens.hashOf(token))) : undefined
    if (found !== undefined && InboxTokens.isInForce(found.token, yield* Clock.currentTimeMillis)) return found
    const wait = failedAttempts.take(ClientAddress.networkOf(addressOf(request)), yield* MonotonicClock.millis)
    return yield* wait === 0 ? Refusing.notFound() : tooManyTokens(wait)
  })

  /** These endpoints stand outside the gate: they write their refusals themselves. */
  const answered = <E extends Problem>(request: HttpServerRequest, answer: Effect.Effect<HttpServerResponse.HttpServerResponse, E>) =>
    Effect.catch(answer, (problem) => Effect.succeed(Refusing.toResponse(problem, Refusing.languageOf(request.headers["accept-language"]))))

  return handlers
    .handleRaw("challenge", ({ params: { token }, query, request }) =>
      answered(request, HandlerContext.serve(Effect.gen(function*() {
        const known = yield* knownToken(request, token)
        if (!InboxTokens.mayChallenge(InboxTokens.storedOf(known.token), query["hub.verify_token"])) return yield* unsigned()
        return HttpServerResponse.text(query["hub.challenge"] ?? "", { contentType: "text/plain; charset=utf-8", headers: { "x-content-type-options": "nosniff" } })
      }))))
    .handleRaw("deliver", ({ params: { token }, request }) =>
      answered(request, HandlerContext.serve(Effect.gen(function*() {
        const { dealership, token: { id: tokenId, ...kept } } = yield* knownToken(request, token)
        yield* Body.fileMediaType(request)
        const body = yield* Body.read(request, { ...limits, bodyBytes: Math.min(limits.bodyBytes, DELIVERY_BYTES) })
        const settings = InboxTokens.storedOf({ id: tokenId, ...kept })
        if (!InboxTokens.isSigned(settings, body, request.headers["x-hub-signature-256"])) return yield* unsigned()
        const now = yield* Clock.currentTimeMillis
        const zone = HandlerContext.zoneAt(context, now)
        const reading = yield* HandlerContext.readingOf(context, { dealership, now, zone })
        const leads = yield* intake.leads({
          inbox: settings,
          body,
          dealership,
          zone,
          reading,
          receivedAt: now,
          leadSettings: yield* KeptMappings.leadSettings(context, dealership)
        })
        return HttpServerResponse.text(JSON.stringify(yield* LeadReception.receive(context, { dealership, tokenId, now }, leads)), { contentType: "application/json" })
      }))))
}))

export const layer = Layer.mergeAll(layerInbox, layerDeliveries)
