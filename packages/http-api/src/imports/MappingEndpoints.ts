/** A dealership's own mappings of other systems' files, and its settings for leads. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission, repeatableHeaders } from "../access/Gate.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

/** A mapping as the guide to importing describes it. The reader holds it to its shape. */
export const Mapping = Schema.Record(Schema.String, Schema.Unknown).annotate({
  identifier: "Mapping",
  description: "Which column of which file feeds which field of which record: see the guide to importing.",
  examples: [{ name: "Excel", sources: { "leads.csv": { records: [{ kind: "branches", fields: { branchId: { column: "Código" }, name: { column: "Sede" } } }] } } }]
})

const title = Schema.String.check(Schema.isPattern(/^\S(.{0,62}\S)?$/u))

export const KeptMapping = Schema.Struct({
  name: Schema.String,
  mapping: Mapping,
  changedAt: Shape.Instant,
  changedBy: Schema.String
}).annotate({ identifier: "KeptMapping" })

export const Mappings = Schema.Struct({
  items: Schema.Array(KeptMapping),
  ready: Schema.Array(Schema.Struct({ name: Schema.String, title: Problem.BilingualText })).annotate({ description: "Those that come ready-made." })
}).annotate({ identifier: "Mappings" })

const list = (description: string) => Schema.Record(Schema.String, Schema.Unknown).annotate({ description })

/** The settings for leads. All are optional; the reader holds them to the directory. */
export const LeadSettings = Schema.Struct({
  vendorAliases: Schema.optionalKey(list("By branch: what vendors are called that mean it.")),
  defaultBranchId: Schema.optionalKey(Schema.String.annotate({ description: "Where a lead goes whose vendor is none of these and no branch." })),
  defaultAdvisorId: Schema.optionalKey(Schema.String.annotate({ description: "Who gets a lead; by default the branch's advisors take turns." })),
  sourceByProvider: Schema.optionalKey(list("By the provider's name: the source of its leads.")),
  consent: Schema.optionalKey(list("What the form asks the customer to authorize: `purpose` and `channel`."))
}).annotate({ identifier: "LeadSettings", examples: [{ vendorAliases: { S1: ["Zarak Store Bogotá Norte"] }, defaultBranchId: "S1", consent: { purpose: "Contacto comercial", channel: "Formulario" } }] })

export class MappingEndpoints extends HttpApiGroup.make("mappings")
  .add(
    HttpApiEndpoint.get("mappings", "/v1/mappings", { success: Mappings })
      .annotate(Permission, "imports.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "listMappings", summary: "The mappings", description: "The dealership's own, and the names of those that come ready-made." })),
    HttpApiEndpoint.get("leadSettings", "/v1/mappings/adf", { success: LeadSettings })
      .annotate(Permission, "imports.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "getLeadSettings", summary: "The settings for leads", description: "Empty where nothing is settled." })),
    HttpApiEndpoint.put("putLeadSettings", "/v1/mappings/adf", { headers: repeatableHeaders, payload: LeadSettings, success: LeadSettings, error: Problem.ofWrite })
      .annotate(Permission, "imports.manage")
      .annotateMerge(OpenApi.annotations({
        identifier: "putLeadSettings",
        summary: "Settle where leads go",
        description: "For leads as ADF and those of the inbox. It replaces all settings. An unknown branch or advisor is refused with its pointer."
      })),
    HttpApiEndpoint.put("putMapping", "/v1/mappings/:name", { params: { name: title }, headers: repeatableHeaders, payload: Mapping, success: KeptMapping, error: Problem.ofWrite })
      .annotate(Permission, "imports.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "putMapping", summary: "Store a mapping under a name", description: "It replaces the mapping of that name. Every fault is refused with its pointer." })),
    HttpApiEndpoint.delete("removeMapping", "/v1/mappings/:name", { params: { name: title }, success: HttpApiSchema.NoContent, error: Problem.NotFound })
      .annotate(Permission, "imports.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "removeMapping", summary: "Remove a mapping", description: "What was imported with it stays." }))
  )
  .annotateMerge(OpenApi.annotations({ title: "mappings", description: "How files of other systems are read, and where leads go." }))
{}
