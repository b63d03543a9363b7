/** What people do with their own account on the page: accept an invitation, change the password, and turn the second factor on or off. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import { Authorship } from "@crm-procedure/core/records/Authorship"
import * as Records from "@crm-procedure/core/register/Records"
import * as AuditedStore from "@crm-procedure/core/service/AuditedStore"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as User from "@crm-procedure/core/service/User"
import * as ClientAddress from "@crm-procedure/http-api/access/ClientAddress"
import * as MonotonicClock from "@crm-procedure/http-api/access/MonotonicClock"
import * as InvitationPost from "@crm-procedure/http-api/users/InvitationPost"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { randomUUID } from "node:crypto"
import * as FirstAccount from "./FirstAccount.ts"
import * as PageRequest from "./PageRequest.ts"
import * as Password from "./Password.ts"
import * as PresentedUser from "./PresentedUser.ts"
import * as SecondFactor from "./SecondFactor.ts"
import * as Session from "./Session.ts"
import { noSession } from "./SessionRoutes.ts"
import * as SignIn from "./SignIn.ts"

type Response = HttpServerResponse.HttpServerResponse

const done = HttpServerResponse.empty({ status: 204 })

const noInvitation = PageRequest.problem(410, "The invitation is over", "La invitación ya se usó, venció o fue reemplazada por otra. Pida una nueva a quien administra el sistema.", "invitation-over")

const wrongPassword = PageRequest.problem(403, "The password is wrong", "La contraseña actual no es correcta.", "password-wrong")

const codeWrong = PageRequest.problem(403, "The code is wrong", "El código no es correcto. Revise la hora del teléfono y escriba el código que se ve ahora.", "code-wrong")

const changedMeanwhile = PageRequest.problem(409, "The account changed meanwhile", "La cuenta cambió entretanto, u otra persona tiene ese correo. Inténtelo de nuevo.", "conflict")

const invalid = (faults: ReadonlyArray<{ readonly pointer: string; readonly expected: Bilingual }>): Response =>
  PageRequest.problem(422, "See errors", "Revise lo que se indica.", "invalid", faults)

/** Keeps a user whom the person changed on the page. The audit tells of it by the person's own account. */
const keep = Effect.fnUntraced(function*(user: User.User) {
  const store = AuditedStore.over(yield* ServiceStore.ServiceStore, yield* Records.Records)
  const { employeeId, role } = user.identity
  return yield* Effect.provideService(store.putUser(user), Authorship, { by: user.id, role, employeeId, means: "page", reference: randomUUID() })
})

/** The user whose open invitation it is. */
const invitedBy = Effect.fnUntraced(function*(token: string) {
  const hash = InvitationPost.hashOfSecret(token)
  if (hash === undefined) return undefined
  const now = yield* Clock.currentTimeMillis
  return yield* PresentedUser.find(User.handleOfInvitation(hash), ({ invitation }) => Effect.succeed(invitation !== undefined && invitation.expiresAt > now))
})

const look = (options: Session.Options) =>
  PageRequest.withBody(options.behindTls, Schema.Struct({ token: Schema.String }), Effect.fnUntraced(function*({ token }) {
    const user = yield* invitedBy(token)
    if (user === undefined) return noInvitation
    const isFirst = FirstAccount.isPending(user)
    return HttpServerResponse.jsonUnsafe({ dealership: user.identity.dealership, isFirst, ...(isFirst ? {} : { name: user.name, email: user.email }) })
  }))

const Acceptance = Schema.Struct({
  token: Schema.String,
  password: Schema.String,
  name: Schema.optionalKey(Schema.String),
  email: Schema.optionalKey(Schema.String)
})

/** Sets the password of an invited user. Earlier sessions end: the link may replace a password that others know. */
const accept = (options: Session.Options) =>
  PageRequest.withBody(options.behindTls, Acceptance, Effect.fnUntraced(function*({ email = "", name = "", password, token }, request) {
    const serviceStore = yield* ServiceStore.ServiceStore
    const user = yield* invitedBy(token)
    if (user === undefined) return noInvitation
    const named: User.User = FirstAccount.isPending(user) ? { ...user, name: name.trim(), email: User.emailOf(email) ?? email } : user
    const unfit = Password.faultOf(password, named.email)
    const faults = [...User.faultsOf(named), ...(unfit === undefined ? [] : [{ pointer: "/password", expected: unfit }])]
    if (faults.length > 0) return invalid(faults)
    const now = yield* Clock.currentTimeMillis
    const { invitation: _, ...rest } = named
    const accepted: User.User = { ...rest, password: yield* Password.hash(password), lastSignInAt: now, revision: user.revision + 1 }
    if (!(yield* keep(accepted))) return changedMeanwhile
    yield* serviceStore.endSessionsOf(user.identity.dealership, user.id)
    // A second factor that stands is asked for at the sign-in.
    return User.hasSecondFactor(accepted) ? done : yield* Session.beginOfUser(request, options, accepted, done)
  }))

