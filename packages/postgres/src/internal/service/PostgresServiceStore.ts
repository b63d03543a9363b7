/** The port of what a service keeps beside the records: users, access keys, sessions, answers, requests about personal data, subscriptions and their deliveries. */
import type { Identity } from "@crm-procedure/core/records/Access"
import {
  type AccessKey, type Answer, type Claimed, ClaimLost, type Delivery, refusingNotStorable, type ServiceStore, ServiceStoreError, ServiceStoreUnavailable, type Subscription, type SubscriptionState
} from "@crm-procedure/core/service/ServiceStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Database, question, Unavailable } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"
import type { Handles, List } from "./Handles.ts"
import { KnownHashes } from "./KnownHashes.ts"
import * as MessageTable from "./MessageTable.ts"
import * as RequestTable from "./RequestTable.ts"
import * as SessionTable from "./SessionTable.ts"
import * as UserTable from "./UserTable.ts"

interface KeyRow {
  readonly dealership: string
  readonly id: string
  readonly hash: string
  readonly name: string
  readonly identity: Identity
  readonly created_at: number
  readonly revoked_at: number | null
  readonly expires_at: number | null
}

const keyColumns = "dealership, id, hash, name, identity, created_at::float8, revoked_at::float8, expires_at::float8"
const keysOf = question((dealership) => `SELECT ${keyColumns} FROM crm_procedure.access_keys WHERE dealership = ${dealership} ORDER BY id`)
const putKey = `
  INSERT INTO crm_procedure.access_keys (dealership, id, hash, name, identity, created_at, revoked_at, expires_at) VALUES ($1, $2, $3, $4, $5::text::json, $6, $7, $8)
  ON CONFLICT (dealership, id) DO UPDATE
  SET hash = excluded.hash, name = excluded.name, identity = excluded.identity, created_at = excluded.created_at, revoked_at = excluded.revoked_at,
    expires_at = excluded.expires_at`
const noteKeyUse = "UPDATE crm_procedure.access_keys SET used_at = $3 WHERE dealership = $1 AND id = $2"
const keyUses = question((dealership) => `SELECT id, used_at::float8 AS at FROM crm_procedure.access_keys WHERE dealership = ${dealership} AND used_at IS NOT NULL ORDER BY id`)
const revokeKey = "UPDATE crm_procedure.access_keys SET revoked_at = coalesce(revoked_at, $3) WHERE dealership = $1 AND id = $2 RETURNING id"

/** Whose key it becomes: free, expired, released, or taken over from the same request that has been at it for too long. */
const claim = `
  INSERT INTO crm_procedure.claims AS kept (dealership, sender, key, request, attempt, held_until, expires_at, is_released)
  VALUES ($1, $2, $3, $4, 1, $6, $7, false)
  ON CONFLICT (dealership, sender, key) DO UPDATE
  SET request = excluded.request, attempt = kept.attempt + 1, held_until = excluded.held_until, expires_at = excluded.expires_at,
    is_released = false, answer = NULL
  WHERE kept.expires_at <= $5 OR kept.is_released OR (kept.request = excluded.request AND kept.answer IS NULL AND kept.held_until <= $5)
  RETURNING attempt`
const claimed = question((dealership) => `
  SELECT request, answer, held_until::float8 FROM crm_procedure.claims WHERE dealership = ${dealership} AND sender = $2 AND key = $3`)
const claimOf = question((dealership) => `
  SELECT attempt, is_released FROM crm_procedure.claims WHERE dealership = ${dealership} AND sender = $2 AND key = $3`)
const keepAnswer = `
  UPDATE crm_procedure.claims SET answer = $5::text::json
  WHERE dealership = $1 AND sender = $2 AND key = $3 AND attempt = $4 AND NOT is_released RETURNING attempt`
const release = `
  UPDATE crm_procedure.claims SET is_released = true
  WHERE dealership = $1 AND sender = $2 AND key = $3 AND attempt = $4 AND answer IS NULL`

