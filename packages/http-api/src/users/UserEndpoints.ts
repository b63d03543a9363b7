/** People who sign in, for administrators; and sessions, for everyone. Signing in itself belongs to the server: it sets a cookie. */
import * as Directory from "@crm-procedure/core/records/Directory"
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { BodyOptional, Permission, repeatableHeaders } from "../access/Gate.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

const Language = Schema.Literals(["es", "en"])

const written = {
  name: Schema.String.annotate({ examples: ["Luz Marina Peña"] }),
  email: Schema.String.annotate({ description: "Unique in the dealership.", examples: ["luz@ejemplo.com"] }),
  role: Schema.Literals(Directory.roles),
  employeeId: optional(Shape.Id.annotate({ description: "The employee in the directory; an advisor and a CRM agent always have one." })),
  branchIds: optional(Schema.Array(Shape.Id).annotate({ description: "Of a manager: his branches, instead of those that the directory gives him." })),
  line: optional(Shape.BusinessLine)
}

export const UserToWrite = Schema.Struct({
  ...written,
  administrator: optional(Schema.Boolean.annotate({ description: "Whether the user manages users and keys, beside what the role may do. Default: no." })),
  language: optional(Language)
}).annotate({
  identifier: "UserToWrite",
  examples: [{ name: "Luz Marina Peña", email: "luz@ejemplo.com", role: "crm-assistant" }]
})

export const UserView = Schema.Struct({
  id: Schema.String,
  ...written,
  administrator: Schema.Boolean,
  language: Language,
  state: Schema.Literals(["invited", "active"]).annotate({ description: "`invited`: no invitation was accepted yet." }),
  signsInBy: Schema.Array(Schema.Literals(["password", "provider"])),
  secondFactor: Schema.Boolean.annotate({ description: "Whether a code is asked for after the password." }),
  createdAt: Shape.Instant,
  lastSignInAt: optional(Shape.Instant),
  invitedUntil: optional(Shape.instantFor("Until when the last invitation can be accepted.")),
  mailFailure: optional(Schema.String.annotate({ description: "In the list: why the last message to the person was not delivered, as a status of SMTP or a word. Correct the e-mail." }))
}).annotate({ identifier: "User", description: "A person who signs in." })

export const InvitationToMake = Schema.Struct({
  resetSecondFactor: optional(Schema.Boolean.annotate({ description: "Also takes the second factor away, for someone who lost the app and the recovery codes." }))
}).annotate({ identifier: "InvitationToMake" })

export const InvitationMade = Schema.Struct({
  expiresAt: Shape.Instant,
  link: optional(Schema.String.annotate({ description: "The link, shown this once, where the server sends no e-mail." })),
  sentTo: optional(Schema.String.annotate({ description: "The e-mail to which the link goes." }))
}).annotate({ identifier: "InvitationMade", description: "A link by which a person sets a password. It works once; an earlier link of the person no longer works." })

export const SessionView = Schema.Struct({
  id: Schema.String,
  current: Schema.Boolean.annotate({ description: "Whether this request belongs to it." }),
  device: optional(Schema.String.annotate({ examples: ["Chrome, Android"] })),
  createdAt: Shape.Instant,
  expiresAt: Shape.Instant,
  lastUsedAt: optional(Shape.Instant)
}).annotate({ identifier: "Session" })

const params = { id: Shape.Id }

const ofUser = { user: optional(Shape.Id.annotate({ description: "Of this user, for an administrator. Without it: of the caller." })) }

export class UserEndpoints extends HttpApiGroup.make("users")
  .add(
    HttpApiEndpoint.get("users", "/v1/users", { query: Shape.pageQuery, success: Shape.page(UserView) })
      .annotate(Permission, "users.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "listUsers", summary: "The people who sign in", description: "For an administrator." })),
    HttpApiEndpoint.post("add", "/v1/users", { headers: repeatableHeaders, payload: UserToWrite, success: UserView.pipe(HttpApiSchema.status(201)), error: [...Problem.ofWrite, Problem.Conflict] })
      .annotate(Permission, "users.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "addUser", summary: "Add a person", description: "Invite the person then: without an accepted invitation there is no sign-in." })),
    HttpApiEndpoint.put("change", "/v1/users/:id", { params, headers: repeatableHeaders, payload: UserToWrite, success: UserView, error: [...Problem.ofWrite, Problem.NotFound, Problem.Conflict] })
      .annotate(Permission, "users.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "changeUser", summary: "Change a person's name, e-mail, role or scope", description: "It counts from the next request of every session." })),
    HttpApiEndpoint.delete("remove", "/v1/users/:id", { params, success: HttpApiSchema.NoContent, error: [Problem.NotFound, Problem.Conflict] })
      .annotate(Permission, "users.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "removeUser", summary: "Remove a person", description: "The sessions end at once. The last administrator stays." })),
    HttpApiEndpoint.post("invite", "/v1/users/:id/invitation", { params, payload: InvitationToMake, success: InvitationMade, error: [...Problem.ofBody, Problem.NotFound, Problem.Conflict] })
      .annotate(Permission, "users.manage")
      .annotate(BodyOptional, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "inviteUser",
        summary: "Invite a person, or let a person set a new password",
        description: "The answer is not kept, since it holds a secret: sent again, it makes another link and the one before stops working."
      })),
    HttpApiEndpoint.get("sessions", "/v1/sessions", { query: ofUser, success: Schema.Struct({ items: Schema.Array(SessionView) }), error: Problem.NotFound })
      .annotate(Permission, "sessions.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "listSessions", summary: "Open sessions", description: "The caller's own; with `user`, a user's, for an administrator." })),
    HttpApiEndpoint.delete("endSession", "/v1/sessions/:id", { params, query: ofUser, success: HttpApiSchema.NoContent, error: Problem.NotFound })
      .annotate(Permission, "sessions.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "endSession", summary: "End a session", description: "The caller's own; with `user`, a user's, for an administrator." }))
  )
  .annotateMerge(OpenApi.annotations({ title: "users", description: "People who sign in, and their sessions." }))
{}