interface Own extends Session.Open {
  readonly user: User.User
}

/** Handles a request of a signed-in user who shows the password again. */
const withPassword = <Fields extends Schema.Struct.Fields>(
  options: Session.Options,
  attempts: SignIn.Attempts,
  fields: Fields,
  handle: (own: Own, body: Schema.Struct<Fields>["Type"]) => Effect.Effect<Response, ServiceStore.ServiceStoreError, ServiceStore.ServiceStore | Records.Records>
) => {
  const Body = Schema.Struct({ ...fields, password: Schema.String }) as unknown as Schema.ConstraintDecoder<Schema.Struct<Fields>["Type"] & { readonly password: string }>
  return PageRequest.withBody(options.behindTls, Body, Effect.fnUntraced(function*(body, request) {
    const open = yield* Session.openOf(request, options)
    if (open?.user === undefined) return noSession
    const { user } = open
    const account = SignIn.accountOf(user.email)
    const network = ClientAddress.networkOf((yield* ClientAddress.ClientAddress)(request))
    const wait = SignIn.take(attempts, account, network, yield* MonotonicClock.millis)
    if (wait > 0) return PageRequest.tooMany(wait)
    if (user.password === undefined || !(yield* Password.verify(body.password, user.password))) return wrongPassword
    SignIn.giveBack(attempts, account, network, yield* MonotonicClock.millis)
    Session.noted(request, open.caller)
    return yield* handle({ ...open, user }, body)
  }))
}

const put = Effect.fnUntraced(function*(user: User.User, answer: Response) {
  return (yield* keep({ ...user, revision: user.revision + 1 })) ? answer : changedMeanwhile
})

const changePassword = (options: Session.Options, attempts: SignIn.Attempts) =>
  withPassword(options, attempts, { next: Schema.String }, Effect.fnUntraced(function*({ caller, id, user }, { next }) {
    const unfit = Password.faultOf(next, user.email)
    if (unfit !== undefined) return invalid([{ pointer: "/next", expected: unfit }])
    const answer = yield* put({ ...user, password: yield* Password.hash(next) }, done)
    if (answer === done) yield* ServiceStore.ServiceStore.use((serviceStore) => serviceStore.endSessionsOf(caller.identity.dealership, user.id, id))
    return answer
  }))

const beginFactor = (options: Session.Options, attempts: SignIn.Attempts) =>
  withPassword(options, attempts, {}, ({ user }) =>
    Effect.suspend(() => {
      const { drawing, factor, secret, uri } = SecondFactor.begin(options.sealingKey, user.email)
      return put({ ...user, secondFactor: factor }, HttpServerResponse.jsonUnsafe({ secret, uri, drawing }))
    }))

const endFactor = (options: Session.Options, attempts: SignIn.Attempts) =>
  withPassword(options, attempts, {}, ({ user }) => {
    const { secondFactor: _, ...rest } = user
    return put(rest, done)
  })

/** The first right code turns the factor on, and gives the recovery codes. */
const confirmFactor = (options: Session.Options) =>
  PageRequest.withBody(options.behindTls, Schema.Struct({ code: Schema.String }), Effect.fnUntraced(function*({ code }, request: HttpServerRequest.HttpServerRequest) {
    const open = yield* Session.openOf(request, options)
    if (open?.user === undefined) return noSession
    const { user } = open
    const accepted = user.secondFactor === undefined || user.secondFactor.isConfirmed
      ? undefined
      : SecondFactor.accept(options.sealingKey, user.secondFactor, code, yield* Clock.currentTimeMillis)
    if (accepted === undefined) return codeWrong
    const { codes, factor } = SecondFactor.withRecoveryCodes({ ...accepted, isConfirmed: true })
    return yield* put({ ...user, secondFactor: factor }, HttpServerResponse.jsonUnsafe({ recoveryCodes: codes }))
  }))

export const layer = (options: Session.Options, attempts: SignIn.Attempts) =>
  Layer.mergeAll(
    HttpRouter.add("POST", "/v1/session/invitation", look(options)),
    HttpRouter.add("POST", "/v1/session/acceptance", accept(options)),
    HttpRouter.add("PUT", "/v1/session/password", changePassword(options, attempts)),
    HttpRouter.add("POST", "/v1/session/second-factor", beginFactor(options, attempts)),
    HttpRouter.add("PUT", "/v1/session/second-factor", confirmFactor(options)),
    HttpRouter.add("POST", "/v1/session/second-factor/removal", endFactor(options, attempts))
  )