const dropAnswers = `
  DELETE FROM crm_procedure.claims
  WHERE dealership = $1 AND answer IS NOT NULL AND EXISTS (SELECT FROM unnest($2::text[]) AS one(text) WHERE strpos(answer ->> 'body', one.text) > 0)`

const forgetSessions = "DELETE FROM crm_procedure.sessions WHERE dealership = $1 AND expires_at <= $2"

interface SubscriptionRow {
  readonly id: string
  readonly url: string
  readonly events: ReadonlyArray<string>
  readonly brand_ids: ReadonlyArray<string> | null
  readonly secret: string
  readonly former_secret: string | null
  readonly former_until: number | null
  readonly failing_since: number | null
  readonly paused_at: number | null
  readonly created_at: number
  readonly cursor: number
}

const addSubscription = `
  INSERT INTO crm_procedure.subscriptions (dealership, id, url, events, brand_ids, secret, created_at, cursor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (dealership, id) DO UPDATE SET url = excluded.url, events = excluded.events, brand_ids = excluded.brand_ids,
    secret = excluded.secret, created_at = excluded.created_at, cursor = excluded.cursor`
const changeSubscription = `
  UPDATE crm_procedure.subscriptions SET secret = $3, former_secret = $4, former_until = $5, failing_since = $6, paused_at = $7
  WHERE dealership = $1 AND id = $2`
const dropDeliveries = "DELETE FROM crm_procedure.deliveries WHERE dealership = $1 AND subscription_id = $2"
const dropSubscription = "DELETE FROM crm_procedure.subscriptions WHERE dealership = $1 AND id = $2 RETURNING id"
const anySubscription = question((dealership) => `SELECT id FROM crm_procedure.subscriptions WHERE dealership = ${dealership} LIMIT 1`)
const subscriptionsOf = question((dealership) => `
  SELECT id, url, events, brand_ids, secret, former_secret, former_until::float8, failing_since::float8, paused_at::float8, created_at::float8, cursor::float8
  FROM crm_procedure.subscriptions WHERE dealership = ${dealership} ORDER BY id`)

/** Locks a subscription: one server at a time works on its deliveries. */
const holdSubscription = "SELECT id FROM crm_procedure.subscriptions WHERE dealership = $1 AND id = $2 FOR UPDATE"
const moveCursor = "UPDATE crm_procedure.subscriptions SET cursor = greatest(cursor, $3) WHERE dealership = $1 AND id = $2"
const enqueue = `
  INSERT INTO crm_procedure.deliveries (dealership, subscription_id, position, record, state, attempts, due_at)
  SELECT $1, $2, one.position, one.record, 'pending', 0, one.due_at
  FROM unnest($3::bigint[], $4::text[], $5::bigint[]) AS one(position, record, due_at)
  ON CONFLICT DO NOTHING`

interface DeliveryRow {
  readonly position: number
  readonly record: string
  readonly state: Delivery["state"]
  readonly attempts: number
  readonly due_at: number
  readonly last_attempt_at: number | null
  readonly last_failure: string | null
}

const deliveryColumns = "position::float8, record, state, attempts, due_at::float8, last_attempt_at::float8, last_failure"
const takeDue = `
  UPDATE crm_procedure.deliveries AS one SET held_until = $4
  WHERE one.dealership = $1 AND one.subscription_id = $2 AND one.position = ANY (ARRAY(
    SELECT first.position FROM (
      SELECT DISTINCT ON (record) position, due_at, held_until FROM crm_procedure.deliveries
      WHERE dealership = $1 AND subscription_id = $2 AND state = 'pending' ORDER BY record, position
    ) AS first
    WHERE first.due_at <= $3 AND (first.held_until IS NULL OR first.held_until <= $3)
    ORDER BY first.position LIMIT $5
  ))
  RETURNING ${deliveryColumns}`
const settle = `
  UPDATE crm_procedure.deliveries
  SET record = $4, state = $5, attempts = $6, due_at = $7, last_attempt_at = $8, last_failure = $9, held_until = NULL
  WHERE dealership = $1 AND subscription_id = $2 AND position = $3`
