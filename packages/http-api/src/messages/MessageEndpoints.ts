/** Messages to the caller: what was sent by e-mail, or would have been. */
import * as Message from "@crm-procedure/core/service/Message"
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission, repeatableHeaders } from "../access/Gate.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

/** The kinds that a person may turn off. */
export const MutableKind = Schema.Literals(Message.mutableKinds)

/** The kind that is written only for a person who asks for it. A union of one kind is none in the OpenAPI document. */
export const OptionalKind = Schema.Literal(Message.optionalKinds[0])

/** The kinds that are shown: an invitation carries a secret and is sent only. */
export const ShownKind = Schema.Literals([...Message.mutableKinds, ...Message.optionalKinds])

export const MessageView = Schema.Struct({
  id: Schema.String,
  kind: ShownKind,
  subject: Schema.String,
  text: Schema.String,
  createdAt: Shape.Instant,
  mail: Schema.Literals(["pending", "sent", "dead", "kept"]).annotate({
    description: "How the e-mail stands. `dead`: the address was refused, or the mail server was away for a week. `kept`: none is sent."
  }),
  failure: optional(Schema.String.annotate({ description: "Why the last attempt failed: a status of SMTP or a word." })),
  read: Schema.Boolean
}).annotate({ identifier: "Message" })

export const Messages = Schema.Struct({
  items: Schema.Array(MessageView),
  unread: Schema.Natural,
  muted: Schema.Array(MutableKind).annotate({ description: "Kinds that the caller does not want by e-mail. The page shows them all the same." }),
  wanted: Schema.Array(OptionalKind).annotate({ description: "Kinds that are written because the caller asked for them." })
}).annotate({ identifier: "Messages", description: "The newest thirty, the newest first. A key has none." })

export const MessagePreferences = Schema.Struct({
  muted: Schema.Array(MutableKind),
  wanted: optional(Schema.Array(OptionalKind)).annotate({ description: "`contact-due`: a warning to the advisor within the hour before a first contact is due. Left out: as it is." })
}).annotate({ identifier: "MessagePreferences", examples: [{ muted: ["morning"], wanted: ["contact-due"] }] })

export const MessagePreview = Schema.Struct({
  kind: ShownKind,
  letter: Schema.NullOr(Schema.Struct({
    subject: Schema.String,
    text: Schema.String,
    html: Schema.String,
    workbook: optional(Schema.String.annotate({ description: "The name of the workbook that would be attached." }))
  })).annotate({ description: "Null: none would be written now, since there is nothing to say or the caller's role gets none of this kind." })
}).annotate({ identifier: "MessagePreview" })

export class MessageEndpoints extends HttpApiGroup.make("messages")
  .add(
    HttpApiEndpoint.get("messages", "/v1/messages", { success: Messages })
      .annotate(Permission, "messages.read")
      .annotateMerge(OpenApi.annotations({ identifier: "listMessages", summary: "Messages to the caller", description: "The tasks of each morning and escalations, as they go by e-mail." })),
    HttpApiEndpoint.post("read", "/v1/messages/reading", { success: HttpApiSchema.NoContent })
      .annotate(Permission, "messages.read")
      .annotateMerge(OpenApi.annotations({ identifier: "readMessages", summary: "Note that the caller has seen the messages", description: "All until now." })),
    HttpApiEndpoint.put("preferences", "/v1/messages/preferences", { headers: repeatableHeaders, payload: MessagePreferences, success: MessagePreferences, error: [...Problem.ofWrite, Problem.Conflict] })
      .annotate(Permission, "messages.read")
      .annotateMerge(OpenApi.annotations({ identifier: "setMessagePreferences", summary: "Choose what comes by e-mail", description: "409 for a key: it has no address." }))
  )
  .add(
    HttpApiEndpoint.get("preview", "/v1/messages/previews/:kind", { params: { kind: ShownKind }, success: MessagePreview, error: [Problem.Conflict] })
      .annotate(Permission, "messages.read")
      .annotateMerge(OpenApi.annotations({
        identifier: "previewMessage",
        summary: "A letter to the caller as it would be sent now",
        description: "Nothing is stored or sent. An escalation shows the latest one of the last thirty days. 409 for a key: it has no address."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "messages", description: "Messages to the people of the dealership." }))
{}
