/** Serves access keys. A key is shown once and kept as a hash. */
import type * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Effect from "effect/Effect"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Authenticator from "../access/Authenticator.ts"
import { Api } from "../Api.ts"
import type { Invalid } from "../Problem.ts"
import * as Body from "../request/Body.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Page from "../request/Cursor.ts"
import * as Question from "../request/Question.ts"
import * as Refusing from "../request/Refusing.ts"
import { present } from "../request/Encoding.ts"
import { KeyRotation, KeyToMake, type KeyView } from "./KeyEndpoints.ts"

const decodeKey = Body.decode(KeyToMake)
const decodeRotation = Body.decode(KeyRotation)

const ID_BYTES = 6
const MAXIMUM_NAME = 120
const DEFAULT_OVERLAP_HOURS = 24
const HOUR_MILLIS = 3_600_000

const shown = (key: ServiceStore.AccessKey, usedAt: Calendar.Instant | undefined, zone: Calendar.Zone): typeof KeyView.Type => {
  const { createdAt, expiresAt, id, identity, name, revokedAt } = key
  const { branchIds, brandIds, employeeId, isAdministrator, line, role } = identity
  const instant = (at: Calendar.Instant | undefined) => at === undefined ? undefined : Calendar.formatInstant(zone, at)
  return present({
    id,
    name,
    role,
    employeeId,
    brandIds,
    branchIds,
    line,
    administrator: isAdministrator === true,
    createdAt: Calendar.formatInstant(zone, createdAt),
    expiresAt: instant(expiresAt),
    revokedAt: instant(revokedAt),
    lastUsedAt: instant(usedAt)
  })
}

export const layer = HttpApiBuilder.group(Api, "keys", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const random = yield* SecureRandom.SecureRandom
  const { serviceStore } = context

  const make = Effect.fnUntraced(function*(
    name: string,
    identity: Access.Identity,
    expiresAt: Calendar.Instant | undefined,
    { now, zone }: HandlerContext.Visit
  ): Effect.fn.Return<typeof KeyView.Type & { readonly key: string }, Invalid | ServiceStore.ServiceStoreError> {
    const id = `k-${Buffer.from(yield* random.randomBytes(ID_BYTES)).toString("hex")}`
    const bytes = yield* random.randomBytes(Authenticator.KEY_BYTES)
    const { kept, key } = yield* Effect.mapError(
      Authenticator.makeKey({ bytes, id, name, identity, createdAt: now, expiresAt }),
      ({ faults }) => Refusing.invalid(...faults.map((fault) => ({ in: "body" as const, ...fault })))
    )
    yield* serviceStore.putKey(kept)
    return { ...shown(kept, undefined, zone), key }
  })

  const created = <E, R>(answer: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) => Effect.map(answer, HttpServerResponse.setStatus(201))

  const keyOf = Effect.fnUntraced(function*(dealership: string, id: string) {
    return (yield* serviceStore.keys(dealership)).find((one) => one.id === id) ?? (yield* Refusing.notFound())
  })

  return handlers
    .handleRaw("make", (given) => created(Question.json(
      context,
      given,
      decodeKey,
      Effect.fnUntraced(function*({ administrator, expiresAt, name, ...identity }, visit) {
        const { dealership, now, zone } = visit
        const trimmed = name.trim()
        if (trimmed === "" || trimmed.length > MAXIMUM_NAME) {
          return yield* Refusing.invalid({ in: "body", pointer: "/name", expected: { es: `un nombre de 1 a ${MAXIMUM_NAME} caracteres`, en: `a name of 1 to ${MAXIMUM_NAME} characters` } })
        }
        const until = expiresAt === undefined ? undefined : yield* HandlerContext.instantOf("body", "/expiresAt", expiresAt, zone, now)
        if (until !== undefined && until <= now) {
          return yield* Refusing.invalid({ in: "body", pointer: "/expiresAt", expected: { es: "un instante futuro", en: "an instant in the future" } })
        }
        return yield* make(trimmed, { dealership, ...identity, ...(administrator === true ? { isAdministrator: true } : {}) }, until, visit)
      })
    )))
    .handleRaw("rotate", (given) => created(Question.json(
      context,
      given,
      decodeRotation,
      Effect.fnUntraced(function*({ overlapHours = DEFAULT_OVERLAP_HOURS }, visit, { params: { id } }) {
        const { dealership, now } = visit
        const old = yield* keyOf(dealership, id)
        if (!ServiceStore.isInForce(old, now)) {
          return yield* Refusing.refuse("Conflict", {
            es: "La llave ya no está vigente: haga una nueva.",
            en: "The key is no longer in force: make a new one."
          })
        }
        const made = yield* make(old.name, old.identity, undefined, visit)
        yield* serviceStore.putKey(ServiceStore.endingAt(old, now + overlapHours * HOUR_MILLIS))
        return made
      })
    )))
    .handleAll({
      keys: ({ query }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* HandlerContext.visit(context)
          const after = yield* Page.parse(query.cursor, ["string"])
          const { items, nextCursor } = Page.ofList(yield* serviceStore.keys(dealership), ({ id }) => id, after?.[0], query.limit)
          const uses = new Map((yield* serviceStore.keyUses(dealership)).map(({ at, id }) => [id, at]))
          return { items: items.map((one) => shown(one, uses.get(one.id), zone)), nextCursor }
        })),
      revoke: ({ params: { id } }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, now } = yield* HandlerContext.visit(context)
          const key = yield* keyOf(dealership, id)
          yield* serviceStore.revokeKey(dealership, key.id, now)
        }))
    })
}))
