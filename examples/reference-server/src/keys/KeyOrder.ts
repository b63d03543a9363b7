/** The orders about keys and how they are carried out, by the command or by the server that has the database. */
import * as Access from "@crm-procedure/core/records/Access"
import { type Author, Authorship } from "@crm-procedure/core/records/Authorship"
import * as Records from "@crm-procedure/core/register/Records"
import * as AuditedStore from "@crm-procedure/core/service/AuditedStore"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as NewKey from "./NewKey.ts"

const Identity = Schema.Struct({
  dealership: Schema.String.check(Schema.isPattern(/^\S.{0,62}\S$|^\S$/)),
  role: Schema.Literals(Access.roles),
  employeeId: Schema.optional(Schema.String),
  brandIds: Schema.optional(Schema.Array(Schema.String)),
  branchIds: Schema.optional(Schema.Array(Schema.String)),
  line: Schema.optional(Schema.Literals(["cars", "motorcycles"])),
  isAdministrator: Schema.optional(Schema.Boolean)
})

const whole = (least: number, most: number) => Schema.Int.check(Schema.isBetween({ minimum: least, maximum: most }))

/** An order about keys. */
export const KeyOrder = Schema.Union([
  Schema.Struct({ order: Schema.Literal("make"), name: Schema.String, identity: Identity, days: Schema.optionalKey(whole(1, 3650)) }),
  Schema.Struct({ order: Schema.Literal("list"), dealership: Schema.optionalKey(Schema.String) }),
  Schema.Struct({ order: Schema.Literal("rotate"), dealership: Schema.String, id: Schema.String, overlapHours: Schema.optionalKey(whole(0, 720)) }),
  Schema.Struct({ order: Schema.Literal("revoke"), dealership: Schema.String, id: Schema.String })
])
export type KeyOrder = typeof KeyOrder.Type

const KeptKey = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  identity: Identity,
  createdAt: Schema.Number,
  expiresAt: Schema.optionalKey(Schema.Number),
  usedAt: Schema.optionalKey(Schema.Number),
  revokedAt: Schema.optionalKey(Schema.Number)
})
export type KeptKey = typeof KeptKey.Type

/** The result of an order. */
export const Outcome = Schema.Union([
  Schema.Struct({ outcome: Schema.Literal("made"), id: Schema.String, key: Schema.String }),
  Schema.Struct({ outcome: Schema.Literal("listed"), keys: Schema.Array(KeptKey) }),
  Schema.Struct({ outcome: Schema.Literal("revoked"), id: Schema.String }),
  Schema.Struct({ outcome: Schema.Literal("refused"), es: Schema.String, en: Schema.String })
])
export type Outcome = typeof Outcome.Type

const keptOf = ({ createdAt, expiresAt, id, identity, name, revokedAt }: ServiceStore.AccessKey, usedAt: number | undefined): KeptKey => ({
  id,
  name,
  identity,
  createdAt,
  ...(expiresAt === undefined ? {} : { expiresAt }),
  ...(usedAt === undefined ? {} : { usedAt }),
  ...(revokedAt === undefined ? {} : { revokedAt })
})

const refusalOf = ({ faults }: Access.IdentityRefused): Outcome => {
  const said = (language: "es" | "en"): string => faults.map(({ expected, pointer }) => `${pointer.slice(1)}: ${language === "es" ? "se esperaba" : "expected"} ${expected[language]}`).join("; ")
  return { outcome: "refused", es: `No se hizo la llave. ${said("es")}.`, en: `The key was not made. ${said("en")}.` }
}

const DAY_MILLIS = 86_400_000
const HOUR_MILLIS = 3_600_000
const DEFAULT_OVERLAP_HOURS = 24

const unknown = (dealership: string, id: string): Outcome => ({
  outcome: "refused",
  es: `${dealership} no tiene una llave ${id}: véalas con keys list.`,
  en: `${dealership} has no key ${id}: see them with keys list.`
})

/** Makes a key of the same name and identity; the old one ends with the overlap. */
const rotate = Effect.fnUntraced(function*(
  dealership: string,
  id: string,
  overlapHours: number,
  now: number
): Effect.fn.Return<Outcome, Access.IdentityRefused | ServiceStore.ServiceStoreError, ServiceStore.ServiceStore> {
  const serviceStore = yield* ServiceStore.ServiceStore
  const old = (yield* serviceStore.keys(dealership)).find((one) => one.id === id)
  if (old === undefined || !ServiceStore.isInForce(old, now)) return unknown(dealership, id)
  const { kept, key } = yield* NewKey.make(old.identity, old.name, now)
  yield* serviceStore.putKey(ServiceStore.endingAt(old, now + overlapHours * HOUR_MILLIS))
  return { outcome: "made", id: kept.id, key }
})

/** Whom the audit names: the one who may use the server's machine. */
const command: Author = { by: "keys", role: "system", means: "command" }

/** Carries an order out. The audit tells of what it changes. */
export const carryOut = Effect.fn("KeyOrder.carryOut")(function*(
  order: KeyOrder
): Effect.fn.Return<Outcome, ServiceStore.ServiceStoreError, ServiceStore.ServiceStore | Records.Records> {
  const store = AuditedStore.over(yield* ServiceStore.ServiceStore, yield* Records.Records)
  return yield* done(order).pipe(Effect.provideService(ServiceStore.ServiceStore, store), Effect.provideService(Authorship, command))
})

const done = Effect.fnUntraced(function*(order: KeyOrder): Effect.fn.Return<Outcome, ServiceStore.ServiceStoreError, ServiceStore.ServiceStore> {
  const serviceStore = yield* ServiceStore.ServiceStore
  const now = yield* Clock.currentTimeMillis
  switch (order.order) {
    case "make":
      return yield* NewKey.make(order.identity, order.name, now, order.days === undefined ? undefined : now + order.days * DAY_MILLIS).pipe(
        Effect.map(({ kept, key }): Outcome => ({ outcome: "made", id: kept.id, key })),
        Effect.catchTag("IdentityRefused", (refused) => Effect.succeed(refusalOf(refused)))
      )
    case "list": {
      const dealerships = order.dealership === undefined ? yield* serviceStore.dealerships : [order.dealership]
      const keys = yield* Effect.forEach(dealerships, Effect.fnUntraced(function*(dealership) {
        const uses = new Map((yield* serviceStore.keyUses(dealership)).map(({ at, id }) => [id, at]))
        return (yield* serviceStore.keys(dealership)).map((key) => keptOf(key, uses.get(key.id)))
      }))
      return { outcome: "listed", keys: keys.flat() }
    }
    case "rotate":
      return yield* rotate(order.dealership, order.id, order.overlapHours ?? DEFAULT_OVERLAP_HOURS, now).pipe(
        Effect.catchTag("IdentityRefused", (refused) => Effect.succeed(refusalOf(refused)))
      )
    case "revoke":
      return (yield* serviceStore.revokeKey(order.dealership, order.id, now))
        ? { outcome: "revoked", id: order.id }
        : unknown(order.dealership, order.id)
  }
})
