/**
 * What every request under `/v1` passes: a key, the role's permission, the limits, and the one way of writing refusals. Each
 * endpoint names the action that a caller's role must allow with {@link Permission}.
 *
 * @see docs/decisions/0013-http-contract.md
 */
import type * as Access from "@crm-procedure/core/records/Access"
import * as Context from "effect/Context"
import * as Schema from "effect/Schema"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as HttpApiSecurity from "effect/http-api/HttpApiSecurity"
import * as OpenApi from "effect/http-api/OpenApi"
import { ofGate } from "../Problem.ts"

/** The action that a caller's role must allow. */
export class Permission extends Context.Service<Permission, Access.Action>()("@crm-procedure/http-api/Permission") {}

/** Whether the body may be left out. */
export const BodyOptional = Context.Reference<boolean>("@crm-procedure/http-api/BodyOptional", { defaultValue: () => false })

/** Whether the endpoint reads or writes a stream of any length, for which a longer time is allowed. */
export const Streaming = Context.Reference<boolean>("@crm-procedure/http-api/Streaming", { defaultValue: () => false })

/** Who sent the request: the identity, the id of the key or the user, and the session if it came by one. */
export class Caller extends Context.Service<Caller, {
  readonly keyId: string
  readonly sessionId?: string
  readonly identity: Access.Identity
}>()("@crm-procedure/http-api/Caller") {}

/** How a key travels: `Authorization: Bearer`. */
export const bearer = HttpApiSecurity.bearer.pipe(HttpApiSecurity.annotateMerge(OpenApi.annotations({
  description: "A key of 256 random bits, which stands for a dealership and a role, and of an `integration` for its brands."
})))

/**
 * The gate. It gives the caller, or refuses. `OpenApiCompletion` writes into the document that it asks for a key: effect's own
 * security middleware wraps a handler's refusals so that this one could not read them.
 */
export class Gate extends HttpApiMiddleware.Service<Gate, { provides: Caller }>()("@crm-procedure/http-api/access/Gate", {
  error: ofGate
}) {}

/** The header that makes a write safe to send again. */
export const repeatableHeaders = {
  "idempotency-key": Schema.optionalKey(
    Schema.String.check(Schema.isPattern(/^[\x21-\x7e]{1,255}$/)).annotate({
      description: "1 to 255 visible ASCII characters. The same key with the same request gets the first answer again for a day; with another request 422; while the first is being done 409.",
      examples: ["7f0c1f2e-6c0e-4a53-9f0d-0e6d6d1b2f10"]
    })
  )
}

/** Preconditions of a write of one record. */
export const preconditionHeaders = {
  "if-match": Schema.optionalKey(Schema.String.annotate({ description: "The record's ETag, or `*` for any: 412 unless it is at that revision.", examples: ["\"3\""] })),
  "if-none-match": Schema.optionalKey(Schema.String.annotate({ description: "`*`: 412 if the record is there already.", examples: ["*"] }))
}
