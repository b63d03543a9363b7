/**
 * An intake store whose changes of mappings, of the settings for leads and of inbox tokens add entries to the audit: each change and
 * its entry are kept or neither. Secrets and names are named without their values.
 *
 * @see docs/decisions/0056-who-did-what.md
 */
import * as Effect from "effect/Effect"
import * as AuditEntry from "../register/AuditEntry.ts"
import type * as Records from "../register/Records.ts"
import type { InboxToken, IntakeStore, KeptMapping } from "./IntakeStore.ts"
import { IntakeStoreError, IntakeStoreUnavailable } from "./IntakeStore.ts"
import * as AuditedChange from "./internal/AuditedChange.ts"

/** What of a token's settings is told with its value. Secrets are told to have changed, by `secrets`. */
const toldSettings = ["source", "branchId", "brandId", "advisorId"] as const

const tokenFields = [...AuditedChange.plain(...toldSettings, "createdAt", "revokedAt"), ...AuditedChange.secret("name", "secrets")]

const ofToken = ({ createdAt, hash, name, revokedAt, settings }: InboxToken): object => {
  const given = (typeof settings === "object" && settings !== null ? settings : {}) as Readonly<Record<string, unknown>>
  return { ...Object.fromEntries(toldSettings.map((field) => [field, given[field]])), createdAt, revokedAt, name, secrets: JSON.stringify([hash, settings]) }
}

/** The members of a mapping or of settings, each as JSON. */
const membersOf = (content: unknown): Readonly<Record<string, string>> =>
  typeof content === "object" && content !== null && !Array.isArray(content)
    ? Object.fromEntries(Object.entries(content).map(([member, value]) => [member, JSON.stringify(value)]))
    : content === undefined ? {} : { content: JSON.stringify(content) }

/** The store, with an audit over the records of the same storage. */
export const over = (store: IntakeStore["Service"], records: Records.Records["Service"]): IntakeStore["Service"] => {
  const inChange = AuditedChange.inChangesOf(records, (operation, detail) => new IntakeStoreError({ operation, reason: new IntakeStoreUnavailable({ detail }) }))
  const tell = (dealership: string, action: string, type: string, id: string, changes: ReadonlyArray<AuditEntry.AuditChange>) =>
    AuditedChange.tell(dealership, action, { type, id }, changes)
  const changesOfMapping = (before: KeptMapping | undefined, after: KeptMapping | undefined) => {
    const [from, to] = [membersOf(before?.content), membersOf(after?.content)]
    return AuditEntry.changesOf([...new Set([...Object.keys(from), ...Object.keys(to)])].map((name) => ({ name })), from, to)
  }
  const mappingOf = (dealership: string, name: string) => Effect.map(store.mappings(dealership), (all) => all.find((one) => one.name === name))
  return {
    ...store,
    putMapping: (dealership, mapping) =>
      inChange("putMapping", dealership, Effect.gen(function*() {
        const before = yield* mappingOf(dealership, mapping.name)
        yield* store.putMapping(dealership, mapping)
        const changes = changesOfMapping(before, mapping)
        if (before === undefined) yield* tell(dealership, "mapping.added", "mapping", mapping.name, changes)
        else if (changes.length > 0) yield* tell(dealership, "mapping.changed", "mapping", mapping.name, changes)
      })),
    removeMapping: (dealership, name) =>
      inChange("removeMapping", dealership, Effect.gen(function*() {
        const before = yield* mappingOf(dealership, name)
        const isRemoved = yield* store.removeMapping(dealership, name)
        if (before !== undefined) yield* tell(dealership, "mapping.removed", "mapping", name, changesOfMapping(before, undefined))
        return isRemoved
      })),
    putInboxToken: (dealership, token) =>
      inChange("putInboxToken", dealership, Effect.gen(function*() {
        const before = (yield* store.inboxTokens(dealership)).find(({ id }) => id === token.id)
        yield* store.putInboxToken(dealership, token)
        const action = before === undefined ? "inbox-token.made" : token.revokedAt !== undefined && before.revokedAt === undefined ? "inbox-token.revoked" : "inbox-token.changed"
        const changes = AuditEntry.changesOf(tokenFields, before && ofToken(before), ofToken(token))
        if (changes.length > 0) yield* tell(dealership, action, "inbox-token", token.id, changes)
      }))
  }
}
