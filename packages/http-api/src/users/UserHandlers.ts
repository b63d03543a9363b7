/** Serves users, invitations and sessions. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as User from "@crm-procedure/core/service/User"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Page from "../request/Cursor.ts"
import * as Question from "../request/Question.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import { present } from "../request/Encoding.ts"
import type { Conflict } from "../Problem.ts"
import * as InvitationPost from "./InvitationPost.ts"
import { InvitationToMake, type SessionView, UserToWrite, type UserView } from "./UserEndpoints.ts"

const decodeUser = Body.decode(UserToWrite)
const decodeInvitation = Body.decode(InvitationToMake)

type Written = typeof UserToWrite.Type

const ID_BYTES = 6

/** What an administrator writes of a user. */
const contentOf = ({ administrator, branchIds, email, employeeId, language, line, name, role }: Written, dealership: string): Pick<User.User, "name" | "email" | "identity" | "language"> => ({
  name: name.trim(),
  email: User.emailOf(email) ?? email,
  identity: present({ dealership, role, employeeId, branchIds, line, isAdministrator: administrator === true ? true : undefined }),
  language: language ?? "es"
})

/** Decodes a user and reports what the schema can't. */
const userAsked = (body: unknown, { dealership }: HandlerContext.Visit) =>
  Effect.gen(function*() {
    const content = contentOf(yield* decodeUser(body), dealership)
    const faults = User.faultsOf(content)
    return faults.length === 0 ? content : yield* Refusing.invalid(...faults.map((fault) => ({ in: "body" as const, ...fault })))
  })

const shown = (user: User.User, zone: Calendar.Zone): typeof UserView.Type => {
  const { createdAt, email, id, identity, invitation, language, lastSignInAt, name, password, provider } = user
  const { branchIds, employeeId, isAdministrator, line, role } = identity
  const instant = (at: Calendar.Instant | undefined) => at === undefined ? undefined : Calendar.formatInstant(zone, at)
  return present({
    id,
    name,
    email,
    // A user is a person: `faultsOf` refuses the role of a program.
    role: role as Exclude<Access.Role, "integration">,
    employeeId,
    branchIds,
    line,
    administrator: isAdministrator === true,
    language,
    state: User.isActive(user) ? "active" as const : "invited" as const,
    signsInBy: [...(password === undefined ? [] : ["password" as const]), ...(provider === undefined ? [] : ["provider" as const])],
    secondFactor: User.hasSecondFactor(user),
    createdAt: Calendar.formatInstant(zone, createdAt),
    lastSignInAt: instant(lastSignInAt),
    invitedUntil: instant(invitation?.expiresAt)
  })
}

/** How many of a person's messages are looked at: the newest one may be shown on the page alone. */
const MESSAGES = 5

/** Why the last message that was to be sent to a person was not delivered; undefined where it was, or waits. */
const mailFailureOf = (serviceStore: ServiceStore.ServiceStore["Service"], { email, id, identity: { dealership } }: User.User) =>
  Effect.map(serviceStore.messagesOf(dealership, id, MESSAGES), (messages) => {
    const last = messages.find(({ state, to }) => state !== "kept" && to === email)
    return last?.state === "dead" ? last.lastFailure : undefined
  })

const sessionShown = ({ createdAt, device, expiresAt, id, seenAt }: ServiceStore.Session, current: string | undefined, zone: Calendar.Zone): typeof SessionView.Type =>
  present({
    id,
    current: id === current,
    device,
    createdAt: Calendar.formatInstant(zone, createdAt),
    expiresAt: Calendar.formatInstant(zone, expiresAt),
    lastUsedAt: seenAt === undefined ? undefined : Calendar.formatInstant(zone, seenAt)
  })

const conflict = (es: string, en: string) => Refusing.refuse("Conflict", { es, en })

const changedMeanwhile = () =>
  conflict(
    "Otra persona tiene ese correo, o el usuario cambió entretanto. Revise la lista e inténtelo de nuevo.",
    "Another person has that e-mail, or the user changed meanwhile. Read the list and try again."
  )

const lastAdministrator = () =>
  conflict(
    "Es el último administrador: nombre a otro primero, para que alguien pueda administrar.",
    "It is the last administrator: name another one first, so that someone can administer."
  )