const deliveriesOf = question((dealership) => `
  SELECT ${deliveryColumns} FROM crm_procedure.deliveries
  WHERE dealership = ${dealership} AND subscription_id = $2 AND position > $3 AND ($4::text IS NULL OR state = $4) ORDER BY position LIMIT $5`)
const forgetClaims = "DELETE FROM crm_procedure.claims WHERE dealership = $1 AND expires_at <= $2"
const forgetDeliveries = "DELETE FROM crm_procedure.deliveries WHERE dealership = $1 AND state = 'delivered' AND last_attempt_at < $2"

const toKey = ({ created_at, expires_at, hash, id, identity, name, revoked_at }: KeyRow): AccessKey => ({
  id,
  hash,
  name,
  identity,
  createdAt: created_at,
  ...(expires_at === null ? {} : { expiresAt: expires_at }),
  ...(revoked_at === null ? {} : { revokedAt: revoked_at })
})

const toSubscription = ({ brand_ids, created_at, cursor, events, failing_since, former_secret, former_until, id, paused_at, secret, url }: SubscriptionRow): Subscription => ({
  id,
  url,
  events,
  ...(brand_ids === null ? {} : { brandIds: brand_ids }),
  secret,
  ...(former_secret === null ? {} : { formerSecret: former_secret }),
  ...(former_until === null ? {} : { formerUntil: former_until }),
  ...(failing_since === null ? {} : { failingSince: failing_since }),
  ...(paused_at === null ? {} : { pausedAt: paused_at }),
  createdAt: created_at,
  cursor
})

const stateValues = (id: string, { failingSince, formerSecret, formerUntil, pausedAt, secret }: SubscriptionState): ReadonlyArray<unknown> =>
  [id, secret, Parameter.text(formerSecret), Parameter.bigint(formerUntil), Parameter.bigint(failingSince), Parameter.bigint(pausedAt)]

const toDelivery = ({ attempts, due_at, last_attempt_at, last_failure, position, record, state }: DeliveryRow): Delivery => ({
  position,
  record,
  state,
  attempts,
  dueAt: due_at,
  ...(last_attempt_at === null ? {} : { lastAttemptAt: last_attempt_at }),
  ...(last_failure === null ? {} : { lastFailure: last_failure })
})

const method = <Args extends ReadonlyArray<unknown>, A>(operation: string, run: (...args: Args) => Effect.Effect<A, Unavailable | ClaimLost>) => (...args: Args) =>
  run(...args).pipe(
    Effect.mapError((error) => new ServiceStoreError({
      operation,
      reason: error instanceof Unavailable ? new ServiceStoreUnavailable({ detail: error.detail }) : error
    })),
    Effect.withSpan(`ServiceStore.${operation}`)
  )

