/** Messages to the caller: what was sent by e-mail, or would have been. */
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
export const MutableKind = Schema.Literals(["morning", "escalation"])

export const MessageView = Schema.Struct({
  id: Schema.String,
  kind: MutableKind,
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
  muted: Schema.Array(MutableKind).annotate({ description: "Kinds that the caller does not want by e-mail. The page shows them all the same." })
}).annotate({ identifier: "Messages", description: "The newest thirty, the newest first. A key has none." })

export const MessagePreferences = Schema.Struct({ muted: Schema.Array(MutableKind) }).annotate({ identifier: "MessagePreferences", examples: [{ muted: ["morning"] }] })

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
  .annotateMerge(OpenApi.annotations({ title: "messages", description: "Messages to the people of the dealership." }))
{}
