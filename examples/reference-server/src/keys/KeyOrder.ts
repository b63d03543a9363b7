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
  line: Schema.optional(Schema.Literals(["cars", "motorcycles"]))
})

/** An order about keys. */
export const KeyOrder = Schema.Union([
  Schema.Struct({ order: Schema.Literal("make"), name: Schema.String, identity: Identity }),
  Schema.Struct({ order: Schema.Literal("list"), dealership: Schema.optionalKey(Schema.String) }),
  Schema.Struct({ order: Schema.Literal("revoke"), dealership: Schema.String, id: Schema.String })
])
export type KeyOrder = typeof KeyOrder.Type

const KeptKey = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  identity: Identity,
  createdAt: Schema.Number,
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

const keptOf = ({ createdAt, id, identity, name, revokedAt }: ServiceStore.AccessKey): KeptKey => ({
  id,
  name,
  identity,
  createdAt,
  ...(revokedAt === undefined ? {} : { revokedAt })
})

const refusalOf = ({ faults }: Access.IdentityRefused): Outcome => {
  const said = (language: "es" | "en"): string => faults.map(({ expected, pointer }) => `${pointer.slice(1)}: ${language === "es" ? "se esperaba" : "expected"} ${expected[language]}`).join("; ")
  return { outcome: "refused", es: `No se hizo la llave. ${said("es")}.`, en: `The key was not made. ${said("en")}.` }
}

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
      return yield* NewKey.make(order.identity, order.name, now).pipe(
        Effect.map(({ kept, key }): Outcome => ({ outcome: "made", id: kept.id, key })),
        Effect.catchTag("IdentityRefused", (refused) => Effect.succeed(refusalOf(refused)))
      )
    case "list": {
      const dealerships = order.dealership === undefined ? yield* serviceStore.dealerships : [order.dealership]
      const keys = yield* Effect.forEach(dealerships, (dealership) => serviceStore.keys(dealership))
      return { outcome: "listed", keys: keys.flat().map(keptOf) }
    }
    case "revoke":
      return (yield* serviceStore.revokeKey(order.dealership, order.id, now))
        ? { outcome: "revoked", id: order.id }
        : {
          outcome: "refused",
          es: `${order.dealership} no tiene una llave ${order.id}: véalas con keys list.`,
          en: `${order.dealership} has no key ${order.id}: see them with keys list.`
        }
  }
})