export const make = (database: Database, handles: Handles): ServiceStore["Service"] => {
  const keysByHash = new KnownHashes<KeyRow>(database, handles, "key", "access_keys", keyColumns)
  const messages = MessageTable.make(database)
  const requests = RequestTable.make(database)
  const users = UserTable.make(database, handles)
  const sessions = SessionTable.make(database)
  const listed = (operation: string, list: List) => method(operation, () => handles.list(list))()
  /** Works on a subscription's deliveries, if there is such a subscription. */
  const holding = <A>(dealership: string, subscriptionId: string, otherwise: A, work: Effect.Effect<A, Unavailable>) =>
    database.beside(dealership, Effect.flatMap(database.write(dealership, holdSubscription, [subscriptionId]), (rows) =>
      rows.length === 0 ? Effect.succeed(otherwise) : work))
  return refusingNotStorable({
    putKey: method("putKey", ({ createdAt, expiresAt, hash, id, identity, name, revokedAt }: AccessKey) =>
      database.change(identity.dealership, Effect.gen(function*() {
        yield* database.write(identity.dealership, putKey, [id, hash, name, Parameter.json(identity), Parameter.bigint(createdAt), Parameter.bigint(revokedAt), Parameter.bigint(expiresAt)])
        yield* handles.put(identity.dealership, "key", id, [hash])
        yield* handles.enter(identity.dealership, "known", true)
      }))),
    keyOfHash: method("keyOfHash", (hash: string) =>
      Effect.map(keysByHash.find(hash), (row) => Option.map(Option.fromUndefinedOr(row), toKey))),
    keys: method("keys", (dealership: string) => Effect.map(database.read<KeyRow>(dealership, keysOf), (rows) => rows.map(toKey))),
    revokeKey: method("revokeKey", (dealership: string, id: string, at: number) =>
      database.beside(dealership, Effect.map(database.write(dealership, revokeKey, [id, Parameter.bigint(at)]), (rows) => rows.length > 0))),
    noteKeyUse: method("noteKeyUse", (dealership: string, id: string, at: number) =>
      Effect.asVoid(database.beside(dealership, database.write(dealership, noteKeyUse, [id, Parameter.bigint(at)])))),
    keyUses: method("keyUses", (dealership: string) => database.read<{ readonly id: string; readonly at: number }>(dealership, keyUses)),
    dealerships: listed("dealerships", "known"),

    putUser: method("putUser", users.put),
    user: method("user", users.get),
    users: method("users", users.all),
    dealershipsOfHandle: method("dealershipsOfHandle", (handle: string) => handles.find("user", handle)),
    usersOfHandle: method("usersOfHandle", users.withHandle),
    removeUser: method("removeUser", (dealership: string, id: string) =>
      database.beside(dealership, Effect.andThen(sessions.endOf(dealership, id), users.remove(dealership, id)))),

    claim: method("claim", (dealership: string, { expiresAt, heldUntil, key, now, request, sender }) =>
      database.beside(dealership, Effect.gen(function*() {
        while (true) {
          const values = [sender, key, request, Parameter.bigint(now), Parameter.bigint(heldUntil), Parameter.bigint(expiresAt)]
          const [mine] = yield* database.write<{ readonly attempt: number }>(dealership, claim, values)
          if (mine !== undefined) return { kind: "new", attempt: mine.attempt } satisfies Claimed
          const [kept] = yield* database.read<{ readonly request: string; readonly answer: Answer | null; readonly held_until: number }>(dealership, claimed, [sender, key])
          // Forgotten between the two statements: claim it again.
          if (kept === undefined) continue
          if (kept.request !== request) return { kind: "different" } satisfies Claimed
          return (kept.answer === null ? { kind: "in-flight", heldUntil: kept.held_until } : { kind: "answered", answer: kept.answer }) satisfies Claimed
        }
      }))),
    keepAnswer: method("keepAnswer", (dealership: string, { attempt, key, sender }, answer: Answer) =>
      database.beside(dealership, Effect.gen(function*() {
        const [kept] = yield* database.write(dealership, keepAnswer, [sender, key, attempt, Parameter.json(answer)])
        if (kept !== undefined) return
        const [other] = yield* database.read<{ readonly attempt: number; readonly is_released: boolean }>(dealership, claimOf, [sender, key])
        const found = other === undefined ? "nothing" : other.is_released ? "that it was released" : `attempt ${other.attempt}`
        return yield* new ClaimLost({ attempt, found })
      }))),
    release: method("release", (dealership: string, { attempt, key, sender }) =>
      Effect.asVoid(database.beside(dealership, database.write(dealership, release, [sender, key, attempt])))),
    dropAnswers: method("dropAnswers", (dealership: string, texts: ReadonlyArray<string>) =>
      Effect.asVoid(database.beside(dealership, database.write(dealership, dropAnswers, [Parameter.texts(texts)])))),

    beginSession: method("beginSession", sessions.begin),
    session: method("session", sessions.get),
    sessionsOf: method("sessionsOf", sessions.of),
    noteSession: method("noteSession", sessions.note),
    endSession: method("endSession", sessions.end),
    endSessionsOf: method("endSessionsOf", sessions.endOf),

    addMessages: method("addMessages", messages.add),
    takeMessages: method("takeMessages", messages.take),
    settleMessage: method("settleMessage", messages.settle),
    messagesOf: method("messagesOf", messages.of),
    readMessages: method("readMessages", messages.read),
    forgetMessages: method("forgetMessages", messages.forget),
    dropMessages: method("dropMessages", messages.drop),

    putPersonRequest: method("putPersonRequest", requests.put),
    personRequests: method("personRequests", requests.find),
    answeredRequests: method("answeredRequests", requests.answered),

    addSubscription: method("addSubscription", (dealership: string, { brandIds, createdAt, cursor, events, id, secret, url, ...state }: Subscription) =>
      database.change(dealership, Effect.gen(function*() {
        yield* database.write(dealership, dropDeliveries, [id])
        yield* database.write(dealership, addSubscription, [
          id, url, Parameter.texts(events), Parameter.texts(brandIds), secret, Parameter.bigint(createdAt), Parameter.bigint(cursor)
        ])
        yield* database.write(dealership, changeSubscription, stateValues(id, { secret, ...state }))
        yield* handles.enter(dealership, "subscribed", true)
      }))),
    subscriptions: method("subscriptions", (dealership: string) =>
      Effect.map(database.read<SubscriptionRow>(dealership, subscriptionsOf), (rows) => rows.map(toSubscription))),
    changeSubscription: method("changeSubscription", (dealership: string, id: string, state: SubscriptionState) =>
      Effect.asVoid(database.beside(dealership, database.write(dealership, changeSubscription, stateValues(id, state))))),
    removeSubscription: method("removeSubscription", (dealership: string, id: string) =>
      database.change(dealership, Effect.gen(function*() {
        const dropped = yield* database.write(dealership, dropSubscription, [id])
        yield* database.write(dealership, dropDeliveries, [id])
        yield* handles.enter(dealership, "subscribed", (yield* database.read(dealership, anySubscription)).length > 0)
        return dropped.length > 0
      }))),
    subscribedDealerships: listed("subscribedDealerships", "subscribed"),

    enqueue: method("enqueue", (dealership: string, subscriptionId: string, deliveries, cursor: number) =>
      holding(dealership, subscriptionId, undefined, Effect.gen(function*() {
        yield* database.write(dealership, enqueue, [
          subscriptionId,
          Parameter.bigints(deliveries.map(({ position }) => position)),
          Parameter.texts(deliveries.map(({ record }) => record)),
          Parameter.bigints(deliveries.map(({ dueAt }) => dueAt))
        ])
        yield* database.write(dealership, moveCursor, [subscriptionId, Parameter.bigint(cursor)])
      }))),
    takeDue: method("takeDue", (dealership: string, subscriptionId: string, now: number, heldUntil: number, limit: number) =>
      holding(dealership, subscriptionId, [], Effect.map(
        database.write<DeliveryRow>(dealership, takeDue, [subscriptionId, Parameter.bigint(now), Parameter.bigint(heldUntil), Parameter.bigint(limit)]),
        (rows): ReadonlyArray<Delivery> => rows.map(toDelivery).sort((one, other) => one.position - other.position)
      ))),
    settle: method("settle", (dealership: string, subscriptionId: string, delivery: Delivery) =>
      holding(dealership, subscriptionId, undefined, Effect.asVoid(database.write(dealership, settle, [
        subscriptionId,
        Parameter.bigint(delivery.position),
        delivery.record,
        delivery.state,
        delivery.attempts,
        Parameter.bigint(delivery.dueAt),
        Parameter.bigint(delivery.lastAttemptAt),
        Parameter.text(delivery.lastFailure)
      ])))),
    deliveries: method("deliveries", (dealership: string, subscriptionId: string, { after, limit, state }) =>
      Effect.map(
        database.read<DeliveryRow>(dealership, deliveriesOf, [subscriptionId, Parameter.bigint(after), Parameter.text(state), Parameter.bigint(limit)]),
        (rows) => rows.map(toDelivery)
      )),

    forget: method("forget", (dealership: string, now: number, deliveredBefore: number) =>
      database.beside(dealership, Effect.gen(function*() {
        yield* database.write(dealership, forgetClaims, [Parameter.bigint(now)])
        yield* database.write(dealership, forgetSessions, [Parameter.bigint(now)])
        yield* database.write(dealership, forgetDeliveries, [Parameter.bigint(deliveredBefore)])
      })))
  })
}
