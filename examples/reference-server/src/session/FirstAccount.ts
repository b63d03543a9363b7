/** The first account of an empty system: a one-time link that the server prints at its start, until a person has accepted it. */
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as User from "@crm-procedure/core/service/User"
import * as InvitationPost from "@crm-procedure/http-api/users/InvitationPost"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { randomBytes } from "node:crypto"

const ID = "u-first"

/** The person names it when accepting. */
const unnamed = { name: "Primera cuenta", email: "primera.cuenta@sistema.invalid" }

/** Whether a user is the first account, not accepted yet. */
export const isPending = (user: User.User): boolean => user.id === ID && !User.isActive(user)

/** The secret of a new link, if there is no key and no active user yet. It replaces the link of an earlier start. */
export const secretFor = Effect.fn("FirstAccount.secretFor")(function*(dealership: string): Effect.fn.Return<string | undefined, ServiceStore.ServiceStoreError, ServiceStore.ServiceStore> {
  const serviceStore = yield* ServiceStore.ServiceStore
  const known = yield* serviceStore.dealerships
  if (known.some((one) => one !== dealership)) return undefined
  const users = yield* serviceStore.users(dealership)
  if (!users.every(isPending) || (yield* serviceStore.keys(dealership)).length > 0) return undefined
  const now = yield* Clock.currentTimeMillis
  const secret = InvitationPost.secretOfBytes(randomBytes(InvitationPost.SECRET_BYTES))
  const pending = users[0]
  const isStored = yield* serviceStore.putUser({
    id: ID,
    ...unnamed,
    identity: { dealership, role: "crm-assistant", isAdministrator: true },
    language: "es",
    createdAt: pending?.createdAt ?? now,
    revision: (pending?.revision ?? 0) + 1,
    invitation: { hash: InvitationPost.hashOfSecret(secret)!, expiresAt: now + InvitationPost.VALID_MILLIS }
  })
  return isStored ? secret : undefined
})
