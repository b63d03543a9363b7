/**
 * The keys by which people and systems are let in: made of 256 random bits, shown once, kept as a hash. Who a key is for is core's
 * `Access.Identity`.
 */
import * as Access from "@crm-procedure/core/Access"
import type { Instant } from "@crm-procedure/core/Calendar"
import * as Safekeeping from "@crm-procedure/core/Safekeeping"
import * as Effect from "effect/Effect"
import { createHash, randomBytes } from "node:crypto"

/** Says what it is to whoever finds one where it should not be, and to programs that look for such. */
const PREFIX = "crmp_"
const RANDOM_BYTES = 32
const ID_BYTES = 6

export const hashOf = (key: string): string => createHash("sha256").update(key).digest("hex")

export interface NewKey {
  /** To be shown once. */
  readonly key: string
  readonly kept: Safekeeping.AccessKey
}

/** Makes a key and keeps its hash. */
export const make = Effect.fn("Keys.make")(function*(identity: Access.Identity, name: string, now: Instant): Effect.fn.Return<
  NewKey,
  Access.IdentityRefused | Safekeeping.SafekeepingError,
  Safekeeping.Safekeeping
> {
  const faults = Access.faultsOf(identity)
  if (faults.length > 0) return yield* new Access.IdentityRefused({ faults })
  const key = PREFIX + randomBytes(RANDOM_BYTES).toString("base64url")
  const kept: Safekeeping.AccessKey = { id: `k-${randomBytes(ID_BYTES).toString("hex")}`, hash: hashOf(key), name, identity, createdAt: now }
  yield* Safekeeping.Safekeeping.use((safekeeping) => safekeeping.putKey(kept))
  return { key, kept }
})
