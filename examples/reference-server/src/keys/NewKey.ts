/** Makes keys. The contract says what a key looks like; its random bytes are drawn here. A key is shown once and kept as a hash. */
import type * as Access from "@crm-procedure/core/records/Access"
import type { Instant } from "@crm-procedure/core/calendar/Calendar"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Authenticator from "@crm-procedure/http-api/access/Authenticator"
import * as Effect from "effect/Effect"
import { randomBytes } from "node:crypto"

const ID_BYTES = 6

/** Makes a key and keeps its hash. */
export const make = Effect.fn("NewKey.make")(function*(identity: Access.Identity, name: string, now: Instant, expiresAt?: Instant): Effect.fn.Return<
  { readonly key: string; readonly kept: ServiceStore.AccessKey },
  Access.IdentityRefused | ServiceStore.ServiceStoreError,
  ServiceStore.ServiceStore
> {
  const id = `k-${randomBytes(ID_BYTES).toString("hex")}`
  const made = yield* Authenticator.makeKey({ bytes: randomBytes(Authenticator.KEY_BYTES), id, name, identity, createdAt: now, expiresAt })
  yield* ServiceStore.ServiceStore.use((serviceStore) => serviceStore.putKey(made.kept))
  return made
})
