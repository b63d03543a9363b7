/** The people who sign in. A handle leads to their dealerships before these are known. */
import { handlesOf, type User } from "@crm-procedure/core/service/User"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Database, question } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"
import type { Handles } from "./Handles.ts"

interface UserRow {
  readonly content: User
}

const userOf = question((dealership) => `SELECT content FROM crm_procedure.users WHERE dealership = ${dealership} AND id = $2`)
const usersOf = question((dealership) => `SELECT content FROM crm_procedure.users WHERE dealership = ${dealership} ORDER BY id`)
const usersOfHandle = question((dealership) => `SELECT content FROM crm_procedure.users WHERE dealership = ${dealership} AND handles @> ARRAY[$2::text] ORDER BY id`)
const addUser = `
  INSERT INTO crm_procedure.users (dealership, id, email, revision, handles, content) VALUES ($1, $2, $3, $4, $5, $6::text::json)
  ON CONFLICT DO NOTHING RETURNING id`
const changeUser = `
  UPDATE crm_procedure.users AS one SET email = $3, revision = $4, handles = $5, content = $6::text::json
  WHERE dealership = $1 AND id = $2 AND revision = $4::int - 1
    AND NOT EXISTS (SELECT FROM crm_procedure.users AS other WHERE other.dealership = $1 AND other.email = $3 AND other.id <> $2)
  RETURNING id`
const removeUser = "DELETE FROM crm_procedure.users WHERE dealership = $1 AND id = $2 RETURNING id"

export const make = (database: Database, handles: Handles) => ({
  put: (user: User) => {
    const { dealership } = user.identity
    const presented = handlesOf(user)
    const values = [user.id, user.email, user.revision, Parameter.texts(presented), Parameter.json(user)]
    return database.change(dealership, Effect.gen(function*() {
      const isStored = (yield* database.write(dealership, user.revision === 1 ? addUser : changeUser, values)).length > 0
      if (isStored) yield* handles.put(dealership, "user", user.id, presented)
      if (isStored && user.revision === 1) yield* handles.enter(dealership, "known", true)
      return isStored
    }))
  },
  get: (dealership: string, id: string) =>
    Effect.map(database.read<UserRow>(dealership, userOf, [id]), ([row]) => Option.map(Option.fromUndefinedOr(row), ({ content }) => content)),
  all: (dealership: string) => Effect.map(database.read<UserRow>(dealership, usersOf), (rows) => rows.map(({ content }) => content)),
  withHandle: (dealership: string, handle: string) => Effect.map(database.read<UserRow>(dealership, usersOfHandle, [handle]), (rows) => rows.map(({ content }) => content)),
  remove: (dealership: string, id: string) =>
    database.beside(dealership, Effect.tap(Effect.map(database.write(dealership, removeUser, [id]), (rows) => rows.length > 0), () => handles.put(dealership, "user", id, [])))
})
