/** The key that the secrets of webhooks are sealed with, made of the server's secret. */
import * as WebhookSecret from "@crm-procedure/http-api/webhooks/WebhookSecret"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { join } from "node:path"
import type { Configuration } from "../starting/Configuration.ts"
import * as Secrets from "./Secrets.ts"

const keyOf = (secret: string) => Redacted.make(new Uint8Array(Secrets.derived(secret, "webhooks")))

/**
 * The operator's secret, or with the embedded database one that is kept beside it. On a shared database without the operator's the
 * secrets of webhooks are stored as text.
 */
export const layer = ({ databaseUrl, webhookSecret }: Configuration, dataDirectory: string): Layer.Layer<never> =>
  webhookSecret !== undefined
    ? Layer.succeed(WebhookSecret.SealingKey, keyOf(Redacted.value(webhookSecret)))
    : databaseUrl === undefined
    ? Layer.suspend(() => Layer.succeed(WebhookSecret.SealingKey, keyOf(Secrets.kept(join(dataDirectory, "webhook-secret")))))
    : Layer.empty

/** Warns the operator of a missing secret. */
export const warn = ({ databaseUrl, webhookSecret }: Configuration): Effect.Effect<void> =>
  databaseUrl !== undefined && webhookSecret === undefined ? Effect.logWarning("WEBHOOK_SECRET is not set: the secrets of webhooks are stored as text") : Effect.void
