/** Making a key: what it looks like is the contract's to say, its random bytes are drawn here. It is shown once and kept as a hash. */
import type * as Access from "@crm-procedure/core/Access"
import type { Instant } from "@crm-procedure/core/Calendar"
import * as Safekeeping from "@crm-procedure/core/Safekeeping"
import * as Authenticator from "@crm-procedure/http-api/Authenticator"
import * as Effect from "effect/Effect"
import { randomBytes } from "node:crypto"

const ID_BYTES = 6

/** Makes a key and keeps its hash. */
export const make = Effect.fn("NewKey.make")(function*(identity: Access.Identity, name: string, now: Instant): Effect.fn.Return<
  { readonly key: string; readonly kept: Safekeeping.AccessKey },
  Access.IdentityRefused | Safekeeping.SafekeepingError,
  Safekeeping.Safekeeping
> {
  const id = `k-${randomBytes(ID_BYTES).toString("hex")}`
  const made = yield* Authenticator.makeKey({ bytes: randomBytes(Authenticator.KEY_BYTES), id, name, identity, createdAt: now })
  yield* Safekeeping.Safekeeping.use((safekeeping) => safekeeping.putKey(made.kept))
  return made
})
