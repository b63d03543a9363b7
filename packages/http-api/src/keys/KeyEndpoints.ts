/** Access keys of programs, for administrators. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { BodyOptional, Permission } from "../access/Gate.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

const identity = {
  role: Shape.Role,
  employeeId: optional(Shape.Id),
  brandIds: optional(Schema.Array(Shape.Id).annotate({ description: "Of an `integration`: the brands whose records it validates and writes, one at least." })),
  branchIds: optional(Schema.Array(Shape.Id)),
  line: optional(Shape.BusinessLine)
}

export const KeyToMake = Schema.Struct({
  name: Schema.String.annotate({ description: "Which program or person uses it: 1 to 120 characters.", examples: ["CRM de la marca"] }),
  ...identity,
  administrator: optional(Schema.Boolean),
  expiresAt: optional(Shape.instantFor("From then on the key is refused. Without it the key has no end."))
}).annotate({ identifier: "KeyToMake", examples: [{ name: "CRM de la marca", role: "integration", brandIds: ["B-2"] }] })

const shown = {
  id: Schema.String,
  name: Schema.String,
  ...identity,
  administrator: Schema.Boolean,
  createdAt: Shape.Instant,
  expiresAt: optional(Shape.Instant),
  revokedAt: optional(Shape.Instant),
  lastUsedAt: optional(Shape.instantFor("To about ten minutes. Absent: the key was never used."))
}

export const KeyView = Schema.Struct(shown).annotate({ identifier: "AccessKey", description: "An access key, without the key itself." })

export const KeyMade = Schema.Struct({ ...shown, key: Schema.String.annotate({ description: "The key. It is shown this once." }) }).annotate({ identifier: "AccessKeyMade" })

export const KeyRotation = Schema.Struct({
  overlapHours: optional(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 720 })).annotate({ description: "For how long the old key works beside the new one. Default: 24." }))
}).annotate({ identifier: "KeyRotation" })

const params = { id: Shape.Id }

const notKept = "The answer is not kept, since it holds the key: sent again, it makes another one."

export class KeyEndpoints extends HttpApiGroup.make("keys")
  .add(
    HttpApiEndpoint.get("keys", "/v1/keys", { query: Shape.pageQuery, success: Shape.page(KeyView) })
      .annotate(Permission, "keys.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "listKeys", summary: "The access keys", description: "Also those that were revoked or have expired." })),
    HttpApiEndpoint.post("make", "/v1/keys", { payload: KeyToMake, success: KeyMade.pipe(HttpApiSchema.status(201)), error: Problem.ofBody })
      .annotate(Permission, "keys.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "makeKey", summary: "Make an access key", description: notKept })),
    HttpApiEndpoint.post("rotate", "/v1/keys/:id/rotation", { params, payload: KeyRotation, success: KeyMade.pipe(HttpApiSchema.status(201)), error: [...Problem.ofBody, Problem.NotFound, Problem.Conflict] })
      .annotate(Permission, "keys.manage")
      .annotate(BodyOptional, true)
      .annotateMerge(OpenApi.annotations({ identifier: "rotateKey", summary: "Replace an access key", description: `Makes a key of the same name and identity. Both work until the overlap ends. ${notKept}` })),
    HttpApiEndpoint.delete("revoke", "/v1/keys/:id", { params, success: HttpApiSchema.NoContent, error: Problem.NotFound })
      .annotate(Permission, "keys.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "revokeKey", summary: "Revoke an access key", description: "It is refused from now on, by this server within a fifth of a second. It stays in the list." }))
  )
  .annotateMerge(OpenApi.annotations({ title: "keys", description: "Access keys of programs." }))
{}
