/** The HTTP client for webhooks. It connects to exactly the address that was checked, and follows no redirect. */
import { NodeHttpClient } from "@effect/platform-node"
import * as WebhookTarget from "@crm-procedure/http-api/webhooks/WebhookTarget"
import type * as Layer from "effect/Layer"
import type { HttpClient } from "effect/http/HttpClient"
import type { LookupFunction } from "node:net"

export const layer = (policy: WebhookTarget.Policy): Layer.Layer<HttpClient> =>
  NodeHttpClient.layerNodeHttpOptions({ lookup: WebhookTarget.lookup(policy) as LookupFunction, keepAlive: false })
