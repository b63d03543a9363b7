/**
 * What every request under `/v1` passes: a key, the role's permission, the limits, and the one way in which refusals are
 * written. Each endpoint says with {@link Permission} what it takes to be let through.
 *
 * @see 7-http-api, Auth, Writes, Limits; 5-controls, Roles
 */
import type * as Access from "@crm-procedure/core/records/Access"
import * as Context from "effect/Context"
import * as Schema from "effect/Schema"
import { HttpApiMiddleware, HttpApiSecurity, OpenApi } from "effect/http-api"
import { problems } from "../Problem.ts"

/** What somebody must be allowed to do to be let through to an endpoint. */
export class Permission extends Context.Service<Permission, Access.Action>()("@crm-procedure/http-api/Permission") {}

/** Whether a request with the same `Idempotency-Key` and body gets the first answer again. */
export const Repeatable = Context.Reference<boolean>("@crm-procedure/http-api/Repeatable", { defaultValue: () => false })

/** Whether the endpoint reads or writes a stream of any length, for which a longer time is allowed. */
export const Streaming = Context.Reference<boolean>("@crm-procedure/http-api/Streaming", { defaultValue: () => false })

/** Who sent the request: the identity, and what their key (or session) is called. */
export class Caller extends Context.Service<Caller, {
  readonly keyId: string
  readonly identity: Access.Identity
}>()("@crm-procedure/http-api/Caller") {}

/** How a key travels: `Authorization: Bearer`. */
export const bearer = HttpApiSecurity.bearer.pipe(HttpApiSecurity.annotateMerge(OpenApi.annotations({
  description: "A key of 256 random bits, which stands for a dealership and a role, and of an `integration` for its brands."
})))

/**
 * The gate. It gives the caller, and refuses as `Problem` says. That it asks for a key stands in the OpenAPI document by hand: effect's
 * own security middleware hands a handler's refusals on in a wrapping that cannot be looked into.
 */
export class Gate extends HttpApiMiddleware.Service<Gate, { provides: Caller }>()("@crm-procedure/http-api/access/Gate", {
  error: Object.values(problems)
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