export const layer = HttpApiBuilder.group(Api, "users", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const random = yield* SecureRandom.SecureRandom
  const post = yield* InvitationPost.InvitationPost
  const { serviceStore } = context

  const userOf = Effect.fnUntraced(function*(dealership: string, id: string) {
    const found = Option.getOrUndefined(yield* serviceStore.user(dealership, id))
    return found ?? (yield* Refusing.notFound())
  })

  const put = Effect.fnUntraced(function*(user: User.User) {
    if (!(yield* serviceStore.putUser(user))) return yield* changedMeanwhile()
    return user
  })

  /** Refuses a change after which an active administrator would be none, if there is no other one. */
  const mustNotBeTheLast = Effect.fnUntraced(function*(user: User.User, stays: boolean): Effect.fn.Return<void, Conflict | ServiceStore.ServiceStoreError> {
    if (stays || !User.administers(user)) return
    const all = yield* serviceStore.users(user.identity.dealership)
    if (!all.some((other) => other.id !== user.id && User.administers(other))) return yield* lastAdministrator()
  })

  /** Whose sessions a request is about: the caller's, or a user's where an administrator asks. */
  const holderOf = Effect.fnUntraced(function*({ caller, dealership, identity }: HandlerContext.Visit, user: string | undefined) {
    if (user === undefined) return caller.keyId
    if (!Access.may(identity, "users.manage")) return yield* Refusing.notFound()
    return (yield* userOf(dealership, user)).id
  })

  return handlers
    .handleRaw("add", (given) => Write.json(
      context,
      given,
      userAsked,
      Effect.fnUntraced(function*(content, { now, zone }) {
        const id = `u-${Buffer.from(yield* random.randomBytes(ID_BYTES)).toString("hex")}`
        return { status: 201, body: shown(yield* put({ id, ...content, createdAt: now, revision: 1 }), zone) }
      })
    ))
    .handleRaw("change", (given) => Write.json(
      context,
      given,
      userAsked,
      Effect.fnUntraced(function*(content, { dealership, zone }, { params: { id } }) {
        const user = yield* userOf(dealership, id)
        yield* mustNotBeTheLast(user, content.identity.isAdministrator === true)
        return { status: 200, body: shown(yield* put({ ...user, ...content, revision: user.revision + 1 }), zone) }
      })
    ))
    .handleRaw("invite", (given) => Question.json(
      context,
      given,
      decodeInvitation,
      Effect.fnUntraced(function*({ resetSecondFactor }, { dealership, now, zone }, { params: { id } }) {
        const user = yield* userOf(dealership, id)
        const secret = InvitationPost.secretOfBytes(yield* random.randomBytes(InvitationPost.SECRET_BYTES))
        const expiresAt = now + InvitationPost.VALID_MILLIS
        const { secondFactor, ...rest } = user
        const invited = yield* put({
          ...rest,
          ...(resetSecondFactor === true || secondFactor === undefined ? {} : { secondFactor }),
          invitation: { hash: InvitationPost.hashOfSecret(secret)!, expiresAt },
          revision: user.revision + 1
        })
        const link = post.linkOf(secret)
        const isSent = yield* post.send(invited, link)
        return present({ expiresAt: Calendar.formatInstant(zone, expiresAt), link: isSent ? undefined : link, sentTo: isSent ? user.email : undefined })
      })
    ))
    .handleAll({
      users: ({ query }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership, zone } = yield* HandlerContext.visit(context)
          const after = yield* Page.parse(query.cursor, ["string"])
          const { items, nextCursor } = Page.ofList(yield* serviceStore.users(dealership), ({ id }) => id, after?.[0], query.limit)
          const failures = yield* Effect.forEach(items, (user) => mailFailureOf(serviceStore, user), { concurrency: 8 })
          return { items: items.map((one, place) => present({ ...shown(one, zone), mailFailure: failures[place] })), nextCursor }
        })),
      remove: ({ params: { id } }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const { dealership } = yield* HandlerContext.visit(context)
          const user = yield* userOf(dealership, id)
          yield* mustNotBeTheLast(user, false)
          yield* serviceStore.removeUser(dealership, user.id)
        })),
      sessions: ({ query: { user } }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const visit = yield* HandlerContext.visit(context)
          const holder = yield* holderOf(visit, user)
          const sessions = yield* serviceStore.sessionsOf(visit.dealership, holder, visit.now)
          return { items: sessions.toSorted((one, other) => other.createdAt - one.createdAt).map((one) => sessionShown(one, visit.caller.sessionId, visit.zone)) }
        })),
      endSession: ({ params: { id }, query: { user } }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const visit = yield* HandlerContext.visit(context)
          const holder = yield* holderOf(visit, user)
          const sessions = yield* serviceStore.sessionsOf(visit.dealership, holder, visit.now)
          const session = sessions.find((one) => one.id === id) ?? (yield* Refusing.notFound())
          yield* serviceStore.endSession(visit.dealership, session.id)
        }))
    })
}))
