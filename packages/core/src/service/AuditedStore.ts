/**
 * A service store whose changes of keys, users, subscriptions and requests about personal data add entries to the audit: each change and its entry are kept or
 * neither. Secrets, names and e-mails are named without their values.
 *
 * @see docs/decisions/0056-who-did-what.md
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { AuditSubject } from "../register/AuditEntry.ts"
import * as AuditEntry from "../register/AuditEntry.ts"
import type * as Records from "../register/Records.ts"
import * as AuditedChange from "./internal/AuditedChange.ts"
import type { AccessKey, ServiceStore, Subscription } from "./ServiceStore.ts"
import { ServiceStoreError, ServiceStoreUnavailable } from "./ServiceStore.ts"
import type { PersonRequest } from "./PersonRequest.ts"
import type { User } from "./User.ts"

const { plain, secret } = AuditedChange

const identityFields = plain("role", "employeeId", "brandIds", "branchIds", "line", "isAdministrator")
const keyFields = [...identityFields, ...plain("expiresAt", "revokedAt"), ...secret("name", "secret")]
const userFields = [...identityFields, ...plain("language"), ...secret("name", "email", "password", "secondFactor", "provider", "invitation")]
const subscriptionFields = [...plain("events", "brandIds", "pausedAt"), ...secret("url", "secret")]

const requestFields = [...plain("kind", "channel", "receivedAt", "extendedAt", "answeredAt", "erasedAt"), ...secret("person", "text", "extensionReason", "done")]

const ofKey = ({ expiresAt, hash, identity, name, revokedAt }: AccessKey): object => ({ ...identity, expiresAt, revokedAt, name, secret: hash })

/** A second factor's last code changes with each sign-in and says nothing here. */
const ofUser = ({ email, identity, invitation, language, name, password, provider, secondFactor }: User): object => ({
  ...identity,
  language,
  name,
  email,
  password,
  secondFactor: secondFactor === undefined ? undefined : JSON.stringify([secondFactor.secret, secondFactor.isConfirmed, secondFactor.recoveryHashes]),
  provider: provider === undefined ? undefined : JSON.stringify([provider.issuer, provider.subject]),
  invitation: invitation?.hash
})

const ofSubscription = ({ brandIds, events, pausedAt, secret, url }: Subscription): object => ({ brandIds, events, pausedAt, url, secret })

const ofRequest = ({ answer, channel, erasedAt, extension, kind, person, receivedAt, text }: PersonRequest): object => ({
  kind,
  channel,
  receivedAt,
  erasedAt,
  extendedAt: extension?.at,
  answeredAt: answer?.at,
  person: person === undefined ? undefined : JSON.stringify(person),
  text: text === "" ? undefined : text,
  extensionReason: extension?.text,
  done: answer?.text
})

const requestAction = (before: PersonRequest | undefined, after: PersonRequest): string => {
  if (before === undefined) return "person-request.registered"
  if (before.answer === undefined && after.answer !== undefined) return "person-request.answered"
  return before.extension === undefined && after.extension !== undefined ? "person-request.extended" : "person-request.erased"
}

/** The store, with an audit over the records of the same storage. */
export const over = (store: ServiceStore["Service"], records: Records.Records["Service"]): ServiceStore["Service"] => {
  const inChange = AuditedChange.inChangesOf(records, (operation, detail) => new ServiceStoreError({ operation, reason: new ServiceStoreUnavailable({ detail }) }))
  const tell = (dealership: string, action: string, subject: AuditSubject, fields: ReadonlyArray<AuditedChange.Audited>, before: object | undefined, after: object | undefined) => {
    const changes = AuditEntry.changesOf(fields, before, after)
    return changes.length === 0 ? Effect.void : AuditedChange.tell(dealership, action, subject, changes)
  }
  const keyOf = (dealership: string, id: string) => Effect.map(store.keys(dealership), (keys) => keys.find((key) => key.id === id))
  return {
    ...store,
    putKey: (key) => {
      const { dealership } = key.identity
      return inChange("putKey", dealership, Effect.gen(function*() {
        const before = yield* keyOf(dealership, key.id)
        yield* store.putKey(key)
        yield* tell(dealership, before === undefined ? "key.made" : "key.changed", { type: "key", id: key.id }, keyFields, before && ofKey(before), ofKey(key))
      }))
    },
    revokeKey: (dealership, id, at) =>
      inChange("revokeKey", dealership, Effect.gen(function*() {
        const before = yield* keyOf(dealership, id)
        const found = yield* store.revokeKey(dealership, id, at)
        if (before !== undefined) yield* tell(dealership, "key.revoked", { type: "key", id }, keyFields, ofKey(before), ofKey({ ...before, revokedAt: before.revokedAt ?? at }))
        return found
      })),
    putUser: (user) => {
      const { dealership } = user.identity
      return inChange("putUser", dealership, Effect.gen(function*() {
        const before = Option.getOrUndefined(yield* store.user(dealership, user.id))
        const isStored = yield* store.putUser(user)
        if (isStored) yield* tell(dealership, before === undefined ? "user.added" : "user.changed", { type: "user", id: user.id }, userFields, before && ofUser(before), ofUser(user))
        return isStored
      }))
    },
    removeUser: (dealership, id) =>
      inChange("removeUser", dealership, Effect.gen(function*() {
        const before = Option.getOrUndefined(yield* store.user(dealership, id))
        const isRemoved = yield* store.removeUser(dealership, id)
        if (before !== undefined) yield* tell(dealership, "user.removed", { type: "user", id }, userFields, ofUser(before), undefined)
        return isRemoved
      })),
    putPersonRequest: (dealership, request) =>
      inChange("putPersonRequest", dealership, Effect.gen(function*() {
        const before = (yield* store.personRequests(dealership, { id: request.id }))[0]
        const isStored = yield* store.putPersonRequest(dealership, request)
        if (isStored) yield* tell(dealership, requestAction(before, request), { type: "person-request", id: request.id }, requestFields, before && ofRequest(before), ofRequest(request))
        return isStored
      })),
    addSubscription: (dealership, subscription) =>
      inChange("addSubscription", dealership, Effect.gen(function*() {
        yield* store.addSubscription(dealership, subscription)
        yield* tell(dealership, "webhook.added", { type: "webhook", id: subscription.id }, subscriptionFields, undefined, ofSubscription(subscription))
      })),
    changeSubscription: (dealership, id, state) =>
      inChange("changeSubscription", dealership, Effect.gen(function*() {
        const before = (yield* store.subscriptions(dealership)).find((one) => one.id === id)
        yield* store.changeSubscription(dealership, id, state)
        if (before !== undefined) yield* tell(dealership, "webhook.changed", { type: "webhook", id }, subscriptionFields, ofSubscription(before), ofSubscription({ ...before, ...state }))
      })),
    removeSubscription: (dealership, id) =>
      inChange("removeSubscription", dealership, Effect.gen(function*() {
        const before = (yield* store.subscriptions(dealership)).find((one) => one.id === id)
        const isRemoved = yield* store.removeSubscription(dealership, id)
        if (before !== undefined) yield* tell(dealership, "webhook.removed", { type: "webhook", id }, subscriptionFields, ofSubscription(before), undefined)
        return isRemoved
      }))
  }
}
