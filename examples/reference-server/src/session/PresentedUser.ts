/**
 * The user behind what a person presents, such as an e-mail or an invitation. It leads to one dealership, or to several. A dealership that
 * can't be reached is passed over: no person waits for a dealership of others. Where no other dealership has the user, the search fails with it.
 */
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import type * as User from "@crm-procedure/core/service/User"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"

/** The first user with a handle who fits. */
export const find = Effect.fnUntraced(function*(
  handle: string,
  fits: (user: User.User) => Effect.Effect<boolean>
): Effect.fn.Return<User.User | undefined, ServiceStore.ServiceStoreError, ServiceStore.ServiceStore> {
  const serviceStore = yield* ServiceStore.ServiceStore
  let away: ServiceStore.ServiceStoreError | undefined
  for (const dealership of yield* serviceStore.dealershipsOfHandle(handle)) {
    const users = yield* Effect.result(serviceStore.usersOfHandle(dealership, handle))
    if (Result.isFailure(users)) {
      away ??= users.failure
      continue
    }
    for (const user of users.success) if (yield* fits(user)) return user
  }
  return away === undefined ? undefined : yield* away
})
