/** The dealerships' keys for erasures, each made of the server's secret. */
import * as ErasureKey from "@crm-procedure/core/identity/ErasureKey"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { join } from "node:path"
import type { Configuration } from "../starting/Configuration.ts"
import * as Secrets from "./Secrets.ts"

/** The key ring of a secret and of those that it replaced. */
const ringOf = (secret: string, former: ReadonlyArray<string>): ((dealership: string) => ErasureKey.Key) => {
  const keys = new Map<string, ErasureKey.Key>()
  return (dealership) => {
    let key = keys.get(dealership)
    const derived = (one: string) => Secrets.derived(one, `erasure ${dealership}`)
    if (key === undefined) keys.set(dealership, key = Result.getOrThrow(ErasureKey.key(derived(secret), former.map(derived))))
    return key
  }
}

/** The file of the secrets that are kept beside the embedded database. */
export const fileIn = (dataDirectory: string): string => join(dataDirectory, "erasure-secret")

/**
 * The operator's secret, or with the embedded database one that is kept beside it. A shared database without the operator's has
 * none: each server would make another one.
 */
export const layer = ({ databaseUrl, erasureSecret, formerErasureSecrets }: Configuration, dataDirectory: string): Layer.Layer<never> =>
  erasureSecret !== undefined
    ? Layer.succeed(ErasureKey.KeyRing, ringOf(Redacted.value(erasureSecret), formerErasureSecrets.map(Redacted.value)))
    : databaseUrl === undefined
    ? Layer.suspend(() => {
      const secrets = Secrets.succession(fileIn(dataDirectory))
      return Layer.succeed(ErasureKey.KeyRing, ringOf(secrets.at(-1)!, secrets.slice(0, -1)))
    })
    : Layer.empty

/** Warns the operator of a missing secret. */
export const warn = ({ databaseUrl, erasureSecret }: Configuration): Effect.Effect<void> =>
  databaseUrl !== undefined && erasureSecret === undefined ? Effect.logWarning("ERASURE_SECRET is not set: people can be found, not erased") : Effect.void
