/**
 * What is looked up before the dealership is known: where a key, an inbox token or a user is found, and for which dealerships work is
 * done in the background. It stands in two tables of its own, so that no such question waits for the rows of another dealership: in a
 * distributed engine they lie on the coordinator, and are read and written without the workers of other dealerships.
 *
 * A handle only leads to a dealership. What it leads to is read there each time: a revoked key is refused at once.
 *
 * @see docs/decisions/0092-found-without-the-workers.md
 */
import { digestOfText } from "@crm-procedure/core/identity/CanonicalJson"
import { compareIds } from "@crm-procedure/core/judging/Verification"
import * as Effect from "effect/Effect"
import type * as SqlClient from "effect/sql/SqlClient"
import { type Database, question, type Sight, type Unavailable } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"

/** What a handle leads to. A key and a token are presented by their hashes, a user by a text such as an e-mail. */
export type Kind = "key" | "inbox-token" | "user"

/** `known`: every dealership that ever had a key or a user. `subscribed`: those with a subscription. */
export type List = "known" | "subscribed"

interface Found {
  readonly dealership: string
}

const presented = "SELECT DISTINCT dealership FROM crm_procedure.handles WHERE kind = $1 AND hash = $2"
const hashesOf = question((dealership) => `SELECT hash FROM crm_procedure.handles WHERE dealership = ${dealership} AND kind = $2 AND holder = $3 ORDER BY hash`)
const addHandles = `
  INSERT INTO crm_procedure.handles (dealership, kind, holder, hash) SELECT $1, $2, $3, one.hash FROM unnest($4::text[]) AS one(hash) ON CONFLICT DO NOTHING`
const dropHandles = "DELETE FROM crm_procedure.handles WHERE dealership = $1 AND kind = $2 AND holder = $3 AND NOT hash = ANY ($4::text[])"

const listed = "SELECT dealership FROM crm_procedure.listings WHERE list = $1"
const isListed = question((dealership) => `SELECT list FROM crm_procedure.listings WHERE dealership = ${dealership} AND list = $2`)
const addListing = "INSERT INTO crm_procedure.listings (dealership, list) VALUES ($1, $2) ON CONFLICT DO NOTHING"
const dropListing = "DELETE FROM crm_procedure.listings WHERE dealership = $1 AND list = $2"

/** Where servers of the release before look, and write no handle and no list. */
const before: Readonly<Record<Kind, { readonly sight: Sight; readonly text: string }>> = {
  key: { sight: "key_hash", text: "SELECT dealership FROM crm_procedure.access_keys WHERE hash = $1" },
  "inbox-token": { sight: "key_hash", text: "SELECT dealership FROM crm_procedure.inbox_tokens WHERE hash = $1" },
  user: { sight: "user_handle", text: "SELECT dealership FROM crm_procedure.users WHERE handles @> ARRAY[$1::text]" }
}
const listedBefore: Readonly<Record<List, string>> = {
  known: "SELECT dealership FROM crm_procedure.dealerships WHERE has_key",
  subscribed: "SELECT dealership FROM crm_procedure.dealerships WHERE has_subscription"
}

/** Ends what servers of the release before need. None of them may run any more. */
export const endingBefore: ReadonlyArray<string> = [
  "DROP POLICY IF EXISTS presented_key ON crm_procedure.access_keys",
  "DROP POLICY IF EXISTS presented_token ON crm_procedure.inbox_tokens",
  "DROP POLICY IF EXISTS presented_handle ON crm_procedure.users",
  "DROP POLICY IF EXISTS listing ON crm_procedure.dealerships"
]

/** Whether servers of the release before may run beside this one: their policies are still there. */
export const besideEarlier = (sql: SqlClient.SqlClient) =>
  Effect.map(
    sql.unsafe<{ readonly found: boolean }>("SELECT EXISTS (SELECT FROM pg_policy WHERE polname = 'presented_key' AND polrelid = to_regclass('crm_procedure.access_keys')) AS found"),
    ([row]) => row?.found === true
  )

const inOrder = (rows: ReadonlyArray<Found>): ReadonlyArray<string> => [...new Set(rows.map(({ dealership }) => dealership))].sort(compareIds)

export class Handles {
  private readonly database: Database
  private readonly isBesideEarlier: boolean

  constructor(database: Database, isBesideEarlier: boolean) {
    this.database = database
    this.isBesideEarlier = isBesideEarlier
  }

  /** The dealerships in which something is presented, in code point order. */
  find(kind: Kind, text: string): Effect.Effect<ReadonlyArray<string>, Unavailable> {
    const hash = hashOf(kind, text)
    const { sight, text: asked } = before[kind]
    return this.both(this.database.ask<Found>("handle", hash, presented, [kind, hash]), () => this.database.ask<Found>(sight, text, asked, [text]))
  }

  /** Within a change: a holder is found by these and no others from now on. */
  put(dealership: string, kind: Kind, holder: string, texts: ReadonlyArray<string>): Effect.Effect<void, Unavailable> {
    const hashes = texts.map((text) => hashOf(kind, text)).sort()
    return Effect.gen({ self: this }, function*() {
      const kept = yield* this.database.read<{ readonly hash: string }>(dealership, hashesOf, [kind, holder])
      // What stays as it is costs no write: a sign-in changes its user, and not what finds the user.
      if (kept.length === hashes.length && kept.every(({ hash }, place) => hash === hashes[place])) return
      yield* this.database.write(dealership, dropHandles, [kind, holder, Parameter.texts(hashes)])
      yield* this.database.write(dealership, addHandles, [kind, holder, Parameter.texts(hashes)])
    })
  }

  /** A list's dealerships, in code point order. */
  list(list: List): Effect.Effect<ReadonlyArray<string>, Unavailable> {
    return this.both(this.database.ask<Found>("listing", "on", listed, [list]), () => this.database.ask<Found>("listing", "on", listedBefore[list], []))
  }

  /** Within a change: a dealership stands on a list, or no longer does. */
  enter(dealership: string, list: List, isOn: boolean): Effect.Effect<void, Unavailable> {
    return Effect.gen({ self: this }, function*() {
      const stands = (yield* this.database.read(dealership, isListed, [list])).length > 0
      if (stands !== isOn) yield* this.database.write(dealership, isOn ? addListing : dropListing, [list])
    })
  }

  private both(
    found: Effect.Effect<ReadonlyArray<Found>, Unavailable>,
    foundBefore: () => Effect.Effect<ReadonlyArray<Found>, Unavailable>
  ): Effect.Effect<ReadonlyArray<string>, Unavailable> {
    const asked = this.isBesideEarlier ? [found, foundBefore()] : [found]
    return Effect.map(Effect.all(asked, { concurrency: "unbounded" }), (all) => inOrder(all.flat()))
  }
}

const hashOf = (kind: Kind, text: string): string => kind === "user" ? digestOfText(text) : text
